#include "gazetteer/outline.h"

#include "geo/chord.h"

/* Edges are straight chords here: those of outlines are short enough for that. */
double gz_outline_distance_m(const bm_area *area, bm_ll point)
{
    struct bm_xyz p = bm_xyz_of(point);
    double nearest2 = INFINITY, t;

    if (bm_area_contains(area, point)) return 0;
    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        uint32_t from = area->ring_first[ring], to = area->ring_first[ring + 1];
        if (from == to) continue;
        struct bm_xyz last = bm_xyz_of(area->pts[to - 1]);
        for (uint32_t i = from; i < to; i++) {
            struct bm_xyz next = bm_xyz_of(area->pts[i]);
            nearest2 = fmin(nearest2, bm_chord_distance2(p, last, next, &t));
            last = next;
        }
    }
    return bm_chord_upper_m(sqrt(nearest2));
}

double gz_outline_reach_m(const bm_area *area, bm_ll point)
{
    struct bm_xyz p = bm_xyz_of(point);
    double farthest2 = 0;

    for (uint32_t i = 0; i < area->ring_first[area->n_rings]; i++) {
        struct bm_xyz q = bm_xyz_of(area->pts[i]);
        double dx = q.x - p.x, dy = q.y - p.y, dz = q.z - p.z;
        farthest2 = fmax(farthest2, dx * dx + dy * dy + dz * dz);
    }
    return bm_chord_upper_m(sqrt(farthest2));
}
