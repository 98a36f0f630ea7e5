#include "adapt/gpkg_blob.h"

#include <math.h>
#include <string.h>

enum { WKB_POINT = 1, WKB_LINE = 2, WKB_POLYGON = 3, WKB_MULTI_LINE = 5, WKB_MULTI_POLYGON = 6 };
enum { LITTLE_ENDIAN_BYTES = 1, WITH_ENVELOPE = 2, WGS84 = 4326 };

static void put_u32(bm_buf *out, uint32_t value)
{
    unsigned char bytes[4];

    for (int i = 0; i < 4; i++) bytes[i] = (unsigned char)(value >> 8 * i);
    bm_buf_put(out, bytes, sizeof bytes);
}

static void put_double(bm_buf *out, double value)
{
    unsigned char bytes[8];
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(bits >> 8 * i);
    bm_buf_put(out, bytes, sizeof bytes);
}

static void put_type(bm_buf *out, uint32_t type)
{
    bm_buf_putc(out, LITTLE_ENDIAN_BYTES);
    put_u32(out, type);
}

static void put_part(bm_buf *out, const bm_geometry *geometry, uint32_t part)
{
    put_u32(out, geometry->part_first[part + 1] - geometry->part_first[part]);
    for (uint32_t i = geometry->part_first[part]; i < geometry->part_first[part + 1]; i++) {
        put_double(out, geometry->pts[i].lon_deg);
        put_double(out, geometry->pts[i].lat_deg);
    }
}

static void put_polygons(bm_buf *out, const bm_geometry *geometry)
{
    put_type(out, WKB_MULTI_POLYGON);
    put_u32(out, geometry->n_polygons);
    for (uint32_t i = 0; i < geometry->n_polygons; i++) {
        put_type(out, WKB_POLYGON);
        put_u32(out, geometry->polygon_first[i + 1] - geometry->polygon_first[i]);
        for (uint32_t ring = geometry->polygon_first[i]; ring < geometry->polygon_first[i + 1]; ring++)
            put_part(out, geometry, ring);
    }
}

static void put_lines(bm_buf *out, const bm_geometry *geometry)
{
    put_type(out, WKB_MULTI_LINE);
    put_u32(out, geometry->n_parts);
    for (uint32_t i = 0; i < geometry->n_parts; i++) {
        put_type(out, WKB_LINE);
        put_part(out, geometry, i);
    }
}

static bm_box box_of(const bm_geometry *geometry)
{
    bm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

    for (uint32_t i = geometry->part_first[0]; i < geometry->part_first[geometry->n_parts]; i++) {
        bm_ll p = geometry->pts[i];

        box.west_deg = fmin(box.west_deg, p.lon_deg), box.east_deg = fmax(box.east_deg, p.lon_deg);
        box.south_deg = fmin(box.south_deg, p.lat_deg), box.north_deg = fmax(box.north_deg, p.lat_deg);
    }
    return box;
}

void bm_gpkg_blob(const bm_geometry *geometry, bm_buf *out, bm_box *about)
{
    bool is_point = geometry->shape == BM_SHAPE_POINT;

    *about = box_of(geometry);
    bm_buf_clear(out);
    bm_buf_put(out, "GP\0", 3);
    bm_buf_putc(out, is_point ? LITTLE_ENDIAN_BYTES : LITTLE_ENDIAN_BYTES | WITH_ENVELOPE);
    put_u32(out, WGS84);
    if (is_point) {
        put_type(out, WKB_POINT);
        put_double(out, geometry->pts[0].lon_deg);
        put_double(out, geometry->pts[0].lat_deg);
        return;
    }
    put_double(out, about->west_deg);
    put_double(out, about->east_deg);
    put_double(out, about->south_deg);
    put_double(out, about->north_deg);
    if (geometry->shape == BM_SHAPE_LINE)
        put_lines(out, geometry);
    else
        put_polygons(out, geometry);
}
