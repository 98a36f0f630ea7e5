/* Shortcuts give what the long way gives. */
#include "gazetteer_help.h"

#include "gazetteer/locator.h"

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

/* All pairs of names of a gazetteer, each twice, as a search would ask for them. */
static void likeness_is_remembered(void **state)
{
    static const double least[] = {0.55, 0.62};
    bm_gazetteer *gazetteer = help_mini(true);
    const bm_gazetteer *gazetteers[] = {gazetteer};
    bm_locate_options options = {.gazetteers = gazetteers, .n_gazetteers = 1};
    bm_locator *locator;
    uint32_t alike = 0;

    (void)state;
    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
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
    bm_gazetteer_close(gazetteer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(within_is_the_geodesic),
                                       cmocka_unit_test(likeness_is_remembered)};

    return cmocka_run_group_tests(tests, help_set_up, help_tear_down);
}
