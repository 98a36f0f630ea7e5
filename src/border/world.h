/* The world's borders from the packages of geodata/manifest.csv: maintainers' work, done once for a release
 * of data.
 *
 * Lines come from the countries' polygons with their waters (one line through land, rivers and lakes, where
 * the land polygons stop at each shore); what is inland and what is at sea is told by the land polygons and
 * by an independent map whose provinces cover lakes and rivers. */
#ifndef BM_BORDER_WORLD_H
#define BM_BORDER_WORLD_H

#include "border/making.h"

struct bm_world_sources {
    const char *waters;    /* countries with territorial and inland waters, 10 m */
    const char *land;      /* countries' land, 100 m: outlines */
    const char *reference; /* world_map.gpkg: layers states_provinces and disputed_borders */
    const char *overlaps;  /* border_overlaps.csv */
    const char *stretches; /* border_status.csv */
};
BM_CHECKED bm_status bm_border_world(bm_ctx *ctx, const struct bm_world_sources *sources,
                                     bm_issue_list *issues, struct bm_border_model *out);

/* ---- steps ---- */

/* What status_of may answer beside the values of bm_border_status. */
enum {
    BM_DOUBTFUL =
        BM_BORDER_MARITIME + 1, /* disputed if the run is doubtful_m long, else the chain's own status */
    BM_BANKS                    /* water between two banks: inland if it goes on from inland, else sea */
};
/* Sets the status of every edge through `status_of`, and cuts the chains where it changes (restatus.c). Edges
 * longer than step_m are asked at points of that distance and cut where the answer changes. Runs of sea
 * shorter than short_m between land, and of land between sea, take their neighbours' status. ahead is a point
 * further on. */
struct bm_restatus {
    int (*status_of)(void *user, const struct bm_chain *chain, bm_pt at, bm_pt ahead);
    void *user;
    double step_m, short_m, doubtful_m;
};
BM_CHECKED bm_status bm_model_restatus(bm_ctx *ctx, const struct bm_restatus *how,
                                       struct bm_border_model *model);

/* Named stretches with a status (stretches.c). */
struct bm_stretch {
    char dyad[8];
    double west, south, east, north; /* the part of the dyad in this box */
    bm_border_status status;
    double parallel_deg; /* the treaty's parallel where the data stray from it; NaN: none */
};
struct bm_stretches {
    struct bm_stretch *items;
    size_t n, cap;
};
BM_CHECKED bm_status bm_stretches_read(bm_ctx *ctx, const char *path, struct bm_stretches *out);
void bm_stretches_free(bm_ctx *ctx, struct bm_stretches *table);
/* BM_BORDER_NONE if no stretch names the place. */
bm_border_status bm_stretches_find(const struct bm_stretches *table, const char *left, const char *right,
                                   bm_ll at);

/* Moves points of stretches with a parallel onto it. */
void bm_stretches_align(const struct bm_stretches *table, struct bm_border_model *model);

/* Lines of another source: layer "disputed_borders", or the outer outlines of provinces (accuracy.c). */
BM_CHECKED bm_status bm_lines_read(bm_ctx *ctx, const char *path, const char *layer,
                                   struct bm_near_piece **pieces, size_t *n);
/* Fills model->acc from the edges of provinces that are not inner to one country. */
BM_CHECKED bm_status bm_model_grade(bm_ctx *ctx, const struct bm_rings *provinces,
                                    struct bm_border_model *model);

/* Sets model->info_json (world_info.c). */
BM_CHECKED bm_status bm_world_info(bm_ctx *ctx, struct bm_border_model *model);

/* Outer rings of land as outlines; rings that the table gives to another country are left out, and disputed
 * overlaps are added as rings of the country that the table gives them to (outlines.c). cover: of the same
 * rings; NULL with table NULL. */
BM_CHECKED bm_status bm_model_outlines(bm_ctx *ctx, const struct bm_rings *land, struct bm_cover *cover,
                                       const struct bm_overlaps *table, struct bm_border_model *model);
/* Adds the rings of one disputed overlap to the last outline (claims.c). */
BM_CHECKED bm_status bm_model_claims(bm_ctx *ctx, const struct bm_rings *land, struct bm_cover *cover,
                                     const struct bm_use *uses, size_t n_uses, const struct bm_overlap *row,
                                     struct bm_border_model *model);

#endif
