/* Geometry that is made for a layer and not read from anywhere. */
#ifndef BM_LAYER_SHAPES_H
#define BM_LAYER_SHAPES_H

#include "adapt/vector.h"

enum { BM_NEAR_POINTS = 72, BM_NEAR_PARTS = 3 };
struct bm_near_line {
    bm_ll pts[BM_NEAR_POINTS];
    uint32_t part_first[BM_NEAR_PARTS + 1];
};
/* The geodesic from one point to another as lines that do not cross 180 degrees, rounded as all outputs are;
 * room holds what *out refers to. No parts when the points are the same. */
void bm_shape_near_line(bm_ll from, bm_ll to, struct bm_near_line *room, bm_geometry *out);
/* The rings of an area, closed, as polygons with their holes. Memory is the arena's. */
BM_CHECKED bm_status bm_shape_area(bm_ctx *ctx, const bm_area *area, bm_arena *arena, bm_geometry *out);

#endif
