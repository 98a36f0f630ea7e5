/* Whose ground points are on, for many points: what the outlines are about a cell of one degree is found when it is
 * asked for a second time, and kept until another cell takes its place. Every answer is the one of
 * bm_border_country_at. */
#ifndef BM_BORDER_OUTLINE_CELLS_H
#define BM_BORDER_OUTLINE_CELLS_H

#include "border/bmb.h"

#define BM_OUTLINE_NEAR_M 2000.0

/* For one thread; some 1.3 MB. Borrows border and ring_sets, a tree over ring_set_areas. */
struct bm_outline_cells;
BM_CHECKED bm_status bm_outline_cells_create(bm_ctx *ctx, const bm_border *border, bm_tree *ring_sets,
                                             struct bm_outline_cells **out);
void bm_outline_cells_destroy(bm_ctx *ctx, struct bm_outline_cells *cells); /* NULL is fine */
/* As bm_border_country_at. */
BM_CHECKED bm_status bm_outline_cells_country(bm_ctx *ctx, struct bm_outline_cells *cells, bm_ll point,
                                              int32_t day, int32_t *country);
/* Of a point on nobody's ground: *alone says that no place within BM_OUTLINE_NEAR_M is on anybody's. False may
 * stand for true. */
BM_CHECKED bm_status bm_outline_cells_alone(bm_ctx *ctx, struct bm_outline_cells *cells, bm_ll point, int32_t day,
                                            bool *alone);

#endif
