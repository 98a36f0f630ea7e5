/* The rows of a GeoPackage, through SQLite: GDAL makes the file with its empty layers, their triggers and
 * meta data and closes it; here come rows, spatial indexes, extents and counts, in one transaction. Through
 * GDAL the same took three times as long: its features, triggers, and an insert into the R-tree for each row.
 */
#ifndef BM_ADAPT_GPKG_ROWS_H
#define BM_ADAPT_GPKG_ROWS_H

#include "adapt/vector.h"

typedef struct bm_gpkg_rows bm_gpkg_rows;
/* The caller owns *out; its memory is owner's, whose thread may outlive the caller's. */
BM_CHECKED bm_status bm_gpkg_rows_open(bm_ctx *ctx, bm_ctx *owner, const char *path, bm_gpkg_rows **out);
/* Layers are numbered from 0. One of the file's, without rows: fid, geom, then n_columns. */
BM_CHECKED bm_status bm_gpkg_rows_layer(bm_ctx *ctx, bm_gpkg_rows *rows, const char *name, size_t n_columns);
/* geometry NULL: none. Texts end at their first NUL. */
BM_CHECKED bm_status bm_gpkg_rows_add(bm_ctx *ctx, bm_gpkg_rows *rows, size_t layer, const bm_value *values,
                                      const bm_geometry *geometry);
BM_CHECKED bm_status bm_gpkg_rows_sql(bm_ctx *ctx, bm_gpkg_rows *rows, const char *sql);
/* Writes indexes, extents and counts and closes; frees whatever happens. */
BM_CHECKED bm_status bm_gpkg_rows_finish(bm_ctx *ctx, bm_gpkg_rows *rows);
void bm_gpkg_rows_abandon(bm_gpkg_rows *rows); /* NULL is fine */

#endif
