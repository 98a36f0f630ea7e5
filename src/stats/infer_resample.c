/* Intervals of distances and shares: places drawn anew with all their incidents, and incidents one by one. */
#include "base/each.h"
#include "base/mem.h"
#include "stats/bootstrap.h"
#include "stats/infer.h"

#include <math.h>
#include <stdlib.h>

/* Incidents that are drawn one by one; of more the intervals by event are left out (they are the ones that
 * are too short anyway). */
enum { MOST_EVENTS = 100000 };

struct sample {
    struct bm_cluster *clusters;
    size_t n;
};

static int by_metres(const void *left, const void *right)
{
    const struct bm_cluster *a = left, *b = right;
    if (a->metres != b->metres) return a->metres < b->metres ? -1 : 1;
    return (a->n > b->n) - (a->n < b->n);
}

static bool belongs(const struct bm_place_tally *place, int32_t dyad)
{
    return dyad < 0 || place->dyad == dyad;
}

/* Sorted by metres; each of n events becomes a cluster of its own when asked. */
static bm_status make_sample(bm_ctx *ctx, const struct bm_infer *in, int32_t dyad, bool events,
                             struct sample *out)
{
    size_t n = 0;
    void *p;
    for (size_t i = 0; i < in->n_places; i++)
        if (belongs(&in->places[i], dyad)) n += events ? in->places[i].n : 1;
    bm_status st = bm_calloc(ctx, n, sizeof *out->clusters, &p);
    *out = (struct sample){p, n};
    if (st != BM_OK) return st;
    n = 0;
    for (size_t i = 0; i < in->n_places; i++) {
        const struct bm_place_tally *place = &in->places[i];
        if (!belongs(place, dyad)) continue;
        uint64_t times = events ? place->n : 1, each = events ? 1 : place->n;
        for (uint64_t k = 0; k < times; k++)
            out->clusters[n++] = (struct bm_cluster){bm_whole_metres(place->dist_m), each};
    }
    if (n > 1) qsort(out->clusters, n, sizeof *out->clusters, by_metres);
    return BM_OK;
}

/* What is drawn: places with all their incidents, or incidents one by one. */
struct resampling {
    const struct bm_infer *in;
    const struct bm_own *own;
    struct drawn {
        bool wanted;
        struct bm_interval mean, quantiles[BM_QUANTILES], shares[BM_BOOTSTRAP_LIMITS];
    } drawn[2]; /* places, events */
};

static bm_status resample(bm_ctx *ctx, void *user, unsigned hand, size_t events)
{
    struct resampling *r = user;
    struct drawn *out = &r->drawn[events];
    const bm_tally *tally = r->in->f->tally;
    struct bm_bootstrap asked = {.quantiles = bm_quantile_p,
                                 .n_quantiles = BM_QUANTILES,
                                 .limits_m = tally->bands_m,
                                 .n_limits = r->own->stats->n_bands,
                                 .draws = tally->draws,
                                 .level = BM_LEVEL};
    struct sample sample;
    struct bm_random random;
    void *scratch = NULL;
    (void)hand;
    if (!out->wanted) return BM_OK;
    bm_status st = make_sample(ctx, r->in, r->own->dyad, events, &sample);
    if (asked.n_limits > BM_BOOTSTRAP_LIMITS) asked.n_limits = BM_BOOTSTRAP_LIMITS;
    if (st == BM_OK) st = bm_calloc(ctx, bm_bootstrap_scratch(&asked, sample.n), sizeof(double), &scratch);
    if (st == BM_OK) {
        bm_infer_stream(r->in, events ? BM_STREAM_EVENTS : BM_STREAM_PLACES, r->own->dyad, 0, &random);
        bm_bootstrap(&asked, sample.clusters, sample.n, &random, scratch, &out->mean, out->quantiles,
                     out->shares);
    }
    bm_free(ctx, scratch);
    bm_free(ctx, sample.clusters);
    return st;
}

static void count_places(const struct bm_infer *in, int32_t dyad, bm_resampled *out)
{
    for (size_t i = 0; i < in->n_places; i++) {
        if (!belongs(&in->places[i], dyad)) continue;
        out->n_places++;
        out->n_events += in->places[i].n;
    }
}

static void nothing_known(struct drawn *drawn)
{
    const struct bm_interval unknown = {NAN, NAN};
    drawn->mean = unknown;
    for (int i = 0; i < BM_QUANTILES; i++) drawn->quantiles[i] = unknown;
    for (int i = 0; i < BM_BOOTSTRAP_LIMITS; i++) drawn->shares[i] = unknown;
}

static void keep(const struct resampling *r, bm_resampled *out)
{
    const struct drawn *places = &r->drawn[0], *events = &r->drawn[1];
    bm_band_stats *bands = r->own->bands;
    out->mean_m = bm_bounds_of(places->mean);
    out->mean_event_m = bm_bounds_of(events->mean);
    for (int i = 0; i < BM_QUANTILES; i++) {
        out->q_m[i] = bm_bounds_of(places->quantiles[i]);
        out->q_event_m[i] = bm_bounds_of(events->quantiles[i]);
    }
    for (size_t i = 0; i < r->own->stats->n_bands && i < BM_BOOTSTRAP_LIMITS; i++) {
        bands[i].by_place = bm_bounds_of(places->shares[i]);
        bands[i].by_event = bm_bounds_of(events->shares[i]);
    }
}

bm_status bm_infer_resample(struct bm_infer *in, struct bm_own *own)
{
    struct bm_finish *f = in->f;
    struct resampling r = {.in = in, .own = own};
    bm_resampled *out = bm_finish_alloc(f, 1, sizeof *out);
    if (!out) return BM_ENOMEM;
    own->stats->resampled = out;
    count_places(in, own->dyad, out);
    if (out->n_places < BM_BOOTSTRAP_LEAST) {
        out->why = "too few places: at least 5 are needed";
        return BM_OK;
    }
    out->draws = f->tally->draws;
    r.drawn[0].wanted = true;
    r.drawn[1].wanted = out->n_events <= MOST_EVENTS;
    if (!r.drawn[1].wanted) out->why = "too many incidents for intervals by event";
    for (int i = 0; i < 2; i++) nothing_known(&r.drawn[i]);
    bm_status st = bm_each(f->ctx, f->tally->jobs, 2, resample, &r);
    if (st == BM_OK) keep(&r, out);
    return st;
}
