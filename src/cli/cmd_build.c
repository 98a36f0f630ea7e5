#include "base/map.h"
#include "base/mem.h"
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { POLL_MS = 500 };

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

static const char *project_path(const struct cli_args *args)
{
    return args->n_operands ? args->operands[0] : "bordermap.json";
}

static int build_once(bm_ctx *ctx, const struct cli_args *args)
{
    bm_project *project = NULL;
    bm_arena *arena = NULL;
    int code;
    bm_status st = bm_arena_create(ctx, &arena);
    if (st == BM_OK) st = bm_project_open(ctx, project_path(args), &project);
    code = st == BM_OK ? build(ctx, args, project, arena) : cli_failed(ctx, st);
    bm_project_close(project);
    bm_arena_destroy(arena);
    return code;
}

/* --- --watch: files that were touched are a reason to look; whether to build, their content says --- */

static void add_file(const char *path, uint64_t *sign)
{
    struct stat info;
    if (!path) return;
    memset(&info, 0, sizeof info);
    if (stat(path, &info) != 0) info.st_size = -1;
    const int64_t facts[] = {(int64_t)*sign,      info.st_size,         (int64_t)info.st_ino,
                             info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_ctim.tv_sec,
                             info.st_ctim.tv_nsec};
    *sign = bm_hash(facts, sizeof facts);
}

/* Changes when the project or a file that it names is touched. */
static uint64_t sign_of(bm_ctx *ctx, const struct cli_args *args)
{
    uint64_t sign = 0;
    bm_project *project = NULL;
    add_file(project_path(args), &sign);
    if (bm_project_open(ctx, project_path(args), &project) != BM_OK) return sign;
    const bm_job *job = bm_project_job(project);
    for (size_t i = 0; i < job->n_inputs; i++) add_file(job->inputs[i], &sign);
    for (size_t i = 0; i < job->n_aliases; i++) add_file(job->aliases[i], &sign);
    for (size_t i = 0; i < job->n_gazetteers; i++) add_file(job->gazetteers[i], &sign);
    add_file(job->borders, &sign);
    add_file(job->compare_borders, &sign);
    add_file(job->segment_lines, &sign);
    add_file(job->view, &sign);
    bm_project_close(project);
    return sign;
}

static void wait_a_little(void)
{
    const struct timespec pause = {.tv_sec = POLL_MS / 1000, .tv_nsec = POLL_MS % 1000 * 1000000L};
    nanosleep(&pause, NULL); /* a signal ends it early, as it should */
}

/* A mistake in the project or in a table ends nothing: it will be put right. */
static int watch(bm_ctx *ctx, const struct cli_args *args)
{
    uint64_t built, before, now = sign_of(ctx, args);
    while (!bm_ctx_interrupted(ctx)) {
        built = now;
        (void)build_once(ctx, args);
        do { /* until something is touched and then at rest: a file may still be written */
            before = now;
            wait_a_little();
            now = sign_of(ctx, args);
        } while (!bm_ctx_interrupted(ctx) && (now == built || now != before));
    }
    return EXIT_INTERRUPTED;
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    if (args->schema) return print_schema(ctx);
    if (args->watch && args->dry_run)
        return cli_usage_error("--watch builds and --dry-run does not: give one");
    return args->watch ? watch(ctx, args) : build_once(ctx, args);
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
            "nothing is written. changes.csv lists the incidents that came, went, or changed place, segment "
            "or status\n"
            "since the last build, and why.",
    .examples = "  bordermap build\n"
                "  bordermap build border.json --why\n"
                "  bordermap build border.json --only geojson,html\n"
                "  bordermap build border.json --dry-run\n"
                "  bordermap build border.json --watch",
    .run = run,
};
