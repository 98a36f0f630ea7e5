/* Many tests at once, and p-values from random draws. */
#ifndef BM_STATS_DISCOVERY_H
#define BM_STATS_DISCOVERY_H

#include "stats/random.h"

struct bm_ranked {
    double p;
    size_t index;
};

/* The least false discovery rate at which each of n tests is a discovery. A p that is NaN is no test and
 * gives NaN. scratch: n of them; q may be p. */
void bm_false_discovery(const double *p, size_t n, struct bm_ranked *scratch, double *q);

/* Where a statistic stands among those of draws made under the null. */
struct bm_rank {
    uint32_t greater, equal, draws; /* draws with a greater one, with the same one, of all */
};
void bm_rank_add(struct bm_rank *rank, double drawn, double observed);
void bm_rank_merge(struct bm_rank *into, const struct bm_rank *from); /* of the same statistic */
/* P of a statistic as great or greater, as small or smaller: (1 + k) / (1 + draws), never 0, and never less
 * than it should be; two-sided: twice the smaller, at most 1. NaN without draws. */
double bm_rank_upper(const struct bm_rank *rank);
double bm_rank_lower(const struct bm_rank *rank);
double bm_rank_two_sided(const struct bm_rank *rank);
/* The same with ties broken at random: under the null each of 1 / (1 + draws) ... 1 is as likely as the
 * others, also for a statistic with few values. */
double bm_rank_upper_even(const struct bm_rank *rank, struct bm_random *random);

#endif
