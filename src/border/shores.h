/* Shores: the edges of a country's land, sea coast or bank, that no other country has a border on. An outline
 * is drawn with some 100 m between vertices, a border line with 10: where both run, the line counts. */
#ifndef BM_BORDER_SHORES_H
#define BM_BORDER_SHORES_H

#include "border/outline.h"
#include "border/search.h"

struct bm_shore_index {
    struct bmb_xyz *xyz; /* of each ring point */
    float *sag;
    struct bmb_run *runs;
    struct bmb_part *parts;
    struct bmb_group *groups;
    struct bmb_run_boxes *run_boxes;
    size_t n_runs, n_parts, n_groups;
};
/* lines: the borders with all that a search needs. */
BM_CHECKED bm_status bm_shores_make(bm_ctx *ctx, const bm_border *lines,
                                    const struct bm_outline_index *outlines, struct bm_shore_index *out);
void bm_shore_index_free(bm_ctx *ctx, struct bm_shore_index *index);
/* Marks the edges, by the ring point they begin at, that are shores (shore_edges.c). Free *shore with bm_free
 * whatever happens. */
BM_CHECKED bm_status bm_shore_edges(bm_ctx *ctx, const bm_border *lines,
                                    const struct bm_outline_index *outlines, uint8_t **shore);
/* Takes the mark off edges along 180 degrees on whose other side the same country's ground goes on
 * (shore_seam.c). */
BM_CHECKED bm_status bm_shore_seam(bm_ctx *ctx, const struct bm_outline_index *outlines, uint8_t *shore);

/* One thread's search for the nearest shore. A hit's dyad is the index of its country, its edge a ring point.
 */
struct bm_shore_search;
/* Checks the file's shores. choosing: those of countries that bm_shore_choose chooses; else all but one. */
BM_CHECKED bm_status bm_shore_search_create(bm_ctx *ctx, const bm_border *border, bool geodesic,
                                            bool choosing, struct bm_shore_search **out);
void bm_shore_search_destroy(bm_ctx *ctx, struct bm_shore_search *shores); /* NULL is fine */
void bm_shore_choose(struct bm_shore_search *shores, bm_search_wants wants, void *user);
void bm_shore_skip(struct bm_shore_search *shores, int32_t country); /* -1: none */
void bm_shore_set_day(struct bm_shore_search *shores, int32_t day);
bool bm_shore_is_empty(const struct bm_shore_search *shores);
/* As bm_search_nearest, of what is at most limit_m away. */
BM_CHECKED bm_status bm_shore_nearest(bm_ctx *ctx, struct bm_shore_search *shores, bm_ll point,
                                      double limit_m, enum bm_search_goal goal, const struct bm_hit **hits,
                                      size_t *n);
/* Whether a shore begins inside the area. */
bool bm_shore_in_area(const struct bm_shore_search *shores, const bm_area *area);
bm_measure *bm_shore_measure(struct bm_shore_search *shores);

#endif
