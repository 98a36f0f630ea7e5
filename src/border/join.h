/* From chains to parts: the maximal lines of each dyad, iso_a on the left. */
#ifndef BM_BORDER_JOIN_H
#define BM_BORDER_JOIN_H

#include "border/bmb.h"
#include "border/model.h"

struct bm_joined {
    struct bmb_dyad *dyads; /* lengths not yet filled in */
    struct bmb_part *parts;
    bm_ll *pts;
    uint8_t *status; /* of the edge that begins at each point */
    uint16_t *acc;
    size_t n_dyads, n_parts, n_pts;
};

/* Joins the chains of each dyad at their ends, leaving maritime ones out. Dyads in alphabetical order; their
 * parts by first day, last day, then longitude and latitude of the start; a ring starts (and ends) at its
 * southernmost vertex, the westernmost of several. Chains of different validity are not joined. */
BM_CHECKED bm_status bm_border_join(bm_ctx *ctx, const struct bm_border_model *model, struct bm_joined *out);
void bm_joined_free(bm_ctx *ctx, struct bm_joined *joined);

#endif
