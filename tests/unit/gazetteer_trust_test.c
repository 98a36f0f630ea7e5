/* A point that is given for a name is right more often than wrong, and most of the gold is within its radius;
 * the centre of a district that is given instead says so, and its radius holds the place: human-coded places
 * of UCDP GED, asked by their names alone, and names whose look-alikes lie far away. */
#include "gazetteer_data.h"

#include "adapt/csv.h"
#include "base/num.h"

#define RIGHT_M 25000.0

enum { C_ID, C_PREC, C_PLACE, C_ADM1, C_ADM2, C_LAT, C_LON, C_COUNTRY, C_COUNT };
static const char *const columns[C_COUNT] = {"id",    "where_prec", "where_coordinates", "adm_1",
                                             "adm_2", "latitude",   "longitude",         "country"};

struct tally {
    bm_locator *locator;
    bool with_admins;
    int at[C_COUNT];
    bool has_header;
    size_t n, given[BM_MATCH_AREA + 1][3]; /* all, right, inside the radius */
};

static bm_str cell(const struct tally *tally, const bm_csv_record *record, int column)
{
    size_t at = (size_t)tally->at[column];

    return at < record->n ? record->fields[at] : (bm_str){0};
}

static void read_header(struct tally *tally, const bm_csv_record *record)
{
    for (int column = 0; column < C_COUNT; column++) {
        tally->at[column] = -1;
        for (size_t i = 0; i < record->n; i++) {
            if (help_is(record->fields[i], columns[column])) tally->at[column] = (int)i;
        }
        assert_true(tally->at[column] >= 0);
    }
    tally->has_header = true;
}

static bm_status count_event(bm_ctx *owner, void *user, const bm_csv_record *record)
{
    struct tally *tally = user;
    bm_str prec;
    bm_ll truth;
    bm_place place;

    (void)owner;
    if (!tally->has_header) {
        read_header(tally, record);
        return BM_OK;
    }
    prec = cell(tally, record, C_PREC);
    if (!help_is(prec, "1") && !help_is(prec, "2")) return BM_OK; /* the HXL row too */
    assert_true(bm_parse_double(cell(tally, record, C_LON), &truth.lon_deg) &&
                bm_parse_double(cell(tally, record, C_LAT), &truth.lat_deg));
    bm_incident row = help_row("", "", "", "Pakistan");
    row.place = cell(tally, record, C_PLACE);
    if (tally->with_admins) {
        row.admin1 = cell(tally, record, C_ADM1);
        row.admin2 = cell(tally, record, C_ADM2);
    }
    assert_int_equal(bm_locate(ctx, tally->locator, &row, arena, NULL, &place), BM_OK);
    tally->n++;
    assert_true(place.status == BM_UNRESOLVED ? place.reason != NULL : !isnan(place.score));
    if (!place.has_point) return BM_OK;
    assert_true(place.rad_m > 0);
    assert_true(place.match != BM_MATCH_AREA || (place.status == BM_AMBIGUOUS && place.geo_prec == 3));
    double apart_m = bm_geodesic_m(place.point, truth);
    tally->given[place.match][0]++;
    tally->given[place.match][1] += apart_m <= RIGHT_M;
    tally->given[place.match][2] += apart_m <= place.rad_m;
    return BM_OK;
}

/* Half of the points of each kind must be right, of centres four in five be within the radius; of all a
 * larger share; enough must be given at all. */
static void check(const bm_gazetteer *gazetteer, bool with_admins, double least_right, double least_found)
{
    struct tally tally = {.locator = locator_of(gazetteer), .with_admins = with_admins};
    size_t given = 0, right = 0, inside = 0;
    char path[512];

    assert_int_equal(bm_csv_each(ctx, data_file("ged/ged_pakistan_a.csv", path), NULL, count_event, &tally),
                     BM_OK);
    bm_locator_destroy(tally.locator);
    for (int match = 0; match <= BM_MATCH_AREA; match++) {
        if (tally.given[match][0] == 0) continue;
        size_t *of = tally.given[match];
        print_message("%s: %zu given, %zu right, %zu within the radius\n", bm_match_name((bm_match)match),
                      of[0], of[1], of[2]);
        assert_true(of[0] < 8 || (match == BM_MATCH_AREA ? 5 * of[2] >= 4 * of[0] : 2 * of[1] >= of[0]));
        inside += of[2];
        given += tally.given[match][0];
        right += tally.given[match][1];
    }
    assert_true(tally.n > 2000);
    assert_true((double)inside >= 0.85 * (double)given);
    assert_true((double)right >= least_right * (double)given);
    assert_true((double)right >= least_found * (double)tally.n);
}

static void test_dumps(void **state)
{
    (void)state;
    need_data();
    check(three, true, 0.84, 0.84);
    check(three, false, 0.80, 0.45);
}

static bm_gazetteer *built_in_or_skip(void)
{
    bm_gazetteer *gazetteer = open_built_in();

    if (!gazetteer) {
        print_message("skipped: no built-in gazetteer\n");
        skip();
    }
    return gazetteer;
}

static void test_built_in(void **state)
{
    bm_gazetteer *gazetteer;

    (void)state;
    need_data();
    gazetteer = built_in_or_skip();
    check(gazetteer, true, 0.85, 0.30);
    check(gazetteer, false, 0.80, 0.30);
    bm_gazetteer_close(gazetteer);
}

static void test_world_names(void **state)
{
    bm_gazetteer *gazetteer = built_in_or_skip();
    bm_locator *locator = locator_of(gazetteer);
    char path[512], line[512], *field[5];
    FILE *file = fopen(help_file("world_names.csv", path), "r");
    int wrong = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        help_cut(line, ';', field, 5);
        bm_incident row = help_row(field[0], field[1], "", field[2]);
        bm_place place;
        assert_int_equal(bm_locate(ctx, locator, &row, arena, NULL, &place), BM_OK);
        bool right = strcmp(bm_place_status_name(place.status), field[3]) == 0 &&
                     (*field[4] ? help_is(place.gaz_id, field[4]) : place.gaz_id.len == 0);
        if (!right)
            print_message("%s | %s | %s: %s %.*s\n", field[0], field[1], field[2],
                          bm_place_status_name(place.status), (int)place.gaz_id.len,
                          place.gaz_id.p ? place.gaz_id.p : "");
        wrong += !right;
    }
    fclose(file);
    bm_locator_destroy(locator);
    bm_gazetteer_close(gazetteer);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dumps), cmocka_unit_test(test_built_in),
                                       cmocka_unit_test(test_world_names)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
