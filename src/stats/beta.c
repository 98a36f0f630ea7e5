/* The incomplete beta function by the continued fraction of A. R. DiDonato and A. H. Morris, "Algorithm 708:
 * Significant digit computation of the incomplete beta function ratios", ACM TOMS 18 (1992),
 * doi:10.1145/131766.131776 (evaluated after Lentz 1976, doi:10.1364/AO.15.000668), with powers in Loader's
 * saddle-point form. The quantile is Newton's method on ln I against the log-odds of x: a concave curve, see
 * gamma.c. */
#include "stats/distribution.h"

#include <float.h>
#include <math.h>

#define TWO_PI 6.28318530717958647693

enum { NEWTON_STEPS = 400 };

/* x^a y^b / B(a, b), where y = 1 - x */
static double power_term(double a, double b, double x, double y)
{
    double n = a + b;
    if (!(x > 0 && y > 0)) return 0;
    double e = bm_stirling_error(n) - bm_stirling_error(a) - bm_stirling_error(b) - bm_deviance(a, n * x) -
               bm_deviance(b, n * y);
    return exp(e) * sqrt(a / n * b / TWO_PI);
}

/* B_x(a, b) x^-a y^-b: equation 9 of DiDonato and Morris. lead = a - (a + b) x keeps its digits however close
 * to 1 x is. */
static double fraction(double a, double b, double x, double y)
{
    double lead = x < y ? a - (a + b) * x : (a + b) * y - b;
    double beta = a / (a + 1) * (lead + 1), c = 1 / DBL_MIN, d = 1 / beta, h = d, change;
    double n = 1;
    do {
        double s = a + 2 * n - 1, alpha = (a + n - 1) / s * ((a + b + n - 1) / s) * n * (b - n) * x * x;
        beta = n + n * (b - n) * x / s + (a + n) / (s + 2) * (lead + 1 + n * (1 + y));
        d = beta + alpha * d;
        c = beta + alpha / c;
        if (fabs(c) < DBL_MIN) c = DBL_MIN;
        d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
        change = d * c;
        h *= change;
        n++;
    } while (fabs(change - 1) > DBL_EPSILON);
    return h;
}

double bm_beta_p(double a, double b, double x, double y)
{
    if (!(x > 0)) return isnan(x) ? x : 0;
    if (!(y > 0)) return 1;
    if (x <= a / (a + b)) return power_term(a, b, x, y) * fraction(a, b, x, y);
    return 1 - power_term(b, a, y, x) * fraction(b, a, y, x);
}

/* The log-odds where I = p <= 1/2. It starts at those of the mean, less so many standard deviations (a
 * log-odds of a beta has variance of about 1/a + 1/b). */
static double log_odds(double a, double b, double p)
{
    double t = log(a / b) + bm_normal_quantile(p) * sqrt(1 / a + 1 / b);
    for (int i = 0; i < NEWTON_STEPS; i++) {
        double x = 1 / (1 + exp(-t)), y = 1 / (1 + exp(t)), have = bm_beta_p(a, b, x, y);
        double step = -have * log(have / p) / power_term(a, b, x, y);
        if (!isfinite(step)) step = 1; /* a tail that is 0 in doubles: towards the middle */
        t += fmax(-2, fmin(2, step));
        if (fabs(step) < 4 * DBL_EPSILON || (fabs(step) < 1e-8 && step < 0)) break; /* rounding */
    }
    return t;
}

double bm_beta_quantile_odds(double a, double b, double p)
{
    if (!(p > 0 && p < 1)) return p == 0 ? 0 : p == 1 ? INFINITY : NAN;
    return p <= 0.5 ? exp(log_odds(a, b, p)) : exp(-log_odds(b, a, 1 - p));
}

double bm_beta_quantile(double a, double b, double p)
{
    double odds = bm_beta_quantile_odds(a, b, p);
    return odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
}

double bm_binomial_mass(uint64_t k, uint64_t n, double p)
{
    double y = 1 - p;
    if (k > n) return 0;
    if (k == 0) return exp((double)n * log1p(-p));
    if (k == n) return pow(p, (double)n);
    /* a b / (a + b) times it is the power term */
    double a = (double)k, b = (double)(n - k);
    return power_term(a, b, p, y) * ((double)n / a / b);
}

double bm_binomial_upper(uint64_t k, uint64_t n, double p)
{
    if (k == 0) return 1;
    return k > n ? 0 : bm_beta_p((double)k, (double)(n - k) + 1, p, 1 - p);
}

double bm_binomial_lower(uint64_t k, uint64_t n, double p)
{
    if (k >= n) return 1;
    return bm_beta_p((double)(n - k), (double)k + 1, 1 - p, p);
}
