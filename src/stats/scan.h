/* Hot stretches of a border: a scan along it for the run of segments with the most incidents over
 * expectation.
 */
#ifndef BM_STATS_SCAN_H
#define BM_STATS_SCAN_H

#include "stats/discovery.h"

enum {
    BM_SCAN_STRETCHES = 3, /* found at most */
    BM_SCAN_CELLS = 256 /* borders of more segments are scanned in cells of neighbours, so that the cost of a
                           draw stays the same */
};

struct bm_hot_stretch {
    uint32_t first, last; /* segments, inclusive */
    uint64_t n;
    double expected;     /* were the incidents spread evenly along the border's length */
    double llr;          /* log-likelihood ratio */
    struct bm_rank rank; /* of llr among the greatest of each draw: p is its bm_rank_upper, corrected for all
                            the stretches looked at */
};

/* Numbers of scratch that a scan of `total` incidents along n segments needs. */
size_t bm_scan_scratch(size_t n, uint64_t total);
/* The stretches of at most half of the length, no two overlapping, the hottest first: at most max_out, or
 * BM_SCAN_STRETCHES, of those with more incidents than expected. The draws spread the incidents by length. Returns how many; none
 * for fewer than three segments, fewer than two incidents, or a length of 0. */
size_t bm_scan(const uint64_t *counts, const double *length, size_t n, uint32_t draws,
               struct bm_random *random, double *scratch, struct bm_hot_stretch *out, size_t max_out);

#endif
