/* The model of a border file in the making: its memory. */
#include "border/making.h"

#include "base/mem.h"
#include "bordermap/incident.h"

#include <math.h>
#include <string.h>

bm_status bm_model_set_info(bm_ctx *ctx, struct bm_border_model *model, bm_buf *text)
{
    bm_status st;

    bm_buf_putc(text, '\0');
    if ((st = bm_buf_status(ctx, text)) != BM_OK) {
        bm_buf_free(text);
        return st;
    }
    model->info_json = text->p; /* bm_buf's memory is the context's: bm_free is right for it */
    return BM_OK;
}

void bm_border_model_free(bm_ctx *ctx, struct bm_border_model *model)
{
    bm_free(ctx, model->chains);
    bm_free(ctx, model->pts);
    bm_free(ctx, model->acc);
    bm_free(ctx, model->outlines);
    bm_free(ctx, model->rings);
    bm_free(ctx, model->ring_pts);
    bm_free(ctx, model->info_json);
    *model = (struct bm_border_model){0};
}

static bm_status add_points(bm_ctx *ctx, bm_ll **to, size_t *n_to, size_t *cap, const bm_ll *pts, uint32_t n)
{
    bm_status st;

    if (*n_to + n > UINT32_MAX) return bm_fail(ctx, BM_EFORMAT, "more than 4294967295 border points");
    if ((st = bm_grow(ctx, (void **)to, cap, *n_to + n, sizeof **to)) != BM_OK) return st;
    memcpy(*to + *n_to, pts, n * sizeof *pts);
    *n_to += n;
    return BM_OK;
}

bm_status bm_model_add_chain(bm_ctx *ctx, struct bm_border_model *model, const struct bm_chain *like,
                             const bm_ll *pts, uint32_t n)
{
    size_t runs = (n - 1 + BM_ACC_RUN - 1) / BM_ACC_RUN;
    uint32_t first = (uint32_t)model->n_pts;
    bm_status st;

    st =
        bm_grow(ctx, (void **)&model->chains, &model->cap_chains, model->n_chains + 1, sizeof *model->chains);
    if (st != BM_OK) return st;
    st = bm_grow(ctx, (void **)&model->acc, &model->cap_acc, model->n_acc + runs, sizeof *model->acc);
    if (st != BM_OK) return st;
    if ((st = add_points(ctx, &model->pts, &model->n_pts, &model->cap_pts, pts, n)) != BM_OK) return st;
    struct bm_chain *chain = &model->chains[model->n_chains++];
    *chain = *like;
    chain->first = first;
    chain->n = n;
    chain->acc_first = (uint32_t)model->n_acc;
    for (size_t i = 0; i < runs; i++) model->acc[model->n_acc++] = BM_ACC_NONE;
    return BM_OK;
}

bm_status bm_model_add_outline(bm_ctx *ctx, struct bm_border_model *model, const char iso[4])
{
    bm_status st;

    st = bm_grow(ctx, (void **)&model->outlines, &model->cap_outlines, model->n_outlines + 1,
                 sizeof *model->outlines);
    if (st != BM_OK) return st;
    struct bm_outline *outline = &model->outlines[model->n_outlines++];
    *outline = (struct bm_outline){
        .ring_first = (uint32_t)model->n_rings, .valid_from = BM_NO_DAY, .valid_to = BM_NO_DAY};
    memcpy(outline->iso, iso, 4);
    return BM_OK;
}

bm_status bm_model_add_ring(bm_ctx *ctx, struct bm_border_model *model, const bm_ll *pts, uint32_t n)
{
    bm_status st;

    st = bm_grow(ctx, (void **)&model->rings, &model->cap_rings, model->n_rings + 2, sizeof *model->rings);
    if (st != BM_OK) return st;
    st = add_points(ctx, &model->ring_pts, &model->n_ring_pts, &model->cap_ring_pts, pts, n);
    if (st != BM_OK) return st;
    model->rings[model->n_rings] = (uint32_t)(model->n_ring_pts - n);
    model->rings[++model->n_rings] = (uint32_t)model->n_ring_pts;
    model->outlines[model->n_outlines - 1].n_rings++;
    return BM_OK;
}

bm_pt bm_pt_of(bm_ll p)
{
    return (bm_pt){(int32_t)lrint(p.lon_deg * BM_GRID), (int32_t)lrint(p.lat_deg * BM_GRID)};
}

bm_ll bm_pt_ll(bm_pt p)
{
    return (bm_ll){p.x / BM_GRID, p.y / BM_GRID};
}

uint64_t bm_pt_key(bm_pt p)
{
    return (uint64_t)((uint32_t)p.y ^ 0x80000000u) << 32 | ((uint32_t)p.x ^ 0x80000000u);
}

bm_pt bm_pt_from_key(uint64_t key)
{
    return (bm_pt){(int32_t)((uint32_t)key ^ 0x80000000u), (int32_t)((uint32_t)(key >> 32) ^ 0x80000000u)};
}

double bm_pt_metres(bm_pt a, bm_pt b)
{
    const double metres = 111195.0 / BM_GRID; /* of one grid step along a meridian, mean sphere */
    double mid = ((double)a.y + b.y) / 2 / BM_GRID * (3.14159265358979323846 / 180);
    double dx = ((double)b.x - a.x) * cos(mid), dy = (double)b.y - a.y;

    return sqrt(dx * dx + dy * dy) * metres;
}
