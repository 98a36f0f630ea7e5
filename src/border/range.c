/* How near and how far a border can be from somewhere in an area. The distance to the nearest border is
 * 1-Lipschitz: it changes by no more than one moves. So the distance at both ends of a stretch bounds it
 * along the stretch, and the distance at the centre of a box bounds it all over the box; what can matter is
 * halved until it no longer can (Piyavskii 1972, doi:10.1016/0041-5553(72)90115-2, in one and two
 * dimensions). */
#include "border/range_queue.h"
#include "border/tagger.h"

#include "base/mem.h"

#include <math.h>

#define MIN_GAP_M 5.0
#define MAX_GAP_M 10.0
#define RIM_GAP_M 5.0
#define CONVEX_M  9.0e6

struct range {
    bm_ctx *ctx;
    bm_tagger *tagger;
    const bm_area *area;
    double *along_m; /* for each point of the area: length of its ring up to it, bounded from above */
    double *whole_m; /* for each ring: all of it */
    struct bm_range_queue queue;
    double min_m, max_m; /* what was found so far */
};

static bm_status distance(struct range *range, bm_ll point, double *out, bm_ll *near)
{
    return bm_tag_distance(range->ctx, range->tagger, point, out, near);
}

static bm_ll between(bm_ll a, bm_ll b, double t)
{
    return (bm_ll){a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)};
}

static bm_status measure_rings(struct range *range)
{
    const bm_area *area = range->area;
    uint32_t first = area->ring_first[0];
    void *block;
    bm_status st;

    st = bm_calloc(range->ctx, area->ring_first[area->n_rings] - first, sizeof(double), &block);
    range->along_m = block;
    if (st != BM_OK) return st;
    st = bm_calloc(range->ctx, area->n_rings, sizeof(double), &block);
    range->whole_m = block;
    if (st != BM_OK) return st;
    for (uint32_t r = 0; r < area->n_rings; r++) {
        uint32_t from = area->ring_first[r], end = area->ring_first[r + 1];
        double sum_m = 0;

        for (uint32_t i = from; i < end; i++) {
            bm_ll a = area->pts[i], b = area->pts[i + 1 < end ? i + 1 : from];

            range->along_m[i - first] = sum_m;
            sum_m += bm_lonlat_length_bound_m(
                b.lon_deg - a.lon_deg, b.lat_deg - a.lat_deg,
                a.lat_deg * b.lat_deg < 0 ? 0 : fmin(fabs(a.lat_deg), fabs(b.lat_deg)));
        }
        range->whole_m[r] = sum_m;
    }
    return BM_OK;
}

/* The edge of a ring that is there after along_m metres: its number in the ring, and where it begins and
 * ends.
 */
static uint32_t ring_edge(const struct range *range, uint32_t ring, double along_m, double *start_m,
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

static bm_ll ring_point(const struct range *range, uint32_t ring, double along_m)
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
static double point_bound_m(const struct range *range, const struct bm_range_item *item)
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
static bm_status push_rim(struct range *range, struct bm_range_item item, int sign)
{
    double len_m = item.to - item.from;

    if (sign > 0)
        item.key = (item.dist_from_m + item.dist_to_m - len_m) / 2;
    else
        item.key = -fmin((item.dist_from_m + item.dist_to_m + len_m) / 2, point_bound_m(range, &item));
    return bm_range_push(range->ctx, &range->queue, &item);
}

static void found(struct range *range, double dist_m)
{
    range->min_m = fmin(range->min_m, dist_m);
    range->max_m = fmax(range->max_m, dist_m);
}

/* Least (sign 1) or greatest (sign -1) distance on the rim, to gap_m. */
static bm_status search_rim(struct range *range, int sign, double gap_m)
{
    struct bm_range_item item;
    bm_status st;

    bm_range_clear(&range->queue);
    for (uint32_t r = 0; r < range->area->n_rings; r++) {
        double d;
        bm_ll near;

        if (range->area->ring_first[r + 1] == range->area->ring_first[r]) continue;
        if ((st = distance(range, range->area->pts[range->area->ring_first[r]], &d, &near)) != BM_OK)
            return st;
        found(range, d);
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
        bm_ll near;

        if (sign > 0 ? item.key >= range->min_m - gap_m : -item.key <= range->max_m + gap_m) break;
        if (bm_ctx_interrupted(range->ctx)) return bm_fail(range->ctx, BM_EINTERRUPTED, "interrupted");
        if ((st = distance(range, ring_point(range, item.ring, middle_m), &d, &near)) != BM_OK) return st;
        found(range, d);
        left.to = right.from = middle_m;
        left.dist_to_m = right.dist_from_m = d;
        left.near_to = right.near_from = near;
        if ((st = push_rim(range, left, sign)) != BM_OK) return st;
        if ((st = push_rim(range, right, sign)) != BM_OK) return st;
    }
    return BM_OK;
}

/* Does the straight line a-b meet the box? */
static bool meets(bm_ll a, bm_ll b, const struct bm_range_item *box)
{
    double t0 = 0, t1 = 1;
    double p[4] = {-(b.lon_deg - a.lon_deg), b.lon_deg - a.lon_deg, -(b.lat_deg - a.lat_deg),
                   b.lat_deg - a.lat_deg};
    double q[4] = {a.lon_deg - box->from, box->to - a.lon_deg, a.lat_deg - box->south,
                   box->north - a.lat_deg};

    for (int k = 0; k < 4; k++) { /* Liang and Barsky's clipping, doi:10.1145/357332.357333 */
        if (p[k] == 0 && q[k] < 0) return false;
        if (p[k] < 0) t0 = fmax(t0, q[k] / p[k]);
        if (p[k] > 0) t1 = fmin(t1, q[k] / p[k]);
    }
    return t0 <= t1;
}

static bool rim_meets(const bm_area *area, const struct bm_range_item *box)
{
    for (uint32_t r = 0; r < area->n_rings; r++) {
        uint32_t from = area->ring_first[r], end = area->ring_first[r + 1];

        for (uint32_t i = from, before = end - 1; i < end; before = i++)
            if (meets(area->pts[before], area->pts[i], box)) return true;
    }
    return false;
}

/* Looks at a box: outside the area it is dropped, else it waits under minus the greatest distance it may
 * hold. */
static bm_status push_box(struct range *range, struct bm_range_item box)
{
    bm_ll centre = {(box.from + box.to) / 2, (box.south + box.north) / 2};
    double lat_deg = box.south * box.north < 0 ? 0 : fmin(fabs(box.south), fabs(box.north)), d;
    bm_ll near;
    bm_status st;

    if (!box.inside && !rim_meets(range->area, &box)) {
        if (!bm_area_contains(range->area, centre)) return BM_OK;
        box.inside = true;
    }
    if ((st = distance(range, centre, &d, &near)) != BM_OK) return st;
    if (box.inside || bm_area_contains(range->area, centre)) found(range, d);
    box.key = -(d + bm_lonlat_length_bound_m((box.to - box.from) / 2, (box.north - box.south) / 2, lat_deg));
    return bm_range_push(range->ctx, &range->queue, &box);
}

/* Halves the side that is longer on the ground. */
static bm_status split_box(struct range *range, const struct bm_range_item *box)
{
    struct bm_range_item a = *box, b = *box;
    double scale = cos((box->south + box->north) / 2 * BM_DEG_RAD);
    bm_status st;

    if ((box->to - box->from) * scale > box->north - box->south)
        a.to = b.from = (box->from + box->to) / 2;
    else
        a.north = b.south = (box->south + box->north) / 2;
    if ((st = push_box(range, a)) != BM_OK) return st;
    return push_box(range, b);
}

/* The greatest distance inside, knowing that of the rim to RIM_GAP_M: a box on the rim that is small enough
 * holds nothing greater. */
static bm_status search_inside(struct range *range)
{
    bm_box box = range->area->box;
    struct bm_range_item item = {.south = box.south_deg, .north = box.north_deg};
    bm_status st;

    bm_range_clear(&range->queue);
    item.from = box.west_deg;
    item.to = box.west_deg <= box.east_deg ? box.east_deg : 180;
    if ((st = push_box(range, item)) != BM_OK) return st;
    if (box.west_deg > box.east_deg) {
        item.from = -180, item.to = box.east_deg;
        if ((st = push_box(range, item)) != BM_OK) return st;
    }
    while (bm_range_pop(&range->queue, &item)) {
        if (-item.key <= range->max_m + MAX_GAP_M) break;
        if (bm_ctx_interrupted(range->ctx)) return bm_fail(range->ctx, BM_EINTERRUPTED, "interrupted");
        if ((st = split_box(range, &item)) != BM_OK) return st;
    }
    return BM_OK;
}

bm_status bm_tag_area_range(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, double *min_m, double *max_m)
{
    struct range range = {.ctx = ctx, .tagger = tagger, .area = area, .min_m = INFINITY, .max_m = -INFINITY};
    bm_status st;

    *min_m = *max_m = NAN;
    if ((st = measure_rings(&range)) != BM_OK) goto done;
    if ((st = search_rim(&range, -1, RIM_GAP_M)) != BM_OK) goto done;
    /* A border that does not meet the rim lies inside or outside with each of its points. */
    if (bm_scope_begins_in(tagger, area))
        range.min_m = 0;
    else if ((st = search_rim(&range, 1, MIN_GAP_M)) != BM_OK)
        goto done;
    if ((st = search_inside(&range)) != BM_OK) goto done;
    if (!isfinite(range.max_m)) goto done;
    *min_m = range.min_m <= MIN_GAP_M ? 0 : range.min_m;
    *max_m = range.max_m;
done:
    bm_free(ctx, range.along_m);
    bm_free(ctx, range.whole_m);
    bm_range_free(ctx, &range.queue);
    return st;
}
