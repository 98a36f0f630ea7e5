/* Whose ground points are on: by cells as by asking the outlines one by one. */
#include "testing.h"

#include "border/outline_cells.h"
#include "bordermap/incident.h"

#include <math.h>

enum { POINTS = 40000 };

static uint64_t state_of_chance = 11;

static double chance(double low, double high)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(state_of_chance >> 11) / 9007199254740992.0;
}

/* Anywhere; or beside a vertex of an outline: by some metres, or by what is near. */
static bm_ll some_point(const bm_border *border, int i)
{
    bm_ll p;

    if (i % 3 == 0) return (bm_ll){chance(-180.5, 180.5), asin(chance(-1, 1)) * 57.29577951308232};
    p = border->ring_pts[(size_t)chance(0, border->n_ring_pts)];
    return bm_geodesic_go(p, chance(0, 360), i % 3 == 1 ? chance(0, 20) : chance(0, 6000));
}

/* Is any of some places about it on somebody's ground? */
static bool has_ground_about(bm_ctx *ctx, const bm_border *border, bm_tree *sets, bm_ll p, int32_t day)
{
    for (int i = 0; i < 12; i++) {
        bm_ll beside = bm_geodesic_go(p, 30 * i, i % 2 ? BM_OUTLINE_NEAR_M : chance(0, BM_OUTLINE_NEAR_M));
        int32_t country;

        assert_ok(ctx, bm_border_country_at(ctx, border, sets, beside, day, &country));
        if (country >= 0) return true;
    }
    return false;
}

static void cells_say_what_outlines_say(void **state)
{
    bm_ctx *ctx = test_ctx();
    struct bm_outline_cells *cells;
    bm_border *border;
    bm_tree *sets;
    int n_ground = 0, n_alone = 0, n_beside = 0;
    char path[512];

    (void)state;
    if (bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path) != BM_OK) {
        bm_ctx_destroy(ctx);
        print_message("skipped: no borders.bmb in BORDERMAP_DATA\n");
        return;
    }
    assert_ok(ctx, bm_border_open(ctx, path, &border));
    assert_ok(ctx, bm_tree_build(ctx, border->ring_set_areas, border->n_ring_sets, &sets));
    assert_ok(ctx, bm_outline_cells_create(ctx, border, sets, &cells));
    for (int i = 0; i < POINTS; i++) {
        int32_t day = bm_border_day(border, BM_NO_DAY, NULL), asked, kept;
        bm_ll p = some_point(border, i);
        bool alone;

        assert_ok(ctx, bm_border_country_at(ctx, border, sets, p, day, &asked));
        assert_ok(ctx, bm_outline_cells_country(ctx, cells, p, day, &kept));
        if (asked != kept) print_message("%.9f %.9f: %d, by cells %d\n", p.lon_deg, p.lat_deg, asked, kept);
        assert_int_equal(asked, kept);
        n_ground += asked >= 0;
        if (asked >= 0) continue;
        assert_ok(ctx, bm_outline_cells_alone(ctx, cells, p, day, &alone));
        if (alone) assert_false(has_ground_about(ctx, border, sets, p, day));
        n_alone += alone;
        n_beside += !alone;
    }
    assert_true(n_ground > POINTS / 10 && n_alone > POINTS / 10 && n_beside > POINTS / 10);
    bm_outline_cells_destroy(ctx, cells);
    bm_tree_destroy(sets);
    bm_border_close(border);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cells_say_what_outlines_say)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
