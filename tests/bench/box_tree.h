/* The other design for the border search: a packed tree over float boxes in earth-centred coordinates, built
 * once and mapped from a file as it is. Blocks of eight boxes lie by dimension, so that a compiler tests all
 * eight at once. It is not in the program: GEOS's tree over groups of runs is as fast (strtree_bench,
 * README).
 */
#ifndef BOX_TREE_H
#define BOX_TREE_H

#include "bordermap/ctx.h"

#define TREE_FAN    8
#define TREE_LEVELS 11 /* 8^11 > 2^32 */

struct tree_box {
    float low[3], high[3];
};
struct tree_block {
    float low[3][TREE_FAN], high[3][TREE_FAN]; /* unused places are empty boxes far away */
};
/* Level 0 holds the items, eight a block, in their order; each block is a box of the level above; the last
 * level has one block. */
struct box_tree {
    const struct tree_block *blocks;
    uint32_t n_items, n_levels;
    uint32_t level_first[TREE_LEVELS];
};

/* How many blocks a tree over n items has; 0 for none. */
size_t box_tree_block_count(size_t n_items);
/* Writes into order[0..n) the sequence in which the boxes should be stored: near ones together. */
BM_CHECKED bm_status box_tree_order(bm_ctx *ctx, const struct tree_box *boxes, size_t n, uint32_t *order);
/* Fills box_tree_block_count(n) blocks from the boxes boxes[order[0]], boxes[order[1]] ... */
void box_tree_fill(const struct tree_box *boxes, const uint32_t *order, size_t n, struct tree_block *blocks);
/* A view of filled blocks. */
void box_tree_view(const struct tree_block *blocks, size_t n_items, struct box_tree *out);

/* Squares of the distances from (x, y, z) to the eight boxes of a block. */
static inline void box_tree_distances2(const struct tree_block *block, float x, float y, float z,
                                       float out[TREE_FAN])
{
    for (int i = 0; i < TREE_FAN; i++) {
        float below_x = block->low[0][i] - x, above_x = x - block->high[0][i];
        float below_y = block->low[1][i] - y, above_y = y - block->high[1][i];
        float below_z = block->low[2][i] - z, above_z = z - block->high[2][i];
        float dx = below_x > above_x ? below_x : above_x, dy = below_y > above_y ? below_y : above_y;
        float dz = below_z > above_z ? below_z : above_z;

        dx = dx > 0 ? dx : 0;
        dy = dy > 0 ? dy : 0;
        dz = dz > 0 ? dz : 0;
        out[i] = dx * dx + dy * dy + dz * dz;
    }
}

#endif
