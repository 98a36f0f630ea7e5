#include "pipeline/tag_cache.h"
#include "base/map.h"
#include "base/mem.h"
#include "bordermap/incident.h"
#include "pipeline/tags_kept.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* A part that holds so much starts anew: about 1 MB of tags and half a MB of their lists, 24 MB for all
 * parts. */
enum { PARTS = 16, MAX_TAGS = 4096, MAX_LIST_BYTES = 1 << 19 };

/* Two places with the same bytes here have the same tag. An area is one by its outline's address: it belongs
 * to the gazetteer, which stays open. */
struct key {
    double lon_deg, lat_deg, rad_m;
    const bm_ll *outline;
    uint64_t n_rings_and_point;
    int64_t day; /* of borders that have days */
    char country[8];
};

struct part {
    pthread_mutex_t mutex; /* over all below */
    bm_ctx *ctx;
    bm_map map;      /* from a key to an index of tags */
    bm_arena *arena; /* keys, shares and samples */
    bm_tag *tags;
    size_t n, cap;
    size_t list_bytes; /* of shares and samples */
};

/* When of the first TRIAL questions not one in 16 was known, most places are seen once: from then on one is asked
 * for and remembered only when it comes again, by marks of its hash, which are wiped when so many are set. */
enum { TRIAL = 8192, MARKS = 1 << 20, MOST_MARKS = MARKS / 8 };

struct bm_tag_cache {
    bm_ctx *ctx;
    atomic_uint n_asked, n_known; /* of the trial */
    _Atomic uint64_t marks[MARKS / 64];
    atomic_uint n_marks;
    struct part parts[PARTS];
    unsigned n;                /* parts that are ready */
    struct bm_kept_tags *kept; /* NULL: none */
};

static bm_status part_init(bm_ctx *ctx, struct part *part)
{
    bm_status st = bm_ctx_fork(ctx, &part->ctx);
    if (st != BM_OK) return bm_fail(ctx, st, "out of memory for remembered places");
    bm_map_init(&part->map, part->ctx);
    if (bm_arena_create(part->ctx, &part->arena) != BM_OK || pthread_mutex_init(&part->mutex, NULL) != 0) {
        bm_arena_destroy(part->arena);
        bm_ctx_destroy(part->ctx);
        return bm_fail(ctx, BM_ENOMEM, "out of memory for remembered places");
    }
    return BM_OK;
}

bm_status bm_tag_cache_create(bm_ctx *ctx, struct bm_tag_cache **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);
    if (st != BM_OK) return st;
    struct bm_tag_cache *cache = p;
    cache->ctx = ctx;
    for (; cache->n < PARTS; cache->n++)
        if ((st = part_init(ctx, &cache->parts[cache->n])) != BM_OK) {
            bm_tag_cache_destroy(cache);
            return st;
        }
    *out = cache;
    return BM_OK;
}

void bm_tag_cache_use(struct bm_tag_cache *cache, struct bm_kept_tags *kept)
{
    cache->kept = kept;
}

void bm_tag_cache_destroy(struct bm_tag_cache *cache)
{
    if (!cache) return;
    for (unsigned i = 0; i < cache->n; i++) {
        struct part *part = &cache->parts[i];
        bm_map_free(&part->map);
        bm_arena_destroy(part->arena);
        bm_free(part->ctx, part->tags);
        bm_ctx_destroy(part->ctx);
        pthread_mutex_destroy(&part->mutex);
    }
    bm_free(cache->ctx, cache);
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
    key.outline = where->area.n_rings ? where->area.pts + where->area.ring_first[0] : NULL;
    memcpy(key.country, where->country, sizeof where->country);
    key.n_rings_and_point = (uint64_t)where->area.n_rings << 1 | where->has_point;
    key.day = where->has_day ? where->day : BM_NO_DAY;
    return key;
}

static bool comes_again(struct bm_tag_cache *cache, uint64_t hash)
{
    _Atomic uint64_t *word = &cache->marks[hash / 64 % (MARKS / 64)];
    uint64_t mark = UINT64_C(1) << hash % 64;

    if (atomic_load_explicit(word, memory_order_relaxed) & mark) return true;
    atomic_fetch_or_explicit(word, mark, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&cache->n_marks, 1, memory_order_relaxed) < MOST_MARKS) return false;
    for (size_t i = 0; i < MARKS / 64; i++) atomic_store_explicit(&cache->marks[i], 0, memory_order_relaxed);
    atomic_store_explicit(&cache->n_marks, 0, memory_order_relaxed);
    return false;
}

/* Is a place without an area likely to be known, or to be asked for again? */
static bool is_worth_it(struct bm_tag_cache *cache, uint64_t hash)
{
    return atomic_load_explicit(&cache->n_asked, memory_order_relaxed) < TRIAL ||
           atomic_load_explicit(&cache->n_known, memory_order_relaxed) >= TRIAL / 16 || comes_again(cache, hash);
}

static void count_answer(struct bm_tag_cache *cache, bool known)
{
    if (atomic_load_explicit(&cache->n_asked, memory_order_relaxed) >= TRIAL) return;
    if (known) atomic_fetch_add_explicit(&cache->n_known, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&cache->n_asked, 1, memory_order_relaxed);
}

/* Copies of what a tag has in an arena; false when out of memory. */
static bool copy_lists(bm_arena *arena, bm_tag *tag)
{
    bool ok = true;
    bm_str shares = {(const char *)tag->shares, tag->n_shares * sizeof *tag->shares};
    bm_str samples = {(const char *)tag->sample_m, tag->n_samples * sizeof *tag->sample_m};
    bm_str dyads = {(const char *)tag->sample_dyad, tag->n_samples * sizeof *tag->sample_dyad};

    if (tag->n_shares) tag->shares = (const bm_share *)(const void *)bm_arena_copy(arena, shares, &ok).p;
    if (tag->n_samples == 0) return ok;
    tag->sample_m = (const float *)(const void *)bm_arena_copy(arena, samples, &ok).p;
    tag->sample_dyad = (const int32_t *)(const void *)bm_arena_copy(arena, dyads, &ok).p;
    return ok;
}

/* Keeps a copy of the tag and its lists under the key. The part is locked. */
static bm_status remember(struct part *part, const struct key *key, const bm_tag *tag)
{
    bm_tag copy = *tag;
    uint64_t *slot;
    bool added, ok = true;
    void *tags = part->tags;
    if (part->n == MAX_TAGS || part->list_bytes > MAX_LIST_BYTES) {
        bm_map_clear(&part->map);
        bm_arena_reset(part->arena);
        part->n = part->list_bytes = 0;
    }
    bm_status st = bm_grow(part->ctx, &tags, &part->cap, part->n + 1, sizeof copy);
    part->tags = tags;
    if (st != BM_OK) return st;
    bm_str kept = bm_arena_copy(part->arena, (bm_str){(const char *)key, sizeof *key}, &ok);
    part->list_bytes += copy.n_shares * sizeof *copy.shares +
                        copy.n_samples * (sizeof *copy.sample_m + sizeof *copy.sample_dyad);
    if (!copy_lists(part->arena, &copy) || !ok) return BM_ENOMEM;
    if ((st = bm_map_add(&part->map, kept, &slot, &added)) != BM_OK) return st;
    if (!added) return BM_OK; /* another thread was faster */
    *slot = part->n;
    part->tags[part->n++] = copy;
    return BM_OK;
}

/* What is known under the key, with its lists in the arena. */
static bm_status look_up(bm_ctx *ctx, struct part *part, bm_str key, bm_arena *arena, bool *known,
                         bm_tag *out)
{
    bool ok = true;

    pthread_mutex_lock(&part->mutex);
    const uint64_t *at = bm_map_find(&part->map, key);
    *known = at != NULL;
    if (at) {
        *out = part->tags[*at];
        ok = copy_lists(arena, out);
    }
    pthread_mutex_unlock(&part->mutex);
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for the shares of a place");
}

/* A place without an area, which an earlier build may have known. */
static bm_status tag_place(bm_ctx *ctx, struct bm_kept_tags *kept, bm_tagger *tagger, const struct key *key,
                           const bm_where *where, bm_arena *arena, bm_tag *out)
{
    bool known = false;
    bm_status st = BM_OK;

    if (kept) st = bm_kept_tags_find(ctx, kept, key, sizeof *key, arena, &known, out);
    if (st != BM_OK || known) return st;
    st = bm_tag_place(ctx, tagger, where, arena, out);
    return st == BM_OK && kept ? bm_kept_tags_add(ctx, kept, key, sizeof *key, out) : st;
}

/* The whole tag of a place without an area; of an area what its extent adds, into a tag that has the rest. */
static bm_status cached(bm_ctx *ctx, struct bm_tag_cache *cache, bm_tagger *tagger, const struct key *key,
                        const bm_where *where, bm_arena *arena, bm_tag *out)
{
    bm_str bytes = {(const char *)key, sizeof *key};
    uint64_t hash = bm_hash(bytes.p, bytes.len);
    struct part *part = &cache->parts[(hash >> 48) % PARTS];
    bool known;
    bm_status st;

    if (where->area.n_rings == 0 && !cache->kept && !is_worth_it(cache, hash))
        return bm_tag_place(ctx, tagger, where, arena, out);
    if ((st = look_up(ctx, part, bytes, arena, &known, out)) != BM_OK) return st;
    count_answer(cache, known);
    if (known) return BM_OK;
    st = where->area.n_rings ? bm_tag_extent(ctx, tagger, where, arena, out)
                             : tag_place(ctx, cache->kept, tagger, key, where, arena, out);
    if (st != BM_OK) return st;
    pthread_mutex_lock(&part->mutex);
    st = remember(part, key, out);
    pthread_mutex_unlock(&part->mutex);
    return st == BM_OK ? st : bm_fail(ctx, st, "out of memory for remembered places");
}

/* Of an area: its outline says all, whatever point the source gave with it. */
static bm_status cached_area(bm_ctx *ctx, struct bm_tag_cache *cache, bm_tagger *tagger,
                             const bm_where *where, bm_arena *arena, bm_tag *out)
{
    struct key key;
    bm_status st = bm_tag_point(ctx, tagger, where, out);
    if (st != BM_OK) return st;
    bm_where aim = *where;
    bm_tag extent = *out;
    aim.has_point = false;
    aim.rad_m = 0;
    if (out->side[0]) memcpy(aim.country, out->side, sizeof aim.country);
    key = key_of(&aim);
    if ((st = cached(ctx, cache, tagger, &key, where, arena, &extent)) != BM_OK) return st;
    out->dmin_m = extent.dmin_m;
    out->dmax_m = extent.dmax_m;
    out->shares = extent.shares;
    out->n_shares = extent.n_shares;
    out->sample_m = extent.sample_m;
    out->sample_dyad = extent.sample_dyad;
    out->n_samples = extent.n_samples;
    return BM_OK;
}

bm_status bm_tag_cached(bm_ctx *ctx, struct bm_tag_cache *cache, bm_tagger *tagger, const bm_where *where,
                        bm_arena *arena, bm_tag *out)
{
    struct key key = key_of(where);
    return where->area.n_rings ? cached_area(ctx, cache, tagger, where, arena, out)
                               : cached(ctx, cache, tagger, &key, where, arena, out);
}
