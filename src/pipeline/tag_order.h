/* The order in which the rows of a batch are tagged: neighbours after each other, so that what borders and outlines
 * have about a place is still in the processor's caches. Tags do not depend on it. */
#ifndef BM_PIPELINE_TAG_ORDER_H
#define BM_PIPELINE_TAG_ORDER_H

#include "pipeline/engine.h"

/* *order, in the batch's arena: an index of each row in its lower half. */
BM_CHECKED bm_status bm_tag_order(bm_ctx *ctx, const struct bm_slot *slot, const uint64_t **order);

#endif
