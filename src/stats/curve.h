/* How many rows lie within each of a fixed list of limits: 0 (on the border), 100, 200, 500 m, each kilometre
 * to 100, every tenth to 1,000, and beyond. Dense, so that curves add. */
#ifndef BM_STATS_CURVE_H
#define BM_STATS_CURVE_H

#include <stddef.h>
#include <stdint.h>

enum { BM_CURVE_STEPS = 196 };

/* Limit number i in metres, i < BM_CURVE_STEPS; the last one is beyond any distance on Earth. */
double bm_curve_limit_m(size_t i);
/* The first limit that distance_m is within; distance_m is not negative, not NaN. */
size_t bm_curve_step(double distance_m);

/* Rows that lie within a limit and not within the one before. */
struct bm_curve_tally {
    uint64_t points[BM_CURVE_STEPS];   /* resolved, by the point */
    uint64_t lo[BM_CURVE_STEPS];       /* by the greatest distance */
    uint64_t exp_nano[BM_CURVE_STEPS]; /* sums of shares, in 1e-9 */
    uint64_t hi[BM_CURVE_STEPS];       /* by the least distance */
};

#endif
