/* Nearest points on edges, and the bounds that the search relies on, against plain sampling. */
#include "testing.h"

#include "geo/arc.h"
#include "geo/chord.h"

#include <math.h>

static bm_ll random_point(uint64_t *seed)
{
    return (bm_ll){-180 + 360 * test_uniform(seed), asin(-1 + 2 * test_uniform(seed)) / BM_DEG_RAD};
}

static double wrap(double lon_deg)
{
    return lon_deg > 180 ? lon_deg - 360 : lon_deg < -180 ? lon_deg + 360 : lon_deg;
}

/* On the edge at t, without the code under test. */
static bm_ll on_edge(const struct bm_arc *arc, double t)
{
    double az_deg, len_m;

    if (!arc->geodesic)
        return (bm_ll){wrap(arc->a.lon_deg + t * remainder(arc->b.lon_deg - arc->a.lon_deg, 360)),
                       arc->a.lat_deg + t * (arc->b.lat_deg - arc->a.lat_deg)};
    len_m = bm_geodesic_azimuth_m(arc->a, arc->b, &az_deg);
    return bm_geodesic_go(arc->a, az_deg, t * len_m);
}

static double sampled_m(const struct bm_arc *arc, bm_ll p)
{
    double best_m = INFINITY, best_t = 0, step = 1.0 / 16;

    for (int i = 0; i <= 16; i++) {
        double d = bm_geodesic_m(p, on_edge(arc, i * step));

        if (d < best_m) best_m = d, best_t = i * step;
    }
    for (int k = 0; k < 44; k++) { /* three-point search around the best */
        step *= 0.6;
        for (int side = -1; side <= 1; side += 2) {
            double t = fmin(1, fmax(0, best_t + side * step)), d = bm_geodesic_m(p, on_edge(arc, t));

            if (d < best_m) best_m = d, best_t = t;
        }
    }
    return best_m;
}

static struct bm_arc random_arc(uint64_t *seed, bool geodesic, double extent_deg)
{
    bm_ll a = random_point(seed), b;

    b.lon_deg = wrap(a.lon_deg + extent_deg * (test_uniform(seed) - 0.5));
    b.lat_deg = fmin(90, fmax(-90, a.lat_deg + extent_deg * (test_uniform(seed) - 0.5)));
    return bm_arc_of(a, b, geodesic);
}

static void nearest_points_match_sampling(void **state)
{
    bm_ctx *ctx = test_ctx();
    bm_measure *measure;
    uint64_t seed = 11;

    (void)state;
    assert_ok(ctx, bm_measure_create(ctx, &measure));
    for (int i = 0; i < 1500; i++) {
        struct bm_arc arc = random_arc(&seed, i % 2, i % 3 == 0 ? 0.3 : 0.02);
        double far_m = pow(10, 1 + 5.5 * test_uniform(&seed)), guess = test_uniform(&seed);
        bm_ll p = bm_geodesic_go(on_edge(&arc, test_uniform(&seed)), 360 * test_uniform(&seed), far_m);
        struct bm_foot foot;

        bm_measure_from(measure, p);
        bm_arc_nearest(measure, &arc, 0, 1, guess, &foot);
        assert_true(fabs(foot.dist_m - sampled_m(&arc, p)) < 1e-5);
        assert_true(fabs(foot.dist_m - bm_geodesic_m(p, foot.at)) < 1e-5);
        assert_true(bm_geodesic_m(foot.at, on_edge(&arc, foot.t)) < 1e-5);
    }
    bm_measure_destroy(ctx, measure);
    bm_ctx_destroy(ctx);
}

/* Short geodesic edges, which are not solved as geodesics, up to the poles. */
static void short_geodesics_are_where_long_ones_would_be(void **state)
{
    bm_ctx *ctx = test_ctx();
    bm_measure *measure;
    uint64_t seed = 13;
    double worst_m = 0, worst_deg = 0;

    (void)state;
    assert_ok(ctx, bm_measure_create(ctx, &measure));
    for (int i = 0; i < 20000; i++) {
        double lat = -89.99 + 179.98 * test_uniform(&seed), len_m = pow(10, 1 + 3.5 * test_uniform(&seed));
        double t = test_uniform(&seed), az_deg, whole_m, turn_deg;
        bm_ll a = {-180 + 360 * test_uniform(&seed), lat}, at;
        struct bm_arc arc = bm_arc_of(a, bm_geodesic_go(a, 360 * test_uniform(&seed), len_m), true);

        at = on_edge(&arc, t);
        worst_m = fmax(worst_m, bm_geodesic_m(bm_arc_at(measure, &arc, t), at));
        whole_m = bm_geodesic_azimuth_m(at, arc.b, &az_deg);
        turn_deg = fabs(remainder(bm_arc_heading_deg(measure, &arc, t) - az_deg, 360));
        if (whole_m > 1) worst_deg = fmax(worst_deg, turn_deg);
    }
    if (worst_m > 1e-5 || worst_deg > 1e-4) fail_msg("%.3g m, %.3g degrees off", worst_m, worst_deg);
    print_message("at most %.3g m and %.3g degrees off\n", worst_m, worst_deg);
    bm_measure_destroy(ctx, measure);
    bm_ctx_destroy(ctx);
}

static void chords_bound_geodesics(void **state)
{
    uint64_t seed = 12;

    (void)state;
    for (int i = 0; i < 300000; i++) {
        bm_ll a = random_point(&seed), b = random_point(&seed);
        struct bm_xyz p, q;
        double s_m, chord_m;

        if (i % 2) b = bm_geodesic_go(a, 360 * test_uniform(&seed), pow(10, 7.2 * test_uniform(&seed)));
        s_m = bm_geodesic_m(a, b);
        p = bm_xyz_of(a), q = bm_xyz_of(b);
        chord_m = sqrt((p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y) + (p.z - q.z) * (p.z - q.z));
        assert_true(s_m <= bm_chord_upper_m(chord_m) + 1e-6);
        assert_true(chord_m <= bm_chord_reach_m(s_m) + 1e-6);
    }
}

static void edges_stay_within_their_sag(void **state)
{
    uint64_t seed = 13;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct bm_arc arc = random_arc(&seed, i % 2, i % 5 ? 2 : 40);
        double t;
        struct bm_xyz at = bm_xyz_of(on_edge(&arc, test_uniform(&seed)));
        double off_m = sqrt(bm_chord_distance2(at, bm_xyz_of(arc.a), bm_xyz_of(arc.b), &t));

        assert_true(off_m <= bm_arc_sag_m(arc.dlon_deg, arc.dlat_deg) + 1e-6);
    }
}

static void shares_of_length_come_back(void **state)
{
    uint64_t seed = 14;

    (void)state;
    for (int i = 0; i < 500; i++) {
        struct bm_arc arc = random_arc(&seed, false, 4);
        double t = test_uniform(&seed), share = bm_arc_share(&arc, t), sum_m = 0, before_m = 0;

        for (int k = 0; k < 400; k++) { /* length by many short geodesics */
            double d = bm_geodesic_m(on_edge(&arc, k / 400.0), on_edge(&arc, (k + 1) / 400.0));

            sum_m += d;
            if ((k + 1) / 400.0 <= t)
                before_m += d;
            else if (k / 400.0 < t)
                before_m += bm_geodesic_m(on_edge(&arc, k / 400.0), on_edge(&arc, t));
        }
        if (sum_m < 1000) continue;
        assert_true(fabs(share - before_m / sum_m) < 1e-5);
        assert_true(fabs(bm_arc_share_to_t(&arc, share) - t) < 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_points_match_sampling),
        cmocka_unit_test(short_geodesics_are_where_long_ones_would_be),
        cmocka_unit_test(chords_bound_geodesics),
        cmocka_unit_test(edges_stay_within_their_sag),
        cmocka_unit_test(shares_of_length_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
