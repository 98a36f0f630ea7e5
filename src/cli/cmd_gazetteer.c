#include "base/mem.h"
#include "base/str.h"
#include "cli/commands.h"

#include <limits.h>
#include <stdio.h>

static int run_build(bm_ctx *ctx, const struct cli_args *args)
{
    bm_arena *arena = NULL;
    bm_gazetteer *built = NULL;
    bm_status st;

    if (!args->output) return cli_usage_error("'gazetteer build' wants -o OUT.bmg, the file to write");
    if (args->n_operands + args->admins.n + args->places.n == 0)
        return cli_usage_error(
            "'gazetteer build' wants at least one GeoNames dump, --admin or --places file");
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) return cli_failed(ctx, st);
    bm_issue_list issues = {.arena = arena};
    bm_gazetteer_sources sources = {
        .dumps = args->operands,
        .n_dumps = args->n_operands,
        .admins = args->admins.items,
        .n_admins = args->admins.n,
        .places = args->places.items,
        .n_places = args->places.n,
    };
    st = bm_gazetteer_build(ctx, &sources, args->output, &issues);
    cli_show_issues(&issues, args->quiet);
    if (st == BM_OK) st = bm_gazetteer_open(ctx, args->output, &built);
    if (st == BM_OK && !args->quiet) {
        bm_gazetteer_info info;
        bm_gazetteer_get_info(built, &info);
        fprintf(stderr, "bordermap: %s: %llu places, %llu names, %llu areas, %llu countries; %.1f MB\n",
                args->output, (unsigned long long)info.n_places, (unsigned long long)info.n_names,
                (unsigned long long)info.n_areas, (unsigned long long)info.n_countries,
                (double)info.bytes / 1e6);
    }
    bm_gazetteer_close(built);
    bm_arena_destroy(arena);
    return st == BM_OK ? EXIT_DONE : cli_failed(ctx, st);
}

const struct cli_command cmd_gazetteer_build = {
    .name = "gazetteer build",
    .operands = "PK.txt PK.alternateNamesV2.txt ...",
    .min_operands = 0,
    .max_operands = SIZE_MAX,
    .groups = OPT_OUTPUT | OPT_GAZETTEER_BUILD,
    .summary = "compile GeoNames dumps, alternate names, polygons and your own places into one file",
    .more = "Dumps have GeoNames' 19 columns, alternate names its alternateNamesV2 format; which is which is "
            "seen from\n"
            "the content. Polygons fill missing admin codes and give provinces and districts their areas. To "
            "fetch and\n"
            "compile whole countries: scripts/fetch_geonames PK IR AF -o region.bmg",
    .examples = "  bordermap gazetteer build -o pk.bmg PK.txt alternateNamesV2.txt --admin PK_admin.geojson\n"
                "  bordermap gazetteer build -o mine.bmg --places our_places.csv",
    .run = run_build,
};

/* The file named, or the built-in one. */
static bm_status gazetteer_path(bm_ctx *ctx, const char *given, char *path, size_t size)
{
    if (!given) return bm_ctx_find_data(ctx, "gazetteer.bmg", path, size);
    snprintf(path, size, "%s", given);
    return BM_OK;
}

static int run_info(bm_ctx *ctx, const struct cli_args *args)
{
    char path[PATH_MAX];
    bm_gazetteer *gazetteer = NULL;
    bm_gazetteer_info info;
    bm_buf text;

    bm_status st = gazetteer_path(ctx, args->n_operands ? args->operands[0] : NULL, path, sizeof path);
    if (st == BM_OK) st = bm_gazetteer_open(ctx, path, &gazetteer);
    if (st != BM_OK) return cli_failed(ctx, st);
    bm_gazetteer_get_info(gazetteer, &info);
    bm_buf_init(&text, ctx);
    bm_buf_puts(&text, "{\"file\":");
    bm_buf_json(&text, bm_str_z(path));
    bm_buf_printf(&text, ",\"bytes\":%llu,\"places\":%llu,\"names\":%llu,\"areas\":%llu,\"countries\":%llu",
                  (unsigned long long)info.bytes, (unsigned long long)info.n_places,
                  (unsigned long long)info.n_names, (unsigned long long)info.n_areas,
                  (unsigned long long)info.n_countries);
    if (info.json && info.json[0]) bm_buf_printf(&text, ",\"about\":%s", info.json);
    bm_buf_puts(&text, "}\n");
    int code = cli_print(ctx, &text);
    bm_buf_free(&text);
    bm_gazetteer_close(gazetteer);
    return code;
}

const struct cli_command cmd_gazetteer_info = {
    .name = "gazetteer info",
    .operands = "[FILE]",
    .max_operands = 1,
    .groups = 0,
    .summary = "what is in a gazetteer: sources, dates, sha256, counts",
    .examples = "  bordermap gazetteer info\n  bordermap gazetteer info region.bmg | jq .about",
    .run = run_info,
};

static void candidate_csv(bm_buf *out, const bm_candidate *c)
{
    bm_buf_csv(out, c->name);
    bm_buf_putc(out, ',');
    bm_buf_csv(out, c->gaz_id);
    bm_buf_putc(out, ',');
    bm_buf_csv(out, c->feat);
    bm_buf_printf(out, ",%s,", c->iso3);
    bm_buf_csv(out, c->adm1);
    bm_buf_putc(out, ',');
    bm_buf_csv(out, c->adm2);
    bm_buf_putc(out, ',');
    bm_buf_fixed(out, c->point.lon_deg, 7);
    bm_buf_putc(out, ',');
    bm_buf_fixed(out, c->point.lat_deg, 7);
    bm_buf_printf(out, ",%s,", bm_match_name(c->match));
    bm_buf_fixed(out, c->score, 3);
    bm_buf_putc(out, ',');
    bm_buf_csv(out, bm_str_z(c->reason));
    bm_buf_putc(out, '\n');
}

static bm_status find(bm_ctx *ctx, const struct cli_args *args, bm_arena *arena,
                      bm_gazetteer *const *gazetteers, size_t n_gazetteers, bm_buf *out)
{
    bm_locate_options options = {
        .gazetteers = (const bm_gazetteer *const *)gazetteers, .n_gazetteers = n_gazetteers, .explain = true};
    bm_locator *locator = NULL;
    const bm_candidate *candidates;
    size_t n;
    if (args->country && !bm_country_from_text(bm_str_z(args->country), false, options.country))
        return bm_fail(ctx, BM_EUSAGE, "country '%s' is not known", args->country);
    bm_status st = bm_locator_create(ctx, &options, &locator);
    if (st == BM_OK)
        st = bm_locator_find(ctx, locator, bm_str_z(args->operands[0]),
                             args->country ? options.country : NULL, arena, &candidates, &n);
    if (st == BM_OK) {
        bm_buf_puts(out, "name,gaz_id,feat,iso3,adm1,adm2,lon,lat,match,score,reason\n");
        for (size_t i = 0; i < n; i++) candidate_csv(out, &candidates[i]);
        if (n == 0)
            fprintf(stderr, "bordermap: no place is called '%s' or anything like it\n", args->operands[0]);
    }
    bm_locator_destroy(locator);
    return st;
}

static int run_find(bm_ctx *ctx, const struct cli_args *args)
{
    char path[PATH_MAX];
    bm_gazetteer *gazetteers[CLI_MAX_LIST + 1];
    size_t n = 0;
    bm_arena *arena = NULL;
    bm_buf text;
    bm_status st = BM_OK;

    bm_buf_init(&text, ctx);
    for (size_t i = 0; st == BM_OK && i <= args->gazetteers.n; i++) {
        bool own = i < args->gazetteers.n;
        st = gazetteer_path(ctx, own ? args->gazetteers.items[i] : NULL, path, sizeof path);
        if (st == BM_OK && (st = bm_gazetteer_open(ctx, path, &gazetteers[n])) == BM_OK) n++;
    }
    if (st == BM_OK) st = bm_arena_create(ctx, &arena);
    if (st == BM_OK) st = find(ctx, args, arena, gazetteers, n, &text);
    int code = st == BM_OK ? cli_print(ctx, &text) : cli_failed(ctx, st);
    bm_buf_free(&text);
    bm_arena_destroy(arena);
    for (size_t i = 0; i < n; i++) bm_gazetteer_close(gazetteers[i]);
    return code;
}

const struct cli_command cmd_gazetteer_find = {
    .name = "gazetteer find",
    .operands = "NAME",
    .min_operands = 1,
    .max_operands = 1,
    .groups = OPT_COUNTRY | OPT_DATA,
    .summary = "the candidates for a name, best first, with score and reason, as CSV",
    .examples = "  bordermap gazetteer find Zahedan\n  bordermap gazetteer find کوئٹہ --country PK",
    .run = run_find,
};

#define LIST_CHUNK (1u << 20)

static int list_names(bm_ctx *ctx, const bm_gazetteer *gazetteer, bm_buf *out)
{
    bm_gazetteer_name name;
    int code = EXIT_DONE;

    bm_buf_puts(out, "name,gaz_id,feat,iso3,lon,lat,population,main\n");
    for (uint64_t i = 0; code == EXIT_DONE && bm_gazetteer_get_name(gazetteer, i, &name); i++) {
        bm_buf_csv(out, name.name);
        bm_buf_putc(out, ',');
        bm_buf_csv(out, name.gaz_id);
        bm_buf_putc(out, ',');
        bm_buf_csv(out, name.feat);
        bm_buf_printf(out, ",%s,", name.iso3);
        bm_buf_fixed(out, name.point.lon_deg, 7);
        bm_buf_putc(out, ',');
        bm_buf_fixed(out, name.point.lat_deg, 7);
        bm_buf_printf(out, ",%lu,%d\n", (unsigned long)name.population, name.main);
        if (out->len < LIST_CHUNK) continue;
        code = cli_print(ctx, out);
        out->len = 0;
    }
    return code == EXIT_DONE ? cli_print(ctx, out) : code;
}

static int run_list(bm_ctx *ctx, const struct cli_args *args)
{
    char path[PATH_MAX];
    bm_gazetteer *gazetteer = NULL;
    bm_buf text;

    bm_status st = gazetteer_path(ctx, args->n_operands ? args->operands[0] : NULL, path, sizeof path);
    if (st == BM_OK) st = bm_gazetteer_open(ctx, path, &gazetteer);
    if (st != BM_OK) return cli_failed(ctx, st);
    bm_buf_init(&text, ctx);
    int code = list_names(ctx, gazetteer, &text);
    bm_buf_free(&text);
    bm_gazetteer_close(gazetteer);
    return code;
}

const struct cli_command cmd_gazetteer_list = {
    .name = "gazetteer list",
    .operands = "[FILE]",
    .max_operands = 1,
    .groups = 0,
    .summary = "every name in a gazetteer with its place, as CSV",
    .examples = "  bordermap gazetteer list region.bmg > names.csv",
    .run = run_list,
};
