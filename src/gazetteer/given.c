/* Rows whose source gives coordinates: the point stands; the gazetteer only adds names, areas and doubts. */
#include "gazetteer/locator.h"
#include "gazetteer/outline.h"
#include "gazetteer/phrase.h"

#include "base/buf.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

#define CONTRADICTS_M 100000.0
#define CENTROID_M    5000.0 /* a source that codes "a place" gives the place's centre, not the spot */
#define SURE          0.5    /* chance at which a place elsewhere is held against the coordinates */

/* where_prec from the source's own code, whichever it uses. */
static int where_prec_of(const bm_incident *incident)
{
    static const int of_acled[] = {0, 1, 2, 4}, of_gtd[] = {0, 1, 3, 3, 4, 5};

    if (incident->geo_prec_in >= 1 && incident->geo_prec_in <= 7) return incident->geo_prec_in;
    if (incident->acled_prec_in >= 1 && incident->acled_prec_in <= 3)
        return of_acled[incident->acled_prec_in];
    if (incident->gtd_spec_in >= 1 && incident->gtd_spec_in <= 5) return of_gtd[incident->gtd_spec_in];
    if (incident->claim == BM_CLAIM_COARSE) return 5;
    return incident->claim == BM_CLAIM_NEAR ? 2 : 1;
}

static void set_codes(const bm_incident *incident, int where_prec, bm_place *out)
{
    static const int acled[] = {0, 1, 2, 2, 3, 3, 3, 3}, gtd[] = {0, 1, 1, 3, 4, 5, 5, 5};
    /* kilometres around the point; where_prec 3, 4 and 6 are areas, the figure is for those without outline
     */
    static const double rad_km[] = {0, 1, 25, 50, 150, 100, 500, 100};

    out->geo_prec = where_prec;
    out->acled_prec = incident->acled_prec_in ? incident->acled_prec_in : acled[where_prec];
    out->gtd_spec = incident->gtd_spec_in ? incident->gtd_spec_in : gtd[where_prec];
    out->rad_m = 1000 * rad_km[where_prec];
    if (where_prec == 1 && (incident->claim == BM_CLAIM_PLACE || incident->geo_prec_in ||
                            incident->acled_prec_in || incident->gtd_spec_in))
        out->rad_m = CENTROID_M;
}

/* The area that a coarse row means, by its precision. */
static void find_area(const bm_locator *locator, const struct gz_hints *hints, const bm_incident *incident,
                      bm_place *out)
{
    int which = out->geo_prec == 3 ? 1 : out->geo_prec == 4 ? 0 : -1;

    if (which >= 0 && hints->n[which] > 0 && hints->row[which]->area.n_rings > 0) {
        out->area = hints->row[which]->area;
    } else if (out->geo_prec == 6 && incident->iso3[0]) {
        bm_place country;
        gz_place_clear(&country);
        gz_outcome_country(locator, incident->iso3, &country);
        out->area = country.area;
    }
    if (out->area.n_rings > 0) out->rad_m = gz_outline_reach_m(&out->area, out->point);
}

/* The place named is where the point is: the point stands for all of it. */
static void take_columns(const bm_locator *locator, bm_place *out)
{
    bm_place found;

    gz_place_clear(&found);
    if (gz_hit_place(locator->hits)->feat_class == 'A')
        gz_outcome_area(locator->hits->gazetteer, locator->hits->place, &found);
    else
        gz_outcome_point(locator->hits, &found);
    out->gaz_name = found.gaz_name;
    out->gaz_id = found.gaz_id;
    out->feat = found.feat;
    out->adm1 = found.adm1;
    out->adm2 = found.adm2;
    memcpy(out->iso3, found.iso3, sizeof out->iso3);
    if (out->geo_prec == 1 && found.has_point)
        out->rad_m = fmax(out->rad_m, gz_extent_m(gz_hit_place(locator->hits)));
}

/* Metres from the point to what the hit names: a town's own point, an area's outline. An area without outline
 * cannot be held against the point: 0. */
static double apart_m(const struct gz_hit *hit, bm_ll point)
{
    double apart = bm_geodesic_m(gz_hit_point(hit), point);
    bm_area area;

    if (apart <= CONTRADICTS_M || gz_hit_place(hit)->feat_class != 'A') return apart;
    return gz_area_of_place(hit->gazetteer, hit->place, &area) ? gz_outline_distance_m(&area, point) : 0;
}

/* A coarse claim's point stands for an area: only another country contradicts it. */
static double apart_from_country_m(const bm_locator *locator, const struct gz_hit *hit, bm_ll point)
{
    bm_place country;
    char iso3[4] = "";

    memcpy(iso3, gz_hit_place(hit)->iso3, 3);
    gz_place_clear(&country);
    if (iso3[0]) gz_outcome_country(locator, iso3, &country);
    return country.area.n_rings > 0 ? gz_outline_distance_m(&country.area, point) : 0;
}

/* The least distance of any place that has the very name. */
static double least_apart_m(const bm_locator *locator, bool coarse, bm_ll point)
{
    double least = INFINITY;

    for (size_t i = 0; i < locator->n_hits && least > CONTRADICTS_M; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        if (hit->level > GZ_FOLDED) continue;
        double apart = coarse ? apart_from_country_m(locator, hit, point) : apart_m(hit, point);
        least = fmin(least, apart);
    }
    return least;
}

static bm_status say_contradiction(bm_ctx *ctx, const struct gz_hit *hit, double apart, bm_arena *arena,
                                   bm_str *out)
{
    bm_str name = gz_text(hit->gazetteer, gz_hit_place(hit)->name);
    bool ok = true;
    bm_buf text;

    bm_buf_init(&text, ctx);
    bm_buf_puts(&text, "a place within 100 km of the given coordinates; '");
    bm_buf_str(&text, name);
    bm_buf_puts(&text, "' is ");
    bm_buf_fixed(&text, apart / 1000, 0);
    bm_buf_puts(&text, " km away");
    *out = bm_arena_copy(arena, bm_str_of(text.p, text.len), &ok);
    bm_buf_free(&text);
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory");
}

/* Looks the names up near the point. Of places of this name only whether they are near counts, unless they are
 * areas or too far away. */
static bm_status compare(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident,
                         struct gz_hints *hints, bm_arena *arena, struct gz_memo_entry *entry)
{
    bm_place *out = &entry->place;
    bool coarse = out->status == BM_COARSE;
    bm_str name = gz_phrase_of_crossing(incident->place);
    const struct gz_hit *best;
    double apart;
    bm_status st;

    hints->near = true;
    hints->near_point = out->point;
    hints->near_m = CONTRADICTS_M;
    if ((st = gz_resolve(ctx, locator, name, hints, GZ_SKELETON)) != BM_OK) return st;
    best = locator->hits;
    entry->slack_m = locator->n_hits > 0 && gz_hit_place(best)->feat_class == 'A' ? 0 : locator->slack_m;
    if (locator->n_hits > 0 && best->score >= gz_score_for(0.3) &&
        apart_m(best, out->point) <= CONTRADICTS_M) {
        take_columns(locator, out);
        return BM_OK;
    }
    hints->near = false;
    if ((st = gz_resolve(ctx, locator, incident->place, hints, GZ_TOKENS)) != BM_OK) return st;
    best = locator->hits;
    if (locator->n_hits == 0 || best->chance < SURE || best->level > GZ_FOLDED) return BM_OK;
    entry->slack_m = 0;
    apart = least_apart_m(locator, coarse, out->point);
    if (apart <= CONTRADICTS_M) {
        if (apart_m(best, out->point) <= CONTRADICTS_M) take_columns(locator, out);
        return BM_OK;
    }
    return say_contradiction(ctx, best, apart, arena, &entry->contradiction);
}

bm_status gz_place_given(bm_ctx *ctx, bm_locator *locator, const bm_incident *incident, bm_arena *arena,
                         struct gz_memo_entry *entry)
{
    bm_place *out = &entry->place;
    struct gz_hints hints;
    bm_status st;

    *entry = (struct gz_memo_entry){.slack_m = INFINITY};
    gz_place_clear(out);
    locator->n_hits = 0;
    out->match = BM_MATCH_GIVEN;
    out->status = incident->claim == BM_CLAIM_COARSE ? BM_COARSE : BM_RESOLVED;
    out->score = 1;
    out->has_point = true;
    out->point = (bm_ll){incident->lon_deg, incident->lat_deg};
    entry->from = bm_xyz_of(out->point);
    if (out->status == BM_COARSE) out->reason = "the source says that its coordinates stand for an area";
    set_codes(incident, where_prec_of(incident), out);
    if ((st = gz_hints_of(ctx, locator, incident->admin1, incident->admin2, incident->iso3, &hints)) != BM_OK)
        return st;
    locator->n_hits = 0;
    if (out->status == BM_COARSE) find_area(locator, &hints, incident, out);
    if (incident->place.len && (st = compare(ctx, locator, incident, &hints, arena, entry)) != BM_OK)
        return st;
    if (out->status == BM_COARSE || locator->explain) entry->slack_m = 0;
    if (!out->iso3[0]) memcpy(out->iso3, incident->iso3, sizeof out->iso3);
    if (!locator->explain) return BM_OK;
    return gz_outcome_candidates(ctx, locator, BM_MAX_CANDIDATES, arena, out);
}
