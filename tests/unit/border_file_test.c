/* Border files: what is written comes back; what is damaged, cut, foreign or of another version is refused.
 */
#include "border_fixture.h"

#include "base/map.h"

#include <stddef.h>

static unsigned char *read_all(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    unsigned char *p;

    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    p = malloc(*n);
    assert_int_equal(fread(p, 1, *n, f), *n);
    fclose(f);
    return p;
}

static void write_all(const char *path, const unsigned char *p, size_t n)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    fclose(f);
}

static void refuses(struct fixture *fx, const char *path, const char *why)
{
    bm_border *border = (bm_border *)fx;

    assert_int_equal(bm_border_open(fx->ctx, path, &border), BM_EFORMAT);
    assert_null(border);
    assert_non_null(strstr(bm_ctx_error(fx->ctx), why));
}

/* Shores are looked at by those alone who ask for them. */
static void shores_refuse(struct fixture *fx, const char *path, const char *why)
{
    bm_tag_options options = {.segment_m = 50000, .max_m = 100000, .scope = BM_SCOPE_OUTLINE};
    bm_segments *segments;
    bm_tagger *tagger;
    bm_border *border;

    assert_ok(fx->ctx, bm_border_open(fx->ctx, path, &border));
    assert_ok(fx->ctx, bm_segments_cut(fx->ctx, border, &options, &segments));
    assert_int_equal(bm_tagger_create(fx->ctx, border, segments, &options, &tagger), BM_EFORMAT);
    assert_null(tagger);
    assert_non_null(strstr(bm_ctx_error(fx->ctx), why));
    bm_segments_destroy(segments);
    bm_border_close(border);
}

static void set_up(struct fixture *fx)
{
    const bm_ll ring[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};

    fx_init(fx);
    fx_random_borders(fx, 1, 12);
    fx_ring(fx, "AAA", ring, 4);
    fx_open(fx);
}

static void comes_back(void **state)
{
    struct fixture fx;
    bm_border_info info;
    const bm_dyad *dyads;
    uint32_t n;
    double len_m = 0;

    (void)state;
    set_up(&fx);
    bm_border_get_info(fx.border, &info);
    dyads = bm_border_dyads(fx.border, &n);
    assert_int_equal(n, info.n_dyads);
    for (uint32_t d = 0; d < n; d++) {
        if (d > 0) assert_true(strcmp(dyads[d - 1].name, dyads[d].name) < 0);
        assert_true(strcmp(dyads[d].iso_a, dyads[d].iso_b) < 0);
        assert_int_equal(bm_border_dyad(fx.border, dyads[d].name), (int)d);
        len_m += dyads[d].len_m;
    }
    assert_true(len_m == info.len_m && len_m > 0);
    assert_int_equal(strlen(info.sha256), 64);
    assert_string_equal(info.json, "{}");
    assert_int_equal(bm_border_dyad(fx.border, "AAA-ZZZ"), -1);
    fx_free(&fx);
}

static void same_model_same_bytes(void **state)
{
    struct fixture fx;
    unsigned char *a, *b;
    size_t n_a, n_b;

    (void)state;
    set_up(&fx);
    a = read_all(fx.path, &n_a);
    assert_ok(fx.ctx, bm_border_write(fx.ctx, &fx.model, fx.path));
    b = read_all(fx.path, &n_b);
    assert_int_equal(n_a, n_b);
    assert_memory_equal(a, b, n_a);
    free(a);
    free(b);
    fx_free(&fx);
}

static void cut_anywhere(void **state)
{
    struct fixture fx;
    char path[160];
    unsigned char *p;
    size_t n;

    (void)state;
    set_up(&fx);
    p = read_all(fx.path, &n);
    snprintf(path, sizeof path, "%s/cut.bmb", fx.dir);
    for (size_t cut = 0; cut < n; cut += cut < 600 ? 7 : n / 97) {
        write_all(path, p, cut);
        refuses(&fx, path, cut < 1 ? "not a border file" : "");
    }
    p = realloc(p, n + 1);
    p[n] = 0;
    write_all(path, p, n + 1);
    refuses(&fx, path, "damaged");
    free(p);
    fx_free(&fx);
}

static void one_bit_wrong(void **state)
{
    struct fixture fx;
    char path[160];
    unsigned char *p;
    size_t n, shores;

    (void)state;
    set_up(&fx);
    p = read_all(fx.path, &n);
    shores = ((const struct bmb_header *)(const void *)p)->section[BMB_RING_XYZ].offset;
    snprintf(path, sizeof path, "%s/bit.bmb", fx.dir);
    for (size_t at = 0; at < n; at += at < 600 ? 11 : n / 151) {
        p[at] ^= (unsigned char)(1u << at % 8);
        write_all(path, p, n);
        if (at < shores)
            refuses(&fx, path, "bit.bmb");
        else
            shores_refuse(&fx, path, "damaged");
        p[at] ^= (unsigned char)(1u << at % 8);
    }
    free(p);
    fx_free(&fx);
}

/* A file whose checksums are right and whose content is not must not make the search read elsewhere. */
static void contradictions(void **state)
{
    struct fixture fx;
    char path[160];
    unsigned char *p;
    size_t n;

    (void)state;
    set_up(&fx);
    p = read_all(fx.path, &n);
    snprintf(path, sizeof path, "%s/lie.bmb", fx.dir);
    for (int lie = 0; lie < 7; lie++) {
        unsigned char *copy = malloc(n);
        struct bmb_header *h = memcpy(copy, p, n);
        struct bmb_group *group = (void *)(copy + h->section[BMB_GROUPS].offset);
        struct bmb_cell *cell = (void *)(copy + h->section[BMB_GRID].offset);
        bm_box *set = (void *)(copy + h->section[BMB_RING_SET_AREAS].offset);

        if (lie == 0) cell->group[1] = (int32_t)h->section[BMB_GROUPS].n;
        if (lie == 1) cell->group[0] = -2;
        if (lie == 2) group->n_runs = BMB_GROUP_RUNS + 1;
        if (lie == 3) group->first = 1;
        if (lie == 4) group->dyad++;
        if (lie == 5) set->north_deg = set->south_deg - 1;
        if (lie == 6) h->section[BMB_GRID].n--;
        h->body_hash = bm_hash(copy + sizeof *h, h->section[BMB_RING_XYZ].offset - sizeof *h);
        h->head_hash = bm_hash(h, offsetof(struct bmb_header, head_hash));
        write_all(path, copy, n);
        refuses(&fx, path, "its sections");
        free(copy);
    }
    free(p);
    fx_free(&fx);
}

static void foreign_files(void **state)
{
    struct fixture fx;
    char path[160];
    bm_border *border;

    (void)state;
    fx_init(&fx);
    snprintf(path, sizeof path, "%s/other.bmb", fx.dir);
    write_all(path, (const unsigned char *)"{\"type\": \"FeatureCollection\"}", 29);
    refuses(&fx, path, "not a border file");
    write_all(path, (const unsigned char *)"", 0);
    refuses(&fx, path, "not a border file");
    snprintf(path, sizeof path, "%s/none.bmb", fx.dir);
    assert_true(bm_border_open(fx.ctx, path, &border) != BM_OK);
    assert_null(border);
    fx_free(&fx);
}

static void no_borders_at_all(void **state)
{
    struct fixture fx;
    bm_tag tag;

    (void)state;
    fx_init(&fx);
    fx_open(&fx);
    tag = fx_tag(&fx, 60, 30, 1000);
    assert_int_equal(tag.dyad, -1);
    assert_int_equal(tag.segment, -1);
    assert_true(isnan(tag.dist_m) && isnan(tag.dmin_m));
    fx_free(&fx);
}

static void names_that_are_meant(void **state)
{
    const bm_ll line[] = {{60, 25}, {61, 26}, {61, 27}};
    struct fixture fx;
    char names[64], small[10];

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "PAK", "IRN", BM_BORDER_INTERNATIONAL, line, 3);
    fx_chain(&fx, "IRQ", "IRN", BM_BORDER_INTERNATIONAL, line, 3);
    fx_chain(&fx, "AFG", "PAK", BM_BORDER_INTERNATIONAL, line, 3);
    fx_chain(&fx, "CHN", "RUS", BM_BORDER_INTERNATIONAL, line, 3);
    fx_open(&fx);
    bm_border_nearest_names(fx.border, "PAK-IRN", names, sizeof names);
    assert_int_equal(strncmp(names, "IRN-PAK", 7), 0);
    bm_border_nearest_names(fx.border, "irn-pk", names, sizeof names);
    assert_int_equal(strncmp(names, "IRN-PAK", 7), 0);
    bm_border_nearest_names(fx.border, "IRN-PAK", small, sizeof small);
    assert_string_equal(small, "IRN-PAK");
    fx_free(&fx);
}

static void status_names(void **state)
{
    (void)state;
    assert_null(bm_border_status_name(BM_BORDER_NONE));
    assert_string_equal(bm_border_status_name(BM_BORDER_LINE_OF_CONTROL), "line_of_control");
    assert_string_equal(bm_border_status_name(BM_BORDER_MARITIME), "maritime");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),        cmocka_unit_test(same_model_same_bytes),
        cmocka_unit_test(cut_anywhere),      cmocka_unit_test(one_bit_wrong),
        cmocka_unit_test(contradictions),    cmocka_unit_test(foreign_files),
        cmocka_unit_test(no_borders_at_all), cmocka_unit_test(names_that_are_meant),
        cmocka_unit_test(status_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
