/* The built-in borders against figures of others: tests/data/border/world_lengths.csv and world_places.csv.
 */
#include "testing.h"

#include "adapt/csv.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "border/bmb.h"

struct world {
    bm_border *border;
    bm_segments *segments;
    bm_tagger *tagger;
    bm_arena *arena;
    int rows;
};

static bool world_open(bm_ctx *ctx, struct world *world)
{
    static const bm_tag_options options = {.segment_m = 50000, .max_m = 100000};
    char path[512];

    *world = (struct world){0};
    if (bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path) != BM_OK) {
        print_message("skipped: no borders.bmb in BORDERMAP_DATA\n");
        return false;
    }
    assert_ok(ctx, bm_border_open(ctx, path, &world->border));
    assert_ok(ctx, bm_segments_cut(ctx, world->border, &options, &world->segments));
    assert_ok(ctx, bm_tagger_create(ctx, world->border, world->segments, &options, &world->tagger));
    assert_ok(ctx, bm_arena_create(ctx, &world->arena));
    return true;
}

static void world_close(struct world *world)
{
    bm_tagger_destroy(world->tagger);
    bm_segments_destroy(world->segments);
    bm_border_close(world->border);
    bm_arena_destroy(world->arena);
}

static void table_path(char *path, size_t size, const char *name)
{
    const char *source = getenv("BORDERMAP_SOURCE");

    snprintf(path, size, "%s/tests/data/border/%s", source ? source : ".", name);
}

static double number(bm_str text)
{
    double value = 0;

    assert_true(bm_parse_double(text, &value));
    return value;
}

static bm_status length_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct world *world = user;
    char name[8] = "";
    uint32_t n;

    (void)ctx;
    if (world->rows++ == 0) return BM_OK;
    memcpy(name, record->fields[0].p, 7);
    int32_t dyad = bm_border_dyad(world->border, name);
    if (dyad < 0) fail_msg("no dyad %s", name);
    double km = bm_border_dyads(world->border, &n)[dyad].len_m / 1000, expected = number(record->fields[1]);
    double off = 100 * (km / expected - 1), most = number(record->fields[2]);
    if (off > most || off < -most)
        fail_msg("%s is %.1f km, expected %.1f within %.0f %%", name, km, expected, most);
    return BM_OK;
}

static bm_status place_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct world *world = user;
    const bm_str *fields = record->fields;
    bm_tag tag;
    uint32_t n;

    if (world->rows++ == 0) return BM_OK;
    bm_where where = {.has_point = true, .point = {number(fields[1]), number(fields[2])}};
    assert_ok(ctx, bm_tag_place(ctx, world->tagger, &where, world->arena, &tag));
    const char *dyad = tag.dyad >= 0 ? bm_border_dyads(world->border, &n)[tag.dyad].name : "none";
    double km = tag.dist_m / 1000;
    bool good = km >= number(fields[4]) && km <= number(fields[5]);
    good = good && (fields[3].len == 0 || bm_str_eq(bm_str_z(dyad), fields[3]));
    if (!good || !bm_str_eq(bm_str_z(tag.side), fields[6]))
        fail_msg("%.*s: %s, %.3f km, on the ground of %s", (int)fields[0].len, fields[0].p, dyad, km,
                 tag.side);
    return BM_OK;
}

static void each_row(const char *name, bm_csv_row_fn row)
{
    bm_ctx *ctx = test_ctx();
    struct world world;
    char path[512];

    if (!world_open(ctx, &world)) {
        bm_ctx_destroy(ctx);
        skip();
    }
    table_path(path, sizeof path, name);
    assert_ok(ctx, bm_csv_each(ctx, path, NULL, row, &world));
    assert_true(world.rows > 10);
    world_close(&world);
    bm_ctx_destroy(ctx);
}

static void lengths(void **state)
{
    (void)state;
    each_row("world_lengths.csv", length_row);
}

static void places(void **state)
{
    (void)state;
    each_row("world_places.csv", place_row);
}

/* Whole dyads that exist only by overlaps of polygons, and dependencies. */
static void no_such_borders(void **state)
{
    static const char *const names[] = {"NOR-SJM", "FRA-PYF", "PRI-USA", "CHN-TWN",
                                        "CHN-HKG", "FRA-GUF", "FRA-SUR", "ALA-FIN"};
    bm_ctx *ctx = test_ctx();
    struct world world;
    uint32_t n;

    (void)state;
    if (!world_open(ctx, &world)) {
        bm_ctx_destroy(ctx);
        skip();
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int32_t dyad = bm_border_dyad(world.border, names[i]);
        if (dyad >= 0 && bm_border_dyads(world.border, &n)[dyad].len_m > 0)
            fail_msg("%s is a border", names[i]);
    }
    world_close(&world);
    bm_ctx_destroy(ctx);
}

/* Twice the signed area in square degrees, and the middle of the vertices. */
static double ring_area(const bm_ll *pts, uint32_t n, bm_ll *middle)
{
    double sum = 0;

    *middle = (bm_ll){0, 0};
    for (uint32_t i = 0, before = n - 1; i < n; before = i++) {
        sum += (pts[before].lon_deg - pts[0].lon_deg) * (pts[i].lat_deg - pts[0].lat_deg) -
               (pts[i].lon_deg - pts[0].lon_deg) * (pts[before].lat_deg - pts[0].lat_deg);
        middle->lon_deg += pts[i].lon_deg / n, middle->lat_deg += pts[i].lat_deg / n;
    }
    return sum;
}

/* A ring of a border runs with iso_a on its left: of the Baarle enclaves, and the Dutch ones inside of them,
 * every one whose middle it contains is on the ground of the country within, for sure. */
static void the_baarle_enclaves(void **state)
{
    bm_ctx *ctx = test_ctx();
    struct world world;
    int n_belgian = 0, n_dutch = 0;

    (void)state;
    if (!world_open(ctx, &world)) {
        bm_ctx_destroy(ctx);
        skip();
    }
    const struct bmb_dyad *dyad = &world.border->file_dyads[bm_border_dyad(world.border, "BEL-NLD")];
    for (uint32_t k = dyad->first_part; k < dyad->first_part + dyad->n_parts; k++) {
        const struct bmb_part *part = &world.border->parts[k];
        uint32_t first[2] = {0, part->n - 1};
        bm_area ring = {world.border->pts + part->first, first, 1, {-180, -90, 180, 90}};
        bm_where where = {.has_point = true};
        bm_tag tag;

        if (!part->closed) continue;
        bool belgian = ring_area(ring.pts, part->n - 1, &where.point) > 0;
        if (!bm_area_contains(&ring, where.point)) continue;
        assert_ok(ctx, bm_tag_place(ctx, world.tagger, &where, world.arena, &tag));
        if (strcmp(tag.side, belgian ? "BEL" : "NLD") != 0 || tag.side_sure != 1)
            fail_msg("enclave %u at %.6f %.6f: %s, sure %d", (unsigned)(k - dyad->first_part),
                     where.point.lon_deg, where.point.lat_deg, tag.side, tag.side_sure);
        n_belgian += belgian, n_dutch += !belgian;
    }
    assert_true(n_belgian >= 10);
    assert_true(n_dutch >= 3);
    world_close(&world);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lengths), cmocka_unit_test(places),
                                       cmocka_unit_test(no_such_borders),
                                       cmocka_unit_test(the_baarle_enclaves)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
