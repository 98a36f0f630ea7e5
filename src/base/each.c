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

/* Fewer threads than asked for take longer and make the same. Returns how many hands there are, the caller's
 * too. */
static unsigned start(bm_ctx *ctx, struct each *each, struct hand *hands, unsigned n_hands)
{
    unsigned n = 1;

    hands[0] = (struct hand){.each = each, .ctx = ctx};
    for (; n < n_hands && n < each->n; n++) {
        hands[n] = (struct hand){.each = each, .number = n};
        if (bm_ctx_fork(ctx, &hands[n].ctx) != BM_OK) break;
        if (pthread_create(&hands[n].thread, NULL, hand_main, &hands[n]) != 0) {
            bm_ctx_destroy(hands[n].ctx);
            break;
        }
    }
    return n;
}

/* The first hand's message is the context's own. */
static bm_status finish(bm_ctx *ctx, struct hand *hands, unsigned n)
{
    bm_status st = hands[0].st;

    for (unsigned i = 1; i < n; i++) {
        pthread_join(hands[i].thread, NULL);
        if (st == BM_OK && hands[i].st != BM_OK)
            st = bm_fail(ctx, hands[i].st, "%s", bm_ctx_error(hands[i].ctx));
        bm_ctx_destroy(hands[i].ctx);
    }
    return st;
}

bm_status bm_each(bm_ctx *ctx, unsigned n_hands, size_t n, bm_each_fn work, void *user)
{
    struct each each = {.ctx = ctx, .work = work, .user = user, .n = n};
    void *hands;
    bm_status st = bm_calloc(ctx, n_hands, sizeof(struct hand), &hands);

    if (st != BM_OK) return st;
    unsigned started = start(ctx, &each, hands, n_hands);
    hand_main(hands);
    st = finish(ctx, hands, started);
    bm_free(ctx, hands);
    return st;
}
