/* The water that is cut out of a band, and the band as an area. Water is what lies beyond a shore: outlines of
 * neighbours, drawn with 100 m between vertices, do not quite meet, and the gaps between them are none. */
#include "border/bands.h"
#include "border/shores.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* What a gap between two countries' outlines is at most wide. */
#define GAP_M 400.0

/* --- water --- */

/* The box is looked at in tiles of this height and about this width. */
#define TILE_DEG 0.25
#define TILE_M   39400.0 /* its diagonal, at most */

enum tile { TILE_LAND, TILE_WATER, TILE_SHORE };

struct water {
    struct bm_band_work *work;
    bm_tree *ring_sets;
    struct bm_shore_search *shores;
    bm_search *line; /* over the border that the bands are about; finds nothing beyond the widest */
    int32_t day;
    bm_figure **parts;
    size_t n_parts, cap_parts;
    bm_figure **land; /* in one box */
    size_t n_land, cap_land;
    struct bm_xy *pts;
    size_t cap_pts;
};

static bm_ll at_home(double lon_deg, double lat_deg)
{
    return (bm_ll){remainder(lon_deg, 360), lat_deg};
}

/* Nothing is cut out of a tile that no band comes to: it counts as land.
 * A tile without a shore is land if any of five points is: one of them may lie in a gap. */
static bm_status classify(struct water *w, const struct bm_xy_box *tile, enum tile *out)
{
    double x = (tile->low_x + tile->high_x) / 2, y = (tile->low_y + tile->high_y) / 2;
    const struct bm_hit *hits;
    size_t n;
    bm_status st;

    *out = TILE_LAND;
    st = bm_search_nearest(w->work->ctx, w->line, at_home(x, y), BM_SEARCH_ROUGH, &hits, &n);
    if (st != BM_OK || n == 0) return st;
    *out = TILE_SHORE;
    st = bm_shore_nearest(w->work->ctx, w->shores, at_home(x, y), TILE_M / 2, BM_SEARCH_ROUGH, &hits, &n);
    if (st != BM_OK || n > 0) return st;
    *out = TILE_WATER;
    for (int i = 0; i < 5 && st == BM_OK && *out == TILE_WATER; i++) {
        double step = i == 0 ? 0 : (tile->high_y - tile->low_y) / 5;
        int32_t ring;

        st = bm_border_ring_at(w->work->ctx, w->work->border, w->ring_sets,
                               at_home(x + (i % 2 ? step : -step), y + (i < 3 ? step : -step)), w->day, &ring);
        if (ring >= 0) *out = TILE_LAND;
    }
    return st;
}

/* What of a ring, moved by whole turns, is in the box. */
static bm_status add_ring(struct water *w, uint32_t ring, double turn_deg, const struct bm_xy_box *box)
{
    const bm_border *border = w->work->border;
    const struct bmb_ring *r = &border->rings[ring];
    const bm_box *about = &border->ring_areas[ring];
    bm_ctx *ctx = w->work->ctx;
    bm_status st;

    if (about->west_deg + turn_deg > box->high_x || about->east_deg + turn_deg < box->low_x ||
        about->south_deg > box->high_y || about->north_deg < box->low_y)
        return BM_OK;
    if (border->n_changes > 0 && !bm_holds(r->valid_from, r->valid_to, w->day)) return BM_OK;
    if ((st = bm_grow(ctx, (void **)&w->pts, &w->cap_pts, r->n, sizeof *w->pts)) != BM_OK) return st;
    if ((st = bm_grow(ctx, (void **)&w->land, &w->cap_land, w->n_land + 1, sizeof *w->land)) != BM_OK) return st;
    for (uint32_t i = 0; i < r->n; i++)
        w->pts[i] = (struct bm_xy){border->ring_pts[r->first + i].lon_deg + turn_deg,
                                   border->ring_pts[r->first + i].lat_deg};
    st = bm_figure_ring_in_box(w->work->plane, w->pts, r->n, box, &w->land[w->n_land]);
    w->n_land += st == BM_OK;
    return st;
}

static bool set_meets(const bm_box *set, const struct bm_xy_box *box)
{
    bool beyond = box->low_x < -180 || box->high_x > 180; /* then any longitude may do */

    return set->south_deg <= box->high_y && set->north_deg >= box->low_y &&
           (beyond || (set->west_deg <= box->high_x && set->east_deg >= box->low_x));
}

/* *out: what of the box is nobody's ground. */
static bm_status cut_land(struct water *w, const struct bm_xy_box *box, bm_figure **out)
{
    const bm_border *border = w->work->border;
    bm_figure *land = NULL;
    bm_status st = BM_OK;

    *out = NULL;
    w->n_land = 0;
    for (uint32_t set = 0; set < border->n_ring_sets; set++) {
        if (!set_meets(&border->ring_set_areas[set], box)) continue;
        for (uint32_t r = set * BMB_RING_SET; r < (set + 1) * BMB_RING_SET && r < border->n_rings; r++)
            for (int turn = -1; turn <= 1 && st == BM_OK; turn++) st = add_ring(w, r, 360.0 * turn, box);
    }
    if (st != BM_OK) {
        for (size_t i = 0; i < w->n_land; i++) bm_figure_drop(w->work->plane, w->land[i]);
        return st;
    }
    if ((st = bm_figure_join(w->work->plane, w->land, w->n_land, &land)) != BM_OK) return st;
    if ((st = bm_figure_frame(w->work->plane, box, out)) == BM_OK) st = bm_figure_cut(w->work->plane, out, land);
    bm_figure_drop(w->work->plane, land);
    return st;
}

/* Adds the water of tiles of one kind that lie side by side. */
static bm_status add_run(struct water *w, const struct bm_xy_box *box, enum tile kind)
{
    bm_figure *part = NULL;
    bm_status st;

    if (kind == TILE_LAND) return BM_OK;
    st = bm_grow(w->work->ctx, (void **)&w->parts, &w->cap_parts, w->n_parts + 1, sizeof *w->parts);
    if (st != BM_OK) return st;
    st = kind == TILE_WATER ? bm_figure_frame(w->work->plane, box, &part) : cut_land(w, box, &part);
    if (part) w->parts[w->n_parts++] = part;
    return st;
}

static bm_status add_row(struct water *w, const struct bm_xy_box *row)
{
    double high_deg = fmax(fabs(row->low_y), fabs(row->high_y));
    int n = (int)ceil((row->high_x - row->low_x) * cos(fmin(high_deg, 89) * 0.017453292519943295) / TILE_DEG);
    struct bm_xy_box run = *row;
    enum tile kind = TILE_LAND;
    bm_status st = BM_OK;

    if (n < 1) n = 1;
    run.high_x = run.low_x;
    for (int i = 0; i < n && st == BM_OK; i++) {
        struct bm_xy_box tile = {row->low_x + (row->high_x - row->low_x) * i / n, row->low_y,
                                 row->low_x + (row->high_x - row->low_x) * (i + 1) / n, row->high_y};
        enum tile here;

        if ((st = classify(w, &tile, &here)) != BM_OK) break;
        if (here != kind) {
            if (i > 0) st = add_run(w, &run, kind);
            run.low_x = tile.low_x;
            kind = here;
        }
        run.high_x = tile.high_x;
    }
    return st == BM_OK ? add_run(w, &run, kind) : st;
}

static bm_status open_water(struct water *w)
{
    struct bm_band_work *work = w->work;
    const bm_border *border = work->border;
    bm_status st = bm_tree_build(work->ctx, border->ring_set_areas, border->n_ring_sets, &w->ring_sets);

    if (st == BM_OK) st = bm_shore_search_create(work->ctx, border, false, false, &w->shores);
    if (st == BM_OK) st = bm_search_create(work->ctx, border, false, &work->dyad, 1, &w->line);
    if (st != BM_OK) return st;
    bm_shore_set_day(w->shores, w->day);
    bm_shore_skip(w->shores, -1);
    bm_search_set_day(w->line, w->day);
    bm_search_limit(w->line, work->bands_m[work->n_bands - 1] * (1 + BM_BAND_ERROR) + TILE_M / 2);
    return BM_OK;
}

static void close_water(struct water *w)
{
    bm_ctx *ctx = w->work->ctx;

    bm_tree_destroy(w->ring_sets);
    bm_shore_search_destroy(ctx, w->shores);
    bm_search_destroy(ctx, w->line);
    bm_free(ctx, w->parts);
    bm_free(ctx, w->land);
    bm_free(ctx, w->pts);
}

bm_status bm_band_water(struct bm_band_work *work, const struct bm_xy_box *box, bm_figure **out)
{
    struct water w = {.work = work, .day = bm_border_day(work->border, BM_NO_DAY, NULL)};
    int n = (int)ceil((box->high_y - box->low_y) / TILE_DEG);
    bm_status st = open_water(&w);

    *out = NULL;
    if (n < 1) n = 1;
    for (int i = 0; i < n && st == BM_OK; i++) {
        struct bm_xy_box row = {box->low_x, box->low_y + (box->high_y - box->low_y) * i / n, box->high_x,
                                box->low_y + (box->high_y - box->low_y) * (i + 1) / n};

        st = add_row(&w, &row);
    }
    if (st == BM_OK) st = bm_figure_join(work->plane, w.parts, w.n_parts, out);
    for (size_t i = 0; st != BM_OK && i < w.n_parts; i++) bm_figure_drop(work->plane, w.parts[i]);
    close_water(&w);
    return st;
}

/* --- the area --- */

struct builder {
    bm_ll *pts;
    size_t n_pts, cap_pts;
    uint32_t *first;
    size_t n_rings, cap_rings;
    double area_m2;
    bm_box box;
    bool skips; /* the outer ring was left out, and so are its holes */
};

static bm_status add_area_ring(bm_ctx *ctx, void *user, const struct bm_xy *pts, size_t n, bool hole)
{
    struct builder *b = user;
    double around_m = 0, area_m2;
    bm_status st;

    if (n < 4 || (hole && b->skips)) return BM_OK;
    st = bm_grow(ctx, (void **)&b->pts, &b->cap_pts, b->n_pts + n, sizeof *b->pts);
    if (st == BM_OK) st = bm_grow(ctx, (void **)&b->first, &b->cap_rings, b->n_rings + 2, sizeof *b->first);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < n; i++) {
        b->pts[b->n_pts + i] = (bm_ll){pts[i].x, pts[i].y};
        if (i > 0) around_m += bm_geodesic_m(b->pts[b->n_pts + i - 1], b->pts[b->n_pts + i]);
    }
    area_m2 = bm_geodesic_area_m2(b->pts + b->n_pts, n);
    if (!hole) b->skips = !(area_m2 > 1);
    /* A hole that is thin all along is no water but two outlines that do not quite meet. */
    if (b->skips || (hole && 2 * -area_m2 < GAP_M * around_m)) return BM_OK;
    for (size_t i = 0; i < n; i++) {
        b->box.west_deg = fmin(b->box.west_deg, pts[i].x), b->box.east_deg = fmax(b->box.east_deg, pts[i].x);
        b->box.south_deg = fmin(b->box.south_deg, pts[i].y), b->box.north_deg = fmax(b->box.north_deg, pts[i].y);
    }
    b->area_m2 += area_m2;
    b->first[b->n_rings++] = (uint32_t)b->n_pts;
    b->n_pts += n - 1; /* an area does not repeat the first point */
    b->first[b->n_rings] = (uint32_t)b->n_pts;
    return BM_OK;
}

static bm_status hand_over(bm_ctx *ctx, const struct builder *b, bm_arena *arena, bm_band *out)
{
    bm_ll *pts = bm_arena_alloc(arena, b->n_pts * sizeof *pts);
    uint32_t *first = bm_arena_calloc(arena, b->n_rings + 1, sizeof *first);

    if (!pts || !first) return bm_fail(ctx, BM_ENOMEM, "out of memory for a band of a border");
    if (b->n_pts) memcpy(pts, b->pts, b->n_pts * sizeof *pts);
    if (b->n_rings) memcpy(first, b->first, (b->n_rings + 1) * sizeof *first);
    out->area = (bm_area){pts, first, (uint32_t)b->n_rings, b->box};
    out->area_km2 = b->area_m2 / 1e6;
    return BM_OK;
}

static struct bm_xy turn(void *user, struct bm_xy at)
{
    return (struct bm_xy){at.x + *(const double *)user, at.y};
}

/* Cuts at 180 degrees: what lies in another turn of the earth comes back in. */
static bm_status bring_home(struct bm_band_work *work, bm_figure **figure)
{
    struct bm_xy_box about;
    bm_figure *parts[3] = {NULL, NULL, NULL};
    bm_status st = BM_OK;

    if (!bm_figure_box(work->plane, *figure, &about) || (about.low_x >= -180 && about.high_x <= 180)) return BM_OK;
    for (int i = -1; i <= 1 && st == BM_OK; i++) {
        const struct bm_xy_box home = {-180, -90, 180, 90};
        double turn_deg = 360.0 * i;

        st = bm_figure_copy(work->plane, *figure, &parts[i + 1]);
        if (st == BM_OK) st = bm_figure_move(work->plane, &parts[i + 1], turn, &turn_deg);
        if (st == BM_OK) st = bm_figure_keep_box(work->plane, &parts[i + 1], &home);
    }
    bm_figure_drop(work->plane, *figure);
    *figure = NULL;
    if (st == BM_OK) return bm_figure_join(work->plane, parts, 3, figure);
    for (int i = 0; i < 3; i++) bm_figure_drop(work->plane, parts[i]);
    return st;
}

bm_status bm_band_finish(struct bm_band_work *work, bm_figure **figure, bm_arena *arena, bm_band *out)
{
    struct builder b = {.box = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    bm_status st;

    *out = (bm_band){.area_km2 = 0};
    if ((st = bring_home(work, figure)) != BM_OK) goto done;
    if ((st = bm_figure_snap(work->plane, figure, 1e-7)) != BM_OK) goto done;
    if ((st = bm_figure_rings(work->ctx, work->plane, *figure, add_area_ring, &b)) != BM_OK) goto done;
    if (b.n_rings) st = hand_over(work->ctx, &b, arena, out);
done:
    bm_free(work->ctx, b.pts);
    bm_free(work->ctx, b.first);
    return st;
}
