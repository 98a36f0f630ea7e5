/* The ellipsoid of WGS 84 (NIMA TR8350.2, table 3.1) and what follows from it. */
#ifndef BM_GEO_WGS84_H
#define BM_GEO_WGS84_H

#define BM_WGS84_A_M 6378137.0
#define BM_WGS84_F   (1.0 / 298.257223563)
#define BM_WGS84_E2  (BM_WGS84_F * (2.0 - BM_WGS84_F))
/* Least and greatest radius of curvature of any curve along the surface: b*b/a and a*a/b. */
#define BM_WGS84_R_MIN_M (BM_WGS84_A_M * (1.0 - BM_WGS84_F) * (1.0 - BM_WGS84_F))
#define BM_WGS84_R_MAX_M (BM_WGS84_A_M / (1.0 - BM_WGS84_F))

#define BM_PI      3.14159265358979323846
#define BM_DEG_RAD (BM_PI / 180.0)

#endif
