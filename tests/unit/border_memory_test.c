/* Every allocation on the way from a model to a tag may fail: the call says so, and nothing leaks. */
#include "border_fixture.h"
#include "meter.h"

static bm_status tag_some(bm_ctx *ctx, bm_tagger *tagger, bm_arena *arena)
{
    const bm_ll pts[] = {{51, 30.5}, {53, 30.5}, {53, 31.5}, {51, 31.5}};
    const uint32_t first[] = {0, 4};
    const bm_where places[] = {{.has_point = true, .point = {52.1, 31}},
                               {.has_point = true, .point = {52.1, 31}, .rad_m = 30000},
                               {.area = {pts, first, 1, {51, 30.5, 53, 31.5}}, .country = "AAA"}};
    bm_status st = BM_OK;

    for (size_t i = 0; i < 3 && st == BM_OK; i++) {
        bm_tag tag;

        st = bm_tag_place(ctx, tagger, &places[i], arena, &tag);
    }
    return st;
}

static bm_status whole_way(bm_ctx *ctx, const struct bm_border_model *model, const char *path, bm_scope scope,
                           const bm_own_lines *lines)
{
    const int32_t only[] = {0};
    bm_tag_options options = {.segment_m = 50000,
                              .max_m = 100000,
                              .scope = scope,
                              .dyads = scope == BM_SCOPE_ANY ? only : NULL,
                              .n_dyads = scope == BM_SCOPE_ANY};
    bm_border *border = NULL;
    bm_segments *segments = NULL;
    bm_tagger *tagger = NULL;
    bm_arena *arena = NULL;
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n;
    bm_status st;

    if ((st = bm_border_write(ctx, model, path)) != BM_OK) goto done;
    if ((st = bm_border_open(ctx, path, &border)) != BM_OK) goto done;
    options.lines = lines;
    if ((st = bm_segments_cut(ctx, border, &options, &segments)) != BM_OK) goto done;
    bm_segments_destroy(segments);
    options.lines = NULL;
    if ((st = bm_segments_cut(ctx, border, &options, &segments)) != BM_OK) goto done;
    if ((st = bm_tagger_create(ctx, border, segments, &options, &tagger)) != BM_OK) goto done;
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) goto done;
    if ((st = tag_some(ctx, tagger, arena)) != BM_OK) goto done;
    st = bm_segment_lines(ctx, segments, 0, arena, &pts, &first, &n);
done:
    bm_arena_destroy(arena);
    bm_tagger_destroy(tagger);
    bm_segments_destroy(segments);
    bm_border_close(border);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    const bm_ll north[] = {{52, 30}, {52, 31}, {52, 32}}, east[] = {{52, 30}, {53, 30}};
    const bm_ll ring[] = {{50, 28}, {52, 28}, {52, 32}, {50, 32}};
    struct fixture fx;
    struct meter meter = {-1, 0};
    bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
    bm_own_lines *lines;
    bm_ctx *ctx;
    long blocks;

    (void)state;
    fx_init(&fx);
    fx_chain(&fx, "AAA", "BBB", BM_BORDER_INTERNATIONAL, north, 3);
    fx_chain(&fx, "BBB", "CCC", BM_BORDER_INTERNATIONAL, east, 2);
    fx_ring(&fx, "AAA", ring, 4);
    lines = fx_lines(&fx, FX_LINE("north", "[52,31],[52,32]"));
    assert_int_equal(bm_ctx_create(&options, &ctx), BM_OK);
    blocks = meter.blocks;
    for (int scope = BM_SCOPE_ANY; scope <= BM_SCOPE_OUTLINE; scope++) {
        bm_status st = BM_ENOMEM;
        long n = 0;

        while (st == BM_ENOMEM) {
            meter.left = n++;
            st = whole_way(ctx, &fx.model, fx.path, (bm_scope)scope, scope == BM_SCOPE_ANY ? lines : NULL);
            assert_int_equal(meter.blocks, blocks);
            assert_true(n < 2000);
        }
        assert_int_equal(st, BM_OK);
        assert_true(n > 40);
    }
    meter.left = -1;
    bm_ctx_destroy(ctx);
    bm_own_lines_destroy(lines);
    assert_int_equal(meter.blocks, 0);
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
