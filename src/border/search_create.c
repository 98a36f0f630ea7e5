/* Sets up a search: blocks over the file's groups, or over those of some dyads only. */
#include "border/groups.h"
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>

/* Can the group be part of the block? */
static bool joins(const bm_border *border, const struct bm_block *block, uint32_t g)
{
    const struct bmb_part *first = &border->parts[border->runs[border->groups[block->first].first].part];
    const struct bmb_part *part = &border->parts[border->runs[border->groups[g].first].part];

    return g == block->first + block->n && block->n < BM_BLOCK_GROUPS &&
           border->groups[g].dyad == border->groups[block->first].dyad &&
           part->valid_from == first->valid_from && part->valid_to == first->valid_to;
}

/* Cuts the wanted groups into blocks, which are left out if NULL. */
static uint32_t cut_blocks(const bm_search *search, struct bm_block *blocks)
{
    const bm_border *border = search->border;
    struct bm_block block = {0};
    uint32_t n = 0;

    for (uint32_t g = 0; g < border->n_groups; g++) {
        if (!bm_search_has_dyad(search, border->groups[g].dyad)) continue;
        if (n == 0 || !joins(border, &block, g)) {
            block = (struct bm_block){.first = g, .dyad = (int32_t)border->groups[g].dyad};
            n++;
        }
        block.n++;
        if (blocks) blocks[n - 1] = block;
    }
    return n;
}

static void box_block(const bm_border *border, struct bm_block *block)
{
    for (size_t k = 0; k < 3; k++) {
        float *low = block->boxes + k * BM_BLOCK_GROUPS, *high = low + (size_t)3 * BM_BLOCK_GROUPS;

        block->low[k] = INFINITY, block->high[k] = -INFINITY;
        for (uint32_t i = 0; i < block->n; i++) {
            const struct bmb_group *group = &border->groups[block->first + i];

            low[i] = group->low[k], high[i] = group->high[k];
            block->low[k] = fminf(block->low[k], low[i]);
            block->high[k] = fmaxf(block->high[k], high[i]);
        }
        for (uint32_t i = block->n; i < BM_BLOCK_GROUPS; i++) low[i] = high[i] = 1e18f;
    }
}

static bm_status make_room(bm_ctx *ctx, size_t n_blocks, struct bm_taken *taken)
{
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, n_blocks, sizeof *taken->block, &block)) != BM_OK) return st;
    taken->block = block;
    if ((st = bm_calloc(ctx, n_blocks, sizeof *taken->dyad, &block)) != BM_OK) return st;
    taken->dyad = block;
    if ((st = bm_calloc(ctx, n_blocks, 7 * sizeof(float), &block)) != BM_OK) return st;
    taken->boxes = block;
    if (block) taken->low2_m = taken->boxes + 6 * n_blocks;
    return BM_OK;
}

static void drop_room(bm_ctx *ctx, struct bm_taken *taken)
{
    bm_free(ctx, taken->block);
    bm_free(ctx, taken->dyad);
    bm_free(ctx, taken->boxes);
}

static bm_status make_blocks(bm_ctx *ctx, bm_search *search)
{
    void *block;
    bm_status st;

    search->in = &search->taken;
    search->n_blocks = cut_blocks(search, NULL);
    if ((st = bm_calloc(ctx, search->n_blocks, sizeof *search->blocks, &block)) != BM_OK) return st;
    search->blocks = block;
    if ((st = make_room(ctx, search->n_blocks, &search->taken)) != BM_OK) return st;
    if ((st = make_room(ctx, search->n_blocks, &search->near)) != BM_OK) return st;
    (void)cut_blocks(search, search->blocks);
    for (uint32_t b = 0; b < search->n_blocks; b++) box_block(search->border, &search->blocks[b]);
    return BM_OK;
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
    search->lanes = bm_lanes_best();
    search->source = bm_search_groups;
    search->day = bm_border_day(border, BM_NO_DAY, NULL);
    search->far_m = INFINITY;
    search->skip = -1;
    search->grid_step_deg = bm_grid_step_deg(border->n_cells);
    if (dyads && (st = restrict_to(ctx, search, dyads, n_dyads)) != BM_OK) goto done;
    if ((st = allocate(ctx, search)) != BM_OK) goto done;
    if ((st = make_blocks(ctx, search)) != BM_OK) goto done;
    if (choosing) {
        if ((st = bm_calloc(ctx, border->n_dyads, 1, &block)) != BM_OK) goto done;
        search->chosen = block;
        search->none = true;
    }
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
    bm_free(ctx, search->blocks);
    drop_room(ctx, &search->taken);
    drop_room(ctx, &search->near);
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
    if (day != search->day) search->taken.is_current = false;
    search->day = day;
}

bool bm_search_has_dyad(const bm_search *search, uint32_t dyad)
{
    return (!search->wanted || search->wanted[dyad]) && (!search->chosen || search->chosen[dyad]) &&
           (int32_t)dyad != search->skip;
}

bool bm_search_is_empty(const bm_search *search)
{
    return search->n_blocks == 0 || search->none;
}

void bm_search_choose(bm_search *search, bm_search_wants wants, void *user)
{
    const bm_border *border = search->border;

    for (uint32_t d = 0; d < border->n_dyads; d++)
        search->chosen[d] = (!search->wanted || search->wanted[d]) && wants(user, d);
    search->taken.is_current = false;
    search->none = true;
    for (uint32_t b = 0; b < search->n_blocks && search->none; b++)
        search->none = !search->chosen[search->blocks[b].dyad];
}

void bm_search_skip(bm_search *search, int32_t dyad)
{
    if (dyad != search->skip) search->taken.is_current = false;
    search->skip = dyad;
}

void bm_search_limit(bm_search *search, double length_m)
{
    search->far_m = bm_chord_reach_m(length_m + BM_TIE_M);
}
