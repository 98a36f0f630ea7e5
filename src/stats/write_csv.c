/* Statistics as tidy CSV: one row for each statistic of each group. */
#include "base/str.h"
#include "stats/finish.h"

#include <math.h>
#include <stdio.h>

static const char header[] = "dimension,value,statistic,within_km,estimate,lo,hi,n,p,q,note\n";

/* One row. Absent numbers are NaN. */
struct fact {
    const char *statistic;
    double within_km, estimate, lo, hi;
    int decimals; /* of estimate, lo and hi */
    double n, p, q;
    bm_str note;
};

static struct fact fact_of(const char *statistic, double estimate, int decimals)
{
    return (struct fact){.statistic = statistic,
                         .within_km = NAN,
                         .estimate = estimate,
                         .lo = NAN,
                         .hi = NAN,
                         .decimals = decimals,
                         .n = NAN,
                         .p = NAN,
                         .q = NAN};
}

static void real(bm_buf *out, double value, int decimals)
{
    bm_buf_putc(out, ',');
    if (isfinite(value)) bm_buf_fixed(out, value, decimals);
}

static void put_p(bm_buf *out, double p)
{
    bm_buf_putc(out, ',');
    if (isfinite(p)) bm_buf_p(out, p);
}

static void put(bm_buf *out, const char *dimension, const char *value, const struct fact *fact)
{
    bm_buf_csv_safe(out, bm_str_z(dimension));
    bm_buf_putc(out, ',');
    bm_buf_csv_safe(out, bm_str_z(value));
    bm_buf_printf(out, ",%s,", fact->statistic);
    if (isfinite(fact->within_km)) bm_buf_double(out, fact->within_km);
    real(out, fact->estimate, fact->decimals);
    real(out, fact->lo, fact->decimals);
    real(out, fact->hi, fact->decimals);
    real(out, fact->n, 0);
    put_p(out, fact->p);
    put_p(out, fact->q);
    bm_buf_putc(out, ',');
    bm_buf_csv_safe(out, fact->note);
    bm_buf_putc(out, '\n');
}

static void put_group_fact(bm_buf *out, const bm_group_stats *g, const struct fact *fact)
{
    put(out, g->dimension, g->value, fact);
}

static void count(bm_buf *out, const bm_group_stats *g, const char *statistic, uint64_t n)
{
    struct fact fact = fact_of(statistic, (double)n, 0);
    put_group_fact(out, g, &fact);
}

static void people(bm_buf *out, const bm_group_stats *g, const char *statistic, int64_t n)
{
    struct fact fact = fact_of(statistic, n == BM_NO_COUNT ? NAN : (double)n, 0);
    put_group_fact(out, g, &fact);
}

static void day(bm_buf *out, const bm_group_stats *g, const char *statistic, bm_day value)
{
    struct fact fact = fact_of(statistic, NAN, 0);
    char text[11];
    if (value == BM_NO_DAY) return;
    bm_day_format(value, text);
    fact.note = bm_str_z(text);
    put_group_fact(out, g, &fact);
}

static void put_counts(bm_buf *out, const bm_group_stats *g)
{
    static const char *const names[BM_PLACE_STATUS_COUNT] = {"n_unresolved", "n_coarse", "n_ambiguous",
                                                             "n_resolved"};
    count(out, g, "n_points", g->n_points);
    count(out, g, "n_near", g->n_near);
    count(out, g, "n_possible", g->n_possible);
    count(out, g, "n_no_range", g->n_no_range);
    for (int s = BM_RESOLVED; s >= BM_UNRESOLVED; s--) count(out, g, names[s], g->status[s]);
    if (isfinite(g->len_m)) {
        struct fact fact = fact_of("len_km", g->len_m / 1000, 6);
        put_group_fact(out, g, &fact);
        count(out, g, "n_a", g->n_a);
        count(out, g, "n_b", g->n_b);
    }
    people(out, g, "killed", g->killed);
    people(out, g, "injured", g->injured);
    day(out, g, "d_first", g->d_first);
    day(out, g, "d_last", g->d_last);
}

static void distance(bm_buf *out, const bm_group_stats *g, const char *prefix, const char *name,
                     const bm_summary *d, double value_m, const bm_bounds *range_m)
{
    char statistic[40];
    snprintf(statistic, sizeof statistic, "%s%s_km", prefix, name);
    struct fact fact = fact_of(statistic, value_m / 1000, 6);
    fact.n = (double)d->n;
    if (range_m) fact.lo = range_m->lo / 1000, fact.hi = range_m->hi / 1000;
    if (range_m) fact.note = BM_LIT("bootstrap by place");
    put_group_fact(out, g, &fact);
}

static void put_distances(bm_buf *out, const bm_group_stats *g, const char *prefix, const bm_summary *d,
                          const bm_resampled *boot)
{
    if (d->n == 0) return;
    distance(out, g, prefix, "min", d, d->min_m, NULL);
    for (int q = 0; q < BM_QUANTILES; q++)
        distance(out, g, prefix, bm_quantile_names[q], d, d->q_m[q], boot ? &boot->q_m[q] : NULL);
    distance(out, g, prefix, "max", d, d->max_m, NULL);
    distance(out, g, prefix, "mean", d, d->mean_m, boot ? &boot->mean_m : NULL);
}

static void put_band(bm_buf *out, const bm_group_stats *g, const bm_band_stats *b)
{
    const struct {
        const char *statistic;
        double estimate, lo, hi;
        int decimals;
        double n, p, q;
        const char *note;
    } rows[] = {
        {"n_within", (double)b->n, (double)b->n_lo, (double)b->n_hi, 0, (double)g->n_points, NAN, NAN,
         "certain to possible"},
        {"n_within_expected", b->n_exp, (double)b->n_lo, (double)b->n_hi, 6, (double)g->n_possible, NAN, NAN,
         "certain to possible"},
        {"share_within", b->share, b->by_place.lo, b->by_place.hi, 6, (double)g->n_points, NAN, NAN,
         isfinite(b->by_place.lo) ? "bootstrap by place" : ""},
        {"share_within_expected", b->share_exp, b->share_lo, b->share_hi, 6, (double)g->n_possible, NAN, NAN,
         "certain to possible"},
        {"rate_per_100km", b->rate_100km, NAN, NAN, 6, (double)b->n, NAN, NAN, ""},
        {"rate_per_1000km2", b->rate_1000km2, NAN, NAN, 6, (double)b->n, NAN, NAN, ""},
        {"rate_per_100k_people", b->rate_100k, NAN, NAN, 6, (double)b->n, NAN, NAN, ""},
        {"land_km2", b->area_km2, NAN, NAN, 3, NAN, NAN, NAN, ""},
        {"people", b->people, NAN, NAN, 0, NAN, NAN, NAN, ""},
        {"null_share", b->null.exp_share, b->null.exp_range.lo, b->null.exp_range.hi, 6, NAN, NAN, NAN, ""},
        {"ratio_to_null", b->null.ratio, b->null.ratio_range.lo, b->null.ratio_range.hi, 6, NAN, b->null.p,
         b->null.q, "Monte Carlo by place"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fact fact = fact_of(rows[i].statistic, rows[i].estimate, rows[i].decimals);
        if (!isfinite(rows[i].estimate)) continue;
        fact.within_km = b->limit_m / 1000;
        fact.lo = rows[i].lo, fact.hi = rows[i].hi;
        fact.n = rows[i].n, fact.p = rows[i].p, fact.q = rows[i].q;
        if (rows[i].note[0]) fact.note = bm_str_z(rows[i].note);
        put_group_fact(out, g, &fact);
    }
}

static void put_imputed(bm_buf *out, const bm_group_stats *g, const char *statistic, double within_km,
                        const bm_imputed *value, double unit)
{
    struct fact fact = fact_of(statistic, value->estimate / unit, 6);
    fact.within_km = within_km;
    fact.lo = value->lo / unit, fact.hi = value->hi / unit;
    fact.n = (double)g->imputation->n_rows;
    fact.note = BM_LIT("multiple imputation of vague places");
    put_group_fact(out, g, &fact);
}

static void put_imputation(bm_buf *out, const bm_group_stats *g)
{
    const bm_imputation *i = g->imputation;
    if (!i || !i->n) return;
    put_imputed(out, g, "imputed_mean_km", NAN, &i->mean_m, 1000);
    put_imputed(out, g, "imputed_q50_km", NAN, &i->median_m, 1000);
    for (size_t k = 0; k < g->n_bands; k++)
        put_imputed(out, g, "imputed_share_within", g->bands[k].limit_m / 1000, &i->bands[k], 1);
}

static void put_group(bm_buf *out, const bm_group_stats *g)
{
    put_counts(out, g);
    put_distances(out, g, "", &g->distance, g->resampled && g->resampled->draws ? g->resampled : NULL);
    put_distances(out, g, "killed_", &g->killed_distance, NULL);
    for (size_t i = 0; i < g->n_bands; i++) put_band(out, g, &g->bands[i]);
    put_imputation(out, g);
}

static void put_segment(bm_buf *out, const char *seg_id, const bm_segment_stats *s)
{
    struct fact rate = fact_of("rate_per_100km", s->rate100, 6);
    rate.lo = s->rate_range.lo, rate.hi = s->rate_range.hi;
    rate.n = (double)s->n_inc;
    rate.p = s->p, rate.q = s->q;
    put(out, "segment", seg_id, &rate);
    struct fact shrunk = fact_of("rate_eb_per_100km", s->rate_eb, 6);
    if (isfinite(s->rate_eb)) put(out, "segment", seg_id, &shrunk);
    struct fact change = fact_of("rate_ratio_of_periods", s->ratio2, 6);
    change.lo = s->ratio2_range.lo, change.hi = s->ratio2_range.hi;
    change.n = (double)(s->n_1 + s->n_2);
    if (isfinite(s->ratio2) || isfinite(change.lo)) put(out, "segment", seg_id, &change);
}

static void put_test(bm_buf *out, const bm_test *t)
{
    char name[64];
    snprintf(name, sizeof name, "test_%s%s%s", t->name, t->unit[0] ? "_by_" : "", t->unit);
    struct fact fact = fact_of(name, t->statistic, 9);
    fact.within_km = t->limit_m / 1000;
    fact.n = t->draws ? (double)t->draws : NAN;
    fact.p = t->p, fact.q = t->q;
    fact.note = bm_str_z(t->why ? t->why : t->family);
    put(out, "test", t->group, &fact);
}

void bm_stats_write_csv(const bm_stats *stats, bm_buf *out)
{
    const bm_findings *found = &stats->found;
    bm_buf_puts(out, header);
    for (size_t d = 0; d < found->n_dimensions; d++)
        for (size_t i = 0; i < found->dimensions[d].n_groups; i++)
            put_group(out, &found->dimensions[d].groups[i]);
    for (size_t i = 0; i < found->n_segments; i++)
        put_segment(out, stats->frame_segments[found->segments[i].segment].seg_id, &found->segments[i]);
    for (size_t i = 0; i < found->n_tests; i++) put_test(out, &found->tests[i]);
}
