/* Numbers, words and tables of the report. */
#include "base/num.h"
#include "layer/report_impl.h"
#include "layer/template.h"

#include <math.h>

static const char unknown[] = "–";

void bm_put_count(bm_buf *out, uint64_t n)
{
    char text[32];
    bm_buf_puts(out, bm_format_grouped(n, text));
}

void bm_put_value(bm_buf *out, double value, int decimals)
{
    char digits[352];
    if (!isfinite(value)) {
        bm_buf_puts(out, isnan(value) ? unknown : "∞");
        return;
    }
    size_t len = bm_format_fixed(digits, fabs(value), decimals),
           whole = len - (decimals ? (size_t)decimals + 1 : 0);
    bool zero = true;
    for (size_t i = 0; i < len; i++) zero = zero && (digits[i] == '0' || digits[i] == '.');
    if (value < 0 && !zero) bm_buf_puts(out, "−");
    for (size_t i = 0; i < len; i++) {
        bm_buf_putc(out, digits[i]);
        if (i + 1 < whole && (whole - i - 1) % 3 == 0) bm_buf_putc(out, ',');
    }
}

void bm_put_plain(bm_buf *out, double value)
{
    bm_put_value(out, value, fabs(value) < 10 ? 2 : fabs(value) < 100 ? 1 : 0);
}

void bm_put_km_number(bm_buf *out, double metres)
{
    double km = metres / 1000;
    bm_put_value(out, km, km < 1 && km > 0 ? 2 : km < 1000 ? 1 : 0);
}

void bm_put_km(bm_buf *out, double metres)
{
    if (fmod(metres, 1000) == 0)
        bm_put_value(out, metres / 1000, 0);
    else
        bm_put_km_number(out, metres);
    if (isfinite(metres)) bm_buf_puts(out, " km");
}

void bm_put_percent_number(bm_buf *out, double share)
{
    bm_put_value(out, 100 * share, 1);
}

void bm_put_percent(bm_buf *out, double share)
{
    bm_put_percent_number(out, share);
    if (isfinite(share)) bm_buf_puts(out, " %");
}

void bm_put_p(bm_buf *out, double p)
{
    if (!isfinite(p))
        bm_buf_puts(out, unknown);
    else if (p <= 0.0001)
        bm_buf_puts(out, "≤ 0.0001");
    else
        bm_put_value(out, p, p < 0.001 ? 4 : 3);
}

void bm_put_bounds(bm_buf *out, bm_bounds bounds, void (*put)(bm_buf *out, double value))
{
    if (isnan(bounds.lo)) return;
    put(out, bounds.lo);
    if (!isfinite(bounds.hi)) {
        bm_buf_puts(out, " or more");
        return;
    }
    bm_buf_puts(out, " to ");
    put(out, bounds.hi);
}

const char *bm_words_of_scope(bm_scope scope)
{
    switch (scope) {
    case BM_SCOPE_ANY: return "the nearest international border";
    case BM_SCOPE_OWN: return "the nearest land border of the country they lie in";
    case BM_SCOPE_FOREIGN: return "the nearest foreign ground";
    case BM_SCOPE_OUTLINE: return "the edge of the country they lie in";
    }
    return "a border";
}

const char *bm_words_of_null(const char *null)
{
    if (!null) return "";
    if (strcmp(null, "population") == 0)
        return "a settlement, chosen with a chance that grows with its population,";
    if (strcmp(null, "land") == 0) return "a point on the ground, chosen at random,";
    return "a settlement, chosen at random,";
}

const char *bm_words_of_dimension(const char *name)
{
    static const char *const words[][2] = {
        {"dyad", "Border"},  {"side", "On whose ground"}, {"country", "Country"},
        {"iso3", "Country"}, {"adm1", "Province"},        {"etype", "Type of event"},
        {"actor", "Actor"},  {"actor1", "First actor"},   {"actor2", "Second actor"},
        {"year", "Year"},    {"month", "Month"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], name) == 0) return words[i][1];
    return name;
}

/* --- tables --- */

void bm_table_begin(bm_buf *out, const char *caption, const char *const *heads, size_t n)
{
    bm_buf_puts(out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>");
    bm_buf_puts(out, caption);
    bm_buf_puts(out, "</caption><thead><tr>");
    for (size_t i = 0; i < n; i++) {
        bool number = heads[i][0] == '#';
        bm_buf_puts(out, number ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        bm_buf_puts(out, heads[i] + number);
        bm_buf_puts(out, "</th>");
    }
    bm_buf_puts(out, "</tr></thead><tbody>\n");
}

void bm_table_end(bm_buf *out)
{
    bm_buf_puts(out, "</tbody></table></div>\n");
}

void bm_table_row(bm_buf *out, bool is_hot)
{
    bm_buf_puts(out, is_hot ? "<tr class=\"hot\">" : "<tr>");
}

void bm_table_row_end(bm_buf *out)
{
    bm_buf_puts(out, "</tr>\n");
}

void bm_cell_text(bm_buf *out, bm_str text)
{
    bm_buf_puts(out, "<td class=\"text\">");
    if (text.p)
        bm_buf_xml(out, text);
    else
        bm_buf_puts(out, "(none)");
    bm_buf_puts(out, "</td>");
}

static void begin_number(bm_buf *out)
{
    bm_buf_puts(out, "<td class=\"num\">");
}

static void end_cell(bm_buf *out)
{
    bm_buf_puts(out, "</td>");
}

void bm_cell_count(bm_buf *out, uint64_t n)
{
    begin_number(out);
    bm_put_count(out, n);
    end_cell(out);
}

void bm_cell_km(bm_buf *out, double metres)
{
    begin_number(out);
    bm_put_km_number(out, metres);
    end_cell(out);
}

void bm_cell_percent(bm_buf *out, double share)
{
    begin_number(out);
    bm_put_percent(out, share);
    end_cell(out);
}

void bm_cell_value(bm_buf *out, double value, int decimals)
{
    begin_number(out);
    bm_put_value(out, value, decimals);
    end_cell(out);
}

void bm_cell_p(bm_buf *out, double p)
{
    begin_number(out);
    bm_put_p(out, p);
    end_cell(out);
}

void bm_cell_range(bm_buf *out, double value, bm_bounds bounds, void (*put)(bm_buf *out, double value))
{
    begin_number(out);
    put(out, value);
    if (!isnan(bounds.lo) && isfinite(value)) {
        bm_buf_puts(out, " (");
        bm_put_bounds(out, bounds, put);
        bm_buf_putc(out, ')');
    }
    end_cell(out);
}

void bm_cell_people(bm_buf *out, int64_t n)
{
    begin_number(out);
    if (n == BM_NO_COUNT)
        bm_buf_puts(out, unknown);
    else
        bm_put_count(out, (uint64_t)n);
    end_cell(out);
}

void bm_put_why(bm_buf *out, const char *what, const char *why)
{
    bm_buf_puts(out, "<p class=\"note\">");
    bm_buf_puts(out, what);
    if (why) {
        bm_buf_puts(out, ": ");
        bm_buf_xml(out, bm_str_z(why));
    }
    bm_buf_puts(out, ".</p>\n");
}
