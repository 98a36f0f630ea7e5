/* Work that falls into many pieces of its own, on several threads. */
#ifndef BM_BASE_EACH_H
#define BM_BASE_EACH_H

#include "bordermap/ctx.h"

/* One item on thread number `hand`, whose context is ctx. What it makes must not depend on the thread. */
typedef bm_status (*bm_each_fn)(bm_ctx *ctx, void *user, unsigned hand, size_t item);
/* Calls work for items 0 to n - 1, in no set order, on at most n_hands threads: the caller's with ctx, the
 * others with forks of it. Ends when all are done, one failed or ctx is interrupted. */
BM_CHECKED bm_status bm_each(bm_ctx *ctx, unsigned n_hands, size_t n, bm_each_fn work, void *user);

#endif
