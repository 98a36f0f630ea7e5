/* bordermap.qgz: a QGIS project over bordermap.gpkg, which lies beside it. */
#ifndef BM_LAYER_QGIS_PROJECT_H
#define BM_LAYER_QGIS_PROJECT_H

#include "base/buf.h"
#include "layer/scene.h"

BM_CHECKED bm_status bm_project_write(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                                      const bm_manifest_facts *facts, bm_buf *out);

#endif
