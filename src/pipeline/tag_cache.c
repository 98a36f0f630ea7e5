#include "pipeline/tag_cache.h"
#include "base/mem.h"
#include "bordermap/incident.h"

#include <string.h>

/* Beyond these the cache starts anew: about 14 MB of tags, 16 MB of their lists. */
enum { MAX_TAGS = 65536, MAX_LIST_BYTES = 16 << 20 };

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

/* Copies of what a tag has in an arena. */
static bool copy_lists(bm_arena *arena, bm_tag *tag)
{
    bool ok = true;
    bm_str shares = {(const char *)tag->shares, tag->n_shares * sizeof *tag->shares};
    bm_str samples = {(const char *)tag->sample_m, tag->n_samples * sizeof *tag->sample_m};
    bm_str dyads = {(const char *)tag->sample_dyad, tag->n_samples * sizeof *tag->sample_dyad};

    tag->shares = (const bm_share *)(const void *)bm_arena_copy(arena, shares, &ok).p;
    tag->sample_m = (const float *)(const void *)bm_arena_copy(arena, samples, &ok).p;
    tag->sample_dyad = (const int32_t *)(const void *)bm_arena_copy(arena, dyads, &ok).p;
    return ok;
}

/* Keeps a copy of the tag and its lists under the key. */
static bm_status remember(bm_ctx *ctx, struct bm_tag_cache *cache, const struct key *key, const bm_tag *tag)
{
    bm_tag copy = *tag;
    uint64_t *slot;
    bool added;
    if (cache->n == MAX_TAGS || cache->list_bytes > MAX_LIST_BYTES) {
        bm_map_clear(&cache->map);
        bm_arena_reset(cache->arena);
        cache->n = 0;
        cache->list_bytes = 0;
    }
    void *tags = cache->tags;
    bm_status st = bm_grow(ctx, &tags, &cache->cap, cache->n + 1, sizeof copy);
    cache->tags = tags;
    if (st != BM_OK) return st;
    bool ok = true;
    bm_str kept = bm_arena_copy(cache->arena, (bm_str){(const char *)key, sizeof *key}, &ok);
    cache->list_bytes += copy.n_shares * sizeof *copy.shares +
                         copy.n_samples * (sizeof *copy.sample_m + sizeof *copy.sample_dyad);
    if (!copy_lists(cache->arena, &copy) || !ok)
        return bm_fail(ctx, BM_ENOMEM, "out of memory for remembered places");
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
    return copy_lists(arena, out) ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for shares");
}
