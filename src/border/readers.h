/* The readers behind bm_border_model_read. */
#ifndef BM_BORDER_READERS_H
#define BM_BORDER_READERS_H

#include "border/world.h"

BM_CHECKED bm_status bm_border_from_polygons(bm_ctx *ctx, const bm_border_sources *sources,
                                             bm_issue_list *issues, struct bm_border_model *out);
BM_CHECKED bm_status bm_border_from_lines(bm_ctx *ctx, const bm_border_sources *sources,
                                          bm_issue_list *issues, struct bm_border_model *out);

#endif
