/* Ground by a view: rings that go to another country whole, or the piece of them in a box. */
#include "border/making.h"
#include "border/view.h"

#include "base/mem.h"

#include <string.h>

void bm_view_rename(struct bm_view *view, char iso[4])
{
    for (size_t i = 0; i < view->n; i++) {
        struct bm_view_row *row = &view->items[i];

        if (row->what != BM_VIEW_COUNTRY || strcmp(row->of, iso) != 0) continue;
        memcpy(iso, row->as, 4);
        row->n_used++;
        return;
    }
}

/* A ring and the pieces cut from it. */
struct cut {
    bm_ll *from, *to;
    size_t cap_from, cap_to;
    uint32_t n;
};

/* How far a point is inside the k-th side of the box, in degrees. */
static double inside_by(const struct bm_view_row *row, int k, bm_ll p)
{
    switch (k) {
    case 0: return p.lon_deg - row->west;
    case 1: return row->east - p.lon_deg;
    case 2: return p.lat_deg - row->south;
    default: return row->north - p.lat_deg;
    }
}

/* Cuts the ring in cut->from at one side of the box (Sutherland and Hodgman 1974, doi:10.1145/360767.360802).
 */
static bm_status cut_at(bm_ctx *ctx, const struct bm_view_row *row, int k, struct cut *cut)
{
    uint32_t n = 0;
    bm_ll *swap = cut->from;
    size_t cap = cut->cap_from;
    bm_status st = bm_grow(ctx, (void **)&cut->to, &cut->cap_to, (size_t)cut->n * 2 + 2, sizeof *cut->to);

    if (st != BM_OK) return st;
    for (uint32_t i = 0; i < cut->n; i++) {
        bm_ll a = cut->from[i], b = cut->from[i + 1 == cut->n ? 0 : i + 1];
        double in_a = inside_by(row, k, a), in_b = inside_by(row, k, b), t = in_a / (in_a - in_b);

        if (in_a >= 0) cut->to[n++] = a;
        if ((in_a >= 0) != (in_b >= 0))
            cut->to[n++] =
                (bm_ll){a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)};
    }
    cut->from = cut->to, cut->cap_from = cut->cap_to;
    cut->to = swap, cut->cap_to = cap;
    cut->n = n;
    return BM_OK;
}

static bm_status begin_outline(bm_ctx *ctx, const struct bm_outline *like, const char *iso,
                               struct bm_border_model *out)
{
    struct bm_outline *last = out->n_outlines ? &out->outlines[out->n_outlines - 1] : NULL;
    bm_status st;

    if (last && strcmp(last->iso, iso) == 0 && last->valid_from == like->valid_from &&
        last->valid_to == like->valid_to)
        return BM_OK;
    if ((st = bm_model_add_outline(ctx, out, iso)) != BM_OK) return st;
    out->outlines[out->n_outlines - 1].valid_from = like->valid_from;
    out->outlines[out->n_outlines - 1].valid_to = like->valid_to;
    return BM_OK;
}

/* Adds what of the ring lies in the row's box, for the row's country. *whole: that is all of it. */
static bm_status add_piece(bm_ctx *ctx, struct bm_view *view, struct bm_view_row *row,
                           const struct bm_outline *outline, const bm_ll *pts, uint32_t n, struct cut *cut,
                           struct bm_border_model *out, bool *whole)
{
    uint32_t k = 0;
    char iso[4];
    bm_status st;

    for (*whole = true; k < n && *whole; k++)
        for (int side = 0; side < 4; side++) *whole &= inside_by(row, side, pts[k]) >= 0;
    if ((st = bm_grow(ctx, (void **)&cut->from, &cut->cap_from, n, sizeof *cut->from)) != BM_OK) return st;
    memcpy(cut->from, pts, n * sizeof *pts);
    cut->n = n;
    for (int side = 0; side < 4 && !*whole && cut->n > 0; side++)
        if ((st = cut_at(ctx, row, side, cut)) != BM_OK) return st;
    if (cut->n < 3) return BM_OK;
    row->n_used++;
    memcpy(iso, row->as, 4);
    bm_view_rename(view, iso);
    if ((st = begin_outline(ctx, outline, iso, out)) != BM_OK) return st;
    return bm_model_add_ring(ctx, out, cut->from, cut->n);
}

static bm_status add_ring(bm_ctx *ctx, struct bm_view *view, const struct bm_outline *outline,
                          const bm_ll *pts, uint32_t n, struct cut *cut, struct bm_border_model *out)
{
    char iso[4];
    bool whole = false;
    bm_status st;

    for (size_t i = 0; i < view->n && !whole; i++) {
        struct bm_view_row *row = &view->items[i];

        if (row->what != BM_VIEW_GROUND || strcmp(row->of, outline->iso) != 0) continue;
        if ((st = add_piece(ctx, view, row, outline, pts, n, cut, out, &whole)) != BM_OK) return st;
    }
    if (whole) return BM_OK;
    memcpy(iso, outline->iso, 4);
    bm_view_rename(view, iso);
    if ((st = begin_outline(ctx, outline, iso, out)) != BM_OK) return st;
    return bm_model_add_ring(ctx, out, pts, n);
}

bm_status bm_view_ground(bm_ctx *ctx, struct bm_view *view, const struct bm_border_model *old,
                         const struct bm_outline *outline, struct bm_border_model *out)
{
    struct cut cut = {0};
    bm_status st = BM_OK;

    for (uint32_t r = outline->ring_first; r < outline->ring_first + outline->n_rings && st == BM_OK; r++)
        st = add_ring(ctx, view, outline, old->ring_pts + old->rings[r], old->rings[r + 1] - old->rings[r],
                      &cut, out);
    bm_free(ctx, cut.from);
    bm_free(ctx, cut.to);
    return st;
}
