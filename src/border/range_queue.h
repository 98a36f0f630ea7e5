/* A queue that gives the item with the least key first; equal keys in order of arrival. */
#ifndef BM_BORDER_RANGE_QUEUE_H
#define BM_BORDER_RANGE_QUEUE_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

/* A stretch of a ring (from, to: metres along it) or a box (from, to: west and east in degrees). */
struct bm_range_item {
    double key, from, to, south, north;
    double dist_from_m, dist_to_m;
    bm_ll near_from, near_to; /* of a stretch: the border points at these distances; NaN: not known */
    uint64_t arrival;
    uint32_t ring;
    bool inside; /* a box wholly in the area */
};
struct bm_range_queue {
    struct bm_range_item *items;
    size_t n, cap;
    uint64_t arrivals;
};
BM_CHECKED bm_status bm_range_push(bm_ctx *ctx, struct bm_range_queue *queue,
                                   const struct bm_range_item *item);
bool bm_range_pop(struct bm_range_queue *queue, struct bm_range_item *out); /* false: empty */
void bm_range_clear(struct bm_range_queue *queue);
void bm_range_free(bm_ctx *ctx, struct bm_range_queue *queue);

#endif
