/* A thread that does one kind of work, one piece at a time, in order, while the caller does other things. */
#ifndef BM_BASE_HAND_H
#define BM_BASE_HAND_H

#include "bordermap/ctx.h"

struct bm_hand;
/* One piece; ctx is the thread's own. After a failure nothing more is done. */
typedef bm_status (*bm_hand_fn)(bm_ctx *ctx, void *user);
/* user is borrowed; between give and wait it is the thread's. what: for messages, "writes 'roads.shp'";
 * borrowed for the call. The caller owns *out. */
BM_CHECKED bm_status bm_hand_start(bm_ctx *ctx, bm_hand_fn work, void *user, const char *what,
                                   struct bm_hand **out);
/* The next piece, as user says it. Only when the thread is at rest. */
void bm_hand_give(struct bm_hand *hand);
/* Until the thread is at rest; what went wrong, if anything did. */
BM_CHECKED bm_status bm_hand_wait(bm_ctx *ctx, struct bm_hand *hand);
void bm_hand_stop(struct bm_hand *hand); /* NULL is fine */

#endif
