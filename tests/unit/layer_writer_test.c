/* The files of a run: what other programs read in them, the same bytes twice, all or nothing. */
#include "layer_golden.h"
#include "testing.h"

#include "adapt/sha256.h"
#include "adapt/vector.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "layer/writer.h"
#include "stats/tally.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALL = BM_OUTPUT_GEOJSON | BM_OUTPUT_SHP | BM_OUTPUT_GPKG | BM_OUTPUT_FGB | BM_OUTPUT_STATS };

/* Segment 1 has two lines, cut at 180 degrees; the others have one. */
static bm_status lines_of(bm_ctx *ctx, const void *user, uint32_t segment, bm_arena *arena, const bm_ll **pts,
                          const uint32_t **first, uint32_t *n_lines)
{
    static const bm_ll points[] = {{179.5, 10}, {180, 10.12345678}, {-180, 10.12345678}, {-179.5, 11}};
    static const uint32_t one[] = {0, 2}, two[] = {0, 2, 4};
    (void)ctx, (void)user, (void)arena;
    *pts = points;
    *first = segment == 1 ? two : one;
    *n_lines = segment == 1 ? 2 : 1;
    return BM_OK;
}

static bm_naming naming_with_extra(void)
{
    bm_naming naming = fixture_naming();
    naming.extra = golden_extra;
    naming.n_extra = 2;
    return naming;
}

static bm_status open_writer(bm_ctx *ctx, const char *dir, unsigned outputs, uint64_t limit, bm_writer **out)
{
    static const struct bm_line_source lines = {.fn = lines_of};
    bm_naming naming = naming_with_extra();
    return bm_writer_open_lines(ctx, dir, outputs, &lines, &naming, limit, out);
}

static void append(bm_ctx *ctx, bm_writer *writer, const struct fixture_row *rows, size_t n,
                   const bm_issue_list *issues)
{
    bm_row views[8];
    bm_buf encoded;
    bm_buf_init(&encoded, ctx);
    for (size_t i = 0; i < n; i++) views[i] = fixture_view(&rows[i]);
    assert_ok(ctx, bm_writer_encode(ctx, writer, views, n, &encoded));
    assert_ok(ctx, bm_writer_append(ctx, writer, views, n, &encoded, issues));
    bm_buf_free(&encoded);
}

static bm_stats *make_stats(bm_ctx *ctx, const struct fixture_row *rows, size_t n)
{
    static const double bands_m[] = {10e3, 50e3};
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    const int32_t named[] = {0};
    bm_stats_options options = {
        .max_m = 100e3, .bands_m = bands_m, .n_bands = 2, .dyads = named, .n_dyads = 1};
    bm_tally *tally;
    bm_stats *stats;
    assert_ok(ctx, bm_tally_create_frame(ctx, &frame, &options, &tally));
    for (size_t i = 0; i < n; i++) {
        bm_row view = fixture_view(&rows[i]);
        assert_ok(ctx, bm_tally_add(ctx, tally, &view));
    }
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    bm_tally_destroy(tally);
    return stats;
}

static bm_status commit(bm_ctx *ctx, bm_writer *writer, const struct fixture_row *rows, size_t n,
                        const char *input)
{
    bm_counts counts = {.read = n, .rejected = 0};
    bm_source source = {
        .path = input, .src = "in.csv", .format = "csv", .encoding = "UTF-8", .delimiter = ','};
    source.column_of[BM_FIELD_PLACE] = "location";
    bm_manifest_facts facts = {.sources = &source,
                               .n_sources = 1,
                               .counts = &counts,
                               .options_json = "{\"max_km\": 100}",
                               .data_json = "[]",
                               .versions_json = "{\"program\": \"0\"}"};
    bm_stats *stats = make_stats(ctx, rows, n);
    bm_status st = bm_writer_commit(ctx, writer, stats, &facts);
    bm_stats_destroy(stats);
    return st;
}

/* A whole run over the golden rows, in two batches. */
static bm_status run(bm_ctx *ctx, const char *dir, unsigned outputs, uint64_t limit)
{
    struct fixture_row rows[3];
    bm_writer *writer;
    char input[PATH_MAX];
    golden_full(&rows[0]);
    golden_coarse(&rows[1]);
    golden_unresolved(&rows[2]);
    snprintf(input, sizeof input, "%s/tests/data/layer/golden.csv", getenv("BORDERMAP_SOURCE"));
    bm_status st = open_writer(ctx, dir, outputs, limit, &writer);
    if (st != BM_OK) return st;
    append(ctx, writer, rows, 2, NULL);
    append(ctx, writer, rows + 2, 1, NULL);
    st = commit(ctx, writer, rows, 3, input);
    bm_writer_close(writer);
    return st;
}

/* What a shell command prints, at most size - 1 bytes. */
static int shell(const char *dir, const char *command, char *out, size_t size)
{
    char line[PATH_MAX + 2048];
    snprintf(line, sizeof line, "cd '%s' && %s", dir, command);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    out[fread(out, 1, size - 1, pipe)] = '\0';
    return pclose(pipe);
}

static void says(const char *dir, const char *command, const char *want)
{
    static const size_t size = 1 << 16;
    char *got = malloc(size);
    assert_non_null(got);
    int status = shell(dir, command, got, size);
    if (status != 0 || strcmp(got, want) != 0)
        fail_msg("%s: status %d, got:\n%s\nwanted:\n%s", command, status, got, want);
    free(got);
}

static void need(const char *program)
{
    char command[64];
    snprintf(command, sizeof command, "command -v %s >/dev/null", program);
    if (system(command) == 0) return;
    print_message("skipped: no %s\n", program);
    skip();
}

/* --- what is in the files --- */

static void every_file_is_there_and_as_the_manifest_says(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    need("jq");
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, ALL, BM_SHAPEFILE_LIMIT));
    says(dir, "ls -A | LC_ALL=C sort | tr '\\n' ' '",
         "bordermap.gpkg incidents.cpg incidents.dbf incidents.fgb incidents.geojson incidents.prj "
         "incidents.shp "
         "incidents.shx manifest.json rejected.csv segments.cpg segments.dbf segments.fgb segments.geojson "
         "segments.prj "
         "segments.shp segments.shx stats.json unresolved.csv ");
    /* sha256sum is the independent source */
    says(dir, "jq -r '.outputs[] | \"\\(.sha256)  \\(.name)\"' manifest.json | sha256sum -c --quiet", "");
    says(dir,
         "jq -r '.outputs[] | \"\\(.bytes) \\(.name)\"' manifest.json | while read b n; do "
         "[ $(stat -c %s $n) = $b ] || echo $n; done",
         "");
    says(dir,
         "jq -c '[(.outputs|length), .inputs[0].name, .inputs[0].columns, .counts.read, .options, .skipped]' "
         "manifest.json",
         "[18,\"in.csv\",{\"place\":\"location\"},3,{\"max_km\":100},[]]\n");
    says(dir,
         "test $(jq -r .inputs[0].sha256 manifest.json) = "
         "$(sha256sum < \"$BORDERMAP_SOURCE/tests/data/layer/golden.csv\" | cut -c1-64) && echo same",
         "same\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void geojson_is_what_was_given(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    need("jq");
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, BM_OUTPUT_GEOJSON, BM_SHAPEFILE_LIMIT));
    says(dir, "jq -c '[.features[]|[.properties.inc_id,.geometry.coordinates]]' incidents.geojson",
         "[[\"EV-1\",[63.1234567,-26.0000001]],[\"in.csv:8\",null],[\"in.csv:9\",null]]\n");
    says(dir, "wc -l < incidents.geojson", "5\n"); /* one feature a line */
    says(dir,
         "jq -c '[.features[]|[.properties.seg_id,.properties.n_inc,(.geometry.coordinates|length)]]' "
         "segments.geojson",
         "[[\"AFG-PAK-001\",0,1],[\"AFG-PAK-002\",0,2],[\"IRN-PAK-001\",0,1],[\"IRN-PAK-002\",1,1]]\n");
    says(dir, "jq -c '.features[1].geometry' segments.geojson",
         "{\"type\":\"MultiLineString\",\"coordinates\":[[[179.5,10],[180,10.1234568]],[[-180,10.1234568],"
         "[-179.5,11]]]}\n");
    says(dir, "jq -c '.features[0].properties|[keys_unsorted[-2:],.x_url]' incidents.geojson",
         "[[\"x_url\",\"x_two\\nlines\"],\"http://x/?a=1&b=2\"]\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

/* Names and types as ogrinfo prints them. */
static void fields_of(const char *dir, const char *file, const char *layer, const char *want)
{
    char command[512];
    snprintf(
        command, sizeof command,
        "ogrinfo -al -so %s %s | grep -E '^[a-zA-Z_0-9]+: (String|Integer|Integer64|Real|Date|DateTime) ' | "
        "cut -d' ' -f1,2 | tr -d ':' | awk '{printf \"%%s %%s,\", $1, $2}' | head -c 60",
        file, layer);
    says(dir, command, want);
}

static void gdal_reads_the_layers(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    need("ogrinfo");
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, ALL, BM_SHAPEFILE_LIMIT));
    const char *const start = "inc_id String,src String,src_row Integer64,d_start Date,d_en";
    fields_of(dir, "incidents.shp", "", start);
    fields_of(dir, "bordermap.gpkg", "incidents", start);
    fields_of(dir, "segments.shp", "", "seg_id String,dyad String,iso_a String,iso_b String,seq Inte");
    const char *const counts[] = {"incidents.shp", "bordermap.gpkg incidents"};
    for (size_t i = 0; i < 2; i++) {
        char command[256];
        snprintf(command, sizeof command, "ogrinfo -al -so %s | grep -E 'Feature Count|^Geometry:'",
                 counts[i]);
        says(dir, command, "Geometry: Point\nFeature Count: 3\n");
    }
    /* a row without a point stays, and null is null: 14 of its 42 fields say something */
    says(dir, "ogrinfo -q -al incidents.shp -fid 1 | grep -cE '= \\(null\\)$'", "28\n");
    says(dir,
         "ogrinfo -q -al incidents.shp -fid 0 | grep -E ' (d_end|place|lon|dist_km|score|killed) |POINT'",
         "  d_end (Date) = 2024/01/31\n  killed (Integer64) = 2\n"
         "  place (String) = \xDA\xA9\xD9\x88\xD9\x87 \xD8\xB3\xD8\xA8\xD8\xB2\n  score (Real) = 0.988\n"
         "  lon (Real) = 63.1234567\n  dist_km (Real) = 45.678901\n  POINT (63.1234567 -26.0000001)\n");
    says(dir,
         "ogrinfo -q -al bordermap.gpkg incidents -fid 1 | grep -E ' (d_end|lon|dist_km|score|x_url) |POINT'",
         "  d_end (Date) = 2024/01/31\n  score (Real) = 0.988\n  lon (Real) = 63.1234567\n  dist_km (Real) = "
         "45.678901\n"
         "  x_url (String) = http://x/?a=1&b=2\n  POINT (63.1234567 -26.0000001)\n");
    says(dir, "ogrinfo -al -so bordermap.gpkg segments | grep -E 'Feature Count|^Geometry:'",
         "Geometry: Multi Line String\nFeature Count: 4\n");
    says(dir,
         "ogrinfo -al -so segments.fgb | grep 'Feature Count'; cat incidents.cpg; "
         "ogrinfo -al -so incidents.fgb | grep 'Feature Count'",
         "Feature Count: 4\nUTF-8Feature Count: 1\n");
    says(dir, "jq -c .messages manifest.json",
         "[\"rows without geometry are not in 'incidents.fgb', which cannot hold them: 2\"]\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void bordermap_reads_its_own_shapefile(void **state)
{
    (void)state;
    char dir[64], path[128];
    bm_ctx *ctx = test_ctx();
    bm_vector_reader *reader;
    bm_vector_feature feature;
    bool more;
    size_t n_fields, n_rows = 0;
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, BM_OUTPUT_SHP, BM_SHAPEFILE_LIMIT));
    snprintf(path, sizeof path, "%s/incidents.shp", dir);
    assert_ok(ctx, bm_vector_open(ctx, path, NULL, false, &reader));
    const char *const *fields = bm_vector_fields(reader, &n_fields);
    assert_int_equal(n_fields, 42);
    assert_string_equal(fields[41], "notes");
    for (;; n_rows++) {
        assert_ok(ctx, bm_vector_next(ctx, reader, &feature, &more));
        if (!more) break;
        assert_int_equal(feature.geometry.shape, n_rows == 0 ? BM_SHAPE_POINT : BM_SHAPE_NONE);
        assert_true((feature.values[9].p == NULL) == (n_rows != 0)); /* killed */
    }
    assert_int_equal(n_rows, 3);
    bm_vector_close(reader);
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void statistics_and_lists(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    need("jq");
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, BM_OUTPUT_STATS, BM_SHAPEFILE_LIMIT));
    says(dir,
         "jq -c '[.counts.read, .overall.n_points, .overall.dist_km.q50, .overall.bands[1], .dyads[1].dyad, "
         ".dyads[1].killed, .overall.d_first, .overall.top_segment]' stats.json",
         "[3,1,45.679,{\"within_km\":50,\"n_lo\":1,\"n\":1,\"n_exp\":1,\"n_hi\":2,\"share_lo\":0.5,"
         "\"share_exp\":0.5,\"share_points\":1,"
         "\"share_hi\":1},"
         "\"IRN-PAK\",2,\"2024-01-16\",\"IRN-PAK-002\"]\n");
    /* text that a spreadsheet would take for a formula is disarmed */
    says(dir, "cat unresolved.csv",
         "place,admin1,admin2,country,n_rows,first_row,reason,cand1,cand2,cand3,gaz_id,lon,lat,action\n"
         "\"'=1+1\",,,,1,9,no place of that name,\"Zaranj (PPLA, Nimruz, AFG) 1113217\",Zarang,,,,,\n");
    says(dir, "cat rejected.csv", "src,src_row,line,column,found,expected\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void lists_group_places_and_name_rejects(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    bm_writer *writer;
    struct fixture_row rows[4];
    bm_arena *arena;
    static const char *const places[] = {"A", "B, c", "B, c", "A"};
    test_folder(dir);
    assert_ok(ctx, bm_arena_create(ctx, &arena));
    bm_issue_list issues = {.arena = arena};
    assert_ok(ctx, bm_issue_add(ctx, &issues, BM_WARNING, "in.csv", 1, 2, BM_LIT("x"), BM_LIT("y"), "a day"));
    assert_ok(ctx, bm_issue_add(ctx, &issues, BM_REJECTED, "in.csv", 3, 0, (bm_str){0}, BM_LIT("+SUM(A1)"),
                                "%d fields", 5));
    for (int i = 0; i < 4; i++) {
        fixture_init(&rows[i], "r", (uint64_t)i + 1, BM_UNRESOLVED);
        rows[i].incident.place = bm_str_z(places[i]);
        rows[i].incident.country = i == 3 ? BM_LIT("IR") : BM_LIT("PK"); /* another country, another place */
    }
    assert_ok(ctx, open_writer(ctx, dir, BM_OUTPUT_STATS, BM_SHAPEFILE_LIMIT, &writer));
    append(ctx, writer, rows, 2, &issues);
    append(ctx, writer, rows + 2, 2, NULL);
    assert_ok(ctx, commit(ctx, writer, rows, 4, "-"));
    bm_writer_close(writer);
    says(
        dir, "cut -d, -f1-7 unresolved.csv",
        "place,admin1,admin2,country,n_rows,first_row,reason\n\"B, c\",,,PK,2,2\nA,,,PK,1,1,\nA,,,IR,1,4,\n");
    says(dir, "tail -n +2 rejected.csv", "in.csv,3,,,\"'+SUM(A1)\",5 fields\n");
    bm_arena_destroy(arena);
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

/* --- limits of the shapefile --- */

static void long_names_are_cut_between_letters(void **state)
{
    (void)state;
    char dir[64], name[601], want[1200];
    bm_ctx *ctx = test_ctx();
    bm_writer *writer;
    struct fixture_row row;
    need("ogrinfo");
    for (int i = 0; i < 300; i++) memcpy(name + 2 * i, "\xD8\xB9", 2);
    name[600] = '\0';
    name[0] = 'x'; /* an odd number of bytes before the letters: 254 falls into one */
    name[1] = 'y';
    memmove(name + 1, name + 2, 599);
    test_folder(dir);
    golden_full(&row);
    row.incident.place = bm_str_z(name);
    assert_ok(ctx, open_writer(ctx, dir, BM_OUTPUT_SHP | BM_OUTPUT_GPKG, BM_SHAPEFILE_LIMIT, &writer));
    append(ctx, writer, &row, 1, NULL);
    assert_ok(ctx, commit(ctx, writer, &row, 1, "-"));
    bm_writer_close(writer);
    snprintf(want, sizeof want, "  place (String) = %.253s\n", name);
    says(dir, "ogrinfo -q -al incidents.shp | grep ' place '", want);
    snprintf(want, sizeof want, "  place (String) = %s\n", name);
    says(dir, "ogrinfo -q -al bordermap.gpkg incidents | grep ' place '", want);
    says(dir, "jq -c .messages manifest.json",
         "[\"'place' was cut to 254 bytes in 1 row of 'incidents.shp'\"]\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void a_shapefile_over_its_limit_is_left_out_alone(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, BM_OUTPUT_SHP | BM_OUTPUT_GEOJSON, 5000)); /* three records pass it */
    says(dir, "ls incidents.* segments.shp", "incidents.geojson\nsegments.shp\n");
    says(dir, "jq -c .skipped manifest.json",
         "[{\"name\":\"incidents.shp\",\"why\":\"it would pass 5000 bytes\"}]\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

/* --- all or nothing --- */

static void the_same_rows_give_the_same_bytes(void **state)
{
    (void)state;
    char a[64], b[64], command[256];
    bm_ctx *ctx = test_ctx();
    test_folder(a);
    test_folder(b);
    assert_ok(ctx, run(ctx, a, ALL, BM_SHAPEFILE_LIMIT));
    assert_ok(ctx, run(ctx, b, ALL, BM_SHAPEFILE_LIMIT));
    sleep(1);                                             /* another second of the day */
    assert_ok(ctx, run(ctx, b, ALL, BM_SHAPEFILE_LIMIT)); /* over the old ones */
    snprintf(command, sizeof command, "diff -r %s %s", a, b);
    says(a, command, "");
    test_remove(a);
    test_remove(b);
    bm_ctx_destroy(ctx);
}

static void a_failing_commit_leaves_the_folder_as_it_was(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    char before[4096], after[4096];
    const char *const list = "ls -lA --time-style=full-iso; find . -type f | LC_ALL=C sort | xargs sha256sum";
    test_folder(dir);
    assert_ok(ctx, run(ctx, dir, BM_OUTPUT_GEOJSON, BM_SHAPEFILE_LIMIT));
    says(dir, "mkdir stats.json && echo keep > stats.json/it && touch -d 2020-01-01 . stats.json", "");
    shell(dir, list, before, sizeof before);
    assert_int_equal(run(ctx, dir, BM_OUTPUT_GEOJSON | BM_OUTPUT_STATS, BM_SHAPEFILE_LIMIT), BM_EIO);
    assert_non_null(strstr(bm_ctx_error(ctx), "stats.json': it is a folder"));
    shell(dir, list, after, sizeof after);
    assert_string_equal(before, after);
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

/* What was moved before the failure goes back. */
static void a_rename_that_fails_is_undone(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    struct bm_staging staging;
    const char *const names[] = {"new", "one", "two"}, *const stale[] = {"index"};
    test_folder(dir);
    says(dir, "echo old > one; echo old > two; echo old > index; mkdir other", "");
    assert_ok(ctx, bm_staging_open(ctx, dir, &staging));
    for (int i = 0; i < 3; i++) {
        int fd;
        assert_ok(ctx, bm_staging_create(ctx, &staging, names[i], &fd));
        assert_ok(ctx, bm_write_all(ctx, fd, names[i], "new\n", 4));
        close(fd);
    }
    /* a folder in place of the last file, which no check can see: the staged "two" cannot replace what is a
     * file */
    says(staging.path, "rm two && mkdir two", "");
    assert_int_equal(bm_staging_publish(ctx, &staging, names, 3, stale, 1), BM_EIO);
    says(staging.path, "rmdir two", "");
    bm_staging_close(&staging);
    says(dir, "ls -A | tr '\\n' ' '; cat one two index", "index one other two old\nold\nold\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void an_abandoned_run_leaves_nothing(void **state)
{
    (void)state;
    char dir[64], made[80];
    bm_ctx *ctx = test_ctx();
    bm_writer *writer;
    struct fixture_row row;
    test_folder(dir);
    snprintf(made, sizeof made, "%s/new", dir);
    golden_full(&row);
    assert_ok(ctx, open_writer(ctx, made, ALL, BM_SHAPEFILE_LIMIT, &writer));
    append(ctx, writer, &row, 1, NULL);
    bm_writer_close(writer);
    says(dir, "ls -A", ""); /* the folder itself is gone too */
    bm_writer_close(NULL);
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void only_one_run_writes_into_a_folder(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    bm_writer *first, *second;
    test_folder(dir);
    assert_ok(ctx, open_writer(ctx, dir, BM_OUTPUT_GEOJSON, BM_SHAPEFILE_LIMIT, &first));
    assert_int_equal(open_writer(ctx, dir, BM_OUTPUT_GEOJSON, BM_SHAPEFILE_LIMIT, &second), BM_EIO);
    assert_null(second);
    assert_non_null(strstr(bm_ctx_error(ctx), "another run is writing into"));
    bm_writer_close(first);
    assert_ok(ctx, run(ctx, dir, BM_OUTPUT_GEOJSON, BM_SHAPEFILE_LIMIT));
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

static void dead_runs_and_links_are_cleared(void **state)
{
    (void)state;
    char dir[64];
    bm_ctx *ctx = test_ctx();
    test_folder(dir);
    says(dir,
         "mkdir out keep .x out/.bordermap-staging-1 && touch out/.bordermap-staging-1/incidents.shp keep/it "
         "&& "
         "ln -s ../keep out/.bordermap-staging-2 && echo target > target && ln -s ../target "
         "out/manifest.json && "
         "touch out/bordermap.gpkg-wal out/bordermap.gpkg",
         "");
    char out[80];
    snprintf(out, sizeof out, "%s/out", dir);
    assert_ok(ctx, run(ctx, out, BM_OUTPUT_GPKG, BM_SHAPEFILE_LIMIT));
    says(dir, "ls -A keep out | tr '\\n' ' '; cat target; test -L out/manifest.json || echo file",
         "keep: it  out: bordermap.gpkg manifest.json rejected.csv unresolved.csv target\nfile\n");
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

/* --- names --- */

static void outputs_have_names(void **state)
{
    (void)state;
    char names[128], *rest = names;
    unsigned all = 0;
    snprintf(names, sizeof names, "%s", bm_output_names());
    for (char *name; (name = strtok_r(rest, ",", &rest));) {
        assert_int_not_equal(bm_output_from_name(name), 0);
        all |= bm_output_from_name(name);
    }
    assert_int_equal(all, BM_OUTPUT_DEFAULT | BM_OUTPUT_FGB | BM_OUTPUT_TABLE);
    assert_int_equal(bm_output_from_name("shapefile"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_there_and_as_the_manifest_says),
        cmocka_unit_test(geojson_is_what_was_given),
        cmocka_unit_test(gdal_reads_the_layers),
        cmocka_unit_test(bordermap_reads_its_own_shapefile),
        cmocka_unit_test(statistics_and_lists),
        cmocka_unit_test(lists_group_places_and_name_rejects),
        cmocka_unit_test(long_names_are_cut_between_letters),
        cmocka_unit_test(a_shapefile_over_its_limit_is_left_out_alone),
        cmocka_unit_test(the_same_rows_give_the_same_bytes),
        cmocka_unit_test(a_failing_commit_leaves_the_folder_as_it_was),
        cmocka_unit_test(a_rename_that_fails_is_undone),
        cmocka_unit_test(an_abandoned_run_leaves_nothing),
        cmocka_unit_test(only_one_run_writes_into_a_folder),
        cmocka_unit_test(dead_runs_and_links_are_cleared),
        cmocka_unit_test(outputs_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
