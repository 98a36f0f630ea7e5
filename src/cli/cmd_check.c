#include "base/str.h"
#include "cli/commands.h"

#include <stdio.h>
#include <unistd.h>

static void member(bm_buf *out, const char *name, const char *value)
{
    bm_buf_printf(out, ",\"%s\":", name);
    bm_buf_json(out, bm_str_z(value));
}

static void on_source(void *user, const bm_source *source)
{
    struct cli_job *job = user;
    bm_buf *out = job->source_text;
    if (out->len) bm_buf_puts(out, ",\n");
    bm_buf_puts(out, "{\"src\":");
    bm_buf_json(out, bm_str_z(source->src));
    member(out, "format", source->format);
    member(out, "preset", source->preset);
    member(out, "encoding", source->encoding);
    if (source->delimiter) {
        char delimiter[2] = {source->delimiter, '\0'};
        member(out, "delimiter", delimiter);
    }
    bm_buf_printf(out, ",\"read\":%llu,\"rejected\":%llu,\"filtered\":%llu,\"columns\":{",
                  (unsigned long long)source->n_read, (unsigned long long)source->n_rejected,
                  (unsigned long long)source->n_filtered);
    const char *comma = "";
    for (int f = 0; f < BM_FIELD_COUNT; f++) {
        if (!source->column_of[f]) continue;
        bm_buf_printf(out, "%s\"%s\":", comma, bm_field_name((bm_field)f));
        bm_buf_json(out, bm_str_z(source->column_of[f]));
        comma = ",";
    }
    bm_buf_puts(out, "},\"unused\":[");
    for (size_t i = 0; i < source->n_unused; i++) {
        if (i) bm_buf_putc(out, ',');
        bm_buf_json(out, bm_str_z(source->unused[i]));
    }
    bm_buf_puts(out, "]}");
    cli_note_unused(job, source);
}

/* For people: what feeds what. */
static void show_source(void *user, const bm_source *source)
{
    cli_note_unused(user, source);
    printf("%s: %s%s%s, %s, %llu records\n", source->src, source->format, source->preset ? ", preset " : "",
           source->preset ? source->preset : "", source->encoding, (unsigned long long)source->n_read);
    for (int f = 0; f < BM_FIELD_COUNT; f++)
        if (source->column_of[f])
            printf("  %-13s from %s\n", bm_field_name((bm_field)f), source->column_of[f]);
}

static void show_issue(void *user, const bm_issue *issue)
{
    (void)user;
    printf("%s", issue->src);
    if (issue->src_row) printf(", row %llu", (unsigned long long)issue->src_row);
    if (issue->line) printf(", line %llu", (unsigned long long)issue->line);
    if (issue->column.p) printf(", column '%.*s'", (int)issue->column.len, issue->column.p);
    printf(": %s: ", bm_severity_name(issue->severity));
    if (issue->found.p) printf("found '%.*s', ", (int)issue->found.len, issue->found.p);
    printf("expected %.*s\n", (int)issue->expected.len, issue->expected.p);
}

static int print_result(bm_ctx *ctx, const struct cli_args *args, bm_buf *issues, bm_buf *sources)
{
    bm_buf out;
    bm_buf_init(&out, ctx);
    if (args->format == CLI_FORMAT_CSV)
        bm_buf_puts(&out, "src,src_row,line,column,severity,found,expected\n");
    bool whole = args->format == CLI_FORMAT_DEFAULT || args->format == CLI_FORMAT_JSON;
    if (whole) {
        bm_buf_puts(&out, "{\"sources\":[\n");
        bm_buf_put(&out, sources->p, sources->len);
        bm_buf_puts(&out, "\n],\n\"issues\":[\n");
    }
    bm_buf_put(&out, issues->p, issues->len);
    if (whole) bm_buf_puts(&out, "\n]}\n");
    int code = cli_print(ctx, &out);
    bm_buf_free(&out);
    return code;
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    struct cli_job job;
    bm_report report;
    bm_buf issues, sources;
    bool people = args->format == CLI_FORMAT_DEFAULT && isatty(STDOUT_FILENO);

    if (args->format == CLI_FORMAT_GEOJSON) return cli_usage_error("'check' has no format geojson");
    if (!cli_make_job(ctx, args, &job)) return EXIT_USAGE;
    bm_buf_init(&issues, ctx);
    bm_buf_init(&sources, ctx);
    job.issue_text = &issues;
    job.source_text = &sources;
    job.job.on_source = people ? show_source : on_source;
    if (people) job.job.on_issue = show_issue;
    bm_status st = bm_run_check(ctx, &job.job, &report);
    cli_end_progress(&job);
    int code = st == BM_OK ? EXIT_DONE : cli_failed(ctx, st);
    if (code == EXIT_DONE && !people) code = print_result(ctx, args, &issues, &sources);
    if (code == EXIT_DONE) cli_summary(&job, &report, NULL);
    if (code == EXIT_DONE && args->strict && report.counts.rejected) code = EXIT_NOT_ALL;
    bm_buf_free(&issues);
    bm_buf_free(&sources);
    cli_free_job(&job);
    return code;
}

const struct cli_command cmd_check = {
    .name = "check",
    .operands = "INCIDENTS...",
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .groups = OPT_ROWS | OPT_PLACE | OPT_FORMAT,
    .summary = "say what would be read, and every problem, with file, row, line and column",
    .more = "Rows are read and placed, nothing is written. Standard output: a table on a terminal, else JSON "
            "(sources and issues); -f csv or ndjson: "
            "issues only.",
    .examples = "  bordermap check incidents.csv\n"
                "  bordermap check export.csv --preset gdelt -f csv > problems.csv",
    .run = run,
};
