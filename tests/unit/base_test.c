#include "testing.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "bordermap/issue.h"

#include <math.h>
#include <time.h>
#include <unistd.h>

static double parsed(const char *text)
{
    double value;
    return bm_parse_double(bm_str_z(text), &value) ? value : NAN;
}

/* The C library in the C locale is the independent source. */
static void numbers_read_as_the_c_library_reads_them(void **state)
{
    (void)state;
    uint64_t seed = 1;
    char text[64];
    for (int i = 0; i < 200000; i++) {
        double value = (test_uniform(&seed) - 0.5) * pow(10, (double)(test_random(&seed) % 40) - 20);
        snprintf(text, sizeof text, "%.*g", (int)(test_random(&seed) % 20) + 1, value);
        if (parsed(text) != strtod(text, NULL)) fail_msg("%s", text);
    }
    assert_true(parsed("67.01") == 67.01);
    assert_true(parsed("+.5e1") == 5);
    assert_true(parsed("123456789012345678901234567890") == 123456789012345678901234567890.0);
    const char *const not_numbers[] = {"",    "-",  ".",  "1,5",   "0x10", "nan",
                                       "inf", "1e", "1 ", "1e999", "--1",  "1.2.3"};
    for (size_t i = 0; i < sizeof not_numbers / sizeof not_numbers[0]; i++)
        if (!isnan(parsed(not_numbers[i]))) fail_msg("'%s' was read", not_numbers[i]);
}

static void numbers_are_written_as_printf_writes_them(void **state)
{
    (void)state;
    uint64_t seed = 2;
    char ours[400], theirs[400];
    for (int i = 0; i < 300000; i++) {
        int decimals = (int)(test_random(&seed) % 10);
        double value = (test_uniform(&seed) - 0.5) * pow(10, (double)(test_random(&seed) % 22) - 6);
        if (i % 3 == 0) value = floor(value * 1000) / 2000; /* near ties */
        size_t n = bm_format_fixed(ours, value, decimals);
        ours[n] = '\0';
        snprintf(theirs, sizeof theirs, "%.*f", decimals, value);
        bool minus_zero = theirs[0] == '-' && strspn(theirs, "-0.") == strlen(theirs);
        assert_string_equal(ours, minus_zero ? theirs + 1 : theirs);
    }
}

static void days_agree_with_gmtime(void **state)
{
    (void)state;
    for (bm_day day = -700000; day < 700000; day += 13) {
        time_t seconds = (time_t)day * 86400;
        struct tm tm;
        int y, m, d;
        gmtime_r(&seconds, &tm);
        bm_day_to_civil(day, &y, &m, &d);
        assert_int_equal(y, tm.tm_year + 1900);
        assert_int_equal(m, tm.tm_mon + 1);
        assert_int_equal(d, tm.tm_mday);
        assert_int_equal(bm_day_from_civil(y, m, d), day);
    }
    assert_true(bm_is_date(2024, 2, 29));
    assert_false(bm_is_date(1900, 2, 29));
    assert_false(bm_is_date(2024, 0, 1));
    char text[11];
    bm_day_format(bm_day_from_civil(1998, 8, 8), text);
    assert_string_equal(text, "1998-08-08");
}

static void text_is_escaped(void **state)
{
    bm_ctx *ctx = *state;
    bm_buf buf;
    bm_buf_init(&buf, ctx);
    bm_buf_json(&buf, BM_LIT("a\"b\\\n\x01 کوئٹہ \xFF</script>"));
    bm_buf_putc(&buf, '|');
    bm_buf_json(&buf, (bm_str){NULL, 0});
    bm_buf_putc(&buf, '|');
    bm_buf_csv(&buf, BM_LIT("a,\"b\"\n"));
    bm_buf_putc(&buf, '|');
    bm_buf_csv_safe(&buf, BM_LIT("=cmd|' /C calc'!A0"));
    bm_buf_putc(&buf, '|');
    bm_buf_csv_safe(&buf, BM_LIT("-3.5"));
    bm_buf_putc(&buf, '|');
    bm_buf_fixed(&buf, -0.00000001, 3);
    bm_buf_putc(&buf, '|');
    bm_buf_fixed(&buf, NAN, 3);
    bm_buf_putc(&buf, '|');
    bm_buf_double(&buf, 0.1);
    bm_buf_putc(&buf, '\0');
    assert_ok(ctx, bm_buf_status(ctx, &buf));
    assert_string_equal(buf.p, "\"a\\\"b\\\\\\n\\u0001 کوئٹہ \xEF\xBF\xBD</script>\"|null|\"a,\"\"b\"\"\n\"|"
                               "\"'=cmd|' /C calc'!A0\"|-3.5|0.000|null|0.1");
    bm_buf_free(&buf);
}

static void text_is_trimmed_cut_and_compared(void **state)
{
    (void)state;
    bm_str t = bm_str_trim(BM_LIT(" \t\xC2\xA0 Quetta\xE3\x80\x80\r\n"));
    assert_true(bm_str_eq(t, BM_LIT("Quetta")));
    assert_null(bm_str_trim(BM_LIT(" \xC2\xA0")).p);
    assert_int_equal(bm_str_cut(BM_LIT("کوئٹہ"), 5).len, 4);
    assert_int_equal(bm_name_distance(BM_LIT("kabul"), BM_LIT("Kabul")), 0);
    assert_int_equal(bm_name_distance(BM_LIT("kabul"), BM_LIT("kaubl")), 1);
    assert_int_equal(bm_name_distance(BM_LIT("place"), BM_LIT("palace")), 1);
    assert_false(bm_utf8_valid(BM_LIT("\xED\xA0\x80")));
    assert_false(bm_utf8_valid(BM_LIT("\xC0\x80")));
    assert_true(bm_utf8_valid(BM_LIT("کوئٹہ")));
}

static void every_code_point_survives_utf8(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        char bytes[4];
        size_t n = bm_utf8_put(c, bytes), m;
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        assert_int_equal(bm_utf8_next(bytes, bytes + n, &m), surrogate ? 0xFFFD : c);
        assert_int_equal(n, m);
    }
}

static void a_map_keeps_what_it_was_given(void **state)
{
    bm_ctx *ctx = *state;
    enum { N = 20000 };
    static char keys[N][12];
    bm_map map;
    bm_map_init(&map, ctx);
    for (int round = 0; round < 2; round++)
        for (uint64_t i = 0; i < N; i++) {
            uint64_t *value;
            bool added;
            snprintf(keys[i], sizeof keys[i], "key%d", (int)i);
            assert_ok(ctx, bm_map_add(&map, bm_str_z(keys[i]), &value, &added));
            assert_int_equal(added, round == 0);
            if (added) *value = i;
            assert_int_equal(*value, i);
        }
    assert_int_equal(map.n, N);
    assert_null(bm_map_find(&map, BM_LIT("key20000")));
    assert_int_equal(*bm_map_find(&map, BM_LIT("key777")), 777);
    bm_map_free(&map);
}

static void a_file_is_written_whole_or_not_at_all(void **state)
{
    bm_ctx *ctx = *state;
    char dir[64], path[96];
    bm_outfile *file;
    bm_mapping mapping;
    test_folder(dir);
    snprintf(path, sizeof path, "%s/out", dir);

    assert_ok(ctx, bm_outfile_open(ctx, path, &file));
    assert_ok(ctx, bm_outfile_write(ctx, file, "old", 3));
    assert_int_equal(access(path, F_OK), -1);
    assert_ok(ctx, bm_outfile_commit(ctx, file));
    assert_ok(ctx, bm_outfile_open(ctx, path, &file));
    for (int i = 0; i < 100000; i++) assert_ok(ctx, bm_outfile_write(ctx, file, "new", 3));
    bm_outfile_abandon(file);
    assert_ok(ctx, bm_map_file(ctx, path, &mapping));
    assert_int_equal(mapping.len, 3);
    assert_memory_equal(mapping.p, "old", 3);
    bm_unmap_file(&mapping);

    assert_int_equal(bm_outfile_open(ctx, "/nowhere/at/all", &file), BM_EIO);
    assert_null(file);
    assert_non_null(strstr(bm_ctx_error(ctx), "/nowhere/at/all"));
    test_remove(dir);
}

static void issues_are_copied_and_cut(void **state)
{
    bm_ctx *ctx = *state;
    bm_arena *arena;
    char long_text[1000];
    memset(long_text, 'x', sizeof long_text);
    assert_ok(ctx, bm_arena_create(ctx, &arena));
    bm_issue_list list = {.arena = arena};
    for (uint64_t i = 1; i <= 100; i++)
        assert_ok(ctx,
                  bm_issue_add(ctx, &list, BM_WARNING, "a.csv", i, i + 1, BM_LIT("lat"),
                               (bm_str){long_text, sizeof long_text}, "a number from %d to %d", -90, 90));
    assert_int_equal(list.n, 100);
    assert_int_equal(list.items[99].src_row, 100);
    assert_int_equal(list.items[0].found.len, 200);
    assert_true(bm_str_eq(list.items[0].expected, BM_LIT("a number from -90 to 90")));
    bm_arena_destroy(arena);
}

struct failing {
    long left; /* allocations until one fails */
    long live;
};
static void *failing_realloc(void *user, void *p, size_t size)
{
    struct failing *f = user;
    if (size == 0) {
        f->live -= p != NULL;
        free(p);
        return NULL;
    }
    if (f->left-- == 0) return NULL;
    f->live += p == NULL;
    return realloc(p, size);
}

static bm_status use_everything(bm_ctx *ctx)
{
    bm_map map;
    bm_buf buf;
    bm_arena *arena = NULL;
    bm_status st;
    bm_map_init(&map, ctx);
    bm_buf_init(&buf, ctx);
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) goto done;
    bm_issue_list list = {.arena = arena};
    for (int i = 0; i < 300; i++) {
        uint64_t *value;
        bool added, ok = true;
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        bm_str copy = bm_arena_copy(arena, bm_str_z(text), &ok);
        if (!ok) {
            st = BM_ENOMEM;
            goto done;
        }
        if ((st = bm_map_add(&map, copy, &value, &added)) != BM_OK) goto done;
        if ((st = bm_issue_add(ctx, &list, BM_NOTE, "x", 1, 1, copy, copy, "nothing")) != BM_OK) goto done;
        bm_buf_printf(&buf, "%d", i);
    }
    st = bm_buf_status(ctx, &buf);
done:
    bm_map_free(&map);
    bm_buf_free(&buf);
    bm_arena_destroy(arena);
    return st;
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    for (long nth = 0;; nth++) {
        struct failing failing = {.left = nth};
        bm_ctx_options options = {.realloc_fn = failing_realloc, .user = &failing};
        bm_ctx *ctx;
        bm_status st = bm_ctx_create(&options, &ctx);
        if (st == BM_OK) st = use_everything(ctx);
        bm_ctx_destroy(ctx);
        assert_int_equal(failing.live, 0);
        if (st == BM_OK) {
            assert_true(nth > 5);
            return;
        }
        assert_int_equal(st, BM_ENOMEM);
    }
}

static int make(void **state)
{
    *state = test_ctx();
    return 0;
}
static int drop(void **state)
{
    bm_ctx_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_as_the_c_library_reads_them),
        cmocka_unit_test(numbers_are_written_as_printf_writes_them),
        cmocka_unit_test(days_agree_with_gmtime),
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(text_is_trimmed_cut_and_compared),
        cmocka_unit_test(every_code_point_survives_utf8),
        cmocka_unit_test(a_map_keeps_what_it_was_given),
        cmocka_unit_test(a_file_is_written_whole_or_not_at_all),
        cmocka_unit_test(issues_are_copied_and_cut),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
