#include "border/pack.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

struct bm_pack_box bm_pack_box_of(const double low[3], const double high[3])
{
    struct bm_pack_box box;

    for (int k = 0; k < 3; k++) {
        box.low[k] = (float)low[k];
        box.high[k] = (float)high[k];
        if (box.low[k] > low[k]) box.low[k] = nextafterf(box.low[k], -INFINITY);
        if (box.high[k] < high[k]) box.high[k] = nextafterf(box.high[k], INFINITY);
    }
    return box;
}

size_t bm_pack_block_count(size_t n_items)
{
    size_t total = 0;

    while (n_items > 0) {
        n_items = (n_items + BM_PACK_FAN - 1) / BM_PACK_FAN;
        total += n_items;
        if (n_items == 1) break;
    }
    return total;
}

void bm_pack_view(const struct bm_pack_block *blocks, size_t n_items, struct bm_pack *out)
{
    size_t n = n_items, first = 0;

    *out = (struct bm_pack){.blocks = blocks, .n_items = (uint32_t)n_items};
    while (n > 0) {
        n = (n + BM_PACK_FAN - 1) / BM_PACK_FAN;
        out->level_first[out->n_levels++] = (uint32_t)first;
        first += n;
        if (n == 1) break;
    }
}

struct centre {
    float at[3];
    uint32_t item;
};

static int compare(const struct centre *a, const struct centre *b, int axis)
{
    if (a->at[axis] != b->at[axis]) return a->at[axis] < b->at[axis] ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}
static int by_x(const void *a, const void *b)
{
    return compare(a, b, 0);
}
static int by_y(const void *a, const void *b)
{
    return compare(a, b, 1);
}
static int by_z(const void *a, const void *b)
{
    return compare(a, b, 2);
}

/* Halves along the widest axis, at a multiple of a full subtree, until one block is left. */
static void arrange(struct centre *centres, size_t n)
{
    static int (*const by_axis[3])(const void *, const void *) = {by_x, by_y, by_z};
    size_t subtree = BM_PACK_FAN, children, left;
    float low[3], high[3];
    int axis = 0;

    if (n <= BM_PACK_FAN) return;
    while (subtree * BM_PACK_FAN < n) subtree *= BM_PACK_FAN;
    children = (n + subtree - 1) / subtree;
    left = children / 2 * subtree;
    for (int k = 0; k < 3; k++) {
        low[k] = high[k] = centres[0].at[k];
        for (size_t i = 1; i < n; i++) {
            low[k] = fminf(low[k], centres[i].at[k]);
            high[k] = fmaxf(high[k], centres[i].at[k]);
        }
        if (high[k] - low[k] > high[axis] - low[axis]) axis = k;
    }
    qsort(centres, n, sizeof *centres, by_axis[axis]);
    arrange(centres, left);
    arrange(centres + left, n - left);
}

bm_status bm_pack_order(bm_ctx *ctx, const struct bm_pack_box *boxes, size_t n, uint32_t *order)
{
    struct centre *centres;
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, n, sizeof *centres, &block)) != BM_OK) return st;
    centres = block;
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < 3; k++) centres[i].at[k] = 0.5f * (boxes[i].low[k] + boxes[i].high[k]);
        centres[i].item = (uint32_t)i;
    }
    arrange(centres, n);
    for (size_t i = 0; i < n; i++) order[i] = centres[i].item;
    bm_free(ctx, centres);
    return BM_OK;
}

static void put(struct bm_pack_block *block, int place, const struct bm_pack_box *box)
{
    for (int k = 0; k < 3; k++) {
        block->low[k][place] = box ? box->low[k] : 1e30f;
        block->high[k][place] = box ? box->high[k] : -1e30f;
    }
}

static struct bm_pack_box around(const struct bm_pack_block *block)
{
    struct bm_pack_box box;

    for (int k = 0; k < 3; k++) {
        box.low[k] = block->low[k][0];
        box.high[k] = block->high[k][0];
        for (int i = 1; i < BM_PACK_FAN; i++) {
            box.low[k] = fminf(box.low[k], block->low[k][i]);
            box.high[k] = fmaxf(box.high[k], block->high[k][i]);
        }
    }
    return box;
}

void bm_pack_fill(const struct bm_pack_box *boxes, const uint32_t *order, size_t n,
                  struct bm_pack_block *blocks)
{
    struct bm_pack_block *level = blocks, *below = NULL;

    while (n > 0) {
        size_t n_blocks = (n + BM_PACK_FAN - 1) / BM_PACK_FAN;

        for (size_t i = 0; i < n_blocks * BM_PACK_FAN; i++) {
            struct bm_pack_block *block = &level[i / BM_PACK_FAN];
            struct bm_pack_box box;

            if (i < n) box = below ? around(&below[i]) : boxes[order[i]];
            put(block, (int)(i % BM_PACK_FAN), i < n ? &box : NULL);
        }
        if (n_blocks == 1) return;
        below = level;
        level += n_blocks;
        n = n_blocks;
    }
}

static void visit_at(const struct bm_pack *pack, uint32_t level, uint32_t index, float x, float y,
                     bm_pack_visit visit, void *user)
{
    const struct bm_pack_block *block = &pack->blocks[pack->level_first[level] + index];

    for (uint32_t i = 0; i < BM_PACK_FAN; i++) {
        if (!(block->low[0][i] <= x && x <= block->high[0][i] && block->low[1][i] <= y &&
              y <= block->high[1][i]))
            continue;
        if (level == 0)
            visit(user, index * BM_PACK_FAN + i);
        else
            visit_at(pack, level - 1, index * BM_PACK_FAN + i, x, y, visit, user);
    }
}

void bm_pack_at(const struct bm_pack *pack, double x, double y, bm_pack_visit visit, void *user)
{
    /* Rounding to float keeps order, and boxes are rounded outwards: no box is missed. */
    if (pack->n_levels > 0) visit_at(pack, pack->n_levels - 1, 0, (float)x, (float)y, visit, user);
}
