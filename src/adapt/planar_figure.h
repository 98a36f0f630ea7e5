/* Figures on a plane through GEOS: lines and polygons that are widened, joined, cut. x and y are whatever the
 * caller takes them for. All calls on one plane come from one thread. A figure belongs to the caller, ends with
 * bm_figure_drop, and may be NULL, which is nothing: an empty figure. */
#ifndef BM_ADAPT_PLANAR_FIGURE_H
#define BM_ADAPT_PLANAR_FIGURE_H

#include "bordermap/ctx.h"

struct bm_xy {
    double x, y;
};
struct bm_xy_box {
    double low_x, low_y, high_x, high_y;
};
typedef struct bm_plane bm_plane;
typedef struct bm_figure bm_figure;

BM_CHECKED bm_status bm_plane_create(bm_ctx *ctx, bm_plane **out);
void bm_plane_destroy(bm_plane *plane);
void bm_figure_drop(bm_plane *plane, bm_figure *figure);

/* Line i is pts[first[i]] to pts[first[i+1]-1]; one point makes none. */
BM_CHECKED bm_status bm_figure_lines(bm_plane *plane, const struct bm_xy *pts, const uint32_t *first, size_t n,
                                     bm_figure **out);
/* All within distance of the figure. Arcs are drawn with arc_steps to a quarter; GEOS leaves out dents of a line
 * that are less deep than a hundredth of distance. */
BM_CHECKED bm_status bm_figure_widen(bm_plane *plane, const bm_figure *figure, double distance, int arc_steps,
                                     bm_figure **out);
/* Leaves out vertices that are not needed to stay within tolerance; lines that meet may cross afterwards. */
BM_CHECKED bm_status bm_figure_simplify(bm_plane *plane, bm_figure **figure, double tolerance);
BM_CHECKED bm_status bm_figure_copy(bm_plane *plane, const bm_figure *figure, bm_figure **out);
/* All parts together; drops them, whatever happens. */
BM_CHECKED bm_status bm_figure_join(bm_plane *plane, bm_figure **parts, size_t n, bm_figure **out);
/* The box; what of a ring (first point repeated or not, even-odd rule) is in it, NULL if nothing is. */
BM_CHECKED bm_status bm_figure_frame(bm_plane *plane, const struct bm_xy_box *box, bm_figure **out);
BM_CHECKED bm_status bm_figure_ring_in_box(bm_plane *plane, const struct bm_xy *pts, size_t n,
                                           const struct bm_xy_box *box, bm_figure **out);
/* Replaces *figure by what of it is not in the other, is in the box. */
BM_CHECKED bm_status bm_figure_cut(bm_plane *plane, bm_figure **figure, const bm_figure *without);
BM_CHECKED bm_status bm_figure_keep_box(bm_plane *plane, bm_figure **figure, const struct bm_xy_box *box);
/* Moves every vertex. */
typedef struct bm_xy (*bm_xy_move)(void *user, struct bm_xy at);
BM_CHECKED bm_status bm_figure_move(bm_plane *plane, bm_figure **figure, bm_xy_move move, void *user);
/* Brings vertices to multiples of step and makes the figure valid. */
BM_CHECKED bm_status bm_figure_snap(bm_plane *plane, bm_figure **figure, double step);
/* False for an empty figure. */
bool bm_figure_box(bm_plane *plane, const bm_figure *figure, struct bm_xy_box *out);

struct bm_site {
    struct bm_xy at;
    bool wanted;
    int32_t rank; /* of sites in one place the lowest counts */
};
/* The part of the box (and of what lies about it) that is nearer to a wanted site than to all others. Sites not
 * farther apart than `same` in x and y are one. Sorts the sites. */
BM_CHECKED bm_status bm_figure_nearest(bm_plane *plane, struct bm_site *sites, size_t n, double same,
                                       const struct bm_xy_box *box, bm_figure **out);

/* Called for each ring of each polygon, its first point repeated; hole: it lies inside the one before that is
 * none. Outer rings run counter-clockwise, holes clockwise. */
typedef bm_status (*bm_figure_visit)(bm_ctx *ctx, void *user, const struct bm_xy *pts, size_t n, bool hole);
BM_CHECKED bm_status bm_figure_rings(bm_ctx *ctx, bm_plane *plane, const bm_figure *figure,
                                     bm_figure_visit visit, void *user);

#endif
