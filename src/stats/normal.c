/* Normal quantile: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
 * Applied Statistics 37 (1988), doi:10.2307/2347330, procedure PPND16. Student's t by the incomplete beta
 * function (DLMF 8.17, Abramowitz and Stegun 26.7.1). */
#include "stats/distribution.h"

#include <math.h>

double bm_normal_p(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

/* Coefficients of rising powers. */
static double ratio(const double top[8], const double bottom[8], double r)
{
    double a = top[7], b = bottom[7];
    for (int i = 6; i >= 0; i--) {
        a = a * r + top[i];
        b = b * r + bottom[i];
    }
    return a / b;
}

static const double middle_top[8] = {
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
static const double middle_bottom[8] = {1.0,
                                        4.2313330701600911252e1,
                                        6.8718700749205790830e2,
                                        5.3941960214247511077e3,
                                        2.1213794301586595867e4,
                                        3.9307895800092710610e4,
                                        2.8729085735721942674e4,
                                        5.2264952788528545610e3};
static const double near_top[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double near_bottom[8] = {1.0,
                                      2.05319162663775882187e0,
                                      1.67638483018380384940e0,
                                      6.89767334985100004550e-1,
                                      1.48103976427480074590e-1,
                                      1.51986665636164571966e-2,
                                      5.47593808499534494600e-4,
                                      1.05075007164441684324e-9};
static const double far_top[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                  1.78482653991729133580e0,  2.96560571828504891230e-1,
                                  2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double far_bottom[8] = {1.0,
                                     5.99832206555887937690e-1,
                                     1.36929880922735805310e-1,
                                     1.48753612908506148525e-2,
                                     7.86869131145613259100e-4,
                                     1.84631831751005468180e-5,
                                     1.42151175831644588870e-7,
                                     2.04426310338993978564e-15};

double bm_normal_quantile(double p)
{
    double q = p - 0.5;
    if (!(p > 0 && p < 1)) return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
    if (fabs(q) <= 0.425) return q * ratio(middle_top, middle_bottom, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    r = r <= 5 ? ratio(near_top, near_bottom, r - 1.6) : ratio(far_top, far_bottom, r - 5);
    return q < 0 ? -r : r;
}

double bm_t_p(double df, double t)
{
    if (isinf(df)) return bm_normal_p(t);
    double tail = 0.5 * bm_beta_p(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t));
    return t < 0 ? tail : 1 - tail;
}

double bm_t_quantile(double df, double p)
{
    if (isinf(df) || !(p > 0 && p < 1)) return bm_normal_quantile(p);
    if (p == 0.5) return 0;
    /* t^2 / df are the odds of the other side */
    double t = sqrt(df / bm_beta_quantile_odds(df / 2, 0.5, 2 * (p < 0.5 ? p : 1 - p)));
    return p < 0.5 ? -t : t;
}
