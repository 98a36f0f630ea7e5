/* Lines that a user cuts borders by, each with an ID, and where they lie along borders. */
#ifndef BM_BORDER_OWN_LINES_H
#define BM_BORDER_OWN_LINES_H

#include "border/segments.h"
#include "geo/chord.h"

#define BM_OWN_EDGE_M 2000.0 /* longer edges are broken, straight in longitude and latitude */

struct bm_own_line {
    const char *id;
    uint64_t row; /* of its feature, from 1 */
    uint32_t first_part, n_parts;
};
struct bm_own_lines {
    bm_ctx *ctx;
    bm_arena *texts;
    const char *src, *column; /* file name without folders; the column that the IDs are from */
    struct bm_own_line *all;
    size_t n, cap;
    bm_ll *pts; /* part i is pts[part_first[i]] to pts[part_first[i + 1] - 1], two points at least */
    uint32_t *part_first;
    size_t n_pts, cap_pts, n_parts, cap_parts;
};

/* ---- where they lie along one border file (line_set.c) ---- */

#define BM_LINE_NEAR_M 25000.0 /* a line farther from all borders is at none */
#define BM_NO_PART     UINT32_MAX

/* Neighbouring edges of a part within a ball. */
struct bm_line_run {
    struct bm_xyz middle;
    double radius_m;
    uint32_t first, n; /* first point; edges */
    uint32_t line, part;
};
struct bm_along {
    int32_t dyad;                  /* -1: none is near */
    double dyad_m, other_m, far_m; /* its length along the dyad, along others, far from all */
    double covered_m;              /* of the border */
    uint32_t n_segments;           /* more than one where a border has several times */
};
struct bm_line_set {
    const bm_own_lines *lines;
    struct bm_xyz *pts;
    struct bm_line_run *runs; /* in order of lines */
    size_t n_runs;
    bool *open;             /* of each part: its start, its end */
    struct bm_along *along; /* of each line */
    double *rest_m;         /* of each dyad: what no line covers; counted where some line covers some of it */
    bool *any;              /* of each dyad: has it a line? */
    int32_t asked_dyad;     /* of the question, -1: nothing is asked */
    uint32_t n_rest;        /* segments of that dyad without a line */
};

struct bm_nearest_line {
    double dist_m; /* through the earth */
    uint32_t line, part;
    int end; /* 1: the start of the part, 2: its end, 0: neither */
};

BM_CHECKED bm_status bm_line_set_create(bm_ctx *ctx, const bm_own_lines *lines, const bm_segments *segments,
                                        struct bm_line_set **out);
void bm_line_set_destroy(bm_ctx *ctx, struct bm_line_set *set);
/* The nearest line of a dyad within reach_m, but for one part; the first of two as near. dist_m is reach_m
 * where there is none. */
void bm_line_nearest(const struct bm_line_set *set, int32_t dyad, struct bm_xyz from, uint32_t without,
                     double reach_m, struct bm_nearest_line *out);

/* ---- by_line.c ---- */

/* The segments of an era: one for each line that covers some of it, one for what none covers. Numbered from
 * seq as they come along the dyad, what is not covered last. */
BM_CHECKED bm_status bm_segments_by_line(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                         struct bm_line_set *set, uint32_t seq, uint32_t *n_added);
/* What of the lines is at no border, and what of the borders (those of options->dyads) is at no line. */
BM_CHECKED bm_status bm_line_set_report(bm_ctx *ctx, const struct bm_line_set *set,
                                        const bm_segments *segments, const bm_tag_options *options);

#endif
