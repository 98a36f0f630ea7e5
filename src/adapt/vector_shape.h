/* GDAL's geometries as points, lines and rings. */
#ifndef BM_ADAPT_VECTOR_SHAPE_H
#define BM_ADAPT_VECTOR_SHAPE_H

#include "adapt/gdal_api.h"
#include "adapt/vector.h"

/* Room that is used again for each geometry. Zeroed at first. */
struct bm_shape_room {
    bm_ll *pts;
    size_t n_pts, cap_pts;
    uint32_t *part_first;
    size_t n_parts, cap_parts;
    uint32_t *polygon_first;
    size_t n_polygons, cap_polygons;
    bm_shape shape;
};
void bm_shape_room_free(bm_ctx *ctx, struct bm_shape_room *room);

/* Points, lines and polygons, single, multiple or in collections; curves become lines. Of a mixed collection
 * the first shape counts. out points into room and is valid until its next use. */
BM_CHECKED bm_status bm_shape_from_ogr(bm_ctx *ctx, const struct bm_gdal *gdal, OGRGeometryH geometry,
                                       struct bm_shape_room *room, bm_geometry *out);

#endif
