/* How near and how far a border can be from somewhere in an area. The distance to the nearest border is
 * 1-Lipschitz: it changes by no more than one moves. So the distance at both ends of a stretch bounds it
 * along the stretch, and the distance at the centre of a box bounds it all over the box; what can matter is
 * halved until it no longer can (Piyavskii 1972, doi:10.1016/0041-5553(72)90115-2, in one and two
 * dimensions). Where the border runs along the rim, or the area lies to one side of it, that alone would
 * halve down to metres: there the border's edges give better bounds (range_bounds.c). */
#include "border/range_impl.h"

#include "base/mem.h"

#include <math.h>

bm_status bm_range_at(struct bm_range *range, bm_ll point, double *dist_m, bm_ll *near)
{
    bm_status st = bm_tag_distance(range->ctx, range->tagger, point, dist_m, near);

    if (st != BM_OK) return st;
    range->min_m = fmin(range->min_m, *dist_m);
    range->max_m = fmax(range->max_m, *dist_m);
    return BM_OK;
}

static bm_status measure_rings(struct bm_range *range)
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

bm_status bm_tag_area_range(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, double *min_m, double *max_m)
{
    struct bm_range range = {
        .ctx = ctx, .tagger = tagger, .area = area, .min_m = INFINITY, .max_m = -INFINITY};
    bm_status st;

    *min_m = *max_m = NAN;
    if ((st = measure_rings(&range)) != BM_OK) goto done;
    if ((st = bm_area_index_create(ctx, area, &range.index)) != BM_OK) goto done;
    if ((st = bm_range_rim(&range, -1, BM_RANGE_RIM_GAP_M)) != BM_OK) goto done;
    /* A border that does not meet the rim lies inside or outside with each of its points. */
    if (bm_scope_begins_in(tagger, area))
        range.min_m = 0;
    else if ((st = bm_range_rim(&range, 1, BM_RANGE_MIN_GAP_M)) != BM_OK)
        goto done;
    if ((st = bm_range_inside(&range)) != BM_OK) goto done;
    if (!isfinite(range.max_m)) goto done;
    *min_m = range.min_m <= BM_RANGE_MIN_GAP_M ? 0 : range.min_m;
    *max_m = range.max_m;
done:
    bm_free(ctx, range.along_m);
    bm_free(ctx, range.whole_m);
    bm_area_index_destroy(ctx, range.index);
    bm_range_free(ctx, &range.queue);
    return st;
}
