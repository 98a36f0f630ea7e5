/* stats.json: segments, periods, tests and how they were made. */
#include "base/str.h"
#include "stats/write_json.h"

#include <math.h>

enum { LISTED_SEGMENTS = 50 };

static const char *seg_id(const bm_stats *stats, uint32_t segment)
{
    return stats->frame_segments[segment].seg_id;
}

/* Segments with a q of at most 5 %; all are in the segments layer and the CSV. */
static void put_segments(const bm_stats *stats, bm_buf *out)
{
    const bm_findings *found = &stats->found;
    size_t n = 0, n_more = 0;
    bm_buf_printf(out, "  \"n_segments\": %zu,\n", found->n_segments);
    bm_member_key(out, 2, "hot_segments");
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < found->n_segments; i++) {
        const bm_segment_stats *s = &found->segments[i];
        if (!(s->q <= 0.05)) continue;
        if (n == LISTED_SEGMENTS) {
            n_more++;
            continue;
        }
        bm_buf_puts(out, n++ ? ",\n    {" : "\n    {");
        bm_member_text(out, "seg_id", seg_id(stats, s->segment));
        bm_member_count(out, "n", s->n_inc);
        bm_member_real(out, "rate100", s->rate100, 6);
        bm_member_bounds(out, "rate100_range", &s->rate_range, 1);
        bm_member_real(out, "rate100_eb", s->rate_eb, 6);
        bm_member_p(out, "p", s->p);
        bm_member_p(out, "q", s->q);
        bm_buf_putc(out, '}');
    }
    bm_buf_printf(out, "],\n  \"hot_segments_not_listed\": %zu,\n", n_more);
}

static void put_stretches(const bm_stats *stats, bm_buf *out)
{
    const bm_findings *found = &stats->found;
    bm_member_key(out, 2, "stretches");
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < found->n_stretches; i++) {
        const bm_stretch *s = &found->stretches[i];
        bm_buf_puts(out, i ? ",\n    {" : "\n    {");
        bm_member_text(out, "dyad", s->dyad);
        bm_member_count(out, "number", s->number);
        bm_member_text(out, "from", seg_id(stats, s->first));
        bm_member_text(out, "to", seg_id(stats, s->last));
        bm_member_real(out, "from_km", s->from_m / 1000, 6);
        bm_member_real(out, "to_km", s->to_m / 1000, 6);
        bm_member_count(out, "n", s->n);
        bm_member_real(out, "expected", s->expected, 6);
        bm_member_real(out, "rate_ratio", s->rate_ratio, 6);
        bm_member_real(out, "llr", s->llr, 6);
        bm_member_p(out, "p", s->p);
        bm_member_p(out, "q", s->q);
        bm_buf_putc(out, '}');
    }
    bm_buf_puts(out, "],\n");
}

static void put_periods(const bm_periods *p, bm_buf *out)
{
    bm_member_key(out, 2, "periods");
    bm_buf_putc(out, '{');
    bm_member_day(out, "first", p->first);
    bm_member_day(out, "split", p->split);
    bm_member_day(out, "last", p->last);
    bm_member_text(out, "chosen_by", p->chosen ? "user" : "middle of the days");
    if (p->step_days > 1) bm_member_count(out, "step_days", p->step_days);
    bm_member_count(out, "n_1", p->n_1);
    bm_member_count(out, "n_2", p->n_2);
    bm_member_real(out, "ratio", p->ratio, 6);
    bm_member_bounds(out, "ratio_range", &p->ratio_range, 1);
    bm_member_p(out, "p", p->p);
    bm_member_text(out, "why", p->why);
    bm_buf_puts(out, "},\n");
}

static void put_tests(const bm_findings *found, bm_buf *out)
{
    bm_member_key(out, 2, "tests");
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < found->n_tests; i++) {
        const bm_test *t = &found->tests[i];
        bm_buf_puts(out, i ? ",\n    {" : "\n    {");
        bm_member_text(out, "test", t->name);
        bm_member_text(out, "group", t->group);
        if (isfinite(t->limit_m)) bm_member_real(out, "within_km", t->limit_m / 1000, 3);
        bm_member_text(out, "unit", t->unit[0] ? t->unit : NULL);
        bm_member_text(out, "family", t->family);
        bm_member_real(out, "statistic", t->statistic, 9);
        bm_member_real(out, "expected", t->expected, 9);
        bm_member_count(out, "draws", t->draws);
        bm_member_p(out, "p", t->p);
        bm_member_p(out, "q", t->q);
        bm_member_text(out, "why", t->why);
        bm_buf_putc(out, '}');
    }
    bm_buf_puts(out, "],\n");
}

static void put_method(const bm_findings *found, bm_buf *out)
{
    bm_member_key(out, 2, "method");
    bm_buf_putc(out, '{');
    bm_member_count(out, "draws", found->draws);
    bm_member_count(out, "seed", found->seed);
    bm_member_text(out, "null", found->null_name);
    bm_member_text(out, "null_why", found->null_why);
    bm_member_count(out, "n_places", found->n_places);
    bm_member_real(out, "places_sampled", found->places_sampled, 9);
    bm_member_count(out, "n_inexact_days", found->n_inexact_days);
    if (found->null_json) bm_buf_printf(out, ", \"pool\": %s", found->null_json);
    bm_buf_puts(out, "},\n");
}

void bm_member_inference(const bm_stats *stats, bm_buf *out)
{
    put_segments(stats, out);
    put_stretches(stats, out);
    put_periods(&stats->found.periods, out);
    put_tests(&stats->found, out);
    put_method(&stats->found, out);
}
