/* The inner loops of a search, in the widest vector code that the processor has: the same operations one by one, never
 * contracted, so that all give the same bits. */
#ifndef BM_BORDER_LANES_H
#define BM_BORDER_LANES_H

#include "border/bmb.h"
#include "geo/chord.h"

struct bm_disc_lines;

struct bm_lanes {
    /* bm_boxes_distances2 (groups.h). */
    void (*boxes)(const float *boxes, size_t n, struct bm_xyz p, float *restrict out);
    /* For each of the n <= BMB_RUN_EDGES edges between n + 1 vertices: the square of the distance to its chord,
     * and where on it the nearest point is (bm_chord_distance2). */
    void (*chords)(const struct bmb_xyz *xyz, uint32_t n, struct bm_xyz from, double *restrict chord2,
                   double *restrict t);
    /* The same for the lines [first, end) of a disc, at their places in chord2 and t. */
    void (*lines)(const struct bm_disc_lines *lines, uint32_t first, uint32_t end, struct bm_xyz from,
                  double *restrict chord2, double *restrict t);
};

/* For any processor; for this one. Never NULL. */
const struct bm_lanes *bm_lanes_plain(void);
const struct bm_lanes *bm_lanes_best(void);

#endif
