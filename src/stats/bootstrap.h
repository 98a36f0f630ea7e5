/* Intervals for distances by places: coordinates repeat, so a place with all its incidents is what is drawn
 * anew, not the incident. */
#ifndef BM_STATS_BOOTSTRAP_H
#define BM_STATS_BOOTSTRAP_H

#include "stats/distribution.h"
#include "stats/random.h"

enum {
    BM_BOOTSTRAP_LEAST = 5, /* places; of fewer nothing is said */
    BM_BOOTSTRAP_LIMITS = 32
};

struct bm_cluster { /* a place */
    uint32_t metres;
    uint64_t n; /* incidents, or killed: what it counts for */
};

struct bm_bootstrap {        /* what is asked */
    const double *quantiles; /* 0 to 1 */
    size_t n_quantiles;
    const double *limits_m; /* rising; shares within; at most BM_BOOTSTRAP_LIMITS */
    size_t n_limits;
    uint32_t draws; /* 999 */
    double level;   /* 0.95 */
};

/* Numbers of scratch. */
size_t bm_bootstrap_scratch(const struct bm_bootstrap *asked, size_t n_clusters);
/* Clusters sorted by metres, n > 0 each. Gives intervals of the mean, of each quantile, of each share. All
 * are NaN for too few clusters, the mean's for no draws or no differences. The upper end of a high quantile
 * may be infinity: the data do not bound it. The cost is that of drawing n_clusters times draws numbers. */
void bm_bootstrap(const struct bm_bootstrap *asked, const struct bm_cluster *clusters, size_t n_clusters,
                  struct bm_random *random, double *scratch, struct bm_interval *mean,
                  struct bm_interval *quantiles, struct bm_interval *shares);

#endif
