/* Each allocation of a whole `map` fails once, over a made border and the small gazetteer: the run says that
 * memory is short, nothing leaks, nothing crashes, and the outputs of the run before stand untouched. Where a
 * run can do without (a cache), it ends well and with the same bytes. The same of a run's shard and of the
 * merge of two. GDAL's own allocations are not ours to fail. One in STRIDE of them, for the time it takes;
 * with BORDERMAP_EVERY in the environment all, first with the null hypothesis' pool from the cache, then made
 * anew. */
#include "border_fixture.h"
#include "gazetteer_help.h"
#include "meter.h"

#include "bordermap/pipeline.h"

#include <dirent.h>

enum { STRIDE = 37, DRAWS = 19 };

/* What is run with a failing allocation, into s->out; inputs are the scene's. */
struct scene;
typedef bm_status (*run_fn)(bm_ctx *own, const struct scene *s, const char *input, unsigned outputs);

struct scene {
    struct fixture fx;
    char parts[2][80];
    char out[80], cache[80], before[96], after[96];
};

static void write_text(const char *path, const char *text)
{
    help_write(path, text, strlen(text));
}

/* borders.bmb and gazetteer.bmg in a folder of their own, aliases.csv beside them, two inputs. */
static void scene_open(struct scene *s)
{
    const bm_ll durand[] = {{61, 30}, {66, 31}, {70, 34}, {72, 37}}, east[] = {{61, 30}, {61, 25}};
    const bm_ll pak[] = {{61, 25}, {61, 30}, {66, 31}, {70, 34}, {72, 37}, {76, 36}, {68, 24}};
    const bm_ll afg[] = {{61, 30}, {61, 36}, {72, 37}, {70, 34}, {66, 31}};
    char dump[512], admin[512], places[512], bmg[96];
    const char *dumps[] = {help_file("mini.txt", dump)}, *admins[] = {help_file("mini_areas.geojson", admin)};
    const char *own[] = {help_file("mini_places.csv", places)};
    bm_gazetteer_sources sources = {dumps, 1, admins, 1, own, 1, "test"};

    fx_init(&s->fx);
    fx_chain(&s->fx, "AFG", "PAK", BM_BORDER_INTERNATIONAL, durand, 4);
    fx_chain(&s->fx, "PAK", "IRN", BM_BORDER_INTERNATIONAL, east, 2);
    fx_ring(&s->fx, "AFG", afg, 5);
    fx_ring(&s->fx, "PAK", pak, 7);
    assert_ok(s->fx.ctx, bm_border_write(s->fx.ctx, &s->fx.model, s->fx.path));
    snprintf(bmg, sizeof bmg, "%s/gazetteer.bmg", s->fx.dir);
    assert_ok(s->fx.ctx, bm_gazetteer_build(s->fx.ctx, &sources, bmg, NULL));
    snprintf(bmg, sizeof bmg, "%s/aliases.csv", s->fx.dir);
    write_text(bmg, "place,admin1,country,use\nKwetta,,Pakistan,Quetta\n");
    snprintf(s->out, sizeof s->out, "%s/out", s->fx.dir);
    snprintf(s->parts[0], sizeof s->parts[0], "%s/part1", s->fx.dir);
    snprintf(s->parts[1], sizeof s->parts[1], "%s/part2", s->fx.dir);
    snprintf(s->cache, sizeof s->cache, "%s/cache", s->fx.dir);
    snprintf(s->before, sizeof s->before, "%s/before.csv", s->fx.dir);
    snprintf(s->after, sizeof s->after, "%s/after.csv", s->fx.dir);
    write_text(s->before, "id,date,place,country\n1,2016-08-08,Quetta,Pakistan\n");
    write_text(s->after, "id,date,place,country,lat,lon,killed\n1,2016-08-08,Quetta,Pakistan,,,9\n"
                         "2,2017-01-02,Kabul,Afghanistan,,,\n3,2018,,Pakistan,31.2,66.4,1\n"
                         "4,2018-03,Nowhere,Pakistan,,,2\n5,x,Balochistan,Pakistan,,,\n");
    assert_int_equal(setenv("XDG_CACHE_HOME", s->cache, 1), 0);
}

static bm_job job_of(const char *const *input)
{
    bm_job job;

    bm_job_defaults(&job);
    job.inputs = input;
    job.n_inputs = 1;
    job.draws = DRAWS;
    return job;
}

static bm_status map(bm_ctx *own, const struct scene *s, const char *input, unsigned outputs)
{
    bm_job job = job_of(&input);

    return bm_run_map(own, &job, s->out, outputs, NULL);
}

static bm_status shard(bm_ctx *own, const char *input, uint32_t number, const char *dir, unsigned outputs)
{
    bm_job job = job_of(&input);

    job.read.shard = number;
    job.read.shards = 2;
    return bm_run_shard(own, &job, dir, outputs, BM_LIT("map"), NULL);
}

static bm_status first_shard(bm_ctx *own, const struct scene *s, const char *input, unsigned outputs)
{
    return shard(own, input, 1, s->out, outputs);
}

/* Of the parts that make_parts made. */
static bm_status merge(bm_ctx *own, const struct scene *s, const char *input, unsigned outputs)
{
    const char *paths[] = {s->parts[1], s->parts[0]};
    bm_job job = job_of(&input);
    bm_parts *parts;
    bm_status st = bm_parts_open(own, paths, 2, &parts);

    if (st == BM_OK) st = bm_run_merge(own, parts, &job, s->out, outputs, NULL);
    bm_parts_close(parts);
    return st;
}

/* What `build` does: the project is read, the folder compared with it, what has changed noted. */
static bm_status build(bm_ctx *own, const struct scene *s, const char *input, unsigned outputs)
{
    bm_project *project = NULL;
    bm_arena *room = NULL;
    const bm_reason *reasons;
    size_t n;
    bm_status st = bm_project_open(own, input, &project);

    (void)outputs; /* the project's */
    if (st == BM_OK) st = bm_arena_create(own, &room);
    if (st == BM_OK)
        st = bm_find_stale(own, bm_project_job(project), s->out, bm_project_outputs(project), room, &reasons,
                           &n);
    if (st == BM_OK && n == 0) st = bm_fail(own, BM_ELIBRARY, "nothing is stale");
    if (st == BM_OK) {
        bm_job job = *bm_project_job(project);
        job.changes = true;
        job.reasons = reasons;
        job.n_reasons = n;
        st = bm_run_map(own, &job, s->out, bm_project_outputs(project), NULL);
    }
    bm_arena_destroy(room);
    bm_project_close(project);
    return st;
}

static void make_parts(const struct scene *s, const char *input, unsigned outputs)
{
    bm_ctx_options options = {.data_dir = s->fx.dir};
    bm_ctx *own;

    assert_int_equal(bm_ctx_create(&options, &own), BM_OK);
    assert_ok(own, shard(own, input, 1, s->parts[0], outputs));
    assert_ok(own, shard(own, input, 2, s->parts[1], outputs));
    bm_ctx_destroy(own);
}

/* FNV-1a over names and bytes of all files below a folder, in any order; *n: how many. */
static uint64_t digest(const char *dir, unsigned *n)
{
    uint64_t sum = 0;
    struct dirent *entry;
    DIR *d = opendir(dir);

    assert_non_null(d);
    while ((entry = readdir(d))) {
        char path[512];
        uint64_t h = UINT64_C(0xcbf29ce484222325);
        size_t size;
        unsigned char *bytes;

        if (entry->d_name[0] == '.' && (!entry->d_name[1] || entry->d_name[1] == '.')) continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        for (const char *c = entry->d_name; *c; c++) h = (h ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
        if (entry->d_type == DT_DIR) {
            sum += (h ^ digest(path, n)) * UINT64_C(0x100000001b3);
            continue;
        }
        bytes = help_read(path, &size);
        for (size_t i = 0; i < size; i++) h = (h ^ bytes[i]) * UINT64_C(0x100000001b3);
        free(bytes);
        sum += h;
        ++*n;
    }
    closedir(d);
    return sum;
}

/* One run whose n-th allocation fails. True if it came so far; *st: how it ended. */
static bool run_failing(const struct scene *s, run_fn run, unsigned outputs, long n, bm_status *st)
{
    struct meter meter = {-1, 0};
    bm_ctx_options options = {.realloc_fn = metered, .user = &meter, .data_dir = s->fx.dir};
    bm_ctx *own;
    long blocks;
    bool failed;

    assert_int_equal(bm_ctx_create(&options, &own), BM_OK);
    blocks = meter.blocks;
    meter.left = n;
    *st = run(own, s, s->after, outputs);
    failed = meter.left == 0;
    if (meter.blocks != blocks) fail_msg("allocation %ld: %ld blocks leaked", n, meter.blocks - blocks);
    if (*st != BM_OK && (*st != BM_ENOMEM || !strstr(bm_ctx_error(own), "memory")))
        fail_msg("allocation %ld: %s: %s", n, bm_status_name(*st), bm_ctx_error(own));
    bm_ctx_destroy(own);
    assert_int_equal(meter.blocks, 0);
    return failed;
}

static void write_before(const struct scene *s, run_fn run, unsigned outputs, uint64_t *sum, unsigned *n)
{
    bm_ctx_options options = {.data_dir = s->fx.dir};
    bm_ctx *own;

    test_remove(s->out); /* changes.csv tells of what was there */
    assert_int_equal(bm_ctx_create(&options, &own), BM_OK);
    assert_ok(own, run(own, s, s->before, outputs));
    bm_ctx_destroy(own);
    *n = 0;
    *sum = digest(s->out, n);
}

/* before: what fills the folder first; run: what fails into it. */
static void fail_each(const struct scene *s, run_fn before, run_fn run, unsigned outputs, bool keep_cache)
{
    uint64_t sum, old_sum, new_sum = 0;
    unsigned n_files, n_old;
    long n = 0, absorbed = 0;
    bm_status st;

    write_before(s, before, outputs, &old_sum, &n_old);
    while (true) {
        bool failed;

        if (!keep_cache) test_remove(s->cache);
        failed = run_failing(s, run, outputs, n, &st);
        sum = digest(s->out, (n_files = 0, &n_files));
        if (st != BM_OK) {
            if (sum != old_sum || n_files != n_old) fail_msg("allocation %ld: outputs have changed", n);
        } else {
            assert_true(sum != old_sum);
            if (new_sum && sum != new_sum) fail_msg("allocation %ld: other outputs than else", n);
            new_sum = sum;
            if (!failed) break;
            absorbed++;
            write_before(s, before, outputs, &sum, &n_files);
            assert_true(sum == old_sum);
        }
        n += getenv("BORDERMAP_EVERY") ? 1 : STRIDE;
        assert_true(n < 20000);
    }
    print_message("%ld allocations, %ld of them dispensable\n", n, absorbed);
    assert_true(n > 100);
}

/* s->before and s->after become projects of the inputs of these names. */
static void make_projects(struct scene *s)
{
    const char *inputs[] = {"before.csv", "after.csv"};
    char *paths[] = {s->before, s->after}, text[300];

    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof text,
                 "{\"inputs\": [\"%s\"], \"output\": \"out\", \"outputs\": [\"geojson\"], \"draws\": 0, "
                 "\"country\": \"Pakistan\"}",
                 inputs[i]);
        snprintf(paths[i], sizeof s->before, "%s/%s.json", s->fx.dir, inputs[i]);
        write_text(paths[i], text);
    }
}

static const unsigned outputs_of_gdal = BM_OUTPUT_GPKG | BM_OUTPUT_QGZ | BM_OUTPUT_SHP | BM_OUTPUT_FGB;

static void every_allocation_of_a_map_may_fail(void **state)
{
    struct scene s;

    (void)state;
    scene_open(&s);
    fail_each(&s, map, map, outputs_of_gdal, true);
    if (getenv("BORDERMAP_EVERY")) fail_each(&s, map, map, outputs_of_gdal, false);
    fx_free(&s.fx);
}

static void every_allocation_of_a_shard_may_fail(void **state)
{
    struct scene s;

    (void)state;
    scene_open(&s);
    fail_each(&s, first_shard, first_shard, BM_OUTPUT_GEOJSON, true);
    fx_free(&s.fx);
}

static void every_allocation_of_a_merge_may_fail(void **state)
{
    const unsigned outputs = BM_OUTPUT_GEOJSON | BM_OUTPUT_STATS | BM_OUTPUT_SVG;
    struct scene s;

    (void)state;
    scene_open(&s);
    make_parts(&s, s.after, outputs);
    fail_each(&s, map, merge, outputs, true);
    fx_free(&s.fx);
}

static void every_allocation_of_a_build_may_fail(void **state)
{
    struct scene s;

    (void)state;
    scene_open(&s);
    make_projects(&s);
    fail_each(&s, build, build, 0, true);
    fx_free(&s.fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_of_a_map_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_shard_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_merge_may_fail),
                                       cmocka_unit_test(every_allocation_of_a_build_may_fail)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
