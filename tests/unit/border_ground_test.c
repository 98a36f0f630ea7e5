/* Ground of countries: area and points that stand for it. */
#include "testing.h"

#include "base/mem.h"
#include "bordermap/border.h"
#include "bordermap/incident.h"
#include "geo/equal_area.h"

#include <math.h>

struct world {
    bm_ctx *ctx;
    bm_border *border;
    bm_segments *segments;
    bm_tagger *tagger;
    bm_arena *arena;
};

static bool world_open(struct world *w)
{
    static const bm_tag_options options = {.segment_m = 50000, .max_m = 100000};
    char path[512];

    *w = (struct world){.ctx = test_ctx()};
    if (bm_ctx_find_data(w->ctx, "borders.bmb", path, sizeof path) != BM_OK) {
        print_message("skipped: no borders.bmb in BORDERMAP_DATA\n");
        bm_ctx_destroy(w->ctx);
        return false;
    }
    assert_ok(w->ctx, bm_border_open(w->ctx, path, &w->border));
    assert_ok(w->ctx, bm_segments_cut(w->ctx, w->border, &options, &w->segments));
    assert_ok(w->ctx, bm_tagger_create(w->ctx, w->border, w->segments, &options, &w->tagger));
    assert_ok(w->ctx, bm_arena_create(w->ctx, &w->arena));
    return true;
}

static void world_close(struct world *w)
{
    bm_arena_destroy(w->arena);
    bm_tagger_destroy(w->tagger);
    bm_segments_destroy(w->segments);
    bm_border_close(w->border);
    bm_ctx_destroy(w->ctx);
}

/* GeographicLib 2.1.2, printf '0 0\n0 1\nLAT 1\nLAT 0\n' | Planimeter -R -p 6: rhumb lines are parallels and
 * meridians. */
static void latitudes_stand_for_area(void **state)
{
    static const struct {
        double lat_deg, m2;
    } cases[] = {{1, 12308463894.0}, {30, 353022972176.9}, {45, 499808805028.7}, {60, 612824889853.2}, {89, 708315607935.2}};
    const double degree = 3.14159265358979323846 / 180;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double m2 = bm_lat_to_area(cases[i].lat_deg) * degree;

        assert_float_equal(m2 / cases[i].m2, 1, 1e-11);
        assert_float_equal(bm_area_to_lat(m2 / degree), cases[i].lat_deg, 1e-11);
        assert_float_equal(bm_area_to_lat(-m2 / degree), -cases[i].lat_deg, 1e-11);
    }
    assert_float_equal(bm_area_to_lat(0), 0, 0);
    assert_float_equal(bm_area_to_lat(bm_lat_to_area(90)), 90, 1e-6);
    assert_float_equal(bm_area_to_lat(1e20), 90, 0);
}

/* The rings of each country in borders.bmb as text, one point a line, each through Planimeter -R -p 6, summed;
 * less the ground of LSO, of SMR and VAT, of the enclaves, where one ring lies in another. */
static void ground_has_the_area_of_the_outlines(void **state)
{
    static const struct {
        const char *iso3;
        double km2;
    } cases[] = {{"PAK", 862546.372}, {"IRN", 1622030.981}, {"AFG", 641606.817},
                 {"LSO", 30545.411},  {"ZAF", 1249971.250 - 30545.411},
                 {"FJI", 13032.122},  {"ATA", 13948232.337}, {"MDV", 149.608},
                 {"VAT", 0.5162478},      {"ITA", 300344.976 - 60.964 - 0.516}};
    struct world w;
    double km2;

    (void)state;
    if (!world_open(&w)) skip();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(w.ctx, bm_border_ground_km2(w.ctx, w.border, cases[i].iso3, BM_NO_DAY, &km2));
        if (!(fabs(km2 / cases[i].km2 - 1) < 5e-4))
            fail_msg("%s: %.3f km2, expected %.3f", cases[i].iso3, km2, cases[i].km2);
    }
    assert_ok(w.ctx, bm_border_ground_km2(w.ctx, w.border, "QQQ", BM_NO_DAY, &km2));
    assert_true(km2 == 0);
    world_close(&w);
}

static bm_ll *spread(struct world *w, const char *iso3, double n_points, size_t *n)
{
    const bm_ground_piece *pieces;
    size_t n_pieces, cap, got;
    double km2;
    bm_ll *pts;

    assert_ok(w->ctx, bm_border_ground_km2(w->ctx, w->border, iso3, BM_NO_DAY, &km2));
    assert_ok(w->ctx, bm_border_ground_pieces(w->ctx, w->border, iso3, BM_NO_DAY, km2, n_points, w->arena, &pieces,
                                              &n_pieces));
    cap = (n_pieces + 1) * BM_GROUND_PIECE;
    pts = malloc(cap * sizeof *pts);
    assert_non_null(pts);
    *n = 0;
    for (size_t i = 0; i < n_pieces; i++) {
        assert_ok(w->ctx, bm_ground_points(w->ctx, w->tagger, &pieces[i], pts + *n, &got));
        *n += got;
    }
    return pts;
}

static size_t count_in(const bm_ll *pts, size_t n, bm_box box)
{
    size_t in = 0;

    for (size_t i = 0; i < n; i++)
        in += pts[i].lon_deg >= box.west_deg && pts[i].lon_deg < box.east_deg &&
              pts[i].lat_deg >= box.south_deg && pts[i].lat_deg < box.north_deg;
    return in;
}

/* The inside of Iran, 32 to 36 north and 52 to 56 east: 163,927.1 km2 by Planimeter -R. Cells of a sixteenth of
 * it hold as much of the points as of the ground; so does the whole. */
static void points_stand_for_equal_areas(void **state)
{
    struct world w;
    size_t n;
    bm_ll *pts;
    double km2, expected, share = 163927.143 / 1622030.981;

    (void)state;
    if (!world_open(&w)) skip();
    pts = spread(&w, "IRN", 40000, &n);
    assert_in_range(n, 39800, 40200);
    assert_float_equal((double)count_in(pts, n, (bm_box){52, 32, 56, 36}) / (double)n, share, 0.005 * share);
    for (int x = 0; x < 4; x++)
        for (int y = 0; y < 4; y++) {
            bm_box cell = {52 + x, 32 + y, 53 + x, 33 + y};

            km2 = (bm_lat_to_area(33 + y) - bm_lat_to_area(32 + y)) * 3.14159265358979323846 / 180 / 1e6;
            expected = km2 / 1622030.981 * (double)n;
            assert_float_equal((double)count_in(pts, n, cell), expected, 0.05 * expected);
        }
    free(pts);
    world_close(&w);
}

/* Islands, an enclave's surroundings, both sides of 180 degrees, a pole. */
static void points_lie_on_the_country(void **state)
{
    static const char *const countries[] = {"FJI", "ZAF", "MDV", "ATA", "VAT"};
    struct world w;
    size_t n;

    (void)state;
    if (!world_open(&w)) skip();
    for (size_t c = 0; c < sizeof countries / sizeof *countries; c++) {
        bm_ll *pts = spread(&w, countries[c], 1000, &n);

        if (n < 900 || n > 1100) fail_msg("%s: %zu points", countries[c], n);
        for (size_t i = 0; i < n; i++) {
            bm_where where = {.has_point = true, .point = pts[i]};
            bm_tag tag;

            assert_ok(w.ctx, bm_tag_place(w.ctx, w.tagger, &where, w.arena, &tag));
            /* Near its border the line decides, not the outline. */
            if (strcmp(tag.side, countries[c]) != 0) assert_true(tag.dist_m < 1000);
        }
        if (strcmp(countries[c], "FJI") == 0) {
            assert_in_range(count_in(pts, n, (bm_box){-180, -25, -178, -10}), 10, 500);
            assert_in_range(count_in(pts, n, (bm_box){176, -25, 181, -10}), 500, 990);
        }
        if (strcmp(countries[c], "ATA") == 0)
            assert_in_range(count_in(pts, n, (bm_box){-181, -90, 181, -85}), 50, 90);
        free(pts);
    }
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latitudes_stand_for_area),
        cmocka_unit_test(ground_has_the_area_of_the_outlines),
        cmocka_unit_test(points_stand_for_equal_areas),
        cmocka_unit_test(points_lie_on_the_country),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
