/* Geodesics on WGS 84: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), doi:10.1007/s00190-012-0578-z,
 * as implemented in PROJ's geodesic.h. Setting up its ellipsoid costs some 0.1 microseconds, so each call
 * does. */
#include "bordermap/geo.h"

#include "geo/wgs84.h"

#include <geodesic.h>
#include <math.h>

double bm_geodesic_azimuth_m(bm_ll a, bm_ll b, double *az_deg)
{
    struct geod_geodesic wgs84;
    double length_m, az1_deg;

    geod_init(&wgs84, BM_WGS84_A_M, BM_WGS84_F);
    geod_inverse(&wgs84, a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, &length_m, &az1_deg, NULL);
    if (az_deg) {
        if (az1_deg < 0) az1_deg += 360;
        *az_deg = az1_deg >= 360 ? 0 : az1_deg + 0.0; /* + 0.0: no minus zero */
    }
    return length_m;
}

double bm_geodesic_m(bm_ll a, bm_ll b)
{
    return bm_geodesic_azimuth_m(a, b, NULL);
}

bm_ll bm_geodesic_go(bm_ll from, double az_deg, double distance_m)
{
    struct geod_geodesic wgs84;
    bm_ll to;

    geod_init(&wgs84, BM_WGS84_A_M, BM_WGS84_F);
    geod_direct(&wgs84, from.lat_deg, from.lon_deg, az_deg, distance_m, &to.lat_deg, &to.lon_deg, NULL);
    return to;
}

unsigned bm_geodesic_divide(bm_ll from, bm_ll to, double piece_m, unsigned most, bm_ll *out)
{
    struct geod_geodesic wgs84;
    struct geod_geodesicline line;

    geod_init(&wgs84, BM_WGS84_A_M, BM_WGS84_F);
    geod_inverseline(&line, &wgs84, from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg,
                     GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
    unsigned pieces = (unsigned)fmin(most, fmax(1, ceil(line.s13 / piece_m)));
    for (unsigned i = 1; i < pieces; i++)
        geod_position(&line, line.s13 * i / pieces, &out[i - 1].lat_deg, &out[i - 1].lon_deg, NULL);
    return pieces;
}

double bm_geodesic_area_m2(const bm_ll *pts, size_t n)
{
    struct geod_geodesic wgs84;
    struct geod_polygon polygon;
    double area_m2 = 0;

    if (n > 1 && pts[0].lon_deg == pts[n - 1].lon_deg && pts[0].lat_deg == pts[n - 1].lat_deg) n--;
    if (n < 3) return 0;
    geod_init(&wgs84, BM_WGS84_A_M, BM_WGS84_F);
    geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < n; i++) geod_polygon_addpoint(&wgs84, &polygon, pts[i].lat_deg, pts[i].lon_deg);
    geod_polygon_compute(&wgs84, &polygon, 0, 1, &area_m2, NULL);
    return area_m2;
}
