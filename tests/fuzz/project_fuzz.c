/* Project files, and what a folder keeps of a build: its manifest and the state of its rows. */
#include "worlds.h"

#include "bordermap/pipeline.h"
#include "pipeline/changes.h"

#include <math.h>

static void write_out(const char *name, bm_str text)
{
    FILE *file = fopen(fuzz_out(name), "wb");

    FUZZ_CHECK(file && fwrite(text.p, 1, text.len, file) == text.len && fclose(file) == 0);
}

static void read_project(struct fuzz *fuzz, bm_str text)
{
    bm_project *project = NULL;
    bm_status st = bm_project_open(fuzz->ctx, fuzz_file(0, text.p, text.len), &project);

    fuzz_status(fuzz, st);
    if (st != BM_OK) return;
    const bm_job *job = bm_project_job(project);
    FUZZ_CHECK(job->n_inputs > 0 && bm_project_output(project) && bm_project_outputs(project));
    for (size_t i = 0; i < job->n_inputs; i++) FUZZ_CHECK(job->inputs[i][0]);
    FUZZ_CHECK(isfinite(job->segment_km) && job->segment_km > 0 && isfinite(job->max_km) && job->max_km >= 0);
    for (size_t i = 0; i < job->n_bands; i++)
        FUZZ_CHECK(isfinite(job->bands_km[i]) && (i == 0 || job->bands_km[i] > job->bands_km[i - 1]));
    bm_project_close(project);
}

static const char *folder_of(const char *path, char out[128])
{
    snprintf(out, 128, "%s", path);
    *strrchr(out, '/') = '\0';
    return out;
}

/* The job is one that the folder was not made by. */
static void set_job(bm_job *job, const char **paths)
{
    size_t n_bmg, n_bmb;
    const uint8_t *bmg = fuzz_bmg(&n_bmg), *bmb = fuzz_bmb(&n_bmb);

    paths[0] = fuzz_file(0, "id\n1\n", 5);
    paths[1] = fuzz_file(1, bmg, n_bmg);
    paths[2] = fuzz_file(2, bmb, n_bmb);
    bm_job_defaults(job);
    job->inputs = &paths[0];
    job->n_inputs = 1;
    job->gazetteers = &paths[1];
    job->n_gazetteers = 1;
    job->borders = paths[2];
}

static void read_manifest(struct fuzz *fuzz, bm_str text)
{
    char folder[128];
    const char *paths[3];
    const bm_reason *reasons;
    bm_job job;
    size_t n;

    set_job(&job, paths);
    write_out("manifest.json", text);
    (void)!bm_find_stale(fuzz->ctx, &job, folder_of(fuzz_out("x"), folder), BM_OUTPUT_DEFAULT, fuzz->arena,
                         &reasons, &n);
    for (size_t i = 0; i < n; i++) FUZZ_CHECK(reasons[i].kind && reasons[i].text);
}

static void read_state(struct fuzz *fuzz, bm_str text)
{
    char folder[128];
    const char *paths[3];
    const bm_naming naming = {0};
    struct bm_changes changes;
    bm_tag tag = {.segment = -1, .dyad = -1};
    bm_place place = {.status = BM_RESOLVED, .gaz_name = BM_LIT("Quetta")};
    bm_incident row = fuzz_row(BM_LIT("Quetta"), (bm_str){0}, (bm_str){0}, (bm_str){0});
    bm_job job;

    set_job(&job, paths);
    write_out(".bordermap-state", text);
    FUZZ_CHECK(bm_changes_open(fuzz->ctx, &job, &naming, folder_of(fuzz_out("x"), folder), &changes) ==
               BM_OK);
    for (int i = 0; i < 3; i++) {
        static const char *const ids[] = {"a", "fuzz:1", "a"};
        row.inc_id = bm_str_z(ids[i]);
        FUZZ_CHECK(bm_changes_add(&changes, &(bm_row){&row, &place, &tag}) == BM_OK);
    }
    FUZZ_CHECK(bm_changes_finish(&changes) == BM_OK);
    bm_changes_close(&changes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    uint8_t how = fuzz_byte(&in);
    struct fuzz fuzz;

    fuzz_begin(&fuzz);
    bm_str text = fuzz_own(&fuzz, fuzz_rest(&in));
    if (!text.p) text.p = "";
    if (how % 8 == 6)
        read_manifest(&fuzz, text);
    else if (how % 8 == 7)
        read_state(&fuzz, text);
    else
        read_project(&fuzz, text);
    fuzz_end(&fuzz);
    return 0;
}
