/* A radius about a point, and the stretches of borders that can be nearest to somewhere within it. */
#ifndef BM_BORDER_DISC_H
#define BM_BORDER_DISC_H

#include "border/search.h"
#include "border/segments.h"

enum {
    BM_DISC_POINTS = 96,  /* that stand for a radius */
    BM_DISC_LINES = 2048, /* more stretches are asked for one by one, through the search */
    BM_DISC_BUNDLE = 16,  /* neighbours that are passed over together */
    BM_DISC_RUNS = 512,   /* runs that are looked at together */
    BM_PATCHES_ACROSS = 4, /* cells of a grid over a disc's points */
    BM_PATCHES = BM_PATCHES_ACROSS * BM_PATCHES_ACROSS
};

/* Stretches in order of place: straight lines through the earth, in metres from the centre. Each belongs to
 * one segment. By column, so that compilers take several at once. */
struct bm_disc_lines {
    uint32_t n;
    double x[BM_DISC_LINES], y[BM_DISC_LINES], z[BM_DISC_LINES];    /* where each begins */
    double dx[BM_DISC_LINES], dy[BM_DISC_LINES], dz[BM_DISC_LINES]; /* the way to its end */
    double inverse2[BM_DISC_LINES];                                 /* 1 / length^2; of a length of 0: 0 */
    double sag_m[BM_DISC_LINES];                                    /* the border is at most so far from it */
    uint32_t segment[BM_DISC_LINES];
    int32_t dyad[BM_DISC_LINES];
    struct bm_xyz middle[BM_DISC_LINES / BM_DISC_BUNDLE]; /* of each bundle, and how far it reaches about it */
    double reach_m[BM_DISC_LINES / BM_DISC_BUNDLE];
};

struct bm_disc {
    bm_ll centre;
    struct bm_xyz origin; /* the centre, earth-centred */
    double rad_m;
    bool one;         /* one segment is the nearest from everywhere in it */
    uint32_t segment; /* that one */
    bool full;        /* there are more lines than there is room for */
    struct bm_disc_lines lines, some;
    uint32_t runs[BM_DISC_RUNS]; /* that can be nearest to somewhere in it */
    double unit[BM_DISC_POINTS][2]; /* points spread evenly over a disc of radius 1, east and north */
    uint8_t point[BM_DISC_POINTS], patch_first[BM_PATCHES + 1]; /* numbers of points, patch by patch */
    const struct bm_lanes *lanes;
};

/* The nearest border to a point of the disc. */
struct bm_disc_hit {
    double dist_m; /* to a metre; or more, up to sure_m */
    uint32_t segment;
    int32_t dyad;
};

BM_CHECKED bm_status bm_disc_create(bm_ctx *ctx, struct bm_disc **out); /* bm_free it */
/* Looks about a centre; near: a place on a border that the search knows, the nearer to the centre the better;
 * NaN: there is none. lines: they are wanted for bm_disc_ask also where one segment is the nearest everywhere. */
void bm_disc_look(struct bm_disc *disc, bm_search *search, const struct bm_segments *segments, bm_ll centre,
                  double rad_m, bm_ll near, bool lines);
/* The i-th point that stands for the disc. */
bm_ll bm_disc_point(const struct bm_disc *disc, int i);
/* The nearest border to each of the points, of a disc that has lines and is not full. A distance that is at most
 * sure_m need not be told closer. */
void bm_disc_ask(struct bm_disc *disc, double sure_m, struct bm_disc_hit hits[BM_DISC_POINTS]);

#endif
