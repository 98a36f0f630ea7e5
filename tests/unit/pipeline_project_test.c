/* Project files: every key is read into the job, mistakes are named with their JSON path, and the schema that
 * is published is the one the table of keys makes. */
#include "base/buf.h"
#include "pipeline/project.h"
#include "testing.h"

static char dir[64];

static const char *write_project(const char *json)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/p.json", dir);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(json, file);
    fclose(file);
    return path;
}

static void reads_every_key(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_project *project;
    char path[128];
    const char *json =
        "{\"_comment\": [1, {}], \"$schema\": \"x\", \"inputs\": [\"a.csv\", {\"_c\": 1, \"path\": "
        "\"/b.csv\", \"preset\": \"ged\", \"input-format\": \"csv\", \"field\": {\"place\": \"Ort\", "
        "\"notes\": \"\"}}], \"output\": \"out\", \"outputs\": [\"html\", \"shp\"], \"field\": {\"killed\": "
        "\"7\"}, \"preset\": \"acled\", \"input-format\": \"tsv\", \"where\": \"country=Iran\", \"from\": "
        "\"2020\", \"to\": \"2021-02\", \"gazetteer\": [\"g.bmg\"], \"aliases\": \"sub/a.csv\", \"country\": "
        "\"PK\", \"borders\": \"b.bmb\", \"compare-borders\": \"c.bmb\", \"view\": \"china\", \"dyad\": "
        "[\"IRN-PAK\", \"AFG-PAK\"], \"scope\": \"foreign\", \"segment-length\": 25, \"segment-by\": "
        "\"admin1\", \"max-distance\": 0, \"bands\": [5, 7.5], \"edges\": \"geodesic\", \"by\": "
        "[\"actor1\", \"region\"], \"null\": \"land\", \"draws\": 99, \"seed\": 7, \"split\": \"2014\"}";

    assert_ok(ctx, bm_project_open(ctx, write_project(json), &project));
    const bm_job *job = bm_project_job(project);
    snprintf(path, sizeof path, "%s/a.csv", dir);
    assert_int_equal(job->n_inputs, 2);
    assert_string_equal(job->inputs[0], path);
    assert_string_equal(job->inputs[1], "/b.csv");
    assert_null(job->read.each[0].preset);
    assert_string_equal(job->read.each[1].preset, "ged");
    assert_string_equal(job->read.each[1].input_format, "csv");
    assert_int_equal(job->read.each[1].n_choices, 2);
    assert_int_equal(job->read.each[1].choices[1].field, BM_FIELD_NOTES);
    assert_string_equal(job->read.each[1].choices[1].column, "");
    assert_int_equal(bm_project_outputs(project), BM_OUTPUT_HTML | BM_OUTPUT_SHP);
    assert_int_equal(job->read.choices[0].field, BM_FIELD_KILLED);
    assert_string_equal(job->read.preset, "acled");
    assert_string_equal(job->read.input_format, "tsv");
    assert_string_equal(job->read.where[0], "country=Iran");
    assert_int_equal(job->read.from, 18262); /* date -ud 2020-01-01 +%s / 86400 */
    assert_int_equal(job->read.to, 18686);   /* 2021-02-28 */
    snprintf(path, sizeof path, "%s/sub/a.csv", dir);
    assert_string_equal(job->aliases[0], path);
    assert_non_null(strstr(job->gazetteers[0], "/g.bmg"));
    assert_string_equal(job->country, "PK");
    assert_non_null(strstr(job->borders, "/b.bmb"));
    assert_non_null(strstr(job->compare_borders, "/c.bmb"));
    assert_string_equal(job->view, "china");
    assert_int_equal(job->n_dyads, 2);
    assert_string_equal(job->dyads[1], "AFG-PAK");
    assert_int_equal(job->scope, BM_SCOPE_FOREIGN);
    assert_true(job->segment_km == 25 && job->max_km == 0);
    assert_true(job->by_province && !job->whole_dyads);
    assert_int_equal(job->n_bands, 2);
    assert_true(job->bands_km[1] == 7.5);
    assert_int_equal(job->edges, BM_EDGES_GEODESIC);
    assert_int_equal(job->n_by, 2);
    assert_string_equal(job->by[1], "region");
    assert_int_equal(job->null, BM_NULL_LAND);
    assert_true(job->draws == 99 && job->seed == 7 && job->has_split && job->split == 16071);
    bm_project_close(project);

    assert_ok(ctx, bm_project_open(ctx, write_project("{\"inputs\":[\"a\"],\"output\":\"o\"}"), &project));
    job = bm_project_job(project);
    assert_true(job->segment_km == 50 && job->max_km == 100 && job->n_bands == 4);
    assert_true(!job->by_province && !job->whole_dyads && !job->segment_lines);
    assert_int_equal(bm_project_outputs(project), BM_OUTPUT_DEFAULT);
    assert_null(job->read.each);
    assert_true(job->draws == 999 && job->seed == 1 && !job->has_split && job->n_by == 0);
    bm_project_close(project);
    bm_ctx_destroy(ctx);
}

#define WITH(more) "{\"inputs\":[\"a\"],\"output\":\"o\"," more "}"

static void names_mistakes(void **state)
{
    static const struct {
        const char *json, *at, *says;
    } cases[] = {
        {"[]", ": $: ", "found a list"},
        {"{}", ": $: ", "'inputs' is missing"},
        {"{\"inputs\":[\"a\"]}", ": $: ", "'output' is missing"},
        {"{\"inputs\":[],\"output\":\"o\"}", ": $.inputs: ", "an empty one"},
        {"{\"inputs\":[3],\"output\":\"o\"}", ": $.inputs[0]: ", "found a number"},
        {"{\"inputs\":[\"a\",{\"preset\":\"ged\"}],\"output\":\"o\"}", ": $.inputs[1]: ", "'path'"},
        {"{\"inputs\":[\"a\",{\"path\":\"a\",\"pre set\":1}],\"output\":\"o\"}",
         ": $.inputs[1]['pre set']: ", "the nearest is 'preset'"},
        {"{\"inputs\":[\"-\"],\"output\":\"o\"}", ": $.inputs[0]: ", "standard input"},
        {WITH("\"segment-lenght\":1"), ": $['segment-lenght']: ", "'segment-length'"},
        {WITH("\"segment-length\":\"25\""), ": $['segment-length']: ", "expected a number, found a text"},
        {WITH("\"segment-length\":0"), ": $['segment-length']: ", "from 0.1 to 20000"},
        {WITH("\"scope\":\"owm\""), ": $.scope: ", "the nearest is 'own'"},
        {WITH("\"scope\":\"own\",\"scope\":\"any\""), ": $.scope: ", "twice"},
        {WITH("\"outputs\":[\"html\",\"gpgk\"]"), ": $.outputs[1]: ", "the nearest is 'gpkg'"},
        {WITH("\"dyad\":[\"IRN-PAK\",\"irn-pak\"]"), ": $.dyad[1]: ", "IRN-PAK"},
        {WITH("\"where\":\"Iran\""), ": $.where: ", "FIELD=VALUE"},
        {WITH("\"from\":\"yesterday\""), ": $.from: ", "2024-01-16"},
        {WITH("\"country\":\"Atlantis\""), ": $.country: ", "Atlantis"},
        {WITH("\"bands\":[10,5]"), ": $.bands[1]: ", "above 10"},
        {WITH("\"bands\":10"), ": $.bands: ", "a list of numbers"},
        {WITH("\"field\":{\"palce\":\"x\"}"), ": $.field.palce: ", "'place'"},
        {WITH("\"field\":{\"place\":3}"), ": $.field.place: ", "found a number"},
        {WITH("\"view\":\"\""), ": $.view: ", "an empty one"},
    };
    (void)state;
    bm_ctx *ctx = test_ctx();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bm_project *project;
        assert_int_equal(bm_project_open(ctx, write_project(cases[i].json), &project), BM_EUSAGE);
        assert_null(project);
        const char *error = bm_ctx_error(ctx);
        if (!strstr(error, "/p.json'") || !strstr(error, cases[i].at) || !strstr(error, cases[i].says))
            fail_msg("%s: %s", cases[i].json, error);
    }
    bm_ctx_destroy(ctx);
}

/* geodata/project.schema.json is what `bordermap build --schema` prints. */
static void schema_is_the_published_one(void **state)
{
    char path[512], text[1 << 16];
    const char *source = getenv("BORDERMAP_SOURCE");
    bm_ctx *ctx = test_ctx();
    bm_buf schema;
    (void)state;
    snprintf(path, sizeof path, "%s/geodata/project.schema.json", source ? source : ".");
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text, file);
    fclose(file);
    bm_buf_init(&schema, ctx);
    assert_ok(ctx, bm_project_schema(ctx, &schema));
    assert_int_equal(schema.len, n);
    assert_memory_equal(schema.p, text, n);
    bm_buf_free(&schema);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_key),
        cmocka_unit_test(names_mistakes),
        cmocka_unit_test(schema_is_the_published_one),
    };
    test_folder(dir);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_remove(dir);
    return failed;
}
