/* D. B. Rubin, "Multiple Imputation for Nonresponse in Surveys", Wiley 1987, doi:10.1002/9780470316696,
 * equations 3.1.2 to 3.1.8. What is skewed is pooled on a scale where it is nearly normal: S. van Buuren, "Flexible
 * Imputation of Missing Data" (2018), section 5.2.2. */
#include "stats/imputation.h"

#include <math.h>

struct bm_combined bm_combine(const double *estimate, const double *variance, size_t m, double level)
{
    struct bm_combined out = {NAN, NAN, NAN, NAN, {NAN, NAN}};
    double mean = 0, within = 0, between = 0;
    if (m < 2) return out;
    for (size_t i = 0; i < m; i++) {
        mean += estimate[i] / (double)m;
        within += variance[i] / (double)m;
    }
    for (size_t i = 0; i < m; i++) between += (estimate[i] - mean) * (estimate[i] - mean) / (double)(m - 1);
    double extra = (1 + 1 / (double)m) * between, ratio = within / extra;
    out.estimate = mean;
    out.variance = within + extra;
    out.df = extra > 0 ? (double)(m - 1) * (1 + ratio) * (1 + ratio) : INFINITY;
    out.missing = out.variance > 0 ? extra / out.variance : 0;
    double half = out.variance > 0 ? bm_t_quantile(out.df, (1 + level) / 2) * sqrt(out.variance) : 0;
    out.interval = (struct bm_interval){mean - half, mean + half};
    return out;
}

struct bm_combined bm_combine_positive(double *estimate, double *variance, size_t m, double level)
{
    struct bm_combined out;
    bool positive = true;
    for (size_t i = 0; i < m; i++) positive = positive && estimate[i] > 0;
    for (size_t i = 0; i < m && positive; i++) {
        variance[i] /= estimate[i] * estimate[i];
        estimate[i] = log(estimate[i]);
    }
    out = bm_combine(estimate, variance, m, level);
    if (!positive) {
        out.interval.lo = fmax(0, out.interval.lo);
        return out;
    }
    out.estimate = exp(out.estimate);
    out.variance *= out.estimate * out.estimate;
    out.interval = (struct bm_interval){exp(out.interval.lo), exp(out.interval.hi)};
    return out;
}
