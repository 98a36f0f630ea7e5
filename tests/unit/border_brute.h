/* Distances without the program's own search: golden section on every edge that bounds leave. */
#ifndef BORDER_BRUTE_H
#define BORDER_BRUTE_H

#include "border_fixture.h"

static inline bm_ll on_edge(bm_ll a, bm_ll b, bool geodesic, double t)
{
    double az_deg, len_m;

    if (!geodesic)
        return (bm_ll){fx_wrap(a.lon_deg + t * remainder(b.lon_deg - a.lon_deg, 360)),
                       a.lat_deg + t * (b.lat_deg - a.lat_deg)};
    len_m = bm_geodesic_azimuth_m(a, b, &az_deg);
    return bm_geodesic_go(a, az_deg, t * len_m);
}

/* Golden section from each dip of a sampling. */
static inline double edge_m(bm_ll p, bm_ll a, bm_ll b, bool geodesic)
{
    enum { N = 12 };
    const double ratio = 0.6180339887498949;
    double d[N + 1], best_m = INFINITY;

    for (int i = 0; i <= N; i++) d[i] = bm_geodesic_m(p, on_edge(a, b, geodesic, (double)i / N));
    for (int i = 0; i <= N; i++) {
        double low = fmax(0, (i - 1.0) / N), high = fmin(1, (i + 1.0) / N);

        best_m = fmin(best_m, d[i]);
        if ((i > 0 && d[i - 1] < d[i]) || (i < N && d[i + 1] < d[i])) continue;
        for (int k = 0; k < 40; k++) {
            double t1 = high - ratio * (high - low), t2 = low + ratio * (high - low);
            double d1 = bm_geodesic_m(p, on_edge(a, b, geodesic, t1));
            double d2 = bm_geodesic_m(p, on_edge(a, b, geodesic, t2));

            best_m = fmin(best_m, fmin(d1, d2));
            if (d1 < d2)
                high = t2;
            else
                low = t1;
        }
    }
    return best_m;
}

/* No longer than this: sum of a path along a meridian and one along the parallel nearer to the equator. */
static inline double length_bound_m(bm_ll a, bm_ll b)
{
    double lat = fmin(fabs(a.lat_deg), fabs(b.lat_deg)) * 0.017453292519943295;

    if (a.lat_deg * b.lat_deg < 0) lat = 0;
    return 6400000 * 0.017453292519943295 *
           (fabs(b.lat_deg - a.lat_deg) + cos(lat) * fabs(remainder(b.lon_deg - a.lon_deg, 360)));
}

static inline void to_xyz(bm_ll p, double xyz[3])
{
    const double a = 6378137, e2 = 0.0066943799901413165, rad = 0.017453292519943295;
    double n = a / sqrt(1 - e2 * sin(p.lat_deg * rad) * sin(p.lat_deg * rad));

    xyz[0] = n * cos(p.lat_deg * rad) * cos(p.lon_deg * rad);
    xyz[1] = n * cos(p.lat_deg * rad) * sin(p.lon_deg * rad);
    xyz[2] = n * (1 - e2) * sin(p.lat_deg * rad);
}

/* A geodesic between points whose chord is c is no shorter than the arc of a circle of the earth's greatest
 * radius of curvature, a*a/b, over that chord. */
static inline double arc_bound_m(double chord_m)
{
    const double r = 6399593.6258;

    return 2 * r * asin(fmin(1, chord_m / (2 * r)));
}

#endif
