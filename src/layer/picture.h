/* The map as a picture, from the scene: plan, drawing, labels and legend. */
#ifndef BM_LAYER_PICTURE_H
#define BM_LAYER_PICTURE_H

#include "adapt/canvas.h"
#include "layer/classes.h"
#include "layer/credits.h"
#include "layer/scene.h"

/* Points of the page. */
#define BM_PAGE_WIDTH    1400.0
#define BM_PAGE_HEIGHT   1000.0
#define BM_MAP_LEFT      20.0
#define BM_MAP_TOP       74.0
#define BM_MAP_WIDTH     1070.0
#define BM_MAP_HEIGHT    840.0
#define BM_LEGEND_LEFT   1112.0
#define BM_LEGEND_WIDTH  268.0
#define BM_POINTS_PER_MM 2.8346

/* Incidents at one point, or in one cell. */
struct bm_symbol {
    double x, y, radius;
    uint64_t n;
    uint32_t name;       /* index into the scene's texts */
    int32_t row, column; /* of the cell, while they are made */
};

struct bm_picture {
    bm_ctx *ctx;
    bm_canvas *canvas;
    bm_arena *arena; /* of one line */
    const struct bm_scene *scene;
    const bm_stats *stats;
    const bm_manifest_facts *facts;
    struct bm_classes classes;
    double per_lon, per_lat;   /* points to a degree */
    struct bm_symbol *symbols; /* most incidents first */
    size_t n_symbols;
    double symbol_area; /* square points to an incident */
    double symbol_cell; /* points of the cells whose incidents are one symbol; 0: each place has its own */
};

/* Equidistant cylindrical, true to scale along the view's middle parallel. */
double bm_picture_x(const struct bm_picture *picture, double lon_deg);
double bm_picture_y(const struct bm_picture *picture, double lat_deg);
/* Makes the symbols; the caller frees them. */
BM_CHECKED bm_status bm_picture_symbols(bm_ctx *ctx, struct bm_picture *picture);
void bm_picture_labels(struct bm_picture *picture);
BM_CHECKED bm_status bm_picture_legend(bm_ctx *ctx, struct bm_picture *picture);

BM_CHECKED bm_status bm_picture_png(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                                    const bm_manifest_facts *facts, bm_buf *out);
BM_CHECKED bm_status bm_picture_svg(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                                    const bm_manifest_facts *facts, bm_buf *out);

#endif
