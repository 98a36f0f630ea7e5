/* The fields of the layers, declared once. .dbf widths: text is cut there (254 bytes is the most a .dbf
 * holds); a record of incidents is some 2 kB, so that a million of them fit a file. */
#include "bordermap/layer.h"

#include "layer/gpkg.h"
#include "layer/schema.h"

#define TEXT(name, title, width)                                                                             \
    {                                                                                                        \
        name, title, "", BM_TEXT, width, 0                                                                   \
    }
#define COUNT(name, title, width)                                                                            \
    {                                                                                                        \
        name, title, "", BM_INTEGER, width, 0                                                                \
    }
#define REAL(name, title, unit, width, dec)                                                                  \
    {                                                                                                        \
        name, title, unit, BM_REAL, width, dec                                                               \
    }
#define KM(name, title)  REAL(name, title, "km", 13, 6)
#define DEG(name, title) REAL(name, title, "deg", 12, 7)
#define DAY(name, title)                                                                                     \
    {                                                                                                        \
        name, title, "", BM_DATE, 8, 0                                                                       \
    }

static const bm_column incidents[] = {
    TEXT("inc_id", "incident", 120),
    TEXT("src", "source file", 120),
    COUNT("src_row", "row in the source", 12),
    DAY("d_start", "first possible day"),
    DAY("d_end", "last possible day"),
    TEXT("d_prec", "precision of the date", 5),
    TEXT("etype", "event type", 120),
    TEXT("actor1", "actor 1", 200),
    TEXT("actor2", "actor 2", 200),
    COUNT("killed", "killed", 12),
    COUNT("injured", "injured", 12),
    TEXT("place", "place as written", 254),
    TEXT("gaz_name", "place found", 200),
    TEXT("gaz_id", "its id in the gazetteer", 40),
    TEXT("feat", "GeoNames feature code", 10),
    TEXT("iso3", "country", 3),
    TEXT("adm1", "province", 120),
    TEXT("adm2", "district", 120),
    TEXT("match", "how the place was found", 8),
    REAL("score", "probability that the place is right", "", 5, 3),
    TEXT("status", "how the row ended", 10),
    COUNT("geo_prec", "UCDP GED where_prec", 1),
    COUNT("acled_prec", "ACLED precision", 1),
    COUNT("gtd_spec", "GTD specificity", 1),
    KM("rad_km", "radius that contains the place"),
    DEG("lon", "longitude"),
    DEG("lat", "latitude"),
    TEXT("dyad", "nearest border", 7),
    TEXT("seg_id", "nearest segment", BM_SEG_ID_BYTES + 4),
    KM("dist_km", "distance to the nearest border"),
    KM("dmin_km", "least possible distance"),
    KM("dmax_km", "greatest possible distance"),
    TEXT("side", "country whose ground it is on", 3),
    COUNT("side_sure", "side holds for the whole radius", 1),
    DEG("near_lon", "longitude of the nearest border point"),
    DEG("near_lat", "latitude of the nearest border point"),
    REAL("az_deg", "azimuth to the nearest border point", "deg", 6, 2),
    KM("chain_km", "position along the border"),
    TEXT("dyad2", "next nearest border", 7),
    KM("dist2_km", "distance to the next nearest border"),
    TEXT("b_status", "status of the border", 15),
    TEXT("notes", "notes", 254),
};

static const bm_column segments[] = {
    TEXT("seg_id", "segment", BM_SEG_ID_BYTES + 4),
    TEXT("dyad", "border", 7),
    TEXT("iso_a", "country on the left", 3),
    TEXT("iso_b", "country on the right", 3),
    COUNT("seq", "number within the border", 6),
    KM("km0", "start along the border"),
    KM("km1", "end along the border"),
    KM("len_km", "length"),
    TEXT("b_status", "status of the border", 15),
    COUNT("n_inc", "incidents nearest to it", 12),
    COUNT("n_lo", "certainly nearest", 12),
    COUNT("n_hi", "possibly nearest", 12),
    REAL("n_exp", "expected incidents", "", 19, 6),
    COUNT("n_10km", "incidents within 10 km", 12),
    COUNT("n_25km", "incidents within 25 km", 12),
    COUNT("n_50km", "incidents within 50 km", 12),
    COUNT("n_100km", "incidents within 100 km", 12),
    COUNT("n_a", "incidents on the ground of iso_a", 12),
    COUNT("n_b", "incidents on the ground of iso_b", 12),
    COUNT("killed", "killed", 12),
    COUNT("injured", "injured", 12),
    REAL("rate100", "incidents per 100 km", "1/100 km", 19, 6),
    DAY("d_first", "first day"),
    DAY("d_last", "last day"),
    KM("med_km", "median distance"),
    REAL("b_acc_m", "distance to an independent border source", "m", 10, 1),
    TEXT("adm1_a", "province on the side of iso_a", 60),
    TEXT("adm1_b", "province on the side of iso_b", 60),
    REAL("rate_lo", "least likely rate (95 %, Poisson)", "1/100 km", 19, 6),
    REAL("rate_hi", "greatest likely rate (95 %, Poisson)", "1/100 km", 19, 6),
    REAL("rate_eb", "rate drawn towards that of the whole border", "1/100 km", 19, 6),
    REAL("q", "false discovery rate as a hot segment", "", 8, 6),
    COUNT("hot", "number of the hot stretch it is in", 4),
    REAL("ratio2", "rate of the second period to that of the first", "", 19, 6),
    REAL("r2_lo", "least likely ratio (95 %)", "", 19, 6),
    REAL("r2_hi", "greatest likely ratio (95 %)", "", 19, 6),
};

static const bm_column near_lines[] = {
    TEXT("inc_id", "incident", 120),
    TEXT("seg_id", "nearest segment", 15),
    KM("dist_km", "distance to the nearest border"),
};

static const bm_column areas[] = {
    TEXT("gaz_id", "id in the gazetteer", 40),
    TEXT("gaz_name", "area", 200),
    TEXT("feat", "GeoNames feature code", 10),
    TEXT("iso3", "country", 3),
    COUNT("n_inc", "incidents of which only this area is known", 12),
    DAY("d_first", "first day"),
    DAY("d_last", "last day"),
};

static const bm_column bands[] = {
    TEXT("dyad", "border", 7),
    REAL("km", "greatest distance to the border", "km", 13, 3),
    REAL("area_km2", "land within it", "km2", 19, 3),
    COUNT("n_lo", "incidents certainly inside", 12),
    REAL("n_exp", "expected incidents", "", 19, 6),
    COUNT("n_hi", "incidents possibly inside", 12),
    REAL("share", "share of the incidents of its two countries", "", 10, 6),
    REAL("exp_share", "the same by the null hypothesis", "", 10, 6),
    REAL("ratio", "share by expected share", "", 13, 6),
    REAL("p", "two-sided Monte Carlo p, by place", "", 10, 6),
};

static const bm_column land[] = {
    TEXT("iso3", "country code", 3),
    TEXT("name", "country", 80),
};

_Static_assert(sizeof incidents / sizeof incidents[0] == BM_INCIDENT_COLUMNS, "one value for each column");
_Static_assert(sizeof segments / sizeof segments[0] == BM_SEGMENT_COLUMNS, "one value for each column");

const bm_column *bm_incident_columns(size_t *n)
{
    *n = BM_INCIDENT_COLUMNS;
    return incidents;
}

const bm_column *bm_segment_columns(size_t *n)
{
    *n = BM_SEGMENT_COLUMNS;
    return segments;
}

size_t bm_geocode_column_count(void)
{
    return BM_GEOCODE_COLUMNS;
}

const bm_column *bm_gpkg_columns(enum bm_layer_kind kind, size_t *n)
{
    switch (kind) {
    case BM_LAYER_INCIDENTS: return bm_incident_columns(n);
    case BM_LAYER_SEGMENTS: return bm_segment_columns(n);
    case BM_LAYER_NEAR_LINES: *n = sizeof near_lines / sizeof *near_lines; return near_lines;
    case BM_LAYER_AREAS: *n = sizeof areas / sizeof *areas; return areas;
    case BM_LAYER_BANDS: *n = sizeof bands / sizeof *bands; return bands;
    case BM_LAYER_LAND: *n = sizeof land / sizeof *land; return land;
    case BM_LAYER_KINDS: break;
    }
    *n = 0;
    return NULL;
}
