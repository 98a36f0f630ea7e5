/* Nearest point on an edge. Newton's method on half the squared geodesic distance: with the reduced length m
 * and the geodesic scale M of Karney 2013 (doi:10.1007/s00190-012-0578-z, section 3) the distance s from a
 * fixed point to one moving along a curve has s' = cos(d) and s'' = sin(d)^2 M/m - k sin(d), d being the
 * angle from the geodesic's direction to the curve's and k the curve's geodesic curvature (0 for a geodesic,
 * Liouville's formula for a line straight in longitude and latitude). Half the square of s is very nearly
 * quadratic, so a small last step needs no new evaluation. */
#include "geo/arc.h"

#include "base/mem.h"
#include "geo/wgs84.h"

#include <geodesic.h>
#include <math.h>
#include <string.h>

/* The geodesic from the measure's point to `at`, with its reduced length and scale. */
struct probe {
    bm_ll at;
    double s_m, az0_deg, az_deg; /* length; direction at the start and on arrival */
    double east, north;          /* the latter as a vector */
    double m_m, scale;
    bool valid;
};

/* A geodesic edge. A short one is the line straight in longitude and latitude and a parabola across it, by
 * the equations of geodesics on a surface of revolution at the middle: lon'' = 2 M sin(lat) / p lat' lon',
 * lat'' = -p sin(lat) / M lon'^2 - 3 e2 sin(lat) cos(lat) / w2 lat'^2, p being the parallel's radius and M
 * the meridian's. What that leaves out is of the order of length^3 / R^2 (1 + tan(lat)^2) sqrt(3) / 216, the
 * greatest t (1-t) (1-2t) / 12 times it: SHORT_ERR_M is some times more (measured in geo_arc_test). */
struct curve {
    bm_ll a, b; /* its ends */
    bool is_short;
    double bend_lon_deg, bend_lat_deg; /* second derivatives by t */
    struct geod_geodesicline line;
};
#define SHORT_ERR_M 1e-5
/* Long edges are few, and solving one costs as much as a distance: so many are kept, by where they begin. */
enum { KEPT_CURVES = 256 };

struct bm_measure {
    struct geod_geodesic wgs84;
    struct curve kept[KEPT_CURVES + 1]; /* the last one: that of a short edge */
    bm_ll from;
    struct probe last[2];
    unsigned next; /* which of `last` is replaced next; the other is the newest */
};

/* A curve at one of its points: metres for a unit of t, direction, geodesic curvature (positive: to the
 * right). */
struct tangent {
    double speed_m, east, north, curvature;
};

bm_status bm_measure_create(bm_ctx *ctx, bm_measure **out)
{
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof(bm_measure), &block)) != BM_OK) return st;
    *out = block;
    geod_init(&(*out)->wgs84, BM_WGS84_A_M, BM_WGS84_F);
    return BM_OK;
}

void bm_measure_destroy(bm_ctx *ctx, bm_measure *measure)
{
    bm_free(ctx, measure);
}

void bm_measure_from(bm_measure *measure, bm_ll point)
{
    measure->from = point;
    measure->last[0].valid = measure->last[1].valid = false;
}

struct bm_ray bm_measure_last(const bm_measure *measure)
{
    const struct probe *p = &measure->last[measure->next ^ 1u];

    return (struct bm_ray){p->at, p->s_m, p->east, p->north, p->m_m > 0 ? p->scale / p->m_m : 0};
}

struct bm_arc bm_arc_of(bm_ll a, bm_ll b, bool geodesic)
{
    double dlon_deg = b.lon_deg - a.lon_deg;

    if (dlon_deg > 180) dlon_deg -= 360;
    if (dlon_deg < -180) dlon_deg += 360;
    return (struct bm_arc){a, b, dlon_deg, b.lat_deg - a.lat_deg, geodesic};
}

static bm_ll at_lonlat(const struct bm_arc *edge, double t)
{
    bm_ll at;

    if (t <= 0) return edge->a;
    if (t >= 1) return edge->b;
    at.lat_deg = edge->a.lat_deg + t * edge->dlat_deg;
    at.lon_deg = edge->a.lon_deg + t * edge->dlon_deg;
    if (at.lon_deg > 180) at.lon_deg -= 360;
    if (at.lon_deg < -180) at.lon_deg += 360;
    return at;
}

/* Metres for a radian at a latitude, and what the equations of a geodesic ask for. */
struct radii {
    double sin_lat, cos_lat, w2, parallel_m, meridian_m;
};

static struct radii radii_at(double lat_deg)
{
    struct radii r;
    double normal_m;

    r.sin_lat = sin(lat_deg * BM_DEG_RAD);
    r.cos_lat = cos(lat_deg * BM_DEG_RAD);
    r.w2 = 1 - BM_WGS84_E2 * r.sin_lat * r.sin_lat;
    normal_m = BM_WGS84_A_M / sqrt(r.w2);
    r.parallel_m = normal_m * r.cos_lat;
    r.meridian_m = normal_m * (1 - BM_WGS84_E2) / r.w2;
    return r;
}

/* A place may be no number, in a damaged file. */
static unsigned kept_at(bm_ll begin)
{
    uint64_t lon, lat;

    memcpy(&lon, &begin.lon_deg, sizeof lon);
    memcpy(&lat, &begin.lat_deg, sizeof lat);
    return (unsigned)((lon * UINT64_C(0x9E3779B97F4A7C15) + lat) * UINT64_C(0xD6E8FEB86659FD93) >> 32) % KEPT_CURVES;
}

static const struct curve *long_curve(bm_measure *measure, const struct bm_arc *edge)
{
    struct curve *curve = &measure->kept[kept_at(edge->a)];

    if (curve->a.lon_deg == edge->a.lon_deg && curve->a.lat_deg == edge->a.lat_deg &&
        curve->b.lon_deg == edge->b.lon_deg && curve->b.lat_deg == edge->b.lat_deg)
        return curve;
    curve->a = edge->a;
    curve->b = edge->b;
    geod_inverseline(&curve->line, &measure->wgs84, edge->a.lat_deg, edge->a.lon_deg, edge->b.lat_deg,
                     edge->b.lon_deg, GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_AZIMUTH | GEOD_DISTANCE_IN);
    return curve;
}

/* That of a geodesic edge, until the next call. */
static const struct curve *curve_of(bm_measure *measure, const struct bm_arc *edge)
{
    struct radii r = radii_at(edge->a.lat_deg + edge->dlat_deg / 2);
    double dlon = edge->dlon_deg * BM_DEG_RAD, dlat = edge->dlat_deg * BM_DEG_RAD;
    double len_m = fabs(dlon * r.parallel_m) + fabs(dlat * r.meridian_m);
    struct curve *curve = &measure->kept[KEPT_CURVES];

    if (!(len_m * len_m * len_m <
          SHORT_ERR_M * 16 * BM_WGS84_R_MIN_M * BM_WGS84_R_MIN_M * r.cos_lat * r.cos_lat))
        return long_curve(measure, edge);
    curve->is_short = true;
    curve->bend_lon_deg = 2 * r.meridian_m * r.sin_lat / r.parallel_m * dlat * edge->dlon_deg;
    curve->bend_lat_deg = -r.parallel_m * r.sin_lat / r.meridian_m * dlon * edge->dlon_deg -
                          3 * BM_WGS84_E2 * r.sin_lat * r.cos_lat / r.w2 * dlat * edge->dlat_deg;
    return curve;
}

static bm_ll at_short(const struct bm_arc *edge, const struct curve *curve, double t)
{
    bm_ll at = at_lonlat(edge, t);
    double half = t * (1 - t) / 2;

    if (t <= 0 || t >= 1) return at;
    at.lat_deg -= half * curve->bend_lat_deg;
    at.lon_deg -= half * curve->bend_lon_deg;
    if (at.lon_deg > 180) at.lon_deg -= 360;
    if (at.lon_deg < -180) at.lon_deg += 360;
    return at;
}

/* How a short edge runs at t, where `at` is. */
static void run_short(const struct bm_arc *edge, const struct curve *curve, double t, bm_ll at,
                      struct tangent *tangent)
{
    struct radii r = radii_at(at.lat_deg);
    double turn = (t < 0 ? 0 : t > 1 ? 1 : t) - 0.5;
    double east_m = (edge->dlon_deg + turn * curve->bend_lon_deg) * BM_DEG_RAD * r.parallel_m;
    double north_m = (edge->dlat_deg + turn * curve->bend_lat_deg) * BM_DEG_RAD * r.meridian_m;
    double speed_m = sqrt(east_m * east_m + north_m * north_m);

    *tangent =
        speed_m > 0 ? (struct tangent){speed_m, east_m / speed_m, north_m / speed_m, 0} : (struct tangent){0};
}

/* Where the edge is at t and how it runs there; curve: of a geodesic edge; NULL: a straight one. */
static bm_ll point_at(const struct bm_arc *edge, const struct curve *curve, double t, struct tangent *tangent)
{
    double sin_lat, cos_lat, w2, normal_m, meridian_m, north_m, east_m, dlog;
    bm_ll at;

    if (curve && curve->is_short) {
        at = at_short(edge, curve, t);
        run_short(edge, curve, t, at, tangent);
        return at;
    }
    if (curve) {
        const struct geod_geodesicline *line = &curve->line;
        double heading_deg;

        geod_position(line, t * line->s13, &at.lat_deg, &at.lon_deg, &heading_deg);
        if (t <= 0 || t >= 1) {
            bm_ll end = t <= 0 ? edge->a : edge->b;

            /* At a pole a direction's azimuth turns with the longitude that is written. */
            if (fabs(end.lat_deg) == 90)
                heading_deg += (end.lon_deg - at.lon_deg) * (end.lat_deg > 0 ? 1 : -1);
            at = end;
        }
        *tangent =
            (struct tangent){line->s13, sin(heading_deg * BM_DEG_RAD), cos(heading_deg * BM_DEG_RAD), 0};
        return at;
    }
    at = at_lonlat(edge, t);
    sin_lat = sin(at.lat_deg * BM_DEG_RAD);
    cos_lat = fmax(cos(at.lat_deg * BM_DEG_RAD), 1e-12);
    w2 = 1 - BM_WGS84_E2 * sin_lat * sin_lat;
    normal_m = BM_WGS84_A_M / sqrt(w2);
    meridian_m = normal_m * (1 - BM_WGS84_E2) / w2;
    north_m = meridian_m * edge->dlat_deg * BM_DEG_RAD;
    east_m = normal_m * cos_lat * edge->dlon_deg * BM_DEG_RAD;
    tangent->speed_m = sqrt(north_m * north_m + east_m * east_m);
    if (tangent->speed_m == 0) { /* both ends at a pole */
        *tangent = (struct tangent){0};
        return at;
    }
    tangent->east = east_m / tangent->speed_m;
    tangent->north = north_m / tangent->speed_m;
    dlog = -sin_lat / cos_lat * meridian_m / normal_m - 3 * BM_WGS84_E2 * sin_lat * cos_lat / w2;
    tangent->curvature = tangent->east * tangent->north * tangent->north / meridian_m * dlog -
                         tangent->east * sin_lat / (cos_lat * normal_m);
    return at;
}

static void probe_at(bm_measure *measure, bm_ll at, struct probe *out)
{
    double scale12;

    for (unsigned i = 0; i < 2; i++) {
        const struct probe *last = &measure->last[i];

        if (last->valid && last->at.lon_deg == at.lon_deg && last->at.lat_deg == at.lat_deg) {
            *out = *last;
            return;
        }
    }
    out->at = at;
    geod_geninverse(&measure->wgs84, measure->from.lat_deg, measure->from.lon_deg, at.lat_deg, at.lon_deg,
                    &out->s_m, &out->az0_deg, &out->az_deg, &out->m_m, &scale12, &out->scale, NULL);
    out->east = sin(out->az_deg * BM_DEG_RAD);
    out->north = cos(out->az_deg * BM_DEG_RAD);
    out->valid = true;
    measure->last[measure->next] = *out;
    measure->next ^= 1u;
}

double bm_measure_to(bm_measure *measure, bm_ll at, double *az_deg, double *back_az_deg)
{
    struct probe p;

    probe_at(measure, at, &p);
    *az_deg = p.az0_deg < 0 ? p.az0_deg + 360 : p.az0_deg + 0.0; /* + 0.0: no minus zero */
    if (*az_deg >= 360) *az_deg = 0;
    *back_az_deg = p.az_deg + 180;
    return p.s_m;
}

bm_ll bm_arc_at(bm_measure *measure, const struct bm_arc *edge, double t)
{
    struct tangent tangent;

    if (!edge->geodesic || t <= 0 || t >= 1) return at_lonlat(edge, t);
    return point_at(edge, curve_of(measure, edge), t, &tangent);
}

double bm_arc_heading_deg(bm_measure *measure, const struct bm_arc *edge, double t)
{
    struct tangent tangent;

    (void)point_at(edge, edge->geodesic ? curve_of(measure, edge) : NULL, t, &tangent);
    return atan2(tangent.east, tangent.north) / BM_DEG_RAD;
}

/* Length of the stretch from t0 to t1 of an edge straight in longitude and latitude: Gauss-Legendre, 3
 * points; for the shares of an edge of some 5 degrees good to a millionth. */
static double stretch_m(const struct bm_arc *edge, double t0, double t1)
{
    static const double node[3] = {0.11270166537925831, 0.5, 0.88729833462074169};
    static const double weight[3] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    double sum_m = 0;

    for (int i = 0; i < 3; i++) {
        struct tangent tangent;

        (void)point_at(edge, NULL, t0 + (t1 - t0) * node[i], &tangent);
        sum_m += weight[i] * tangent.speed_m;
    }
    return sum_m * fabs(t1 - t0);
}

double bm_arc_share(const struct bm_arc *edge, double t)
{
    double before_m, after_m;

    if (edge->geodesic || t <= 0 || t >= 1) return t <= 0 ? 0 : t >= 1 ? 1 : t;
    if (edge->dlat_deg == 0) return t; /* along a parallel: even */
    before_m = stretch_m(edge, 0, t);
    after_m = stretch_m(edge, t, 1);
    return before_m + after_m > 0 ? before_m / (before_m + after_m) : t;
}

double bm_arc_share_to_t(const struct bm_arc *edge, double share)
{
    double t = share;

    if (edge->geodesic || share <= 0 || share >= 1) return share <= 0 ? 0 : share >= 1 ? 1 : share;
    if (edge->dlat_deg == 0) return share;
    for (int i = 0; i < 16; i++) { /* Newton; near a pole a step may pass an end: halfway there instead */
        double before_m = stretch_m(edge, 0, t), after_m = stretch_m(edge, t, 1), next;
        struct tangent tangent;

        (void)point_at(edge, NULL, t, &tangent);
        if (!(tangent.speed_m > 0)) break;
        next = t - (before_m - share * (before_m + after_m)) / tangent.speed_m;
        next = next <= 0 ? t / 2 : next >= 1 ? (t + 1) / 2 : next;
        if (fabs(next - t) < 1e-15) return next;
        t = next;
    }
    return t;
}

/* When Newton's method does not settle (points near the far side of the earth). */
static void golden_section(bm_measure *measure, const struct bm_arc *edge, const struct curve *curve,
                           double t0, double t1, struct bm_foot *out)
{
    const double ratio = 0.61803398874989484820;
    struct tangent tangent;
    struct probe probe;
    double low = t0, high = t1;
    bool rising[2];

    out->dist_m = INFINITY;
    for (int k = 0; k < 2; k++) { /* falling or rising all along: the nearest point is an end */
        double t = k == 0 ? t0 : t1;

        probe_at(measure, point_at(edge, curve, t, &tangent), &probe);
        if (probe.s_m < out->dist_m) *out = (struct bm_foot){t, probe.s_m, probe.at};
        rising[k] = tangent.east * probe.east + tangent.north * probe.north > 0;
    }
    if (rising[0] == rising[1]) return;
    for (int i = 0; i < 64; i++) {
        double t[4] = {low, high - ratio * (high - low), low + ratio * (high - low), high}, s_m[4];

        for (int k = 0; k < 4; k++) {
            probe_at(measure, point_at(edge, curve, t[k], &tangent), &probe);
            s_m[k] = probe.s_m;
            if (s_m[k] < out->dist_m) *out = (struct bm_foot){t[k], s_m[k], probe.at};
        }
        if (s_m[1] <= s_m[2])
            high = t[2];
        else
            low = t[1];
    }
}

void bm_arc_nearest(bm_measure *measure, const struct bm_arc *edge, double t0, double t1, double guess,
                    struct bm_foot *out)
{
    const struct curve *curve = edge->geodesic ? curve_of(measure, edge) : NULL;
    struct tangent tangent;
    struct probe p;
    double t = guess < t0 ? t0 : guess > t1 ? t1 : guess;

    for (int i = 0; i < 20; i++) {
        double along, across, g, dg, step, next, du_m, bend;

        probe_at(measure, point_at(edge, curve, t, &tangent), &p);
        *out = (struct bm_foot){t, p.s_m, p.at};
        if (p.s_m == 0 || tangent.speed_m == 0) return;
        along = tangent.east * p.east + tangent.north * p.north;  /* cos d */
        across = tangent.east * p.north - tangent.north * p.east; /* sin d */
        g = p.s_m * along;
        dg = along * along + p.s_m * (across * across * p.scale / p.m_m - tangent.curvature * across);
        if (!(dg > 0.05)) break;
        step = -g / dg / tangent.speed_m;
        next = t + step < t0 ? t0 : t + step > t1 ? t1 : t + step;
        du_m = (next - t) * tangent.speed_m;
        if (next == t) return;
        /* What the quadratic model leaves out, in metres: k*k du^3 of the distance, k*k s du^2 of the place.
         * Not at an end, where the place's error is the distance's. */
        bend = tangent.curvature * tangent.curvature + 1 / (BM_WGS84_R_MIN_M * BM_WGS84_R_MIN_M);
        if (next > t0 && next < t1 && fabs(du_m) < 50 && bend * fabs(du_m * du_m * du_m) < 1e-8 &&
            bend * p.s_m * du_m * du_m < 1e-4) {
            out->t = next;
            out->dist_m = sqrt(fmax(0, p.s_m * p.s_m + 2 * g * du_m + dg * du_m * du_m));
            out->at = edge->geodesic ? point_at(edge, curve, next, &tangent) : at_lonlat(edge, next);
            return;
        }
        t = next;
    }
    golden_section(measure, edge, curve, t0, t1, out);
}
