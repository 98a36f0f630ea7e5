#include "layer/picture.h"
#include "adapt/planar.h"
#include "base/mem.h"
#include "base/str.h"
#include "layer/extent.h"

#include <math.h>
#include <string.h>

static const struct bm_color sea = {0xDCE7EF, 1}, land = {0xF7F5F0, 1}, vague = {0x6A4C93, 0.13};
static const struct bm_pen coast = {{0xA9B4BE, 1}, 0.5, 0, 0}, frame = {{0x5B6670, 1}, 1, 0, 0};
static const struct bm_pen border = {{0x7C8791, 1}, 0.9, 0, 0}, disputed = {{0x7C8791, 1}, 0.9, 4, 3};
static const struct bm_pen vague_rim = {{0x6A4C93, 0.8}, 0.9, 2, 2},
                           symbol_rim = {{0xFFFFFF, 0.9}, 0.7, 0, 0};
static const struct bm_color symbol = {0x1F4E79, 0.62};

double bm_picture_x(const struct bm_picture *picture, double lon_deg)
{
    return BM_MAP_LEFT + (lon_deg - picture->scene->view.west_deg) * picture->per_lon;
}

double bm_picture_y(const struct bm_picture *picture, double lat_deg)
{
    return BM_MAP_TOP + (picture->scene->view.north_deg - lat_deg) * picture->per_lat;
}

/* On which sides of the view a point is. */
static unsigned outside(const bm_box *view, bm_ll p)
{
    return (p.lon_deg < view->west_deg ? 1u : 0u) | (p.lon_deg > view->east_deg ? 2u : 0u) |
           (p.lat_deg < view->south_deg ? 4u : 0u) | (p.lat_deg > view->north_deg ? 8u : 0u);
}

static bm_box turned(const bm_box *box, double by_deg)
{
    return (bm_box){box->west_deg + by_deg, box->south_deg, box->east_deg + by_deg, box->north_deg};
}

/* Leaves out points that cannot be seen: those on one side of the view, the same since the last point drawn,
 * with the next. */
static void path(struct bm_picture *picture, const bm_ll *pts, size_t n, bool close)
{
    const double turn_deg = bm_extent_turn_deg(&picture->scene->view, pts, n);
    const bm_box view = turned(&picture->scene->view, -turn_deg);
    unsigned side = 0, here = n ? outside(&view, pts[0]) : 0;

    for (size_t i = 0; i < n; i++) {
        unsigned after = i + 1 < n ? outside(&view, pts[i + 1]) : 0;
        double x = bm_picture_x(picture, pts[i].lon_deg + turn_deg),
               y = bm_picture_y(picture, pts[i].lat_deg);

        if (i > 0 && (side & here & after)) {
            side &= here;
        } else {
            if (i == 0)
                bm_canvas_move(picture->canvas, x, y);
            else
                bm_canvas_line(picture->canvas, x, y);
            side = here;
        }
        here = after;
    }
    if (close) bm_canvas_close(picture->canvas);
}

static bool in_view(const struct bm_picture *picture, const bm_ll *pts, size_t n)
{
    const bm_box *view = &picture->scene->view;
    const bm_box line = bm_extent_of(pts, n), box = turned(&line, bm_extent_turn_deg(view, pts, n));

    return box.west_deg <= view->east_deg && box.east_deg >= view->west_deg &&
           box.south_deg <= view->north_deg && box.north_deg >= view->south_deg;
}

static bool on_seam(const bm_ll *pts, size_t i)
{
    return fabs(pts[i].lon_deg) == 180 && fabs(pts[i + 1].lon_deg) == 180;
}

/* Rings are cut at 180 degrees; there is no coast along the cut. */
static void stroke_coast(struct bm_picture *picture, const bm_ll *pts, size_t n)
{
    size_t from = 0;

    for (size_t i = 0; i + 1 < n; i++) {
        if (!on_seam(pts, i)) continue;
        path(picture, pts + from, i + 1 - from, false);
        from = i + 1;
    }
    path(picture, pts + from, n - from, from == 0);
    bm_canvas_stroke(picture->canvas, &coast);
}

static void draw_background(struct bm_picture *picture)
{
    const bm_background *back = &picture->scene->background;

    bm_canvas_rectangle(picture->canvas, BM_MAP_LEFT, BM_MAP_TOP, BM_MAP_WIDTH, BM_MAP_HEIGHT);
    bm_canvas_fill(picture->canvas, sea, false);
    for (size_t i = 0; i < back->n_rings; i++) {
        path(picture, back->rings[i].pts, back->rings[i].n, true);
        bm_canvas_fill(picture->canvas, land, false);
        stroke_coast(picture, back->rings[i].pts, back->rings[i].n);
    }
    for (size_t i = 0; i < back->n_lines; i++) {
        if (back->lines[i].status == BM_BORDER_MARITIME) continue;
        path(picture, back->lines[i].pts, back->lines[i].n, false);
        bm_canvas_stroke(picture->canvas,
                         back->lines[i].status == BM_BORDER_INTERNATIONAL ? &border : &disputed);
    }
}

/* Areas of incidents that have no point. */
static void draw_areas(struct bm_picture *picture)
{
    for (size_t i = 0; i < picture->scene->n_areas; i++) {
        const bm_area *area = &picture->scene->areas[i].area;

        for (uint32_t r = 0; r < area->n_rings; r++)
            path(picture, area->pts + area->ring_first[r], area->ring_first[r + 1] - area->ring_first[r],
                 true);
        bm_canvas_fill(picture->canvas, vague, true);
        bm_canvas_stroke(picture->canvas, &vague_rim);
    }
}

static bm_status draw_line(bm_ctx *ctx, struct bm_picture *picture, const bm_ll *pts, size_t n,
                           const struct bm_pen *pen)
{
    if (!in_view(picture, pts, n)) return BM_OK;
    bm_arena_reset(picture->arena);
    bm_ll *copy = bm_arena_alloc(picture->arena, n * sizeof *copy);
    if (!copy) return bm_fail(ctx, BM_ENOMEM, "out of memory for a line of a map");
    memcpy(copy, pts, n * sizeof *copy);
    bm_status st = bm_line_simplify(ctx, copy, &n, 0.3 / picture->per_lat);
    path(picture, copy, n, false);
    bm_canvas_stroke(picture->canvas, pen);
    return st;
}

/* The busiest on top. */
static bm_status draw_segments(bm_ctx *ctx, struct bm_picture *picture)
{
    bm_status st = BM_OK;

    for (size_t c = 0; c < picture->classes.n; c++)
        for (size_t i = 0; i < picture->scene->n_segments && st == BM_OK; i++) {
            const struct bm_scene_segment *s = &picture->scene->segments[i];
            const struct bm_class *class = bm_classes_find(&picture->classes, s->stats->rate100);
            struct bm_pen pen = {{class->rgb, 1}, class->width_mm * BM_POINTS_PER_MM, 0, 0};

            if (class != &picture->classes.items[c]) continue;
            if (s->segment->status != BM_BORDER_INTERNATIONAL) pen.dash = 3 * pen.width, pen.gap = 2;
            for (uint32_t k = 0; k < s->n_lines && st == BM_OK; k++)
                st = draw_line(ctx, picture, s->pts + s->first[k], s->first[k + 1] - s->first[k], &pen);
        }
    return st;
}

static void draw_symbols(struct bm_picture *picture)
{
    for (size_t i = 0; i < picture->n_symbols; i++) {
        bm_canvas_circle(picture->canvas, picture->symbols[i].x, picture->symbols[i].y,
                         picture->symbols[i].radius);
        bm_canvas_fill(picture->canvas, symbol, true);
        bm_canvas_stroke(picture->canvas, &symbol_rim);
    }
}

/* --- the whole --- */

static bm_status draw(bm_ctx *ctx, struct bm_picture *picture)
{
    const bm_box *view = &picture->scene->view;
    bm_status st;

    picture->per_lon = BM_MAP_WIDTH / (view->east_deg - view->west_deg);
    picture->per_lat = BM_MAP_HEIGHT / (view->north_deg - view->south_deg);
    if ((st = bm_picture_symbols(ctx, picture)) != BM_OK) return st;
    bm_canvas_rectangle(picture->canvas, 0, 0, BM_PAGE_WIDTH, BM_PAGE_HEIGHT);
    bm_canvas_fill(picture->canvas, (struct bm_color){0xFFFFFF, 1}, false);
    bm_canvas_clip(picture->canvas, BM_MAP_LEFT, BM_MAP_TOP, BM_MAP_WIDTH, BM_MAP_HEIGHT);
    draw_background(picture);
    draw_areas(picture);
    if ((st = draw_segments(ctx, picture)) != BM_OK) return st;
    draw_symbols(picture);
    bm_picture_labels(picture);
    bm_canvas_unclip(picture->canvas);
    bm_canvas_rectangle(picture->canvas, BM_MAP_LEFT, BM_MAP_TOP, BM_MAP_WIDTH, BM_MAP_HEIGHT);
    bm_canvas_stroke(picture->canvas, &frame);
    return bm_picture_legend(ctx, picture);
}

static bm_status make(bm_ctx *ctx, bm_canvas_format format, const struct bm_scene *scene,
                      const bm_stats *stats, const bm_manifest_facts *facts, bm_buf *out)
{
    struct bm_picture picture = {.ctx = ctx, .scene = scene, .stats = stats, .facts = facts};
    size_t n;
    const bm_segment_stats *segments = bm_stats_segments(stats, &n);
    bm_status st = bm_canvas_create(ctx, format, BM_PAGE_WIDTH, BM_PAGE_HEIGHT, 1.6, &picture.canvas);

    bm_classes_make(segments, n, &picture.classes);
    if (st == BM_OK) st = bm_arena_create(ctx, &picture.arena);
    if (st == BM_OK) st = draw(ctx, &picture);
    if (st == BM_OK) st = bm_canvas_finish(ctx, picture.canvas, out);
    bm_canvas_destroy(picture.canvas);
    bm_arena_destroy(picture.arena);
    bm_free(ctx, picture.symbols);
    return st;
}

bm_status bm_picture_png(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                         const bm_manifest_facts *facts, bm_buf *out)
{
    return make(ctx, BM_CANVAS_PNG, scene, stats, facts, out);
}

bm_status bm_picture_svg(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                         const bm_manifest_facts *facts, bm_buf *out)
{
    return make(ctx, BM_CANVAS_SVG, scene, stats, facts, out);
}
