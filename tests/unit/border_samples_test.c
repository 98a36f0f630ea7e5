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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_against_a_fine_grid),
        cmocka_unit_test(a_radius_against_the_segment_of_a_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
