#include "pipeline/tag_cache.h"
#include "base/mem.h"
#include "bordermap/incident.h"

#include <string.h>

/* Beyond this the cache starts anew: about 12 MB. */
enum { MAX_TAGS = 65536 };

/* Two places with the same bytes here have the same tag. An area is one by its outline's address: it belongs
 * to the gazetteer, which stays open. */
struct key {
    double lon_deg, lat_deg, rad_m;
    const bm_ll *outline;
    uint64_t n_rings_and_point;
    int64_t day; /* of borders that have days */
    char country[8];
};

bm_status bm_tag_cache_init(bm_ctx *ctx, struct bm_tag_cache *cache)
{
    *cache = (struct bm_tag_cache){0};
    bm_map_init(&cache->map, ctx);
    return bm_arena_create(ctx, &cache->arena);
}

void bm_tag_cache_free(bm_ctx *ctx, struct bm_tag_cache *cache)
{
    if (cache->map.ctx) bm_map_free(&cache->map);
    bm_arena_destroy(cache->arena);
    bm_free(ctx, cache->tags);
}

static struct key key_of(const bm_where *where)
{
    struct key key;
    memset(&key, 0, sizeof key);
    if (where->has_point) {
        key.lon_deg = where->point.lon_deg;
        key.lat_deg = where->point.lat_deg;
    }
    key.rad_m = where->rad_m > 0 ? where->rad_m : 0;
    key.outline = where->area.n_rings ? where->area.pts : NULL;
    memcpy(key.country, where->country, sizeof where->country);
    key.n_rings_and_point = (uint64_t)where->area.n_rings << 1 | where->has_point;
    key.day = where->has_day ? where->day : BM_NO_DAY;
    return key;
}

/* Keeps a copy of the tag and its shares under the key. */
static bm_status remember(bm_ctx *ctx, struct bm_tag_cache *cache, const struct key *key, const bm_tag *tag)
{
    bm_tag copy = *tag;
    uint64_t *slot;
    bool added;
    if (cache->n == MAX_TAGS) {
        bm_map_clear(&cache->map);
        bm_arena_reset(cache->arena);
        cache->n = 0;
    }
    void *tags = cache->tags;
    bm_status st = bm_grow(ctx, &tags, &cache->cap, cache->n + 1, sizeof copy);
    cache->tags = tags;
    if (st != BM_OK) return st;
    bool ok = true;
    bm_str kept = bm_arena_copy(cache->arena, (bm_str){(const char *)key, sizeof *key}, &ok);
    if (copy.n_shares) {
        bm_str shares = {(const char *)copy.shares, copy.n_shares * sizeof *copy.shares};
        copy.shares = (const bm_share *)(const void *)bm_arena_copy(cache->arena, shares, &ok).p;
    }
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for remembered places");
    if ((st = bm_map_add(&cache->map, kept, &slot, &added)) != BM_OK) return st;
    *slot = cache->n;
    cache->tags[cache->n++] = copy;
    return BM_OK;
}

bm_status bm_tag_cached(bm_ctx *ctx, struct bm_tag_cache *cache, bm_tagger *tagger, const bm_where *where,
                        bm_arena *arena, bm_tag *out)
{
    struct key key = key_of(where);
    const uint64_t *known = bm_map_find(&cache->map, (bm_str){(const char *)&key, sizeof key});
    if (!known) {
        bm_status st = bm_tag_place(ctx, tagger, where, arena, out);
        return st == BM_OK ? remember(ctx, cache, &key, out) : st;
    }
    *out = cache->tags[*known];
    if (out->n_shares) {
        bool ok = true;
        bm_str shares = {(const char *)out->shares, out->n_shares * sizeof *out->shares};
        out->shares = (const bm_share *)(const void *)bm_arena_copy(arena, shares, &ok).p;
        if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for shares");
    }
    return BM_OK;
}
