#include "base/file.h"
#include "base/str.h"
#include "cli/commands.h"

#include <string.h>

static int write_file(bm_ctx *ctx, const char *path, const bm_buf *text)
{
    bm_outfile *file = NULL;
    bm_status st = bm_outfile_open(ctx, path, &file);

    if (st == BM_OK) st = bm_outfile_write(ctx, file, text->p, text->len);
    if (st == BM_OK) st = bm_outfile_commit(ctx, file);
    if (st == BM_OK) return EXIT_DONE;
    bm_outfile_abandon(file);
    return cli_failed(ctx, st);
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    char codes[CLI_MAX_LIST][4];
    const char *countries[CLI_MAX_LIST];
    struct cli_borders borders = {NULL, NULL};
    bm_job job;
    bm_buf text;

    for (size_t i = 0; i < args->countries.n; i++) {
        if (!bm_country_from_text(bm_str_z(args->countries.items[i]), false, codes[i]))
            return cli_usage_error("--country: '%s' is no country that is known; give a code such as PAK, or a name",
                                   args->countries.items[i]);
        countries[i] = codes[i];
    }
    bm_job_defaults(&job);
    job.jobs = (unsigned)args->jobs;
    job.edges = args->edges == 2 ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
    bm_buf_init(&text, ctx);
    bm_status st = cli_open_view(ctx, args, &borders);
    if (st == BM_OK) st = bm_run_grid(ctx, &job, borders.border, countries, args->countries.n, &text);
    int code = st != BM_OK     ? cli_failed(ctx, st)
               : args->output ? write_file(ctx, args->output, &text)
                              : cli_print(ctx, &text);
    bm_buf_free(&text);
    cli_close_borders(&borders);
    return code;
}

const struct cli_command cmd_grid = {
    .name = "grid",
    .operands = "",
    .min_operands = 0,
    .max_operands = 0,
    .groups = OPT_GRID | OPT_OUTPUT | OPT_RUN,
    .summary = "half-degree cells on land, numbered as in PRIO-GRID, with their distances to borders",
    .more = "gid, row and col count from 1, from 90 south and 180 west: gid = (row - 1) * 720 + col. xcoord and\n"
            "ycoord are the centre. A cell is there if its centre is on a country's ground, Antarctica's\n"
            "only if --country names ATA. Kilometres from the\n"
            "centre, on the ellipsoid: own_km to the nearest land border of the cell's country (own_dyad),\n"
            "foreign_km to the nearest ground of another country (for_dyad), across water too, outline_km to the\n"
            "edge of the cell's country, coast included: PRIO-GRID's bdist1, bdist2 and bdist3.",
    .examples = "  bordermap grid -o grid.csv\n"
                "  bordermap grid --country PAK,AFG > grid.csv",
    .run = run,
};
