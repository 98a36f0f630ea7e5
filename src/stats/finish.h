/* The finished statistics, and the steps that make them. */
#ifndef BM_STATS_FINISH_H
#define BM_STATS_FINISH_H

#include "base/buf.h"
#include "bordermap/stats.h"
#include "stats/quantile.h"
#include "stats/tally.h"

struct bm_stats {
    bm_ctx *ctx;
    bm_arena *arena; /* everything that the findings point to, but the days */
    bm_findings found;
    const bm_segment *frame_segments; /* of the tally; borrowed by the texts */
};

/* The whole or a dyad, as the steps may still change it. */
struct bm_own {
    bm_group_stats *stats;
    bm_band_stats *bands;
    bm_curve *curve;
    int32_t dyad; /* -1: the whole */
};

/* What the steps share. All members but stats are borrowed or scratch. */
struct bm_finish {
    bm_ctx *ctx;
    const bm_tally *tally;
    bm_stats *stats;
    bm_arena *arena;                /* the stats' */
    bm_dimension_stats *dimensions; /* those of the findings */
    bm_segment_stats *segments;     /* those of the findings */
    struct bm_own *own;             /* the dyads listed, then the whole */
    size_t n_own;
    struct bm_pair *pairs; /* of tally->pairs, sorted; the steps renumber the groups */
    size_t n_pairs;
    bool *has_rows; /* one for each dyad: a segment of it may have an incident */
};

/* n zeroed items in the arena of the stats; NULL with a message when memory ran out. */
void *bm_finish_alloc(struct bm_finish *f, size_t n, size_t size);
/* The whole and the dyads, then the other dimensions. */
BM_CHECKED bm_status bm_finish_groups(struct bm_finish *f);
BM_CHECKED bm_status bm_finish_dimensions(struct bm_finish *f);
/* Everything of a group but its curve; pairs are those of its points. *out_bands are its bands. */
BM_CHECKED bm_status bm_finish_group(struct bm_finish *f, const struct bm_group_tally *counts,
                                     const struct bm_band_tally *bands, const struct bm_pair *pairs,
                                     size_t n_pairs, unsigned shift, bm_group_stats *out,
                                     bm_band_stats **out_bands);
/* Segments, before the groups: pairs still carry them. */
BM_CHECKED bm_status bm_finish_segments(struct bm_finish *f);
BM_CHECKED bm_status bm_finish_days(struct bm_finish *f);
/* The pairs of one group: a run in the sorted list. *at moves to its start. */
size_t bm_run_of(const struct bm_pair *pairs, size_t n_pairs, uint32_t group, size_t *at);

/* src/stats/write_*.c */
void bm_stats_write_json(const bm_stats *stats, const bm_counts *counts, bm_buf *out);
void bm_stats_write_csv(const bm_stats *stats, bm_buf *out);
void bm_stats_write_table(const bm_stats *stats, const bm_counts *counts, bm_buf *out);
/* A sum of people, or BM_NO_COUNT when no row says. */
int64_t bm_people_sum(uint64_t sum, uint64_t n_said);
/* A p or q as text: six decimals, small ones with all their digits; NaN: null. */
void bm_buf_p(bm_buf *out, double p);
/* n of total as a share; NaN for 0 of 0. */
double bm_share_of(uint64_t n, uint64_t total);

#endif
