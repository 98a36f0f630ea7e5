#include "stats/infer.h"
#include "base/mem.h"
#include "stats/discovery.h"

#include <math.h>
#include <string.h>

bm_bounds bm_bounds_of(struct bm_interval interval)
{
    return (bm_bounds){interval.lo, interval.hi};
}

void bm_infer_stream(const struct bm_infer *in, enum bm_stream what, int32_t dyad, uint32_t draw,
                     struct bm_random *random)
{
    uint64_t group = (uint64_t)(dyad + 1) & 0xFFFF;
    bm_random_start(random, in->f->tally->seed, (uint64_t)what << 48 | group << 32 | draw);
}

uint16_t bm_pool_country(const bm_null_pool *pool, const char *iso3)
{
    size_t lo = 0, hi = pool->n_countries;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        int order = strcmp(pool->iso3[middle], iso3);
        if (order == 0) return (uint16_t)middle;
        if (order < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return UINT16_MAX;
}

bool bm_infer_has_country(const struct bm_infer *in, int32_t dyad, uint16_t country)
{
    if (country == UINT16_MAX) return false;
    if (dyad < 0) return true;
    const bm_dyad *d = &in->f->tally->frame.dyads[dyad];
    const char *iso3 = in->pool->iso3[country];
    return strcmp(d->iso_a, iso3) == 0 || strcmp(d->iso_b, iso3) == 0;
}

bm_status bm_infer_test(struct bm_infer *in, const bm_test *test, double *q)
{
    bm_status st =
        bm_grow(in->f->ctx, (void **)&in->tests, &in->cap_tests, in->n_tests + 1, sizeof *in->tests);
    if (st == BM_OK) in->tests[in->n_tests++] = (struct bm_inferred){*test, q};
    return st;
}

/* --- what is drawn from --- */

/* Cumulative people within each country, so that a place can be drawn in proportion. */
static bm_status sum_people(struct bm_infer *in)
{
    const bm_null_places *from = in->from;
    in->chance = bm_finish_alloc(in->f, from->first[in->pool->n_countries], sizeof *in->chance);
    if (!in->chance) return BM_ENOMEM;
    for (size_t c = 0; c < in->pool->n_countries; c++) {
        double sum = 0;
        for (uint32_t i = from->first[c]; i < from->first[c + 1]; i++)
            in->chance[i] = sum += (double)from->people[i];
    }
    return BM_OK;
}

static bool can_draw(const struct bm_infer *in, size_t country)
{
    uint32_t from = in->from->first[country], to = in->from->first[country + 1];
    return to > from && (!in->chance || in->chance[to - 1] > 0);
}

static bm_status set_pool(struct bm_infer *in, const bm_null_pool *pool)
{
    bm_findings *found = &in->f->stats->found;
    bm_null_kind kind = in->f->tally->null;
    bm_status st = BM_OK;
    if (!pool) {
        found->null_why = in->f->tally->places.n ? "not asked for" : "too few: no resolved incident";
        return BM_OK;
    }
    const bm_null_places *from = kind == BM_NULL_LAND ? &pool->land : &pool->settlements;
    in->pool = pool;
    if (!from->first) {
        found->null_why = "the pool has no such places";
        return BM_OK;
    }
    in->from = from;
    found->null_name = bm_null_kind_name(kind);
    if (kind == BM_NULL_POPULATION) st = sum_people(in);
    bm_str json =
        bm_arena_copy(in->f->arena, (bm_str){pool->json, pool->json ? strlen(pool->json) : 0}, NULL);
    found->null_json = json.p;
    return st;
}

static bm_status set_places(struct bm_infer *in)
{
    const struct bm_places *places = &in->f->tally->places;
    bm_findings *found = &in->f->stats->found;
    bm_status st = bm_places_sorted(in->f->ctx, places, &in->places);
    if (st != BM_OK) return st;
    in->n_places = places->n;
    found->n_places = places->n;
    found->places_sampled = ldexp(1, -(int)places->bits);
    in->country = bm_finish_alloc(in->f, places->n, sizeof *in->country);
    if (!in->country) return BM_ENOMEM;
    for (size_t i = 0; i < places->n; i++) {
        uint16_t c = in->from ? bm_pool_country(in->pool, in->places[i].country) : UINT16_MAX;
        in->country[i] = c != UINT16_MAX && can_draw(in, c) ? c : UINT16_MAX;
    }
    return BM_OK;
}

/* --- q --- */

/* Benjamini and Hochberg's q within each family of tests. */
static bm_status correct(struct bm_infer *in)
{
    size_t n = in->n_tests;
    double *p = bm_finish_alloc(in->f, n, sizeof *p), *q = bm_finish_alloc(in->f, n, sizeof *q);
    struct bm_ranked *scratch = bm_finish_alloc(in->f, n, sizeof *scratch);
    bool *done = bm_finish_alloc(in->f, n, sizeof *done);
    if (!p || !q || !scratch || !done) return BM_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        if (done[i]) continue;
        for (size_t j = i; j < n; j++)
            if (strcmp(in->tests[j].test.family, in->tests[i].test.family) == 0) p[k++] = in->tests[j].test.p;
        bm_false_discovery(p, k, scratch, q);
        k = 0;
        for (size_t j = i; j < n; j++) {
            if (strcmp(in->tests[j].test.family, in->tests[i].test.family) != 0) continue;
            in->tests[j].test.q = q[k++];
            if (in->tests[j].q) *in->tests[j].q = in->tests[j].test.q;
            done[j] = true;
        }
    }
    return BM_OK;
}

static bm_status keep_tests(struct bm_infer *in)
{
    bm_test *tests = bm_finish_alloc(in->f, in->n_tests, sizeof *tests);
    if (!tests) return BM_ENOMEM;
    for (size_t i = 0; i < in->n_tests; i++) tests[i] = in->tests[i].test;
    in->f->stats->found.tests = tests;
    in->f->stats->found.n_tests = in->n_tests;
    return BM_OK;
}

/* --- all --- */

static bm_status infer_group(struct bm_infer *in, struct bm_own *own)
{
    bm_status st = BM_OK;
    if (in->pool) bm_infer_land(in, own);
    if (in->f->tally->draws == 0) return BM_OK;
    st = bm_infer_resample(in, own);
    if (st == BM_OK && in->from) st = bm_infer_null(in, own);
    if (st == BM_OK && own->dyad < 0) st = bm_infer_imputation(in, own);
    return st;
}

bm_status bm_infer_all(struct bm_finish *f, const bm_null_pool *pool)
{
    struct bm_infer in = {.f = f};
    bm_status st;

    if ((st = set_pool(&in, pool)) != BM_OK) goto done;
    if ((st = set_places(&in)) != BM_OK) goto done;
    if ((st = bm_infer_periods(&in)) != BM_OK) goto done;
    if ((st = bm_infer_segments(&in)) != BM_OK) goto done;
    bool groups = !f->tally->segments_only;
    if (groups) st = infer_group(&in, &f->own[f->n_own - 1]);
    for (size_t i = 0; groups && i + 1 < f->n_own && st == BM_OK; i++) st = infer_group(&in, &f->own[i]);
    if (st == BM_OK) st = correct(&in);
    if (st == BM_OK) st = keep_tests(&in);
done:
    bm_free(f->ctx, in.places);
    bm_free(f->ctx, in.tests);
    return st;
}
