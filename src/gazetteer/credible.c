/* Whether the best hit may be given as an answer. A wrong point is worse than none, so every limit below is
 * where given points were right (within 25 km) more often than wrong. Measured on the 526 distinct places of
 * UCDP GED Pakistan 1989-2021 with where_prec 1 or 2, asked by names alone, over cities of the world and over
 * full dumps of three countries:
 *
 *   same letters or words, in the country:  chance below 0.4: 38 % right; 0.4 to 0.6: 57 %; above 0.9: 94 %
 *   same, outside the country stated:       none of 50 right
 *   same, outside the province or district: 4 of 22 right
 *   same consonants: in the district 30 of 42 (any likeness), in the province 24 of 38 (likeness 0.9), in the
 *                    country 19 of 56 (likeness 0.9), half of those with five consonants
 *   one consonant differs: in the district 15 of 25 (likeness 0.7), elsewhere 1 of 300 (6 of 7 with 0.9)
 *   same consonants in another script: of 829 Perso-Arabic names of seats and places with population in those
 *                    countries, asked over dumps without such names, 465 right, 35 wrong (205 and 16 without
 *                    this rule); of 800 names of hamlets 9 more wrong
 *
 * With these limits 89 % of the points were right when all columns were asked, 86 % with the country alone;
 * before, 82 % and 68 %; of those by sound alone 70 % instead of 7 to 47 %. */
#include "gazetteer/place_work.h"

#include "base/str.h"

#include <string.h>

#define CHANCE_MIN      0.40
#define OWN_CHANCE_MIN  0.20 /* no country named, but found in the user's own gazetteer */
#define ALONE_MIN       0.40 /* the same without regard to rivals */
#define AREA_CHANCE_MIN 0.50
#define SPELL_CHANCE    0.20 /* for spellings; many rivals are other spellings */
#define INSIDE_MIN      0.50 /* agreement with a province or district: below, it lies outside */
#define CONFIRMED       0.75 /* ... above, inside; */
#define SURE_INSIDE     0.90 /* ... for spellings */
#define LIKE_ALONE      0.90 /* likeness of sounds that nothing else confirms */
#define LIKE_METROPOLIS 0.94 /* ... for a short name of a very large city */
#define LIKE_DISTRICT   0.70 /* for a typo in the district named */
#define LIKE_PARTS      0.70 /* of whole names that meet only when their generic parts are off */
#define LIKE_AREA       0.85
#define LONG_SKELETON   5 /* consonants */
#define METROPOLIS      500000u
#define SHORT_LATIN     6 /* bytes at L2 */
#define SHORT_OTHER     8

enum country_word { COUNTRY_OTHER, COUNTRY_UNKNOWN, COUNTRY_SAME };

static enum country_word country_of(const struct gz_hints *hints, const struct gz_place *place)
{
    if (hints->iso3[0] && strncmp(place->iso3, hints->iso3, 4) == 0) return COUNTRY_SAME;
    return !hints->iso3[0] || hints->iso3_is_bias || !place->iso3[0] ? COUNTRY_UNKNOWN : COUNTRY_OTHER;
}

static bool has_main_name(const struct gz_hit *hit)
{
    return hit->gazetteer->names[hit->name].kind <= GZ_NAME_ASCII;
}

/* So large a city that the other columns are more likely wrong. */
static bool beats_columns(const struct gz_hit *hit)
{
    return hit->level <= GZ_FOLDED && has_main_name(hit) && gz_hit_place(hit)->population >= METROPOLIS;
}

/* The name says enough although no country is named: short names and alternate ones have namesakes
 * everywhere, most of them in no gazetteer. */
static bool needs_no_country(const bm_locator *locator, const struct gz_hit *hit)
{
    const struct gz_place *place = gz_hit_place(hit);
    bool latin = bm_script_of(locator->query.text) == BM_SCRIPT_LATIN;

    if (place->population >= GZ_CITY || gz_is_feat(place, "PPLC") ||
        (locator->n_gazetteers > 1 && hit->gazetteer_at == 0))
        return true;
    if (latin) return locator->query.keys.n_l2 >= SHORT_LATIN && has_main_name(hit);
    return locator->query.keys.n_l2 >= SHORT_OTHER;
}

static bool is_seat_or_peopled(const struct gz_place *place)
{
    return place->population > 0 || strncmp(place->feat, "PPLA", 4) == 0 ||
           gz_is_feat(place, "PPLC");
}

/* A valley, river or mountain is not the hamlet that has its name somewhere. */
static bool is_landform_of_hamlet(const bm_locator *locator, const struct gz_hit *hit)
{
    const struct gz_place *place = gz_hit_place(hit);

    if (!(locator->query.keys.votes & (BM_VOTE_VALLEY | BM_VOTE_MOUNTAIN | BM_VOTE_WATER)) ||
        place->feat_class != 'P')
        return false;
    return hit->level >= GZ_SKELETON || (!is_seat_or_peopled(place) && hit->inside2 < CONFIRMED);
}

static bool is_big_namesake(const struct gz_hit *hit)
{
    const struct gz_place *place = gz_hit_place(hit);

    return hit->level <= GZ_FOLDED && has_main_name(hit) && place->feat_class == 'P' &&
           (place->population >= GZ_CITY || gz_is_feat(place, "PPLC"));
}

/* "Victoria", "San Jose": the best two are cities of the very name, and only a country could choose. The
 * better one is given, as ambiguous. */
static bool is_between_cities(const bm_locator *locator, const struct gz_hit *hit, enum country_word where)
{
    const struct gz_hit *rival = NULL;

    if (where != COUNTRY_UNKNOWN || !is_big_namesake(hit)) return false;
    for (size_t i = 0; i < locator->n_hits && !rival; i++) {
        if (has_main_name(&locator->hits[i]) &&
            !gz_within_m(gz_hit_point(hit), gz_hit_point(&locator->hits[i]), GZ_RIVAL_M))
            rival = &locator->hits[i];
    }
    return rival && is_big_namesake(rival);
}

static const char *letters_doubt(const bm_locator *locator, const struct gz_hit *hit, enum country_word where)
{
    bool own = locator->n_gazetteers > 1 && hit->gazetteer_at == 0 && where == COUNTRY_UNKNOWN;

    if (gz_chance_alone(hit->score) < ALONE_MIN) return "only doubtful candidates";
    if (hit->chance < (own ? OWN_CHANCE_MIN : CHANCE_MIN) && !is_between_cities(locator, hit, where))
        return "too many places of this name";
    if (hit->level == GZ_GENERIC && hit->likeness < LIKE_PARTS && hit->inside2 < CONFIRMED)
        return "only places of similar names, and nothing confirms one";
    if (where == COUNTRY_UNKNOWN && !needs_no_country(locator, hit))
        return "no country is named, and places of this name may be anywhere";
    return NULL;
}

/* Asked in one script, found by a name in another: the one spelling that there is, not a different one. */
static bool is_transcription(const bm_locator *locator, const struct gz_hit *hit)
{
    bm_str name = gz_text(hit->gazetteer, hit->gazetteer->names[hit->name].text);
    bm_script asked = bm_script_of(locator->query.text), found = bm_script_of(name);

    return hit->level == GZ_SKELETON && hit->likeness >= LIKE_ALONE &&
           is_seat_or_peopled(gz_hit_place(hit)) &&
           ((asked == BM_SCRIPT_ARABIC && found == BM_SCRIPT_LATIN) ||
            (asked == BM_SCRIPT_LATIN && found == BM_SCRIPT_ARABIC));
}

/* A spelling that only sounds alike needs something that confirms it. */
static const char *spelling_doubt(const bm_locator *locator, const struct gz_hints *hints,
                                  const struct gz_hit *hit, enum country_word where)
{
    static const char *const doubt = "only places of similar names, and nothing confirms one";
    bool typo = hit->level == GZ_FUZZY, close = hit->likeness >= LIKE_ALONE;

    if (where != COUNTRY_SAME || hit->chance < SPELL_CHANCE) return doubt;
    if (hit->inside2 >= SURE_INSIDE || hints->near)
        return typo && hit->likeness < LIKE_DISTRICT ? doubt : NULL;
    if (hit->inside2 >= 0) return doubt; /* at the district's edge */
    if (hit->inside1 >= CONFIRMED) return close ? NULL : doubt;
    if (!close) return doubt;
    if (is_transcription(locator, hit)) return NULL;
    if (gz_hit_place(hit)->population >= METROPOLIS && hit->likeness >= LIKE_METROPOLIS) return NULL;
    return locator->query.keys.n_skeleton >= LONG_SKELETON ? NULL : doubt;
}

static const char *area_doubt(const bm_locator *locator, const struct gz_hit *hit, enum country_word where)
{
    if (hit->level > GZ_TOKENS &&
        (where != COUNTRY_SAME || hit->likeness < LIKE_AREA || (locator->query.keys.votes & BM_VOTE_TOWN)))
        return "only areas of similar names";
    if (hit->chance < AREA_CHANCE_MIN)
        return hit->level > GZ_TOKENS ? "only areas of similar names" : "several areas of this name";
    return NULL;
}

const char *gz_doubt(const bm_locator *locator, const struct gz_hints *hints, const struct gz_hit *hit)
{
    const struct gz_place *place = gz_hit_place(hit);
    enum country_word where = country_of(hints, place);

    if (where == COUNTRY_OTHER && (place->feat_class == 'A' || !beats_columns(hit)))
        return "only places of this name or a similar one in other countries";
    if (gz_row_is_country(place) || gz_row_level(place) > 0) return area_doubt(locator, hit, where);
    if (((hit->inside1 >= 0 && hit->inside1 < INSIDE_MIN) ||
         (hit->inside2 >= 0 && hit->inside2 < INSIDE_MIN)) &&
        !beats_columns(hit))
        return "only places of this name or a similar one outside the province or district named";
    if (is_landform_of_hamlet(locator, hit)) return "only populated places of this name or a similar one";
    if (hit->level >= GZ_SKELETON) return spelling_doubt(locator, hints, hit, where);
    return letters_doubt(locator, hit, where);
}
