/* D. Clayton and J. Kaldor, "Empirical Bayes estimates of age-standardized relative risks for use in disease
 * mapping", Biometrics 43 (1987), doi:10.2307/2532003: gamma prior, so that counts are negative binomial; its
 * two parameters by maximum marginal likelihood. Given the shape, the likelihood is concave in the log of the
 * mean (Newton); where its slope over the log of the shape is 0 is found by bisection. Moments (Marshall
 * 1991, doi:10.2307/2347593) are not taken: they waste information where counts are small, see tests/bench.
 */
#include "stats/shrink.h"

#include <math.h>

#define LEAST_SHAPE 1e-3
#define MOST_SHAPE  1e6

enum { NEWTON_STEPS = 60, BISECTIONS = 60 };

struct fit {
    const uint64_t *counts;
    const double *exposure;
    size_t n;
    double mean; /* in, out: of the shape asked last */
};

/* The mean that makes the counts most likely, given the shape. */
static double best_mean(const struct fit *fit, double shape)
{
    double log_mean = log(fit->mean);
    for (int step = 0; step < NEWTON_STEPS; step++) {
        double slope = 0, curve = 0, mean = exp(log_mean);
        for (size_t i = 0; i < fit->n; i++) {
            if (!(fit->exposure[i] > 0)) continue;
            double y = (double)fit->counts[i], expected = mean * fit->exposure[i], sum = shape + expected;
            slope += shape * (y - expected) / sum;
            curve += shape * expected * (shape + y) / (sum * sum);
        }
        double by = fmax(-1, fmin(1, slope / curve));
        log_mean += by;
        if (fabs(by) < 1e-14) break;
    }
    return exp(log_mean);
}

/* Gamma'(x) / Gamma(x): the recurrence up to 10, then DLMF 5.11.2 (https://dlmf.nist.gov/5.11). */
static double digamma(double x)
{
    double below = 0;
    while (x < 10) below += 1 / x++;
    double y = 1 / (x * x);
    double tail =
        y * (1 / 12.0 -
             y * (1 / 120.0 - y * (1 / 252.0 - y * (1 / 240.0 - y * (1 / 132.0 - y * 691 / 32760.0)))));
    return log(x) - 0.5 / x - tail - below;
}

/* Sum of 1 / (shape + k) over k < y. */
static double harmonic(double shape, double y)
{
    double sum = 0;
    if (y > 100) return digamma(shape + y) - digamma(shape);
    for (int k = 0; k < y; k++) sum += 1 / (shape + k);
    return sum;
}

/* How the log-likelihood at the best mean rises with the shape. */
static double slope_of(struct fit *fit, double shape)
{
    double slope = 0;
    fit->mean = best_mean(fit, shape);
    for (size_t i = 0; i < fit->n; i++) {
        if (!(fit->exposure[i] > 0)) continue;
        double y = (double)fit->counts[i], expected = fit->mean * fit->exposure[i];
        slope += harmonic(shape, y) - log1p(expected / shape) + (expected - y) / (shape + expected);
    }
    return slope;
}

/* The counts differ more than chance makes them: else no finite shape is the best (B. Levin and J. Reeds,
 * Annals of Statistics 5, 1977, doi:10.1214/aos/1176343742, for equal exposures). */
static bool overdispersed(const struct fit *fit)
{
    double excess = 0;
    for (size_t i = 0; i < fit->n; i++) {
        double y = (double)fit->counts[i], off = y - fit->mean * fit->exposure[i];
        if (fit->exposure[i] > 0) excess += off * off - y;
    }
    return excess > 0;
}

static double best_shape(struct fit *fit)
{
    double lo = log(LEAST_SHAPE), hi = log(MOST_SHAPE);
    if (!overdispersed(fit) || slope_of(fit, MOST_SHAPE) >= 0) return INFINITY;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = lo + (hi - lo) / 2;
        if (middle <= lo || middle >= hi) break;
        if (slope_of(fit, exp(middle)) > 0)
            lo = middle;
        else
            hi = middle;
    }
    return exp(lo);
}

bool bm_rate_prior_fit(const uint64_t *counts, const double *exposure, size_t n, struct bm_rate_prior *out)
{
    double total = 0, whole = 0;
    size_t used = 0;
    *out = (struct bm_rate_prior){NAN, NAN};
    for (size_t i = 0; i < n; i++) {
        if (!(exposure[i] > 0)) continue;
        total += (double)counts[i];
        whole += exposure[i];
        used++;
    }
    if (used < 3 || !(total > 0)) return false;
    struct fit fit = {counts, exposure, n, total / whole};
    out->shape = best_shape(&fit);
    out->mean = isinf(out->shape) ? total / whole : best_mean(&fit, out->shape);
    return true;
}

double bm_shrunk_rate(const struct bm_rate_prior *prior, uint64_t count, double exposure)
{
    if (isinf(prior->shape)) return prior->mean;
    return ((double)count + prior->shape) / (exposure + prior->shape / prior->mean);
}
