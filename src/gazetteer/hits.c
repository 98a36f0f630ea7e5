/* The places found so far for one name: each once. */
#include "gazetteer/locator.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#define MAX_HITS 20000u

static size_t slot_of(const bm_locator *locator, uint32_t gazetteer_at, uint32_t place)
{
    uint64_t mixed = ((uint64_t)gazetteer_at << 32 | place) * 0x9e3779b97f4a7c15u;
    size_t mask = locator->cap_seen - 1, i = (size_t)(mixed >> 32) & mask;

    for (;; i = (i + 1) & mask) {
        const struct gz_seen *seen = &locator->seen[i];
        if (seen->round != locator->round) return i;
        const struct gz_hit *hit = &locator->hits[seen->hit];
        if (hit->place == place && hit->gazetteer_at == gazetteer_at) return i;
    }
}

static void remember(bm_locator *locator, size_t hit)
{
    const struct gz_hit *row = &locator->hits[hit];

    locator->seen[slot_of(locator, row->gazetteer_at, row->place)] =
        (struct gz_seen){locator->round, (uint32_t)hit};
}

bm_status gz_hits_begin(bm_ctx *ctx, bm_locator *locator)
{
    if (locator->cap_seen < 2 * locator->n_hits + 64) {
        size_t cap = locator->cap_seen ? locator->cap_seen : 256;
        struct gz_seen *seen;
        while (cap < 2 * locator->n_hits + 64) cap *= 2;
        bm_status st = bm_calloc(ctx, cap, sizeof *seen, (void **)&seen);
        if (st != BM_OK) return st;
        bm_free(ctx, locator->seen);
        locator->seen = seen;
        locator->cap_seen = cap;
        locator->round = 0;
    }
    if (++locator->round == 0) {
        memset(locator->seen, 0, locator->cap_seen * sizeof *locator->seen);
        locator->round = 1;
    }
    for (size_t i = 0; i < locator->n_hits; i++) remember(locator, i);
    return BM_OK;
}

bm_status gz_hits_add(bm_ctx *ctx, bm_locator *locator, const struct gz_hit *hit)
{
    const struct gz_seen *seen = &locator->seen[slot_of(locator, hit->gazetteer_at, hit->place)];
    bm_status st;

    if (seen->round == locator->round) {
        struct gz_hit *old = &locator->hits[seen->hit];
        if (hit->level < old->level || (hit->level == old->level && hit->likeness > old->likeness))
            *old = *hit;
        return BM_OK;
    }
    if (locator->n_hits >= MAX_HITS) return BM_OK;
    if ((st = bm_grow(ctx, (void **)&locator->hits, &locator->cap_hits, locator->n_hits + 1, sizeof *hit)) !=
        BM_OK)
        return st;
    locator->hits[locator->n_hits++] = *hit;
    if (locator->cap_seen < 2 * locator->n_hits + 64) return gz_hits_begin(ctx, locator);
    remember(locator, locator->n_hits - 1);
    return BM_OK;
}

static int best_first(const void *a, const void *b)
{
    const struct gz_rank *x = a, *y = b;

    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->gazetteer_at != y->gazetteer_at) return x->gazetteer_at < y->gazetteer_at ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* Hits are large: their ranks are sorted, and each hit is moved once. */
bm_status gz_hits_sort(bm_ctx *ctx, bm_locator *locator)
{
    size_t n = locator->n_hits, cap = locator->cap_hits;
    struct gz_hit *hits = locator->hits;
    bm_status st;

    if (n < 2) return BM_OK;
    if ((st = bm_grow(ctx, (void **)&locator->ranks, &locator->cap_ranks, n, sizeof *locator->ranks)) !=
            BM_OK ||
        (st = bm_grow(ctx, (void **)&locator->sorted, &locator->cap_sorted, n, sizeof *hits)) != BM_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        locator->ranks[i] = (struct gz_rank){hits[i].score, hits[i].gazetteer_at, hits[i].place, (uint32_t)i};
    qsort(locator->ranks, n, sizeof *locator->ranks, best_first);
    for (size_t i = 0; i < n; i++) locator->sorted[i] = hits[locator->ranks[i].hit];
    locator->hits = locator->sorted;
    locator->cap_hits = locator->cap_sorted;
    locator->sorted = hits;
    locator->cap_sorted = cap;
    return BM_OK;
}
