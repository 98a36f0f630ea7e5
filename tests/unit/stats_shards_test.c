/* Tallies of parts add up to the same, whatever the order and the grouping, also where tables keep less than
 * they were given. */
#include "layer_fixture.h"
#include "testing.h"

#include "base/buf.h"
#include "base/mem.h"
#include "stats/finish.h"

enum { PARTS = 5 };
static const double bands_m[] = {10e3, 50e3};

/* --- pairs --- */

static void pairs_keep_the_least_step_that_fits(void **state)
{
    enum { N = 40000, MAX = 1000 };
    (void)state;
    bm_ctx *ctx = test_ctx();
    struct bm_pair *want = NULL;
    size_t n_want = 0;
    unsigned shift = 0;
    for (size_t way = 0; way < 4; way++) {
        struct bm_pairs parts[PARTS], *all = &parts[way];
        struct bm_pair *got;
        size_t n_got;
        uint64_t deal = way;
        for (size_t i = 0; i < PARTS; i++) parts[i] = (struct bm_pairs){.max = MAX};
        for (uint32_t i = 0; i < N; i++) {
            uint32_t k = way % 2 ? N - 1 - i : i; /* also from the other end */
            size_t part = way ? test_random(&deal) % PARTS : way;
            assert_ok(ctx, bm_pairs_add(ctx, &parts[part], k % 3, k * 7 % 100000, 1, k % 5));
        }
        for (size_t i = 0; i < PARTS; i++)
            if (&parts[i] != all) assert_ok(ctx, bm_pairs_merge(ctx, all, &parts[i], NULL));
        assert_ok(ctx, bm_pairs_settle(ctx, all));
        assert_ok(ctx, bm_pairs_sorted(ctx, all, &got, &n_got));
        if (want) {
            assert_int_equal(all->shift, shift);
            assert_int_equal(n_got, n_want);
            assert_memory_equal(got, want, n_got * sizeof *got);
            bm_free(ctx, got);
        } else {
            want = got, n_want = n_got, shift = all->shift;
        }
        for (size_t i = 0; i < PARTS; i++) bm_pairs_free(ctx, &parts[i]);
    }
    /* 3 groups over 100 km: steps of 256 m make 3 * 391 of them, of 512 m 3 * 196 */
    assert_int_equal(shift, 9);
    assert_int_equal(n_want, 3 * 196);
    bm_free(ctx, want);
    bm_ctx_destroy(ctx);
}

/* --- places --- */

static void places_keep_a_sample_by_hash(void **state)
{
    enum { N = 3000, MAX = 500 };
    (void)state;
    bm_ctx *ctx = test_ctx();
    struct bm_place_tally *want = NULL;
    size_t n_want = 0;
    unsigned bits = 0;
    for (size_t way = 0; way < 4; way++) {
        struct bm_places parts[PARTS], *all = &parts[way];
        struct bm_place_tally *got;
        uint64_t deal = way, rows = 0;
        for (size_t i = 0; i < PARTS; i++) parts[i] = (struct bm_places){.max = MAX};
        for (int i = 0; i < 2 * N; i++) {
            int k = way % 2 ? 2 * N - 1 - i : i;
            struct bm_place_tally place = {
                .point = {k % N, 1}, .dist_m = k % N, .dyad = -1, .segment = -1, .n = 1};
            memcpy(place.country, "PAK", 4);
            assert_ok(ctx, bm_places_add(ctx, &parts[way ? test_random(&deal) % PARTS : way], &place));
        }
        for (size_t i = 0; i < PARTS; i++)
            if (&parts[i] != all) assert_ok(ctx, bm_places_merge(ctx, all, &parts[i]));
        assert_ok(ctx, bm_places_sorted(ctx, all, &got));
        for (size_t i = 0; i < all->n; i++) rows += got[i].n;
        assert_int_equal(rows, 2 * all->n); /* a place that is kept has all its rows */
        if (want) {
            assert_int_equal(all->n, n_want);
            assert_int_equal(all->bits, bits);
            assert_memory_equal(got, want, n_want * sizeof *got);
            bm_free(ctx, got);
        } else {
            want = got, n_want = all->n, bits = all->bits;
        }
        for (size_t i = 0; i < PARTS; i++) bm_places_free(ctx, &parts[i]);
    }
    assert_int_equal(bits, 3); /* an eighth of 3,000 is about 375 */
    assert_true(n_want > 300 && n_want <= MAX);
    bm_free(ctx, want);
    bm_ctx_destroy(ctx);
}

/* --- whole tallies --- */

static bm_tally *make_tally(bm_ctx *ctx)
{
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {.max_m = 100e3, .bands_m = bands_m, .n_bands = 2, .draws = 99, .seed = 1};
    bm_tally *tally;
    options.by = bm_dimension_defaults(&options.n_by);
    assert_ok(ctx, bm_tally_create_frame(ctx, &frame, &options, &tally));
    return tally;
}

static void add_random(bm_ctx *ctx, bm_tally *tally, uint64_t *seed)
{
    static const char *const types[] = {"Battle", "Protest", NULL, "Riot"};
    static const char *const actors[] = {"a", "b", "c", "d", NULL};
    static const float samples[2][3] = {{1e3f, 20e3f, 200e3f}, {5e3f, 6e3f, 7e3f}};
    static const int32_t dyads[3] = {0, 2, 2};
    struct fixture_row row;
    int32_t segment = (int32_t)(test_random(seed) % FIXTURE_SEGMENTS);
    fixture_init(&row, "r", 1, BM_RESOLVED);
    fixture_point(&row, segment, (double)(test_random(seed) % 60) * 3000, 0);
    memcpy(row.tag.side, fixture_dyads[row.tag.dyad].iso_b, 4);
    row.incident.etype = bm_str_z(types[test_random(seed) % 4]);
    row.incident.actor1 = bm_str_z(actors[test_random(seed) % 5]);
    row.incident.actor2 = bm_str_z(actors[test_random(seed) % 5]);
    row.incident.killed = (int64_t)(test_random(seed) % 9);
    if (test_random(seed) % 10)
        row.incident.d_start = row.incident.d_end = (bm_day)(test_random(seed) % 3000);
    if (test_random(seed) % 4 == 0) { /* a radius */
        const float *points = samples[test_random(seed) % 2];
        row.tag.sample_m = points, row.tag.sample_dyad = dyads, row.tag.n_samples = 3;
        row.tag.dmin_m = points[0], row.tag.dmax_m = points[2];
        if (test_random(seed) % 2) row.place.status = BM_COARSE, row.tag.dist_m = NAN, row.tag.segment = -1;
    }
    bm_row view = fixture_view(&row);
    assert_ok(ctx, bm_tally_add(ctx, tally, &view));
}

static char *texts_of(bm_ctx *ctx, bm_tally *tally)
{
    const bm_counts counts = {.read = 1};
    bm_stats *stats;
    bm_buf out;
    bm_buf_init(&out, ctx);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    for (int f = BM_STATS_JSON; f <= BM_STATS_TABLE; f++)
        assert_ok(ctx, bm_stats_write(ctx, stats, &counts, (bm_stats_format)f, &out));
    char *copy = strndup(out.p, out.len);
    bm_buf_free(&out);
    bm_stats_destroy(stats);
    return copy;
}

static void tallies_merge_to_the_same_bytes(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    char *want = NULL;
    for (size_t way = 0; way < 4; way++) {
        bm_tally *parts[PARTS];
        uint64_t deal = way;
        for (size_t i = 0; i < PARTS; i++) parts[i] = make_tally(ctx);
        for (uint64_t i = 0; i < 2000; i++) {
            uint64_t seed = way % 2 ? 1999 - i : i;
            add_random(ctx, parts[way ? test_random(&deal) % PARTS : way], &seed);
        }
        for (size_t i = 0; i < PARTS; i++)
            if (i != way) assert_ok(ctx, bm_tally_merge(ctx, parts[way], parts[i]));
        char *got = texts_of(ctx, parts[way]);
        if (want) assert_string_equal(got, want);
        if (!want) want = strdup(got);
        free(got);
        for (size_t i = 0; i < PARTS; i++) bm_tally_destroy(parts[i]);
    }
    assert_non_null(strstr(want, "\"name\": \"etype\", \"n_values\": 4"));
    assert_non_null(strstr(want, "\nactor,d,n_points,"));
    assert_non_null(strstr(want, "imputed_mean_km"));
    free(want);
    bm_ctx_destroy(ctx);
}

/* A row with two actors is counted for both; with the same one twice only once. */
static void actors_count_once(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx);
    struct fixture_row row;
    bm_stats *stats;
    static const char *const pairs[][2] = {{"x", "y"}, {"x", "x"}, {NULL, "y"}, {NULL, NULL}};
    for (size_t i = 0; i < 4; i++) {
        fixture_init(&row, "r", i + 1, BM_RESOLVED);
        fixture_point(&row, 0, 5e3, 0);
        row.incident.actor1 = bm_str_z(pairs[i][0]);
        row.incident.actor2 = bm_str_z(pairs[i][1]);
        row.incident.d_start = 0, row.incident.d_end = i % 2 ? 0 : 40; /* January, or January and February */
        bm_row view = fixture_view(&row);
        assert_ok(ctx, bm_tally_add(ctx, tally, &view));
    }
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_findings *found = bm_stats_findings(stats);
    const bm_dimension_stats *actor = &found->dimensions[2 + 4], *month = &found->dimensions[2 + 6];
    assert_string_equal(actor->name, "actor");
    assert_int_equal(actor->n_groups, 3);
    assert_string_equal(actor->groups[0].value, "x");
    assert_int_equal(actor->groups[0].n_points, 2);
    assert_int_equal(actor->groups[1].n_points, 2);
    assert_null(actor->groups[2].value);
    assert_int_equal(actor->groups[2].n_points, 1);
    assert_string_equal(month->groups[0].value, "1970-01");
    assert_int_equal(month->groups[0].n_points, 2);
    assert_null(month->groups[1].value);
    assert_int_equal(found->n_inexact_days, 2);
    assert_true(found->n_days == 1 && found->days[0].day == 0 && found->days[0].n == 2);
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

static void too_many_values_are_dropped(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_tally *tally = make_tally(ctx), *other = make_tally(ctx);
    struct fixture_row row;
    bm_stats *stats;
    char name[32];
    for (int i = 0; i < BM_VALUES_KEPT + 2; i++) {
        fixture_init(&row, "r", 1, BM_RESOLVED);
        fixture_point(&row, 0, 5e3, 0);
        row.incident.etype = bm_str_of(name, (size_t)snprintf(name, sizeof name, "type %d", i));
        bm_row view = fixture_view(&row);
        assert_ok(ctx, bm_tally_add(ctx, i % 2 ? tally : other, &view));
    }
    assert_ok(ctx, bm_tally_merge(ctx, tally, other));
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_dimension_stats *etype = &bm_stats_findings(stats)->dimensions[2 + 3];
    assert_string_equal(etype->name, "etype");
    assert_true(etype->n_groups == 0 && etype->why);
    assert_int_equal(bm_stats_findings(stats)->dimensions[0].groups[0].n_points, BM_VALUES_KEPT + 2);
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_tally_destroy(other);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_keep_the_least_step_that_fits), cmocka_unit_test(places_keep_a_sample_by_hash),
        cmocka_unit_test(tallies_merge_to_the_same_bytes),     cmocka_unit_test(actors_count_once),
        cmocka_unit_test(too_many_values_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
