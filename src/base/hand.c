#include "base/hand.h"
#include "base/mem.h"

#include <pthread.h>

struct bm_hand {
    bm_ctx *owner, *ctx; /* who made it; its own */
    bm_hand_fn work;
    void *user;
    pthread_t thread;
    pthread_mutex_t mutex; /* over all below */
    pthread_cond_t changed;
    bool busy, stop;
    bm_status status; /* of the first piece that failed */
};

static void *thread_main(void *p)
{
    struct bm_hand *t = p;
    pthread_mutex_lock(&t->mutex);
    for (;;) {
        while (!t->stop && !t->busy) pthread_cond_wait(&t->changed, &t->mutex);
        if (!t->busy) break;
        bm_status st = t->status;
        pthread_mutex_unlock(&t->mutex);
        if (st == BM_OK) st = t->work(t->ctx, t->user);
        pthread_mutex_lock(&t->mutex);
        t->status = st;
        t->busy = false;
        pthread_cond_broadcast(&t->changed);
    }
    pthread_mutex_unlock(&t->mutex);
    return NULL;
}

bm_status bm_hand_start(bm_ctx *ctx, bm_hand_fn work, void *user, const char *what, struct bm_hand **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);
    if (st != BM_OK) return st;
    struct bm_hand *t = p;
    *t = (struct bm_hand){.owner = ctx, .work = work, .user = user};
    if (bm_ctx_fork(ctx, &t->ctx) != BM_OK) {
        bm_free(ctx, t);
        return bm_fail(ctx, BM_ENOMEM, "out of memory for the thread that %s", what);
    }
    pthread_mutex_init(&t->mutex, NULL);
    pthread_cond_init(&t->changed, NULL);
    if (pthread_create(&t->thread, NULL, thread_main, t) == 0) {
        *out = t;
        return BM_OK;
    }
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->mutex);
    bm_ctx_destroy(t->ctx);
    bm_free(ctx, t);
    return bm_fail(ctx, BM_EIO, "cannot start the thread that %s", what);
}

void bm_hand_give(struct bm_hand *t)
{
    pthread_mutex_lock(&t->mutex);
    t->busy = true;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->mutex);
}

bm_status bm_hand_wait(bm_ctx *ctx, struct bm_hand *t)
{
    pthread_mutex_lock(&t->mutex);
    while (t->busy) pthread_cond_wait(&t->changed, &t->mutex);
    bm_status st = t->status;
    pthread_mutex_unlock(&t->mutex);
    return st == BM_OK ? BM_OK : bm_fail(ctx, st, "%s", bm_ctx_error(t->ctx));
}

void bm_hand_stop(struct bm_hand *t)
{
    if (!t) return;
    pthread_mutex_lock(&t->mutex);
    t->stop = true;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->mutex);
    pthread_join(t->thread, NULL);
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->mutex);
    bm_ctx_destroy(t->ctx);
    bm_free(t->owner, t);
}
