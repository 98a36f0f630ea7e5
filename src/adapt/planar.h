/* Planar geometry through GEOS: search trees, areas, topology. Coordinates are longitude and latitude in
 * degrees, taken as planar: nothing here measures anything on the earth. A handle is used by one thread. */
#ifndef BM_ADAPT_PLANAR_H
#define BM_ADAPT_PLANAR_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

/* A packed tree over boxes (GEOS STRtree), built once, then only read. Boxes with west > east are left out.
 */
typedef struct bm_tree bm_tree;
BM_CHECKED bm_status bm_tree_build(bm_ctx *ctx, const bm_box *boxes, size_t n, bm_tree **out);
void bm_tree_destroy(bm_tree *tree);
/* Calls visit with the index of each box that meets `box` (no wrapping: west <= east), in no set order. */
typedef void (*bm_tree_visit)(void *user, uint32_t index);
BM_CHECKED bm_status bm_tree_query(bm_ctx *ctx, bm_tree *tree, const bm_box *box, bm_tree_visit visit,
                                   void *user);
/* Calls bound with boxes in the order of their planar distance from (x, y), in the units of the boxes, until
 * the next is farther than the least number that bound has returned. A box of a node may come a little early.
 */
typedef double (*bm_tree_bound)(void *user, uint32_t index);
BM_CHECKED bm_status bm_tree_nearest(bm_ctx *ctx, bm_tree *tree, double x, double y, bm_tree_bound bound,
                                     void *user);
/* Leaves out points that are not needed to stay within tolerance of the line (Douglas and Peucker 1973,
 * doi:10.3138/FM57-6770-U75U-7727), in place; the first and the last point stay. */
BM_CHECKED bm_status bm_line_simplify(bm_ctx *ctx, bm_ll *pts, size_t *n, double tolerance_deg);
/* The middle of the largest circle inside the part of a ring (its first point repeated) that is in the box,
 * and its radius; radius 0: nothing of it is. */
BM_CHECKED bm_status bm_ring_middle(bm_ctx *ctx, const bm_ll *pts, size_t n, const bm_box *box, bm_ll *middle,
                                    double *radius_deg);
/* Whether a ring (first point repeated or not) neither crosses nor touches itself and has no spikes. */
BM_CHECKED bm_status bm_ring_is_simple(bm_ctx *ctx, const bm_ll *pts, size_t n, bool *out);
/* The ground that a ring goes around, as rings that neither cross nor touch themselves, all vertices kept and
 * one more at each crossing: what is inside by the even-odd rule. box: only what is in it; NULL: all. Called
 * for each ring, its first point repeated; hole: it lies inside the one before that is none. */
typedef bm_status (*bm_ring_visit)(bm_ctx *ctx, void *user, const bm_ll *pts, size_t n, bool hole);
BM_CHECKED bm_status bm_ring_pieces(bm_ctx *ctx, const bm_ll *pts, size_t n, const bm_box *box,
                                    bm_ring_visit visit, void *user);
/* "3.11.1" */
const char *bm_planar_version(void);

#endif
