/* The search's inside, for the search*.c files. */
#ifndef BM_BORDER_SEARCH_IMPL_H
#define BM_BORDER_SEARCH_IMPL_H

#include "border/lanes.h"
#include "border/search.h"

struct bm_candidate {
    double low_m;     /* chord that its nearest point is at least away */
    double t0, t1, t; /* stretch of the edge, and the nearest point by chord */
    uint32_t edge, run;
    int32_t dyad;
};

/* A geodesic already measured, which bounds the length of those to points beside its end. */
struct bm_bound {
    int32_t dyad;                    /* of the edge it led to; -1: none */
    struct bm_xyz at, ahead, across; /* its end, unit vectors along and across it there */
    double length_m, bend;
};
#define BM_BOUNDS 3

/* Up to BM_BLOCK_GROUPS neighbouring groups of one dyad that hold on the same days. */
#define BM_BLOCK_GROUPS 16
struct bm_block {
    uint32_t first, n; /* groups of the file */
    int32_t dyad;
    float low[3], high[3];            /* box around all */
    float boxes[6 * BM_BLOCK_GROUPS]; /* of each, for bm_boxes_distances2; far away where there are fewer */
};

/* The blocks that count on the day, of the dyads chosen: gathered anew when one of these changes. */
struct bm_taken {
    bool is_current;
    uint32_t n;
    uint32_t *block;
    int32_t *dyad;
    float *boxes;  /* for bm_boxes_distances2 */
    float *low2_m; /* of the query: square of the distance to each box */
};

/* A run that may matter, and the square of the distance to its box. */
struct bm_near_run {
    float low2_m;
    uint32_t run;
    int32_t dyad;
};

/* Calls bm_search_scan for every run that has an edge within reach of search->from, better the near ones
 * first: reach shrinks as runs are scanned. */
typedef void (*bm_search_source)(bm_search *search, void *user);

struct bm_search {
    const bm_border *border;
    bool geodesic;
    bm_measure *measure;
    const struct bm_lanes *lanes;
    bm_search_source source; /* bm_search_groups */
    void *source_user;
    struct bm_block *blocks; /* of the dyads searched */
    uint32_t n_blocks;
    struct bm_taken taken, near; /* near: of `taken`, those that bm_search_focus left */
    struct bm_taken *in;         /* where a query looks: one of the two */
    int grid_step_deg;
    uint8_t *wanted; /* for each dyad; NULL: all */
    uint8_t *chosen; /* of bm_search_choose, for each dyad; NULL: whatever is wanted */
    bool none;       /* nothing was chosen */
    int32_t skip;    /* the dyad left out, -1 */
    double far_m;    /* chord of bm_search_limit */

    /* State of the query. */
    int32_t day; /* of the borders asked for */
    enum bm_search_goal goal;
    bm_ll point;
    struct bm_xyz from;
    double *upper_m, *reach_m,
        *chord_m; /* for each dyad: its nearest edge is at most so far (geodesic); chord of
                     what may still be nearer; chord behind upper_m. INFINITY between queries */
    int32_t *seen;
    size_t n_seen;
    int32_t first, second; /* the dyads with the least upper_m, -1 */
    struct bm_candidate *candidates;
    size_t n_candidates, cap_candidates;
    struct bm_hit *hits;
    size_t cap_hits;
    struct bm_bound bounds[BM_BOUNDS];
    unsigned n_bounds;
    struct bm_near_run *found;
    size_t n_found, cap_found;
    int32_t bound_groups[2]; /* scanned for a first bound; -1 */
    bm_status status;        /* of the candidate search */
    bm_ctx *ctx;             /* of the running query */
};

/* Chord beyond which nothing of the dyad (of any dyad: -1) matters. */
static inline double bm_search_reach(const bm_search *search, int32_t dyad)
{
    int32_t limit = search->goal == BM_SEARCH_TWO_DYADS ? search->second : search->first;
    double any_m =
        limit >= 0 && search->reach_m[limit] < search->far_m ? search->reach_m[limit] : search->far_m;

    return dyad >= 0 && search->reach_m[dyad] < any_m ? search->reach_m[dyad] : any_m;
}

static inline struct bm_xyz bm_border_vertex(const bm_border *border, uint32_t i)
{
    const int32_t *xyz = border->xyz[i].at;

    return (struct bm_xyz){xyz[0] * BMB_XYZ_UNIT, xyz[1] * BMB_XYZ_UNIT, xyz[2] * BMB_XYZ_UNIT};
}

/* An edge of the dyad is at most upper_m away. */
void bm_search_note(bm_search *search, int32_t dyad, double upper_m);
/* Takes the edges of a run, an index of the file's runs, that may be nearest into the candidates. */
void bm_search_scan(bm_search *search, uint32_t run);
/* Drops candidates that are out of reach by now. */
void bm_search_drop(bm_search *search);
/* Calls visit with each run of a group, numbered within it, whose box is within chord_m of the point (and some
 * that are not). */
typedef void (*bm_search_visit_run)(void *user, uint32_t group, uint32_t number);
void bm_search_runs(bm_search *search, bm_ll point, double chord_m, bm_search_visit_run visit, void *user);
/* The source of the product: groups out of blocks. */
void bm_search_groups(bm_search *search, void *user);

#endif
