/* The greatest distance inside an area. */
#include "border/range_impl.h"

#include "geo/chord.h"

#include <math.h>

/* Looks at a box: outside the area it is dropped, and so it is where no greatest distance can be but on the
 * rim; else it waits under minus the greatest distance it may hold. */
static bm_status push_box(struct bm_range *range, struct bm_range_item box)
{
    bm_ll centre = {(box.from + box.to) / 2, (box.south + box.north) / 2};
    bm_box extent = {box.from, box.south, box.to, box.north};
    double lat_deg = box.south * box.north < 0 ? 0 : fmin(fabs(box.south), fabs(box.north)), half_m, d;
    bool inside = true;
    bm_ll near;
    bm_status st;

    if (!box.inside) {
        bool rim = bm_area_index_meets(range->index, &extent);

        inside = bm_area_index_contains(range->index, centre);
        if (!rim && !inside) return BM_OK;
        box.inside = !rim;
    }
    if (inside)
        st = bm_range_at(range, centre, &d, &near);
    else
        st = bm_tag_distance(range->ctx, range->tagger, centre, &d, &near);
    if (st != BM_OK) return st;
    half_m = bm_lonlat_length_bound_m((box.to - box.from) / 2, (box.north - box.south) / 2, lat_deg);
    box.key = -(d + half_m);
    if (-box.key <= range->max_m + BM_RANGE_MAX_GAP_M) return BM_OK;
    if (!range->tagger->shores && bm_no_peak_within(range->tagger, centre, half_m, d)) return BM_OK;
    return bm_range_push(range->ctx, &range->queue, &box);
}

/* Halves the side that is longer on the ground. */
static bm_status split_box(struct bm_range *range, const struct bm_range_item *box)
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

/* What is left in the end is on the rim, or within the gap of what was found. */
bm_status bm_range_inside(struct bm_range *range)
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
        if (-item.key <= range->max_m + BM_RANGE_MAX_GAP_M) break;
        if (bm_ctx_interrupted(range->ctx)) return bm_fail(range->ctx, BM_EINTERRUPTED, "interrupted");
        if ((st = split_box(range, &item)) != BM_OK) return st;
    }
    return BM_OK;
}
