/* (group, whole metres) to a count and a weight: how distances are kept so that tallies add exactly, in any
 * order. Days are kept the same way.
 *
 * With a limit on the number of pairs, metres are kept in steps of the smallest power of two at which all
 * pairs fit. Steps nest, and a part of the rows never needs a greater step than the whole, so the step, too,
 * is the same whatever the order and the grouping. */
#ifndef BM_STATS_PAIRS_H
#define BM_STATS_PAIRS_H

#include "bordermap/ctx.h"

struct bm_pair {
    uint32_t group, metres; /* in the table: the number of the step */
    uint64_t count;
    uint64_t weight; /* people killed */
};

/* A sorted list, and what came since: that is sorted and merged whenever there is enough of it, which reads
 * memory in order, where a hash table of this size misses the cache with every row. */
struct bm_pairs {
    struct bm_pair *items; /* by group, then step; each once */
    size_t n, cap;
    struct bm_pair *pending; /* metres as they came */
    size_t n_pending, cap_pending;
    size_t max;     /* pairs to keep; 0: all */
    unsigned shift; /* metres in a step: 1 << shift */
};

void bm_pairs_free(bm_ctx *ctx, struct bm_pairs *pairs);
BM_CHECKED bm_status bm_pairs_add(bm_ctx *ctx, struct bm_pairs *pairs, uint32_t group, uint32_t metres,
                                  uint64_t count, uint64_t weight);
/* Nothing is pending afterwards: items and shift are those of all that was added. */
BM_CHECKED bm_status bm_pairs_settle(bm_ctx *ctx, struct bm_pairs *pairs);
/* into += from; group g of from is group_of[g] of into (NULL: the same number). */
BM_CHECKED bm_status bm_pairs_merge(bm_ctx *ctx, struct bm_pairs *into, const struct bm_pairs *from,
                                    const uint32_t *group_of);
/* Distance in whole metres, the nearest one; distance_m is finite and not negative. */
uint32_t bm_whole_metres(double distance_m);

/* All pairs of a settled table by group, then metres (the middle of the step); *n of them. The caller frees
 * *out with bm_free. */
BM_CHECKED bm_status bm_pairs_sorted(bm_ctx *ctx, const struct bm_pairs *pairs, struct bm_pair **out,
                                     size_t *n);
/* By group, then metres. */
BM_CHECKED bm_status bm_pairs_sort(bm_ctx *ctx, struct bm_pair *pairs, size_t n);

#endif
