/* Shares and samples of radii against the exact search: each point that stands for a disc is measured to the
 * nearest border by geodesics and gives its segment. */
#include "border_fixture.h"

#include "border/search.h"

#include <stdlib.h>

/* The i-th of 96 points on a sunflower's spiral about the centre, from its definition. */
static bm_ll disc_point(bm_ll centre, double rad_m, int i)
{
    return bm_geodesic_go(centre, fmod(i * 137.50776405003785, 360), rad_m * sqrt((i + 0.5) / 96));
}

/* Its distance and segment; of what ties within 1 mm the smallest. */
static double exact_m(struct fixture *fx, bm_search *search, bm_ll p, uint32_t *segment)
{
    const struct bm_hit *hits;
    double least_m = INFINITY;
    size_t n;

    assert_ok(fx->ctx, bm_search_nearest(fx->ctx, search, p, BM_SEARCH_NEAREST, &hits, &n));
    for (size_t i = 0; i < n; i++) least_m = fmin(least_m, hits[i].foot.dist_m);
    *segment = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        bool geodesic = fx->segments->geodesic;
        double chain_m = bm_border_chain_m(fx->border, geodesic, hits[i].edge, hits[i].foot.t);
        uint32_t its = bm_segment_at(fx->segments, (uint32_t)hits[i].dyad, hits[i].edge, chain_m);

        if (hits[i].foot.dist_m <= least_m + 0.001 && its < *segment) *segment = its;
    }
    return least_m;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

struct off {
    double votes, most; /* of 96 for each place, in all and of one place */
    int places, whole, wrong_whole;
    double most_m; /* a sample is off */
};

static void check_place(struct fixture *fx, bm_search *search, bm_ll centre, double rad_m, struct off *off)
{
    double *votes = calloc(fx->segments->n, sizeof *votes), dist_m[96], wrong = 0;
    bm_tag tag = fx_tag(fx, centre.lon_deg, centre.lat_deg, rad_m);
    bool whole = tag.n_shares == 1 && tag.shares[0].share == 1;

    assert_non_null(votes);
    for (int i = 0; i < 96; i++) {
        uint32_t segment;

        dist_m[i] = exact_m(fx, search, disc_point(centre, rad_m, i), &segment);
        if (dist_m[i] <= fx->options.max_m) votes[segment]++;
        off->wrong_whole += whole && segment != tag.shares[0].segment;
    }
    for (uint32_t i = 0; i < tag.n_shares; i++) {
        wrong += fabs(votes[tag.shares[i].segment] - 96 * tag.shares[i].share);
        votes[tag.shares[i].segment] = 0;
    }
    for (uint32_t i = 0; i < fx->segments->n; i++) wrong += votes[i];
    off->votes += wrong / 2;
    off->most = fmax(off->most, wrong / 2);
    off->places++;
    off->whole += whole;
    qsort(dist_m, 96, sizeof *dist_m, by_value);
    for (uint32_t i = 0; i < tag.n_samples; i++)
        off->most_m = fmax(off->most_m, fabs(fmin(dist_m[i], tag.dmax_m) - tag.sample_m[i]));
    free(votes);
}

/* About n points of border lines, at all distances; radii from 500 m to most_m. */
static struct off places(struct fixture *fx, int n, double most_m)
{
    struct off off = {0};
    uint64_t seed = 7;
    bm_search *search;

    assert_ok(fx->ctx, bm_search_create(fx->ctx, fx->border, fx->segments->geodesic, NULL, 0, &search));
    while (off.places < n) {
        uint32_t at = (uint32_t)(test_random(&seed) % fx->border->n_pts);
        double away_m = 120e3 * pow(test_uniform(&seed), 2);
        double rad_m = 500 * pow(most_m / 500, test_uniform(&seed));
        bm_ll p = bm_geodesic_go(fx->border->pts[at], 360 * test_uniform(&seed), away_m);

        check_place(fx, search, p, rad_m, &off);
    }
    bm_search_destroy(fx->ctx, search);
    print_message("%d places: %.2f votes off, %.2f at most; %d whole, %d of their points elsewhere; "
                  "samples %.3f m off\n",
                  off.places, off.votes, off.most, off.whole, off.wrong_whole, off.most_m);
    return off;
}

static void begin(struct fixture *fx, bool geodesic)
{
    static const double bands_m[] = {1000, 3000, 10000, 25000, 50000, 100000};

    fx_init(fx);
    fx->options.bands_m = bands_m;
    fx->options.n_bands = 6;
    fx->options.edges = geodesic ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
}

static void on_the_world(bool geodesic)
{
    struct fixture fx;
    struct off off;

    begin(&fx, geodesic);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    off = places(&fx, 400, 25000);
    assert_int_equal(off.wrong_whole, 0);
    assert_true(off.whole > 100);
    assert_true(off.votes < 4 && off.most < 1.01 && off.most_m < 1);
    fx_free(&fx);
}

static void straight_edges(void **state)
{
    (void)state;
    on_the_world(false);
}

static void geodesic_edges(void **state)
{
    (void)state;
    on_the_world(true);
}

/* Edges of some metres to hundreds of kilometres, at the poles and over 180 degrees; discs with more lines
 * than there is room for. */
static void random_borders(void **state)
{
    (void)state;
    for (int geodesic = 0; geodesic < 2; geodesic++) {
        struct fixture fx;
        struct off off;

        begin(&fx, geodesic);
        fx_random_borders(&fx, 3, 60);
        fx_open(&fx);
        off = places(&fx, 400, 60000);
        assert_int_equal(off.wrong_whole, 0);
        assert_true(off.whole > 100);
        assert_true(off.votes < 12 && off.most < 2.01 && off.most_m < 0.1);
        fx_free(&fx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_edges),
        cmocka_unit_test(geodesic_edges),
        cmocka_unit_test(random_borders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
