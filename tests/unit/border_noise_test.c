/* seg_ids survive a new drawing of the world's borders; the long form is tests/bench/segment_noise_bench.c.
 */
#include "unit/border_fixture.h"

#include "noise.h"

enum { POINTS = 20000 };

static void survive(bool simplify, double noise_m)
{
    struct fixture fx;
    struct noise_counts counts = {0};
    bm_tag_options options = {.segment_m = 50000, .max_m = 100000};
    bm_border *drawn = NULL;
    bm_segments *segments = NULL;
    bm_tagger *tagger = NULL;
    uint64_t state = 1;

    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    assert_ok(fx.ctx, noise_write(fx.ctx, fx.border, noise_m, simplify, fx.path));
    assert_ok(fx.ctx, bm_border_open(fx.ctx, fx.path, &drawn));
    options.reference = fx.border;
    assert_ok(fx.ctx, bm_segments_cut(fx.ctx, drawn, &options, &segments));
    assert_int_equal(segments->n, fx.segments->n);
    assert_ok(fx.ctx, bm_tagger_create(fx.ctx, drawn, segments, &options, &tagger));
    for (int i = 0; i < POINTS; i++) {
        bm_where where = {.has_point = true, .point = noise_point(&state)};
        bm_tag first, second;

        bm_arena_reset(fx.arena);
        assert_ok(fx.ctx, bm_tag_place(fx.ctx, fx.tagger, &where, fx.arena, &first));
        assert_ok(fx.ctx, bm_tag_place(fx.ctx, tagger, &where, fx.arena, &second));
        noise_count(fx.segments, (uint32_t)first.segment, segments->all[second.segment].seg_id, where.point,
                    noise_m, &counts);
    }
    assert_int_equal(counts.n, POINTS);
    assert_true((double)counts.lost <= 0.001 * (double)(counts.n - counts.excepted));
    assert_true((double)counts.excepted <= 0.015 * (double)counts.n);
    bm_tagger_destroy(tagger);
    bm_segments_destroy(segments);
    bm_border_close(drawn);
    fx_free(&fx);
}

static void moved_by_200_m(void **state)
{
    (void)state;
    survive(false, 200);
}

static void simplified_by_500_m(void **state)
{
    (void)state;
    survive(true, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moved_by_200_m),
        cmocka_unit_test(simplified_by_500_m),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
