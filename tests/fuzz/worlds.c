#include "worlds.h"

#include "border/making.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- a gazetteer --- */

static uint8_t *read_bytes(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    uint8_t *p;

    FUZZ_CHECK(file && fseek(file, 0, SEEK_END) == 0);
    *n = (size_t)ftell(file);
    rewind(file);
    p = malloc(*n);
    FUZZ_CHECK(p && fread(p, 1, *n, file) == *n);
    fclose(file);
    return p;
}

const uint8_t *fuzz_bmg(size_t *n)
{
    static uint8_t *bytes;
    static size_t n_bytes;

    if (!bytes) {
        char dump[512], admin[512], places[512];
        const char *dumps[] = {fuzz_source("tests/data/gazetteer/mini.txt", dump)};
        const char *admins[] = {fuzz_source("tests/data/gazetteer/mini_areas.geojson", admin)};
        const char *own[] = {fuzz_source("tests/data/gazetteer/mini_places.csv", places)};
        bm_gazetteer_sources sources = {dumps, 1, admins, 1, own, 1, "fuzz"};
        const char *path = fuzz_out("mini.bmg");
        bm_ctx *ctx;

        FUZZ_CHECK(bm_ctx_create(NULL, &ctx) == BM_OK);
        FUZZ_CHECK(bm_gazetteer_build(ctx, &sources, path, NULL) == BM_OK);
        bytes = read_bytes(path, &n_bytes);
        unlink(path);
        bm_ctx_destroy(ctx);
    }
    *n = n_bytes;
    return bytes;
}

const bm_gazetteer *fuzz_gazetteer(void)
{
    static bm_gazetteer *gazetteer;
    const uint8_t *p;
    size_t n;
    bm_ctx *ctx;

    if (gazetteer) return gazetteer;
    p = fuzz_bmg(&n);
    FUZZ_CHECK(bm_ctx_create(NULL, &ctx) == BM_OK);
    FUZZ_CHECK(bm_gazetteer_open(ctx, fuzz_file(3, p, n), &gazetteer) == BM_OK);
    bm_ctx_destroy(ctx);
    return gazetteer;
}

static void check_text(bm_str text)
{
    FUZZ_CHECK(text.len == 0 || text.p);
}

static void check_place(const bm_place *place)
{
    check_text(place->gaz_name);
    check_text(place->gaz_id);
    FUZZ_CHECK(isnan(place->score) || (place->score >= 0 && place->score <= 1));
    FUZZ_CHECK(place->geo_prec >= 0 && place->geo_prec <= 7);
    FUZZ_CHECK(place->acled_prec >= 0 && place->acled_prec <= 3);
    FUZZ_CHECK(place->gtd_spec >= 0 && place->gtd_spec <= 5);
    FUZZ_CHECK(isnan(place->rad_m) || place->rad_m >= 0);
    FUZZ_CHECK(place->status != BM_UNRESOLVED || isnan(place->score));
    FUZZ_CHECK(place->status == BM_RESOLVED || place->reason);
    FUZZ_CHECK(place->n_candidates <= BM_MAX_CANDIDATES);
    if (!place->has_point) return;
    FUZZ_CHECK(fabs(place->point.lon_deg) <= 180 && fabs(place->point.lat_deg) <= 90);
}

bm_incident fuzz_row(bm_str place, bm_str admin1, bm_str admin2, bm_str country)
{
    bm_incident row = {.src = "fuzz",
                       .src_row = 1,
                       .inc_id = BM_LIT("fuzz:1"),
                       .d_start = BM_NO_DAY,
                       .d_end = BM_NO_DAY,
                       .lon_deg = NAN,
                       .lat_deg = NAN,
                       .place = bm_str_trim(place),
                       .admin1 = bm_str_trim(admin1),
                       .admin2 = bm_str_trim(admin2),
                       .country = bm_str_trim(country),
                       .killed = BM_NO_COUNT,
                       .injured = BM_NO_COUNT};

    (void)!bm_country_from_text(row.country, false, row.iso3);
    return row;
}

void fuzz_locate(struct fuzz *fuzz, const bm_gazetteer *gazetteer, const bm_aliases *aliases,
                 const bm_incident *row)
{
    bm_locate_options options = {.gazetteers = &gazetteer,
                                 .n_gazetteers = 1,
                                 .aliases = &aliases,
                                 .n_aliases = aliases != NULL,
                                 .explain = row->place.len % 2};
    bm_locator *locator;
    const bm_candidate *found;
    bm_place first, again;
    size_t n;

    FUZZ_CHECK(bm_locator_create(fuzz->ctx, &options, &locator) == BM_OK);
    FUZZ_CHECK(bm_locate(fuzz->ctx, locator, row, fuzz->arena, &fuzz->issues, &first) == BM_OK);
    check_place(&first);
    /* what is remembered is what was found */
    FUZZ_CHECK(bm_locate(fuzz->ctx, locator, row, fuzz->arena, &fuzz->issues, &again) == BM_OK);
    FUZZ_CHECK(first.match == again.match && first.status == again.status);
    FUZZ_CHECK(bm_str_eq(first.gaz_id, again.gaz_id) && first.has_point == again.has_point);
    FUZZ_CHECK(bm_locator_find(fuzz->ctx, locator, row->place, row->iso3[0] ? row->iso3 : NULL, fuzz->arena,
                               &found, &n) == BM_OK);
    FUZZ_CHECK(n <= BM_MAX_CANDIDATES);
    bm_locator_destroy(locator);
}

/* --- borders --- */

static void add_line(bm_ctx *ctx, struct bm_border_model *model, const char *left, const char *right,
                     bm_border_status status, int32_t from, int32_t to, const bm_ll *pts, uint32_t n)
{
    struct bm_chain chain = {.status = status, .valid_from = from, .valid_to = to};

    memcpy(chain.left, left, 4);
    memcpy(chain.right, right, 4);
    FUZZ_CHECK(bm_model_add_chain(ctx, model, &chain, pts, n) == BM_OK);
}

static void add_ring(bm_ctx *ctx, struct bm_border_model *model, const char *iso, const bm_ll *pts,
                     uint32_t n)
{
    char code[4];

    memcpy(code, iso, 4);
    FUZZ_CHECK(bm_model_add_outline(ctx, model, code) == BM_OK);
    FUZZ_CHECK(bm_model_add_ring(ctx, model, pts, n) == BM_OK);
}

/* Three countries about a point, one of them with two times; a line over 180 degrees; a ring about a country.
 */
static void fill(bm_ctx *ctx, struct bm_border_model *model)
{
    const bm_ll west[] = {{61, 25}, {61.5, 26}, {61.2, 27.5}, {61, 29.8}};
    const bm_ll east[] = {{61, 29.8}, {64, 29.5}, {66.3, 29.9}, {66.3, 31}, {69.3, 31.9}, {71, 34}};
    const bm_ll north[] = {{61, 29.8}, {60.8, 31.5}, {60.5, 33.6}, {61, 35.6}};
    const bm_ll over[] = {{179, 65}, {179.9, 66}, {-179.5, 66.5}, {-179, 68}};
    const bm_ll ring[] = {{27, -29}, {28, -28.6}, {29.4, -29.4}, {28.2, -30.6}, {27, -29}};
    const bm_ll iran[] = {{44, 39},   {45, 30},     {54, 26},     {61, 25},   {61.5, 26}, {61.2, 27.5},
                          {61, 29.8}, {60.8, 31.5}, {60.5, 33.6}, {61, 35.6}, {54, 37.3}};
    const bm_ll pakistan[] = {{61, 25},     {67, 24.5}, {75, 32},   {71, 34},     {69.3, 31.9}, {66.3, 31},
                              {66.3, 29.9}, {64, 29.5}, {61, 29.8}, {61.2, 27.5}, {61.5, 26}};
    const bm_ll afghanistan[] = {{61, 29.8},   {64, 29.5}, {66.3, 29.9}, {66.3, 31},   {69.3, 31.9}, {71, 34},
                                 {71.5, 36.5}, {64, 36},   {61, 35.6},   {60.5, 33.6}, {60.8, 31.5}};

    add_line(ctx, model, "IRN", "PAK", BM_BORDER_INTERNATIONAL, BM_NO_DAY, BM_NO_DAY, west, 4);
    add_line(ctx, model, "AFG", "PAK", BM_BORDER_DISPUTED, BM_NO_DAY, 9999, east, 6);
    add_line(ctx, model, "AFG", "PAK", BM_BORDER_INTERNATIONAL, 10000, BM_NO_DAY, east, 6);
    add_line(ctx, model, "IRN", "AFG", BM_BORDER_INTERNATIONAL, BM_NO_DAY, BM_NO_DAY, north, 4);
    add_line(ctx, model, "RUS", "USA", BM_BORDER_MARITIME, BM_NO_DAY, BM_NO_DAY, over, 4);
    add_line(ctx, model, "LSO", "ZAF", BM_BORDER_INTERNATIONAL, BM_NO_DAY, BM_NO_DAY, ring, 5);
    add_ring(ctx, model, "AFG", afghanistan, 11);
    add_ring(ctx, model, "IRN", iran, 11);
    add_ring(ctx, model, "LSO", ring, 4);
    add_ring(ctx, model, "PAK", pakistan, 11);
    FUZZ_CHECK(bm_calloc(ctx, 3, 1, (void **)&model->info_json) == BM_OK);
    memcpy(model->info_json, "{}", 3);
}

const uint8_t *fuzz_bmb(size_t *n)
{
    static uint8_t *bytes;
    static size_t n_bytes;

    if (!bytes) {
        struct bm_border_model model = {0};
        bm_ctx *ctx;
        FUZZ_CHECK(bm_ctx_create(NULL, &ctx) == BM_OK);
        fill(ctx, &model);
        FUZZ_CHECK(bm_border_compile(ctx, &model, &bytes, &n_bytes) == BM_OK);
        bm_border_model_free(ctx, &model);
        bm_ctx_destroy(ctx);
    }
    *n = n_bytes;
    return bytes;
}

static void check_tag(const bm_border *border, const bm_tag *tag)
{
    uint32_t n_dyads;
    double sum = 0;

    (void)bm_border_dyads(border, &n_dyads);
    FUZZ_CHECK(tag->dyad >= -1 && tag->dyad < (int32_t)n_dyads);
    FUZZ_CHECK(isnan(tag->dist_m) || (tag->dist_m >= 0 && tag->dist_m < 20100000));
    FUZZ_CHECK(!(tag->dist2_m < tag->dist_m - 0.01));
    FUZZ_CHECK(isnan(tag->near.lon_deg) || (fabs(tag->near.lon_deg) <= 180 && fabs(tag->near.lat_deg) <= 90));
    FUZZ_CHECK(!(tag->dmin_m > tag->dmax_m));
    for (uint32_t i = 0; i < tag->n_shares; i++) sum += tag->shares[i].share;
    FUZZ_CHECK(sum <= 1 + 1e-6);
}

static void tag_points(struct fuzz *fuzz, const bm_border *border, bm_tagger *tagger, bool area, bool sane)
{
    static const bm_ll points[] = {{61.3, 27}, {66.9, 30.2}, {-180, 66}, {28, -29}, {0, 90}, {61, 29.8}};
    const bm_ll square[] = {{66.2, 30.2}, {66.4, 30.2}, {66.4, 30.4}, {66.2, 30.4}};
    const uint32_t rings[] = {0, 4};
    bm_tag tag;

    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        bm_where where = {
            .has_point = true, .point = points[i], .rad_m = i == 1 ? 3000 : 0, .country = "PAK"};
        where.has_day = i % 3 == 0;
        where.day = 9999;
        bm_status st = bm_tag_place(fuzz->ctx, tagger, &where, fuzz->arena, &tag);
        FUZZ_CHECK(st == BM_OK || !sane);
        if (sane) check_tag(border, &tag);
    }
    if (!area) return; /* a thousand times the work of a point */
    bm_where where = {.area = {square, rings, 1, {66.2, 30.2, 66.4, 30.4}}, .country = "AFG"};
    bm_status st = bm_tag_place(fuzz->ctx, tagger, &where, fuzz->arena, &tag);
    FUZZ_CHECK(st == BM_OK || !sane);
    if (sane) check_tag(border, &tag);
}

void fuzz_tag(struct fuzz *fuzz, const bm_border *border, uint8_t how, bool sane)
{
    bm_tag_options options = {.segment_m = how & 16 ? 50000 : 500000,
                              .whole_dyads = how & 4,
                              .max_m = 100000,
                              .edges = how & 8 ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT,
                              .scope = (bm_scope)(how & 3)};
    bm_segments *segments = NULL;
    bm_tagger *tagger = NULL;
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n, n_lines;
    bm_status st = bm_segments_cut(fuzz->ctx, border, &options, &segments);

    FUZZ_CHECK(st == BM_OK || !sane);
    if (st != BM_OK) return;
    (void)bm_segments_all(segments, &n);
    for (uint32_t i = 0; i < n && i < 20; i++) {
        st = bm_segment_lines(fuzz->ctx, segments, i, fuzz->arena, &pts, &first, &n_lines);
        FUZZ_CHECK(st == BM_OK || !sane);
    }
    st = bm_tagger_create(fuzz->ctx, border, segments, &options, &tagger);
    FUZZ_CHECK(st == BM_OK || !sane);
    if (st == BM_OK) tag_points(fuzz, border, tagger, how & 32, sane);
    bm_tagger_destroy(tagger);
    bm_segments_destroy(segments);
}

/* --- both --- */

static char data_dir[128];

static void data_path(char path[160], const char *name)
{
    snprintf(path, 160, "%s/%s", data_dir, name);
}

static void write_data(const char *name, const uint8_t *p, size_t n)
{
    char path[160];
    data_path(path, name);
    FILE *file = fopen(path, "wb");

    FUZZ_CHECK(file && fwrite(p, 1, n, file) == n && fclose(file) == 0);
}

/* Before the folder that it lies in goes. */
static void remove_data(void)
{
    char path[160];

    data_path(path, "gazetteer.bmg");
    unlink(path);
    data_path(path, "borders.bmb");
    unlink(path);
    rmdir(data_dir);
}

const char *fuzz_data_dir(void)
{
    if (!data_dir[0]) {
        size_t n_bmg, n_bmb;
        const uint8_t *bmg = fuzz_bmg(&n_bmg), *bmb = fuzz_bmb(&n_bmb);
        snprintf(data_dir, sizeof data_dir, "%s", fuzz_out("data"));
        FUZZ_CHECK(mkdir(data_dir, 0700) == 0);
        atexit(remove_data);
        write_data("gazetteer.bmg", bmg, n_bmg);
        write_data("borders.bmb", bmb, n_bmb);
    }
    return data_dir;
}
