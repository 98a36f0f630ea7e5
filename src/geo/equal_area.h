/* Latitude as a share of the earth's surface: between two latitudes lies as much of the ellipsoid for each
 * degree of longitude as these numbers differ by. */
#ifndef BM_GEO_EQUAL_AREA_H
#define BM_GEO_EQUAL_AREA_H

/* Square metres between the equator and a latitude, for each radian of longitude; negative in the south.
 * Exact (Snyder 1987, doi:10.3133/pp1395, equation 3-12). */
double bm_lat_to_area(double lat_deg);
/* The latitude of such a number, to 1e-12 degrees; what is beyond a pole is the pole. */
double bm_area_to_lat(double area_m2);

#endif
