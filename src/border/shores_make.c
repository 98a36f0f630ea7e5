/* Cuts shores into runs and groups for the search, as borders are. Runs are sorted by country and then along
 * Morton's curve (1966), so that those of a group are near. */
#include "border/groups.h"
#include "border/shores.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

#define NEAR_BITS                                                                                            \
    20 /* runs whose places on the curve differ above these bits, 5.6 degrees, share no group                \
        */

struct placed {
    struct bmb_run run;
    uint32_t code;
    int32_t valid_from, valid_to;
};

static uint32_t code_of(bm_ll p)
{
    uint32_t x = (uint32_t)fmin(65535, fmax(0, (p.lon_deg + 180) / 360 * 65536));
    uint32_t y = (uint32_t)fmin(65535, fmax(0, (p.lat_deg + 90) / 180 * 65536)), code = 0;

    for (int bit = 0; bit < 16; bit++)
        code |= (x >> bit & 1u) << (2 * bit) | (y >> bit & 1u) << (2 * bit + 1);
    return code;
}

static int by_country(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;

    if (a->run.dyad != b->run.dyad) return a->run.dyad < b->run.dyad ? -1 : 1;
    if (a->valid_from != b->valid_from) return a->valid_from < b->valid_from ? -1 : 1;
    if (a->valid_to != b->valid_to) return a->valid_to < b->valid_to ? -1 : 1;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    return a->run.first < b->run.first ? -1 : a->run.first > b->run.first;
}

/* Runs of the shore from one ring point to another, about equally long. */
static void cut(const bm_ll *pts, const struct bmb_ring *ring, uint32_t from, uint32_t to,
                struct placed *runs, size_t *n)
{
    uint32_t n_edges = to - from, n_runs = (n_edges - 1) / BMB_RUN_EDGES + 1;

    for (uint32_t k = 0; k < n_runs; k++) {
        uint32_t first = from + (uint32_t)((uint64_t)n_edges * k / n_runs);
        uint32_t end = from + (uint32_t)((uint64_t)n_edges * (k + 1) / n_runs);

        runs[*n] = (struct placed){
            {first, end - first, 0, ring->country}, code_of(pts[first]), ring->valid_from, ring->valid_to};
        ++*n;
    }
}

static size_t count_runs(const struct bm_outline_index *o, const uint8_t *shore)
{
    size_t n = 0, edges = 0;

    for (size_t i = 0; i < o->n_pts; i++) {
        edges = shore[i] ? edges + 1 : 0; /* never over a ring's end: its last point begins no edge */
        n += edges % BMB_RUN_EDGES == 1;
    }
    return n;
}

/* Runs, sorted, of one country and the same days that are near share a part. */
static bm_status make_parts(bm_ctx *ctx, const struct placed *placed, size_t n, struct bm_shore_index *out)
{
    void *block;
    bm_status st = bm_calloc(ctx, n, sizeof *out->parts, &block);

    if (st != BM_OK) return st;
    out->parts = block;
    for (size_t i = 0; i < n; i++) {
        const struct placed *p = &placed[i];

        if (i == 0 || p->run.dyad != p[-1].run.dyad || p->code >> NEAR_BITS != p[-1].code >> NEAR_BITS ||
            p->valid_from != p[-1].valid_from || p->valid_to != p[-1].valid_to)
            out->parts[out->n_parts++] =
                (struct bmb_part){.dyad = p->run.dyad, .valid_from = p->valid_from, .valid_to = p->valid_to};
        out->runs[i] = p->run;
        out->runs[i].part = (uint32_t)(out->n_parts - 1);
    }
    out->n_runs = n;
    return BM_OK;
}

static bm_status make_runs(bm_ctx *ctx, const struct bm_outline_index *o, const uint8_t *shore,
                           struct bm_shore_index *out)
{
    struct placed *placed = NULL;
    size_t n = 0, most = count_runs(o, shore);
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, most, sizeof *placed, &block)) != BM_OK) return st;
    placed = block;
    if ((st = bm_calloc(ctx, most, sizeof *out->runs, &block)) != BM_OK) goto done;
    out->runs = block;
    for (size_t r = 0; r < o->n_rings; r++) {
        uint32_t i = o->rings[r].first, end = i + o->rings[r].n;

        while (i < end) {
            uint32_t from = i;

            while (i < end && shore[i]) i++;
            if (i > from)
                cut(o->pts, &o->rings[r], from, i, placed, &n);
            else
                i++;
        }
    }
    if (n > 0) qsort(placed, n, sizeof *placed, by_country);
    st = make_parts(ctx, placed, n, out);
done:
    bm_free(ctx, placed);
    return st;
}

static bm_status measure(bm_ctx *ctx, const struct bm_outline_index *o, struct bm_shore_index *out)
{
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, o->n_pts, sizeof *out->xyz, &block)) != BM_OK) return st;
    out->xyz = block;
    if ((st = bm_calloc(ctx, o->n_pts, sizeof *out->sag, &block)) != BM_OK) return st;
    out->sag = block;
    for (size_t i = 0; i < o->n_pts; i++) {
        out->xyz[i] = bmb_xyz_of(o->pts[i]);
        if (i + 1 < o->n_pts) out->sag[i] = bmb_sag_of(o->pts[i], o->pts[i + 1]);
    }
    return BM_OK;
}

bm_status bm_shores_make(bm_ctx *ctx, const bm_border *lines, const struct bm_outline_index *outlines,
                         struct bm_shore_index *out)
{
    bm_border rings = {.ctx = ctx,
                       .pts = outlines->pts,
                       .n_pts = (uint32_t)outlines->n_pts,
                       .n_dyads = (uint32_t)outlines->n_countries};
    uint8_t *shore = NULL;
    bm_status st;

    *out = (struct bm_shore_index){0};
    if ((st = bm_shore_edges(ctx, lines, outlines, &shore)) != BM_OK) goto done;
    if ((st = measure(ctx, outlines, out)) != BM_OK) goto done;
    if ((st = make_runs(ctx, outlines, shore, out)) != BM_OK) goto done;
    rings.parts = out->parts;
    rings.xyz = out->xyz, rings.sag = out->sag, rings.runs = out->runs, rings.n_runs = (uint32_t)out->n_runs;
    st = bm_groups_make(ctx, &rings, &out->groups, &out->run_boxes, &out->n_groups);
done:
    bm_free(ctx, shore);
    return st;
}

void bm_shore_index_free(bm_ctx *ctx, struct bm_shore_index *index)
{
    bm_free(ctx, index->xyz);
    bm_free(ctx, index->sag);
    bm_free(ctx, index->runs);
    bm_free(ctx, index->parts);
    bm_free(ctx, index->groups);
    bm_free(ctx, index->run_boxes);
    *index = (struct bm_shore_index){0};
}
