/* stats.json. */
#include "base/str.h"
#include "stats/finish.h"
#include "stats/write_json.h"

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
    "dimensions: rows with one value each; country is the ground a row is on, else the gazetteer's; actor "
    "has a row of "
    "two actors in both; a row of several months or years has none. Values beyond those listed are in the "
    "CSV. step_m: "
    "where there were too many distances to keep they were tallied in steps of so many metres",
    "dist_km_by_killed: each incident counts once for everyone killed in it",
    "curve: shares within each limit; points of n_points; certain, expected and possible of the n_possible "
    "rows with a "
    "known range; null: of the pool, of a border of what is nearest to it; null_lo to null_hi: 95 % of the "
    "draws",
    "bootstrap, share_by_place: 95 % intervals; places are drawn with all their incidents, since coordinates "
    "repeat. "
    "by_event: incidents drawn one by one, too short where coordinates repeat",
    "null: given its country, each distinct place with all its incidents is at a random place of the pool "
    "(method.null: "
    "any settlement, settlements by people, or anywhere on the ground). Of a border: incidents and pool of "
    "its two "
    "countries, within: nearest to it and within the limit. p: two-sided Monte Carlo, (1 + k) / (1 + draws); "
    "q: "
    "Benjamini and Hochberg (1995) within the family of tests. A small p says that the incidents are not "
    "spread as "
    "the pool is, not that the border is the reason",
    "area_km2, people: ground (lakes filled) and people (of the gazetteer's settlements) within the limit in "
    "the same "
    "countries",
    "imputation: vague places set 20 times to points drawn from their radius or area, combined by Rubin's "
    "rules, means as "
    "logarithms, the median's range by that of the share of rows within it (Woodruff 1952), ranges of shares cut "
    "at 0 and 1; "
    "missing: the share of the variance that comes from not knowing the places",
    "segments: rate100_range is exact Poisson (Garwood 1936); rate100_eb is drawn towards the border's mean "
    "(empirical "
    "Bayes, gamma-Poisson); p: so many incidents or more at the border's mean rate; stretches: Kulldorff's "
    "scan in one "
    "dimension. Both take incidents as independent: where they come from few places p is too small",
    "periods: the ratio of the rates by day of the second period to the first, exact given their sum; "
    "incidents within "
    "the maximum distance, a row of several days by its middle unless the user set the day",
    "null means that there is nothing to say: no row, or no source that gives a number",
};

static void number(bm_buf *out, int indent, const char *name, uint64_t value, const char *end)
{
    bm_member_key(out, indent, name);
    bm_buf_printf(out, "%llu%s", (unsigned long long)value, end);
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

static void put_dyads(const bm_dimension_stats *dyads, bm_buf *out)
{
    bm_member_key(out, 2, "dyads");
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < dyads->n_groups; i++) {
        const bm_group_stats *g = &dyads->groups[i];
        bm_buf_printf(out, "%s\n    {\n      \"dyad\": \"%s\",\n      \"iso_a\": \"%.3s\",\n", i ? "," : "",
                      g->value, g->value);
        bm_buf_printf(out, "      \"iso_b\": \"%s\",\n      \"len_km\": ", g->value + 4);
        bm_buf_fixed(out, g->len_m / 1000, 6);
        bm_buf_puts(out, ",\n");
        bm_member_group(g, 6, out);
        bm_buf_puts(out, "    }");
    }
    bm_buf_puts(out, "\n  ],\n");
}

void bm_stats_write_json(const bm_stats *stats, const bm_counts *counts, bm_buf *out)
{
    const bm_findings *found = &stats->found;
    bm_buf_puts(out, "{\n");
    put_counts(counts, out);
    bm_member_key(out, 2, "scope");
    bm_buf_json(out, bm_str_z(bm_scope_name(found->scope)));
    bm_buf_puts(out, ",\n");
    bm_member_key(out, 2, "max_distance_km");
    bm_buf_double(out, found->max_m / 1000);
    bm_buf_puts(out, ",\n  \"overall\": {\n");
    bm_member_group(&found->dimensions[0].groups[0], 4, out);
    bm_buf_puts(out, "  },\n");
    put_dyads(&found->dimensions[1], out);
    bm_member_dimensions(found, out);
    bm_member_inference(stats, out);
    bm_member_key(out, 2, "notes");
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        bm_buf_puts(out, i ? ",\n    " : "\n    ");
        bm_buf_json(out, bm_str_z(notes[i]));
    }
    bm_buf_puts(out, "\n  ]\n}\n");
}
