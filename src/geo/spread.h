/* Points spread evenly over an area. */
#ifndef BM_GEO_SPREAD_H
#define BM_GEO_SPREAD_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

/* Writes at most n points inside the area, each standing for an equal share of its ground (of a sphere's: on
 * the ellipsoid within 0.7 %), the same for the same area: n points, or none when it has no ground (a line).
 * Parts too small for a share of their own may get none. Any thread. */
BM_CHECKED bm_status bm_spread_area(bm_ctx *ctx, const bm_area *area, uint32_t n, bm_ll *out,
                                    uint32_t *n_out);

#endif
