/* The runs that may hold the nearest edges. Boxes in earth-centred coordinates, rounded outwards, know no
 * pole and no 180 degrees: blocks of groups of runs, each block of one dyad. The distance to every block's
 * box is taken, a first bound comes from groups that are near (by the file's grid; from the nearest blocks
 * when only some are searched), and what lies within it is opened: blocks, their groups, their runs.
 * Runs are scanned in the order of their boxes' distance, as long as they can matter.
 *
 * How this compares with GEOS's trees: tests/bench. */
#include "border/groups.h"
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Boxes are compared in single precision, whose step at the earth's radius is half a metre. */
#define FLOAT_ERR_M 4.0

/* Square of the reach for boxes; finite, so that it can be compared. */
static float square_of(double reach_m)
{
    double far_m = fmin(reach_m, 1e9) + FLOAT_ERR_M;

    return (float)(far_m * far_m);
}

static float far2(const bm_search *search, int32_t dyad)
{
    return square_of(bm_search_reach(search, dyad));
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

/* Has what is read soon on its way from memory: far more of the file is asked for than caches hold. */
static void fetch(const void *p, size_t n)
{
    for (size_t at = 0; at < n; at += 64) __builtin_prefetch((const char *)p + at);
}

/* Notes the runs of a group that may matter. */
static void note_group(bm_search *search, uint32_t index)
{
    const struct bmb_group *group = &search->border->groups[index];
    float limit = far2(search, (int32_t)group->dyad);
    float low2_m[BMB_GROUP_RUNS];

    fetch(&search->border->runs[group->first], group->n_runs * sizeof *search->border->runs);
    search->lanes->boxes(&search->border->run_boxes[index].low[0][0], BMB_GROUP_RUNS, search->from, low2_m);
    for (uint32_t i = 0; i < group->n_runs; i++)
        if (low2_m[i] <= limit) note_run(search, low2_m[i], group->first + i, (int32_t)group->dyad);
}

/* Scans what was noted, the nearest first, dropping what is out of reach by then: reach shrinks. Few are
 * left soon, so the least is looked for and nothing is sorted. */
static void scan_found(bm_search *search)
{
    const bm_border *border = search->border;
    struct bm_near_run *found = search->found;

    while (search->n_found > 0) {
        size_t n = 0, least = 0, next = 0;
        uint32_t run;

        for (size_t i = 0; i < search->n_found; i++) {
            if (found[i].low2_m > far2(search, found[i].dyad)) continue;
            found[n] = found[i];
            if (found[n].low2_m < found[least].low2_m)
                next = least, least = n;
            else if (next == least || found[n].low2_m < found[next].low2_m)
                next = n;
            n++;
        }
        search->n_found = n;
        if (n == 0) return;
        run = found[least].run;
        fetch(&border->xyz[border->runs[found[next].run].first], BMB_RUN_EDGES * sizeof *border->xyz);
        found[least] = found[--search->n_found];
        bm_search_scan(search, run);
    }
}

/* Is the block of a dyad that counts, and a border on the day asked for? */
static bool takes(const bm_search *search, const struct bm_block *block)
{
    const bm_border *border = search->border;

    return block->dyad != search->skip && (!search->chosen || search->chosen[block->dyad]) &&
           bm_part_holds(border, border->runs[border->groups[block->first].first].part, search->day);
}

/* Copies what is looked at of the blocks listed. */
static void lay_out(const bm_search *search, struct bm_taken *taken)
{
    for (uint32_t i = 0; i < taken->n; i++) {
        const struct bm_block *block = &search->blocks[taken->block[i]];

        taken->dyad[i] = block->dyad;
        for (uint32_t k = 0; k < 3; k++) {
            taken->boxes[k * taken->n + i] = block->low[k];
            taken->boxes[(k + 3) * taken->n + i] = block->high[k];
        }
    }
}

static void gather_blocks(bm_search *search)
{
    struct bm_taken *taken = &search->taken;

    if (search->in != taken || taken->is_current) return;
    taken->n = 0;
    for (uint32_t b = 0; b < search->n_blocks; b++)
        if (takes(search, &search->blocks[b])) taken->block[taken->n++] = b;
    lay_out(search, taken);
    taken->is_current = true;
}

/* The square of the distance to each block that counts. They are current. */
static void measure_blocks(bm_search *search, struct bm_xyz from)
{
    const struct bm_taken *taken = search->in;

    search->lanes->boxes(taken->boxes, taken->n, from, taken->low2_m);
}

void bm_search_focus(bm_search *search, bm_ll centre, double reach_m)
{
    struct bm_taken *all = &search->taken, *near = &search->near;
    float limit = square_of(bm_chord_reach_m(reach_m));

    search->in = all;
    gather_blocks(search);
    measure_blocks(search, bm_xyz_of(centre));
    near->n = 0;
    for (uint32_t i = 0; i < all->n; i++)
        if (all->low2_m[i] <= limit) near->block[near->n++] = all->block[i];
    lay_out(search, near);
    search->in = near;
}

void bm_search_unfocus(bm_search *search)
{
    search->in = &search->taken;
}

/* The taken block with the nearest box, of another dyad than `but`, that is within reach; -1: none. */
static int32_t find_near_block(const bm_search *search, int32_t but)
{
    const struct bm_taken *taken = search->in;
    float least2_m = far2(search, -1);
    int32_t nearest = -1;

    for (uint32_t i = 0; i < taken->n; i++)
        if (taken->low2_m[i] < least2_m && taken->dyad[i] != but)
            least2_m = taken->low2_m[i], nearest = (int32_t)i;
    return nearest;
}

/* Takes the block's group with the nearest box if it is nearer than what was found so far. */
static void look_into(const bm_search *search, uint32_t i, int32_t *nearest, float *least2_m)
{
    const struct bm_block *block = &search->blocks[search->in->block[i]];
    float low2_m[BM_BLOCK_GROUPS];

    search->lanes->boxes(block->boxes, BM_BLOCK_GROUPS, search->from, low2_m);
    for (uint32_t k = 0; k < block->n; k++)
        if (low2_m[k] < *least2_m) *least2_m = low2_m[k], *nearest = (int32_t)(block->first + k);
}

/* The group with the nearest box, of another dyad than `but`, if a block is within reach; -1: none. */
static int32_t find_near_group(const bm_search *search, int32_t but)
{
    const struct bm_taken *taken = search->in;
    int32_t first = find_near_block(search, but), nearest = -1;
    float least2_m = INFINITY;

    if (first < 0) return -1;
    look_into(search, (uint32_t)first, &nearest, &least2_m);
    for (uint32_t i = 0; i < taken->n; i++)
        if (taken->low2_m[i] < least2_m && taken->dyad[i] != but) look_into(search, i, &nearest, &least2_m);
    return nearest;
}

static void scan_bound_group(bm_search *search, int32_t group)
{
    if (group < 0) return;
    note_group(search, (uint32_t)group);
    scan_found(search);
}

/* The two groups that the grid has for the point, if it serves; else -1. What they lead to is fetched. */
static void find_grid_groups(bm_search *search)
{
    const bm_border *border = search->border;
    int32_t *near = search->bound_groups;

    near[0] = near[1] = -1;
    if (!border->grid || search->wanted || search->in->n != search->n_blocks) return;
    for (int k = 0; k < 2; k++) {
        near[k] = border->grid[bm_grid_cell(search->grid_step_deg, search->point)].group[k];
        if (near[k] < 0) continue;
        fetch(&border->groups[near[k]], sizeof *border->groups);
        fetch(&border->run_boxes[near[k]], sizeof *border->run_boxes);
    }
}

/* Scans two groups that are probably near. */
static void find_bound(bm_search *search)
{
    const bm_border *border = search->border;
    int32_t *near = search->bound_groups;

    if (near[0] >= 0) {
        for (int k = 0; k < 2; k++)
            if (near[k] >= 0) note_group(search, (uint32_t)near[k]);
        scan_found(search);
        return;
    }
    scan_bound_group(search, near[0] = find_near_group(search, -1));
    if (near[0] >= 0 && search->goal == BM_SEARCH_TWO_DYADS)
        scan_bound_group(search, near[1] = find_near_group(search, (int32_t)border->groups[near[0]].dyad));
}

static void note_block(bm_search *search, const struct bm_block *block)
{
    float limit = far2(search, block->dyad);
    float low2_m[BM_BLOCK_GROUPS];

    search->lanes->boxes(block->boxes, BM_BLOCK_GROUPS, search->from, low2_m);
    for (uint32_t i = 0; i < block->n; i++) {
        int32_t group = (int32_t)(block->first + i);

        if (low2_m[i] <= limit && group != search->bound_groups[0] && group != search->bound_groups[1])
            note_group(search, block->first + i);
    }
}

/* Opens what is within reach of some blocks that lie together. */
static void note_blocks(bm_search *search, uint32_t from, uint32_t end, float any2)
{
    const struct bm_taken *taken = search->in;

    for (uint32_t i = from; i < end; i++)
        if (taken->low2_m[i] <= any2 && taken->low2_m[i] <= far2(search, taken->dyad[i]))
            note_block(search, &search->blocks[taken->block[i]]);
}

/* Hardly any block is within reach: so many are compared at once. */
enum { AT_ONCE = 16 };

void bm_search_groups(bm_search *search, void *user)
{
    const struct bm_taken *taken = search->in;
    uint32_t i = 0;
    float any2;

    (void)user;
    search->n_found = 0;
    gather_blocks(search);
    find_grid_groups(search);
    measure_blocks(search, search->from);
    find_bound(search);
    any2 = far2(search, -1);
    for (; i + AT_ONCE <= taken->n; i += AT_ONCE) {
        int near = 0;

        for (int k = 0; k < AT_ONCE; k++) near |= taken->low2_m[i + k] <= any2;
        if (near) note_blocks(search, i, i + AT_ONCE, any2);
    }
    note_blocks(search, i, taken->n, any2);
    scan_found(search);
}

void bm_search_runs(bm_search *search, bm_ll point, double chord_m, bm_search_visit_run visit, void *user)
{
    const struct bm_taken *taken = search->in;
    const bm_border *border = search->border;
    struct bm_xyz from = bm_xyz_of(point);
    float limit = square_of(chord_m), low2_m[BM_BLOCK_GROUPS], runs2_m[BMB_GROUP_RUNS];

    gather_blocks(search);
    measure_blocks(search, from);
    for (uint32_t b = 0; b < taken->n; b++) {
        const struct bm_block *block = &search->blocks[taken->block[b]];

        if (taken->low2_m[b] > limit) continue;
        search->lanes->boxes(block->boxes, BM_BLOCK_GROUPS, from, low2_m);
        for (uint32_t i = 0; i < block->n; i++) {
            uint32_t group = block->first + i;

            if (low2_m[i] > limit) continue;
            search->lanes->boxes(&border->run_boxes[group].low[0][0], BMB_GROUP_RUNS, from, runs2_m);
            for (uint32_t k = 0; k < border->groups[group].n_runs; k++)
                if (runs2_m[k] <= limit) visit(user, group, k);
        }
    }
}

/* Visits edges within reach_m through the earth. */
struct edges_within {
    const bm_border *border;
    struct bm_xyz from;
    double reach_m;
    bm_search_visit visit;
    void *user;
};

static void visit_run(void *user, uint32_t group, uint32_t number)
{
    const struct edges_within *within = user;
    const bm_border *border = within->border;
    const struct bmb_run *run = &border->runs[border->groups[group].first + number];
    double t;

    for (uint32_t e = run->first; e < run->first + run->n_edges; e++)
        if (sqrt(bm_chord_distance2(within->from, bm_border_vertex(border, e), bm_border_vertex(border, e + 1),
                                    &t)) <= within->reach_m + border->sag[e] + BMB_XYZ_ERR_M)
            within->visit(within->user, e, run->dyad);
}

void bm_search_within(bm_search *search, bm_ll point, double reach_m, bm_search_visit visit, void *user)
{
    struct edges_within within = {search->border, bm_xyz_of(point), bm_chord_reach_m(reach_m), visit, user};

    bm_search_runs(search, point, within.reach_m, visit_run, &within);
}
