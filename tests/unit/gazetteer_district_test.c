/* Names that no row has, in a district that is known; the precision codes of given rows, each source's own.
 */
#include "gazetteer_help.h"

#define ROW "%d\t%s\t\t\t%.5f\t%.5f\tP\t%s\tPK\t\t\t\t\t\t%d\t\t\t\t\n"

static bm_gazetteer *gazetteer;

/* Two districts of 25 hamlets each: Smallpur is 0.4 degrees wide (some 40 km), Widepur 4. */
static void write_dump(const char *path)
{
    FILE *file = fopen(path, "w");
    char name[32];

    assert_non_null(file);
    for (int i = 0; i < 25; i++) {
        snprintf(name, sizeof name, "Abcz%c%c", 'a' + i % 5, 'k' + i / 5);
        fprintf(file, ROW, 100 + i, name, 30 + 0.08 * (i % 5), 70 + 0.08 * (i / 5 % 5), "PPL", 0);
        snprintf(name, sizeof name, "Defz%c%c", 'a' + i % 5, 'k' + i / 5);
        fprintf(file, ROW, 200 + i, name, 25 + 0.8 * (i % 5), 62 + 0.8 * (i / 5 % 5), "PPL", 0);
    }
    fprintf(file, ROW, 300, "Mirgoth", 26.4, 63.1, "PPLA2", 50000);
    fprintf(file, ROW, 301, "Kuz Tilgram", 27.10, 64.1, "PPL", 0);
    fprintf(file, ROW, 302, "Bar Tilgram", 27.15, 64.1, "PPL", 0);
    fprintf(file, ROW, 303, "Bar Shornak", 25.2, 62.1, "PPL", 0);
    fprintf(file, ROW, 304, "Kuz Shornak", 28.0, 65.1, "PPL", 0);
    assert_int_equal(fclose(file), 0);
}

static const char areas[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"level\":0,\"iso3\":\"PAK\",\"name\":\"Pakistan\"},\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[61,24],[77,24],[77,37],[61,37],[61,24]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"level\":2,\"iso3\":\"PAK\",\"name\":\"Smallpur\"},\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[69.95,29.95],[70.4,29.95],[70.4,30.4],[69.95,30.4],[69.95,29."
    "95]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"level\":2,\"iso3\":\"PAK\",\"name\":\"Widepur\"},\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[61.9,24.9],[65.9,24.9],[65.9,28.9],[61.9,28.9],[61.9,24.9]]]}}]"
    "}";

static int setup(void **state)
{
    char dump[512], admin[512], out[512];
    const char *dumps[] = {help_temp("d.txt", dump)}, *admins[] = {help_temp("d.geojson", admin)};
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = 1, .admins = admins, .n_admins = 1};

    (void)state;
    help_start();
    write_dump(dump);
    help_write(admin, areas, sizeof areas - 1);
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("d.bmg", out), &issues), BM_OK);
    assert_int_equal(bm_gazetteer_open(ctx, out, &gazetteer), BM_OK);
    unlink(out);
    unlink(dump);
    unlink(admin);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    bm_gazetteer_close(gazetteer);
    help_end();
    return 0;
}

static bm_place locate(const bm_incident *row)
{
    const bm_gazetteer *list[] = {gazetteer};
    bm_locate_options options = {.gazetteers = list, .n_gazetteers = 1};
    bm_locator *locator = NULL;
    bm_place place;

    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
    assert_int_equal(bm_locate(ctx, locator, row, arena, &issues, &place), BM_OK);
    bm_locator_destroy(locator);
    return place;
}

static bm_place in_district(const char *name, const char *district)
{
    bm_incident row = help_row(name, "", district, "Pakistan");

    return locate(&row);
}

static void test_small_district(void **state)
{
    bm_place place = in_district("Qwermandu town", "Smallpur district");

    (void)state;
    assert_int_equal(place.status, BM_AMBIGUOUS);
    assert_int_equal(place.match, BM_MATCH_AREA);
    assert_true(place.has_point && place.fell_back && place.score > 0.4 && place.score < 1);
    assert_true(bm_geodesic_m(place.point, (bm_ll){70.16, 30.16}) < 3000);
    assert_int_equal(place.geo_prec, 3);
    assert_int_equal(place.acled_prec, 2);
    assert_int_equal(place.gtd_spec, 2); /* the district's centre for a town without coordinates */
    assert_true(place.rad_m >= 20000 && place.reason);

    place = in_district("Qwermandu town", "Widepur district"); /* its centre says nothing */
    assert_int_equal(place.status, BM_COARSE);
    assert_true(!place.has_point && place.fell_back);
    assert_int_equal(place.geo_prec, 3);

    place = in_district("", "Smallpur district"); /* no place is named: an area stays an area */
    assert_int_equal(place.status, BM_COARSE);
    assert_true(!place.has_point);
}

static void test_part_of_a_name(void **state)
{
    bm_place place = in_district("Tilgram area", "Widepur");

    (void)state;
    assert_int_equal(place.status, BM_AMBIGUOUS);
    assert_true(place.has_point && bm_geodesic_m(place.point, (bm_ll){64.1, 27.12}) < 10000);
    assert_int_equal(place.geo_prec, 2);

    place = in_district("Shornak area", "Widepur"); /* two, far from each other */
    assert_true(!place.has_point);
}

static void test_valley_of_a_district(void **state)
{
    bm_place place = in_district("Widepur valley", "Widepur district");

    (void)state;
    assert_int_equal(place.status, BM_AMBIGUOUS);
    assert_true(help_is(place.gaz_id, "300"));
    assert_int_equal(place.geo_prec, 2);
    place = in_district("Widepur district", "Widepur district");
    assert_int_equal(place.status, BM_COARSE);
}

/* From the code books: UCDP where_prec 1-7, ACLED 1-3, GTD 1-5; what each source's row gets in all three. */
static void test_codes(void **state)
{
    static const struct {
        int ged, acled, gtd;
        bm_geo_claim claim;
        bm_place_status status;
        int out[3];
    } cases[] = {
        {1, 0, 0, BM_CLAIM_PLACE, BM_RESOLVED, {1, 1, 1}}, {2, 0, 0, BM_CLAIM_NEAR, BM_RESOLVED, {2, 2, 1}},
        {3, 0, 0, BM_CLAIM_NONE, BM_RESOLVED, {3, 2, 3}},  {4, 0, 0, BM_CLAIM_COARSE, BM_COARSE, {4, 3, 4}},
        {5, 0, 0, BM_CLAIM_COARSE, BM_COARSE, {5, 3, 5}},  {6, 0, 0, BM_CLAIM_COARSE, BM_COARSE, {6, 3, 5}},
        {7, 0, 0, BM_CLAIM_COARSE, BM_COARSE, {7, 3, 5}},  {0, 1, 0, BM_CLAIM_PLACE, BM_RESOLVED, {1, 1, 1}},
        {0, 2, 0, BM_CLAIM_NEAR, BM_RESOLVED, {2, 2, 1}},  {0, 3, 0, BM_CLAIM_COARSE, BM_COARSE, {4, 3, 4}},
        {0, 0, 1, BM_CLAIM_PLACE, BM_RESOLVED, {1, 1, 1}}, {0, 0, 2, BM_CLAIM_NONE, BM_RESOLVED, {3, 2, 2}},
        {0, 0, 3, BM_CLAIM_COARSE, BM_COARSE, {3, 2, 3}},  {0, 0, 4, BM_CLAIM_COARSE, BM_COARSE, {4, 3, 4}},
        {0, 0, 5, BM_CLAIM_COARSE, BM_COARSE, {5, 3, 5}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_incident row = help_row("Mirgoth", "", "", "Pakistan");
        row.lon_deg = 63.1;
        row.lat_deg = 26.4;
        row.geo_prec_in = cases[i].ged;
        row.acled_prec_in = cases[i].acled;
        row.gtd_spec_in = cases[i].gtd;
        row.claim = cases[i].claim;
        bm_place place = locate(&row);
        print_message("case %zu: %d %d %d\n", i, place.geo_prec, place.acled_prec, place.gtd_spec);
        assert_int_equal(place.status, cases[i].status);
        assert_int_equal(place.geo_prec, cases[i].out[0]);
        assert_int_equal(place.acled_prec, cases[i].out[1]);
        assert_int_equal(place.gtd_spec, cases[i].out[2]);
        assert_true(place.has_point && place.score == 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_district), cmocka_unit_test(test_part_of_a_name),
        cmocka_unit_test(test_valley_of_a_district), cmocka_unit_test(test_codes)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
