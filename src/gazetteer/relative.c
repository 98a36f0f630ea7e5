/* Places named by other places: a point and a radius by the point-radius method, Wieczorek, Guo & Hijmans
 * (2004), doi:10.1080/13658810412331280211: the uncertainties of distance (half its last significant unit),
 * direction (half the angle between neighbouring compass points) and extent of the named place are added up.
 *
 * Precision: UCDP where_prec 2 is a limited area around a place (some 25 km), 5 is larger or in relation to
 * places, 7 is at sea or in the air. ACLED 2 is near a place, GTD 1 a place that has coordinates.
 */
#include "gazetteer/relative.h"

#include <math.h>

#define NEAR_M     10000.0 /* what "near" reaches beyond the place itself */
#define OFFSHORE_M 50000.0 /* what "off" a place reaches */
#define LIMITED_M  30000.0 /* UCDP: where_prec 2 is a limited area, about 25 km around */
#define RAD        0.017453292519943295
#define ROAD_MAX_M 500000.0

static void finish(double rad_m, double score, bm_place *out)
{
    out->match = BM_MATCH_RELATIVE;
    out->status = BM_RESOLVED;
    out->reason = NULL;
    out->score = score;
    out->rad_m = rad_m;
    out->geo_prec = rad_m <= LIMITED_M ? 2 : 5;
    out->acled_prec = 2;
    out->gtd_spec = rad_m <= LIMITED_M ? 1 : 5;
}

void gz_relative_in(const struct gz_anchor *anchor, bm_place *out)
{
    *out = anchor->place;
    finish(anchor->extent_m + 2000, anchor->place.score, out);
    out->acled_prec = 1;
}

void gz_relative_near(const struct gz_anchor *anchor, bm_place *out)
{
    *out = anchor->place;
    finish(anchor->extent_m + NEAR_M, 0.95 * anchor->place.score, out);
}

/* How far the end of a way of length_m (give or take slack_m) can be from where it is put when its direction
 * is only known to half_deg: the law of cosines between the two ends. */
static double reach_m(double length_m, double slack_m, double half_deg)
{
    double other = length_m + slack_m;

    return sqrt(length_m * length_m + other * other - 2 * length_m * other * cos(half_deg * RAD));
}

void gz_relative_distance(const struct gz_anchor *anchor, const struct gz_phrase *phrase, bm_place *out)
{
    double length_m = (phrase->low_m + phrase->high_m) / 2;
    double slack_m = (phrase->high_m - phrase->low_m + phrase->step_m) / 2;

    *out = anchor->place;
    if (phrase->rough) slack_m = fmax(slack_m, length_m);
    if (phrase->has_direction) {
        out->point = bm_geodesic_go(anchor->place.point, phrase->az_deg, length_m);
        finish(anchor->extent_m + reach_m(length_m, slack_m, phrase->half_deg), 0.95 * anchor->place.score,
               out);
    } else {
        finish(anchor->extent_m + length_m + slack_m, 0.95 * anchor->place.score, out);
    }
}

bool gz_relative_between(const struct gz_anchor *a, const struct gz_anchor *b, bm_place *out)
{
    double az_deg, apart_m = bm_geodesic_azimuth_m(a->place.point, b->place.point, &az_deg);

    if (!(apart_m <= ROAD_MAX_M)) return false;
    *out = a->place;
    out->point = bm_geodesic_go(a->place.point, az_deg, apart_m / 2);
    finish(apart_m / 2 + fmax(a->extent_m, b->extent_m), 0.9 * fmin(a->place.score, b->place.score), out);
    return true;
}

static void at_sea(bm_place *out)
{
    out->geo_prec = 7;
    out->acled_prec = 2;
    out->gtd_spec = 5;
}

void gz_relative_offshore(const struct gz_anchor *anchor, bm_place *out)
{
    *out = anchor->place;
    if (anchor->place.status == BM_COARSE) {
        out->area = (bm_area){0};
        out->rad_m = NAN;
        out->reason = "the waters or the air of a country or province, of which no outline is known";
    } else {
        finish(anchor->extent_m + OFFSHORE_M, 0.9 * anchor->place.score, out);
    }
    at_sea(out);
}

void gz_relative_area(const struct gz_anchor *anchor, const struct gz_phrase *phrase, bm_place *out)
{
    *out = anchor->place;
    if (phrase->kind == GZ_DISTANCE) {
        out->area = (bm_area){0};
        out->rad_m = NAN;
        out->reason = "some way from an area, which has no point to measure from";
    } else if (!phrase->has_direction) {
        out->reason = "near or in an area; the area is given";
    }
}
