/* Certified ranges of areas against distances all over them. */
#include "border_fixture.h"

#include "border/tagger.h"

#define MIN_GAP_M 5.0
#define MAX_GAP_M 10.0

static bm_area area_of(const bm_ll *pts, uint32_t n, uint32_t first[2])
{
    bm_area area = {.pts = pts, .ring_first = first, .n_rings = 1, .box = {180, 90, -180, -90}};

    first[0] = 0, first[1] = n;
    for (uint32_t i = 0; i < n; i++) {
        area.box.west_deg = fmin(area.box.west_deg, pts[i].lon_deg);
        area.box.east_deg = fmax(area.box.east_deg, pts[i].lon_deg);
        area.box.south_deg = fmin(area.box.south_deg, pts[i].lat_deg);
        area.box.north_deg = fmax(area.box.north_deg, pts[i].lat_deg);
    }
    return area;
}

static double distance_at(struct fixture *fx, bm_ll p)
{
    double d_m;
    bm_ll near;

    assert_ok(fx->ctx, bm_tag_distance(fx->ctx, fx->tagger, p, &d_m, &near));
    return d_m;
}

/* Points on the rim and inside lie in the range, and its ends are distances that occur: a step of the samples
 * explains the rest. */
static void check_range(struct fixture *fx, const bm_area *area, int n, uint64_t *seed)
{
    double min_m, max_m, least_m = INFINITY, most_m = -INFINITY;
    uint32_t n_pts = area->ring_first[1];

    assert_ok(fx->ctx, bm_tag_area_range(fx->ctx, fx->tagger, area, &min_m, &max_m));
    for (int i = 0; i < n; i++) {
        uint32_t k = (uint32_t)(test_random(seed) % n_pts);
        bm_ll a = area->pts[k], b = area->pts[(k + 1) % n_pts];
        double t = test_uniform(seed), d_m;
        bm_ll p = {a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)};

        if (i % 2)
            p = (bm_ll){area->box.west_deg + test_uniform(seed) * (area->box.east_deg - area->box.west_deg),
                        area->box.south_deg +
                            test_uniform(seed) * (area->box.north_deg - area->box.south_deg)};
        if (i % 2 && !bm_area_contains(area, p)) continue;
        d_m = distance_at(fx, p);
        least_m = fmin(least_m, d_m), most_m = fmax(most_m, d_m);
        if (d_m < min_m - MIN_GAP_M || d_m > max_m + MAX_GAP_M)
            fail_msg("%.9f %.9f is %.3f m away, certified are %.3f to %.3f", p.lon_deg, p.lat_deg, d_m, min_m,
                     max_m);
    }
    assert_true(max_m <= most_m + 60000 && min_m >= least_m - 60000);
}

static void areas_among_random_borders(void **state)
{
    uint64_t seed = 20260;

    (void)state;
    for (int k = 0; k < 12; k++) {
        struct fixture fx;

        fx_init(&fx);
        fx.options.edges = k % 2 ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
        fx_random_borders(&fx, 100 + (uint64_t)k, 3 + 6 * (k % 5));
        fx_open(&fx);
        for (int a = 0; a < 12; a++) {
            int n = 3 + (int)(test_random(&seed) % 40);
            double size_deg = pow(10, -1.5 + 2 * test_uniform(&seed));
            bm_ll centre = {-140 + 280 * test_uniform(&seed), -55 + 110 * test_uniform(&seed)}, pts[48];
            uint32_t first[2];
            bm_area area;

            for (int i = 0; i < n; i++) {
                double turn = 6.283185307179586 * i / n, r_deg = size_deg * (0.3 + 0.7 * test_uniform(&seed));

                pts[i] = (bm_ll){centre.lon_deg + r_deg * cos(turn), centre.lat_deg + r_deg * sin(turn)};
            }
            area = area_of(pts, (uint32_t)n, first);
            check_range(&fx, &area, 400, &seed);
        }
        fx_free(&fx);
    }
}

/* A rim that runs beside the border for ten degrees, at a distance that is known: a parallel 0.01 degrees
 * south of a border along a parallel (geographiclib: echo 49 0 48.99 0 | GeodSolve -i -p 3: 1112.096 m). */
static void a_rim_beside_the_border(void **state)
{
    const bm_ll line[] = {{-110, 49}, {-105, 49}, {-100, 49}};
    const bm_ll pts[] = {{-109, 48.99}, {-101, 48.99}, {-101, 46}, {-109, 46}};
    uint32_t first[2];
    bm_area area = area_of(pts, 4, first);
    uint64_t seed = 3;
    double min_m, max_m;
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 3);
    fx_open(&fx);
    check_range(&fx, &area, 2000, &seed);
    assert_ok(fx.ctx, bm_tag_area_range(fx.ctx, fx.tagger, &area, &min_m, &max_m));
    assert_true(fabs(min_m - 1112.096) <= MIN_GAP_M);
    assert_true(fabs(max_m - bm_geodesic_m((bm_ll){-105, 46}, (bm_ll){-105, 49})) <= 400);
    fx_free(&fx);
}

/* The middle between two borders is the farthest: all along it (parallels a degree from the equator), and at
 * the far end of a wedge. */
static void the_farthest_is_between_borders(void **state)
{
    const bm_ll north[] = {{0, 1}, {6, 1}}, south[] = {{0, -1}, {6, -1}}, spread[] = {{0, -1}, {6, -2}};
    const bm_ll pts[] = {{1, -0.8}, {5, -0.8}, {5, 0.8}, {1, 0.8}};
    uint32_t first[2];
    bm_area area = area_of(pts, 4, first);
    uint64_t seed = 4;
    double min_m, max_m, degree_m = bm_geodesic_m((bm_ll){3, 0}, (bm_ll){3, 1});

    (void)state;
    for (int k = 0; k < 2; k++) {
        struct fixture fx;

        fx_init(&fx);
        fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, north, 2);
        fx_chain(&fx, "AAA", "CCC", BM_BORDER_INTERNATIONAL, k == 0 ? south : spread, 2);
        fx_open(&fx);
        check_range(&fx, &area, 2000, &seed);
        assert_ok(fx.ctx, bm_tag_area_range(fx.ctx, fx.tagger, &area, &min_m, &max_m));
        if (k == 0) assert_true(fabs(max_m - degree_m) <= MAX_GAP_M);
        if (k == 1) assert_true(max_m > 1.35 * degree_m && max_m < 1.45 * degree_m);
        fx_free(&fx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_among_random_borders),
        cmocka_unit_test(a_rim_beside_the_border),
        cmocka_unit_test(the_farthest_is_between_borders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
