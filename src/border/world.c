#include "border/world.h"

#include "base/mem.h"

#include <string.h>

#define MATCH_M    600.0  /* Norway-Sweden and Germany-Luxembourg are drawn up to 500 m apart */
#define STEP_M     500.0  /* long edges are asked for land or sea this often */
#define SHORT_M    5000.0 /* of sea between land: a river's mouth, a fjord's end */
#define DISPUTED_M 3000.0 /* the reference's generalised lines lie this far off */

struct world {
    struct bm_rings waters, land, provinces;
    struct bm_overlaps overlaps;
    struct bm_stretches stretches;
    struct bm_cover *on_land, *in_province;
    struct bm_near_piece *disputed;
    size_t n_disputed;
    struct bm_near *near_disputed;
};

static void world_free(bm_ctx *ctx, struct world *world)
{
    bm_rings_free(ctx, &world->waters);
    bm_rings_free(ctx, &world->land);
    bm_rings_free(ctx, &world->provinces);
    bm_overlaps_free(ctx, &world->overlaps);
    bm_stretches_free(ctx, &world->stretches);
    bm_cover_free(ctx, world->on_land);
    bm_cover_free(ctx, world->in_province);
    bm_near_free(ctx, world->near_disputed);
    bm_free(ctx, world->disputed);
}

static bm_status read_sources(bm_ctx *ctx, const struct bm_world_sources *sources, bm_issue_list *issues,
                              struct world *world)
{
    bm_border_sources waters = {.path = sources->waters}, land = {.path = sources->land};
    bm_border_sources provinces = {.path = sources->reference, .country_field = "adm0_a3"};
    bm_status st;

    if ((st = bm_overlaps_read(ctx, sources->overlaps, &world->overlaps)) != BM_OK) return st;
    if ((st = bm_stretches_read(ctx, sources->stretches, &world->stretches)) != BM_OK) return st;
    if ((st = bm_rings_read(ctx, &waters, NULL, issues, &world->waters)) != BM_OK) return st;
    if ((st = bm_rings_read(ctx, &land, NULL, issues, &world->land)) != BM_OK) return st;
    if ((st = bm_rings_read(ctx, &provinces, "states_provinces", issues, &world->provinces)) != BM_OK)
        return st;
    st = bm_lines_read(ctx, sources->reference, "disputed_borders", &world->disputed, &world->n_disputed);
    if (st != BM_OK) return st;
    if ((st = bm_cover_build(ctx, &world->land, true, &world->on_land)) != BM_OK) return st;
    if ((st = bm_cover_build(ctx, &world->provinces, false, &world->in_province)) != BM_OK) return st;
    return bm_near_build(ctx, world->disputed, world->n_disputed, 0.1, &world->near_disputed);
}

/* Land as drawn, or ground of the reference's provinces, which cover lakes and rivers but not the sea (and
 * not the Caspian: its lines count as sea). */
static bool is_inland(struct world *world, bm_pt at)
{
    return bm_cover_any(world->in_province, at) || bm_cover_any(world->on_land, at);
}

static bm_border_status status_of(void *user, const struct bm_chain *chain, bm_pt at)
{
    struct world *world = user;
    bm_border_status named = bm_stretches_find(&world->stretches, chain->left, chain->right, bm_pt_ll(at));

    if (named == BM_BORDER_MARITIME) return named;
    if (!is_inland(world, at)) return BM_BORDER_MARITIME;
    if (named != BM_BORDER_NONE) return named;
    if (bm_near_distance_m(world->near_disputed, at, DISPUTED_M) <= DISPUTED_M) return BM_BORDER_DISPUTED;
    return chain->status;
}

/* Single edges at sea are the limits of territorial waters: no candidates for a match. */
static void keep_inland(struct world *world, struct bm_edge_list *singles)
{
    size_t kept = 0;

    for (size_t i = 0; i < singles->n; i++) {
        bm_pt a = bm_pt_from_key(singles->items[i].a), b = bm_pt_from_key(singles->items[i].b);
        bm_pt mid = {(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
        if (is_inland(world, mid)) singles->items[kept++] = singles->items[i];
    }
    singles->n = kept;
}

bm_status bm_border_world(bm_ctx *ctx, const struct bm_world_sources *sources, bm_issue_list *issues,
                          struct bm_border_model *out)
{
    struct world world = {0};
    struct bm_edge_list borders = {0}, singles = {0};
    struct bm_restatus how = {status_of, &world, STEP_M, SHORT_M};
    bm_status st;

    *out = (struct bm_border_model){0};
    if ((st = read_sources(ctx, sources, issues, &world)) != BM_OK) goto done;
    st = bm_edges_make(ctx, &world.waters, &world.overlaps, issues, "waters", &borders, &singles);
    if (st != BM_OK) goto done;
    keep_inland(&world, &singles);
    if ((st = bm_edges_match(ctx, &world.waters, MATCH_M, &singles, &borders)) != BM_OK) goto done;
    if ((st = bm_edges_chain(ctx, &world.waters, &borders, out)) != BM_OK) goto done;
    if ((st = bm_model_restatus(ctx, &how, out)) != BM_OK) goto done;
    if ((st = bm_model_grade(ctx, &world.provinces, out)) != BM_OK) goto done;
    st = bm_model_outlines(ctx, &world.land, &world.overlaps, out);
done:
    if (st != BM_OK) bm_border_model_free(ctx, out);
    bm_edges_free(ctx, &borders);
    bm_edges_free(ctx, &singles);
    world_free(ctx, &world);
    return st;
}
