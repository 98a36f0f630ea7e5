/* The distributions that intervals and tests rest on. Pure functions of doubles, safe on any thread.
 *
 * Own code: the C libraries that have these (libRmath, GSL) are under the GPL, and linking one would put the
 * whole program under it; Boost's need C++. The sources are named in each file, and
 * tests/data/stats/distributions.txt holds what R gives. Relative errors are below 1e-12 for parameters up to
 * 1e6; the cost grows as the square root of the parameters. */
#ifndef BM_STATS_DISTRIBUTION_H
#define BM_STATS_DISTRIBUTION_H

#include "bordermap/ctx.h"

struct bm_interval {
    double lo, hi; /* NaN: not known */
};

/* Regularised incomplete gamma functions, lower P(a, x) and upper Q = 1 - P; a > 0, x >= 0. */
double bm_gamma_p(double a, double x);
double bm_gamma_q(double a, double x);
/* x with P(a, x) = p, and with Q(a, x) = q; 0 < p, q < 1 (0 and 1 give the ends, 0 and infinity). */
double bm_gamma_quantile(double a, double p);
double bm_gamma_quantile_upper(double a, double q);

/* Regularised incomplete beta function I_x(a, b); a, b > 0, 0 <= x <= 1, y = 1 - x (told apart, since 1 - x
 * has few digits where x is almost 1). */
double bm_beta_p(double a, double b, double x, double y);
/* x with I_x(a, b) = p, and its odds x / (1 - x), which stay exact where x is almost 1. */
double bm_beta_quantile(double a, double b, double p);
double bm_beta_quantile_odds(double a, double b, double p);

/* Standard normal and Student's t with df > 0 degrees of freedom (infinity: normal). */
double bm_normal_p(double z);
double bm_normal_quantile(double p);
double bm_t_p(double df, double t);
double bm_t_quantile(double df, double p);

/* P(X = n) and the tails P(X >= n), P(X <= n) of a Poisson with a mean >= 0. */
double bm_poisson_mass(uint64_t n, double mean);
double bm_poisson_upper(uint64_t n, double mean);
double bm_poisson_lower(uint64_t n, double mean);

/* The same of a binomial: k of n with chance p. */
double bm_binomial_mass(uint64_t k, uint64_t n, double p);
double bm_binomial_upper(uint64_t k, uint64_t n, double p);
double bm_binomial_lower(uint64_t k, uint64_t n, double p);

/* What the masses are made of, after C. Loader, "Fast and accurate computation of binomial probabilities"
 * (2000): ln of Gamma(a + 1) less Stirling's formula for it; and x ln(x / m) + m - x without cancellation. */
double bm_stirling_error(double a);
double bm_deviance(double x, double m);

#endif
