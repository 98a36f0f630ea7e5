/* The search against a plainer use of GEOS's STRtree that shares neither its grid nor its groups: runs of 32
 * edges, three times, 360 degrees apart, asked with the box of a spherical cap that grows until it must hold
 * the nearest one. On the world's borders when they have been built, and on seeded ones. Prints the pace. */
#include "border_fixture.h"

#include "adapt/planar.h"
#include "geo/arc.h"
#include "geo/chord.h"

#include <time.h>

enum { RUN = 32 };

struct oracle {
    bm_ctx *ctx;
    const bm_border *border;
    bm_tree *tree;
    bm_measure *measure;
    uint32_t *first, *n, *dyad; /* of each box; runs appear up to three times, 360 degrees apart */
    size_t n_boxes;
    bm_ll p;
    struct bm_xyz from;
    double upper_m;  /* the nearest edge is at most so far */
    double *least_m; /* by dyad */
    int solved;
};

static void add_boxes(struct oracle *o, bm_box *boxes, uint32_t first, uint32_t n, uint32_t dyad)
{
    const bm_ll *pts = o->border->pts;
    double lon = pts[first].lon_deg;
    bm_box box = {lon, pts[first].lat_deg, lon, pts[first].lat_deg};

    for (uint32_t i = first + 1; i <= first + n; i++) { /* longitudes run on over 180 */
        lon += remainder(pts[i].lon_deg - pts[i - 1].lon_deg, 360);
        box.west_deg = fmin(box.west_deg, lon), box.east_deg = fmax(box.east_deg, lon);
        box.south_deg = fmin(box.south_deg, pts[i].lat_deg),
        box.north_deg = fmax(box.north_deg, pts[i].lat_deg);
    }
    for (int shift = -360; shift <= 360; shift += 360) {
        bm_box at = {box.west_deg + shift - 1e-9, box.south_deg - 1e-9, box.east_deg + shift + 1e-9,
                     box.north_deg + 1e-9};

        boxes[o->n_boxes] = at;
        o->first[o->n_boxes] = first, o->n[o->n_boxes] = n, o->dyad[o->n_boxes++] = dyad;
    }
}

static void oracle_init(struct oracle *o, bm_ctx *ctx, const bm_border *border)
{
    size_t most = 3 * ((size_t)border->n_pts / RUN + 2 * border->n_parts);
    bm_box *boxes = calloc(most, sizeof *boxes);

    *o = (struct oracle){.ctx = ctx, .border = border};
    o->first = calloc(most, sizeof(uint32_t)), o->n = calloc(most, sizeof(uint32_t));
    o->dyad = calloc(most, sizeof(uint32_t));
    o->least_m = calloc(border->n_dyads, sizeof(double));
    for (uint32_t p = 0; p < border->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];

        for (uint32_t i = 0; i < part->n - 1; i += RUN)
            add_boxes(o, boxes, part->first + i, part->n - 1 - i < RUN ? part->n - 1 - i : RUN, part->dyad);
    }
    assert_ok(ctx, bm_tree_build(ctx, boxes, o->n_boxes, &o->tree));
    assert_ok(ctx, bm_measure_create(ctx, &o->measure));
    free(boxes);
}

static void oracle_free(struct oracle *o)
{
    bm_measure_destroy(o->ctx, o->measure);
    bm_tree_destroy(o->tree);
    free(o->first), free(o->n), free(o->dyad), free(o->least_m);
}

static void visit(void *user, uint32_t index)
{
    struct oracle *o = user;
    const bm_ll *pts = o->border->pts;
    uint32_t dyad = o->dyad[index];

    for (uint32_t i = o->first[index]; i < o->first[index] + o->n[index]; i++) {
        struct bm_arc arc = bm_arc_of(pts[i], pts[i + 1], false);
        double t, sag_m = bm_arc_sag_m(arc.dlon_deg, arc.dlat_deg);
        double chord_m = sqrt(bm_chord_distance2(o->from, bm_xyz_of(pts[i]), bm_xyz_of(pts[i + 1]), &t));
        int pieces = 1 + (int)sqrt(sag_m / 4);

        if (chord_m - sag_m > bm_chord_reach_m(o->upper_m + 0.002)) continue;
        for (int k = 0; k < pieces; k++) {
            struct bm_foot foot;

            bm_arc_nearest(o->measure, &arc, (double)k / pieces, (k + 1.0) / pieces, t, &foot);
            o->least_m[dyad] = fmin(o->least_m[dyad], foot.dist_m);
            o->upper_m = fmin(o->upper_m, foot.dist_m);
            o->solved++;
        }
    }
}

/* All of the box that the cap of upper_m about the point can touch. */
static bm_box cap_box(bm_ll p, double upper_m)
{
    double angle = upper_m / BM_WGS84_R_MIN_M * 1.0001 + 1e-9, lat = p.lat_deg * BM_DEG_RAD, reach;
    bm_box box = {-180, p.lat_deg - angle / BM_DEG_RAD, 180, p.lat_deg + angle / BM_DEG_RAD};

    if (box.south_deg <= -90 || box.north_deg >= 90 || sin(angle) >= cos(lat)) return box;
    reach = asin(sin(angle) / cos(lat)) / BM_DEG_RAD * 1.0001;
    box.west_deg = p.lon_deg - reach, box.east_deg = p.lon_deg + reach;
    return box;
}

/* Nearest dyad, smallest within 1 mm. Caps grow until one holds a border. */
static int32_t ask(struct oracle *o, bm_ll p, double *dist_m)
{
    double reach_m = 20000;
    int32_t found = -1;

    o->p = p;
    o->from = bm_xyz_of(p);
    o->upper_m = INFINITY;
    bm_measure_from(o->measure, p);
    for (uint32_t d = 0; d < o->border->n_dyads; d++) o->least_m[d] = INFINITY;
    for (;;) {
        bm_box box = cap_box(p, reach_m);

        assert_ok(o->ctx, bm_tree_query(o->ctx, o->tree, &box, visit, o));
        if (o->upper_m + 0.002 <= reach_m) break;
        assert_true(reach_m < 2.1e7);
        reach_m = fmin(o->upper_m + 0.01, reach_m * 3);
    }
    *dist_m = o->upper_m;
    for (uint32_t d = o->border->n_dyads; d-- > 0;)
        if (o->least_m[d] <= o->upper_m + 0.001) found = (int32_t)d;
    return found;
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void compare(struct fixture *fx, int n)
{
    struct oracle o;
    double t[4];
    bm_ll *p = calloc((size_t)n, sizeof *p);
    bm_tag *tags = calloc((size_t)n, sizeof *tags);
    uint64_t seed = 31;

    for (int i = 0; i < n; i++) {
        bm_ll v = fx->border->pts[test_random(&seed) % fx->border->n_pts];

        p[i] = bm_geodesic_go(v, 360 * test_uniform(&seed), pow(10, 2 + 3.7 * test_uniform(&seed)));
    }
    t[0] = seconds();
    oracle_init(&o, fx->ctx, fx->border);
    t[1] = seconds();
    for (int i = 0; i < n; i++) tags[i] = fx_tag(fx, p[i].lon_deg, p[i].lat_deg, 0);
    t[2] = seconds();
    for (int i = 0; i < n; i++) {
        double dist_m;
        int32_t dyad = ask(&o, p[i], &dist_m);

        if (dyad != tags[i].dyad || fabs(dist_m - tags[i].dist_m) > 0.001)
            fail_msg("point %.9f %.9f: dyad %d %.6f m, by the STRtree %d %.6f", p[i].lon_deg, p[i].lat_deg,
                     tags[i].dyad, tags[i].dist_m, dyad, dist_m);
    }
    t[3] = seconds();
    print_message(
        "%d points, %u edges: whole tag %.1f us a point; STRtree built in %.0f ms, nearest alone %.1f us\n",
        n, (unsigned)(fx->border->n_pts - fx->border->n_parts), (t[2] - t[1]) / n * 1e6, (t[1] - t[0]) * 1e3,
        (t[3] - t[2]) / n * 1e6);
    oracle_free(&o);
    free(p);
    free(tags);
}

static void seeded_borders(void **state)
{
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_random_borders(&fx, 505, 80);
    fx_open(&fx);
    compare(&fx, 2000);
    fx_free(&fx);
}

static void the_world(void **state)
{
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    compare(&fx, 20000);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeded_borders),
        cmocka_unit_test(the_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
