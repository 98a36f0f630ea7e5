/* When an answer may be given, and what a row gets otherwise; over the small gazetteer. */
#include "gazetteer_mini.h"

static int set_up(void **state)
{
    (void)state;
    help_start();
    gazetteer = help_mini(false);
    return 0;
}

/* What holds for every answer. */
static bool is_sound(const bm_place *place)
{
    if (place->status == BM_UNRESOLVED)
        return isnan(place->score) && place->reason && place->reason[0] && !place->has_point;
    if (isnan(place->score) || place->score < 0 || place->score > 1) return false;
    if (place->has_point && !(place->rad_m > 0)) return false;
    return (place->status == BM_RESOLVED) == (place->reason == NULL);
}

static bool is_among(bm_str id, const char *ids)
{
    char wanted[64], list[256];

    snprintf(list, sizeof list, " %s ", ids);
    snprintf(wanted, sizeof wanted, " %.*s ", (int)id.len, id.p ? id.p : "");
    return strstr(list, wanted) != NULL;
}

static size_t n_ids(const char *ids)
{
    size_t n = 1;

    for (; *ids; ids++) n += *ids == ' ';
    return n;
}

static bool has_note(const char *column)
{
    if (!*column) return issues.n == 0;
    return issues.n == 1 && issues.items[0].severity == BM_NOTE && help_is(issues.items[0].column, column);
}

static bool agrees(const bm_place *place, char **field)
{
    const char *id = field[6];
    size_t n_wanted = 0;

    if (strcmp(bm_place_status_name(place->status), field[4]) != 0 ||
        strcmp(bm_match_name(place->match), field[5]) != 0 || !is_sound(place) || !has_note(field[7]))
        return false;
    if (*id ? !help_is(place->gaz_id, id) : place->gaz_id.len > 0) return false;
    for (size_t i = 0; i < place->n_candidates; i++)
        n_wanted += is_among(place->candidates[i].gaz_id, field[8]);
    return !*field[8] || n_wanted == n_ids(field[8]);
}

static void test_doubtful(void **state)
{
    char path[512], line[1024], *field[10];
    FILE *file = fopen(help_file("doubtful.csv", path), "r");
    bm_locator *locator = open_locator(NULL);
    int n = 0, wrong = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        help_cut(line, ';', field, 10);
        bm_incident row = help_row(field[0], field[1], field[2], field[3]);
        bm_place place = locate(locator, &row);
        n++;
        if (agrees(&place, field)) continue;
        print_message("%s | %s | %s: %s %s %.*s, %zu issues, %zu candidates (%s)\n", field[0], field[1],
                      field[3], bm_match_name(place.match), bm_place_status_name(place.status),
                      (int)place.gaz_id.len, place.gaz_id.p ? place.gaz_id.p : "", issues.n,
                      place.n_candidates, place.reason ? place.reason : "");
        wrong++;
    }
    fclose(file);
    bm_locator_destroy(locator);
    assert_int_equal(wrong, 0);
    assert_true(n > 25);
}

/* An area of the very name is a candidate, however many towns sound alike. */
static void test_find_areas(void **state)
{
    static const char *const names[] = {"Sindh", "Kerman", "Islamabad", "Punjab", "Iraq"};
    static const char *const ids[] = {"PK.05", "IR.29", "PK.08", "PK.04", "IQ"};
    bm_locator *locator = open_locator(NULL);

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        const bm_candidate *found;
        size_t n, at = 0;
        assert_int_equal(bm_locator_find(ctx, locator, bm_str_z(names[i]), NULL, arena, &found, &n), BM_OK);
        while (at < n && !help_is(found[at].gaz_id, ids[i])) at++;
        assert_true(at < n);
    }
    bm_locator_destroy(locator);
}

static bm_place given(bm_locator *locator, const char *name, double lon_deg, double lat_deg, bool coarse)
{
    bm_incident row = help_row(name, "", "", "");

    row.lon_deg = lon_deg;
    row.lat_deg = lat_deg;
    if (coarse) {
        row.claim = BM_CLAIM_COARSE;
        row.geo_prec_in = 6;
    }
    bm_place place = locate(locator, &row);
    assert_true(is_sound(&place) && place.has_point && place.score == 1);
    return place;
}

/* Outlines as in mini_areas.geojson: Iran 44-61 E, 25-39 N; Balochistan 61-70 E, 24.2-31 N. */
static void test_given_areas(void **state)
{
    bm_locator *locator = open_locator(NULL);

    (void)state;
    bm_place place = given(locator, "Iran", 60.5, 26, false); /* 900 km from its centre, inside */
    assert_int_equal(issues.n, 0);
    assert_true(help_is(place.gaz_id, "IR"));
    place = given(locator, "Balochistan", 61.5, 25.3, false);
    assert_int_equal(issues.n, 0);
    assert_true(help_is(place.gaz_id, "PK.02"));
    (void)given(locator, "Iran", 61.5, 30, false); /* 48 km outside */
    assert_int_equal(issues.n, 0);
    place = given(locator, "Iran", 66, 27, false); /* 495 km outside */
    assert_int_equal(issues.n, 1);
    assert_null(place.gaz_id.p);
    (void)given(locator, "Balochistan", 74, 31.5, true); /* coarse, and still in Pakistan */
    assert_int_equal(issues.n, 0);
    (void)given(locator, "Quetta", 74, 31.5, true);
    assert_int_equal(issues.n, 0);
    (void)given(locator, "Quetta", 74, 31.5, false);
    assert_int_equal(issues.n, 1);
    (void)given(locator, "Balochistan", 52, 31, true); /* coarse, in another country */
    assert_int_equal(issues.n, 1);
    bm_locator_destroy(locator);
}

/* A coarse row's radius holds the area it stands for. */
static void test_given_radius(void **state)
{
    bm_locator *locator = open_locator(NULL);
    bm_incident row = help_row("Iran", "", "", "Iran");
    bm_ll corner = {44, 39};

    (void)state;
    row.lon_deg = 54;
    row.lat_deg = 32;
    row.claim = BM_CLAIM_COARSE;
    row.geo_prec_in = 6;
    bm_place place = locate(locator, &row);
    assert_true(place.area.n_rings == 1);
    assert_true(place.rad_m >= bm_geodesic_m((bm_ll){54, 32}, corner) && place.rad_m < 1.3e6);
    bm_locator_destroy(locator);
}

/* A source's point for a place is the place's centre: 1 km only where nothing says so. */
static void test_given_place_radius(void **state)
{
    static const struct {
        const char *name;
        bm_geo_claim claim;
        double least_m, most_m;
    } cases[] = {{"", BM_CLAIM_NONE, 1000, 1000},
                 {"", BM_CLAIM_PLACE, 5000, 5000},
                 {"Nowhere known", BM_CLAIM_NONE, 1000, 1000},
                 {"Chaman", BM_CLAIM_NONE, 4000, 8000},
                 {"Chaman Border Crossing", BM_CLAIM_PLACE, 5000, 8000},
                 {"Chaman", BM_CLAIM_NEAR, 25000, 25000}};
    bm_locator *locator = open_locator(NULL);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_incident row = help_row(cases[i].name, "", "", "Pakistan");
        row.lon_deg = 66.4526;
        row.lat_deg = 30.9177;
        row.claim = cases[i].claim;
        bm_place place = locate(locator, &row);
        assert_true(is_sound(&place) && place.status == BM_RESOLVED);
        if (place.rad_m < cases[i].least_m || place.rad_m > cases[i].most_m)
            print_message("%s: %.0f m\n", cases[i].name, place.rad_m);
        assert_true(place.rad_m >= cases[i].least_m && place.rad_m <= cases[i].most_m);
    }
    bm_locator_destroy(locator);
}

/* The terms of a reason, as printed, make its sum. */
static void test_reasons_add_up(void **state)
{
    static const char *const names[][2] = {
        {"Quetta", "Pakistan"}, {"Khar", "Pakistan"}, {"Sindh", ""}, {"Chaman", "Iran"}};
    bm_locator *locator = open_locator(NULL);
    size_t n_checked = 0;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const bm_candidate *found;
        size_t n;
        const char *country = *names[i][1] ? names[i][1] : NULL;
        assert_int_equal(bm_locator_find(ctx, locator, bm_str_z(names[i][0]), country, arena, &found, &n),
                         BM_OK);
        for (size_t j = 0; j < n; j++) {
            char text[1024], *term[20];
            double sum = 0;
            snprintf(text, sizeof text, "%s", found[j].reason);
            size_t n_terms = help_cut(text, ';', term, 20);
            for (size_t k = 0; k + 1 < n_terms; k++) sum += strtod(strrchr(term[k], ' '), NULL);
            assert_true(fabs(sum - strtod(strrchr(term[n_terms - 1], ' '), NULL)) < 0.005);
            assert_true(!country || strstr(found[j].reason, "country "));
            n_checked++;
        }
    }
    assert_true(n_checked >= 4);
    bm_locator_destroy(locator);
}

/* The log-odds told are those of the score; phrases and areas have none. */
static void test_score_adds_up(void **state)
{
    static const char *const places[] = {"Chaman", "Khar", "Kwetta", "30 km south of Quetta", "Balochistan"};
    const bm_gazetteer *gazetteers[] = {gazetteer};
    bm_locate_options options = {.gazetteers = gazetteers, .n_gazetteers = 1, .explain = true};
    bm_locator *locator;
    int n_weighed = 0;

    (void)state;
    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        bm_incident row = help_row(places[i], "", "", "Pakistan");
        bm_place place = locate(locator, &row);
        char text[1024], *part[20];
        double sum = 0;
        assert_true((place.weighed != NULL) == (place.has_point && place.match != BM_MATCH_RELATIVE));
        if (!place.weighed) continue;
        snprintf(text, sizeof text, "%s", place.weighed);
        size_t n = help_cut(text, ',', part, 20);
        for (size_t k = 0; k < n; k++) sum += strtod(part[k], NULL);
        assert_true(fabs(place.score - 1 / (1 + exp(-sum))) < 0.01);
        n_weighed++;
    }
    assert_int_equal(n_weighed, 2); /* Chaman, Kwetta; Khar could be several places */
    bm_locator_destroy(locator);
}

static void check_alias_issues(void)
{
    static const struct {
        uint64_t row;
        const char *column;
    } wanted[] = {{5, "action"}, {6, "lat"}, {7, "gaz_id"}, {8, "action"}, {11, "country"}};

    assert_int_equal(issues.n, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(issues.items[i].src, "aliases_saved.csv");
        assert_int_equal(issues.items[i].src_row, wanted[i].row);
        assert_int_equal(issues.items[i].line, wanted[i].row + 1);
        assert_true(help_is(issues.items[i].column, wanted[i].column));
    }
}

static void test_saved_aliases(void **state)
{
    char path[512];
    bm_aliases *aliases;
    bm_locator *locator;
    bm_incident row;
    bm_place place;

    (void)state;
    issues.n = 0;
    assert_int_equal(bm_aliases_load(ctx, help_file("aliases_saved.csv", path), &issues, &aliases), BM_OK);
    check_alias_issues();
    locator = open_locator(aliases);
    row = help_row("Khar", "", "", "Pakistan"); /* fell back to the country without the alias */
    place = locate(locator, &row);
    assert_true(place.match == BM_MATCH_ALIAS && help_is(place.gaz_id, "1174090") && !place.fell_back);
    row = help_row("=Camp 12", "", "", "");
    place = locate(locator, &row);
    assert_true(place.match == BM_MATCH_ALIAS && place.point.lon_deg == 66.5 && is_sound(&place));
    row = help_row("-e Now", "@Sindh", "", "");
    place = locate(locator, &row);
    assert_true(place.match == BM_MATCH_ALIAS && help_is(place.gaz_name, "Karachi"));
    row = help_row("Lost", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_true(place.status == BM_COARSE && is_sound(&place));
    assert_int_equal(issues.n, 1);
    assert_true(help_is(issues.items[0].column, "gaz_id") && issues.items[0].src_row == 4);
    assert_string_equal(issues.items[0].src, "aliases_saved.csv");
    row = help_row("Chaman", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_true(place.status == BM_UNRESOLVED && is_sound(&place));
    row = help_row("Quetta", "", "", "Pakistan");
    place = locate(locator, &row);
    assert_int_equal(place.match, BM_MATCH_EXACT);
    bm_locator_destroy(locator);
    bm_aliases_destroy(aliases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doubtful),           cmocka_unit_test(test_find_areas),
        cmocka_unit_test(test_given_areas),        cmocka_unit_test(test_given_radius),
        cmocka_unit_test(test_given_place_radius), cmocka_unit_test(test_reasons_add_up),
        cmocka_unit_test(test_saved_aliases),      cmocka_unit_test(test_score_adds_up)};

    return cmocka_run_group_tests(tests, set_up, mini_tear_down);
}
