/* Rows whose place is a radius or an area, by where the points that stand for it lie: what multiple
 * imputation draws from. Rows with the same points are one item. Kept like places: a sample by hash when
 * there are too many points to keep, the same in any order and grouping. */
#ifndef BM_STATS_VAGUE_H
#define BM_STATS_VAGUE_H

#include "bordermap/ctx.h"

enum { BM_VAGUE_POINTS_KEPT = 1 << 21 }; /* 8 MB of floats */

struct bm_vague {
    uint64_t hash;
    uint64_t n;        /* rows */
    uint64_t n_points; /* of them: resolved, so that they are among the points, too, at dist_m */
    double dist_m;     /* of the point; 0 when there is none */
    size_t first;      /* of its samples in the list */
    uint32_t n_samples;
};

struct bm_vagues {
    struct bm_vague *items;
    size_t n, cap;
    float *samples; /* distances in metres, rising for each item */
    size_t n_samples, cap_samples;
    uint32_t *slots; /* as in bm_places */
    size_t n_slots;
    size_t max; /* samples to keep; 0: BM_VAGUE_POINTS_KEPT */
    unsigned bits;
};

/* Rows alike: n of them, n_points of those resolved at dist_m. samples is copied when it is new. */
BM_CHECKED bm_status bm_vagues_add(bm_ctx *ctx, struct bm_vagues *vagues, const struct bm_vague *rows,
                                   const float *samples);
BM_CHECKED bm_status bm_vagues_merge(bm_ctx *ctx, struct bm_vagues *into, const struct bm_vagues *from);
/* A copy of the items in an order that depends on the rows alone: by hash. Free with bm_free. */
BM_CHECKED bm_status bm_vagues_sorted(bm_ctx *ctx, const struct bm_vagues *vagues, struct bm_vague **out);
void bm_vagues_free(bm_ctx *ctx, struct bm_vagues *vagues);

#endif
