/* Every allocation on the way from a dump to a place may fail: the call says so, nothing leaks, no file
 * stays. */
#include "gazetteer_help.h"
#include "meter.h"

static bm_status locate_all(bm_ctx *own, const bm_gazetteer *gazetteer, const bm_aliases *aliases)
{
    bm_locate_options options = {
        .gazetteers = &gazetteer, .n_gazetteers = 1, .aliases = &aliases, .n_aliases = 1, .explain = true};
    bm_incident rows[] = {help_row("Quetta", "Balochistan", "", "Pakistan"),
                          help_row("Qetta", "Balochistan", "Quetta", "Pakistan"),
                          help_row("20 km north of Quetta", "", "", "Pakistan"),
                          help_row("Nowhere at all", "Balochistan", "", "Pakistan")};
    bm_issue_list list = {0};
    bm_locator *locator = NULL;
    bm_arena *own_arena = NULL;
    const bm_candidate *found;
    bm_place place;
    size_t n;
    bm_status st;

    if ((st = bm_arena_create(own, &own_arena)) != BM_OK) return st;
    list.arena = own_arena;
    st = bm_locator_create(own, &options, &locator);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && st == BM_OK; i++)
        st = bm_locate(own, locator, &rows[i], own_arena, &list, &place);
    if (st == BM_OK) st = bm_locator_find(own, locator, BM_LIT("Kabul"), NULL, own_arena, &found, &n);
    bm_locator_destroy(locator);
    bm_arena_destroy(own_arena);
    return st;
}

/* *built: the file was made, so it is complete. */
static bm_status whole_way(bm_ctx *own, const bm_gazetteer_sources *sources, const char *alias_path,
                           const char *out, bool *built)
{
    bm_gazetteer *gazetteer = NULL;
    bm_aliases *aliases = NULL;
    bm_status st;

    st = bm_gazetteer_build(own, sources, out, NULL);
    *built = st == BM_OK;
    if (st == BM_OK) st = bm_aliases_load(own, alias_path, NULL, &aliases);
    if (st == BM_OK) st = bm_gazetteer_open(own, out, &gazetteer);
    if (st == BM_OK) st = locate_all(own, gazetteer, aliases);
    bm_gazetteer_close(gazetteer);
    bm_aliases_destroy(aliases);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    char dump[512], admin[512], places[512], alias[512], out[512];
    const char *dumps[] = {help_file("mini.txt", dump)}, *admins[] = {help_file("mini_areas.geojson", admin)};
    const char *own_places[] = {help_file("mini_places.csv", places)};
    bm_gazetteer_sources sources = {dumps, 1, admins, 1, own_places, 1, "test"};
    struct meter meter = {-1, 0};
    bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
    bm_status st = BM_ENOMEM;
    bool built;
    bm_ctx *own;
    long blocks, n = 0;

    (void)state;
    assert_int_equal(bm_ctx_create(&options, &own), BM_OK);
    blocks = meter.blocks;
    help_file("aliases.csv", alias);
    help_temp("m.bmg", out);
    while (st == BM_ENOMEM) {
        meter.left = n++;
        st = whole_way(own, &sources, alias, out, &built);
        assert_int_equal(meter.blocks, blocks);
        assert_int_equal(access(out, F_OK) == 0, built);
        unlink(out);
        assert_true(n < 5000);
    }
    if (st != BM_OK) print_message("%s\n", bm_ctx_error(own));
    assert_int_equal(st, BM_OK);
    assert_true(n > 100);
    meter.left = -1;
    bm_ctx_destroy(own);
    assert_int_equal(meter.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
