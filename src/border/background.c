/* What a map shows behind the incidents: the ground of countries and the lines between them, with no more
 * points than its scale needs. */
#include "bordermap/border.h"

#include "adapt/planar.h"
#include "base/mem.h"
#include "border/bmb.h"

#include <math.h>
#include <string.h>

/* Lines under construction. */
struct lines {
    bm_ctx *ctx;
    bm_ll *pts;
    size_t n_pts, cap_pts;
    bm_background_line *items;
    size_t n, cap;
    double tolerance_deg;
};

/* The box may go on beyond 180 degrees. */
static bool meets(const bm_box *a, const bm_box *box)
{
    if (a->south_deg > box->north_deg || box->south_deg > a->north_deg) return false;
    for (int turn_deg = -360; turn_deg <= 360; turn_deg += 360)
        if (a->west_deg + turn_deg <= box->east_deg && box->west_deg <= a->east_deg + turn_deg) return true;
    return false;
}

static bm_box box_of(const bm_ll *pts, size_t n)
{
    bm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

    for (size_t i = 0; i < n; i++) {
        box.west_deg = fmin(box.west_deg, pts[i].lon_deg), box.east_deg = fmax(box.east_deg, pts[i].lon_deg);
        box.south_deg = fmin(box.south_deg, pts[i].lat_deg);
        box.north_deg = fmax(box.north_deg, pts[i].lat_deg);
    }
    return box;
}

/* Adds a line with only the points that its scale needs; nothing if no line is left. */
static bm_status add(struct lines *lines, const bm_ll *pts, size_t n, const bm_background_line *line)
{
    bool ring = line->dyad < 0;
    bm_ll *to;
    bm_status st = bm_grow(lines->ctx, (void **)&lines->pts, &lines->cap_pts, lines->n_pts + n + ring,
                           sizeof *lines->pts);

    if (st != BM_OK) return st;
    st = bm_grow(lines->ctx, (void **)&lines->items, &lines->cap, lines->n + 1, sizeof *lines->items);
    if (st != BM_OK) return st;
    to = lines->pts + lines->n_pts;
    memcpy(to, pts, n * sizeof *pts);
    if (ring) to[n++] = pts[0];
    if ((st = bm_line_simplify(lines->ctx, to, &n, lines->tolerance_deg)) != BM_OK) return st;
    if (n < (ring ? 4u : 2u)) return BM_OK;
    lines->items[lines->n] = *line;
    lines->items[lines->n++].n = (uint32_t)n;
    lines->n_pts += n;
    return BM_OK;
}

static bm_status add_rings(const bm_border *border, const bm_box *box, struct lines *lines)
{
    bm_status st = BM_OK;

    for (uint32_t r = 0; r < border->n_rings && st == BM_OK; r++) {
        const struct bmb_ring *ring = &border->rings[r];
        bm_background_line line = {.dyad = -1};

        if (!meets(&border->ring_areas[r], box)) continue;
        memcpy(line.iso3, border->countries[ring->country].iso, sizeof line.iso3);
        st = add(lines, border->ring_pts + ring->first, ring->n, &line);
    }
    return st;
}

/* The stretches of a part that have one status and do not step over 180 degrees. */
static bm_status add_part(const bm_border *border, const struct bmb_part *part, const bm_box *box,
                          struct lines *lines)
{
    uint32_t end = part->first + part->n - 1, from = part->first;
    bm_status st = BM_OK;

    for (uint32_t i = part->first; i < end && st == BM_OK; i++) {
        bool over = fabs(border->pts[i + 1].lon_deg - border->pts[i].lon_deg) > 180;
        bool ends = over || i + 1 == end || border->status[i + 1] != border->status[i];
        uint32_t to = over ? i : i + 1;
        bm_box about;

        if (!ends) continue;
        about = box_of(border->pts + from, to - from + 1);
        if (to > from && meets(&about, box)) {
            const bm_background_line line = {.dyad = (int32_t)part->dyad,
                                             .status = (bm_border_status)border->status[from]};

            st = add(lines, border->pts + from, to - from + 1, &line);
        }
        from = i + 1;
    }
    return st;
}

/* Copies into the arena. */
static bm_status hand_over(bm_ctx *ctx, const struct lines *lines, bm_arena *arena, bm_background *out)
{
    bm_ll *pts = bm_arena_alloc(arena, lines->n_pts * sizeof *pts);
    bm_background_line *items = bm_arena_alloc(arena, lines->n * sizeof *items);
    size_t at = 0;

    if (!pts || !items) return bm_fail(ctx, BM_ENOMEM, "out of memory for the background of a map");
    if (lines->n_pts > 0) memcpy(pts, lines->pts, lines->n_pts * sizeof *pts);
    for (size_t i = 0; i < lines->n; i++) {
        items[i] = lines->items[i];
        items[i].pts = pts + at;
        at += items[i].n;
        if (items[i].dyad < 0) out->n_rings++;
    }
    out->rings = items;
    out->lines = items + out->n_rings;
    out->n_lines = lines->n - out->n_rings;
    return BM_OK;
}

bm_status bm_border_background(bm_ctx *ctx, const bm_border *border, const bm_box *box, double tolerance_deg,
                               bm_arena *arena, bm_background *out)
{
    struct lines lines = {.ctx = ctx, .tolerance_deg = tolerance_deg};
    bm_status st = add_rings(border, box, &lines);

    *out = (bm_background){0};
    for (uint32_t p = 0; p < border->n_parts && st == BM_OK; p++)
        st = add_part(border, &border->parts[p], box, &lines);
    if (st == BM_OK) st = hand_over(ctx, &lines, arena, out);
    bm_free(ctx, lines.pts);
    bm_free(ctx, lines.items);
    return st;
}
