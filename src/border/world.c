#include "border/world.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define MATCH_M     600.0   /* Norway-Sweden and Germany-Luxembourg are drawn up to 500 m apart */
#define WIDE_M      6000.0  /* on land: Afghanistan-Turkmenistan, China-Laos, Croatia-Serbia's pockets */
#define GAP_M       60000.0 /* named gaps: Bir Tawil, the Ilemi triangle, the Southern Patagonian Ice Field */
#define BANK_M      8000.0  /* wide rivers: the Congo at its mouth, the Uruguay */
#define BANK_STEP_M 250.0
#define STEP_M      500.0   /* long edges are asked for land or sea this often */
#define SHORT_M     5000.0  /* of sea between land: a river's mouth, a fjord's end */
#define DISPUTED_M  3000.0  /* the reference's generalised lines lie this far off */
#define DOUBTFUL_M  20000.0 /* shorter: a line that only meets the border, or crosses it */

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

static bm_status read_sources(bm_ctx *ctx, const struct bm_world_sources *sources, struct bm_log *log,
                              struct world *world)
{
    bm_border_sources waters = {.path = sources->waters}, land = {.path = sources->land};
    bm_border_sources provinces = {.path = sources->reference, .country_field = "adm0_a3"};
    bm_status st;

    if ((st = bm_overlaps_read(ctx, sources->overlaps, &world->overlaps)) != BM_OK) return st;
    if ((st = bm_stretches_read(ctx, sources->stretches, &world->stretches)) != BM_OK) return st;
    if ((st = bm_rings_read(ctx, &waters, NULL, log, &world->waters)) != BM_OK) return st;
    if ((st = bm_rings_read(ctx, &land, NULL, log, &world->land)) != BM_OK) return st;
    if ((st = bm_rings_read(ctx, &provinces, "states_provinces", log, &world->provinces)) != BM_OK) return st;
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

/* Whether land is met within reach on one side: `turn` is 1 for the left, -1 for the right of the way ahead.
 */
static bool has_bank(struct world *world, bm_pt at, bm_pt ahead, int turn)
{
    double cos_lat = cos((double)at.y / BM_GRID * (3.14159265358979323846 / 180));
    double dx = ((double)ahead.x - at.x) * cos_lat, dy = (double)ahead.y - at.y,
           length = sqrt(dx * dx + dy * dy);
    double step = BANK_STEP_M / 111195.0 * BM_GRID;

    if (!(length > 0) || cos_lat < 0.01) return false;
    for (int k = 1; k <= BANK_M / BANK_STEP_M; k++) {
        double steps = turn * k * step / length;
        bm_pt p = {(int32_t)(at.x - dy * steps / cos_lat), (int32_t)(at.y + dx * steps)};
        if (bm_cover_any(world->on_land, p)) return true;
    }
    return false;
}

static int status_of(void *user, const struct bm_chain *chain, bm_pt at, bm_pt ahead)
{
    struct world *world = user;
    bm_border_status named = bm_stretches_find(&world->stretches, chain->left, chain->right, bm_pt_ll(at));

    if (!is_inland(world, at))
        return has_bank(world, at, ahead, 1) && has_bank(world, at, ahead, -1) ? BM_BANKS
                                                                               : BM_BORDER_MARITIME;
    if (named != BM_BORDER_NONE) return (int)named;
    if (bm_near_distance_m(world->near_disputed, at, DISPUTED_M) <= DISPUTED_M) return BM_DOUBTFUL;
    return (int)chain->status;
}

static bm_pt middle(const struct bm_edge *edge)
{
    bm_pt a = bm_pt_from_key(edge->a), b = bm_pt_from_key(edge->b);

    return (bm_pt){(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
}

/* Single edges at sea are the limits of territorial waters: no candidates for a match. */
static void keep_inland(struct world *world, struct bm_edge_list *singles)
{
    size_t kept = 0;

    for (size_t i = 0; i < singles->n; i++) {
        if (is_inland(world, middle(&singles->items[i]))) singles->items[kept++] = singles->items[i];
    }
    singles->n = kept;
}

/* Twice: what is near, on land or water; then what lies farther apart, on land only, since islands' shores
 * and waters may be inland by the reference's broad outlines; then the gaps that the table names. */
static bm_status match_all(bm_ctx *ctx, struct world *world, struct bm_edge_list *singles,
                           struct bm_edge_list *borders)
{
    struct bm_edge_list on_land = {0};
    bm_status st;

    if ((st = bm_edges_match(ctx, &world->waters, MATCH_M, &world->overlaps, false, singles, borders)) !=
        BM_OK)
        return st;
    for (size_t i = 0; i < singles->n && st == BM_OK; i++)
        if (bm_cover_any(world->on_land, middle(&singles->items[i])))
            st = bm_edges_add(ctx, &on_land, singles->items[i]);
    if (st == BM_OK)
        st = bm_edges_match(ctx, &world->waters, WIDE_M, &world->overlaps, false, &on_land, borders);
    if (st == BM_OK)
        st = bm_edges_match(ctx, &world->waters, GAP_M, &world->overlaps, true, singles, borders);
    bm_edges_free(ctx, &on_land);
    return st;
}

bm_status bm_border_world(bm_ctx *ctx, const struct bm_world_sources *sources, bm_issue_list *issues,
                          struct bm_border_model *out)
{
    struct world world = {0};
    struct bm_log log = {.issues = issues};
    struct bm_edge_list borders = {0}, singles = {0};
    struct bm_restatus how = {status_of, &world, STEP_M, SHORT_M, DOUBTFUL_M};
    bm_status st;

    *out = (struct bm_border_model){0};
    if ((st = read_sources(ctx, sources, &log, &world)) != BM_OK) goto done;
    log.src = "waters";
    st = bm_edges_make(ctx, &world.waters, &world.overlaps, &log, &borders, &singles);
    if (st != BM_OK) goto done;
    keep_inland(&world, &singles);
    if ((st = match_all(ctx, &world, &singles, &borders)) != BM_OK) goto done;
    if ((st = bm_edges_chain(ctx, &world.waters, &borders, out)) != BM_OK) goto done;
    bm_stretches_align(&world.stretches, out);
    if ((st = bm_model_restatus(ctx, &how, out)) != BM_OK) goto done;
    if ((st = bm_model_grade(ctx, &world.provinces, out)) != BM_OK) goto done;
    if ((st = bm_rings_turn_enclaves(ctx, &world.land, &world.overlaps)) != BM_OK) goto done;
    if ((st = bm_model_outlines(ctx, &world.land, world.on_land, &world.overlaps, out)) != BM_OK) goto done;
    st = bm_world_info(ctx, out);
done:
    if (st != BM_OK) bm_border_model_free(ctx, out);
    bm_edges_free(ctx, &borders);
    bm_edges_free(ctx, &singles);
    bm_log_free(ctx, &log);
    world_free(ctx, &world);
    return st;
}
