/* stats.json. */
#include "base/str.h"
#include "stats/finish.h"

#include <math.h>

/* What is and what is not counted, for whoever opens the file without the manual. */
static const char *const notes[] = {
    "distances are geodesic kilometres on WGS 84 to the nearest border, tallied in whole metres",
    "scope says what counts as the nearest border: any, every land border; own, those of the country whose "
    "ground the "
    "row is on; foreign, the nearest ground of another country, across water too; outline, the own country's "
    "borders "
    "and shores. Rows nearest to a shore or to a country across water count to no dyad and no segment",
    "n_no_border counts rows for which the scope has no border (an island state's own); they are in no other "
    "count but "
    "by_status",
    "n_ties counts the rows of n_points to which another dyad or segment is as near, within 1 mm; the "
    "smaller one has "
    "them",
    "n_points, dist_km, n, n_near, killed, injured, side and dates count resolved incidents only, each at "
    "its nearest "
    "border; ambiguous, coarse and unresolved rows have no certain distance and are left out",
    "n_possible counts every row that may be nearest to the border: resolved, ambiguous and coarse; a row "
    "whose "
    "area reaches several dyads is possible for each of them, so n_possible and n_hi of dyads do not add up "
    "to the "
    "whole",
    "n_no_range counts the rows of n_possible of which only a name is known, neither radius nor outline: "
    "they may be "
    "at any distance, are in n_hi of every band of the whole, and belong to no dyad",
    "bands: n by the distance of the point; n_lo when the whole radius is inside; n_hi when any part of the "
    "radius or "
    "area may be, ambiguous and coarse rows included; the limit itself belongs inside; bands are cumulative",
    "n_exp is the sum over the rows of n_possible of the share of each row's radius or area that lies within "
    "the "
    "limit (of a dyad: and is nearest to it), measured at evenly spread points; a row without radius counts "
    "by its "
    "point, one of n_no_range as 0; share_exp is n_exp / n_possible",
    "share_lo and share_hi are n_lo and n_hi / n_possible: whatever the vague rows turn out to be, the share "
    "of all "
    "n_possible rows lies between them; share_points is n / n_points, the share among resolved rows alone, "
    "and may lie "
    "outside",
    "quantiles are of type 7 of Hyndman and Fan (1996)",
    "null means that there is nothing to say: no row, or no source that gives a number",
};

static void key(bm_buf *out, int indent, const char *name)
{
    bm_buf_printf(out, "%*s\"%s\": ", indent, "", name);
}

static void number(bm_buf *out, int indent, const char *name, uint64_t value, const char *end)
{
    key(out, indent, name);
    bm_buf_printf(out, "%llu%s", (unsigned long long)value, end);
}

static void people(bm_buf *out, int indent, const char *name, int64_t value)
{
    key(out, indent, name);
    if (value == BM_NO_COUNT)
        bm_buf_puts(out, "null");
    else
        bm_buf_i64(out, value);
    bm_buf_puts(out, ",\n");
}

static void km(bm_buf *out, const char *name, double value_m, const char *end)
{
    bm_buf_printf(out, "\"%s\": ", name);
    bm_buf_fixed(out, value_m / 1000, 6);
    bm_buf_puts(out, end);
}

static void day(bm_buf *out, int indent, const char *name, bm_day value)
{
    char text[11];
    key(out, indent, name);
    if (value != BM_NO_DAY) bm_day_format(value, text);
    bm_buf_json(out, value == BM_NO_DAY ? (bm_str){0} : bm_str_z(text));
    bm_buf_puts(out, ",\n");
}

static void put_bands(const bm_stats *stats, const struct bm_stats_group *g, int indent, bm_buf *out)
{
    key(out, indent, "bands");
    bm_buf_puts(out, "[");
    for (size_t i = 0; i < stats->n_bands; i++) {
        const struct bm_band_tally *b = &g->bands[i];
        bm_buf_printf(out, "%s\n%*s{\"within_km\": ", i ? "," : "", indent + 2, "");
        bm_buf_double(out, stats->bands_m[i] / 1000);
        bm_buf_printf(out, ", \"n_lo\": %llu, \"n\": %llu, \"n_exp\": ", (unsigned long long)b->n_lo,
                      (unsigned long long)b->n);
        bm_buf_fixed(out, (double)b->exp_nano / BM_SHARE_UNIT, 6);
        bm_buf_printf(out, ", \"n_hi\": %llu, \"share_lo\": ", (unsigned long long)b->n_hi);
        bm_buf_fixed(out, bm_share_of(b->n_lo, g->counts.n_possible), 6);
        bm_buf_puts(out, ", \"share_exp\": ");
        bm_buf_fixed(out, bm_share_of_nano(b->exp_nano, g->counts.n_possible), 6);
        bm_buf_puts(out, ", \"share_points\": ");
        bm_buf_fixed(out, bm_share_of(b->n, g->counts.n_points), 6);
        bm_buf_puts(out, ", \"share_hi\": ");
        bm_buf_fixed(out, bm_share_of(b->n_hi, g->counts.n_possible), 6);
        bm_buf_putc(out, '}');
    }
    bm_buf_printf(out, "\n%*s],\n", indent, "");
}

static void put_distances(const struct bm_summary *d, int indent, bm_buf *out)
{
    key(out, indent, "dist_km");
    bm_buf_putc(out, '{');
    km(out, "min", d->min_m, ", ");
    for (int q = 0; q < BM_QUANTILES; q++) km(out, bm_quantile_names[q], d->q_m[q], ", ");
    km(out, "max", d->max_m, ", ");
    km(out, "mean", d->mean_m, "},\n");
}

static void put_group(const bm_stats *stats, const struct bm_stats_group *g, bool whole, int indent,
                      bm_buf *out)
{
    const struct bm_people *p = &g->counts.people;
    number(out, indent, "n_points", g->counts.n_points, ",\n");
    number(out, indent, "n_near", g->counts.n_near, ",\n");
    number(out, indent, "n_possible", g->counts.n_possible, ",\n");
    number(out, indent, "n_no_range", g->counts.n_no_range, ",\n");
    number(out, indent, "n_ties", g->counts.n_ties, ",\n");
    if (whole) number(out, indent, "n_no_border", g->counts.n_no_border, ",\n");
    key(out, indent, "by_status");
    bm_buf_putc(out, '{');
    for (int s = BM_PLACE_STATUS_COUNT - 1; s >= (whole ? BM_UNRESOLVED : BM_COARSE); s--)
        bm_buf_printf(out, "%s\"%s\": %llu", s == BM_RESOLVED ? "" : ", ",
                      bm_place_status_name((bm_place_status)s), (unsigned long long)g->counts.status[s]);
    bm_buf_puts(out, "},\n");
    put_distances(&g->distance, indent, out);
    put_bands(stats, g, indent, out);
    if (!whole) {
        number(out, indent, "n_a", p->n_a, ",\n");
        number(out, indent, "n_b", p->n_b, ",\n");
    }
    people(out, indent, "killed", bm_people_sum(p->killed, p->n_killed));
    people(out, indent, "injured", bm_people_sum(p->injured, p->n_injured));
    day(out, indent, "d_first", p->d_first);
    day(out, indent, "d_last", p->d_last);
    key(out, indent, "top_segment");
    bm_buf_json(out, g->top_n ? bm_str_z(g->top_seg) : (bm_str){0});
    bm_buf_puts(out, ",\n");
    number(out, indent, "top_segment_n", g->top_n, "\n");
}

static void put_counts(const bm_counts *counts, bm_buf *out)
{
    bm_buf_puts(out, "  \"counts\": {\n");
    number(out, 4, "read", counts->read, ",\n");
    for (int s = BM_PLACE_STATUS_COUNT - 1; s >= 0; s--)
        number(out, 4, bm_place_status_name((bm_place_status)s), counts->status[s], ",\n");
    number(out, 4, "rejected", counts->rejected, ",\n");
    number(out, 4, "filtered", counts->filtered, "\n");
    bm_buf_puts(out, "  },\n  \"by_match\": {\n");
    for (int m = 0; m <= BM_MATCH_AREA; m++)
        number(out, 4, bm_match_name((bm_match)m), counts->by_match[m], m < BM_MATCH_AREA ? ",\n" : "\n");
    bm_buf_puts(out, "  },\n");
}

void bm_stats_write_json(const bm_stats *stats, const bm_counts *counts, bm_buf *out)
{
    bm_buf_puts(out, "{\n");
    put_counts(counts, out);
    key(out, 2, "scope");
    bm_buf_json(out, bm_str_z(bm_scope_name(stats->scope)));
    bm_buf_puts(out, ",\n");
    key(out, 2, "max_distance_km");
    bm_buf_double(out, stats->max_m / 1000);
    bm_buf_puts(out, ",\n  \"overall\": {\n");
    put_group(stats, &stats->groups[0], true, 4, out);
    bm_buf_puts(out, "  },\n  \"dyads\": [");
    for (size_t i = 1; i < stats->n_groups; i++) {
        const struct bm_stats_group *g = &stats->groups[i];
        bm_buf_printf(
            out,
            "%s\n    {\n      \"dyad\": \"%s\",\n      \"iso_a\": \"%s\",\n      \"iso_b\": \"%s\",\n      ",
            i > 1 ? "," : "", g->name, g->iso_a, g->iso_b);
        km(out, "len_km", g->len_m, ",\n");
        put_group(stats, g, false, 6, out);
        bm_buf_puts(out, "    }");
    }
    bm_buf_puts(out, "\n  ],\n  \"notes\": [");
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        bm_buf_puts(out, i ? ",\n    " : "\n    ");
        bm_buf_json(out, bm_str_z(notes[i]));
    }
    bm_buf_puts(out, "\n  ]\n}\n");
}
