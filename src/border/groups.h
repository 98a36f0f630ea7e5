/* Groups of neighbouring runs: the items of the search tree, with boxes on the earth and through it. */
#ifndef BM_BORDER_GROUPS_H
#define BM_BORDER_GROUPS_H

#include "border/bmb.h"
#include "geo/chord.h"

/* Cuts runs, sorted by part, into groups and fills their boxes. Reads pts, xyz, sag, runs and n_runs of
 * `border`; *groups, *run_boxes and *areas are the caller's to free, whatever happens. */
BM_CHECKED bm_status bm_groups_make(bm_ctx *ctx, const bm_border *border, struct bmb_group **groups,
                                    struct bmb_run_boxes **run_boxes, bm_box **areas, size_t *n);

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

/* Square of the distance from p to the group's box. */
static inline float bm_group_distance2(const struct bmb_group *group, struct bm_xyz p)
{
    float x = (float)p.x, y = (float)p.y, z = (float)p.z;
    float dx = bm_outside(x, group->low[0], group->high[0]);
    float dy = bm_outside(y, group->low[1], group->high[1]);
    float dz = bm_outside(z, group->low[2], group->high[2]);

    return dx * dx + dy * dy + dz * dz;
}

/* The same for its runs; far away where there are fewer. */
static inline void bm_run_distances2(const struct bmb_run_boxes *boxes, struct bm_xyz p,
                                     float out[BMB_GROUP_RUNS])
{
    float x = (float)p.x, y = (float)p.y, z = (float)p.z;

    for (int i = 0; i < BMB_GROUP_RUNS; i++) {
        float dx = bm_outside(x, boxes->low[0][i], boxes->high[0][i]);
        float dy = bm_outside(y, boxes->low[1][i], boxes->high[1][i]);
        float dz = bm_outside(z, boxes->low[2][i], boxes->high[2][i]);

        out[i] = dx * dx + dy * dy + dz * dz;
    }
}

#endif
