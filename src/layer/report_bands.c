/* Bands about the border: what is there and what the null hypothesis expects, drawn and as a table. */
#include "layer/report_impl.h"

#include <math.h>

enum { ROW = 50, ROW_ALONE = 30, TOP = 8 };
#define LEFT  96.0
#define RIGHT (BM_FIGURE_WIDTH - 88.0)

static const char blue[] = "#6a97c1", brown[] = "#c9c1b1";

const bm_band_stats *bm_told_band(const bm_group_stats *group)
{
    for (size_t i = 0; i < group->n_bands; i++)
        if (group->bands[i].limit_m == 50000) return &group->bands[i];
    return group->n_bands ? &group->bands[group->n_bands - 1] : NULL;
}

/* Bars end at a nice share. */
static double scale_end(const bm_group_stats *all)
{
    double most = 0.05;
    for (size_t i = 0; i < all->n_bands; i++) {
        most = fmax(most, all->bands[i].share);
        if (isfinite(all->bands[i].by_place.hi)) most = fmax(most, all->bands[i].by_place.hi);
        if (isfinite(all->bands[i].null.exp_range.hi)) most = fmax(most, all->bands[i].null.exp_range.hi);
    }
    double step = bm_nice_step(100 * most, 5);
    return fmin(1, ceil(100 * most / step) * step / 100);
}

static double x_of(double share, double end)
{
    return LEFT + (RIGHT - LEFT) * share / end;
}

static void draw_whisker(bm_buf *out, double lo, double hi, double y, double end)
{
    if (!isfinite(lo) || !isfinite(hi)) return;
    bm_buf_puts(out, "<path fill=\"none\" stroke=\"#22303c\" stroke-width=\"1.2\" d=\"");
    bm_put_xy(out, 'M', x_of(lo, end), y - 4);
    bm_put_xy(out, 'L', x_of(lo, end), y + 4);
    bm_put_xy(out, 'M', x_of(lo, end), y);
    bm_put_xy(out, 'L', x_of(hi, end), y);
    bm_put_xy(out, 'M', x_of(hi, end), y - 4);
    bm_put_xy(out, 'L', x_of(hi, end), y + 4);
    bm_buf_puts(out, "\"/>\n");
}

static void draw_bar(struct bm_paper *paper, double share, bm_bounds range, double y, const char *fill,
                     double end)
{
    bm_buf *out = paper->out, text;
    double right = share;
    if (!isfinite(share)) return;
    bm_draw_rect(out, fill, LEFT, y, x_of(share, end) - LEFT, 16);
    draw_whisker(out, range.lo, range.hi, y + 8, end);
    if (isfinite(range.hi)) right = fmax(right, range.hi);
    bm_buf_init(&text, paper->ctx);
    bm_put_percent(&text, share);
    bm_draw_buf(out, x_of(right, end) + 6, y + 12, NULL, NULL, &text);
}

static void draw(struct bm_paper *paper, double end, int row)
{
    const bm_group_stats *all = paper->all;
    double bottom = TOP + (double)all->n_bands * row, step = bm_nice_step(100 * end, 5);
    for (int i = 0; i * step <= 100 * end + 1e-9; i++) {
        double k = i * step;
        bm_draw_line(paper->out, k > 0 ? "grid" : "axis", x_of(k / 100, end), TOP, x_of(k / 100, end),
                     bottom);
        bm_draw_number(paper->out, x_of(k / 100, end), bottom + 16, "middle", "soft", k, " %");
    }
    for (size_t i = 0; i < all->n_bands; i++) {
        const bm_band_stats *band = &all->bands[i];
        double y = TOP + (double)i * row + 6;
        bm_draw_number(paper->out, LEFT - 8, y + (row == ROW ? 22 : 12), "end", NULL, band->limit_m / 1000,
                       " km");
        draw_bar(paper, band->share, band->by_place, y, blue, end);
        draw_bar(paper, band->null.exp_share, band->null.exp_range, y + 19, brown, end);
    }
}

static void put_caption(struct bm_paper *paper, bool compared)
{
    bm_buf *out = paper->out;
    bm_figure_caption(paper);
    bm_buf_puts(out, "Share of incidents (by their point) within each distance");
    if (compared) {
        bm_buf_puts(out, ", and what is to be expected if each place were ");
        bm_buf_puts(out, bm_words_of_null(paper->findings->null_name));
        bm_buf_puts(out, " in its country");
    }
    bm_buf_puts(out, isfinite(paper->all->bands[0].by_place.lo) ? ". Thin lines: 95 % intervals by place. "
                                                                : ". ");
    bm_buf_puts(
        out,
        compared
            ? "A difference says that places of incidents and of people do not lie alike; it does not say "
              "that "
              "the border is the cause."
            : "Without an expectation, a share says little: much of any small country is near a border.");
    bm_figure_end(paper);
}

static void cell_limit(bm_buf *out, double limit_m)
{
    bm_cell_value(out, limit_m / 1000, fmod(limit_m, 1000) > 0 ? 1 : 0);
}

static void put_counts(struct bm_paper *paper)
{
    static const char *const heads[] = {"#Within, km",    "#Certain",           "#By point",
                                        "#Expected",      "#Possible",          "#Ground, km²",
                                        "#For 1,000 km²", "#For 100,000 people"};
    const bm_group_stats *all = paper->all;
    bm_buf *out = paper->out;
    bool has_ground = isfinite(all->bands[0].area_km2);
    bm_table_begin(out, "Incidents within a distance", heads, has_ground ? 8 : 5);
    for (size_t i = 0; i < all->n_bands; i++) {
        const bm_band_stats *band = &all->bands[i];
        bm_table_row(out, false);
        cell_limit(out, band->limit_m);
        bm_cell_count(out, band->n_lo);
        bm_cell_count(out, band->n);
        bm_cell_value(out, band->n_exp, 1);
        bm_cell_count(out, band->n_hi);
        if (has_ground) {
            bm_cell_value(out, band->area_km2, 0);
            bm_cell_range(out, band->rate_1000km2, (bm_bounds){NAN, NAN}, bm_put_plain);
            bm_cell_range(out, band->rate_100k, (bm_bounds){NAN, NAN}, bm_put_plain);
        }
        bm_table_row_end(out);
    }
    bm_table_end(out);
}

static void put_shares(struct bm_paper *paper, bool compared)
{
    static const char *const heads[] = {
        "#Within, km", "#Share, % (95 %)", "#Null expects, % (95 %)", "#Ratio (95 %)", "#p",
        "#q",          "#p by event"};
    const bm_group_stats *all = paper->all;
    bm_buf *out = paper->out;
    bm_table_begin(out, compared ? "Shares, and what the null hypothesis expects" : "Shares", heads,
                   compared ? 7 : 2);
    for (size_t i = 0; i < all->n_bands; i++) {
        const bm_band_stats *band = &all->bands[i];
        bm_table_row(out, false);
        cell_limit(out, band->limit_m);
        bm_cell_range(out, band->share, band->by_place, bm_put_percent_number);
        if (compared) {
            bm_cell_range(out, band->null.exp_share, band->null.exp_range, bm_put_percent_number);
            bm_cell_range(out, band->null.ratio, band->null.ratio_range, bm_put_plain);
            bm_cell_p(out, band->null.p);
            bm_cell_p(out, band->null.q);
            bm_cell_p(out, band->null.p_event);
        }
        bm_table_row_end(out);
    }
    bm_table_end(out);
    if (!compared || all->bands[0].null.n == all->n_points) return;
    bm_buf_puts(out, "<p class=\"note\">Compared are the ");
    bm_put_count(out, all->bands[0].null.n);
    bm_buf_puts(
        out, " incidents on the ground of countries whose settlements are known; the ratio is theirs.</p>\n");
}

void bm_report_bands(struct bm_paper *paper)
{
    const bm_group_stats *all = paper->all;
    bool compared = false;
    bm_buf *out = paper->out;
    if (!all || all->n_points == 0 || all->n_bands == 0) {
        bm_put_why(out, "Too few incidents to compare", "none lies at a known point");
        return;
    }
    for (size_t i = 0; i < all->n_bands; i++) compared = compared || isfinite(all->bands[i].null.exp_share);
    if (!compared) bm_put_why(out, "No null hypothesis is compared here", paper->findings->null_why);
    int row = compared ? ROW : ROW_ALONE;
    bm_buf_puts(out, "<ul class=\"key\">\n");
    bm_key(out, "<path d=\"M0 1H28V11H0Z\" fill=\"#6a97c1\"/>", "incidents");
    if (compared)
        bm_key(out, "<path d=\"M0 1H28V11H0Z\" fill=\"#c9c1b1\"/>", "expected under the null hypothesis");
    bm_buf_puts(out, "</ul>\n");
    bm_figure_begin(paper, "Share of incidents within each band, observed and expected",
                    TOP + (double)all->n_bands * row + 24);
    draw(paper, scale_end(all), row);
    put_caption(paper, compared);
    put_shares(paper, compared);
    put_counts(paper);
}
