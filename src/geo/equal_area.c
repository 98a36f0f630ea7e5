#include "geo/equal_area.h"

#include "geo/wgs84.h"

#include <math.h>

#define B_M (BM_WGS84_A_M * (1 - BM_WGS84_F))

double bm_lat_to_area(double lat_deg)
{
    double e = sqrt(BM_WGS84_E2), s = sin(lat_deg * BM_DEG_RAD);

    return B_M * B_M / 2 * (s / (1 - BM_WGS84_E2 * s * s) + atanh(e * s) / e);
}

/* Newton's method in the sine: the area is nearly proportional to it, so three steps are enough. */
double bm_area_to_lat(double area_m2)
{
    double pole_m2 = bm_lat_to_area(90), s = area_m2 / pole_m2;

    if (fabs(s) >= 1) return s > 0 ? 90 : -90;
    for (int i = 0; i < 4; i++) {
        double w = 1 - BM_WGS84_E2 * s * s, e = sqrt(BM_WGS84_E2);

        s -= (B_M * B_M / 2 * (s / w + atanh(e * s) / e) - area_m2) * w * w / (B_M * B_M);
        s = fmin(1, fmax(-1, s));
    }
    return asin(s) / BM_DEG_RAD;
}
