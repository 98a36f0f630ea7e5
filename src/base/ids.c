#include "base/ids.h"
#include "base/map.h"
#include "base/mem.h"

/* Room for all that are ever remembered, four fifths full; taken at once when there are many, since the old room
 * and the new one are held together while hashes are moved. */
enum { FIRST = 4096, MANY = 1 << 20, ROOM = BM_IDS_MAX / 4 * 5 };

/* A hash's own slot is where it stands among all 64-bit numbers. */
static uint64_t *slot_of(uint64_t *hashes, size_t cap, uint64_t hash)
{
    size_t i = (size_t)((hash >> 32) * cap >> 32);
    while (hashes[i] && hashes[i] != hash) i = i + 1 < cap ? i + 1 : 0;
    return &hashes[i];
}

static bm_status enlarge(bm_ctx *ctx, struct bm_ids *ids)
{
    size_t cap = !ids->cap ? FIRST : ids->cap < MANY ? ids->cap * 2 : ROOM;
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
    if (ids->n < BM_IDS_MAX && (ids->n + 1) * 5 > ids->cap * 4) {
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
