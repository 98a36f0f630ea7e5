/* Dyads, segments and rows made by hand, for the tests of stats and layer. */
#ifndef BM_LAYER_FIXTURE_H
#define BM_LAYER_FIXTURE_H

#include "base/num.h"
#include "base/str.h"
#include "bordermap/layer.h"

#include <math.h>

#define NO_DAYS BM_NO_DAY, BM_NO_DAY

static const bm_dyad fixture_dyads[] = {
    {"AFG-PAK", "AFG", "PAK", 1, 100e3, BM_BORDER_INTERNATIONAL, NO_DAYS},
    {"IND-PAK", "IND", "PAK", 1, 40e3, BM_BORDER_DISPUTED, NO_DAYS},
    {"IRN-PAK", "IRN", "PAK", 2, 96e3, BM_BORDER_INTERNATIONAL, NO_DAYS},
};
static const bm_segment fixture_segments[] = {
    {"AFG-PAK-001", 0, 1, 0, 50e3, BM_BORDER_INTERNATIONAL, 120.25, NO_DAYS, NULL, NULL},
    {"AFG-PAK-002", 0, 2, 50e3, 100e3, BM_BORDER_INTERNATIONAL, NAN, NO_DAYS, NULL, NULL},
    {"IND-PAK-001", 1, 1, 0, 40e3, BM_BORDER_DISPUTED, NAN, NO_DAYS, NULL, NULL},
    {"IRN-PAK-001", 2, 1, 0, 48e3, BM_BORDER_INTERNATIONAL, NAN, NO_DAYS, NULL, NULL},
    {"IRN-PAK-002", 2, 2, 48e3, 96e3, BM_BORDER_INTERNATIONAL, NAN, NO_DAYS, NULL, NULL},
};
enum { FIXTURE_DYADS = 3, FIXTURE_SEGMENTS = 5 };

static inline bm_naming fixture_naming(void)
{
    return (bm_naming){.dyads = fixture_dyads,
                       .n_dyads = FIXTURE_DYADS,
                       .segments = fixture_segments,
                       .n_segments = FIXTURE_SEGMENTS};
}

/* A row with nothing in it but where it came from. */
struct fixture_row {
    bm_incident incident;
    bm_place place;
    bm_tag tag;
};

static inline void fixture_init(struct fixture_row *row, const char *inc_id, uint64_t src_row,
                                bm_place_status status)
{
    *row = (struct fixture_row){
        .incident = {.src = "in.csv",
                     .src_row = src_row,
                     .inc_id = bm_str_z(inc_id),
                     .d_start = BM_NO_DAY,
                     .d_end = BM_NO_DAY,
                     .lon_deg = NAN,
                     .lat_deg = NAN,
                     .killed = BM_NO_COUNT,
                     .injured = BM_NO_COUNT},
        .place = {.status = status, .score = NAN, .rad_m = NAN},
        .tag = {.dyad = -1,
                .segment = -1,
                .dist_m = NAN,
                .dmin_m = NAN,
                .dmax_m = NAN,
                .side_sure = -1,
                .near = {NAN, NAN},
                .az_deg = NAN,
                .chain_m = NAN,
                .dyad2 = -1,
                .dist2_m = NAN},
    };
}

static inline bm_row fixture_view(const struct fixture_row *row)
{
    return (bm_row){&row->incident, &row->place, &row->tag};
}

/* A point at a distance from a segment. */
static inline void fixture_point(struct fixture_row *row, int32_t segment, double dist_m, double rad_m)
{
    row->place.has_point = true;
    row->place.point = (bm_ll){61.5 + dist_m / 1e6, 29.25};
    row->place.rad_m = rad_m;
    row->place.score = 0.9;
    row->tag.segment = segment;
    row->tag.dyad = fixture_segments[segment].dyad;
    row->tag.dist_m = dist_m;
    row->tag.dmin_m = dist_m > rad_m ? dist_m - rad_m : 0;
    row->tag.dmax_m = dist_m + rad_m;
    row->tag.status = BM_BORDER_INTERNATIONAL;
}

#endif
