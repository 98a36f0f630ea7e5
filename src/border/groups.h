/* Groups of neighbouring runs: what the search looks among, with boxes through the earth. */
#ifndef BM_BORDER_GROUPS_H
#define BM_BORDER_GROUPS_H

#include "border/bmb.h"
#include "geo/chord.h"

/* Cuts runs, sorted by part, into groups and fills their boxes. Reads pts, xyz, sag, runs and n_runs of
 * `border`; *groups and *run_boxes are the caller's to free, whatever happens. */
BM_CHECKED bm_status bm_groups_make(bm_ctx *ctx, const bm_border *border, struct bmb_group **groups,
                                    struct bmb_run_boxes **run_boxes, size_t *n);
/* Boxes of longitudes and latitudes that hold the groups' edges in both edge models, for trees over them;
 * lines run on over 180 degrees. *areas is the caller's to free. */
BM_CHECKED bm_status bm_group_areas(bm_ctx *ctx, const bm_border *border, bm_box **areas);

/* The group that a run is in. */
int32_t bm_group_of(const bm_border *border, uint32_t run);

/* Degrees to a side of a cell in a grid of n cells; 0: there is no such grid. */
int bm_grid_step_deg(size_t n);
/* The cell of a point. */
size_t bm_grid_cell(int step_deg, bm_ll p);
/* Fills the grid by searching; `border` has all that a search needs but the grid. */
BM_CHECKED bm_status bm_grid_make(bm_ctx *ctx, bm_border *border, struct bmb_cell **grid, size_t *n);

/* How far x is outside [low, high]. */
static inline float bm_outside(float x, float low, float high)
{
    float below = low - x, above = x - high, d = below > above ? below : above;

    return d > 0 ? d : 0;
}

/* Squares of the distances from p to n boxes, given by dimension: all least x, all least y, z, all greatest
 * x, y, z. */
static inline void bm_boxes_distances2(const float *boxes, size_t n, struct bm_xyz p, float *restrict out)
{
    float x = (float)p.x, y = (float)p.y, z = (float)p.z;

    for (size_t i = 0; i < n; i++) {
        float dx = bm_outside(x, boxes[i], boxes[3 * n + i]);
        float dy = bm_outside(y, boxes[n + i], boxes[4 * n + i]);
        float dz = bm_outside(z, boxes[2 * n + i], boxes[5 * n + i]);

        out[i] = dx * dx + dy * dy + dz * dz;
    }
}

/* Those to a group's runs; far away where there are fewer. */
static inline void bm_run_distances2(const struct bmb_run_boxes *boxes, struct bm_xyz p,
                                     float out[BMB_GROUP_RUNS])
{
    _Static_assert(sizeof *boxes == 6 * BMB_GROUP_RUNS * sizeof(float), "boxes by dimension");
    bm_boxes_distances2(&boxes->low[0][0], BMB_GROUP_RUNS, p, out);
}

#endif
