/* Hits beside each other: one place twice, and the chance of the best among its rivals. */
#include "gazetteer/locator.h"

#include "weights.inc"

#include <math.h>
#include <string.h>

#define N_RIVALS 64
#define TWIN_M   10000.0

double gz_chance_alone(double score)
{
    return 1 / (1 + exp(BM_W_MIDDLE - score));
}

double gz_score_for(double chance)
{
    return BM_W_MIDDLE + log(chance / (1 - chance));
}

int gz_area_level(const struct gz_hit *hit)
{
    return gz_row_is_country(gz_hit_place(hit)) ? 0 : gz_row_level(gz_hit_place(hit));
}

static bool are_areas(const struct gz_hit *a, const struct gz_hit *b)
{
    return gz_hit_place(a)->feat_class == 'A' && gz_hit_place(b)->feat_class == 'A' &&
           strncmp(gz_hit_place(a)->iso3, gz_hit_place(b)->iso3, 4) == 0;
}

/* One area in two gazetteers: their points for it may be far apart. */
static bool same_area(const struct gz_hit *a, const struct gz_hit *b)
{
    return are_areas(a, b) && gz_area_level(a) == gz_area_level(b) && a->level <= GZ_GENERIC &&
           b->level <= GZ_GENERIC;
}

/* Of one place twice, the better stays; of one place in two gazetteers, the first. Looks at the best
 * N_RIVALS. */
void gz_drop_twins(bm_locator *locator)
{
    size_t n = 0, limit = locator->n_hits < N_RIVALS ? locator->n_hits : N_RIVALS;

    for (size_t i = 0; i < limit; i++) {
        bool twin = false;
        for (size_t j = 0; j < n && !twin; j++) {
            const struct gz_hit *a = &locator->hits[j], *b = &locator->hits[i];
            if (a->gazetteer_at == b->gazetteer_at)
                twin = a->place == b->place;
            else
                twin = same_area(a, b) || (gz_hit_place(a)->feat_class == gz_hit_place(b)->feat_class &&
                                           bm_geodesic_m(gz_hit_point(a), gz_hit_point(b)) < TWIN_M);
        }
        if (!twin) locator->hits[n++] = locator->hits[i];
    }
    locator->n_hits = n;
}

/* chance: how convincing the sum is, times the share among rivals elsewhere. */
void gz_set_chances(bm_locator *locator)
{
    double rivals = 1;

    if (locator->n_hits == 0) return;
    for (size_t i = 1; i < locator->n_hits; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        if (gz_within_m(gz_hit_point(hit), gz_hit_point(locator->hits), GZ_RIVAL_M)) continue;
        if (are_areas(hit, locator->hits) && gz_area_level(hit) != gz_area_level(locator->hits)) continue;
        rivals += exp(BM_W_RIVAL * (hit->score - locator->hits->score));
    }
    for (size_t i = 0; i < locator->n_hits; i++) {
        struct gz_hit *hit = &locator->hits[i];
        double share = exp(BM_W_RIVAL * (hit->score - locator->hits->score)) / rivals;
        hit->chance = gz_chance_alone(hit->score) * (share < 1 ? share : 1);
    }
}
