/* Our shapefiles against those of GDAL's driver: the same rows, the same bytes. */
#include "layer_golden.h"
#include "testing.h"

#include "adapt/vector.h"
#include "layer/shapefile.h"
#include "layer/text.h"

#include <sys/stat.h>

static void same_files(const char *a, const char *b, const char *name)
{
    static const char *const endings[] = {"shp", "shx", "dbf", "cpg", "prj"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char command[512];
        snprintf(command, sizeof command, "cmp '%s/%s.%s' '%s/%s.%s'", a, name, endings[i], b, name,
                 endings[i]);
        if (system(command) != 0) fail_msg("%s.%s differs", name, endings[i]);
    }
}

struct pair {
    bm_ctx *ctx;
    char ours[64], theirs[64];
    struct bm_staging staging;
    bm_shapefile *file;
    bm_vector_writer *writer;
    size_t layer;
};

static void open_pair(struct pair *p, const char *name, bm_shape shape, const bm_column *columns, size_t n)
{
    char path[128];
    p->ctx = test_ctx();
    test_folder(p->ours);
    test_folder(p->theirs);
    assert_ok(p->ctx, bm_staging_open(p->ctx, p->ours, &p->staging));
    assert_ok(p->ctx, bm_shapefile_open(p->ctx, &p->staging, name, shape, columns, n, &p->file));
    snprintf(path, sizeof path, "%s/%s.shp", p->theirs, name);
    assert_ok(p->ctx, bm_vector_create(p->ctx, "ESRI Shapefile", path, &p->writer));
    assert_ok(p->ctx, bm_vector_add_layer(p->ctx, p->writer, name, shape, columns, n, &p->layer));
}

static void add_pair(struct pair *p, const bm_value *values, const bm_geometry *geometry)
{
    assert_ok(p->ctx, bm_shapefile_add(p->ctx, p->file, values, geometry));
    assert_ok(p->ctx, bm_vector_add(p->ctx, p->writer, p->layer, values, geometry));
}

static void close_pair(struct pair *p, const char *name)
{
    assert_ok(p->ctx, bm_shapefile_finish(p->ctx, p->file));
    assert_ok(p->ctx, bm_vector_finish(p->ctx, p->writer));
    same_files(p->staging.path, p->theirs, name);
    bm_staging_close(&p->staging);
    test_remove(p->ours);
    test_remove(p->theirs);
    bm_ctx_destroy(p->ctx);
}

/* Numbers that GDAL's printf and ours must round alike, in some 2,000 rows. */
static void vary(struct fixture_row *row, uint64_t *seed)
{
    golden_full(row);
    row->incident.src_row = test_random(seed) % 1000000000000;
    row->incident.killed = (int64_t)(test_random(seed) % 2000) - 1000;
    row->incident.d_start = (bm_day)(test_random(seed) % 60000) - 30000;
    row->place.point =
        bm_rounded_point((bm_ll){360 * test_uniform(seed) - 180, 180 * test_uniform(seed) - 90});
    row->tag.dist_m = 2e7 * test_uniform(seed) * test_uniform(seed);
    row->tag.dmin_m = (double)(test_random(seed) % 100) / 2 + 0.0005;
    row->tag.az_deg = test_uniform(seed) * 359;
    row->place.score = (double)(test_random(seed) % 2001) / 2000;
}

static void points_are_those_of_gdal(void **state)
{
    (void)state;
    struct pair p;
    size_t n;
    static const uint32_t one_part[] = {0, 1};
    uint64_t seed = 5;
    const bm_column *columns = bm_incident_columns(&n);
    bm_naming naming = fixture_naming();
    bm_value values[64];
    open_pair(&p, "incidents", BM_SHAPE_POINT, columns, n);
    for (int i = 0; i < 2000; i++) {
        struct fixture_row row;
        if (i % 7 == 3)
            golden_coarse(&row);
        else if (i % 7 == 5)
            golden_unresolved(&row);
        else
            vary(&row, &seed);
        bm_row view = fixture_view(&row);
        bm_incident_values(&view, &naming, values);
        bm_geometry point = {
            .shape = BM_SHAPE_POINT, .pts = &row.place.point, .part_first = one_part, .n_parts = 1};
        add_pair(&p, values, row.place.has_point ? &point : NULL);
    }
    close_pair(&p, "incidents");
}

static void lines_are_those_of_gdal(void **state)
{
    (void)state;
    struct pair p;
    size_t n;
    static const bm_ll pts[] = {{61.5, 29.25}, {62, 28.5}, {61, 27},  {179, -5},
                                {180, -4},     {-180, -4}, {-179, -3}};
    static const uint32_t one[] = {0, 3}, two[] = {3, 5, 7}; /* the second does not begin at 0 */
    const bm_geometry lines[] = {{.shape = BM_SHAPE_LINE, .pts = pts, .part_first = one, .n_parts = 1},
                                 {.shape = BM_SHAPE_LINE, .pts = pts, .part_first = two, .n_parts = 2}};
    const bm_column *columns = bm_segment_columns(&n);
    bm_naming naming = fixture_naming();
    bm_value values[64];
    open_pair(&p, "segments", BM_SHAPE_LINE, columns, n);
    for (uint32_t i = 0; i < FIXTURE_SEGMENTS; i++) {
        bm_segment_stats stats = {.segment = i,
                                  .n_inc = i * 1000,
                                  .n_exp = i / 3.0,
                                  .n_band = {1, 2, UINT64_MAX, 4},
                                  .killed = i ? 7 : BM_NO_COUNT,
                                  .rate100 = i * 1.5,
                                  .d_first = i ? 19000 : BM_NO_DAY,
                                  .d_last = 19001,
                                  .med_m = i ? 1234.5 : NAN};
        bm_segment_values(&stats, &naming, values);
        add_pair(&p, values, i == 4 ? NULL : &lines[i % 2]);
    }
    close_pair(&p, "segments");
}

static void an_empty_layer_is_that_of_gdal(void **state)
{
    (void)state;
    struct pair p;
    size_t n;
    const bm_column *columns = bm_segment_columns(&n);
    open_pair(&p, "segments", BM_SHAPE_LINE, columns, n);
    close_pair(&p, "segments");
}

/* The size foretold is the size that comes. */
static void sizes_are_known_before(void **state)
{
    (void)state;
    char dir[64], path[256];
    size_t n;
    struct stat info;
    struct bm_staging staging;
    struct fixture_row row;
    bm_ctx *ctx = test_ctx();
    bm_shapefile *file;
    bm_value values[64];
    const bm_column *columns = bm_incident_columns(&n);
    bm_naming naming = fixture_naming();
    golden_coarse(&row);
    bm_row view = fixture_view(&row);
    bm_incident_values(&view, &naming, values);
    values[9] = (bm_value){.type = BM_INTEGER, .as.integer = INT64_MAX}; /* wider than its field: null */
    test_folder(dir);
    assert_ok(ctx, bm_staging_open(ctx, dir, &staging));
    assert_ok(ctx, bm_shapefile_open(ctx, &staging, "x", BM_SHAPE_POINT, columns, n, &file));
    assert_ok(ctx, bm_shapefile_add(ctx, file, values, NULL));
    uint64_t next = bm_shapefile_next_size(file, NULL);
    assert_ok(ctx, bm_shapefile_add(ctx, file, values, NULL));
    assert_ok(ctx, bm_shapefile_finish(ctx, file));
    snprintf(path, sizeof path, "%s/%s/x.dbf", dir, staging.name);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, next);
    bm_staging_close(&staging);
    bm_shapefile_abandon(NULL);
    test_remove(dir);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_those_of_gdal),
        cmocka_unit_test(lines_are_those_of_gdal),
        cmocka_unit_test(an_empty_layer_is_that_of_gdal),
        cmocka_unit_test(sizes_are_known_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
