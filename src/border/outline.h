/* The countries' outlines, set up so that a point is looked up in a microsecond: the rings' boxes,
 * for GEOS's tree, and over each ring boxes of its stretches. */
#ifndef BM_BORDER_OUTLINE_H
#define BM_BORDER_OUTLINE_H

#include "border/bmb.h"
#include "border/model.h"

struct bm_outline_index {
    struct bmb_country *countries;
    struct bmb_ring *rings;
    bm_ll *pts;
    struct bmb_ring_box *boxes;
    bm_box *areas, *set_areas;
    size_t n_countries, n_rings, n_sets, n_pts, n_boxes;
};
BM_CHECKED bm_status bm_outline_index_make(bm_ctx *ctx, const struct bm_border_model *model,
                                           struct bm_outline_index *out);
void bm_outline_index_free(bm_ctx *ctx, struct bm_outline_index *index);

/* Is the point inside the ring, by the even-odd rule? Longitudes in [-180, 180). */
bool bm_outline_ring_has(const bm_border *border, uint32_t ring, bm_ll p);
/* False: no edge of the ring meets the box (west <= east), so that its places are all inside or all outside of
 * the ring. */
bool bm_outline_ring_may_meet(const bm_border *border, uint32_t ring, const bm_box *box);

#endif
