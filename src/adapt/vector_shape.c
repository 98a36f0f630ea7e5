#include "adapt/vector_shape.h"
#include "base/mem.h"

void bm_shape_room_free(bm_ctx *ctx, struct bm_shape_room *room)
{
    bm_free(ctx, room->pts);
    bm_free(ctx, room->part_first);
    bm_free(ctx, room->polygon_first);
    *room = (struct bm_shape_room){0};
}

static bm_status push_index(bm_ctx *ctx, uint32_t **items, size_t *n, size_t *cap, size_t value)
{
    void *p = *items;
    bm_status st = bm_grow(ctx, &p, cap, *n + 1, sizeof **items);
    *items = p;
    if (st == BM_OK) (*items)[(*n)++] = (uint32_t)value;
    return st;
}

/* Appends the points of a point, line or ring as one part. */
static bm_status add_part(bm_ctx *ctx, const struct bm_gdal *gdal, OGRGeometryH geometry,
                          struct bm_shape_room *room)
{
    int n = gdal->OGR_G_GetPointCount(geometry);
    void *p = room->pts;
    bm_status st;

    if (n <= 0) return BM_OK;
    if (room->n_pts + (size_t)n > UINT32_MAX)
        return bm_fail(ctx, BM_EFORMAT, "a geometry has too many points");
    st = bm_grow(ctx, &p, &room->cap_pts, room->n_pts + (size_t)n, sizeof *room->pts);
    room->pts = p;
    if (st != BM_OK) return st;
    bm_ll *first = room->pts + room->n_pts;
    gdal->OGR_G_GetPoints(geometry, &first->lon_deg, sizeof *first, &first->lat_deg, sizeof *first, NULL, 0);
    st = push_index(ctx, &room->part_first, &room->n_parts, &room->cap_parts, room->n_pts);
    room->n_pts += (size_t)n;
    return st;
}

static bm_status add_polygon(bm_ctx *ctx, const struct bm_gdal *gdal, OGRGeometryH polygon,
                             struct bm_shape_room *room)
{
    bm_status st =
        push_index(ctx, &room->polygon_first, &room->n_polygons, &room->cap_polygons, room->n_parts);
    for (int i = 0, n = gdal->OGR_G_GetGeometryCount(polygon); st == BM_OK && i < n; i++)
        st = add_part(ctx, gdal, gdal->OGR_G_GetGeometryRef(polygon, i), room);
    return st;
}

static bm_shape shape_of(OGRwkbGeometryType type)
{
    switch (type) {
    case wkbPoint: return BM_SHAPE_POINT;
    case wkbLineString: return BM_SHAPE_LINE;
    case wkbPolygon:
    case wkbTriangle: return BM_SHAPE_POLYGON;
    default: return BM_SHAPE_NONE;
    }
}

static bm_status add(bm_ctx *ctx, const struct bm_gdal *gdal, OGRGeometryH geometry,
                     struct bm_shape_room *room, int depth)
{
    bm_shape shape = shape_of(gdal->OGR_GT_Flatten(gdal->OGR_G_GetGeometryType(geometry)));
    bm_status st = BM_OK;

    if (depth > 32) return BM_OK;
    if (shape == BM_SHAPE_NONE) {
        for (int i = 0, n = gdal->OGR_G_GetGeometryCount(geometry); st == BM_OK && i < n; i++)
            st = add(ctx, gdal, gdal->OGR_G_GetGeometryRef(geometry, i), room, depth + 1);
        return st;
    }
    if (gdal->OGR_G_IsEmpty(geometry)) return BM_OK;
    if (room->shape == BM_SHAPE_NONE) room->shape = shape;
    if (room->shape != shape) return BM_OK;
    return shape == BM_SHAPE_POLYGON ? add_polygon(ctx, gdal, geometry, room)
                                     : add_part(ctx, gdal, geometry, room);
}

bm_status bm_shape_from_ogr(bm_ctx *ctx, const struct bm_gdal *gdal, OGRGeometryH geometry,
                            struct bm_shape_room *room, bm_geometry *out)
{
    OGRGeometryH linear = NULL;
    bool has_z;
    bm_status st;

    *out = (bm_geometry){0};
    room->n_pts = room->n_parts = room->n_polygons = 0;
    room->shape = BM_SHAPE_NONE;
    has_z = gdal->OGR_G_Is3D(geometry);
    if (gdal->OGR_G_HasCurveGeometry(geometry, 0)) {
        linear = gdal->OGR_G_GetLinearGeometry(geometry, 0, NULL);
        if (!linear) return bm_gdal_fail(ctx, gdal, "cannot make lines of a curve");
        geometry = linear;
    }
    st = add(ctx, gdal, geometry, room, 0);
    if (linear) gdal->OGR_G_DestroyGeometry(linear);
    if (st == BM_OK && room->n_parts > 0) {
        size_t parts = room->n_parts, polygons = room->n_polygons;
        st = push_index(ctx, &room->part_first, &room->n_parts, &room->cap_parts, room->n_pts);
        if (st == BM_OK && polygons)
            st = push_index(ctx, &room->polygon_first, &room->n_polygons, &room->cap_polygons, parts);
        if (st != BM_OK) return st;
        *out = (bm_geometry){.shape = room->shape,
                             .has_z = has_z,
                             .pts = room->pts,
                             .part_first = room->part_first,
                             .n_parts = (uint32_t)parts,
                             .polygon_first = polygons ? room->polygon_first : NULL,
                             .n_polygons = (uint32_t)polygons};
    }
    return st;
}
