/* Sets up a search: GEOS's tree over the file's groups, or over those of some dyads only. */
#include "border/groups.h"
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>

static bm_status make_tree(bm_ctx *ctx, bm_search *search)
{
    const bm_border *border = search->border;
    const bm_box *areas = border->group_areas;
    void *own_areas = NULL, *own_groups = NULL;
    bm_status st = BM_OK;

    search->n_items = border->n_groups;
    if (search->wanted) {
        if ((st = bm_calloc(ctx, border->n_groups, sizeof *areas, &own_areas)) != BM_OK) goto done;
        if ((st = bm_calloc(ctx, border->n_groups, sizeof(uint32_t), &own_groups)) != BM_OK) goto done;
        search->own_groups = own_groups;
        search->n_items = 0;
        for (uint32_t g = 0; g < border->n_groups; g++) {
            if (!search->wanted[border->groups[g].dyad]) continue;
            ((bm_box *)own_areas)[search->n_items] = border->group_areas[g];
            search->own_groups[search->n_items++] = g;
        }
        areas = own_areas;
    }
    search->extent = (bm_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < search->n_items; i++) {
        search->extent.west_deg = fmin(search->extent.west_deg, areas[i].west_deg);
        search->extent.south_deg = fmin(search->extent.south_deg, areas[i].south_deg);
        search->extent.east_deg = fmax(search->extent.east_deg, areas[i].east_deg);
        search->extent.north_deg = fmax(search->extent.north_deg, areas[i].north_deg);
    }
    st = bm_tree_build(ctx, areas, search->n_items, &search->tree);
done:
    bm_free(ctx, own_areas);
    return st;
}

static bm_status restrict_to(bm_ctx *ctx, bm_search *search, const int32_t *dyads, size_t n_dyads)
{
    void *wanted;
    bm_status st = bm_calloc(ctx, search->border->n_dyads, 1, &wanted);

    search->wanted = wanted;
    for (size_t i = 0; st == BM_OK && i < n_dyads; i++) {
        if (dyads[i] >= 0 && (uint32_t)dyads[i] < search->border->n_dyads)
            search->wanted[dyads[i]] = 1;
        else
            st = bm_fail(ctx, BM_EUSAGE, "dyad number %ld is not in the border file", (long)dyads[i]);
    }
    return st;
}

static bm_status allocate(bm_ctx *ctx, bm_search *search)
{
    size_t n = search->border->n_dyads;
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, n * 3, sizeof(double), &block)) != BM_OK) return st;
    search->upper_m = block;
    search->reach_m = search->upper_m + n;
    search->chord_m = search->reach_m + n;
    for (size_t i = 0; i < n * 3; i++) search->upper_m[i] = INFINITY;
    if ((st = bm_calloc(ctx, n, sizeof *search->seen, &block)) != BM_OK) return st;
    search->seen = block;
    return bm_measure_create(ctx, &search->measure);
}

/* Room for all groups to be chosen. */
static bm_status make_list(bm_ctx *ctx, bm_search *search)
{
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, search->border->n_dyads, 1, &block)) != BM_OK) return st;
    search->chosen = block;
    if ((st = bm_calloc(ctx, search->border->n_groups, sizeof *search->own_groups, &block)) != BM_OK)
        return st;
    search->own_groups = block;
    return BM_OK;
}

static bm_status create(bm_ctx *ctx, const bm_border *border, bool geodesic, const int32_t *dyads,
                        size_t n_dyads, bool choosing, bm_search **out)
{
    bm_search *search;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *search, &block)) != BM_OK) return st;
    search = block;
    search->border = border;
    search->geodesic = geodesic;
    search->source = bm_search_groups;
    search->day = bm_border_day(border, BM_NO_DAY, NULL);
    search->far_m = INFINITY;
    search->grid_step_deg = bm_grid_step_deg(border->n_cells);
    if (dyads && (st = restrict_to(ctx, search, dyads, n_dyads)) != BM_OK) goto done;
    if ((st = allocate(ctx, search)) != BM_OK) goto done;
    if ((st = choosing ? make_list(ctx, search) : make_tree(ctx, search)) != BM_OK) goto done;
    *out = search;
    search = NULL;
done:
    bm_search_destroy(ctx, search);
    return st;
}

bm_status bm_search_create(bm_ctx *ctx, const bm_border *border, bool geodesic, const int32_t *dyads,
                           size_t n_dyads, bm_search **out)
{
    return create(ctx, border, geodesic, dyads, n_dyads, false, out);
}

bm_status bm_search_create_choosing(bm_ctx *ctx, const bm_border *border, bool geodesic, const int32_t *dyads,
                                    size_t n_dyads, bm_search **out)
{
    return create(ctx, border, geodesic, dyads, n_dyads, true, out);
}

void bm_search_destroy(bm_ctx *ctx, bm_search *search)
{
    if (!search) return;
    bm_measure_destroy(ctx, search->measure);
    bm_tree_destroy(search->tree);
    bm_free(ctx, search->own_groups);
    bm_free(ctx, search->wanted);
    bm_free(ctx, search->chosen);
    bm_free(ctx, search->found);
    bm_free(ctx, search->upper_m);
    bm_free(ctx, search->seen);
    bm_free(ctx, search->candidates);
    bm_free(ctx, search->hits);
    bm_free(ctx, search);
}

void bm_search_set_day(bm_search *search, int32_t day)
{
    search->day = day;
}

bool bm_search_has_dyad(const bm_search *search, uint32_t dyad)
{
    return (!search->wanted || search->wanted[dyad]) && (!search->chosen || search->chosen[dyad]);
}

bool bm_search_is_empty(const bm_search *search)
{
    return search->n_items == 0;
}

void bm_search_choose(bm_search *search, bm_search_wants wants, void *user)
{
    const bm_border *border = search->border;

    for (uint32_t d = 0; d < border->n_dyads; d++)
        search->chosen[d] = (!search->wanted || search->wanted[d]) && wants(user, d);
    search->n_items = 0;
    for (uint32_t g = 0; g < border->n_groups; g++)
        if (search->chosen[border->groups[g].dyad]) search->own_groups[search->n_items++] = g;
}

void bm_search_limit(bm_search *search, double length_m)
{
    search->far_m = bm_chord_reach_m(length_m + BM_TIE_M);
}
