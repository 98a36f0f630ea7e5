/* A program of somebody else's: tags the records of a CSV by way of the installed library, on standard
 * output. outside DATA_DIR INCIDENTS.csv NAME Before the rows the first candidate for NAME. */
#include <bordermap/bordermap.h>

#include <stdio.h>
#include <string.h>

static bm_status find(bm_ctx *ctx, const char *name)
{
    char path[4096];
    bm_gazetteer *gazetteer = NULL;
    bm_locator *locator = NULL;
    bm_arena *arena = NULL;
    const bm_candidate *candidates;
    size_t n;
    bm_status st;

    if ((st = bm_ctx_find_data(ctx, "gazetteer.bmg", path, sizeof path)) != BM_OK) goto done;
    if ((st = bm_gazetteer_open(ctx, path, &gazetteer)) != BM_OK) goto done;
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) goto done;
    const bm_gazetteer *asked[] = {gazetteer};
    bm_locate_options options = {.gazetteers = asked, .n_gazetteers = 1};
    if ((st = bm_locator_create(ctx, &options, &locator)) != BM_OK) goto done;
    bm_str text = {name, strlen(name)};
    if ((st = bm_locator_find(ctx, locator, text, NULL, arena, &candidates, &n)) != BM_OK) goto done;
    if (n) printf("%.*s %s\n", (int)candidates[0].name.len, candidates[0].name.p, candidates[0].iso3);
    fflush(stdout);
done:
    bm_locator_destroy(locator);
    bm_arena_destroy(arena);
    bm_gazetteer_close(gazetteer);
    return st;
}

int main(int argc, char **argv)
{
    bm_ctx_options options = {.data_dir = argc > 1 ? argv[1] : NULL};
    bm_ctx *ctx;
    bm_job job;
    const char *inputs[1];

    if (argc != 4 || bm_ctx_create(&options, &ctx) != BM_OK) return 2;
    inputs[0] = argv[2];
    bm_job_defaults(&job);
    job.inputs = inputs;
    job.n_inputs = 1;
    bm_status st = find(ctx, argv[3]);
    if (st == BM_OK) st = bm_run_rows(ctx, &job, BM_STAGE_TAG, BM_FORMAT_CSV, 1, NULL);
    if (st != BM_OK) fprintf(stderr, "%s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st != BM_OK;
}
