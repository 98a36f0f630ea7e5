/* A model from any user's polygons: borders by shared edges, outlines by outer rings. */
#include "border/readers.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

static bool has_time(const struct bm_rings *rings)
{
    for (size_t i = 0; i < rings->n; i++)
        if (rings->items[i].valid_from != BM_NO_DAY || rings->items[i].valid_to != BM_NO_DAY) return true;
    return false;
}

/* What the steps matched, told by pair. */
static bm_status note_matched(bm_ctx *ctx, const struct bm_rings *rings, const struct bm_edge_list *borders,
                              size_t from, double tolerance_m, struct bm_log *log)
{
    struct bm_pair_report *pair;
    bm_status st = BM_OK;

    for (size_t i = from; i < borders->n; i++) {
        const struct bm_edge *edge = &borders->items[i];
        st = bm_log_pair(ctx, log, rings->isos[edge->left], rings->isos[edge->right], &pair);
        if (st != BM_OK) return st;
        pair->matched_m += bm_pt_metres(bm_pt_from_key(edge->a), bm_pt_from_key(edge->b));
    }
    for (size_t i = 0; i < log->n && st == BM_OK; i++)
        if (log->pairs[i].matched_m > 0)
            st = bm_issue_add(
                ctx, log->issues, BM_NOTE, log->src, 0, 0, BM_LIT("geometry"), bm_str_z(log->pairs[i].dyad),
                "neighbours that share their vertices; %lld m of border are taken from two lines less "
                "than %lld m apart",
                (long long)(log->pairs[i].matched_m + 0.5), (long long)(tolerance_m + 0.5));
    return st;
}

static bm_status find_borders(bm_ctx *ctx, const bm_border_sources *sources, struct bm_rings *rings,
                              struct bm_log *log, struct bm_edge_list *borders, struct bm_edge_list *singles)
{
    double tolerance_m = sources->tolerance_m;
    size_t shared;
    bm_status st;

    if ((st = bm_edges_make(ctx, rings, NULL, log, borders, singles)) != BM_OK) return st;
    shared = borders->n;
    if ((st = bm_edges_match(ctx, rings, tolerance_m, NULL, false, singles, borders)) != BM_OK) return st;
    if ((st = note_matched(ctx, rings, borders, shared, tolerance_m, log)) != BM_OK) return st;
    if (!has_time(rings) && (st = bm_border_inside(ctx, rings, borders, singles, log)) != BM_OK) return st;
    return bm_border_gaps(ctx, rings, borders, singles, log);
}

bm_status bm_border_from_polygons(bm_ctx *ctx, const bm_border_sources *sources, bm_issue_list *issues,
                                  struct bm_border_model *out)
{
    struct bm_rings rings = {0};
    struct bm_edge_list borders = {0}, singles = {0};
    struct bm_log log = {.issues = issues, .repair = true};
    bm_status st;

    if ((st = bm_rings_read(ctx, sources, NULL, &log, &rings)) != BM_OK) goto done;
    if (rings.n == 0) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s': none of its %llu features is a country's ground in degrees",
                     sources->path, (unsigned long long)log.n_features);
        goto done;
    }
    if ((st = bm_rings_drop_twins(ctx, &rings, &log)) != BM_OK) goto done;
    if ((st = find_borders(ctx, sources, &rings, &log, &borders, &singles)) != BM_OK) goto done;
    if ((st = bm_edges_chain(ctx, &rings, &borders, out)) != BM_OK) goto done;
    if ((st = bm_model_outlines(ctx, &rings, NULL, NULL, out)) != BM_OK) goto done;
    st = bm_log_tell(ctx, &log, out);
done:
    bm_log_free(ctx, &log);
    bm_rings_free(ctx, &rings);
    bm_edges_free(ctx, &borders);
    bm_edges_free(ctx, &singles);
    return st;
}
