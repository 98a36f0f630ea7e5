/* Bands of borders against exact distances, against points that stand for equal areas, and at 180 degrees. */
#include "border_fixture.h"

#include "border/tagger.h"

#define LIMITS 4
static const double limits_m[LIMITS] = {10000, 25000, 50000, 100000};

static int32_t ground(struct fixture *fx, bm_ll p)
{
    int32_t country;

    assert_ok(fx->ctx, bm_border_country_at(fx->ctx, fx->border, fx->tagger->ring_sets, p, fx->tagger->day, &country));
    return country;
}

/* A place is drawn in a band exactly if it is within the limit of this dyad and of no other sooner; wrong only as
 * near to the edge as the header says. */
static void places_are_in_their_band(void **state)
{
    /* the last one has an islet that GEOS 3.11 does not clip at a box */
    static const char *const names[] = {"AFG-IRN", "IRN-PAK", "AND-ESP", "GNB-SEN"};
    struct fixture fx;
    uint64_t seed = 20;

    (void)state;
    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    for (size_t d = 0; d < sizeof names / sizeof *names; d++) {
        int32_t dyad = bm_border_dyad(fx.border, names[d]);
        bm_band bands[LIMITS];
        long n_drawn = 0, n_wrong = 0;

        assert_ok(fx.ctx, bm_border_bands(fx.ctx, fx.border, NULL, 0, dyad, limits_m, LIMITS, fx.arena, bands));
        const bm_box *box = &bands[LIMITS - 1].area.box;

        for (int i = 0; i < 3000; i++) {
            bm_ll p = {box->west_deg - 0.1 + test_uniform(&seed) * (box->east_deg - box->west_deg + 0.2),
                       box->south_deg - 0.1 + test_uniform(&seed) * (box->north_deg - box->south_deg + 0.2)};
            bm_tag tag = fx_tag(&fx, p.lon_deg, p.lat_deg, 0);
            bool on_ground = ground(&fx, p) >= 0;

            if (!on_ground && tag.dist_m < 500) continue; /* a gap between two outlines is no water */
            for (int k = 0; k < LIMITS; k++) {
                bool drawn = bm_area_contains(&bands[k].area, p);
                bool inside = on_ground && tag.dyad == dyad && tag.dist_m <= limits_m[k];

                n_drawn += drawn;
                if (drawn == inside) continue;
                n_wrong++;
                if (fabs(tag.dist_m - limits_m[k]) <= BM_BAND_ERROR * limits_m[k]) continue;
                if ((tag.dyad == dyad || tag.dyad2 == dyad) && tag.dist2_m - tag.dist_m <= 2 * BM_BAND_PART_M) continue;
                fail_msg("%s at %.4f %.4f: %.1f m from %d, drawn in %g km: %d", names[d], p.lon_deg, p.lat_deg,
                         tag.dist_m, (int)tag.dyad, limits_m[k] / 1000, drawn);
            }
        }
        assert_in_range(n_drawn, 100, 12000);
        assert_true(n_wrong * 100 < n_drawn * 2);
    }
    fx_free(&fx);
}

/* How much ground is in the bands, by points that stand for equal areas. */
static void areas_agree_with_points(void **state)
{
    static const char *const countries[] = {"AFG", "IRN", "PAK", "TKM"};
    struct fixture fx;
    bm_band bands[LIMITS];
    double points_km2[LIMITS] = {0};
    int32_t dyad;

    (void)state;
    fx_init(&fx);
    if (!fx_open_world(&fx)) {
        fx_free(&fx);
        skip();
    }
    dyad = bm_border_dyad(fx.border, "AFG-IRN");
    assert_ok(fx.ctx, bm_border_bands(fx.ctx, fx.border, NULL, 0, dyad, limits_m, LIMITS, fx.arena, bands));
    for (size_t c = 0; c < sizeof countries / sizeof *countries; c++) {
        const bm_ground_piece *pieces;
        bm_ll pts[BM_GROUND_PIECE];
        size_t n_pieces, n, total = 0, in[LIMITS] = {0};
        double km2;

        assert_ok(fx.ctx, bm_border_ground_km2(fx.ctx, fx.border, countries[c], BM_NO_DAY, &km2));
        assert_ok(fx.ctx, bm_border_ground_pieces(fx.ctx, fx.border, countries[c], BM_NO_DAY, km2, km2 / 20, fx.arena,
                                                  &pieces, &n_pieces));
        for (size_t i = 0; i < n_pieces; i++) {
            assert_ok(fx.ctx, bm_ground_points(fx.ctx, fx.tagger, &pieces[i], pts, &n));
            total += n;
            for (size_t k = 0; k < n; k++) {
                if (pts[k].lon_deg > 64 || pts[k].lat_deg < 28 || pts[k].lat_deg > 37) continue;
                if (pts[k].lon_deg < 58) continue;
                bm_tag tag = fx_tag(&fx, pts[k].lon_deg, pts[k].lat_deg, 0);

                for (int l = 0; l < LIMITS; l++) in[l] += tag.dyad == dyad && tag.dist_m <= limits_m[l];
            }
        }
        for (int l = 0; l < LIMITS; l++) points_km2[l] += km2 * (double)in[l] / (double)total;
    }
    for (int l = 0; l < LIMITS; l++)
        if (!(fabs(bands[l].area_km2 / points_km2[l] - 1) < 0.01))
            fail_msg("within %g km: %.0f km2 drawn, %.0f by points", limits_m[l] / 1000, bands[l].area_km2,
                     points_km2[l]);
    fx_free(&fx);
}

static void check_rings(const bm_band *band)
{
    double sum_m2 = 0;

    for (uint32_t r = 0; r < band->area.n_rings; r++) {
        const bm_ll *pts = band->area.pts + band->area.ring_first[r];
        uint32_t n = band->area.ring_first[r + 1] - band->area.ring_first[r];

        for (uint32_t i = 0; i < n; i++) {
            assert_true(fabs(pts[i].lon_deg) <= 180 && fabs(pts[i].lat_deg) <= 90);
            assert_true(fabs(pts[i].lon_deg - pts[(i + 1) % n].lon_deg) < 180);
        }
        sum_m2 += bm_geodesic_area_m2(pts, n);
    }
    assert_float_equal(sum_m2 / 1e6, band->area_km2, 1e-6 * band->area_km2);
}

/* A line along a meridian and one across 180 degrees, without outlines: a stadium. Its area on a sphere of
 * radius R is 2 L R sin(r / R) + 2 pi R^2 (1 - cos(r / R)) (geodesic line of length L; Gray 2004, Tubes, 2nd ed.,
 * chapter 7); R between the least and the greatest of the ellipsoid leaves less than 0.1 %. */
static void lines_without_ground_have_a_tube_about_them(void **state)
{
    static const bm_ll meridian[2] = {{20, 0}, {20, 2}}, across[2] = {{179, 0}, {-179, 0}};
    struct fixture fx;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, meridian, 2);
    fx_chain(&fx, "CCC", "DDD", BM_BORDER_INTERNATIONAL, across, 2);
    fx_open(&fx);
    for (int32_t d = 0; d < 2; d++) {
        double length_m = d == 0 ? bm_geodesic_m(meridian[0], meridian[1]) : bm_geodesic_m(across[0], across[1]);
        bm_band bands[LIMITS];

        assert_ok(fx.ctx, bm_border_bands(fx.ctx, fx.border, NULL, 0, d, limits_m, LIMITS, fx.arena, bands));
        for (int k = 0; k < LIMITS; k++) {
            const double big_m = 6371000, pi = 3.14159265358979323846;
            double r = limits_m[k] / big_m;
            double expected = 2 * length_m * big_m * sin(r) + 2 * pi * big_m * big_m * (1 - cos(r));

            check_rings(&bands[k]);
            assert_int_equal(bands[k].area.n_rings, d == 0 ? 1 : 2); /* cut at 180 */
            assert_float_equal(bands[k].area_km2 * 1e6 / expected, 1, 0.005);
        }
    }
    fx_free(&fx);
}

static void what_cannot_be_drawn_is_said(void **state)
{
    static const bm_ll line[2] = {{20, 0}, {20, 2}};
    static const double wide_m[2] = {10000, 2000000};
    struct fixture fx;
    bm_band bands[2];

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, line, 2);
    fx_open(&fx);
    assert_ok(fx.ctx, bm_border_bands(fx.ctx, fx.border, NULL, 0, 0, wide_m, 2, fx.arena, bands));
    assert_int_equal(bands[0].area.n_rings, 1);
    assert_int_equal(bands[1].area.n_rings, 0);
    assert_true(isnan(bands[1].area_km2));
    assert_int_equal(bm_border_bands(fx.ctx, fx.border, NULL, 0, 7, wide_m, 1, fx.arena, bands), BM_EUSAGE);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_in_their_band),
        cmocka_unit_test(areas_agree_with_points),
        cmocka_unit_test(lines_without_ground_have_a_tube_about_them),
        cmocka_unit_test(what_cannot_be_drawn_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
