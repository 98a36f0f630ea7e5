/* Sets up a search: over the file's own tree, or over a small one of some dyads only. */
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>

/* The runs of the wanted dyads, and a tree over them with the boxes they have in the file. */
static bm_status make_own_tree(bm_ctx *ctx, bm_search *search)
{
    const uint8_t *wanted = search->wanted;
    const bm_border *border = search->border;
    struct bm_pack_box *boxes;
    struct bmb_run *runs;
    uint32_t *order;
    void *box_block = NULL, *run_block = NULL, *order_block = NULL, *block;
    size_t n = 0;
    bm_status st;

    for (uint32_t r = 0; r < border->n_runs; r++) n += wanted[border->runs[r].dyad];
    if ((st = bm_calloc(ctx, n, sizeof *boxes, &box_block)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, n, sizeof *runs, &run_block)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, n, sizeof *order, &order_block)) != BM_OK) goto done;
    boxes = box_block, runs = run_block, order = order_block;
    n = 0;
    for (uint32_t r = 0; r < border->n_runs; r++) {
        const struct bm_pack_block *from = &border->run_pack.blocks[r / BM_PACK_FAN];

        if (!wanted[border->runs[r].dyad]) continue;
        for (int k = 0; k < 3; k++) {
            boxes[n].low[k] = from->low[k][r % BM_PACK_FAN];
            boxes[n].high[k] = from->high[k][r % BM_PACK_FAN];
        }
        runs[n++] = border->runs[r];
    }
    if ((st = bm_calloc(ctx, bm_pack_block_count(n), sizeof *search->own_blocks, &block)) != BM_OK) goto done;
    search->own_blocks = block;
    if ((st = bm_calloc(ctx, n, sizeof *search->own_runs, &block)) != BM_OK) goto done;
    search->own_runs = block;
    if ((st = bm_pack_order(ctx, boxes, n, order)) != BM_OK) goto done;
    bm_pack_fill(boxes, order, n, search->own_blocks);
    for (size_t i = 0; i < n; i++) search->own_runs[i] = runs[order[i]];
    search->runs = search->own_runs;
    bm_pack_view(search->own_blocks, n, &search->pack);
done:
    bm_free(ctx, box_block);
    bm_free(ctx, run_block);
    bm_free(ctx, order_block);
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
    return st == BM_OK ? make_own_tree(ctx, search) : st;
}

/* Says for each block whether all its items are of one dyad. */
static void fill_only(bm_search *search)
{
    const struct bm_pack *pack = &search->pack;
    size_t n = pack->n_items;

    for (uint32_t level = 0; level < pack->n_levels; level++) {
        int32_t *only = search->only + pack->level_first[level];

        for (size_t i = 0; i < n; i++) {
            int32_t dyad =
                level > 0 ? search->only[pack->level_first[level - 1] + i] : (int32_t)search->runs[i].dyad;

            if (i % BM_PACK_FAN == 0)
                only[i / BM_PACK_FAN] = dyad;
            else if (only[i / BM_PACK_FAN] != dyad)
                only[i / BM_PACK_FAN] = -1;
        }
        n = (n + BM_PACK_FAN - 1) / BM_PACK_FAN;
    }
}

static bm_status allocate(bm_ctx *ctx, bm_search *search)
{
    size_t n = search->border->n_dyads;
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, bm_pack_block_count(search->pack.n_items), sizeof *search->only, &block)) !=
        BM_OK)
        return st;
    search->only = block;
    if ((st = bm_calloc(ctx, n * 3, sizeof(double), &block)) != BM_OK) return st;
    search->upper_m = block;
    search->reach_m = search->upper_m + n;
    search->chord_m = search->reach_m + n;
    for (size_t i = 0; i < n * 3; i++) search->upper_m[i] = INFINITY;
    if ((st = bm_calloc(ctx, n, sizeof *search->seen, &block)) != BM_OK) return st;
    search->seen = block;
    return bm_measure_create(ctx, &search->measure);
}

bm_status bm_search_create(bm_ctx *ctx, const bm_border *border, bool geodesic, const int32_t *dyads,
                           size_t n_dyads, bm_search **out)
{
    bm_search *search;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *search, &block)) != BM_OK) return st;
    search = block;
    search->border = border;
    search->geodesic = geodesic;
    search->pack = border->run_pack;
    search->runs = border->runs;
    if (dyads && (st = restrict_to(ctx, search, dyads, n_dyads)) != BM_OK) goto done;
    if ((st = allocate(ctx, search)) != BM_OK) goto done;
    fill_only(search);
    *out = search;
    search = NULL;
done:
    bm_search_destroy(ctx, search);
    return st;
}

void bm_search_destroy(bm_ctx *ctx, bm_search *search)
{
    if (!search) return;
    bm_measure_destroy(ctx, search->measure);
    bm_free(ctx, search->own_blocks);
    bm_free(ctx, search->own_runs);
    bm_free(ctx, search->wanted);
    bm_free(ctx, search->only);
    bm_free(ctx, search->upper_m);
    bm_free(ctx, search->seen);
    bm_free(ctx, search->candidates);
    bm_free(ctx, search->hits);
    bm_free(ctx, search);
}

bool bm_search_has_dyad(const bm_search *search, uint32_t dyad)
{
    return !search->wanted || search->wanted[dyad];
}
