/* Sets up what the designs ask. */
#include "bench/designs.h"

#include "base/mem.h"

static bm_box lonlat_of(const bm_border *border, const struct bmb_run *run)
{
    double lon = border->pts[run->first].lon_deg;
    bm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

    for (uint32_t v = run->first; v <= run->first + run->n_edges; v++) {
        lon += remainder(border->pts[v].lon_deg - lon, 360);
        box.west_deg = fmin(box.west_deg, lon - 1e-9), box.east_deg = fmax(box.east_deg, lon + 1e-9);
        box.south_deg = fmin(box.south_deg, border->pts[v].lat_deg - 1e-9);
        box.north_deg = fmax(box.north_deg, border->pts[v].lat_deg + 1e-9);
    }
    return box;
}

static struct items items_of(uint32_t n)
{
    return (struct items){n, bench_alloc(n, sizeof(struct bmb_group)), bench_alloc(n, sizeof(bm_box))};
}

static void list_items(struct plan *plan, const bm_box *areas)
{
    const bm_border *border = plan->border;

    plan->runs = items_of(border->n_runs);
    plan->groups = items_of(border->n_groups);
    plan->extent = (bm_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t g = 0; g < border->n_groups; g++) {
        const struct bmb_group *group = &border->groups[g];

        plan->groups.box[g] = *group;
        plan->groups.lonlat[g] = areas[g];
        plan->extent.west_deg = fmin(plan->extent.west_deg, areas[g].west_deg);
        plan->extent.east_deg = fmax(plan->extent.east_deg, areas[g].east_deg);
        for (uint32_t i = 0; i < group->n_runs; i++) {
            struct bmb_group *run = &plan->runs.box[group->first + i];

            *run = (struct bmb_group){.first = group->first + i, .n_runs = 1, .dyad = group->dyad};
            for (int k = 0; k < 3; k++) {
                run->low[k] = border->run_boxes[g].low[k][i];
                run->high[k] = border->run_boxes[g].high[k][i];
            }
        }
    }
    for (uint32_t r = 0; r < border->n_runs; r++) plan->runs.lonlat[r] = lonlat_of(border, &border->runs[r]);
}

static bm_status build_planes(bm_ctx *ctx, struct plan *plan, const struct items *items, bm_tree *trees[6])
{
    bm_box *boxes = bench_alloc(items->n, sizeof *boxes);
    bm_status st = BM_OK;

    for (int half = 0; half < 6 && st == BM_OK; half++) {
        int axis = half / 2, u = (axis + 1) % 3, v = (axis + 2) % 3, sign = half % 2 ? -1 : 1;
        double *end = &plan->plane_end[half];

        *end = -INFINITY;
        for (uint32_t i = 0; i < items->n; i++) {
            const struct bmb_group *b = &items->box[i];

            boxes[i] = (bm_box){1, 1, 0, 0}; /* of the other half: left out */
            if (sign * (b->low[axis] + b->high[axis]) < 0) continue;
            boxes[i] = (bm_box){b->low[u], b->low[v], b->high[u], b->high[v]};
            *end = fmax(*end, -sign * (sign > 0 ? b->low[axis] : b->high[axis]));
        }
        st = bm_tree_build(ctx, boxes, items->n, &trees[half]);
    }
    free(boxes);
    return st;
}

static void find_only(struct plan *plan)
{
    const uint32_t *first = plan->packed.level_first;
    size_t n = plan->runs.n;

    for (uint32_t level = 0; level < plan->packed.n_levels; level++) {
        int32_t *only = plan->only + first[level];

        for (size_t i = 0; i < n; i++) {
            int32_t dyad = level > 0 ? plan->only[first[level - 1] + i]
                                     : (int32_t)plan->runs.box[plan->packed_run[i]].dyad;

            if (i % TREE_FAN == 0)
                only[i / TREE_FAN] = dyad;
            else if (only[i / TREE_FAN] != dyad)
                only[i / TREE_FAN] = -1;
        }
        n = (n + TREE_FAN - 1) / TREE_FAN;
    }
}

static bm_status make_packed(bm_ctx *ctx, struct plan *plan)
{
    uint32_t n = plan->runs.n;
    struct tree_box *boxes = bench_alloc(n, sizeof *boxes);
    struct tree_block *blocks = bench_alloc(box_tree_block_count(n), sizeof *blocks);
    bm_status st;

    plan->packed_run = bench_alloc(n, sizeof *plan->packed_run);
    plan->only = bench_alloc(box_tree_block_count(n), sizeof *plan->only);
    for (uint32_t r = 0; r < n; r++) {
        memcpy(boxes[r].low, plan->runs.box[r].low, sizeof boxes[r].low);
        memcpy(boxes[r].high, plan->runs.box[r].high, sizeof boxes[r].high);
    }
    if ((st = box_tree_order(ctx, boxes, n, plan->packed_run)) != BM_OK) return st;
    box_tree_fill(boxes, plan->packed_run, n, blocks);
    box_tree_view(blocks, n, &plan->packed);
    find_only(plan);
    free(boxes);
    return BM_OK;
}

bm_status plan_make(bm_ctx *ctx, const bm_border *border, struct plan *plan)
{
    double t[6];
    bm_box *areas;
    bm_status st;

    plan->ctx = ctx;
    plan->border = border;
    plan->found = bench_alloc((size_t)border->n_runs * 4, sizeof *plan->found);
    if ((st = bm_group_areas(ctx, border, &areas)) != BM_OK) return st;
    list_items(plan, areas);
    bm_free(ctx, areas);
    t[0] = bench_cpu_s();
    if ((st = bm_tree_build(ctx, plan->runs.lonlat, plan->runs.n, &plan->run_tree)) != BM_OK) return st;
    t[1] = bench_cpu_s();
    if ((st = bm_tree_build(ctx, plan->groups.lonlat, plan->groups.n, &plan->group_tree)) != BM_OK) return st;
    t[2] = bench_cpu_s();
    if ((st = build_planes(ctx, plan, &plan->runs, plan->plane)) != BM_OK) return st;
    t[3] = bench_cpu_s();
    if ((st = build_planes(ctx, plan, &plan->groups, plan->group_plane)) != BM_OK) return st;
    t[4] = bench_cpu_s();
    if ((st = make_packed(ctx, plan)) != BM_OK) return st;
    t[5] = bench_cpu_s();
    printf(
        "trees built in ms: %u runs %.1f, %u groups %.1f, planes of runs %.1f, of groups %.1f, packed %.1f\n",
        (unsigned)plan->runs.n, (t[1] - t[0]) * 1e3, (unsigned)plan->groups.n, (t[2] - t[1]) * 1e3,
        (t[3] - t[2]) * 1e3, (t[4] - t[3]) * 1e3, (t[5] - t[4]) * 1e3);
    return BM_OK;
}
