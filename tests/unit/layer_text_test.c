/* The schema against the contract's list, and rows as text against tests/data/layer/golden.csv, written by
 * hand. */
#include "layer_golden.h"
#include "testing.h"

#include "base/buf.h"
#include "base/file.h"

static void data_path(const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/tests/data/layer/%s", getenv("BORDERMAP_SOURCE"), name);
}

static void fields_are_those_of_the_contract(void **state)
{
    (void)state;
    static const char *const types[] = {"text", "integer", "real", "date"};
    char path[512], line[128], layer[16], name[16], type[16], decimals[8];
    size_t n_incidents, n_segments, at[2] = {0, 0};
    const bm_column *incidents = bm_incident_columns(&n_incidents),
                    *segments = bm_segment_columns(&n_segments);
    data_path("schema.txt", path, sizeof path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#') continue;
        assert_int_equal(sscanf(line, "%15s %15s %15s %7s", layer, name, type, decimals), 4);
        bool is_segment = strcmp(layer, "segments") == 0;
        assert_true(at[is_segment] < (is_segment ? n_segments : n_incidents));
        const bm_column *column = (is_segment ? segments : incidents) + at[is_segment]++;
        assert_string_equal(column->name, name);
        assert_string_equal(types[column->type], type);
        if (decimals[0] != '-') assert_int_equal(column->decimals, atoi(decimals));
        assert_true(strlen(column->name) <= 10);
        assert_in_range(column->width, 1, 254);
        assert_non_null(column->title);
    }
    fclose(file);
    assert_int_equal(at[0], n_incidents);
    assert_int_equal(at[1], n_segments);
    assert_string_equal(incidents[bm_geocode_column_count() - 1].name, "lat");
}

static void put_all(bm_ctx *ctx, bm_text_format format, size_t n_columns, bm_buf *out)
{
    struct fixture_row rows[3];
    bm_naming naming = fixture_naming();
    naming.extra = golden_extra;
    naming.n_extra = 2;
    golden_full(&rows[0]);
    golden_coarse(&rows[1]);
    golden_unresolved(&rows[2]);
    bm_buf_init(out, ctx);
    assert_ok(ctx, bm_text_begin(ctx, format, &naming, n_columns, out));
    for (int i = 0; i < 3; i++) {
        bm_row row = fixture_view(&rows[i]);
        assert_ok(ctx, bm_text_row(ctx, format, &naming, n_columns, &row, i == 0, out));
    }
    assert_ok(ctx, bm_text_end(ctx, format, out));
    bm_buf_putc(out, '\0');
    assert_false(out->failed);
}

static void csv_rows_are_golden(void **state)
{
    (void)state;
    char path[512];
    size_t n;
    bm_ctx *ctx = test_ctx();
    bm_buf out;
    bm_mapping want;
    bm_incident_columns(&n);
    put_all(ctx, BM_FORMAT_CSV, n, &out);
    data_path("golden.csv", path, sizeof path);
    assert_ok(ctx, bm_map_file(ctx, path, &want));
    if (out.len - 1 != want.len || memcmp(out.p, want.p, want.len) != 0) fail_msg("got:\n%s", out.p);
    bm_unmap_file(&want);
    bm_buf_free(&out);
    bm_ctx_destroy(ctx);
}

static void geocode_stops_at_lat(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_buf out;
    put_all(ctx, BM_FORMAT_CSV, bm_geocode_column_count(), &out);
    assert_non_null(strstr(out.p, ",rad_km,lon,lat,x_url,\"x_two\nlines\"\nEV-1,"));
    assert_non_null(strstr(out.p, ",63.1234567,-26.0000001,http://x/?a=1&b=2,a b\n"));
    bm_buf_free(&out);
    bm_ctx_destroy(ctx);
}

/* What jq makes of a text. */
static void jq(const char *text, const char *program, const char *want)
{
    char dir[64], path[128], command[1024], got[1024];
    test_folder(dir);
    snprintf(path, sizeof path, "%s/text", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    snprintf(command, sizeof command, "jq -c '%s' %s", program, path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    got[fread(got, 1, sizeof got - 1, pipe)] = '\0';
    int status = pclose(pipe);
    test_remove(dir);
    if (status != 0) fail_msg("jq refuses: %.2000s", text);
    assert_string_equal(got, want);
}

static void json_forms_are_valid_and_alike(void **state)
{
    (void)state;
    size_t n;
    bm_ctx *ctx = test_ctx();
    bm_buf out;
    if (system("command -v jq >/dev/null") != 0) {
        print_message("skipped: no jq\n");
        skip();
    }
    bm_incident_columns(&n);
    put_all(ctx, BM_FORMAT_NDJSON, n, &out);
    jq(out.p, "[.inc_id,.lon,.killed,.d_end,.actor2,.gaz_id,.notes,.\"x_two\\nlines\",length]",
       "[\"EV-1\",63.1234567,2,\"2024-01-31\",\"\\\"B\\\"\",\"1173491\",\"said to be near\",\"a b\",44]\n"
       "[\"in.csv:8\",null,null,null,null,null,null,null,44]\n[\"in.csv:9\",null,null,null,null,null,null,"
       "null,44]\n");
    bm_buf_free(&out);
    put_all(ctx, BM_FORMAT_JSON, n, &out);
    jq(out.p, "[length, .[0].dist_km, .[1].dmax_km, .[2].status]", "[3,45.678901,812,\"unresolved\"]\n");
    bm_buf_free(&out);
    put_all(ctx, BM_FORMAT_GEOJSON, n, &out);
    jq(out.p,
       "[.type, (.features|length), .features[0].geometry, .features[1].geometry, .features[2].type, "
       "has(\"crs\")]",
       "[\"FeatureCollection\",3,{\"type\":\"Point\",\"coordinates\":[63.1234567,-26.0000001]},null,"
       "\"Feature\",false]\n");
    assert_null(strstr(out.p, ":\"\"")); /* never an empty text */
    bm_buf_free(&out);
    bm_ctx_destroy(ctx);
}

static void segments_are_rows_too(void **state)
{
    (void)state;
    size_t n;
    const bm_column *columns = bm_segment_columns(&n);
    bm_naming naming = fixture_naming();
    bm_value values[40];
    bm_segment_stats stats = {.segment = 1,
                              .n_inc = 3,
                              .n_band = {1, 2, UINT64_MAX, UINT64_MAX},
                              .killed = BM_NO_COUNT,
                              .injured = 0,
                              .rate100 = 6,
                              .d_first = BM_NO_DAY,
                              .d_last = BM_NO_DAY,
                              .med_m = 1500,
                              .rate_range = {1.2, 17.5},
                              .q = NAN,
                              .ratio2 = 3,
                              .ratio2_range = {0.5, INFINITY}};
    bm_segment_values(&stats, &naming, values);
    assert_true(bm_str_eq(values[0].as.text, BM_LIT("AFG-PAK-002")));
    assert_int_equal(values[4].as.integer, 2);
    assert_true(values[5].as.real == 50 && values[6].as.real == 100 && values[7].as.real == 50);
    assert_string_equal(columns[15].name, "n_50km");
    assert_true(!values[14].null && values[15].null && values[16].null);
    assert_true(values[19].null && !values[20].null);
    assert_true(values[22].null && values[23].null);
    assert_true(values[24].as.real == 1.5);
    assert_true(values[25].null);
    assert_string_equal(columns[28].name, "rate_lo");
    assert_true(values[28].as.real == 1.2 && values[31].null && values[32].null);
    assert_true(values[33].as.real == 3 && values[35].null); /* no bound above: two periods, nothing in one */
    for (size_t i = 0; i < n; i++) assert_int_equal(values[i].type, columns[i].type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_those_of_the_contract),
        cmocka_unit_test(csv_rows_are_golden),
        cmocka_unit_test(geocode_stops_at_lat),
        cmocka_unit_test(json_forms_are_valid_and_alike),
        cmocka_unit_test(segments_are_rows_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
