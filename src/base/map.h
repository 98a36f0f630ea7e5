/* A hash map from bytes to a number: open addressing over XXH3. Keys are not copied: they must outlive the
 * map. */
#ifndef BM_BASE_MAP_H
#define BM_BASE_MAP_H

#include "bordermap/ctx.h"

uint64_t bm_hash(const void *p, size_t len);

struct bm_map_slot {
    uint64_t hash;
    bm_str key;
    uint64_t value;
};
typedef struct bm_map {
    struct bm_map_slot *slots;
    size_t n, cap; /* cap is a power of two, or 0 */
    bm_ctx *ctx;
} bm_map;

void bm_map_init(bm_map *map, bm_ctx *ctx);
void bm_map_free(bm_map *map);
void bm_map_clear(bm_map *map);
/* The value's address, or NULL. Valid until the next bm_map_add. */
uint64_t *bm_map_find(const bm_map *map, bm_str key);
/* *value is the key's slot; *added says whether it is new (then *value is 0). */
BM_CHECKED bm_status bm_map_add(bm_map *map, bm_str key, uint64_t **value, bool *added);

#endif
