#include "base/num.h"
#include "base/str.h"
#include "cli/commands.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ISSUES_SHOWN = 10, PROGRESS_ROWS = 50000, SHARDS_MAX = 10000 };

/* "NAME=COLUMN" into a choice. */
static bool parse_field(const char *text, bm_field_choice *out)
{
    char name[32];
    const char *equals = strchr(text, '='), *nearest = NULL;
    if (!equals || equals == text) {
        cli_usage_error("--field takes NAME=COLUMN, not '%s'", text);
        return false;
    }
    snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
    out->field = bm_field_from_name(name, &nearest);
    out->column = equals + 1;
    if (out->field != BM_FIELD_COUNT) return true;
    cli_usage_error("--field: there is no input field '%s'; the nearest is '%s'", name,
                    nearest ? nearest : "place");
    return false;
}

static bool parse_day(const char *option, const char *text, bool last, bm_day *out)
{
    bm_day days[2];
    if (!text) return true;
    if (!bm_day_parse(text, &days[0], &days[1])) {
        cli_usage_error("--%s takes a date such as 2024-01-16, 2024-01 or 2024, not '%s'", option, text);
        return false;
    }
    *out = days[last];
    return true;
}

/* "3/8" */
static bool parse_shard(const char *text, bm_read_options *out)
{
    const char *slash = text ? strchr(text, '/') : NULL;
    int64_t shard = 0, shards = 0;
    if (!text) return true;
    if (!slash || !bm_parse_i64(bm_str_of(text, (size_t)(slash - text)), &shard) ||
        !bm_parse_i64(bm_str_z(slash + 1), &shards) || shard < 1 || shards < shard || shards > SHARDS_MAX) {
        cli_usage_error("--shard takes I/N, from 1/N to N/N (N up to %d), not '%s'", SHARDS_MAX, text);
        return false;
    }
    out->shard = (uint32_t)shard;
    out->shards = (uint32_t)shards;
    return true;
}

static bool check_where(const struct text_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const char *equals = strchr(list->items[i], '=');
        if (equals && equals != list->items[i]) continue;
        cli_usage_error("--where takes FIELD=VALUE, not '%s'", list->items[i]);
        return false;
    }
    return true;
}

static void print_str(FILE *to, bm_str text)
{
    fwrite(text.p ? text.p : "", 1, text.len, to);
}

static void print_issue(const bm_issue *issue)
{
    fprintf(stderr, "%s", issue->src ? issue->src : "");
    if (issue->src_row) fprintf(stderr, ", row %llu", (unsigned long long)issue->src_row);
    if (issue->line) fprintf(stderr, " (line %llu)", (unsigned long long)issue->line);
    if (issue->column.p) {
        fputs(", column '", stderr);
        print_str(stderr, issue->column);
        fputs("'", stderr);
    }
    fprintf(stderr, ": %s: ", bm_severity_name(issue->severity));
    if (issue->found.p) {
        fputs("found '", stderr);
        print_str(stderr, issue->found);
        fputs("', ", stderr);
    }
    fputs("expected ", stderr);
    print_str(stderr, issue->expected);
    fputc('\n', stderr);
}

void cli_end_progress(struct cli_job *job)
{
    if (job->drew_progress) fputs("\r\033[K", stderr);
    job->drew_progress = false;
}

/* One issue as a JSON object or a CSV row for `check`. */
static void collect_issue(bm_buf *out, const bm_issue *issue, bool csv)
{
    void (*text)(bm_buf *, bm_str) = csv ? bm_buf_csv_safe : bm_buf_json;
    const char *const names[] = {"\"src\":",       ",\"src_row\":", ",\"line\":",    ",\"column\":",
                                 ",\"severity\":", ",\"found\":",   ",\"expected\":"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (csv && i > 0) bm_buf_putc(out, ',');
        if (!csv) bm_buf_puts(out, names[i]);
        switch (i) {
        case 0: text(out, bm_str_z(issue->src)); break;
        case 1:
        case 2: {
            uint64_t number = i == 1 ? issue->src_row : issue->line;
            if (number)
                bm_buf_i64(out, (int64_t)number);
            else if (!csv)
                bm_buf_puts(out, "null");
            break;
        }
        case 3: text(out, issue->column); break;
        case 4: text(out, bm_str_z(bm_severity_name(issue->severity))); break;
        case 5: text(out, issue->found); break;
        default: text(out, issue->expected); break;
        }
    }
}

static void on_issue(void *user, const bm_issue *issue)
{
    struct cli_job *job = user;
    if (job->issue_text) {
        bool csv = job->args->format == CLI_FORMAT_CSV;
        bool lines = csv || job->args->format == CLI_FORMAT_NDJSON;
        if (!lines && job->issue_text->len) bm_buf_puts(job->issue_text, ",\n");
        if (!csv) bm_buf_putc(job->issue_text, '{');
        collect_issue(job->issue_text, issue, csv);
        if (!csv) bm_buf_putc(job->issue_text, '}');
        if (lines) bm_buf_putc(job->issue_text, '\n');
        return;
    }
    if (job->args->quiet || issue->severity == BM_NOTE || job->issues_shown++ >= ISSUES_SHOWN) return;
    cli_end_progress(job);
    print_issue(issue);
}

static void on_progress(void *user, uint64_t rows)
{
    struct cli_job *job = user;
    if (rows < job->rows_drawn + PROGRESS_ROWS) return;
    job->rows_drawn = rows;
    job->drew_progress = true;
    fprintf(stderr, "\r%llu rows", (unsigned long long)rows);
}

static void on_row(void *user, const bm_row *row)
{
    const bm_place *place = row->place;
    cli_end_progress(user);
    fprintf(stderr, "%s row %llu '", row->incident->src, (unsigned long long)row->incident->src_row);
    print_str(stderr, row->incident->place);
    fprintf(stderr, "': %s, match %s", bm_place_status_name(place->status), bm_match_name(place->match));
    if (place->reason) fprintf(stderr, " (%s)", place->reason);
    fputc('\n', stderr);
    if (place->reading) fprintf(stderr, "  read as %s\n", place->reading);
    if (place->has_point && !isnan(place->rad_m))
        fprintf(stderr, "  at %.5f %.5f, within %.1f km\n", place->point.lon_deg, place->point.lat_deg,
                place->rad_m / 1000);
    if (row->tag->tie)
        fprintf(stderr, "  tie: %s; the first by name was taken\n",
                row->tag->tie_at_end ? "several borders or segments end in the nearest border point"
                                     : "another border or segment is as near, within 1 mm");
    if (place->weighed) fprintf(stderr, "  score %.3f: log-odds %s\n", place->score, place->weighed);
    for (size_t i = 0; i < place->n_candidates; i++) {
        const bm_candidate *c = &place->candidates[i];
        fprintf(stderr, "  %5.3f  ", c->score);
        print_str(stderr, c->name);
        fprintf(stderr, " (%.*s, %.*s, %s) id %.*s: %s%s%s\n", (int)c->feat.len, c->feat.p ? c->feat.p : "",
                (int)c->adm1.len, c->adm1.p ? c->adm1.p : "", c->iso3, (int)c->gaz_id.len,
                c->gaz_id.p ? c->gaz_id.p : "", bm_match_name(c->match), c->reason ? "; " : "",
                c->reason ? c->reason : "");
    }
}

void cli_note_unused(struct cli_job *job, const bm_source *source)
{
    if (!job->unused_text.ctx || source->preset) return; /* what a known source has beside is known */
    for (size_t i = 0; i < source->n_unused; i++) {
        if (job->unused_text.len) bm_buf_puts(&job->unused_text, ", ");
        bm_buf_puts(&job->unused_text, source->unused[i]);
    }
}

static void on_source(void *user, const bm_source *source)
{
    cli_note_unused(user, source);
}

static void set_running(const struct cli_args *args, struct cli_job *out)
{
    bm_job *job = &out->job;
    job->jobs = (unsigned)args->jobs;
    job->on_issue = on_issue;
    job->on_source = on_source;
    if (!args->quiet && (args->progress || isatty(STDERR_FILENO))) job->progress = on_progress;
    job->user = out;
}

bool cli_set_segment_by(const struct cli_args *args, bm_job *job)
{
    const char *value = args->segment_by;

    bm_job_segment_by(job, value);
    if (!job->segment_lines || strncmp(value, "/vsi", 4) == 0 || access(value, F_OK) == 0) return true;
    cli_usage_error("--segment-by takes length, dyad, admin1 or a file of lines; there is no file '%s'",
                    value);
    return false;
}

bool cli_make_job(bm_ctx *ctx, const struct cli_args *args, struct cli_job *out)
{
    bm_job *job = &out->job;
    memset(out, 0, sizeof *out);
    out->args = args;
    bm_buf_init(&out->unused_text, ctx);
    bm_job_defaults(job);
    job->inputs = args->operands;
    job->n_inputs = args->n_operands;
    for (size_t i = 0; i < args->fields.n; i++)
        if (!parse_field(args->fields.items[i], &out->choices[i])) return false;
    if (!check_where(&args->where)) return false;
    job->read = (bm_read_options){
        .preset = args->preset,
        .input_format = args->input_format,
        .choices = out->choices,
        .n_choices = args->fields.n,
        .where = args->where.items,
        .n_where = args->where.n,
        .from = BM_NO_DAY,
        .to = BM_NO_DAY,
        .dedup_ids = args->dedup == 1,
    };
    if (!parse_day("from", args->from, false, &job->read.from) ||
        !parse_day("to", args->to, true, &job->read.to))
        return false;
    if (!parse_shard(args->shard, &job->read)) return false;
    job->gazetteers = args->gazetteers.items;
    job->n_gazetteers = args->gazetteers.n;
    job->aliases = args->aliases.items;
    job->n_aliases = args->aliases.n;
    job->borders = args->borders;
    job->compare_borders = args->compare_borders;
    job->view = args->view;
    job->country = args->country;
    job->dyads = args->dyads.items;
    job->n_dyads = args->dyads.n;
    job->segment_km = args->segment_km;
    job->max_km = args->max_km;
    job->round_km = args->round_km;
    if (!cli_set_segment_by(args, job)) return false;
    job->bands_km = args->bands_km.items;
    job->n_bands = args->bands_km.n;
    job->by = args->by.items;
    job->n_by = args->by.n;
    if (args->null > 0) job->null = (bm_null_kind)(args->null - 1); /* the choices are in its order */
    job->draws = (uint32_t)args->draws;
    job->seed = (uint64_t)args->seed;
    job->has_split = args->split != NULL;
    if (!parse_day("split", args->split, false, &job->split)) return false;
    job->edges = args->edges == 2 ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
    if (args->scope > 0) job->scope = (bm_scope)(args->scope - 1); /* the choices are in its order */
    job->explain = args->explain;
    if (args->explain) job->on_row = on_row;
    set_running(args, out);
    return true;
}

void cli_borrow_job(bm_ctx *ctx, const struct cli_args *args, const bm_job *job, struct cli_job *out)
{
    memset(out, 0, sizeof *out);
    out->args = args;
    bm_buf_init(&out->unused_text, ctx);
    out->job = *job;
    set_running(args, out);
}

void cli_free_job(struct cli_job *job)
{
    if (job->unused_text.ctx) bm_buf_free(&job->unused_text);
}

void cli_show_issues(const bm_issue_list *issues, bool quiet)
{
    size_t shown = 0;
    for (size_t i = 0; !quiet && i < issues->n && shown < ISSUES_SHOWN; i++)
        if (issues->items[i].severity != BM_NOTE || issues->n <= ISSUES_SHOWN) {
            print_issue(&issues->items[i]);
            shown++;
        }
    if (!quiet && issues->n > shown) fprintf(stderr, "and %zu more\n", issues->n - shown);
}
