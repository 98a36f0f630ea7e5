/* The same incidents by a second border file: what comes out differently. On the calling thread, in order. */
#ifndef BM_PIPELINE_COMPARE_H
#define BM_PIPELINE_COMPARE_H

#include "base/buf.h"
#include "bordermap/layer.h"
#include "bordermap/pipeline.h"

enum { BM_COMPARE_MOST = 10, BM_COMPARE_METRES = 1000001 };

/* One of the rows whose distance changes most. */
struct bm_compare_row {
    char inc_id[64];
    uint64_t src_row;
    bm_str seg_id, other_seg_id; /* borrowed from the segments */
    double dist_m, other_m;
};

struct bm_compare {
    bm_naming own, other; /* dyads and segments of both files */
    const double *bands_m;
    size_t n_bands;
    bm_compared counts;
    uint64_t
        *by_metre; /* rows by whole metres of difference; the last one: that or more; NULL: not comparing */
    double sum_m, most_m;
    struct bm_compare_row most[BM_COMPARE_MOST];
    size_t n_most;
};

BM_CHECKED bm_status bm_compare_open(bm_ctx *ctx, struct bm_compare *compare);
void bm_compare_close(bm_ctx *ctx, struct bm_compare *compare);
/* The header of compare.csv. */
void bm_compare_header(bm_buf *out);
/* Counts a row that both files gave a distance; appends it to out when dyad, segment, side or band differ. */
void bm_compare_add(struct bm_compare *compare, const bm_row *row, const bm_tag *other, bm_buf *out,
                    uint64_t *n_rows);
/* A JSON object for stats.json. file: name of the second border file. */
void bm_compare_json(struct bm_compare *compare, const char *file, bm_buf *out);

#endif
