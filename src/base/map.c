#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t bm_hash(const void *p, size_t len)
{
    return XXH3_64bits(p, len);
}

void bm_map_init(bm_map *map, bm_ctx *ctx)
{
    *map = (bm_map){.ctx = ctx};
}

void bm_map_free(bm_map *map)
{
    bm_free(map->ctx, map->slots);
    bm_map_init(map, map->ctx);
}

void bm_map_clear(bm_map *map)
{
    if (map->slots) memset(map->slots, 0, map->cap * sizeof *map->slots);
    map->n = 0;
}

/* The key's slot, or the empty one where it belongs. cap > n. A slot is empty when key.p is NULL. */
static struct bm_map_slot *slot_of(const bm_map *map, uint64_t hash, bm_str key)
{
    size_t mask = map->cap - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct bm_map_slot *slot = &map->slots[i];
        if (!slot->key.p || (slot->hash == hash && bm_str_eq(slot->key, key))) return slot;
    }
}

uint64_t *bm_map_find(const bm_map *map, bm_str key)
{
    if (map->n == 0) return NULL;
    struct bm_map_slot *slot = slot_of(map, bm_hash(key.p, key.len), key);
    return slot->key.p ? &slot->value : NULL;
}

static bm_status rehash(bm_map *map, size_t cap)
{
    bm_map bigger = {.ctx = map->ctx, .cap = cap, .n = map->n};
    void *p;
    bm_status st = bm_calloc(map->ctx, cap, sizeof *bigger.slots, &p);
    if (st != BM_OK) return st;
    bigger.slots = p;
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].key.p) *slot_of(&bigger, map->slots[i].hash, map->slots[i].key) = map->slots[i];
    bm_free(map->ctx, map->slots);
    *map = bigger;
    return BM_OK;
}

bm_status bm_map_add(bm_map *map, bm_str key, uint64_t **value, bool *added)
{
    *value = NULL;
    *added = false;
    if ((map->n + 1) * 3 > map->cap * 2) {
        bm_status st = rehash(map, map->cap ? map->cap * 2 : 64);
        if (st != BM_OK) return st;
    }
    if (!key.p) key.p = "";
    uint64_t hash = bm_hash(key.p, key.len);
    struct bm_map_slot *slot = slot_of(map, hash, key);
    if (!slot->key.p) {
        *slot = (struct bm_map_slot){hash, key, 0};
        map->n++;
        *added = true;
    }
    *value = &slot->value;
    return BM_OK;
}
