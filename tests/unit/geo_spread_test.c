/* Points spread over areas whose shares of ground are known. */
#include "testing.h"

#include "geo/spread.h"

#include <math.h>

enum { N = 512 };
#define RAD 0.017453292519943295

static uint32_t spread(bm_ctx *ctx, const bm_ll *pts, const uint32_t *first, uint32_t n_rings, bm_ll *out)
{
    bm_area area = {.pts = pts, .ring_first = first, .n_rings = n_rings, .box = {-180, -90, 180, 90}};
    uint32_t n;

    assert_ok(ctx, bm_spread_area(ctx, &area, N, out, &n));
    for (uint32_t i = 0; i < n; i++) assert_true(bm_area_contains(&area, out[i]));
    return n;
}

/* Ground south of each parallel and west of each meridian, against the points there. */
static void a_box_is_covered_evenly(void **state)
{
    static const double lows[] = {-90, -60, -0.5, 0, 59, 89};
    bm_ctx *ctx = test_ctx();
    bm_ll out[N];

    (void)state;
    for (size_t k = 0; k < sizeof lows / sizeof lows[0]; k++) {
        double low = lows[k], high = low + 1;
        const bm_ll box[] = {{-180, low}, {-177, low}, {-177, high}, {-180, high}};
        const uint32_t first[] = {0, 4};

        assert_int_equal(spread(ctx, box, first, 1, out), N);
        for (int i = 1; i < 20; i++) {
            double lat = low + i / 20.0, lon = -180 + 3 * i / 20.0;
            double want = (sin(lat * RAD) - sin(low * RAD)) / (sin(high * RAD) - sin(low * RAD));
            int south = 0, west = 0, corner = 0;

            for (int j = 0; j < N; j++) {
                south += out[j].lat_deg < lat;
                west += out[j].lon_deg < lon;
                corner += out[j].lat_deg < lat && out[j].lon_deg < lon;
            }
            assert_true(fabs(south / (double)N - want) < 2.0 / N);
            assert_true(fabs(west / (double)N - i / 20.0) < 4.0 / N);
            assert_true(fabs(corner / (double)N - want * i / 20.0) < 8.0 / N);
        }
    }
    bm_ctx_destroy(ctx);
}

/* Three quarters of the ground on one side of 180 degrees, a hole in it, a part far off. */
static void parts_and_holes_have_their_shares(void **state)
{
    const bm_ll pts[] = {{176, -1},   {180, -1},   {180, 1},   {176, 1},   /* 8 square degrees ... */
                         {177, -0.5}, {179, -0.5}, {179, 0.5}, {177, 0.5}, /* ... without 2: 6 */
                         {-180, 0},   {-179, 0},   {-179, 1},  {-180, 1},  /* 1 */
                         {10, -21},   {11, -21},   {11, -20},  {10, -20}}; /* cos(20.5) = 0.9367 */
    const uint32_t first[] = {0, 4, 8, 12, 16};
    bm_ctx *ctx = test_ctx();
    int west = 0, far = 0;
    bm_ll out[N];

    (void)state;
    assert_int_equal(spread(ctx, pts, first, 4, out), N);
    for (int i = 0; i < N; i++) {
        west += out[i].lon_deg < 0;
        far += out[i].lat_deg < -10;
    }
    assert_true(fabs(west / (double)N - 1 / 7.9367) < 0.01);
    assert_true(fabs(far / (double)N - 0.9367 / 7.9367) < 0.01);
    bm_ctx_destroy(ctx);
}

/* A stripe of some metres across twenty degrees, two islets in an ocean: all the points there are. */
static void slivers_and_islets_get_points(void **state)
{
    const bm_ll stripe[] = {{0, 0}, {20, 20}, {20, 20.00001}, {0, 0.00001}};
    const bm_ll islets[] = {{-170, -15}, {-169.999, -15},    {-169.9995, -14.999},
                            {170, 15},   {170.001, 15.0001}, {170.0005, 15.001}};
    const uint32_t one[] = {0, 4}, two[] = {0, 3, 6};
    bm_ctx *ctx = test_ctx();
    bm_ll out[N], again[N];
    int north = 0;

    (void)state;
    assert_int_equal(spread(ctx, stripe, one, 1, out), N);
    assert_int_equal(spread(ctx, islets, two, 2, out), N);
    for (int i = 0; i < N; i++) north += out[i].lat_deg > 0;
    assert_true(north > N * 0.4 && north < N * 0.55);
    assert_int_equal(spread(ctx, islets, two, 2, again), N);
    assert_memory_equal(out, again, sizeof out);
    bm_ctx_destroy(ctx);
}

static void no_ground_no_points(void **state)
{
    const bm_ll line[] = {{0, 0}, {1, 1}}, flat[] = {{0, 5}, {1, 5}, {2, 5}}, point[] = {{3, 3}};
    const uint32_t two[] = {0, 2}, three[] = {0, 3}, one[] = {0, 1}, none[] = {0, 0};
    bm_ctx *ctx = test_ctx();
    bm_ll out[N];

    (void)state;
    assert_int_equal(spread(ctx, line, two, 1, out), 0);
    assert_int_equal(spread(ctx, flat, three, 1, out), 0);
    assert_int_equal(spread(ctx, point, one, 1, out), 0);
    assert_int_equal(spread(ctx, point, none, 1, out), 0);
    assert_int_equal(spread(ctx, point, none, 0, out), 0);
    bm_ctx_destroy(ctx);
}

/* A cap about a pole, written with its cut along 180 degrees. */
static void a_polar_cap(void **state)
{
    const bm_ll cap[] = {{-180, -90}, {-180, -80}, {0, -80}, {180, -80}, {180, -90}};
    const uint32_t first[] = {0, 5};
    bm_ctx *ctx = test_ctx();
    double x = 0, y = 0;
    bm_ll out[N];
    int inner = 0;

    (void)state;
    assert_int_equal(spread(ctx, cap, first, 1, out), N);
    for (int i = 0; i < N; i++) {
        x += cos(out[i].lon_deg * RAD) / N, y += sin(out[i].lon_deg * RAD) / N;
        inner += out[i].lat_deg < -85;
    }
    assert_true(hypot(x, y) < 0.02);
    assert_true(fabs(inner / (double)N - (1 - cos(5 * RAD)) / (1 - cos(10 * RAD))) < 2.0 / N);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_is_covered_evenly),
        cmocka_unit_test(parts_and_holes_have_their_shares),
        cmocka_unit_test(slivers_and_islets_get_points),
        cmocka_unit_test(no_ground_no_points),
        cmocka_unit_test(a_polar_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
