/* One thread's set-up for tagging, for the files that share the work. */
#ifndef BM_BORDER_TAGGER_H
#define BM_BORDER_TAGGER_H

#include "border/search.h"
#include "border/segments.h"

struct bm_tagger {
    bm_ctx *ctx;
    const bm_border *border;
    const bm_segments *segments;
    bm_search *search;
    bm_tree *ring_sets; /* over the file's ring_set_areas */
    int32_t day;        /* of the borders and grounds asked for */
    double max_m;
    double *weight;    /* for each segment; 0 between places */
    uint32_t *touched; /* segments with a weight */
    uint32_t n_touched;
};

/* The nearest border, ties settled. dyad -1: none. */
struct bm_nearest {
    struct bm_hit hit;
    int32_t dyad, segment, dyad2;
    double dist_m, chain_m, dist2_m;
};
BM_CHECKED bm_status bm_tag_nearest(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, struct bm_nearest *out,
                                    const struct bm_hit **hits, size_t *n_hits);
/* Distance to the nearest border of the tagger's dyads; INFINITY if there is none. */
BM_CHECKED bm_status bm_tag_distance(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double *dist_m);

/* Whose ground the point is on. hits: those of bm_tag_nearest; point_deg: azimuth from the nearest border
 * point to the point. */
BM_CHECKED bm_status bm_tag_side(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double rad_m,
                                 const struct bm_nearest *nearest, double point_deg,
                                 const struct bm_hit *hits, size_t n_hits, bm_tag *tag);
/* Least and greatest distance from anywhere in the area to a border; the least within 1 m, the greatest
 * within 10 m. */
BM_CHECKED bm_status bm_tag_area_range(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, double *min_m,
                                       double *max_m);
/* Shares of a vague place over segments, into tag. nearest: of its point, when it has no area. */
BM_CHECKED bm_status bm_tag_shares(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where,
                                   const struct bm_nearest *nearest, bm_arena *arena, bm_tag *tag);

#endif
