/* An area's edges sorted by latitude, for many questions about one area. */
#ifndef BM_GEO_AREA_H
#define BM_GEO_AREA_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

typedef struct bm_area_index bm_area_index; /* borrows the area; immutable */
BM_CHECKED bm_status bm_area_index_create(bm_ctx *ctx, const bm_area *area, bm_area_index **out);
void bm_area_index_destroy(bm_ctx *ctx, bm_area_index *index); /* NULL is fine */
/* As bm_area_contains. */
bool bm_area_index_contains(const bm_area_index *index, bm_ll point);
/* Does an edge meet the box (west <= east), its rim included? */
bool bm_area_index_meets(const bm_area_index *index, const bm_box *box);

/* Where p lies against the edge a-b: 0 no matter, 1 its ray to the east crosses the edge, 2 on the edge. */
int bm_edge_against(bm_ll a, bm_ll b, bm_ll p);
bool bm_box_contains(const bm_box *box, bm_ll p);

#endif
