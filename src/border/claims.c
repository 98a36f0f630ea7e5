/* Ground that two countries draw in their polygons: rings of the overlap, so that the smallest ring about a
 * point there is the one of the country to which the table gives it. */
#include "border/world.h"

#include "base/mem.h"
#include "bordermap/incident.h"

#include <string.h>

struct claim {
    const struct bm_rings *land;
    struct bm_cover *cover;
    uint16_t ground, other;
    struct bm_edge_list edges; /* the overlap is on their left */
};

/* Which of the two use the edge forward (1) and backward (2), as two sets; -1 if the edge is inner to one of
 * them. */
static int users_of(const struct claim *claim, const struct bm_use *uses, size_t n, uint16_t country)
{
    int set = 0;

    for (size_t i = 0; i < n; i++)
        if (claim->land->items[uses[i].ring].country == country) set |= uses[i].forward ? 1 : 2;
    return set == 3 ? -1 : set;
}

/* An edge bounds the overlap if both countries have it on one side, or one has it and the other is on both
 * sides. */
static bm_status consider(bm_ctx *ctx, struct claim *claim, const struct bm_use *uses, size_t n)
{
    int ground = users_of(claim, uses, n, claim->ground), other = users_of(claim, uses, n, claim->other);
    bm_pt a = bm_pt_from_key(uses->a), b = bm_pt_from_key(uses->b);
    bm_pt mid = {(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
    int way = ground ? ground : other;

    if (ground < 0 || other < 0 || way == 0) return BM_OK;
    if (ground && other && ground != other) return BM_OK; /* a border between them */
    if (!(ground && other) && !bm_cover_country(claim->cover, mid, ground ? claim->other : claim->ground))
        return BM_OK;
    return bm_edges_add(ctx, &claim->edges,
                        (struct bm_edge){way == 1 ? uses->a : uses->b, way == 1 ? uses->b : uses->a,
                                         claim->ground, claim->other, BM_BORDER_DISPUTED, BM_NO_DAY,
                                         BM_NO_DAY});
}

static bm_status add_rings(bm_ctx *ctx, struct claim *claim, struct bm_border_model *model)
{
    struct bm_border_model lines = {0};
    bm_status st = bm_edges_chain(ctx, claim->land, &claim->edges, &lines);

    for (size_t i = 0; i < lines.n_chains && st == BM_OK; i++) {
        const bm_ll *pts = lines.pts + lines.chains[i].first;
        uint32_t n = lines.chains[i].n;
        if (n < 4 || pts[0].lon_deg != pts[n - 1].lon_deg || pts[0].lat_deg != pts[n - 1].lat_deg) continue;
        st = bm_model_add_ring(ctx, model, pts, n - 1);
    }
    bm_border_model_free(ctx, &lines);
    return st;
}

bm_status bm_model_claims(bm_ctx *ctx, const struct bm_rings *land, struct bm_cover *cover,
                          const struct bm_use *uses, size_t n_uses, const struct bm_overlap *row,
                          struct bm_border_model *model)
{
    int ground = bm_rings_find(land, row->ground), other = bm_rings_find(land, row->other);
    struct claim claim = {.land = land, .cover = cover};
    bm_status st = BM_OK;

    if (ground < 0 || other < 0) return BM_OK;
    claim.ground = (uint16_t)ground;
    claim.other = (uint16_t)other;
    for (size_t i = 0, end; i < n_uses && st == BM_OK; i = end) {
        end = bm_uses_end(uses, n_uses, i);
        st = consider(ctx, &claim, uses + i, end - i);
    }
    if (st == BM_OK) st = add_rings(ctx, &claim, model);
    bm_edges_free(ctx, &claim.edges);
    return st;
}
