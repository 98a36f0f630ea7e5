/* Work that falls into many pieces of its own, on the threads of a crew. */
#ifndef BM_PIPELINE_EACH_H
#define BM_PIPELINE_EACH_H

#include "pipeline/setup.h"

/* One item with worker number `worker` and its context. What it makes must not depend on the worker. */
typedef bm_status (*bm_crew_fn)(bm_ctx *ctx, void *user, struct bm_worker *worker, size_t item);
/* Calls work for items 0 to n - 1, in no set order, and ends when all are done, one failed or the context is
 * interrupted. With one worker everything runs on the calling thread. */
BM_CHECKED bm_status bm_crew_each(bm_ctx *ctx, struct bm_crew *crew, size_t n, bm_crew_fn work, void *user);

#endif
