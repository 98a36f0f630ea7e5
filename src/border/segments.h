/* Segments from the inside: where a chainage is, and to which segment it belongs. */
#ifndef BM_BORDER_SEGMENTS_H
#define BM_BORDER_SEGMENTS_H

#include "border/bmb.h"

struct bm_segments {
    bm_ctx *ctx;
    const bm_border *border;
    bool geodesic;
    bm_segment *all;
    uint32_t n;
    uint32_t *dyad_first; /* n_dyads + 1 */
};

/* A place on a border line: share of the length of the edge that begins at a point. */
struct bm_station {
    uint32_t edge;
    double share;
};
/* Where a chainage of the dyad is; at the gap between two parts the end of the first, or (`after`) the start
 * of the second. */
struct bm_station bm_border_station(const bm_border *border, uint32_t dyad, double chain_m, bool after);
bm_ll bm_station_point(const bm_border *border, bool geodesic, struct bm_station station);
/* Chainage of the point at t of an edge. */
double bm_border_chain_m(const bm_border *border, bool geodesic, uint32_t edge, double t);
/* The segment of a chainage on the part that a run is of: never one of parts with other days. */
uint32_t bm_segment_of(const bm_segments *segments, uint32_t run, double chain_m);
/* Index of the dyad's segment that holds a chainage; the smaller one at a boundary. */
uint32_t bm_segment_at(const bm_segments *segments, uint32_t dyad, double chain_m);

#endif
