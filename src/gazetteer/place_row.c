/* Places a whole row by its names: the place, then the area that the other columns name. */
#include "gazetteer/place_work.h"

#include "base/str.h"
#include "gazetteer/country.h"
#include "gazetteer/sea.h"

#include <string.h>

#define CITY_STATE                                                                                           \
    50000u /* people: a town of its country's name is meant when the country column is there too */

#define DOUBTFUL 0.85 /* probability of a place below which its district's centre is looked at, */
#define INSIDE   0.95 /* agreement with a district that is as good as inside */
#define CLEARLY  0.03 /* ... and by how much that must be likelier */

/* The text is a country's name, and no town of that name is meant. */
static bm_status try_country(struct gz_work *work, bm_str text, bool *done)
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
static bm_status read_parts(struct gz_work *work, const bm_str *parts, size_t n)
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

/* "X, 30 km S": the two are one part. */
static size_t join_offsets(bm_str *parts, size_t n)
{
    size_t kept = n > 0;

    for (size_t i = 1; i < n; i++) {
        if (gz_phrase_is_offset(parts[i]) && kept > 0) {
            const char *end = parts[i].p + parts[i].len;
            parts[kept - 1].len = (size_t)(end - parts[kept - 1].p);
        } else {
            parts[kept++] = parts[i];
        }
    }
    return kept;
}

/* The part names a country or a province and no town. */
static bm_status is_large(struct gz_work *work, bm_str part, bool *large)
{
    char iso3[4];
    bm_status st = BM_OK;

    *large = bm_country_from_name(part, iso3);
    if (*large) return BM_OK;
    st = gz_resolve(work->ctx, work->locator, part, &work->hints, GZ_TOKENS);
    *large = st == BM_OK && gz_convinces(work) && gz_row_level(gz_hit_place(work->locator->hits)) == 1;
    return st;
}

/* "Pakistan, Balochistan, Quetta": the smallest comes first from here on. */
static bm_status put_smallest_first(struct gz_work *work, bm_str *parts, size_t n)
{
    bool first, last = true;
    bm_status st;

    if (n < 2 || (st = is_large(work, parts[0], &first)) != BM_OK || !first) return n < 2 ? BM_OK : st;
    if ((st = is_large(work, parts[n - 1], &last)) != BM_OK || last) return st;
    for (size_t i = 0; i < n / 2; i++) {
        bm_str part = parts[i];
        parts[i] = parts[n - 1 - i];
        parts[n - 1 - i] = part;
    }
    return BM_OK;
}

static bm_status place_parts(struct gz_work *work, bm_str *parts, size_t n)
{
    bm_status st = put_smallest_first(work, parts, n);

    if (st != BM_OK) return st;
    st = read_parts(work, parts, n);

    if (st == BM_OK && n > 1) { /* "Sheeriwala (Old)" may be a name as it stands */
        st = gz_resolve(work->ctx, work->locator, work->incident->place, &work->hints, GZ_TOKENS);
        if (st == BM_OK && gz_known_whole(work)) {
            gz_take_best(work);
            return BM_OK;
        }
    }
    if (st != BM_OK || (st = gz_place_text(work, parts[0])) != BM_OK || work->out->status != BM_UNRESOLVED)
        return st;
    for (size_t i = 1; i < n; i++) { /* "Some Street, Quetta": somewhere in the next part that is known */
        char iso3[4];
        const char *reason = work->out->reason;
        if (bm_country_from_name(parts[i], iso3)) continue;
        if ((st = gz_place_within(work, parts[0], parts[i])) != BM_OK || work->out->status != BM_UNRESOLVED)
            return st;
        work->out->reason = reason;
    }
    return BM_OK;
}

/* The finest area that the columns name; only iso3 changes when there is none. */
static void fall_back(struct gz_work *work)
{
    bm_place *out = work->out;
    const char *reason = out->reason;
    const bm_candidate *candidates = out->candidates;
    size_t n_candidates = out->n_candidates;
    bool named = work->incident->place.len > 0;

    if (named && gz_centre_of_district(work, out)) {
        out->fell_back = true;
        goto candidates;
    }
    for (int which = 1; which >= 0; which--) {
        const struct gz_hint_row *row = &work->hints.row[which][0];
        if (work->hints.n[which] == 0) continue;
        gz_outcome_area(row->gazetteer, row->place, out);
        out->score = row->weight * 0.9;
        if (work->border_only) {
            out->reason = "only a border is named; the district or province along it is given";
        } else if (named) {
            out->reason = which == 1 ? "the place is not found for sure, its district is"
                                     : "the place is not found for sure, its province is";
            if (which == 1) out->gtd_spec = 2;
        }
        break;
    }
    if (out->status == BM_UNRESOLVED && work->hints.iso3[0] && !work->hints.iso3_is_bias) {
        gz_outcome_country(work->locator, work->hints.iso3, out);
        if (named) out->reason = "the place is not found for sure, its country is";
        if (work->border_only) {
            out->reason = "only a border is named; the country is given";
            out->geo_prec = 5; /* a line, longer than a province is wide */
        }
    }
    out->fell_back = named && !work->border_only && out->status == BM_COARSE;
    if (out->status == BM_UNRESOLVED)
        out->reason = reason ? reason : "no place, province or country is named";
candidates:
    out->candidates = candidates;
    out->n_candidates = n_candidates;
}

/* A doubtful place gives way to the centre of its district where that is clearly nearer the truth. */
static void prefer_centre(struct gz_work *work)
{
    double evidence[GZ_EVIDENCE];
    bm_place centre = *work->out;

    /* the very name in the district stays */
    if (work->locator->n_hits > 0 && work->locator->hits->level <= GZ_FOLDED &&
        work->locator->hits->inside2 >= INSIDE)
        return;
    if (!work->out->has_point || work->out->score > DOUBTFUL || work->out->match == BM_MATCH_ALIAS ||
        work->out->match == BM_MATCH_RELATIVE)
        return;
    memcpy(evidence, work->locator->decided, sizeof evidence);
    if (gz_centre_of_district(work, &centre) && centre.score > work->out->score + CLEARLY) {
        centre.fell_back = true;
        *work->out = centre;
    } else {
        memcpy(work->locator->decided, evidence, sizeof evidence);
    }
}

static void note_overruled(struct gz_work *work)
{
    const struct gz_hit *best = work->locator->hits;
    const bm_place *out = work->out;

    if (out->status < BM_AMBIGUOUS || out->match == BM_MATCH_ALIAS || work->locator->n_hits == 0) return;
    if (work->incident->iso3[0] && out->iso3[0] && strcmp(work->incident->iso3, out->iso3) != 0)
        work->notes |= GZ_OVER_COUNTRY;
    if (out->match == BM_MATCH_RELATIVE) return;
    if (work->incident->admin1.len && best->inside1 == 0) work->notes |= GZ_OVER_ADMIN1;
    if (work->incident->admin2.len && best->inside2 == 0) work->notes |= GZ_OVER_ADMIN2;
}

bm_status gz_place_names(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident, bm_arena *arena,
                         struct gz_memo_entry *entry)
{
    bm_place *out = &entry->place;
    struct gz_work work = {.ctx = ctx, .locator = locator, .incident = incident, .out = out, .arena = arena};
    bm_str parts[GZ_MAX_PARTS];
    const struct gz_alias *alias;
    bool done = false, blocked;
    size_t n;
    bm_status st;

    gz_place_clear(out);
    locator->n_hits = 0;
    if ((st = gz_hints_of(ctx, locator, incident->admin1, incident->admin2, incident->iso3, &work.hints)) !=
        BM_OK)
        return st;
    locator->n_hits = 0;
    alias = gz_alias_of_record(locator, incident->inc_id);
    if (!alias)
        alias = gz_alias_find(locator, incident->place, incident->admin1, incident->admin2, work.hints.iso3);
    blocked = alias && alias->action == GZ_ALIAS_BLOCK;
    n = incident->place.len ? join_offsets(parts, gz_phrase_parts(incident->place, parts)) : 0;
    if (alias) {
        gz_fill_alias(&work, alias);
        st = gz_read_alias(&work, alias);
    } else if (n > 0 && (done = gz_sea(incident->place, out)))
        st = BM_OK;
    else if (n > 0 && (st = try_country(&work, incident->place, &done)) == BM_OK && !done)
        st = place_parts(&work, parts, n);
    if (st == BM_OK && !alias && !done && n > 0 && out->status <= BM_COARSE)
        st = gz_place_in_district(&work, parts[0]);
    if (st != BM_OK) return st;
    if (!alias && !done) prefer_centre(&work);
    if (!done) note_overruled(&work);
    entry->notes = work.notes;
    entry->lost = work.lost;
    if ((out->status <= BM_AMBIGUOUS && !done && n > 0) || locator->explain) {
        if ((st = gz_outcome_candidates(ctx, locator, locator->explain ? BM_MAX_CANDIDATES : 3, arena,
                                        out)) != BM_OK)
            return st;
    }
    if (out->status == BM_UNRESOLVED && !blocked) fall_back(&work);
    if (!out->iso3[0]) memcpy(out->iso3, incident->iso3, sizeof out->iso3);
    out->reading = work.reading;
    return gz_read_evidence(&work);
}
