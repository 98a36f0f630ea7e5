/* stats.json: groups. */
#include "base/str.h"
#include "stats/write_json.h"

#include <stdio.h>

#include <math.h>

/* Groups of a dimension that are written; the CSV has all. Years and months have more room. */
enum { LISTED = 20, LISTED_TIMES = 600 };

static void name_of(bm_buf *out, const char *name)
{
    bool first = out->len == 0 || out->p[out->len - 1] == '{';
    bm_buf_printf(out, "%s\"%s\": ", first ? "" : ", ", name);
}

void bm_member_real(bm_buf *out, const char *name, double value, int decimals)
{
    name_of(out, name);
    bm_buf_fixed(out, value, decimals);
}

void bm_member_p(bm_buf *out, const char *name, double p)
{
    name_of(out, name);
    bm_buf_p(out, p);
}

void bm_member_count(bm_buf *out, const char *name, uint64_t value)
{
    name_of(out, name);
    bm_buf_printf(out, "%llu", (unsigned long long)value);
}

void bm_member_text(bm_buf *out, const char *name, const char *value)
{
    name_of(out, name);
    bm_buf_json(out, bm_str_z(value));
}

void bm_member_day(bm_buf *out, const char *name, bm_day value)
{
    char text[11];
    if (value != BM_NO_DAY) bm_day_format(value, text);
    bm_member_text(out, name, value == BM_NO_DAY ? NULL : text);
}

void bm_member_bounds(bm_buf *out, const char *name, const bm_bounds *bounds, double unit)
{
    name_of(out, name);
    if (isnan(bounds->lo) && isnan(bounds->hi)) {
        bm_buf_puts(out, "null");
        return;
    }
    bm_buf_putc(out, '[');
    bm_buf_fixed(out, bounds->lo / unit, 6);
    bm_buf_puts(out, ", ");
    bm_buf_fixed(out, bounds->hi / unit, 6);
    bm_buf_putc(out, ']');
}

void bm_member_key(bm_buf *out, int indent, const char *name)
{
    bm_buf_printf(out, "%*s\"%s\": ", indent, "", name);
}

static void number(bm_buf *out, int indent, const char *name, uint64_t value)
{
    bm_member_key(out, indent, name);
    bm_buf_printf(out, "%llu,\n", (unsigned long long)value);
}

static void people(bm_buf *out, int indent, const char *name, int64_t value)
{
    bm_member_key(out, indent, name);
    if (value == BM_NO_COUNT)
        bm_buf_puts(out, "null");
    else
        bm_buf_i64(out, value);
    bm_buf_puts(out, ",\n");
}

/* --- bands --- */

static void put_null(const bm_band_null *null, bm_buf *out)
{
    if (isnan(null->exp_share)) return;
    bm_buf_puts(out, ", \"null\": {");
    bm_member_real(out, "share", null->exp_share, 6);
    bm_member_bounds(out, "share_range", &null->exp_range, 1);
    bm_member_real(out, "ratio", null->ratio, 6);
    bm_member_bounds(out, "ratio_range", &null->ratio_range, 1);
    bm_member_p(out, "p", null->p);
    bm_member_p(out, "q", null->q);
    bm_member_p(out, "p_by_event", null->p_event);
    bm_buf_putc(out, '}');
}

static void put_band(const bm_band_stats *b, bm_buf *out)
{
    bm_buf_puts(out, "{\"within_km\": ");
    bm_buf_double(out, b->limit_m / 1000);
    bm_member_count(out, "n_lo", b->n_lo);
    bm_member_count(out, "n", b->n);
    bm_member_real(out, "n_exp", b->n_exp, 6);
    bm_member_count(out, "n_hi", b->n_hi);
    bm_member_real(out, "share_lo", b->share_lo, 6);
    bm_member_real(out, "share_exp", b->share_exp, 6);
    bm_member_real(out, "share_points", b->share, 6);
    bm_member_real(out, "share_hi", b->share_hi, 6);
    if (isfinite(b->rate_100km)) bm_member_real(out, "per_100km", b->rate_100km, 6);
    if (isfinite(b->area_km2)) {
        bm_member_real(out, "area_km2", b->area_km2, 3);
        bm_member_real(out, "per_1000km2", b->rate_1000km2, 6);
    }
    if (isfinite(b->people)) {
        bm_member_real(out, "people", b->people, 0);
        bm_member_real(out, "per_100000_people", b->rate_100k, 6);
    }
    if (!isnan(b->by_place.lo)) bm_member_bounds(out, "share_by_place", &b->by_place, 1);
    if (!isnan(b->by_event.lo)) bm_member_bounds(out, "share_by_event", &b->by_event, 1);
    put_null(&b->null, out);
    bm_buf_putc(out, '}');
}

static void put_bands(const bm_group_stats *g, int indent, bm_buf *out)
{
    bm_member_key(out, indent, "bands");
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < g->n_bands; i++) {
        bm_buf_printf(out, "%s\n%*s", i ? "," : "", indent + 2, "");
        put_band(&g->bands[i], out);
    }
    bm_buf_printf(out, "\n%*s],\n", indent, "");
}

/* --- distances --- */

static void put_summary(const char *name, const bm_summary *d, int indent, bm_buf *out)
{
    bm_member_key(out, indent, name);
    bm_buf_putc(out, '{');
    bm_member_real(out, "min", d->min_m / 1000, 6);
    for (int q = 0; q < BM_QUANTILES; q++) bm_member_real(out, bm_quantile_names[q], d->q_m[q] / 1000, 6);
    bm_member_real(out, "max", d->max_m / 1000, 6);
    bm_member_real(out, "mean", d->mean_m / 1000, 6);
    if (d->step_m > 1) bm_member_count(out, "step_m", d->step_m);
    bm_buf_puts(out, "},\n");
}

static void put_list(const char *name, const double *values, size_t n, double unit, int indent, bm_buf *out)
{
    if (!values) return;
    bm_buf_puts(out, ",\n");
    bm_member_key(out, indent, name);
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i) bm_buf_puts(out, ", ");
        bm_buf_fixed(out, values[i] / unit, unit > 1 ? 1 : 6);
    }
    bm_buf_putc(out, ']');
}

static void put_curve(const bm_curve *c, int indent, bm_buf *out)
{
    bm_member_key(out, indent, "curve");
    bm_buf_printf(out, "{\n%*s\"n\": %zu", indent + 2, "", c->n);
    put_list("within_km", c->limit_m, c->n, 1000, indent + 2, out);
    put_list("points", c->points, c->n, 1, indent + 2, out);
    put_list("certain", c->lo, c->n, 1, indent + 2, out);
    put_list("expected", c->exp, c->n, 1, indent + 2, out);
    put_list("possible", c->hi, c->n, 1, indent + 2, out);
    put_list("null", c->null, c->n, 1, indent + 2, out);
    put_list("null_lo", c->null_lo, c->n, 1, indent + 2, out);
    put_list("null_hi", c->null_hi, c->n, 1, indent + 2, out);
    bm_buf_printf(out, "\n%*s},\n", indent, "");
}

static void put_resampled(const bm_resampled *r, int indent, bm_buf *out)
{
    bm_member_key(out, indent, "bootstrap");
    bm_buf_putc(out, '{');
    bm_member_count(out, "draws", r->draws);
    bm_member_count(out, "n_places", r->n_places);
    bm_member_count(out, "n_events", r->n_events);
    if (r->draws) {
        bm_member_bounds(out, "mean_km", &r->mean_m, 1000);
        for (int q = 0; q < BM_QUANTILES; q++) bm_member_bounds(out, bm_quantile_names[q], &r->q_m[q], 1000);
        bm_member_bounds(out, "mean_km_by_event", &r->mean_event_m, 1000);
        bm_member_bounds(out, "q50_by_event", &r->q_event_m[BM_QUANTILE_MEDIAN], 1000);
    }
    bm_member_text(out, "why", r->why);
    bm_buf_puts(out, "},\n");
}

static void put_imputed(const char *name, const bm_imputed *v, double unit, bm_buf *out)
{
    name_of(out, name);
    bm_buf_putc(out, '{');
    bm_member_real(out, "estimate", v->estimate / unit, 6);
    bm_member_real(out, "se", v->se / unit, 6);
    bm_member_bounds(out, "range", &(bm_bounds){v->lo, v->hi}, unit);
    bm_member_real(out, "missing", v->fraction, 6);
    bm_buf_putc(out, '}');
}

static void put_imputation(const bm_group_stats *g, int indent, bm_buf *out)
{
    const bm_imputation *i = g->imputation;
    bm_member_key(out, indent, "imputation");
    bm_buf_putc(out, '{');
    bm_member_count(out, "imputations", i->n);
    bm_member_count(out, "n_vague", i->n_vague);
    bm_member_count(out, "n_rows", i->n_rows);
    if (i->n) {
        put_imputed("mean_km", &i->mean_m, 1000, out);
        put_imputed("q50_km", &i->median_m, 1000, out);
        for (size_t k = 0; k < g->n_bands; k++) {
            char name[48];
            snprintf(name, sizeof name, "share_%gkm", g->bands[k].limit_m / 1000);
            put_imputed(name, &i->bands[k], 1, out);
        }
    }
    bm_member_text(out, "why", i->why);
    bm_buf_puts(out, "},\n");
}

static void put_statuses(const bm_group_stats *g, bool unresolved, int indent, bm_buf *out)
{
    bm_member_key(out, indent, "by_status");
    bm_buf_putc(out, '{');
    for (int s = BM_PLACE_STATUS_COUNT - 1; s >= (unresolved ? BM_UNRESOLVED : BM_COARSE); s--)
        bm_member_count(out, bm_place_status_name((bm_place_status)s), g->status[s]);
    bm_buf_puts(out, "},\n");
}

static void put_day(bm_day day, bm_buf *out)
{
    char text[11] = "";
    bm_str value = {0};
    if (day != BM_NO_DAY) {
        bm_day_format(day, text);
        value = bm_str_z(text);
    }
    bm_buf_json(out, value);
}

static void put_days(const bm_group_stats *g, int indent, bm_buf *out)
{
    bm_buf_printf(out, "%*s\"d_first\": ", indent, "");
    put_day(g->d_first, out);
    bm_buf_printf(out, ",\n%*s\"d_last\": ", indent, "");
    put_day(g->d_last, out);
    bm_buf_puts(out, ",\n");
}

void bm_member_group(const bm_group_stats *g, int indent, bm_buf *out)
{
    bool dyad = isfinite(g->len_m), all = !dyad && g->curve;
    number(out, indent, "n_points", g->n_points);
    number(out, indent, "n_near", g->n_near);
    number(out, indent, "n_possible", g->n_possible);
    number(out, indent, "n_no_range", g->n_no_range);
    number(out, indent, "n_ties", g->n_ties);
    if (all) number(out, indent, "n_no_border", g->n_no_border);
    put_statuses(g, !dyad, indent, out);
    put_summary("dist_km", &g->distance, indent, out);
    if (g->killed_distance.n) put_summary("dist_km_by_killed", &g->killed_distance, indent, out);
    put_bands(g, indent, out);
    if (g->resampled) put_resampled(g->resampled, indent, out);
    if (g->imputation) put_imputation(g, indent, out);
    if (g->curve) put_curve(g->curve, indent, out);
    if (dyad) {
        number(out, indent, "n_a", g->n_a);
        number(out, indent, "n_b", g->n_b);
    }
    people(out, indent, "killed", g->killed);
    people(out, indent, "injured", g->injured);
    put_days(g, indent, out);
    bm_member_key(out, indent, "top_segment");
    bm_buf_json(out, bm_str_z(g->top_segment));
    bm_buf_puts(out, ",\n");
    bm_member_key(out, indent, "top_segment_n");
    bm_buf_printf(out, "%llu\n", (unsigned long long)g->top_segment_n);
}

/* --- dimensions --- */

/* A value of a dimension, on one line. */
static void put_value(const bm_group_stats *g, bm_buf *out)
{
    bm_buf_putc(out, '{');
    bm_member_text(out, "value", g->value);
    bm_member_count(out, "n_points", g->n_points);
    bm_member_count(out, "n_near", g->n_near);
    bm_member_count(out, "n_possible", g->n_possible);
    for (int s = BM_PLACE_STATUS_COUNT - 1; s >= BM_UNRESOLVED; s--)
        bm_member_count(out, bm_place_status_name((bm_place_status)s), g->status[s]);
    bm_member_real(out, "killed", g->killed == BM_NO_COUNT ? NAN : (double)g->killed, 0);
    bm_member_real(out, "injured", g->injured == BM_NO_COUNT ? NAN : (double)g->injured, 0);
    bm_member_day(out, "d_first", g->d_first);
    bm_member_day(out, "d_last", g->d_last);
    if (g->distance.step_m > 1) bm_member_count(out, "step_m", g->distance.step_m);
    bm_member_real(out, "q25_km", g->distance.q_m[2] / 1000, 6);
    bm_member_real(out, "q50_km", g->distance.q_m[BM_QUANTILE_MEDIAN] / 1000, 6);
    bm_member_real(out, "q75_km", g->distance.q_m[4] / 1000, 6);
    bm_member_real(out, "mean_km", g->distance.mean_m / 1000, 6);
    bm_buf_puts(out, ", \"bands\": [");
    for (size_t i = 0; i < g->n_bands; i++) {
        bm_buf_puts(out, i ? ", {\"within_km\": " : "{\"within_km\": ");
        bm_buf_double(out, g->bands[i].limit_m / 1000);
        bm_member_count(out, "n_lo", g->bands[i].n_lo);
        bm_member_count(out, "n", g->bands[i].n);
        bm_member_real(out, "n_exp", g->bands[i].n_exp, 6);
        bm_member_count(out, "n_hi", g->bands[i].n_hi);
        bm_member_real(out, "share_points", g->bands[i].share, 6);
        bm_buf_putc(out, '}');
    }
    bm_buf_puts(out, "]}");
}

static void put_dimension(const bm_dimension_stats *d, bm_buf *out)
{
    size_t limit = d->is_time ? LISTED_TIMES : LISTED, n = d->n_groups < limit ? d->n_groups : limit;
    uint64_t rest = 0;
    for (size_t i = n; i < d->n_groups; i++) rest += d->groups[i].n_points;
    bm_buf_puts(out, "\n    {");
    bm_member_text(out, "name", d->name);
    bm_member_count(out, "n_values", d->n_groups);
    bm_member_count(out, "not_listed", d->n_groups - n);
    bm_member_count(out, "not_listed_points", rest);
    bm_member_text(out, "why", d->why);
    bm_buf_puts(out, ", \"values\": [");
    for (size_t i = 0; i < n; i++) {
        bm_buf_puts(out, i ? ",\n      " : "\n      ");
        put_value(&d->groups[i], out);
    }
    bm_buf_puts(out, "]}");
}

void bm_member_dimensions(const bm_findings *found, bm_buf *out)
{
    bm_member_key(out, 2, "dimensions");
    bm_buf_putc(out, '[');
    for (size_t d = 2; d < found->n_dimensions; d++) {
        if (d > 2) bm_buf_putc(out, ',');
        put_dimension(&found->dimensions[d], out);
    }
    bm_buf_puts(out, "\n  ],\n");
}
