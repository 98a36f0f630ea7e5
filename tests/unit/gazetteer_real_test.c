/* Placing real names: the seeds over the built-in gazetteer, and the three country dumps of the data folder.
 */
#include "gazetteer_data.h"

#include <time.h>

static bm_place locate(bm_locator *locator, const char *place, const char *admin1, const char *admin2,
                       const char *country)
{
    bm_incident row = help_row(place, admin1, admin2, country);
    bm_place out;

    issues.n = 0;
    assert_int_equal(bm_locate(ctx, locator, &row, arena, &issues, &out), BM_OK);
    return out;
}

/* The incidents and answers of seeds/seed_incidents.csv, without the aliases. */
static const struct {
    const char *place, *admin1, *country;
    double lon_deg, lat_deg;
    const char *match;
    int geo_prec;
} seeds[] = {
    {"Quetta", "Balochistan", "Pakistan", 67.01, 30.18, "exact", 1},
    {"Kabul", "", "Afghanistan", 69.17, 34.53, "exact", 1},
    {"Tehran", "", "Iran", 51.42, 35.69, "exact", 1},
    {"Kerman", "", "Iran", 57.08, 30.28, "exact", 1},
    {"Istanbul", "", "Turkey", 28.95, 41.01, "exact", 1},
    {"Mazar-e Sharif", "", "Afghanistan", 67.11, 36.71, "exact", 1},
    {"Balochistan", "", "Pakistan", NAN, NAN, "area", 4},
    {"", "", "Iran", NAN, NAN, "area", 6},
    {"Shah Cheragh mausoleum in Shiraz", "Fars", "Iran", 52.53, 29.61, "relative", 2},
    {"Mosul", "", "Iraq", 43.12, 36.34, "exact", 1},
    {"", "", "Iraq", NAN, NAN, "area", 6},
    {"", "", "Syria", NAN, NAN, "area", 6},
};

static void check_seeds(const bm_gazetteer *gazetteer, bool world)
{
    bm_locator *locator = locator_of(gazetteer);

    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        bool near = strstr("Pakistan Afghanistan Iran", seeds[i].country) != NULL;
        if (!world && !near) continue;
        bm_place place = locate(locator, seeds[i].place, seeds[i].admin1, "", seeds[i].country);
        if (strcmp(bm_match_name(place.match), seeds[i].match) != 0)
            print_message("%s, %s: %s\n", seeds[i].place, seeds[i].country, bm_match_name(place.match));
        assert_string_equal(bm_match_name(place.match), seeds[i].match);
        assert_int_equal(place.geo_prec, seeds[i].geo_prec);
        assert_int_equal(place.status, isnan(seeds[i].lon_deg) ? BM_COARSE : BM_RESOLVED);
        assert_true(place.has_point == !isnan(seeds[i].lon_deg));
        if (place.has_point)
            assert_true(bm_geodesic_m(place.point, (bm_ll){seeds[i].lon_deg, seeds[i].lat_deg}) < 3000);
        else
            assert_true(place.area.n_rings > 0);
    }
    bm_locator_destroy(locator);
}

static void test_seeds_built_in(void **state)
{
    bm_gazetteer *gazetteer = open_built_in();

    (void)state;
    if (!gazetteer) {
        print_message("skipped: no built-in gazetteer\n");
        skip();
    }
    check_seeds(gazetteer, true);
    bm_gazetteer_close(gazetteer);
}

static void test_seeds_dumps(void **state)
{
    (void)state;
    need_data();
    check_seeds(three, false);
}

/* True if the row of this id has the same name and more people: of namesakes in one province the larger is
 * meant. */
static bool larger_namesake(char (*rows)[4096], size_t n, bm_str id, const char *name, long population)
{
    char line[4096], *field[19];

    for (size_t i = 0; i < n; i++) {
        memcpy(line, rows[i], sizeof line);
        help_cut(line, '\t', field, 19);
        if (help_is(id, field[0])) return strcmp(field[1], name) == 0 && atol(field[14]) > population;
    }
    return false;
}

/* 30 places with population from PK.txt, drawn by a seed, asked by name, country and the name of their
 * province. */
static void test_drawn(void **state)
{
    static const char *const provinces[] = {"",
                                            "Federally Administered Tribal Areas",
                                            "Balochistan",
                                            "Khyber Pakhtunkhwa",
                                            "Punjab",
                                            "Sindh",
                                            "Azad Kashmir",
                                            "Gilgit-Baltistan",
                                            "Islamabad"};
    char path[512], line[4096], *field[19];
    char(*rows)[4096] = NULL;
    size_t n = 0, wrong = 0;
    uint64_t seed = 20240116;
    FILE *file;
    bm_locator *locator;

    (void)state;
    need_data();
    file = fopen(data_file("geonames/PK.txt", path), "r");
    assert_non_null(file);
    rows = malloc(2000 * sizeof *rows);
    assert_non_null(rows);
    while (n < 2000 && fgets(line, sizeof line, file)) {
        memcpy(rows[n], line, sizeof line);
        help_cut(line, '\t', field, 19);
        n += field[6][0] == 'P' && atol(field[14]) > 0 && field[10][0];
    }
    fclose(file);
    locator = locator_of(three);
    assert_true(n > 100);
    for (int i = 0; i < 30; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t at = (size_t)(seed >> 33) % n;
        memcpy(line, rows[at], sizeof line);
        help_cut(line, '\t', field, 19);
        int code = atoi(field[10]);
        bm_place place =
            locate(locator, field[1], code > 0 && code < 9 ? provinces[code] : "", "", "Pakistan");
        if (!help_is(place.gaz_id, field[0]) &&
            !larger_namesake(rows, n, place.gaz_id, field[1], atol(field[14]))) {
            print_message("%s %s: %s %.*s\n", field[0], field[1], bm_place_status_name(place.status),
                          (int)place.gaz_id.len, place.gaz_id.p ? place.gaz_id.p : "");
            wrong++;
        }
    }
    bm_locator_destroy(locator);
    free(rows);
    assert_int_equal(wrong, 0);
}

static void test_scripts(void **state)
{
    char path[512], line[512], *field[3];
    FILE *file = fopen(help_file("script_names.csv", path), "r");
    bm_locator *locator;
    int wrong = 0;

    (void)state;
    need_data();
    assert_non_null(file);
    locator = locator_of(three);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        help_cut(line, ',', field, 3);
        bm_place script = locate(locator, field[0], "", "", field[1]),
                 latin = locate(locator, field[2], "", "", field[1]);
        bool right = script.has_point && latin.has_point && bm_str_eq(script.gaz_id, latin.gaz_id) &&
                     strcmp(script.iso3, field[1]) == 0;
        if (!right)
            print_message("%s: %.*s, %s: %.*s\n", field[0], (int)script.gaz_id.len,
                          script.gaz_id.p ? script.gaz_id.p : "", field[2], (int)latin.gaz_id.len,
                          latin.gaz_id.p ? latin.gaz_id.p : "");
        wrong += !right;
    }
    fclose(file);
    bm_locator_destroy(locator);
    assert_int_equal(wrong, 0);
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void test_opening(void **state)
{
    bm_gazetteer_info info;

    (void)state;
    need_data();
    bm_gazetteer_get_info(three, &info);
    assert_true(info.bytes <= 120u << 20);
    assert_true(info.n_places > 242679 && info.n_areas > 900);
    assert_int_equal(info.n_countries, 3);
    bm_locator *locator = locator_of(three);
    double start = seconds();
    for (int i = 0; i < 100000; i++) (void)locate(locator, "Quetta", "", "", "Pakistan");
    print_message("%.2f million repeated names a second\n", 0.1 / (seconds() - start));
    bm_locator_destroy(locator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_seeds_built_in),
                                       cmocka_unit_test(test_seeds_dumps), cmocka_unit_test(test_drawn),
                                       cmocka_unit_test(test_scripts), cmocka_unit_test(test_opening)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
