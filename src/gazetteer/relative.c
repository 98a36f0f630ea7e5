/* Places named by other places: a point and a radius by the point-radius method, Wieczorek, Guo & Hijmans
 * (2004), doi:10.1080/13658810412331280211: the uncertainties of distance (half its last significant unit),
 * direction (half the angle between neighbouring compass points) and extent of the named place are added up.
 */
#include "gazetteer/relative.h"

#include <math.h>

#define NEAR_M       10000.0 /* what "near" reaches beyond the place itself */
#define LIMITED_M    30000.0 /* UCDP: where_prec 2 is a limited area, about 25 km around */
#define HALF_COMPASS 22.5
#define RAD          0.017453292519943295
#define ROAD_MAX_M   500000.0

static void finish(double rad_m, double score, bm_place *out)
{
    out->match = BM_MATCH_RELATIVE;
    out->status = BM_RESOLVED;
    out->score = score;
    out->rad_m = rad_m;
    out->geo_prec = rad_m <= LIMITED_M ? 2 : 5;
    out->acled_prec = 2;
    out->gtd_spec = rad_m <= LIMITED_M ? 1 : 5;
}

void gz_relative_in(const struct gz_hit *hit, bm_place *out)
{
    gz_outcome_point(hit, out);
    finish(gz_extent_m(gz_hit_place(hit)) + 2000, gz_probability(hit), out);
    out->acled_prec = 1;
}

void gz_relative_near(const struct gz_hit *hit, bm_place *out)
{
    gz_outcome_point(hit, out);
    finish(gz_extent_m(gz_hit_place(hit)) + NEAR_M, 0.95 * gz_probability(hit), out);
}

void gz_relative_distance(const struct gz_hit *hit, const struct gz_phrase *phrase, bm_place *out)
{
    double extent_m = gz_extent_m(gz_hit_place(hit)) + phrase->step_m / 2;

    gz_outcome_point(hit, out);
    if (phrase->has_direction) {
        out->point = bm_geodesic_go(gz_hit_point(hit), phrase->az_deg, phrase->dist_m);
        finish(extent_m + 2 * phrase->dist_m * sin(HALF_COMPASS / 2 * RAD), 0.95 * gz_probability(hit), out);
    } else {
        finish(extent_m + phrase->dist_m, 0.95 * gz_probability(hit), out);
    }
}

bool gz_relative_between(const struct gz_hit *a, const struct gz_hit *b, bm_place *out)
{
    double az_deg, apart_m = bm_geodesic_azimuth_m(gz_hit_point(a), gz_hit_point(b), &az_deg);

    if (!(apart_m <= ROAD_MAX_M)) return false;
    gz_outcome_point(a, out);
    out->point = bm_geodesic_go(gz_hit_point(a), az_deg, apart_m / 2);
    finish(apart_m / 2 + gz_extent_m(gz_hit_place(a)), 0.9 * fmin(gz_probability(a), gz_probability(b)), out);
    return true;
}
