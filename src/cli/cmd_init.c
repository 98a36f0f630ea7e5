/* A starter project for a table that was looked at: what was recognised stands in it, what one may want
 * stands in it as a comment, to be switched on by taking its underscore away. */
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DYADS_SHOWN = 6 };

/* What the rows say. */
struct looked {
    struct cli_job *job;
    bm_buf fields, unused; /* members of "field"; names */
    const char *preset;    /* static, in the reader's table */
    uint64_t n_read;
    bool has_country;
    uint64_t *near; /* resolved rows near each dyad */
    uint32_t n_dyads;
    char countries[256][4];
    uint64_t n_in[256];
    size_t n_countries;
};

static void count_country(struct looked *looked, const char *iso3)
{
    size_t i = 0;
    if (!iso3[0]) return;
    while (i < looked->n_countries && strcmp(looked->countries[i], iso3) != 0) i++;
    if (i == sizeof looked->countries / sizeof looked->countries[0]) return;
    if (i == looked->n_countries) memcpy(looked->countries[looked->n_countries++], iso3, 4);
    looked->n_in[i]++;
}

static void on_row(void *user, const bm_row *row)
{
    struct looked *looked = user;
    int32_t dyad = row->tag->dyad;
    count_country(looked, row->place->iso3);
    if (row->place->has_point && row->tag->dist_m <= 100000 && dyad >= 0 && (uint32_t)dyad < looked->n_dyads)
        looked->near[dyad]++;
}

static void on_source(void *user, const bm_source *source)
{
    struct looked *looked = user;
    looked->n_read = source->n_read;
    looked->preset = source->preset;
    looked->has_country = source->column_of[BM_FIELD_COUNTRY] != NULL;
    for (int f = 0; f < BM_FIELD_COUNT; f++) {
        const char *column = source->column_of[f];
        if (!column || strncmp(column, "geometry:", 9) == 0) continue;
        bm_buf_printf(&looked->fields, "%s\n    \"%s\": ", looked->fields.len ? "," : "",
                      bm_field_name((bm_field)f));
        bm_buf_json(&looked->fields, bm_str_z(column));
    }
    for (size_t i = 0; i < source->n_unused; i++) {
        if (i) bm_buf_puts(&looked->unused, ", ");
        bm_buf_puts(&looked->unused, source->unused[i]);
    }
}

/* --- where the table is, seen from the project --- */

/* to, an existing file, from the folder `from`; as it is when it is absolute. */
static bm_status relative_path(bm_ctx *ctx, const char *from, const char *to, bm_buf *out)
{
    char a[PATH_MAX], b[PATH_MAX];
    size_t same = 0;
    if (to[0] == '/' || from[0] == '\0') {
        bm_buf_puts(out, to);
        return BM_OK;
    }
    if (!realpath(from, a)) return bm_fail(ctx, BM_EIO, "cannot write into '%s': %s", from, strerror(errno));
    if (!realpath(to, b)) return bm_fail(ctx, BM_EIO, "cannot open '%s': %s", to, strerror(errno));
    if (strcmp(a, "/") != 0) strncat(a, "/", sizeof a - strlen(a) - 1);
    for (size_t i = 0; a[i] && a[i] == b[i]; i++)
        if (a[i] == '/') same = i + 1;
    for (const char *p = a + same; *p; p++)
        if (*p == '/') bm_buf_puts(out, "../");
    bm_buf_puts(out, b + same);
    return BM_OK;
}

/* --- the text --- */

static void member(bm_buf *out, const char *key, bm_str value)
{
    bm_buf_printf(out, "  \"%s\": ", key);
    bm_buf_json(out, value);
    bm_buf_puts(out, ",\n");
}

static void comment(bm_buf *out, const char *key, const char *text)
{
    bm_buf_putc(out, '\n');
    member(out, key, bm_str_z(text));
}

static void put_dyads(bm_buf *out, const struct looked *looked, const bm_dyad *dyads)
{
    uint64_t last = UINT64_MAX;
    uint32_t after = 0;
    size_t n = 0;
    comment(out, "_comment_dyad",
            "Only these borders; suggested: those with the most incidents within 100 km.");
    bm_buf_puts(out, "  \"_dyad\": [");
    for (; n < DYADS_SHOWN; n++) { /* the next: fewer incidents, or as many and later in the alphabet */
        uint32_t best = looked->n_dyads;
        for (uint32_t i = 0; i < looked->n_dyads; i++) {
            bool next = looked->near[i] < last || (looked->near[i] == last && i > after);
            if (looked->near[i] && next && (best == looked->n_dyads || looked->near[i] > looked->near[best]))
                best = i;
        }
        if (best == looked->n_dyads) break;
        bm_buf_printf(out, "%s\"%s\"", n ? ", " : "", dyads[best].name);
        last = looked->near[best];
        after = best;
    }
    bm_buf_puts(out, n ? "],\n" : "\"IRN-PAK\"],\n");
}

static void put_country(bm_buf *out, const struct looked *looked)
{
    size_t best = 0;
    for (size_t i = 1; i < looked->n_countries; i++)
        if (looked->n_in[i] > looked->n_in[best]) best = i;
    comment(out, "_comment_country",
            looked->has_country ? "Prefer this country for rows that name none (a bias, never a filter)."
                                : "The table names no countries: prefer this one (a bias, never a filter).");
    member(out, "_country", bm_str_z(looked->n_countries ? looked->countries[best] : "PAK"));
}

static void put_reading(bm_buf *out, const struct looked *looked)
{
    bm_buf_printf(out, "\n  \"_comment_field\": \"%llu records. %s\",\n", (unsigned long long)looked->n_read,
                  looked->preset ? "The preset knows the columns; as found:"
                                 : "Input field to column, as recognised; put right what is wrong.");
    if (looked->preset) member(out, "preset", bm_str_z(looked->preset));
    bm_buf_printf(out, "  \"%s\": {%.*s\n  },\n", looked->preset ? "_field" : "field",
                  (int)looked->fields.len, looked->fields.p ? looked->fields.p : "");
    if (looked->unused.len) member(out, "_columns_not_used", bm_str_of(looked->unused.p, looked->unused.len));
}

static void put_project(bm_buf *out, const struct looked *looked, const bm_dyad *dyads, bm_str path)
{
    bm_buf_puts(
        out, "{\n  \"_comment\": [\n"
             "    \"A bordermap project: 'bordermap build' makes what it declares again when something "
             "changed.\",\n"
             "    \"Keys are the long options of 'bordermap map'; 'bordermap map --help' explains them.\",\n"
             "    \"Keys that begin with _ are comments: take the _ away to switch one on.\",\n"
             "    \"Paths start at the folder of this file.\"\n  ],\n\n  \"inputs\": [");
    bm_buf_json(out, path);
    bm_buf_puts(out, "],\n  \"output\": \"out\",\n  \"_outputs\": [");
    for (const char *p = bm_output_names(); *p; p++) {
        if (p[0] == ',' || p == bm_output_names()) bm_buf_puts(out, *p == ',' ? "\", \"" : "\"");
        if (*p != ',') bm_buf_putc(out, *p);
    }
    bm_buf_puts(out, "\"],\n");
    put_reading(out, looked);
    put_dyads(out, looked, dyads);
    put_country(out, looked);
    comment(out, "_comment_aliases",
            "Your decisions: copy out/unresolved.csv to a file of this name and fill in its last columns.");
    bm_buf_puts(out, "  \"_aliases\": \"decisions.csv\",\n");
    comment(out, "_comment_gazetteer", "More places: scripts/fetch_geonames makes such a file.");
    bm_buf_puts(out, "  \"_gazetteer\": [\"region.bmg\"],\n");
    comment(out, "_comment_filters", "Rows that are left out are counted as filtered.");
    bm_buf_puts(
        out, "  \"_from\": \"2024-01-01\",\n  \"_where\": [\"country=Pakistan\"],\n  \"_dedup\": \"id\",\n");
    comment(out, "_comment_segments", "Kilometres.");
    bm_buf_puts(out,
                "  \"segment-length\": 50,\n  \"max-distance\": 100,\n  \"bands\": [10, 25, 50, 100]\n}\n");
}

/* --- the command --- */

static bm_status look(bm_ctx *ctx, struct cli_job *job, struct looked *looked, const bm_border *border)
{
    bm_buf nothing;
    void *block;
    bm_border_dyads(border, &looked->n_dyads);
    bm_status st = bm_calloc(ctx, looked->n_dyads, sizeof *looked->near, &block);
    if (st != BM_OK) return st;
    looked->near = block;
    job->job.on_row = on_row;
    job->job.on_source = on_source;
    job->job.on_issue = NULL;
    job->job.progress = NULL;
    job->job.user = looked;
    bm_buf_init(&nothing, ctx);
    st = bm_run_stats(ctx, &job->job, BM_STATS_CSV, &nothing, NULL);
    bm_buf_free(&nothing);
    return st;
}

/* A new file, or none. */
static bm_status write_new(bm_ctx *ctx, const char *path, bm_buf *text)
{
    bm_status st = bm_buf_status(ctx, text);
    if (st != BM_OK) return st;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return bm_fail(ctx, BM_EIO, "cannot make '%s': %s", path,
                       errno == EEXIST ? "it exists; name another with -o" : strerror(errno));
    st = bm_write_all(ctx, fd, path, text->p, text->len);
    if (close(fd) != 0 && st == BM_OK)
        st = bm_fail(ctx, BM_EIO, "cannot write '%s': %s", path, strerror(errno));
    if (st != BM_OK) unlink(path);
    return st;
}

static bm_status make_project(bm_ctx *ctx, struct cli_job *job, const char *path)
{
    const char *input = job->args->operands[0];
    struct looked looked = {.job = job};
    struct cli_borders borders = {0};
    char folder[PATH_MAX];
    bm_buf text, relative;
    bm_status st;
    bm_buf_init(&looked.fields, ctx);
    bm_buf_init(&looked.unused, ctx);
    bm_buf_init(&text, ctx);
    bm_buf_init(&relative, ctx);
    snprintf(folder, sizeof folder, "%.*s", (int)(bm_base_name(path) - path), path);
    if ((st = cli_open_borders(ctx, NULL, &borders)) != BM_OK) goto done;
    if ((st = look(ctx, job, &looked, borders.border)) != BM_OK) goto done;
    if ((st = relative_path(ctx, folder, input, &relative)) != BM_OK) goto done;
    put_project(&text, &looked, bm_border_dyads(borders.border, &looked.n_dyads),
                bm_str_of(relative.p, relative.len));
    st = write_new(ctx, path, &text);
done:
    bm_free(ctx, looked.near);
    bm_buf_free(&looked.fields);
    bm_buf_free(&looked.unused);
    bm_buf_free(&text);
    bm_buf_free(&relative);
    cli_close_borders(&borders);
    return st;
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    const char *path = args->output ? args->output : "bordermap.json";
    struct cli_job job;
    if (strcmp(args->operands[0], "-") == 0)
        return cli_usage_error("'init' wants a file: standard input cannot be read again by 'build'");
    if (access(path, F_OK) == 0)
        return cli_usage_error("'%s' exists and is left alone; name another file with -o", path);
    if (!cli_make_job(ctx, args, &job)) return EXIT_USAGE;
    bm_status st = make_project(ctx, &job, path);
    cli_free_job(&job);
    if (st != BM_OK) return cli_failed(ctx, st);
    if (!args->quiet)
        fprintf(stderr, "bordermap: wrote '%s'; look at it, then: bordermap build%s%s\n", path,
                args->output ? " " : "", args->output ? args->output : "");
    return EXIT_DONE;
}

const struct cli_command cmd_init = {
    .name = "init",
    .operands = "INCIDENTS",
    .min_operands = 1,
    .max_operands = 1,
    .groups = OPT_INPUT | OPT_OUTPUT | OPT_RUN,
    .summary = "write a starter project file for a table, for 'build'",
    .more =
        "The table is looked at: recognised columns and the preset stand in the project, the borders most\n"
        "incidents are near and other useful keys as comments. An existing file is left alone.",
    .examples = "  bordermap init incidents.csv\n"
                "  bordermap init data/ged.csv -o ged.json && bordermap build ged.json",
    .run = run,
};
