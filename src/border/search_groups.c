/* The runs that may hold the nearest edges. A first bound comes from groups that are near (by the file's
 * grid, or by a look at the boxes of all groups when only some dyads are searched). The answer then lies in a
 * spherical cap about the point: on a sphere of the ellipsoid's least radius of curvature, with its
 * latitudes, no distance is longer. GEOS's tree gives the groups whose box of longitudes and latitudes meets
 * the cap's; their runs are scanned in the order of their boxes' distance through the earth, as long as they
 * can matter.
 *
 * How this compares with other uses of the tree, and with a tree of earth-centred boxes: tests/bench. */
#include "border/groups.h"
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Boxes are compared in single precision, whose step at the earth's radius is half a metre. */
#define FLOAT_ERR_M 4.0

static uint32_t group_of_item(const bm_search *search, uint32_t item)
{
    return search->own_groups ? search->own_groups[item] : item;
}

static double far2(const bm_search *search, int32_t dyad)
{
    double far_m = bm_search_reach(search, dyad) + FLOAT_ERR_M;

    return far_m * far_m;
}

static void note_run(bm_search *search, float low2_m, uint32_t run, int32_t dyad)
{
    void *items = search->found;
    bm_status st =
        bm_grow(search->ctx, &items, &search->cap_found, search->n_found + 1, sizeof *search->found);

    search->found = items;
    if (st == BM_OK)
        search->found[search->n_found++] = (struct bm_near_run){low2_m, run, dyad};
    else
        search->status = st;
}

/* Is the group's part a border on the day asked for? */
static bool holds(const bm_search *search, const struct bmb_group *group)
{
    const bm_border *border = search->border;

    return border->n_changes == 0 || bm_part_holds(border, border->runs[group->first].part, search->day);
}

void bm_search_note_group(bm_search *search, uint32_t index)
{
    const struct bmb_group *group = &search->border->groups[index];
    double limit = far2(search, (int32_t)group->dyad);
    float low2_m[BMB_GROUP_RUNS];

    if (bm_group_distance2(group, search->from) > limit || !holds(search, group)) return;
    bm_run_distances2(&search->border->run_boxes[index], search->from, low2_m);
    for (uint32_t i = 0; i < group->n_runs; i++)
        if (low2_m[i] <= limit) note_run(search, low2_m[i], group->first + i, (int32_t)group->dyad);
}

/* Scans what was noted, the nearest first, dropping what is out of reach by then: reach shrinks. Few are
 * left soon, so the least is looked for and nothing is sorted. */
void bm_search_scan_found(bm_search *search)
{
    struct bm_near_run *found = search->found;

    while (search->n_found > 0) {
        size_t n = 0, least = 0;
        uint32_t run;

        for (size_t i = 0; i < search->n_found; i++) {
            if (found[i].low2_m > far2(search, found[i].dyad)) continue;
            found[n] = found[i];
            if (found[n].low2_m < found[least].low2_m) least = n;
            n++;
        }
        search->n_found = n;
        if (n == 0) return;
        run = found[least].run;
        found[least] = found[--search->n_found];
        bm_search_scan(search, run);
    }
}

/* Of the groups searched, those with the nearest boxes, of two dyads. */
static void look_at_all(const bm_search *search, int32_t nearest[2])
{
    const struct bmb_group *groups = search->border->groups;
    float least2_m[2] = {INFINITY, INFINITY};

    nearest[0] = nearest[1] = -1;
    for (uint32_t i = 0; i < search->n_items; i++) {
        int32_t index = (int32_t)group_of_item(search, i);
        float low2_m =
            holds(search, &groups[index]) ? bm_group_distance2(&groups[index], search->from) : INFINITY;
        bool other = nearest[0] < 0 || groups[index].dyad != groups[nearest[0]].dyad;

        if (low2_m < least2_m[0]) {
            if (other) nearest[1] = nearest[0], least2_m[1] = least2_m[0];
            nearest[0] = index, least2_m[0] = low2_m;
        } else if (other && low2_m < least2_m[1]) {
            nearest[1] = index, least2_m[1] = low2_m;
        }
    }
}

static void scan_bound_groups(bm_search *search)
{
    for (int k = 0; k < 2; k++) {
        if (search->bound_groups[k] < 0) continue;
        bm_search_note_group(search, (uint32_t)search->bound_groups[k]);
        bm_search_scan_found(search);
    }
}

/* Scans two groups that are probably near. */
static void find_bound(bm_search *search)
{
    const bm_border *border = search->border;

    if (!search->own_groups) {
        for (int k = 0; k < 2; k++)
            search->bound_groups[k] =
                border->grid[bm_grid_cell(search->grid_step_deg, search->point)].group[k];
        scan_bound_groups(search);
        /* The grid knows no days: what it names may not hold. */
        if (border->n_changes == 0 || bm_search_reach(search, -1) < INFINITY) return;
    }
    look_at_all(search, search->bound_groups);
    scan_bound_groups(search);
}

bm_status bm_search_ask_cap(bm_ctx *ctx, const bm_search *search, bm_ll p, double radius_m,
                            bm_tree_visit visit, void *user)
{
    double angle = radius_m / BM_WGS84_R_MIN_M * 1.000001 + 1e-9, cos_lat = cos(p.lat_deg * BM_DEG_RAD);
    double lat_deg = angle / BM_DEG_RAD, lon_deg;
    bm_box box = search->extent;
    bm_status st = BM_OK;

    if (!search->tree) {
        for (uint32_t i = 0; i < search->n_items; i++) visit(user, i);
        return BM_OK;
    }
    box.south_deg = p.lat_deg - lat_deg, box.north_deg = p.lat_deg + lat_deg;
    /* All longitudes when the cap holds a pole. */
    if (box.south_deg <= -90 || box.north_deg >= 90 || sin(angle) >= cos_lat)
        return bm_tree_query(ctx, search->tree, &box, visit, user);
    lon_deg = asin(sin(angle) / cos_lat) / BM_DEG_RAD * 1.000001 + 1e-9;
    for (int turn = -1; turn <= 1 && st == BM_OK; turn++) {
        box.west_deg = p.lon_deg - lon_deg + 360 * turn, box.east_deg = p.lon_deg + lon_deg + 360 * turn;
        if (box.west_deg <= search->extent.east_deg && box.east_deg >= search->extent.west_deg)
            st = bm_tree_query(ctx, search->tree, &box, visit, user);
    }
    return st;
}

static void note_item(void *user, uint32_t item)
{
    bm_search *search = user;
    int32_t index = (int32_t)group_of_item(search, item);

    if (index != search->bound_groups[0] && index != search->bound_groups[1])
        bm_search_note_group(search, (uint32_t)index);
}

void bm_search_groups(bm_search *search, void *user)
{
    bm_status st;

    (void)user;
    search->n_found = 0;
    find_bound(search);
    st = bm_search_ask_cap(search->ctx, search, search->point, bm_chord_upper_m(bm_search_reach(search, -1)),
                           note_item, search);
    if (st != BM_OK) search->status = st;
    bm_search_scan_found(search);
}

struct within {
    const bm_search *search;
    struct bm_xyz from;
    double reach_m;
    bm_search_visit visit;
    void *user;
};

static void visit_within(void *user, uint32_t item)
{
    const struct within *w = user;
    const bm_border *border = w->search->border;
    uint32_t index = group_of_item(w->search, item);
    const struct bmb_group *group = &border->groups[index];
    double far_m = w->reach_m + FLOAT_ERR_M, t;
    float low2_m[BMB_GROUP_RUNS];

    if (!holds(w->search, group)) return;
    bm_run_distances2(&border->run_boxes[index], w->from, low2_m);
    for (uint32_t i = 0; i < group->n_runs; i++) {
        const struct bmb_run *run = &border->runs[group->first + i];

        if (low2_m[i] > far_m * far_m) continue;
        for (uint32_t e = run->first; e < run->first + run->n_edges; e++)
            if (sqrt(bm_chord_distance2(w->from, bm_border_vertex(border, e), bm_border_vertex(border, e + 1),
                                        &t)) <= w->reach_m + border->sag[e] + BMB_XYZ_ERR_M)
                w->visit(w->user, e, run->dyad);
    }
}

bm_status bm_search_within(bm_ctx *ctx, const bm_search *search, bm_ll point, double reach_m,
                           bm_search_visit visit, void *user)
{
    struct within w = {search, bm_xyz_of(point), bm_chord_reach_m(reach_m), visit, user};

    return search->n_items > 0 ? bm_search_ask_cap(ctx, search, point, reach_m, visit_within, &w) : BM_OK;
}
