/* Statistics as aligned text for a terminal. */
#include "base/num.h"
#include "base/str.h"
#include "stats/finish.h"

#include <math.h>
#include <stdio.h>

enum { NAME_WIDTH = 8, CELL_WIDTH = 9, BAND_WIDTH = 34 };

static void cell(bm_buf *out, const char *text)
{
    bm_buf_printf(out, " %*s", CELL_WIDTH, text);
}

static void cell_count(bm_buf *out, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    cell(out, text);
}

static void cell_km(bm_buf *out, double value_m)
{
    char text[360];
    if (isfinite(value_m))
        text[bm_format_fixed(text, value_m / 1000, 1)] = '\0';
    else
        snprintf(text, sizeof text, "-");
    cell(out, text);
}

static void put_counts(const bm_counts *counts, bm_buf *out)
{
    bm_buf_printf(out, "%llu rows read:", (unsigned long long)counts->read);
    for (int s = BM_PLACE_STATUS_COUNT - 1; s >= 0; s--)
        bm_buf_printf(out, " %llu %s,", (unsigned long long)counts->status[s],
                      bm_place_status_name((bm_place_status)s));
    bm_buf_printf(out, " %llu rejected, %llu filtered\n", (unsigned long long)counts->rejected,
                  (unsigned long long)counts->filtered);
}

/* The whole, then the dyads. */
static size_t n_groups(const bm_stats *stats)
{
    return 1 + stats->found.dimensions[1].n_groups;
}

static const bm_group_stats *group_at(const bm_stats *stats, size_t i)
{
    return i ? &stats->found.dimensions[1].groups[i - 1] : &stats->found.dimensions[0].groups[0];
}

static void put_distances(const bm_stats *stats, bm_buf *out)
{
    bm_buf_puts(out, "\nDistance of resolved incidents to the nearest border, km\n");
    bm_buf_printf(out, "%-*s", NAME_WIDTH, "dyad");
    cell(out, "points");
    cell(out, "min");
    for (int q = 0; q < BM_QUANTILES; q++)
        cell(out, q == BM_QUANTILE_MEDIAN ? "median" : bm_quantile_names[q]);
    cell(out, "max");
    cell(out, "mean");
    bm_buf_putc(out, '\n');
    for (size_t i = 0; i < n_groups(stats); i++) {
        const bm_group_stats *g = group_at(stats, i);
        bm_buf_printf(out, "%-*s", NAME_WIDTH, g->value);
        cell_count(out, g->n_points);
        cell_km(out, g->distance.min_m);
        for (int q = 0; q < BM_QUANTILES; q++) cell_km(out, g->distance.q_m[q]);
        cell_km(out, g->distance.max_m);
        cell_km(out, g->distance.mean_m);
        bm_buf_putc(out, '\n');
    }
}

/* "12 (34.5%) 10 < 12.4 < 15": by the point, its share, then certain, expected and possible. */
static void cell_band(bm_buf *out, const bm_band_stats *band)
{
    char share[360] = "-", expected[360], text[800];
    if (isfinite(band->share)) share[bm_format_fixed(share, 100 * band->share, 1)] = '\0';
    expected[bm_format_fixed(expected, band->n_exp, 1)] = '\0';
    snprintf(text, sizeof text, "%llu (%.20s%%) %llu < %s < %llu", (unsigned long long)band->n, share,
             (unsigned long long)band->n_lo, expected, (unsigned long long)band->n_hi);
    bm_buf_printf(out, " %*s", BAND_WIDTH, text);
}

static void put_bands(const bm_stats *stats, bm_buf *out)
{
    if (stats->found.n_bands == 0) return;
    bm_buf_puts(out,
                "\nIncidents within a distance of it: by the point (share) certain < expected < possible\n");
    bm_buf_printf(out, "%-*s", NAME_WIDTH, "dyad");
    for (size_t i = 0; i < stats->found.n_bands; i++) {
        char number[360], text[400];
        number[bm_format_fixed(number, stats->found.bands_m[i] / 1000, 3)] = '\0';
        size_t n = strlen(number);
        while (number[n - 1] == '0') number[--n] = '\0';
        if (number[n - 1] == '.') number[--n] = '\0';
        snprintf(text, sizeof text, "%.40s km", number);
        bm_buf_printf(out, " %*s", BAND_WIDTH, text);
    }
    bm_buf_putc(out, '\n');
    for (size_t i = 0; i < n_groups(stats); i++) {
        const bm_group_stats *g = group_at(stats, i);
        bm_buf_printf(out, "%-*s", NAME_WIDTH, g->value);
        for (size_t k = 0; k < stats->found.n_bands; k++) cell_band(out, &g->bands[k]);
        bm_buf_putc(out, '\n');
    }
}

static void put_people(bm_buf *out, int64_t sum)
{
    char text[24] = "-";
    if (sum != BM_NO_COUNT) snprintf(text, sizeof text, "%lld", (long long)sum);
    cell(out, text);
}

static void put_rest(const bm_stats *stats, bm_buf *out)
{
    bm_buf_puts(out, "\nPeople, days, and the segment with the most incidents within the maximum distance\n");
    bm_buf_printf(out, "%-*s", NAME_WIDTH, "dyad");
    static const char *const titles[] = {"killed", "injured", "possible"};
    for (size_t i = 0; i < 3; i++) cell(out, titles[i]);
    bm_buf_puts(out, "  first day   last day    segment\n");
    for (size_t i = 0; i < n_groups(stats); i++) {
        const bm_group_stats *g = group_at(stats, i);
        char first[11] = "-", last[11] = "-";
        if (g->d_first != BM_NO_DAY) bm_day_format(g->d_first, first);
        if (g->d_last != BM_NO_DAY) bm_day_format(g->d_last, last);
        bm_buf_printf(out, "%-*s", NAME_WIDTH, g->value);
        put_people(out, g->killed);
        put_people(out, g->injured);
        cell_count(out, g->n_possible);
        bm_buf_printf(out, "  %-10s  %-10s", first, last);
        if (g->top_segment_n)
            bm_buf_printf(out, "  %s (%llu)", g->top_segment, (unsigned long long)g->top_segment_n);
        bm_buf_putc(out, '\n');
    }
}

static void put_percent(bm_buf *out, double share)
{
    char text[360] = "-";
    if (isfinite(share)) text[bm_format_fixed(text, 100 * share, 1)] = '\0';
    bm_buf_printf(out, "%s%%", text);
}

static void put_ratio(bm_buf *out, double value)
{
    char text[360] = "-";
    if (isfinite(value)) text[bm_format_fixed(text, value, 2)] = '\0';
    bm_buf_puts(out, text);
}

static void put_p(bm_buf *out, const char *name, double p)
{
    char text[360] = "-";
    if (isfinite(p)) text[bm_format_fixed(text, p, 3)] = '\0';
    bm_buf_printf(out, ", %s %s", name, text);
}

/* "within 50 km: 55.8%, expected 24.0% (13.7 to 38.9%); ratio 2.33, p 0.002, q 0.004" */
static void put_null(const bm_stats *stats, bm_buf *out)
{
    const bm_findings *found = &stats->found;
    const bm_group_stats *all = group_at(stats, 0);
    if (!found->null_name || all->n_bands == 0 || isnan(all->bands[0].null.exp_share)) return;
    bm_buf_printf(out,
                  "\nAgainst %s of the same countries, places drawn %lu times (p of each band, q of all)\n",
                  strcmp(found->null_name, "land") == 0         ? "points on the ground"
                  : strcmp(found->null_name, "population") == 0 ? "settlements, by people,"
                                                                : "settlements",
                  (unsigned long)found->draws);
    for (size_t i = 0; i < all->n_bands; i++) {
        const bm_band_null *null = &all->bands[i].null;
        bm_buf_puts(out, "within ");
        bm_buf_double(out, all->bands[i].limit_m / 1000);
        bm_buf_puts(out, " km: ");
        put_percent(out, null->share);
        bm_buf_puts(out, ", expected ");
        put_percent(out, null->exp_share);
        bm_buf_puts(out, " (");
        put_percent(out, null->exp_range.lo);
        bm_buf_puts(out, " to ");
        put_percent(out, null->exp_range.hi);
        bm_buf_puts(out, "); ratio ");
        put_ratio(out, null->ratio);
        put_p(out, "p", null->p);
        put_p(out, "q", null->q);
        bm_buf_putc(out, '\n');
    }
}

static void put_stretches(const bm_stats *stats, bm_buf *out)
{
    const bm_findings *found = &stats->found;
    bool any = false;
    for (size_t i = 0; i < found->n_stretches; i++) {
        const bm_stretch *s = &found->stretches[i];
        if (!s->number) continue;
        if (!any)
            bm_buf_puts(out,
                        "\nHot stretches: more incidents than the rest of the border would lead to expect\n");
        any = true;
        bm_buf_printf(out, "%s to %s: %llu incidents, expected ", stats->frame_segments[s->first].seg_id,
                      stats->frame_segments[s->last].seg_id, (unsigned long long)s->n);
        put_ratio(out, s->expected);
        put_p(out, "p", s->p);
        put_p(out, "q", s->q);
        bm_buf_putc(out, '\n');
    }
}

void bm_stats_write_table(const bm_stats *stats, const bm_counts *counts, bm_buf *out)
{
    put_counts(counts, out);
    put_distances(stats, out);
    put_bands(stats, out);
    put_rest(stats, out);
    put_null(stats, out);
    put_stretches(stats, out);
}
