#include "layer/sink_thread.h"
#include "base/mem.h"

#include <pthread.h>

struct bm_sink_thread {
    bm_ctx *owner, *ctx; /* who made it; its own */
    struct bm_sink *sink;
    const bm_naming *naming;
    pthread_t thread;
    pthread_mutex_t mutex; /* over all below */
    pthread_cond_t changed;
    const bm_row *rows; /* of the batch at hand; NULL: at rest */
    size_t n;
    bool stop;
    bm_status status; /* of the first batch that failed */
};

static void *thread_main(void *p)
{
    struct bm_sink_thread *t = p;
    pthread_mutex_lock(&t->mutex);
    for (;;) {
        while (!t->stop && !t->rows) pthread_cond_wait(&t->changed, &t->mutex);
        if (!t->rows) break;
        bm_status st = t->status;
        pthread_mutex_unlock(&t->mutex);
        if (st == BM_OK) st = bm_sink_incidents(t->ctx, t->sink, t->naming, t->rows, t->n);
        pthread_mutex_lock(&t->mutex);
        t->status = st;
        t->rows = NULL;
        pthread_cond_broadcast(&t->changed);
    }
    pthread_mutex_unlock(&t->mutex);
    return NULL;
}

bm_status bm_sink_thread_start(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                               struct bm_sink_thread **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);
    if (st != BM_OK) return st;
    struct bm_sink_thread *t = p;
    *t = (struct bm_sink_thread){.owner = ctx, .sink = sink, .naming = naming};
    if (bm_ctx_fork(ctx, &t->ctx) != BM_OK) {
        bm_free(ctx, t);
        return bm_fail(ctx, BM_ENOMEM, "out of memory for the thread that writes '%s'", sink->type->file);
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
    return bm_fail(ctx, BM_EIO, "cannot start the thread that writes '%s'", sink->type->file);
}

void bm_sink_thread_give(struct bm_sink_thread *t, const bm_row *rows, size_t n)
{
    if (n == 0) return;
    pthread_mutex_lock(&t->mutex);
    t->rows = rows;
    t->n = n;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->mutex);
}

bm_status bm_sink_thread_wait(bm_ctx *ctx, struct bm_sink_thread *t)
{
    pthread_mutex_lock(&t->mutex);
    while (t->rows) pthread_cond_wait(&t->changed, &t->mutex);
    bm_status st = t->status;
    pthread_mutex_unlock(&t->mutex);
    return st == BM_OK ? BM_OK : bm_fail(ctx, st, "%s", bm_ctx_error(t->ctx));
}

void bm_sink_thread_stop(struct bm_sink_thread *t)
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
