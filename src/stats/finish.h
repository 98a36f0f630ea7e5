/* The finished statistics. */
#ifndef BM_STATS_FINISH_H
#define BM_STATS_FINISH_H

#include "base/buf.h"
#include "bordermap/stats.h"
#include "stats/quantile.h"
#include "stats/tally.h"

struct bm_stats_group {
    char name[8], iso_a[4], iso_b[4]; /* "all", "", "" for the whole */
    double len_m;                     /* NaN for the whole */
    struct bm_group_tally counts;
    struct bm_summary distance;        /* of counts.n_points rows */
    struct bm_band_tally *bands;       /* n_bands */
    char top_seg[BM_SEG_ID_BYTES + 8]; /* the segment with the most incidents, "": none */
    uint64_t top_n;
};

struct bm_stats {
    bm_ctx *ctx;
    bm_scope scope;
    double max_m;
    double *bands_m;
    size_t n_bands;
    struct bm_stats_group *groups; /* the whole, then dyads with incidents or named, alphabetical */
    size_t n_groups;
    struct bm_band_tally *bands; /* of all groups */
    bm_segment_stats *segments;
    size_t n_segments;
};

/* src/stats/write_*.c */
void bm_stats_write_json(const bm_stats *stats, const bm_counts *counts, bm_buf *out);
void bm_stats_write_csv(const bm_stats *stats, bm_buf *out);
void bm_stats_write_table(const bm_stats *stats, const bm_counts *counts, bm_buf *out);
/* A sum of people, or BM_NO_COUNT when no row says. */
int64_t bm_people_sum(uint64_t sum, uint64_t n_said);
/* n of total as a share; NaN for 0 of 0. */
double bm_share_of(uint64_t n, uint64_t total);
/* The same of a sum of shares in units of 1e-9. */
double bm_share_of_nano(uint64_t nano, uint64_t total);

#endif
