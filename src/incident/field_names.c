#include "incident/field_names.h"
#include "base/str.h"

static const char *const field_names[BM_FIELD_COUNT] = {
    "id",  "date",        "date_end",   "date_prec_in", "place",  "admin1", "admin2",  "country", "lon",
    "lat", "geo_prec_in", "event_type", "actor1",       "actor2", "killed", "injured", "source",  "notes",
};

/* Usual names. The field's own name comes first; then the big collections', then what people write; of
 * letters of one sound in Persian, Urdu, Pashto and Arabic the one that bm_same_name knows. */
static const char *const usual[BM_FIELD_COUNT][BM_MAX_NAMES] = {
    [BM_FIELD_ID] = {"id", "event_id_cnty", "eventid", "event_id", "incident_id", "globaleventid", "inc_id",
                     "uid", "uuid", "record_id", "data_id", "identifier", "no", "nr", "شناسه", "ردیف",
                     "شماره", "نمبر", "الرقم"},
    [BM_FIELD_DATE] =
        {"date",     "event_date", "date_start",     "start_date",    "incident_date",    "sqldate",
         "day_date", "datetime",   "event_datetime", "timestamp",     "date_of_incident", "date_of_event",
         "d_start",  "date_begin", "begin_date",     "reported_date", "occurred",         "datum",
         "fecha",    "تاریخ",      "نیټه",           "التاریخ"},
    [BM_FIELD_DATE_END] = {"date_end", "end_date", "event_date_end", "d_end", "enddate"},
    [BM_FIELD_DATE_PREC_IN] = {"date_prec_in", "time_precision", "date_prec", "date_precision", "d_prec"},
    [BM_FIELD_PLACE] = {"place",
                        "location",
                        "where_coordinates",
                        "actiongeo_fullname",
                        "place_name",
                        "placename",
                        "location_name",
                        "city",
                        "town",
                        "village",
                        "locality",
                        "settlement",
                        "site",
                        "toponym",
                        "city_town",
                        "place_of_incident",
                        "where",
                        "area",
                        "ort",
                        "lieu",
                        "lugar",
                        "محل",
                        "مکان",
                        "مقام",
                        "جگه",
                        "شهر",
                        "ځای",
                        "الموقع",
                        "المکان"},
    [BM_FIELD_ADMIN1] = {"admin1", "adm_1", "adm1", "provstate", "admin1_name", "adm1_name", "adm1_en",
                         "province", "state", "governorate", "region1", "province_state", "wilaya", "ostan",
                         "استان", "ولایت", "صوبه", "المحافظه"},
    [BM_FIELD_ADMIN2] = {"admin2", "adm_2", "adm2", "admin2_name", "adm2_name", "adm2_en", "district",
                         "county", "shahrestan", "tehsil", "شهرستان", "ضلع", "ولسوالی", "تحصیل"},
    [BM_FIELD_COUNTRY] = {"country", "country_txt",  "country_name", "iso3",
                          "iso_a3",  "country_code", "countrycode",  "actiongeo_countrycode",
                          "iso2",    "iso_a2",       "adm0_name",    "admin0",
                          "nation",  "cc",           "land",         "pays",
                          "pais",    "کشور",         "ملک",          "هیواد",
                          "الدوله"},
    [BM_FIELD_LON] = {"lon", "longitude", "lng", "long", "x", "actiongeo_long", "lon_deg", "longitude_deg",
                      "x_coord", "coord_x", "point_x", "lon_dd", "centroid_longitude", "geo_lon",
                      "event_longitude", "geometry:lon", "طول", "طول جغرافیایی", "طول البلد"},
    [BM_FIELD_LAT] = {"lat", "latitude", "y", "actiongeo_lat", "lat_deg", "latitude_deg", "y_coord",
                      "coord_y", "point_y", "lat_dd", "centroid_latitude", "geo_lat", "event_latitude",
                      "geometry:lat", "عرض", "عرض جغرافیایی", "عرض البلد"},
    [BM_FIELD_GEO_PREC_IN] = {"geo_prec_in", "where_prec", "geo_precision", "specificity", "actiongeo_type",
                              "geo_prec", "location_precision", "geoprecision"},
    [BM_FIELD_EVENT_TYPE] = {"event_type", "sub_event_type", "attacktype1_txt", "type_of_violence", "etype",
                             "type", "event", "incident_type", "category", "eventcode", "attack_type", "kind",
                             "نوع", "نوع حادثه", "نوعیت", "واقعه", "قسم"},
    [BM_FIELD_ACTOR1] = {"actor1", "side_a", "gname", "actor1name", "actor_1", "actor", "perpetrator",
                         "group", "attacker"},
    [BM_FIELD_ACTOR2] = {"actor2", "side_b", "target1", "actor2name", "actor_2", "target", "victim"},
    [BM_FIELD_KILLED] = {"killed", "fatalities", "nkill", "best", "deaths", "dead", "fatality",
                         "total_killed", "num_killed", "casualties_killed", "کشته", "کشته ها", "کشته شدگان",
                         "تعداد کشته", "هلاک", "هلاکتیں", "جاں بحق", "وژل شوی", "القتلی"},
    [BM_FIELD_INJURED] = {"injured", "nwound", "wounded", "injuries", "total_injured", "num_injured",
                          "casualties_injured", "زخمی", "زخمی ها", "مجروح", "ټپیان", "الجرحی"},
    [BM_FIELD_SOURCE] = {"source", "source_article", "scite1", "sourceurl", "sources", "source_url", "url",
                         "reference", "منبع", "ماخذ", "ذریعه", "المصدر"},
    [BM_FIELD_NOTES] = {"notes", "where_description", "summary", "note", "description", "comment", "comments",
                        "remarks", "details", "شرح", "توضیحات", "تفصیل", "ملاحظات", "یادداشت"},
};

static const char *const acled_marks[] = {"event_id_cnty", "event_date", NULL};
static const char *const ged_marks[] = {"where_coordinates", "where_prec", NULL};
static const char *const gtd_marks[] = {"eventid", "iyear", "imonth", "iday", NULL};

static const struct bm_preset presets[] = {
    {.name = "acled", /* ACLED codebook, https://acleddata.com/ */
     .marks = acled_marks,
     .column = {[BM_FIELD_ID] = "event_id_cnty",
                [BM_FIELD_DATE] = "event_date",
                [BM_FIELD_DATE_PREC_IN] = "time_precision",
                [BM_FIELD_PLACE] = "location",
                [BM_FIELD_ADMIN1] = "admin1",
                [BM_FIELD_ADMIN2] = "admin2",
                [BM_FIELD_COUNTRY] = "country",
                [BM_FIELD_LON] = "longitude",
                [BM_FIELD_LAT] = "latitude",
                [BM_FIELD_GEO_PREC_IN] = "geo_precision",
                [BM_FIELD_EVENT_TYPE] = "event_type",
                [BM_FIELD_ACTOR1] = "actor1",
                [BM_FIELD_ACTOR2] = "actor2",
                [BM_FIELD_KILLED] = "fatalities",
                [BM_FIELD_SOURCE] = "source",
                [BM_FIELD_NOTES] = "notes"},
     .scale = BM_SCALE_ACLED},
    {.name = "ged", /* UCDP GED codebook, https://ucdp.uu.se/downloads/ */
     .marks = ged_marks,
     .column = {[BM_FIELD_ID] = "id",
                [BM_FIELD_DATE] = "date_start",
                [BM_FIELD_DATE_END] = "date_end",
                [BM_FIELD_DATE_PREC_IN] = "date_prec",
                [BM_FIELD_PLACE] = "where_coordinates",
                [BM_FIELD_ADMIN1] = "adm_1",
                [BM_FIELD_ADMIN2] = "adm_2",
                [BM_FIELD_COUNTRY] = "country",
                [BM_FIELD_LON] = "longitude",
                [BM_FIELD_LAT] = "latitude",
                [BM_FIELD_GEO_PREC_IN] = "where_prec",
                [BM_FIELD_EVENT_TYPE] = "type_of_violence",
                [BM_FIELD_ACTOR1] = "side_a",
                [BM_FIELD_ACTOR2] = "side_b",
                [BM_FIELD_KILLED] = "best",
                [BM_FIELD_SOURCE] = "source_article",
                [BM_FIELD_NOTES] = "where_description"},
     .scale = BM_SCALE_GED},
    {.name =
         "gtd", /* GTD codebook, https://www.start.umd.edu/gtd/; the date comes from iyear, imonth, iday */
     .marks = gtd_marks,
     .column = {[BM_FIELD_ID] = "eventid",
                [BM_FIELD_PLACE] = "city",
                [BM_FIELD_ADMIN1] = "provstate",
                [BM_FIELD_COUNTRY] = "country_txt",
                [BM_FIELD_LON] = "longitude",
                [BM_FIELD_LAT] = "latitude",
                [BM_FIELD_GEO_PREC_IN] = "specificity",
                [BM_FIELD_EVENT_TYPE] = "attacktype1_txt",
                [BM_FIELD_ACTOR1] = "gname",
                [BM_FIELD_ACTOR2] = "target1",
                [BM_FIELD_KILLED] = "nkill",
                [BM_FIELD_INJURED] = "nwound",
                [BM_FIELD_SOURCE] = "scite1",
                [BM_FIELD_NOTES] = "summary"},
     .scale = BM_SCALE_GTD},
    {.name = "gdelt", /* GDELT 2.0 event codebook, http://data.gdeltproject.org/documentation/ */
     .column = {[BM_FIELD_ID] = "GlobalEventID",
                [BM_FIELD_DATE] = "Day",
                [BM_FIELD_PLACE] = "ActionGeo_FullName",
                [BM_FIELD_COUNTRY] = "ActionGeo_CountryCode",
                [BM_FIELD_LON] = "ActionGeo_Long",
                [BM_FIELD_LAT] = "ActionGeo_Lat",
                [BM_FIELD_GEO_PREC_IN] = "ActionGeo_Type",
                [BM_FIELD_EVENT_TYPE] = "EventCode",
                [BM_FIELD_ACTOR1] = "Actor1Name",
                [BM_FIELD_ACTOR2] = "Actor2Name",
                [BM_FIELD_SOURCE] = "SOURCEURL"},
     .scale = BM_SCALE_GDELT,
     .fips = true,
     .headless = true},
};

const char *const bm_gdelt_columns[BM_GDELT_COLUMNS] = {
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
};

const char *bm_field_name(bm_field field)
{
    return (unsigned)field < BM_FIELD_COUNT ? field_names[field] : NULL;
}

bm_field bm_field_from_name(const char *name, const char **nearest)
{
    bm_str wanted = bm_str_z(name);
    size_t best = SIZE_MAX;
    if (nearest) *nearest = NULL;
    for (int i = 0; i < BM_FIELD_COUNT; i++) {
        bm_str candidate = bm_str_z(field_names[i]);
        if (bm_str_eq(wanted, candidate)) {
            if (nearest) *nearest = field_names[i];
            return (bm_field)i;
        }
        size_t distance = bm_name_distance(wanted, candidate);
        if (nearest && distance < best) {
            best = distance;
            *nearest = field_names[i];
        }
    }
    return BM_FIELD_COUNT;
}

const char *const *bm_usual_names(bm_field field)
{
    return usual[field];
}

const struct bm_preset *bm_presets(size_t *n)
{
    *n = sizeof presets / sizeof presets[0];
    return presets;
}

const struct bm_preset *bm_preset_find(const char *name)
{
    for (size_t i = 0; i < sizeof presets / sizeof presets[0]; i++)
        if (strcmp(presets[i].name, name) == 0) return &presets[i];
    return NULL;
}

/* The next character that counts at *i, lower case, or 0; gaps between words are '_', and so is a zero-width
 * non-joiner. Keyboards differ in what they write for one letter. */
static uint32_t next_name_char(bm_str text, size_t *i)
{
    size_t size;
    if (*i >= text.len) return 0;
    uint32_t c = bm_utf8_next(text.p + *i, text.p + text.len, &size);
    *i += size;
    if (c >= 'A' && c <= 'Z') return c + 32;
    switch (c) {
    case ' ':
    case '-':
    case '.':
    case '/':
    case 0x200C: return '_';
    case 0x64A: /* Arabic yeh, alef maksura, the Pashto ones: Persian yeh */
    case 0x649:
    case 0x6CD:
    case 0x6D0: return 0x6CC;
    case 0x643: return 0x6A9; /* Arabic kaf: Persian kaf */
    case 0x6C1:               /* Urdu heh, do-chashmi heh, teh marbuta: heh */
    case 0x6BE:
    case 0x629: return 0x647;
    default: return c;
    }
}

bool bm_same_name(bm_str a, bm_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        uint32_t x = next_name_char(a, &i), y = next_name_char(b, &j);
        if (x != y) return false;
        if (x == 0) return true;
    }
}
