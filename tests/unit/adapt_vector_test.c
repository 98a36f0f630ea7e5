/* The GDAL reader, against files that GDAL's own tools make from samples (ogr2ogr). */
#include "adapt/vector.h"
#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static bm_ctx *ctx;
static char dir[64];
static int warnings;

static void count_warnings(void *user, bm_level level, const char *message)
{
    (void)user;
    (void)message;
    warnings += level == BM_LEVEL_WARNING;
}

static int set_up(void **state)
{
    bm_ctx_options options = {.message_fn = count_warnings};
    (void)state;
    snprintf(dir, sizeof dir, "./vector_test_XXXXXX");
    return mkdtemp(dir) && bm_ctx_create(&options, &ctx) == BM_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[128];
    (void)state;
    bm_ctx_destroy(ctx);
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

/* dir/name made by ogr2ogr with options from a sample; false (and a word) if there is no ogr2ogr. */
static bool make(const char *name, const char *options, const char *sample, char *path, size_t size)
{
    char command[2048];
    const char *source = getenv("BORDERMAP_SOURCE");
    if (system("ogr2ogr --version > /dev/null 2>&1") != 0) {
        printf("skipped: no ogr2ogr\n");
        return false;
    }
    snprintf(path, size, "%s/%s", dir, name);
    snprintf(command, sizeof command, "ogr2ogr %s '%s' '%s/tests/data/incident/%s' 2> /dev/null", options,
             path, source ? source : ".", sample);
    return system(command) == 0;
}

static bm_str value_of(const bm_vector_reader *reader, const bm_vector_feature *feature, const char *name)
{
    size_t n;
    const char *const *fields = bm_vector_fields(reader, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i], name) == 0) return feature->values[i];
    return (bm_str){NULL, 0};
}

/* Features in EPSG:3857 (metres) come out where they were. */
static void other_coordinate_systems(void **state)
{
    char path[256];
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    bool more;
    size_t n = 0;
    (void)state;
    if (!make("points.gpkg", "-f GPKG -t_srs EPSG:3857", "points.geojson", path, sizeof path)) skip();
    assert_int_equal(bm_vector_open(ctx, path, NULL, false, &reader), BM_OK);
    assert_string_equal(bm_vector_driver(reader), "GPKG");
    for (; bm_vector_next(ctx, reader, &feature, &more) == BM_OK && more; n++) {
        const bm_geometry *g = &feature.geometry;
        if (n == 0) {
            assert_int_equal(g->shape, BM_SHAPE_POINT);
            assert_true(fabs(g->pts[0].lon_deg - 67.0125) < 1e-9);
            assert_true(fabs(g->pts[0].lat_deg - 30.1872) < 1e-9);
            assert_true(bm_str_eq(value_of(reader, &feature, "date"), BM_LIT("2016-08-08")));
            assert_true(bm_str_eq(value_of(reader, &feature, "killed"), BM_LIT("70")));
            assert_true(bm_str_eq(value_of(reader, &feature, "place"), BM_LIT("Quetta")));
        } else if (n == 1) {
            assert_int_equal(g->shape, BM_SHAPE_NONE);
            assert_null(value_of(reader, &feature, "killed").p);
        } else {
            assert_int_equal(g->shape, BM_SHAPE_LINE);
            assert_int_equal(g->n_parts, 1);
            assert_int_equal(g->part_first[1], 2);
            assert_true(fabs(g->pts[1].lat_deg - 31.0) < 1e-9);
        }
    }
    assert_int_equal(n, 3);
    bm_vector_close(reader);
}

static void spreadsheets(void **state)
{
    char path[256];
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    bool more;
    size_t n;
    (void)state;
    if (!make("acled.xlsx", "-f XLSX", "acled.csv", path, sizeof path)) skip();
    assert_int_equal(bm_vector_open(ctx, path, NULL, true, &reader), BM_OK);
    bm_vector_fields(reader, &n);
    assert_int_equal(n, 21);
    assert_int_equal(bm_vector_next(ctx, reader, &feature, &more), BM_OK);
    assert_true(more);
    assert_true(bm_str_eq(value_of(reader, &feature, "location"), BM_LIT("Quetta")));
    assert_true(bm_str_eq(value_of(reader, &feature, "event_date"), BM_LIT("08 August 2016")));
    bm_vector_close(reader);
}

/* Rings keep their order; polygons know their first ring. */
static void polygons(void **state)
{
    static const char text[] =
        "{\"type\":\"Feature\",\"properties\":{\"a\":1.5},\"geometry\":{\"type\":\"MultiPolygon\","
        "\"coordinates\":"
        "[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]],[[[5,5],[6,5],[6,6],[5,5]]]]}}";
    char path[256];
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    bool more;
    (void)state;
    snprintf(path, sizeof path, "%s/polygon.geojson", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(bm_vector_open(ctx, path, NULL, false, &reader), BM_OK);
    assert_int_equal(bm_vector_next(ctx, reader, &feature, &more), BM_OK);
    const bm_geometry *g = &feature.geometry;
    assert_int_equal(g->shape, BM_SHAPE_POLYGON);
    assert_int_equal(g->n_parts, 3);
    assert_int_equal(g->n_polygons, 2);
    assert_int_equal(g->polygon_first[0], 0);
    assert_int_equal(g->polygon_first[1], 2);
    assert_int_equal(g->polygon_first[2], 3);
    assert_int_equal(g->part_first[3], 14);
    assert_true(g->pts[5].lon_deg == 1 && g->pts[5].lat_deg == 1);
    assert_true(bm_str_eq(feature.values[0], BM_LIT("1.5")));
    bm_vector_close(reader);
}

static void unknown_coordinate_system(void **state)
{
    char path[256], prj[256];
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    bool more;
    (void)state;
    if (!make("points.shp", "-f 'ESRI Shapefile' -where \"place='Quetta'\"", "points.geojson", path,
              sizeof path))
        skip();
    snprintf(prj, sizeof prj, "%s/points.prj", dir);
    unlink(prj);
    warnings = 0;
    assert_int_equal(bm_vector_open(ctx, path, NULL, false, &reader), BM_OK);
    assert_int_equal(bm_vector_next(ctx, reader, &feature, &more), BM_OK);
    assert_true(more && feature.geometry.pts[0].lon_deg == 67.0125);
    assert_int_equal(warnings, 1);
    bm_vector_close(reader);
}

static void refusals(void **state)
{
    static const struct {
        const char *path;
        bm_status status;
        const char *words;
    } cases[] = {
        {"/vsicurl/http://example.org/a.geojson", BM_EUSAGE, "--allow-network"},
        {"/vsizip//vsicurl/http://example.org/a.zip", BM_EUSAGE, "--allow-network"},
        {"/vsis3/bucket/a.gpkg", BM_EUSAGE, "--allow-network"},
        {"/vsizip/{/vsicurl/http://example.org/a.zip}/x.csv", BM_EUSAGE, "--allow-network"},
        {"http://example.org/a.geojson", BM_EUSAGE, "--allow-network"},
        {"PG:dbname=x", BM_EUSAGE, "--allow-network"},
        {"nowhere.gpkg", BM_ENOTFOUND, "nowhere.gpkg"},
        {"/vsizip/nowhere.zip", BM_EFORMAT, "nowhere.zip"},
        {"/dev/null", BM_EFORMAT, "GDAL says"},
    };
    bm_vector_reader *reader = NULL;
    char path[256];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bm_status st = bm_vector_open(ctx, cases[i].path, NULL, false, &reader);
        assert_null(reader);
        if (st != cases[i].status || !strstr(bm_ctx_error(ctx), cases[i].words))
            fail_msg("'%s': status %d, '%s'", cases[i].path, st, bm_ctx_error(ctx));
    }
    /* A local file that sends its reader elsewhere. */
    snprintf(path, sizeof path, "%s/elsewhere.vrt", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/http://127.0.0.1:9/a.geojson"
          "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
          file);
    fclose(file);
    assert_int_equal(bm_vector_open(ctx, path, NULL, false, &reader), BM_EFORMAT);
}

static void versions(void **state)
{
    char version[16];
    (void)state;
    bm_vector_version(version);
    assert_true(version[0] >= '3' && version[1] == '.');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_coordinate_systems),
        cmocka_unit_test(spreadsheets),
        cmocka_unit_test(polygons),
        cmocka_unit_test(unknown_coordinate_system),
        cmocka_unit_test(refusals),
        cmocka_unit_test(versions),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
