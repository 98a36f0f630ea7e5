/* Distances against a null distribution: Kolmogorov-Smirnov and Cramer-von Mises by empirical distribution
 * functions (EDF). The null is discrete, weighted, and may be a million places; a test of n observations
 * costs n, whatever the null's size. */
#ifndef BM_STATS_EDF_H
#define BM_STATS_EDF_H

#include "bordermap/ctx.h"

/* The null's distribution function at its distinct values. Arrays are the caller's. */
struct bm_edf {
    size_t n;                  /* distinct values */
    const uint32_t *at_m;      /* n, rising; whole metres (UINT32_MAX: no border) */
    const double *below;       /* n + 1: share of the first k values; 0 ... 1 */
    const double *sum1, *sum2; /* n + 1: sums over the first k values of F p and F^2 p, where p is a value's
                                  share and F the distribution function at it */
};

/* Makes one of n places: metres rising (repeats are fine), weights >= 0 with a sum > 0, NULL: all 1. Of each
 * array the caller gives n (at_m) or n + 1 items. */
void bm_edf_make(const uint32_t *metres, const double *weight, size_t n, uint32_t *at_m, double *below,
                 double *sum1, double *sum2, struct bm_edf *out);
/* Share of the null within metres. */
double bm_edf_share(const struct bm_edf *null, uint32_t metres);
/* The least metres within which a share of the null lies (0 < share <= 1). */
uint32_t bm_edf_quantile(const struct bm_edf *null, double share);

struct bm_edf_place { /* observations at one distance */
    uint32_t key; /* bm_edf_key of it; of a place drawn from the null: 2 k + 1 for its k-th distinct value */
    uint32_t n;
};
/* The rank of a distance among the values of the null, n < 2^31 of them. */
uint32_t bm_edf_key(const struct bm_edf *null, uint32_t metres);

struct bm_edf_test {
    double ks;  /* greatest |F_n - F| */
    double cvm; /* n times the integral of (F_n - F)^2 dF, summed over the null's values */
};
/* Places in any order (they get sorted); scratch: as many. NaN without observations. */
struct bm_edf_test bm_edf_test(const struct bm_edf *null, struct bm_edf_place *places, size_t n_places,
                               struct bm_edf_place *scratch);

#endif
