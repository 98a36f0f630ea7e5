/* The points that stand for a vague place. What share of a place lies in a band is known from geometry here:
 * areas of spherical caps and zones, or a fine grid made in the test and measured edge by edge. */
#include "border_brute.h"

#include "border/search.h"

static const double limits_m[] = {10e3, 25e3, 50e3, 100e3};

static void set_up(struct fixture *fx, const bm_ll *line, size_t n)
{
    fx_init(fx);
    fx->options.bands_m = limits_m;
    fx->options.n_bands = 4;
    fx_chain(fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, n);
    fx_open(fx);
}

static bm_tag tag_area(struct fixture *fx, const bm_ll *pts, uint32_t n, bm_box box)
{
    uint32_t first[2] = {0, n};
    bm_where where = {.area = {.pts = pts, .ring_first = first, .n_rings = 1, .box = box}};
    bm_tag tag;

    assert_ok(fx->ctx, bm_tag_place(fx->ctx, fx->tagger, &where, fx->arena, &tag));
    return tag;
}

static double share_within(const bm_tag *tag, double limit_m)
{
    uint32_t n = 0;

    while (n < tag->n_samples && tag->sample_m[n] <= limit_m) n++;
    return (double)n / tag->n_samples;
}

static void check_samples(const bm_tag *tag)
{
    assert_true(tag->n_samples > 0);
    assert_non_null(tag->sample_m);
    assert_non_null(tag->sample_dyad);
    for (uint32_t i = 0; i < tag->n_samples; i++) {
        assert_true(tag->sample_m[i] >= (float)tag->dmin_m && tag->sample_m[i] <= (float)tag->dmax_m);
        if (i > 0) assert_true(tag->sample_m[i - 1] <= tag->sample_m[i]);
    }
}

static double nearest_m(bm_ll p, const bm_ll *line, size_t n)
{
    double best_m = INFINITY;

    for (size_t i = 1; i < n; i++) best_m = fmin(best_m, edge_m(p, line[i - 1], line[i], false));
    return best_m;
}

/* The shares of an area within the limits against those of 20,000 points of a generator of its own, even on a
 * sphere, each measured to every edge of the line. */
static void expect_brute_shares(const bm_tag *tag, const bm_ll *line, size_t n, const bm_area *area,
                                double most)
{
    uint64_t seed = 5;
    double width_deg = area->box.east_deg - area->box.west_deg, rad = 0.017453292519943295;
    double south = sin(area->box.south_deg * rad), north = sin(area->box.north_deg * rad);
    int within[4] = {0}, all = 0;

    if (width_deg < 0) width_deg += 360;
    while (all < 20000) {
        bm_ll p = {fx_wrap(area->box.west_deg + width_deg * test_uniform(&seed)),
                   asin(south + (north - south) * test_uniform(&seed)) / rad};
        double d_m;

        if (!bm_area_contains(area, p)) continue;
        all++;
        d_m = nearest_m(p, line, n);
        for (int k = 0; k < 4; k++) within[k] += d_m <= limits_m[k];
    }
    for (int k = 0; k < 4; k++) {
        double got = share_within(tag, limits_m[k]), want = (double)within[k] / all;

        if (fabs(got - want) > most) fail_msg("within %.0f m: %.4f, not %.4f", limits_m[k], got, want);
    }
}

static void an_area_against_a_fine_grid(void **state)
{
    const bm_ll line[] = {{10, 40}, {10.6, 40.3}, {11, 40}};
    const bm_ll pts[] = {{10.1, 40}, {11.2, 40.1}, {11, 41}, {10.5, 40.6}, {10, 41.2}};
    uint32_t first[2] = {0, 5};
    bm_area area = {.pts = pts, .ring_first = first, .n_rings = 1, .box = {10, 40, 11.2, 41.2}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, line, 3);
    tag = tag_area(&fx, pts, 5, area.box);
    check_samples(&tag);
    expect_brute_shares(&tag, line, 3, &area, 0.01);
    fx_free(&fx);
}

/* A disc of 20 km about a point 15 km from a straight border: what lies within 10 km of it is the
 * disc's segment beyond a chord (a plane's area; the earth's bend matters less than a thousandth). */
static void a_radius_against_the_segment_of_a_circle(void **state)
{
    const bm_ll line[] = {{9, 0}, {11, 0}};
    bm_ll centre = bm_geodesic_go((bm_ll){10.3, 0}, 0, 15000);
    double r = 20e3, near; /* its area beyond a chord 5 km from the centre */
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, line, 2);
    tag = fx_tag(&fx, centre.lon_deg, centre.lat_deg, r);
    check_samples(&tag);
    near = r * r * acos(5e3 / r) - 5e3 * sqrt(r * r - 25e6);
    assert_true(fabs(share_within(&tag, 10e3) - near / (3.14159265358979 * r * r)) < 0.02);
    assert_true(share_within(&tag, 35001) == 1);
    tag = fx_tag(&fx, centre.lon_deg, centre.lat_deg, 4000); /* 11 to 19 km: no limit within */
    assert_true(tag.n_samples == 0 && tag.sample_m == NULL);
    tag = fx_tag(&fx, centre.lon_deg, centre.lat_deg, 0);
    assert_true(tag.n_samples == 0);
    fx_free(&fx);
}

/* Parts on both sides of 180 degrees, a sliver, a part too small for a point of its own, and a border beyond
 * 180 degrees from most of it. */
static void parts_about_180_degrees(void **state)
{
    const bm_ll line[] = {{179.8, -17}, {-179.9, -16.6}, {-179.8, -16}};
    const bm_ll pts[] = {{179, -17},    {180, -17},      {180, -16.5},       {179, -16.9},
                         {-180, -16.8}, {-179.5, -16.8}, {-179.5, -16.2},    {-180, -16.2},
                         {178.5, -15},  {178.501, -15},  {178.5005, -14.999}};
    const uint32_t first[] = {0, 4, 8, 11};
    bm_where where = {
        .area = {.pts = pts, .ring_first = first, .n_rings = 3, .box = {178.5, -17, -179.5, -14.999}}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, line, 3);
    assert_ok(fx.ctx, bm_tag_place(fx.ctx, fx.tagger, &where, fx.arena, &tag));
    check_samples(&tag);
    assert_int_equal(tag.n_samples, 512);
    expect_brute_shares(&tag, line, 3, &where.area, 0.02);
    fx_free(&fx);
}

/* An area about the pole: the distance to a border along the 80th parallel, itself a circle, is known. */
static void an_area_about_a_pole(void **state)
{
    const double rad = 0.017453292519943295;
    const bm_ll cap[] = {{-180, 80}, {180, 80}, {180, 90}, {-180, 90}};
    struct fixture fx;
    static bm_ll line[3601];
    bm_tag tag;

    (void)state;
    for (int i = 0; i <= 3600; i++) line[i] = (bm_ll){-180 + i / 10.0, 80};
    set_up(&fx, line, 3601);
    tag = tag_area(&fx, cap, 4, (bm_box){-180, 80, 180, 90});
    check_samples(&tag);
    for (int k = 0; k < 4; k++) {
        double lat = 80 + limits_m[k] / 111660; /* metres of a degree there, to 1 in 2,000 */
        double want = 1 - (1 - sin(lat * rad)) / (1 - sin(80 * rad));

        if (fabs(share_within(&tag, limits_m[k]) - want) > 0.006)
            fail_msg("within %.0f m: %.4f, not %.4f", limits_m[k], share_within(&tag, limits_m[k]), want);
    }
    assert_true(tag.dmax_m > 1116000 && tag.dmax_m < 1117500);
    fx_free(&fx);
}

/* One long edge that bends far away from its chord: samples are measured to the curve. */
static void a_long_edge(void **state)
{
    const bm_ll line[] = {{0, 50}, {10, 50}};
    const bm_ll pts[] = {{4, 50.3}, {6, 50.3}, {6, 50.4}, {4, 50.4}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, line, 2);
    tag = tag_area(&fx, pts, 4, (bm_box){4, 50.3, 6, 50.4});
    check_samples(&tag);
    for (uint32_t i = 0; i < tag.n_samples; i++) { /* 111,240 m a degree: even from 33,372 to 44,496 */
        double want = 33372 + (44496 - 33372) * (i + 0.5) / tag.n_samples;

        assert_true(fabs(tag.sample_m[i] - want) < 40);
    }
    fx_free(&fx);
}

/* A line has no ground: its points stand for it. */
static void an_area_without_ground(void **state)
{
    const bm_ll line[] = {{10, 0}, {11, 0}}, flat[] = {{10.2, 0.2}, {10.4, 0.2}, {10.6, 0.2}};
    struct fixture fx;
    bm_tag tag;

    (void)state;
    set_up(&fx, line, 2);
    tag = tag_area(&fx, flat, 3, (bm_box){10.2, 0.2, 10.6, 0.2});
    check_samples(&tag);
    assert_int_equal(tag.n_samples, 3);
    assert_true(share_within(&tag, 10e3) == 0 && share_within(&tag, 25e3) == 1);
    fx_free(&fx);
}

/* Far areas have samples too, of the dyad that is nearest to each; what came before does not matter. */
static void far_areas_and_any_order(void **state)
{
    const bm_ll line[] = {{10, 0}, {11, 0}}, other[] = {{14, 0}, {15, 0}};
    const bm_ll pts[] = {{12, 4}, {13, 4}, {13, 5}, {12, 5}}, small[] = {{12, 4}, {12.4, 4}, {12.2, 4.1}};
    struct fixture fx;
    bm_tag tag, again;
    uint32_t second = 0;

    (void)state;
    set_up(&fx, line, 2);
    fx_close_run(&fx);
    bm_border_close(fx.border);
    bm_arena_destroy(fx.arena);
    fx_chain(&fx, "AAA", "CCC", BM_BORDER_INTERNATIONAL, other, 2);
    fx_open(&fx);
    tag = tag_area(&fx, pts, 4, (bm_box){12, 4, 13, 5});
    check_samples(&tag);
    assert_int_equal(tag.n_shares, 0);
    assert_true(share_within(&tag, 100e3) == 0);
    for (uint32_t i = 0; i < tag.n_samples; i++) second += tag.sample_dyad[i] == 1;
    assert_true(abs((int)second - 256) <= 3); /* they lie symmetrically */
    (void)tag_area(&fx, small, 3, (bm_box){12, 4, 12.4, 4.1});
    (void)fx_tag(&fx, 10.5, 0.3, 30000);
    again = tag_area(&fx, pts, 4, (bm_box){12, 4, 13, 5});
    assert_int_equal(again.n_samples, tag.n_samples);
    assert_memory_equal(again.sample_m, tag.sample_m, tag.n_samples * sizeof *tag.sample_m);
    assert_memory_equal(again.sample_dyad, tag.sample_dyad, tag.n_samples * sizeof *tag.sample_dyad);
    fx_free(&fx);
}

static void same_shares(const bm_tag *a, const bm_tag *b)
{
    assert_int_equal(a->n_shares, b->n_shares);
    for (uint32_t i = 0; i < a->n_shares; i++) {
        assert_int_equal(a->shares[i].segment, b->shares[i].segment);
        assert_true(a->shares[i].share == b->shares[i].share);
    }
}

/* What is not asked for is left out and changes nothing of the rest: radii and areas that lie within one
 * segment, over several, over the maximum distance, beyond it. */
static void less_detail(void **state)
{
    const bm_ll line[] = {{10, 40}, {10.6, 40.3}, {11, 40}, {12, 40.2}};
    const bm_ll near[] = {{10.1, 40}, {11.2, 40.1}, {11, 41}, {10, 41.2}}, far[] = {{10, 43}, {11, 43}, {10, 44}};
    const double at[][3] = {{10.1, 40.2, 500}, {10.6, 40.1, 9000}, {11, 40.8, 30000}, {11.4, 42, 3000}};
    struct fixture fx;
    bm_tag all[6], tag;

    (void)state;
    set_up(&fx, line, 4);
    for (int detail = BM_VAGUE_ALL; detail <= BM_VAGUE_RANGE; detail++) {
        fx.options.vague = (bm_vague_detail)detail;
        fx_run(&fx);
        for (int i = 0; i < 6; i++) {
            tag = i < 4    ? fx_tag(&fx, at[i][0], at[i][1], at[i][2])
                  : i == 4 ? tag_area(&fx, near, 4, (bm_box){10, 40, 11.2, 41.2})
                           : tag_area(&fx, far, 3, (bm_box){10, 43, 11, 44});
            if (detail == BM_VAGUE_ALL) all[i] = tag;
            if (detail != BM_VAGUE_ALL) assert_true(tag.n_samples == 0 && tag.sample_m == NULL);
            assert_true(tag.dmin_m == all[i].dmin_m && tag.dmax_m == all[i].dmax_m);
            if (detail == BM_VAGUE_RANGE)
                assert_int_equal(tag.n_shares, 0);
            else
                same_shares(&tag, &all[i]);
        }
    }
    assert_true(all[1].n_shares > 1 && all[4].n_shares > 1 && all[3].n_shares == 0 && all[5].n_samples > 0);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_against_a_fine_grid),
        cmocka_unit_test(a_radius_against_the_segment_of_a_circle),
        cmocka_unit_test(parts_about_180_degrees),
        cmocka_unit_test(an_area_about_a_pole),
        cmocka_unit_test(a_long_edge),
        cmocka_unit_test(an_area_without_ground),
        cmocka_unit_test(far_areas_and_any_order),
        cmocka_unit_test(less_detail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
