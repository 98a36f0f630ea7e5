/* The lines of a segment. */
#include "border/segments.h"

#include "base/mem.h"
#include "geo/arc.h"

#include <math.h>

/* Lines under construction; room for the most there can be. */
struct lines {
    bool geodesic;
    bm_ll *pts;
    uint32_t *first;
    uint32_t n_pts, n_lines;
};

/* Latitude at which the edge a-b crosses 180 degrees. */
static double crossing_lat_deg(bm_ll a, bm_ll b, bool geodesic)
{
    double whole_deg = 360 - fabs(b.lon_deg - a.lon_deg), low = 0, high = 1, az_deg, len_m;

    if (!geodesic) return a.lat_deg + (180 - fabs(a.lon_deg)) / whole_deg * (b.lat_deg - a.lat_deg);
    len_m = bm_geodesic_azimuth_m(a, b, &az_deg);
    for (int i = 0; i < 52; i++) {
        double middle = (low + high) / 2;

        if ((bm_geodesic_go(a, az_deg, middle * len_m).lon_deg > 0) == (a.lon_deg > 0))
            low = middle;
        else
            high = middle;
    }
    return bm_geodesic_go(a, az_deg, low * len_m).lat_deg;
}

static void start_line(struct lines *lines)
{
    lines->first[lines->n_lines++] = lines->n_pts;
}

/* Adds a point to the current line. A step across 180 degrees ends the line there and starts another. */
static void add_point(struct lines *lines, bm_ll p)
{
    uint32_t line_first = lines->first[lines->n_lines - 1];

    if (lines->n_pts > line_first) {
        bm_ll last = lines->pts[lines->n_pts - 1];

        if (last.lon_deg == p.lon_deg && last.lat_deg == p.lat_deg) return;
        if (fabs(p.lon_deg - last.lon_deg) > 180) {
            double side_deg = last.lon_deg > 0 ? 180 : -180;
            double lat_deg = crossing_lat_deg(last, p, lines->geodesic);

            if (last.lon_deg != side_deg) lines->pts[lines->n_pts++] = (bm_ll){side_deg, lat_deg};
            start_line(lines);
            if (p.lon_deg != -side_deg) lines->pts[lines->n_pts++] = (bm_ll){-side_deg, lat_deg};
        }
    }
    lines->pts[lines->n_pts++] = p;
}

/* Lines of one point (a segment that only touches a part, a line that ends on 180 degrees) are no lines. */
static void drop_points(struct lines *lines)
{
    uint32_t kept = 0, n_pts = 0;

    for (uint32_t i = 0; i < lines->n_lines; i++) {
        uint32_t from = lines->first[i], to = i + 1 < lines->n_lines ? lines->first[i + 1] : lines->n_pts;

        if (to - from < 2) continue;
        lines->first[kept++] = n_pts;
        for (uint32_t k = from; k < to; k++) lines->pts[n_pts++] = lines->pts[k];
    }
    lines->n_lines = kept;
    lines->n_pts = n_pts;
    lines->first[kept] = n_pts;
}

static void collect(const bm_segments *segments, struct bm_station from, struct bm_station to, uint32_t part,
                    struct lines *lines)
{
    const bm_border *border = segments->border;

    for (;; part++) {
        const struct bmb_part *p = &border->parts[part];
        uint32_t end = p->first + p->n - 1;
        bool last = to.edge < end;

        start_line(lines);
        if (from.edge >= p->first) add_point(lines, bm_station_point(border, segments->geodesic, from));
        for (uint32_t i = from.edge >= p->first ? from.edge + 1 : p->first; i <= (last ? to.edge : end); i++)
            add_point(lines, border->pts[i]);
        if (last) {
            add_point(lines, bm_station_point(border, segments->geodesic, to));
            return;
        }
    }
}

static uint32_t part_of(const bm_border *border, uint32_t dyad, uint32_t edge)
{
    uint32_t part = border->file_dyads[dyad].first_part;

    while (edge >= border->parts[part].first + border->parts[part].n) part++;
    return part;
}

/* Points at most, but for those on 180 degrees. */
static uint32_t piece_room(const struct bm_piece *piece)
{
    return piece->last_edge - piece->first_edge + 4;
}

static void add_piece(const bm_segments *segments, uint32_t dyad, const struct bm_piece *piece,
                      struct lines *lines)
{
    struct bm_station from = bm_border_station(segments->border, dyad, piece->from_m, true);
    struct bm_station to = bm_border_station(segments->border, dyad, piece->to_m, false);

    if (to.edge < from.edge) to = from;
    collect(segments, from, to, part_of(segments->border, dyad, from.edge), lines);
}

bm_status bm_segment_lines(bm_ctx *ctx, const bm_segments *segments, uint32_t segment, bm_arena *arena,
                           const bm_ll **pts, const uint32_t **first, uint32_t *n_lines)
{
    uint32_t dyad = (uint32_t)segments->all[segment].dyad;
    uint32_t from = segments->piece_first[dyad], to = segments->piece_first[dyad + 1];
    struct lines lines = {.geodesic = segments->geodesic};
    size_t room = 0;

    *pts = NULL, *first = NULL, *n_lines = 0;
    for (uint32_t p = from; p < to; p++)
        if (segments->pieces[p].segment == segment) room += piece_room(&segments->pieces[p]);
    lines.pts = bm_arena_alloc(arena, room * 3 * sizeof *lines.pts);
    lines.first = bm_arena_alloc(arena, (room * 2 + 2) * sizeof *lines.first);
    if (!lines.pts || !lines.first) return bm_fail(ctx, BM_ENOMEM, "out of memory for the line of a segment");
    for (uint32_t p = from; p < to; p++)
        if (segments->pieces[p].segment == segment) add_piece(segments, dyad, &segments->pieces[p], &lines);
    drop_points(&lines);
    *pts = lines.pts, *first = lines.first, *n_lines = lines.n_lines;
    return BM_OK;
}
