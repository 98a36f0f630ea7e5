#include "stats/curve.h"

#include <math.h>

enum { NEAR = 4, KM = 100, TENS = 90 }; /* 0, 100, 200, 500 m; 1 ... 100 km; 110 ... 1,000 km; then all */
#define ALL_M 20100e3                   /* farther than any two points on Earth */

static const double near_m[NEAR] = {0, 100, 200, 500};

double bm_curve_limit_m(size_t i)
{
    if (i < NEAR) return near_m[i];
    if (i < NEAR + KM) return 1000.0 * (double)(i - NEAR + 1);
    if (i < NEAR + KM + TENS) return 100e3 + 10e3 * (double)(i - NEAR - KM + 1);
    return i == NEAR + KM + TENS ? 2000e3 : ALL_M;
}

size_t bm_curve_step(double distance_m)
{
    size_t i = 0;
    if (distance_m > 2000e3) return BM_CURVE_STEPS - 1;
    if (distance_m > 1000e3)
        i = NEAR + KM + TENS;
    else if (distance_m > 100e3)
        i = NEAR + KM + (size_t)((distance_m - 100e3) / 10e3);
    else if (distance_m > 500)
        i = NEAR + (size_t)(distance_m / 1000);
    while (i > 0 && distance_m <= bm_curve_limit_m(i - 1)) i--;
    while (distance_m > bm_curve_limit_m(i)) i++;
    return i;
}
