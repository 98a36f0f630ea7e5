/* Where a row says it was: country, coordinates, and how exact they are. */
#include "base/map.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "incident/country_box.h"
#include "incident/number.h"
#include "incident/row.h"

#include <math.h>
#include <stdio.h>

static bool look_up(struct bm_row_maker *maker, bm_str text, char iso3[4])
{
    bool fips = maker->columns.preset && maker->columns.preset->fips, known;
    if (text.len > BM_COUNTRY_TEXT) return bm_country_from_text(text, fips, iso3);
    size_t at = bm_hash(text.p, text.len) % BM_COUNTRY_MEMO;
    if (maker->memo[at].len == text.len && memcmp(maker->memo[at].text, text.p, text.len) == 0) {
        memcpy(iso3, maker->memo[at].iso3, 4);
        return maker->memo[at].known;
    }
    known = bm_country_from_text(text, fips, iso3);
    maker->memo[at].len = (unsigned char)text.len;
    maker->memo[at].known = known;
    memcpy(maker->memo[at].text, text.p, text.len);
    memcpy(maker->memo[at].iso3, iso3, 4);
    return known;
}

void bm_row_country(struct bm_row_work *work, bm_incident *out)
{
    int column = work->maker->columns.of[BM_FIELD_COUNTRY];
    out->country = bm_row_value(work, column);
    if (!out->country.p || look_up(work->maker, out->country, out->iso3)) return;
    memset(out->iso3, 0, sizeof out->iso3);
    BM_ROW_WARN(work, column, out->country, "a country: two or three letters of ISO 3166, or a name");
}

/* --- coordinates --- */

static bool degrees(struct bm_row_work *work, int column, bm_str text, bool is_lon, double *out)
{
    if (bm_parse_degrees(text, is_lon, out) && isfinite(*out)) return true;
    BM_ROW_WARN(work, column, text, "a %s in degrees", is_lon ? "longitude" : "latitude");
    return false;
}

/* "lon 30.18, lat 67.01" as the source wrote them. */
static bm_str both(char *buf, size_t size, bm_str lon, bm_str lat)
{
    int n = snprintf(buf, size, "lon %.*s, lat %.*s", (int)bm_str_cut(lon, 60).len, lon.p,
                     (int)bm_str_cut(lat, 60).len, lat.p);
    return bm_str_of(buf, (size_t)n);
}

void bm_row_coordinates(struct bm_row_work *work, bm_incident *out)
{
    const int *of = work->maker->columns.of;
    bm_str lon_text = bm_row_value(work, of[BM_FIELD_LON]), lat_text = bm_row_value(work, of[BM_FIELD_LAT]);
    double lon, lat;
    char pair[160];

    if (!lon_text.p && !lat_text.p) return;
    if (!lon_text.p || !lat_text.p) {
        BM_ROW_WARN(work, lon_text.p ? of[BM_FIELD_LON] : of[BM_FIELD_LAT], lon_text.p ? lon_text : lat_text,
                    "longitude and latitude, not one of them");
        return;
    }
    bool good = degrees(work, of[BM_FIELD_LON], lon_text, true, &lon);
    if (!degrees(work, of[BM_FIELD_LAT], lat_text, false, &lat) || !good) return;
    if (lon == 0 && lat == 0) {
        BM_ROW_WARN(work, of[BM_FIELD_LON], both(pair, sizeof pair, lon_text, lat_text),
                    "coordinates; 0, 0 stands for none");
    } else if (lat < -90 || lat > 90) {
        if (fabs(lon) <= 90 && fabs(lat) <= 180)
            BM_ROW_WARN(work, of[BM_FIELD_LAT], lat_text,
                        "a latitude between -90 and 90; longitude and latitude look exchanged");
        else
            BM_ROW_WARN(work, of[BM_FIELD_LAT], lat_text, "a latitude between -90 and 90");
    } else if (lon < -180 || lon > 180) {
        BM_ROW_WARN(work, of[BM_FIELD_LON], lon_text, "a longitude between -180 and 180");
    } else if (out->iso3[0] && bm_coordinates_exchanged(out->iso3, lon, lat)) {
        BM_ROW_WARN(work, of[BM_FIELD_LON], both(pair, sizeof pair, lon_text, lat_text),
                    "coordinates in %s; longitude and latitude look exchanged", out->iso3);
    } else {
        out->lon_deg = lon;
        out->lat_deg = lat;
    }
}

/* --- precision --- */

struct scale_entry {
    bm_geo_claim claim;
    int ged; /* the same in UCDP's where_prec */
};

/* UCDP where_prec 1-7; ACLED geo_precision 1-3; GTD specificity 1-5; GDELT ActionGeo_Type 1-5 (country, US
 * state, US city, world city, world state). What is coarser than a place is said by the scales' own
 * codebooks. */
static const struct scale_entry scales[4][8] = {
    [BM_SCALE_GED] = {[1] = {BM_CLAIM_PLACE, 1},
                      [2] = {BM_CLAIM_NEAR, 2},
                      [3] = {BM_CLAIM_NEAR, 3},
                      [4] = {BM_CLAIM_COARSE, 4},
                      [5] = {BM_CLAIM_COARSE, 5},
                      [6] = {BM_CLAIM_COARSE, 6},
                      [7] = {BM_CLAIM_COARSE, 7}},
    [BM_SCALE_ACLED] = {[1] = {BM_CLAIM_PLACE, 1}, [2] = {BM_CLAIM_NEAR, 2}, [3] = {BM_CLAIM_COARSE, 4}},
    [BM_SCALE_GTD] = {[1] = {BM_CLAIM_PLACE, 1},
                      [2] = {BM_CLAIM_NEAR, 3},
                      [3] = {BM_CLAIM_COARSE, 3},
                      [4] = {BM_CLAIM_COARSE, 4},
                      [5] = {BM_CLAIM_COARSE, 6}},
    [BM_SCALE_GDELT] = {[1] = {BM_CLAIM_COARSE, 6},
                        [2] = {BM_CLAIM_COARSE, 4},
                        [3] = {BM_CLAIM_PLACE, 1},
                        [4] = {BM_CLAIM_PLACE, 1},
                        [5] = {BM_CLAIM_COARSE, 4}},
};
static const int scale_max[4] = {7, 3, 5, 5};

void bm_row_precision(struct bm_row_work *work, bm_incident *out)
{
    int column = work->maker->columns.of[BM_FIELD_GEO_PREC_IN];
    enum bm_prec_scale scale = work->maker->columns.scale;
    bm_str text = bm_row_value(work, column);
    int64_t value;

    if (!text.p) return;
    if (!bm_parse_count(text, &value) || value < 0 || value > scale_max[scale] ||
        (value == 0 && scale != BM_SCALE_GDELT)) {
        BM_ROW_WARN(work, column, text, "a precision from 1 to %d", scale_max[scale]);
        return;
    }
    out->claim = scales[scale][value].claim;
    out->geo_prec_in = scales[scale][value].ged;
    if (scale == BM_SCALE_ACLED) out->acled_prec_in = (int)value;
    if (scale == BM_SCALE_GTD) out->gtd_spec_in = (int)value;
}
