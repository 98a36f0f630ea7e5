#include "cli/commands.h"

#include <unistd.h>

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    struct cli_job job;
    bm_report report;
    bm_buf text;
    bm_stats_format format = BM_STATS_JSON;

    if (args->format == CLI_FORMAT_CSV) format = BM_STATS_CSV;
    if (args->format == CLI_FORMAT_DEFAULT && isatty(STDOUT_FILENO)) format = BM_STATS_TABLE;
    if (args->format == CLI_FORMAT_NDJSON || args->format == CLI_FORMAT_GEOJSON)
        return cli_usage_error("'stats' has no such format; it has csv and json");
    if (!cli_make_job(ctx, args, &job)) return EXIT_USAGE;
    bm_buf_init(&text, ctx);
    bm_status st = bm_run_stats(ctx, &job.job, format, &text, &report);
    cli_end_progress(&job);
    int code = st == BM_OK ? cli_print(ctx, &text) : cli_failed(ctx, st);
    bm_buf_free(&text);
    if (code == EXIT_DONE) {
        cli_summary(&job, &report, NULL);
        code = cli_exit_code(args, &report);
    }
    cli_free_job(&job);
    return code;
}

const struct cli_command cmd_stats = {
    .name = "stats",
    .operands = "INCIDENTS...",
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .groups = OPT_ROWS | OPT_PLACE | OPT_TAG | OPT_FORMAT | OPT_STATS,
    .summary = "distance-to-border statistics, overall and by dyad, to standard output",
    .more = "A table on a terminal, else JSON; -f csv for a spreadsheet. Distances in kilometres.",
    .examples = "  bordermap stats incidents.csv\n"
                "  bordermap stats incidents.csv --bands 5,20,50 -f csv > stats.csv",
    .run = run,
};
