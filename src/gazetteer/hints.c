/* What the admin columns of a row say, and whether a place agrees. */
#include "gazetteer/locator.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define LIKE_ADMIN 0.72 /* likeness at which a spelling of an admin name is believed */
#define TOWN_HINT_M                                                                                          \
    40000.0                /* a town that stands for its district: places this near are in it, more or less */
#define NO_AREA_M 130000.0 /* a province without outline: places this near may be in it */
#define IN_PROVINCE                                                                                          \
    0.5 /* agreement with the province below which a town cannot stand for the row's district */
#define DEG      0.017453292519943295
#define EDGE_M   50000.0
#define EDGE_DEG 0.6 /* more than EDGE_M at the latitudes where people live */

static bool add_row(struct gz_hints *hints, int which, const struct gz_hit *hit, int level)
{
    struct gz_hint_row *row = &hints->row[which][hints->n[which]];

    for (uint32_t i = 0; i < hints->n[which]; i++) {
        if (hints->row[which][i].gazetteer == hit->gazetteer && hints->row[which][i].place == hit->place)
            return true;
    }
    if (hints->n[which] == GZ_MAX_HINTS) return false;
    *row = (struct gz_hint_row){.gazetteer = hit->gazetteer, .place = hit->place, .level = level};
    row->weight = hit->level <= GZ_TOKENS ? 1 : hit->likeness;
    (void)gz_area_of_place(hit->gazetteer, hit->place, &row->area);
    hints->n[which]++;
    return true;
}

static bool fits_country(const struct gz_hit *hit, const struct gz_hints *hints)
{
    return !hints->iso3[0] || hints->iso3_is_bias || strncmp(gz_hit_place(hit)->iso3, hints->iso3, 4) == 0;
}

/* Rows of class A of the wanted levels among the hits. */
static void take_areas(const bm_locator *locator, struct gz_hints *hints, int which, int low, int high)
{
    for (size_t i = 0; i < locator->n_hits; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        int level = gz_row_level(gz_hit_place(hit));
        if (level < low || level > high || !fits_country(hit, hints)) continue;
        if (hit->level > GZ_TOKENS && hit->likeness < LIKE_ADMIN) continue;
        if (hit->level == GZ_FUZZY && hit->likeness < LIKE_ADMIN + 0.1) continue;
        (void)add_row(hints, which, hit, level);
    }
}

/* A town of the district's name stands for a district that no row has. */
static void take_towns(const bm_locator *locator, struct gz_hints *hints, int which)
{
    for (size_t i = 0; i < locator->n_hits && hints->n[which] < 2; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        if (gz_hit_place(hit)->feat_class != 'P' || hit->level > GZ_TOKENS || !fits_country(hit, hints))
            continue;
        if (gz_hit_place(hit)->population < 5000 && strncmp(gz_hit_place(hit)->feat, "PPLA", 4) != 0)
            continue;
        if (which == 1 && gz_agreement(hit, hints, 0) >= 0 && gz_agreement(hit, hints, 0) < IN_PROVINCE)
            continue;
        (void)add_row(hints, which, hit, 0);
    }
}

static bm_status find_rows(bm_ctx *ctx, bm_locator *locator, struct gz_hints *hints, int which, bm_str name)
{
    static const enum gz_level stages[] = {GZ_TOKENS, GZ_SKELETON, GZ_FUZZY};
    struct gz_hints none = *hints;
    bm_status st;

    none.n[0] = which == 1 ? hints->n[0] : 0;
    none.n[1] = 0;
    for (size_t i = 0; i < sizeof stages / sizeof *stages && hints->n[which] == 0; i++) {
        if ((st = gz_resolve(ctx, locator, name, &none, stages[i])) != BM_OK) return st;
        if (which == 0)
            take_areas(locator, hints, which, 1, 1);
        else
            take_areas(locator, hints, which, 2, 3);
        if (i == 0 && hints->n[which] == 0) take_towns(locator, hints, which);
    }
    return BM_OK;
}

/* What the columns say, joined; absent when out of memory. */
static bm_str hints_key(bm_arena *arena, bm_str admin1, bm_str admin2, const char iso3[4])
{
    size_t n = 4 + sizeof admin1.len + admin1.len + admin2.len;
    char *key = bm_arena_alloc(arena, n);

    if (!key) return (bm_str){0};
    memcpy(key, iso3, 4);
    memcpy(key + 4, &admin1.len, sizeof admin1.len);
    if (admin1.len) memcpy(key + 4 + sizeof admin1.len, admin1.p, admin1.len);
    if (admin2.len) memcpy(key + n - admin2.len, admin2.p, admin2.len);
    return bm_str_of(key, n);
}

/* Few columns differ from row to row: what each combination says is found once. */
static bm_status recall_rows(bm_ctx *ctx, bm_locator *locator, struct gz_hints *hints, bm_str admin1,
                             bm_str admin2)
{
    char iso3[4] = {0};
    uint64_t *at;
    struct gz_hints *kept;
    bool added;
    bm_str key;
    bm_status st = BM_OK;

    memcpy(iso3, hints->iso3, strnlen(hints->iso3, 3));
    iso3[3] = (char)hints->iso3_is_bias;
    key = hints_key(locator->memo_arena, admin1, admin2, iso3);
    if (!key.p) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    if ((at = bm_map_find(&locator->known_hints, key))) {
        memcpy(hints, (const void *)(uintptr_t)*at, sizeof *hints);
        hints->text[0] = admin1;
        hints->text[1] = admin2;
        return BM_OK;
    }
    if (admin1.len && admin2.len) { /* the province is known from other districts */
        st = recall_rows(ctx, locator, hints, admin1, (bm_str){0});
        hints->text[1] = admin2;
    } else if (admin1.len) {
        st = find_rows(ctx, locator, hints, 0, admin1);
    }
    if (st == BM_OK && admin2.len) st = find_rows(ctx, locator, hints, 1, admin2);
    if (st != BM_OK) return st;
    kept = bm_arena_alloc(locator->memo_arena, sizeof *kept);
    if (!kept) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    *kept = *hints;
    if ((st = bm_map_add(&locator->known_hints, key, &at, &added)) == BM_OK) *at = (uintptr_t)kept;
    return st;
}

bm_status gz_hints_of(bm_ctx *ctx, bm_locator *locator, bm_str admin1, bm_str admin2, const char *iso3,
                      struct gz_hints *out)
{
    *out = (struct gz_hints){.text = {admin1, admin2}};
    memcpy(out->iso3, iso3[0] ? iso3 : locator->country, 4);
    out->iso3_is_bias = !iso3[0];
    return admin1.len || admin2.len ? recall_rows(ctx, locator, out, admin1, admin2) : BM_OK;
}

/* Rough, for ranking only: degrees to metres on a sphere. */
static double about_m(bm_ll a, bm_ll b)
{
    double dy = (a.lat_deg - b.lat_deg) * 111200;
    double dx = remainder(a.lon_deg - b.lon_deg, 360) * 111200 * cos(a.lat_deg * DEG);

    return hypot(dx, dy);
}

/* 1 inside, less near the outline (districts are reshaped, outlines generalised), 0 at EDGE_M from it. The
 * distance is taken to the nearest vertex. */
static double in_area(const bm_area *area, bm_ll p)
{
    double nearest = EDGE_M, narrow_m = 111199 * cos(fmin(fabs(p.lat_deg) + EDGE_DEG, 90) * DEG);

    if (p.lon_deg < area->box.west_deg - EDGE_DEG || p.lon_deg > area->box.east_deg + EDGE_DEG ||
        p.lat_deg < area->box.south_deg - EDGE_DEG || p.lat_deg > area->box.north_deg + EDGE_DEG)
        return 0;
    if (bm_area_contains(area, p)) return 1;
    for (uint32_t i = 0; i < area->ring_first[area->n_rings]; i++) {
        double dy_m = fabs(area->pts[i].lat_deg - p.lat_deg) * 111199, dx, apart;
        if (dy_m > nearest) continue;
        dx = fabs(area->pts[i].lon_deg - p.lon_deg);
        dx = narrow_m * (dx > 180 ? 360 - dx : dx);
        if (dx * dx + dy_m * dy_m > nearest * nearest) continue; /* less than it is, and still too far */
        apart = about_m(area->pts[i], p);
        if (apart < nearest) nearest = apart;
    }
    return 0.95 * (1 - nearest / EDGE_M);
}

static double agreement_with(const struct gz_hit *hit, const struct gz_hint_row *row)
{
    const struct gz_place *place = gz_hit_place(hit), *area = &row->gazetteer->places[row->place];
    double apart;

    if (row->gazetteer == hit->gazetteer &&
        (place->admin1 == row->place || place->admin2 == row->place || hit->place == row->place))
        return 1;
    if (row->area.n_rings > 0) return in_area(&row->area, gz_hit_point(hit));
    apart = about_m(gz_hit_point(hit), (bm_ll){area->lon, area->lat});
    if (row->level == 1) return apart < NO_AREA_M ? 0.6 : 0;
    return apart < TOWN_HINT_M ? 0.9 : apart < 2 * TOWN_HINT_M ? 0.9 * (2 - apart / TOWN_HINT_M) : 0;
}

double gz_agreement(const struct gz_hit *hit, const struct gz_hints *hints, int which)
{
    double best = 0;

    if (hints->n[which] == 0) return -1;
    for (uint32_t i = 0; i < hints->n[which]; i++) {
        double agreement = agreement_with(hit, &hints->row[which][i]) * hints->row[which][i].weight;
        if (agreement > best) best = agreement;
    }
    return best;
}
