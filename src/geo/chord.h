/* Straight lines through the earth as bounds of geodesics. For two points of the surface with chord c and
 * geodesic length s: 2 R asin(c / 2R) <= s <= 2 r asin(c / 2r), where r = b*b/a and R = a*a/b are the extreme
 * radii of curvature: a curve bent everywhere more than a circle of radius R is longer over the same chord,
 * one bent less than a circle of radius r is shorter. The gap is 2 cm at 100 km. No pole and no 180-degree
 * case. */
#ifndef BM_GEO_CHORD_H
#define BM_GEO_CHORD_H

#include "bordermap/geo.h"
#include "geo/wgs84.h"

#include <math.h>

/* Earth-centred coordinates in metres. */
struct bm_xyz {
    double x, y, z;
};

static inline struct bm_xyz bm_xyz_of(bm_ll p)
{
    double sin_lat = sin(p.lat_deg * BM_DEG_RAD), cos_lat = cos(p.lat_deg * BM_DEG_RAD);
    double normal_m = BM_WGS84_A_M / sqrt(1 - BM_WGS84_E2 * sin_lat * sin_lat);

    return (struct bm_xyz){normal_m * cos_lat * cos(p.lon_deg * BM_DEG_RAD),
                           normal_m * cos_lat * sin(p.lon_deg * BM_DEG_RAD),
                           normal_m * (1 - BM_WGS84_E2) * sin_lat};
}

/* No geodesic over a chord of at most chord_m is longer; half the way round for chords near the diameter. */
static inline double bm_chord_upper_m(double chord_m)
{
    if (!(chord_m < 2 * BM_WGS84_R_MIN_M)) return BM_PI * BM_WGS84_R_MAX_M;
    return 2 * BM_WGS84_R_MIN_M * asin(chord_m / (2 * BM_WGS84_R_MIN_M));
}

/* No geodesic over a chord of at least chord_m is shorter. */
static inline double bm_chord_lower_m(double chord_m)
{
    return 2 * BM_WGS84_R_MAX_M * asin(fmin(1, chord_m / (2 * BM_WGS84_R_MAX_M)));
}

/* Points no farther than length_m along the surface are no farther than this through the earth. */
static inline double bm_chord_reach_m(double length_m)
{
    if (!(length_m < BM_PI * BM_WGS84_R_MAX_M)) return INFINITY;
    return 2 * BM_WGS84_R_MAX_M * sin(length_m / (2 * BM_WGS84_R_MAX_M));
}

/* Square of the distance from p to the straight line a-b, and where on it (0 at a, 1 at b) the nearest point
 * is. */
static inline double bm_chord_distance2(struct bm_xyz p, struct bm_xyz a, struct bm_xyz b, double *t)
{
    double dx = b.x - a.x, dy = b.y - a.y, dz = b.z - a.z;
    double px = p.x - a.x, py = p.y - a.y, pz = p.z - a.z;
    double len2 = dx * dx + dy * dy + dz * dz;
    double at = len2 > 0 ? (px * dx + py * dy + pz * dz) / len2 : 0;

    at = at < 0 ? 0 : at > 1 ? 1 : at;
    px -= at * dx, py -= at * dy, pz -= at * dz;
    *t = at;
    return px * px + py * py + pz * pz;
}

/* Length in metres that a line straight in longitude and latitude does not exceed. lat_deg: its latitude
 * nearest to the equator. */
static inline double bm_lonlat_length_bound_m(double dlon_deg, double dlat_deg, double lat_deg)
{
    return BM_WGS84_R_MAX_M * BM_DEG_RAD * hypot(dlat_deg, dlon_deg * cos(lat_deg * BM_DEG_RAD));
}

/* How far the surface curve of an edge lies from its chord, at most, for both edge models. A curve g over [0,
 * 1] is within max|g''|/8 of its chord (linear interpolation): for an edge straight in longitude and latitude
 * |g''| is at most 1.001 R (|dlat| + |dlon|)^2; a geodesic of length L gives L*L/8r, and L <= R (|dlat| +
 * |dlon|). */
static inline double bm_arc_sag_m(double dlon_deg, double dlat_deg)
{
    double extent = (fabs(dlon_deg) + fabs(dlat_deg)) * BM_DEG_RAD;

    return 1.0112 * BM_WGS84_R_MAX_M * extent * extent / 8;
}

#endif
