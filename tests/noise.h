/* Borders drawn anew: every vertex moved, or lines simplified; and how many points keep their segment. */
#ifndef TESTS_NOISE_H
#define TESTS_NOISE_H

#include "border/making.h"
#include "border/model.h"
#include "border/segments.h"
#include "geo/chord.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 */
static inline uint64_t noise_hash(uint64_t z)
{
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline double noise_uniform(uint64_t *state)
{
    return (double)(noise_hash((*state)++) >> 11) * 0x1p-53;
}

/* A point by itself, so that it moves alike on every line that has it: by `metres` in a direction of its own.
 */
static inline bm_ll noise_moved(bm_ll p, double metres)
{
    bm_pt pt = bm_pt_of(p);
    double az_deg;

    if (fabs(p.lon_deg) >= 179.99 || fabs(p.lat_deg) > 89) return p;
    az_deg = 360 * ((double)(noise_hash(bm_pt_key(pt)) >> 11) * 0x1p-53);
    return bm_geodesic_go(p, az_deg, metres);
}

/* Vertices that a line needs so that it stays within `metres` of itself (Douglas and Peucker 1973); the ends
 * stay. */
static inline void noise_keep(const bm_ll *pts, uint32_t from, uint32_t to, double metres, uint8_t *keep)
{
    struct bm_xyz a = bm_xyz_of(pts[from]), b = bm_xyz_of(pts[to]);
    double far2 = 0, t;
    uint32_t at = from;

    keep[from] = keep[to] = 1;
    for (uint32_t i = from + 1; i < to; i++) {
        double d2 = bm_chord_distance2(bm_xyz_of(pts[i]), a, b, &t);

        if (d2 > far2) far2 = d2, at = i;
    }
    if (far2 <= metres * metres || at == from) return;
    noise_keep(pts, from, at, metres, keep);
    noise_keep(pts, at, to, metres, keep);
}

/* Writes the borders as they would be with moved vertices (simplify false) or simplified lines. */
static inline bm_status noise_write(bm_ctx *ctx, const bm_border *border, double metres, bool simplify,
                                    const char *path)
{
    struct bm_border_model model = {0};
    bm_ll *line = malloc(border->n_pts * sizeof *line);
    uint8_t *keep = calloc(border->n_pts, 1);
    bm_status st = line && keep ? BM_OK : BM_ENOMEM;

    for (uint32_t p = 0; p < border->n_parts && st == BM_OK; p++) {
        const struct bmb_part *part = &border->parts[p];
        const bm_ll *pts = border->pts + part->first;
        struct bm_chain like = {.status = (bm_border_status)border->status[part->first],
                                .valid_from = part->valid_from,
                                .valid_to = part->valid_to};
        uint32_t n = 0;

        memcpy(like.left, border->dyads[part->dyad].iso_a, 4);
        memcpy(like.right, border->dyads[part->dyad].iso_b, 4);
        if (simplify) noise_keep(pts, 0, part->n - 1, metres, keep + part->first);
        for (uint32_t i = 0; i < part->n; i++)
            if (!simplify || keep[part->first + i])
                line[n++] = simplify ? pts[i] : noise_moved(pts[i], metres);
        st = bm_model_add_chain(ctx, &model, &like, line, n);
    }
    if (st == BM_OK) st = bm_border_write(ctx, &model, path);
    bm_border_model_free(ctx, &model);
    free(line);
    free(keep);
    return st;
}

/* Metres from a point to a segment; by chords, then the geodesic to the place found. */
static inline double noise_segment_m(const bm_segments *segments, uint32_t segment, bm_ll point)
{
    const bm_border *border = segments->border;
    uint32_t dyad = (uint32_t)segments->all[segment].dyad;
    struct bm_xyz from = bm_xyz_of(point);
    double least2 = INFINITY, t;
    struct bm_station best = {0, 0};

    for (uint32_t p = segments->piece_first[dyad]; p < segments->piece_first[dyad + 1]; p++) {
        const struct bm_piece *piece = &segments->pieces[p];

        if (piece->segment != segment) continue;
        for (uint32_t e = piece->first_edge; e <= piece->last_edge; e++) {
            double len_m = border->chain[e + 1] - border->chain[e], low, high, d2;

            if (!(len_m > 0)) continue;
            d2 = bm_chord_distance2(from, bm_xyz_of(border->pts[e]), bm_xyz_of(border->pts[e + 1]), &t);
            low = fmax(0, (piece->from_m - border->chain[e]) / len_m);
            high = fmin(1, (piece->to_m - border->chain[e]) / len_m);
            if (t < low || t > high) {
                struct bm_station end = {e, t < low ? low : high};
                struct bm_xyz x = bm_xyz_of(bm_station_rough_point(border, end));

                t = end.share;
                d2 = (x.x - from.x) * (x.x - from.x) + (x.y - from.y) * (x.y - from.y) +
                     (x.z - from.z) * (x.z - from.z);
            }
            if (d2 < least2) least2 = d2, best = (struct bm_station){e, t};
        }
    }
    return bm_geodesic_m(point, bm_station_rough_point(border, best));
}

/* How points fared: kept their seg_id; changed it, although the new segment is less than twice the noise
 * farther away than the old one in the first drawing, so that the noise alone may decide; changed it
 * otherwise. */
struct noise_counts {
    uint64_t n, kept, excepted, lost;
};

/* Points are spread evenly over the sphere. */
static inline bm_ll noise_point(uint64_t *state)
{
    double lon_deg = 360 * noise_uniform(state) - 180, z = 2 * noise_uniform(state) - 1;

    return (bm_ll){lon_deg, asin(z) / BM_DEG_RAD};
}

static inline void noise_count(const bm_segments *first, uint32_t was, const char *is, bm_ll point,
                               double noise_m, struct noise_counts *counts)
{
    uint32_t found = first->n;

    counts->n++;
    if (strcmp(first->all[was].seg_id, is) == 0) {
        counts->kept++;
        return;
    }
    for (uint32_t i = 0; i < first->n && found == first->n; i++)
        if (strcmp(first->all[i].seg_id, is) == 0) found = i;
    if (found < first->n &&
        noise_segment_m(first, found, point) - noise_segment_m(first, was, point) <= 2 * noise_m)
        counts->excepted++;
    else
        counts->lost++;
}

#endif
