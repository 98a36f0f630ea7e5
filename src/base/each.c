#include "base/each.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>

struct each {
    const bm_ctx *ctx;
    bm_each_fn work;
    void *user;
    size_t n;
    atomic_size_t next;
    atomic_bool stop;
};

struct hand {
    struct each *each;
    unsigned number;
    bm_ctx *ctx;
    bm_status st;
    pthread_t thread;
};

static void *hand_main(void *p)
{
    struct hand *hand = p;
    struct each *each = hand->each;

    while (hand->st == BM_OK && !atomic_load(&each->stop)) {
        size_t item = atomic_fetch_add(&each->next, 1);

        if (item >= each->n) break;
        hand->st = bm_ctx_interrupted(each->ctx) ? bm_fail(hand->ctx, BM_EINTERRUPTED, "interrupted")
                                                 : each->work(hand->ctx, each->user, hand->number, item);
    }
    if (hand->st != BM_OK) atomic_store(&each->stop, true);
    return NULL;
}

bm_status bm_each(bm_ctx *ctx, bm_ctx *const *ctxs, unsigned n_hands, size_t n, bm_each_fn work, void *user)
{
    struct each each = {.ctx = ctx, .work = work, .user = user, .n = n};
    struct hand *hands;
    void *block;
    unsigned started = 1;
    bm_status st = bm_calloc(ctx, n_hands, sizeof *hands, &block);

    if (st != BM_OK) return st;
    hands = block;
    for (unsigned i = 0; i < n_hands; i++)
        hands[i] = (struct hand){.each = &each, .number = i, .ctx = ctxs[i]};
    /* Fewer threads than asked for take longer and make the same. */
    while (started < n_hands && started < n &&
           pthread_create(&hands[started].thread, NULL, hand_main, &hands[started]) == 0)
        started++;
    hand_main(&hands[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(hands[i].thread, NULL);
    for (unsigned i = 0; i < started && st == BM_OK; i++)
        if (hands[i].st != BM_OK)
            st = hands[i].ctx == ctx ? hands[i].st /* it has the message */
                                     : bm_fail(ctx, hands[i].st, "%s", bm_ctx_error(hands[i].ctx));
    bm_free(ctx, hands);
    return st;
}
