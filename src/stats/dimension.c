#include "stats/dimension.h"
#include "base/num.h"
#include "base/str.h"

#include <stdio.h>

typedef bm_str value_fn(const bm_row *row, char scratch[24]);

static bm_str code(const char iso3[4])
{
    return iso3[0] ? bm_str_z(iso3) : (bm_str){0};
}

static bm_str side(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->tag ? code(row->tag->side) : (bm_str){0};
}

/* The ground it is on by the border file; of a place without a point the gazetteer's country. */
static bm_str country(const bm_row *row, char scratch[24])
{
    bm_str ground = side(row, scratch);
    return ground.p ? ground : code(row->place->iso3);
}

static bm_str adm1(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->place->adm1;
}

static bm_str adm2(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->place->adm2;
}

static bm_str match(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return bm_str_z(bm_match_name(row->place->match));
}

static bm_str border_status(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->tag ? bm_str_z(bm_border_status_name(row->tag->status)) : (bm_str){0};
}

static bm_str event_type(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->incident->etype;
}

static bm_str actor1(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->incident->actor1;
}

static bm_str actor2(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->incident->actor2;
}

static bm_str source(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->incident->source;
}

static bm_str place(const bm_row *row, char scratch[24])
{
    (void)scratch;
    return row->incident->place;
}

static bm_str number(int value, char scratch[24])
{
    if (value == 0) return (bm_str){0};
    return bm_str_of(scratch, (size_t)snprintf(scratch, 24, "%d", value));
}

static bm_str geo_precision(const bm_row *row, char scratch[24])
{
    return number(row->place->geo_prec, scratch);
}

/* Year and month of all days that a row may be of; false when they are not one month (or one year). */
static bool when(const bm_row *row, bool month_too, int *year, int *month)
{
    bm_day first = row->incident->d_start, last = row->incident->d_end;
    int day, last_year, last_month;
    if (first == BM_NO_DAY) first = last;
    if (last == BM_NO_DAY) last = first;
    if (first == BM_NO_DAY) return false;
    bm_day_to_civil(first, year, month, &day);
    if (first == last) return true;
    bm_day_to_civil(last, &last_year, &last_month, &day);
    return *year == last_year && (!month_too || *month == last_month);
}

static bm_str year(const bm_row *row, char scratch[24])
{
    int y, m;
    if (!when(row, false, &y, &m)) return (bm_str){0};
    return bm_str_of(scratch, (size_t)snprintf(scratch, 24, "%04d", y));
}

static bm_str month(const bm_row *row, char scratch[24])
{
    int y, m;
    if (!when(row, true, &y, &m)) return (bm_str){0};
    return bm_str_of(scratch, (size_t)snprintf(scratch, 24, "%04d-%02d", y, m));
}

/* In the order of the defaults (the first n_defaults); then what --by adds. The border ("dyad") is always
 * there. An input column of the same name as one of these is reached as x_NAME. */
static const struct {
    const char *name;
    value_fn *first, *second;
} sources[] = {
    {"country", country, NULL},
    {"side", side, NULL},
    {"adm1", adm1, NULL},
    {"etype", event_type, NULL},
    {"actor", actor1, actor2},
    {"year", year, NULL},
    {"month", month, NULL},
    {"actor1", actor1, NULL},
    {"actor2", actor2, NULL},
    {"adm2", adm2, NULL},
    {"b_status", border_status, NULL},
    {"geo_prec", geo_precision, NULL},
    {"match", match, NULL},
    {"place", place, NULL},
    {"source", source, NULL},
    /* names of input fields for what has another name in the output */
    {"event_type", event_type, NULL},
    {"admin1", adm1, NULL},
    {"admin2", adm2, NULL},
};
enum { N_DEFAULTS = 7, N_SOURCES = sizeof sources / sizeof sources[0] };
#define EXTRA N_SOURCES

const bm_dimension *bm_dimension_defaults(size_t *n)
{
    static const bm_dimension defaults[N_DEFAULTS] = {{"country", 0, 0}, {"side", 1, 0},  {"adm1", 2, 0},
                                                      {"etype", 3, 0},   {"actor", 4, 0}, {"year", 5, 0},
                                                      {"month", 6, 0}};
    *n = N_DEFAULTS;
    return defaults;
}

bm_status bm_dimension_find(bm_ctx *ctx, const char *name, const char *const *extra, size_t n_extra,
                            bm_dimension *out)
{
    bm_str text = bm_str_z(name);
    const char *column = strncmp(name, "x_", 2) == 0 ? name + 2 : name;
    *out = (bm_dimension){.name = name};
    for (size_t i = 0; i < N_SOURCES; i++) {
        if (!bm_str_eq(text, bm_str_z(sources[i].name))) continue;
        while (sources[out->source].first != sources[i].first ||
               sources[out->source].second != sources[i].second)
            out->source++; /* the first with that meaning */
        return BM_OK;
    }
    for (size_t i = 0; i < n_extra; i++) {
        if (strcmp(column, extra[i]) != 0 && strcmp(name, extra[i]) != 0) continue;
        *out = (bm_dimension){name, EXTRA, i};
        return BM_OK;
    }
    return bm_fail(ctx, BM_EUSAGE,
                   "--by: there is no dimension '%s'; it takes side, country, adm1, adm2, etype, actor, "
                   "actor1, actor2, year, month, place, source, match, geo_prec, b_status and every input "
                   "column that feeds no field",
                   name);
}

static bm_str cut(bm_str value)
{
    bm_str text = bm_str_trim(value);
    return text.p ? bm_str_cut(text, BM_DIMENSION_TEXT) : (bm_str){0};
}

size_t bm_dimension_values(const bm_dimension *dimension, const bm_row *row, char scratch[24],
                           bm_str out[BM_DIMENSION_VALUES])
{
    if (dimension->source == EXTRA) {
        out[0] = row->incident->extra ? cut(row->incident->extra[dimension->column]) : (bm_str){0};
        return 1;
    }
    out[0] = cut(sources[dimension->source].first(row, scratch));
    if (!sources[dimension->source].second) return 1;
    out[1] = cut(sources[dimension->source].second(row, scratch));
    if (!out[1].p) return 1;
    if (!out[0].p) {
        out[0] = out[1];
        return 1;
    }
    return bm_str_eq(out[0], out[1]) ? 1 : 2;
}

bool bm_dimension_is_time(const bm_dimension *dimension)
{
    return dimension->source < N_SOURCES &&
           (sources[dimension->source].first == year || sources[dimension->source].first == month);
}
