/* Vector files through GDAL. GDAL costs some 40 ms to load, so it is opened with dlopen at the first call
 * here and never for CSV, JSON or GeoJSON rows. Only local files: drivers and virtual file systems that reach
 * the network are refused unless bm_ctx_allows_network. Geometry comes out in WGS 84, longitude first. */
#ifndef BM_ADAPT_VECTOR_H
#define BM_ADAPT_VECTOR_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"
#include "bordermap/value.h"

typedef enum bm_shape { BM_SHAPE_NONE, BM_SHAPE_POINT, BM_SHAPE_LINE, BM_SHAPE_POLYGON } bm_shape;

/* Points, lines or rings: part i is pts[part_first[i]] to pts[part_first[i+1]-1]. Rings keep the file's order
 * and direction and repeat their first point at the end; polygon_first tells which ring opens a new polygon.
 */
typedef struct bm_geometry {
    bm_shape shape;
    const bm_ll *pts;
    const uint32_t *part_first; /* n_parts + 1 values */
    uint32_t n_parts;
    const uint32_t *polygon_first; /* n_polygons + 1 indexes of parts; polygons only */
    uint32_t n_polygons;
    bool has_z; /* the file has heights too; they are left out */
} bm_geometry;

typedef struct bm_vector_feature {
    const bm_str *values; /* one for each field, as text; absent for null */
    bm_geometry geometry;
    int64_t fid;
    const char *trouble; /* what GDAL said about this row: it may not be whole; NULL: nothing */
} bm_vector_feature;

/* True for "NAME:..." that is no file here: the address of a server or a database (http://..., PG:...). */
bool bm_vector_is_address(const char *path);

typedef struct bm_vector_reader bm_vector_reader;
/* layer NULL: the first one with rows. columns_only: geometry is not wanted. The caller owns *out. */
BM_CHECKED bm_status bm_vector_open(bm_ctx *ctx, const char *path, const char *layer, bool columns_only,
                                    bm_vector_reader **out);
const char *const *bm_vector_fields(const bm_vector_reader *reader, size_t *n);
bool bm_vector_field_is_text(const bm_vector_reader *reader, size_t field);
const char *bm_vector_driver(const bm_vector_reader *reader); /* GDAL's short name */
const char *bm_vector_layer(const bm_vector_reader *reader);  /* name of the layer that is read */
/* Name of the coordinate system that coordinates are converted from; NULL if they are taken as they are. */
const char *bm_vector_converts(const bm_vector_reader *reader);
/* Names, with ", " between, of the layers with rows that are not read because no layer was asked for, or (*files)
 * of the files in the folder or archive; NULL if there are none. */
const char *bm_vector_unread(const bm_vector_reader *reader, bool *files);
/* What GDAL says about rows is left to the caller, in bm_vector_feature.trouble; else the first such row is a warning. */
void bm_vector_keep_trouble(bm_vector_reader *reader);
/* The next feature, valid until the next call; *more false at the end. */
BM_CHECKED bm_status bm_vector_next(bm_ctx *ctx, bm_vector_reader *reader, bm_vector_feature *out,
                                    bool *more);
void bm_vector_close(bm_vector_reader *reader);

typedef struct bm_vector_writer bm_vector_writer;
/* driver: GDAL's short name ("ESRI Shapefile", "GPKG", "FlatGeobuf"); path: the file, or the folder of a
 * shapefile. Bytes depend on the content only (no time of day). */
BM_CHECKED bm_status bm_vector_create(bm_ctx *ctx, const char *driver, const char *path,
                                      bm_vector_writer **out);
/* *layer numbers the layers from 0. */
BM_CHECKED bm_status bm_vector_add_layer(bm_ctx *ctx, bm_vector_writer *writer, const char *name,
                                         bm_shape shape, const bm_column *columns, size_t n, size_t *layer);
/* After all layers were added. geometry NULL or BM_SHAPE_NONE: null geometry. */
BM_CHECKED bm_status bm_vector_add(bm_ctx *ctx, bm_vector_writer *writer, size_t layer,
                                   const bm_value *values, const bm_geometry *geometry);
/* About many calls of bm_vector_add on one thread: some checks are made once for all. st: what they gave. */
void bm_vector_begin_rows(bm_vector_writer *writer);
BM_CHECKED bm_status bm_vector_end_rows(bm_ctx *ctx, bm_vector_writer *writer, bm_status st);
/* A remark about the data set, kept in its metadata where the format has some. After all layers were added. */
BM_CHECKED bm_status bm_vector_note(bm_ctx *ctx, bm_vector_writer *writer, const char *name, const char *text);
/* Runs a statement on a GeoPackage, inside the transaction of its rows. */
BM_CHECKED bm_status bm_vector_sql(bm_ctx *ctx, bm_vector_writer *writer, const char *sql);
/* Flushes and closes; frees the writer whatever happens. */
BM_CHECKED bm_status bm_vector_finish(bm_ctx *ctx, bm_vector_writer *writer);
void bm_vector_abandon(bm_vector_writer *writer); /* NULL is fine; the files are the caller's to remove */
/* "3.6.2"; "" if GDAL cannot be loaded. Loads it. */
void bm_vector_version(char out[16]);

#endif
