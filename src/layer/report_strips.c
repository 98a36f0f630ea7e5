/* Counts along each border, as bars over its length, with the hot stretches beneath. */
#include "layer/report_impl.h"

#include <math.h>
#include <stdlib.h>

enum { STRIPS_MAX = 12, ROW = 100, BAR = 44, CELLS_MAX = 320 };
#define LEFT  6.0
#define RIGHT (BM_FIGURE_WIDTH - 6.0)

/* One border. */
struct strip {
    const bm_group_stats *group;
    const bm_segment_stats *segments; /* of it; a run of the findings' */
    size_t n;
    double whole_m;
};

/* The segments of one border from *at on, which moves behind them. */
static struct strip next_strip(const struct bm_paper *paper, const bm_dimension_stats *dyads, size_t *at)
{
    const bm_findings *f = paper->findings;
    struct strip strip = {.segments = &f->segments[*at]};
    int32_t dyad = bm_report_segment(paper, strip.segments)->dyad;
    for (; *at < f->n_segments && bm_report_segment(paper, &f->segments[*at])->dyad == dyad; ++*at) {
        strip.whole_m = fmax(strip.whole_m, bm_report_segment(paper, &f->segments[*at])->to_m);
        strip.n++;
    }
    for (size_t i = 0; i < dyads->n_groups && !strip.group; i++)
        if (dyads->groups[i].value && strcmp(dyads->groups[i].value, paper->naming->dyads[dyad].name) == 0)
            strip.group = &dyads->groups[i];
    return strip;
}

static double x_of(const struct strip *strip, double metres)
{
    return LEFT + (RIGHT - LEFT) * metres / strip->whole_m;
}

/* Rates of so many segments together as fit: incidents for each 100 km. */
static double draw_bars(struct bm_paper *paper, const struct strip *strip, double base)
{
    size_t each = (strip->n + CELLS_MAX - 1) / CELLS_MAX;
    double most = 0, rate[CELLS_MAX] = {0};
    if (each == 0) return 0;
    for (int draw = 0; draw < 2; draw++) {
        if (draw) bm_buf_puts(paper->out, "<path fill=\"#1f4e79\" stroke=\"#fff\" stroke-width=\"0.5\" d=\"");
        for (size_t i = 0; i < strip->n; i += each) {
            size_t last = i + each < strip->n ? i + each : strip->n;
            double from_m = bm_report_segment(paper, &strip->segments[i])->from_m;
            double to_m = bm_report_segment(paper, &strip->segments[last - 1])->to_m, n = 0;
            for (size_t k = i; k < last; k++) n += (double)strip->segments[k].n_inc;
            rate[i / each] = to_m > from_m ? n / (to_m - from_m) * 100000 : 0;
            most = fmax(most, rate[i / each]);
            if (!draw || n == 0) continue;
            double top = base - BAR * rate[i / each] / most;
            bm_put_xy(paper->out, 'M', x_of(strip, from_m), base);
            bm_put_xy(paper->out, 'L', x_of(strip, from_m), top);
            bm_put_xy(paper->out, 'L', x_of(strip, to_m), top);
            bm_put_xy(paper->out, 'L', x_of(strip, to_m), base);
        }
        if (draw) bm_buf_puts(paper->out, "\"/>\n");
    }
    return most;
}

static void put_heading(struct bm_paper *paper, const struct strip *strip, double y, double most)
{
    bm_buf text;
    uint64_t n = 0;
    for (size_t i = 0; i < strip->n; i++) n += strip->segments[i].n_inc;
    bm_draw_text(paper->out, LEFT, y, NULL, "bold", bm_str_z(strip->group->value));
    bm_buf_init(&text, paper->ctx);
    bm_put_count(&text, n);
    bm_buf_puts(&text, n == 1 ? " incident; up to " : " incidents; up to ");
    bm_put_value(&text, most, most < 10 ? 1 : 0);
    bm_buf_puts(&text, " for 100 km");
    bm_draw_buf(paper->out, RIGHT, y, "end", "soft", &text);
}

static void draw_scale(struct bm_paper *paper, const struct strip *strip, double base)
{
    double km = strip->whole_m / 1000, step = bm_nice_step(km, 6);
    bm_draw_line(paper->out, "axis", LEFT, base, RIGHT, base);
    for (int i = 0; i * step <= km; i++) {
        double at = i * step;
        double x = x_of(strip, at * 1000);
        bm_draw_line(paper->out, "axis", x, base, x, base + 3);
        const char *anchor = at == 0 ? NULL : x > RIGHT - 20 ? "end" : "middle";
        bm_draw_number(paper->out, x, base + 17, anchor, "soft small", at, at > 0 ? "" : " km");
    }
}

static void draw_hot(struct bm_paper *paper, const struct strip *strip, double base)
{
    const bm_findings *f = paper->findings;
    for (size_t i = 0; i < f->n_stretches; i++) {
        const bm_stretch *s = &f->stretches[i];
        if (s->number == 0 || strcmp(s->dyad, strip->group->value) != 0) continue;
        double x = x_of(strip, s->from_m);
        bm_draw_rect(paper->out, "#b3261e", x, base + 2, fmax(2, x_of(strip, s->to_m) - x), 4);
    }
}

static void put_caption(struct bm_paper *paper, size_t shown, size_t all)
{
    bm_buf *out = paper->out;
    bm_figure_caption(paper);
    bm_buf_puts(out, "Incidents for each 100 km, segment by segment, each border at its own scale, from the "
                     "start of its first part "
                     "(kilometre 0; the first country of the name lies on the left hand). Red beneath: a "
                     "stretch with more "
                     "incidents than elsewhere on that border. Only incidents at a known point within ");
    bm_put_km(out, paper->findings->max_m);
    bm_buf_puts(out, " are counted. ");
    if (shown < all) {
        bm_buf_puts(out, "The ");
        bm_put_count(out, shown);
        bm_buf_puts(out, " borders with the most incidents of ");
        bm_put_count(out, all);
        bm_buf_puts(out, "; the others are in the table. ");
    }
    bm_buf_puts(out, "It cannot show whether more people, roads or reporters are there.");
    bm_figure_end(paper);
}

/* The most incidents first, then by name. */
static int by_count(const void *left, const void *right)
{
    const struct strip *a = left, *b = right;
    if (a->group->n_near != b->group->n_near) return a->group->n_near > b->group->n_near ? -1 : 1;
    return strcmp(a->group->value, b->group->value);
}

void bm_report_strips(struct bm_paper *paper)
{
    const bm_dimension_stats *dyads = bm_report_dimension(paper, "dyad");
    size_t n = 0, all = 0;
    struct strip *strips = bm_report_alloc(paper, dyads ? dyads->n_groups : 0, sizeof *strips);
    for (size_t at = 0; strips && dyads && at < paper->findings->n_segments;) {
        struct strip strip = next_strip(paper, dyads, &at);
        if (strip.group && strip.group->n_near > 0 && strip.whole_m > 0) strips[all++] = strip;
    }
    if (all) qsort(strips, all, sizeof *strips, by_count);
    n = all < STRIPS_MAX ? all : STRIPS_MAX;
    if (!strips) return;
    if (n == 0) {
        bm_put_why(paper->out, "Too few incidents for a picture along the borders",
                   "none lies within the maximum distance of one");
        return;
    }
    bm_figure_begin(paper, "Incidents along each border", (double)n * ROW + 4);
    for (size_t i = 0; i < n; i++) {
        double base = (double)i * ROW + 28 + BAR;
        double most = draw_bars(paper, &strips[i], base);
        put_heading(paper, &strips[i], (double)i * ROW + 18, most);
        draw_scale(paper, &strips[i], base);
        draw_hot(paper, &strips[i], base);
    }
    put_caption(paper, n, all);
}
