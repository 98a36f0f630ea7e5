/* Shortcuts give what the long way gives. */
#include "gazetteer/locator.h"

#include "gazetteer_mini.h"

#define N_PAIRS 200000

static uint64_t state_of_chance = 9;

static double chance(double low, double high)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(state_of_chance >> 11) / 9007199254740992.0;
}

/* Pairs of all latitudes, across 180 degrees too, most of them within a tenth of the limit. */
static void within_is_the_geodesic(void **state)
{
    static const double limits_m[] = {10000, 25000, 100000};
    uint32_t near = 0;

    (void)state;
    for (int i = 0; i < N_PAIRS; i++) {
        double limit_m = limits_m[i % 3], turn = chance(0, 6.283185307179586);
        double apart_deg = limit_m * (i % 5 ? chance(0.9, 1.1) : chance(0, 400)) / 111200;
        bm_ll a = {chance(-180, 180), chance(-89, 89)}, b;
        b.lat_deg = fmin(fmax(a.lat_deg + apart_deg * cos(turn), -90), 90);
        b.lon_deg = remainder(a.lon_deg + apart_deg * sin(turn) / cos(a.lat_deg * 0.017453292519943295), 360);
        bool within = gz_within_m(a, b, limit_m);
        if (within != (bm_geodesic_m(a, b) <= limit_m))
            print_message("%.9f %.9f, %.9f %.9f, %.0f m\n", a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg,
                          limit_m);
        assert_int_equal(within, bm_geodesic_m(a, b) <= limit_m);
        near += within;
    }
    assert_true(near > N_PAIRS / 5 && near < N_PAIRS * 4 / 5);
}

/* A point that moves by less than the slack is as near, or as far, as before. */
static void slack_keeps_the_answer(void **state)
{
    uint32_t n_wide = 0;

    (void)state;
    for (int i = 0; i < N_PAIRS / 4; i++) {
        double limit_m = 100000, apart_m = i % 2 ? limit_m * chance(0.5, 1.5) : limit_m * chance(0, 150);
        bm_ll a = {chance(-180, 180), chance(-89, 89)}, b = bm_geodesic_go(a, chance(0, 360), apart_m);
        double slack_m = gz_slack_m(a, b, limit_m), back_deg;

        (void)bm_geodesic_azimuth_m(b, a, &back_deg);
        for (int turn = 0; turn < 2 && slack_m > 0; turn++) { /* straight towards it and away */
            bm_ll moved = bm_geodesic_go(b, back_deg + 180 * turn, slack_m);
            assert_int_equal(bm_geodesic_m(a, b) <= limit_m, bm_geodesic_m(a, moved) <= limit_m);
        }
        n_wide += slack_m > 0.98 * fabs(bm_geodesic_m(a, b) - limit_m) - 2;
    }
    assert_true(n_wide > N_PAIRS / 4 * 9 / 10);
}

static bool same_columns(const bm_place *a, const bm_place *b)
{
    return a->match == b->match && a->status == b->status && a->geo_prec == b->geo_prec &&
           a->rad_m == b->rad_m && a->point.lon_deg == b->point.lon_deg &&
           a->point.lat_deg == b->point.lat_deg && a->area.pts == b->area.pts &&
           bm_str_eq(a->gaz_name, b->gaz_name) && bm_str_eq(a->gaz_id, b->gaz_id) &&
           bm_str_eq(a->adm1, b->adm1) && bm_str_eq(a->adm2, b->adm2) && strcmp(a->iso3, b->iso3) == 0;
}

/* Rows of every name at points about it, near and far, by a locator that remembers and by new ones. */
static void names_are_remembered_about_points(void **state)
{
    bm_locator *used = open_locator(NULL);
    uint32_t found = 0, missed = 0, contradicted = 0;

    (void)state;
    for (uint32_t i = 0; i < 12 * gazetteer->n_names; i++) {
        const struct gz_name *name = &gazetteer->names[i / 12];
        const struct gz_place *place = &gazetteer->places[name->place];
        double spread_deg = i % 4 == 0 ? 4 : i % 4 == 1 ? 0.9 : 0.1;
        bm_incident row = help_row("", "", "", i % 24 < 12 ? "" : "Pakistan");
        row.place = gz_text(gazetteer, name->text);
        row.lon_deg = place->lon + chance(-spread_deg, spread_deg);
        row.lat_deg = place->lat + chance(-spread_deg, spread_deg);
        if (i % 12 == 7) row.claim = BM_CLAIM_COARSE, row.geo_prec_in = 4;

        bm_place kept = locate(used, &row);
        size_t n_issues = issues.n;
        bm_locator *new = open_locator(NULL);
        bm_place anew = locate(new, &row);
        bm_locator_destroy(new);
        assert_true(same_columns(&kept, &anew));
        assert_int_equal(n_issues, issues.n);
        found += kept.gaz_id.len > 0;
        missed += kept.gaz_id.len == 0;
        contradicted += n_issues > 0;
    }
    assert_true(found > gazetteer->n_names && missed > gazetteer->n_names && contradicted > 10);
    bm_locator_destroy(used);
}

static int set_up(void **state)
{
    (void)state;
    help_start();
    gazetteer = help_mini(true);
    return 0;
}

/* All pairs of names of a gazetteer, each twice, as a search would ask for them. */
static void likeness_is_remembered(void **state)
{
    static const double least[] = {0.55, 0.62};
    bm_locator *locator = open_locator(NULL);
    uint32_t alike = 0;

    (void)state;
    for (uint32_t i = 0; i < gazetteer->n_names; i++) {
        if (!gz_query_of(gz_text(gazetteer, gazetteer->names[i].text), &locator->query)) continue;
        gz_likeness_begin(locator);
        for (uint32_t j = 0; j < 2 * gazetteer->n_names; j++) {
            uint32_t sounds = gazetteer->names[j / 2].sounds;
            bm_phones phones;
            gz_sounds(gazetteer, sounds, &phones);
            double asked = gz_likeness_of(locator, 0, sounds, least[j % 2]);
            double right = bm_phones_likeness(&locator->query.keys.phones, &phones);
            if (right >= least[j % 2])
                assert_true(asked == right);
            else
                assert_true(asked < least[j % 2]);
            alike += right >= least[j % 2];
        }
    }
    assert_true(alike > 2 * gazetteer->n_names);
    bm_locator_destroy(locator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(within_is_the_geodesic),
                                       cmocka_unit_test(slack_keeps_the_answer),
                                       cmocka_unit_test(names_are_remembered_about_points),
                                       cmocka_unit_test(likeness_is_remembered)};

    return cmocka_run_group_tests(tests, set_up, mini_tear_down);
}
