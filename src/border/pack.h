/* A packed tree over boxes in three dimensions: no pointers, built once, mapped from a file as it is. Blocks
 * of eight boxes lie by dimension, so that a compiler tests all eight at once. In two dimensions, the third
 * is 0. Chosen over a GEOS STRtree of longitudes and latitudes for the search of borders: it needs no
 * building at start (the STRtree some 20 ms), knows no pole and no 180 degrees, and finds the second nearest
 * dyad without a second query. The tests use the STRtree as an independent source of candidates. */
#ifndef BM_BORDER_PACK_H
#define BM_BORDER_PACK_H

#include "bordermap/ctx.h"

#define BM_PACK_FAN    8
#define BM_PACK_LEVELS 11 /* 8^11 > 2^32 */

struct bm_pack_box {
    float low[3], high[3];
};
struct bm_pack_block {
    float low[3][BM_PACK_FAN], high[3][BM_PACK_FAN]; /* unused places are empty boxes far away */
};
/* Level 0 holds the items, eight a block, in their order; each block is a box of the level above; the last
 * level has one block. */
struct bm_pack {
    const struct bm_pack_block *blocks;
    uint32_t n_items, n_levels;
    uint32_t level_first[BM_PACK_LEVELS];
};

/* The smallest float box around the given bounds. */
struct bm_pack_box bm_pack_box_of(const double low[3], const double high[3]);
/* How many blocks a tree over n items has; 0 for none. */
size_t bm_pack_block_count(size_t n_items);
/* Writes into order[0..n) the sequence in which the boxes should be stored: near ones together. */
BM_CHECKED bm_status bm_pack_order(bm_ctx *ctx, const struct bm_pack_box *boxes, size_t n, uint32_t *order);
/* Fills bm_pack_block_count(n) blocks from the boxes boxes[order[0]], boxes[order[1]] ... */
void bm_pack_fill(const struct bm_pack_box *boxes, const uint32_t *order, size_t n,
                  struct bm_pack_block *blocks);
/* A view of filled blocks. */
void bm_pack_view(const struct bm_pack_block *blocks, size_t n_items, struct bm_pack *out);

/* Calls visit with every item whose box holds the point (x, y, 0). */
typedef void (*bm_pack_visit)(void *user, uint32_t item);
void bm_pack_at(const struct bm_pack *pack, double x, double y, bm_pack_visit visit, void *user);

/* Squares of the distances from (x, y, z) to the eight boxes of a block. */
static inline void bm_pack_distances2(const struct bm_pack_block *block, float x, float y, float z,
                                      float out[BM_PACK_FAN])
{
    for (int i = 0; i < BM_PACK_FAN; i++) {
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
