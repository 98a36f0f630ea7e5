/* A model from any user's polygons: borders by shared edges, outlines by outer rings. */
#include "border/readers.h"

#include "base/file.h"
#include "base/mem.h"
#include "bordermap/incident.h"

static bool has_time(const struct bm_rings *rings)
{
    for (size_t i = 0; i < rings->n; i++)
        if (rings->items[i].valid_from != BM_NO_DAY || rings->items[i].valid_to != BM_NO_DAY) return true;
    return false;
}

bm_status bm_border_from_polygons(bm_ctx *ctx, const bm_border_sources *sources, bm_issue_list *issues,
                                  struct bm_border_model *out)
{
    struct bm_rings rings = {0};
    struct bm_edge_list borders = {0}, singles = {0};
    bm_status st;

    if ((st = bm_rings_read(ctx, sources, NULL, issues, &rings)) != BM_OK) goto done;
    st = bm_edges_make(ctx, &rings, NULL, issues, bm_base_name(sources->path), &borders, &singles);
    if (st != BM_OK) goto done;
    if ((st = bm_edges_match(ctx, &rings, sources->tolerance_m, NULL, false, &singles, &borders)) != BM_OK)
        goto done;
    if (!has_time(&rings)) {
        st = bm_border_inside(ctx, &rings, &borders, &singles, issues, bm_base_name(sources->path));
        if (st != BM_OK) goto done;
    }
    st = bm_border_gaps(ctx, &rings, &borders, &singles, issues, bm_base_name(sources->path));
    if (st != BM_OK) goto done;
    if ((st = bm_edges_chain(ctx, &rings, &borders, out)) != BM_OK) goto done;
    st = bm_model_outlines(ctx, &rings, NULL, NULL, out);
done:
    bm_rings_free(ctx, &rings);
    bm_edges_free(ctx, &borders);
    bm_edges_free(ctx, &singles);
    return st;
}
