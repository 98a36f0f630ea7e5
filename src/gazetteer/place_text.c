/* Places one text: an alias, a phrase, a plain name. */
#include "gazetteer/place_work.h"

#include "base/str.h"
#include "gazetteer/country.h"
#include "gazetteer/relative.h"

#include <math.h>
#include <string.h>

#define SHARE_SURE 0.60 /* below: two answers remain */
#define SPELL_SURE 0.62 /* probability below which a similar spelling is not sure */
#define INSIDE_M   30000.0
#define VAGUE_M    25000.0
#define VAGUE      (BM_VOTE_AREA | BM_VOTE_VALLEY | BM_VOTE_MOUNTAIN | BM_VOTE_WATER | BM_VOTE_ROAD)
#define ALIAS_M    3000.0 /* how far an analyst's own point is trusted */

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
    if (work->locator->query.keys.votes & VAGUE) { /* "X area", "X valley": within some 25 km of X */
        work->out->rad_m = fmax(work->out->rad_m, VAGUE_M);
        work->out->geo_prec = work->out->acled_prec = 2;
        work->out->gtd_spec = 3;
    }
    if (best->chance / gz_chance_alone(best->score) < SHARE_SURE) {
        work->out->status = BM_AMBIGUOUS;
        work->out->reason = "another place of this name is nearly as likely";
    } else if (best->level >= GZ_SKELETON && work->out->score < SPELL_SURE) {
        work->out->status = BM_AMBIGUOUS;
        work->out->reason = "the gazetteer spells the name in another way";
    }
}

static const char *why_not(const struct gz_work *work)
{
    const bm_locator *locator = work->locator;

    return locator->n_hits == 0 ? "no place of this name or a similar one is known"
                                : gz_doubt(locator, &work->hints, locator->hits);
}

/* The gazetteer's place that an alias names. */
static bool alias_hit(const bm_locator *locator, const struct gz_alias *alias, struct gz_hit *out)
{
    const uint64_t *id = alias->gaz_id.len ? bm_map_find(&locator->ids, alias->gaz_id) : NULL;

    if (!id || *id == UINT64_MAX || alias->action != GZ_ALIAS_USE) return false;
    *out = (struct gz_hit){.gazetteer_at = (uint32_t)(*id >> 32), .place = (uint32_t)*id, .level = GZ_EXACT};
    out->gazetteer = locator->gazetteers[out->gazetteer_at];
    out->likeness = out->chance = 1;
    return true;
}

void gz_fill_alias(struct gz_work *work, const struct gz_alias *alias)
{
    bm_place *out = work->out;
    struct gz_hit hit;

    if (alias_hit(work->locator, alias, &hit)) {
        if (is_admin(gz_hit_place(&hit)))
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
        out->rad_m = ALIAS_M;
        out->geo_prec = out->acled_prec = out->gtd_spec = 1;
    } else {
        bool blocked = alias->action == GZ_ALIAS_BLOCK;
        if (!blocked) work->lost = alias;
        out->reason =
            blocked ? "blocked by an alias file" : "an alias file names a gaz_id that no gazetteer has";
        return;
    }
    out->match = BM_MATCH_ALIAS;
    out->score = 1;
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

/* The best hit for a name that others lean on; *found false if it does not convince. */
static bm_status find_anchor(struct gz_work *work, bm_str name, struct gz_hit *out, bool *found)
{
    const struct gz_alias *alias = alias_of(work, name);
    bm_status st;

    *found = alias && alias_hit(work->locator, alias, out);
    if (*found || (alias && alias->action == GZ_ALIAS_BLOCK)) return BM_OK;
    if ((st = gz_resolve(work->ctx, work->locator, name, &work->hints, GZ_FUZZY)) != BM_OK) return st;
    *found = gz_convinces(work);
    if (*found) *out = *work->locator->hits;
    return BM_OK;
}

/* The same; "X crossing" and "X gate" are at X if a place has that very name. */
static bm_status resolve_anchor(struct gz_work *work, bm_str name, struct gz_hit *out, bool *found)
{
    bm_str place = gz_phrase_of_crossing(name);
    bm_status st = find_anchor(work, name, out, found);

    if (st != BM_OK || *found || place.len == name.len) return st;
    st = find_anchor(work, place, out, found);
    *found = *found && out->level <= GZ_FOLDED && gz_hit_place(out)->feat_class != 'A';
    return st;
}

static bool is_area(const struct gz_hit *hit)
{
    return gz_hit_place(hit)->feat_class == 'A';
}

/* Narrows the hints down to b's surroundings. */
static void narrow(struct gz_hints *hints, const struct gz_hit *b)
{
    int which = gz_row_level(gz_hit_place(b)) == 1 ? 0 : 1;

    if (!is_area(b)) {
        hints->near = true;
        hints->near_point = gz_hit_point(b);
        hints->near_m = INSIDE_M;
        return;
    }
    hints->row[which][0] =
        (struct gz_hint_row){.gazetteer = b->gazetteer, .place = b->place, .weight = 1, .level = which + 1};
    (void)gz_area_of_place(b->gazetteer, b->place, &hints->row[which]->area);
    hints->n[which] = 1;
}

/* The best hit is a place in b, and not only something built there. */
static bool lies_in(const struct gz_work *work, const struct gz_hit *b)
{
    const bm_locator *locator = work->locator;
    const struct gz_hit *a = locator->hits;
    bool site;

    if (!gz_convinces(work) || is_area(a) || a->level > GZ_SKELETON) return false;
    site = (locator->query.keys.votes & BM_VOTE_SITE) && gz_hit_place(a)->feat_class == 'P';
    if (is_area(b)) return !site && a->inside1 != 0 && a->inside2 != 0;
    return !site && bm_geodesic_m(gz_hit_point(a), gz_hit_point(b)) <= INSIDE_M;
}

bm_status gz_place_within(struct gz_work *work, bm_str a, bm_str b)
{
    struct gz_hints outer = work->hints;
    struct gz_hit anchor;
    bool found, inside;
    bm_status st;

    if ((st = resolve_anchor(work, b, &anchor, &found)) != BM_OK || !found) return st;
    narrow(&work->hints, &anchor);
    st = gz_resolve(work->ctx, work->locator, a, &work->hints, GZ_SKELETON);
    inside = st == BM_OK && lies_in(work, &anchor);
    work->hints = outer;
    if (st != BM_OK) return st;
    if (inside) {
        gz_take_best(work);
    } else if (is_area(&anchor)) {
        gz_outcome_area(anchor.gazetteer, anchor.place, work->out);
        work->out->score = anchor.chance;
    } else {
        gz_relative_in(&anchor, work->out);
    }
    return BM_OK;
}

static bm_status place_pair(struct gz_work *work, const struct gz_phrase *phrase)
{
    struct gz_hit a, b;
    bool found;
    bm_status st;

    if ((st = resolve_anchor(work, phrase->a, &a, &found)) != BM_OK || !found || is_area(&a)) return st;
    if ((st = resolve_anchor(work, phrase->b, &b, &found)) != BM_OK || !found || is_area(&b)) return st;
    (void)gz_relative_between(&a, &b, work->out);
    return BM_OK;
}

static bm_status place_beside(struct gz_work *work, const struct gz_phrase *phrase, bm_str anchor)
{
    struct gz_hit hit;
    bool found;
    bm_status st;

    if ((st = resolve_anchor(work, anchor, &hit, &found)) != BM_OK || !found) return st;
    if (is_area(&hit)) {
        gz_outcome_area(hit.gazetteer, hit.place, work->out);
        work->out->score = hit.chance;
    } else if (phrase->kind == GZ_DISTANCE) {
        gz_relative_distance(&hit, phrase, work->out);
    } else {
        gz_relative_near(&hit, work->out);
    }
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
    char iso3[4];

    switch (phrase->kind) {
    case GZ_WITHIN: return gz_place_within(work, phrase->a, phrase->b);
    case GZ_BETWEEN:
    case GZ_ROAD: return place_pair(work, phrase);
    case GZ_BORDER:
        if (phrase->b.len) return place_beside(work, phrase, phrase->b);
        return bm_country_from_name(phrase->a, iso3) ? BM_OK : place_beside(work, phrase, phrase->a);
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
            if ((st = place_phrase(work, &phrase)) != BM_OK || work->out->status != BM_UNRESOLVED) return st;
        }
    }
    if ((st = place_plain(work, text)) != BM_OK || phrase.kind == GZ_PLAIN) return st;
    return work->out->status == BM_UNRESOLVED && work->locator->n_hits == 0 ? doubt_anchor(work, &phrase)
                                                                            : BM_OK;
}
