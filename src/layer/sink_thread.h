/* One sink on a thread of its own: batches go in one at a time, in order, and the caller does other things
 * meanwhile. What is written does not depend on it. */
#ifndef BM_LAYER_SINK_THREAD_H
#define BM_LAYER_SINK_THREAD_H

#include "layer/sink.h"

struct bm_sink_thread;
/* sink and naming are borrowed; between give and wait the sink is the thread's. The caller owns *out. */
BM_CHECKED bm_status bm_sink_thread_start(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                                          struct bm_sink_thread **out);
/* Hands a batch over, which must stay as it is until the next wait. Only when the thread is at rest. */
void bm_sink_thread_give(struct bm_sink_thread *thread, const bm_row *rows, size_t n);
/* Until the thread is at rest; what went wrong, if anything did. */
BM_CHECKED bm_status bm_sink_thread_wait(bm_ctx *ctx, struct bm_sink_thread *thread);
void bm_sink_thread_stop(struct bm_sink_thread *thread); /* NULL is fine */

#endif
