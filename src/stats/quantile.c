/* Sample quantiles of type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
 * Statistician 50 (1996), doi:10.1080/00031305.1996.10473566: position (n - 1) p, linear in between. */
#include "stats/quantile.h"

#include <math.h>
#include <stddef.h>

const double bm_quantile_p[BM_QUANTILES] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
const char *const bm_quantile_names[BM_QUANTILES] = {"q05", "q10", "q25", "q50", "q75", "q90", "q95"};

static uint64_t counted(const struct bm_pair *pair, enum bm_counted what)
{
    return what == BM_BY_ROWS ? pair->count : pair->weight;
}

/* The k-th smallest distance, from 0, and the one after it. */
static void order_statistics(const struct bm_pair *pairs, size_t n_pairs, enum bm_counted what, uint64_t k,
                             double out[2])
{
    uint64_t before = 0;
    out[0] = out[1] = NAN;
    for (size_t i = 0; i < n_pairs; i++) {
        uint64_t upto = before + counted(&pairs[i], what);
        if (upto == before) continue;
        if (isnan(out[0]) && k < upto) out[0] = pairs[i].metres;
        out[1] = pairs[i].metres; /* of the last one there is no next */
        if (k + 1 < upto) return;
        before = upto;
    }
}

double bm_quantile(const struct bm_pair *pairs, size_t n_pairs, enum bm_counted what, uint64_t n, double p)
{
    double x[2];
    if (n == 0) return NAN;
    double position = (double)(n - 1) * p, whole = floor(position);
    order_statistics(pairs, n_pairs, what, (uint64_t)whole, x);
    return x[0] + (position - whole) * (x[1] - x[0]);
}

void bm_summarise(const struct bm_pair *pairs, size_t n_pairs, enum bm_counted what, bm_summary *out)
{
    uint64_t sum = 0;
    *out = (bm_summary){.step_m = 1, .min_m = NAN, .max_m = NAN, .mean_m = NAN};
    for (size_t i = 0; i < n_pairs; i++) {
        uint64_t n = counted(&pairs[i], what);
        if (n == 0) continue;
        if (out->n == 0) out->min_m = pairs[i].metres;
        out->max_m = pairs[i].metres;
        out->n += n;
        sum += n * pairs[i].metres;
    }
    for (int q = 0; q < BM_QUANTILES; q++)
        out->q_m[q] = bm_quantile(pairs, n_pairs, what, out->n, bm_quantile_p[q]);
    if (out->n) out->mean_m = (double)sum / (double)out->n;
}

/* C. A. R. Hoare's FIND, Communications of the ACM 4 (1961): afterwards x[k] is what it is in sorted order,
 * nothing before it is greater, nothing after it less. */
static void find(double *x, size_t n, size_t k)
{
    ptrdiff_t first = 0, last = (ptrdiff_t)n - 1, at = (ptrdiff_t)k;
    while (first < last) {
        double middle = x[at];
        ptrdiff_t i = first, j = last;
        while (i <= j) {
            while (x[i] < middle) i++;
            while (middle < x[j]) j--;
            if (i > j) break;
            double swap = x[i];
            x[i++] = x[j], x[j--] = swap;
        }
        if (j < at) first = i;
        if (at < i) last = j;
    }
}

double bm_quantile_of(double *x, size_t n, double p)
{
    if (n == 0) return NAN;
    double at = (double)(n - 1) * p, whole = floor(at);
    size_t k = (size_t)whole;
    find(x, n, k);
    if (k + 1 >= n) return x[k];
    double next = x[k + 1];
    for (size_t i = k + 2; i < n; i++) next = fmin(next, x[i]);
    return x[k] + (at - whole) * (next - x[k]);
}
