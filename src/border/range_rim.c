/* The least and the greatest distance on the rim of an area. */
#include "border/range_impl.h"

#include "geo/chord.h"

#include <math.h>

#define CONVEX_M 9.0e6

static bm_ll between(bm_ll a, bm_ll b, double t)
{
    return (bm_ll){a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)};
}

/* The edge of a ring that is there after along_m metres: its number in the ring, and where it begins and
 * ends.
 */
static uint32_t ring_edge(const struct bm_range *range, uint32_t ring, double along_m, double *start_m,
                          double *end_m)
{
    const bm_area *area = range->area;
    uint32_t from = area->ring_first[ring], n = area->ring_first[ring + 1] - from, low = 0, high = n;
    const double *along = range->along_m + (from - area->ring_first[0]);

    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;

        if (along[middle] <= along_m)
            low = middle;
        else
            high = middle;
    }
    *start_m = along[low];
    *end_m = low + 1 < n ? along[low + 1] : range->whole_m[ring];
    return low;
}

static bm_ll ring_point(const struct bm_range *range, uint32_t ring, double along_m)
{
    const bm_area *area = range->area;
    uint32_t from = area->ring_first[ring], n = area->ring_first[ring + 1] - from;
    double start_m, end_m;
    uint32_t edge = ring_edge(range, ring, along_m, &start_m, &end_m);

    return between(area->pts[from + edge], area->pts[from + (edge + 1) % n],
                   end_m > start_m ? fmin(1, (along_m - start_m) / (end_m - start_m)) : 0);
}

/* What no distance on a stretch of one edge passes: nowhere is the border farther than its point nearest to
 * one end is, and along a geodesic the distance to a point, if shorter than a quarter of the earth, is
 * convex: greatest at an end. The edge and the geodesic between its ends are both within the sag of the
 * chord. */
static double point_bound_m(const struct bm_range *range, const struct bm_range_item *item)
{
    double start_m, end_m, from_m, to_m;
    bm_ll a, b;

    (void)ring_edge(range, item->ring, item->from, &start_m, &end_m);
    if (item->to > end_m || isnan(item->near_from.lon_deg) || isnan(item->near_to.lon_deg)) return INFINITY;
    a = ring_point(range, item->ring, item->from);
    b = ring_point(range, item->ring, item->to);
    from_m = fmax(item->dist_from_m, bm_geodesic_m(b, item->near_from));
    to_m = fmax(item->dist_to_m, bm_geodesic_m(a, item->near_to));
    if (fmax(from_m, to_m) > CONVEX_M) return INFINITY;
    return fmin(from_m, to_m) + 2.01 * bm_arc_sag_m(b.lon_deg - a.lon_deg, b.lat_deg - a.lat_deg);
}

/* Adds a stretch of the rim; its key is the least (sign -1: minus the greatest) distance it may hold. */
static bm_status push_rim(struct bm_range *range, struct bm_range_item item, int sign)
{
    double len_m = item.to - item.from;

    if (sign > 0)
        item.key = fmax(0, (item.dist_from_m + item.dist_to_m - len_m) / 2);
    else
        item.key = -fmin((item.dist_from_m + item.dist_to_m + len_m) / 2, point_bound_m(range, &item));
    return bm_range_push(range->ctx, &range->queue, &item);
}

/* The edges of a short stretch; false: there are too many. */
static bool stretch_of(const struct bm_range *range, const struct bm_range_item *item, struct bm_stretch *out)
{
    const bm_area *area = range->area;
    uint32_t from = area->ring_first[item->ring], n = area->ring_first[item->ring + 1] - from;
    double start_m, end_m;
    uint32_t first = ring_edge(range, item->ring, item->from, &start_m, &end_m);
    uint32_t last = ring_edge(range, item->ring, item->to, &start_m, &end_m);

    if (last - first >= BM_STRETCH_EDGES) return false;
    out->n_edges = last - first + 1;
    out->len_m = item->to - item->from;
    out->middle = ring_point(range, item->ring, (item->from + item->to) / 2);
    out->pts[0] = ring_point(range, item->ring, item->from);
    for (uint32_t i = 1; i < out->n_edges; i++) out->pts[i] = area->pts[from + (first + i) % n];
    out->pts[out->n_edges] = ring_point(range, item->ring, item->to);
    return true;
}

/* The least distance of a stretch by the border's edges about it. */
static bm_status look_along(struct bm_range *range, const struct bm_range_item *item, double gap_m,
                            bool *settled)
{
    struct bm_stretch stretch;
    double low_m, d;
    bm_ll at, near;
    bm_status st;

    *settled = false;
    if (range->tagger->shores || !stretch_of(range, item, &stretch)) return BM_OK;
    if (!bm_stretch_bound(range->tagger, &stretch, range->min_m, &low_m, &at)) return BM_OK;
    if (low_m < range->min_m && (st = bm_range_at(range, at, &d, &near)) != BM_OK) return st;
    *settled = low_m >= range->min_m - gap_m;
    return BM_OK;
}

bm_status bm_range_rim(struct bm_range *range, int sign, double gap_m)
{
    struct bm_range_item item;
    bm_status st;

    bm_range_clear(&range->queue);
    for (uint32_t r = 0; r < range->area->n_rings; r++) {
        double d;
        bm_ll near;

        if (range->area->ring_first[r + 1] == range->area->ring_first[r]) continue;
        if ((st = bm_range_at(range, range->area->pts[range->area->ring_first[r]], &d, &near)) != BM_OK)
            return st;
        item = (struct bm_range_item){.ring = r,
                                      .from = 0,
                                      .to = range->whole_m[r],
                                      .dist_from_m = d,
                                      .dist_to_m = d,
                                      .near_from = near,
                                      .near_to = near};
        if ((st = push_rim(range, item, sign)) != BM_OK) return st;
    }
    while (bm_range_pop(&range->queue, &item)) {
        struct bm_range_item left = item, right = item;
        double middle_m = (item.from + item.to) / 2, d;
        bool settled;
        bm_ll near;

        if (sign > 0 ? item.key >= range->min_m - gap_m : -item.key <= range->max_m + gap_m) break;
        if (bm_ctx_interrupted(range->ctx)) return bm_fail(range->ctx, BM_EINTERRUPTED, "interrupted");
        if (sign > 0) {
            if ((st = look_along(range, &item, gap_m, &settled)) != BM_OK) return st;
            if (settled) continue;
        }
        if ((st = bm_range_at(range, ring_point(range, item.ring, middle_m), &d, &near)) != BM_OK) return st;
        left.to = right.from = middle_m;
        left.dist_to_m = right.dist_from_m = d;
        left.near_to = right.near_from = near;
        if ((st = push_rim(range, left, sign)) != BM_OK) return st;
        if ((st = push_rim(range, right, sign)) != BM_OK) return st;
    }
    return BM_OK;
}
