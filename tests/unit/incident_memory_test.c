/* Fails the Nth allocation for every N until reading succeeds: nothing may leak, crash or be left in an
 * out-argument. */
#include "bordermap/incident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "meter.h"

static bm_status read_once(bm_ctx *ctx, const char *path)
{
    static const char *const where[] = {"country=PAK", "country=Iran"};
    const char *paths[2] = {path, path};
    bm_field_choice choice = {BM_FIELD_NOTES, ""};
    bm_read_options options = {
        .from = BM_NO_DAY, .to = BM_NO_DAY, .where = where, .n_where = 2, .choices = &choice, .n_choices = 1};
    bm_incident_reader *reader = NULL;
    bm_incident_batch batch;
    bm_status st = bm_incident_open(ctx, paths, 2, &options, &reader);

    if (st != BM_OK) {
        assert_null(reader);
        return st;
    }
    st = bm_incident_batch_init(ctx, 2, &batch);
    while (st == BM_OK) {
        st = bm_incident_read(ctx, reader, &batch);
        if (st != BM_OK || batch.n_read == 0) break;
    }
    bm_incident_batch_free(&batch);
    bm_incident_close(reader);
    return st;
}

static void every_allocation(const char *name)
{
    char path[1024];
    const char *source = getenv("BORDERMAP_SOURCE");
    snprintf(path, sizeof path, "%s/tests/data/incident/%s", source ? source : ".", name);
    for (long n = 2;; n++) {
        struct meter meter = {n, 0};
        bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
        bm_ctx *ctx = NULL;
        bm_status st = bm_ctx_create(&options, &ctx);
        assert_int_equal(st, BM_OK);
        st = read_once(ctx, path);
        if (st != BM_OK && st != BM_ENOMEM) fail_msg("%s, allocation %ld: %s", name, n, bm_ctx_error(ctx));
        if (st == BM_ENOMEM) assert_true(strlen(bm_ctx_error(ctx)) > 0);
        bm_ctx_destroy(ctx);
        if (meter.blocks != 0) fail_msg("%s, allocation %ld: %ld blocks leak", name, n, meter.blocks);
        assert_true(n < 2000);
        if (st == BM_OK) break;
    }
}

static void csv(void **state)
{
    (void)state;
    every_allocation("acled.csv");
    every_allocation("utf16le.csv");
}

static void json(void **state)
{
    (void)state;
    every_allocation("lines.ndjson");
    every_allocation("array.json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(csv), cmocka_unit_test(json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
