#include "base/file.h"
#include "base/num.h"
#include "base/str.h"
#include "cli/commands.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print_count(uint64_t value, const char *what)
{
    char text[32];
    fprintf(stderr, "%s %s", bm_format_grouped(value, text), what);
}

static void print_how(const bm_counts *counts)
{
    const char *const first = "  found by   ", *before = first;
    for (int m = BM_MATCH_GIVEN; m <= BM_MATCH_AREA; m++) {
        if (!counts->by_match[m]) continue;
        fputs(before, stderr);
        print_count(counts->by_match[m], bm_match_name((bm_match)m));
        before = " · ";
    }
    if (before != first) fputc('\n', stderr);
}

static const char *input_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : bm_base_name(path);
}

static void print_filtered(const bm_report *r)
{
    print_count(r->counts.filtered, "filtered out");
    if (r->n_dropped) {
        fputs(", of these ", stderr);
        print_count(r->n_dropped, "repeat an id");
    }
    fputc('\n', stderr);
    if (r->n_twins) {
        fputs("  duplicates ", stderr);
        print_count(r->n_twins, r->n_twins == 1 ? "row tells" : "rows tell");
        fputs(" probably what an earlier one tells (same day and type, within 5 km)\n", stderr);
    }
}

static void print_counts(const struct cli_job *job, const bm_report *r)
{
    const bm_counts *c = &r->counts;
    fputs("  read       ", stderr);
    print_count(c->read, c->read == 1 ? "record" : "records");
    if (job->args->n_operands == 1) fprintf(stderr, " of %s", input_name(job->args->operands[0]));
    fputs("\n  placed     ", stderr);
    print_count(c->status[BM_RESOLVED], "resolved · ");
    print_count(c->status[BM_AMBIGUOUS], "ambiguous · ");
    print_count(c->status[BM_COARSE], "coarse (an area, no point)");
    if (c->fell_back) {
        fputs("; of these ", stderr);
        print_count(c->fell_back, "name a place not found");
    }
    fputc('\n', stderr);
    fputs("  not placed ", stderr);
    print_count(c->status[BM_UNRESOLVED], "unresolved · ");
    print_count(c->rejected, "rejected · ");
    print_filtered(r);
}

static void print_view(const bm_report *r)
{
    fprintf(stderr, "  policy     %s\n",
            r->view[0] ? r->view
                       : "borders as administered; no view is endorsed (geodata/BORDERS.md, --view)");
}

static void print_off_day(const bm_report *r)
{
    char first[16] = "the beginning", last[16] = "today";
    if (r->counts.off_day == 0) return;
    if (r->border_first != BM_NO_DAY) bm_day_format(r->border_first, first);
    if (r->border_last != BM_NO_DAY) bm_day_format(r->border_last, last);
    fputs("  days       ", stderr);
    print_count(r->counts.off_day, r->counts.off_day == 1 ? "row lies" : "rows lie");
    fprintf(stderr, " outside of the borders' days (%s to %s): tagged by the nearest day's borders\n", first,
            last);
}

/* A column with deaths that nobody reads is a mistake worth a line. */
static void print_unused(const struct cli_job *job)
{
    bm_str names = {job->unused_text.p, job->unused_text.len}, shown = bm_str_cut(names, 200);
    if (names.len == 0) return;
    fprintf(stderr, "  not used   columns %.*s%s (--field takes them)\n", (int)shown.len, shown.p,
            shown.len < names.len ? " ..." : "");
}

static void print_border(const struct cli_job *job, const bm_report *r)
{
    fputs("  border     ", stderr);
    print_count(r->n_near, r->n_near == 1 ? "incident" : "incidents");
    fprintf(stderr, " within %g km", job->job.max_km);
    if (!isnan(r->med_km)) fprintf(stderr, "; median distance %.1f km", r->med_km);
    fputc('\n', stderr);
    if (!r->nearest_seg[0]) return;
    fprintf(stderr, "  busiest    segment %s with ", r->nearest_seg);
    print_count(r->nearest_seg_n, r->nearest_seg_n == 1 ? "incident\n" : "incidents\n");
}

static void print_compared(const struct cli_job *job, const bm_report *r)
{
    const bm_compared *c = &r->compared;
    if (!job->args->compare_borders) return;
    fputs("  compared   ", stderr);
    print_count(c->n, c->n == 1 ? "point" : "points");
    fprintf(stderr, " by %s: ", job->args->compare_borders);
    print_count(c->same_dyad, "keep the border, ");
    print_count(c->same_segment, "the segment, ");
    print_count(c->same_side, "the side, ");
    print_count(c->same_band, "the band");
    if (c->n)
        fprintf(stderr, "; distances differ by %.3f km (median), %.3f km (95 %%)", c->median_km, c->q95_km);
    fputc('\n', stderr);
}

static void print_changes(const char *dir, const bm_report *r)
{
    if (!r->n_changed) return;
    fputs("  changes    ", stderr);
    print_count(r->n_changed, r->n_changed == 1 ? "incident" : "incidents");
    fprintf(stderr, " since the last build: %s/changes.csv\n", dir);
}

static void print_problems(const struct cli_job *job, const bm_report *r)
{
    uint64_t n = r->n_issues[BM_WARNING] + r->n_issues[BM_REJECTED];
    if (n == 0) return;
    fputs("  problems   ", stderr);
    print_count(n, n == 1 ? "value or row is" : "values or rows are");
    fputs(" doubtful", stderr);
    const char *input = job->args->operands[0];
    if (!job->issue_text && strcmp(input, "-") != 0)
        fprintf(stderr, "; list: bordermap check %s%s", input, job->args->n_operands > 1 ? " ..." : "");
    fputc('\n', stderr);
}

static void print_next(const char *dir, const bm_counts *c)
{
    char path[4096];
    fprintf(stderr, "  wrote      %s", dir);
    snprintf(path, sizeof path, "%s/bordermap.qgz", dir);
    if (access(path, R_OK) != 0) snprintf(path, sizeof path, "%s/bordermap.gpkg", dir);
    if (access(path, R_OK) == 0) fprintf(stderr, "  (open %s in QGIS)", path);
    fputc('\n', stderr);
    if (c->status[BM_UNRESOLVED] + c->fell_back)
        fprintf(stderr,
                "  next       fill in %s/unresolved.csv and run again with --aliases %s/unresolved.csv\n",
                dir, dir);
}

void cli_summary(const struct cli_job *job, const bm_report *report, const char *dir)
{
    if (job->args->quiet) return;
    fputs("bordermap\n", stderr);
    print_counts(job, report);
    print_how(&report->counts);
    print_unused(job);
    if (dir) print_view(report);
    print_off_day(report);
    if (dir) print_border(job, report);
    if (dir) print_compared(job, report);
    if (dir) print_changes(dir, report);
    print_problems(job, report);
    if (dir) print_next(dir, &report->counts);
}

int cli_exit_code(const struct cli_args *args, const bm_report *report)
{
    bool all = report->counts.status[BM_UNRESOLVED] == 0 && report->counts.rejected == 0;
    return args->strict && !all ? EXIT_NOT_ALL : EXIT_DONE;
}

int cli_print(bm_ctx *ctx, bm_buf *text)
{
    bm_status st = bm_buf_status(ctx, text);
    if (st == BM_OK) st = bm_write_all(ctx, STDOUT_FILENO, "standard output", text->p, text->len);
    return st == BM_OK ? EXIT_DONE : cli_failed(ctx, st);
}
