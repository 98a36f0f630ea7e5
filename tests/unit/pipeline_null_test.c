/* Pools of null hypotheses: the same however they are made, and what they say is what the tagger says. Bands of
 * borders: the same from the cache. */
#include "testing.h"

#include "base/mem.h"
#include "bordermap/incident.h"
#include "pipeline/bands_cache.h"
#include "pipeline/null_pool.h"

#include <dirent.h>
#include <math.h>
#include <unistd.h>

#define SETTLEMENTS (1u << BM_NULL_SETTLEMENTS)
#define LAND        (1u << BM_NULL_LAND)

static const char *const countries[] = {"PAK", "AFG", "PAK", "", "IRN", "QQQ"};

struct run {
    bm_ctx *ctx;
    char dir[64], rows[96];
    const char *input;
    bm_job job;
    struct bm_setup setup;
    struct bm_crew crew;
};

static bool run_open(struct run *r, unsigned jobs, bm_scope scope)
{
    char path[512];
    FILE *file;

    *r = (struct run){.ctx = test_ctx()};
    if (bm_ctx_find_data(r->ctx, "gazetteer.bmg", path, sizeof path) != BM_OK) {
        print_message("skipped: no gazetteer.bmg in BORDERMAP_DATA\n");
        bm_ctx_destroy(r->ctx);
        return false;
    }
    test_folder(r->dir);
    snprintf(r->rows, sizeof r->rows, "%s/rows.csv", r->dir);
    assert_non_null(file = fopen(r->rows, "w"));
    fputs("id,lon,lat\n1,62,30\n", file);
    assert_int_equal(fclose(file), 0);
    r->input = r->rows;
    bm_job_defaults(&r->job);
    r->job.inputs = &r->input;
    r->job.n_inputs = 1;
    r->job.jobs = jobs;
    r->job.scope = scope;
    assert_ok(r->ctx, bm_setup_open(r->ctx, &r->job, BM_STAGE_TAG, BM_VAGUE_ALL, &r->setup));
    assert_ok(r->ctx, bm_crew_create(r->ctx, &r->setup, BM_STAGE_TAG, false, &r->crew));
    setenv("XDG_CACHE_HOME", "/dev/null", 1); /* nowhere */
    return true;
}

static void run_close(struct run *r)
{
    bm_crew_destroy(r->ctx, &r->crew);
    bm_setup_close(r->ctx, &r->setup);
    bm_ctx_destroy(r->ctx);
    test_remove(r->dir);
}

static bm_null_pool *make(struct run *r, unsigned kinds)
{
    bm_null_pool *pool;

    assert_ok(r->ctx, bm_null_pool_make(r->ctx, &r->setup, &r->crew, countries, 6, kinds, 3000, &pool));
    assert_non_null(pool);
    return pool;
}

static void same_places(const bm_null_places *a, const bm_null_places *b, size_t n_countries)
{
    size_t n;

    assert_int_equal(a->first == NULL, b->first == NULL);
    if (!a->first) return;
    n = a->first[n_countries];
    assert_memory_equal(a->first, b->first, (n_countries + 1) * sizeof *a->first);
    assert_memory_equal(a->metres, b->metres, n * sizeof *a->metres);
    assert_memory_equal(a->dyad, b->dyad, n * sizeof *a->dyad);
    assert_int_equal(a->people == NULL, b->people == NULL);
    if (a->people) assert_memory_equal(a->people, b->people, n * sizeof *a->people);
}

static void same_pools(const bm_null_pool *a, const bm_null_pool *b)
{
    assert_int_equal(a->n_countries, b->n_countries);
    assert_memory_equal(a->iso3, b->iso3, a->n_countries * 4);
    assert_memory_equal(a->land_km2, b->land_km2, a->n_countries * sizeof *a->land_km2);
    assert_int_equal(a->people == NULL, b->people == NULL);
    if (a->people) assert_memory_equal(a->people, b->people, a->n_countries * sizeof *a->people);
    same_places(&a->settlements, &b->settlements, a->n_countries);
    same_places(&a->land, &b->land, a->n_countries);
    assert_string_equal(a->json, b->json);
}

/* Number of files in the cache; the first one's path. */
static int cached(const char *dir, char *path, size_t size)
{
    char folder[128];
    struct dirent *entry;
    DIR *list;
    int n = 0;

    snprintf(folder, sizeof folder, "%s/bordermap", dir);
    if (!(list = opendir(folder))) return 0;
    while ((entry = readdir(list)))
        if (entry->d_name[0] != '.' && n++ == 0) snprintf(path, size, "%s/%s", folder, entry->d_name);
    closedir(list);
    return n;
}

static void countries_are_in_order_and_there_once(void **state)
{
    struct run r;
    bm_null_pool *pool;

    (void)state;
    if (!run_open(&r, 1, BM_SCOPE_ANY)) skip();
    pool = make(&r, SETTLEMENTS | LAND);
    assert_int_equal(pool->n_countries, 4);
    assert_string_equal(pool->iso3[0], "AFG");
    assert_string_equal(pool->iso3[3], "QQQ");
    assert_int_equal(pool->settlements.first[4] - pool->settlements.first[3], 0);
    assert_true(pool->land_km2[3] == 0 && pool->people[3] == 0);
    /* 1,000 points at least of each that has ground. */
    for (int c = 0; c < 3; c++) assert_in_range(pool->land.first[c + 1] - pool->land.first[c], 950, 1700);
    bm_null_pool_destroy(pool);
    assert_ok(r.ctx, bm_null_pool_make(r.ctx, &r.setup, &r.crew, countries, 0, LAND, 1000, &pool));
    assert_null(pool);
    run_close(&r);
}

static void jobs_make_no_difference(void **state)
{
    struct run one, three;
    bm_null_pool *a, *b;

    (void)state;
    if (!run_open(&one, 1, BM_SCOPE_ANY)) skip();
    if (!run_open(&three, 3, BM_SCOPE_ANY)) skip();
    a = make(&one, SETTLEMENTS | LAND);
    b = make(&three, SETTLEMENTS | LAND);
    same_pools(a, b);
    bm_null_pool_destroy(a);
    bm_null_pool_destroy(b);
    run_close(&one);
    run_close(&three);
}

/* Every gazetteer place of class P in Pakistan by its own tag. */
static void settlements_have_their_tag(void **state)
{
    struct run r;
    bm_null_pool *pool;
    bm_gazetteer_place place;
    double people = 0;
    uint64_t n_within = 0, n_pool = 0, n = 0;

    (void)state;
    if (!run_open(&r, 1, BM_SCOPE_ANY)) skip();
    pool = make(&r, SETTLEMENTS);
    assert_null(pool->land.first);
    for (uint64_t i = 0; bm_gazetteer_get_place(r.setup.gazetteers[0], i, &place); i++) {
        bm_where where = {.has_point = true, .point = place.point};
        bm_tag tag;

        if (place.feat_class != 'P' || place.defunct) continue;
        if (place.point.lon_deg < 60 || place.point.lon_deg > 78 || place.point.lat_deg < 23) continue;
        if (place.point.lat_deg > 38) continue;
        assert_ok(r.ctx, bm_tag_place(r.ctx, r.crew.workers[0].tagger, &where, NULL, &tag));
        if (strcmp(tag.side, "PAK") != 0) continue;
        n++;
        n_within += llround(tag.dist_m) <= 50000;
        if (place.feat.len != 4 || memcmp(place.feat.p, "PPLX", 4) != 0) people += place.population;
    }
    assert_int_equal(pool->settlements.first[4] - pool->settlements.first[2], n);
    for (uint32_t i = pool->settlements.first[2]; i < pool->settlements.first[3]; i++)
        n_pool += pool->settlements.metres[i] <= 50000;
    assert_int_equal(n_pool, n_within);
    assert_float_equal(pool->people[2], people, 1e-4 * people); /* weights are floats */
    assert_in_range((uint64_t)people, 40000000, 260000000);
    bm_null_pool_destroy(pool);
    run_close(&r);
}

/* A gazetteer given twice is one. */
static void a_place_of_two_gazetteers_counts_once(void **state)
{
    struct run r;
    bm_null_pool *once, *twice;
    char path[512];
    const char *gazetteer = path;

    (void)state;
    if (!run_open(&r, 2, BM_SCOPE_ANY)) skip();
    once = make(&r, SETTLEMENTS);
    bm_crew_destroy(r.ctx, &r.crew);
    bm_setup_close(r.ctx, &r.setup);
    assert_ok(r.ctx, bm_ctx_find_data(r.ctx, "gazetteer.bmg", path, sizeof path));
    r.job.gazetteers = &gazetteer;
    r.job.n_gazetteers = 1;
    assert_ok(r.ctx, bm_setup_open(r.ctx, &r.job, BM_STAGE_TAG, BM_VAGUE_ALL, &r.setup));
    assert_ok(r.ctx, bm_crew_create(r.ctx, &r.setup, BM_STAGE_TAG, false, &r.crew));
    assert_int_equal(r.setup.n_gazetteers, 2);
    twice = make(&r, SETTLEMENTS);
    same_places(&once->settlements, &twice->settlements, once->n_countries);
    assert_string_not_equal(once->json, twice->json);
    bm_null_pool_destroy(once);
    bm_null_pool_destroy(twice);
    run_close(&r);
}

static void spoil(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    int c;

    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    c = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_true(fputc(c ^ 1, file) != EOF);
    assert_int_equal(fclose(file), 0);
}

static void the_cache_changes_nothing(void **state)
{
    struct run r;
    bm_null_pool *fresh, *kept, *again;
    char path[512], cache[80];
    FILE *file;
    long size;

    (void)state;
    if (!run_open(&r, 2, BM_SCOPE_OWN)) skip();
    fresh = make(&r, SETTLEMENTS | LAND);
    snprintf(cache, sizeof cache, "%s/cache", r.dir);
    setenv("XDG_CACHE_HOME", cache, 1);
    kept = make(&r, SETTLEMENTS | LAND);
    same_pools(fresh, kept);
    assert_int_equal(cached(cache, path, sizeof path), 1);
    again = make(&r, SETTLEMENTS | LAND);
    same_pools(fresh, again);
    bm_null_pool_destroy(again);

    /* Damaged anywhere, or cut short, it is made anew and kept. */
    assert_non_null(file = fopen(path, "rb"));
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    fclose(file);
    for (int k = 0; k < 8; k++) {
        if (k < 7)
            spoil(path, k == 0 ? 0 : size * k / 7 - 1);
        else
            assert_int_equal(truncate(path, size / 2), 0);
        again = make(&r, SETTLEMENTS | LAND);
        same_pools(fresh, again);
        bm_null_pool_destroy(again);
    }
    again = make(&r, LAND); /* another pool, another file */
    assert_int_equal(cached(cache, path, sizeof path), 2);
    assert_null(again->settlements.first);
    assert_null(again->people);
    same_places(&fresh->land, &again->land, fresh->n_countries);
    bm_null_pool_destroy(again);
    bm_null_pool_destroy(fresh);
    bm_null_pool_destroy(kept);
    run_close(&r);
}

static void same_bands(const bm_band *a, const bm_band *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t rings = a[i].area.n_rings;

        assert_int_equal(rings, b[i].area.n_rings);
        assert_memory_equal(&a[i].area_km2, &b[i].area_km2, sizeof a->area_km2); /* it may be no number */
        if (rings == 0) continue;
        assert_memory_equal(&a[i].area.box, &b[i].area.box, sizeof a->area.box);
        assert_memory_equal(a[i].area.ring_first, b[i].area.ring_first, (rings + 1) * sizeof *a->area.ring_first);
        assert_memory_equal(a[i].area.pts, b[i].area.pts, a[i].area.ring_first[rings] * sizeof *a->area.pts);
    }
}

static void bands_from_the_cache_are_the_same(void **state)
{
    static const double limits_m[] = {10000, 50000, 600000}; /* the last one is not drawn */
    bm_band drawn[3], kept[3];
    char path[512], cache[80];
    bm_arena *arena;
    struct run r;

    (void)state;
    if (!run_open(&r, 1, BM_SCOPE_ANY)) skip();
    int32_t dyad = bm_border_dyad(r.setup.border, "AND-FRA");
    int32_t dyads[] = {dyad, bm_border_dyad(r.setup.border, "AND-ESP")};

    assert_ok(r.ctx, bm_arena_create(r.ctx, &arena));
    assert_ok(r.ctx, bm_border_bands(r.ctx, r.setup.border, NULL, 0, dyad, limits_m, 3, arena, drawn));
    assert_true(drawn[0].area.n_rings > 0 && drawn[2].area.n_rings == 0);
    snprintf(cache, sizeof cache, "%s/cache", r.dir);
    setenv("XDG_CACHE_HOME", cache, 1);
    for (int i = 0; i < 3; i++) { /* not there; there; damaged */
        if (i == 2) spoil(path, 3000);
        assert_ok(r.ctx, bm_bands_kept(r.ctx, &r.setup, NULL, 0, dyad, limits_m, 3, arena, kept));
        same_bands(drawn, kept, 3);
        assert_int_equal(cached(cache, path, sizeof path), 1);
    }
    /* Other borders that are asked for, other limits: other files. */
    assert_ok(r.ctx, bm_bands_kept(r.ctx, &r.setup, dyads, 1, dyad, limits_m, 3, arena, kept));
    assert_true(kept[1].area_km2 > drawn[1].area_km2);
    assert_ok(r.ctx, bm_bands_kept(r.ctx, &r.setup, dyads, 2, dyad, limits_m, 3, arena, kept));
    assert_ok(r.ctx, bm_bands_kept(r.ctx, &r.setup, NULL, 0, dyad, limits_m, 1, arena, kept));
    assert_int_equal(cached(cache, path, sizeof path), 4);
    bm_arena_destroy(arena);
    run_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(countries_are_in_order_and_there_once),
        cmocka_unit_test(jobs_make_no_difference),
        cmocka_unit_test(settlements_have_their_tag),
        cmocka_unit_test(a_place_of_two_gazetteers_counts_once),
        cmocka_unit_test(the_cache_changes_nothing),
        cmocka_unit_test(bands_from_the_cache_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
