#include "bench/box_tree.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

size_t box_tree_block_count(size_t n_items)
{
    size_t total = 0;

    while (n_items > 0) {
        n_items = (n_items + TREE_FAN - 1) / TREE_FAN;
        total += n_items;
        if (n_items == 1) break;
    }
    return total;
}

void box_tree_view(const struct tree_block *blocks, size_t n_items, struct box_tree *out)
{
    size_t n = n_items, first = 0;

    *out = (struct box_tree){.blocks = blocks, .n_items = (uint32_t)n_items};
    while (n > 0) {
        n = (n + TREE_FAN - 1) / TREE_FAN;
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
    size_t subtree = TREE_FAN, children, left;
    float low[3], high[3];
    int axis = 0;

    if (n <= TREE_FAN) return;
    while (subtree * TREE_FAN < n) subtree *= TREE_FAN;
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

bm_status box_tree_order(bm_ctx *ctx, const struct tree_box *boxes, size_t n, uint32_t *order)
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

static void put(struct tree_block *block, int place, const struct tree_box *box)
{
    for (int k = 0; k < 3; k++) {
        block->low[k][place] = box ? box->low[k] : 1e30f;
        block->high[k][place] = box ? box->high[k] : -1e30f;
    }
}

static struct tree_box around(const struct tree_block *block)
{
    struct tree_box box;

    for (int k = 0; k < 3; k++) {
        box.low[k] = block->low[k][0];
        box.high[k] = block->high[k][0];
        for (int i = 1; i < TREE_FAN; i++) {
            box.low[k] = fminf(box.low[k], block->low[k][i]);
            box.high[k] = fmaxf(box.high[k], block->high[k][i]);
        }
    }
    return box;
}

void box_tree_fill(const struct tree_box *boxes, const uint32_t *order, size_t n, struct tree_block *blocks)
{
    struct tree_block *level = blocks, *below = NULL;

    while (n > 0) {
        size_t n_blocks = (n + TREE_FAN - 1) / TREE_FAN;

        for (size_t i = 0; i < n_blocks * TREE_FAN; i++) {
            struct tree_block *block = &level[i / TREE_FAN];
            struct tree_box box;

            if (i < n) box = below ? around(&below[i]) : boxes[order[i]];
            put(block, (int)(i % TREE_FAN), i < n ? &box : NULL);
        }
        if (n_blocks == 1) return;
        below = level;
        level += n_blocks;
        n = n_blocks;
    }
}
