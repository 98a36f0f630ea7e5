/* Placing rows over the small gazetteer of tests/data/gazetteer. */
#include "gazetteer_mini.h"

static int set_up(void **state)
{
    (void)state;
    help_start();
    gazetteer = help_mini(true);
    return 0;
}

static bool agrees(const bm_place *place, char **field)
{
    bm_ll wanted = {atof(field[7]), atof(field[8])};

    if (strcmp(bm_match_name(place->match), field[4]) != 0 ||
        strcmp(bm_place_status_name(place->status), field[5]) != 0 || place->geo_prec != atoi(field[6]))
        return false;
    if (place->has_point != (place->status >= BM_AMBIGUOUS)) return false;
    return !field[7][0] || bm_geodesic_m(place->point, wanted) < 2;
}

static void test_phrases(void **state)
{
    char path[512], line[1024], *field[9];
    FILE *file = fopen(help_file("phrases.csv", path), "r");
    bm_locator *locator = open_locator(NULL);
    int n = 0, wrong = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        help_cut(line, ';', field, 9);
        bm_incident row = help_row(field[0], field[1], field[2], field[3]);
        bm_place first = locate(locator, &row), again = locate(locator, &row);
        if (!agrees(&first, field)) {
            print_message("%s | %s | %s | %s: %s %s %d %.5f,%.5f %.*s\n", field[0], field[1], field[2],
                          field[3], bm_match_name(first.match), bm_place_status_name(first.status),
                          first.geo_prec, first.point.lon_deg, first.point.lat_deg, (int)first.gaz_name.len,
                          first.gaz_name.p ? first.gaz_name.p : "");
            wrong++;
        }
        bool unknown = strncmp(field[0], "Xyzzy", 5) == 0 || (strcmp(field[0], "Khar") == 0 && !field[7][0]);
        assert_true(first.fell_back == (unknown && first.status == BM_COARSE));
        assert_int_equal(first.match, again.match);
        assert_int_equal(first.n_candidates, again.n_candidates);
        assert_true((first.status == BM_RESOLVED) == (first.reason == NULL));
        n++;
    }
    fclose(file);
    bm_locator_destroy(locator);
    assert_int_equal(wrong, 0);
    assert_true(n > 30);
}

static void test_areas(void **state)
{
    bm_locator *locator = open_locator(NULL);
    bm_incident province = help_row("Balochistan", "", "", "Pakistan"),
                country = help_row("", "", "", "Iran");
    bm_incident none = help_row("", "", "", "Chad"), unknown = help_row("Kwettaxyz Abcd", "", "", "");
    bm_place place = locate(locator, &province);

    (void)state;
    assert_int_equal(place.area.n_rings, 2);
    assert_true(bm_area_contains(&place.area, (bm_ll){66.9, 30.2}));
    assert_int_equal(place.acled_prec, 3);
    assert_int_equal(place.gtd_spec, 4);
    assert_true(help_is(place.feat, "ADM1"));
    assert_true(isnan(place.rad_m));
    place = locate(locator, &country);
    assert_int_equal(place.area.n_rings, 1);
    assert_int_equal(place.gtd_spec, 5);
    assert_string_equal(place.iso3, "IRN");
    place = locate(locator, &none); /* a country that no gazetteer has */
    assert_int_equal(place.status, BM_COARSE);
    assert_int_equal(place.geo_prec, 6);
    assert_string_equal(place.iso3, "TCD");
    assert_int_equal(place.area.n_rings, 0);
    place = locate(locator, &unknown);
    assert_int_equal(place.status, BM_UNRESOLVED);
    assert_true(isnan(place.score));
    assert_non_null(place.reason);
    bm_locator_destroy(locator);
}

static void test_links(void **state)
{
    bm_locator *locator = open_locator(NULL);
    bm_incident row = help_row("Khar", "", "Bajaur", "Pakistan");
    bm_place place = locate(locator, &row);

    (void)state;
    assert_true(help_is(place.adm2, "Bajaur")); /* by point in polygon */
    row = help_row("Quetta", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_true(help_is(place.adm1, "Balochistan")); /* by code */
    assert_true(help_is(place.gaz_id, "1167528"));
    row = help_row("Rasht Garden", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_int_equal(place.status, BM_RESOLVED);
    assert_true(help_is(place.gaz_id, "farm-1"));
    bm_locator_destroy(locator);
}

static void test_given(void **state)
{
    bm_locator *locator = open_locator(NULL);
    bm_incident row = help_row("Quetta", "", "", "Pakistan");
    bm_place place;

    (void)state;
    row.lon_deg = 67.01;
    row.lat_deg = 30.19;
    place = locate(locator, &row);
    assert_int_equal(place.match, BM_MATCH_GIVEN);
    assert_int_equal(place.status, BM_RESOLVED);
    assert_true(place.score == 1 && place.has_point && place.point.lon_deg == 67.01 && place.geo_prec == 1);
    assert_true(help_is(place.gaz_id, "1167528"));
    assert_int_equal(issues.n, 0);
    row.lon_deg = 69.5; /* 240 km east */
    place = locate(locator, &row);
    assert_true(place.point.lon_deg == 69.5);
    assert_null(place.gaz_id.p);
    assert_int_equal(issues.n, 1);
    assert_string_equal(place.iso3, "PAK");
    row.claim = BM_CLAIM_COARSE;
    row.geo_prec_in = 4;
    row.place = (bm_str){0};
    row.admin1 = BM_LIT("Balochistan");
    place = locate(locator, &row);
    assert_int_equal(place.status, BM_COARSE);
    assert_true(place.has_point && place.point.lon_deg == 69.5 && place.geo_prec == 4);
    assert_int_equal(place.area.n_rings, 2);
    bm_locator_destroy(locator);
}

static void test_overruled(void **state)
{
    bm_locator *locator = open_locator(NULL);
    bm_incident row = help_row("Karachi", "", "", "Iran");
    bm_place place = locate(locator, &row);

    (void)state;
    assert_string_equal(place.iso3, "PAK"); /* a hint lowers and reports, it does not empty */
    assert_int_equal(issues.n, 1);
    assert_true(help_is(issues.items[0].column, "country"));
    bm_locator_destroy(locator);
}

static void test_aliases(void **state)
{
    char path[512];
    bm_aliases *aliases;
    bm_locator *locator;
    bm_incident row;
    bm_place place;

    (void)state;
    issues.n = 0;
    assert_int_equal(bm_aliases_load(ctx, help_file("aliases.csv", path), &issues, &aliases), BM_OK);
    assert_int_equal(issues.n, 1);
    locator = open_locator(aliases);
    row = help_row("old fort", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_int_equal(place.match, BM_MATCH_ALIAS);
    assert_true(help_is(place.gaz_name, "Quetta") && place.status == BM_RESOLVED && place.score == 1);
    row = help_row("old fort", "", "", "Iran"); /* the alias is for Pakistan */
    place = locate(locator, &row);
    assert_int_not_equal(place.match, BM_MATCH_ALIAS);
    row = help_row("New Camp", "", "", "");
    place = locate(locator, &row);
    assert_true(place.match == BM_MATCH_ALIAS && place.point.lon_deg == 66.5 && place.point.lat_deg == 29.25);
    row = help_row("Lahore", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_int_equal(place.status, BM_UNRESOLVED);
    row = help_row("Khar", "", "Malakand district", "Pakistan");
    place = locate(locator, &row);
    assert_true(help_is(place.gaz_id, "1174090"));
    row = help_row("Untouched", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_int_not_equal(place.match, BM_MATCH_ALIAS);
    bm_locator_destroy(locator);
    bm_aliases_destroy(aliases);
}

static void test_find(void **state)
{
    bm_locator *locator = open_locator(NULL);
    const bm_candidate *found;
    size_t n;

    (void)state;
    assert_int_equal(bm_locator_find(ctx, locator, BM_LIT("Khar"), "PK", arena, &found, &n), BM_OK);
    assert_true(n >= 3);
    for (size_t i = 0; i < n; i++)
        assert_true(found[i].reason && (i == 0 || found[i].score <= found[i - 1].score));
    assert_int_equal(bm_locator_find(ctx, locator, BM_LIT("..."), NULL, arena, &found, &n), BM_OK);
    assert_int_equal(n, 0);
    assert_int_equal(bm_locator_find(ctx, locator, BM_LIT("Khar"), "Atlantis", arena, &found, &n), BM_EUSAGE);
    bm_locator_destroy(locator);
}

static void test_countries(void **state)
{
    char path[512], line[512], *field[3], iso3[4];
    FILE *file = fopen(help_file("countries.csv", path), "r");

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        help_cut(line, ',', field, 3);
        bool known = bm_country_from_text(help_str(field[0]), field[1][0] == '1', iso3);
        if (strcmp(known ? iso3 : "", field[2]) != 0) print_message("%s: '%s'\n", field[0], iso3);
        assert_string_equal(known ? iso3 : "", field[2]);
    }
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_phrases),   cmocka_unit_test(test_areas),
                                       cmocka_unit_test(test_links),     cmocka_unit_test(test_given),
                                       cmocka_unit_test(test_overruled), cmocka_unit_test(test_aliases),
                                       cmocka_unit_test(test_find),      cmocka_unit_test(test_countries)};

    return cmocka_run_group_tests(tests, set_up, mini_tear_down);
}
