/* Quantiles against python3's statistics module: tests/data/stats/quantiles.txt says how. */
#include "testing.h"

#include "base/mem.h"
#include "stats/quantile.h"

#include <math.h>
#include <stdlib.h>

enum { MAX = 512 };

static size_t read_metres(char **line, struct bm_pairs *pairs, bm_ctx *ctx)
{
    size_t n = 0;
    while (**line && **line != ':') {
        unsigned long metres = strtoul(*line, line, 10);
        assert_ok(ctx, bm_pairs_add(ctx, pairs, 0, (uint32_t)metres, 1, 0));
        n++;
        while (**line == ' ') ++*line;
    }
    ++*line;
    return n;
}

static void close_to(double got, char **line)
{
    double want = strtod(*line, line);
    if (!(fabs(got - want) < 1e-6)) fail_msg("got %.9g, expected %.9g", got, want);
}

static void check_line(bm_ctx *ctx, char *line)
{
    struct bm_pairs pairs = {0};
    struct bm_pair *sorted;
    bm_summary s;
    size_t n, n_sorted;
    n = read_metres(&line, &pairs, ctx);
    assert_ok(ctx, bm_pairs_settle(ctx, &pairs));
    assert_ok(ctx, bm_pairs_sorted(ctx, &pairs, &sorted, &n_sorted));
    bm_summarise(sorted, n_sorted, BM_BY_ROWS, &s);
    assert_int_equal(s.n, n);
    close_to(s.min_m, &line);
    for (int q = 0; q < BM_QUANTILES; q++) close_to(s.q_m[q], &line);
    close_to(s.max_m, &line);
    close_to(s.mean_m, &line);
    bm_free(ctx, sorted);
    bm_pairs_free(ctx, &pairs);
}

static void quantiles_are_those_of_python(void **state)
{
    (void)state;
    char path[512], line[1 << 14];
    bm_ctx *ctx = test_ctx();
    int n = 0;
    snprintf(path, sizeof path, "%s/tests/data/stats/quantiles.txt", getenv("BORDERMAP_SOURCE"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (; fgets(line, sizeof line, file);) {
        if (line[0] == '#') continue;
        check_line(ctx, line);
        n++;
    }
    assert_int_equal(n, 12);
    fclose(file);
    bm_ctx_destroy(ctx);
}

static void one_and_none(void **state)
{
    (void)state;
    struct bm_pair one = {0, 1234, 1, 0};
    bm_summary s;
    bm_summarise(&one, 1, BM_BY_ROWS, &s);
    assert_true(s.n == 1 && s.min_m == 1234 && s.max_m == 1234 && s.mean_m == 1234);
    for (int q = 0; q < BM_QUANTILES; q++) assert_true(s.q_m[q] == 1234);
    bm_summarise(NULL, 0, BM_BY_ROWS, &s);
    assert_true(s.n == 0 && isnan(s.min_m) && isnan(s.q_m[3]) && isnan(s.mean_m));
}

static void pairs_grow_and_sort(void **state)
{
    (void)state;
    enum { N = 5000 };
    bm_ctx *ctx = test_ctx();
    struct bm_pairs pairs = {0};
    struct bm_pair *sorted;
    size_t n;
    uint64_t total = 0;
    for (uint32_t i = 0; i < 3 * N; i++) assert_ok(ctx, bm_pairs_add(ctx, &pairs, i % 7, i * 31 % N, 1, 0));
    assert_ok(ctx, bm_pairs_settle(ctx, &pairs));
    assert_ok(ctx, bm_pairs_sorted(ctx, &pairs, &sorted, &n));
    assert_int_equal(n, pairs.n);
    for (size_t i = 0; i < n; i++) {
        total += sorted[i].count;
        if (i == 0) continue;
        bool rises = sorted[i - 1].group < sorted[i].group ||
                     (sorted[i - 1].group == sorted[i].group && sorted[i - 1].metres < sorted[i].metres);
        assert_true(rises);
    }
    assert_int_equal(total, 3 * N);
    bm_free(ctx, sorted);
    bm_pairs_free(ctx, &pairs);
    bm_ctx_destroy(ctx);
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Of numbers that come again, in any order, as often as they are asked: what qsort and the formula give. */
static void a_quantile_needs_no_sorting(void **state)
{
    enum { ROUNDS = 20000, LONGEST = 70 };
    uint32_t seed = 1;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        double x[LONGEST], sorted[LONGEST], p = round % 1001 / 1000.0;
        size_t n = 1 + (size_t)round % LONGEST;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            x[i] = sorted[i] = (seed >> 16) % (1 + (uint32_t)round % 40);
        }
        qsort(sorted, n, sizeof *sorted, by_value);
        double at = (double)(n - 1) * p;
        size_t k = (size_t)at, next = k + 1 < n ? k + 1 : k;
        double want = sorted[k] + (at - (double)k) * (sorted[next] - sorted[k]);
        for (int again = 0; again < 2; again++) {
            double got = bm_quantile_of(x, n, p);
            if (got != want) fail_msg("round %d: got %.17g, expected %.17g", round, got, want);
        }
    }
    assert_true(isnan(bm_quantile_of(NULL, 0, 0.5)));
}

static void metres_are_rounded_to_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(bm_whole_metres(0), 0);
    assert_int_equal(bm_whole_metres(0.49), 0);
    assert_int_equal(bm_whole_metres(0.5), 1);
    assert_int_equal(bm_whole_metres(20003931.4), 20003931);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_python),
        cmocka_unit_test(one_and_none),
        cmocka_unit_test(pairs_grow_and_sort),
        cmocka_unit_test(a_quantile_needs_no_sorting),
        cmocka_unit_test(metres_are_rounded_to_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
