/* Which column of a polygon or line file holds what. */
#include "border/making.h"

#include "base/num.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <stdio.h>

/* In order of preference; the first that exists wins. */
static const char *const country_names[] = {"a3",
                                            "iso_a3",
                                            "iso3",
                                            "iso_3",
                                            "iso3166_1_alpha_3",
                                            "adm0_a3",
                                            "gid_0",
                                            "shapegroup",
                                            "country_iso3",
                                            "cntry_code",
                                            "iso_a2",
                                            "iso2",
                                            "iso",
                                            "country",
                                            "country_name",
                                            "cntry_name",
                                            "admin",
                                            "name",
                                            NULL};
static const char *const left_names[] = {"adm0_a3_l", "left", "iso_left",  "left_iso3", "iso3_l",
                                         "country_l", "cc1",  "adm0_left", "iso_a",     NULL};
static const char *const right_names[] = {"adm0_a3_r", "right", "iso_right",  "right_iso3", "iso3_r",
                                          "country_r", "cc2",   "adm0_right", "iso_b",      NULL};
static const char *const from_names[] = {"valid_from", "gwsdate", NULL};
static const char *const to_names[] = {"valid_to", "gwedate", NULL};
static const char *const from_parts[][2] = {{"gwsyear", NULL}, {"gwsmonth", NULL}, {"gwsday", NULL}};
static const char *const to_parts[][2] = {{"gweyear", NULL}, {"gwemonth", NULL}, {"gweday", NULL}};
static const char *const status_names[] = {"featurecla", "status", "b_status", "type", NULL};

static int find_one(const char *const *fields, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (bm_str_ieq(bm_str_z(fields[i]), bm_str_z(name))) return (int)i;
    return -1;
}

static int find_any(const char *const *fields, size_t n, const char *const *names)
{
    int found = -1;

    for (; *names && found < 0; names++) found = find_one(fields, n, *names);
    return found;
}

void bm_columns_list(const char *const *fields, size_t n, char *out, size_t size)
{
    size_t len = 0;

    snprintf(out, size, "none");
    for (size_t i = 0; i < n && len < size; i++)
        len += (size_t)snprintf(out + len, size - len, "%s%s", i ? ", " : "", fields[i]);
}

static bm_status find_named(bm_ctx *ctx, const char *path, const char *const *fields, size_t n,
                            const char *name, int *out)
{
    size_t best = 0;

    if (!name) return BM_OK;
    *out = find_one(fields, n, name);
    if (*out >= 0) return BM_OK;
    if (n == 0) return bm_fail(ctx, BM_ENOTFOUND, "'%s' has no columns, so none named '%s'", path, name);
    for (size_t i = 1; i < n; i++)
        if (bm_name_distance(bm_str_z(fields[i]), bm_str_z(name)) <
            bm_name_distance(bm_str_z(fields[best]), bm_str_z(name)))
            best = i;
    return bm_fail(ctx, BM_ENOTFOUND, "'%s' has no column '%s'; the nearest name is '%s'", path, name,
                   fields[best]);
}

bm_status bm_columns_find(bm_ctx *ctx, const bm_border_sources *sources, const char *const *fields, size_t n,
                          struct bm_columns *out)
{
    bm_status st;

    *out = (struct bm_columns){0};
    out->country = find_any(fields, n, country_names);
    out->left = find_any(fields, n, left_names);
    out->right = find_any(fields, n, right_names);
    out->status = find_any(fields, n, status_names);
    out->valid_from = find_any(fields, n, from_names);
    out->valid_to = find_any(fields, n, to_names);
    for (int i = 0; i < 3; i++) {
        out->from_ymd[i] = find_any(fields, n, from_parts[i]);
        out->to_ymd[i] = find_any(fields, n, to_parts[i]);
    }
    if ((st = find_named(ctx, sources->path, fields, n, sources->country_field, &out->country)) != BM_OK)
        return st;
    st = find_named(ctx, sources->path, fields, n, sources->valid_from_field, &out->valid_from);
    if (st != BM_OK) return st;
    return find_named(ctx, sources->path, fields, n, sources->valid_to_field, &out->valid_to);
}

/* Reads digits at *p, at most max of them, and the sign behind them; -1: no digits. */
static int number_at(const char **p, const char *end, int max)
{
    int value = 0, n = 0;

    while (*p < end && n < max && **p >= '0' && **p <= '9') {
        value = value * 10 + (**p - '0');
        (*p)++;
        n++;
    }
    if (*p < end && (**p == '-' || **p == '/')) (*p)++;
    return n ? value : -1;
}

/* The first day of what a year, or a year and a month, is; with `last` the last one. False if it is none. */
static bool day_of(int year, int month, int day, bool last, int32_t *out)
{
    if (year < 0) return false;
    if (month <= 0) month = last ? 12 : 1, day = 0;
    if (month > 12) return false;
    if (day <= 0) day = last ? bm_days_in_month(year, month) : 1;
    if (!bm_is_date(year, month, day)) return false;
    *out = bm_day_from_civil(year, month, day);
    return true;
}

static bool day_of_text(bm_str text, bool last, int32_t *out)
{
    const char *p, *end;
    int ymd[3];

    *out = BM_NO_DAY;
    text = bm_str_trim(text);
    if (text.len == 0) return true;
    p = text.p;
    end = bm_str_end(text);
    for (int i = 0; i < 3; i++) ymd[i] = number_at(&p, end, i ? 2 : 4);
    if (p < end && *p != ' ' && *p != 'T') return false;
    return day_of(ymd[0], ymd[1], ymd[2], last, out);
}

/* Year, month and day in columns of their own; no year: open. */
static bool day_of_columns(const int columns[3], const bm_str *values, bool last, int32_t *out)
{
    int ymd[3];

    *out = BM_NO_DAY;
    for (int i = 0; i < 3; i++) {
        bm_str text = columns[i] >= 0 ? bm_str_trim(values[columns[i]]) : (bm_str){0};
        const char *p = text.p, *end = bm_str_end(text);

        ymd[i] = text.len ? number_at(&p, end, 4) : 0;
        if (p < end || ymd[i] < 0) return false;
    }
    return ymd[0] == 0 || day_of(ymd[0], ymd[1], ymd[2], last, out);
}

bool bm_columns_days(const struct bm_columns *columns, const bm_str *values, int32_t *from, int32_t *to,
                     bm_str *bad)
{
    int from_column = columns->valid_from >= 0 ? columns->valid_from : columns->from_ymd[0];
    int to_column = columns->valid_to >= 0 ? columns->valid_to : columns->to_ymd[0];
    bool good;

    *from = *to = BM_NO_DAY;
    *bad = (bm_str){0};
    if (from_column >= 0) {
        *bad = values[from_column];
        good = columns->valid_from >= 0 ? day_of_text(*bad, false, from)
                                        : day_of_columns(columns->from_ymd, values, false, from);
        if (!good) return false;
    }
    if (to_column >= 0) {
        *bad = values[to_column];
        good = columns->valid_to >= 0 ? day_of_text(*bad, true, to)
                                      : day_of_columns(columns->to_ymd, values, true, to);
        if (!good) return false;
    }
    return *to == BM_NO_DAY || *from <= *to;
}
