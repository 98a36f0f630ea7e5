/* Borders that hold on some days: on each day the answers are those of a file of that day's lines alone. */
#include "border_fixture.h"

enum { FIRST = 100, DAYS = 12 };

/* Gives the last chain its days; BM_NO_DAY: open. */
static void days_of_last(struct fixture *fx, int32_t from, int32_t to)
{
    struct bm_chain *chain = &fx->model.chains[fx->model.n_chains - 1];

    chain->valid_from = from;
    chain->valid_to = to;
}

static void ring_days_of_last(struct fixture *fx, int32_t from, int32_t to)
{
    struct bm_outline *outline = &fx->model.outlines[fx->model.n_outlines - 1];

    outline->valid_from = from;
    outline->valid_to = to;
}

static bm_tag tag_on(struct fixture *fx, double lon_deg, double lat_deg, int32_t day)
{
    bm_where where = {
        .has_point = true, .point = {lon_deg, lat_deg}, .rad_m = 2000, .has_day = true, .day = day};
    bm_tag tag;

    assert_ok(fx->ctx, bm_tag_place(fx->ctx, fx->tagger, &where, fx->arena, &tag));
    return tag;
}

static const char *name_of(const struct fixture *fx, int32_t dyad)
{
    uint32_t n;

    return dyad < 0 ? "none" : bm_border_dyads(fx->border, &n)[dyad].name;
}

static void copy_chain(const struct fixture *from, size_t i, struct fixture *to)
{
    const struct bm_chain *chain = &from->model.chains[i];

    fx_chain(to, chain->left, chain->right, chain->status, from->model.pts + chain->first, chain->n);
}

/* All lines with random days, and each day's lines alone. */
static void each_day_alone(void **state)
{
    struct fixture all, one;
    uint64_t seed = 20110709;
    uint32_t n_found = 0;

    (void)state;
    fx_init(&all);
    fx_random_borders(&all, 5, 60);
    for (size_t i = 0; i < all.model.n_chains; i++) {
        struct bm_chain *chain = &all.model.chains[i];
        int32_t from = FIRST + (int32_t)(test_random(&seed) % DAYS);
        int32_t to = from + (int32_t)(test_random(&seed) % DAYS);

        chain->valid_from = i % 5 == 0 ? BM_NO_DAY : from;
        chain->valid_to = i % 4 == 0 ? BM_NO_DAY : to;
    }
    fx_open(&all);
    for (int32_t day = FIRST - 1; day <= FIRST + 2 * DAYS; day += 3) {
        fx_init(&one);
        for (size_t i = 0; i < all.model.n_chains; i++) {
            const struct bm_chain *chain = &all.model.chains[i];

            if (chain->valid_from <= day && (chain->valid_to == BM_NO_DAY || day <= chain->valid_to))
                copy_chain(&all, i, &one);
        }
        fx_open(&one);
        for (int k = 0; k < 300; k++) {
            double lon_deg = -180 + 360 * test_uniform(&seed);
            double lat_deg = asin(-1 + 2 * test_uniform(&seed)) * 57.29577951308232;
            bm_tag a = tag_on(&all, lon_deg, lat_deg, day), b = fx_tag(&one, lon_deg, lat_deg, 2000);

            assert_string_equal(name_of(&all, a.dyad), name_of(&one, b.dyad));
            assert_string_equal(name_of(&all, a.dyad2), name_of(&one, b.dyad2));
            assert_true(fabs(a.dist_m - b.dist_m) < 1e-6);
            assert_true(fabs(a.dist2_m - b.dist2_m) < 1e-6);
            assert_string_equal(a.side, b.side);
            assert_false(a.off_day);
            for (uint32_t s = 0; s < a.n_shares; s++, n_found++) {
                const bm_segment *segment = &all.segments->all[a.shares[s].segment];

                assert_true(bm_holds(segment->valid_from, segment->valid_to, day));
            }
            assert_true(bm_holds(all.segments->all[a.segment].valid_from,
                                 all.segments->all[a.segment].valid_to, day));
        }
        fx_free(&one);
    }
    assert_true(n_found > 10);
    fx_free(&all);
}

/* One dyad, three lines, two pairs of days. */
static void segments_by_days(void **state)
{
    const bm_ll west[] = {{10, 0}, {10, 1}}, east[] = {{20, 0}, {20, 1}}, new_line[] = {{5, 0}, {5, 1}};
    struct fixture fx;
    const bm_segment *all;
    uint32_t n;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, new_line, 2);
    days_of_last(&fx, 200, BM_NO_DAY);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, east, 2);
    days_of_last(&fx, 100, 199);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, west, 2);
    days_of_last(&fx, 100, 199);
    fx.options.segment_m = 60000;
    fx_open(&fx);
    /* Two lines of 110.57 km: 221 km in 4; the new line, further west but later, in 2. */
    all = bm_segments_all(fx.segments, &n);
    assert_int_equal(n, 6);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(all[i].seq, i + 1);
        assert_int_equal(all[i].valid_from, i < 4 ? 100 : 200);
        assert_int_equal(all[i].valid_to, i < 4 ? 199 : BM_NO_DAY);
    }
    assert_string_equal(all[4].seg_id, "AAA-BBB-005");
    assert_float_equal(all[4].from_m, 2 * 110574.39, 0.1);
    /* Both ends of the new line belong to its own segments: a chainage alone does not tell. */
    assert_int_equal(tag_on(&fx, 5, -1, 300).segment, 4);
    assert_int_equal(tag_on(&fx, 5, 2, 300).segment, 5);
    assert_int_equal(tag_on(&fx, 5, -1, 150).segment, 0);
    assert_int_equal(tag_on(&fx, 15.1, 0.2, 150).segment, 2);
    assert_int_equal(tag_on(&fx, 20, 2, 199).segment, 3);
    fx_free(&fx);
}

/* Days before, between and after; rows without one. */
static void days_that_stand_for_others(void **state)
{
    const bm_ll line[] = {{10, 0}, {10, 1}}, other[] = {{20, 0}, {20, 1}};
    struct fixture fx;
    bm_border_info info;
    bm_tag tag;
    bool outside;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    days_of_last(&fx, 100, 199);
    fx_chain(&fx, "CCC", "DDD", BM_BORDER_INTERNATIONAL, other, 2);
    days_of_last(&fx, 150, 299);
    fx_open(&fx);
    bm_border_get_info(fx.border, &info);
    assert_true(info.dated);
    assert_int_equal(info.first_day, 100);
    assert_int_equal(info.last_day, 299);
    assert_int_equal(bm_border_day(fx.border, 120, &outside), 100);
    assert_false(outside);
    assert_int_equal(bm_border_day(fx.border, 199, &outside), 150);
    assert_int_equal(bm_border_day(fx.border, 200, &outside), 200);
    assert_int_equal(bm_border_day(fx.border, 299, &outside), 200);
    assert_false(outside);
    assert_int_equal(bm_border_day(fx.border, 300, &outside), 200);
    assert_true(outside);
    assert_int_equal(bm_border_day(fx.border, -20000, &outside), 100);
    assert_true(outside);
    assert_int_equal(bm_border_day(fx.border, BM_NO_DAY, &outside), 200);
    assert_false(outside);
    assert_string_equal(name_of(&fx, tag_on(&fx, 10, 0, 99).dyad), "AAA-BBB");
    assert_true(tag_on(&fx, 10, 0, 99).off_day);
    tag = tag_on(&fx, 10, 0, 149);
    assert_int_equal(tag.dyad2, -1);
    assert_string_equal(name_of(&fx, tag_on(&fx, 10, 0, 150).dyad2), "CCC-DDD");
    assert_string_equal(name_of(&fx, fx_tag(&fx, 10, 0, 0).dyad), "CCC-DDD");
    fx_free(&fx);
}

/* Ground of a day: AAA takes over what BBB had. */
static void ground_by_days(void **state)
{
    const bm_ll line[] = {{10, 0}, {10, 10}}, later[] = {{20, 0}, {20, 10}};
    const bm_ll small[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                large[] = {{0, 0}, {20, 0}, {20, 10}, {0, 10}};
    const bm_ll old[] = {{10, 0}, {30, 0}, {30, 10}, {10, 10}},
                rest[] = {{20, 0}, {30, 0}, {30, 10}, {20, 10}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    days_of_last(&fx, BM_NO_DAY, 199);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, later, 2);
    days_of_last(&fx, 200, BM_NO_DAY);
    fx_ring(&fx, "AAA", small, 4);
    ring_days_of_last(&fx, BM_NO_DAY, 199);
    fx_ring(&fx, "BBB", old, 4);
    ring_days_of_last(&fx, BM_NO_DAY, 199);
    fx_ring(&fx, "AAA", large, 4);
    ring_days_of_last(&fx, 200, BM_NO_DAY);
    fx_ring(&fx, "BBB", rest, 4);
    ring_days_of_last(&fx, 200, BM_NO_DAY);
    fx_open(&fx);
    assert_int_equal(fx.border->n_countries, 2);
    assert_string_equal(tag_on(&fx, 15, 5, 199).side, "BBB");
    assert_string_equal(tag_on(&fx, 15, 5, 200).side, "AAA");
    assert_string_equal(tag_on(&fx, 5, 5, 199).side, "AAA");
    assert_string_equal(tag_on(&fx, 25, 5, 5000).side, "BBB");
    assert_string_equal(fx_tag(&fx, 15, 5, 0).side, "AAA");
    fx_free(&fx);
}

/* Shores have days too: the edge of a country as it was. */
static void shores_by_days(void **state)
{
    const bm_ll small[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                large[] = {{0, 0}, {20, 0}, {20, 10}, {0, 10}}, far[] = {{100, 0}, {100, 10}};
    const bm_ll island[] = {{50, 50}, {51, 50}, {51, 51}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "BBB", "CCC", BM_BORDER_INTERNATIONAL, far, 2); /* the file knows all days */
    fx_ring(&fx, "AAA", small, 4);
    ring_days_of_last(&fx, BM_NO_DAY, 199);
    fx_ring(&fx, "BBB", island, 3);
    fx_ring(&fx, "AAA", large, 4);
    ring_days_of_last(&fx, 200, BM_NO_DAY);
    fx.options.scope = BM_SCOPE_OUTLINE;
    fx_open(&fx);
    /* to the meridian of 10 degrees, its foot some metres north of the parallel: GeodSolve -i <<< "5 9 5 10" */
    assert_true(fabs(tag_on(&fx, 9, 5, 199).dist_m - 110898.696) < 50);
    /* to the equator: GeodSolve -i <<< "5 9 0 9" */
    assert_true(fabs(tag_on(&fx, 9, 5, 200).dist_m - 552885.451) < 0.001);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_alone),
        cmocka_unit_test(segments_by_days),
        cmocka_unit_test(days_that_stand_for_others),
        cmocka_unit_test(ground_by_days),
        cmocka_unit_test(shores_by_days),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
