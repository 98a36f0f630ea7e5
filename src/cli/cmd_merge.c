#include "base/mem.h"
#include "cli/commands.h"

#include <string.h>

/* The shards' own words, which end with a NUL each, as a command line in memory of the arena. */
static char **split_words(bm_arena *arena, bm_str words, int *n)
{
    bool ok = true;
    char *text = (char *)(uintptr_t)bm_arena_copy(arena, words, &ok).p; /* ours to write to */
    char **argv;

    *n = 0;
    for (size_t i = 0; i < words.len; i++) *n += words.p[i] == '\0';
    argv = bm_arena_calloc(arena, (size_t)*n + 1, sizeof *argv);
    if (!ok || !argv) return NULL;
    for (int i = 0; i < *n; i++, text += strlen(text) + 1) argv[i] = text;
    return argv;
}

/* Runs the job of the words with this command line's folder, threads and messages. */
static int merge(bm_ctx *ctx, const struct cli_args *args, bm_parts *parts, int argc, char **argv)
{
    struct cli_args made;
    struct cli_job job;
    bm_report report;
    unsigned outputs;

    if (!cli_parse(&cmd_map, argc, argv, &made)) return EXIT_USAGE;
    made.output = args->output;
    made.jobs = args->jobs;
    made.strict = args->strict;
    made.quiet = args->quiet;
    made.progress = args->progress;
    made.shard = NULL;
    if (!cli_chosen_outputs(&made, &outputs) || !cli_make_job(ctx, &made, &job)) return EXIT_USAGE;
    bm_status st = bm_run_merge(ctx, parts, &job.job, args->output, outputs, &report);
    cli_end_progress(&job);
    if (st == BM_OK) cli_summary(&job, &report, args->output);
    cli_free_job(&job);
    return st == BM_OK ? cli_exit_code(args, &report) : cli_failed(ctx, st);
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    bm_parts *parts = NULL;
    bm_arena *arena = NULL;
    int argc, code;

    if (!args->output) return cli_usage_error("'merge' wants -o DIR, the folder to write to");
    bm_status st = bm_parts_open(ctx, args->operands, args->n_operands, &parts);
    if (st == BM_OK) st = bm_arena_create(ctx, &arena);
    char **argv = st == BM_OK ? split_words(arena, bm_parts_words(parts), &argc) : NULL;
    if (st == BM_OK && !argv) st = bm_fail(ctx, BM_ENOMEM, "out of memory for the words of the shards");
    code = st == BM_OK ? merge(ctx, args, parts, argc, argv) : cli_failed(ctx, st);
    bm_arena_destroy(arena);
    bm_parts_close(parts);
    return code;
}

const struct cli_command cmd_merge = {
    .name = "merge",
    .operands = "PART...",
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .groups = OPT_RUN | OPT_OUTPUT,
    .summary = "join the results of sharded runs: the same files as from one run",
    .more =
        "PART are the folders that 'map --shard 1/N' to 'map --shard N/N' wrote, all of them, in any order.\n"
        "Their options hold again. Start it where they were started: paths are taken as they were given,\n"
        "and the inputs must be there, unchanged.",
    .examples = "  bordermap map big.csv --shard 1/2 -o part1\n"
                "  bordermap map big.csv --shard 2/2 -o part2\n"
                "  bordermap merge part1 part2 -o out",
    .run = run,
};
