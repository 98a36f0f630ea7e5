/* The inside of the range of an area, for the range*.c files. */
#ifndef BM_BORDER_RANGE_IMPL_H
#define BM_BORDER_RANGE_IMPL_H

#include "border/range_queue.h"
#include "border/tagger.h"
#include "geo/area.h"

#define BM_RANGE_MIN_GAP_M 5.0
#define BM_RANGE_MAX_GAP_M 10.0
#define BM_RANGE_RIM_GAP_M 5.0

struct bm_range {
    bm_ctx *ctx;
    bm_tagger *tagger;
    const bm_area *area;
    bm_area_index *index;
    double *along_m; /* for each point of the area: length of its ring up to it, bounded from above */
    double *whole_m; /* for each ring: all of it */
    struct bm_range_queue queue;
    double min_m, max_m; /* what was found so far */
};

/* The distance at a point of the area, which is noted as found. */
BM_CHECKED bm_status bm_range_at(struct bm_range *range, bm_ll point, double *dist_m, bm_ll *near);
/* Least (sign 1) or greatest (sign -1) distance on the rim, to gap_m, into min_m and max_m. */
BM_CHECKED bm_status bm_range_rim(struct bm_range *range, int sign, double gap_m);
/* The greatest distance inside, knowing that of the rim to BM_RANGE_RIM_GAP_M, into max_m. */
BM_CHECKED bm_status bm_range_inside(struct bm_range *range);

/* Bounds by the border's edges (range_bounds.c). Both only know borders, no shores. */
enum { BM_STRETCH_EDGES = 16 };
/* A stretch of the rim: n_edges edges between n_edges + 1 points. */
struct bm_stretch {
    bm_ll pts[BM_STRETCH_EDGES + 1];
    uint32_t n_edges;
    bm_ll middle; /* from which all of it is within half its length */
    double len_m;
};
/* No border is nearer to the stretch than *low_m, or than limit_m if that is less; *at is about where it is
 * nearest. False: the stretch is too long to say. */
bool bm_stretch_bound(const bm_tagger *tagger, const struct bm_stretch *stretch, double limit_m,
                      double *low_m, bm_ll *at);
/* True: within half_m of the centre, which is dist_m from its nearest border, there is from every place a
 * direction in which all nearest borders fall behind, so that none is a greatest distance. */
bool bm_no_peak_within(const bm_tagger *tagger, bm_ll centre, double half_m, double dist_m);

#endif
