#include "base/mem.h"
#include "base/str.h"
#include "cli/commands.h"

#include <math.h>
#include <limits.h>
#include <stdio.h>

static int run_build(bm_ctx *ctx, const struct cli_args *args)
{
    bm_arena *arena = NULL;
    bm_border *built = NULL;
    bm_status st;

    if (!args->output) return cli_usage_error("'borders build' wants -o OUT.bmb, the file to write");
    if (!args->n_operands && !args->view)
        return cli_usage_error(
            "'borders build' wants a file of polygons or lines, or --view for the built-in borders");
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) return cli_failed(ctx, st);
    bm_issue_list issues = {.arena = arena};
    char path[PATH_MAX], view[PATH_MAX];
    if (args->n_operands)
        snprintf(path, sizeof path, "%s", args->operands[0]);
    else
        st = bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path);
    if (st == BM_OK && args->view) st = bm_border_find_view(ctx, args->view, view, sizeof view);
    bm_border_sources sources = {
        .path = path,
        .view = args->view ? view : NULL,
        .country_field = args->country_field,
        .valid_from_field = args->valid_from,
        .valid_to_field = args->valid_to,
        .tolerance_m = args->tolerance_m,
    };
    if (st == BM_OK) st = bm_border_build(ctx, &sources, args->output, &issues);
    cli_show_issues(&issues, args->quiet);
    if (st == BM_OK) st = bm_border_open(ctx, args->output, &built);
    if (st == BM_OK && !args->quiet) {
        bm_border_info info;
        bm_border_get_info(built, &info);
        fprintf(stderr, "bordermap: %s: %u dyads, %u parts, %llu points, %.0f km\n", args->output,
                info.n_dyads, info.n_parts, (unsigned long long)info.n_points, info.len_m / 1000);
    }
    bm_border_close(built);
    bm_arena_destroy(arena);
    return st == BM_OK ? EXIT_DONE : cli_failed(ctx, st);
}

const struct cli_command cmd_borders_build = {
    .name = "borders build",
    .operands = "[POLYGONS_OR_LINES]",
    .min_operands = 0,
    .max_operands = 1,
    .groups = OPT_OUTPUT | OPT_BORDERS_BUILD,
    .summary = "make a border file from country polygons, or from lines with a country on each side",
    .more =
        "Where neighbours share vertices the border is what exactly two countries use in opposite "
        "directions;\n"
        "elsewhere it is matched within --tolerance metres, and what stays unmatched is reported.\n"
        "Columns with the first and last day (valid_from and valid_to, CShapes' own, or those named) make\n"
        "borders through time: each incident is tagged by the border of its day.",
    .examples = "  bordermap borders build -o mine.bmb countries.gpkg --country-field ISO_A3\n"
                "  bordermap borders build -o ne.bmb ne_10m_admin_0_boundary_lines_land.json\n"
                "  bordermap borders build -o then.bmb CShapes-2.0.geojson\n"
                "  bordermap borders build -o morocco.bmb --view morocco\n"
                "  bordermap borders build -o mine.bmb states.shp --valid-from START --valid-to END",
    .run = run_build,
};

/* A row of CSV, or an object of JSON without its braces. */
struct row {
    bm_buf *out;
    bool json;
    int n;
};

static void begin_cell(struct row *row, const char *name)
{
    if (row->n++) bm_buf_putc(row->out, ',');
    if (row->json) bm_buf_printf(row->out, "\"%s\":", name);
}

static void put_text(struct row *row, const char *name, const char *text)
{
    begin_cell(row, name);
    if (row->json)
        bm_buf_json(row->out, text ? bm_str_z(text) : (bm_str){0});
    else if (text)
        bm_buf_csv_safe(row->out, bm_str_z(text));
}

static void put_count(struct row *row, const char *name, uint32_t count)
{
    begin_cell(row, name);
    bm_buf_printf(row->out, "%u", count);
}

/* NaN: not known. */
static void put_number(struct row *row, const char *name, double number, int decimals)
{
    begin_cell(row, name);
    if (!isnan(number))
        bm_buf_fixed(row->out, number, decimals);
    else if (row->json)
        bm_buf_puts(row->out, "null");
}

static void put_days(struct row *row, bm_day from, bm_day to)
{
    char text[16];

    if (from != BM_NO_DAY) bm_day_format(from, text);
    put_text(row, "valid_from", from != BM_NO_DAY ? text : NULL);
    if (to != BM_NO_DAY) bm_day_format(to, text);
    put_text(row, "valid_to", to != BM_NO_DAY ? text : NULL);
}

/* Rows begin and end. */
static void begin_row(struct row *row, bool first)
{
    row->n = 0;
    if (row->json) bm_buf_puts(row->out, first ? "\n{" : ",\n{");
}

static void end_row(struct row *row)
{
    bm_buf_putc(row->out, row->json ? '}' : '\n');
}

/* Whole dyads, for the number of segments and their accuracy. */
static void dyad_rows(const bm_border *border, const bm_segment *segments, uint32_t n_segments,
                      struct row *row)
{
    uint32_t n, at = 0;
    const bm_dyad *dyads = bm_border_dyads(border, &n);

    bm_buf_puts(row->out, row->json
                              ? "{\"dyads\":["
                              : "dyad,iso_a,iso_b,parts,segments,len_km,b_status,valid_from,valid_to\n");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = at;
        while (at < n_segments && segments[at].dyad == (int32_t)i) at++;
        begin_row(row, i == 0);
        put_text(row, "dyad", dyads[i].name);
        put_text(row, "iso_a", dyads[i].iso_a);
        put_text(row, "iso_b", dyads[i].iso_b);
        put_count(row, "parts", dyads[i].n_parts);
        put_count(row, "segments", at - first);
        put_number(row, "len_km", dyads[i].len_m / 1000, 6);
        put_text(row, "b_status", bm_border_status_name(dyads[i].status));
        put_days(row, dyads[i].valid_from, dyads[i].valid_to);
        end_row(row);
    }
}

static void segment_rows(const bm_segment *segments, uint32_t n, int32_t dyad, struct row *row)
{
    bool first = true;

    bm_buf_puts(row->out, row->json ? "{\"segments\":["
                                    : "seg_id,seq,km0,km1,len_km,b_status,b_acc_m,valid_from,valid_to\n");
    for (uint32_t i = 0; i < n; i++) {
        const bm_segment *s = &segments[i];
        if (s->dyad != dyad) continue;
        begin_row(row, first);
        first = false;
        put_text(row, "seg_id", s->seg_id);
        put_count(row, "seq", s->seq);
        put_number(row, "km0", s->from_m / 1000, 6);
        put_number(row, "km1", s->to_m / 1000, 6);
        put_number(row, "len_km", (s->to_m - s->from_m) / 1000, 6);
        put_text(row, "b_status", bm_border_status_name(s->status));
        put_number(row, "b_acc_m", s->b_acc_m, 0);
        put_days(row, s->valid_from, s->valid_to);
        end_row(row);
    }
}

static bool is_of(const bm_tripoint *point, int32_t dyad)
{
    for (uint32_t i = 0; i < point->n_dyads; i++)
        if (point->dyads[i] == dyad) return true;
    return dyad < 0;
}

/* The end of the JSON text: where three borders meet (of one dyad or, -1, all), and what the file says. */
static bm_status put_meetings(bm_ctx *ctx, const bm_border *border, int32_t dyad, struct row *row)
{
    bm_arena *arena = NULL;
    const bm_tripoint *points;
    const bm_dyad *dyads = bm_border_dyads(border, &(uint32_t){0});
    bm_border_info info;
    size_t n;
    bool first = true;
    bm_status st;

    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) return st;
    if ((st = bm_border_tripoints(ctx, border, arena, &points, &n)) != BM_OK) goto done;
    bm_buf_puts(row->out, "\n],\"tripoints\":[");
    for (size_t i = 0; i < n; i++) {
        if (!is_of(&points[i], dyad)) continue;
        begin_row(row, first);
        first = false;
        put_number(row, "lon", points[i].at.lon_deg, 7);
        put_number(row, "lat", points[i].at.lat_deg, 7);
        begin_cell(row, "dyads");
        for (uint32_t k = 0; k < points[i].n_dyads; k++)
            bm_buf_printf(row->out, "%s\"%s\"", k ? "," : "[", dyads[points[i].dyads[k]].name);
        bm_buf_putc(row->out, ']');
        put_days(row, points[i].valid_from, points[i].valid_to);
        end_row(row);
    }
    bm_border_get_info(border, &info);
    bm_buf_printf(row->out, "\n],\"sha256\":\"%s\",\"about\":%s}\n", info.sha256,
                  info.json[0] ? info.json : "null");
done:
    bm_arena_destroy(arena);
    return st;
}

/* By the provinces of the built-in gazetteer. */
static bm_status cut_by_province(bm_ctx *ctx, const bm_border *border, bm_tag_options *options,
                                 bm_segments **out)
{
    char path[PATH_MAX];
    bm_gazetteer *gazetteer = NULL;
    bm_status st = bm_ctx_find_data(ctx, "gazetteer.bmg", path, sizeof path);

    if (st == BM_OK) st = bm_gazetteer_open(ctx, path, &gazetteer);
    if (st == BM_OK)
        st = bm_gazetteer_provinces(ctx, gazetteer, options->issues->arena, &options->provinces,
                                    &options->n_provinces);
    if (st == BM_OK) st = bm_segments_cut(ctx, border, options, out);
    bm_gazetteer_close(gazetteer);
    return st;
}

/* dyad: what is reported on; -1: all. */
static bm_status cut_segments(bm_ctx *ctx, const struct cli_args *args, const bm_job *job,
                              const struct cli_borders *borders, int32_t dyad, bm_segments **out)
{
    bm_issue_list issues = {0};
    bm_own_lines *lines = NULL;
    bm_status st = bm_arena_create(ctx, &issues.arena);
    bm_tag_options options = {.segment_m = args->segment_km * 1000,
                              .whole_dyads = job->whole_dyads,
                              .max_m = args->max_km * 1000,
                              .reference = borders->reference,
                              .dyads = &dyad,
                              .n_dyads = dyad >= 0,
                              .issues = &issues};

    if (st != BM_OK) return st;
    if (job->segment_lines) st = bm_own_lines_read(ctx, job->segment_lines, &lines);
    options.lines = lines;
    if (st == BM_OK)
        st = job->by_province ? cut_by_province(ctx, borders->border, &options, out)
                              : bm_segments_cut(ctx, borders->border, &options, out);
    cli_show_issues(&issues, args->quiet); /* they borrow names from the lines */
    bm_own_lines_destroy(lines);
    bm_arena_destroy(issues.arena);
    return st;
}

static bm_status info_text(bm_ctx *ctx, const struct cli_args *args, const bm_job *job,
                           const struct cli_borders *borders, bm_buf *out)
{
    const bm_border *border = borders->border;
    struct row row = {out, args->format == CLI_FORMAT_JSON, 0};
    bm_segments *segments = NULL;
    uint32_t n;
    int32_t dyad = args->dyad ? bm_border_dyad(border, args->dyad) : -1;
    bm_status st;

    if (args->dyad && dyad < 0) {
        char nearest[200];
        bm_border_nearest_names(border, args->dyad, nearest, sizeof nearest);
        return bm_fail(ctx, BM_EUSAGE, "the border file has no dyad '%s'; nearest: %s", args->dyad, nearest);
    }
    if ((st = cut_segments(ctx, args, job, borders, dyad, &segments)) != BM_OK) return st;
    const bm_segment *all = bm_segments_all(segments, &n);
    if (args->dyad)
        segment_rows(all, n, dyad, &row);
    else
        dyad_rows(border, all, n, &row);
    if (row.json) st = put_meetings(ctx, border, dyad, &row);
    bm_segments_destroy(segments);
    return st == BM_OK ? bm_buf_status(ctx, out) : st;
}

static int run_info(bm_ctx *ctx, const struct cli_args *args)
{
    struct cli_borders borders;
    bm_job job = {0};
    bm_buf text;
    bm_status st;

    if (args->format != CLI_FORMAT_DEFAULT && args->format != CLI_FORMAT_CSV &&
        args->format != CLI_FORMAT_JSON)
        return cli_usage_error("'borders info' writes csv or json");
    if (!cli_set_segment_by(args, &job)) return EXIT_USAGE;
    bm_buf_init(&text, ctx);
    st = cli_open_view(ctx, args, &borders);
    if (st == BM_OK) st = info_text(ctx, args, &job, &borders, &text);
    int code = st == BM_OK ? cli_print(ctx, &text) : cli_failed(ctx, st);
    bm_buf_free(&text);
    cli_close_borders(&borders);
    return code;
}

const struct cli_command cmd_borders_info = {
    .name = "borders info",
    .operands = "",
    .max_operands = 0,
    .groups = OPT_DYAD | OPT_FORMAT,
    .summary = "every border with its length, or one with its segments",
    .more =
        "As JSON also the points where three borders meet, and what is known of the file: sources and "
        "policy;\n"
        "of a file that 'borders build' made, by pair of countries, the kilometres matched by tolerance,\n"
        "those that overlap and those left unmatched, and what was left out or put right.",
    .examples = "  bordermap borders info\n  bordermap borders info --dyad IRN-PAK --segment-length 25\n"
                "  bordermap borders info --dyad IRN-PAK --segment-by sectors.geojson\n"
                "  bordermap borders info --borders mine.bmb -f json",
    .run = run_info,
};
