/* Status edge by edge, and chains cut where it changes. */
#include "border/world.h"

#include "base/mem.h"

#include <string.h>

struct cutter {
    const struct bm_restatus *how;
    const struct bm_chain *chain;
    bm_ll *line;     /* the chain's points, with those where a long edge was cut */
    uint8_t *status; /* of the edge after each point */
    size_t n, cap_line, cap_status;
};

static bm_status put(bm_ctx *ctx, struct cutter *cutter, bm_ll p, bm_border_status status)
{
    bm_status st;

    st = bm_grow(ctx, (void **)&cutter->line, &cutter->cap_line, cutter->n + 1, sizeof *cutter->line);
    if (st != BM_OK) return st;
    st = bm_grow(ctx, (void **)&cutter->status, &cutter->cap_status, cutter->n + 1, sizeof *cutter->status);
    if (st != BM_OK) return st;
    cutter->line[cutter->n] = p;
    cutter->status[cutter->n++] = (uint8_t)status;
    return BM_OK;
}

static bm_ll along(bm_ll a, bm_ll b, double share)
{
    return (bm_ll){a.lon_deg + (b.lon_deg - a.lon_deg) * share, a.lat_deg + (b.lat_deg - a.lat_deg) * share};
}

static bm_status put_edge(bm_ctx *ctx, struct cutter *cutter, bm_ll a, bm_ll b)
{
    double length_m = bm_pt_metres(bm_pt_of(a), bm_pt_of(b));
    int pieces = length_m > cutter->how->step_m ? 1 + (int)(length_m / cutter->how->step_m) : 1;
    bm_border_status before = BM_BORDER_NONE;
    bm_status st;

    for (int i = 0; i < pieces; i++) {
        bm_pt mid = bm_pt_of(along(a, b, (i + 0.5) / pieces));
        bm_border_status status = cutter->how->status_of(cutter->how->user, cutter->chain, mid);
        if (i > 0 && status == before) continue;
        if ((st = put(ctx, cutter, i ? along(a, b, (double)i / pieces) : a, status)) != BM_OK) return st;
        before = status;
    }
    return BM_OK;
}

static size_t end_of_run(const struct cutter *cutter, size_t i, double *length_m)
{
    size_t end = i;

    for (*length_m = 0; end + 1 < cutter->n && cutter->status[end] == cutter->status[i]; end++)
        *length_m += bm_pt_metres(bm_pt_of(cutter->line[end]), bm_pt_of(cutter->line[end + 1]));
    return end;
}

/* Short runs between two longer ones of one status take it. */
static void smooth(struct cutter *cutter)
{
    for (size_t i = 0, end; i + 1 < cutter->n; i = end) {
        double length_m;
        end = end_of_run(cutter, i, &length_m);
        if (i == 0 || end + 1 >= cutter->n || length_m >= cutter->how->short_m) continue;
        uint8_t before = cutter->status[i - 1];
        bool at_sea = cutter->status[i] == BM_BORDER_MARITIME, sea_about = before == BM_BORDER_MARITIME;
        if (before != cutter->status[end] || at_sea == sea_about) continue;
        memset(cutter->status + i, before, end - i);
    }
}

static bm_status cut_chain(bm_ctx *ctx, struct cutter *cutter, const struct bm_border_model *from,
                           struct bm_border_model *to)
{
    const struct bm_chain *chain = cutter->chain;
    struct bm_chain like = *chain;
    bm_status st;

    cutter->n = 0;
    for (uint32_t i = 0; i + 1 < chain->n; i++) {
        st = put_edge(ctx, cutter, from->pts[chain->first + i], from->pts[chain->first + i + 1]);
        if (st != BM_OK) return st;
    }
    if ((st = put(ctx, cutter, from->pts[chain->first + chain->n - 1], BM_BORDER_NONE)) != BM_OK) return st;
    smooth(cutter);
    for (size_t i = 0, end; i + 1 < cutter->n; i = end) {
        double length_m;
        end = end_of_run(cutter, i, &length_m);
        like.status = (bm_border_status)cutter->status[i];
        st = bm_model_add_chain(ctx, to, &like, cutter->line + i, (uint32_t)(end - i + 1));
        if (st != BM_OK) return st;
    }
    return BM_OK;
}

bm_status bm_model_restatus(bm_ctx *ctx, const struct bm_restatus *how, struct bm_border_model *model)
{
    struct bm_border_model cut = {0};
    struct cutter cutter = {.how = how};
    bm_status st = BM_OK;

    for (size_t i = 0; i < model->n_chains && st == BM_OK; i++) {
        cutter.chain = &model->chains[i];
        st = cut_chain(ctx, &cutter, model, &cut);
    }
    if (st == BM_OK) {
        struct bm_border_model old = *model;
        *model = cut;
        model->outlines = old.outlines, model->n_outlines = old.n_outlines,
        model->cap_outlines = old.cap_outlines;
        model->rings = old.rings, model->n_rings = old.n_rings, model->cap_rings = old.cap_rings;
        model->ring_pts = old.ring_pts, model->n_ring_pts = old.n_ring_pts,
        model->cap_ring_pts = old.cap_ring_pts;
        model->info_json = old.info_json;
        cut = (struct bm_border_model){.chains = old.chains, .pts = old.pts, .acc = old.acc};
    }
    bm_border_model_free(ctx, &cut);
    bm_free(ctx, cutter.line);
    bm_free(ctx, cutter.status);
    return st;
}
