/* What only the GeoPackage has: lines to the border, areas of coarse rows, bands of borders, the land behind the map, styles,
 * titles of fields, and what it was made from. */
#ifndef BM_LAYER_GPKG_H
#define BM_LAYER_GPKG_H

#include "layer/scene.h"
#include "layer/sink.h"

/* The fields of any layer of the GeoPackage. Static. */
const bm_column *bm_gpkg_columns(enum bm_layer_kind kind, size_t *n);
/* A row of near_lines, when the row has a point and a nearest border point. */
BM_CHECKED bm_status bm_gpkg_near_line(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                                       const bm_row *row);
struct bm_line_source;
/* Areas, bands, land, styles, titles and provenance, once the scene is finished and all rows are written. */
BM_CHECKED bm_status bm_gpkg_complete(bm_ctx *ctx, struct bm_sink *sink, const struct bm_scene *scene,
                                      const struct bm_line_source *lines, const bm_stats *stats,
                                      const bm_manifest_facts *facts);
/* The bands of every dyad that has rows in segments (gpkg_bands.c). */
BM_CHECKED bm_status bm_gpkg_bands(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                                   const struct bm_line_source *lines, const bm_stats *stats);

#endif
