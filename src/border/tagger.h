/* One thread's set-up for tagging, for the files that share the work. */
#ifndef BM_BORDER_TAGGER_H
#define BM_BORDER_TAGGER_H

#include "border/search.h"
#include "border/segments.h"

struct bm_disc;
struct bm_outline_cells;
struct bm_shore_search;

enum { BM_AREA_POINTS = 512 }; /* that stand for an area, at most */

/* A point that stands for a vague place. */
struct bm_sample {
    float dist_m; /* to the nearest border or shore of the scope */
    int32_t dyad; /* -1: none */
};

struct bm_tagger {
    bm_ctx *ctx;
    const bm_border *border;
    const bm_segments *segments;
    bm_search *all;    /* every dyad: for the side */
    bm_search *search; /* the scope's and the user's dyads; may be `all` */
    bm_scope scope;
    bool named;                     /* the user named dyads */
    char own[4];                    /* the country that `search` and `shores` are set for; "": none */
    struct bm_shore_search *shores; /* NULL: the scope knows none */
    int32_t day;                    /* of the borders and grounds asked for */
    bm_tree *ring_sets;             /* over the file's ring_set_areas */
    struct bm_outline_cells *outlines;
    double max_m;
    double *weight;    /* for each segment; 0 between places */
    uint32_t *touched; /* segments with a weight */
    uint32_t n_touched;
    struct bm_disc *disc; /* about the radius at hand */
    const double *bands_m; /* borrowed */
    size_t n_bands;
    bm_vague_detail vague;
    struct bm_sample samples[BM_AREA_POINTS]; /* of the place at hand */
    bm_ll spread[BM_AREA_POINTS];             /* where those of an area are */
    uint32_t n_samples;
};

/* The nearest border, ties settled. dyad -1: none. */
struct bm_nearest {
    struct bm_hit hit;
    int32_t dyad, segment, dyad2;
    double dist_m, chain_m, dist2_m;
    bool tie, tie_at_end;
};
/* By one of the tagger's searches. */
BM_CHECKED bm_status bm_tag_nearest(bm_ctx *ctx, const bm_tagger *tagger, bm_search *search, bm_ll point,
                                    struct bm_nearest *out, const struct bm_hit **hits, size_t *n_hits);
/* Distance to the nearest border or shore of the tagger's scope, INFINITY if there is none, and to what point
 * of a border; NaN if it is a shore. */
BM_CHECKED bm_status bm_tag_distance(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double *dist_m,
                                     bm_ll *near);

/* Sets the scope's searches up, and for a place of the country `own`. */
BM_CHECKED bm_status bm_scope_create(bm_ctx *ctx, const bm_tag_options *options, bm_tagger *tagger);
void bm_scope_destroy(bm_ctx *ctx, bm_tagger *tagger);
void bm_scope_aim(bm_tagger *tagger, const char *own);
/* The nearest that the scope measures to: a border or a shore. */
struct bm_scope_find {
    struct bm_nearest line; /* a border, if at_shore is not set */
    bool at_shore;
    bm_ll near;
    double dist_m, dist2_m; /* dist2_m: of the next dyad or pair; NaN: none */
    int32_t dyad, dyad2;
    char pair[8], pair2[8]; /* where there is no such dyad */
    bool tie, tie_at_end;
};
/* line: the nearest border of tagger->search to the point. */
BM_CHECKED bm_status bm_scope_nearest(bm_ctx *ctx, bm_tagger *tagger, bm_ll point,
                                      const struct bm_nearest *line, struct bm_scope_find *out);
/* Distance to the nearest shore of the scope if it is less than limit_m; INFINITY if not. */
BM_CHECKED bm_status bm_scope_shore_m(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double limit_m, bool rough,
                                      double *dist_m);
/* Does a border or shore of the scope begin inside the area? */
bool bm_scope_begins_in(const bm_tagger *tagger, const bm_area *area);
/* All searches ask for the borders of tagger->day. */
void bm_scope_set_day(bm_tagger *tagger);
/* Whether there is anything to measure to for the place that the scope is aimed at. */
bool bm_scope_is_empty(const bm_tagger *tagger);

/* Whose ground the point is on. hits: those of bm_tag_nearest; point_deg: azimuth from the nearest border
 * point to the point. */
BM_CHECKED bm_status bm_tag_side(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double rad_m,
                                 const struct bm_nearest *nearest, double point_deg,
                                 const struct bm_hit *hits, size_t n_hits, bm_tag *tag);
/* Least and greatest distance from anywhere in the area to a border; the least within 5 m, the greatest
 * within 10 m. */
BM_CHECKED bm_status bm_tag_area_range(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, double *min_m,
                                       double *max_m);
/* Shares of a vague place over segments, into tag, which has its point's distance. */
BM_CHECKED bm_status bm_tag_shares(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena,
                                   bm_tag *tag);

/* Whether a limit of a band parts the range. */
bool bm_band_within(const bm_tagger *tagger, double dmin_m, double dmax_m);
/* Keeps a sample of the place at hand. */
void bm_sample_add(bm_tagger *tagger, double dist_m, int32_t dyad);
/* Moves what was kept into the tag, which has its range, and forgets it. */
BM_CHECKED bm_status bm_sample_collect(bm_ctx *ctx, bm_tagger *tagger, bm_arena *arena, bm_tag *tag);

#endif
