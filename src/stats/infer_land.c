/* Ground and people within the bands, by the pool, and incidents by them. */
#include "stats/infer.h"

#include <math.h>
#include <string.h>

/* Of the whole only countries with incidents: others are in the pool for their borders' sake. */
static bool takes_part(const struct bm_infer *in, int32_t dyad, uint16_t country)
{
    if (!bm_infer_has_country(in, dyad, country)) return false;
    if (dyad >= 0) return true;
    for (size_t i = 0; i < in->n_places; i++)
        if (strcmp(in->places[i].country, in->pool->iso3[country]) == 0) return true;
    return false;
}

/* A share of each country's ground: as its land points, which stand for equal areas. */
static void add_land(const bm_null_pool *pool, size_t country, int32_t dyad, bm_band_stats *bands,
                     size_t n_bands)
{
    const bm_null_places *land = &pool->land;
    uint32_t first = land->first[country], to = land->first[country + 1];
    if (to == first) return;
    for (size_t b = 0; b < n_bands; b++) {
        uint64_t n = 0;
        for (uint32_t i = first; i < to; i++)
            n += (dyad < 0 || land->dyad[i] == dyad) && land->metres[i] <= bands[b].limit_m;
        bands[b].area_km2 += pool->land_km2[country] * (double)n / (to - first);
    }
}

static void add_people(const bm_null_pool *pool, size_t country, int32_t dyad, bm_band_stats *bands,
                       size_t n_bands)
{
    const bm_null_places *from = &pool->settlements;
    for (size_t b = 0; b < n_bands; b++)
        for (uint32_t i = from->first[country]; i < from->first[country + 1]; i++)
            if ((dyad < 0 || from->dyad[i] == dyad) && from->metres[i] <= bands[b].limit_m)
                bands[b].people += (double)from->people[i];
}

void bm_infer_land(struct bm_infer *in, struct bm_own *own)
{
    const bm_null_pool *pool = in->pool;
    bm_band_stats *bands = own->bands;
    size_t n_bands = own->stats->n_bands;
    for (size_t b = 0; b < n_bands; b++) {
        if (pool->land.first) bands[b].area_km2 = 0;
        if (pool->settlements.first) bands[b].people = 0;
    }
    for (size_t c = 0; c < pool->n_countries; c++) {
        if (!takes_part(in, own->dyad, (uint16_t)c)) continue;
        if (pool->land.first) add_land(pool, c, own->dyad, bands, n_bands);
        if (pool->settlements.first) add_people(pool, c, own->dyad, bands, n_bands);
    }
    for (size_t b = 0; b < n_bands; b++) {
        bm_band_stats *band = &bands[b];
        if (band->area_km2 > 0) band->rate_1000km2 = (double)band->n / band->area_km2 * 1000;
        if (band->people > 0) band->rate_100k = (double)band->n / band->people * 100000;
    }
}
