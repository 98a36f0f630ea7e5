/* Reproducible random numbers: the same seed and stream give the same numbers on any machine. */
#ifndef BM_STATS_RANDOM_H
#define BM_STATS_RANDOM_H

#include "bordermap/ctx.h"

struct bm_random { /* one thread's */
    uint64_t s[4]; /* not all 0 */
};

/* Streams of one seed, and those of different seeds, start at unrelated places of a cycle of 2^256 - 1. */
void bm_random_start(struct bm_random *random, uint64_t seed, uint64_t stream);
uint64_t bm_random_next(struct bm_random *random);
/* In [0, 1), a multiple of 2^-53. */
double bm_random_uniform(struct bm_random *random);
/* Of 0 ... n - 1, each as likely as the others; n > 0. */
uint32_t bm_random_below(struct bm_random *random, uint32_t n);
/* Successes among n with chance p each; 0 <= p <= 1. A few numbers are used, whatever n. */
uint64_t bm_random_binomial(struct bm_random *random, uint64_t n, double p);
/* n things among m cells with the weights (>= 0, not all 0): sums to n. Cost m. */
void bm_random_multinomial(struct bm_random *random, uint64_t n, const double *weight, size_t m,
                           uint64_t *counts);

#endif
