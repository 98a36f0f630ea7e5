/* Rates of segments with few incidents, drawn towards the rate of all (empirical Bayes). */
#ifndef BM_STATS_SHRINK_H
#define BM_STATS_SHRINK_H

#include "bordermap/ctx.h"

/* The true rates of segments as gamma variables. */
struct bm_rate_prior {
    double mean;  /* rate of one unit of exposure */
    double shape; /* infinity: the counts differ no more than chance makes them */
};
/* The prior that makes the counts most likely. False when there is none: fewer than three segments with an
 * exposure > 0, or no incident. Segments with an exposure of 0 are left out. */
bool bm_rate_prior_fit(const uint64_t *counts, const double *exposure, size_t n, struct bm_rate_prior *out);
/* The mean of a segment's rate given its count. (No interval goes with it: one that takes the prior for known
 * covers far less than it says where counts are small; bm_poisson_exact's is the honest one.) */
double bm_shrunk_rate(const struct bm_rate_prior *prior, uint64_t count, double exposure);

#endif
