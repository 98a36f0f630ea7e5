/* Exact interval: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936),
 * doi:10.1093/biomet/28.3-4.437. Mid-p: H. O. Lancaster, "Significance tests in discrete distributions", JASA
 * 56 (1961), doi:10.1080/01621459.1961.10482105. Ratio of two: given n1 + n2, n1 is binomial (J. Przyborowski
 * and H. Wilenski, Biometrika 31, 1940, doi:10.1093/biomet/31.3-4.313), with the interval of C. J. Clopper
 * and E. S. Pearson, Biometrika 26 (1934), doi:10.1093/biomet/26.4.404. Two-sided p: twice the smaller tail,
 * as these intervals have it (M. P. Fay, Biostatistics 11, 2010, doi:10.1093/biostatistics/kxp050). */
#include "stats/poisson.h"

#include <math.h>

enum { BISECTIONS = 200 };

struct bm_interval bm_poisson_exact(uint64_t n, double level)
{
    double tail = (1 - level) / 2;
    return (struct bm_interval){n ? bm_gamma_quantile((double)n, tail) : 0,
                                bm_gamma_quantile_upper((double)n + 1, tail)};
}

/* What a mid-p tail depends on; rises with x from below `tail` at lo to above it at hi. */
typedef double mid_tail(const double at[2], double x);

static double solve(mid_tail *f, const double at[2], double tail, double lo, double hi)
{
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = lo + (hi - lo) / 2;
        if (middle <= lo || middle >= hi) break;
        if (f(at, middle) < tail)
            lo = middle;
        else
            hi = middle;
    }
    return lo + (hi - lo) / 2;
}

/* P(X > n) + P(X = n) / 2 of a Poisson with mean x; at[0] = n >= 1. */
static double poisson_above(const double at[2], double x)
{
    return (bm_gamma_p(at[0], x) + bm_gamma_p(at[0] + 1, x)) / 2;
}

/* The negative of P(X < n) + P(X = n) / 2, so that it rises. */
static double poisson_below(const double at[2], double x)
{
    double n = at[0];
    return -(bm_gamma_q(n + 1, x) + (n > 0 ? bm_gamma_q(n, x) : 0)) / 2;
}

struct bm_interval bm_poisson_mid(uint64_t n, double level)
{
    double tail = (1 - level) / 2, at[2] = {(double)n, 0};
    struct bm_interval exact = bm_poisson_exact(n, level), mid = {0, -log(2 * tail)};
    if (n == 0) return mid;
    /* the exact limits of n and of its neighbours lie on both sides */
    mid.lo = solve(poisson_above, at, tail, exact.lo, bm_gamma_quantile(at[0] + 1, tail));
    mid.hi = solve(poisson_below, at, -tail, bm_gamma_quantile_upper(at[0], tail), exact.hi);
    return mid;
}

static double both_sides(double lower, double upper, double mass, bool mid)
{
    double p = fmin(lower, upper) - (mid ? mass / 2 : 0);
    return fmin(1, 2 * p);
}

double bm_poisson_two_sided(uint64_t n, double mean, bool mid)
{
    if (!(mean > 0)) return n == 0 ? 1 : 0;
    return both_sides(bm_poisson_lower(n, mean), bm_poisson_upper(n, mean), bm_poisson_mass(n, mean), mid);
}

/* P(X > k) + P(X = k) / 2 of a binomial of at[1] with log-odds x; at[0] = k >= 1. */
static double binomial_above(const double at[2], double x)
{
    double k = at[0], rest = at[1] - k, p = 1 / (1 + exp(-x)), q = 1 / (1 + exp(x));
    return (bm_beta_p(k, rest + 1, p, q) + (rest > 0 ? bm_beta_p(k + 1, rest, p, q) : 0)) / 2;
}

/* Log-odds of the lower limit of k of n; bracketed by the exact ones of k and of k + 1. */
static double lower_log_odds(double k, double n, double tail, bool mid)
{
    double at[2] = {k, n};
    if (k == 0) return -INFINITY;
    double exact = log(bm_beta_quantile_odds(k, n - k + 1, tail));
    if (!mid) return exact;
    /* k = n: half of p^n is the tail */
    double above = k < n ? log(bm_beta_quantile_odds(k + 1, n - k, tail)) : -log(expm1(-log(2 * tail) / n));
    return solve(binomial_above, at, tail, exact, above);
}

struct bm_rate_ratio bm_poisson_ratio(uint64_t n1, double exposure1, uint64_t n2, double exposure2,
                                      double level, bool mid)
{
    double tail = (1 - level) / 2, k = (double)n1, n = k + (double)n2, by = exposure2 / exposure1;
    struct bm_rate_ratio out = {NAN, {0, INFINITY}, 1};
    if (n1 + n2 == 0) return out;
    out.ratio = k / (double)n2 * by;
    out.interval.lo = exp(lower_log_odds(k, n, tail, mid)) * by;
    out.interval.hi = exp(-lower_log_odds(n - k, n, tail, mid)) * by;
    double chance = exposure1 / (exposure1 + exposure2);
    out.p = both_sides(bm_binomial_lower(n1, n1 + n2, chance), bm_binomial_upper(n1, n1 + n2, chance),
                       bm_binomial_mass(n1, n1 + n2, chance), mid);
    return out;
}
