/* Batches in order through several threads. The calling thread reads and writes, workers do the rest in
 * between; a bounded ring of slots keeps memory flat. With one job everything runs on the calling thread. */
#ifndef BM_PIPELINE_ENGINE_H
#define BM_PIPELINE_ENGINE_H

#include "base/buf.h"
#include "bordermap/layer.h"
#include "bordermap/stats.h"

enum { BM_BATCH_ROWS = 2048 };

/* A batch with all that the stages add to it. */
struct bm_slot {
    bm_incident_batch in;
    bm_place *places; /* in.cap of each */
    bm_tag *tags;
    bm_row *rows;
    bm_tag *others;       /* by a second border file, in the batch's arena; NULL: none */
    bm_issue_list placed; /* issues of the placing stage, in row order */
    bm_buf encoded;
    int state; /* the engine's */
};

struct bm_engine_ops {
    /* Fills slot->in; *end true when there is no more (then the slot is not used). Calling thread. */
    bm_status (*read)(bm_ctx *ctx, void *user, struct bm_slot *slot, bool *end);
    /* Worker number 0 .. jobs-1, with ctxs[worker]. */
    bm_status (*work)(bm_ctx *ctx, void *user, unsigned worker, struct bm_slot *slot);
    /* In input order. Calling thread. With more than one job the slot stays as it is until the next write or
     * rest has returned. */
    bm_status (*write)(bm_ctx *ctx, void *user, struct bm_slot *slot);
    /* True if read would wait for its input: what is done is written first. NULL: it never does. */
    bool (*waits)(void *user);
    /* Once at the end, whatever happened: afterwards no slot may be in use. NULL: none ever is. */
    bm_status (*rest)(bm_ctx *ctx, void *user);
};

/* Runs until the input ends, something fails or the context is interrupted (BM_EINTERRUPTED). ctxs: one for
 * each worker, none of them ctx itself. */
BM_CHECKED bm_status bm_engine_run(bm_ctx *ctx, bm_ctx *const *ctxs, unsigned jobs,
                                   const struct bm_engine_ops *ops, void *user);

#endif
