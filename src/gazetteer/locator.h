/* Inside a locator: what the files of this room share. */
#ifndef BM_GAZETTEER_LOCATOR_H
#define BM_GAZETTEER_LOCATOR_H

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "bordermap/gazetteer.h"
#include "gazetteer/keys.h"
#include "gazetteer/reader.h"
#include "geo/chord.h"

/* How far a name had to be bent to meet. */
enum gz_level {
    GZ_EXACT,
    GZ_FOLDED,
    GZ_GENERIC,
    GZ_TOKENS,
    GZ_SPELLED, /* another place of the same main name has the letters asked as an alternate name */
    GZ_SKELETON,
    GZ_FUZZY
};

/* A name as asked for. */
struct gz_query {
    bm_str text;
    struct gz_keys keys;
    char l0[BM_FOLD_MAX], spaced[BM_FOLD_MAX]; /* spaced: the L2 words with a space between */
    size_t n_l0, n_spaced;
    bool by_letters;         /* keys one letter away are looked up, not sounds */
    bool is_wanted;          /* wanted is set */
    bm_phones_wanted wanted; /* keys.phones */
};

#define GZ_RIVAL_M 25000.0 /* closer places of one name are one answer */
#define GZ_CITY    100000u

/* Words that mean surroundings, not a spot. */
#define GZ_VAGUE (BM_VOTE_AREA | BM_VOTE_VALLEY | BM_VOTE_MOUNTAIN | BM_VOTE_WATER | BM_VOTE_ROAD)

/* What a score is the sum of. */
enum gz_term {
    GZ_T_LEVEL,
    GZ_T_NAME,
    GZ_T_CLASS,
    GZ_T_SEAT,
    GZ_T_POPULATION,
    GZ_T_COUNTRY,
    GZ_T_GENERIC,
    GZ_T_DEFUNCT,
    GZ_T_ADMIN1,
    GZ_T_ADMIN2,
    GZ_T_NEAR,
    GZ_T_LATER,
    GZ_T_LARGEST,
    GZ_T_LONE_AREA,
    GZ_TERMS
};

/* What the probability of an answer is taken from: geodata/calibration.txt has a number for each. */
enum gz_evidence {
    GZ_E_LETTERS, /* how it was found: one of these is 1 */
    GZ_E_WORDS,
    GZ_E_SOUNDS,
    GZ_E_TYPO,
    GZ_E_MEMBER,
    GZ_E_SEAT,
    GZ_E_CENTRE,
    GZ_E_SPREAD, /* of a centre: log odds of the share of places near it */
    GZ_E_SUM,    /* of the weights, beyond the middle */
    GZ_E_RIVALS, /* log of the share among rivals */
    GZ_E_UNLIKE, /* of sounds */
    GZ_E_DISTRICT_EDGE,
    GZ_E_NO_DISTRICT,
    GZ_E_PROVINCE_EDGE,
    GZ_E_NO_PROVINCE,
    GZ_E_NO_COUNTRY,
    GZ_E_BESIDE, /* confirmed by a place named beside it */
    GZ_E_HAMLET, /* neither people nor an office are known of it */
    GZ_E_OTHER_NAME,
    GZ_E_VAGUE,     /* the words mean its surroundings */
    GZ_E_NAMESAKES, /* of a hamlet: log of 1 + the places of the name elsewhere in its country */
    GZ_EVIDENCE
};

/* A place that may be meant. */
struct gz_hit {
    const bm_gazetteer *gazetteer;
    uint32_t gazetteer_at, place, name;
    enum gz_level level;
    double likeness;         /* of sounds, 0 to 1 */
    float term[GZ_TERMS];    /* weights */
    double base;             /* their sum without those that depend on the other hits */
    bool scored;             /* base and its terms are set */
    double score;            /* their sum */
    double chance;           /* 0 to 1 */
    double right;            /* calibrated probability that it is right; of the best hit only */
    double inside1, inside2; /* agreement with the row's admin names, 0 to 1; -1: nothing to agree with */
};

/* A row of class A, or a town standing for its district, that an admin column names. */
struct gz_hint_row {
    const bm_gazetteer *gazetteer;
    uint32_t place;
    double weight; /* how sure, 0 to 1 */
    int level;     /* 1, 2; 0 for a town */
    bm_area area;  /* n_rings 0: none */
};
#define GZ_MAX_HINTS 6
struct gz_hints {
    char iso3[4]; /* "" none */
    bool iso3_is_bias;
    struct gz_hint_row row[2][GZ_MAX_HINTS]; /* of admin1, of admin2 */
    uint32_t n[2];
    bm_str text[2];
    bool near; /* the place must be near this point (a place named in the same phrase) */
    bm_ll near_point;
    double near_m;
};

struct gz_memo_entry {
    bm_place place;
    unsigned notes;              /* bits of gz_note */
    const struct gz_alias *lost; /* an alias whose gaz_id no gazetteer has; may be NULL */
    bm_str contradiction; /* what the issue says when the place contradicts the coordinates; absent: it does
                             not */
    /* Of a row with coordinates: other points less than slack_m from it have the same answer but for the point
     * itself. 0: none has. */
    double slack_m;
    struct bm_xyz from;
};
enum gz_note {
    GZ_OVER_COUNTRY = 1, /* a column was overruled */
    GZ_OVER_ADMIN1 = 2,
    GZ_OVER_ADMIN2 = 4,
    GZ_ALSO_PROVINCE = 8, /* a town, and a province of the name is near; nothing says which */
    GZ_ALSO_TOWN = 16
};

struct gz_seen { /* a slot of the set of places among the hits; of an earlier round: empty */
    uint32_t round, hit;
};

#define GZ_KNOWN_LIKE 2048u /* a power of two */
struct gz_known_like {      /* how like the query some sounds are; of an earlier name: empty */
    uint32_t round, gazetteer_at, sounds;
    double likeness;
};

struct gz_rank { /* what decides the order of hits */
    double score;
    uint32_t gazetteer_at, place, hit;
};

struct bm_locator {
    bm_ctx *ctx;
    const bm_gazetteer **gazetteers;
    size_t n_gazetteers;
    const bm_aliases **aliases;
    size_t n_aliases;
    char country[4];
    bool explain;
    struct gz_hit *hits; /* of the current search, best first after ranking */
    size_t n_hits, cap_hits;
    struct gz_hit *sorted; /* room for as many */
    struct gz_rank *ranks;
    size_t cap_sorted, cap_ranks;
    struct gz_seen *seen; /* the places of hits */
    size_t cap_seen;      /* a power of two */
    uint32_t round;
    struct gz_query query; /* of the current search */
    struct gz_known_like like[GZ_KNOWN_LIKE];
    uint32_t like_round;
    double slack_m; /* of the current search near a point: how far the point may move before a hit is near it
                       that was not, or the other way round; metres, rounded down */
    double evidence[GZ_EVIDENCE]; /* for the best hit of the current search */
    double decided[GZ_EVIDENCE];  /* for the answer; scripts/tune reads it */
    bm_map ids;                   /* gaz_id that an alias names -> gazetteer << 32 | place, once ids_found */
    bool ids_found;
    bm_map memo;        /* the row's names, joined, without and with its coordinates -> entry */
    bm_buf key;         /* of the row at hand */
    bm_map known_hints; /* admin1, admin2, country -> struct gz_hints in memo_arena */
    struct gz_memo_entry *entries;
    size_t n_entries, cap_entries;
    bm_arena *memo_arena;
};

/* --- locate.c --- */
/* The place of an id that an alias names; false if no gazetteer has it. */
bool gz_place_of_id(bm_locator *locator, bm_str id, uint32_t *gazetteer_at, uint32_t *place);

/* --- hits.c --- */
/* After hits were moved or dropped, before more are added. */
BM_CHECKED bm_status gz_hits_begin(bm_ctx *ctx, bm_locator *locator);
/* Adds a hit, or betters the one of the same place. */
BM_CHECKED bm_status gz_hits_add(bm_ctx *ctx, bm_locator *locator, const struct gz_hit *hit);
/* Best first; ties in the order of gazetteers and places. */
BM_CHECKED bm_status gz_hits_sort(bm_ctx *ctx, bm_locator *locator);

/* --- likeness.c --- */
/* Another name is asked for. */
void gz_likeness_begin(bm_locator *locator);
/* bm_phones_likeness of the query and a name; what is below least may come back as anything below it. least
 * must not fall while one name is asked for. */
double gz_likeness_of(bm_locator *locator, uint32_t gazetteer_at, uint32_t sounds, double least);
double gz_likeness_to(bm_locator *locator, const bm_phones *phones, double least);

/* --- near.c --- */
/* bm_geodesic_m(a, b) <= limit_m, for limits up to 100 km; the geodesic is solved only where a plane cannot
 * tell. */
bool gz_within_m(bm_ll a, bm_ll b, double limit_m);
/* How far b may move, at least, before that answer changes; 0 to some metres less than it is. */
double gz_slack_m(bm_ll a, bm_ll b, double limit_m);

/* --- search.c --- */
/* Fills locator->query and locator->hits with all places of this name up to a level, unranked. Typos are
 * looked for in one country only, if it is known: iso3, else "". */
BM_CHECKED bm_status gz_search(bm_ctx *ctx, bm_locator *locator, bm_str name, enum gz_level deepest,
                               const char *iso3);
bool gz_query_of(bm_str name, struct gz_query *out);

/* --- rank.c --- */
/* Searches and ranks, going deeper as long as nothing convinces. Hits are sorted, best first. */
BM_CHECKED bm_status gz_resolve(bm_ctx *ctx, bm_locator *locator, bm_str name, const struct gz_hints *hints,
                                enum gz_level deepest);
/* --- rivals.c --- */
int gz_area_level(const struct gz_hit *hit); /* 0 country, 1 province, 2 district ...; 0 for others, too */
/* Drops what is one place twice, of hits sorted best first. */
void gz_drop_twins(bm_locator *locator);
/* Sets each hit's chance: how convincing its sum is, times its share among rivals elsewhere. */
void gz_set_chances(bm_locator *locator);
/* The chance that a sum stands for without rivals, and the sum for such a chance. */
double gz_chance_alone(double score);
double gz_score_for(double chance);
bm_ll gz_hit_point(const struct gz_hit *hit);
const struct gz_place *gz_hit_place(const struct gz_hit *hit);
/* --- reason.c --- */
/* The terms of a hit's score in words. */
const char *gz_reason(bm_ctx *ctx, const struct gz_hit *hit, bm_arena *arena);

/* --- credible.c --- */
/* NULL if a hit may be given as the answer, else why not. */
const char *gz_doubt(const bm_locator *locator, const struct gz_hints *hints, const struct gz_hit *hit);
/* --- calibrate.c --- */
/* Fills locator->evidence and the best hit's probability after a search. */
void gz_weigh(bm_locator *locator, const struct gz_hints *hints);
/* What a piece of evidence adds to the log-odds, and what it is in words. */
double gz_log_odds(enum gz_evidence which, double value);
const char *gz_evidence_name(enum gz_evidence which);
/* The probability that evidence stands for, 0 to 1. */
double gz_right(const double evidence[GZ_EVIDENCE]);

/* --- hints.c --- */
/* What the admin columns of a row name. */
BM_CHECKED bm_status gz_hints_of(bm_ctx *ctx, bm_locator *locator, bm_str admin1, bm_str admin2,
                                 const char *iso3, struct gz_hints *out);
/* Agreement of a hit with the admin1 (0) or admin2 (1) hints, 0 to 1; -1 without hints. */
double gz_agreement(const struct gz_hit *hit, const struct gz_hints *hints, int which);

/* --- outcome.c --- */
void gz_place_clear(bm_place *out);
void gz_outcome_point(const struct gz_hit *hit, bm_place *out);
void gz_outcome_area(const bm_gazetteer *gazetteer, uint32_t place, bm_place *out);
/* The country as an area; only iso3 when no gazetteer has it. */
void gz_outcome_country(const bm_locator *locator, const char *iso3, bm_place *out);
BM_CHECKED bm_status gz_outcome_candidates(bm_ctx *ctx, const bm_locator *locator, size_t max,
                                           bm_arena *arena, bm_place *out);
BM_CHECKED bm_status gz_candidates_of(bm_ctx *ctx, const bm_locator *locator, size_t max, bm_arena *arena,
                                      const bm_candidate **out, size_t *n);
bm_match gz_match_of(enum gz_level level);
/* Radius in metres that holds a place of this many people. */
double gz_extent_m(const struct gz_place *place);

/* --- aliases.c --- */
enum gz_alias_action { GZ_ALIAS_USE, GZ_ALIAS_ADD, GZ_ALIAS_BLOCK };
struct gz_alias {
    bm_str gaz_id; /* absent: the point */
    bm_str name;   /* as written */
    bool has_point;
    bm_ll point;
    double rad_km; /* how far the place reaches; 0: not said */
    enum gz_alias_action action;
    const char *src; /* where it is written */
    uint64_t src_row, line;
};
/* The alias that decides this name, or NULL. Cells that the alias file leaves empty fit every row. */
const struct gz_alias *gz_alias_find(const bm_locator *locator, bm_str place, bm_str admin1, bm_str admin2,
                                     const char *iso3);
/* The alias that decides this one record, or NULL. */
const struct gz_alias *gz_alias_of_record(const bm_locator *locator, bm_str inc_id);
/* Calls visit for each gaz_id that the aliases name. */
typedef bm_status (*gz_alias_id_fn)(bm_ctx *ctx, void *user, bm_str id);
BM_CHECKED bm_status gz_aliases_ids(bm_ctx *ctx, const bm_aliases *aliases, gz_alias_id_fn visit, void *user);

/* --- place_row.c --- */
/* Places a row by its names: fills place, notes and lost. */
BM_CHECKED bm_status gz_place_names(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident,
                                    bm_arena *arena, struct gz_memo_entry *entry);

/* --- given.c --- */
/* Places a row whose source gives coordinates: fills place, contradiction (in the arena), slack_m and from. */
BM_CHECKED bm_status gz_place_given(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident,
                                    bm_arena *arena, struct gz_memo_entry *entry);

#endif
