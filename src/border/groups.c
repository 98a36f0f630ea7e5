/* Makes the groups of a border file, and its grid. */
#include "border/groups.h"

#include "base/mem.h"
#include "base/num.h"
#include "border/search.h"

#include <math.h>

static void box_run(const bm_border *border, const struct bmb_run *run, float low[3], float high[3])
{
    double sag_m = 0, least[3] = {INFINITY, INFINITY, INFINITY};
    double most[3] = {-INFINITY, -INFINITY, -INFINITY};

    for (uint32_t i = 0; i <= run->n_edges; i++) {
        const int32_t *xyz = border->xyz[run->first + i].at;

        if (i < run->n_edges) sag_m = fmax(sag_m, border->sag[run->first + i]);
        for (int k = 0; k < 3; k++) {
            double at = xyz[k] * BMB_XYZ_UNIT;

            least[k] = fmin(least[k], at);
            most[k] = fmax(most[k], at);
        }
    }
    for (int k = 0; k < 3; k++) {
        low[k] = bm_float_below(least[k] - sag_m - BMB_XYZ_ERR_M);
        high[k] = bm_float_above(most[k] + sag_m + BMB_XYZ_ERR_M);
    }
}

static void fill_boxes(const bm_border *border, struct bmb_group *group, struct bmb_run_boxes *boxes)
{
    for (uint32_t i = 0; i < BMB_GROUP_RUNS; i++) {
        float low[3] = {1e18f, 1e18f, 1e18f}, high[3] = {1e18f, 1e18f, 1e18f};

        if (i < group->n_runs) box_run(border, &border->runs[group->first + i], low, high);
        for (int k = 0; k < 3; k++) {
            boxes->low[k][i] = low[k];
            boxes->high[k][i] = high[k];
            if (i >= group->n_runs) continue;
            group->low[k] = i == 0 ? low[k] : fminf(group->low[k], low[k]);
            group->high[k] = i == 0 ? high[k] : fmaxf(group->high[k], high[k]);
        }
    }
}

/* Longitudes run on from vertex to vertex: a line over 180 degrees keeps a small box. A geodesic leaves the
 * box of its ends by less than twice the sag (geo/chord.h). */
static bm_box area_of(const bm_border *border, const struct bmb_group *group)
{
    bm_ll last = border->pts[border->runs[group->first].first];
    double lon_deg = last.lon_deg, sag_m = 0, margin_deg, polar_deg;
    bm_box box = {lon_deg, last.lat_deg, lon_deg, last.lat_deg};

    for (uint32_t r = group->first; r < group->first + group->n_runs; r++) {
        const struct bmb_run *run = &border->runs[r];

        for (uint32_t i = run->first; i <= run->first + run->n_edges; i++) {
            bm_ll p = border->pts[i];

            lon_deg += remainder(p.lon_deg - last.lon_deg, 360);
            box.west_deg = fmin(box.west_deg, lon_deg), box.east_deg = fmax(box.east_deg, lon_deg);
            box.south_deg = fmin(box.south_deg, p.lat_deg), box.north_deg = fmax(box.north_deg, p.lat_deg);
            if (i < run->first + run->n_edges) sag_m = fmax(sag_m, border->sag[i]);
            last = p;
        }
    }
    margin_deg = 2 * sag_m / BM_WGS84_R_MIN_M / BM_DEG_RAD + 1e-9;
    box.south_deg -= margin_deg, box.north_deg += margin_deg;
    polar_deg = fmax(-box.south_deg, box.north_deg);
    if (polar_deg > 89) { /* a geodesic may go round the pole on the other side */
        box.west_deg = fmin(box.west_deg, -180), box.east_deg = fmax(box.east_deg, 180);
        return box;
    }
    box.west_deg -= margin_deg / cos(polar_deg * BM_DEG_RAD);
    box.east_deg += margin_deg / cos(polar_deg * BM_DEG_RAD);
    return box;
}

bm_status bm_groups_make(bm_ctx *ctx, const bm_border *border, struct bmb_group **groups,
                         struct bmb_run_boxes **run_boxes, size_t *n)
{
    const struct bmb_run *runs = border->runs;
    size_t count = 0;
    void *block;
    bm_status st;

    *n = 0;
    if ((st = bm_calloc(ctx, border->n_runs, sizeof **groups, &block)) != BM_OK) return st;
    *groups = block;
    for (uint32_t i = 0; i < border->n_runs; i++) {
        struct bmb_group *last = count > 0 ? &(*groups)[count - 1] : NULL;

        if (last && last->n_runs < BMB_GROUP_RUNS && runs[last->first].part == runs[i].part)
            last->n_runs++;
        else
            (*groups)[count++] = (struct bmb_group){.first = i, .n_runs = 1, .dyad = runs[i].dyad};
    }
    if ((st = bm_calloc(ctx, count, sizeof **run_boxes, &block)) != BM_OK) return st;
    *run_boxes = block;
    for (size_t g = 0; g < count; g++) fill_boxes(border, &(*groups)[g], &(*run_boxes)[g]);
    *n = count;
    return BM_OK;
}

bm_status bm_group_areas(bm_ctx *ctx, const bm_border *border, bm_box **areas)
{
    void *block;
    bm_status st = bm_calloc(ctx, border->n_groups, sizeof **areas, &block);

    *areas = block;
    for (uint32_t g = 0; st == BM_OK && g < border->n_groups; g++)
        (*areas)[g] = area_of(border, &border->groups[g]);
    return st;
}

/* ---- the grid ---- */

static const int steps_deg[] = {1, 2, 3, 5, 6, 10, 15, 30, 90};
enum { N_STEPS = sizeof steps_deg / sizeof *steps_deg };

static size_t cells(int step_deg)
{
    return (size_t)(360 / step_deg) * (size_t)(180 / step_deg);
}

int bm_grid_step_deg(size_t n)
{
    for (int i = 0; i < N_STEPS; i++)
        if (cells(steps_deg[i]) == n) return steps_deg[i];
    return 0;
}

size_t bm_grid_cell(int step_deg, bm_ll p)
{
    int x = (int)((p.lon_deg + 180) / step_deg), y = (int)((p.lat_deg + 90) / step_deg);
    int n_x = 360 / step_deg, n_y = 180 / step_deg;

    x = x < 0 ? 0 : x >= n_x ? n_x - 1 : x;
    y = y < 0 ? 0 : y >= n_y ? n_y - 1 : y;
    return (size_t)y * (size_t)n_x + (size_t)x;
}

int32_t bm_group_of(const bm_border *border, uint32_t run)
{
    uint32_t low = 0, high = border->n_groups;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (border->groups[middle].first <= run)
            low = middle;
        else
            high = middle;
    }
    return (int32_t)low;
}

static bm_status fill_cell(bm_ctx *ctx, const bm_border *border, bm_search *search, bm_ll middle,
                           struct bmb_cell *cell)
{
    enum bm_search_goal goal = border->n_dyads > 1 ? BM_SEARCH_TWO_DYADS : BM_SEARCH_NEAREST;
    const struct bm_hit *hits, *best[2] = {NULL, NULL};
    size_t n;
    bm_status st = bm_search_nearest(ctx, search, middle, goal, &hits, &n);

    for (int k = 0; st == BM_OK && k < 2; k++) {
        for (size_t i = 0; i < n; i++) {
            if (k == 1 && best[0] && hits[i].dyad == best[0]->dyad) continue;
            if (!best[k] || hits[i].foot.dist_m < best[k]->foot.dist_m) best[k] = &hits[i];
        }
        cell->group[k] = best[k] ? bm_group_of(border, best[k]->run) : -1;
    }
    return st;
}

bm_status bm_grid_make(bm_ctx *ctx, bm_border *border, struct bmb_cell **grid, size_t *n)
{
    bm_search *search = NULL;
    struct bmb_cell *all;
    size_t i_step = 0, width;
    void *block;
    int step_deg;
    bm_status st;

    while (i_step + 1 < N_STEPS && cells(steps_deg[i_step]) > 16 * (size_t)border->n_groups) i_step++;
    step_deg = steps_deg[i_step];
    width = 360 / (size_t)step_deg;
    *n = cells(step_deg);
    if ((st = bm_calloc(ctx, *n, sizeof **grid, &block)) != BM_OK) return st;
    *grid = all = block;
    for (size_t i = 0; i < *n; i++) all[i] = (struct bmb_cell){{-1, -1}};
    border->grid = all;
    border->n_cells = (uint32_t)*n;
    if ((st = bm_search_create(ctx, border, false, NULL, 0, &search)) != BM_OK) return st;
    for (size_t i = 0; i < *n && st == BM_OK; i++) {
        size_t column = i % width, row = i / width;
        bm_ll middle = {-180 + step_deg * ((double)column + 0.5), -90 + step_deg * ((double)row + 0.5)};

        if (bm_ctx_interrupted(ctx)) {
            st = bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
            break;
        }
        if (i > 0) all[i] = all[i % width ? i - 1 : i - width]; /* where its own search begins */
        st = fill_cell(ctx, border, search, middle, &all[i]);
    }
    bm_search_destroy(ctx, search);
    return st;
}
