#include "gazetteer/locator.h"

#include <math.h>

#define STEP_M 1.0 /* far more than a distance is wrong by */

#define DEG      0.017453292519943295
#define MARGIN   0.03 /* more than a degree's length varies over the ellipsoid, and than a plane is wrong */
#define PLANE_TO 75.0 /* degrees of latitude up to which that holds */

bool gz_within_m(bm_ll a, bm_ll b, double limit_m)
{
    double dy_m = 111200 * fabs(a.lat_deg - b.lat_deg), dx_m, about_m2;

    if (fabs(a.lat_deg) < PLANE_TO && fabs(b.lat_deg) < PLANE_TO) {
        if (dy_m > (1 + MARGIN) * limit_m) return false;
        dx_m = 111200 * remainder(a.lon_deg - b.lon_deg, 360) * cos((a.lat_deg + b.lat_deg) / 2 * DEG);
        about_m2 = dx_m * dx_m + dy_m * dy_m;
        if (about_m2 < (1 - MARGIN) * (1 - MARGIN) * limit_m * limit_m) return true;
        if (about_m2 > (1 + MARGIN) * (1 + MARGIN) * limit_m * limit_m) return false;
    }
    return bm_geodesic_m(a, b) <= limit_m;
}

double gz_slack_m(bm_ll a, bm_ll b, double limit_m)
{
    struct bm_xyz p = bm_xyz_of(a), q = bm_xyz_of(b);
    double chord_m = sqrt((p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y) + (p.z - q.z) * (p.z - q.z));
    double inside_m = limit_m - bm_chord_upper_m(chord_m), outside_m = bm_chord_lower_m(chord_m) - limit_m;

    return fmax(0, fmax(inside_m, outside_m) - STEP_M);
}
