#include "cli/commands.h"

bool cli_chosen_outputs(const struct cli_args *args, unsigned *out)
{
    *out = args->outputs.n ? 0 : BM_OUTPUT_DEFAULT;
    for (size_t i = 0; i < args->outputs.n; i++) {
        unsigned bit = bm_output_from_name(args->outputs.items[i]);
        if (!bit) {
            cli_usage_error("--outputs: there is no output '%s'; there are %s", args->outputs.items[i],
                            bm_output_names());
            return false;
        }
        *out |= bit;
    }
    return true;
}

static int run(bm_ctx *ctx, const struct cli_args *args)
{
    struct cli_job job;
    bm_report report;
    unsigned outputs;

    if (!args->output) return cli_usage_error("'map' wants -o DIR, the folder to write to");
    if (!cli_chosen_outputs(args, &outputs) || !cli_make_job(ctx, args, &job)) return EXIT_USAGE;
    bm_status st = args->shard ? bm_run_shard(ctx, &job.job, args->output, outputs, args->words, &report)
                               : bm_run_map(ctx, &job.job, args->output, outputs, &report);
    cli_end_progress(&job);
    if (st == BM_OK) cli_summary(&job, &report, args->shard ? NULL : args->output);
    cli_free_job(&job);
    return st == BM_OK ? cli_exit_code(args, &report) : cli_failed(ctx, st);
}

const struct cli_command cmd_map = {
    .name = "map",
    .operands = "INCIDENTS...",
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .groups = OPT_ROWS | OPT_PLACE | OPT_TAG | OPT_OUTPUT | OPT_OUTPUTS | OPT_STATS | OPT_SHARD,
    .summary = "the main job: place incidents, tie them to borders, write every layer and the statistics",
    .more =
        "INCIDENTS are CSV, TSV, NDJSON, JSON, GeoJSON or anything GDAL opens (xlsx, gpkg, shp, "
        "/vsizip/...);\n"
        "- is standard input. Coordinates given by the source win over place names. Nothing in DIR changes\n"
        "unless everything succeeded; manifest.json, written last, says what came from what.",
    .examples = "  bordermap map incidents.csv -o out\n"
                "  bordermap map ged.csv --preset ged --dyad AFG-PAK,IRN-PAK -o out\n"
                "  bordermap map incidents.csv --segment-by admin1 --dyad AFG-IRN -o out\n"
                "  bordermap map incidents.csv --segment-by sectors.geojson --dyad IRN-PAK -o out\n"
                "  bordermap map incidents.csv --compare-borders ne.bmb -o out\n"
                "  bordermap map desk.xlsx --field place=Ort --aliases out/unresolved.csv -o out",
    .run = run,
};
