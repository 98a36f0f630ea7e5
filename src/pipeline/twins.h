/* Rows that probably tell of one incident: same day, same type, within 5 km. For each row the nearest such
 * row among (at least) the last BM_TWINS_KEPT dated rows with a point, and of one cell, day and type among
 * the first 32: memory stays flat whatever the table. */
#ifndef BM_PIPELINE_TWINS_H
#define BM_PIPELINE_TWINS_H

#include "bordermap/gazetteer.h"

#define BM_TWINS_M 5000.0
enum { BM_TWINS_KEPT = 512 * 1024 };

struct bm_twin_entry {
    uint64_t key; /* of day, type and cell; 0: empty */
    bm_ll point;
    const char *src; /* borrowed from the reader */
    uint64_t src_row;
};
struct bm_twins {
    bm_ctx *ctx;
    struct bm_twin_table {
        struct bm_twin_entry *entries;
        size_t n, cap; /* cap: a power of two, or 0 */
    } now, before;     /* the older is forgotten when the newer is full */
    uint64_t n_found;
};
struct bm_twin {
    const char *src; /* NULL: there is none */
    uint64_t src_row;
    double dist_m;
};

BM_CHECKED bm_status bm_twins_open(bm_ctx *ctx, struct bm_twins *out);
/* The nearest earlier twin of the row, which is remembered. */
BM_CHECKED bm_status bm_twins_add(struct bm_twins *twins, const bm_incident *row, const bm_place *place,
                                  struct bm_twin *twin);
void bm_twins_close(struct bm_twins *twins);

#endif
