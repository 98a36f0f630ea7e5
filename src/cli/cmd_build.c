#include "base/mem.h"
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

static bool only_outputs(const struct cli_args *args, unsigned *outputs)
{
    unsigned only = 0;
    for (size_t i = 0; i < args->only.n; i++) {
        unsigned bit = bm_output_from_name(args->only.items[i]);
        if (!bit) {
            cli_usage_error("--only: there is no output '%s'; there are %s", args->only.items[i],
                            bm_output_names());
            return false;
        }
        only |= bit;
    }
    if (only) *outputs = only;
    return true;
}

static void print_reasons(const bm_reason *reasons, size_t n)
{
    for (size_t i = 0; i < n; i++) fprintf(stderr, "  because    %s\n", reasons[i].text);
}

static void print_dry_run(const char *dir, unsigned outputs)
{
    const char *comma = "";
    fprintf(stderr, "  would      write ");
    for (const char *p = bm_output_names(); p;) {
        char name[32];
        const char *end = strchr(p, ',');
        snprintf(name, sizeof name, "%.*s", (int)(end ? (size_t)(end - p) : strlen(p)), p);
        if (bm_output_from_name(name) & outputs) fprintf(stderr, "%s%s", comma, name);
        if (bm_output_from_name(name) & outputs) comma = ", ";
        p = end ? end + 1 : NULL;
    }
    fprintf(stderr, " into '%s'\n", dir);
}

static int build_stale(bm_ctx *ctx, const struct cli_args *args, const bm_project *project, unsigned outputs,
                       const bm_reason *reasons, size_t n)
{
    struct cli_job job;
    bm_report report;
    const bm_job *said = bm_project_job(project);
    struct cli_args shown = *args;
    shown.operands = said->inputs;
    shown.n_operands = said->n_inputs;
    shown.compare_borders = said->compare_borders;
    cli_borrow_job(ctx, &shown, said, &job);
    job.job.changes = true;
    job.job.reasons = reasons;
    job.job.n_reasons = n;
    bm_status st = bm_run_map(ctx, &job.job, bm_project_output(project), outputs, &report);
    cli_end_progress(&job);
    if (st == BM_OK) cli_summary(&job, &report, bm_project_output(project));
    cli_free_job(&job);
    return st == BM_OK ? cli_exit_code(args, &report) : cli_failed(ctx, st);
}

static int build(bm_ctx *ctx, const struct cli_args *args, const bm_project *project, bm_arena *arena)
{
    const char *dir = bm_project_output(project);
    unsigned outputs = bm_project_outputs(project);
    const bm_reason *reasons;
    size_t n;
    if (!only_outputs(args, &outputs)) return EXIT_USAGE;
    bm_status st = bm_find_stale(ctx, bm_project_job(project), dir, outputs, arena, &reasons, &n);
    if (st != BM_OK) return cli_failed(ctx, st);
    if (n == 0) {
        if (!args->quiet) fprintf(stderr, "bordermap: '%s' is up to date\n", dir);
        return EXIT_DONE;
    }
    if (args->why || args->dry_run) print_reasons(reasons, n);
    if (args->dry_run) {
        print_dry_run(dir, outputs);
        return EXIT_DONE;
    }
    return build_stale(ctx, args, project, outputs, reasons, n);
}

static int print_schema(bm_ctx *ctx)
{
    bm_buf schema;
    bm_buf_init(&schema, ctx);
    bm_status st = bm_project_schema(ctx, &schema);
    int code = st == BM_OK ? cli_print(ctx, &schema) : cli_failed(ctx, st);
    bm_buf_free(&schema);
    return code;
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    bm_project *project = NULL;
    bm_arena *arena = NULL;
    int code;
    if (args->schema) return print_schema(ctx);
    bm_status st = bm_arena_create(ctx, &arena);
    if (st == BM_OK)
        st = bm_project_open(ctx, args->n_operands ? args->operands[0] : "bordermap.json", &project);
    code = st == BM_OK ? build(ctx, args, project, arena) : cli_failed(ctx, st);
    bm_project_close(project);
    bm_arena_destroy(arena);
    return code;
}

const struct cli_command cmd_build = {
    .name = "build",
    .operands = "[PROJECT.json]",
    .min_operands = 0,
    .max_operands = 1,
    .groups = OPT_BUILD | OPT_RUN,
    .summary = "make again what a project file declares, if anything it is made from has changed",
    .more = "PROJECT.json (default: bordermap.json here) says what 'map' would be told: inputs, output and "
            "any of\n"
            "its long options, as keys; 'bordermap init' writes one. Relative paths start at its folder. "
            "What is\n"
            "compared is the content of inputs, options, data and program, never times: if nothing changed,\n"
            "nothing is written.",
    .examples = "  bordermap build\n"
                "  bordermap build border.json --why\n"
                "  bordermap build border.json --only geojson,html\n"
                "  bordermap build border.json --dry-run",
    .run = run,
};
