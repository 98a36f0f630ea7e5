/* Random numbers and what is drawn with them. */
#include "testing.h"

#include "stats/bootstrap.h"
#include "stats/discovery.h"
#include "stats/distribution.h"
#include "stats/edf.h"
#include "stats/random.h"
#include "stats/scan.h"
#include "stats/shrink.h"

#include <math.h>

/* The first numbers from the state 1, 2, 3, 4, as the reference implementation gives them
 * (https://prng.di.unimi.it/xoshiro256starstar.c; also in the tests of Rust's rand_xoshiro). */
static void the_generator_is_xoshiro(void **state)
{
    (void)state;
    const uint64_t expected[] = {UINT64_C(11520),
                                 UINT64_C(0),
                                 UINT64_C(1509978240),
                                 UINT64_C(1215971899390074240),
                                 UINT64_C(1216172134540287360),
                                 UINT64_C(607988272756665600),
                                 UINT64_C(16172922978634559625),
                                 UINT64_C(8476171486693032832)};
    struct bm_random random = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_true(bm_random_next(&random) == expected[i]);
}

static void streams_repeat_and_differ(void **state)
{
    (void)state;
    struct bm_random a, b;
    for (uint64_t seed = 0; seed < 3; seed++) {
        bm_random_start(&a, seed, 7);
        bm_random_start(&b, seed, 7);
        assert_true(bm_random_next(&a) == bm_random_next(&b));
        bm_random_start(&b, seed, 8);
        assert_true(bm_random_next(&a) != bm_random_next(&b));
        bm_random_start(&a, 7, seed);
        bm_random_start(&b, seed, 7);
        if (seed != 7) assert_true(bm_random_next(&a) != bm_random_next(&b));
    }
}

/* Chi-square of counts against expectations, with its p. */
static double chi_square_p(const uint64_t *counts, const double *expected, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += ((double)counts[i] - expected[i]) * ((double)counts[i] - expected[i]) / expected[i];
    return bm_gamma_q((double)(n - 1) / 2, sum / 2);
}

static void numbers_below_are_even(void **state)
{
    (void)state;
    enum { N = 70000, CELLS = 7 };
    struct bm_random random;
    uint64_t counts[CELLS] = {0};
    double expected[CELLS];
    bm_random_start(&random, 1, 1);
    for (int i = 0; i < N; i++) counts[bm_random_below(&random, CELLS)]++;
    for (int i = 0; i < CELLS; i++) expected[i] = (double)N / CELLS;
    assert_true(chi_square_p(counts, expected, CELLS) > 1e-4);
    assert_int_equal(bm_random_below(&random, 1), 0);
    for (int i = 0; i < 100; i++) assert_true(bm_random_below(&random, UINT32_MAX) < UINT32_MAX);
}

/* Cells of about equal mass hold the binomial's draws as they should, by inversion and by rejection. */
static void check_binomial(uint64_t n, double p)
{
    enum { N = 40000, CELLS = 12 };
    struct bm_random random;
    uint64_t counts[CELLS] = {0};
    double expected[CELLS] = {0};
    bm_random_start(&random, 3, n);
    for (int i = 0; i < N; i++) {
        double upto = bm_binomial_lower(bm_random_binomial(&random, n, p), n, p);
        counts[(int)fmin(CELLS - 1, upto * CELLS)]++;
    }
    for (uint64_t k = 0; k <= n; k++) {
        double upto = bm_binomial_lower(k, n, p);
        expected[(int)fmin(CELLS - 1, upto * CELLS)] += N * bm_binomial_mass(k, n, p);
    }
    size_t used = 0;
    for (int i = 0; i < CELLS; i++)
        if (expected[i] > 1) {
            counts[used] = counts[i];
            expected[used++] = expected[i];
        }
    if (!(chi_square_p(counts, expected, used) > 1e-4)) fail_msg("binomial %d %g", (int)n, p);
}

static void binomials_are_binomial(void **state)
{
    (void)state;
    struct bm_random random;
    check_binomial(20, 0.1);
    check_binomial(20, 0.9);
    check_binomial(30, 0.34);
    check_binomial(200, 0.5);
    check_binomial(5000, 0.01);
    check_binomial(3000, 0.7);
    bm_random_start(&random, 1, 2);
    assert_int_equal(bm_random_binomial(&random, 0, 0.5), 0);
    assert_int_equal(bm_random_binomial(&random, 9, 0), 0);
    assert_int_equal(bm_random_binomial(&random, 9, 1), 9);
    for (int i = 0; i < 1000; i++) {
        double off = (double)bm_random_binomial(&random, UINT64_C(1000000000), 0.25) - 2.5e8;
        assert_true(fabs(off) < 6 * sqrt(2.5e8 * 0.75));
    }
}

static void multinomials_sum_to_n(void **state)
{
    (void)state;
    const double weight[] = {0, 2, 1, 0, 5, 0};
    struct bm_random random;
    uint64_t counts[6], sums[3] = {0};
    double expected[3] = {8000 * 100 * 2 / 8.0, 8000 * 100 / 8.0, 8000 * 100 * 5 / 8.0};
    bm_random_start(&random, 4, 0);
    for (int i = 0; i < 8000; i++) {
        bm_random_multinomial(&random, 100, weight, 6, counts);
        assert_true(counts[0] == 0 && counts[3] == 0 && counts[5] == 0);
        assert_int_equal(counts[1] + counts[2] + counts[4], 100);
        sums[0] += counts[1], sums[1] += counts[2], sums[2] += counts[4];
    }
    assert_true(chi_square_p(sums, expected, 3) > 1e-4);
    bm_random_multinomial(&random, 0, weight, 6, counts);
    for (int i = 0; i < 6; i++) assert_int_equal(counts[i], 0);
}

static void ranks_count_ties(void **state)
{
    (void)state;
    struct bm_rank rank = {0};
    struct bm_random random;
    assert_true(isnan(bm_rank_upper(&rank)) && isnan(bm_rank_two_sided(&rank)));
    for (int i = 0; i < 99; i++) bm_rank_add(&rank, i % 3, 1); /* 33 each below, equal, above */
    assert_true(fabs(bm_rank_upper(&rank) - 0.67) < 1e-12 && fabs(bm_rank_lower(&rank) - 0.67) < 1e-12);
    assert_true(bm_rank_two_sided(&rank) == 1);
    bm_random_start(&random, 5, 5);
    for (int i = 0; i < 100; i++) {
        double p = bm_rank_upper_even(&rank, &random);
        assert_true(p >= 0.34 - 1e-12 && p <= 0.67 + 1e-12);
    }
}

static void shrinking_says_when_it_cannot(void **state)
{
    (void)state;
    const uint64_t none[] = {0, 0, 0, 0}, even[] = {5, 5, 6, 5}, few[] = {7, 1};
    const double km[] = {50, 50, 50, 50}, gone[] = {50, 0, 50, 0};
    struct bm_rate_prior prior;
    assert_false(bm_rate_prior_fit(none, km, 4, &prior));
    assert_false(bm_rate_prior_fit(few, km, 2, &prior));
    assert_false(bm_rate_prior_fit(even, gone, 4, &prior));
    assert_false(bm_rate_prior_fit(NULL, NULL, 0, &prior));
    assert_true(bm_rate_prior_fit(even, km, 4, &prior));
    assert_true(isinf(prior.shape) && fabs(prior.mean - 21 / 200.0) < 1e-15);
    assert_true(bm_shrunk_rate(&prior, 6, 50) == prior.mean);
    const uint64_t huge[] = {4000000000u, 1, 3000000000u, 1000};
    assert_true(bm_rate_prior_fit(huge, km, 4, &prior));
    assert_true(isfinite(prior.mean) && prior.shape > 0);
    assert_true(fabs(bm_shrunk_rate(&prior, huge[0], 50) / 8e7 - 1) < 1e-6);
}

static void scans_of_little_and_of_much(void **state)
{
    (void)state;
    enum { N = 9000 };
    static uint64_t counts[N];
    static double km[N];
    struct bm_hot_stretch out[2];
    struct bm_random random;
    const uint64_t nothing[] = {0, 0, 0}, one[] = {0, 1, 0}, all[] = {0, 40, 0};
    for (int i = 0; i < N; i++) km[i] = 1;
    bm_random_start(&random, 1, 0);
    double *room = malloc(bm_scan_scratch(N, 100000) * sizeof *room);
    assert_int_equal(bm_scan(nothing, km, 3, 99, &random, room, out, 2), 0);
    assert_int_equal(bm_scan(one, km, 3, 99, &random, room, out, 2), 0);
    assert_int_equal(bm_scan(all, km, 2, 99, &random, room, out, 2), 0);
    assert_int_equal(bm_scan(all, km, 3, 99, &random, room, out, 2), 1);
    assert_true(out[0].first == 1 && out[0].last == 1 && bm_rank_upper(&out[0].rank) == 0.01);
    for (int i = 0; i < N; i++) counts[i] = 10 + (i >= 4000 && i < 4500 ? 5 : 0);
    assert_int_equal(bm_scan(counts, km, N, 99, &random, room, out, 1), 1);
    assert_in_range(out[0].first, 3950, 4010);
    assert_in_range(out[0].last, 4490, 4550);
    assert_true(bm_rank_upper(&out[0].rank) == 0.01);
    free(room);
}

/* A draw is ranked by the ratio that a scan of the draw itself finds, though most draws are ranked without
 * one. */
static size_t check_ranks(size_t n, uint32_t below, uint32_t one_in, bool even)
{
    enum { MOST = 100, DRAWS = 200, STRETCHES = 3 };
    uint64_t counts[MOST], drawn[MOST], total = 0;
    double km[MOST];
    struct bm_hot_stretch out[STRETCHES], hottest;
    struct bm_rank expected[STRETCHES] = {{0}};
    struct bm_random random, again;
    bm_random_start(&random, n, below);
    for (size_t i = 0; i < n; i++) {
        counts[i] = bm_random_below(&random, one_in) == 0 ? bm_random_below(&random, below) : 0;
        km[i] = even ? 50 : 0.01 + 90 * bm_random_uniform(&random);
        total += counts[i];
    }
    double *room = malloc(bm_scan_scratch(n, total) * sizeof *room);
    again = random;
    size_t found = bm_scan(counts, km, n, DRAWS, &random, room, out, STRETCHES);
    for (int d = 0; d < DRAWS && found; d++) {
        bm_random_multinomial(&again, total, km, n, drawn);
        double llr = bm_scan(drawn, km, n, 0, &again, room, &hottest, 1) ? hottest.llr : 0;
        for (size_t i = 0; i < found; i++) bm_rank_add(&expected[i], llr, out[i].llr);
    }
    assert_memory_equal(random.s, again.s, sizeof random.s);
    for (size_t i = 0; i < found; i++) {
        assert_int_equal(out[i].rank.greater, expected[i].greater);
        assert_int_equal(out[i].rank.equal, expected[i].equal);
        assert_int_equal(out[i].rank.draws, DRAWS);
    }
    free(room);
    return found;
}

static void scans_rank_draws_by_their_greatest_ratio(void **state)
{
    (void)state;
    size_t found = 0;
    for (size_t n = 3; n <= 100; n += n < 12 ? 1 : 29) {
        found += check_ranks(n, 4, 1, true); /* many ties */
        found += check_ranks(n, 9, 2, false);
        found += check_ranks(n, 60, 1, false);
        found += check_ranks(n, 100000, 2, true); /* total over the table of logarithms */
    }
    assert_true(found > 100);
}

static void nothing_to_test_is_nan(void **state)
{
    (void)state;
    const uint32_t metres[] = {3, 9};
    uint32_t at_m[2];
    double below[3], sum1[3], sum2[3];
    struct bm_edf null;
    bm_edf_make(metres, NULL, 2, at_m, below, sum1, sum2, &null);
    struct bm_edf_test test = bm_edf_test(&null, NULL, 0, NULL);
    assert_true(isnan(test.ks) && isnan(test.cvm));
    assert_true(bm_edf_share(&null, 2) == 0 && bm_edf_share(&null, 3) == 0.5 && bm_edf_share(&null, 99) == 1);
    assert_int_equal(bm_edf_quantile(&null, 0.5), 3);
    assert_int_equal(bm_edf_quantile(&null, 0.51), 9);
    double p[] = {NAN, 0.01, NAN, 0.5}, q[4];
    struct bm_ranked scratch[4];
    bm_false_discovery(p, 4, scratch, q);
    assert_true(isnan(q[0]) && q[1] == 0.02 && isnan(q[2]) && q[3] == 0.5);
    bm_false_discovery(p, 0, scratch, q);
}

static void intervals_of_few_places(void **state)
{
    (void)state;
    const double quantiles[] = {0.5, 0.99}, limits_m[] = {10, 2000, 90000};
    const struct bm_bootstrap asked = {quantiles, 2, limits_m, 3, 199, 0.95};
    struct bm_cluster places[] = {{100, 1}, {200, 3}, {900, 1}, {1500, 2}, {4000, 1}, {70000, 9}};
    struct bm_interval mean, q[2], shares[3], again, q2[2], shares2[3];
    struct bm_random random;
    double *room = calloc(bm_bootstrap_scratch(&asked, 6), sizeof *room);
    bm_random_start(&random, 1, 0);
    bm_bootstrap(&asked, places, 4, &random, room, &mean, q, shares);
    assert_true(isnan(mean.lo) && isnan(q[0].lo) && isnan(shares[2].hi));
    bm_random_start(&random, 1, 0);
    bm_bootstrap(&asked, places, 6, &random, room, &mean, q, shares);
    double all = (100 + 600 + 900 + 3000 + 4000 + 630000) / 17.0;
    assert_true(mean.lo >= 0 && mean.lo < all && mean.hi > all);
    assert_true(q[0].lo <= 70000 && q[0].hi >= 70000 && isinf(q[1].hi));
    assert_true(shares[0].lo == 0 && shares[0].hi > 0 && shares[0].hi < 1);
    assert_true(shares[1].lo < 7 / 17.0 && shares[1].hi > 7 / 17.0);
    assert_true(shares[2].hi == 1 && shares[2].lo > 0 && shares[2].lo < 1);
    bm_random_start(&random, 1, 0);
    bm_bootstrap(&asked, places, 6, &random, room, &again, q2, shares2);
    assert_memory_equal(&mean, &again, sizeof mean);
    assert_memory_equal(shares, shares2, sizeof shares);
    free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generator_is_xoshiro),
        cmocka_unit_test(streams_repeat_and_differ),
        cmocka_unit_test(numbers_below_are_even),
        cmocka_unit_test(binomials_are_binomial),
        cmocka_unit_test(multinomials_sum_to_n),
        cmocka_unit_test(ranks_count_ties),
        cmocka_unit_test(shrinking_says_when_it_cannot),
        cmocka_unit_test(scans_of_little_and_of_much),
        cmocka_unit_test(scans_rank_draws_by_their_greatest_ratio),
        cmocka_unit_test(nothing_to_test_is_nan),
        cmocka_unit_test(intervals_of_few_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
