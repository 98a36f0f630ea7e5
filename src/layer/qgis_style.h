/* How QGIS shows the layers; one text for the GeoPackage's stored styles and for the project. */
#ifndef BM_LAYER_QGIS_STYLE_H
#define BM_LAYER_QGIS_STYLE_H

#include "base/buf.h"
#include "layer/sink.h"

/* The first of a layer is its default. */
struct bm_style {
    enum bm_layer_kind kind;
    bool is_default, has_labels;
    const char *name, *about;
    const char *form; /* a template of layer/page/qgis/ */
    const char *attr; /* segments: which field has the classes */
};
enum { BM_STYLES = 8 };
extern const struct bm_style bm_styles[BM_STYLES];

/* Appends the renderer, the labels and the map tip, as a layer of a project and a .qml have them. */
BM_CHECKED bm_status bm_style_parts(bm_ctx *ctx, const struct bm_style *style, const bm_stats *stats,
                                    bm_buf *out);
/* Appends the whole of a .qml. */
BM_CHECKED bm_status bm_style_qml(bm_ctx *ctx, const struct bm_style *style, const bm_stats *stats,
                                  bm_buf *out);

#endif
