/* The incomplete gamma function by its series (DLMF 8.11.4) below x = a + 1 and by its continued fraction
 * (DLMF 8.9.2, evaluated after Lentz 1976, doi:10.1364/AO.15.000668) above; https://dlmf.nist.gov/8. Powers
 * come from Loader's saddle-point form, so that nothing cancels for large a. The quantile is Newton's method
 * on ln P against ln x: that curve is concave, so that every step but the first comes from the left and none
 * overshoots, from wherever it starts. */
#include "stats/distribution.h"

#include <float.h>
#include <math.h>

#define LN_SQRT_2PI 0.91893853320467274178
#define TWO_PI      6.28318530717958647693

enum { NEWTON_STEPS = 200 };

double bm_stirling_error(double a)
{
    int sign;
    if (a < 15) return lgamma_r(a + 1, &sign) - (a + 0.5) * log(a) + a - LN_SQRT_2PI;
    double b = a * a;
    return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / 1188.0 / b) / b) / b) / b) / a;
}

double bm_deviance(double x, double m)
{
    if (x <= 0) return m;
    if (!(fabs(x - m) < 0.1 * (x + m))) return x * log(x / m) + m - x;
    double v = (x - m) / (x + m), sum = (x - m) * v, term = 2 * x * v, last;
    int j = 1;
    do {
        last = sum;
        term *= v * v;
        sum += term / (2 * j++ + 1);
    } while (sum != last);
    return sum;
}

/* x^a e^-x / Gamma(a + 1) */
static double power_term(double a, double x)
{
    int sign;
    if (x <= 0) return a > 0 ? 0 : 1;
    if (isinf(x)) return 0;
    if (a < 10) return exp(a * log(x) - x - lgamma_r(a + 1, &sign));
    return exp(-bm_stirling_error(a) - bm_deviance(a, x)) / sqrt(TWO_PI * a);
}

static double series(double a, double x)
{
    double sum = 1, term = 1;
    for (double k = a + 1; term > sum * (DBL_EPSILON / 4); k++) sum += term *= x / k;
    return sum;
}

/* Gamma(a, x) e^x x^-a */
static double fraction(double a, double x)
{
    double b = x + 1 - a, c = 1 / DBL_MIN, d = 1 / b, h = d, change;
    double i = 1;
    do {
        double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        if (fabs(d) < DBL_MIN) d = DBL_MIN;
        c = b + an / c;
        if (fabs(c) < DBL_MIN) c = DBL_MIN;
        d = 1 / d;
        change = d * c;
        h *= change;
        i++;
    } while (fabs(change - 1) > DBL_EPSILON);
    return h;
}

double bm_gamma_p(double a, double x)
{
    if (!(x > 0)) return isnan(x) ? x : 0;
    if (isinf(x)) return 1;
    return x < a + 1 ? power_term(a, x) * series(a, x) : 1 - power_term(a, x) * a * fraction(a, x);
}

double bm_gamma_q(double a, double x)
{
    if (!(x > 0)) return isnan(x) ? x : 1;
    if (isinf(x)) return 0;
    return x < a + 1 ? 1 - power_term(a, x) * series(a, x) : power_term(a, x) * a * fraction(a, x);
}

/* Wilson and Hilferty (1931, doi:10.1073/pnas.17.12.684); for small a the first term of the series, which is
 * never more than the quantile. */
static double first_guess(double a, double p, double z)
{
    int sign;
    double root = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
    if (a > 1 && root > 0.1) return a * root * root * root;
    return exp((log(p) + lgamma_r(a + 1, &sign)) / a);
}

/* share is P, or Q when upper. */
static double quantile(double a, double share, bool upper)
{
    double z = bm_normal_quantile(share), x = first_guess(a, upper ? 1 - share : share, upper ? -z : z);
    if (!(x > DBL_MIN)) return x;
    for (int i = 0; i < NEWTON_STEPS; i++) {
        double have = upper ? bm_gamma_q(a, x) : bm_gamma_p(a, x);
        double step = (upper ? 1 : -1) * have * log(have / share) / (power_term(a, x) * a);
        if (!isfinite(step)) step = upper ? -1 : 1; /* a tail that is 0 in doubles: towards the middle */
        x *= exp(fmax(-2, fmin(2, step)));
        if (fabs(step) < 4 * DBL_EPSILON || (fabs(step) < 1e-8 && upper == (step > 0))) break; /* rounding */
    }
    return x;
}

double bm_gamma_quantile(double a, double p)
{
    if (!(p > 0 && p < 1)) return p == 0 ? 0 : p == 1 ? INFINITY : NAN;
    return p <= 0.5 ? quantile(a, p, false) : quantile(a, 1 - p, true);
}

double bm_gamma_quantile_upper(double a, double q)
{
    if (!(q > 0 && q < 1)) return q == 1 ? 0 : q == 0 ? INFINITY : NAN;
    return q <= 0.5 ? quantile(a, q, true) : quantile(a, 1 - q, false);
}

double bm_poisson_mass(uint64_t n, double mean)
{
    if (n == 0) return exp(-mean);
    return power_term((double)n, mean);
}

double bm_poisson_upper(uint64_t n, double mean)
{
    return n == 0 ? 1 : bm_gamma_p((double)n, mean);
}

double bm_poisson_lower(uint64_t n, double mean)
{
    return bm_gamma_q((double)n + 1, mean);
}
