#include "gazetteer/polygon.h"

#include <math.h>
#include <stdlib.h>

static void widen(bm_box *box, bm_ll p)
{
    box->west_deg = fmin(box->west_deg, p.lon_deg);
    box->east_deg = fmax(box->east_deg, p.lon_deg);
    box->south_deg = fmin(box->south_deg, p.lat_deg);
    box->north_deg = fmax(box->north_deg, p.lat_deg);
}

bm_status gz_area_of(bm_ctx *ctx, const bm_geometry *geometry, bm_arena *arena, bm_area *out)
{
    uint32_t n_pts = geometry->n_parts ? geometry->part_first[geometry->n_parts] : 0;
    bm_ll *pts = bm_arena_alloc(arena, n_pts * sizeof *pts);
    uint32_t *first = bm_arena_alloc(arena, (geometry->n_parts + 1) * sizeof *first);
    uint32_t n = 0;

    *out = (bm_area){.box = {180, 90, -180, -90}};
    if (!pts || !first) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    first[0] = 0;
    for (uint32_t part = 0; part < geometry->n_parts; part++) {
        uint32_t from = geometry->part_first[part], to = geometry->part_first[part + 1];
        if (to - from >= 2 && geometry->pts[from].lon_deg == geometry->pts[to - 1].lon_deg &&
            geometry->pts[from].lat_deg == geometry->pts[to - 1].lat_deg)
            to--;
        if (to - from < 3) continue;
        for (uint32_t i = from; i < to; i++) {
            pts[n++] = geometry->pts[i];
            widen(&out->box, geometry->pts[i]);
        }
        first[++out->n_rings] = n;
    }
    out->pts = pts;
    out->ring_first = first;
    return BM_OK;
}

static uint32_t largest_ring(const bm_area *area)
{
    uint32_t best = 0;
    double best_size = -1;

    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        double twice = 0;
        uint32_t from = area->ring_first[ring], to = area->ring_first[ring + 1];
        for (uint32_t i = from; i < to; i++) {
            bm_ll a = area->pts[i], b = area->pts[i + 1 < to ? i + 1 : from];
            twice += a.lon_deg * b.lat_deg - b.lon_deg * a.lat_deg;
        }
        if (fabs(twice) > best_size) {
            best_size = fabs(twice);
            best = ring;
        }
    }
    return best;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Longitudes where the parallel lat crosses the rings; at most max. */
static size_t crossings(const bm_area *area, double lat, double *out, size_t max)
{
    size_t n = 0;

    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        uint32_t from = area->ring_first[ring], to = area->ring_first[ring + 1];
        for (uint32_t i = from; i < to && n < max; i++) {
            bm_ll a = area->pts[i], b = area->pts[i + 1 < to ? i + 1 : from];
            if ((a.lat_deg > lat) == (b.lat_deg > lat)) continue;
            out[n++] = a.lon_deg + (lat - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
        }
    }
    qsort(out, n, sizeof *out, by_value);
    return n;
}

bm_ll gz_point_inside(const bm_area *area)
{
    uint32_t ring = largest_ring(area);
    double south = 90, north = -90, lons[512] = {0};
    bm_ll best;
    size_t n;

    for (uint32_t i = area->ring_first[ring]; i < area->ring_first[ring + 1]; i++) {
        south = fmin(south, area->pts[i].lat_deg);
        north = fmax(north, area->pts[i].lat_deg);
    }
    best = (bm_ll){area->pts[area->ring_first[ring]].lon_deg, (south + north) / 2};
    n = crossings(area, best.lat_deg, lons, sizeof lons / sizeof *lons);
    for (size_t i = 0, at = 0; i + 1 < n; i += 2) { /* the widest stretch */
        if (lons[i + 1] - lons[i] > lons[at + 1] - lons[at]) at = i;
        best.lon_deg = (lons[at] + lons[at + 1]) / 2;
    }
    return best;
}
