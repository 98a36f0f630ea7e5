/* One piece of a border in a projection of its own: azimuthal equidistant on the ellipsoid. To 330 km from the
 * centre it stretches lengths across the direction to the centre by less than (330/6371)^2/6 = 0.05 %. */
#include "border/bands.h"

#include "adapt/planar.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

/* Where two borders are equally near is told by points on both. What is nearest to the neighbourhood of a
 * tri-point widens like a fan, so points are close there: apart by this share of the way to the line's end, and
 * by so many metres. */
#define SITE_SHARE   0.1
#define SITE_LEAST_M 250.0
#define SITE_MOST_M  (2 * BM_BAND_PART_M)
/* Lines that end in one place, to a centimetre, meet in a tri-point. All that is nearest to it is as near to each
 * of its dyads, and goes to the first, as in tags. */
#define SAME_M 0.1
/* An arc of 90 degrees in 16 steps is 0.12 % of its radius inside of the true one. */
#define ARC_STEPS 16
/* A limit is gone to in strides, each so many times as far as the one before: GEOS's buffers of lines that are
 * much more detailed than they are wide cost the square of the detail. */
#define STRIDE 3.2
#define FIRST_M 1000.0
/* A line is simplified to this share of the least limit, a figure of the distance gone so far. */
#define TOLERANCE 0.008

struct frame {
    bm_ll centre;
    double lon_deg; /* longitudes come out within 180 degrees of it */
};

static struct bm_xy project(const struct frame *frame, bm_ll p)
{
    double az_deg, length_m = bm_geodesic_azimuth_m(frame->centre, p, &az_deg);

    double east_m = length_m * sin(az_deg * BM_DEG_RAD), north_m = length_m * cos(az_deg * BM_DEG_RAD);
    return (struct bm_xy){east_m, north_m};
}

static struct bm_xy to_degrees(void *user, struct bm_xy at)
{
    const struct frame *frame = user;
    bm_ll p = bm_geodesic_go(frame->centre, atan2(at.x, at.y) / BM_DEG_RAD, hypot(at.x, at.y));

    return (struct bm_xy){frame->lon_deg + remainder(p.lon_deg - frame->lon_deg, 360), p.lat_deg};
}

/* --- lines --- */

/* Simplified lines of the piece; a long edge, straight in longitude and latitude, gets points on the way. */
static bm_status add_line(struct bm_band_work *work, const struct frame *frame, const bm_ll *pts, uint32_t n,
                          double tolerance_m, size_t *n_xys)
{
    const double long_m = 10000;
    size_t kept = n;
    bm_status st;

    if ((st = bm_grow(work->ctx, (void **)&work->pts, &work->cap_pts, n, sizeof *work->pts)) != BM_OK) return st;
    for (uint32_t i = 0; i < n; i++) { /* unbroken at 180 degrees */
        work->pts[i] = pts[i];
        work->pts[i].lon_deg = frame->lon_deg + remainder(pts[i].lon_deg - frame->lon_deg, 360);
    }
    if ((st = bm_line_simplify(work->ctx, work->pts, &kept, tolerance_m / 111700)) != BM_OK) return st;
    for (size_t i = 0; i < kept; i++) {
        bm_ll a = work->pts[i > 0 ? i - 1 : 0], b = work->pts[i];
        double span_m = 111700 * hypot(b.lat_deg - a.lat_deg, (b.lon_deg - a.lon_deg) * cos(a.lat_deg * BM_DEG_RAD));
        int steps = i == 0 ? 1 : 1 + (int)(span_m / long_m);

        st = bm_grow(work->ctx, (void **)&work->xys, &work->cap_xys, *n_xys + (size_t)steps, sizeof *work->xys);
        if (st != BM_OK) return st;
        for (int k = 1; k <= steps; k++) {
            double t = (double)k / steps;
            bm_ll p = {a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)};

            work->xys[(*n_xys)++] = project(frame, p);
        }
    }
    return BM_OK;
}

static bm_status make_lines(struct bm_band_work *work, const struct frame *frame,
                            const struct bm_band_piece *piece, double tolerance_m, bm_figure **out)
{
    size_t n = 0;
    bm_status st = bm_grow(work->ctx, (void **)&work->first, &work->cap_first, piece->n_lines + 1,
                           sizeof *work->first);

    for (size_t i = 0; i < piece->n_lines && st == BM_OK; i++) {
        work->first[i] = (uint32_t)n;
        st = add_line(work, frame, piece->pts + piece->lines[i].first, piece->lines[i].n, tolerance_m, &n);
    }
    if (st != BM_OK) return st;
    work->first[piece->n_lines] = (uint32_t)n;
    return bm_figure_lines(work->plane, work->xys, work->first, piece->n_lines, out);
}

/* --- other dyads --- */

struct site_finder {
    struct bm_band_work *work;
    const struct frame *frame;
    double reach_m; /* of the centre */
    uint32_t last_edge, last_site, last_part; /* edges and sites: points of the border */
    int32_t last_dyad;
    bm_status st;
};

static void add_site(struct site_finder *f, struct bm_xy at, int32_t dyad)
{
    struct bm_band_work *work = f->work;
    bool other = dyad != work->dyad;

    if (f->st != BM_OK || hypot(at.x, at.y) > f->reach_m) return;
    f->st = bm_grow(work->ctx, (void **)&work->sites, &work->cap_sites, work->n_sites + 1, sizeof *work->sites);
    if (f->st != BM_OK) return;
    work->sites[work->n_sites++] = (struct bm_site){at, other, dyad};
    work->has_others |= other;
}

static double chord_m(const struct bmb_xyz *a, const struct bmb_xyz *b)
{
    double x = (a->at[0] - (double)b->at[0]) * BMB_XYZ_UNIT, y = (a->at[1] - (double)b->at[1]) * BMB_XYZ_UNIT,
           z = (a->at[2] - (double)b->at[2]) * BMB_XYZ_UNIT;

    return sqrt(x * x + y * y + z * z);
}

/* Where a line ends, at a tri-point perhaps, is a site whatever is near. */
static void end_line(struct site_finder *f)
{
    if (f->last_edge < UINT32_MAX - 1)
        add_site(f, project(f->frame, f->work->border->pts[f->last_edge + 1]), f->last_dyad);
}

/* How far apart sites may be where an edge begins. */
static double site_step_m(struct site_finder *f, uint32_t edge, uint32_t dyad)
{
    const bm_border *border = f->work->border;
    const struct bmb_dyad *d = &border->file_dyads[dyad];
    uint32_t part = f->last_part;
    double to_end_m;

    if (part < d->first_part || part >= d->first_part + d->n_parts || edge < border->parts[part].first)
        part = d->first_part;
    while (edge >= border->parts[part].first + border->parts[part].n) part++;
    f->last_part = part;
    to_end_m = fmin(border->chain[edge] - border->chain[border->parts[part].first],
                    border->chain[border->parts[part].first + border->parts[part].n - 1] - border->chain[edge]);
    return fmin(SITE_MOST_M, fmax(SITE_LEAST_M, SITE_SHARE * to_end_m));
}

/* The start of an edge, unless the edges before began near; long edges get more points. */
static void visit_edge(void *user, uint32_t edge, uint32_t dyad)
{
    struct site_finder *f = user;
    const bm_border *border = f->work->border;
    const bm_ll *pts = border->pts + edge;
    double edge_m = chord_m(&border->xyz[edge], &border->xyz[edge + 1]);
    double step_m = site_step_m(f, edge, dyad);
    int steps = 1 + (int)(edge_m / step_m);
    bool goes_on = edge == f->last_edge + 1;
    double turn_deg = remainder(pts[1].lon_deg - pts[0].lon_deg, 360);

    if (!goes_on) end_line(f);
    f->last_edge = edge;
    f->last_dyad = (int32_t)dyad;
    if (goes_on && steps == 1 && chord_m(&border->xyz[f->last_site], &border->xyz[edge]) + edge_m < step_m)
        return;
    f->last_site = edge;
    for (int k = 0; k < steps; k++) {
        double t = (double)k / steps;
        bm_ll p = {pts[0].lon_deg + t * turn_deg, pts[0].lat_deg + t * (pts[1].lat_deg - pts[0].lat_deg)};

        add_site(f, project(f->frame, p), f->last_dyad);
    }
}

/* What is nearer to others within the greatest limit of the piece; NULL: nothing. */
static bm_status find_others(struct bm_band_work *work, const struct frame *frame,
                             const struct bm_band_piece *piece, bm_figure **out)
{
    double far_m = piece->reach_m + work->bands_m[work->n_bands - 1], reach_m = far_m + work->bands_m[work->n_bands - 1];
    struct bm_xy_box box = {-far_m, -far_m, far_m, far_m};
    struct site_finder f = {.work = work, .frame = frame, .reach_m = reach_m, .last_edge = UINT32_MAX - 1};

    *out = NULL;
    work->n_sites = 0;
    work->has_others = false;
    bm_search_within(work->search, frame->centre, reach_m, visit_edge, &f);
    end_line(&f);
    if (f.st != BM_OK || !work->has_others) return f.st;
    f.st = bm_figure_nearest(work->plane, work->sites, work->n_sites, SAME_M, &box, out);
    /* The edges of single cells say nothing. */
    return f.st == BM_OK ? bm_figure_simplify(work->plane, out, BM_BAND_PART_M / 10) : f.st;
}

/* --- the piece --- */

static bm_status add_part(struct bm_band_work *work, size_t band, bm_figure *figure)
{
    bm_status st = bm_grow(work->ctx, (void **)&work->parts[band], &work->cap_parts[band], work->n_parts[band] + 1,
                           sizeof *work->parts[band]);

    if (st == BM_OK)
        work->parts[band][work->n_parts[band]++] = figure;
    else
        bm_figure_drop(work->plane, figure);
    return st;
}

/* Widens the figure from one distance about the line to another. */
static bm_status stride(struct bm_band_work *work, bm_figure **figure, double *from_m, double to_m)
{
    bm_figure *wide;
    bm_status st = bm_figure_simplify(work->plane, figure, *from_m * TOLERANCE);

    if (st == BM_OK) st = bm_figure_widen(work->plane, *figure, to_m - *from_m, ARC_STEPS, &wide);
    if (st != BM_OK) return st;
    bm_figure_drop(work->plane, *figure);
    *figure = wide;
    *from_m = to_m;
    return BM_OK;
}

static bm_status widen(struct bm_band_work *work, bm_figure **figure, double *from_m, double to_m)
{
    bm_status st = BM_OK;

    while (st == BM_OK && *from_m < to_m) {
        double next_m = *from_m > 0 ? *from_m * STRIDE : FIRST_M;

        st = stride(work, figure, from_m, next_m < to_m / 1.2 ? next_m : to_m);
    }
    return st;
}

bm_status bm_band_draw_piece(struct bm_band_work *work, const struct bm_band_piece *piece)
{
    struct frame frame = {piece->centre, work->lon_deg};
    bm_figure *others = NULL, *about = NULL, *band = NULL;
    double about_m = 0;
    bm_status st = find_others(work, &frame, piece, &others);

    if (st == BM_OK) st = make_lines(work, &frame, piece, work->bands_m[0] * TOLERANCE, &about);
    for (size_t i = 0; i < work->n_bands && st == BM_OK; i++) {
        if ((st = widen(work, &about, &about_m, work->bands_m[i])) != BM_OK) break;
        st = bm_figure_copy(work->plane, about, &band);
        if (st == BM_OK) st = bm_figure_cut(work->plane, &band, others);
        if (st == BM_OK) st = bm_figure_move(work->plane, &band, to_degrees, &frame);
        if (st == BM_OK)
            st = add_part(work, i, band);
        else
            bm_figure_drop(work->plane, band);
        band = NULL;
    }
    bm_figure_drop(work->plane, about);
    bm_figure_drop(work->plane, others);
    return st;
}
