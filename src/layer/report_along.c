/* Tables of stretches and segments, and what changed between two periods. */
#include "layer/report_impl.h"

#include <math.h>
#include <stdlib.h>

enum { SEGMENTS_MAX = 40 };

static void cell_km_range(bm_buf *out, double from_m, double to_m)
{
    bm_buf_puts(out, "<td class=\"num\">");
    bm_put_value(out, from_m / 1000, 0);
    bm_buf_puts(out, " to ");
    bm_put_value(out, to_m / 1000, 0);
    bm_buf_puts(out, "</td>");
}

void bm_report_stretches(struct bm_paper *paper)
{
    static const char *const heads[] = {
        "Border", "#From km to km", "#Incidents", "#Expected by length", "#Times the rest", "#p", "#q"};
    const bm_findings *f = paper->findings;
    bm_buf *out = paper->out;
    bm_buf_puts(out, "<h3>Hot stretches</h3>\n");
    if (f->n_stretches == 0) {
        bm_put_why(out, "No border has enough incidents and segments to look for one", NULL);
        return;
    }
    bm_table_begin(
        out, "The likeliest stretch of each border; red: more incidents than chance spreads there (q ≤ 0.05)",
        heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < f->n_stretches; i++) {
        const bm_stretch *s = &f->stretches[i];
        bm_table_row(out, s->number > 0);
        bm_cell_text(out, bm_str_z(s->dyad));
        cell_km_range(out, s->from_m, s->to_m);
        bm_cell_count(out, s->n);
        bm_cell_value(out, s->expected, 1);
        bm_cell_value(out, s->rate_ratio, 1);
        bm_cell_p(out, s->p);
        bm_cell_p(out, s->q);
        bm_table_row_end(out);
    }
    bm_table_end(out);
    bm_put_why(out,
               "Expected is what an even spread along the border would bring; places where nobody lives are "
               "not taken out",
               NULL);
}

static int by_count(const void *left, const void *right)
{
    const bm_segment_stats *a = *(const bm_segment_stats *const *)left,
                           *b = *(const bm_segment_stats *const *)right;
    if (a->n_inc != b->n_inc) return a->n_inc > b->n_inc ? -1 : 1;
    return (a->segment > b->segment) - (a->segment < b->segment);
}

static void segment_row(struct bm_paper *paper, const bm_segment_stats *s, bool has_periods)
{
    const bm_segment *segment = bm_report_segment(paper, s);
    bm_buf *out = paper->out;
    bm_table_row(out, s->hot > 0);
    bm_cell_text(out, bm_str_z(segment->seg_id));
    cell_km_range(out, segment->from_m, segment->to_m);
    bm_cell_count(out, s->n_lo);
    bm_cell_count(out, s->n_inc);
    bm_cell_value(out, s->n_exp, 1);
    bm_cell_count(out, s->n_hi);
    bm_cell_range(out, s->rate100, s->rate_range, bm_put_plain);
    bm_cell_range(out, s->rate_eb, (bm_bounds){NAN, NAN}, bm_put_plain);
    bm_cell_p(out, s->q);
    bm_cell_people(out, s->killed);
    if (has_periods) bm_cell_range(out, s->ratio2, s->ratio2_range, bm_put_plain);
    bm_table_row_end(out);
}

void bm_report_segments(struct bm_paper *paper)
{
    static const char *const heads[] = {"Segment",
                                        "#From km to km",
                                        "#Certain",
                                        "#By point",
                                        "#Expected",
                                        "#Possible",
                                        "#For 100 km (95 %)",
                                        "#Shrunk",
                                        "#q",
                                        "#Killed",
                                        "#Later to earlier (95 %)"};
    const bm_findings *f = paper->findings;
    const bm_segment_stats **list;
    size_t n = 0;
    bool has_periods = false;
    for (size_t i = 0; i < f->n_segments; i++) {
        n += f->segments[i].n_inc > 0;
        has_periods = has_periods || !isnan(f->segments[i].ratio2);
    }
    if (n == 0 || !(list = bm_report_alloc(paper, n, sizeof *list))) return;
    n = 0;
    for (size_t i = 0; i < f->n_segments; i++)
        if (f->segments[i].n_inc > 0) list[n++] = &f->segments[i];
    qsort(list, n, sizeof *list, by_count);
    bm_buf_puts(paper->out, "<h3>Segments</h3>\n");
    bm_table_begin(paper->out, "Segments with the most incidents; red: part of a hot stretch", heads,
                   sizeof heads / sizeof *heads - !has_periods);
    for (size_t i = 0; i < n && i < SEGMENTS_MAX; i++) segment_row(paper, list[i], has_periods);
    bm_table_end(paper->out);
    if (n > SEGMENTS_MAX) {
        bm_buf_puts(paper->out, "<p class=\"note\">");
        bm_put_count(paper->out, n - SEGMENTS_MAX);
        bm_buf_puts(paper->out,
                    " more with incidents are in segments.geojson and the other files of segments.</p>\n");
    }
}

static void put_period(bm_buf *out, uint64_t n, bm_day from, bm_day to)
{
    bm_put_count(out, n);
    bm_buf_puts(out, " from ");
    bm_buf_day(out, from);
    bm_buf_puts(out, " to ");
    bm_buf_day(out, to);
}

void bm_report_periods(struct bm_paper *paper)
{
    const bm_periods *p = &paper->findings->periods;
    bm_buf *out = paper->out;
    if (p->split == BM_NO_DAY || p->why || isnan(p->ratio)) {
        bm_put_why(out, "Two periods are not compared", p->why);
        return;
    }
    bm_buf_puts(out, "<h3>Two periods</h3>\n<p>Within ");
    bm_put_km(out, paper->findings->max_m);
    bm_buf_puts(out, " of a border lie ");
    put_period(out, p->n_1, p->first, p->split - 1);
    bm_buf_puts(out, " and ");
    put_period(out, p->n_2, p->split, p->last);
    bm_buf_puts(out, p->chosen ? ". " : " (the days cut in the middle; --split sets another day). ");
    bm_buf_puts(out, "By day, the second period has ");
    bm_put_plain(out, p->ratio);
    bm_buf_puts(out, " times the incidents of the first");
    if (!isnan(p->ratio_range.lo)) {
        bm_buf_puts(out, " (95 %: ");
        bm_put_bounds(out, p->ratio_range, bm_put_plain);
        bm_buf_putc(out, ')');
    }
    bm_buf_puts(
        out,
        ". The interval takes incidents as independent of each other; where they come in clusters it is too "
        "short.</p>\n");
}
