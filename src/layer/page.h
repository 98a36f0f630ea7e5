/* map.html: one file that opens without a network; its sources are in layer/page/. */
#ifndef BM_LAYER_PAGE_H
#define BM_LAYER_PAGE_H

#include "base/buf.h"
#include "layer/scene.h"

BM_CHECKED bm_status bm_page_write(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                                   const bm_manifest_facts *facts, bm_buf *out);
/* The data of the page as JSON: what layer/page/map.js unpacks. */
BM_CHECKED bm_status bm_page_data(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                                  const bm_manifest_facts *facts, bm_buf *out);

#endif
