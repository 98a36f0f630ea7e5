/* What pages and pictures draw from. */
#include "testing.h"

#include "base/mem.h"
#include "layer/scene.h"
#include "layer/writer.h"
#include "layer_fixture.h"
#include "stats/tally.h"

#include <math.h>
#include <string.h>

static bm_status one_line(bm_ctx *ctx, const void *user, uint32_t segment, bm_arena *arena, const bm_ll **pts,
                          const uint32_t **first, uint32_t *n_lines)
{
    static const bm_ll line[] = {{61.0, 29.0}, {61.8, 29.4}};
    static const uint32_t ends[] = {0, 2};

    (void)ctx, (void)user, (void)segment, (void)arena;
    *pts = line, *first = ends, *n_lines = 1;
    return BM_OK;
}

static bm_stats *stats_of(bm_ctx *ctx, const struct fixture_row *row)
{
    static const double bands_m[] = {10e3};
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {.max_m = 100e3, .bands_m = bands_m, .n_bands = 1};
    bm_row view = fixture_view(row);
    bm_tally *tally;
    bm_stats *stats;

    assert_ok(ctx, bm_tally_create_frame(ctx, &frame, &options, &tally));
    assert_ok(ctx, bm_tally_add(ctx, tally, &view));
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    bm_tally_destroy(tally);
    return stats;
}

static void texts_areas_and_view(void **state)
{
    static const struct bm_line_source lines = {.fn = one_line};
    static const bm_ll ring[] = {{60, 28}, {62, 28}, {62, 30}};
    static const uint32_t first[] = {0, 3};
    bm_ctx *ctx = test_ctx();
    bm_naming naming = fixture_naming();
    struct fixture_row point, coarse;
    struct bm_scene scene;
    bm_stats *stats;

    (void)state;
    fixture_init(&point, "a", 1, BM_RESOLVED);
    fixture_point(&point, 3, 5000, 1000);
    point.incident.notes = bm_str_z("کوئٹہ");
    fixture_init(&coarse, "b", 2, BM_COARSE);
    coarse.place.area = (bm_area){ring, first, 1, {60, 28, 62, 30}};
    coarse.place.gaz_name = bm_str_z("Sistan");
    assert_ok(ctx, bm_scene_init(ctx, &naming, &scene));
    for (int i = 0; i < 3; i++) {
        bm_row rows[2] = {fixture_view(&point), fixture_view(&coarse)};

        assert_ok(ctx, bm_scene_add(ctx, &scene, &rows[0]));
        assert_ok(ctx, bm_scene_add(ctx, &scene, &rows[1]));
    }
    stats = stats_of(ctx, &point);
    assert_ok(ctx, bm_scene_finish(ctx, &scene, stats, &lines));
    assert_int_equal(scene.n_marks, 6);
    assert_int_equal(scene.n_areas, 1);
    assert_int_equal(scene.areas[0].n_incidents, 3);
    assert_int_equal(scene.marks[0].area, BM_NO_AREA);
    assert_int_equal(scene.marks[1].area, 0);
    assert_string_equal(scene.texts[scene.areas[0].name].p, "Sistan");
    assert_int_equal(scene.marks[0].text[BM_MARK_NOTES], scene.marks[4].text[BM_MARK_NOTES]);
    assert_int_equal(scene.marks[0].text[BM_MARK_GAZ_NAME], 0);
    assert_true(scene.view.west_deg < 61 && scene.view.east_deg > 61.8);
    bm_stats_destroy(stats);
    bm_scene_free(&scene);
    bm_ctx_destroy(ctx);
}

/* Which of 1,000 incidents are in a sample of 100, when they come from `from` on in steps of `step`. */
static void sample(bm_ctx *ctx, size_t from, size_t step, bool chosen[1000])
{
    static const struct bm_line_source lines = {.fn = one_line};
    bm_naming naming = fixture_naming();
    struct bm_scene scene;
    struct fixture_row row;
    bm_stats *stats;

    memset(chosen, 0, 1000 * sizeof *chosen);
    assert_ok(ctx, bm_scene_init(ctx, &naming, &scene));
    scene.max_marks = 100;
    for (size_t i = 0; i < 1000; i++) {
        fixture_init(&row, "a", 1 + (from + i * step) % 1000, BM_RESOLVED);
        fixture_point(&row, 3, 5000, 1000);
        bm_row view = fixture_view(&row);
        assert_ok(ctx, bm_scene_add(ctx, &scene, &view));
    }
    stats = stats_of(ctx, &row);
    assert_ok(ctx, bm_scene_finish(ctx, &scene, stats, &lines));
    assert_int_equal(scene.n_marks, 100);
    assert_int_equal(scene.n_rows, 1000);
    for (size_t i = 0; i < scene.n_marks; i++) chosen[scene.marks[i].src_row - 1] = true;
    bm_stats_destroy(stats);
    bm_scene_free(&scene);
}

static void sample_does_not_depend_on_order(void **state)
{
    bm_ctx *ctx = test_ctx();
    bool forwards[1000], mixed[1000];
    int halves[2] = {0, 0};

    (void)state;
    sample(ctx, 0, 1, forwards);
    sample(ctx, 417, 7, mixed);
    assert_memory_equal(forwards, mixed, sizeof forwards);
    for (int i = 0; i < 1000; i++) halves[i / 500] += forwards[i];
    assert_in_range(halves[0], 30, 70); /* 50 expected, 5 the standard deviation */
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_areas_and_view),
                                       cmocka_unit_test(sample_does_not_depend_on_order)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
