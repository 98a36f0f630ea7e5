/* What the border's edges about a piece of an area say about all of the piece, where the distances at its
 * ends or its centre say little. */
#include "border/range_impl.h"
#include "border/search_impl.h"

#include "geo/chord.h"

#include <math.h>

/* A stretch that bends more away from its chords, or a border edge, is too long to bound. */
#define STRETCH_SAG_M 2.0
#define EDGE_SAG_M    0.25
/* Beyond a quarter of the earth a point does not lie behind for long. */
#define PEAK_REACH_M 8.0e6

static struct bm_xyz minus(struct bm_xyz a, struct bm_xyz b)
{
    return (struct bm_xyz){a.x - b.x, a.y - b.y, a.z - b.z};
}

static double dot(struct bm_xyz a, struct bm_xyz b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static double unit(double t)
{
    return t > 0 ? t < 1 ? t : 1 : 0; /* NaN: 0 */
}

/* Square of the distance between the straight lines p-q and a-b, and where on the first it is: Ericson 2005,
 * Real-Time Collision Detection, 5.1.9. */
static double chords_distance2(struct bm_xyz p, struct bm_xyz q, struct bm_xyz a, struct bm_xyz b, double *t)
{
    struct bm_xyz along = minus(q, p), other = minus(b, a), from = minus(p, a), gap;
    double aa = dot(along, along), bb = dot(other, other), ab = dot(along, other);
    double af = dot(along, from), bf = dot(other, from), s = unit((ab * bf - af * bb) / (aa * bb - ab * ab));
    double u = (ab * s + bf) / bb;

    if (!(u > 0))
        u = 0, s = unit(-af / aa);
    else if (u > 1)
        u = 1, s = unit((ab - af) / aa);
    *t = s;
    gap = (struct bm_xyz){from.x + s * along.x - u * other.x, from.y + s * along.y - u * other.y,
                          from.z + s * along.z - u * other.z};
    return dot(gap, gap);
}

/* The border about a stretch. */
struct facing {
    const bm_tagger *tagger;
    const struct bm_stretch *stretch;
    struct bm_xyz middle, at[BM_STRETCH_EDGES + 1];
    double sag_m[BM_STRETCH_EDGES];
    double low_m; /* least chord, less what both lines bend away from theirs */
    uint32_t edge;
    double t; /* where on the stretch */
};

static void face_piece(struct facing *f, struct bm_xyz a, struct bm_xyz b, double sag_m)
{
    double t, far_m = f->low_m + sag_m + STRETCH_SAG_M + f->stretch->len_m / 2;

    if (bm_chord_distance2(f->middle, a, b, &t) > far_m * far_m) return;
    for (uint32_t i = 0; i < f->stretch->n_edges; i++) {
        double low_m = sqrt(chords_distance2(f->at[i], f->at[i + 1], a, b, &t)) - f->sag_m[i] - sag_m;

        if (low_m < f->low_m) f->low_m = low_m, f->edge = i, f->t = t;
    }
}

static void face_edge(void *user, uint32_t edge, uint32_t dyad)
{
    struct facing *f = user;
    const bm_border *border = f->tagger->border;
    double sag_m = border->sag[edge];
    int n = (int)ceil(sqrt(sag_m / EDGE_SAG_M));
    struct bm_xyz a = bm_border_vertex(border, edge), b;
    struct bm_arc arc;

    (void)dyad;
    if (n <= 1) {
        face_piece(f, a, bm_border_vertex(border, edge + 1), sag_m + BMB_XYZ_ERR_M);
        return;
    }
    arc = bm_search_arc(f->tagger->search, edge);
    for (int i = 0; i < n; i++, a = b) {
        b = bm_xyz_of(bm_arc_at(bm_search_measure(f->tagger->search), &arc, (i + 1.0) / n));
        face_piece(f, a, b, sag_m / n / n + BMB_XYZ_ERR_M);
    }
}

bool bm_stretch_bound(const bm_tagger *tagger, const struct bm_stretch *stretch, double limit_m,
                      double *low_m, bm_ll *at)
{
    struct facing f = {.tagger = tagger, .stretch = stretch, .middle = bm_xyz_of(stretch->middle)};
    bm_ll a, b;

    for (uint32_t i = 0; i <= stretch->n_edges; i++) f.at[i] = bm_xyz_of(stretch->pts[i]);
    for (uint32_t i = 0; i < stretch->n_edges; i++) {
        a = stretch->pts[i], b = stretch->pts[i + 1];
        f.sag_m[i] = bm_arc_sag_m(b.lon_deg - a.lon_deg, b.lat_deg - a.lat_deg);
        if (f.sag_m[i] > STRETCH_SAG_M) return false;
    }
    f.low_m = bm_chord_reach_m(limit_m);
    bm_search_within(tagger->search, stretch->middle, limit_m + stretch->len_m / 2, face_edge, &f);
    *low_m = bm_chord_lower_m(fmax(0, f.low_m));
    a = stretch->pts[f.edge], b = stretch->pts[f.edge + 1];
    *at = (bm_ll){a.lon_deg + f.t * (b.lon_deg - a.lon_deg), a.lat_deg + f.t * (b.lat_deg - a.lat_deg)};
    return true;
}

/* Directions, seen from a point, in which borders lie: from `right` counter-clockwise to `left`, less than
 * half a turn. */
struct cone {
    const bm_border *border;
    struct bm_xyz from, east, north;
    double right[2], left[2], sag_m;
    bool any, open; /* open: half a turn or more */
};

static double cross(const double a[2], const double b[2])
{
    return a[0] * b[1] - a[1] * b[0];
}

static void widen(struct cone *cone, struct bm_xyz to)
{
    struct bm_xyz way = minus(to, cone->from);
    double v[2] = {dot(way, cone->east), dot(way, cone->north)}, past_right, before_left;

    if (!cone->any) {
        cone->any = true;
        cone->right[0] = cone->left[0] = v[0], cone->right[1] = cone->left[1] = v[1];
        return;
    }
    past_right = cross(cone->right, v), before_left = cross(v, cone->left);
    if (past_right >= 0 && before_left >= 0) {
        if (cone->right[0] * v[0] + cone->right[1] * v[1] < 0 && past_right == 0) cone->open = true;
        return;
    }
    if (past_right >= 0)
        cone->left[0] = v[0], cone->left[1] = v[1];
    else if (before_left >= 0)
        cone->right[0] = v[0], cone->right[1] = v[1];
    else
        cone->open = true;
}

static void widen_by_edge(void *user, uint32_t edge, uint32_t dyad)
{
    struct cone *cone = user;

    (void)dyad;
    if (cone->open) return;
    widen(cone, bm_border_vertex(cone->border, edge));
    widen(cone, bm_border_vertex(cone->border, edge + 1));
    cone->sag_m = fmax(cone->sag_m, cone->border->sag[edge]);
}

static struct cone cone_at(const bm_border *border, bm_ll p)
{
    double sin_lon = sin(p.lon_deg * BM_DEG_RAD), cos_lon = cos(p.lon_deg * BM_DEG_RAD);
    double sin_lat = sin(p.lat_deg * BM_DEG_RAD), cos_lat = cos(p.lat_deg * BM_DEG_RAD);

    return (struct cone){.border = border,
                         .from = bm_xyz_of(p),
                         .east = {-sin_lon, cos_lon, 0},
                         .north = {-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat}};
}

/* Let c be the centre, n its normal, w the unit vector across n away from the middle of the cone, q a border
 * point that is nearest to some place x within half_m: it is within D = dist_m + 2 half_m of c. At x the
 * geodesic to q sets out, but for an angle of some e*e/12 (D/r)^2 (here: 0.01, several times that), in the
 * direction of q - x without its part along n', the normal at x. Its part along w, moved onto the surface at
 * x, is w.(q - x) - (w.n') (n'.(q - x)), where w.(q - x) is w.(q - c) and at most half_m more, |w.n'| at most
 * half_m / r, |n'.(q - x)| at most D*D / 2r. If w.(q - c) is below minus all that, q falls behind as one
 * moves from x along w. */
bool bm_no_peak_within(const bm_tagger *tagger, bm_ll centre, double half_m, double dist_m)
{
    double reach_m = dist_m + 2 * half_m, d_m = dist_m / BM_WGS84_R_MIN_M, r_m = BM_WGS84_R_MIN_M;
    double least_m, margin_m, sizes, cos_full, cos_half;
    struct cone cone;

    if (!(half_m < dist_m / 4) || reach_m > PEAK_REACH_M) return false;
    cone = cone_at(tagger->border, centre);
    bm_search_within(tagger->search, centre, reach_m, widen_by_edge, &cone);
    if (cone.open || !cone.any) return false;
    sizes = hypot(cone.right[0], cone.right[1]) * hypot(cone.left[0], cone.left[1]);
    cos_full = (cone.right[0] * cone.left[0] + cone.right[1] * cone.left[1]) / sizes;
    cos_half = sqrt(fmax(0, (1 + cos_full) / 2));
    margin_m = half_m + half_m * reach_m * reach_m / (2 * r_m * r_m) + 0.01 * reach_m + 2 * cone.sag_m;
    least_m = r_m * sin(d_m) * 0.98; /* across n, of any border: none is nearer than dist_m */
    return least_m * cos_half > margin_m;
}
