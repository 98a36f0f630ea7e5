#include "pipeline/engine.h"
#include "base/mem.h"

#include <pthread.h>
#include <string.h>

enum slot_state { SLOT_FREE, SLOT_READY, SLOT_WORKING, SLOT_DONE };

struct engine {
    bm_ctx *ctx;
    const struct bm_engine_ops *ops;
    void *user;
    struct bm_slot *slots;
    size_t n_slots, n_ready; /* slots; those that were in use and have memory */
    uint64_t n_read, n_taken, n_written; /* batches so far */
    uint64_t n_left;                     /* batches that are out of use */
    bool stop;
    bm_status failure;       /* of the first worker that failed */
    const bm_ctx *failed_in; /* its context, which has the message */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

struct worker {
    struct engine *engine;
    bm_ctx *ctx;
    unsigned number;
    pthread_t thread;
    bool running;
};

static void slot_free(bm_ctx *ctx, struct bm_slot *slot)
{
    bm_incident_batch_free(&slot->in);
    bm_free(ctx, slot->places);
    bm_free(ctx, slot->tags);
    bm_free(ctx, slot->rows);
    if (slot->encoded.ctx) bm_buf_free(&slot->encoded);
}

static bm_status slot_init(bm_ctx *ctx, struct bm_slot *slot)
{
    bm_status st;
    void *places, *tags = NULL, *rows = NULL;
    bm_buf_init(&slot->encoded, ctx);
    if ((st = bm_incident_batch_init(ctx, BM_BATCH_ROWS, &slot->in)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, BM_BATCH_ROWS, sizeof *slot->places, &places)) != BM_OK) return st;
    slot->places = places;
    if ((st = bm_calloc(ctx, BM_BATCH_ROWS, sizeof *slot->tags, &tags)) != BM_OK) return st;
    slot->tags = tags;
    if ((st = bm_calloc(ctx, BM_BATCH_ROWS, sizeof *slot->rows, &rows)) != BM_OK) return st;
    slot->rows = rows;
    for (size_t i = 0; i < BM_BATCH_ROWS; i++)
        slot->rows[i] = (bm_row){&slot->in.rows[i], &slot->places[i], &slot->tags[i]};
    return BM_OK;
}

/* A small input needs one slot only. */
static bm_status ready_slot(struct engine *e, struct bm_slot *slot)
{
    if ((size_t)(slot - e->slots) < e->n_ready) return BM_OK;
    e->n_ready++;
    return slot_init(e->ctx, slot);
}

static bm_status read_batch(struct engine *e, struct bm_slot *slot, bool *end)
{
    *end = false;
    bm_status st = ready_slot(e, slot);
    if (st != BM_OK) return st;
    if (bm_ctx_interrupted(e->ctx)) return bm_fail(e->ctx, BM_EINTERRUPTED, "interrupted");
    bm_buf_clear(&slot->encoded);
    slot->placed = (bm_issue_list){.arena = slot->in.arena};
    return e->ops->read(e->ctx, e->user, slot, end);
}

static bm_status run_alone(struct engine *e, bm_ctx *ctx)
{
    struct bm_slot *slot = &e->slots[0];
    bm_status st;
    bool end;
    for (;;) {
        if ((st = read_batch(e, slot, &end)) != BM_OK || end) return st;
        if ((st = e->ops->work(ctx, e->user, 0, slot)) != BM_OK)
            return bm_fail(e->ctx, st, "%s", bm_ctx_error(ctx));
        if ((st = e->ops->write(e->ctx, e->user, slot)) != BM_OK) return st;
    }
}

static void *worker_main(void *p)
{
    struct worker *w = p;
    struct engine *e = w->engine;

    pthread_mutex_lock(&e->mutex);
    for (;;) {
        while (!e->stop && e->n_taken == e->n_read) pthread_cond_wait(&e->changed, &e->mutex);
        if (e->stop) break;
        struct bm_slot *slot = &e->slots[e->n_taken++ % e->n_slots];
        slot->state = SLOT_WORKING;
        pthread_mutex_unlock(&e->mutex);

        bm_status st = e->ops->work(w->ctx, e->user, w->number, slot);

        pthread_mutex_lock(&e->mutex);
        slot->state = SLOT_DONE;
        if (st != BM_OK && e->failure == BM_OK) {
            e->failure = st;
            e->failed_in = w->ctx;
        }
        e->stop = e->stop || st != BM_OK;
        pthread_cond_broadcast(&e->changed);
    }
    pthread_mutex_unlock(&e->mutex);
    return NULL;
}

/* Waits for the oldest batch and writes it. */
static bm_status write_oldest(struct engine *e)
{
    struct bm_slot *slot = &e->slots[e->n_written % e->n_slots];
    pthread_mutex_lock(&e->mutex);
    while (slot->state != SLOT_DONE && e->failure == BM_OK) pthread_cond_wait(&e->changed, &e->mutex);
    bm_status st = e->failure;
    pthread_mutex_unlock(&e->mutex);
    if (st != BM_OK) return bm_fail(e->ctx, st, "%s", bm_ctx_error(e->failed_in));
    st = e->ops->write(e->ctx, e->user, slot);
    slot->state = SLOT_FREE;
    e->n_left = e->n_written++; /* all but the one just written */
    return st;
}

/* True when a batch fits in without waiting and none is waiting to be written, or would be while the input
 * waits. */
static bool should_read(struct engine *e)
{
    pthread_mutex_lock(&e->mutex);
    bool full = e->n_read - e->n_left == e->n_slots;
    bool waiting = e->n_read > e->n_written && e->slots[e->n_written % e->n_slots].state == SLOT_DONE;
    pthread_mutex_unlock(&e->mutex);
    if (full || waiting) return false;
    return e->n_read == e->n_written || !e->ops->waits || !e->ops->waits(e->user);
}

static bm_status run_threaded(struct engine *e)
{
    bm_status st = BM_OK;
    bool end = false;
    while (st == BM_OK && (!end || e->n_written < e->n_read)) {
        if (end || !should_read(e)) {
            st = write_oldest(e);
            continue;
        }
        struct bm_slot *slot = &e->slots[e->n_read % e->n_slots];
        st = read_batch(e, slot, &end);
        if (st != BM_OK || end) continue;
        pthread_mutex_lock(&e->mutex);
        slot->state = SLOT_READY;
        e->n_read++;
        pthread_cond_broadcast(&e->changed);
        pthread_mutex_unlock(&e->mutex);
    }
    return st;
}

static bm_status start_workers(struct engine *e, struct worker *workers, bm_ctx *const *ctxs, unsigned jobs)
{
    for (unsigned i = 0; i < jobs; i++) {
        workers[i] = (struct worker){.engine = e, .number = i, .ctx = ctxs[i]};
        if (pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]) != 0)
            return bm_fail(e->ctx, BM_EIO, "cannot start worker thread %u of %u", i + 1, jobs);
        workers[i].running = true;
    }
    return BM_OK;
}

static void stop_workers(struct engine *e, struct worker *workers, unsigned jobs)
{
    pthread_mutex_lock(&e->mutex);
    e->stop = true;
    pthread_cond_broadcast(&e->changed);
    pthread_mutex_unlock(&e->mutex);
    for (unsigned i = 0; i < jobs; i++)
        if (workers[i].running) pthread_join(workers[i].thread, NULL);
}

bm_status bm_engine_run(bm_ctx *ctx, bm_ctx *const *ctxs, unsigned jobs, const struct bm_engine_ops *ops,
                        void *user)
{
    struct engine e = {.ctx = ctx, .ops = ops, .user = user, .n_slots = jobs > 1 ? 2 * (size_t)jobs + 3 : 1};
    void *slots = NULL, *workers = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, e.n_slots, sizeof *e.slots, &slots)) != BM_OK) goto done;
    e.slots = slots;
    if (jobs <= 1) {
        st = run_alone(&e, ctxs[0]);
        goto done;
    }
    if ((st = bm_calloc(ctx, jobs, sizeof(struct worker), &workers)) != BM_OK) goto done;
    pthread_mutex_init(&e.mutex, NULL);
    pthread_cond_init(&e.changed, NULL);
    st = start_workers(&e, workers, ctxs, jobs);
    if (st == BM_OK) st = run_threaded(&e);
    stop_workers(&e, workers, jobs);
    pthread_cond_destroy(&e.changed);
    pthread_mutex_destroy(&e.mutex);
done:
    if (ops->rest) {
        bm_status rested = ops->rest(ctx, user);
        if (st == BM_OK) st = rested;
    }
    for (size_t i = 0; i < e.n_ready; i++) slot_free(ctx, &e.slots[i]);
    bm_free(ctx, slots);
    bm_free(ctx, workers);
    return st;
}
