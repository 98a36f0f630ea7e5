/* Parts, their direction and order; segments, their names and lengths. */
#include "border_fixture.h"

static void chains_become_parts(void **state)
{
    /* A line in three chains, one of them backwards; iso_a (AAA) is to the north, so it runs west. */
    const bm_ll west[] = {{10, 0}, {11, 0.5}, {12, 0}}, middle[] = {{12, 0}, {13, 0.5}, {14, 0}};
    const bm_ll east[] = {{16, 0}, {15, 0.5}, {14, 0}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, west, 3); /* runs east: AAA on the left is north */
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_DISPUTED, middle, 3);
    fx_chain(&fx, "BBB", "AAA", BM_BORDER_DISPUTED, east, 3); /* runs west: BBB on the left is south */
    fx_open(&fx);
    assert_int_equal(fx.border->n_dyads, 1);
    assert_int_equal(fx.border->n_parts, 1);
    assert_int_equal(fx.border->n_pts, 7);
    for (int i = 0; i < 7; i++) assert_true(fx.border->pts[i].lon_deg == 10 + i);
    assert_int_equal(fx.border->dyads[0].status, BM_BORDER_DISPUTED);
    assert_int_equal(fx.border->status[1], BM_BORDER_INTERNATIONAL);
    assert_int_equal(fx.border->status[2], BM_BORDER_DISPUTED);
    fx_free(&fx);
}

static void parts_are_ordered(void **state)
{
    const bm_ll a[] = {{20, 5}, {21, 5}}, b[] = {{20, 4}, {19, 4}}, c[] = {{-5, 9}, {-4, 9}};
    const bm_ll sea[] = {{-9, 9}, {-8, 9}};
    const bm_ll ring[] = {{30, 1}, {31, 0}, {31, 2}, {30, 2}, {30, 1}};
    struct fixture fx;
    const bm_ll *p;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, ring, 5);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, a, 2);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, b, 2);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, c, 2);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_MARITIME, sea, 2);
    fx_open(&fx);
    assert_int_equal(fx.border->n_parts, 4); /* the maritime one is none */
    p = fx.border->pts;
    assert_true(p[0].lon_deg == -5);                      /* least longitude of the start first */
    assert_true(p[2].lon_deg == 20 && p[2].lat_deg == 4); /* then latitude */
    assert_true(p[4].lon_deg == 20 && p[4].lat_deg == 5);
    assert_true(p[6].lon_deg == 31 && p[6].lat_deg == 0);    /* the ring starts at its southernmost vertex */
    assert_true(p[10].lon_deg == 31 && p[10].lat_deg == 0);  /* and ends there */
    assert_true(p[7].lon_deg == 31 && p[7].lat_deg == 2);    /* in its direction */
    assert_true(fx.border->chain[2] == fx.border->chain[1]); /* positions run on without the gaps */
    assert_true(fx.border->parts[3].closed);
    fx_free(&fx);
}

static void a_line_across_180_degrees_is_one_part(void **state)
{
    const bm_ll west[] = {{179, 60}, {180, 60}}, east[] = {{-180, 60}, {-179, 60}};
    struct fixture fx;
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, west, 2);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, east, 2);
    fx.options.whole_dyads = true;
    fx_open(&fx);
    assert_int_equal(fx.border->n_parts, 1);
    assert_true(fabs(fx.border->dyads[0].len_m - 2 * bm_geodesic_m(west[0], west[1])) < 1e-6);
    assert_ok(fx.ctx, bm_segment_lines(fx.ctx, fx.segments, 0, fx.arena, &pts, &first, &n));
    assert_int_equal(n, 2); /* cut there */
    assert_true(pts[1].lon_deg == 180 && pts[2].lon_deg == -180);
    fx_free(&fx);
}

static void an_edge_across_180_degrees_is_cut(void **state)
{
    const bm_ll line[] = {{179, 10}, {-178, 13}};
    struct fixture fx;
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n;
    bm_tag tag;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    fx.options.whole_dyads = true;
    fx_open(&fx);
    assert_ok(fx.ctx, bm_segment_lines(fx.ctx, fx.segments, 0, fx.arena, &pts, &first, &n));
    assert_int_equal(n, 2);
    assert_int_equal(first[2], 4);
    assert_true(pts[1].lon_deg == 180 && fabs(pts[1].lat_deg - 11) < 1e-12);
    assert_true(pts[2].lon_deg == -180 && fabs(pts[2].lat_deg - 11) < 1e-12);
    tag = fx_tag(&fx, -179.5, 11.5, 0);
    assert_true(tag.dist_m < 1e-6);
    fx_free(&fx);
}

static double line_length_m(struct fixture *fx, uint32_t segment)
{
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n;
    double sum_m = 0;

    assert_ok(fx->ctx, bm_segment_lines(fx->ctx, fx->segments, segment, fx->arena, &pts, &first, &n));
    for (uint32_t line = 0; line < n; line++) {
        assert_true(first[line + 1] - first[line] >= 2);
        for (uint32_t i = first[line]; i + 1 < first[line + 1]; i++)
            sum_m += bm_geodesic_m(pts[i], pts[i + 1]);
    }
    return sum_m;
}

static void segments_are_equal(void **state)
{
    struct fixture fx;
    const bm_segment *all;
    uint32_t n, seen = 0;

    (void)state;
    fx_init(&fx);
    fx_random_borders(&fx, 77, 30);
    fx.options.edges = BM_EDGES_GEODESIC; /* cut edges are then as long as their pieces */
    fx_open(&fx);
    all = bm_segments_all(fx.segments, &n);
    for (uint32_t d = 0; d < fx.border->n_dyads; d++) {
        const bm_dyad *dyad = &fx.border->dyads[d];
        uint32_t count = (uint32_t)fmax(1, round(dyad->len_m / 50000));

        for (uint32_t k = 0; k < count; k++, seen++) {
            char id[24];

            snprintf(id, sizeof id, "%s-%03u", dyad->name, (unsigned)(k + 1));
            assert_string_equal(all[seen].seg_id, id);
            assert_int_equal(all[seen].dyad, (int)d);
            assert_int_equal(all[seen].seq, k + 1);
            assert_true(fabs(all[seen].to_m - all[seen].from_m - dyad->len_m / count) < 1e-6);
            assert_true(fabs(line_length_m(&fx, seen) - dyad->len_m / count) < 1e-4);
            assert_true(all[seen].status != BM_BORDER_NONE);
            assert_true(all[seen].b_acc_m > 99.9 && all[seen].b_acc_m < 160.1);
        }
    }
    assert_int_equal(seen, n);
    fx_free(&fx);
}

static void short_dyads_have_one_segment(void **state)
{
    const bm_ll line[] = {{10, 0}, {10.1, 0}}, longer[] = {{20, 0}, {20.69, 0}};
    struct fixture fx;
    uint32_t n;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    fx_chain(&fx, "AAA", "CCC", BM_BORDER_INTERNATIONAL, longer, 2); /* 76.8 km: two of 38.4 */
    fx_open(&fx);
    assert_string_equal(bm_segments_all(fx.segments, &n)[0].seg_id, "AAA-BBB-001");
    assert_int_equal(n, 3);
    fx.options.whole_dyads = true;
    fx_run(&fx);
    (void)bm_segments_all(fx.segments, &n);
    assert_int_equal(n, 2);
    fx_close_run(&fx);
    fx.options.whole_dyads = false;
    fx.options.segment_m = 0;
    assert_int_equal(bm_segments_cut(fx.ctx, fx.border, &fx.options, &fx.segments), BM_EUSAGE);
    assert_null(fx.segments);
    fx.options.segment_m = 1e-9;
    assert_int_equal(bm_segments_cut(fx.ctx, fx.border, &fx.options, &fx.segments), BM_EUSAGE);
    fx_free(&fx);
}

/* Touching rings are kept apart, each with its country on the left. */
static void rings_that_touch_stay_two(void **state)
{
    const bm_ll first[] = {{0, 0}, {1, -1}, {2, 0}}, second[] = {{2, 0}, {3, -1}, {4, 0}, {3, 1}, {2, 0}};
    const bm_ll back[] = {{2, 0}, {1, 1}, {0, 0}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, first, 3);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, second, 5);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, back, 3);
    fx_open(&fx);
    assert_int_equal(fx.border->n_parts, 2);
    assert_true(fx.border->parts[0].closed && fx.border->parts[1].closed);
    assert_int_equal(fx.border->parts[0].n, 5);
    assert_int_equal(fx.border->parts[1].n, 5);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_become_parts),
        cmocka_unit_test(parts_are_ordered),
        cmocka_unit_test(a_line_across_180_degrees_is_one_part),
        cmocka_unit_test(an_edge_across_180_degrees_is_cut),
        cmocka_unit_test(segments_are_equal),
        cmocka_unit_test(short_dyads_have_one_segment),
        cmocka_unit_test(rings_that_touch_stay_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
