#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/commands.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static bm_status open_view(bm_ctx *ctx, const struct cli_args *args, const char *path, bm_border **out)
{
    char view[PATH_MAX];
    bm_issue_list issues = {0};
    bm_status st;

    if ((st = bm_border_find_view(ctx, args->view, view, sizeof view)) != BM_OK) return st;
    if ((st = bm_arena_create(ctx, &issues.arena)) != BM_OK) return st;
    st = bm_border_open_view(ctx, path, view, &issues, out);
    cli_show_issues(&issues, args->quiet);
    bm_arena_destroy(issues.arena);
    return st;
}

bm_status cli_open_view(bm_ctx *ctx, const struct cli_args *args, struct cli_borders *out)
{
    bm_border *base;
    char path[PATH_MAX];
    bm_status st = cli_open_borders(ctx, args->borders, out);

    if (st != BM_OK || !args->view) return st;
    if (args->borders)
        snprintf(path, sizeof path, "%s", args->borders);
    else
        st = bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path);
    base = out->border;
    out->border = NULL;
    if (st == BM_OK) st = open_view(ctx, args, path, &out->border);
    if (out->reference)
        bm_border_close(base);
    else
        out->reference = base;
    return st;
}

bm_status cli_open_borders(bm_ctx *ctx, const char *path, struct cli_borders *out)
{
    char built_in[PATH_MAX];
    bm_status st = bm_ctx_find_data(ctx, "borders.bmb", built_in, sizeof built_in);

    *out = (struct cli_borders){NULL, NULL};
    if (!path) return st == BM_OK ? bm_border_open(ctx, built_in, &out->border) : st;
    if (st == BM_OK && (st = bm_border_open(ctx, built_in, &out->reference)) != BM_OK) return st;
    return bm_border_open(ctx, path, &out->border);
}

void cli_close_borders(struct cli_borders *borders)
{
    bm_border_close(borders->border);
    bm_border_close(borders->reference);
}

/* One side of a crosswalk. */
struct side {
    struct cli_borders borders;
    bm_segments *segments;
    const bm_segment *all;
    uint32_t n;
};

static bm_status open_side(bm_ctx *ctx, const struct cli_args *args, const char *path, struct side *side)
{
    bm_tag_options options = {.segment_m = args->segment_km * 1000, .max_m = args->max_km * 1000};
    bm_status st = cli_open_borders(ctx, strcmp(path, "builtin") == 0 ? NULL : path, &side->borders);

    if (st != BM_OK) return st;
    options.reference = side->borders.reference;
    if ((st = bm_segments_cut(ctx, side->borders.border, &options, &side->segments)) != BM_OK) return st;
    side->all = bm_segments_all(side->segments, &side->n);
    return BM_OK;
}

static void close_side(struct side *side)
{
    bm_segments_destroy(side->segments);
    cli_close_borders(&side->borders);
}

/* seg_id, kilometres and share of the whole segment, of one side. */
struct cell {
    const char *seg_id; /* NULL: none */
    double km, share;
};

static struct cell cell_of(const struct side *side, int32_t segment, double len_m)
{
    const bm_segment *s = segment >= 0 ? &side->all[segment] : NULL;

    if (!s) return (struct cell){0};
    return (struct cell){s->seg_id, len_m / 1000, s->to_m > s->from_m ? len_m / (s->to_m - s->from_m) : 0};
}

static void put_csv(bm_buf *out, const struct cell *a, const struct cell *b)
{
    const struct cell *cells[] = {a, b};

    bm_buf_printf(out, "%s,%s", a->seg_id ? a->seg_id : "", b->seg_id ? b->seg_id : "");
    for (int i = 0; i < 2; i++) {
        bm_buf_putc(out, ',');
        if (cells[i]->seg_id) bm_buf_fixed(out, cells[i]->km, 6);
        bm_buf_putc(out, ',');
        if (cells[i]->seg_id) bm_buf_fixed(out, cells[i]->share, 9);
    }
    bm_buf_putc(out, '\n');
}

static void put_json(bm_buf *out, const char *prefix, const struct cell *cell)
{
    bm_buf_printf(out, "\"%s_seg\": ", prefix);
    bm_buf_json(out, cell->seg_id ? bm_str_z(cell->seg_id) : (bm_str){0});
    bm_buf_printf(out, ", \"%s_km\": ", prefix);
    if (cell->seg_id)
        bm_buf_fixed(out, cell->km, 6);
    else
        bm_buf_puts(out, "null");
    bm_buf_printf(out, ", \"%s_share\": ", prefix);
    if (cell->seg_id)
        bm_buf_fixed(out, cell->share, 9);
    else
        bm_buf_puts(out, "null");
}

static void put_rows(const struct side *sides, const bm_crossing *rows, size_t n, bool json, bm_buf *out)
{
    bm_buf_puts(out, json ? "[" : "old_seg,new_seg,old_km,old_share,new_km,new_share\n");
    for (size_t i = 0; i < n; i++) {
        struct cell a = cell_of(&sides[0], rows[i].old_segment, rows[i].old_m);
        struct cell b = cell_of(&sides[1], rows[i].new_segment, rows[i].new_m);

        if (!json) {
            put_csv(out, &a, &b);
            continue;
        }
        bm_buf_puts(out, i ? ",\n{" : "\n{");
        put_json(out, "old", &a);
        bm_buf_puts(out, ", ");
        put_json(out, "new", &b);
        bm_buf_putc(out, '}');
    }
    if (json) bm_buf_puts(out, "\n]\n");
}

static int run_crosswalk(bm_ctx *ctx, const struct cli_args *args)
{
    struct side sides[2] = {{{NULL, NULL}, NULL, NULL, 0}, {{NULL, NULL}, NULL, NULL, 0}};
    bm_crossing *rows = NULL;
    size_t n = 0;
    bm_buf text;
    bm_status st;

    if (args->format != CLI_FORMAT_DEFAULT && args->format != CLI_FORMAT_CSV &&
        args->format != CLI_FORMAT_JSON)
        return cli_usage_error("'borders crosswalk' writes csv or json");
    bm_buf_init(&text, ctx);
    st = open_side(ctx, args, args->operands[0], &sides[0]);
    if (st == BM_OK) st = open_side(ctx, args, args->operands[1], &sides[1]);
    if (st == BM_OK)
        st = bm_border_crosswalk(ctx, sides[0].segments, sides[1].segments, args->crosswalk_m, &rows, &n);
    if (st == BM_OK) {
        put_rows(sides, rows, n, args->format == CLI_FORMAT_JSON, &text);
        st = bm_buf_status(ctx, &text);
    }
    int code = st == BM_OK ? cli_print(ctx, &text) : cli_failed(ctx, st);
    bm_buf_free(&text);
    bm_border_crosswalk_free(ctx, rows);
    close_side(&sides[0]);
    close_side(&sides[1]);
    return code;
}

const struct cli_command cmd_borders_crosswalk = {
    .name = "borders crosswalk",
    .operands = "OLD NEW",
    .min_operands = 2,
    .max_operands = 2,
    .groups = OPT_CROSSWALK | OPT_FORMAT,
    .summary = "which segment of one border file became which of another",
    .more =
        "OLD and NEW are border files (.bmb) or 'builtin'. Each metre of a line goes to the segment of the\n"
        "other file that is nearest there, within --tolerance, of the same two countries if theirs is near.\n"
        "old_km of a segment's rows sum to its length, old_share to 1; the same for the new ones. A row\n"
        "without old_seg or new_seg is a stretch that the other file does not have.",
    .examples = "  bordermap borders crosswalk builtin mine.bmb > crosswalk.csv\n"
                "  bordermap borders crosswalk 2010.bmb 2024.bmb --segment-length 25 -f json",
    .run = run_crosswalk,
};
