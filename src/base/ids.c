#include "base/ids.h"
#include "base/map.h"
#include "base/mem.h"

static uint64_t *slot_of(uint64_t *hashes, size_t cap, uint64_t hash)
{
    size_t i = (size_t)hash & (cap - 1);
    while (hashes[i] && hashes[i] != hash) i = (i + 1) & (cap - 1);
    return &hashes[i];
}

static bm_status enlarge(bm_ctx *ctx, struct bm_ids *ids)
{
    size_t cap = ids->cap ? ids->cap * 2 : 4096;
    void *p;
    bm_status st = bm_calloc(ctx, cap, sizeof *ids->hashes, &p);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < ids->cap; i++)
        if (ids->hashes[i]) *slot_of(p, cap, ids->hashes[i]) = ids->hashes[i];
    bm_free(ctx, ids->hashes);
    ids->hashes = p;
    ids->cap = cap;
    return BM_OK;
}

bm_status bm_ids_add(bm_ctx *ctx, struct bm_ids *ids, bm_str id, bool *seen)
{
    uint64_t hash = bm_hash(id.p, id.len);
    if (hash == 0) hash = 1;
    *seen = false;
    if (ids->n < BM_IDS_MAX && (ids->n + 1) * 2 > ids->cap) {
        bm_status st = enlarge(ctx, ids);
        if (st != BM_OK) return st;
    }
    uint64_t *slot = slot_of(ids->hashes, ids->cap, hash);
    if (*slot) {
        *seen = true;
    } else if (ids->n < BM_IDS_MAX) {
        *slot = hash;
        ids->n++;
    }
    return BM_OK;
}

void bm_ids_free(bm_ctx *ctx, struct bm_ids *ids)
{
    bm_free(ctx, ids->hashes);
    *ids = (struct bm_ids){0};
}
