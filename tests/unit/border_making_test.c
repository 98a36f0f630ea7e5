/* Making borders: neighbours matched on the days that both hold, and every allocation on the way may fail. */
#include "testing.h"
#include "meter.h"

#include "base/mem.h"
#include "base/num.h"
#include "border/readers.h"
#include "bordermap/incident.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATED(iso, from, to, coordinates)                                                                    \
    "{\"type\":\"Feature\",\"properties\":{\"A3\":\"" iso "\",\"valid_from\":\"" from                        \
    "\",\"valid_to\":\"" to "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" coordinates "]}}"
/* The same line with other vertices, 100 m apart at most. */
#define WEST "[[0,0],[1,0],[1.0005,0.3],[1,0.6],[1,1],[0,1],[0,0]]"
#define EAST "[[1,0],[2,0],[2,1],[1,1],[1.0004,0.8],[1.0009,0.31],[1.0002,0.1],[1,0]]"

static void write_features(const char *path, const char *features)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
    fclose(file);
}

static bm_status read_model(bm_ctx *ctx, const char *path, struct bm_border_model *out)
{
    bm_border_sources sources = {.path = path, .tolerance_m = 150};
    bm_issue_list issues = {0};
    bm_status st = bm_arena_create(ctx, &issues.arena);

    *out = (struct bm_border_model){0};
    if (st != BM_OK) return st;
    st = bm_border_model_read(ctx, &sources, &issues, out);
    bm_arena_destroy(issues.arena);
    return st;
}

struct expected {
    const char *left, *right;
    int32_t from, to;
};

static void has_chains(bm_ctx *ctx, const char *features, const struct expected *expected, size_t n)
{
    struct bm_border_model model;
    char path[64];

    snprintf(path, sizeof path, "border_making_%d.tmp", (int)getpid());
    write_features(path, features);
    assert_ok(ctx, read_model(ctx, path, &model));
    assert_int_equal(model.n_chains, n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(model.chains[i].left, expected[i].left);
        assert_string_equal(model.chains[i].right, expected[i].right);
        assert_int_equal(model.chains[i].valid_from, expected[i].from);
        assert_int_equal(model.chains[i].valid_to, expected[i].to);
        assert_int_equal(model.chains[i].n, 4); /* the western line, as the first of the two */
    }
    bm_border_model_free(ctx, &model);
    remove(path);
}

static void days_of_both(void **state)
{
    const int32_t y1995 = bm_day_from_civil(1995, 1, 1), y2000 = bm_day_from_civil(2000, 12, 31),
                  y2001 = bm_day_from_civil(2001, 1, 1);
    const struct expected both[] = {{"AAA", "BBB", y1995, y2000}};
    const struct expected open[] = {{"AAA", "BBB", y1995, BM_NO_DAY}};
    const struct expected two[] = {{"AAA", "BBB", y1995, y2000}, {"AAA", "CCC", y2001, BM_NO_DAY}};
    const struct expected whole[] = {{"AAA", "BBB", y1995, BM_NO_DAY}};
    bm_ctx *ctx = test_ctx();

    (void)state;
    has_chains(ctx, DATED("AAA", "1990", "2000", WEST) "," DATED("BBB", "1995", "", EAST), both, 1);
    has_chains(ctx, DATED("AAA", "", "", WEST) "," DATED("BBB", "1995", "", EAST), open, 1);
    has_chains(ctx,
               DATED("AAA", "1990", "", WEST) "," DATED("BBB", "1995", "2000", EAST) "," DATED("CCC", "2001",
                                                                                               "", EAST),
               two, 2);
    /* a neighbour in two features, one after the other, is one border */
    has_chains(ctx,
               DATED("AAA", "1990", "", WEST) "," DATED("BBB", "1995", "2000", EAST) "," DATED("BBB", "2001",
                                                                                               "", EAST),
               whole, 1);
    bm_ctx_destroy(ctx);
}

static void never_together(void **state)
{
    struct bm_border_model model;
    char path[64];
    bm_ctx *ctx = test_ctx();

    (void)state;
    snprintf(path, sizeof path, "border_making_%d.tmp", (int)getpid());
    write_features(path, DATED("AAA", "1990", "1994", WEST) "," DATED("BBB", "1995", "", EAST));
    assert_int_equal(read_model(ctx, path, &model), BM_EFORMAT);
    remove(path);
    bm_ctx_destroy(ctx);
}

/* How many allocations a file takes; each of them fails once. */
static long fail_each(const char *features)
{
    struct meter meter = {-1, 0};
    bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
    struct bm_border_model model;
    bm_status st = BM_ENOMEM;
    char path[64];
    bm_ctx *ctx;
    long blocks, n = 0;

    snprintf(path, sizeof path, "border_making_%d.tmp", (int)getpid());
    write_features(path, features);
    assert_int_equal(bm_ctx_create(&options, &ctx), BM_OK);
    blocks = meter.blocks;
    while (st == BM_ENOMEM) {
        meter.left = n++;
        st = read_model(ctx, path, &model);
        bm_border_model_free(ctx, &model);
        assert_int_equal(meter.blocks, blocks);
        assert_true(n < 2000);
    }
    assert_int_equal(st, BM_OK);
    meter.left = -1;
    bm_ctx_destroy(ctx);
    assert_int_equal(meter.blocks, 0);
    remove(path);
    print_message("%ld allocations\n", n - 1);
    return n - 1;
}

static void every_allocation_may_fail(void **state)
{
    const char *line =
        "{\"type\":\"Feature\",\"properties\":{\"left\":\"AAA\",\"right\":\"BBB\"},\"geometry\":{"
        "\"type\":\"LineString\",\"coordinates\":[[1,0],[1,0],[1,1]]}}";
    /* a ring across itself, a gap, an overlap, a ring over 180 degrees */
    const char *faults[] = {
        DATED("AAA", "", "", "[[0,0],[1,0],[1,0.4],[0.9,0.5],[1,0.6],[1,1],[0,1],[-1,0],[-1,1],[0,0]]"),
        DATED("BBB", "", "", "[[1,0],[2,0],[2,1],[1,1],[1,0.6],[1.1,0.5],[1,0.4],[1,0]]"),
        DATED("CCC", "", "", "[[1.5,0.5],[3,0.5],[3,2],[1.5,2],[1.5,0.5]]"),
        DATED("DDD", "", "", "[[179,5],[181,5],[181,6],[179,6],[179,5]]"),
    };
    char text[2000];

    (void)state;
    snprintf(text, sizeof text, "%s,%s,%s,%s", faults[0], faults[1], faults[2], faults[3]);
    assert_true(fail_each(text) > 50);
    assert_true(fail_each(DATED("AAA", "1990", "2000", WEST) "," DATED("BBB", "1995", "", EAST)) > 40);
    assert_true(fail_each(line) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(days_of_both), cmocka_unit_test(never_together),
                                       cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
