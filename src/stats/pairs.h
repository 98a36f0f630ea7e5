/* (group, whole metres) to a count: how distances are kept so that tallies add exactly, in any order. */
#ifndef BM_STATS_PAIRS_H
#define BM_STATS_PAIRS_H

#include "bordermap/ctx.h"

struct bm_pair {
    uint32_t group, metres;
    uint64_t count; /* 0: an empty slot */
};

/* Open addressing with linear probing. */
struct bm_pairs {
    struct bm_pair *slots;
    size_t n, cap; /* cap is a power of two, or 0 */
};

void bm_pairs_free(bm_ctx *ctx, struct bm_pairs *pairs);
BM_CHECKED bm_status bm_pairs_add(bm_ctx *ctx, struct bm_pairs *pairs, uint32_t group, uint32_t metres,
                                  uint64_t count);
/* Distance in whole metres, the nearest one; distance_m is finite and not negative. */
uint32_t bm_whole_metres(double distance_m);

/* All pairs sorted by group, then metres; *n of them. The caller frees *out with bm_free. */
BM_CHECKED bm_status bm_pairs_sorted(bm_ctx *ctx, const struct bm_pairs *pairs, struct bm_pair **out,
                                     size_t *n);
void bm_pairs_sort(struct bm_pair *pairs, size_t n);

#endif
