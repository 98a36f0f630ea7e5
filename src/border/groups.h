/* Groups of neighbouring runs: the items of the search tree, with boxes on the earth and through it. */
#ifndef BM_BORDER_GROUPS_H
#define BM_BORDER_GROUPS_H

#include "border/bmb.h"
#include "geo/chord.h"

/* Cuts runs, sorted by part, into groups and fills their boxes. Reads pts, xyz, sag, runs and n_runs of
 * `border`; *groups, *run_boxes and *areas are the caller's to free, whatever happens. */
BM_CHECKED bm_status bm_groups_make(bm_ctx *ctx, const bm_border *border, struct bmb_group **groups,
                                    struct bmb_run_boxes **run_boxes, bm_box **areas, size_t *n);

/* Degrees to a side of a cell in a grid of n cells; 0: there is no such grid. */
int bm_grid_step_deg(size_t n);
/* The cell of a point. */
size_t bm_grid_cell(int step_deg, bm_ll p);
/* Fills the grid by searching; `border` has all that a search needs but the grid. */
BM_CHECKED bm_status bm_grid_make(bm_ctx *ctx, bm_border *border, struct bmb_cell **grid, size_t *n);

/* Square of the distance from p to the group's box. */
static inline float bm_group_distance2(const struct bmb_group *group, struct bm_xyz p)
{
    float at[3] = {(float)p.x, (float)p.y, (float)p.z}, sum = 0;

    for (int k = 0; k < 3; k++) {
        float below = group->low[k] - at[k], above = at[k] - group->high[k],
              d = below > above ? below : above;

        d = d > 0 ? d : 0;
        sum += d * d;
    }
    return sum;
}

/* The same for its runs; far away where there are fewer. */
static inline void bm_run_distances2(const struct bmb_run_boxes *boxes, struct bm_xyz p,
                                     float out[BMB_GROUP_RUNS])
{
    float x = (float)p.x, y = (float)p.y, z = (float)p.z;

    for (int i = 0; i < BMB_GROUP_RUNS; i++) {
        float below_x = boxes->low[0][i] - x, above_x = x - boxes->high[0][i];
        float below_y = boxes->low[1][i] - y, above_y = y - boxes->high[1][i];
        float below_z = boxes->low[2][i] - z, above_z = z - boxes->high[2][i];
        float dx = below_x > above_x ? below_x : above_x, dy = below_y > above_y ? below_y : above_y;
        float dz = below_z > above_z ? below_z : above_z;

        dx = dx > 0 ? dx : 0;
        dy = dy > 0 ? dy : 0;
        dz = dz > 0 ? dz : 0;
        out[i] = dx * dx + dy * dy + dz * dz;
    }
}

#endif
