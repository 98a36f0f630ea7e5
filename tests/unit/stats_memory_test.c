/* Every allocation of tallies, of all that is inferred from them, and of the texts fails once: nothing leaks,
 * nothing crashes. */
#include "layer_fixture.h"
#include "meter.h"
#include "testing.h"

#include "base/buf.h"
#include "stats/finish.h"

enum { ROWS = 24, COUNTRIES = 2, POOL = 12 };
static const double bands_m[] = {10e3, 50e3};

static void make_row(size_t i, struct fixture_row *row)
{
    static const float samples[3] = {1e3f, 20e3f, 200e3f};
    static const int32_t dyads[3] = {0, 0, 0};
    static const char *const types[] = {"Battle", "Riot", NULL};
    fixture_init(row, "r", i + 1, i % 7 == 6 ? BM_COARSE : BM_RESOLVED);
    fixture_point(row, (int32_t)(i % 2), 1000.0 * (double)(i % 9), 0);
    memcpy(row->tag.side, i % 3 ? "PAK" : "AFG", 4);
    row->incident.etype = bm_str_z(types[i % 3]);
    row->incident.actor1 = bm_str_z(types[i % 2]);
    row->incident.killed = (int64_t)i;
    row->incident.d_start = row->incident.d_end = (bm_day)(i * 40);
    if (i % 3) return;
    row->tag.sample_m = samples, row->tag.sample_dyad = dyads, row->tag.n_samples = 3;
    row->tag.dmin_m = 1e3, row->tag.dmax_m = 200e3;
}

static bm_status add_rows(bm_ctx *ctx, bm_tally *a, bm_tally *b)
{
    bm_status st = BM_OK;
    for (size_t i = 0; i < ROWS && st == BM_OK; i++) {
        struct fixture_row row;
        make_row(i, &row);
        bm_row view = fixture_view(&row);
        st = bm_tally_add(ctx, i % 2 ? a : b, &view);
    }
    return st;
}

static bm_status write_all(bm_ctx *ctx, const bm_stats *stats)
{
    const bm_counts counts = {.read = ROWS};
    bm_status st = BM_OK;
    bm_buf out;
    bm_buf_init(&out, ctx);
    for (int f = BM_STATS_JSON; f <= BM_STATS_TABLE && st == BM_OK; f++)
        st = bm_stats_write(ctx, stats, &counts, (bm_stats_format)f, &out);
    if (st == BM_OK) assert_non_null(strstr(out.p, "\"imputations\": 20"));
    bm_buf_free(&out);
    return st;
}

static bm_status run(bm_ctx *ctx, const bm_null_pool *pool)
{
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {
        .max_m = 100e3, .bands_m = bands_m, .n_bands = 2, .draws = 9, .seed = 1, .null = BM_NULL_POPULATION};
    bm_tally *a = NULL, *b = NULL;
    bm_stats *stats = NULL;
    options.by = bm_dimension_defaults(&options.n_by);
    bm_status st = bm_tally_create_frame(ctx, &frame, &options, &a);
    if (st == BM_OK) st = bm_tally_create_frame(ctx, &frame, &options, &b);
    if (st == BM_OK) st = add_rows(ctx, a, b);
    if (st == BM_OK) st = bm_tally_merge(ctx, a, b);
    if (st == BM_OK) st = bm_stats_finish(ctx, a, pool, &stats);
    if (st == BM_OK) st = write_all(ctx, stats);
    bm_stats_destroy(stats);
    bm_tally_destroy(a);
    bm_tally_destroy(b);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    static const char iso3[COUNTRIES][4] = {"AFG", "PAK"};
    static const double km2[COUNTRIES] = {650e3, 880e3}, people[COUNTRIES] = {6, 6};
    static const uint32_t first[COUNTRIES + 1] = {0, 6, POOL},
                                            metres[POOL] = {1000, 9000, 20000, 40000, 60000, 90000,
                                                            500,  5000, 30000, 50000, 80000, 1};
    static const int32_t dyad[POOL] = {0};
    static const float each[POOL] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    const bm_null_pool pool = {
        COUNTRIES, iso3, km2, people, {first, metres, dyad, each}, {first, metres, dyad, NULL}, "{}"};
    (void)state;
    bool done = false;
    long n = 0;
    for (; !done && n < 5000; n++) {
        struct meter meter = {-1, 0};
        bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
        bm_ctx *ctx;
        assert_int_equal(bm_ctx_create(&options, &ctx), BM_OK);
        long before = meter.blocks;
        meter.left = n;
        bm_status st = run(ctx, &pool);
        done = st == BM_OK;
        if (!done) assert_int_equal(st, BM_ENOMEM);
        if (!done) assert_true(bm_ctx_error(ctx)[0] != '\0');
        assert_int_equal(meter.blocks, before);
        bm_ctx_destroy(ctx);
    }
    assert_true(done);
    assert_true(n > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
