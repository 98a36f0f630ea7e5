/* GeoPackages written through SQLite, against what SQLite and GDAL make of the same: the index against a scan
 * of all rows and SQLite's own check of it, geometries against the bytes that ogr2ogr writes. */
#include "testing.h"

#include "adapt/vector.h"
#include "base/num.h"
#include "base/str.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static const bm_column columns[] = {
    {"name", "name", "", BM_TEXT, 20, 0},       {"lon", "longitude", "deg", BM_REAL, 12, 7},
    {"lat", "latitude", "deg", BM_REAL, 12, 7}, {"n", "number", "", BM_INTEGER, 12, 0},
    {"day", "day", "", BM_DATE, 8, 0},
};
enum { COLUMNS = 5 };

static bm_vector_writer *create(bm_ctx *ctx, const char *path, bm_shape shape)
{
    bm_vector_writer *writer;
    size_t layer;

    assert_ok(ctx, bm_vector_create(ctx, "GPKG", path, &writer));
    assert_ok(ctx, bm_vector_add_layer(ctx, writer, "things", shape, columns, COLUMNS, &layer));
    return writer;
}

static void add(bm_ctx *ctx, bm_vector_writer *writer, bm_ll at, int64_t number, const bm_geometry *geometry)
{
    const bm_value values[COLUMNS] = {
        {.null = number % 3 == 0, .type = BM_TEXT, .as.text = BM_LIT("it's a name")},
        {.type = BM_REAL, .as.real = at.lon_deg},
        {.type = BM_REAL, .as.real = at.lat_deg},
        {.type = BM_INTEGER, .as.integer = number},
        {.null = number % 5 == 0, .type = BM_DATE, .as.day = (bm_day)(number % 20000)},
    };

    assert_ok(ctx, bm_vector_add(ctx, writer, 0, values, geometry));
}

/* The one text or number that a query gives, as text. */
static void ask(sqlite3 *db, const char *sql, char *out, size_t size)
{
    sqlite3_stmt *statement;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    snprintf(out, size, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

static void is(sqlite3 *db, const char *sql, const char *expected)
{
    char found[256];

    ask(db, sql, found, sizeof found);
    assert_string_equal(found, expected);
}

static void is_sound(sqlite3 *db, int64_t n, int64_t n_with_geometry)
{
    char text[32];

    is(db, "PRAGMA integrity_check", "ok");
    is(db, "SELECT rtreecheck('rtree_things_geom')", "ok");
    snprintf(text, sizeof text, "%lld", (long long)n);
    is(db, "SELECT count(*) FROM things", text);
    is(db, "SELECT feature_count FROM gpkg_ogr_contents", text);
    is(db, "SELECT coalesce(sum(seq), 0) FROM sqlite_sequence WHERE name = 'things'", text);
    snprintf(text, sizeof text, "%lld", (long long)n_with_geometry);
    is(db, "SELECT count(*) FROM rtree_things_geom", text);
    is(db,
       "SELECT count(*) FROM gpkg_contents c, (SELECT min(lon) w, max(lon) e, min(lat) s, max(lat) n FROM "
       "things "
       "WHERE geom NOT NULL) WHERE c.min_x = w AND c.max_x = e AND c.min_y = s AND c.max_y = n",
       n_with_geometry ? "1" : "0");
}

/* What a window of the index gives and a scan does not, and the other way round; floats hold 24 bits. */
static void windows_agree(sqlite3 *db)
{
    for (int lon = -170; lon < 170; lon += 47) {
        char sql[512];

        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM things WHERE geom NOT NULL AND lon BETWEEN %d AND %d AND lat BETWEEN "
                 "%d AND %d AND "
                 "fid NOT IN (SELECT id FROM rtree_things_geom WHERE maxx >= %d AND minx <= %d AND maxy >= "
                 "%d AND miny <= %d)",
                 lon, lon + 9, lon / 3, lon / 3 + 7, lon, lon + 9, lon / 3, lon / 3 + 7);
        is(db, sql, "0");
        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM things JOIN rtree_things_geom ON fid = id WHERE maxx >= %d AND minx "
                 "<= %d AND "
                 "maxy >= %d AND miny <= %d AND NOT (lon BETWEEN %d - 2e-5 AND %d + 2e-5 AND lat BETWEEN %d "
                 "- 2e-5 AND %d + 2e-5)",
                 lon, lon + 9, lon / 3, lon / 3 + 7, lon, lon + 9, lon / 3, lon / 3 + 7);
        is(db, sql, "0");
    }
}

/* None; a root alone; a full one; two, three and four levels; more than are put into leaves at once. */
static void the_index_finds_every_row(void **state)
{
    static const int64_t sizes[] = {0, 1, 51, 52, 2602, 140000};
    static const uint32_t first[] = {0, 1};
    bm_ctx *ctx = test_ctx();
    char dir[64], path[96];
    uint64_t seed = 7;

    (void)state;
    test_folder(dir);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        int64_t n_with = 0;
        sqlite3 *db;

        snprintf(path, sizeof path, "%s/%zu.gpkg", dir, k);
        bm_vector_writer *writer = create(ctx, path, BM_SHAPE_POINT);
        for (int64_t i = 1; i <= sizes[k]; i++) {
            bool has = sizes[k] < 100 || i % 100 != 7;
            bm_ll at = {test_uniform(&seed) * 360 - 180, test_uniform(&seed) * 180 - 90};
            bm_geometry point = {.shape = BM_SHAPE_POINT, .pts = &at, .part_first = first, .n_parts = 1};

            n_with += has;
            add(ctx, writer, at, i, has ? &point : NULL);
        }
        assert_ok(ctx, bm_vector_note(ctx, writer, "ABOUT", "a test"));
        if (sizes[k] == 0) assert_ok(ctx, bm_vector_sql(ctx, writer, "SELECT 1"));
        assert_ok(ctx, bm_vector_finish(ctx, writer));
        assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
        is_sound(db, sizes[k], n_with);
        windows_agree(db);
        is(db, "SELECT count(*) FROM gpkg_metadata WHERE metadata LIKE '%key=\"ABOUT\">a test<%'", "1");
        sqlite3_close(db);
    }
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

/* ogr2ogr copies a file: the same bytes of geometry, the same values, the same extent. */
static void same_as_ogr2ogr(bm_ctx *ctx, const char *dir, const char *path)
{
    char copy[128], command[512], sql[512];
    sqlite3 *db;

    (void)ctx;
    snprintf(copy, sizeof copy, "%s.copy.gpkg", path);
    snprintf(command, sizeof command, "ogr2ogr -f GPKG '%s' '%s' 2> '%s/err'", copy, path, dir);
    assert_int_equal(system(command), 0);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS theirs", copy);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    is(db, "SELECT count(*) FROM theirs.things", "4");
    is(db,
       "SELECT count(*) FROM main.things a JOIN theirs.things b USING (fid) WHERE a.geom IS b.geom AND "
       "a.name IS b.name "
       "AND a.lon IS b.lon AND a.lat IS b.lat AND a.n IS b.n AND a.day IS b.day AND typeof(a.lon) = "
       "typeof(b.lon) "
       "AND typeof(a.day) = typeof(b.day)",
       "4");
    is(db,
       "SELECT count(*) FROM main.gpkg_contents a JOIN theirs.gpkg_contents b USING (table_name) WHERE "
       "abs(a.min_x - b.min_x) + abs(a.max_x - b.max_x) + abs(a.min_y - b.min_y) + abs(a.max_y - b.max_y) < "
       "1e-9",
       "1");
    sqlite3_close(db);
}

static void geometries_are_gdal_s(void **state)
{
    static const bm_ll pts[] = {{0.1, 0.2}, {10.3, 0.2}, {10.3, 9.7}, {0.1, 0.2}, {5, 1},     {6, 2},
                                {6, 1},     {5, 1},      {-20, -30},  {-21, -30}, {-20, -31}, {-20, -30}};
    static const uint32_t parts[] = {0, 4, 8, 12}, polygons[] = {0, 2, 3}, point[] = {0, 1};
    bm_ctx *ctx = test_ctx();
    char dir[64], path[96];

    (void)state;
    if (system("ogr2ogr --version > /dev/null 2>&1") != 0) {
        print_message("skipped: no ogr2ogr\n");
        bm_ctx_destroy(ctx);
        skip();
    }
    test_folder(dir);
    for (bm_shape shape = BM_SHAPE_POINT; shape <= BM_SHAPE_POLYGON; shape++) {
        bm_geometry g = {
            .shape = shape, .pts = pts, .part_first = parts, .n_parts = shape == BM_SHAPE_POINT ? 1 : 3};
        bm_geometry one = {.shape = shape, .pts = pts, .part_first = parts, .n_parts = 1};

        if (shape == BM_SHAPE_POINT) g.part_first = one.part_first = point;
        if (shape == BM_SHAPE_POLYGON) g.polygon_first = one.polygon_first = polygons, g.n_polygons = 2;
        if (shape == BM_SHAPE_POLYGON) one.n_parts = 2, one.n_polygons = 1;
        snprintf(path, sizeof path, "%s/shape%d.gpkg", dir, (int)shape);
        bm_vector_writer *writer = create(ctx, path, shape);
        add(ctx, writer, pts[0], 1, &g);
        add(ctx, writer, pts[1], 2, NULL);
        add(ctx, writer, pts[2], 3, &one);
        add(ctx, writer, (bm_ll){1, 2}, 5, &g); /* whole numbers are numbers with a point */
        assert_ok(ctx, bm_vector_finish(ctx, writer));
        same_as_ogr2ogr(ctx, dir, path);
    }
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_finds_every_row),
        cmocka_unit_test(geometries_are_gdal_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
