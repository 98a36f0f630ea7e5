/* A view applied to borders: lines renamed, dropped or given another status, ground given to another. */
#include "border/view.h"
#include "border/making.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <string.h>

static bool in_box(const struct bm_view_row *row, bm_ll p)
{
    return p.lon_deg >= row->west && p.lon_deg <= row->east && p.lat_deg >= row->south &&
           p.lat_deg <= row->north;
}

static bool is_dyad(const char dyad[8], const struct bm_chain *chain)
{
    return (memcmp(dyad, chain->left, 3) == 0 && memcmp(dyad + 4, chain->right, 3) == 0) ||
           (memcmp(dyad, chain->right, 3) == 0 && memcmp(dyad + 4, chain->left, 3) == 0);
}

/* The row for the edge from a to b of a chain; NULL if there is none. */
static struct bm_view_row *line_row(const struct bm_view *view, const struct bm_chain *chain, bm_ll a,
                                    bm_ll b)
{
    bm_ll mid = {(a.lon_deg + b.lon_deg) / 2, (a.lat_deg + b.lat_deg) / 2};

    for (size_t i = 0; i < view->n; i++) {
        struct bm_view_row *row = &view->items[i];

        if (row->what == BM_VIEW_LINE && is_dyad(row->of, chain) && in_box(row, mid)) return row;
    }
    return NULL;
}

/* The country that takes the place of one that the new dyad does not have. */
static void rename_side(const struct bm_view_row *row, char iso[4])
{
    const char *a = row->as, *b = row->as + 4;
    bool has_a = memcmp(a, row->of, 3) == 0 || memcmp(a, row->of + 4, 3) == 0;

    if (memcmp(iso, a, 3) != 0 && memcmp(iso, b, 3) != 0) memcpy(iso, has_a ? b : a, 3);
}

/* Adds edges from .. to-1 of a chain as the row (or NULL) has them. Pieces keep whole runs of accuracy: they
 * begin at the start of one (see cut_chain). */
static bm_status add_piece(bm_ctx *ctx, struct bm_view *view, const struct bm_border_model *old,
                           const struct bm_chain *chain, uint32_t from, uint32_t to,
                           const struct bm_view_row *row, struct bm_border_model *out)
{
    struct bm_chain like = *chain;
    bm_status st;

    if (row && strcmp(row->as, "none") == 0) return BM_OK;
    if (row && row->as[0]) {
        rename_side(row, like.left);
        rename_side(row, like.right);
    }
    if (row && row->status != BM_BORDER_NONE) like.status = row->status;
    bm_view_rename(view, like.left);
    bm_view_rename(view, like.right);
    if (strcmp(like.left, like.right) == 0) return BM_OK;
    if ((st = bm_model_add_chain(ctx, out, &like, old->pts + chain->first + from, to - from + 1)) != BM_OK)
        return st;
    for (uint32_t r = 0; r * BM_ACC_RUN < to - from; r++)
        out->acc[out->chains[out->n_chains - 1].acc_first + r] =
            old->acc[chain->acc_first + from / BM_ACC_RUN + r];
    return BM_OK;
}

/* Cuts a chain where another row holds, and where runs of accuracy end in such chains. */
static bm_status cut_chain(bm_ctx *ctx, struct bm_view *view, const struct bm_border_model *old,
                           const struct bm_chain *chain, struct bm_border_model *out)
{
    const bm_ll *pts = old->pts + chain->first;
    uint32_t to;
    bool touched = false;
    bm_status st = BM_OK;

    for (size_t i = 0; i < view->n; i++)
        touched |= view->items[i].what == BM_VIEW_LINE && is_dyad(view->items[i].of, chain);
    for (uint32_t from = 0; from + 1 < chain->n && st == BM_OK; from = to) {
        struct bm_view_row *row = touched ? line_row(view, chain, pts[from], pts[from + 1]) : NULL;

        for (to = from + 1; to + 1 < chain->n; to++)
            if (touched && (to % BM_ACC_RUN == 0 || line_row(view, chain, pts[to], pts[to + 1]) != row))
                break;
        if (row) row->n_used += to - from;
        st = add_piece(ctx, view, old, chain, from, to, row, out);
    }
    return st;
}

/* The old information with a member "view". */
static bm_status tell(bm_ctx *ctx, const char *path, const struct bm_view *view, const char *old, char **out)
{
    size_t len = old ? strlen(old) : 0;
    bm_buf buf;
    bm_status st;

    bm_buf_init(&buf, ctx);
    while (len > 0 && old[len - 1] != '}') len--;
    if (len > 0)
        bm_buf_put(&buf, old, len - 1);
    else
        bm_buf_putc(&buf, '{');
    bm_buf_puts(&buf, buf.len > 1 ? ",\"view\":{\"file\":" : "\"view\":{\"file\":");
    bm_buf_json(&buf, bm_str_z(bm_base_name(path)));
    bm_buf_puts(&buf, ",\"rows\":[");
    for (size_t i = 0; i < view->n; i++) {
        static const char *const whats[] = {"country", "line", "ground"};

        bm_buf_printf(&buf, "%s\"%s %s", i ? "," : "", whats[view->items[i].what], view->items[i].of);
        if (view->items[i].as[0]) bm_buf_printf(&buf, " as %s", view->items[i].as);
        bm_buf_putc(&buf, '"');
    }
    bm_buf_puts(&buf, "]}}");
    bm_buf_putc(&buf, '\0');
    st = bm_buf_status(ctx, &buf);
    if (st == BM_OK)
        *out = buf.p; /* bm_buf's memory is the context's: bm_free is right for it */
    else
        bm_buf_free(&buf);
    return st;
}

static bm_status report(bm_ctx *ctx, const char *path, const struct bm_view *view, bm_issue_list *issues)
{
    bm_status st = BM_OK;

    for (size_t i = 0; i < view->n && st == BM_OK; i++)
        if (view->items[i].n_used == 0)
            st = bm_issue_add(ctx, issues, BM_WARNING, bm_base_name(path), 0, view->items[i].line,
                              BM_LIT("of"), bm_str_z(view->items[i].of),
                              "a country, line or ground of the border file; the row changes nothing");
    return st;
}

bm_status bm_view_apply(bm_ctx *ctx, const char *path, bm_issue_list *issues, struct bm_border_model *model)
{
    struct bm_border_model old = *model, out = {0};
    struct bm_view view = {0};
    bm_status st;

    if ((st = bm_view_read(ctx, path, &view)) != BM_OK) goto done;
    for (size_t i = 0; i < old.n_chains; i++)
        if ((st = cut_chain(ctx, &view, &old, &old.chains[i], &out)) != BM_OK) goto done;
    for (size_t i = 0; i < old.n_outlines; i++)
        if ((st = bm_view_ground(ctx, &view, &old, &old.outlines[i], &out)) != BM_OK) goto done;
    if ((st = tell(ctx, path, &view, old.info_json, &out.info_json)) != BM_OK) goto done;
    if ((st = report(ctx, path, &view, issues)) != BM_OK) goto done;
    *model = out;
    out = old;
done:
    bm_view_free(ctx, &view);
    bm_border_model_free(ctx, &out);
    return st;
}
