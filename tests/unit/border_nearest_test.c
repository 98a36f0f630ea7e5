/* The nearest border against an exhaustive search over all edges that shares no code with it. */
#include "border_brute.h"

struct brute {
    const struct fixture *fx;
    double (*xyz)[3];    /* each point, earth-centred, metres */
    double *half_m;      /* half of what each edge is at most long */
    double *low_m;       /* least distance that each point can have, by its chord */
    double least_m[512]; /* by dyad */
};

static void brute_init(struct brute *brute, const struct fixture *fx)
{
    const bm_border *b = fx->border;

    *brute = (struct brute){.fx = fx};
    assert_true(b->n_dyads <= sizeof brute->least_m / sizeof *brute->least_m);
    brute->xyz = calloc(b->n_pts, sizeof *brute->xyz);
    brute->half_m = calloc(b->n_pts, sizeof(double));
    brute->low_m = calloc(b->n_pts, sizeof(double));
    for (uint32_t i = 0; i < b->n_pts; i++) {
        to_xyz(b->pts[i], brute->xyz[i]);
        if (i + 1 < b->n_pts) brute->half_m[i] = length_bound_m(b->pts[i], b->pts[i + 1]) / 2;
    }
}

static void brute_free(struct brute *brute)
{
    free(brute->xyz), free(brute->half_m), free(brute->low_m);
}

/* Least distance for each dyad, where it can matter. Every edge is looked at: its distance is at least the
 * mean of its ends' distances less half its length, since distance changes by no more than one moves along an
 * edge. */
static void search_all(struct brute *brute, bm_ll p, bool geodesic)
{
    const bm_border *b = brute->fx->border;
    double from[3], first_m = INFINITY, second_m = INFINITY;

    to_xyz(p, from);
    for (uint32_t d = 0; d < b->n_dyads; d++) {
        const struct bmb_dyad *dyad = &b->file_dyads[d];
        uint32_t nearest = UINT32_MAX;

        for (uint32_t k = dyad->first_part; k < dyad->first_part + dyad->n_parts; k++)
            for (uint32_t i = b->parts[k].first; i < b->parts[k].first + b->parts[k].n; i++) {
                const double *v = brute->xyz[i];
                double x = v[0] - from[0], y = v[1] - from[1], z = v[2] - from[2];

                brute->low_m[i] = sqrt(x * x + y * y + z * z);
                if (nearest == UINT32_MAX || brute->low_m[i] < brute->low_m[nearest]) nearest = i;
            }
        brute->least_m[d] = nearest == UINT32_MAX ? INFINITY : bm_geodesic_m(p, b->pts[nearest]);
        if (brute->least_m[d] < first_m)
            second_m = first_m, first_m = brute->least_m[d];
        else
            second_m = fmin(second_m, brute->least_m[d]);
    }
    for (uint32_t k = 0; k < b->n_parts; k++)
        for (uint32_t i = b->parts[k].first; i + 1 < b->parts[k].first + b->parts[k].n; i++) {
            double *least_m = &brute->least_m[b->parts[k].dyad];
            double chord_m = (brute->low_m[i] + brute->low_m[i + 1]) / 2 - brute->half_m[i];

            if (chord_m > second_m || chord_m > *least_m)
                continue; /* a chord is no longer than its geodesic */
            if ((arc_bound_m(brute->low_m[i]) + arc_bound_m(brute->low_m[i + 1])) / 2 - brute->half_m[i] >
                fmin(second_m, *least_m))
                continue;
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

static void compare_point(struct fixture *fx, struct brute *brute, bm_ll p, int i)
{
    bm_tag tag = fx_tag(fx, p.lon_deg, p.lat_deg, 0);
    double first_m, second_m;
    int32_t first, second;

    search_all(brute, p, fx->options.edges == BM_EDGES_GEODESIC);
    first = smallest(brute, -1, &first_m);
    second = smallest(brute, first, &second_m);
    if (fabs(tag.dist_m - first_m) > 0.001 || tag.dyad != first || fabs(tag.dist2_m - second_m) > 0.001 ||
        tag.dyad2 != second)
        fail_msg("point %d (%.9f %.9f): dyad %d %.6f m, dyad2 %d %.6f m; all edges say %d %.6f, %d %.6f", i,
                 p.lon_deg, p.lat_deg, tag.dyad, tag.dist_m, tag.dyad2, tag.dist2_m, first, first_m, second,
                 second_m);
    assert_true(fabs(bm_geodesic_m(p, tag.near) - tag.dist_m) < 1e-6);
    assert_true(tag.dmin_m == tag.dist_m && tag.dmax_m == tag.dist_m);
    assert_true(tag.n_shares == 0);
}

static void compare(bm_edges edges, uint64_t seed, int n_points)
{
    struct fixture fx;
    struct brute brute;

    fx_init(&fx);
    fx_random_borders(&fx, seed, 60);
    fx.options.edges = edges;
    fx_open(&fx);
    assert_true(fx.border->n_dyads >= 20 && fx.border->n_dyads <= 64);
    brute_init(&brute, &fx);
    for (int i = 0; i < n_points; i++) compare_point(&fx, &brute, test_point(fx.border, i, &seed), i);
    brute_free(&brute);
    fx_free(&fx);
}

/* 1,000 points on the built-in borders: within 300 km of some border, evenly over the borders' vertices. */
static void the_world(void **state)
{
    uint64_t seed = 303;
    struct fixture fx;
    struct brute brute;

    (void)state;
    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    brute_init(&brute, &fx);
    for (int i = 0; i < 1000; i++) {
        bm_ll v = fx.border->pts[test_random(&seed) % fx.border->n_pts];
        bm_ll p = bm_geodesic_go(v, 360 * test_uniform(&seed), 300e3 * test_uniform(&seed));

        compare_point(&fx, &brute, p, i);
    }
    brute_free(&brute);
    fx_free(&fx);
}

/* Edges of up to half the earth each way (a sag of 32,000 km), against samples every half a degree along them. */
static double long_edge_m(bm_ll p, bm_ll a, bm_ll b, bool geodesic)
{
    enum { N = 720 };
    double least_m = INFINITY, all_m[N + 1];

    for (int i = 0; i <= N; i++) {
        all_m[i] = bm_geodesic_m(p, on_edge(a, b, geodesic, (double)i / N));
        least_m = fmin(least_m, all_m[i]);
    }
    for (int i = 0; i < N; i++) /* both ends are at most a step, of 56 km, away from what is between them */
        if (fmin(all_m[i], all_m[i + 1]) < least_m + 56000)
            least_m = fmin(least_m, edge_m(p, on_edge(a, b, geodesic, (double)i / N),
                                           on_edge(a, b, geodesic, (i + 1.0) / N), geodesic));
    return least_m;
}

static void long_edges(void **state)
{
    static const bm_ll ends[][2] = {{{-90, -90}, {90, 90}},  {{-170, 60}, {9.5, 61}},  {{20, -89}, {-170, 88}},
                                    {{100, 80}, {-80.5, 80}}, {{0, -10}, {179, -10.5}}, {{-120, 45}, {55, -70}}};
    static const char *const iso[] = {"AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"};
    uint64_t seed = 8;
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    for (int i = 0; i < 6; i++) {
        assert_true(bmb_is_sag(bmb_sag_of(ends[i][0], ends[i][1])));
        fx_chain(&fx, iso[i], iso[i + 1], BM_BORDER_INTERNATIONAL, ends[i], 2);
    }
    fx_open(&fx);
    assert_int_equal(fx.border->n_dyads, 6);
    for (int i = 0; i < 40; i++) {
        bool geodesic = i >= 20;
        bm_ll p = i % 20 < 2 ? (bm_ll){0, i % 20 ? 90 : -90}
                            : (bm_ll){-180 + 360 * test_uniform(&seed), asin(-1 + 2 * test_uniform(&seed)) * 57.29577951308232};
        double least_m[2] = {INFINITY, INFINITY};
        bm_tag tag;

        if (i == 20) {
            fx.options.edges = BM_EDGES_GEODESIC;
            fx_run(&fx);
        }
        tag = fx_tag(&fx, p.lon_deg, p.lat_deg, 0);
        for (int k = 0; k < 6; k++) {
            double edge = long_edge_m(p, ends[k][0], ends[k][1], geodesic);

            least_m[1] = fmin(least_m[1], fmax(least_m[0], edge));
            least_m[0] = fmin(least_m[0], edge);
        }
        if (!(fabs(tag.dist_m - least_m[0]) < 0.001 && fabs(tag.dist2_m - least_m[1]) < 0.001))
            fail_msg("%.6f %.6f: %.6f and %.6f m, samples say %.6f and %.6f m", p.lon_deg, p.lat_deg, tag.dist_m,
                     tag.dist2_m, least_m[0], least_m[1]);
    }
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
    uint64_t seed = 6;
    const int32_t wanted[] = {7, 2};

    (void)state;
    fx_init(&fx);
    fx_random_borders(&fx, 404, 40);
    fx.options.dyads = wanted;
    fx.options.n_dyads = 2;
    fx_open(&fx);
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
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lonlat_edges),
        cmocka_unit_test(the_world),
        cmocka_unit_test(long_edges),
        cmocka_unit_test(geodesic_edges),
        cmocka_unit_test(segments_hold_their_nearest_points),
        cmocka_unit_test(only_the_wanted_dyads_are_candidates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
