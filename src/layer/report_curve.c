/* The distance curve: shares of incidents within a distance, with what vague places leave open and what the
 * null hypothesis expects. */
#include "layer/report_impl.h"

#include <math.h>

#define LEFT   62.0
#define RIGHT  (BM_FIGURE_WIDTH - 22.0)
#define TOP    10.0
#define BOTTOM 270.0
#define HEIGHT 312.0

struct axes {
    const bm_curve *curve;
    size_t n; /* limits shown */
    double most_m;
};

static double x_of(const struct axes *a, double metres)
{
    return LEFT + (RIGHT - LEFT) * fmin(1, metres / a->most_m);
}

static double y_of(double share)
{
    return BOTTOM - (BOTTOM - TOP) * share;
}

/* Nearly all incidents, at least 100 km, at most 1,000. */
static struct axes choose_axes(const bm_curve *curve)
{
    struct axes a = {curve, 0, 100000};
    for (size_t i = 0; i < curve->n && curve->limit_m[i] <= 1e6; i++) {
        double share = curve->hi ? fmin(curve->points[i], curve->hi[i]) : curve->points[i];
        if (i > 0 && curve->limit_m[i - 1] >= 100000 && share >= 0.995) break;
        a.n = i + 1;
        a.most_m = fmax(100000, curve->limit_m[i]);
    }
    double step = bm_nice_step(a.most_m / 1000, 6);
    a.most_m = ceil(a.most_m / 1000 / step) * step * 1000;
    while (a.n < curve->n && curve->limit_m[a.n] <= a.most_m) a.n++;
    return a;
}

static void draw_axes(bm_buf *out, const struct axes *a)
{
    double step = bm_nice_step(a->most_m / 1000, 6);
    for (int k = 0; k <= 4; k++) {
        bm_draw_line(out, k ? "grid" : "axis", LEFT, y_of(k / 4.0), RIGHT, y_of(k / 4.0));
        bm_draw_number(out, LEFT - 6, y_of(k / 4.0) + 4, "end", "soft", 25 * k, " %");
    }
    for (int i = 0; i * step <= a->most_m / 1000 + 1e-9; i++) {
        double km = i * step;
        bm_draw_line(out, "axis", x_of(a, km * 1000), BOTTOM, x_of(a, km * 1000), BOTTOM + 4);
        bm_draw_number(out, x_of(a, km * 1000), BOTTOM + 18, "middle", "soft", km, "");
    }
    bm_draw_text(out, (LEFT + RIGHT) / 2, HEIGHT - 6, "middle", "soft",
                 BM_LIT("kilometres to the border, or less"));
}

static void put_line(bm_buf *out, const struct axes *a, const double *shares, const char *style)
{
    bm_buf_printf(out, "<path fill=\"none\" %s d=\"", style);
    for (size_t i = 0; i < a->n; i++)
        bm_put_xy(out, i ? 'L' : 'M', x_of(a, a->curve->limit_m[i]), y_of(shares[i]));
    bm_buf_puts(out, "\"/>\n");
}

static void put_band(bm_buf *out, const struct axes *a, const double *lo, const double *hi, const char *fill)
{
    bm_buf_printf(out, "<path fill=\"%s\" stroke=\"none\" d=\"", fill);
    for (size_t i = 0; i < a->n; i++)
        bm_put_xy(out, i ? 'L' : 'M', x_of(a, a->curve->limit_m[i]), y_of(hi[i]));
    for (size_t i = a->n; i-- > 0;) bm_put_xy(out, 'L', x_of(a, a->curve->limit_m[i]), y_of(lo[i]));
    bm_buf_puts(out, "Z\"/>\n");
}

static void put_key(bm_buf *out, const bm_curve *curve)
{
    bm_buf_puts(out, "<ul class=\"key\">\n");
    bm_key(out, "<path d=\"M0 6H28\" stroke=\"#1f4e79\" stroke-width=\"2.4\"/>", "incidents, by their point");
    if (curve->lo && curve->hi)
        bm_key(out, "<path d=\"M0 1H28V11H0Z\" fill=\"#d6e4f0\"/>", "from certain to possible");
    if (curve->exp)
        bm_key(out, "<path d=\"M0 6H28\" stroke=\"#1f4e79\" stroke-width=\"1.4\" stroke-dasharray=\"4 3\"/>",
               "expected, vague places shared out");
    if (curve->null)
        bm_key(out,
               curve->null_lo ? "<path d=\"M0 1H28V11H0Z\" fill=\"#e3e0da\"/>"
                                "<path d=\"M0 6H28\" stroke=\"#7a6f5d\" stroke-width=\"1.6\"/>"
                              : "<path d=\"M0 6H28\" stroke=\"#7a6f5d\" stroke-width=\"1.6\"/>",
               curve->null_lo ? "null hypothesis, and 95 of 100 draws" : "null hypothesis");
    bm_buf_puts(out, "</ul>\n");
}

/* The p of a test of the whole curve by place. */
static double p_of(const struct bm_paper *paper, const char *name)
{
    for (size_t i = 0; i < paper->findings->n_tests; i++) {
        const bm_test *test = &paper->findings->tests[i];
        if (strcmp(test->name, name) == 0 && strcmp(test->group, "all") == 0 &&
            strcmp(test->unit, "place") == 0)
            return test->p;
    }
    return NAN;
}

static void put_tests(struct bm_paper *paper)
{
    double ks = p_of(paper, "ks"), cvm = p_of(paper, "cvm");
    if (isnan(ks) || isnan(cvm)) return;
    bm_buf_puts(paper->out, "Whether the two curves are alike as a whole: <i>p</i> = ");
    bm_put_p(paper->out, ks);
    bm_buf_puts(paper->out, " (Kolmogorov-Smirnov) and ");
    bm_put_p(paper->out, cvm);
    bm_buf_puts(paper->out, " (Cramér-von Mises), by place. ");
}

static void put_caption(struct bm_paper *paper, const bm_curve *curve)
{
    bm_buf *out = paper->out;
    bm_figure_caption(paper);
    bm_buf_puts(out, "Share of incidents within a distance of ");
    bm_buf_puts(out, bm_words_of_scope(paper->findings->scope));
    bm_buf_puts(out, ". ");
    if (curve->lo && curve->hi) bm_buf_puts(out, "The light blue area is what vague places leave open. ");
    if (curve->null) {
        bm_buf_puts(
            out,
            "Where the blue line runs above the brown area, more incidents lie within that distance than "
            "if each place were ");
        bm_buf_puts(out, bm_words_of_null(paper->findings->null_name));
        bm_buf_puts(out, " in its country. ");
        put_tests(paper);
    } else {
        bm_put_why(out, "There is no null hypothesis to compare with", paper->findings->null_why);
    }
    bm_buf_puts(out, "It cannot show why incidents are where they are, nor incidents that nobody recorded.");
    bm_figure_end(paper);
}

void bm_report_curve(struct bm_paper *paper)
{
    const bm_curve *curve = paper->all ? paper->all->curve : NULL;
    bm_buf *out = paper->out;
    if (!curve || curve->n == 0 || !curve->points || paper->all->n_points == 0) {
        bm_put_why(out, "Too few incidents for a curve", "none lies at a known point");
        return;
    }
    struct axes a = choose_axes(curve);
    put_key(out, curve);
    bm_figure_begin(paper, "Share of incidents within a distance of a border", HEIGHT);
    if (curve->lo && curve->hi) put_band(out, &a, curve->lo, curve->hi, "#d6e4f0");
    if (curve->null_lo && curve->null_hi) put_band(out, &a, curve->null_lo, curve->null_hi, "#e3e0da");
    draw_axes(out, &a);
    if (curve->null) put_line(out, &a, curve->null, "stroke=\"#7a6f5d\" stroke-width=\"1.6\"");
    if (curve->exp)
        put_line(out, &a, curve->exp, "stroke=\"#1f4e79\" stroke-width=\"1.4\" stroke-dasharray=\"4 3\"");
    put_line(out, &a, curve->points, "stroke=\"#1f4e79\" stroke-width=\"2.4\" stroke-linejoin=\"round\"");
    put_caption(paper, curve);
}
