/* Segments by the user's own lines on borders whose lengths are known. */
#include "border_fixture.h"

/* A meridian from 30 to 32 N with AAA on the left, and a parallel that leaves its foot to the east. */
static void open_borders(struct fixture *fx)
{
    const bm_ll north[] = {{52, 30}, {52, 31}, {52, 32}}, east[] = {{52, 30}, {53, 30}};

    fx_init(fx);
    fx_chain(fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, north, 3);
    fx_chain(fx, "BBB", "CCC", BM_BORDER_INTERNATIONAL, east, 2);
}

static bm_own_lines *cut(struct fixture *fx, const char *features)
{
    bm_own_lines *lines = fx_lines(fx, features);

    fx->options.lines = lines;
    fx_open(fx);
    return lines;
}

struct expected {
    const char *seg_id;
    double from_lat, to_lat; /* on the meridian; NaN: not looked at */
};

/* Cuts are found to 10 m, and the foot of an end beside a meridian is some metres from the end's parallel. */
static void check_segments(const struct fixture *fx, const struct expected *expected, uint32_t n_expected)
{
    uint32_t n;
    const bm_segment *all = bm_segments_all(fx->segments, &n);

    assert_int_equal(n, n_expected);
    for (uint32_t i = 0; i < n; i++) {
        bm_ll foot = {52, 30}, from = {52, expected[i].from_lat}, to = {52, expected[i].to_lat};

        assert_string_equal(all[i].seg_id, expected[i].seg_id);
        if (isnan(expected[i].from_lat)) continue;
        assert_float_equal(all[i].from_m, bm_geodesic_m(foot, from), 30);
        assert_float_equal(all[i].to_m - all[i].from_m, bm_geodesic_m(from, to), 60);
    }
}

static void a_line_covers_from_foot_to_foot(void **state)
{
    static const char lines[] = FX_LINE("B", "[52.1,31.5],[52.1,30.5]");
    const struct expected expected[] = {
        {"B", 30.5, 31.5}, {"AAA-BBB-rest", 30, 31}, {"BBB-CCC-rest", NAN, NAN}};
    bm_own_lines *own;
    struct fixture fx;

    (void)state;
    open_borders(&fx);
    own = cut(&fx, lines);
    check_segments(&fx, expected, 3);
    /* across the line and behind its end */
    assert_int_equal(fx_tag(&fx, 51.5, 31, 0).segment, 0);
    assert_int_equal(fx_tag(&fx, 51.5, 31.6, 0).segment, 1);
    assert_int_equal(fx_tag(&fx, 51.5, 30.4, 0).segment, 1);
    bm_own_lines_destroy(own);
    fx_free(&fx);
}

static void lines_meet_without_a_gap(void **state)
{
    /* 31.004 - 31 and 31.5 - 31.4 degrees of latitude: 440 m and 11 km */
    static const char lines[] = FX_LINE("south", "[52.005,29.9],[52.005,31]") "," FX_LINE(
        "middle", "[52.005,31.004],[52.005,31.4]") "," FX_LINE("north", "[52,31.5],[52,32.1]");
    const struct expected expected[] = {{"south", 30, 31.002},
                                        {"middle", 31.002, 31.4},
                                        {"north", 31.5, 32},
                                        {"AAA-BBB-rest", 31.4, 31.5},
                                        {"BBB-CCC-rest", NAN, NAN}};
    bm_own_lines *own;
    struct fixture fx;

    (void)state;
    open_borders(&fx);
    own = cut(&fx, lines);
    check_segments(&fx, expected, 5);
    assert_int_equal(fx_tag(&fx, 52.5, 31.45, 0).segment, 3);
    assert_int_equal(fx_tag(&fx, 52.5, 31.2, 0).segment, 1);
    bm_own_lines_destroy(own);
    fx_free(&fx);
}

static void a_line_stands_for_one_border(void **state)
{
    /* parts on both sides of a tri-point: most of it lies along the parallel */
    static const char lines[] = FX_LINE("E", "[52.9,30.01],[52,30.01],[52,30.2]");
    const struct expected expected[] = {
        {"AAA-BBB-rest", 30, 32}, {"E", NAN, NAN}, {"BBB-CCC-rest", NAN, NAN}};
    bm_own_lines *own;
    bm_issue_list issues = {0};
    struct fixture fx;

    (void)state;
    open_borders(&fx);
    assert_ok(fx.ctx, bm_arena_create(fx.ctx, &issues.arena));
    fx.options.issues = &issues;
    own = cut(&fx, lines);
    check_segments(&fx, expected, 3);
    assert_int_equal(issues.n, 2);
    /* 0.19 degrees of latitude, from halfway between the borders at the corner: 21 km */
    assert_memory_equal(issues.items[0].expected.p, "a line along one border; 8", 26);
    assert_non_null(strstr(issues.items[0].expected.p, " lie along BBB-CCC, 2"));
    assert_memory_equal(issues.items[1].found.p, "BBB-CCC", 7);
    bm_arena_destroy(issues.arena);
    bm_own_lines_destroy(own);
    fx_free(&fx);
}

static void each_time_has_its_own(void **state)
{
    static const char lines[] = FX_LINE("N", "[52,31],[52,32]");
    const struct expected expected[] = {{"N", NAN, NAN},
                                        {"AAA-BBB-rest", NAN, NAN},
                                        {"N~2", NAN, NAN},
                                        {"AAA-BBB-rest~2", NAN, NAN},
                                        {"BBB-CCC-rest", NAN, NAN}};
    const bm_ll again[] = {{52, 30}, {52, 32}};
    bm_own_lines *own;
    struct fixture fx;

    (void)state;
    open_borders(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, again, 2);
    fx.model.chains[0].valid_to = 10000;
    fx.model.chains[2].valid_from = 12000;
    own = cut(&fx, lines);
    check_segments(&fx, expected, 5);
    bm_own_lines_destroy(own);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_covers_from_foot_to_foot), cmocka_unit_test(lines_meet_without_a_gap),
        cmocka_unit_test(a_line_stands_for_one_border), cmocka_unit_test(each_time_has_its_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
