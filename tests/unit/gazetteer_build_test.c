/* Compiling and opening: bad input is counted or refused, never more. */
#include "gazetteer_help.h"

#include "gazetteer/model.h"

#define ROW(id, name, lat, lon)                                                                              \
    id "\t" name "\t" name "\t\t" lat "\t" lon "\tP\tPPL\tPK\t\t02\t\t\t\t0\t\t\t\t"

/* Compiles texts as dumps; *out NULL if the build failed. */
static bm_status build(const char *const *texts, const size_t *sizes, size_t n, bm_gazetteer **out)
{
    char path[4][512], file[512];
    const char *dumps[4];
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = n};
    bm_status st;

    *out = NULL;
    for (size_t i = 0; i < n; i++) {
        char name[32];
        snprintf(name, sizeof name, "in%zu.txt", i);
        dumps[i] = help_temp(name, path[i]);
        help_write(dumps[i], texts[i], sizes[i]);
    }
    issues.n = 0;
    st = bm_gazetteer_build(ctx, &sources, help_temp("b.bmg", file), &issues);
    for (size_t i = 0; i < n; i++) unlink(dumps[i]);
    if (st == BM_OK) assert_int_equal(bm_gazetteer_open(ctx, file, out), BM_OK);
    unlink(file);
    return st;
}

static uint64_t places_of(const char *text, size_t size)
{
    bm_gazetteer_info info = {0};
    bm_gazetteer *gazetteer;

    if (build(&text, &size, 1, &gazetteer) != BM_OK) return UINT64_MAX;
    bm_gazetteer_get_info(gazetteer, &info);
    bm_gazetteer_close(gazetteer);
    return info.n_places;
}

static void test_rows(void **state)
{
    static const struct {
        const char *text;
        uint64_t n_places; /* UINT64_MAX: refused */
        size_t n_issues;
    } cases[] = {
        {ROW("1", "A", "30", "60") "\n" ROW("2", "B", "31", "61") "\n", 2, 0},
        {"\xef\xbb\xbf" ROW("1", "A", "30", "60") "\r\n\r\n" ROW("2", "B", "31", "61") "\r\n", 2, 0},
        {ROW("1", "A", "30", "60") "\n2\tCut", 1, 2},
        {ROW("1", "A", "30", "60") "\n" ROW("2", "B\xff", "31", "61"), 1, 2},
        {ROW("1", "A", "30", "60") "\n" ROW("2", "B", "131", "61"), 1, 2},
        {ROW("1", "A", "30", "60") "\n" ROW("2", "B", "x", "61"), 1, 2},
        {ROW("1", "A", "30", "60") "\n" ROW("2", "", "30", "61"), 1, 2},
        {ROW("1", "A", "30", "60") "\n" ROW("1", "B", "30", "61"), 1, 2},
        {"", UINT64_MAX, 0},
        {"hello\n", UINT64_MAX, 0},
        {"PK\x03\x04zip", UINT64_MAX, 0},
        {"1\t2\ten\tName\t\t\t\t\t\t\n", UINT64_MAX, 2}, /* names without any place */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t n = places_of(cases[i].text, strlen(cases[i].text));
        if (n != cases[i].n_places || issues.n != cases[i].n_issues)
            print_message("case %zu: %llu places, %zu issues\n", i, (unsigned long long)n, issues.n);
        assert_true(n == cases[i].n_places);
        assert_int_equal(issues.n, cases[i].n_issues);
    }
}

static void test_long_line(void **state)
{
    size_t size = 10 << 20;
    char *text = malloc(size + 512);

    (void)state;
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "%s\n", ROW("1", "A", "30", "60"));
    memset(text + n, 'x', size);
    assert_true(places_of(text, n + size) == 1);
    assert_int_equal(issues.n, 2);
    assert_true(issues.items[0].found.len <= 200);
    free(text);
}

static void test_orphan_names(void **state)
{
    const char *texts[] = {"9\t77\ten\tNowhere\t\t\t\t\t\t\n10\t1\tfa\tآ\t\t\t\t\t\t\n",
                           ROW("1", "A", "30", "60")};
    size_t sizes[] = {strlen(texts[0]), strlen(texts[1])};
    bm_gazetteer *gazetteer;
    bm_gazetteer_info info;

    (void)state;
    assert_int_equal(build(texts, sizes, 2, &gazetteer), BM_OK); /* names first: the order does not matter */
    bm_gazetteer_get_info(gazetteer, &info);
    assert_int_equal(info.n_names, 2);
    assert_int_equal(issues.n, 2);
    bm_gazetteer_close(gazetteer);
}

/* The days come from the rows, never from a clock. */
static void test_days(void **state)
{
    const char *text = ROW("1", "A", "30", "60") "2017-02-03\n" ROW("2", "B", "31", "61") "2018-05-08\n";
    size_t size = strlen(text);
    bm_gazetteer *gazetteer;
    bm_gazetteer_info info;

    (void)state;
    assert_int_equal(build(&text, &size, 1, &gazetteer), BM_OK);
    bm_gazetteer_get_info(gazetteer, &info);
    assert_non_null(strstr(info.json, "\"vintage\":\"2018-05-08\""));
    assert_non_null(strstr(info.json, "\"changed\":[\"2017-02-03\",\"2018-05-08\"]"));
    bm_gazetteer_close(gazetteer);
}

static void test_repeatable(void **state)
{
    char a[512], b[512], dump[512];
    const char *dumps[] = {help_file("mini.txt", dump)};
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = 1};
    size_t n_a, n_b;

    (void)state;
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("r1.bmg", a), NULL), BM_OK);
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("r2.bmg", b), NULL), BM_OK);
    void *p = help_read(a, &n_a), *q = help_read(b, &n_b);
    assert_true(n_a == n_b && memcmp(p, q, n_a) == 0);
    free(p);
    free(q);
    unlink(a);
    unlink(b);
}

static void try_open(const char *path, const void *p, size_t n, bool must_fail)
{
    bm_gazetteer *gazetteer;

    help_write(path, p, n);
    bm_status st = bm_gazetteer_open(ctx, path, &gazetteer);
    if (must_fail) assert_int_equal(st, BM_EFORMAT);
    if (must_fail) assert_true(strlen(bm_ctx_error(ctx)) > 10);
    if (st == BM_OK)
        bm_gazetteer_close(gazetteer);
    else
        assert_null(gazetteer);
}

/* Cut at every kilobyte, with a byte changed in every kilobyte, and files that are something else. */
static void test_damaged(void **state)
{
    char file[512], bad[512], dump[512], admin[512];
    const char *dumps[] = {help_file("mini.txt", dump)}, *admins[] = {help_file("mini_areas.geojson", admin)};
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = 1, .admins = admins, .n_admins = 1};
    size_t n;

    (void)state;
    issues.n = 0;
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("d.bmg", file), &issues), BM_OK);
    assert_int_equal(issues.n, 2); /* the polygon without a name, and the sum */
    unsigned char *p = help_read(file, &n);
    help_temp("bad.bmg", bad);
    try_open(bad, p, n, false);
    for (size_t cut = 0; cut < n; cut += 1024) try_open(bad, p, cut, true);
    for (size_t at = 0; at < n; at += 1024) {
        p[at] ^= 0x40;
        try_open(bad, p, n, true);
        p[at] ^= 0x40;
    }
    try_open(bad, "{\"type\":\"FeatureCollection\"}", 28, true);
    memset(p, 0, n);
    try_open(bad, p, n, true);
    free(p);
    unlink(file);
    unlink(bad);
}

/* A file of another layout is refused by its version, whatever its tables look like. */
static void test_version(void **state)
{
    char file[512], dump[512];
    const char *dumps[] = {help_file("mini.txt", dump)};
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = 1};
    uint32_t version;
    size_t n;

    (void)state;
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("v.bmg", file), NULL), BM_OK);
    unsigned char *p = help_read(file, &n);
    memcpy(&version, p + 8, sizeof version);
    version--;
    memcpy(p + 8, &version, sizeof version);
    try_open(file, p, n, true);
    assert_non_null(strstr(bm_ctx_error(ctx), "compile it again"));
    free(p);
    unlink(file);
}

/* Codes of provinces and districts from the tables beside the dumps; the province's other spelling is a name.
 */
static void test_code_tables(void **state)
{
    const char *texts[] = {"9\tBalochistan\tBalochistan\t\t28\t66\tA\tADM1\tPK\t\t\t\t\t\t0\t\t\t\t\n"
                           "10\tKech\tKech\t\t26\t63\tA\tADM2\tPK\t\t\t\t\t\t0\t\t\t\t\n"
                           "11\tTurbat\tTurbat\t\t26\t63.05\tP\tPPL\tPK\t\t02\t77\t\t\t0\t\t\t\t\n",
                           "PK.02\tBaluchestan-e Pakestan\tBalochistan\t9\nPK.99\tNowhere\tNowhere\t1234\n",
                           "PK.02.77\tKech District\tKech District\t10\n"};
    size_t sizes[] = {strlen(texts[0]), strlen(texts[1]), strlen(texts[2])};
    bm_incident row = help_row("Turbat", "", "", "Pakistan");
    bm_gazetteer *gazetteer;
    bm_locate_options options = {.n_gazetteers = 1};
    bm_locator *locator;
    bm_place place;

    (void)state;
    assert_int_equal(build(texts, sizes, 3, &gazetteer), BM_OK);
    assert_int_equal(issues.n, 2); /* the province that no dump has, and the sum */
    options.gazetteers = (const bm_gazetteer *const[]){gazetteer};
    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
    assert_int_equal(bm_locate(ctx, locator, &row, arena, NULL, &place), BM_OK);
    assert_true(help_is(place.adm1, "Balochistan"));
    assert_true(help_is(place.adm2, "Kech"));
    row = help_row("Baluchestan-e Pakestan", "", "", "Pakistan");
    assert_int_equal(bm_locate(ctx, locator, &row, arena, NULL, &place), BM_OK);
    assert_true(help_is(place.gaz_id, "9"));
    bm_locator_destroy(locator);
    bm_gazetteer_close(gazetteer);
}

/* A compiled file whose provinces cannot be found by their names is not written: the check sees it. */
static void test_findable(void **state)
{
    char file[512], dump[512];
    const char *dumps[] = {help_file("mini.txt", dump)};
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = 1};
    struct gz_model model = {.ctx = ctx};
    struct gz_header header;
    size_t n;

    (void)state;
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("f.bmg", file), NULL), BM_OK);
    unsigned char *p = help_read(file, &n);
    unlink(file);
    assert_int_equal(gz_check_findable(&model, p, n), BM_OK);
    memcpy(&header, p, sizeof header);
    memset(p + header.section[GZ_SIEVE].offset, 0, header.section[GZ_SIEVE].bytes);
    assert_int_equal(gz_check_findable(&model, p, n), BM_EFORMAT);
    assert_non_null(strstr(bm_ctx_error(ctx), "cannot be found by its name"));
    free(p);
}

static void test_info(void **state)
{
    bm_gazetteer *gazetteer = help_mini(true);
    bm_gazetteer_info info;

    (void)state;
    bm_gazetteer_get_info(gazetteer, &info);
    assert_int_equal(info.n_places, 46 + 1 + 2); /* the dump, Bajaur from its polygon, two own places */
    assert_int_equal(info.n_areas, 4);
    assert_int_equal(info.n_countries, 7);
    assert_non_null(strstr(info.json, "\"sha256\":\""));
    assert_non_null(strstr(info.json, "\"vintage\":\"test\""));
    bm_gazetteer_close(gazetteer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),         cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_orphan_names), cmocka_unit_test(test_days),
        cmocka_unit_test(test_repeatable),   cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_version),      cmocka_unit_test(test_code_tables),
        cmocka_unit_test(test_findable),     cmocka_unit_test(test_info)};

    return cmocka_run_group_tests(tests, help_set_up, help_tear_down);
}
