/* The search's inside, for search.c and search_create.c. */
#ifndef BM_BORDER_SEARCH_IMPL_H
#define BM_BORDER_SEARCH_IMPL_H

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

struct bm_search {
    const bm_border *border;
    bool geodesic;
    bm_measure *measure;
    struct bm_pack pack;
    const struct bmb_run *runs;
    struct bm_pack_block *own_blocks; /* when only some dyads are searched */
    struct bmb_run *own_runs;
    uint8_t *wanted; /* for each dyad; NULL: all */
    int32_t *only;   /* for each block: the one dyad of all its items, or -1 */

    /* State of the query. */
    enum bm_search_goal goal;
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
    bool no_memory;
    bm_ctx *ctx; /* of the running query */
};

#endif
