/* report.html: the statistics for a reader, one file with its figures, nothing loaded from elsewhere. */
#ifndef BM_LAYER_REPORT_H
#define BM_LAYER_REPORT_H

#include "base/buf.h"
#include "layer/scene.h"

BM_CHECKED bm_status bm_report_write(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                                     const bm_manifest_facts *facts, bm_buf *out);

#endif
