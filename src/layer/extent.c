#include "layer/extent.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static void include(bm_box *box, bm_ll p)
{
    box->west_deg = fmin(box->west_deg, p.lon_deg), box->east_deg = fmax(box->east_deg, p.lon_deg);
    box->south_deg = fmin(box->south_deg, p.lat_deg), box->north_deg = fmax(box->north_deg, p.lat_deg);
}

bm_box bm_extent_of(const bm_ll *pts, size_t n)
{
    bm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

    for (size_t i = 0; i < n; i++) include(&box, pts[i]);
    return box;
}

bool bm_extent_crosses(const bm_box *view)
{
    return view->east_deg - view->west_deg < 360 && (view->west_deg < -180 || view->east_deg > 180);
}

double bm_extent_turn_deg(const bm_box *view, const bm_ll *pts, size_t n)
{
    if (!bm_extent_crosses(view) || n == 0) return 0;
    bm_box box = bm_extent_of(pts, n);
    double off = (box.west_deg + box.east_deg) / 2 - (view->west_deg + view->east_deg) / 2;
    return off > 180 ? -360 : off < -180 ? 360 : 0;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

/* Longitudes from -180 to 180 or, with pacific, from 0 to 360. */
static double counted(double lon_deg, bool pacific)
{
    return pacific && lon_deg < 0 ? lon_deg + 360 : lon_deg;
}

/* The middle 99 % of the incidents in each direction: one stray record does not make a world map of a
 * province. */
static bm_status include_marks(bm_ctx *ctx, const struct bm_scene *scene, bool pacific, bm_box *box)
{
    double *lon, *lat;
    size_t n = 0, off;
    void *block;
    bm_status st = bm_calloc(ctx, 2 * scene->n_marks, sizeof *lon, &block);

    if (st != BM_OK || scene->n_marks == 0) return st;
    lon = block, lat = lon + scene->n_marks;
    for (size_t i = 0; i < scene->n_marks; i++) {
        if (!isfinite(scene->marks[i].point.lon_deg)) continue;
        lon[n] = counted(scene->marks[i].point.lon_deg, pacific), lat[n++] = scene->marks[i].point.lat_deg;
    }
    qsort(lon, n, sizeof *lon, by_value);
    qsort(lat, n, sizeof *lat, by_value);
    off = n / 200;
    if (n > 0) {
        include(box, (bm_ll){lon[off], lat[off]});
        include(box, (bm_ll){lon[n - 1 - off], lat[n - 1 - off]});
    }
    bm_free(ctx, block);
    return BM_OK;
}

static bm_status find(bm_ctx *ctx, const struct bm_scene *scene, bool pacific, bm_box *box)
{
    *box = bm_extent_of(NULL, 0);
    bm_status st = include_marks(ctx, scene, pacific, box);

    for (size_t i = 0; i < scene->n_segments; i++) {
        const struct bm_scene_segment *s = &scene->segments[i];
        if (s->stats->n_hi == 0) continue;
        for (uint32_t k = 0; k < s->first[s->n_lines]; k++)
            include(box, (bm_ll){counted(s->pts[k].lon_deg, pacific), s->pts[k].lat_deg});
    }
    return st;
}

/* With a margin, at least two degrees, in the shape of the pictures' map. */
static bm_box shape(const bm_box *box)
{
    double lon = (box->west_deg + box->east_deg) / 2, lat = (box->south_deg + box->north_deg) / 2;
    double shrink = fmax(0.2, cos(lat * (M_PI / 180)));
    double wide = fmax(2, (box->east_deg - box->west_deg) * 1.12);
    double high = fmax(2 * shrink, (box->north_deg - box->south_deg) * 1.12);

    if (wide * shrink < high * BM_VIEW_SHAPE)
        wide = high * BM_VIEW_SHAPE / shrink;
    else
        high = wide * shrink / BM_VIEW_SHAPE;
    if (lon > 180) lon -= 360;
    return (bm_box){lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2};
}

/* Counted both ways: what lies on both sides of 180 degrees is near to each other the one way, and a world
 * map the other. */
bm_status bm_extent_settle(bm_ctx *ctx, struct bm_scene *scene)
{
    bm_box box, other;
    bm_status st = find(ctx, scene, false, &box);

    if (st == BM_OK) st = find(ctx, scene, true, &other);
    if (st != BM_OK) return st;
    if (!(box.west_deg <= box.east_deg)) box = other = (bm_box){-180, -60, 180, 80};
    scene->view = shape(other.east_deg - other.west_deg < box.east_deg - box.west_deg ? &other : &box);
    return BM_OK;
}
