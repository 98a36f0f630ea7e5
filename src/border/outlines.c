/* Outlines of countries: outer rings of their land, lakes filled. */
#include "border/world.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* A point of a ring is enough to tell that two countries draw one outline: rings that are drawn twice repeat
 * all. */
struct corner {
    uint64_t key;
    uint32_t ring;
};

static int compare_corners(const void *pa, const void *pb)
{
    const struct corner *a = pa, *b = pb;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->ring < b->ring ? -1 : a->ring > b->ring;
}

/* Whether the table gives the ground of ring `a` to the country of ring `b`. */
static bool gives(const struct bm_rings *land, const struct bm_overlaps *table, uint32_t a, uint32_t b)
{
    const char *iso = land->isos[land->items[a].country], *to = land->isos[land->items[b].country];
    const struct bm_overlap *row = bm_overlaps_find(table, iso, to);

    return row && row->kind != BM_OVERLAP_ENCLAVE && row->kind != BM_OVERLAP_GAP &&
           strcmp(row->ground, to) == 0;
}

/* Counts for each ring the points that it shares with a country to which the table gives the ground. */
static void count_given(const struct bm_rings *land, const struct bm_overlaps *table,
                        const struct corner *corners, size_t n, uint32_t *given)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && corners[end].key == corners[i].key;) end++;
        for (size_t k = i; k < end; k++)
            for (size_t other = i; other < end; other++)
                if (corners[k].ring != corners[other].ring &&
                    gives(land, table, corners[k].ring, corners[other].ring)) {
                    given[corners[k].ring]++;
                    break;
                }
    }
}

static bm_status find_given(bm_ctx *ctx, const struct bm_rings *land, const struct bm_overlaps *table,
                            uint32_t *given)
{
    struct corner *corners = NULL;
    size_t n = 0;
    bm_status st;

    if ((st = bm_calloc(ctx, land->n_pts, sizeof *corners, (void **)&corners)) != BM_OK) return st;
    for (size_t i = 0; i < land->n; i++)
        for (uint32_t k = 0; k < land->items[i].n && !land->items[i].hole; k++)
            corners[n++] = (struct corner){bm_pt_key(land->pts[land->items[i].first + k]), (uint32_t)i};
    if (n) qsort(corners, n, sizeof *corners, compare_corners);
    count_given(land, table, corners, n, given);
    bm_free(ctx, corners);
    return BM_OK;
}

static bm_status add_country(bm_ctx *ctx, const struct bm_rings *land, size_t country, const uint32_t *given,
                             struct bm_border_model *model)
{
    bm_ll *line = NULL;
    size_t cap = 0;
    bm_status st = bm_model_add_outline(ctx, model, land->isos[country]);

    for (size_t i = 0; i < land->n && st == BM_OK; i++) {
        const struct bm_ring *ring = &land->items[i];
        if (ring->country != country || ring->hole || given[i] * 2 > ring->n) continue;
        if ((st = bm_grow(ctx, (void **)&line, &cap, ring->n, sizeof *line)) != BM_OK) break;
        for (uint32_t k = 0; k < ring->n; k++) line[k] = bm_pt_ll(land->pts[ring->first + k]);
        st = bm_model_add_ring(ctx, model, line, ring->n);
    }
    bm_free(ctx, line);
    return st;
}

bm_status bm_model_outlines(bm_ctx *ctx, const struct bm_rings *land, const struct bm_overlaps *table,
                            struct bm_border_model *model)
{
    uint32_t *given = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, land->n, sizeof *given, (void **)&given)) != BM_OK) return st;
    if (table) st = find_given(ctx, land, table, given);
    for (size_t i = 0; i < land->n_isos && st == BM_OK; i++) st = add_country(ctx, land, i, given, model);
    bm_free(ctx, given);
    return st;
}
