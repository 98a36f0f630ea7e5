/* unresolved.csv: each distinct place that was not placed. */
#ifndef BM_LAYER_UNRESOLVED_H
#define BM_LAYER_UNRESOLVED_H

#include "base/buf.h"
#include "base/map.h"
#include "bordermap/stats.h"

enum { BM_UNRESOLVED_FIELDS = 4, BM_UNRESOLVED_CANDIDATES = 3 };

struct bm_unresolved_place {
    bm_str fields[BM_UNRESOLVED_FIELDS]; /* place admin1 admin2 country, as written */
    bm_str reason, candidates[BM_UNRESOLVED_CANDIDATES];
    uint64_t n_rows, first_row;
};

struct bm_unresolved {
    bm_map places; /* to an index of items */
    struct bm_unresolved_place *items;
    size_t n, cap;
    bm_arena *arena;
    bm_buf key; /* scratch */
};

BM_CHECKED bm_status bm_unresolved_init(bm_ctx *ctx, struct bm_unresolved *out);
void bm_unresolved_free(bm_ctx *ctx, struct bm_unresolved *unresolved);
BM_CHECKED bm_status bm_unresolved_add(bm_ctx *ctx, struct bm_unresolved *unresolved, const bm_row *row);
/* The whole file, the most frequent place first. */
BM_CHECKED bm_status bm_unresolved_write(bm_ctx *ctx, struct bm_unresolved *unresolved, bm_buf *out);

#endif
