/* How a border model is made: what the readers, the rules and the classifiers share. Internal to this room.
 *
 * Rings are read from polygons, turned so that their country is on the left, and cut into edges. An edge that
 * two countries use in opposite directions is a border (edges.c); same directions are overlaps, settled by a
 * named table (overlaps.c); neighbours that do not share vertices are matched by tolerance (match.c). */
#ifndef BM_BORDER_MAKING_H
#define BM_BORDER_MAKING_H

#include "border/model.h"

/* Positions are compared on a grid of 1e-7 degrees (about a centimetre). */
#define BM_GRID 10000000.0
typedef struct bm_pt {
    int32_t x, y;
} bm_pt;
bm_pt bm_pt_of(bm_ll p);
bm_ll bm_pt_ll(bm_pt p);
uint64_t bm_pt_key(bm_pt p); /* orders by latitude, then longitude */
bm_pt bm_pt_from_key(uint64_t key);
/* Metres between two near points (a flat earth about their middle; 0.1 % up to 50 km). */
double bm_pt_metres(bm_pt a, bm_pt b);

/* ---- countries (country.c) ---- */

/* Writes the alpha-3 code for an alpha-2 or alpha-3 code, one of the codes that map makers use instead (KOS,
 * SDS, SAH ...) or an English name. False if it is none; then out is "". */
bool bm_country_a3(bm_str text, char out[4]);

/* ---- what making a file came upon (log.c) ---- */

struct bm_pair_report {
    char dyad[8];
    double matched_m; /* of the border: taken from lines that share no vertices */
    double overlap_m; /* of outlines on or in the other's ground, no border */
    double gap_m;     /* of outlines between two stretches of the border where only one has a line */
    uint32_t n_gaps;
};
struct bm_log {
    bm_issue_list *issues;
    const char *src; /* file name without folders */
    bool repair;     /* rings that cross themselves or 180 degrees are put right, else taken as drawn */
    uint64_t n_features, n_left_out; /* features of which nothing is used */
    uint64_t n_repaired, n_cut;      /* rings put right; rings cut at 180 degrees */
    uint64_t n_touching;             /* rings that come back to a point of their own, taken as several */
    uint64_t n_repeated;             /* points within a centimetre of the one before */
    uint64_t first_repeated, first_touching, first_z; /* rows; 0: none */
    struct bm_pair_report *pairs;
    size_t n, cap;
};
void bm_log_free(bm_ctx *ctx, struct bm_log *log);
/* The report of two countries, in either order; valid until the next call. */
BM_CHECKED bm_status bm_log_pair(bm_ctx *ctx, struct bm_log *log, const char *a, const char *b,
                                 struct bm_pair_report **out);
/* Adds a warning about a row and counts it as left out. */
BM_CHECKED bm_status bm_log_left_out(bm_ctx *ctx, struct bm_log *log, uint64_t row, bm_str column,
                                     bm_str found, const char *expected);
/* Adds a warning about a point that is nowhere; what: "ring" or "line". */
BM_CHECKED bm_status bm_log_no_place(bm_ctx *ctx, struct bm_log *log, bm_ll p, uint64_t row,
                                     const char *what);
/* The first point with a longitude beyond 540 (three turns) or a latitude beyond 90 degrees, or n. */
uint32_t bm_first_no_place(const bm_ll *pts, uint32_t n);
/* Adds the notes on the whole file: points repeated, heights, conversion (crs NULL: none). */
BM_CHECKED bm_status bm_log_notes(bm_ctx *ctx, struct bm_log *log, const char *crs);
/* Sets model->info_json: the file, its policy, and the report. Sorts the pairs. */
BM_CHECKED bm_status bm_log_tell(bm_ctx *ctx, struct bm_log *log, struct bm_border_model *model);

/* ---- rings (rings.c) ---- */

struct bm_ring {
    uint32_t first, n; /* in pts; the first point is not repeated */
    uint16_t country;  /* in isos */
    bool hole;
    int32_t valid_from, valid_to;
};
struct bm_rings {
    struct bm_ring *items;
    size_t n, cap;
    bm_pt *pts;
    size_t n_pts, cap_pts;
    char (*isos)[4];
    size_t n_isos, cap_isos;
    uint64_t n_repeated; /* points left out since they lie on the one before */
};
void bm_rings_free(bm_ctx *ctx, struct bm_rings *rings);
/* Index of a country; added if it is new. */
BM_CHECKED bm_status bm_rings_country(bm_ctx *ctx, struct bm_rings *rings, const char iso[4], uint16_t *out);
/* Index of a country, or -1. */
int bm_rings_find(const struct bm_rings *rings, const char *iso);
/* Adds a ring without repeats of points; one of less than three is left out. Outer rings are turned
 * counter-clockwise, holes clockwise: the country is on the left. */
BM_CHECKED bm_status bm_rings_add(bm_ctx *ctx, struct bm_rings *rings, const struct bm_ring *like,
                                  const bm_ll *pts, uint32_t n);
/* Reads all polygons of a layer. An unknown country is an issue and left out. Sets log->src. */
BM_CHECKED bm_status bm_rings_read(bm_ctx *ctx, const bm_border_sources *sources, const char *layer,
                                   struct bm_log *log, struct bm_rings *out);
/* Adds a ring as rings that neither cross themselves nor reach beyond 180 degrees (repair.c). An edge over
 * more than 180 degrees of longitude is taken to go the short way round. *added is their number; 0: it is no
 * ring of longitude and latitude, or one around a pole that is not closed along 180 degrees and the pole. */
BM_CHECKED bm_status bm_rings_add_repaired(bm_ctx *ctx, struct bm_rings *rings, const struct bm_ring *like,
                                           const bm_ll *pts, uint32_t n, struct bm_log *log, uint64_t row,
                                           size_t *added);
/* Whether a ring lies beyond 180 degrees, or has an edge that seems to go more than half around the earth.
 * Along a pole such an edge is no way at all. */
bool bm_ring_is_over(const bm_ll *pts, uint32_t n);
void bm_ring_turn(struct bm_rings *rings, size_t ring); /* the other way round */

/* Columns by name (columns.c). */
struct bm_columns {
    int country, left, right, status, valid_from, valid_to; /* -1: none */
    int from_ymd[3], to_ymd[3]; /* year, month and day apart; used when the one column is not there */
};
BM_CHECKED bm_status bm_columns_find(bm_ctx *ctx, const bm_border_sources *sources, const char *const *fields,
                                     size_t n, struct bm_columns *out);
#define BM_BAD_DAYS "a day as 2011-07-09, the last one not before the first; the %s is left out"
/* First and last day of a feature: YYYY, YYYY-MM, YYYY-MM-DD, or with slashes, a time may follow; empty:
 * open. False if a value is no day, or the last day is before the first; then *bad is the value. */
/* Names of columns for a message, with ", " between; cut where there is no room. */
void bm_columns_list(const char *const *fields, size_t n, char *out, size_t size);
bool bm_columns_days(const struct bm_columns *columns, const bm_str *values, int32_t *from, int32_t *to,
                     bm_str *bad);

/* ---- the named table of overlaps (overlaps.c) ---- */

typedef enum bm_overlap_kind {
    BM_OVERLAP_DEPENDENCY, /* no border between the two; the ground is the dependency's */
    BM_OVERLAP_ENCLAVE,    /* the other country's polygon runs over the enclave: its outline is a border */
    BM_OVERLAP_DISPUTE,    /* both claim it: the line of one of them is drawn */
    BM_OVERLAP_SLIVER,     /* a fault of the data, a few kilometres */
    BM_OVERLAP_GAP         /* neither claims it: the line of one of them is drawn */
} bm_overlap_kind;
typedef enum bm_overlap_line { BM_LINE_NONE, BM_LINE_GROUND, BM_LINE_OTHER } bm_overlap_line;
struct bm_overlap {
    char ground[4]; /* the country whose ground it stays, or whose line goes along a gap */
    char other[4];
    bm_overlap_kind kind;
    bm_overlap_line
        line; /* drawn where one's line runs through the other's polygon; the other line is a claim */
};
struct bm_overlaps {
    struct bm_overlap *items;
    size_t n, cap;
};
BM_CHECKED bm_status bm_overlaps_read(bm_ctx *ctx, const char *path, struct bm_overlaps *out);
const struct bm_overlap *bm_overlaps_find(const struct bm_overlaps *table, const char *a, const char *b);
void bm_overlaps_free(bm_ctx *ctx, struct bm_overlaps *table);
/* Settles the countries that use one side of an edge: drops all but one where the table names the pairs.
 * Returns how many remain; *contested tells that a claim was dropped. */
int bm_overlaps_settle(const struct bm_overlaps *table, const struct bm_rings *rings, uint16_t *countries,
                       int n, bool *contested);

/* ---- edges (edges.c) ---- */

enum { BM_NOBODY = UINT16_MAX };
/* A border edge from a to b, or with right == BM_NOBODY an edge that only one country uses. */
struct bm_edge {
    uint64_t a, b; /* bm_pt_key */
    uint16_t left, right;
    uint8_t status; /* bm_border_status */
    int32_t valid_from, valid_to;
};
struct bm_edge_list {
    struct bm_edge *items;
    size_t n, cap;
};
BM_CHECKED bm_status bm_edges_add(bm_ctx *ctx, struct bm_edge_list *edges, struct bm_edge edge);
void bm_edges_free(bm_ctx *ctx, struct bm_edge_list *edges);
/* The use of an edge by a ring (enclaves.c). */
struct bm_use {
    uint64_t a, b; /* bm_pt_key, a < b */
    uint32_t ring;
    bool forward; /* the ring runs from a to b: its country is on the left of that direction */
};
/* Of all rings, sorted by edge. Free *uses with bm_free whatever happens. */
BM_CHECKED bm_status bm_uses_collect(bm_ctx *ctx, const struct bm_rings *rings, struct bm_use **uses,
                                     size_t *n);
/* Behind the last use of the edge that use i is of. */
size_t bm_uses_end(const struct bm_use *uses, size_t n, size_t i);
/* Turns rings that stand for the hole of an enclave into holes; with a table only those that it names. */
BM_CHECKED bm_status bm_rings_turn_enclaves(bm_ctx *ctx, struct bm_rings *rings,
                                            const struct bm_overlaps *table);

/* Overlaps that no table settles: kilometres by pair, as issues. Borders and single edges come sorted by
 * position. */
BM_CHECKED bm_status bm_edges_make(bm_ctx *ctx, struct bm_rings *rings, const struct bm_overlaps *table,
                                   struct bm_log *log, struct bm_edge_list *borders,
                                   struct bm_edge_list *singles);
/* Joins edges of one pair, status and validity into chains of the model (chains.c). */
BM_CHECKED bm_status bm_edges_chain(bm_ctx *ctx, const struct bm_rings *rings, struct bm_edge_list *borders,
                                    struct bm_border_model *model);

/* ---- nearness (near.c) ---- */

/* A tree over line pieces. cell_deg: about where a search for the nearest begins. */
struct bm_near;
struct bm_near_piece {
    bm_pt a, b;
    uint32_t tag; /* the user's */
};
BM_CHECKED bm_status bm_near_build(bm_ctx *ctx, const struct bm_near_piece *pieces, size_t n, double cell_deg,
                                   struct bm_near **out);
void bm_near_free(bm_ctx *ctx, struct bm_near *near);
/* Called with pieces in reach, in no set order and perhaps twice, and their distance. */
typedef void (*bm_near_visit)(void *user, const struct bm_near_piece *piece, double distance_m);
void bm_near_within(const struct bm_near *near, bm_pt at, double radius_m, bm_near_visit visit, void *user);
/* Distance to the nearest piece, at most radius_m; INFINITY if none is so near. */
double bm_near_distance_m(const struct bm_near *near, bm_pt at, double radius_m);

/* ---- whose ground (cover.c) ---- */

struct bm_cover;
BM_CHECKED bm_status bm_cover_build(bm_ctx *ctx, const struct bm_rings *rings, bool outer_only,
                                    struct bm_cover **out);
void bm_cover_free(bm_ctx *ctx, struct bm_cover *cover);
/* True if the point lies in any country's ground (even-odd by country). */
bool bm_cover_any(struct bm_cover *cover, bm_pt at);
/* The first country but `own` whose ground the point is on, or BM_NOBODY. */
uint16_t bm_cover_other(struct bm_cover *cover, bm_pt at, uint16_t own);
bool bm_cover_country(struct bm_cover *cover, bm_pt at, uint16_t country);

/* ---- unshared vertices (match.c) ---- */

/* Moves single edges that run within tolerance_m of another country's to borders; the line of the
 * alphabetically first is kept. The rest stays in singles. Pairs that the table (or NULL) calls gaps are left
 * out; with gaps_only only they are looked at, and the line of the one named as ground is kept. */
BM_CHECKED bm_status bm_edges_match(bm_ctx *ctx, const struct bm_rings *rings, double tolerance_m,
                                    const struct bm_overlaps *table, bool gaps_only,
                                    struct bm_edge_list *singles, struct bm_edge_list *borders);

/* ---- appending to a model (model.c) ---- */

BM_CHECKED bm_status bm_model_add_chain(bm_ctx *ctx, struct bm_border_model *model,
                                        const struct bm_chain *like, const bm_ll *pts, uint32_t n);
BM_CHECKED bm_status bm_model_add_outline(bm_ctx *ctx, struct bm_border_model *model, const char iso[4]);
/* A ring of the last outline. */
BM_CHECKED bm_status bm_model_add_ring(bm_ctx *ctx, struct bm_border_model *model, const bm_ll *pts,
                                       uint32_t n);

#endif
