/* What the compiler of a gazetteer needs to know of polygons. */
#ifndef BM_GAZETTEER_POLYGON_H
#define BM_GAZETTEER_POLYGON_H

#include "adapt/vector.h"
#include "base/mem.h"

/* Copies the rings of a polygon into the arena in the form of bm_area (last point not repeated; rings of
 * fewer than three points left out). n_rings 0 if nothing is left; BM_ENOMEM otherwise the only failure. */
BM_CHECKED bm_status gz_area_of(bm_ctx *ctx, const bm_geometry *geometry, bm_arena *arena, bm_area *out);
/* A point inside: the middle of the widest stretch of the parallel through the middle of the largest ring. */
bm_ll gz_point_inside(const bm_area *area);

#endif
