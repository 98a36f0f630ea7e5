/* Tags out of the cache are those that bm_tag_place gives, whatever came before. */
#include "border_fixture.h"

#include "pipeline/tag_cache.h"

static const double limits_m[] = {10e3, 25e3, 50e3, 100e3};

static void same(const bm_tag *a, const bm_tag *b)
{
    assert_true(a->dyad == b->dyad && a->segment == b->segment);
    assert_string_equal(a->side, b->side);
    assert_true(isnan(b->dist_m) ? isnan(a->dist_m) : a->dist_m == b->dist_m);
    assert_true(isnan(b->dmin_m) ? isnan(a->dmin_m) : a->dmin_m == b->dmin_m && a->dmax_m == b->dmax_m);
    assert_int_equal(a->n_shares, b->n_shares);
    for (uint32_t i = 0; i < a->n_shares; i++) {
        assert_int_equal(a->shares[i].segment, b->shares[i].segment);
        assert_true(a->shares[i].share == b->shares[i].share);
    }
    assert_int_equal(a->n_samples, b->n_samples);
    if (a->n_samples == 0) return;
    assert_memory_equal(a->sample_m, b->sample_m, a->n_samples * sizeof *a->sample_m);
    assert_memory_equal(a->sample_dyad, b->sample_dyad, a->n_samples * sizeof *a->sample_dyad);
}

/* Places by turns, so that each comes when the tagger has been elsewhere: two areas with points of the source
 * on both sides of the border and without, radii about the same points, a point without a radius. */
static void as_without_a_cache(void **state)
{
    const bm_ll line[] = {{10, 40}, {10.6, 40.3}, {11, 40}, {12, 40.2}};
    const bm_ll west[] = {{9, 39}, {13, 39}, {13, 40.2}, {11, 40}, {10.6, 40.3}, {10, 40}, {9, 40}};
    const bm_ll pts[] = {{10.1, 40}, {11.2, 40.1}, {11, 41}, {10, 41.2}, {10, 39}, {11, 39}, {10, 39.5}};
    const uint32_t first[] = {0, 4}, second[] = {4, 7};
    const bm_area areas[] = {{pts, first, 1, {10, 40, 11.2, 41.2}}, {pts, second, 1, {10, 39, 11, 39.5}}, {0}};
    const bm_scope scopes[] = {BM_SCOPE_ANY, BM_SCOPE_OWN, BM_SCOPE_OUTLINE};
    struct fixture fx;
    struct bm_tag_cache *cache;

    (void)state;
    fx_init(&fx);
    fx.options.bands_m = limits_m;
    fx.options.n_bands = 4;
    fx_chain(&fx, "BBB", "AAA", BM_BORDER_INTERNATIONAL, line, 4);
    fx_ring(&fx, "AAA", west, 7);
    fx_open(&fx);
    for (size_t s = 0; s < 3; s++) {
        fx.options.scope = scopes[s];
        fx_run(&fx);
        assert_ok(fx.ctx, bm_tag_cache_create(fx.ctx, &cache));
        for (int i = 0; i < 72; i++) {
            bm_where where = {.has_point = i % 3 < 2,
                              .point = {10.4 + i % 2, i % 5 < 3 ? 39.7 : 40.6},
                              .rad_m = i % 4 * 4000.0,
                              .area = areas[i % 7 % 3]};
            bm_tag got, want;

            memcpy(where.country, i % 11 < 5 ? "AAA" : "BBB", 4);
            assert_ok(fx.ctx, bm_tag_cached(fx.ctx, cache, fx.tagger, &where, fx.arena, &got));
            assert_ok(fx.ctx, bm_tag_place(fx.ctx, fx.tagger, &where, fx.arena, &want));
            same(&got, &want);
        }
        bm_tag_cache_destroy(cache);
    }
    fx_free(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_without_a_cache)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
