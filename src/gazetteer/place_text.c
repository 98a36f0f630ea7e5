/* Places one text: an alias, a phrase, a plain name. */
#include "gazetteer/place_work.h"

#include "base/str.h"
#include "gazetteer/country.h"
#include "gazetteer/phrase_words.h"
#include "gazetteer/relative.h"
#include "gazetteer/sea.h"

#include <math.h>
#include <string.h>

#define SHARE_SURE 0.60 /* below: two answers remain */
#define SURE       0.65 /* probability below which the answer is one of two */
#define INSIDE_M   30000.0
#define VAGUE_M    25000.0
#define TOWN_MAX_M 10000.0 /* what reaches farther is no town: a valley, a tehsil */
#define ALIAS_M    3000.0  /* how far an analyst's own point is trusted */

bool gz_convinces(const struct gz_work *work)
{
    const bm_locator *locator = work->locator;

    return locator->n_hits > 0 && !gz_doubt(locator, &work->hints, locator->hits);
}

static bool is_admin(const struct gz_place *place)
{
    return gz_row_is_country(place) || gz_row_level(place) > 0;
}

/* City and province of one name, and neither a word nor a column that says which. */
static void note_twin(struct gz_work *work)
{
    const bm_locator *locator = work->locator;
    const struct gz_place *best = gz_hit_place(locator->hits);
    bool town = best->feat_class == 'P';

    if (work->incident->admin1.len || locator->hits->level > GZ_FOLDED ||
        (locator->query.keys.votes & (BM_VOTE_TOWN | BM_VOTE_ADM1)))
        return;
    for (size_t i = 1; i < locator->n_hits; i++) {
        const struct gz_place *other = gz_hit_place(&locator->hits[i]);
        if (locator->hits[i].level > GZ_GENERIC || strncmp(other->iso3, best->iso3, 4) != 0) continue;
        if (town && gz_row_level(other) == 1) work->notes |= GZ_ALSO_PROVINCE;
        if (gz_row_level(best) == 1 && other->feat_class == 'P') work->notes |= GZ_ALSO_TOWN;
    }
}

void gz_take_best(struct gz_work *work)
{
    const struct gz_hit *best = work->locator->hits;
    const struct gz_place *place = gz_hit_place(best);

    note_twin(work);
    if (is_admin(place)) {
        gz_outcome_area(best->gazetteer, best->place, work->out);
        work->out->score = best->chance;
        return;
    }
    gz_outcome_point(best, work->out);
    memcpy(work->locator->decided, work->locator->evidence, sizeof work->locator->decided);
    if (work->locator->query.keys.votes & GZ_VAGUE) { /* "X area", "X valley": within some 25 km of X */
        work->out->rad_m = fmax(work->out->rad_m, VAGUE_M);
        work->out->geo_prec = work->out->acled_prec = 2;
        work->out->gtd_spec = 3;
    }
    if (best->chance / gz_chance_alone(best->score) < SHARE_SURE) {
        work->out->status = BM_AMBIGUOUS;
        work->out->reason = "another place of this name is nearly as likely";
    } else if (work->out->score < SURE) {
        work->out->status = BM_AMBIGUOUS;
        work->out->reason = best->level >= GZ_SKELETON
                                ? "the gazetteer spells the name in another way"
                                : "another place may be meant that the gazetteer lacks";
    }
}

static const char *why_not(const struct gz_work *work)
{
    const bm_locator *locator = work->locator;

    return locator->n_hits == 0 ? "no place of this name or a similar one is known"
                                : gz_doubt(locator, &work->hints, locator->hits);
}

/* The gazetteer's place that an alias names; out may be NULL. */
static bool alias_hit(bm_locator *locator, const struct gz_alias *alias, struct gz_hit *out)
{
    uint32_t gazetteer_at, place;

    if (alias->action != GZ_ALIAS_USE || !gz_place_of_id(locator, alias->gaz_id, &gazetteer_at, &place))
        return false;
    if (!out) return true;
    *out = (struct gz_hit){.gazetteer_at = gazetteer_at, .place = place, .level = GZ_EXACT};
    out->gazetteer = locator->gazetteers[out->gazetteer_at];
    out->likeness = out->chance = out->right = 1;
    return true;
}

/* What an alias decides; false if it gives no place. */
static bool outcome_of_alias(struct gz_work *work, const struct gz_alias *alias, bm_place *out)
{
    struct gz_hit hit;

    gz_place_clear(out);
    if (alias_hit(work->locator, alias, &hit)) {
        if (is_admin(gz_hit_place(&hit)) && !alias->has_point)
            gz_outcome_area(hit.gazetteer, hit.place, out);
        else
            gz_outcome_point(&hit, out);
        if (out->has_point && alias->has_point) out->point = alias->point;
    } else if (alias->has_point && alias->action != GZ_ALIAS_BLOCK) {
        out->status = BM_RESOLVED;
        out->has_point = true;
        out->point = alias->point;
        out->gaz_name = alias->name;
        out->gaz_id = alias->gaz_id;
        out->rad_m = alias->rad_km > 0 ? 1000 * alias->rad_km : ALIAS_M;
        out->geo_prec = out->acled_prec = out->rad_m > TOWN_MAX_M ? 2 : 1;
        out->gtd_spec = out->rad_m > TOWN_MAX_M ? 3 : 1;
    } else {
        return false;
    }
    out->match = BM_MATCH_ALIAS;
    out->score = 1;
    return true;
}

void gz_fill_alias(struct gz_work *work, const struct gz_alias *alias)
{
    bool blocked = alias->action == GZ_ALIAS_BLOCK;

    if (!blocked && alias->gaz_id.len && alias->action == GZ_ALIAS_USE &&
        !alias_hit(work->locator, alias, NULL)) /* its lon and lat decide, if they are there */
        work->lost = alias;
    if (outcome_of_alias(work, alias, work->out)) return;
    work->out->reason =
        blocked ? "blocked by an alias file" : "an alias file names a gaz_id that no gazetteer has";
}

static const struct gz_alias *alias_of(const struct gz_work *work, bm_str name)
{
    return gz_alias_find(work->locator, name, work->incident->admin1, work->incident->admin2,
                         work->hints.iso3);
}

static bm_status place_plain(struct gz_work *work, bm_str name)
{
    const struct gz_alias *alias = alias_of(work, name);
    bm_status st;

    gz_place_clear(work->out);
    if (alias) {
        gz_fill_alias(work, alias);
        return BM_OK;
    }
    if ((st = gz_resolve(work->ctx, work->locator, name, &work->hints, GZ_FUZZY)) != BM_OK) return st;
    if (gz_convinces(work))
        gz_take_best(work);
    else
        work->out->reason = why_not(work);
    return BM_OK;
}

static struct gz_anchor anchor_of(const struct gz_hit *hit)
{
    struct gz_anchor anchor = {.has_hit = true, .hit = *hit};

    gz_place_clear(&anchor.place);
    if (is_admin(gz_hit_place(hit))) {
        gz_outcome_area(hit->gazetteer, hit->place, &anchor.place);
        anchor.place.score = hit->chance;
    } else {
        gz_outcome_point(hit, &anchor.place);
        anchor.extent_m = gz_extent_m(gz_hit_place(hit));
    }
    return anchor;
}

/* The place that others lean on; *found false if its name does not convince. */
static bm_status find_anchor(struct gz_work *work, bm_str name, struct gz_anchor *out, bool *found)
{
    const struct gz_alias *alias = alias_of(work, name);
    struct gz_hit hit;
    bm_status st;

    *found = false;
    *out = (struct gz_anchor){0};
    if (alias) {
        if (alias_hit(work->locator, alias, &hit)) *out = anchor_of(&hit);
        *found = outcome_of_alias(work, alias, &out->place);
        if (!out->has_hit) out->extent_m = out->place.rad_m;
        return BM_OK;
    }
    if ((st = gz_resolve(work->ctx, work->locator, name, &work->hints, GZ_FUZZY)) != BM_OK) return st;
    *found = gz_convinces(work);
    if (*found) *out = anchor_of(work->locator->hits);
    return BM_OK;
}

/* The same; "X crossing" and "X gate" are at X if a place has that very name. */
static bm_status resolve_anchor(struct gz_work *work, bm_str name, struct gz_anchor *out, bool *found)
{
    bm_str place = gz_phrase_of_crossing(name);
    bm_status st = find_anchor(work, name, out, found);

    if (st != BM_OK || *found || place.len == name.len) return st;
    st = find_anchor(work, place, out, found);
    *found = *found && out->place.status != BM_COARSE && (!out->has_hit || out->hit.level <= GZ_FOLDED);
    return st;
}

static bool is_area(const struct gz_anchor *anchor)
{
    return anchor->place.status == BM_COARSE;
}

/* Narrows the hints down to b's surroundings. */
static void narrow(struct gz_hints *hints, const struct gz_anchor *b)
{
    int which;

    if (!is_area(b) || !b->has_hit) {
        hints->near = true;
        hints->near_point = b->place.point;
        hints->near_m = INSIDE_M;
        return;
    }
    which = gz_row_level(gz_hit_place(&b->hit)) == 1 ? 0 : 1;
    hints->row[which][0] = (struct gz_hint_row){
        .gazetteer = b->hit.gazetteer, .place = b->hit.place, .weight = 1, .level = which + 1};
    (void)gz_area_of_place(b->hit.gazetteer, b->hit.place, &hints->row[which]->area);
    hints->n[which] = 1;
}

/* The best hit is a place in b, and not only something built there. */
static bool lies_in(const struct gz_work *work, const struct gz_anchor *b)
{
    const bm_locator *locator = work->locator;
    const struct gz_hit *a = locator->hits;
    bool site;

    if (!gz_convinces(work) || gz_hit_place(a)->feat_class == 'A' || a->level > GZ_SKELETON) return false;
    site = (locator->query.keys.votes & BM_VOTE_SITE) && gz_hit_place(a)->feat_class == 'P';
    if (is_area(b)) return !site && a->inside1 != 0 && a->inside2 != 0;
    return !site && bm_geodesic_m(gz_hit_point(a), b->place.point) <= INSIDE_M;
}

bm_status gz_place_within(struct gz_work *work, bm_str a, bm_str b)
{
    struct gz_hints outer = work->hints;
    struct gz_anchor anchor;
    bool found, inside;
    bm_status st;

    if ((st = resolve_anchor(work, b, &anchor, &found)) != BM_OK || !found) return st;
    narrow(&work->hints, &anchor);
    st = gz_resolve(work->ctx, work->locator, a, &work->hints, GZ_SKELETON);
    inside = st == BM_OK && lies_in(work, &anchor);
    work->hints = outer;
    if (st != BM_OK) return st;
    if (!inside && work->locator->explain) /* the candidates told are those of what decided */
        st = gz_resolve(work->ctx, work->locator, b, &work->hints, GZ_FUZZY);
    if (inside)
        gz_take_best(work);
    else if (is_area(&anchor))
        *work->out = anchor.place;
    else
        gz_relative_in(&anchor, work->out);
    return st;
}

static bm_status place_pair(struct gz_work *work, const struct gz_phrase *phrase)
{
    struct gz_anchor a, b;
    bool found;
    bm_status st;

    if ((st = resolve_anchor(work, phrase->a, &a, &found)) != BM_OK || !found || is_area(&a)) return st;
    if ((st = resolve_anchor(work, phrase->b, &b, &found)) != BM_OK || !found || is_area(&b)) return st;
    (void)gz_relative_between(&a, &b, work->out);
    return BM_OK;
}

static bm_status place_beside(struct gz_work *work, const struct gz_phrase *phrase, bm_str name)
{
    struct gz_anchor anchor;
    bool found;
    bm_status st;

    if ((st = resolve_anchor(work, name, &anchor, &found)) != BM_OK || !found) return st;
    if (phrase->kind == GZ_OFFSHORE)
        gz_relative_offshore(&anchor, work->out);
    else if (is_area(&anchor))
        gz_relative_area(&anchor, phrase, work->out);
    else if (phrase->kind == GZ_DISTANCE)
        gz_relative_distance(&anchor, phrase, work->out);
    else
        gz_relative_near(&anchor, work->out);
    return BM_OK;
}

/* Off a country's coast, in its waters or airspace. */
static bm_status place_offshore(struct gz_work *work, const struct gz_phrase *phrase)
{
    struct gz_anchor anchor = {0};
    char iso3[4];

    if (!gz_word_nation(phrase->a, iso3)) return place_beside(work, phrase, phrase->a);
    gz_place_clear(&anchor.place);
    gz_outcome_country(work->locator, iso3, &anchor.place);
    gz_relative_offshore(&anchor, work->out);
    return BM_OK;
}

/* A border that countries name: near a place if one is named, else only the area it runs through. */
static bm_status place_border(struct gz_work *work, const struct gz_phrase *phrase)
{
    char iso3[4];
    bool countries = gz_phrase_border_country(phrase->a, work->incident->iso3, iso3);
    bm_status st;

    if (phrase->b.len) {
        st = place_beside(work, phrase, phrase->b);
        if (st != BM_OK || work->out->status != BM_UNRESOLVED) return st;
    } else if (!countries) {
        return place_beside(work, phrase, phrase->a);
    }
    if (!countries) return BM_OK;
    work->border_only = true;
    if (!work->hints.iso3[0]) memcpy(work->hints.iso3, iso3, sizeof iso3);
    if (iso3[0] && work->hints.iso3_is_bias) {
        memcpy(work->hints.iso3, iso3, sizeof iso3);
        work->hints.iso3_is_bias = false;
    }
    work->out->reason = "only a border is named, and no province or country";
    return BM_OK;
}

/* The name as a whole may be in the gazetteer although it looks like a phrase ("Between", "East Bank"). */
bool gz_known_whole(const struct gz_work *work)
{
    const bm_locator *locator = work->locator;

    return gz_convinces(work) && locator->hits->level <= GZ_FOLDED &&
           locator->hits->chance >= SHARE_SURE * gz_chance_alone(locator->hits->score);
}

static bm_status place_phrase(struct gz_work *work, const struct gz_phrase *phrase)
{
    bm_place sea;

    switch (phrase->kind) {
    case GZ_WITHIN:
        if (gz_sea(phrase->b, work->out)) return BM_OK;
        if (gz_sea(phrase->a, &sea))
            return place_offshore(work, &(struct gz_phrase){GZ_OFFSHORE, .a = phrase->b});
        return gz_place_within(work, phrase->a, phrase->b);
    case GZ_BETWEEN:
    case GZ_ROAD: return place_pair(work, phrase);
    case GZ_BORDER: return place_border(work, phrase);
    case GZ_OFFSHORE: return place_offshore(work, phrase);
    default: return place_beside(work, phrase, phrase->a);
    }
}

/* A phrase that came to nothing: its anchor's candidates, and why none of them was taken. */
static bm_status doubt_anchor(struct gz_work *work, const struct gz_phrase *phrase)
{
    bm_str anchor = phrase->b.len ? phrase->b : phrase->a;
    bm_status st;

    if (!anchor.len) return BM_OK;
    st = gz_resolve(work->ctx, work->locator, anchor, &work->hints, GZ_FUZZY);
    if (st != BM_OK || work->locator->n_hits == 0) return st;
    work->out->reason = why_not(work);
    if (!work->out->reason) work->out->reason = "the text names no single place";
    return BM_OK;
}

bm_status gz_place_text(struct gz_work *work, bm_str text)
{
    struct gz_phrase phrase;
    bm_status st;

    gz_phrase_of(text, &phrase);
    gz_place_clear(work->out);
    if (phrase.kind != GZ_PLAIN) {
        if ((st = gz_resolve(work->ctx, work->locator, text, &work->hints, GZ_TOKENS)) != BM_OK) return st;
        if (!gz_known_whole(work)) {
            if ((st = gz_read_phrase(work, &phrase)) != BM_OK) return st;
            st = place_phrase(work, &phrase);
            if (st != BM_OK || work->out->status != BM_UNRESOLVED || work->border_only) return st;
        }
    }
    if ((st = place_plain(work, text)) != BM_OK || phrase.kind == GZ_PLAIN) return st;
    return work->out->status == BM_UNRESOLVED && work->locator->n_hits == 0 ? doubt_anchor(work, &phrase)
                                                                            : BM_OK;
}
