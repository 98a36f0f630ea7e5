#include "adapt/json.h"
#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void values(void **state)
{
    bm_ctx *ctx = NULL;
    bm_json *root = NULL;
    (void)state;
    assert_int_equal(bm_ctx_create(NULL, &ctx), BM_OK);
    bm_str text =
        BM_LIT(" {\"a\": [1, -2.5e1, \"x\\u06a9\"], \"b\": {\"c\": true, \"d\": null}, \"B\": false} \n");
    assert_int_equal(bm_json_parse(ctx, text, &root), BM_OK);
    const bm_json *a = bm_json_get(root, "a"), *item = bm_json_first(a);
    assert_int_equal(bm_json_kind(a), BM_JSON_ARRAY);
    assert_true(bm_json_number(item) == 1);
    item = bm_json_next(item);
    assert_true(bm_json_number(item) == -25);
    item = bm_json_next(item);
    assert_true(bm_str_eq(bm_json_text(item), BM_LIT("x\xDA\xA9")));
    assert_true(isnan(bm_json_number(item)));
    assert_null(bm_json_next(item));
    assert_int_equal(bm_json_kind(bm_json_get(bm_json_get(root, "b"), "c")), BM_JSON_TRUE);
    assert_int_equal(bm_json_kind(bm_json_get(root, "B")), BM_JSON_FALSE);
    assert_null(bm_json_get(root, "A"));
    assert_null(bm_json_get(a, "a"));
    assert_null(bm_json_get(NULL, "a"));
    assert_string_equal(bm_json_key(bm_json_first(root)), "a");
    bm_json_destroy(root);
    bm_ctx_destroy(ctx);
}

static void faults(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {{"{\"a\": 1,\n \"b\": x}", "line 2, column 7"},
                 {"{\"a\": 1} x", "line 1, column 10"},
                 {"", "empty"},
                 {"[1, 2", "malformed JSON at line 1"},
                 {"{\"a\" 1}", "malformed"},
                 {"{\"a\":1}{", "behind the JSON value"}};
    bm_ctx *ctx = NULL;
    bm_json *root = NULL;
    char deep[3001];
    (void)state;
    assert_int_equal(bm_ctx_create(NULL, &ctx), BM_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(bm_json_parse(ctx, bm_str_z(cases[i].text), &root), BM_EFORMAT);
        assert_null(root);
        if (!strstr(bm_ctx_error(ctx), cases[i].message))
            fail_msg("'%s': %s", cases[i].text, bm_ctx_error(ctx));
    }
    memset(deep, '[', 3000);
    assert_int_equal(bm_json_parse(ctx, bm_str_of(deep, 3000), &root), BM_EFORMAT);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values), cmocka_unit_test(faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
