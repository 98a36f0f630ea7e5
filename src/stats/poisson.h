/* Counts as Poisson variables: intervals, and the ratio of two rates. */
#ifndef BM_STATS_POISSON_H
#define BM_STATS_POISSON_H

#include "stats/distribution.h"

/* Interval of the mean behind a count, at level (0.95). Exact: covers the mean in level of all cases at
 * least, more than that for small counts. Mid-p: about level. Divide by the exposure for a rate. */
struct bm_interval bm_poisson_exact(uint64_t n, double level);
struct bm_interval bm_poisson_mid(uint64_t n, double level);
/* Two-sided p of a count against a mean: twice the smaller tail, at most 1; mid: less half of the count's own
 * mass on each side. A mean of 0 gives 1 for no count, else 0. */
double bm_poisson_two_sided(uint64_t n, double mean, bool mid);

struct bm_rate_ratio {
    double ratio;                /* (n1 / exposure1) / (n2 / exposure2); infinity when n2 is 0; NaN: 0 / 0 */
    struct bm_interval interval; /* 0 to infinity when both counts are 0 */
    double p;                    /* two-sided, of a ratio of 1; agrees with the interval */
};
/* Exact given the sum of the counts; mid: mid-p interval and p. Exposures > 0 in any one unit. */
struct bm_rate_ratio bm_poisson_ratio(uint64_t n1, double exposure1, uint64_t n2, double exposure2,
                                      double level, bool mid);

#endif
