/* Dates, degrees and counts, from tables in tests/data/incident. */
#include "base/num.h"
#include "base/str.h"
#include "incident/country_box.h"
#include "incident/date.h"
#include "incident/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef void (*line_fn)(char **cells, int n);

/* Calls check with the tab-separated cells of each line that is no comment. */
static void each_line(const char *name, line_fn check)
{
    char path[1024], line[512];
    const char *source = getenv("BORDERMAP_SOURCE");
    int lines = 0;

    snprintf(path, sizeof path, "%s/tests/data/incident/%s", source ? source : ".", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char *cells[6] = {0};
        int n = 0;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || !line[0]) continue;
        for (char *p = line; p && n < 6; n++) {
            cells[n] = p;
            p = strchr(p, '\t');
            if (p) *p++ = '\0';
        }
        check(cells, n);
        lines++;
    }
    fclose(file);
    assert_true(lines > 20);
}

static void check_date(char **cells, int n)
{
    struct bm_date date;
    enum bm_day_order order = cells[1][0] == 'd'   ? BM_ORDER_DAY_FIRST
                              : cells[1][0] == 'm' ? BM_ORDER_MONTH_FIRST
                                                   : BM_ORDER_UNKNOWN;
    bool is_date = bm_date_parse(bm_str_z(cells[0]), order, &date);
    char first[11], last[11], message[256];

    if (strcmp(cells[2], "no") == 0) {
        if (is_date) fail_msg("'%s' was taken for a date", cells[0]);
        assert_int_equal(date.first, BM_NO_DAY);
        return;
    }
    assert_int_equal(n, 5);
    if (!is_date) fail_msg("'%s' was not taken for a date", cells[0]);
    bm_day_format(date.first, first);
    bm_day_format(date.last, last);
    snprintf(message, sizeof message, "%s: %s %s %s", cells[0], first, last, bm_date_prec_name(date.prec));
    if (strcmp(first, cells[2]) || strcmp(last, cells[3]) || strcmp(bm_date_prec_name(date.prec), cells[4]))
        fail_msg("%s", message);
}

static void dates(void **state)
{
    (void)state;
    each_line("dates.tsv", check_date);
}

static void check_degrees(char **cells, int n)
{
    double value = 0;
    bool ok = bm_parse_degrees(bm_str_z(cells[0]), strcmp(cells[1], "lon") == 0, &value);
    assert_int_equal(n, 3);
    if (strcmp(cells[2], "no") == 0) {
        if (ok) fail_msg("'%s' was taken for %g", cells[0], value);
        return;
    }
    if (!ok || fabs(value - strtod(cells[2], NULL)) > 1e-12) fail_msg("'%s' gave %.15g", cells[0], value);
}

static void degrees(void **state)
{
    (void)state;
    each_line("degrees.tsv", check_degrees);
}

static void counts(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } cases[] = {{"12", true, 12},    {"0", true, 0},
                 {"12.0", true, 12},  {"12.000", true, 12},
                 {"12.5", false, 0},  {"dozens", false, 0},
                 {"1,234", false, 0}, {"-99", true, -99},
                 {".0", false, 0},    {"12.", false, 0},
                 {"", false, 0},      {"\xDB\xB1\xDB\xB2", true, 12},
                 {"1e3", false, 0},   {"99999999999999999999", false, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = -1;
        bool ok = bm_parse_count(bm_str_z(cases[i].text), &value);
        if (ok != cases[i].ok || (ok && value != cases[i].value)) fail_msg("count '%s'", cases[i].text);
    }
}

static void evidence_of_order(void **state)
{
    struct bm_date date;
    (void)state;
    assert_true(bm_date_parse(BM_LIT("25/12/1990"), BM_ORDER_UNKNOWN, &date));
    assert_int_equal(date.proves, BM_ORDER_DAY_FIRST);
    assert_true(bm_date_parse(BM_LIT("12/25/1990"), BM_ORDER_UNKNOWN, &date));
    assert_int_equal(date.proves, BM_ORDER_MONTH_FIRST);
    assert_true(bm_date_parse(BM_LIT("05/06/1990"), BM_ORDER_UNKNOWN, &date));
    assert_true(date.either);
    assert_true(bm_date_parse(BM_LIT("05/05/1990"), BM_ORDER_UNKNOWN, &date));
    assert_false(date.either);
    assert_true(bm_date_parse(BM_LIT("1990-05-06"), BM_ORDER_UNKNOWN, &date));
    assert_false(date.either);
}

static void days_of_options(void **state)
{
    bm_day first, last;
    (void)state;
    assert_true(bm_day_parse("2024-01-16", &first, &last));
    assert_int_equal(first, 19738); /* date -d 2024-01-16 +%s, divided by 86400 */
    assert_int_equal(last, 19738);
    assert_true(bm_day_parse("2024-02", &first, &last));
    assert_int_equal(last - first, 28);
    assert_true(bm_day_parse("2023", &first, &last));
    assert_int_equal(last - first, 364);
    assert_false(bm_day_parse("16/01/2024", &first, &last));
    assert_false(bm_day_parse("2024-1-16", &first, &last));
    assert_false(bm_day_parse("2024-13-01", &first, &last));
    assert_false(bm_day_parse("", &first, &last));
    assert_int_equal(first, BM_NO_DAY);
}

static void exchanged(void **state)
{
    (void)state;
    assert_true(bm_coordinates_exchanged("PAK", 30.2, 67.0));
    assert_false(bm_coordinates_exchanged("PAK", 67.0, 30.2));
    assert_false(bm_coordinates_exchanged("PAK", 10.0, 10.0)); /* elsewhere either way */
    assert_false(bm_coordinates_exchanged("OMN", 23.0, 23.0));
    assert_false(bm_coordinates_exchanged("QQQ", 30.2, 67.0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),           cmocka_unit_test(degrees),
        cmocka_unit_test(counts),          cmocka_unit_test(evidence_of_order),
        cmocka_unit_test(days_of_options), cmocka_unit_test(exchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
