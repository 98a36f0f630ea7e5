/* unresolved.csv: each distinct place that was not placed, and the decisions that stood in the one before. */
#ifndef BM_LAYER_UNRESOLVED_H
#define BM_LAYER_UNRESOLVED_H

#include "base/buf.h"
#include "base/map.h"
#include "bordermap/stats.h"

enum { BM_UNRESOLVED_FIELDS = 4, BM_UNRESOLVED_CANDIDATES = 3, BM_UNRESOLVED_DECISION = 4 };

struct bm_unresolved_place {
    bm_str fields[BM_UNRESOLVED_FIELDS]; /* place admin1 admin2 country, as written */
    bm_str reason, candidates[BM_UNRESOLVED_CANDIDATES];
    bm_str decision[BM_UNRESOLVED_DECISION]; /* gaz_id lon lat action, as the analyst filled them in */
    bm_str inc_id;                           /* a decision for this record alone; else absent */
    uint64_t n_rows, first_row;
};

struct bm_unresolved {
    bm_map places; /* to an index of items */
    struct bm_unresolved_place *items;
    size_t n, cap;
    bm_arena *arena;
    bm_buf key;          /* scratch */
    bool has_record_fix; /* the file gets a column inc_id */
};

BM_CHECKED bm_status bm_unresolved_init(bm_ctx *ctx, struct bm_unresolved *out);
void bm_unresolved_free(bm_ctx *ctx, struct bm_unresolved *unresolved);
BM_CHECKED bm_status bm_unresolved_add(bm_ctx *ctx, struct bm_unresolved *unresolved, const bm_row *row);
/* Takes over the rows of an unresolved.csv whose action is filled in, so that a run that replaces the file
 * does not lose them. Before the first bm_unresolved_add. */
BM_CHECKED bm_status bm_unresolved_keep(bm_ctx *ctx, struct bm_unresolved *unresolved, const char *path);
/* The whole file, the most frequent place first. */
BM_CHECKED bm_status bm_unresolved_write(bm_ctx *ctx, struct bm_unresolved *unresolved, bm_buf *out);

#endif
