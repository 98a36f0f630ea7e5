/* The background of a map, from the built-in borders. */
#include "testing.h"

#include "base/mem.h"
#include "bordermap/border.h"

#include <math.h>
#include <string.h>

static const bm_box gulf = {44, 22, 72, 40}; /* Iran and its neighbours */

static size_t points(const bm_background_line *lines, size_t n)
{
    size_t sum = 0;

    for (size_t i = 0; i < n; i++) sum += lines[i].n;
    return sum;
}

static bool has_ring(const bm_background *back, const char *iso3)
{
    for (size_t i = 0; i < back->n_rings; i++)
        if (strcmp(back->rings[i].iso3, iso3) == 0) return true;
    return false;
}

static void check_lines(const bm_background_line *lines, size_t n, bool rings, uint32_t n_dyads)
{
    for (size_t i = 0; i < n; i++) {
        const bm_background_line *line = &lines[i];

        assert_true(rings ? line->dyad < 0 && line->n >= 4 : line->dyad >= 0 && line->n >= 2);
        assert_true(line->dyad < (int32_t)n_dyads);
        if (rings) assert_memory_equal(&line->pts[0], &line->pts[line->n - 1], sizeof(bm_ll));
        for (uint32_t k = 1; k < line->n; k++)
            assert_true(fabs(line->pts[k].lon_deg - line->pts[k - 1].lon_deg) <= 180);
    }
}

static void background_of_a_region(void **state)
{
    bm_ctx *ctx = test_ctx();
    bm_border *border;
    bm_arena *arena;
    bm_background fine, coarse;
    char path[512];
    uint32_t n_dyads;

    (void)state;
    if (bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path) != BM_OK) skip();
    assert_ok(ctx, bm_border_open(ctx, path, &border));
    assert_ok(ctx, bm_arena_create(ctx, &arena));
    assert_ok(ctx, bm_border_background(ctx, border, &gulf, 0.001, arena, &fine));
    assert_ok(ctx, bm_border_background(ctx, border, &gulf, 0.05, arena, &coarse));
    bm_border_dyads(border, &n_dyads);
    check_lines(fine.rings, fine.n_rings, true, n_dyads);
    check_lines(fine.lines, fine.n_lines, false, n_dyads);
    assert_true(has_ring(&fine, "IRN") && has_ring(&coarse, "IRN") && !has_ring(&fine, "FRA"));
    assert_true(coarse.n_lines <= fine.n_lines);
    assert_true(points(coarse.rings, coarse.n_rings) * 5 < points(fine.rings, fine.n_rings));
    bm_arena_destroy(arena);
    bm_border_close(border);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(background_of_a_region)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
