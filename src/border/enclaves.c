/* Edges and the rings that use them. Some files write the hole of an enclave as one more polygon of the
 * country around it, over its own ground. Such a ring lies inside another one of its country and runs with
 * the enclave's own: it becomes the hole that it stands for. */
#include "border/making.h"

#include "base/mem.h"
#include "bordermap/incident.h"

#include <stdlib.h>

static int compare_uses(const void *pa, const void *pb)
{
    const struct bm_use *a = pa, *b = pb;

    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    if (a->ring != b->ring) return a->ring < b->ring ? -1 : 1;
    return a->forward - b->forward;
}

bm_status bm_uses_collect(bm_ctx *ctx, const struct bm_rings *rings, struct bm_use **uses, size_t *n)
{
    bm_status st;

    *n = 0;
    if ((st = bm_calloc(ctx, rings->n_pts, sizeof **uses, (void **)uses)) != BM_OK) return st;
    for (size_t i = 0; i < rings->n; i++) {
        const struct bm_ring *ring = &rings->items[i];
        const bm_pt *pts = rings->pts + ring->first;
        for (uint32_t k = 0; k < ring->n; k++) {
            uint64_t a = bm_pt_key(pts[k]), b = bm_pt_key(pts[k + 1 == ring->n ? 0 : k + 1]);
            bool forward = a < b;
            (*uses)[(*n)++] = (struct bm_use){forward ? a : b, forward ? b : a, (uint32_t)i, forward};
        }
    }
    if (*n) qsort(*uses, *n, sizeof **uses, compare_uses);
    return BM_OK;
}

size_t bm_uses_end(const struct bm_use *uses, size_t n, size_t i)
{
    size_t end = i + 1;

    while (end < n && uses[end].a == uses[i].a && uses[end].b == uses[i].b) end++;
    return end;
}

/* ---- enclaves drawn as second polygons ---- */

static bool may_be_enclave(const struct bm_rings *rings, const struct bm_overlaps *table, uint32_t host_ring,
                           uint32_t guest_ring)
{
    uint16_t host = rings->items[host_ring].country, guest = rings->items[guest_ring].country;

    if (host == guest || rings->items[host_ring].valid_from != BM_NO_DAY) return false;
    if (!table) return true;
    const struct bm_overlap *row = bm_overlaps_find(table, rings->isos[host], rings->isos[guest]);
    return row && row->kind == BM_OVERLAP_ENCLAVE;
}

/* Counts for each ring the edges on which it runs with a ring of a possible enclave. */
static bm_status count_shared(bm_ctx *ctx, const struct bm_rings *rings, const struct bm_overlaps *table,
                              uint32_t *shared)
{
    struct bm_use *uses = NULL;
    size_t n = 0;
    bm_status st = bm_uses_collect(ctx, rings, &uses, &n);

    for (size_t i = 0, end; st == BM_OK && i < n; i = end) {
        end = bm_uses_end(uses, n, i);
        if (end - i != 2) continue;
        const struct bm_use *a = &uses[i], *b = &uses[i + 1];
        if (a->forward != b->forward) continue;
        if (may_be_enclave(rings, table, a->ring, b->ring)) shared[a->ring]++;
        if (may_be_enclave(rings, table, b->ring, a->ring)) shared[b->ring]++;
    }
    bm_free(ctx, uses);
    return st;
}

/* A point just inside the ring, beside the middle of its longest edge. */
static bm_pt point_inside(const struct bm_rings *rings, const struct bm_ring *ring)
{
    const bm_pt *pts = rings->pts + ring->first;
    double longest = -1, dx = 0, dy = 0, x = 0, y = 0;

    for (uint32_t k = 0; k < ring->n; k++) {
        bm_pt a = pts[k], b = pts[k + 1 == ring->n ? 0 : k + 1];
        double ex = (double)b.x - a.x, ey = (double)b.y - a.y, square = ex * ex + ey * ey;
        if (square <= longest) continue;
        longest = square;
        dx = ex;
        dy = ey;
        x = ((double)a.x + b.x) / 2;
        y = ((double)a.y + b.y) / 2;
    }
    return (bm_pt){(int32_t)(x - dy * 0.01), (int32_t)(y + dx * 0.01)};
}

bm_status bm_rings_turn_enclaves(bm_ctx *ctx, struct bm_rings *rings, const struct bm_overlaps *table)
{
    struct bm_cover *cover = NULL;
    uint32_t *shared = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, rings->n, sizeof *shared, (void **)&shared)) != BM_OK) goto done;
    if ((st = count_shared(ctx, rings, table, shared)) != BM_OK) goto done;
    for (size_t i = 0; i < rings->n; i++) {
        struct bm_ring *ring = &rings->items[i];
        if (ring->hole || shared[i] * 2 < ring->n) continue;
        if (!cover && (st = bm_cover_build(ctx, rings, false, &cover)) != BM_OK) goto done;
        if (bm_cover_country(cover, point_inside(rings, ring), ring->country)) continue;
        bm_ring_turn(rings, i);
        ring->hole = true;
    }
done:
    bm_cover_free(ctx, cover);
    bm_free(ctx, shared);
    return st;
}
