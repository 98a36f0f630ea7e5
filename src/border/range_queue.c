#include "border/range_queue.h"

#include "base/mem.h"

/* A binary heap. */
static bool before(const struct bm_range_item *a, const struct bm_range_item *b)
{
    if (a->key != b->key) return a->key < b->key;
    return a->arrival < b->arrival;
}

bm_status bm_range_push(bm_ctx *ctx, struct bm_range_queue *queue, const struct bm_range_item *item)
{
    void *items = queue->items;
    bm_status st = bm_grow(ctx, &items, &queue->cap, queue->n + 1, sizeof *item);
    struct bm_range_item added = *item;
    size_t at;

    queue->items = items;
    if (st != BM_OK) return st;
    added.arrival = queue->arrivals++;
    for (at = queue->n++; at > 0 && before(&added, &queue->items[(at - 1) / 2]); at = (at - 1) / 2)
        queue->items[at] = queue->items[(at - 1) / 2];
    queue->items[at] = added;
    return BM_OK;
}

bool bm_range_pop(struct bm_range_queue *queue, struct bm_range_item *out)
{
    struct bm_range_item last;
    size_t at = 0;

    if (queue->n == 0) return false;
    *out = queue->items[0];
    last = queue->items[--queue->n];
    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= queue->n) break;
        if (child + 1 < queue->n && before(&queue->items[child + 1], &queue->items[child])) child++;
        if (!before(&queue->items[child], &last)) break;
        queue->items[at] = queue->items[child];
        at = child;
    }
    if (queue->n > 0) queue->items[at] = last;
    return true;
}

void bm_range_clear(struct bm_range_queue *queue)
{
    queue->n = 0;
}

void bm_range_free(bm_ctx *ctx, struct bm_range_queue *queue)
{
    bm_free(ctx, queue->items);
    *queue = (struct bm_range_queue){0};
}
