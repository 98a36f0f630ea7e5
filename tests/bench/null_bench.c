/* What the pool of a null hypothesis costs: null_bench ROWS.csv COUNTRIES|all N_LAND JOBS [GAZETTEER.bmg]. Made
 * without a cache, made and kept, and taken from the cache; the cache is a new folder. */
#include "bench/bench.h"

#include "pipeline/null_pool.h"

#include <unistd.h>

static size_t list_countries(const bm_border *border, const char *text, char (*out)[4], size_t cap)
{
    size_t n = 0;

    if (strcmp(text, "all") != 0) {
        for (const char *p = text; strlen(p) >= 3 && n < cap; p += p[3] == ',' ? 4 : 3)
            snprintf(out[n++], 4, "%s", p);
        return n;
    }
    uint32_t n_dyads;
    const bm_dyad *dyads = bm_border_dyads(border, &n_dyads);

    for (uint32_t i = 0; i < n_dyads && n + 2 <= cap; i++) {
        memcpy(out[n++], dyads[i].iso_a, 4);
        memcpy(out[n++], dyads[i].iso_b, 4);
    }
    return n;
}

static bm_status make_once(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                           const char *const *countries, size_t n, unsigned kinds, double n_land, const char *what)
{
    double now_s = bench_now_s(), cpu_s = bench_cpu_s();
    bm_null_pool *pool;
    bm_status st = bm_null_pool_make(ctx, setup, crew, countries, n, kinds, n_land, &pool);

    if (st != BM_OK || !pool) return st;
    printf("%-28s %8.1f ms (%8.1f ms of processor time): %u settlements, %u land points, %zu countries\n", what,
           (bench_now_s() - now_s) * 1e3, (bench_cpu_s() - cpu_s) * 1e3,
           pool->settlements.first ? pool->settlements.first[pool->n_countries] : 0,
           pool->land.first ? pool->land.first[pool->n_countries] : 0, pool->n_countries);
    bm_null_pool_destroy(pool);
    return BM_OK;
}

static bm_status run(bm_ctx *ctx, const bm_job *job, const char *text, double n_land)
{
    static char codes[1024][4];
    static const char *countries[1024];
    char dir[] = "/tmp/bordermap-bench-XXXXXX", command[64];
    unsigned places = 1u << BM_NULL_SETTLEMENTS, land = 1u << BM_NULL_LAND;
    struct bm_setup setup = {0};
    struct bm_crew crew = {0};
    size_t n;
    bm_status st = bm_setup_open(ctx, job, BM_STAGE_TAG, BM_VAGUE_ALL, &setup);

    if (st == BM_OK) st = bm_crew_create(ctx, &setup, BM_STAGE_TAG, false, &crew);
    if (st != BM_OK) return st;
    n = list_countries(setup.border, text, codes, 1024);
    for (size_t i = 0; i < n; i++) countries[i] = codes[i];
    if (!mkdtemp(dir)) return bm_fail(ctx, BM_EIO, "no folder for the cache");
    setenv("XDG_CACHE_HOME", "/dev/null", 1);
    st = make_once(ctx, &setup, &crew, countries, n, 0, n_land, "ground measured");
    if (st == BM_OK) st = make_once(ctx, &setup, &crew, countries, n, places, n_land, "settlements");
    if (st == BM_OK) st = make_once(ctx, &setup, &crew, countries, n, land, n_land, "land");
    setenv("XDG_CACHE_HOME", dir, 1);
    if (st == BM_OK) st = make_once(ctx, &setup, &crew, countries, n, places | land, n_land, "both, and kept");
    if (st == BM_OK) st = make_once(ctx, &setup, &crew, countries, n, places | land, n_land, "both, from the cache");
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    if (system(command) != 0) printf("'%s' is left\n", dir);
    bm_crew_destroy(ctx, &crew);
    bm_setup_close(ctx, &setup);
    return st;
}

int main(int argc, char **argv)
{
    bm_ctx_options options = {.program = argv[0]};
    const char *rows = argc > 1 ? argv[1] : NULL, *gazetteer = argc > 5 ? argv[5] : NULL;
    bm_ctx *ctx;
    bm_job job;

    if (argc < 5 || bm_ctx_create(&options, &ctx) != BM_OK) return 2;
    bench_print_machine();
    bm_job_defaults(&job);
    job.inputs = &rows;
    job.n_inputs = 1;
    job.jobs = (unsigned)atoi(argv[4]);
    job.gazetteers = &gazetteer;
    job.n_gazetteers = gazetteer != NULL;
    bm_status st = run(ctx, &job, argv[2], atof(argv[3]));
    if (st != BM_OK) fprintf(stderr, "%s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st != BM_OK;
}
