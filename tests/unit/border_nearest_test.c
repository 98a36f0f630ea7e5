/* The nearest border against an exhaustive search over all edges that shares no code with it. */
#include "border_fixture.h"

struct brute {
    const struct fixture *fx;
    double *vertex_m;   /* distance of each point */
    double least_m[64]; /* by dyad */
};

static bm_ll on_edge(bm_ll a, bm_ll b, bool geodesic, double t)
{
    double az_deg, len_m;

    if (!geodesic)
        return (bm_ll){fx_wrap(a.lon_deg + t * remainder(b.lon_deg - a.lon_deg, 360)),
                       a.lat_deg + t * (b.lat_deg - a.lat_deg)};
    len_m = bm_geodesic_azimuth_m(a, b, &az_deg);
    return bm_geodesic_go(a, az_deg, t * len_m);
}

/* Golden section from each dip of a sampling. */
static double edge_m(bm_ll p, bm_ll a, bm_ll b, bool geodesic)
{
    enum { N = 12 };
    const double ratio = 0.6180339887498949;
    double d[N + 1], best_m = INFINITY;

    for (int i = 0; i <= N; i++) d[i] = bm_geodesic_m(p, on_edge(a, b, geodesic, (double)i / N));
    for (int i = 0; i <= N; i++) {
        double low = fmax(0, (i - 1.0) / N), high = fmin(1, (i + 1.0) / N);

        best_m = fmin(best_m, d[i]);
        if ((i > 0 && d[i - 1] < d[i]) || (i < N && d[i + 1] < d[i])) continue;
        for (int k = 0; k < 40; k++) {
            double t1 = high - ratio * (high - low), t2 = low + ratio * (high - low);
            double d1 = bm_geodesic_m(p, on_edge(a, b, geodesic, t1));
            double d2 = bm_geodesic_m(p, on_edge(a, b, geodesic, t2));

            best_m = fmin(best_m, fmin(d1, d2));
            if (d1 < d2)
                high = t2;
            else
                low = t1;
        }
    }
    return best_m;
}

/* No longer than this: sum of a path along a meridian and one along the parallel nearer to the equator. */
static double length_bound_m(bm_ll a, bm_ll b)
{
    double lat = fmin(fabs(a.lat_deg), fabs(b.lat_deg)) * 0.017453292519943295;

    if (a.lat_deg * b.lat_deg < 0) lat = 0;
    return 6400000 * 0.017453292519943295 *
           (fabs(b.lat_deg - a.lat_deg) + cos(lat) * fabs(remainder(b.lon_deg - a.lon_deg, 360)));
}

/* Least distance for each dyad, where it can matter: distance changes by no more than one moves along an
 * edge. */
static void search_all(struct brute *brute, bm_ll p, bool geodesic)
{
    const bm_border *b = brute->fx->border;
    double first_m = INFINITY, second_m = INFINITY;

    for (uint32_t d = 0; d < b->n_dyads; d++) {
        const struct bmb_dyad *dyad = &b->file_dyads[d];

        brute->least_m[d] = INFINITY;
        for (uint32_t k = dyad->first_part; k < dyad->first_part + dyad->n_parts; k++)
            for (uint32_t i = b->parts[k].first; i < b->parts[k].first + b->parts[k].n; i++) {
                brute->vertex_m[i] = bm_geodesic_m(p, b->pts[i]);
                brute->least_m[d] = fmin(brute->least_m[d], brute->vertex_m[i]);
            }
        if (brute->least_m[d] < first_m)
            second_m = first_m, first_m = brute->least_m[d];
        else
            second_m = fmin(second_m, brute->least_m[d]);
    }
    for (uint32_t k = 0; k < b->n_parts; k++)
        for (uint32_t i = b->parts[k].first; i + 1 < b->parts[k].first + b->parts[k].n; i++) {
            double low_m =
                (brute->vertex_m[i] + brute->vertex_m[i + 1] - length_bound_m(b->pts[i], b->pts[i + 1])) / 2;
            double *least_m = &brute->least_m[b->parts[k].dyad];

            if (low_m > second_m || low_m > *least_m) continue;
            *least_m = fmin(*least_m, edge_m(p, b->pts[i], b->pts[i + 1], geodesic));
        }
}

/* The smallest dyad within 1 mm of the least, leaving one out. */
static int32_t smallest(const struct brute *brute, int32_t without, double *least_m)
{
    uint32_t n = brute->fx->border->n_dyads;
    int32_t found = -1;

    *least_m = INFINITY;
    for (uint32_t d = 0; d < n; d++)
        if ((int32_t)d != without) *least_m = fmin(*least_m, brute->least_m[d]);
    for (uint32_t d = n; d-- > 0;)
        if ((int32_t)d != without && brute->least_m[d] <= *least_m + 0.001) found = (int32_t)d;
    return found;
}

static bm_ll test_point(const bm_border *border, int i, uint64_t *seed)
{
    bm_ll v = border->pts[test_random(seed) % border->n_pts];

    if (i == 0) return (bm_ll){0, 90};
    if (i == 1) return (bm_ll){77, -90};
    if (i == 2) return (bm_ll){180, 10};
    if (i == 3) return (bm_ll){-180, 10};
    if (i % 4 == 0) /* anywhere */
        return (bm_ll){-180 + 360 * test_uniform(seed),
                       asin(-1 + 2 * test_uniform(seed)) * 57.29577951308232};
    if (i % 20 == 1) return v;
    return bm_geodesic_go(v, 360 * test_uniform(seed), pow(10, 6.3 * test_uniform(seed)));
}

static void compare(bm_edges edges, uint64_t seed, int n_points)
{
    struct fixture fx;
    struct brute brute = {.fx = &fx};

    fx_init(&fx);
    fx_random_borders(&fx, seed, 60);
    fx.options.edges = edges;
    fx_open(&fx);
    assert_true(fx.border->n_dyads >= 20 && fx.border->n_dyads <= 64);
    brute.vertex_m = calloc(fx.border->n_pts, sizeof(double));
    for (int i = 0; i < n_points; i++) {
        bm_ll p = test_point(fx.border, i, &seed);
        bm_tag tag = fx_tag(&fx, p.lon_deg, p.lat_deg, 0);
        double first_m, second_m;
        int32_t first, second;

        search_all(&brute, p, edges == BM_EDGES_GEODESIC);
        first = smallest(&brute, -1, &first_m);
        second = smallest(&brute, first, &second_m);
        if (fabs(tag.dist_m - first_m) > 0.001 || tag.dyad != first || fabs(tag.dist2_m - second_m) > 0.001 ||
            tag.dyad2 != second)
            fail_msg("point %d (%.9f %.9f): dyad %d %.6f m, dyad2 %d %.6f m; all edges say %d %.6f, %d %.6f",
                     i, p.lon_deg, p.lat_deg, tag.dyad, tag.dist_m, tag.dyad2, tag.dist2_m, first, first_m,
                     second, second_m);
        assert_true(fabs(bm_geodesic_m(p, tag.near) - tag.dist_m) < 1e-6);
        assert_true(tag.dmin_m == tag.dist_m && tag.dmax_m == tag.dist_m);
        assert_true(tag.n_shares == 0);
    }
    free(brute.vertex_m);
    fx_free(&fx);
}

static void lonlat_edges(void **state)
{
    (void)state;
    compare(BM_EDGES_LONLAT, 101, 1000);
}

static void geodesic_edges(void **state)
{
    (void)state;
    compare(BM_EDGES_GEODESIC, 202, 1000);
}

/* The point given as nearest lies on the segment given, at the chainage given. */
static void segments_hold_their_nearest_points(void **state)
{
    struct fixture fx;
    uint64_t seed = 5;

    (void)state;
    fx_init(&fx);
    fx_random_borders(&fx, 303, 40);
    fx_open(&fx);
    for (int i = 0; i < 300; i++) {
        bm_ll p = test_point(fx.border, i, &seed);
        bm_tag tag = fx_tag(&fx, p.lon_deg, p.lat_deg, 0);
        const bm_segment *s = &fx.segments->all[tag.segment];
        const bm_ll *pts;
        const uint32_t *first;
        uint32_t n;
        double least_m = INFINITY;

        assert_int_equal(s->dyad, tag.dyad);
        assert_true(tag.chain_m >= s->from_m - 1e-6);
        assert_ok(fx.ctx,
                  bm_segment_lines(fx.ctx, fx.segments, (uint32_t)tag.segment, fx.arena, &pts, &first, &n));
        assert_true(n > 0);
        for (uint32_t line = 0; line < n; line++)
            for (uint32_t k = first[line]; k + 1 < first[line + 1]; k++) {
                if (bm_geodesic_m(p, pts[k]) - length_bound_m(pts[k], pts[k + 1]) > tag.dist_m + 1) continue;
                least_m = fmin(least_m, edge_m(p, pts[k], pts[k + 1], false));
            }
        assert_true(fabs(least_m - tag.dist_m) < 0.002);
        bm_arena_reset(fx.arena);
    }
    fx_free(&fx);
}

static void only_the_wanted_dyads_are_candidates(void **state)
{
    struct fixture fx;
    struct brute brute = {.fx = &fx};
    uint64_t seed = 6;
    const int32_t wanted[] = {7, 2};

    (void)state;
    fx_init(&fx);
    fx_random_borders(&fx, 404, 40);
    fx.options.dyads = wanted;
    fx.options.n_dyads = 2;
    fx_open(&fx);
    brute.vertex_m = calloc(fx.border->n_pts, sizeof(double));
    for (int i = 0; i < 60; i++) {
        bm_ll p = test_point(fx.border, i, &seed);
        bm_tag tag = fx_tag(&fx, p.lon_deg, p.lat_deg, 0);
        double least_m[2] = {INFINITY, INFINITY};

        for (int w = 0; w < 2; w++) {
            const struct bmb_dyad *dyad = &fx.border->file_dyads[wanted[w]];

            for (uint32_t k = dyad->first_part; k < dyad->first_part + dyad->n_parts; k++) {
                const struct bmb_part *part = &fx.border->parts[k];

                for (uint32_t e = part->first; e + 1 < part->first + part->n; e++)
                    least_m[w] = fmin(least_m[w], edge_m(p, fx.border->pts[e], fx.border->pts[e + 1], false));
            }
        }
        assert_true(fabs(tag.dist_m - fmin(least_m[0], least_m[1])) < 0.001);
        assert_true(fabs(tag.dist2_m - fmax(least_m[0], least_m[1])) < 0.001);
        assert_int_equal(tag.dyad, wanted[least_m[0] < least_m[1] ? 0 : 1]);
    }
    free(brute.vertex_m);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lonlat_edges),
        cmocka_unit_test(geodesic_edges),
        cmocka_unit_test(segments_hold_their_nearest_points),
        cmocka_unit_test(only_the_wanted_dyads_are_candidates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
