/* bordermap: from names to places.
 *
 * A gazetteer is one file (.bmg), compiled from GeoNames dumps, alternate names and admin polygons, mapped
 * into memory and never changed: any number of threads share it. A bm_locator is one thread's set-up for
 * asking it. */
#ifndef BORDERMAP_GAZETTEER_H
#define BORDERMAP_GAZETTEER_H

#include "ctx.h"
#include "geo.h"
#include "incident.h"
#include "issue.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How the place was found. */
typedef enum bm_match {
    BM_MATCH_NONE,
    BM_MATCH_GIVEN,
    BM_MATCH_EXACT,
    BM_MATCH_ALIAS,
    BM_MATCH_FOLDED,
    BM_MATCH_SKELETON,
    BM_MATCH_FUZZY,
    BM_MATCH_RELATIVE,
    BM_MATCH_AREA
} bm_match;
const char *bm_match_name(bm_match match); /* "none", "given", "exact", ... */

typedef enum bm_place_status {
    BM_UNRESOLVED, /* no place; the row stays, with a reason and candidates */
    BM_COARSE,     /* an area (province, district, country), not a point */
    BM_AMBIGUOUS,  /* two answers remain; the better one is given */
    BM_RESOLVED
} bm_place_status;
#define BM_PLACE_STATUS_COUNT 4
const char *bm_place_status_name(bm_place_status status); /* "unresolved", ... */

/* One possible answer. Strings are borrowed from the gazetteer or the arena. */
typedef struct bm_candidate {
    bm_str name, gaz_id, feat, adm1, adm2;
    char iso3[4];
    bm_ll point;
    bm_match match;
    double score;       /* 0 to 1 */
    const char *reason; /* the terms that made the score, in words; may be NULL */
} bm_candidate;
#define BM_MAX_CANDIDATES 10

/* The columns that placing adds to a row. Strings are borrowed from the gazetteer (as long as it is open) or
 * from the arena handed to bm_locate. */
typedef struct bm_place {
    bm_match match;
    bm_place_status status;
    double score;   /* probability that the place is right; 1 for given; NaN if unresolved */
    int geo_prec;   /* UCDP GED where_prec 1-7; 0: null */
    int acled_prec; /* 1-3; 0: null */
    int gtd_spec;   /* 1-5; 0: null */
    double rad_m;   /* radius that contains the true place; NaN: null */
    bool has_point; /* point is the incident's place (resolved, ambiguous, or given by the source) */
    bm_ll point;
    bm_area area; /* coarse rows: the area; n_rings == 0 if there is none or it has no outline */
    bool
        fell_back; /* the row names a place that was not found: its area is given, or a small area's centre */
    bm_str gaz_name, gaz_id, feat, adm1, adm2; /* of the place found; absent when none */
    char iso3[4];                              /* country of the place, else of the row; "": null */
    const char *reason;  /* why it is unresolved, coarse or ambiguous; NULL when resolved */
    const char *reading; /* with explain: how a phrase was read, or which alias decided; else NULL */
    const char *weighed; /* with explain: the log-odds whose sum is the score; NULL where there are none */
    const bm_candidate *candidates; /* best first; for unresolved and ambiguous rows, or all with explain */
    size_t n_candidates;
} bm_place;

typedef struct bm_gazetteer bm_gazetteer;

typedef struct bm_gazetteer_sources { /* for bm_gazetteer_build; every array may be empty */
    const char *const *dumps; /* GeoNames dumps (19 columns) and alternateNamesV2 files, told by content */
    size_t n_dumps;
    const char *const *admins; /* polygons: GeoJSON or anything GDAL opens */
    size_t n_admins;
    const char *const *places; /* own CSV: name,lon,lat and optional id,country,admin1,admin2,feat,names */
    size_t n_places;
    const char *vintage; /* text on date and origin for `info`; may be NULL */
} bm_gazetteer_sources;

typedef struct bm_gazetteer_info {
    uint64_t n_places, n_names, n_areas, n_countries, bytes;
    const char *json; /* sources with sha256, dates and counts, as a JSON object; borrowed */
} bm_gazetteer_info;

/* The digest that a compiled gazetteer carries, of all behind its header, and its size; "" and 0 when the
 * file is none of this version. Reads the header alone. */
BM_CHECKED bm_status bm_gazetteer_sha256(bm_ctx *ctx, const char *path, char hex[65], uint64_t *bytes);

/* Compiles the sources into out_path (written whole or not at all). Rows left out become issues. */
BM_CHECKED bm_status bm_gazetteer_build(bm_ctx *ctx, const bm_gazetteer_sources *sources,
                                        const char *out_path, bm_issue_list *issues);
/* Maps a compiled file. BM_EFORMAT if it is damaged, foreign or of another version. The caller owns *out. */
BM_CHECKED bm_status bm_gazetteer_open(bm_ctx *ctx, const char *path, bm_gazetteer **out);
void bm_gazetteer_close(bm_gazetteer *gazetteer);
void bm_gazetteer_get_info(const bm_gazetteer *gazetteer, bm_gazetteer_info *out);

/* One name of one place, by its number (0 to n_names - 1). Strings are borrowed from the gazetteer. */
typedef struct bm_gazetteer_name {
    bm_str name, gaz_id, feat;
    char iso3[4]; /* "" unknown */
    bm_ll point;
    uint32_t population; /* 0: unknown */
    bool main;           /* the place's own name, not another one */
} bm_gazetteer_name;
bool bm_gazetteer_get_name(const bm_gazetteer *gazetteer, uint64_t at, bm_gazetteer_name *out);

/* One place, by its number (0 to n_places - 1). Strings are borrowed from the gazetteer. */
typedef struct bm_gazetteer_place {
    bm_str name, gaz_id, feat;
    char iso3[4];    /* "" unknown */
    char feat_class; /* of GeoNames: 'P' populated place, 'A' admin unit, ...; 0 unknown */
    bool defunct;    /* abandoned, destroyed or historical */
    bm_ll point;
    uint32_t population; /* 0: unknown */
} bm_gazetteer_place;
bool bm_gazetteer_get_place(const bm_gazetteer *gazetteer, uint64_t at, bm_gazetteer_place *out);

/* Where an outline stands in a compiled file, for those who hand rows on to another process. */
typedef struct bm_area_ref {
    uint64_t first_point, first_ring;
    uint32_t n_rings;
    bm_box box;
} bm_area_ref;
/* False if the area is not one of the gazetteer's. */
bool bm_gazetteer_area_ref(const bm_gazetteer *gazetteer, const bm_area *area, bm_area_ref *out);
/* False if there is no such outline in the file. */
bool bm_gazetteer_area_at(const bm_gazetteer *gazetteer, const bm_area_ref *ref, bm_area *out);

/* Its first-level admin units with an outline, in the order of the file; the list is the arena's, names and
 * areas the gazetteer's. */
BM_CHECKED bm_status bm_gazetteer_provinces(bm_ctx *ctx, const bm_gazetteer *gazetteer, bm_arena *arena,
                                            const bm_province **out, size_t *n);

/* An analyst's own decisions: a CSV with the columns of unresolved.csv (place admin1 admin2 country gaz_id
 * lon lat action), and perhaps inc_id: such a row decides that record alone, given coordinates included.
 * Immutable once loaded. */
typedef struct bm_aliases bm_aliases;
BM_CHECKED bm_status bm_aliases_load(bm_ctx *ctx, const char *path, bm_issue_list *issues, bm_aliases **out);
void bm_aliases_destroy(bm_aliases *aliases);

typedef struct bm_locate_options {
    const bm_gazetteer *const *gazetteers; /* the first wins */
    size_t n_gazetteers;
    const bm_aliases *const *aliases; /* the first wins */
    size_t n_aliases;
    char country[4]; /* alpha-3 bias for rows without a country; "": none */
    bool explain;    /* fill candidates and reasons for every row */
} bm_locate_options;

typedef struct bm_locator bm_locator; /* one thread's; borrows gazetteers and aliases */
BM_CHECKED bm_status bm_locator_create(bm_ctx *ctx, const bm_locate_options *options, bm_locator **out);
void bm_locator_destroy(bm_locator *locator);
/* Places one row. Source coordinates win; a place name that contradicts them by more than 100 km, and a hint
 * that was overruled, become issues. Repeated names are remembered. */
BM_CHECKED bm_status bm_locate(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident, bm_arena *arena,
                               bm_issue_list *issues, bm_place *out);
/* The candidates for a name, best first, at most BM_MAX_CANDIDATES; country may be NULL. */
BM_CHECKED bm_status bm_locator_find(bm_ctx *ctx, bm_locator *locator, bm_str name, const char *country,
                                     bm_arena *arena, const bm_candidate **out, size_t *n);

/* Countries: alpha-2, alpha-3, FIPS (only where fips is true) or a name in any script, to alpha-3. XKX is
 * Kosovo. False if it is none. */
bool bm_country_from_text(bm_str text, bool fips, char iso3[4]);
/* The English name of an alpha-3 code; NULL if it is none. Static. */
const char *bm_country_name(const char *iso3);

#ifdef __cplusplus
}
#endif
#endif
