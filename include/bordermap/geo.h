/* bordermap: points, boxes and areas on the WGS 84 ellipsoid. Longitude first, degrees; lengths in metres. */
#ifndef BORDERMAP_GEO_H
#define BORDERMAP_GEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* lon_deg in [-180, 180], lat_deg in [-90, 90]. */
typedef struct bm_ll {
    double lon_deg, lat_deg;
} bm_ll;

/* West may be greater than east: the box then crosses 180 degrees. */
typedef struct bm_box {
    double west_deg, south_deg, east_deg, north_deg;
} bm_box;

/* A region: rings in any order, holes by the even-odd rule, edges straight in longitude and latitude. Ring i
 * is pts[ring_first[i]] to pts[ring_first[i+1]-1]; the first point is not repeated at the end. No ring
 * crosses 180 degrees (it is cut there). A view: owned by whoever made it, immutable. n_rings == 0: no area.
 */
typedef struct bm_area {
    const bm_ll *pts;
    const uint32_t *ring_first; /* n_rings + 1 values */
    uint32_t n_rings;
    bm_box box;
} bm_area;

/* A named first-level unit of a country. */
typedef struct bm_province {
    char iso3[4];
    const char *name;
    bm_area area;
} bm_province;

/* Geodesic length in metres (Karney 2013, doi:10.1007/s00190-012-0578-z, through PROJ's geodesic.h); a few
 * nanometres exact everywhere, poles and antipodes included. NaN if a coordinate is NaN. Any thread. */
double bm_geodesic_m(bm_ll a, bm_ll b);
/* The same with the azimuth at a towards b, degrees clockwise from north in [0, 360); az_deg may be NULL. */
double bm_geodesic_azimuth_m(bm_ll a, bm_ll b, double *az_deg);
/* Where one arrives from `from` after distance_m metres in direction az_deg. */
bm_ll bm_geodesic_go(bm_ll from, double az_deg, double distance_m);
/* Points between the two on their geodesic that divide it into equal pieces, none longer than piece_m but
 * never more than `most`, which is at least 1; out has room for most - 1. Returns how many pieces there are.
 */
unsigned bm_geodesic_divide(bm_ll from, bm_ll to, double piece_m, unsigned most, bm_ll *out);
/* Area in square metres that a ring goes around counter-clockwise (negative: clockwise), its edges geodesics;
 * first point repeated or not. 0 for fewer than three points. */
double bm_geodesic_area_m2(const bm_ll *pts, size_t n);
/* True if the point is inside the area or on its edge. O(points in rings whose box contains it). */
bool bm_area_contains(const bm_area *area, bm_ll point);

#ifdef __cplusplus
}
#endif
#endif
