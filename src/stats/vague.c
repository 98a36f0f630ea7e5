#include "stats/vague.h"
#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Resolved and vague rows of one area stay apart: only the former have a distance of their own. */
static uint64_t hash_of(const struct bm_vague *rows, const float *samples)
{
    struct {
        uint64_t samples;
        double dist_m;
    } key = {bm_hash(samples, rows->n_samples * sizeof *samples), rows->n_points ? rows->dist_m : -1};
    return bm_hash(&key, sizeof key);
}

static bool kept(const struct bm_vagues *vagues, uint64_t hash)
{
    return vagues->bits == 0 || hash >> (64 - vagues->bits) == 0;
}

static bm_status reindex(bm_ctx *ctx, struct bm_vagues *vagues, size_t n_slots)
{
    void *p;
    bm_status st = bm_calloc(ctx, n_slots, sizeof *vagues->slots, &p);
    if (st != BM_OK) return st;
    bm_free(ctx, vagues->slots);
    vagues->slots = p;
    vagues->n_slots = n_slots;
    for (size_t item = 0; item < vagues->n; item++) {
        size_t i = (size_t)vagues->items[item].hash & (n_slots - 1);
        while (vagues->slots[i]) i = (i + 1) & (n_slots - 1);
        vagues->slots[i] = (uint32_t)item + 1;
    }
    return BM_OK;
}

static bm_status thin(bm_ctx *ctx, struct bm_vagues *vagues)
{
    size_t n = 0, n_samples = 0;
    vagues->bits++;
    for (size_t i = 0; i < vagues->n; i++) {
        struct bm_vague item = vagues->items[i];
        if (!kept(vagues, item.hash)) continue;
        memmove(vagues->samples + n_samples, vagues->samples + item.first,
                item.n_samples * sizeof *vagues->samples);
        item.first = n_samples;
        n_samples += item.n_samples;
        vagues->items[n++] = item;
    }
    vagues->n = n;
    vagues->n_samples = n_samples;
    return reindex(ctx, vagues, vagues->n_slots);
}

static bm_status append(bm_ctx *ctx, struct bm_vagues *vagues, const struct bm_vague *rows,
                        const float *samples)
{
    bm_status st = bm_grow(ctx, (void **)&vagues->items, &vagues->cap, vagues->n + 1, sizeof *vagues->items);
    if (st == BM_OK)
        st = bm_grow(ctx, (void **)&vagues->samples, &vagues->cap_samples,
                     vagues->n_samples + rows->n_samples, sizeof *vagues->samples);
    if (st != BM_OK) return st;
    vagues->items[vagues->n] = *rows;
    vagues->items[vagues->n++].first = vagues->n_samples;
    memcpy(vagues->samples + vagues->n_samples, samples, rows->n_samples * sizeof *samples);
    vagues->n_samples += rows->n_samples;
    return BM_OK;
}

static bm_status add_hashed(bm_ctx *ctx, struct bm_vagues *vagues, const struct bm_vague *rows,
                            const float *samples)
{
    size_t max = vagues->max ? vagues->max : BM_VAGUE_POINTS_KEPT;
    bm_status st;
    if (!kept(vagues, rows->hash)) return BM_OK;
    if (2 * (vagues->n + 1) > vagues->n_slots &&
        (st = reindex(ctx, vagues, vagues->n_slots ? 2 * vagues->n_slots : 64)) != BM_OK)
        return st;
    size_t mask = vagues->n_slots - 1, i = (size_t)rows->hash & mask;
    for (; vagues->slots[i]; i = (i + 1) & mask) {
        struct bm_vague *item = &vagues->items[vagues->slots[i] - 1];
        if (item->hash != rows->hash) continue;
        item->n += rows->n;
        item->n_points += rows->n_points;
        return BM_OK;
    }
    if ((st = append(ctx, vagues, rows, samples)) != BM_OK) return st;
    vagues->slots[i] = (uint32_t)vagues->n;
    while (st == BM_OK && vagues->n_samples > max && vagues->bits < 63) st = thin(ctx, vagues);
    return st;
}

bm_status bm_vagues_add(bm_ctx *ctx, struct bm_vagues *vagues, const struct bm_vague *rows,
                        const float *samples)
{
    struct bm_vague hashed = *rows;
    hashed.hash = hash_of(rows, samples);
    return add_hashed(ctx, vagues, &hashed, samples);
}

bm_status bm_vagues_merge(bm_ctx *ctx, struct bm_vagues *into, const struct bm_vagues *from)
{
    bm_status st = BM_OK;
    while (st == BM_OK && into->bits < from->bits) st = thin(ctx, into);
    for (size_t i = 0; st == BM_OK && i < from->n; i++)
        st = add_hashed(ctx, into, &from->items[i], from->samples + from->items[i].first);
    return st;
}

static int by_hash(const void *left, const void *right)
{
    const struct bm_vague *a = left, *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

bm_status bm_vagues_sorted(bm_ctx *ctx, const struct bm_vagues *vagues, struct bm_vague **out)
{
    void *p;
    bm_status st = bm_calloc(ctx, vagues->n, sizeof **out, &p);
    *out = p;
    if (st != BM_OK || vagues->n == 0) return st;
    memcpy(*out, vagues->items, vagues->n * sizeof **out);
    qsort(*out, vagues->n, sizeof **out, by_hash);
    return BM_OK;
}

void bm_vagues_free(bm_ctx *ctx, struct bm_vagues *vagues)
{
    bm_free(ctx, vagues->items);
    bm_free(ctx, vagues->samples);
    bm_free(ctx, vagues->slots);
    *vagues = (struct bm_vagues){0};
}
