/* One edge of a line on the ellipsoid, and the point of it nearest to another. */
#ifndef BM_GEO_ARC_H
#define BM_GEO_ARC_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

/* From a to b; straight in longitude and latitude (the shorter way round), or the geodesic. t runs from 0 to
 * 1, for a geodesic in proportion to length. */
struct bm_arc {
    bm_ll a, b;
    double dlon_deg, dlat_deg; /* b - a, dlon in [-180, 180] */
    bool geodesic;
};
struct bm_arc bm_arc_of(bm_ll a, bm_ll b, bool geodesic);

/* The ellipsoid, set up once a thread, the last points measured (neighbouring edges share a vertex), and the last
 * long geodesic edges. */
typedef struct bm_measure bm_measure;
BM_CHECKED bm_status bm_measure_create(bm_ctx *ctx, bm_measure **out);
void bm_measure_destroy(bm_ctx *ctx, bm_measure *measure); /* NULL is fine */
/* Every later bm_arc_nearest measures from here. */
void bm_measure_from(bm_measure *measure, bm_ll point);
/* The geodesic from there to the point `at`: its length, its direction on arrival (a unit vector), and how
 * fast the length grows beside it: by bend x*x/2 at x metres across. */
struct bm_ray {
    bm_ll at;
    double length_m, east, north, bend;
};
/* The last one measured. */
struct bm_ray bm_measure_last(const bm_measure *measure);
/* Length of the geodesic to `at`, its azimuth at the start, in [0, 360), and the azimuth back from `at`. */
double bm_measure_to(bm_measure *measure, bm_ll at, double *az_deg, double *back_az_deg);

bm_ll bm_arc_at(bm_measure *measure, const struct bm_arc *edge, double t);
/* Share of the edge's length before t, and back. */
double bm_arc_share(const struct bm_arc *edge, double t);
double bm_arc_share_to_t(const struct bm_arc *edge, double share);
/* Direction of travel at t, degrees clockwise from north. */
double bm_arc_heading_deg(bm_measure *measure, const struct bm_arc *edge, double t);

struct bm_foot {
    double t, dist_m;
    bm_ll at;
};
/* The nearest point of edge within [t0, t1] to the measure's point, to some nanometres; `guess` is where to
 * begin. The stretch must be short enough (some tens of km) to have one nearest point. */
void bm_arc_nearest(bm_measure *measure, const struct bm_arc *edge, double t0, double t1, double guess,
                    struct bm_foot *out);

#endif
