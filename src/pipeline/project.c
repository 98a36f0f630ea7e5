#include "pipeline/project.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

static bm_status set_names(bm_ctx *ctx, struct bm_project *project, const char *path)
{
    bool ok = true;
    size_t n = (size_t)(bm_base_name(path) - path);
    project->path = bm_arena_copy(project->arena, bm_str_z(path), &ok).p;
    project->folder = n ? bm_arena_copy(project->arena, bm_str_of(path, n), &ok).p : "";
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for '%s'", path);
}

/* Paths and, when one of them is read in a way of its own, the ways. */
static bm_status set_inputs(bm_ctx *ctx, struct bm_project *project)
{
    const struct bm_project_inputs *inputs = &project->values.inputs;
    const char **paths = bm_arena_calloc(project->arena, inputs->n, sizeof *paths);
    bm_input_options *each = bm_arena_calloc(project->arena, inputs->n, sizeof *each);
    bool own = false;
    if (!paths || !each) return bm_fail(ctx, BM_ENOMEM, "out of memory for '%s'", project->path);
    for (size_t i = 0; i < inputs->n; i++) {
        const struct bm_project_input *input = &inputs->items[i];
        paths[i] = input->path;
        each[i] = (bm_input_options){.preset = input->preset,
                                     .input_format = input->input_format,
                                     .choices = input->fields.items,
                                     .n_choices = input->fields.n};
        own = own || input->preset || input->input_format || input->fields.n;
    }
    project->job.inputs = paths;
    project->job.n_inputs = inputs->n;
    project->job.read.each = own ? each : NULL;
    return BM_OK;
}

static void set_job(struct bm_project *project)
{
    const struct bm_project_values *v = &project->values;
    bm_job *job = &project->job;
    job->read.preset = v->preset;
    job->read.input_format = v->input_format;
    job->read.choices = v->fields.items;
    job->read.n_choices = v->fields.n;
    job->read.where = v->where.items;
    job->read.n_where = v->where.n;
    job->read.dedup_ids = v->dedup != NULL;
    job->read.from = v->from;
    job->read.to = v->to;
    job->gazetteers = v->gazetteers.items;
    job->n_gazetteers = v->gazetteers.n;
    job->aliases = v->aliases.items;
    job->n_aliases = v->aliases.n;
    job->country = v->country;
    job->borders = v->borders;
    job->compare_borders = v->compare_borders;
    job->view = v->view;
    job->dyads = v->dyads.items;
    job->n_dyads = v->dyads.n;
    if (!isnan(v->segment_km)) job->segment_km = v->segment_km;
    if (!isnan(v->max_km)) job->max_km = v->max_km;
    if (!isnan(v->round_km)) job->round_km = v->round_km;
    if (v->bands_km.n) job->bands_km = v->bands_km.items;
    if (v->bands_km.n) job->n_bands = v->bands_km.n;
    if (v->segment_by) bm_job_segment_by(job, v->segment_by);
    job->by = v->by.items;
    job->n_by = v->by.n;
    if (v->null) job->null = (bm_null_kind)(v->null - 1); /* the choices are in its order */
    if (!isnan(v->draws)) job->draws = (uint32_t)v->draws;
    if (!isnan(v->seed)) job->seed = (uint64_t)v->seed;
    job->has_split = v->split != BM_NO_DAY;
    job->split = v->split;
    if (v->scope) job->scope = (bm_scope)(v->scope - 1); /* the choices' order in the table of keys */
    job->edges = v->edges == 2 ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
}

static bm_status read_file(bm_ctx *ctx, struct bm_project *project)
{
    bm_mapping file = {0};
    bm_json *root = NULL;
    bm_status st = bm_map_file(ctx, project->path, &file);
    if (st != BM_OK) return st;
    /* A path with a NUL would be another path to the system. */
    bool has_nul = file.len && (memchr(file.p, '\0', file.len) || memmem(file.p, file.len, "\\u0000", 6));
    st = has_nul ? bm_fail(ctx, BM_EFORMAT, "it has a NUL; expected JSON in UTF-8 without any")
                 : bm_json_parse(ctx, bm_str_of((const char *)file.p, file.len), &root);
    st = st == BM_OK ? bm_project_read(ctx, project, root) : bm_fail_within(ctx, st, "'%s'", project->path);
    bm_json_destroy(root);
    bm_unmap_file(&file);
    return st;
}

bm_status bm_project_open(bm_ctx *ctx, const char *path, bm_project **out)
{
    void *block;
    bm_project *project;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *project, &block)) != BM_OK) return st;
    project = block;
    project->ctx = ctx;
    project->values = (struct bm_project_values){.from = BM_NO_DAY,
                                                 .to = BM_NO_DAY,
                                                 .split = BM_NO_DAY,
                                                 .segment_km = NAN,
                                                 .max_km = NAN,
                                                 .round_km = NAN,
                                                 .draws = NAN,
                                                 .seed = NAN};
    bm_job_defaults(&project->job);
    if ((st = bm_arena_create(ctx, &project->arena)) != BM_OK) goto failed;
    if ((st = set_names(ctx, project, path)) != BM_OK) goto failed;
    if ((st = read_file(ctx, project)) != BM_OK) goto failed;
    if ((st = set_inputs(ctx, project)) != BM_OK) goto failed;
    set_job(project);
    *out = project;
    return BM_OK;
failed:
    bm_project_close(project);
    return st;
}

void bm_project_close(bm_project *project)
{
    if (!project) return;
    bm_arena_destroy(project->arena);
    bm_free(project->ctx, project);
}

const bm_job *bm_project_job(const bm_project *project)
{
    return &project->job;
}

const char *bm_project_output(const bm_project *project)
{
    return project->values.output;
}

unsigned bm_project_outputs(const bm_project *project)
{
    return project->values.outputs ? project->values.outputs : BM_OUTPUT_DEFAULT;
}
