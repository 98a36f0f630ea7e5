/* Places a row by its names: alias, country, phrase, plain name, then the area that the other columns name.
 */
#include "gazetteer/locator.h"

#include "base/str.h"
#include "gazetteer/country.h"
#include "gazetteer/relative.h"

#include <math.h>
#include <string.h>

#define CHANCE_MIN 0.05 /* below: no place is given */
#define LONE_MIN   0.12 /* the same without regard to rivals */
#define SHARE_SURE 0.60 /* below: two answers remain */
#define CITY_STATE                                                                                           \
    50000 /* people: a town of its country's name is meant when the country column is there too */
#define INSIDE_M 30000.0

#define VAGUE_M 25000.0
#define VAGUE   (BM_VOTE_AREA | BM_VOTE_VALLEY | BM_VOTE_MOUNTAIN | BM_VOTE_WATER | BM_VOTE_ROAD)

/* One row's work. */
struct work {
    bm_ctx *ctx;
    bm_locator *locator;
    const bm_incident *incident;
    struct gz_hints hints;
    bm_arena *arena;
    bm_place *out;
};

static bool convinces(const bm_locator *locator)
{
    return locator->n_hits > 0 && locator->hits->chance >= CHANCE_MIN &&
           locator->hits->score >= gz_score_for(LONE_MIN);
}

/* The best hit becomes the answer. */
static void take_best(struct work *work)
{
    const struct gz_hit *best = work->locator->hits;
    const struct gz_place *place = gz_hit_place(best);

    if (gz_row_is_country(place) || gz_row_level(place) > 0) {
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
    }
}

static const char *why_not(const bm_locator *locator)
{
    if (locator->n_hits == 0) return "no place of this name or a similar one is known";
    if (locator->hits->score < gz_score_for(LONE_MIN)) return "only doubtful candidates";
    return "too many places of this name";
}

static bm_status fill_alias(struct work *work, const struct gz_alias *alias)
{
    bm_place *out = work->out;
    bm_locator *locator = work->locator;

    if (alias->action == GZ_ALIAS_BLOCK) {
        out->reason = "blocked by an alias file";
        return BM_OK;
    }
    uint64_t *id = alias->gaz_id.len ? bm_map_find(&locator->ids, alias->gaz_id) : NULL;
    if (id && *id != UINT64_MAX) {
        uint32_t at = (uint32_t)(*id >> 32);
        struct gz_hit hit = {.gazetteer = locator->gazetteers[at],
                             .gazetteer_at = at,
                             .place = (uint32_t)*id,
                             .level = GZ_EXACT,
                             .likeness = 1,
                             .chance = 1};
        const struct gz_place *place = gz_hit_place(&hit);
        if (gz_row_is_country(place) || gz_row_level(place) > 0) {
            gz_outcome_area(hit.gazetteer, hit.place, out);
            out->score = 1;
            return BM_OK;
        }
        gz_outcome_point(&hit, out);
        if (alias->has_point) out->point = alias->point;
    } else if (alias->has_point) {
        out->status = BM_RESOLVED;
        out->has_point = true;
        out->point = alias->point;
        out->gaz_name = alias->name;
        out->gaz_id = alias->gaz_id;
        out->rad_m = 3000;
        out->geo_prec = out->acled_prec = out->gtd_spec = 1;
    } else {
        out->reason = "an alias file names a gaz_id that no gazetteer has";
        return BM_OK;
    }
    out->match = BM_MATCH_ALIAS;
    out->score = 1;
    return BM_OK;
}

static bm_status place_plain(struct work *work, bm_str name)
{
    const bm_incident *incident = work->incident;
    const struct gz_alias *alias =
        gz_alias_find(work->locator, name, incident->admin1, incident->admin2, work->hints.iso3);
    bm_status st;

    gz_place_clear(work->out);
    if (alias) return fill_alias(work, alias);
    if ((st = gz_resolve(work->ctx, work->locator, name, &work->hints, GZ_FUZZY)) != BM_OK) return st;
    if (convinces(work->locator))
        take_best(work);
    else
        work->out->reason = why_not(work->locator);
    return BM_OK;
}

/* The best hit for a name that others lean on; *found false if it does not convince. */
static bm_status resolve_anchor(struct work *work, bm_str name, struct gz_hit *out, bool *found)
{
    bm_status st = gz_resolve(work->ctx, work->locator, name, &work->hints, GZ_FUZZY);

    if (st != BM_OK) return st;
    *found = convinces(work->locator);
    if (*found) *out = *work->locator->hits;
    return BM_OK;
}

static bool is_area(const struct gz_hit *hit)
{
    return gz_hit_place(hit)->feat_class == 'A';
}

/* "A in B": A itself if it is known there, else somewhere in B. */
static bm_status place_within(struct work *work, const struct gz_phrase *phrase)
{
    struct gz_hints outer = work->hints;
    struct gz_hit b;
    bool found;
    bm_status st;

    if ((st = resolve_anchor(work, phrase->b, &b, &found)) != BM_OK || !found) return st;
    if (is_area(&b)) {
        int which = gz_row_level(gz_hit_place(&b)) == 1 ? 0 : 1;
        struct gz_hint_row *row = &work->hints.row[which][0];
        *row =
            (struct gz_hint_row){.gazetteer = b.gazetteer, .place = b.place, .weight = 1, .level = which + 1};
        (void)gz_area_of_place(b.gazetteer, b.place, &row->area);
        work->hints.n[which] = 1;
    } else {
        work->hints.near = true;
        work->hints.near_point = gz_hit_point(&b);
        work->hints.near_m = INSIDE_M;
    }
    st = gz_resolve(work->ctx, work->locator, phrase->a, &work->hints, GZ_SKELETON);
    work->hints = outer;
    if (st != BM_OK) return st;
    if (convinces(work->locator)) {
        const struct gz_hit *a = work->locator->hits;
        bool near = is_area(&b) ? a->inside1 != 0 && a->inside2 != 0
                                : bm_geodesic_m(gz_hit_point(a), gz_hit_point(&b)) <= INSIDE_M;
        bool site = (work->locator->query.keys.votes & BM_VOTE_SITE) && gz_hit_place(a)->feat_class == 'P';
        if (near && !site && !is_area(a) && a->level <= GZ_SKELETON) {
            take_best(work);
            return BM_OK;
        }
    }
    if (!is_area(&b)) {
        gz_relative_in(&b, work->out);
        return BM_OK;
    }
    gz_outcome_area(b.gazetteer, b.place, work->out);
    work->out->score = b.chance;
    return BM_OK;
}

static bm_status place_pair(struct work *work, const struct gz_phrase *phrase)
{
    struct gz_hit a, b;
    bool found;
    bm_status st;

    if ((st = resolve_anchor(work, phrase->a, &a, &found)) != BM_OK || !found || is_area(&a)) return st;
    if ((st = resolve_anchor(work, phrase->b, &b, &found)) != BM_OK || !found || is_area(&b)) return st;
    (void)gz_relative_between(&a, &b, work->out);
    return BM_OK;
}

static bm_status place_beside(struct work *work, const struct gz_phrase *phrase, bm_str anchor)
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
static bool known_whole(const bm_locator *locator)
{
    return convinces(locator) && locator->hits->level <= GZ_FOLDED &&
           locator->hits->chance >= SHARE_SURE * gz_chance_alone(locator->hits->score);
}

static bm_status place_phrase(struct work *work, bm_str text)
{
    struct gz_phrase phrase;
    char iso3[4];
    bm_status st;

    gz_phrase_of(text, &phrase);
    gz_place_clear(work->out);
    if (phrase.kind != GZ_PLAIN) {
        if ((st = gz_resolve(work->ctx, work->locator, text, &work->hints, GZ_TOKENS)) != BM_OK) return st;
        if (!known_whole(work->locator)) {
            switch (phrase.kind) {
            case GZ_WITHIN: st = place_within(work, &phrase); break;
            case GZ_BETWEEN:
            case GZ_ROAD: st = place_pair(work, &phrase); break;
            case GZ_BORDER:
                if (phrase.b.len)
                    st = place_beside(work, &phrase, phrase.b);
                else if (!bm_country_from_name(phrase.a, iso3))
                    st = place_beside(work, &phrase, phrase.a);
                break;
            default: st = place_beside(work, &phrase, phrase.a);
            }
            if (st != BM_OK || work->out->status != BM_UNRESOLVED) return st;
        }
    }
    return place_plain(work, text);
}

/* The text is a country's name, and no town of that name is meant. */
static bm_status try_country(struct work *work, bm_str text, bool *done)
{
    bm_locator *locator = work->locator;
    char iso3[4];
    bm_status st;

    *done = false;
    if (!bm_country_from_name(text, iso3)) return BM_OK;
    if (work->incident->iso3[0] && strcmp(iso3, work->incident->iso3) != 0) return BM_OK;
    if (work->incident->admin1.len || work->incident->admin2.len) return BM_OK;
    if (work->incident->iso3[0]) {
        if ((st = gz_resolve(work->ctx, locator, text, &work->hints, GZ_TOKENS)) != BM_OK) return st;
        for (size_t i = 0; i < locator->n_hits; i++) {
            const struct gz_place *place = gz_hit_place(&locator->hits[i]);
            if (place->feat_class == 'P' && locator->hits[i].level <= GZ_FOLDED &&
                place->population >= CITY_STATE && strncmp(place->iso3, iso3, 4) == 0)
                return BM_OK;
        }
    }
    gz_outcome_country(locator, iso3, work->out);
    *done = true;
    return BM_OK;
}

/* Parts behind the first: a country, a province, a district. They add to what the columns say. */
static bm_status read_parts(struct work *work, const bm_str *parts, size_t n)
{
    struct gz_hints more;
    char iso3[4];
    bm_status st;

    for (size_t i = n; i-- > 1;) {
        if (bm_country_from_name(parts[i], iso3)) {
            if (work->hints.iso3_is_bias || !work->hints.iso3[0]) {
                memcpy(work->hints.iso3, iso3, 4);
                work->hints.iso3_is_bias = false;
            }
            continue;
        }
        const char *known = work->hints.iso3_is_bias ? "" : work->hints.iso3;
        if ((st = gz_hints_of(work->ctx, work->locator, parts[i], parts[i], known, &more)) != BM_OK)
            return st;
        for (int which = 0; which < 2; which++) {
            if (work->hints.n[which] > 0 || more.n[which] == 0 || more.row[which]->level == 0) continue;
            memcpy(work->hints.row[which], more.row[which], sizeof more.row[which]);
            work->hints.n[which] = more.n[which];
            work->hints.text[which] = parts[i];
        }
    }
    return BM_OK;
}

static bm_status place_parts(struct work *work, const bm_str *parts, size_t n)
{
    bm_status st = read_parts(work, parts, n);

    if (st == BM_OK && n > 1) { /* "Sheeriwala (Old)" may be a name as it stands */
        st = gz_resolve(work->ctx, work->locator, work->incident->place, &work->hints, GZ_TOKENS);
        if (st == BM_OK && known_whole(work->locator)) {
            take_best(work);
            return BM_OK;
        }
    }
    if (st != BM_OK || (st = place_phrase(work, parts[0])) != BM_OK || work->out->status != BM_UNRESOLVED)
        return st;
    for (size_t i = 1; i < n; i++) { /* "Some Street, Quetta": somewhere in the next part that is known */
        struct gz_phrase phrase = {.kind = GZ_WITHIN, .a = parts[0], .b = parts[i]};
        char iso3[4];
        const char *reason = work->out->reason;
        if (bm_country_from_name(parts[i], iso3)) continue;
        if ((st = place_within(work, &phrase)) != BM_OK || work->out->status != BM_UNRESOLVED) return st;
        work->out->reason = reason;
    }
    return BM_OK;
}

/* The finest area that the columns name; only iso3 changes when there is none. */
static void fall_back(struct work *work)
{
    bm_place *out = work->out;
    const char *reason = out->reason;
    const bm_candidate *candidates = out->candidates;
    size_t n_candidates = out->n_candidates;
    bool named = work->incident->place.len > 0;

    for (int which = 1; which >= 0; which--) {
        const struct gz_hint_row *row = &work->hints.row[which][0];
        if (work->hints.n[which] == 0) continue;
        gz_outcome_area(row->gazetteer, row->place, out);
        out->score = row->weight * 0.9;
        if (named) {
            out->reason = which == 1 ? "the place is not found, its district is"
                                     : "the place is not found, its province is";
            if (which == 1) out->gtd_spec = 2;
        }
        break;
    }
    if (out->status == BM_UNRESOLVED && work->hints.iso3[0] && !work->hints.iso3_is_bias) {
        gz_outcome_country(work->locator, work->hints.iso3, out);
        if (named) out->reason = "the place is not found, its country is";
    }
    if (out->status == BM_UNRESOLVED)
        out->reason = reason ? reason : "no place, province or country is named";
    out->candidates = candidates;
    out->n_candidates = n_candidates;
}

static void note_overruled(const struct work *work, unsigned *overruled)
{
    const struct gz_hit *best = work->locator->hits;
    const bm_place *out = work->out;

    *overruled = 0;
    if (out->status < BM_AMBIGUOUS || out->match == BM_MATCH_ALIAS || work->locator->n_hits == 0) return;
    if (work->incident->iso3[0] && out->iso3[0] && strcmp(work->incident->iso3, out->iso3) != 0)
        *overruled |= GZ_OVER_COUNTRY;
    if (out->match == BM_MATCH_RELATIVE) return;
    if (work->incident->admin1.len && best->inside1 == 0) *overruled |= GZ_OVER_ADMIN1;
    if (work->incident->admin2.len && best->inside2 == 0) *overruled |= GZ_OVER_ADMIN2;
}

bm_status gz_place_names(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident, bm_arena *arena,
                         bm_place *out, unsigned *overruled)
{
    struct work work = {.ctx = ctx, .locator = locator, .incident = incident, .arena = arena, .out = out};
    bm_str parts[GZ_MAX_PARTS];
    const struct gz_alias *alias;
    bool done = false, blocked;
    size_t n;
    bm_status st;

    gz_place_clear(out);
    locator->n_hits = 0;
    *overruled = 0;
    if ((st = gz_hints_of(ctx, locator, incident->admin1, incident->admin2, incident->iso3, &work.hints)) !=
        BM_OK)
        return st;
    locator->n_hits = 0;
    alias = gz_alias_find(locator, incident->place, incident->admin1, incident->admin2, work.hints.iso3);
    blocked = alias && alias->action == GZ_ALIAS_BLOCK;
    n = incident->place.len ? gz_phrase_parts(incident->place, parts) : 0;
    if (alias)
        st = fill_alias(&work, alias);
    else if (n > 0 && (st = try_country(&work, incident->place, &done)) == BM_OK && !done)
        st = place_parts(&work, parts, n);
    if (st != BM_OK) return st;
    if (!done) note_overruled(&work, overruled);
    if ((out->status <= BM_AMBIGUOUS && !done && n > 0) || locator->explain) {
        if ((st = gz_outcome_candidates(ctx, locator, locator->explain ? BM_MAX_CANDIDATES : 3, arena,
                                        out)) != BM_OK)
            return st;
    }
    if (out->status == BM_UNRESOLVED && !blocked) fall_back(&work);
    if (!out->iso3[0]) memcpy(out->iso3, incident->iso3, sizeof out->iso3);
    return BM_OK;
}
