/* The CSV reader: records, lines and offsets, quotes that never close, limits, any chunking. */
#include "adapt/csv.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static bm_ctx *ctx;

static int set_up(void **state)
{
    (void)state;
    return bm_ctx_create(NULL, &ctx) == BM_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    bm_ctx_destroy(ctx);
    return 0;
}

struct text {
    const char *p;
    size_t len, pos, step; /* at most step bytes at a time */
};

static bm_status give(bm_ctx *c, void *user, void *p, size_t size, size_t *n)
{
    struct text *t = user;
    (void)c;
    *n = t->len - t->pos < t->step ? t->len - t->pos : t->step;
    if (*n > size) *n = size;
    memcpy(p, t->p + t->pos, *n);
    t->pos += *n;
    return BM_OK;
}

/* "line@offset:a|b;" for each record, '!' before those with an open quote, '#' for those that are too long.
 */
static void read_text(const char *p, size_t len, size_t step, const bm_csv_options *options, char *out,
                      size_t size)
{
    struct text t = {p, len, 0, step};
    bm_csv *csv = NULL;
    bm_csv_record r;
    bool more;
    size_t n = 0;

    assert_int_equal(bm_csv_open(ctx, give, &t, options, &csv), BM_OK);
    for (;;) {
        assert_int_equal(bm_csv_next(ctx, csv, &r, &more), BM_OK);
        if (!more) break;
        n += (size_t)snprintf(out + n, size - n, "%s%llu@%llu:",
                              r.too_long   ? "#"
                              : r.unclosed ? "!"
                                           : "",
                              (unsigned long long)r.line, (unsigned long long)r.offset);
        for (size_t i = 0; i < r.n; i++)
            n += (size_t)snprintf(out + n, size - n, "%s%.*s", i ? "|" : "", (int)r.fields[i].len,
                                  r.fields[i].p ? r.fields[i].p : "");
        n += (size_t)snprintf(out + n, size - n, ";");
        assert_true(n < size);
    }
    bm_csv_close(csv);
}

static void records(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"a,b\n1,2\n", "1@0:a|b;2@4:1|2;"},
        {"a,b\r\n1,2\r\n", "1@0:a|b;2@5:1|2;"},
        {"a,b\r1,2\r", "1@0:a|b;2@4:1|2;"},
        {"a,b\n1,2", "1@0:a|b;2@4:1|2;"},
        {"\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "1@3:a|b;2@7:1|2;"},
        {"\n\n a , b \n\n  \n1,2\n", "3@2:a|b;6@14:1|2;"},
        {"a,b\n\"x\ny\",2\n3,4\n", "1@0:a|b;2@4:x\ny|2;4@12:3|4;"},
        {"a,b\r\n\"x\r\ny\",2\r\n3,4\r\n", "1@0:a|b;2@5:x\r\ny|2;4@15:3|4;"},
        {"a,b\n\"he said \"\"hi\"\"\",2\n", "1@0:a|b;2@4:he said \"hi\"|2;"},
        {"a,b\nit's \"so\",2\n", "1@0:a|b;2@4:it's \"so\"|2;"},
        {"a,b\n,\n1,\n", "1@0:a|b;2@4:|;3@6:1|;"},
        {"a\n\"\"\n", "1@0:a;2@2:;"},
        /* an open quote takes its own line only */
        {"a,b\n\"x,2\n3,4\n", "1@0:a|b;!2@4:\"x|2;3@9:3|4;"},
        {"a,b\n\"x,2\n3,\"y\"\n5,6\n", "1@0:a|b;!2@4:\"x|2;3@9:3|y;4@15:5|6;"},
        {"a,b\n1,\"x", "1@0:a|b;!2@4:1|\"x;"},
        /* quotes inside a field of several lines are kept, since the lines together make one record */
        {"a,b,c\n1,\"he \"said\" so\nand left\",3\n4,5,6\n",
         "1@0:a|b|c;2@6:1|he \"said\" so\nand left|3;4@34:4|5|6;"},
        {"", ""},
        {"\n\n", ""},
    };
    char out[512];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t step = 1; step < 40; step += 3) {
            bm_csv_options options = {.delimiter = ','};
            out[0] = '\0';
            read_text(cases[i].text, strlen(cases[i].text), step, &options, out, sizeof out);
            if (strcmp(out, cases[i].expected) != 0)
                fail_msg("'%s' by %zu gives '%s'", cases[i].text, step, out);
        }
    }
}

static void without_quotes(void **state)
{
    bm_csv_options options = {.delimiter = '\t', .no_quotes = true};
    const char *text = "a\t\"b\n\"c\"\td\n";
    char out[128];
    (void)state;
    read_text(text, strlen(text), 100, &options, out, sizeof out);
    assert_string_equal(out, "1@0:a|\"b;2@5:\"c\"|d;");
}

static void delimiters(void **state)
{
    (void)state;
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("a,b,c\n1,2,3\n")), ',');
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("a;b\n1,5;2,5\n3,1;4,1\n")), ';');
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("a\tb\n\"x, y\"\t2\n")), '\t');
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("a|b|c\n1,2|3|4\n")), '|');
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("a;b\n\"x;y;z\";2\n")), ';');
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("name\nQuetta\n")), ',');
    assert_int_equal(bm_csv_guess_delimiter(BM_LIT("")), ',');
}

/* A line beyond the limit is skipped; a record of many lines beyond it had an open quote. */
static void limits(void **state)
{
    size_t len = BM_CSV_MAX_RECORD + 100000;
    char *text = malloc(len + 64);
    char *out = malloc(1 << 20);
    bm_csv_options options = {.delimiter = ','};
    (void)state;
    assert_non_null(text);
    assert_non_null(out);
    memcpy(text, "a,b\n", 4);
    memset(text + 4, 'x', len);
    memcpy(text + 4 + len, "\n1,2\n", 5);
    read_text(text, len + 9, 1 << 16, &options, out, 1 << 20);
    assert_true(strncmp(out, "1@0:a|b;#2@4:;3@", 16) == 0);
    assert_non_null(strstr(out, ":1|2;"));

    memcpy(text + 4, "\"", 1);
    for (size_t i = 1000; i < len; i += 1000) text[i] = '\n';
    out[0] = '\0';
    struct text t = {text, len + 9, 0, 1 << 16};
    bm_csv *csv = NULL;
    bm_csv_record r;
    bool more = true;
    size_t n = 0, unclosed = 0;
    assert_int_equal(bm_csv_open(ctx, give, &t, &options, &csv), BM_OK);
    while (bm_csv_next(ctx, csv, &r, &more) == BM_OK && more) {
        n++;
        unclosed += r.unclosed;
    }
    assert_int_equal(unclosed, 1);
    assert_int_equal(n, 1 + (len - 1) / 1000 + 2); /* header, the long text's lines, the last record */
    bm_csv_close(csv);
    free(text);
    free(out);
}

/* Records of too many bytes with line breaks in quotes: one record that is too long where the quote closes,
 * the first line alone where it does not, or not as it should. */
static void long_quotes(void **state)
{
    static const struct {
        const char *behind,
            *expect; /* of the long text; records from the second on: '#' too long, '!' unclosed */
    } cases[] = {
        {"\",2\n3,4\n", "#2;16781:3|4;"},
        {" \"\"q\"\" \" ,\"a\nb\"\r\n3,4\n", "#2;16782:3|4;"},
        {"\",2", "#2;"},
        {"\"x,2\n3,4\n", "!2;"},
        {"\n3,4\n", "!2;"},
    };
    size_t len = (size_t)16778 * 1000;
    char *text = malloc(len + 64);
    (void)state;
    assert_non_null(text);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        memcpy(text, "a,b\n\"", 5);
        memset(text + 5, 'x', len);
        for (size_t i = 0; i < len; i += 1000) text[5 + i] = '\n';
        memcpy(text + 5 + len, cases[k].behind, strlen(cases[k].behind));
        struct text t = {text, 5 + len + strlen(cases[k].behind), 0, 1 << 16};
        bm_csv_options options = {.delimiter = ','};
        bm_csv *csv = NULL;
        bm_csv_record r;
        bool more = true;
        char got[256] = "";
        assert_int_equal(bm_csv_open(ctx, give, &t, &options, &csv), BM_OK);
        for (size_t n = 0; bm_csv_next(ctx, csv, &r, &more) == BM_OK && more; n++) {
            size_t at = strlen(got);
            if (n == 0 || at > 200 || (n > 1 && got[0] == '!')) continue;
            if (r.too_long || r.unclosed)
                snprintf(got + at, sizeof got - at, "%c%d;", r.too_long ? '#' : '!', (int)r.line);
            else
                snprintf(got + at, sizeof got - at, "%d:%.*s|%.*s;", (int)r.line, (int)r.fields[0].len,
                         r.fields[0].p, (int)r.fields[1].len, r.fields[1].p);
        }
        if (strcmp(got, cases[k].expect) != 0) fail_msg("%d: '%s', not '%s'", (int)k, got, cases[k].expect);
        bm_csv_close(csv);
    }
    free(text);
}

/* A blank line longer than a block is no record, and no start of the next line's either. */
static void long_blank_line(void **state)
{
    const size_t len = 700 * 1024; /* csv.c holds blocks of 256 kB */
    char *text = malloc(len + 16), out[256] = "";
    bm_csv_options options = {.delimiter = ','};
    (void)state;
    assert_non_null(text);
    memcpy(text, "a,b\n", 4);
    memset(text + 4, ' ', len);
    memcpy(text + 4 + len, "\n1,2\n", 6);
    read_text(text, len + 9, 1 << 16, &options, out, sizeof out);
    assert_string_equal(out, "1@0:a|b;3@716805:1|2;");
    memcpy(text + 4 + len, "\r\n", 2);
    out[0] = '\0';
    read_text(text, len + 6, 1 << 16, &options, out, sizeof out);
    assert_string_equal(out, "1@0:a|b;");
    free(text);
}

static bm_status count_row(bm_ctx *c, void *user, const bm_csv_record *record)
{
    size_t *n = user;
    (void)record;
    return ++*n == 3 ? bm_fail(c, BM_EFORMAT, "enough") : BM_OK;
}

static void whole_files(void **state)
{
    size_t n = 0;
    char path[1024];
    const char *source = getenv("BORDERMAP_SOURCE");
    (void)state;
    snprintf(path, sizeof path, "%s/tests/data/incident/ragged.csv", source ? source : ".");
    assert_int_equal(bm_csv_each(ctx, path, NULL, count_row, &n), BM_EFORMAT);
    assert_int_equal(n, 3);
    assert_string_equal(bm_ctx_error(ctx), "enough");
    assert_int_equal(bm_csv_each(ctx, "/nowhere/x.csv", NULL, count_row, &n), BM_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records),     cmocka_unit_test(without_quotes), cmocka_unit_test(delimiters),
        cmocka_unit_test(limits),      cmocka_unit_test(long_quotes),    cmocka_unit_test(long_blank_line),
        cmocka_unit_test(whole_files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
