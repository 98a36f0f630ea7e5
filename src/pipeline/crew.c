#include "base/mem.h"
#include "pipeline/setup.h"

static bm_status worker_init(bm_ctx *ctx, const struct bm_setup *s, bm_stage stage,
                             enum bm_tallied tallied, struct bm_worker *w)
{
    bm_status st;
    if (stage >= BM_STAGE_PLACE && (st = bm_locator_create(ctx, &s->locate_options, &w->locator)) != BM_OK)
        return st;
    if (stage < BM_STAGE_TAG) return BM_OK;
    if ((st = bm_tagger_create(ctx, s->border, s->segments, &s->tag_options, &w->tagger)) != BM_OK) return st;
    if (s->other) {
        st = bm_tagger_create(ctx, s->other, s->other_segments, &s->other_options, &w->other);
        if (st != BM_OK) return st;
    }
    if (tallied == BM_TALLY_NOTHING) return BM_OK;
    bm_stats_options options = s->stats_options;
    options.segments_only = tallied == BM_TALLY_SEGMENTS;
    return bm_tally_create(ctx, s->border, s->segments, &options, &w->tally);
}

bm_status bm_crew_create(bm_ctx *ctx, const struct bm_setup *setup, bm_stage stage,
                         enum bm_tallied tallied, struct bm_crew *out)
{
    unsigned n = setup->job->jobs ? setup->job->jobs : 1;
    void *workers = NULL, *ctxs = NULL;
    bm_status st;

    *out = (struct bm_crew){0};
    if ((st = bm_calloc(ctx, n, sizeof *out->workers, &workers)) != BM_OK) return st;
    out->workers = workers;
    if ((st = bm_calloc(ctx, n, sizeof *out->ctxs, &ctxs)) != BM_OK) goto done;
    out->ctxs = ctxs;
    out->n = n;
    if (stage >= BM_STAGE_TAG && (st = bm_tag_cache_create(ctx, &out->cache)) != BM_OK) goto done;
    if (setup->other && (st = bm_tag_cache_create(ctx, &out->other_cache)) != BM_OK) goto done;
    for (unsigned i = 0; i < n; i++) {
        if ((st = bm_ctx_fork(ctx, &out->ctxs[i])) != BM_OK) {
            bm_fail(ctx, st, "out of memory for worker %u of %u", i + 1, n);
            goto done;
        }
        if ((st = worker_init(out->ctxs[i], setup, stage, tallied, &out->workers[i])) != BM_OK) {
            bm_fail(ctx, st, "%s", bm_ctx_error(out->ctxs[i]));
            goto done;
        }
    }
done:
    if (st != BM_OK) bm_crew_destroy(ctx, out);
    return st;
}

void bm_crew_destroy(bm_ctx *ctx, struct bm_crew *crew)
{
    for (unsigned i = 0; i < crew->n; i++) {
        struct bm_worker *w = &crew->workers[i];
        bm_locator_destroy(w->locator);
        bm_tagger_destroy(w->tagger);
        bm_tally_destroy(w->tally);
        bm_tagger_destroy(w->other);
        bm_ctx_destroy(crew->ctxs[i]);
    }
    bm_tag_cache_destroy(crew->cache);
    bm_tag_cache_destroy(crew->other_cache);
    bm_free(ctx, crew->workers);
    bm_free(ctx, crew->ctxs);
    *crew = (struct bm_crew){0};
}
