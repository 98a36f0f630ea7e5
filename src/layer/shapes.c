#include "layer/shapes.h"
#include "base/mem.h"
#include "layer/text.h"

#include <math.h>
#include <string.h>

/* --- lines to the border --- */

static void end_part(struct bm_near_line *room, bm_geometry *line, uint32_t n_pts)
{
    room->part_first[++line->n_parts] = n_pts;
}

/* The next point of the line; on the other side of 180 degrees it begins a new part. */
static uint32_t go_to(struct bm_near_line *room, bm_geometry *line, uint32_t n, bm_ll to)
{
    bm_ll from = room->pts[n - 1];
    double step = to.lon_deg - from.lon_deg;

    if (fabs(step) > 180 && line->n_parts + 2 <= BM_NEAR_PARTS) {
        double edge = step < 0 ? 180 : -180;
        double whole = step < 0 ? step + 360 : step - 360;
        double share = whole == 0 ? 0 : (edge - from.lon_deg) / whole;
        double lat = from.lat_deg + share * (to.lat_deg - from.lat_deg);

        room->pts[n++] = bm_rounded_point((bm_ll){edge, lat});
        end_part(room, line, n);
        room->pts[n++] = bm_rounded_point((bm_ll){-edge, lat});
    }
    room->pts[n++] = to;
    return n;
}

void bm_shape_near_line(bm_ll from, bm_ll to, struct bm_near_line *room, bm_geometry *out)
{
    const double piece_m = 20000; /* straight on the map, some 8 m beside the geodesic at 45 degrees */
    enum { MOST = BM_NEAR_POINTS - 8 };
    bm_ll between[MOST];
    unsigned pieces = bm_geodesic_divide(from, to, piece_m, MOST, between);
    uint32_t n = 1;

    *out = (bm_geometry){.shape = BM_SHAPE_LINE, .pts = room->pts, .part_first = room->part_first};
    room->part_first[0] = 0;
    from = bm_rounded_point(from), to = bm_rounded_point(to);
    if (from.lon_deg == to.lon_deg && from.lat_deg == to.lat_deg) return;
    room->pts[0] = from;
    for (unsigned i = 1; i < pieces; i++) n = go_to(room, out, n, bm_rounded_point(between[i - 1]));
    n = go_to(room, out, n, to);
    end_part(room, out, n);
}

/* --- areas --- */

static bm_area ring_of(const bm_area *area, uint32_t i, uint32_t first[2])
{
    first[0] = 0, first[1] = area->ring_first[i + 1] - area->ring_first[i];
    return (bm_area){.pts = area->pts + area->ring_first[i], .ring_first = first, .n_rings = 1};
}

static void find_boxes(const bm_area *area, bm_box *boxes)
{
    for (uint32_t i = 0; i < area->n_rings; i++) {
        boxes[i] = (bm_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (uint32_t k = area->ring_first[i]; k < area->ring_first[i + 1]; k++) {
            bm_ll p = area->pts[k];

            boxes[i].west_deg = fmin(boxes[i].west_deg, p.lon_deg);
            boxes[i].east_deg = fmax(boxes[i].east_deg, p.lon_deg);
            boxes[i].south_deg = fmin(boxes[i].south_deg, p.lat_deg);
            boxes[i].north_deg = fmax(boxes[i].north_deg, p.lat_deg);
        }
    }
}

static bool box_within(const bm_box *inner, const bm_box *outer)
{
    return inner->west_deg >= outer->west_deg && inner->east_deg <= outer->east_deg &&
           inner->south_deg >= outer->south_deg && inner->north_deg <= outer->north_deg;
}

static double box_size(const bm_box *box)
{
    return (box->east_deg - box->west_deg) * (box->north_deg - box->south_deg);
}

/* How many rings ring i lies in, and the smallest of them. Rings may touch in points, so the middle of an
 * edge is asked. */
static uint32_t depth_of(const bm_area *area, const bm_box *boxes, uint32_t i, uint32_t *around)
{
    bm_ll a = area->pts[area->ring_first[i]], b = area->pts[area->ring_first[i] + 1];
    bm_ll middle = {(a.lon_deg + b.lon_deg) / 2, (a.lat_deg + b.lat_deg) / 2};
    uint32_t depth = 0, first[2];
    double least = INFINITY;

    for (uint32_t k = 0; k < area->n_rings; k++) {
        if (k == i || !box_within(&boxes[i], &boxes[k])) continue;
        bm_area ring = ring_of(area, k, first);
        ring.box = boxes[k];
        if (!bm_area_contains(&ring, middle)) continue;
        depth++;
        if (box_size(&boxes[k]) < least) least = box_size(&boxes[k]), *around = k;
    }
    return depth;
}

struct building {
    const bm_area *area;
    bm_ll *pts;
    uint32_t *part_first, n_pts, n_parts;
};

static void put_ring(struct building *b, uint32_t ring)
{
    uint32_t from = b->area->ring_first[ring], to = b->area->ring_first[ring + 1];

    for (uint32_t k = from; k < to; k++) b->pts[b->n_pts++] = bm_rounded_point(b->area->pts[k]);
    b->pts[b->n_pts++] = bm_rounded_point(b->area->pts[from]);
    b->part_first[++b->n_parts] = b->n_pts;
}

bm_status bm_shape_area(bm_ctx *ctx, const bm_area *area, bm_arena *arena, bm_geometry *out)
{
    uint32_t n = area->n_rings, n_polygons = 0;
    bm_box *boxes = bm_arena_calloc(arena, n, sizeof *boxes);
    uint32_t *outer = bm_arena_calloc(arena, n, sizeof *outer); /* of a hole; of others themselves */
    uint32_t *polygon_first = bm_arena_calloc(arena, (size_t)n + 1, sizeof *polygon_first);
    struct building b = {.area = area};

    *out = (bm_geometry){.shape = BM_SHAPE_POLYGON};
    b.pts = bm_arena_calloc(arena, (size_t)area->ring_first[n] + n, sizeof *b.pts);
    b.part_first = bm_arena_calloc(arena, (size_t)n + 1, sizeof *b.part_first);
    if (!boxes || !outer || !b.pts || !b.part_first || !polygon_first)
        return bm_fail(ctx, BM_ENOMEM, "out of memory for an area");
    find_boxes(area, boxes);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t around = i;

        outer[i] = depth_of(area, boxes, i, &around) % 2 ? around : i;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (outer[i] != i) continue;
        put_ring(&b, i);
        for (uint32_t k = 0; k < n; k++)
            if (k != i && outer[k] == i) put_ring(&b, k);
        polygon_first[++n_polygons] = b.n_parts;
    }
    out->pts = b.pts, out->part_first = b.part_first, out->n_parts = b.n_parts;
    out->polygon_first = polygon_first, out->n_polygons = n_polygons;
    return BM_OK;
}
