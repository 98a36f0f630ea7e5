/* The inside of a tally. Every member is an integer or a least or greatest value, so that adding tallies
 * gives the same in any order and grouping. */
#ifndef BM_STATS_TALLY_H
#define BM_STATS_TALLY_H

#include "bordermap/stats.h"
#include "stats/pairs.h"

#define BM_SHARE_UNIT 1e9

/* What a tally is about. Borrowed. */
struct bm_tally_frame {
    const bm_dyad *dyads;
    uint32_t n_dyads;
    const bm_segment *segments;
    uint32_t n_segments;
};

/* What is summed alike for segments and for groups. */
struct bm_people {
    uint64_t killed, injured;     /* sums, modulo 2^64 */
    uint64_t n_killed, n_injured; /* rows that say */
    bm_day d_first, d_last;       /* BM_NO_DAY: none */
    uint64_t n_a, n_b;            /* rows on the ground of iso_a, iso_b */
};

struct bm_segment_tally {
    uint64_t n_inc, n_lo, n_hi, exp_nano;
    uint64_t n_band[BM_SEGMENT_BANDS];
    struct bm_people people;
};

struct bm_band_tally {
    uint64_t n_lo, n, n_hi;
    uint64_t exp_nano; /* shares of the rows' radius or area within the band, in units of 1e-9 */
};

/* A dyad, or all (the last group). */
struct bm_group_tally {
    uint64_t status[BM_PLACE_STATUS_COUNT];
    uint64_t n_points;       /* resolved rows nearest to it, at any distance */
    uint64_t n_possible;     /* rows that may be nearest to it */
    uint64_t n_no_range;     /* of n_possible: vague, and neither radius nor outline is known */
    uint64_t n_near;         /* of n_points: within the maximum distance */
    uint64_t n_ties;         /* of n_points: another dyad or segment is as near */
    uint64_t n_no_border;    /* in no other count but status: the scope has no border for them */
    struct bm_people people; /* of n_points */
};

struct bm_tally {
    bm_ctx *ctx; /* whose allocator it uses */
    struct bm_tally_frame frame;
    bm_scope scope;
    double max_m;
    double *bands_m;
    size_t n_bands;
    bool *named;                       /* one for each dyad */
    struct bm_segment_tally *segments; /* frame.n_segments */
    struct bm_group_tally *groups;     /* frame.n_dyads + 1 */
    struct bm_band_tally *bands;       /* n_bands for each group */
    /* Distances of resolved rows. Group: the segment they count to; n_segments + dyad beyond the maximum
     * distance; n_segments + n_dyads at a shore or at a border that two countries do not share. */
    struct bm_pairs pairs;
};

BM_CHECKED bm_status bm_tally_create_frame(bm_ctx *ctx, const struct bm_tally_frame *frame,
                                           const bm_stats_options *options, bm_tally **out);
/* 10, 25, 50, 100 km in metres. */
extern const double bm_segment_bands_m[BM_SEGMENT_BANDS];
void bm_people_init(struct bm_people *people);

#endif
