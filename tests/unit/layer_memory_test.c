/* Every allocation of a tally and of a writer fails once: nothing leaks, nothing crashes, no file appears. */
#include "layer_golden.h"
#include "meter.h"
#include "testing.h"

#include "base/buf.h"
#include "layer/writer.h"
#include "stats/tally.h"

#include <unistd.h>

static bm_status no_lines(bm_ctx *ctx, const void *user, uint32_t segment, bm_arena *arena, const bm_ll **pts,
                          const uint32_t **first, uint32_t *n_lines)
{
    (void)ctx, (void)user, (void)segment, (void)arena, (void)pts, (void)first;
    *n_lines = 0;
    return BM_OK;
}

static bm_status tally_rows(bm_ctx *ctx, const bm_row *rows, size_t n, bm_stats **out)
{
    static const double bands_m[] = {10e3, 50e3};
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {.max_m = 100e3, .bands_m = bands_m, .n_bands = 2};
    bm_tally *tally;
    *out = NULL;
    bm_status st = bm_tally_create_frame(ctx, &frame, &options, &tally);
    for (size_t i = 0; st == BM_OK && i < n; i++) st = bm_tally_add(ctx, tally, &rows[i]);
    if (st == BM_OK) st = bm_stats_finish(ctx, tally, NULL, out);
    bm_tally_destroy(tally);
    return st;
}

static bm_status write_rows(bm_ctx *ctx, const char *dir, const bm_row *rows, size_t n, const bm_stats *stats)
{
    static const struct bm_line_source lines = {.fn = no_lines};
    bm_naming naming = fixture_naming();
    bm_counts counts = {.read = n};
    bm_manifest_facts facts = {.counts = &counts};
    bm_writer *writer;
    bm_buf encoded;
    bm_buf_init(&encoded, ctx);
    bm_status st =
        bm_writer_open_lines(ctx, dir, BM_OUTPUT_GEOJSON | BM_OUTPUT_STATS | BM_OUTPUT_HTML | BM_OUTPUT_SVG,
                             &lines, &naming, BM_SHAPEFILE_LIMIT, &writer);
    if (st == BM_OK) st = bm_writer_encode(ctx, writer, rows, n, &encoded);
    if (st == BM_OK) st = bm_writer_append(ctx, writer, rows, n, &encoded, NULL);
    if (st == BM_OK) st = bm_writer_commit(ctx, writer, stats, &facts);
    bm_writer_close(writer);
    bm_buf_free(&encoded);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    char dir[64], path[96];
    struct fixture_row rows[3];
    bm_row views[3];
    golden_full(&rows[0]);
    golden_coarse(&rows[1]);
    golden_unresolved(&rows[2]);
    for (int i = 0; i < 3; i++) views[i] = fixture_view(&rows[i]);
    test_folder(dir);
    snprintf(path, sizeof path, "%s/manifest.json", dir);
    bool done = false;
    long n = 0;
    for (; !done && n < 2000; n++) {
        struct meter meter = {-1, 0};
        bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
        bm_ctx *ctx;
        bm_stats *stats;
        assert_int_equal(bm_ctx_create(&options, &ctx), BM_OK);
        long before = meter.blocks;
        meter.left = n;
        bm_status st = tally_rows(ctx, views, 3, &stats);
        if (st == BM_OK) st = write_rows(ctx, dir, views, 3, stats);
        bm_stats_destroy(stats);
        done = st == BM_OK;
        if (!done) assert_int_equal(st, BM_ENOMEM);
        assert_int_equal(meter.blocks, before);
        assert_int_equal(access(path, F_OK) == 0, done);
        bm_ctx_destroy(ctx);
    }
    assert_true(done);
    assert_true(n > 20);
    test_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
