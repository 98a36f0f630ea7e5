/* What can be nearest to somewhere in a disc. Let s be a place on a border and q another, both d and e metres
 * from the centre c through the earth. For a point p that is v away from c
 *
 *     |p - q|^2 - |p - s|^2 = e^2 - d^2 - 2 v (q - s),
 *
 * so q is nowhere nearer than s if e^2 - d^2 > 2 r |q - s| for a disc of radius r. Along a straight border
 * this leaves 2 r on each side of s, however far it is; what is within d + 2 r of the centre would be some
 * 2 sqrt(d r). Chords are taken for geodesics with the gap between the two (geo/chord.h) as a margin.
 *
 * Points on a sunflower's spiral cover a disc evenly: Vogel 1979, doi:10.1016/0025-5564(79)90080-4. */
#include "border/disc.h"
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>

/* A stretch that bends more away from its chord is halved: what is 50 km away and x metres aside of the nearest
 * is farther by x*x / 100 km, so that 2 cm are 45 m along a border. */
#define LINE_SAG_M 0.02
/* Up to here a disc's points lie on circles of the curvature that the ellipsoid has at its centre: they differ
 * from those on geodesics by less than e^2 r^3 / 6 R^2, 3 cm. */
#define LOCAL_M 1.0e5
/* Patches: cells of a grid over the disc. */
enum { PATCHES_ACROSS = 4, PATCHES = PATCHES_ACROSS * PATCHES_ACROSS };

static struct bm_xyz minus(struct bm_xyz a, struct bm_xyz b)
{
    return (struct bm_xyz){a.x - b.x, a.y - b.y, a.z - b.z};
}

static double length2(struct bm_xyz v)
{
    return v.x * v.x + v.y * v.y + v.z * v.z;
}

bm_status bm_disc_create(bm_ctx *ctx, struct bm_disc **out)
{
    const double golden = 137.50776405003785 * BM_DEG_RAD;
    void *block;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &block);

    *out = block;
    if (st != BM_OK) return st;
    for (int i = 0; i < BM_DISC_POINTS; i++) {
        double r = sqrt((i + 0.5) / BM_DISC_POINTS), *unit = (*out)->unit[i];

        unit[0] = r * sin(i * golden);
        unit[1] = r * cos(i * golden);
        (*out)->patch[i] = (uint8_t)((int)((unit[0] + 1) / 2 * PATCHES_ACROSS) +
                                     (int)((unit[1] + 1) / 2 * PATCHES_ACROSS) * PATCHES_ACROSS);
    }
    return BM_OK;
}

/* ---- the test above ---- */

/* A place on a border, as seen from the centre of a disc. */
struct rival {
    struct bm_xyz at; /* from the origin */
    double rad_m, reach2; /* reach2: d^2 and the margin */
};

static struct rival rival_of(struct bm_xyz at, double dist2, double rad_m)
{
    double far_m = sqrt(dist2) + rad_m;
    double margin_m =
        bm_chord_upper_m(far_m) - bm_chord_lower_m(far_m) + BM_TIE_M + 2 * BMB_XYZ_ERR_M;

    return (struct rival){at, rad_m, dist2 + margin_m * (2 * far_m + margin_m)};
}

/* Can something at least low_m from the centre, and at most far_m from the rival, be nearer than that? */
static bool can_be_nearer(const struct rival *rival, double low_m, double far_m)
{
    return low_m <= 0 || low_m * low_m <= rival->reach2 + 2 * rival->rad_m * far_m;
}

/* ---- the stretches ---- */

struct look {
    struct bm_disc *disc;
    const bm_search *search;
    const struct bm_segments *segments;
    struct rival nearest;
    const struct bm_piece *piece; /* the last one found; NULL: none */
    bool any;
};

/* A part of an edge, of one segment, between two places from the origin. */
struct stretch {
    struct bm_xyz a, b;
    double t0, t1, sag_m;
    uint32_t edge, segment;
    int32_t dyad;
};

static bool stretch_counts(const struct look *look, const struct stretch *s)
{
    double t, low_m = sqrt(bm_chord_distance2((struct bm_xyz){0, 0, 0}, s->a, s->b, &t)) - s->sag_m;
    double far2 = fmax(length2(minus(s->a, look->nearest.at)), length2(minus(s->b, look->nearest.at)));

    return can_be_nearer(&look->nearest, low_m, sqrt(far2) + s->sag_m);
}

static void keep_line(struct look *look, const struct stretch *s)
{
    struct bm_disc *disc = look->disc;
    struct bm_disc_lines *lines = &disc->lines;
    struct bm_xyz d = minus(s->b, s->a);
    uint32_t n = lines->n;

    if (look->any && s->segment != disc->segment) disc->one = false;
    if (!look->any) disc->one = true, disc->segment = s->segment;
    look->any = true;
    if (n == BM_DISC_LINES) {
        disc->full = true;
        return;
    }
    lines->n++;
    lines->x[n] = s->a.x, lines->y[n] = s->a.y, lines->z[n] = s->a.z;
    lines->dx[n] = d.x, lines->dy[n] = d.y, lines->dz[n] = d.z;
    lines->inverse2[n] = length2(d) > 0 ? 1 / length2(d) : 0;
    lines->sag_m[n] = s->sag_m;
    lines->segment[n] = s->segment;
    lines->dyad[n] = s->dyad;
}

static struct bm_xyz edge_point(const struct look *look, uint32_t edge, double t)
{
    struct bm_arc arc = bm_search_arc(look->search, edge);

    return minus(bm_xyz_of(bm_arc_at(look->search->measure, &arc, t)), look->disc->origin);
}

/* Halves what bends: by halves of t, of an edge of the whole earth some 12 times. */
static void add_stretch(struct look *look, const struct stretch *s)
{
    struct stretch first = *s, second = *s;

    if (!stretch_counts(look, s)) return;
    if (s->sag_m <= LINE_SAG_M) {
        keep_line(look, s);
        return;
    }
    first.t1 = second.t0 = (s->t0 + s->t1) / 2;
    first.b = second.a = edge_point(look, s->edge, first.t1);
    first.sag_m = second.sag_m = (s->sag_m - BMB_XYZ_ERR_M) / 4 + BMB_XYZ_ERR_M;
    add_stretch(look, &first);
    add_stretch(look, &second);
}

/* Where on an edge a chainage is. The speed along a short one hardly changes. */
static double t_at(const struct look *look, const struct stretch *whole, double chain_m)
{
    const double *chain = look->search->border->chain + whole->edge;
    double share = fmin(1, fmax(0, (chain_m - chain[0]) / (chain[1] - chain[0]))), t = share;
    struct bm_arc arc = bm_search_arc(look->search, whole->edge);

    if (whole->sag_m > LINE_SAG_M) return bm_arc_share_to_t(&arc, share);
    for (int i = 0; i < 2; i++) t = fmin(1, fmax(0, t + share - bm_arc_share(&arc, t)));
    return t;
}

/* A stretch of an edge over several pieces, piece by piece. */
static void cut_edge(struct look *look, const struct stretch *whole, uint32_t first, uint32_t last)
{
    struct stretch part = *whole;
    double sag_m = whole->sag_m - BMB_XYZ_ERR_M;

    for (uint32_t p = first; p <= last; p++, part.a = part.b, part.t0 = part.t1) {
        double share;

        part.t1 = p == last ? 1 : t_at(look, whole, look->segments->pieces[p].to_m);
        part.b = p == last ? whole->b : edge_point(look, whole->edge, part.t1);
        part.segment = look->segments->pieces[p].segment;
        share = part.t1 - part.t0;
        part.sag_m = sag_m * share * share + BMB_XYZ_ERR_M;
        if (share > 0 || first == last) add_stretch(look, &part);
    }
}

static void add_edge(struct look *look, struct stretch *whole)
{
    const struct bm_segments *segments = look->segments;
    const struct bm_piece *piece = look->piece;
    const double *chain = look->search->border->chain + whole->edge;
    uint32_t dyad = (uint32_t)whole->dyad, first, last;

    if (!piece || whole->edge <= piece->first_edge || whole->edge >= piece->last_edge) {
        first = bm_piece_at(segments, dyad, whole->edge, chain[0]);
        last = bm_piece_at(segments, dyad, whole->edge, chain[1]);
        look->piece = piece = &segments->pieces[first];
        if (first != last) {
            cut_edge(look, whole, first, last);
            return;
        }
    }
    whole->segment = piece->segment;
    add_stretch(look, whole);
}

/* Is something of the run's box within what can be nearer? Boxes are in single precision. */
static bool box_counts(const struct look *look, const struct bmb_run_boxes *boxes, uint32_t slot)
{
    const struct bm_xyz c = look->disc->origin, s = look->nearest.at;
    const double from[3] = {c.x, c.y, c.z}, rival[3] = {c.x + s.x, c.y + s.y, c.z + s.z};
    double low2 = 0, far2 = 0;

    for (int k = 0; k < 3; k++) {
        double low = boxes->low[k][slot], high = boxes->high[k][slot];
        double out = fmax(0, fmax(low - from[k], from[k] - high));
        double far = fmax(high - rival[k], rival[k] - low);

        low2 += out * out;
        far2 += far * far;
    }
    return can_be_nearer(&look->nearest, sqrt(low2), sqrt(far2));
}

static void look_at_run(void *user, uint32_t group, uint32_t slot)
{
    struct look *look = user;
    const bm_border *border = look->search->border;
    const struct bmb_run *run = &border->runs[border->groups[group].first + slot];
    struct stretch edge = {.t1 = 1, .dyad = (int32_t)run->dyad};

    if (look->disc->full && !look->disc->one) return;
    if (!box_counts(look, &border->run_boxes[group], slot)) return;
    edge.b = minus(bm_border_vertex(border, run->first), look->disc->origin);
    for (uint32_t e = run->first; e < run->first + run->n_edges; e++) {
        edge.a = edge.b;
        edge.b = minus(bm_border_vertex(border, e + 1), look->disc->origin);
        edge.edge = e;
        edge.sag_m = border->sag[e] + BMB_XYZ_ERR_M;
        if (stretch_counts(look, &edge)) add_edge(look, &edge);
    }
}

void bm_disc_look(struct bm_disc *disc, bm_search *search, const struct bm_segments *segments, bm_ll centre,
                  double rad_m, bm_ll near)
{
    struct look look = {.disc = disc, .search = search, .segments = segments};
    struct bm_xyz at;

    disc->centre = centre;
    disc->origin = bm_xyz_of(centre);
    disc->rad_m = rad_m;
    disc->one = disc->full = false;
    disc->lines.n = 0;
    if (isnan(near.lon_deg)) return;
    at = minus(bm_xyz_of(near), disc->origin);
    look.nearest = rival_of(at, length2(at), rad_m);
    bm_search_runs(search, centre, sqrt(length2(at)) + 2 * rad_m + BM_TIE_M, look_at_run, &look);
}

/* ---- the points ---- */

bm_ll bm_disc_point(const struct bm_disc *disc, int i)
{
    const double *unit = disc->unit[i];
    double az_deg = atan2(unit[0], unit[1]) / BM_DEG_RAD;

    return bm_geodesic_go(disc->centre, az_deg, disc->rad_m * hypot(unit[0], unit[1]));
}

/* Where the points are, from the origin. */
static void place_points(const struct bm_disc *disc, struct bm_xyz at[BM_DISC_POINTS])
{
    double sin_lon = sin(disc->centre.lon_deg * BM_DEG_RAD), cos_lon = cos(disc->centre.lon_deg * BM_DEG_RAD);
    double sin_lat = sin(disc->centre.lat_deg * BM_DEG_RAD), cos_lat = cos(disc->centre.lat_deg * BM_DEG_RAD);
    double w2 = 1 - BM_WGS84_E2 * sin_lat * sin_lat;
    double across = sqrt(w2) / BM_WGS84_A_M, along = across * w2 / (1 - BM_WGS84_E2); /* curvatures */

    for (int i = 0; i < BM_DISC_POINTS && disc->rad_m > LOCAL_M; i++)
        at[i] = minus(bm_xyz_of(bm_disc_point(disc, i)), disc->origin);
    for (int i = 0; i < BM_DISC_POINTS && disc->rad_m <= LOCAL_M; i++) {
        double e = disc->unit[i][0] * disc->rad_m, n = disc->unit[i][1] * disc->rad_m, r2 = e * e + n * n;
        double bend = r2 > 0 ? (along * n * n + across * e * e) / r2 : 0, u2 = r2 * bend * bend;
        double flat = 1 - u2 / 6 * (1 - u2 / 20); /* sin u / u */
        double down = r2 * bend / 2 * (1 - u2 / 12); /* (1 - cos u) / bend */

        e *= flat, n *= flat;
        at[i] = (struct bm_xyz){-e * sin_lon - n * sin_lat * cos_lon - down * cos_lat * cos_lon,
                                e * cos_lon - n * sin_lat * sin_lon - down * cos_lat * sin_lon,
                                n * cos_lat - down * sin_lat};
    }
}

/* ---- the nearest stretch to each ---- */

/* Squares of the distances from p to the chords, and where on them (0 to 1) the nearest place is, in a form
 * that compilers turn into vector code. */
static void chords(const struct bm_disc_lines *l, struct bm_xyz p, double *restrict chord2, double *restrict t)
{
    for (uint32_t i = 0; i < l->n; i++) {
        double x = p.x - l->x[i], y = p.y - l->y[i], z = p.z - l->z[i];
        double at = (x * l->dx[i] + y * l->dy[i] + z * l->dz[i]) * l->inverse2[i];

        at = at > 0 ? at : 0;
        at = at < 1 ? at : 1;
        x -= at * l->dx[i], y -= at * l->dy[i], z -= at * l->dz[i];
        t[i] = at;
        chord2[i] = x * x + y * y + z * z;
    }
}

/* The first line within the tie of the nearest: lines come by dyad, then along it. */
static uint32_t nearest_line(const double *chord2, uint32_t n)
{
    double least2 = chord2[0];
    uint32_t first = 0;

    for (uint32_t i = 1; i < n; i++) least2 = chord2[i] < least2 ? chord2[i] : least2;
    least2 += (2 * sqrt(least2) + BM_TIE_M) * BM_TIE_M;
    while (chord2[first] > least2) first++;
    return first;
}

static struct bm_xyz line_point(const struct bm_disc_lines *l, uint32_t i, double t)
{
    return (struct bm_xyz){l->x[i] + t * l->dx[i], l->y[i] + t * l->dy[i], l->z[i] + t * l->dz[i]};
}

static void copy_line(const struct bm_disc_lines *from, uint32_t i, struct bm_disc_lines *to)
{
    uint32_t n = to->n++;

    to->x[n] = from->x[i], to->y[n] = from->y[i], to->z[n] = from->z[i];
    to->dx[n] = from->dx[i], to->dy[n] = from->dy[i], to->dz[n] = from->dz[i];
    to->inverse2[n] = from->inverse2[i];
    to->sag_m[n] = from->sag_m[i];
    to->segment[n] = from->segment[i];
    to->dyad[n] = from->dyad[i];
}

/* Points of the disc that lie together. */
struct patch {
    uint8_t points[BM_DISC_POINTS];
    uint32_t n;
    struct bm_xyz middle; /* from the origin */
    double rad_m;         /* about the middle, through the earth */
    double dist_m;        /* chord from the middle to what is nearest */
    bool one;             /* what can be nearest is of one segment */
};

static void gather_patch(const struct bm_disc *disc, const struct bm_xyz *at, uint8_t number, struct patch *out)
{
    struct bm_xyz sum = {0, 0, 0};

    *out = (struct patch){.n = 0};
    for (int i = 0; i < BM_DISC_POINTS; i++) {
        if (disc->patch[i] != number) continue;
        out->points[out->n++] = (uint8_t)i;
        sum.x += at[i].x, sum.y += at[i].y, sum.z += at[i].z;
    }
    if (out->n == 0) return;
    out->middle = (struct bm_xyz){sum.x / out->n, sum.y / out->n, sum.z / out->n};
    for (uint32_t i = 0; i < out->n; i++)
        out->rad_m = fmax(out->rad_m, length2(minus(at[out->points[i]], out->middle)));
    out->rad_m = sqrt(out->rad_m);
}

/* Leaves those of the disc's lines in disc->some that can be nearest to a point of the patch. */
static void narrow(struct bm_disc *disc, struct patch *patch)
{
    const struct bm_disc_lines *all = &disc->lines;
    struct bm_disc_lines *some = &disc->some;
    double chord2[BM_DISC_LINES], t[BM_DISC_LINES], reach_m;
    struct rival nearest;
    struct bm_xyz place;
    uint32_t best;

    chords(all, patch->middle, chord2, t);
    best = nearest_line(chord2, all->n);
    place = line_point(all, best, t[best]);
    patch->dist_m = sqrt(chord2[best]);
    /* The place itself is up to the sag from the border. */
    nearest = rival_of(minus(place, patch->middle), pow(patch->dist_m + all->sag_m[best], 2), patch->rad_m);
    reach_m = sqrt(nearest.reach2) + 2 * patch->rad_m + all->sag_m[best];
    some->n = 0;
    patch->one = true;
    for (uint32_t i = 0; i < all->n; i++) {
        double low_m = sqrt(chord2[i]) - all->sag_m[i], far2;

        if (low_m > reach_m + all->sag_m[best]) continue;
        far2 = fmax(length2(minus(line_point(all, i, 0), place)), length2(minus(line_point(all, i, 1), place)));
        if (!can_be_nearer(&nearest, low_m, sqrt(far2) + all->sag_m[i] + all->sag_m[best])) continue;
        if (some->n > 0 && all->segment[i] != some->segment[0]) patch->one = false;
        copy_line(all, i, some);
    }
}

void bm_disc_ask(struct bm_disc *disc, double sure_m, struct bm_disc_hit hits[BM_DISC_POINTS])
{
    const struct bm_disc_lines *some = &disc->some;
    double chord2[BM_DISC_LINES], t[BM_DISC_LINES], most_m;
    struct bm_xyz at[BM_DISC_POINTS];
    struct patch patch;

    place_points(disc, at);
    for (uint8_t p = 0; p < PATCHES; p++) {
        gather_patch(disc, at, p, &patch);
        if (patch.n == 0) continue;
        narrow(disc, &patch);
        most_m = bm_chord_upper_m(patch.dist_m + patch.rad_m);
        for (uint32_t i = 0; i < patch.n; i++) {
            struct bm_disc_hit *hit = &hits[patch.points[i]];
            uint32_t best = 0;

            if (!patch.one || most_m > sure_m) {
                chords(some, at[patch.points[i]], chord2, t);
                best = nearest_line(chord2, some->n);
                hit->dist_m = bm_chord_upper_m(sqrt(chord2[best]));
            } else {
                hit->dist_m = most_m;
            }
            hit->segment = some->segment[best];
            hit->dyad = some->dyad[best];
        }
    }
}
