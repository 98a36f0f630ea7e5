/* Ranking: a sum of weights (geodata/weights.txt), then a chance from the sum and the rivals. */
#include "gazetteer/locator.h"

#include "base/str.h"
#include "weights.inc"

#include <math.h>

#define CONVINCING 5.0 /* a sum at which no other spelling is tried */
#define LIKE_SEAT  0.90
#define SEAT_M     30000.0
#define SATISFYING 4.0 /* ... and no typo */

const struct gz_place *gz_hit_place(const struct gz_hit *hit)
{
    return &hit->gazetteer->places[hit->place];
}

bm_ll gz_hit_point(const struct gz_hit *hit)
{
    const struct gz_place *place = gz_hit_place(hit);

    return (bm_ll){place->lon, place->lat};
}

/* Asked in Arabic writing, found in another: the same consonants are as much as names can have in common. The
 * other way round says less, since the places in question have Latin names as well. */
static bool is_other_script(const struct gz_query *query, const struct gz_hit *hit)
{
    bm_str name = gz_text(hit->gazetteer, hit->gazetteer->names[hit->name].text);

    return query->keys.phones.vowelless && bm_script_of(name) != BM_SCRIPT_ARABIC;
}

static double level_term(const struct gz_query *query, const struct gz_hit *hit)
{
    const double terms[] = {BM_W_LEVEL_EXACT,   BM_W_LEVEL_FOLDED,   BM_W_LEVEL_GENERIC, BM_W_LEVEL_TOKENS,
                            BM_W_LEVEL_SPELLED, BM_W_LEVEL_SKELETON, BM_W_LEVEL_FUZZY};

    if (hit->level == GZ_GENERIC) return terms[hit->level] + BM_W_PARTS_LIKENESS * (hit->likeness - 1);
    if (hit->level == GZ_SKELETON && is_other_script(query, hit))
        return BM_W_LEVEL_SCRIPT + BM_W_LIKENESS * (hit->likeness - 1);
    return terms[hit->level] + (hit->level >= GZ_SKELETON ? BM_W_LIKENESS * (hit->likeness - 1) : 0);
}

static double name_term(const struct gz_hit *hit)
{
    uint8_t kind = hit->gazetteer->names[hit->name].kind;

    return kind <= GZ_NAME_ASCII ? BM_W_NAME_MAIN : kind == GZ_NAME_HISTORIC ? BM_W_NAME_HISTORIC : 0;
}

#define AREA_VOTES (BM_VOTE_ADM1 | BM_VOTE_ADM2 | BM_VOTE_ADM3)

static double class_term(const struct gz_place *place, unsigned votes)
{
    bool country = gz_row_is_country(place);
    int level = gz_row_level(place);

    if (country) return BM_W_COUNTRY_ITSELF;
    if (place->feat_class == 'A') {
        unsigned kind = level == 1 ? BM_VOTE_ADM1 : level == 2 ? BM_VOTE_ADM2 : BM_VOTE_ADM3;
        if (votes & kind) return BM_W_AREA_VOTED;
        if ((votes & BM_VOTE_ADM2) && level == 3) return BM_W_AREA_VOTED;
        return votes & AREA_VOTES ? BM_W_AREA_KIND_OFF : BM_W_AREA_DEFAULT;
    }
    if (place->feat_class == 'P') {
        if (votes & BM_VOTE_TOWN) return BM_W_TOWN_VOTED;
        return votes & AREA_VOTES ? BM_W_TOWN_UNVOTED : 0;
    }
    if (votes &
        (BM_VOTE_VALLEY | BM_VOTE_MOUNTAIN | BM_VOTE_WATER | BM_VOTE_SITE | BM_VOTE_AREA | BM_VOTE_ROAD))
        return BM_W_OTHER_VOTED + BM_W_CLASS_OTHER;
    return BM_W_CLASS_OTHER;
}

static double seat_term(const struct gz_place *place)
{
    if (place->feat_class != 'P') return 0;
    if (gz_is_feat(place, "PPLC")) return BM_W_SEAT_COUNTRY;
    if (gz_is_feat(place, "PPLA")) return BM_W_SEAT_ADM1;
    if (gz_is_feat(place, "PPLA2")) return BM_W_SEAT_ADM2;
    return strncmp(place->feat, "PPLA", 4) == 0 ? BM_W_SEAT_ADM3 : 0;
}

static double fame_term(const struct gz_place *place)
{
    return BM_W_LOG_POPULATION * log10(1.0 + place->population) * (place->feat_class == 'P');
}

static double country_term(const struct gz_place *place, const struct gz_hints *hints)
{
    bool agrees = strncmp(place->iso3, hints->iso3, 4) == 0;

    if (!hints->iso3[0] || !place->iso3[0]) return 0;
    if (hints->iso3_is_bias) return agrees ? BM_W_BIAS_SAME : BM_W_BIAS_OTHER;
    return agrees ? BM_W_COUNTRY_SAME : BM_W_COUNTRY_OTHER;
}

static double between(double agreement, double same, double other)
{
    return agreement < 0 ? 0 : other + agreement * (same - other);
}

/* The generic words of the name agree too. */
static double kept_term(const struct gz_query *query, const struct gz_hit *hit)
{
    char l0[BM_FOLD_MAX];
    size_t n;

    if (!query->keys.votes || query->keys.n_l1 == query->keys.n_l2 || hit->level > GZ_FOLDED) return 0;
    n = bm_fold_l0(gz_text(hit->gazetteer, hit->gazetteer->names[hit->name].text), l0);
    return n == query->n_l0 && memcmp(l0, query->l0, n) == 0 ? BM_W_GENERIC_KEPT : 0;
}

static void set_term(struct gz_hit *hit, enum gz_term which, double value)
{
    hit->term[which] = (float)value;
    hit->score += value;
}

static void score_hit(bm_locator *locator, struct gz_hit *hit, const struct gz_hints *hints)
{
    const struct gz_query *query = &locator->query;
    const struct gz_place *place = gz_hit_place(hit);

    memset(hit->term, 0, sizeof hit->term);
    hit->score = 0;
    set_term(hit, GZ_T_LEVEL, level_term(query, hit));
    set_term(hit, GZ_T_NAME, name_term(hit));
    set_term(hit, GZ_T_CLASS, class_term(place, query->keys.votes));
    set_term(hit, GZ_T_SEAT, seat_term(place));
    set_term(hit, GZ_T_POPULATION, fame_term(place));
    set_term(hit, GZ_T_COUNTRY, country_term(place, hints));
    set_term(hit, GZ_T_GENERIC, kept_term(query, hit));
    if (place->flags & GZ_DEFUNCT) set_term(hit, GZ_T_DEFUNCT, BM_W_DEFUNCT);
    hit->inside1 = gz_agreement(hit, hints, 0);
    hit->inside2 = gz_agreement(hit, hints, 1);
    set_term(hit, GZ_T_ADMIN1, between(hit->inside1, BM_W_ADMIN1_SAME, BM_W_ADMIN1_OTHER));
    set_term(hit, GZ_T_ADMIN2, between(hit->inside2, BM_W_ADMIN2_SAME, BM_W_ADMIN2_OTHER));
    if (hints->near) {
        bool is_near = gz_within_m(gz_hit_point(hit), hints->near_point, hints->near_m);
        set_term(hit, GZ_T_NEAR, is_near ? BM_W_ADMIN2_SAME : 2 * BM_W_ADMIN2_OTHER);
        if (locator->slack_m > 0)
            locator->slack_m =
                fmin(locator->slack_m, gz_slack_m(gz_hit_point(hit), hints->near_point, hints->near_m));
    }
    set_term(hit, GZ_T_LATER, BM_W_LATER_GAZETTEER * hit->gazetteer_at);
}

/* The sum of what one hit has of its own is made once, however often the hits are ranked. */
static void score_anew(bm_locator *locator, struct gz_hit *hit, const struct gz_hints *hints)
{
    if (!hit->scored) {
        score_hit(locator, hit, hints);
        hit->base = hit->score;
        hit->scored = true;
        return;
    }
    hit->score = hit->base;
    hit->term[GZ_T_LARGEST] = hit->term[GZ_T_LONE_AREA] = 0;
}

/* "Victoria" is the city called so before Hong Kong, which some also call so. */
static bool is_city_by_main_name(const struct gz_hit *hit)
{
    return hit->gazetteer->names[hit->name].kind <= GZ_NAME_ASCII && gz_hit_place(hit)->population >= GZ_CITY;
}

/* The most people among the places of the best level get a bonus. */
static void reward_largest(bm_locator *locator)
{
    struct gz_hit *largest = NULL;

    for (size_t i = 0; i < locator->n_hits; i++) {
        struct gz_hit *hit = &locator->hits[i];
        uint32_t population = gz_hit_place(hit)->population;
        bool city = is_city_by_main_name(hit);
        if (hit->level > GZ_GENERIC || gz_hit_place(hit)->feat_class != 'P' || population == 0) continue;
        if (!largest || city > is_city_by_main_name(largest) ||
            (city == is_city_by_main_name(largest) && population > gz_hit_place(largest)->population))
            largest = hit;
    }
    if (largest) set_term(largest, GZ_T_LARGEST, BM_W_LARGEST);
}

static bool fits_country(const struct gz_hit *hit, const struct gz_hints *hints)
{
    return !hints->iso3[0] || hints->iso3_is_bias || strncmp(gz_hit_place(hit)->iso3, hints->iso3, 4) == 0;
}

/* A country, province or district with the very name, where the row's country allows it. */
static bool is_own_area(const struct gz_hit *hit, const struct gz_hints *hints)
{
    const struct gz_place *place = gz_hit_place(hit);

    return hit->level <= GZ_GENERIC && (gz_row_is_country(place) || gz_row_level(place) > 0) &&
           fits_country(hit, hints);
}

enum namesakes { NONE, HAMLETS, TOWNS };

static enum namesakes populated_namesakes(const bm_locator *locator, const struct gz_hints *hints)
{
    enum namesakes found = NONE;

    for (size_t i = 0; i < locator->n_hits; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        const struct gz_place *place = gz_hit_place(hit);
        if (hit->level > GZ_GENERIC || place->feat_class != 'P' || !fits_country(hit, hints)) continue;
        if (place->population > 0 || seat_term(place) > 0) return TOWNS;
        found = HAMLETS;
    }
    return found;
}

/* The area's seat has its name in another spelling or script. */
static bool has_seat_of_like_name(const bm_locator *locator, const struct gz_hit *area)
{
    for (size_t i = 0; i < locator->n_hits; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        const struct gz_place *place = gz_hit_place(hit);
        if (hit->level != GZ_SKELETON || hit->likeness < LIKE_SEAT || seat_term(place) <= 0 ||
            hit->gazetteer_at != area->gazetteer_at)
            continue;
        if (place->admin1 == area->place || place->admin2 == area->place ||
            bm_geodesic_m(gz_hit_point(hit), gz_hit_point(area)) < SEAT_M)
            return true;
    }
    return false;
}

/* Where no town has the name, an area of the name needs no cue; a province or country outdoes hamlets too. A
 * "village" of an area's name is not the area, unless at least the country is known. */
static void reward_lone_areas(bm_locator *locator, const struct gz_hints *hints)
{
    const unsigned votes = locator->query.keys.votes;
    bool stated = hints->iso3[0] && !hints->iso3_is_bias;
    enum namesakes others;

    if ((votes & BM_VOTE_TOWN) && !stated) return;
    if (votes & (BM_VOTE_WATER | BM_VOTE_MOUNTAIN | BM_VOTE_ROAD)) return;
    if ((others = populated_namesakes(locator, hints)) == TOWNS) return;
    for (size_t i = 0; i < locator->n_hits; i++) {
        struct gz_hit *hit = &locator->hits[i];
        bool large = gz_area_level(hit) < 2;
        if (!is_own_area(hit, hints) || (!votes && has_seat_of_like_name(locator, hit))) continue;
        if (others == NONE)
            set_term(hit, GZ_T_LONE_AREA, large ? BM_W_AREA_ALONE : 0.7 * BM_W_AREA_ALONE);
        else if (large && !(votes & BM_VOTE_TOWN))
            set_term(hit, GZ_T_LONE_AREA, BM_W_AREA_OVER_HAMLETS);
    }
}

static bm_status rank(bm_ctx *ctx, bm_locator *locator, const struct gz_hints *hints)
{
    for (size_t i = 0; i < locator->n_hits; i++) score_anew(locator, &locator->hits[i], hints);
    reward_largest(locator);
    reward_lone_areas(locator, hints);
    return gz_hits_sort(ctx, locator);
}

/* The postings keep one name of a place for each key; another one may have the very letters asked for. */
static void prefer_exact_name(const struct gz_query *query, struct gz_hit *hit)
{
    const bm_gazetteer *gazetteer = hit->gazetteer;
    char l0[BM_FOLD_MAX];
    uint32_t first = hit->name;

    if (hit->level != GZ_FOLDED) return;
    while (first > 0 && gazetteer->names[first - 1].place == hit->place) first--;
    for (uint32_t i = first; i < gazetteer->n_names && gazetteer->names[i].place == hit->place; i++) {
        size_t n = bm_fold_l0(gz_text(gazetteer, gazetteer->names[i].text), l0);
        bool whole = n == query->n_l0 && memcmp(l0, query->l0, n) == 0;
        bool core = !query->keys.parts_dropped && n == query->n_spaced && memcmp(l0, query->spaced, n) == 0;
        if (!whole && !core) continue;
        hit->level = GZ_EXACT;
        hit->name = i;
        return;
    }
}

/* An area needs no other spelling, but its seat may: tried when no town has the letters. */
static bool is_enough(const bm_locator *locator, const struct gz_hints *hints, enum gz_level stage)
{
    const struct gz_hit *best = locator->hits;

    if (locator->n_hits == 0) return false;
    if (is_own_area(best, hints))
        return stage > GZ_TOKENS || locator->query.keys.votes || !hints->iso3[0] || hints->iso3_is_bias ||
               populated_namesakes(locator, hints) == TOWNS;
    return best->score >= (stage == GZ_TOKENS ? CONVINCING : SATISFYING);
}

bm_status gz_resolve(bm_ctx *ctx, bm_locator *locator, bm_str name, const struct gz_hints *hints,
                     enum gz_level deepest)
{
    static const enum gz_level stages[] = {GZ_TOKENS, GZ_SKELETON, GZ_FUZZY};
    bm_status st;

    locator->slack_m = INFINITY;
    for (size_t i = 0; i < sizeof stages / sizeof *stages && (stages[i] <= deepest || i == 0); i++) {
        if ((st = gz_search(ctx, locator, name, stages[i], hints->iso3)) != BM_OK) return st;
        if ((st = rank(ctx, locator, hints)) != BM_OK) return st;
        if (is_enough(locator, hints, stages[i])) break;
    }
    gz_drop_twins(locator);
    gz_set_chances(locator);
    for (size_t i = 0; i < locator->n_hits && i < BM_MAX_CANDIDATES; i++)
        prefer_exact_name(&locator->query, &locator->hits[i]);
    gz_weigh(locator, hints);
    return BM_OK;
}
