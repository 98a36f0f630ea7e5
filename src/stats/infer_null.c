/* The null hypothesis: given its country, each distinct place, with all its incidents, is at a random place
 * of the pool. Of a border: incidents and pool of its two countries; inside is what is nearest to it. Monte
 * Carlo as in A. C. A. Hope, JRSS B 30 (1968); the statistics of whole distributions: edf.c. */
#include "base/each.h"
#include "base/mem.h"
#include "stats/curve.h"
#include "stats/discovery.h"
#include "stats/edf.h"
#include "stats/infer.h"

#include <math.h>

enum { NOWHERE = 255 /* farther than every limit, or nearest to another border */ };

/* What a thread that draws has of its own. */
struct hand {
    struct bm_edf_place *drawn, *scratch; /* n_places */
    struct bm_rank ks, cvm, *by_place, *by_event;
};

/* One group against the pool, while it is made. */
struct comparison {
    struct bm_infer *in;
    struct bm_own *own;
    int32_t dyad; /* the own group's */
    size_t n_bands;
    /* observed */
    uint32_t *place; /* those that take part */
    size_t n_places;
    uint64_t n;          /* incidents */
    uint64_t *n_country; /* of each country of the pool */
    /* the pool */
    struct bm_edf edf;
    uint32_t *value;      /* of each place of the pool: its distinct value in edf */
    uint8_t *step, *band; /* of each distinct value: the first limit that it is within; NOWHERE */
    double *expected;     /* of each band: share of the null within */
    double *by_country;   /* n_bands for each country: share of its places within */
    /* drawn */
    struct hand *hands; /* one for each thread; in the end the first has all ranks */
    double *share;      /* observed, of each band */
    double *shares;     /* n_bands for each draw */
    double *curves;     /* BM_CURVE_STEPS for each draw */
    struct bm_edf_test observed;
};

static double share_observed(const struct comparison *c, size_t band)
{
    uint64_t n = 0;
    for (size_t i = 0; i < c->n_places; i++) {
        const struct bm_place_tally *place = &c->in->places[c->place[i]];
        if ((c->dyad < 0 || place->dyad == c->dyad) && place->dist_m <= c->own->bands[band].limit_m)
            n += place->n;
    }
    return (double)n / (double)c->n;
}

/* --- the pool as one distribution --- */

static uint32_t metres_of(const struct comparison *c, uint32_t i)
{
    const bm_null_places *from = c->in->from;
    return c->dyad < 0 || from->dyad[i] == c->dyad ? from->metres[i] : UINT32_MAX;
}

static double chance_of(const struct comparison *c, size_t country, uint32_t i)
{
    const bm_null_places *from = c->in->from;
    uint32_t first = from->first[country], to = from->first[country + 1];
    double share = (double)c->n_country[country] / (double)c->n;
    if (!c->in->chance) return share / (to - first);
    return share * (double)from->people[i] / c->in->chance[to - 1];
}

/* The places of the countries that take part, as pairs of metres and number, sorted. */
static bm_status sort_pool(const struct comparison *c, struct bm_pair **out, size_t *n_out)
{
    const bm_null_pool *pool = c->in->pool;
    const uint32_t *first = c->in->from->first;
    size_t n = 0;
    void *p;
    for (size_t k = 0; k < pool->n_countries; k++)
        if (c->n_country[k]) n += first[k + 1] - first[k];
    bm_status st = bm_calloc(c->in->f->ctx, n, sizeof **out, &p);
    *out = p;
    *n_out = 0;
    if (st != BM_OK) return st;
    for (size_t k = 0; k < pool->n_countries; k++)
        for (uint32_t i = first[k]; c->n_country[k] && i < first[k + 1]; i++)
            (*out)[(*n_out)++] = (struct bm_pair){0, metres_of(c, i), i, k};
    return bm_pairs_sort(c->in->f->ctx, *out, *n_out);
}

static bm_status make_edf(struct comparison *c, bm_arena *arena, const struct bm_pair *sorted, size_t n)
{
    uint32_t *metres = bm_arena_calloc(arena, n, sizeof *metres);
    uint32_t *at_m = bm_arena_calloc(arena, n, sizeof *at_m);
    double *weight = bm_arena_calloc(arena, n, sizeof *weight);
    double *sums = bm_arena_calloc(arena, 3 * (n + 1), sizeof *sums);
    uint32_t k = 0, size = c->in->from->first[c->in->pool->n_countries];
    c->value = bm_arena_calloc(arena, size, sizeof *c->value);
    if (!metres || !at_m || !weight || !sums || !c->value)
        return bm_fail(c->in->f->ctx, BM_ENOMEM, "out of memory for the null hypothesis");
    for (size_t i = 0; i < n; i++) {
        metres[i] = sorted[i].metres;
        weight[i] = chance_of(c, (size_t)sorted[i].weight, (uint32_t)sorted[i].count);
        if (i && metres[i] != metres[i - 1]) k++;
        c->value[sorted[i].count] = k;
    }
    bm_edf_make(metres, weight, n, at_m, sums, sums + n + 1, sums + 2 * (n + 1), &c->edf);
    return BM_OK;
}

/* The limits as numbers of distinct values. */
static bm_status set_limits(struct comparison *c, bm_arena *arena)
{
    c->step = bm_arena_calloc(arena, c->edf.n, 1);
    c->band = bm_arena_calloc(arena, c->edf.n, 1);
    c->expected = bm_arena_calloc(arena, c->n_bands, sizeof *c->expected);
    if (!c->step || !c->band || !c->expected)
        return bm_fail(c->in->f->ctx, BM_ENOMEM, "out of memory for the null hypothesis");
    for (size_t k = 0; k < c->edf.n; k++) {
        size_t band = 0;
        uint32_t m = c->edf.at_m[k];
        while (band < c->n_bands && m > c->own->bands[band].limit_m) band++;
        c->step[k] = m == UINT32_MAX ? NOWHERE : (uint8_t)bm_curve_step(m);
        c->band[k] = m == UINT32_MAX || band == c->n_bands ? NOWHERE : (uint8_t)band;
    }
    for (size_t b = 0; b < c->n_bands; b++)
        c->expected[b] = bm_edf_share(&c->edf, (uint32_t)c->own->bands[b].limit_m);
    return BM_OK;
}

/* The share of each country's places within each band. */
static bm_status share_countries(struct comparison *c, bm_arena *arena)
{
    const bm_null_places *from = c->in->from;
    c->by_country = bm_arena_calloc(arena, c->in->pool->n_countries * c->n_bands, sizeof *c->by_country);
    if (!c->by_country) return bm_fail(c->in->f->ctx, BM_ENOMEM, "out of memory for the null hypothesis");
    for (size_t k = 0; k < c->in->pool->n_countries; k++) {
        double *share = c->by_country + k * c->n_bands, sum = 0;
        uint32_t first = from->first[k], to = from->first[k + 1];
        if (c->n_country[k] == 0) continue;
        for (uint32_t i = first; i < to; i++) {
            uint8_t band = c->band[c->value[i]];
            double weight =
                c->in->chance ? (double)from->people[i] / c->in->chance[to - 1] : 1.0 / (to - first);
            if (band != NOWHERE) share[band] += weight;
        }
        for (size_t b = 0; b < c->n_bands; b++) share[b] = fmin(1, sum += share[b]);
    }
    return BM_OK;
}

/* --- the observed --- */

static bm_status choose_places(struct comparison *c, bm_arena *arena)
{
    const struct bm_infer *in = c->in;
    c->place = bm_arena_calloc(arena, in->n_places, sizeof *c->place);
    c->n_country = bm_arena_calloc(arena, in->pool->n_countries, sizeof *c->n_country);
    if (!c->place || !c->n_country)
        return bm_fail(in->f->ctx, BM_ENOMEM, "out of memory for the null hypothesis");
    for (uint32_t i = 0; i < in->n_places; i++) {
        if (!bm_infer_has_country(in, c->dyad, in->country[i])) continue;
        c->place[c->n_places++] = i;
        c->n_country[in->country[i]] += in->places[i].n;
        c->n += in->places[i].n;
    }
    return BM_OK;
}

static void test_observed(struct comparison *c)
{
    struct hand *hand = &c->hands[0];
    for (size_t i = 0; i < c->n_places; i++) {
        const struct bm_place_tally *place = &c->in->places[c->place[i]];
        bool inside = c->dyad < 0 || place->dyad == c->dyad;
        uint32_t metres = inside ? bm_whole_metres(place->dist_m) : UINT32_MAX;
        hand->drawn[i] = (struct bm_edf_place){bm_edf_key(&c->edf, metres), (uint32_t)place->n};
    }
    c->observed = bm_edf_test(&c->edf, hand->drawn, c->n_places, hand->scratch);
}

/* --- draws --- */

static uint32_t draw_place(const struct bm_infer *in, uint16_t country, struct bm_random *random)
{
    uint32_t first = in->from->first[country], to = in->from->first[country + 1];
    if (!in->chance) return first + bm_random_below(random, to - first);
    double at = bm_random_uniform(random) * in->chance[to - 1];
    while (first < to) { /* the first whose cumulative people are above */
        uint32_t middle = first + (to - first) / 2;
        if (in->chance[middle] > at)
            to = middle;
        else
            first = middle + 1;
    }
    return first;
}

static void draw_by_place(const struct comparison *c, struct hand *hand, size_t draw,
                          struct bm_random *random)
{
    uint64_t steps[NOWHERE + 1] = {0}, bands[NOWHERE + 1] = {0}, sum = 0;
    double *shares = c->shares + draw * c->n_bands;
    double *curve = c->curves + draw * BM_CURVE_STEPS;
    for (size_t i = 0; i < c->n_places; i++) {
        uint32_t at = c->place[i], k = c->value[draw_place(c->in, c->in->country[at], random)];
        uint32_t n = (uint32_t)c->in->places[at].n;
        hand->drawn[i] = (struct bm_edf_place){2 * k + 1, n};
        steps[c->step[k]] += n;
        bands[c->band[k]] += n;
    }
    for (size_t b = 0; b < c->n_bands; b++) shares[b] = (double)(sum += bands[b]) / (double)c->n;
    sum = 0;
    for (size_t s = 0; s < BM_CURVE_STEPS; s++) curve[s] = (double)(sum += steps[s]);
    /* of a border: of what is nearest to it */
    for (size_t s = 0; s < BM_CURVE_STEPS; s++) curve[s] = sum ? curve[s] / (double)sum : 0;
    for (size_t b = 0; b < c->n_bands; b++) bm_rank_add(&hand->by_place[b], shares[b], c->share[b]);
    struct bm_edf_test drawn = bm_edf_test(&c->edf, hand->drawn, c->n_places, hand->scratch);
    bm_rank_add(&hand->ks, drawn.ks, c->observed.ks);
    bm_rank_add(&hand->cvm, drawn.cvm, c->observed.cvm);
}

/* Incidents that choose for themselves: in each country a binomial number of them is within. */
static void draw_by_event(const struct comparison *c, struct hand *hand, struct bm_random *random)
{
    for (size_t b = 0; b < c->n_bands; b++) {
        uint64_t n = 0;
        for (size_t k = 0; k < c->in->pool->n_countries; k++)
            if (c->n_country[k])
                n += bm_random_binomial(random, c->n_country[k], c->by_country[k * c->n_bands + b]);
        bm_rank_add(&hand->by_event[b], (double)n / (double)c->n, c->share[b]);
    }
}

static bool allocate_hand(const struct comparison *c, bm_arena *arena, struct hand *hand)
{
    hand->drawn = bm_arena_calloc(arena, c->n_places, sizeof *hand->drawn);
    hand->scratch = bm_arena_calloc(arena, c->n_places, sizeof *hand->scratch);
    hand->by_place = bm_arena_calloc(arena, c->n_bands, sizeof *hand->by_place);
    hand->by_event = bm_arena_calloc(arena, c->n_bands, sizeof *hand->by_event);
    return hand->drawn && hand->scratch && hand->by_place && hand->by_event;
}

static bm_status allocate_draws(struct comparison *c, bm_arena *arena)
{
    const bm_tally *tally = c->in->f->tally;
    c->share = bm_arena_calloc(arena, c->n_bands, sizeof *c->share);
    c->shares = bm_arena_calloc(arena, tally->draws * c->n_bands, sizeof *c->shares);
    c->curves = bm_arena_calloc(arena, (size_t)tally->draws * BM_CURVE_STEPS, sizeof *c->curves);
    c->hands = bm_arena_calloc(arena, tally->jobs, sizeof *c->hands);
    bool ok = c->share && c->shares && c->curves && c->hands;
    for (unsigned i = 0; i < tally->jobs && ok; i++) ok = allocate_hand(c, arena, &c->hands[i]);
    return ok ? BM_OK : bm_fail(c->in->f->ctx, BM_ENOMEM, "out of memory for the null hypothesis");
}

static bm_status draw_once(bm_ctx *ctx, void *user, unsigned hand, size_t draw)
{
    const struct comparison *c = user;
    struct bm_random random;
    (void)ctx;
    bm_infer_stream(c->in, BM_STREAM_NULL, c->dyad, (uint32_t)draw, &random);
    draw_by_place(c, &c->hands[hand], draw, &random);
    draw_by_event(c, &c->hands[hand], &random);
    return BM_OK;
}

static void merge_hands(const struct comparison *c)
{
    struct hand *all = &c->hands[0];
    for (unsigned i = 1; i < c->in->f->tally->jobs; i++) {
        const struct hand *hand = &c->hands[i];
        bm_rank_merge(&all->ks, &hand->ks);
        bm_rank_merge(&all->cvm, &hand->cvm);
        for (size_t b = 0; b < c->n_bands; b++) {
            bm_rank_merge(&all->by_place[b], &hand->by_place[b]);
            bm_rank_merge(&all->by_event[b], &hand->by_event[b]);
        }
    }
}

static bm_status draw_all(struct comparison *c, bm_arena *arena)
{
    struct bm_finish *f = c->in->f;
    bm_status st = allocate_draws(c, arena);
    if (st != BM_OK) return st;
    for (size_t b = 0; b < c->n_bands; b++) c->share[b] = share_observed(c, b);
    test_observed(c);
    if ((st = bm_each(f->ctx, f->tally->jobs, f->tally->draws, draw_once, c)) != BM_OK) return st;
    merge_hands(c);
    return BM_OK;
}

/* --- results --- */

/* The middle 95 % of column `at` of a table with a row for each draw. */
static bm_bounds middle(const struct comparison *c, const double *table, size_t width, size_t at,
                        double *column)
{
    uint32_t draws = c->in->f->tally->draws;
    for (uint32_t d = 0; d < draws; d++) column[d] = table[d * width + at];
    return (bm_bounds){bm_quantile_of(column, draws, (1 - BM_LEVEL) / 2),
                       bm_quantile_of(column, draws, (1 + BM_LEVEL) / 2)};
}

static bm_status keep_curve(struct comparison *c, double *column)
{
    double(*lists)[BM_CURVE_STEPS] = bm_finish_alloc(c->in->f, 3, sizeof *lists);
    bm_curve *curve = c->own->curve;
    double inside = c->edf.below[c->edf.n];
    if (!lists) return BM_ENOMEM;
    if (c->edf.n && c->edf.at_m[c->edf.n - 1] == UINT32_MAX) inside = c->edf.below[c->edf.n - 1];
    for (size_t s = 0; s < BM_CURVE_STEPS; s++) {
        double within = bm_edf_share(&c->edf, (uint32_t)bm_curve_limit_m(s));
        bm_bounds range = middle(c, c->curves, BM_CURVE_STEPS, s, column);
        lists[0][s] = inside > 0 ? fmin(1, within / inside) : NAN;
        lists[1][s] = range.lo;
        lists[2][s] = range.hi;
    }
    curve->null = lists[0];
    curve->null_lo = lists[1];
    curve->null_hi = lists[2];
    return BM_OK;
}

/* The observed share may vary as its bootstrap by place says; the expected one is known. */
static void keep_band(struct comparison *c, size_t b, double *column)
{
    bm_band_stats *band = &c->own->bands[b];
    double observed = c->share[b], expected = c->expected[b];
    double scale = band->share > 0 ? observed / band->share : NAN;
    band->null.n = c->n;
    band->null.share = observed;
    band->null.exp_share = expected;
    band->null.exp_range = middle(c, c->shares, c->n_bands, b, column);
    band->null.p = bm_rank_two_sided(&c->hands[0].by_place[b]);
    band->null.p_event = bm_rank_two_sided(&c->hands[0].by_event[b]);
    if (!(expected > 0)) return;
    band->null.ratio = observed / expected;
    band->null.ratio_range =
        (bm_bounds){band->by_place.lo * scale / expected, band->by_place.hi * scale / expected};
}

static bm_status add_test(struct comparison *c, const char *name, const char *unit, double limit_m,
                          double statistic, double expected, double p, const char *family, double *q)
{
    return bm_infer_test(c->in,
                         &(bm_test){.name = name,
                                    .group = c->own->stats->value,
                                    .limit_m = limit_m,
                                    .unit = unit,
                                    .family = family,
                                    .statistic = statistic,
                                    .expected = expected,
                                    .p = p,
                                    .q = NAN,
                                    .draws = c->in->f->tally->draws},
                         q);
}

static bm_status keep_tests(struct comparison *c)
{
    bool all = c->dyad < 0;
    bm_status st = BM_OK;
    for (size_t b = 0; b < c->n_bands && st == BM_OK; b++) {
        bm_band_stats *band = &c->own->bands[b];
        st = add_test(c, "band", "place", band->limit_m, band->null.share, band->null.exp_share, band->null.p,
                      all ? "bands of the whole, by place" : "bands of borders, by place", &band->null.q);
        if (st == BM_OK)
            st = add_test(c, "band", "event", band->limit_m, band->null.share, band->null.exp_share,
                          band->null.p_event,
                          all ? "bands of the whole, by event" : "bands of borders, by event", NULL);
    }
    if (st == BM_OK)
        st = add_test(c, "ks", "place", NAN, c->observed.ks, NAN, bm_rank_upper(&c->hands[0].ks),
                      "distances: ks", NULL);
    if (st == BM_OK)
        st = add_test(c, "cvm", "place", NAN, c->observed.cvm, NAN, bm_rank_upper(&c->hands[0].cvm),
                      "distances: cvm", NULL);
    return st;
}

static bm_status too_few(struct comparison *c)
{
    return bm_infer_test(c->in,
                         &(bm_test){.name = "band",
                                    .group = c->own->stats->value,
                                    .limit_m = NAN,
                                    .unit = "place",
                                    .family = "none",
                                    .statistic = NAN,
                                    .expected = NAN,
                                    .p = NAN,
                                    .q = NAN,
                                    .why = "too few: no resolved incident in a country of the pool"},
                         NULL);
}

static bm_status compare(struct comparison *c, bm_arena *arena)
{
    struct bm_pair *sorted = NULL;
    size_t n;
    bm_status st = choose_places(c, arena);
    if (st != BM_OK) return st;
    if (c->n == 0) return too_few(c);
    if ((st = sort_pool(c, &sorted, &n)) == BM_OK) st = make_edf(c, arena, sorted, n);
    bm_free(c->in->f->ctx, sorted);
    if (st != BM_OK || (st = set_limits(c, arena)) != BM_OK) return st;
    if ((st = share_countries(c, arena)) != BM_OK) return st;
    if ((st = draw_all(c, arena)) != BM_OK) return st;
    double *column = bm_arena_calloc(arena, c->in->f->tally->draws, sizeof *column);
    if (!column) return bm_fail(c->in->f->ctx, BM_ENOMEM, "out of memory for the null hypothesis");
    for (size_t b = 0; b < c->n_bands; b++) keep_band(c, b, column);
    if ((st = keep_curve(c, column)) != BM_OK) return st;
    return keep_tests(c);
}

bm_status bm_infer_null(struct bm_infer *in, struct bm_own *own)
{
    struct comparison c = {.in = in, .own = own, .dyad = own->dyad, .n_bands = own->stats->n_bands};
    bm_arena *arena;
    if (own->dyad >= 0 && own->stats->n_points == 0) return BM_OK;
    if (c.n_bands >= NOWHERE) c.n_bands = NOWHERE - 1;
    bm_status st = bm_arena_create(in->f->ctx, &arena);
    if (st == BM_OK) st = compare(&c, arena);
    bm_arena_destroy(arena);
    return st;
}
