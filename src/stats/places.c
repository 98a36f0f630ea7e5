#include "stats/places.h"
#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(const struct bm_place_tally *place)
{
    struct {
        double lon_deg, lat_deg, dist_m;
        int32_t dyad, segment;
        char country[8];
    } key;
    memset(&key, 0, sizeof key);
    key.lon_deg = place->point.lon_deg + 0.0; /* -0 is 0 */
    key.lat_deg = place->point.lat_deg + 0.0;
    key.dist_m = place->dist_m;
    key.dyad = place->dyad;
    key.segment = place->segment;
    memcpy(key.country, place->country, sizeof place->country);
    return bm_hash(&key, sizeof key);
}

static bool kept(const struct bm_places *places, uint64_t hash)
{
    return places->bits == 0 || hash >> (64 - places->bits) == 0;
}

static void index_item(struct bm_places *places, size_t item)
{
    size_t mask = places->n_slots - 1, i = (size_t)places->items[item].hash & mask;
    while (places->slots[i]) i = (i + 1) & mask;
    places->slots[i] = (uint32_t)item + 1;
}

static bm_status reindex(bm_ctx *ctx, struct bm_places *places, size_t n_slots)
{
    void *p;
    bm_status st = bm_calloc(ctx, n_slots, sizeof *places->slots, &p);
    if (st != BM_OK) return st;
    bm_free(ctx, places->slots);
    places->slots = p;
    places->n_slots = n_slots;
    for (size_t i = 0; i < places->n; i++) index_item(places, i);
    return BM_OK;
}

static bm_status thin(bm_ctx *ctx, struct bm_places *places)
{
    size_t n = 0;
    places->bits++;
    for (size_t i = 0; i < places->n; i++)
        if (kept(places, places->items[i].hash)) places->items[n++] = places->items[i];
    places->n = n;
    return reindex(ctx, places, places->n_slots);
}

static bm_status add_hashed(bm_ctx *ctx, struct bm_places *places, const struct bm_place_tally *place)
{
    size_t max = places->max ? places->max : BM_PLACES_KEPT;
    bm_status st = BM_OK;
    if (!kept(places, place->hash)) return BM_OK;
    if (2 * (places->n + 1) > places->n_slots &&
        (st = reindex(ctx, places, places->n_slots ? 2 * places->n_slots : 256)) != BM_OK)
        return st;
    size_t mask = places->n_slots - 1, i = (size_t)place->hash & mask;
    for (; places->slots[i]; i = (i + 1) & mask) {
        struct bm_place_tally *item = &places->items[places->slots[i] - 1];
        if (item->hash != place->hash) continue;
        item->n += place->n;
        item->killed += place->killed;
        item->n_certain += place->n_certain;
        return BM_OK;
    }
    st = bm_grow(ctx, (void **)&places->items, &places->cap, places->n + 1, sizeof *places->items);
    if (st != BM_OK) return st;
    places->items[places->n++] = *place;
    places->slots[i] = (uint32_t)places->n;
    while (st == BM_OK && places->n > max) st = thin(ctx, places);
    return st;
}

bm_status bm_places_add(bm_ctx *ctx, struct bm_places *places, const struct bm_place_tally *place)
{
    struct bm_place_tally hashed = *place;
    hashed.hash = hash_of(place);
    return add_hashed(ctx, places, &hashed);
}

bm_status bm_places_merge(bm_ctx *ctx, struct bm_places *into, const struct bm_places *from)
{
    bm_status st = BM_OK;
    while (st == BM_OK && into->bits < from->bits) st = thin(ctx, into);
    for (size_t i = 0; st == BM_OK && i < from->n; i++) st = add_hashed(ctx, into, &from->items[i]);
    return st;
}

static int by_hash(const void *left, const void *right)
{
    const struct bm_place_tally *a = left, *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

bm_status bm_places_sorted(bm_ctx *ctx, const struct bm_places *places, struct bm_place_tally **out)
{
    void *p;
    bm_status st = bm_calloc(ctx, places->n, sizeof **out, &p);
    *out = p;
    if (st != BM_OK || places->n == 0) return st;
    memcpy(*out, places->items, places->n * sizeof **out);
    qsort(*out, places->n, sizeof **out, by_hash);
    return BM_OK;
}

void bm_places_free(bm_ctx *ctx, struct bm_places *places)
{
    bm_free(ctx, places->items);
    bm_free(ctx, places->slots);
    *places = (struct bm_places){0};
}
