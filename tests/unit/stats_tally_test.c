#include "layer_fixture.h"
#include "testing.h"

#include "base/buf.h"
#include "stats/finish.h"

static const double bands_m[] = {10e3, 25e3, 50e3, 100e3};

static bm_tally *make_tally(bm_ctx *ctx, double max_m, const int32_t *dyads, size_t n_dyads)
{
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {
        .max_m = max_m, .bands_m = bands_m, .n_bands = 4, .dyads = dyads, .n_dyads = n_dyads};
    bm_tally *tally;
    assert_ok(ctx, bm_tally_create_frame(ctx, &frame, &options, &tally));
    return tally;
}

static const bm_group_stats *whole_of(const bm_stats *stats)
{
    return &bm_stats_findings(stats)->dimensions[0].groups[0];
}

static const bm_group_stats *dyad_of(const bm_stats *stats, size_t i)
{
    assert_true(i < bm_stats_findings(stats)->dimensions[1].n_groups);
    return &bm_stats_findings(stats)->dimensions[1].groups[i];
}

static void add(bm_ctx *ctx, bm_tally *tally, const struct fixture_row *row)
{
    bm_row view = fixture_view(row);
    assert_ok(ctx, bm_tally_add(ctx, tally, &view));
}

static void add_point(bm_ctx *ctx, bm_tally *tally, int32_t segment, double dist_m, double rad_m)
{
    struct fixture_row row;
    fixture_init(&row, "a", 1, BM_RESOLVED);
    fixture_point(&row, segment, dist_m, rad_m);
    add(ctx, tally, &row);
}

static char *text_of(bm_ctx *ctx, bm_tally *tally, bm_stats_format format)
{
    bm_stats *stats;
    bm_buf out;
    bm_counts counts = {.read = 1};
    bm_buf_init(&out, ctx);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    assert_ok(ctx, bm_stats_write(ctx, stats, &counts, format, &out));
    char *copy = strndup(out.p, out.len);
    bm_buf_free(&out);
    bm_stats_destroy(stats);
    return copy;
}

/* The limit belongs inside, and a metre's rounding must not move a row over it. */
static void bands_use_unrounded_values(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 100e3, NULL, 0);
    bm_stats *stats;
    size_t n;
    add_point(ctx, tally, 3, 10e3, 0);
    add_point(ctx, tally, 3, 10000.0001, 0);
    add_point(ctx, tally, 3, 100e3, 0);
    add_point(ctx, tally, 3, 100000.0001, 0);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    assert_int_equal(n, 2); /* both segments of the dyad, no other dyad */
    assert_int_equal(rows[0].segment, 3);
    assert_int_equal(rows[0].n_inc, 3);
    const uint64_t want[] = {1, 2, 2, 3};
    for (int k = 0; k < BM_SEGMENT_BANDS; k++) assert_int_equal(rows[0].n_band[k], want[k]);
    for (int k = 0; k < BM_SEGMENT_BANDS; k++) assert_int_equal(whole_of(stats)->bands[k].n, want[k]);
    assert_int_equal(whole_of(stats)->n_points, 4);
    assert_int_equal(whole_of(stats)->n_near, 3);
    assert_true(rows[0].med_m == 10000);
    assert_true(bm_stats_median_m(stats) == 55000); /* of 10, 10, 100, 100 km */
    assert_int_equal(rows[1].n_inc, 0);
    assert_true(isnan(rows[1].med_m));
    assert_int_equal(rows[1].killed, BM_NO_COUNT);
    assert_int_equal(rows[1].d_first, BM_NO_DAY);
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void bands_beyond_the_maximum_are_null(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 25e3, NULL, 0);
    bm_stats *stats;
    size_t n;
    add_point(ctx, tally, 0, 20e3, 0);
    add_point(ctx, tally, 0, 30e3, 0);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_segment_stats *row = bm_stats_segments(stats, &n);
    assert_int_equal(row->n_inc, 1);
    assert_int_equal(row->n_band[0], 0);
    assert_int_equal(row->n_band[1], 1);
    assert_true(row->n_band[2] == UINT64_MAX && row->n_band[3] == UINT64_MAX);
    assert_true(row->rate100 == 2); /* 1 in 50 km */
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

/* Of a row that names an area without outline nothing is known: it is possible in every band, and no dyad's.
 */
static void rows_without_a_range_widen_the_bounds(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 100e3, NULL, 0);
    struct fixture_row row;
    bm_stats *stats;
    add_point(ctx, tally, 0, 20e3, 0);
    fixture_init(&row, "somewhere", 2, BM_COARSE);
    add(ctx, tally, &row);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_group_stats *whole = whole_of(stats);
    assert_int_equal(whole->n_possible, 2);
    assert_int_equal(whole->n_no_range, 1);
    assert_int_equal(whole->bands[0].n_lo, 0);
    assert_int_equal(whole->bands[0].n_hi, 1);
    assert_int_equal(whole->bands[1].n_lo, 1);
    assert_int_equal(whole->bands[1].n_hi, 2);
    assert_int_equal(dyad_of(stats, 0)->n_no_range, 0);
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void vague_places_count_by_shares(void **state)
{
    (void)state;
    static const bm_share two[] = {{0, 0.25}, {1, 0.5}}, whole[] = {{1, 1.0}}, part[] = {{1, 0.9}, {3, 0.1}};
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 100e3, NULL, 0);
    struct fixture_row row;
    bm_stats *stats;
    size_t n;

    fixture_init(&row, "coarse", 1, BM_COARSE);
    row.tag.dmin_m = 0;
    row.tag.dmax_m = 300e3;
    row.tag.shares = two;
    row.tag.n_shares = 2;
    add(ctx, tally, &row);
    fixture_init(&row, "sure", 2, BM_RESOLVED);
    fixture_point(&row, 1, 20e3, 2e3);
    row.tag.shares = whole;
    row.tag.n_shares = 1;
    add(ctx, tally, &row);
    row.tag.shares = part; /* a tenth of the radius is nearer to Iran */
    row.tag.n_shares = 2;
    add(ctx, tally, &row);
    fixture_init(&row, "two answers", 4, BM_AMBIGUOUS);
    fixture_point(&row, 1, 5e3, 0);
    add(ctx, tally, &row);

    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    assert_int_equal(n, 4); /* AFG-PAK and, possibly, IRN-PAK */
    assert_int_equal(rows[0].n_inc, 0);
    assert_int_equal(rows[0].n_hi, 1);
    assert_true(rows[0].n_exp == 0.25);
    assert_int_equal(rows[1].n_inc, 2);
    assert_int_equal(rows[1].n_lo, 1);
    assert_int_equal(rows[1].n_hi, 4);
    assert_true(rows[1].n_exp == 0.5 + 1 + 0.9 + 1);
    assert_true(rows[1].med_m == 20e3);
    assert_int_equal(rows[2].n_inc, 0);
    assert_int_equal(rows[2].n_hi, 1);
    assert_true(rows[2].n_exp == 0.1);
    const bm_group_stats *all = whole_of(stats), *afg = dyad_of(stats, 0), *irn = dyad_of(stats, 1);
    assert_int_equal(bm_stats_findings(stats)->dimensions[1].n_groups, 2);
    assert_int_equal(all->n_points, 2);
    assert_int_equal(all->n_possible, 4);
    assert_string_equal(afg->value, "AFG-PAK");
    assert_int_equal(afg->n_possible, 4);
    assert_int_equal(irn->n_possible, 1);
    assert_int_equal(irn->n_points, 0);
    assert_int_equal(all->bands[1].n_lo, 2);
    assert_int_equal(all->bands[1].n, 2);
    assert_int_equal(all->bands[1].n_hi, 4);
    assert_int_equal(afg->bands[1].n_lo, 1); /* the other may be Iran's */
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

/* Of an area four points stand for, two at each of two dyads; a point without radius is one. */
static void bands_expect_the_shares_of_samples(void **state)
{
    (void)state;
    static const bm_share shares[] = {{0, 0.5}, {3, 0.5}};
    static const float sample_m[] = {5e3f, 10e3f, 20e3f, 200e3f};
    static const int32_t sample_dyad[] = {0, 2, 0, 2};
    static const double all[] = {0.5, 0.75, 1.75, 1.75};
    static const double afg[] = {0.25, 0.5, 0.5, 0.5};
    static const double irn[] = {0.25, 0.25, 1.25, 1.25};
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 100e3, NULL, 0);
    struct fixture_row row;
    bm_stats *stats;

    fixture_init(&row, "coarse", 1, BM_COARSE);
    row.tag.dmin_m = 4e3;
    row.tag.dmax_m = 210e3;
    row.tag.shares = shares;
    row.tag.n_shares = 2;
    row.tag.sample_m = sample_m;
    row.tag.sample_dyad = sample_dyad;
    row.tag.n_samples = 4;
    add(ctx, tally, &row);
    add_point(ctx, tally, 3, 50e3, 0);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    assert_int_equal(bm_stats_findings(stats)->dimensions[1].n_groups, 2);
    for (int k = 0; k < 4; k++) {
        assert_true(whole_of(stats)->bands[k].n_exp == all[k]);
        assert_true(dyad_of(stats, 0)->bands[k].n_exp == afg[k]);
        assert_true(dyad_of(stats, 1)->bands[k].n_exp == irn[k]);
    }
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void sides_people_and_days_of_counted_rows(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 100e3, NULL, 0);
    struct fixture_row row;
    bm_stats *stats;
    size_t n;
    fixture_init(&row, "a", 1, BM_RESOLVED);
    fixture_point(&row, 3, 1e3, 0);
    memcpy(row.tag.side, "IRN", 4);
    row.incident.killed = 3;
    row.incident.d_start = row.incident.d_end = bm_day_from_civil(2024, 1, 16);
    add(ctx, tally, &row);
    memcpy(row.tag.side, "PAK", 4);
    row.incident.killed = BM_NO_COUNT;
    row.incident.injured = 0;
    row.incident.d_start = bm_day_from_civil(2023, 1, 1);
    row.incident.d_end = bm_day_from_civil(2023, 12, 31);
    add(ctx, tally, &row);
    fixture_point(&row, 3, 101e3, 0); /* tagged, not counted */
    row.incident.killed = 1000;
    add(ctx, tally, &row);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_segment_stats *s = bm_stats_segments(stats, &n);
    assert_int_equal(s->n_inc, 2);
    assert_int_equal(s->n_a, 1);
    assert_int_equal(s->n_b, 1);
    assert_int_equal(s->killed, 3);
    assert_int_equal(s->injured, 0);
    assert_int_equal(s->d_first, bm_day_from_civil(2023, 1, 1));
    assert_int_equal(s->d_last, bm_day_from_civil(2024, 1, 16));
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void named_dyads_are_listed_without_incidents(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    const int32_t named = 1;
    bm_tally *tally = make_tally(ctx, 100e3, &named, 1);
    bm_stats *stats;
    size_t n;
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].segment, 2);
    assert_int_equal(rows[0].n_inc + rows[0].n_hi, 0);
    assert_true(rows[0].rate100 == 0);
    assert_int_equal(bm_stats_findings(stats)->dimensions[1].n_groups, 1);
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void random_row(uint64_t *seed, struct fixture_row *row, bm_share shares[2])
{
    fixture_init(row, "r", 1, (bm_place_status)(test_random(seed) % BM_PLACE_STATUS_COUNT));
    if (row->place.status == BM_UNRESOLVED) return;
    if (row->place.status != BM_COARSE)
        fixture_point(row, (int32_t)(test_random(seed) % FIXTURE_SEGMENTS), 150e3 * test_uniform(seed), 500);
    uint32_t first = (uint32_t)(test_random(seed) % (FIXTURE_SEGMENTS - 1));
    double share = test_uniform(seed);
    shares[0] = (bm_share){first, share};
    shares[1] = (bm_share){first + 1, (1 - share) * test_uniform(seed)};
    row->tag.shares = shares;
    row->tag.n_shares = (uint32_t)(test_random(seed) % 3);
    row->incident.killed = test_random(seed) % 3 ? (int64_t)(test_random(seed) % 50) : BM_NO_COUNT;
    row->incident.d_start = row->incident.d_end = (bm_day)(test_random(seed) % 20000);
}

/* Shards and threads may deal rows out in any way. */
static void tallies_merge_to_the_same_bytes(void **state)
{
    (void)state;
    enum { ROWS = 3000, WAYS = 6 };
    bm_ctx *ctx = test_ctx();
    char *want = NULL;
    for (int way = 0; way < WAYS; way++) {
        bm_tally *parts[8];
        size_t n_parts = way == 0 ? 1 : 1 + (size_t)way;
        uint64_t seed = 42, deal = (uint64_t)way;
        for (size_t i = 0; i < n_parts; i++) parts[i] = make_tally(ctx, 100e3, NULL, 0);
        for (int i = 0; i < ROWS; i++) {
            struct fixture_row row;
            bm_share shares[2];
            random_row(&seed, &row, shares);
            add(ctx, parts[test_random(&deal) % n_parts], &row);
        }
        size_t into = (size_t)way % n_parts;
        for (size_t i = 0; i < n_parts; i++)
            if (i != into) assert_ok(ctx, bm_tally_merge(ctx, parts[into], parts[i]));
        char *json = text_of(ctx, parts[into], BM_STATS_JSON), *csv = text_of(ctx, parts[into], BM_STATS_CSV);
        char *both = malloc(strlen(json) + strlen(csv) + 1);
        assert_non_null(both);
        strcat(strcpy(both, json), csv);
        if (want) assert_string_equal(both, want);
        if (!want) want = strdup(both);
        free(json);
        free(csv);
        free(both);
        for (size_t i = 0; i < n_parts; i++) bm_tally_destroy(parts[i]);
    }
    free(want);
    bm_ctx_destroy(ctx);
}

static void tables_line_up(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx, 100e3, NULL, 0);
    add_point(ctx, tally, 0, 12345.6, 0);
    add_point(ctx, tally, 4, 99e3, 0);
    char *table = text_of(ctx, tally, BM_STATS_TABLE), *csv = text_of(ctx, tally, BM_STATS_CSV);
    assert_non_null(strstr(table, "\nall              2      12.3"));
    assert_non_null(strstr(table, "\nAFG-PAK          1      12.3"));
    assert_non_null(strstr(table, "AFG-PAK-001 (1)"));
    assert_null(strstr(table, "nan"));
    assert_int_equal(strncmp(csv, "dimension,value,statistic,within_km,estimate,lo,hi,n,p,q,note\n", 61), 0);
    assert_non_null(strstr(csv, "\ndyad,AFG-PAK,q50_km,,12.346000,,,1,,,\n"));
    assert_non_null(strstr(csv, "\nall,all,n_within,25,1,1,1,2,,,certain to possible\n"));
    assert_null(strstr(csv, "nan"));
    assert_null(strstr(csv, "null,"));
    free(table);
    free(csv);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void wrong_use_is_refused(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    const double falling[] = {10, 5};
    bm_stats_options options = {.max_m = 1, .bands_m = falling, .n_bands = 2};
    bm_tally *tally;
    assert_int_equal(bm_tally_create_frame(ctx, &frame, &options, &tally), BM_EUSAGE);
    assert_null(tally);
    bm_tally *a = make_tally(ctx, 100e3, NULL, 0), *b = make_tally(ctx, 50e3, NULL, 0);
    assert_int_equal(bm_tally_merge(ctx, a, b), BM_EUSAGE);
    bm_tally_destroy(a);
    bm_tally_destroy(b);
    bm_tally_destroy(NULL);
    bm_stats_destroy(NULL);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_use_unrounded_values),
        cmocka_unit_test(bands_beyond_the_maximum_are_null),
        cmocka_unit_test(rows_without_a_range_widen_the_bounds),
        cmocka_unit_test(vague_places_count_by_shares),
        cmocka_unit_test(bands_expect_the_shares_of_samples),
        cmocka_unit_test(sides_people_and_days_of_counted_rows),
        cmocka_unit_test(named_dyads_are_listed_without_incidents),
        cmocka_unit_test(tallies_merge_to_the_same_bytes),
        cmocka_unit_test(tables_line_up),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
