/* Which column of a polygon or line file holds what. */
#include "border/making.h"

#include "base/num.h"
#include "base/str.h"
#include "bordermap/incident.h"

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

    *out = (struct bm_columns){.valid_from = -1, .valid_to = -1};
    out->country = find_any(fields, n, country_names);
    out->left = find_any(fields, n, left_names);
    out->right = find_any(fields, n, right_names);
    out->status = find_any(fields, n, status_names);
    if ((st = find_named(ctx, sources->path, fields, n, sources->country_field, &out->country)) != BM_OK)
        return st;
    st = find_named(ctx, sources->path, fields, n, sources->valid_from_field, &out->valid_from);
    if (st != BM_OK) return st;
    return find_named(ctx, sources->path, fields, n, sources->valid_to_field, &out->valid_to);
}

/* Reads digits at *p, at most max of them. */
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

int32_t bm_columns_day(bm_str text, bool last)
{
    const char *p, *end;

    text = bm_str_trim(text);
    if (text.len == 0) return BM_NO_DAY;
    p = text.p;
    end = text.p + text.len;
    int year = number_at(&p, end, 4), month = number_at(&p, end, 2), day = number_at(&p, end, 2);
    if (year < 0) return BM_NO_DAY;
    if (month < 0) month = last ? 12 : 1;
    if (month < 1 || month > 12) return BM_NO_DAY;
    if (day < 0) day = last ? bm_days_in_month(year, month) : 1;
    return bm_is_date(year, month, day) ? bm_day_from_civil(year, month, day) : BM_NO_DAY;
}
