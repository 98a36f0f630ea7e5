/* D. B. Rubin, "Multiple Imputation for Nonresponse in Surveys", Wiley 1987, doi:10.1002/9780470316696,
 * equations 3.1.2 to 3.1.8. */
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
