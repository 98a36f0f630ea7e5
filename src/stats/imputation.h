/* One estimate from several completed data sets, where vague places were filled in at random. */
#ifndef BM_STATS_IMPUTATION_H
#define BM_STATS_IMPUTATION_H

#include "stats/distribution.h"

struct bm_combined {
    double estimate, variance;   /* mean; within + (1 + 1/m) between */
    double df;                   /* of Student's t; infinity: the sets agree */
    double missing;              /* share of the variance that comes from what is not known */
    struct bm_interval interval; /* at level */
};
/* m >= 2 estimates with their variances (NaN all over when m < 2). */
struct bm_combined bm_combine(const double *estimate, const double *variance, size_t m, double level);
/* The same of what is at least 0 and skewed: through logarithms, which overwrite the lists, so that the interval lies
 * above 0; variance is the square of the standard error about the estimate. With an estimate of 0, which has no logarithm,
 * as bm_combine, the interval cut at 0. */
struct bm_combined bm_combine_positive(double *estimate, double *variance, size_t m, double level);

#endif
