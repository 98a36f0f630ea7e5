/* Shapefiles by our own hand: GDAL's driver writes 18,000 of our wide rows a second, this one some twenty
 * times as many, and the bytes are the same (the test compares them). */
#ifndef BM_LAYER_SHAPEFILE_H
#define BM_LAYER_SHAPEFILE_H

#include "adapt/vector.h"
#include "layer/staging.h"

typedef struct bm_shapefile bm_shapefile;
/* Makes NAME.shp, .shx, .dbf, .prj and .cpg in the staging folder. shape: points or lines. columns are
 * borrowed. */
BM_CHECKED bm_status bm_shapefile_open(bm_ctx *ctx, struct bm_staging *staging, const char *name,
                                       bm_shape shape, const bm_column *columns, size_t n,
                                       bm_shapefile **out);
/* geometry NULL: a null shape. Texts are at most as wide as their columns; numbers that are wider become
 * null. */
BM_CHECKED bm_status bm_shapefile_add(bm_ctx *ctx, bm_shapefile *file, const bm_value *values,
                                      const bm_geometry *geometry);
/* Bytes that the larger of .shp and .dbf would have with one more row. */
uint64_t bm_shapefile_next_size(const bm_shapefile *file, const bm_geometry *geometry);
/* Completes the headers and closes; frees the file whatever happens. */
BM_CHECKED bm_status bm_shapefile_finish(bm_ctx *ctx, bm_shapefile *file);
void bm_shapefile_abandon(bm_shapefile *file); /* NULL is fine; the files are the caller's to remove */

#endif
