/* Sample quantiles of type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
 * Statistician 50 (1996), doi:10.1080/00031305.1996.10473566: position (n - 1) p, linear in between. */
#include "stats/quantile.h"

#include <math.h>

const double bm_quantile_p[BM_QUANTILES] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
const char *const bm_quantile_names[BM_QUANTILES] = {"q05", "q10", "q25", "q50", "q75", "q90", "q95"};

/* The k-th smallest distance, from 0, and the one after it. */
static void order_statistics(const struct bm_pair *pairs, size_t n_pairs, uint64_t k, double out[2])
{
    uint64_t before = 0;
    out[0] = out[1] = NAN;
    for (size_t i = 0; i < n_pairs; i++) {
        uint64_t upto = before + pairs[i].count;
        if (isnan(out[0]) && k < upto) out[0] = pairs[i].metres;
        if (k + 1 < upto || i + 1 == n_pairs) {
            out[1] = pairs[i].metres;
            return;
        }
        before = upto;
    }
}

double bm_quantile(const struct bm_pair *pairs, size_t n_pairs, uint64_t n, double p)
{
    double x[2];
    if (n == 0) return NAN;
    double position = (double)(n - 1) * p, whole = floor(position);
    order_statistics(pairs, n_pairs, (uint64_t)whole, x);
    return x[0] + (position - whole) * (x[1] - x[0]);
}

void bm_summarise(const struct bm_pair *pairs, size_t n_pairs, struct bm_summary *out)
{
    uint64_t sum = 0;
    *out = (struct bm_summary){.min_m = NAN, .max_m = NAN, .mean_m = NAN};
    for (size_t i = 0; i < n_pairs; i++) {
        out->n += pairs[i].count;
        sum += pairs[i].count * pairs[i].metres;
    }
    for (int q = 0; q < BM_QUANTILES; q++)
        out->q_m[q] = bm_quantile(pairs, n_pairs, out->n, bm_quantile_p[q]);
    if (out->n == 0) return;
    out->min_m = pairs[0].metres;
    out->max_m = pairs[n_pairs - 1].metres;
    out->mean_m = (double)sum / (double)out->n;
}
