/* Status edge by edge, and chains cut where it changes. */
#include "border/world.h"

#include "base/mem.h"

#include <string.h>

struct cutter {
    const struct bm_restatus *how;
    const struct bm_chain *chain;
    const bm_ll *pts; /* of the chain */
    bm_ll *line;      /* the chain's points, with those where a long edge was cut */
    uint8_t *status;  /* of the edge after each point */
    size_t n, cap_line, cap_status;
};

static bm_status put(bm_ctx *ctx, struct cutter *cutter, bm_ll p, int status)
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

/* The chain's point that lies ahead_m behind edge i, or its last one. */
static bm_pt point_ahead(const struct cutter *cutter, uint32_t i)
{
    const double ahead_m = 1000;
    double length_m = 0;
    uint32_t k = i + 1;

    for (; k + 1 < cutter->chain->n && length_m < ahead_m; k++)
        length_m += bm_pt_metres(bm_pt_of(cutter->pts[k]), bm_pt_of(cutter->pts[k + 1]));
    return bm_pt_of(cutter->pts[k]);
}

static bm_status put_edge(bm_ctx *ctx, struct cutter *cutter, uint32_t index)
{
    bm_ll a = cutter->pts[index], b = cutter->pts[index + 1];
    double length_m = bm_pt_metres(bm_pt_of(a), bm_pt_of(b));
    int pieces = length_m > cutter->how->step_m ? 1 + (int)(length_m / cutter->how->step_m) : 1;
    bm_pt ahead = point_ahead(cutter, index);
    int before = BM_BORDER_NONE;
    bm_status st;

    for (int i = 0; i < pieces; i++) {
        bm_pt mid = bm_pt_of(along(a, b, (i + 0.5) / pieces));
        int status = cutter->how->status_of(cutter->how->user, cutter->chain, mid, ahead);
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

/* Doubtful runs become disputed or nothing special. */
static void decide_doubts(struct cutter *cutter)
{
    for (size_t i = 0, end; i + 1 < cutter->n; i = end) {
        double length_m;
        end = end_of_run(cutter, i, &length_m);
        if (cutter->status[i] != BM_DOUBTFUL) continue;
        int status = length_m >= cutter->how->doubtful_m ? BM_BORDER_DISPUTED : (int)cutter->chain->status;
        memset(cutter->status + i, status, end - i);
    }
}

/* Sea of less than short_m between water with banks: a bay beside the river. */
static void fill_banks(struct cutter *cutter)
{
    for (size_t i = 0, end; i + 1 < cutter->n; i = end) {
        double length_m;
        end = end_of_run(cutter, i, &length_m);
        if (i == 0 || end + 1 >= cutter->n || cutter->status[i] != BM_BORDER_MARITIME) continue;
        if (length_m >= cutter->how->short_m || cutter->status[i - 1] == BM_BORDER_MARITIME) continue;
        if (cutter->status[i - 1] == BM_BANKS || cutter->status[end] == BM_BANKS)
            memset(cutter->status + i, BM_BANKS, end - i);
    }
}

static bool is_water(int status)
{
    return status == BM_BORDER_MARITIME || status == BM_BANKS;
}

/* Inland metres among edges first .. end-1, none of which is at sea. */
static double inland_m(const struct cutter *cutter, size_t first, size_t end)
{
    double sum_m = 0;

    for (size_t i = first; i < end; i++)
        if (cutter->status[i] != BM_BANKS)
            sum_m += bm_pt_metres(bm_pt_of(cutter->line[i]), bm_pt_of(cutter->line[i + 1]));
    return sum_m;
}

/* Water between banks is inland where it goes on from land, and takes that stretch's status; else it is sea:
 * a narrow strait is not inland by itself. */
static void decide_banks(struct cutter *cutter)
{
    size_t end;

    for (size_t first = 0; first + 1 < cutter->n; first = end) {
        int status = BM_BORDER_MARITIME;
        for (end = first; end + 1 < cutter->n && cutter->status[end] != BM_BORDER_MARITIME;) end++;
        bool inland = inland_m(cutter, first, end) >= cutter->how->short_m;
        for (size_t i = first; i < end && inland && is_water(status); i++) status = cutter->status[i];
        for (size_t i = first; i < end; i++) {
            if (cutter->status[i] == BM_BANKS)
                cutter->status[i] = (uint8_t)status;
            else if (inland)
                status = cutter->status[i];
        }
        if (end == first) end++;
    }
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
    cutter->pts = from->pts + chain->first;
    for (uint32_t i = 0; i + 1 < chain->n; i++) {
        if ((st = put_edge(ctx, cutter, i)) != BM_OK) return st;
    }
    if ((st = put(ctx, cutter, from->pts[chain->first + chain->n - 1], BM_BORDER_NONE)) != BM_OK) return st;
    fill_banks(cutter);
    decide_banks(cutter);
    smooth(cutter);
    decide_doubts(cutter);
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
