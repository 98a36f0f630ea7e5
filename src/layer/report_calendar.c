/* When: a field for each day when the days span a few years, else for each month, else for each year. */
#include "base/num.h"
#include "layer/report_impl.h"

#include <math.h>
#include <stdio.h>

enum { DAY_YEARS = 3, MONTH_YEARS = 60, YEARS_A_ROW = 10, CLASSES = 5 };
#define LEFT    56.0
#define CELL    10.9
#define DAY_ROW (7 * CELL + 30)

static const char *const shades[CLASSES + 1] = {"#f1f3f5", "#cfdded", "#9dbbd8",
                                                "#6a97c1", "#3c71a3", "#1f4e79"};

struct calendar {
    const bm_day_count *days;
    size_t n;
    int first_year, last_year;
    uint64_t most;
};

static int year_of(bm_day day)
{
    int year, month, d;
    bm_day_to_civil(day, &year, &month, &d);
    return year;
}

/* Incidents from one day to another, inclusive; *at moves behind them. */
static uint64_t sum_to(const struct calendar *c, bm_day last, size_t *at)
{
    uint64_t n = 0;
    for (; *at < c->n && c->days[*at].day <= last; ++*at) n += c->days[*at].n;
    return n;
}

/* Classes by the square root, so that one bad day does not make all others white. */
static const char *shade(const struct calendar *c, uint64_t n)
{
    if (n == 0) return shades[0];
    int k = (int)ceil(CLASSES * sqrt((double)n / (double)c->most));
    return shades[k < 1 ? 1 : k > CLASSES ? CLASSES : k];
}

static void put_field(bm_buf *out, const struct calendar *c, double x, double y, double width, double height,
                      uint64_t n, bm_str name)
{
    bm_buf_printf(out, "<rect fill=\"%s\" x=\"", shade(c, n));
    bm_buf_fixed(out, x, 1);
    bm_buf_puts(out, "\" y=\"");
    bm_buf_fixed(out, y, 1);
    bm_buf_puts(out, "\" width=\"");
    bm_buf_fixed(out, width, 1);
    bm_buf_puts(out, "\" height=\"");
    bm_buf_fixed(out, height, 1);
    bm_buf_puts(out, "\"><title>");
    bm_buf_str(out, name);
    bm_buf_puts(out, ": ");
    bm_put_count(out, n);
    bm_buf_puts(out, "</title></rect>\n");
}

/* With the count in it. */
static void put_number_field(bm_buf *out, const struct calendar *c, double x, double y, double width,
                             uint64_t n, bm_str name)
{
    put_field(out, c, x, y, width - 2, 18, n, name);
    if (n == 0) return;
    bool dark = (double)n > 0.36 * (double)c->most; /* from the third shade on */
    bm_buf_puts(out, "<text text-anchor=\"middle\" class=\"small\"");
    if (dark) bm_buf_puts(out, " style=\"fill:#fff\"");
    bm_buf_puts(out, " x=\"");
    bm_buf_fixed(out, x + width / 2 - 1, 1);
    bm_buf_puts(out, "\" y=\"");
    bm_buf_fixed(out, y + 13, 1);
    bm_buf_puts(out, "\">");
    bm_put_count(out, n);
    bm_buf_puts(out, "</text>\n");
}

static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static void put_year(bm_buf *out, double y, int year)
{
    char text[16];
    snprintf(text, sizeof text, "%d", year);
    bm_draw_text(out, LEFT - 8, y, "end", NULL, bm_str_z(text));
}

/* The fields of one year: weeks from left to right, days from Monday down. */
static void draw_year(bm_buf *out, const struct calendar *c, int year, double top, size_t *at)
{
    bm_day first = bm_day_from_civil(year, 1, 1), last = bm_day_from_civil(year, 12, 31);
    int weekday = (int)(((int64_t)first + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    char name[40];
    put_year(out, top + 4 * CELL, year);
    for (bm_day day = first; day <= last; day++) {
        int k = weekday + (int)(day - first), y, m, d;
        int week = k / 7;
        double x = LEFT + week * CELL;
        bm_day_to_civil(day, &y, &m, &d);
        if (d == 1) bm_draw_text(out, x, top - 4, NULL, "soft small", bm_str_z(months[m - 1]));
        snprintf(name, sizeof name, "%04d-%02d-%02d", y, m, d);
        put_field(out, c, x, top + k % 7 * CELL, CELL - 1, CELL - 1, sum_to(c, day, at), bm_str_z(name));
    }
}

static void draw_months(bm_buf *out, const struct calendar *c)
{
    double width = (BM_FIGURE_WIDTH - LEFT) / 12;
    char name[16];
    size_t at = 0;
    for (int m = 0; m < 12; m++)
        bm_draw_text(out, LEFT + (m + 0.5) * width - 1, 14, "middle", "soft small", bm_str_z(months[m]));
    for (int year = c->first_year; year <= c->last_year; year++) {
        double y = 20 + (year - c->first_year) * 20.0;
        put_year(out, y + 13, year);
        for (int m = 1; m <= 12; m++) {
            bm_day last = bm_day_from_civil(year, m, bm_days_in_month(year, m));
            snprintf(name, sizeof name, "%04d-%02d", year, m);
            put_number_field(out, c, LEFT + (m - 1) * width, y, width, sum_to(c, last, &at), bm_str_z(name));
        }
    }
}

/* Rows of ten years. */
static void draw_years(bm_buf *out, const struct calendar *c)
{
    double width = (BM_FIGURE_WIDTH - LEFT) / YEARS_A_ROW;
    int first = c->first_year - (c->first_year % YEARS_A_ROW + YEARS_A_ROW) % YEARS_A_ROW;
    char name[16];
    size_t at = 0;
    for (int year = first; year <= c->last_year; year++) {
        int k = year - first, row = k / YEARS_A_ROW;
        double y = 20 + row * 20.0;
        if (k % YEARS_A_ROW == 0) put_year(out, y + 13, year);
        snprintf(name, sizeof name, "%d", year);
        put_number_field(out, c, LEFT + k % YEARS_A_ROW * width, y, width,
                         sum_to(c, bm_day_from_civil(year, 12, 31), &at), bm_str_z(name));
    }
}

/* The fullest field of the kind that is drawn sets the scale. */
static void find_most(struct calendar *c, int years)
{
    uint64_t sum = 0;
    int was = -1;
    for (size_t i = 0; i < c->n; i++) {
        int year, month, day, key;
        bm_day_to_civil(c->days[i].day, &year, &month, &day);
        key = years <= DAY_YEARS ? (int)i : years <= MONTH_YEARS ? year * 12 + month : year;
        sum = key == was ? sum + c->days[i].n : c->days[i].n;
        was = key;
        if (sum > c->most) c->most = sum;
    }
}

static void put_caption(struct bm_paper *paper, const char *unit, const struct calendar *c)
{
    bm_buf *out = paper->out;
    bm_figure_caption(paper);
    bm_buf_puts(out, "Incidents at a known point by ");
    bm_buf_puts(out, unit);
    bm_buf_puts(out, "; the darkest field has ");
    bm_put_count(out, c->most);
    bm_buf_puts(out, ". ");
    if (paper->findings->n_inexact_days) {
        bm_put_count(out, paper->findings->n_inexact_days);
        bm_buf_puts(out, paper->findings->n_inexact_days == 1
                             ? " whose day is not known exactly is left out. "
                             : " whose day is not known exactly are left out. ");
    }
    bm_buf_puts(out, "It cannot tell a change in what happened from a change in what was recorded.");
    bm_figure_end(paper);
}

void bm_report_calendar(struct bm_paper *paper)
{
    const bm_findings *f = paper->findings;
    struct calendar c = {.days = f->days, .n = f->n_days};
    if (c.n == 0) {
        bm_put_why(paper->out, "Too few dates for a calendar",
                   "no incident at a known point has an exact day");
        return;
    }
    c.first_year = year_of(c.days[0].day);
    c.last_year = year_of(c.days[c.n - 1].day);
    int years = c.last_year - c.first_year + 1;
    size_t at = 0;
    find_most(&c, years);
    if (years <= DAY_YEARS) {
        bm_figure_begin(paper, "Incidents by day", years * DAY_ROW);
        for (int i = 0; i < years; i++) draw_year(paper->out, &c, c.first_year + i, i * DAY_ROW + 18, &at);
        put_caption(paper, "day, weeks from left to right, Monday on top", &c);
    } else if (years <= MONTH_YEARS) {
        bm_figure_begin(paper, "Incidents by month", 22 + years * 20.0);
        draw_months(paper->out, &c);
        put_caption(paper, "month", &c);
    } else {
        int rows = years / YEARS_A_ROW + 1;
        bm_figure_begin(paper, "Incidents by year", 42 + rows * 20.0);
        draw_years(paper->out, &c);
        put_caption(paper, "year", &c);
    }
}
