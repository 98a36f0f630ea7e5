#include "pipeline/tag_order.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Cells of one degree, row after row; 0: no point. */
static uint64_t cell_of(const bm_place *place)
{
    bm_ll p = place->point;

    if (!place->has_point || !(fabs(p.lat_deg) <= 90) || !(fabs(p.lon_deg) <= 180)) return 0;
    return (uint64_t)(p.lat_deg + 90) * 361 + (uint64_t)(p.lon_deg + 180) + 1;
}

bm_status bm_tag_order(bm_ctx *ctx, const struct bm_slot *slot, const uint64_t **order)
{
    uint64_t *keys = bm_arena_calloc(slot->in.arena, slot->in.n + 1, sizeof *keys);

    *order = keys;
    if (!keys) return bm_fail(ctx, BM_ENOMEM, "out of memory for the order of a batch");
    for (size_t i = 0; i < slot->in.n; i++) keys[i] = cell_of(&slot->places[i]) << 32 | (uint64_t)i;
    qsort(keys, slot->in.n, sizeof *keys, compare);
    return BM_OK;
}
