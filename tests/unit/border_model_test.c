/* Making borders: shared edges, overlaps, enclaves, tolerance, gaps, time, lines, the packed form. Lengths
 * expected are those of the drawings: a degree of latitude at the equator is 110.574 km on WGS 84 (GeodSolve
 * -i <<< "0 0 1 0"). */
#include "testing.h"

#include "base/mem.h"
#include "border/readers.h"
#include "bordermap/incident.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    bm_ctx *ctx;
    bm_arena *arena;
    bm_issue_list issues;
    struct bm_border_model model;
    char path[64];
};

static void fixture_open(struct fixture *fx)
{
    *fx = (struct fixture){0};
    assert_int_equal(bm_ctx_create(NULL, &fx->ctx), BM_OK);
    assert_int_equal(bm_arena_create(fx->ctx, &fx->arena), BM_OK);
    fx->issues.arena = fx->arena;
    snprintf(fx->path, sizeof fx->path, "border_model_%d.tmp", (int)getpid());
}

static void fixture_close(struct fixture *fx)
{
    bm_border_model_free(fx->ctx, &fx->model);
    bm_arena_destroy(fx->arena);
    bm_ctx_destroy(fx->ctx);
    remove(fx->path);
}

static void write_file(const struct fixture *fx, const char *text)
{
    FILE *file = fopen(fx->path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* features: GeoJSON features, comma-separated. */
static bm_status read_features(struct fixture *fx, const char *features, double tolerance_m)
{
    bm_border_sources sources = {.path = fx->path, .tolerance_m = tolerance_m};
    char text[8000];

    snprintf(text, sizeof text, "{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
    write_file(fx, text);
    bm_border_model_free(fx->ctx, &fx->model);
    fx->issues.n = 0;
    return bm_border_model_read(fx->ctx, &sources, &fx->issues, &fx->model);
}

#define POLYGONS(iso, coordinates)                                                                           \
    "{\"type\":\"Feature\",\"properties\":{\"A3\":\"" iso                                                    \
    "\"},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":" coordinates "}}"

/* Length of all chains of a dyad; its part at sea is left out. */
static double length_km(const struct bm_border_model *model, const char *a, const char *b)
{
    double sum = 0;

    for (size_t i = 0; i < model->n_chains; i++) {
        const struct bm_chain *chain = &model->chains[i];
        bool same = strcmp(chain->left, a) == 0 && strcmp(chain->right, b) == 0;
        if (!same && !(strcmp(chain->left, b) == 0 && strcmp(chain->right, a) == 0)) continue;
        if (chain->status == BM_BORDER_MARITIME) continue;
        for (uint32_t k = chain->first; k + 1 < chain->first + chain->n; k++)
            sum += bm_geodesic_m(model->pts[k], model->pts[k + 1]) / 1000;
    }
    return sum;
}

static const char *const two_squares =
    POLYGONS("AAA", "[[[[0,0],[1,0],[1,0.5],[1,1],[0,1],[0,0]]]]") "," /* counter-clockwise */
    POLYGONS("BBB", "[[[[1,0],[1,0.5],[1,1],[2,1],[2,0],[1,0]]]]");    /* clockwise */

static void shared_edges(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    assert_int_equal(read_features(&fx, two_squares, 0), BM_OK);
    assert_int_equal(fx.model.n_chains, 1);
    assert_int_equal(fx.model.chains[0].n, 3);
    assert_float_equal(length_km(&fx.model, "AAA", "BBB"), 110.574, 0.001);
    /* north along the line AAA is on the left */
    const struct bm_chain *chain = &fx.model.chains[0];
    bool north = fx.model.pts[chain->first].lat_deg == 0;
    assert_string_equal(north ? chain->left : chain->right, "AAA");
    assert_int_equal(chain->status, BM_BORDER_INTERNATIONAL);
    assert_int_equal(chain->valid_from, BM_NO_DAY);
    assert_int_equal(fx.model.n_outlines, 2);
    assert_int_equal(fx.model.n_rings, 2);
    assert_int_equal(fx.issues.n, 0);
    fixture_close(&fx);
}

static void overlap_is_no_border(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    /* BBB is drawn inside of CCC's own polygon too, and shares a border with AAA */
    assert_int_equal(
        read_features(
            &fx,
            POLYGONS("AAA", "[[[[0,0],[1,0],[1,1],[0,1],[0,0]]]]") "," POLYGONS(
                "BBB",
                "[[[[1,0],[2,0],[2,1],[1,1],[1,0]]]]") "," POLYGONS("CCC",
                                                                    "[[[[2,0],[2,1],[2,2],[5,2],[5,0],[2,0]]]"
                                                                    ",[[[7,0],[8,0],[8,1],"
                                                                    "[7,0]]]]") "," POLYGONS("DDD",
                                                                                             "[[[[7,0],[8,0],"
                                                                                             "[8,1],[7,0]]]"
                                                                                             "]"),
            0),
        BM_OK);
    assert_float_equal(length_km(&fx.model, "AAA", "BBB"), 110.574, 0.001);
    assert_float_equal(length_km(&fx.model, "BBB", "CCC"), 110.574, 0.001);
    assert_float_equal(length_km(&fx.model, "CCC", "DDD"), 0, 0); /* the same triangle twice */
    assert_int_equal(fx.issues.n, 1);
    assert_memory_equal(fx.issues.items[0].found.p, "CCC-DDD", 7);
    fixture_close(&fx);
}

static void enclave_as_second_polygon(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    /* The hole about LSO is written as one more polygon of ZAF. */
    assert_int_equal(
        read_features(&fx,
                      POLYGONS("ZAF", "[[[[0,0],[9,0],[9,9],[0,9],[0,0]]],[[[3,3],[4,3],[4,4],[3,4],"
                                      "[3,3]]]]") "," POLYGONS("LSO", "[[[[3,3],[4,3],[4,4],[3,4],[3,3]]]]"),
                      0),
        BM_OK);
    assert_true(length_km(&fx.model, "LSO", "ZAF") > 440);
    assert_int_equal(fx.model.n_chains, 1);
    const struct bm_chain *ring = &fx.model.chains[0];
    assert_float_equal(fx.model.pts[ring->first].lon_deg, fx.model.pts[ring->first + ring->n - 1].lon_deg, 0);
    assert_int_equal(fx.issues.n, 0);
    fixture_close(&fx);
}

static void enclave_without_hole(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    /* ZAF's polygon runs over LSO; AAA and BBB overlap in part: no line of theirs is a border. */
    assert_int_equal(
        read_features(
            &fx,
            POLYGONS("ZAF", "[[[[0,0],[9,0],[9,9],[0,9],[0,0]]]]") "," POLYGONS(
                "LSO",
                "[[[[3,3],[4,3],[4,4],[3,4],[3,3]]]]") "," POLYGONS("AAA",
                                                                    "[[[[20,0],[22,0],[22,2],[20,2],[20,0]]]"
                                                                    "]") "," POLYGONS("BBB",
                                                                                      "[[[[21,1],[23,1],[23,"
                                                                                      "3],[21,3],[21,1]]]]"),
            0),
        BM_OK);
    assert_true(length_km(&fx.model, "LSO", "ZAF") > 440);
    assert_float_equal(length_km(&fx.model, "AAA", "BBB"), 0, 0);
    assert_int_equal(fx.issues.n, 2);
    fixture_close(&fx);
}

static void proper_hole(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    assert_int_equal(
        read_features(&fx,
                      POLYGONS("ITA", "[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[4,3],[4,4],[3,4],[3,3]]]"
                                      "]") "," POLYGONS("SMR", "[[[[3,3],[3,4],[4,4],[4,3],[3,3]]]]"),
                      0),
        BM_OK);
    assert_true(length_km(&fx.model, "ITA", "SMR") > 440);
    assert_int_equal(fx.model.n_rings, 2); /* outer rings only */
    fixture_close(&fx);
}

/* The same line with other vertices, 100 m apart at most: 0.0009 degrees. */
static const char *const unshared =
    POLYGONS("NOR", "[[[[0,0],[1,0],[1.0005,0.3],[1,0.6],[1,1],[0,1],[0,0]]]]") "," POLYGONS(
        "SWE", "[[[[1,0],[2,0],[2,1],[1,1],[1.0004,0.8],[1.0009,0.31],[1.0002,0.1],[1,0]]]]");

static void unshared_vertices(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    assert_int_equal(read_features(&fx, unshared, 0), BM_EFORMAT);
    assert_non_null(strstr(bm_ctx_error(fx.ctx), "no two countries share a line"));
    assert_int_equal(fx.model.n_chains, 0);
    assert_int_equal(read_features(&fx, unshared, 150), BM_OK);
    assert_float_equal(length_km(&fx.model, "NOR", "SWE"), 110.574, 0.01);
    assert_int_equal(fx.model.n_chains, 1);
    assert_int_equal(fx.model.chains[0].n, 4); /* Norway's line, as the first of the two */
    assert_int_equal(read_features(&fx, unshared, 20), BM_EFORMAT); /* too far apart for that */
    fixture_close(&fx);
}

static void gap_is_reported(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    /* a lake of 0.2 degrees in the middle of the border */
    assert_int_equal(
        read_features(
            &fx,
            POLYGONS("AAA", "[[[[0,0],[1,0],[1,0.4],[0.9,0.5],[1,0.6],[1,1],[0,1],[0,0]]]]") "," POLYGONS(
                "BBB", "[[[[1,0],[2,0],[2,1],[1,1],[1,0.6],[1.1,0.5],[1,0.4],[1,0]]]]"),
            0),
        BM_OK);
    assert_int_equal(fx.model.n_chains, 2);
    assert_float_equal(length_km(&fx.model, "AAA", "BBB"), 0.8 * 110.574, 0.001);
    assert_int_equal(fx.issues.n, 1);
    assert_memory_equal(fx.issues.items[0].found.p, "AAA-BBB", 7);
    fixture_close(&fx);
}

#define DATED(iso, from, to, coordinates)                                                                    \
    "{\"type\":\"Feature\",\"properties\":{\"country\":\"" iso "\",\"since\":\"" from "\",\"until\":\"" to   \
    "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" coordinates "}}"

static void borders_in_time(void **state)
{
    struct fixture fx;
    bm_border_sources sources;

    (void)state;
    fixture_open(&fx);
    /* The east of SDN becomes SSD on 9 July 2011; its neighbour ETH stays. */
    write_file(
        &fx,
        "{\"type\":\"FeatureCollection\",\"features\":[" DATED(
            "SDN", "1956", "2011-07-08",
            "[[[0,0],[1,0],[2,0],[2,1],[1,1],[0,1],[0,0]]]") "," DATED("SDN", "2011-07-09", "",
                                                                       "[[[0,0],[1,0],[1,1],[0,1],[0,0]]"
                                                                       "]") "," DATED("SSD", "2011-07-09", "",
                                                                                      "[[[1,0],[2,0],[2,"
                                                                                      "1],[1,1],[1,0]"
                                                                                      "]]") "," DATED("E"
                                                                                                      "T"
                                                                                                      "H",
                                                                                                      "", "",
                                                                                                      "["
                                                                                                      "["
                                                                                                      "["
                                                                                                      "2"
                                                                                                      ","
                                                                                                      "0"
                                                                                                      "]"
                                                                                                      ","
                                                                                                      "["
                                                                                                      "3"
                                                                                                      ","
                                                                                                      "0"
                                                                                                      "]"
                                                                                                      ","
                                                                                                      "["
                                                                                                      "3"
                                                                                                      ","
                                                                                                      "1"
                                                                                                      "]"
                                                                                                      ","
                                                                                                      "["
                                                                                                      "2"
                                                                                                      ","
                                                                                                      "1"
                                                                                                      "]"
                                                                                                      ","
                                                                                                      "["
                                                                                                      "2"
                                                                                                      ","
                                                                                                      "0"
                                                                                                      "]"
                                                                                                      "]"
                                                                                                      "]") "]"
                                                                                                           "}");
    sources = (bm_border_sources){
        .path = fx.path, .country_field = "country", .valid_from_field = "since", .valid_to_field = "until"};
    assert_int_equal(bm_border_model_read(fx.ctx, &sources, &fx.issues, &fx.model), BM_OK);
    assert_int_equal(fx.model.n_chains, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct bm_chain *chain = &fx.model.chains[i];
        /* date -d 2011-07-08 +%s / 86400 = 15163; 1956-01-01: -5114 */
        if (length_km(&fx.model, chain->left, chain->right) == 0) fail();
        if (strcmp(chain->left, "SSD") == 0 || strcmp(chain->right, "SSD") == 0) {
            assert_int_equal(chain->valid_from, 15164);
            assert_int_equal(chain->valid_to, BM_NO_DAY);
        } else {
            assert_int_equal(chain->valid_from, -5114);
            assert_int_equal(chain->valid_to, 15163);
        }
    }
    fixture_close(&fx);
}

#define LINE(left, right, what, coordinates)                                                                 \
    "{\"type\":\"Feature\",\"properties\":{\"featurecla\":\"" what "\",\"adm0_a3_l\":\"" left                \
    "\",\"adm0_a3_r\":\"" right "\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":" coordinates     \
    "}}"

static void boundary_lines(void **state)
{
    struct fixture fx;

    (void)state;
    fixture_open(&fx);
    assert_int_equal(
        read_features(
            &fx,
            LINE("IND", "PAK", "Line of control (please verify)", "[[0,0],[0,1]]") "," LINE(
                "SDS", "KEN", "Disputed (please verify)",
                "[[1,0],[1,1]]") "," LINE("SOM", "ETH", "Indefinite (please verify)",
                                          "[[2,0],[2,1]]") "," LINE("IRN", "PAK",
                                                                    "International boundary "
                                                                    "(verify)",
                                                                    "[[3,0],[3,1]]") "," LINE("KOR", "KOR",
                                                                                              "Over"
                                                                                              "lay "
                                                                                              "limi"
                                                                                              "t",
                                                                                              "[[4,"
                                                                                              "0],["
                                                                                              "4,1]"
                                                                                              "]") "," LINE("",
                                                                                                            "PAK",
                                                                                                            "International boundary (verify)",
                                                                                                            "[[5,0],[5,1]]"),
            0),
        BM_OK);
    assert_int_equal(fx.model.n_chains, 4);
    assert_int_equal(fx.model.chains[0].status, BM_BORDER_LINE_OF_CONTROL);
    assert_string_equal(fx.model.chains[1].left, "SSD"); /* Natural Earth's own code */
    assert_int_equal(fx.model.chains[1].status, BM_BORDER_DISPUTED);
    assert_int_equal(fx.model.chains[2].status, BM_BORDER_INDEFINITE);
    assert_int_equal(fx.model.chains[3].status, BM_BORDER_INTERNATIONAL);
    assert_int_equal(fx.issues.n, 2); /* no second country, no first country */
    assert_int_equal(fx.model.n_outlines, 0);
    fixture_close(&fx);
}

static void unknown_column(void **state)
{
    struct fixture fx;
    bm_border_sources sources;

    (void)state;
    fixture_open(&fx);
    write_file(&fx, "{\"type\":\"FeatureCollection\",\"features\":[" DATED(
                        "SDN", "", "", "[[[0,0],[1,0],[1,1],[0,0]]]") "]}");
    sources = (bm_border_sources){.path = fx.path, .country_field = "contry"};
    assert_int_equal(bm_border_model_read(fx.ctx, &sources, &fx.issues, &fx.model), BM_ENOTFOUND);
    assert_non_null(strstr(bm_ctx_error(fx.ctx), "'country'"));
    fixture_close(&fx);
}

static void assert_same_models(const struct bm_border_model *a, const struct bm_border_model *b)
{
    assert_int_equal(a->n_chains, b->n_chains);
    assert_int_equal(a->n_pts, b->n_pts);
    assert_int_equal(a->n_acc, b->n_acc);
    assert_int_equal(a->n_ring_pts, b->n_ring_pts);
    for (size_t i = 0; i < a->n_chains; i++) {
        assert_string_equal(a->chains[i].left, b->chains[i].left);
        assert_string_equal(a->chains[i].right, b->chains[i].right);
        assert_int_equal(a->chains[i].status, b->chains[i].status);
        assert_int_equal(a->chains[i].valid_from, b->chains[i].valid_from);
        assert_int_equal(a->chains[i].valid_to, b->chains[i].valid_to);
        assert_int_equal(a->chains[i].first, b->chains[i].first);
        assert_int_equal(a->chains[i].acc_first, b->chains[i].acc_first);
    }
    for (size_t i = 0; i < a->n_pts; i++) {
        assert_float_equal(a->pts[i].lon_deg, b->pts[i].lon_deg, 0.5e-5);
        assert_float_equal(a->pts[i].lat_deg, b->pts[i].lat_deg, 0.5e-5);
    }
    for (size_t i = 0; i < a->n_ring_pts; i++)
        assert_float_equal(a->ring_pts[i].lon_deg, b->ring_pts[i].lon_deg, 0.5e-4);
    if (a->n_acc) assert_memory_equal(a->acc, b->acc, a->n_acc * sizeof *a->acc);
}

static long read_bytes(const char *path, unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t n;

    assert_non_null(file);
    n = fread(bytes, 1, size, file);
    fclose(file);
    return (long)n;
}

static void packed_form(void **state)
{
    struct fixture fx;
    struct bm_border_model back = {0};
    unsigned char bytes[4096], again[4096];

    (void)state;
    fixture_open(&fx);
    assert_int_equal(read_features(&fx, two_squares, 0), BM_OK);
    fx.model.acc[0] = 123;
    fx.model.chains[0].valid_from = -5;
    fx.model.chains[0].valid_to = 17000;
    fx.model.chains[0].status = BM_BORDER_DISPUTED;
    assert_int_equal(bm_border_pack(fx.ctx, &fx.model, fx.path), BM_OK);
    assert_int_equal(bm_border_unpack(fx.ctx, fx.path, &back), BM_OK);
    assert_same_models(&fx.model, &back);
    long n = read_bytes(fx.path, bytes, sizeof bytes);
    assert_int_equal(bm_border_pack(fx.ctx, &back, fx.path), BM_OK); /* the same bytes from what came back */
    assert_int_equal(read_bytes(fx.path, again, sizeof again), n);
    assert_memory_equal(bytes, again, (size_t)n);
    bm_border_model_free(fx.ctx, &back);
    fixture_close(&fx);
}

/* Every prefix is refused, and every single changed byte is refused or gives some model: no crash either way.
 */
static void damaged_packed_form(void **state)
{
    struct fixture fx;
    struct bm_border_model back = {0};
    unsigned char bytes[4096];

    (void)state;
    fixture_open(&fx);
    assert_int_equal(read_features(&fx, two_squares, 0), BM_OK);
    assert_int_equal(bm_border_pack(fx.ctx, &fx.model, fx.path), BM_OK);
    long n = read_bytes(fx.path, bytes, sizeof bytes);
    for (long cut = 0; cut < n; cut++) {
        FILE *file = fopen(fx.path, "wb");
        assert_int_equal(fwrite(bytes, 1, (size_t)cut, file), cut);
        fclose(file);
        assert_int_equal(bm_border_unpack(fx.ctx, fx.path, &back), BM_EFORMAT);
        assert_null(back.chains);
    }
    for (long at = 0; at < n; at++) {
        FILE *file = fopen(fx.path, "wb");
        bytes[at] ^= 0xff;
        assert_int_equal(fwrite(bytes, 1, (size_t)n, file), n);
        bytes[at] ^= 0xff;
        fclose(file);
        bm_status st = bm_border_unpack(fx.ctx, fx.path, &back);
        assert_true(st == BM_OK || st == BM_EFORMAT);
        bm_border_model_free(fx.ctx, &back);
    }
    fixture_close(&fx);
}

static void named_overlaps(void **state)
{
    struct fixture fx;
    struct bm_overlaps table;

    (void)state;
    fixture_open(&fx);
    write_file(&fx, "dyad,kind,ground,other,line,what,source\n"
                    "FRA-GUF,dependency,GUF,FRA,none,,\nRUS-UKR,dispute,UKR,RUS,other,,\n");
    assert_int_equal(bm_overlaps_read(fx.ctx, fx.path, &table), BM_OK);
    assert_int_equal(table.n, 2);
    assert_int_equal(bm_overlaps_find(&table, "UKR", "RUS")->line, BM_LINE_OTHER);
    assert_null(bm_overlaps_find(&table, "FRA", "UKR"));
    /* BRA against FRA and GUF: the dependency's ground */
    char isos[][4] = {"FRA", "GUF", "UKR", "RUS", "BRA"};
    struct bm_rings rings = {.isos = isos, .n_isos = 5};
    uint16_t side[] = {0, 1};
    bool contested = false;
    assert_int_equal(bm_overlaps_settle(&table, &rings, side, 2, &contested), 1);
    assert_int_equal(side[0], 1);
    assert_false(contested);
    uint16_t crimea[] = {3, 2};
    assert_int_equal(bm_overlaps_settle(&table, &rings, crimea, 2, &contested), 1);
    assert_int_equal(crimea[0], 2);
    assert_true(contested);
    uint16_t unknown[] = {0, 4};
    assert_int_equal(bm_overlaps_settle(&table, &rings, unknown, 2, &contested), 2);
    bm_overlaps_free(fx.ctx, &table);
    write_file(&fx, "ground,other,kind,line\nGUF,FRA,colony,none\n");
    assert_int_equal(bm_overlaps_read(fx.ctx, fx.path, &table), BM_EFORMAT);
    assert_non_null(strstr(bm_ctx_error(fx.ctx), "line 2"));
    fixture_close(&fx);
}

static void country_codes(void **state)
{
    static const char *const cases[][2] = {{"PAK", "PAK"}, {"pak", "PAK"},  {"PK", "PAK"},  {"KOS", "XKX"},
                                           {"SDS", "SSD"}, {"SAH", "ESH"},  {"PSX", "PSE"}, {" IRN ", "IRN"},
                                           {"CYN", "CYN"}, {"Iran", "IRN"}, {"-99", ""},    {"", ""},
                                           {"Q1", ""}};
    char out[4];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bm_str text = {cases[i][0], strlen(cases[i][0])};
        assert_int_equal(bm_country_a3(text, out), cases[i][1][0] != 0);
        assert_string_equal(out, cases[i][1]);
    }
}

/* South of latitude 0.5 is land, north of it water: with banks up to 0.8, open beyond. */
static int toy_status(void *user, const struct bm_chain *chain, bm_pt at, bm_pt ahead)
{
    double lat_deg = bm_pt_ll(at).lat_deg;

    (void)user;
    (void)ahead;
    return lat_deg < 0.5 ? (int)chain->status : lat_deg < 0.8 ? BM_BANKS : BM_BORDER_MARITIME;
}

static int toy_strait(void *user, const struct bm_chain *chain, bm_pt at, bm_pt ahead)
{
    int status = toy_status(user, chain, at, ahead);

    return status == (int)chain->status ? BM_BORDER_MARITIME : status;
}

static void sea_and_inland(void **state)
{
    struct fixture fx;
    struct bm_restatus how = {toy_status, NULL, 500, 5000, 20000};

    (void)state;
    fixture_open(&fx);
    assert_int_equal(read_features(&fx, two_squares, 0), BM_OK);
    assert_int_equal(bm_model_restatus(fx.ctx, &how, &fx.model), BM_OK);
    assert_int_equal(fx.model.n_chains, 2); /* long edges were cut where the status changes, to the step */
    assert_float_equal(length_km(&fx.model, "AAA", "BBB"), 0.8 * 110.574, 0.5);
    assert_int_equal(fx.model.n_outlines, 2);
    how.status_of = toy_strait; /* banks without land to go on from */
    assert_int_equal(read_features(&fx, two_squares, 0), BM_OK);
    assert_int_equal(bm_model_restatus(fx.ctx, &how, &fx.model), BM_OK);
    assert_float_equal(length_km(&fx.model, "AAA", "BBB"), 0, 0);
    fixture_close(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_edges),
        cmocka_unit_test(overlap_is_no_border),
        cmocka_unit_test(enclave_as_second_polygon),
        cmocka_unit_test(proper_hole),
        cmocka_unit_test(enclave_without_hole),
        cmocka_unit_test(unshared_vertices),
        cmocka_unit_test(gap_is_reported),
        cmocka_unit_test(borders_in_time),
        cmocka_unit_test(boundary_lines),
        cmocka_unit_test(unknown_column),
        cmocka_unit_test(packed_form),
        cmocka_unit_test(damaged_packed_form),
        cmocka_unit_test(named_overlaps),
        cmocka_unit_test(country_codes),
        cmocka_unit_test(sea_and_inland),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
