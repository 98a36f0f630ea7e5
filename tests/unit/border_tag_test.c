/* Sides, ties, ranges and shares of places, on a small world drawn by hand:
 *
 *      50   52   54   56
 *   32  +----+---------+        AAA west of 52, BBB north-east, CCC south-east of it; they meet at (52, 30).
 *       |    |   BBB   |        AAA has an exclave, the square 54-54.4 x 31-31.4, inside BBB.
 *   30  | AAA+---------+        DDD is an island south of CCC (53-54 x 27-27.5), without land borders.
 *       |    |   CCC   |        The coast is at 28 and 56; AAA-CCC ends at (52, 28), BBB-CCC at (56, 30).
 *   28  +----+---------+   */
#include "border_fixture.h"

static void set_up(struct fixture *fx, bool outlines)
{
    const bm_ll a_b[] = {{52, 30}, {52, 31}, {52, 32}};           /* north: AAA on the left */
    const bm_ll a_c[] = {{52, 28}, {52, 29}, {52, 30}};           /* north: AAA on the left */
    const bm_ll b_c[] = {{52, 30}, {53, 30}, {54, 30}, {56, 30}}; /* east: BBB on the left */
    const bm_ll exclave[] = {{54, 31}, {54.4, 31}, {54.4, 31.4}, {54, 31.4}, {54, 31}};
    const bm_ll aaa[] = {{50, 28}, {52, 28}, {52, 32}, {50, 32}},
                bbb[] = {{52, 30}, {56, 30}, {56, 32}, {52, 32}};
    const bm_ll ccc[] = {{52, 28}, {56, 28}, {56, 30}, {52, 30}};
    const bm_ll ddd[] = {{53, 27}, {54, 27}, {54, 27.5}, {53, 27.5}};

    fx_init(fx);
    fx_chain(fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, a_b, 3);
    fx_chain(fx, "AAA", "CCC", BM_BORDER_DISPUTED, a_c, 3);
    fx_chain(fx, "BBB", "CCC", BM_BORDER_LINE_OF_CONTROL, b_c, 4);
    fx_chain(fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, exclave, 5);
    if (outlines) {
        fx_ring(fx, "AAA", aaa, 4);
        fx_ring(fx, "AAA", exclave, 4);
        fx_ring(fx, "BBB", bbb, 4);
        fx_ring(fx, "CCC", ccc, 4);
        fx_ring(fx, "DDD", ddd, 4);
    }
    fx_open(fx);
}

static void sides(void **state)
{
    static const struct {
        double lon_deg, lat_deg, rad_m;
        const char *side;
        int sure;
        const char *dyad, *status;
    } cases[] = {
        {51, 29, 0, "AAA", 1, "AAA-CCC", "disputed"},
        {51.9999, 31.5, 0, "AAA", 1, "AAA-BBB", "international"}, /* 10 m from the line */
        {52.0001, 31.5, 0, "BBB", 1, "AAA-BBB", "international"},
        {52.0001, 31.5, 5, "BBB", 1, "AAA-BBB", "international"},
        {52.0001, 31.5, 50, "BBB", 0, "AAA-BBB", "international"}, /* the radius reaches over the line */
        {53, 31, 0, "BBB", 1, "AAA-BBB", "international"},
        {54.2, 31.2, 0, "AAA", 1, "AAA-BBB", "international"}, /* in the exclave */
        {54.2, 31.3999, 0, "AAA", 1, "AAA-BBB", "international"},
        {54.2, 31.4001, 0, "BBB", 1, "AAA-BBB", "international"},
        {54.401, 31.401, 0, "BBB", 1, "AAA-BBB", "international"}, /* off its corner */
        {52.001, 30.0005, 0, "BBB", 1, "BBB-CCC", "line_of_control"},
        {52.001, 29.9995, 0, "CCC", 1, "BBB-CCC", "line_of_control"},
        {51.999, 30.0, 0, "AAA", 1, "AAA-BBB",
         "international"},                                 /* nearest is the meeting point: smaller dyad */
        {53.5, 27.25, 0, "DDD", 1, "AAA-CCC", "disputed"}, /* a third country's island */
        {50, 20, 0, "", -1, "AAA-CCC", "disputed"},        /* at sea */
        {57, 30, 0, "", -1, "BBB-CCC", "line_of_control"},
        {52, 31.5, 0, "AAA", 0, "AAA-BBB", "international"}, /* on the line: somewhere, not surely */
    };
    struct fixture fx;

    (void)state;
    set_up(&fx, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_tag tag = fx_tag(&fx, cases[i].lon_deg, cases[i].lat_deg, cases[i].rad_m);

        if (i + 1 < sizeof cases / sizeof *cases) assert_string_equal(tag.side, cases[i].side);
        assert_int_equal(tag.side_sure, cases[i].sure);
        assert_string_equal(fx.border->dyads[tag.dyad].name, cases[i].dyad);
        assert_string_equal(bm_border_status_name(tag.status), cases[i].status);
    }
    fx_free(&fx);
}

static void sides_without_outlines(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, false);
    tag = fx_tag(&fx, 52.0001, 31.5, 0);
    assert_string_equal(tag.side, "BBB");
    assert_int_equal(tag.side_sure, 1);
    tag = fx_tag(&fx, 51, 31.5, 0); /* far away, lines alone cannot be sure */
    assert_string_equal(tag.side, "AAA");
    assert_int_equal(tag.side_sure, 0);
    fx_free(&fx);
}

/* An enclave inside a country whose outline has no hole for it, and one inside that. */
static void the_innermost_outline_counts(void **state)
{
    const bm_ll out[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}}, in[] = {{4, 4}, {6, 4}, {6, 6}, {4, 6}};
    const bm_ll inner[] = {{4.9, 4.9}, {5.1, 4.9}, {5.1, 5.1}, {4.9, 5.1}};
    const bm_ll line[] = {{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}};
    const bm_ll inner_line[] = {{4.9, 4.9}, {5.1, 4.9}, {5.1, 5.1}, {4.9, 5.1}, {4.9, 4.9}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "LSO", "ZAF", BM_BORDER_INTERNATIONAL, line, 5);
    fx_chain(&fx, "ZAF", "LSO", BM_BORDER_INTERNATIONAL, inner_line, 5);
    fx_ring(&fx, "ZAF", out, 4);
    fx_ring(&fx, "ZAF", inner, 4);
    fx_ring(&fx, "LSO", in, 4);
    fx_open(&fx);
    assert_string_equal(fx_tag(&fx, 1, 1, 0).side, "ZAF");
    assert_string_equal(fx_tag(&fx, 4.5, 4.5, 0).side, "LSO");
    assert_string_equal(fx_tag(&fx, 5, 5, 0).side, "ZAF");
    assert_int_equal(fx_tag(&fx, 5, 5, 0).side_sure, 1);
    assert_string_equal(fx_tag(&fx, 4.89, 4.89, 0).side, "LSO");
    assert_string_equal(fx_tag(&fx, -1, 5, 0).side, "");
    fx_free(&fx);
}

/* The outlines may be too coarse for a small enclave; its border ring is not. An island far from the border
 * that ends at the coast is not doubted. */
static void an_enclave_without_outline(void **state)
{
    const bm_ll out[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    const bm_ll line[] = {{5, 5}, {5.02, 5}, {5.02, 5.02}, {5, 5.02}, {5, 5}};
    const bm_ll island[] = {{20, 5}, {21, 5}, {21, 6}, {20, 6}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "LSO", "ZAF", BM_BORDER_INTERNATIONAL, line, 5);
    fx_ring(&fx, "ZAF", out, 4);
    fx_ring(&fx, "LSO", island, 4);
    fx_open(&fx);
    assert_string_equal(fx_tag(&fx, 5.01, 5.01, 0).side, "LSO");
    assert_int_equal(fx_tag(&fx, 5.01, 5.01, 0).side_sure, 1);
    assert_string_equal(fx_tag(&fx, 5.03, 5.01, 0).side, "ZAF");
    assert_string_equal(fx_tag(&fx, 20.5, 5.5, 0).side, "LSO");
    assert_int_equal(fx_tag(&fx, 20.5, 5.5, 0).side_sure, 1);
    fx_free(&fx);
}

/* Outlines of many vertices against the plain even-odd rule. */
static void outlines_are_looked_up_rightly(void **state)
{
    enum { N = 5000 };
    static bm_ll ring[N];
    const uint32_t first[] = {0, N};
    const bm_ll line[] = {{100, 0}, {101, 0}};
    struct fixture fx;
    bm_area area = {ring, first, 1, {-60, -60, 60, 60}};
    uint64_t seed = 9;
    int32_t country;
    bm_tree *rings;
    int inside = 0;

    (void)state;
    for (int i = 0; i < N; i++) {
        double angle = 2 * 3.14159265358979 * i / N, r = 30 + 10 * sin(17 * angle) + 8 * test_uniform(&seed);

        ring[i] = (bm_ll){r * cos(angle), r * sin(angle)};
    }
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    fx_ring(&fx, "CCC", ring, N);
    fx_open(&fx);
    assert_ok(fx.ctx, bm_tree_build(fx.ctx, fx.border->ring_set_areas, fx.border->n_ring_sets, &rings));
    for (int i = 0; i < 20000; i++) {
        bm_ll p = {-50 + 100 * test_uniform(&seed), -50 + 100 * test_uniform(&seed)};
        bool in = bm_area_contains(&area, p);

        assert_ok(fx.ctx, bm_border_country_at(fx.ctx, fx.border, rings, p, BM_NO_DAY, &country));
        assert_int_equal(country, in ? 0 : -1);
        inside += in;
    }
    assert_true(inside > 4000 && inside < 16000);
    bm_tree_destroy(rings);
    fx_free(&fx);
}

static void the_next_nearest_dyad(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, true);
    tag = fx_tag(&fx, 52.2, 30.1, 0);
    assert_string_equal(fx.border->dyads[tag.dyad].name, "BBB-CCC");
    assert_string_equal(fx.border->dyads[tag.dyad2].name, "AAA-BBB");
    assert_true(fabs(tag.dist_m - bm_geodesic_m((bm_ll){52.2, 30.1}, (bm_ll){52.2, 30})) < 1);
    tag = fx_tag(&fx, 51.9, 30, 0); /* three dyads at one distance, by the meeting point: two smallest */
    assert_string_equal(fx.border->dyads[tag.dyad].name, "AAA-BBB");
    assert_string_equal(fx.border->dyads[tag.dyad2].name, "AAA-CCC");
    assert_true(fabs(tag.az_deg - 90) < 0.1);
    assert_true(tag.tie && tag.tie_at_end); /* the borders meet in the nearest point: it is one */
    fx_free(&fx);
}

/* Two borders on either side, as near as each other: another place would be as good an answer. */
static void ties_of_two_places(void **state)
{
    const bm_ll north[] = {{10, 1}, {12, 1}}, south[] = {{10, -1}, {12, -1}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, north, 2);
    fx_chain(&fx, "AAA", "CCC", BM_BORDER_INTERNATIONAL, south, 2);
    fx_open(&fx);
    tag = fx_tag(&fx, 11, 0, 0);
    assert_string_equal(fx.border->dyads[tag.dyad].name, "AAA-BBB");
    assert_true(tag.tie && !tag.tie_at_end);
    tag = fx_tag(&fx, 11, 0.001, 0);
    assert_true(!tag.tie && !tag.tie_at_end);
    fx_free(&fx);
}

/* Both segments are equally near to a point abreast of their boundary: the smaller one gets it. */
static void ties_go_to_the_smaller_segment(void **state)
{
    const bm_ll line[] = {{10, 0}, {11, 0}};
    struct fixture fx;
    double half_m;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    fx_open(&fx);
    assert_int_equal(fx.segments->n, 2);
    half_m = fx.border->dyads[0].len_m / 2;
    assert_string_equal(fx.segments->all[fx_tag(&fx, 10.5, 0.5, 0).segment].seg_id, "AAA-BBB-001");
    assert_string_equal(fx.segments->all[fx_tag(&fx, 10.50001, 0.5, 0).segment].seg_id,
                        "AAA-BBB-001"); /* 0.01 mm */
    assert_string_equal(fx.segments->all[fx_tag(&fx, 10.51, 0.5, 0).segment].seg_id, "AAA-BBB-002");
    assert_true(fabs(fx_tag(&fx, 10.5, 0.5, 0).chain_m - half_m) < 1e-3);
    assert_true(fx_tag(&fx, 10.5, 0.5, 0).tie && fx_tag(&fx, 10.5, 0.5, 0).tie_at_end);
    assert_false(fx_tag(&fx, 10.51, 0.5, 0).tie);
    fx_free(&fx);
}

static void a_radius_widens_the_range(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, true);
    tag = fx_tag(&fx, 51.5, 31.2, 3000);
    assert_true(tag.dmin_m == tag.dist_m - 3000 && tag.dmax_m == tag.dist_m + 3000);
    tag = fx_tag(&fx, 51.99, 31.2, 3000);
    assert_true(tag.dmin_m == 0 && tag.dmax_m == tag.dist_m + 3000);
    tag = fx_tag(&fx, 51.99, 31.2, NAN);
    assert_true(tag.dmin_m == tag.dist_m && tag.dmax_m == tag.dist_m && tag.n_shares == 0);
    fx_free(&fx);
}

static double sum_of_shares(const bm_tag *tag)
{
    double sum = 0;

    for (uint32_t i = 0; i < tag->n_shares; i++) {
        assert_true(tag->shares[i].share > 0 && tag->shares[i].share <= 1);
        if (i > 0) assert_true(tag->shares[i - 1].segment < tag->shares[i].segment);
        sum += tag->shares[i].share;
    }
    return sum;
}

static void shares_of_a_radius(void **state)
{
    const bm_ll line[] = {{10, 0}, {11, 0}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    fx_open(&fx);
    tag = fx_tag(&fx, 10.2, 0.1, 2000); /* one segment, provably */
    assert_int_equal(tag.n_shares, 1);
    assert_true(tag.shares[0].share == 1);
    tag = fx_tag(&fx, 10.5, 0.2, 20000); /* half and half */
    assert_int_equal(tag.n_shares, 2);
    assert_true(fabs(tag.shares[0].share - 0.5) < 0.03 && fabs(tag.shares[1].share - 0.5) < 0.03);
    tag = fx_tag(&fx, 10.2, 100 / 110.574, 20000); /* about half beyond the maximum distance */
    assert_true(fabs(sum_of_shares(&tag) - 0.47) < 0.05);
    tag = fx_tag(&fx, 10.2, 3, 20000); /* all of it */
    assert_int_equal(tag.n_shares, 0);
    fx_free(&fx);
}

static bm_tag tag_area(struct fixture *fx, const bm_ll *pts, uint32_t n, bm_box box)
{
    uint32_t first[] = {0, n};
    bm_where where = {.area = {pts, first, 1, box}};
    bm_tag tag;

    assert_ok(fx->ctx, bm_tag_place(fx->ctx, fx->tagger, &where, fx->arena, &tag));
    assert_true(isnan(tag.dist_m) && tag.dyad == -1 && tag.segment == -1 && tag.side_sure == -1);
    return tag;
}

static void ranges_of_areas(void **state)
{
    const bm_ll far[] = {{50.2, 30.5}, {51, 30.5}, {51, 31.5}, {50.2, 31.5}};
    const bm_ll across[] = {{51, 30.5}, {53, 30.5}, {53, 31.5}, {51, 31.5}};
    const bm_ll around[] = {
        {53.5, 30.6}, {55, 30.6}, {55, 31.8}, {53.5, 31.8}}; /* holds the exclave's ring */
    struct fixture fx;
    bm_tag tag;
    double least_m = INFINITY, most_m = 0;

    (void)state;
    set_up(&fx, true);
    tag = tag_area(&fx, far, 4, (bm_box){50.2, 30.5, 51, 31.5});
    for (int i = 0; i <= 200; i++) /* dense sampling of the area */
        for (int k = 0; k <= 200; k++) {
            double d = fx_tag(&fx, 50.2 + 0.8 * i / 200, 30.5 + k / 200.0, 0).dist_m;

            least_m = fmin(least_m, d), most_m = fmax(most_m, d);
        }
    assert_true(tag.dmin_m <= least_m + 1 && tag.dmin_m >= least_m - 2);
    assert_true(tag.dmax_m >= most_m - 1 && tag.dmax_m <= most_m + 15);
    tag = tag_area(&fx, across, 4, (bm_box){51, 30.5, 53, 31.5});
    assert_true(tag.dmin_m == 0);
    assert_true(fabs(tag.dmax_m - fx_tag(&fx, 51, 31, 0).dist_m) < 1000);
    tag = tag_area(&fx, around, 4, (bm_box){53.5, 30.6, 55, 31.8});
    assert_true(tag.dmin_m == 0); /* the border lies in it and does not touch its rim */
    fx_free(&fx);
}

/* The farthest place may be inside: a ring of border around it. */
static void the_farthest_point_inside(void **state)
{
    bm_ll ring[37], area[36];
    struct fixture fx;
    bm_tag tag;

    (void)state;
    for (int i = 0; i <= 36; i++) ring[i] = bm_geodesic_go((bm_ll){20, 40}, 360.0 - 10 * (i % 36), 100000);
    for (int i = 0; i < 36; i++) area[i] = bm_geodesic_go((bm_ll){20, 40}, 10 * i + 5, 60000);
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, ring, 37);
    fx_open(&fx);
    tag = tag_area(&fx, area, 36, (bm_box){19, 39, 21, 41});
    assert_true(tag.dmax_m > fx_tag(&fx, 20, 40, 0).dist_m - 1 && tag.dmax_m < 100010);
    assert_true(tag.dmin_m > 38000 && tag.dmin_m < 41000);
    fx_free(&fx);
}

static void shares_of_an_area(void **state)
{
    const bm_ll box[] = {{51, 29}, {53, 29}, {53, 31}, {51, 31}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, true);
    tag = tag_area(&fx, box, 4, (bm_box){51, 29, 53, 31});
    assert_true(tag.n_shares >= 3);
    assert_true(sum_of_shares(&tag) > 0.99 && sum_of_shares(&tag) <= 1 + 1e-9);
    fx.options.max_m = 1000;
    fx_run(&fx);
    tag = tag_area(&fx, box, 4, (bm_box){51, 29, 53, 31});
    assert_true(sum_of_shares(&tag) < 0.05);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sides),
        cmocka_unit_test(sides_without_outlines),
        cmocka_unit_test(the_innermost_outline_counts),
        cmocka_unit_test(an_enclave_without_outline),
        cmocka_unit_test(outlines_are_looked_up_rightly),
        cmocka_unit_test(the_next_nearest_dyad),
        cmocka_unit_test(ties_of_two_places),
        cmocka_unit_test(ties_go_to_the_smaller_segment),
        cmocka_unit_test(a_radius_widens_the_range),
        cmocka_unit_test(shares_of_a_radius),
        cmocka_unit_test(ranges_of_areas),
        cmocka_unit_test(the_farthest_point_inside),
        cmocka_unit_test(shares_of_an_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
