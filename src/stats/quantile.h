/* Quantiles of counted whole metres. */
#ifndef BM_STATS_QUANTILE_H
#define BM_STATS_QUANTILE_H

#include "stats/pairs.h"

#define BM_QUANTILES       7
#define BM_QUANTILE_MEDIAN 3
extern const double bm_quantile_p[BM_QUANTILES];          /* 0.05 ... 0.95 */
extern const char *const bm_quantile_names[BM_QUANTILES]; /* "q05" ... "q95" */

struct bm_summary { /* metres; NaN where n is 0 */
    uint64_t n;
    double min_m, max_m, mean_m, q_m[BM_QUANTILES];
};

/* pairs sorted by metres, groups ignored. */
double bm_quantile(const struct bm_pair *pairs, size_t n_pairs, uint64_t n, double p);
void bm_summarise(const struct bm_pair *pairs, size_t n_pairs, struct bm_summary *out);

#endif
