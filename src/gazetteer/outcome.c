/* From a hit to the columns of a row, with the precision codes.
 *
 * UCDP where_prec: 1 the place itself, 2 within some 25 km of it, 3 district, 4 province, 5 larger or
 * relative, 6 country. ACLED: 1 town, 2 part of a region or near a town, 3 larger region. GTD specificity: 1
 * town, 2 a town known only by its district, 3 district, 4 province, 5 unknown or larger. */
#include "gazetteer/locator.h"

#include "base/str.h"

#include <math.h>

#define PLACE_M    3000.0 /* a village's own kilometre, and the arc minute that its coordinates are good to */
#define DENSITY    0.0088 /* people on a square metre of built-up ground, a disc around the point */
#define FEATURE_M  12000.0 /* a valley, a mountain, a reservoir */
#define SPELLING_M 6000.0  /* more for a name that only sounds alike, */
#define TYPO_M     25000.0 /* ... or differs by a consonant */
#define DOUBT_M    35000.0 /* more the less likely the place is, up to this */

void gz_place_clear(bm_place *out)
{
    *out = (bm_place){.score = NAN, .rad_m = NAN, .point = {NAN, NAN}};
}

bm_match gz_match_of(enum gz_level level)
{
    static const bm_match matches[] = {
        [GZ_EXACT] = BM_MATCH_EXACT,   [GZ_FOLDED] = BM_MATCH_FOLDED,    [GZ_GENERIC] = BM_MATCH_FOLDED,
        [GZ_TOKENS] = BM_MATCH_FOLDED, [GZ_SPELLED] = BM_MATCH_SKELETON, [GZ_SKELETON] = BM_MATCH_SKELETON,
        [GZ_FUZZY] = BM_MATCH_FUZZY};

    return matches[level];
}

double gz_extent_m(const struct gz_place *place)
{
    if (place->feat_class != 'P' && place->feat_class != 'S') return FEATURE_M;
    return PLACE_M + sqrt(place->population / (DENSITY * 3.141592653589793)); /* four million: 15 km */
}

/* The readable name of an admin row, else its code. */
static bm_str admin_name(const bm_gazetteer *gazetteer, uint32_t row, uint32_t code)
{
    bm_str name = row < gazetteer->n_places ? gz_text(gazetteer, gazetteer->places[row].name) : (bm_str){0};

    return name.len ? name : gz_text(gazetteer, code);
}

static bm_str feat_of(const struct gz_place *place)
{
    size_t n = strnlen(place->feat, sizeof place->feat);

    return n ? bm_str_of(place->feat, n) : (bm_str){0};
}

static void set_gazetteer_columns(const bm_gazetteer *gazetteer, uint32_t at, bm_place *out)
{
    const struct gz_place *place = &gazetteer->places[at];
    int level = gz_row_level(place);

    out->gaz_name = gz_text(gazetteer, place->name);
    out->gaz_id = gz_text(gazetteer, place->id);
    out->feat = feat_of(place);
    out->adm1 = level == 1 ? out->gaz_name : admin_name(gazetteer, place->admin1, place->adm1_code);
    out->adm2 = level == 2 ? out->gaz_name : admin_name(gazetteer, place->admin2, place->adm2_code);
    if (gz_row_is_country(place)) out->adm1 = out->adm2 = (bm_str){0};
    memcpy(out->iso3, place->iso3, 3);
    out->iso3[3] = 0;
}

void gz_outcome_point(const struct gz_hit *hit, bm_place *out)
{
    const struct gz_place *place = gz_hit_place(hit);
    bool is_town = place->feat_class == 'P' || place->feat_class == 'S';

    set_gazetteer_columns(hit->gazetteer, hit->place, out);
    out->match = gz_match_of(hit->level);
    out->status = BM_RESOLVED;
    out->reason = NULL;
    out->score = hit->right;
    out->has_point = true;
    out->point = gz_hit_point(hit);
    out->rad_m = gz_extent_m(place) + DOUBT_M * (1 - out->score) +
                 (hit->level == GZ_FUZZY      ? TYPO_M
                  : hit->level == GZ_SKELETON ? SPELLING_M
                                              : 0);
    out->geo_prec = is_town ? 1 : 2;
    out->acled_prec = is_town ? 1 : 2;
    out->gtd_spec = is_town ? 1 : 3;
}

void gz_outcome_area(const bm_gazetteer *gazetteer, uint32_t place, bm_place *out)
{
    const struct gz_place *row = &gazetteer->places[place];
    int level = gz_row_is_country(row) ? 0 : gz_row_level(row);

    set_gazetteer_columns(gazetteer, place, out);
    out->match = BM_MATCH_AREA;
    out->status = BM_COARSE;
    out->has_point = false;
    out->point = (bm_ll){NAN, NAN};
    out->rad_m = NAN;
    (void)gz_area_of_place(gazetteer, place, &out->area);
    if (gz_row_is_country(row)) {
        out->geo_prec = 6;
        out->acled_prec = 3;
        out->gtd_spec = 5;
        out->reason = "only a country is named";
    } else if (level == 1) {
        out->geo_prec = 4;
        out->acled_prec = 3;
        out->gtd_spec = 4;
        out->reason = "only a province is named";
    } else {
        out->geo_prec = 3;
        out->acled_prec = 2;
        out->gtd_spec = 3;
        out->reason = "only a district is named";
    }
}

void gz_outcome_country(const bm_locator *locator, const char *iso3, bm_place *out)
{
    const bm_gazetteer *found = NULL;
    uint32_t row = BM_GZ_NONE;

    for (size_t i = 0; i < locator->n_gazetteers; i++) { /* the first with an outline, else the first */
        uint32_t place = gz_country_row(locator->gazetteers[i], iso3);
        bool outlined = place != BM_GZ_NONE && locator->gazetteers[i]->places[place].area != BM_GZ_NONE;
        if (place == BM_GZ_NONE || (found && !outlined)) continue;
        found = locator->gazetteers[i];
        row = place;
        if (outlined) break;
    }
    if (found) {
        gz_outcome_area(found, row, out);
    } else {
        out->match = BM_MATCH_AREA;
        out->status = BM_COARSE;
        out->geo_prec = 6;
        out->acled_prec = 3;
        out->gtd_spec = 5;
        out->reason = "only a country is named, and no gazetteer has its outline";
        memcpy(out->iso3, iso3, 4);
    }
    out->score = 0.99;
}

bm_status gz_candidates_of(bm_ctx *ctx, const bm_locator *locator, size_t max, bm_arena *arena,
                           const bm_candidate **out, size_t *n)
{
    size_t count = locator->n_hits < max ? locator->n_hits : max;
    bm_candidate *candidates = bm_arena_calloc(arena, count + 1, sizeof *candidates);

    *out = NULL;
    *n = 0;
    if (!candidates) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        bm_place place;
        gz_place_clear(&place);
        set_gazetteer_columns(hit->gazetteer, hit->place, &place);
        candidates[i] = (bm_candidate){.name = place.gaz_name,
                                       .gaz_id = place.gaz_id,
                                       .feat = place.feat,
                                       .adm1 = place.adm1,
                                       .adm2 = place.adm2,
                                       .point = gz_hit_point(hit),
                                       .match = gz_match_of(hit->level),
                                       .score = hit->chance};
        memcpy(candidates[i].iso3, place.iso3, 4);
        candidates[i].reason = gz_reason(ctx, hit, arena);
    }
    *out = candidates;
    *n = count;
    return BM_OK;
}

bm_status gz_outcome_candidates(bm_ctx *ctx, const bm_locator *locator, size_t max, bm_arena *arena,
                                bm_place *out)
{
    return gz_candidates_of(ctx, locator, max, arena, &out->candidates, &out->n_candidates);
}
