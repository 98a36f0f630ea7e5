#include "bench/designs.h"

#include <float.h>

/* As in the program: boxes are compared in single precision. */
static double far2(const struct plan *plan, int32_t dyad)
{
    double far_m = bm_search_reach(plan->search, dyad) + 4;

    return far_m * far_m;
}

static float box_distance2(const struct bmb_group *box, struct bm_xyz p)
{
    float boxes[6], out;

    memcpy(boxes, box->low, sizeof box->low);
    memcpy(boxes + 3, box->high, sizeof box->high);
    bm_boxes_distances2(boxes, 1, p, &out);
    return out;
}

static void note_run(void *user, uint32_t run)
{
    struct plan *plan = user;
    const struct bmb_group *box = &plan->runs.box[run];
    float low2_m = box_distance2(box, plan->search->from);

    if (low2_m <= far2(plan, (int32_t)box->dyad))
        plan->found[plan->n_found++] = (struct bm_near_run){low2_m, run, (int32_t)box->dyad};
}

static void note_group(struct plan *plan, uint32_t index)
{
    const struct bmb_group *group = &plan->border->groups[index];
    double limit = far2(plan, (int32_t)group->dyad);
    float low2_m[BMB_GROUP_RUNS];

    bm_run_distances2(&plan->border->run_boxes[index], plan->search->from, low2_m);
    for (uint32_t i = 0; i < group->n_runs; i++)
        if (low2_m[i] <= limit)
            plan->found[plan->n_found++] =
                (struct bm_near_run){low2_m[i], group->first + i, (int32_t)group->dyad};
}

static int by_low2(const void *left, const void *right)
{
    const struct bm_near_run *a = left, *b = right;

    return a->low2_m < b->low2_m ? -1 : a->low2_m > b->low2_m;
}

/* The nearest first: reach shrinks. */
static void scan_found(struct plan *plan)
{
    struct bm_near_run *found = plan->found;
    size_t n = plan->n_found;

    if (n > 24) qsort(found, n, sizeof *found, by_low2);
    for (size_t i = 1; n <= 24 && i < n; i++) {
        struct bm_near_run next = found[i];
        size_t at = i;

        for (; at > 0 && found[at - 1].low2_m > next.low2_m; at--) found[at] = found[at - 1];
        found[at] = next;
    }
    for (size_t i = 0; i < n; i++)
        if (found[i].low2_m <= far2(plan, (int32_t)plan->border->runs[found[i].run].dyad))
            bm_search_scan(plan->search, found[i].run);
    plan->n_found = 0;
}

/* ---- longitude and latitude: the box of the cap that must hold the answer ---- */

static void ask_cap(struct plan *plan, bm_tree *tree, bm_tree_visit visit, double radius_m)
{
    bm_ll p = plan->search->point;
    double angle = radius_m / BM_WGS84_R_MIN_M * 1.000001 + 1e-9, cos_lat = cos(p.lat_deg * BM_DEG_RAD);
    double lat_deg = angle / BM_DEG_RAD, lon_deg = 180;
    bm_box box = {0, p.lat_deg - lat_deg, 0, p.lat_deg + lat_deg};
    bool polar = box.south_deg <= -90 || box.north_deg >= 90 || sin(angle) >= cos_lat;

    if (!polar) lon_deg = asin(sin(angle) / cos_lat) / BM_DEG_RAD * 1.000001 + 1e-9;
    for (int turn = -1; turn <= 1; turn++) {
        box.west_deg = p.lon_deg - lon_deg + 360 * turn;
        box.east_deg = p.lon_deg + lon_deg + 360 * turn;
        if (box.west_deg > plan->extent.east_deg || box.east_deg < plan->extent.west_deg) continue;
        if (bm_tree_query(plan->ctx, tree, &box, visit, plan) != BM_OK) plan->failed++;
    }
    scan_found(plan);
}

/* Planar degrees: only to find some near run. */
static double degrees_to(void *user, uint32_t run)
{
    struct plan *plan = user;
    const bm_box *box = &plan->runs.lonlat[run];
    bm_ll p = plan->search->point;
    double x = fmax(fmax(box->west_deg - p.lon_deg, p.lon_deg - box->east_deg), 0);
    double y = fmax(fmax(box->south_deg - p.lat_deg, p.lat_deg - box->north_deg), 0);
    double distance = sqrt(x * x + y * y);

    if (distance < plan->least) {
        plan->least = distance;
        plan->near_run = run;
    }
    return distance;
}

/* A first run by planar degrees, then the cap of its distance, three times as wide until it holds two dyads.
 */
void design_growing_caps(bm_search *search, void *user)
{
    struct plan *plan = user;
    bm_ll p = search->point;
    double asked_m = 0, first_m;

    plan->search = search;
    plan->least = INFINITY;
    if (bm_tree_nearest(plan->ctx, plan->run_tree, p.lon_deg, p.lat_deg, degrees_to, plan) != BM_OK)
        plan->failed++;
    bm_search_scan(search, plan->near_run);
    for (;;) {
        double known_m = bm_chord_upper_m(bm_search_reach(search, -1));

        if (known_m <= asked_m || asked_m >= 2.1e7) return;
        first_m = search->first >= 0 ? bm_chord_upper_m(search->reach_m[search->first]) : known_m;
        asked_m = fmin(fmin(known_m, 2.1e7), fmax(3 * asked_m, 1.5 * first_m));
        ask_cap(plan, plan->run_tree, note_run, asked_m);
    }
}

static void bound_by_grid(struct plan *plan, bm_search *search)
{
    const bm_border *border = plan->border;
    const struct bmb_cell *cell = &border->grid[bm_grid_cell(search->grid_step_deg, search->point)];

    plan->search = search;
    for (int i = 0; i < 2; i++) {
        if (cell->group[i] >= 0) note_group(plan, (uint32_t)cell->group[i]);
        scan_found(plan);
    }
}

/* The cap of a bound from the file's grid, one question, the runs by their boxes' distance. */
void design_grid_and_cap(bm_search *search, void *user)
{
    struct plan *plan = user;

    bound_by_grid(plan, search);
    ask_cap(plan, plan->run_tree, note_run, bm_chord_upper_m(bm_search_reach(search, -1)));
}

static void note_group_item(void *user, uint32_t group)
{
    struct plan *plan = user;

    if (box_distance2(&plan->groups.box[group], plan->search->from) <=
        far2(plan, (int32_t)plan->groups.box[group].dyad))
        note_group(plan, group);
}

/* The same over groups. */
void design_grid_and_cap_of_groups(bm_search *search, void *user)
{
    struct plan *plan = user;

    bound_by_grid(plan, search);
    ask_cap(plan, plan->group_tree, note_group_item, bm_chord_upper_m(bm_search_reach(search, -1)));
}

/* ---- earth-centred coordinates, one of them left out ---- */

/* Leaving out a coordinate never lengthens a distance: the tree's planar distance is a lower bound of the
 * chord, so its own best-first search is exact when it ends at the reach. */
static double scan_and_bound(void *user, uint32_t item)
{
    struct plan *plan = user;
    const struct bmb_group *box = &plan->items->box[item];
    double reach_m;

    if (box_distance2(box, plan->search->from) <= far2(plan, (int32_t)box->dyad)) {
        if (plan->items == &plan->groups) {
            note_group(plan, item);
            scan_found(plan);
        } else {
            bm_search_scan(plan->search, item);
        }
    }
    reach_m = bm_search_reach(plan->search, -1) + 4;
    return reach_m < DBL_MAX ? reach_m : DBL_MAX;
}

static void ask_plane(struct plan *plan, const double at[3], int axis, int side)
{
    bm_tree *tree = plan->trees[2 * axis + side];
    double u = at[(axis + 1) % 3], v = at[(axis + 2) % 3];

    if (bm_tree_nearest(plan->ctx, tree, u, v, scan_and_bound, plan) != BM_OK) plan->failed++;
}

static void ask_planes(struct plan *plan, bm_search *search)
{
    double at[3] = {search->from.x, search->from.y, search->from.z};
    int axis = 0, side;

    plan->search = search;
    for (int k = 1; k < 3; k++)
        if (fabs(at[k]) > fabs(at[axis])) axis = k;
    side = at[axis] < 0;
    ask_plane(plan, at, axis, side);
    if (fabs(at[axis]) - plan->plane_end[2 * axis + (side ^ 1)] <= bm_search_reach(search, -1))
        ask_plane(plan, at, axis, side ^ 1);
}

void design_planes(bm_search *search, void *user)
{
    struct plan *plan = user;

    plan->trees = plan->plane, plan->items = &plan->runs;
    ask_planes(plan, search);
}

void design_planes_of_groups(bm_search *search, void *user)
{
    struct plan *plan = user;

    plan->trees = plan->group_plane, plan->items = &plan->groups;
    ask_planes(plan, search);
}

void design_grid_and_planes(bm_search *search, void *user)
{
    bound_by_grid(user, search);
    design_planes_of_groups(search, user);
}

/* ---- the packed tree ---- */

/* Visits the items of a block, nearest first, as long as they can matter. */
static void descend(struct plan *plan, uint32_t level, uint32_t index)
{
    const struct box_tree *tree = &plan->packed;
    struct bm_xyz from = plan->search->from;
    float distance2[TREE_FAN];
    int order[TREE_FAN], n = 0;
    double limit = far2(plan, plan->only[tree->level_first[level] + index]);

    box_tree_distances2(&tree->blocks[tree->level_first[level] + index], (float)from.x, (float)from.y,
                        (float)from.z, distance2);
    for (int i = 0; i < TREE_FAN; i++) {
        int at = n;

        if (distance2[i] > limit || distance2[i] > 1e20f) continue;
        while (at > 0 && distance2[order[at - 1]] > distance2[i]) order[at] = order[at - 1], at--;
        order[at] = i;
        n++;
    }
    for (int k = 0; k < n; k++) {
        uint32_t item = index * TREE_FAN + (uint32_t)order[k];
        int32_t dyad = level > 0 ? plan->only[tree->level_first[level - 1] + item]
                                 : (int32_t)plan->border->runs[plan->packed_run[item]].dyad;

        if (distance2[order[k]] > far2(plan, dyad)) continue;
        if (level > 0)
            descend(plan, level - 1, item);
        else
            bm_search_scan(plan->search, plan->packed_run[item]);
    }
}

void design_packed(bm_search *search, void *user)
{
    struct plan *plan = user;

    plan->search = search;
    descend(plan, plan->packed.n_levels - 1, 0);
}
