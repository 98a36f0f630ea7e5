/* From a tally to the finished statistics. */
#include "stats/finish.h"
#include "base/mem.h"
#include "stats/infer.h"

#include <math.h>

int64_t bm_people_sum(uint64_t sum, uint64_t n_said)
{
    return n_said ? (int64_t)sum : BM_NO_COUNT;
}

void bm_buf_p(bm_buf *out, double p)
{
    if (p < 1e-4)
        bm_buf_double(out, p);
    else
        bm_buf_fixed(out, p, 6);
}

double bm_share_of(uint64_t n, uint64_t total)
{
    return total ? (double)n / (double)total : NAN;
}

void *bm_finish_alloc(struct bm_finish *f, size_t n, size_t size)
{
    void *p = bm_arena_calloc(f->arena, n, size);
    if (!p) (void)bm_fail(f->ctx, BM_ENOMEM, "out of memory for the statistics");
    return p;
}

size_t bm_run_of(const struct bm_pair *pairs, size_t n_pairs, uint32_t group, size_t *at)
{
    size_t n = 0;
    while (*at < n_pairs && pairs[*at].group < group) ++*at;
    while (*at + n < n_pairs && pairs[*at + n].group == group) n++;
    return n;
}

static bm_status create(bm_ctx *ctx, const bm_tally *tally, bm_stats **out)
{
    void *p;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_stats), &p);
    *out = p;
    if (st != BM_OK) return st;
    (*out)->ctx = ctx;
    (*out)->frame_segments = tally->frame.segments;
    (*out)->found = (bm_findings){
        .scope = tally->scope, .max_m = tally->max_m, .draws = tally->draws, .seed = tally->seed};
    return bm_arena_create(ctx, &(*out)->arena);
}

static bm_status copy_bands(struct bm_finish *f)
{
    double *bands_m = bm_finish_alloc(f, f->tally->n_bands, sizeof *bands_m);
    if (!bands_m) return BM_ENOMEM;
    for (size_t i = 0; i < f->tally->n_bands; i++) bands_m[i] = f->tally->bands_m[i];
    f->stats->found.bands_m = bands_m;
    f->stats->found.n_bands = f->tally->n_bands;
    return BM_OK;
}

static bm_status settle(bm_ctx *ctx, bm_tally *tally)
{
    bm_status st = bm_pairs_settle(ctx, &tally->pairs);
    if (st == BM_OK) st = bm_pairs_settle(ctx, &tally->days);
    if (st == BM_OK) st = bm_pairs_settle(ctx, &tally->segment_days);
    for (size_t i = 0; i < tally->n_by && st == BM_OK; i++) st = bm_pairs_settle(ctx, &tally->by[i].pairs);
    return st;
}

bm_status bm_stats_finish(bm_ctx *ctx, bm_tally *tally, const bm_null_pool *pool, bm_stats **out)
{
    struct bm_finish f = {.ctx = ctx, .tally = tally};
    bm_status st;

    *out = NULL;
    if ((st = settle(ctx, tally)) != BM_OK) goto done;
    if ((st = create(ctx, tally, &f.stats)) != BM_OK) goto done;
    f.arena = f.stats->arena;
    if ((st = bm_pairs_sorted(ctx, &tally->pairs, &f.pairs, &f.n_pairs)) != BM_OK) goto done;
    if ((st = copy_bands(&f)) != BM_OK) goto done;
    if ((st = bm_finish_segments(&f)) != BM_OK) goto done;
    if ((st = bm_finish_groups(&f)) != BM_OK) goto done;
    if ((st = bm_finish_dimensions(&f)) != BM_OK) goto done;
    if ((st = bm_finish_days(&f)) != BM_OK) goto done;
    if ((st = bm_infer_all(&f, pool)) != BM_OK) goto done;
    *out = f.stats;
    f.stats = NULL;
done:
    bm_stats_destroy(f.stats);
    bm_free(ctx, f.pairs);
    return st;
}

void bm_stats_destroy(bm_stats *stats)
{
    if (!stats) return;
    bm_arena_destroy(stats->arena);
    bm_free(stats->ctx, stats);
}

const bm_findings *bm_stats_findings(const bm_stats *stats)
{
    return &stats->found;
}

const bm_segment_stats *bm_stats_segments(const bm_stats *stats, size_t *n)
{
    *n = stats->found.n_segments;
    return stats->found.segments;
}

double bm_stats_median_m(const bm_stats *stats)
{
    return stats->found.dimensions[0].groups[0].distance.q_m[BM_QUANTILE_MEDIAN];
}

uint64_t bm_stats_n_near(const bm_stats *stats)
{
    return stats->found.dimensions[0].groups[0].n_near;
}

bm_status bm_stats_write(bm_ctx *ctx, const bm_stats *stats, const bm_counts *counts, bm_stats_format format,
                         bm_buf *out)
{
    switch (format) {
    case BM_STATS_JSON: bm_stats_write_json(stats, counts, out); break;
    case BM_STATS_CSV: bm_stats_write_csv(stats, out); break;
    case BM_STATS_TABLE: bm_stats_write_table(stats, counts, out); break;
    }
    return bm_buf_status(ctx, out);
}
