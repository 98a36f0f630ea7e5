/* The readers behind bm_border_model_read. */
#ifndef BM_BORDER_READERS_H
#define BM_BORDER_READERS_H

#include "border/world.h"

BM_CHECKED bm_status bm_border_from_polygons(bm_ctx *ctx, const bm_border_sources *sources,
                                             bm_issue_list *issues, struct bm_border_model *out);
BM_CHECKED bm_status bm_border_from_lines(bm_ctx *ctx, const bm_border_sources *sources,
                                          bm_issue_list *issues, struct bm_border_model *out);

/* Adds an issue for each pair of countries whose border has gaps (gaps.c). Sorts singles. */
BM_CHECKED bm_status bm_border_gaps(bm_ctx *ctx, const struct bm_rings *rings,
                                    const struct bm_edge_list *borders, struct bm_edge_list *singles,
                                    struct bm_log *log);

/* Moves single edges inside another country's ground to the borders, or reports and drops them (inside.c).
 * Polygons without time only. */
BM_CHECKED bm_status bm_border_inside(bm_ctx *ctx, const struct bm_rings *rings, struct bm_edge_list *borders,
                                      struct bm_edge_list *singles, struct bm_log *log);

/* Drops rings of one country that are there twice with the same days, wherever they begin, and says so
 * (twins.c). */
BM_CHECKED bm_status bm_rings_drop_twins(bm_ctx *ctx, struct bm_rings *rings, struct bm_log *log);

#endif
