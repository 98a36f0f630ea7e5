/* The first page of the report: what was found in a few sentences, and how the rows ended. */
#include "layer/report_impl.h"
#include "layer/template.h"

#include <math.h>

static void put_interval(bm_buf *out, bm_bounds bounds, void (*put)(bm_buf *out, double value))
{
    if (isnan(bounds.lo)) return;
    bm_buf_puts(out, " (95 % interval ");
    bm_put_bounds(out, bounds, put);
    bm_buf_putc(out, ')');
}

static void put_median(struct bm_paper *paper)
{
    const bm_group_stats *all = paper->all;
    bm_buf *out = paper->out;
    bm_buf_puts(out, "<p class=\"headline\">");
    if (all->n_points == 1) {
        bm_buf_puts(out, "The one incident at a known point lies ");
        bm_put_km(out, all->distance.min_m);
        bm_buf_puts(out, " from ");
    } else {
        bm_buf_puts(out, "Half of the ");
        bm_put_count(out, all->n_points);
        bm_buf_puts(out, " incidents at a known point lie within ");
        bm_put_km(out, all->distance.q_m[BM_QUANTILE_MEDIAN]);
        if (all->resampled) put_interval(out, all->resampled->q_m[BM_QUANTILE_MEDIAN], bm_put_km_number);
        bm_buf_puts(out, " of ");
    }
    bm_buf_puts(out, bm_words_of_scope(paper->findings->scope));
    bm_buf_puts(out, ".</p>\n");
}

static void put_verdict(bm_buf *out, const bm_band_null *null)
{
    bm_buf_puts(out, " That is ");
    bm_put_value(out, null->ratio, 2);
    bm_buf_puts(out, " times as many");
    put_interval(out, null->ratio_range, bm_put_plain);
    bm_buf_puts(out, "; <i>p</i> = ");
    bm_put_p(out, null->p);
    bm_buf_puts(out, !(null->p <= 0.05) ? ": chance alone may bring that."
                     : null->ratio > 1  ? ": more than chance brings."
                                        : ": fewer than chance brings.");
}

static void put_band(struct bm_paper *paper, const bm_band_stats *band)
{
    bm_buf *out = paper->out;
    bm_buf_puts(out, "<p>");
    bm_put_percent(out, band->share);
    put_interval(out, band->by_place, bm_put_percent_number);
    bm_buf_puts(out, " lie within ");
    bm_put_value(out, band->limit_m / 1000, fmod(band->limit_m, 1000) > 0 ? 1 : 0);
    bm_buf_puts(out, " km.");
    if (isfinite(band->null.exp_share)) {
        bm_buf_puts(out, " If each place were ");
        bm_buf_puts(out, bm_words_of_null(paper->findings->null_name));
        bm_buf_puts(out, " in its country, ");
        bm_put_percent(out, band->null.exp_share);
        bm_buf_puts(out, " would.");
        put_verdict(out, &band->null);
    }
    bm_buf_puts(out, "</p>\n");
}

static void put_vague(struct bm_paper *paper, const bm_band_stats *band)
{
    bm_buf *out = paper->out;
    if (band->n_hi == band->n_lo) return;
    bm_buf_puts(out, "<p>Counting vague places too, between ");
    bm_put_count(out, band->n_lo);
    bm_buf_puts(out, " (certain) and ");
    bm_put_count(out, band->n_hi);
    bm_buf_puts(out, " (possible) of ");
    bm_put_count(out, paper->all->n_possible);
    bm_buf_puts(out, " incidents lie in that band; ");
    bm_put_value(out, band->n_exp, 1);
    bm_buf_puts(out, " are to be expected.</p>\n");
}

static void put_busiest(struct bm_paper *paper)
{
    const bm_dimension_stats *dyads = bm_report_dimension(paper, "dyad");
    bm_buf *out = paper->out;
    const bm_group_stats *g = NULL;
    for (size_t i = 0; dyads && i < dyads->n_groups; i++)
        if (dyads->groups[i].value && dyads->groups[i].n_near > (g ? g->n_near : 0)) g = &dyads->groups[i];
    if (!g) return;
    if (paper->all->n_points == 1) {
        bm_buf_puts(out, "<p>That border is ");
        bm_buf_xml(out, bm_str_z(g->value));
        bm_buf_puts(out, g->top_segment ? ", segment " : "");
        bm_buf_xml(out, bm_str_z(g->top_segment));
        bm_buf_puts(out, ".</p>\n");
        return;
    }
    bm_buf_puts(out, "<p>Most are nearest to ");
    bm_buf_xml(out, bm_str_z(g->value));
    bm_buf_puts(out, ": ");
    bm_put_count(out, g->n_near);
    bm_buf_puts(out, " within ");
    bm_put_km(out, paper->findings->max_m);
    if (g->top_segment) {
        bm_buf_puts(out, ", of them ");
        bm_put_count(out, g->top_segment_n);
        bm_buf_puts(out, " at segment ");
        bm_buf_xml(out, bm_str_z(g->top_segment));
    }
    bm_buf_puts(out, ".</p>\n");
}

void bm_report_summary(struct bm_paper *paper)
{
    const bm_group_stats *all = paper->all;
    if (!all || all->n_points == 0) {
        bm_buf_puts(
            paper->out,
            "<p class=\"headline\">Too few: no incident lies at a known point near a border, so there is "
            "nothing to tell of distances.</p>\n");
        return;
    }
    const bm_band_stats *band = bm_told_band(all);
    put_median(paper);
    if (band && all->n_points > 1) put_band(paper, band);
    if (band) put_vague(paper, band);
    put_busiest(paper);
}

static void status_row(bm_buf *out, const char *name, uint64_t n, uint64_t read, const char *what)
{
    if (n == 0 && n != read) return; /* the rows read are always told */
    bm_table_row(out, false);
    bm_cell_text(out, bm_str_z(name));
    bm_cell_count(out, n);
    bm_cell_percent(out, read ? (double)n / (double)read : NAN);
    bm_cell_text(out, bm_str_z(what));
    bm_table_row_end(out);
}

void bm_report_status(struct bm_paper *paper)
{
    static const char *const heads[] = {"Rows", "#n", "#Share", "What that means"};
    const bm_counts *c = paper->facts->counts;
    bm_buf *out = paper->out;
    bm_table_begin(out, "How the rows ended", heads, 4);
    status_row(out, "read", c->read, c->read, "all records of the input");
    status_row(out, "resolved", c->status[BM_RESOLVED], c->read, "at a known point");
    status_row(out, "ambiguous", c->status[BM_AMBIGUOUS], c->read,
               "two places answer; the better one is given");
    status_row(out, "coarse", c->status[BM_COARSE], c->read, "an area, not a point");
    status_row(out, "unresolved", c->status[BM_UNRESOLVED], c->read, "not placed; see unresolved.csv");
    status_row(out, "rejected", c->rejected, c->read, "no record; see rejected.csv");
    status_row(out, "filtered", c->filtered, c->read, "left out by the options");
    bm_table_end(out);
}
