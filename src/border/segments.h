/* Segments from the inside: where a chainage is, and to which segment it belongs. */
#ifndef BM_BORDER_SEGMENTS_H
#define BM_BORDER_SEGMENTS_H

#include "border/bmb.h"

/* A stretch of a dyad that belongs to one segment, within or over parts. A segment has one or more. */
struct bm_piece {
    double from_m, to_m;            /* chainage along the dyad */
    uint32_t first_edge, last_edge; /* tell the parts on both sides of a gap apart, where chainage does not */
    uint32_t segment;
};

struct bm_segments {
    bm_ctx *ctx;
    const bm_border *border; /* whose lines the pieces lie on */
    bool geodesic;
    bm_segment *all;
    uint32_t n;
    size_t cap;
    struct bm_piece *pieces; /* by dyad, then along it, without gaps */
    size_t n_pieces, cap_pieces;
    uint32_t *piece_first; /* of each dyad; n_dyads + 1 */
    bm_arena *texts;       /* names of segments */
};

/* A place on a border line: share of the length of the edge that begins at a point. */
struct bm_station {
    uint32_t edge;
    double share;
};
uint32_t bm_dyad_first_point(const bm_border *border, uint32_t dyad);
uint32_t bm_dyad_last_point(const bm_border *border, uint32_t dyad);
/* Where a chainage of the dyad is; at the gap between two parts the end of the first, or (`after`) the start
 * of the second. */
struct bm_station bm_border_station(const bm_border *border, uint32_t dyad, double chain_m, bool after);
bm_ll bm_station_point(const bm_border *border, bool geodesic, struct bm_station station);
/* On the straight line in longitude and latitude; some metres along an edge of 100 km off, next to nothing on
 * short ones. */
bm_ll bm_station_rough_point(const bm_border *border, struct bm_station station);
/* Chainage of the point at t of an edge. */
double bm_border_chain_m(const bm_border *border, bool geodesic, uint32_t edge, double t);

/* Index of the dyad's piece that holds a chainage of an edge; the first one at a boundary. */
uint32_t bm_piece_at(const bm_segments *segments, uint32_t dyad, uint32_t edge, double chain_m);
/* Its segment. */
uint32_t bm_segment_at(const bm_segments *segments, uint32_t dyad, uint32_t edge, double chain_m);

/* Do two segments hold on the same days? */
static inline bool bm_same_days(const bm_segments *segments, uint32_t a, uint32_t b)
{
    return segments->all[a].valid_from == segments->all[b].valid_from &&
           segments->all[a].valid_to == segments->all[b].valid_to;
}

/* ---- cutting: dyad after dyad, piece after piece ---- */

/* Neighbouring parts of a dyad that hold on the same days. */
struct bm_era {
    uint32_t dyad, first_part, n_parts;
    double from_m, to_m;
    int32_t valid_from, valid_to;
};
/* A new segment, to be described when its pieces are there. */
BM_CHECKED bm_status bm_segment_add(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                    uint32_t seq, double from_m, double to_m);
/* The stretch of a dyad from from_m to to_m, which begins on first_edge and ends on last_edge. */
BM_CHECKED bm_status bm_piece_add(bm_ctx *ctx, bm_segments *segments, const struct bm_piece *piece);

/* A stretch of one part with one label. */
struct bm_span {
    double from_m, to_m;
    uint32_t part, label;
};
/* What is at a point; asked in an order of the caller's making. */
typedef bm_status (*bm_label_fn)(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label);
/* Spans of a line that differ in their labels. */
struct bm_spans {
    const bm_border *border;
    bool geodesic;
    double step_m, exact_m; /* asked this often; a change between two answers is found this exactly */
    bool rough;             /* on long edges a question may stand some metres off: no integrals along them */
    bm_label_fn label;
    void *user;
    struct bm_span *items;
    size_t n, cap;
};
/* Appends the spans of a dyad's line between two chainages; part by part, without gaps. */
BM_CHECKED bm_status bm_spans_add(bm_ctx *ctx, struct bm_spans *spans, uint32_t dyad, double from_m,
                                  double to_m);
/* Gives spans shorter than least_m to the longer of their neighbours in the same part, the shortest first. */
void bm_spans_absorb(struct bm_spans *spans, double least_m);
/* Replaces labels by numbers in the order in which they come; labels, room for all spans: what each number
 * was. Returns how many there are. */
uint32_t bm_spans_number(struct bm_spans *spans, uint32_t *labels);
void bm_spans_free(bm_ctx *ctx, struct bm_spans *spans);
/* Segments and pieces of an era whose spans' labels are numbers of segments from 0; a number without a span
 * has no segment. */
BM_CHECKED bm_status bm_segments_from_spans(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                            const struct bm_spans *spans, uint32_t n_labels);

/* ---- by pairs of provinces (provinces.c): one segment for each pair that meets, wherever it does ---- */
struct bm_province_set; /* borrows the provinces */
BM_CHECKED bm_status bm_province_set_create(bm_ctx *ctx, const bm_province *provinces, size_t n,
                                            struct bm_province_set **out);
void bm_province_set_destroy(bm_ctx *ctx, struct bm_province_set *set);
/* The segments of an era, numbered from seq as they come along the dyad. */
BM_CHECKED bm_status bm_segments_by_province(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                             const struct bm_province_set *set, uint32_t seq,
                                             uint32_t *n_added);

/* How many segments of equal length a dyad has. */
uint32_t bm_segment_count(const bm_tag_options *options, double len_m);
/* For a dyad of one era: the same segments as the dyad of that name has in the reference, where both lie near
 * each other all along (like.c). *done false: they do not, or there is no such dyad. */
BM_CHECKED bm_status bm_segments_like(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                      const bm_tag_options *options, bool *done);

#endif
