/* The inside of a tally. Every member is an integer or a least or greatest value, so that adding tallies
 * gives the same in any order and grouping. */
#ifndef BM_STATS_TALLY_H
#define BM_STATS_TALLY_H

#include "base/map.h"
#include "bordermap/stats.h"
#include "stats/curve.h"
#include "stats/pairs.h"
#include "stats/places.h"
#include "stats/vague.h"

#define BM_SHARE_UNIT 1e9

/* Pairs that a table of distances or days keeps: 131,072 of 24 bytes, in up to twice as many slots. The main
 * table, by segment, keeps eight times as many. */
enum { BM_PAIRS_KEPT = 1 << 17, BM_MAIN_PAIRS_KEPT = 1 << 20, BM_VALUES_KEPT = 10000 };

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
    uint64_t n_1, n_2; /* of n_inc: before the day that the user set, and from it on */
    struct bm_people people;
};

struct bm_band_tally {
    uint64_t n_lo, n, n_hi;
    uint64_t exp_nano; /* shares of the rows' radius or area within the band, in units of 1e-9 */
};

/* A value of a dimension, a dyad, or all. */
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

/* All values of one dimension. Value 0 is the rows that have none. */
struct bm_by_tally {
    bm_dimension what;
    bool dropped;    /* more than BM_VALUES_KEPT values: nothing is kept of it */
    bm_arena *arena; /* of the values */
    bm_map index;
    bm_str *values;
    struct bm_group_tally *groups; /* n of each */
    struct bm_band_tally *bands;   /* n_bands for each */
    size_t n, cap_values, cap_groups, cap_bands;
    struct bm_pairs pairs; /* of n_points; group: the value's number */
};

/* What one row adds, whatever group it is in. */
struct bm_measure {
    const bm_row *row;
    bool point;                 /* resolved, with a distance */
    bool counted;               /* within the maximum distance of a segment */
    bool no_range;              /* vague, and neither radius nor outline is known */
    double least_m, greatest_m; /* greatest_m NaN: not known */
    uint32_t metres;            /* of a point */
    uint64_t killed;
    struct bm_band_tally *bands; /* n_bands; 0 or 1 of each, exp_nano up to 1e9; and as many to work with */
};

struct bm_tally {
    bm_ctx *ctx; /* whose allocator it uses */
    struct bm_tally_frame frame;
    bm_scope scope;
    double max_m;
    double *bands_m;
    size_t n_bands;
    bool has_split;
    bm_day split;
    unsigned jobs;      /* at least 1 */
    bool segments_only; /* see bm_stats_options */
    uint32_t draws;
    bm_null_kind null;
    uint64_t seed;
    bool *named;                       /* one for each dyad */
    struct bm_segment_tally *segments; /* frame.n_segments */
    struct bm_group_tally *groups;     /* frame.n_dyads + 1: dyads, then all */
    struct bm_band_tally *bands;       /* n_bands for each group; then those of the row at hand, twice */
    struct bm_curve_tally *curves;     /* frame.n_dyads + 1 */
    struct bm_by_tally *by;
    size_t n_by;
    /* Distances of resolved rows. Group: the segment they count to; n_segments + dyad beyond the maximum
     * distance; n_segments + n_dyads at a shore or at a border that two countries do not share. */
    struct bm_pairs pairs;
    struct bm_pairs days;         /* of resolved rows with an exact day; group 0 */
    struct bm_pairs segment_days; /* of those counted to a segment, by the middle of their days */
    uint64_t n_inexact_days;
    struct bm_places places; /* of resolved rows */
    struct bm_vagues vagues; /* of rows with samples */
};

BM_CHECKED bm_status bm_tally_create_frame(bm_ctx *ctx, const struct bm_tally_frame *frame,
                                           const bm_stats_options *options, bm_tally **out);
/* 10, 25, 50, 100 km in metres. */
extern const double bm_segment_bands_m[BM_SEGMENT_BANDS];
void bm_people_init(struct bm_people *people);
void bm_people_merge(struct bm_people *into, const struct bm_people *from);
/* dyad: for the sides; may be NULL. */
void bm_people_add(struct bm_people *people, const bm_row *row, const bm_dyad *dyad);
void bm_group_merge(struct bm_group_tally *into, const struct bm_group_tally *from);
void bm_bands_merge(struct bm_band_tally *into, const struct bm_band_tally *from, size_t n);
/* A row into a group all of whose rows it may be: status, counts, people, bands. */
void bm_group_add(const bm_tally *tally, struct bm_group_tally *group, struct bm_band_tally *bands,
                  const struct bm_measure *measure);

/* Days as numbers from 0 (the first of the year 0). */
uint32_t bm_day_number(bm_day day);
bm_day bm_day_of_number(uint32_t number);

/* src/stats/by.c */
BM_CHECKED bm_status bm_by_init(bm_ctx *ctx, const bm_dimension *what, struct bm_by_tally *by);
void bm_by_free(bm_ctx *ctx, struct bm_by_tally *by);
/* A row of any status into its values. */
BM_CHECKED bm_status bm_by_add(bm_ctx *ctx, const bm_tally *tally, struct bm_by_tally *by,
                               const struct bm_measure *measure);
BM_CHECKED bm_status bm_by_merge(bm_ctx *ctx, struct bm_by_tally *into, const struct bm_by_tally *from,
                                 size_t n_bands);

#endif
