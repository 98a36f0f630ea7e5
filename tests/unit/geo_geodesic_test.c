/* Geodesics against GeographicLib's program, areas against cases worked by hand. */
#include "testing.h"

#include "bordermap/geo.h"

#include <math.h>

static double turn(double a_deg, double b_deg)
{
    return fabs(remainder(a_deg - b_deg, 360));
}

static void geodesics_match_geodsolve(void **state)
{
    const char *source = getenv("BORDERMAP_SOURCE");
    char path[512], line[512];
    FILE *f;
    int n = 0;

    (void)state;
    snprintf(path, sizeof path, "%s/tests/data/geo/geodesics.txt", source ? source : "../..");
    f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        bm_ll a, b, there;
        double az1_deg, az2_deg, s_m, az_deg;

        if (line[0] == '#') continue;
        assert_int_equal(sscanf(line, "%lf %lf %lf %lf %lf %lf %lf", &a.lat_deg, &a.lon_deg, &b.lat_deg,
                                &b.lon_deg, &az1_deg, &az2_deg, &s_m),
                         7);
        assert_true(fabs(bm_geodesic_m(a, b) - s_m) < 1e-6);
        assert_true(fabs(bm_geodesic_azimuth_m(a, b, &az_deg) - s_m) < 1e-6);
        assert_true(az_deg >= 0 && az_deg < 360);
        if (s_m > 1 && fabs(a.lat_deg) < 89) assert_true(turn(az_deg, az1_deg) < 1e-9);
        there = bm_geodesic_go(a, az_deg, s_m);
        assert_true(bm_geodesic_m(there, b) < 1e-5);
        n++;
    }
    fclose(f);
    assert_true(n >= 40);
}

static void nan_in_nan_out(void **state)
{
    (void)state;
    assert_true(isnan(bm_geodesic_m((bm_ll){NAN, 0}, (bm_ll){1, 1})));
    assert_true(isnan(bm_geodesic_m((bm_ll){0, 0}, (bm_ll){1, NAN})));
}

/* A square with a square hole, and an island in the hole. */
static const bm_ll PTS[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}, {2, 2}, {2, 8},
                            {8, 8}, {8, 2},  {4, 4},   {6, 4},  {6, 6}, {4, 6}};
static const uint32_t FIRST[] = {0, 4, 8, 12};
static const bm_area NESTED = {PTS, FIRST, 3, {0, 0, 10, 10}};

static void areas_follow_the_even_odd_rule(void **state)
{
    static const struct {
        bm_ll at;
        bool in;
    } cases[] = {{{1, 1}, true},   {{3, 3}, false}, {{5, 5}, true},   {{11, 5}, false}, {{-1, 5}, false},
                 {{5, -1}, false}, {{0, 5}, true},  {{10, 10}, true}, {{0, 0}, true},   {{2, 5}, true},
                 {{4, 5}, true},   {{5, 0}, true},  {{5, 10}, true},  {{9, 8}, true},   {{1, 2}, true},
                 {{3, 4}, false},  {{7, 6}, false}, {{3, 8.5}, true}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(bm_area_contains(&NESTED, cases[i].at), cases[i].in);
    assert_false(bm_area_contains(&(bm_area){0}, (bm_ll){0, 0}));
    assert_false(bm_area_contains(&NESTED, (bm_ll){NAN, 5}));
}

static void an_area_may_lie_on_both_sides_of_180_degrees(void **state)
{
    static const bm_ll pts[] = {{178, -1},  {180, -1},  {180, 1},  {178, 1},
                                {-180, -1}, {-179, -1}, {-179, 1}, {-180, 1}};
    static const uint32_t first[] = {0, 4, 8};
    const bm_area area = {pts, first, 2, {178, -1, -179, 1}};

    (void)state;
    assert_true(bm_area_contains(&area, (bm_ll){179, 0}));
    assert_true(bm_area_contains(&area, (bm_ll){-179.5, 0}));
    assert_true(bm_area_contains(&area, (bm_ll){180, 0}));
    assert_true(bm_area_contains(&area, (bm_ll){-180, 0}));
    assert_false(bm_area_contains(&area, (bm_ll){177, 0}));
    assert_false(bm_area_contains(&area, (bm_ll){-178, 0}));
    assert_false(bm_area_contains(&area, (bm_ll){0, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(geodesics_match_geodsolve),
        cmocka_unit_test(nan_in_nan_out),
        cmocka_unit_test(areas_follow_the_even_odd_rule),
        cmocka_unit_test(an_area_may_lie_on_both_sides_of_180_degrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
