/* geocode and tag: rows to standard output. */
#include "cli/commands.h"

#include <unistd.h>

static bm_text_format text_format(const struct cli_args *args)
{
    switch (args->format) {
    case CLI_FORMAT_NDJSON: return BM_FORMAT_NDJSON;
    case CLI_FORMAT_GEOJSON: return BM_FORMAT_GEOJSON;
    case CLI_FORMAT_JSON: return BM_FORMAT_JSON;
    default: return BM_FORMAT_CSV;
    }
}

static int run_rows(bm_ctx *ctx, const struct cli_args *args, bm_stage stage)
{
    struct cli_job job;
    bm_report report;
    if (!cli_make_job(ctx, args, &job)) return EXIT_USAGE;
    bm_status st = bm_run_rows(ctx, &job.job, stage, text_format(args), STDOUT_FILENO, &report);
    cli_end_progress(&job);
    if (st == BM_OK) cli_summary(&job, &report, NULL);
    cli_free_job(&job);
    return st == BM_OK ? cli_exit_code(args, &report) : cli_failed(ctx, st);
}

static int run_geocode(bm_ctx *ctx, const struct cli_args *args)
{
    return run_rows(ctx, args, BM_STAGE_PLACE);
}

static int run_tag(bm_ctx *ctx, const struct cli_args *args)
{
    return run_rows(ctx, args, BM_STAGE_TAG);
}

const struct cli_command cmd_geocode = {
    .name = "geocode",
    .operands = "INCIDENTS...",
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .groups = OPT_ROWS | OPT_PLACE | OPT_FORMAT,
    .summary = "place incidents; rows with their places to standard output",
    .more = "Each row keeps its input columns (those that feed no field as x_NAME) and gains the place "
            "found, how it\n"
            "was found (match), how sure it is (score, status) and how exact (geo_prec, rad_km).",
    .examples = "  bordermap geocode incidents.csv > placed.csv\n"
                "  printf 'place\\nکوئٹہ\\n30 km south of Zahedan\\n' | bordermap geocode - --explain\n"
                "  bordermap geocode desk.csv --country PAK -f geojson > placed.geojson",
    .run = run_geocode,
};

const struct cli_command cmd_tag = {
    .name = "tag",
    .operands = "INCIDENTS...",
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .groups = OPT_ROWS | OPT_PLACE | OPT_TAG | OPT_FORMAT,
    .summary = "place incidents and say which border segment each belongs to; rows to standard output",
    .more = "Distances are geodesic kilometres on WGS 84 to the nearest border point (near_lon, near_lat). "
            "dmin_km and\n"
            "dmax_km are the range when the place is not exact. --scope says what counts as a border:\n"
            "  any      every land border\n"
            "  own      those of the country whose ground the place is on (side; at sea the country of the row).\n"
            "           An island state has none: dist_km is empty\n"
            "  foreign  the nearest ground of another country, across water too. dyad then names the two countries,\n"
            "           touching or not; seg_id is empty where there is water between\n"
            "  outline  the own country's borders, coasts and the banks of waters it shares. dyad is empty where the\n"
            "           nearest is a coast; dyad2 and dist2_km have the nearest border\n"
            "With --dyad only the borders named count, and of coasts only those of their other country (foreign).",
    .examples = "  bordermap tag incidents.csv > tagged.csv\n"
                "  bordermap tag incidents.csv --dyad AFG-IRN -f ndjson | jq .dist_km\n"
                "  bordermap tag incidents.csv --scope outline > to_coast_or_border.csv\n"
                "  printf 'lon,lat\\n59.57,36.30\\n' | bordermap tag - --dyad AFG-IRN,AFG-TKM",
    .run = run_tag,
};
