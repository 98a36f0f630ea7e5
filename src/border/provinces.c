/* Segments by pairs of provinces: each place of a border belongs to the province of iso_a and the one of
 * iso_b that it lies in or, where the provinces' outlines are drawn differently from the border, that is
 * nearest. */
#include "border/segments.h"

#include "base/mem.h"
#include "base/str.h"
#include "geo/chord.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEP_M  2000.0 /* between two questions */
#define EXACT_M 10.0
#define SLIVER_M                                                                                             \
    5000.0                /* outlines of provinces are generalised: shorter stretches go to their neighbours \
                           */
#define NOWHERE_M 50000.0 /* no province this near: none */
#define DEGREE_M  110000.0 /* no degree of latitude is shorter */

/* The provinces of the run, their points earth-centred. */
struct bm_province_set {
    const bm_province *all;
    size_t n;
    struct bm_xyz **pts; /* of each province */
};

/* Provinces of the two countries of one dyad; label: a * (n + 1) + b, each 0 for none, else number + 1. */
struct pair_asked {
    const struct bm_province_set *set;
    const char *iso_a, *iso_b;
};

void bm_province_set_destroy(bm_ctx *ctx, struct bm_province_set *set)
{
    if (!set) return;
    for (size_t i = 0; set->pts && i < set->n; i++) bm_free(ctx, set->pts[i]);
    bm_free(ctx, set->pts);
    bm_free(ctx, set);
}

bm_status bm_province_set_create(bm_ctx *ctx, const bm_province *provinces, size_t n,
                                 struct bm_province_set **out)
{
    struct bm_province_set *set;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *set, &block)) != BM_OK) return st;
    set = block;
    *set = (struct bm_province_set){.all = provinces, .n = n};
    if ((st = bm_calloc(ctx, n, sizeof *set->pts, &block)) != BM_OK) goto done;
    set->pts = block;
    for (size_t i = 0; i < n; i++) {
        const bm_area *area = &provinces[i].area;
        uint32_t n_pts = area->n_rings ? area->ring_first[area->n_rings] : 0;

        if ((st = bm_calloc(ctx, n_pts, sizeof **set->pts, &block)) != BM_OK) goto done;
        set->pts[i] = block;
        for (uint32_t k = 0; k < n_pts; k++) set->pts[i][k] = bm_xyz_of(area->pts[k]);
    }
    *out = set;
    set = NULL;
done:
    bm_province_set_destroy(ctx, set);
    return st;
}

/* Not more than the distance from a point to anywhere in a box. */
static double box_least_m(const bm_box *box, bm_ll p)
{
    double lat_deg = fmax(0, fmax(box->south_deg - p.lat_deg, p.lat_deg - box->north_deg)), lon_deg, cos_lat;

    if (box->west_deg > box->east_deg) return lat_deg * DEGREE_M;
    lon_deg = fmax(0, fmax(box->west_deg - p.lon_deg, p.lon_deg - box->east_deg));
    lon_deg =
        fmin(lon_deg, fmax(0, 360 - (box->east_deg - box->west_deg) - lon_deg)); /* the other way round */
    cos_lat =
        cos(fmin(90, fmax(fabs(p.lat_deg), fmax(fabs(box->south_deg), fabs(box->north_deg)))) * BM_DEG_RAD);
    return fmax(lat_deg, lon_deg < 90 ? lon_deg * cos_lat * 0.9 : 0) * DEGREE_M;
}

/* Chord to the nearest edge of a province. */
static double outline_m(const struct bm_province_set *set, size_t i, struct bm_xyz from)
{
    const bm_area *area = &set->all[i].area;
    double least2 = INFINITY, t;

    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        uint32_t first = area->ring_first[ring], end = area->ring_first[ring + 1];

        for (uint32_t k = first; k < end; k++) {
            struct bm_xyz a = set->pts[i][k], b = set->pts[i][k + 1 < end ? k + 1 : first];

            least2 = fmin(least2, bm_chord_distance2(from, a, b, &t));
        }
    }
    return sqrt(least2);
}

/* 0: none is near, else its number + 1; the smaller of two at the same distance. */
static uint32_t province_at(const struct bm_province_set *set, const char *iso, bm_ll at)
{
    struct bm_xyz from = bm_xyz_of(at);
    double least_m = NOWHERE_M;
    uint32_t found = 0;

    for (size_t i = 0; i < set->n; i++) {
        const bm_province *province = &set->all[i];
        double dist_m;

        if (strcmp(province->iso3, iso) != 0 || box_least_m(&province->area.box, at) > least_m) continue;
        if (bm_area_contains(&province->area, at)) return (uint32_t)i + 1;
        dist_m = outline_m(set, i, from);
        if (dist_m < least_m) least_m = dist_m, found = (uint32_t)i + 1;
    }
    return found;
}

static bm_status pair_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    const struct pair_asked *asked = user;
    uint32_t n = (uint32_t)asked->set->n + 1;

    (void)ctx;
    *label = province_at(asked->set, asked->iso_a, at) * n + province_at(asked->set, asked->iso_b, at);
    return BM_OK;
}

static bm_status copy_name(bm_ctx *ctx, bm_segments *segments, const struct bm_province_set *set,
                           uint32_t number, const char **out)
{
    bool ok = true;

    *out = NULL;
    if (number == 0) return BM_OK;
    *out = bm_arena_copy(segments->texts, bm_str_z(set->all[number - 1].name), &ok).p;
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for the names of provinces");
}

bm_status bm_segments_by_province(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                  const struct bm_province_set *set, uint32_t seq, uint32_t *n_added)
{
    const bm_dyad *dyad = &segments->border->dyads[era->dyad];
    struct pair_asked asked = {set, dyad->iso_a, dyad->iso_b};
    struct bm_spans spans = {.border = segments->border,
                             .geodesic = segments->geodesic,
                             .step_m = STEP_M,
                             .exact_m = EXACT_M,
                             .rough = true,
                             .label = pair_label,
                             .user = &asked};
    uint32_t first = segments->n, n, *pairs = NULL;
    void *block;
    bm_status st;

    if ((st = bm_spans_add(ctx, &spans, era->dyad, era->from_m, era->to_m)) != BM_OK) goto done;
    bm_spans_absorb(&spans, SLIVER_M);
    if ((st = bm_calloc(ctx, spans.n, sizeof *pairs, &block)) != BM_OK) goto done;
    pairs = block;
    n = bm_spans_number(&spans, pairs);
    if ((st = bm_segments_from_spans(ctx, segments, era, &spans, n)) != BM_OK) goto done;
    *n_added = segments->n - first;
    for (uint32_t i = first; i < segments->n && st == BM_OK; i++) {
        bm_segment *segment = &segments->all[i];
        uint32_t pair = pairs[segment->seq - 1];

        segment->seq += seq - 1;
        snprintf(segment->seg_id, sizeof segment->seg_id, "%.7s-P%02u", dyad->name,
                 (unsigned)segment->seq % 100000u);
        st = copy_name(ctx, segments, set, pair / (uint32_t)(set->n + 1), &segment->adm1_a);
        if (st == BM_OK) st = copy_name(ctx, segments, set, pair % (uint32_t)(set->n + 1), &segment->adm1_b);
    }
done:
    bm_free(ctx, pairs);
    bm_spans_free(ctx, &spans);
    return st;
}
