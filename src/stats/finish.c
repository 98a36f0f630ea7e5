/* From a tally to the finished statistics. */
#include "stats/finish.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

int64_t bm_people_sum(uint64_t sum, uint64_t n_said)
{
    return n_said ? (int64_t)sum : BM_NO_COUNT;
}

double bm_share_of(uint64_t n, uint64_t total)
{
    return total ? (double)n / (double)total : NAN;
}

double bm_share_of_nano(uint64_t nano, uint64_t total)
{
    return total ? (double)nano / BM_SHARE_UNIT / (double)total : NAN;
}

/* A dyad is listed when it was named or a row may lie within the maximum distance of it. */
static bool dyad_listed(const bm_tally *tally, uint32_t dyad, bool for_segments, const bool *has_segment_rows)
{
    if (tally->named[dyad]) return true;
    return for_segments ? has_segment_rows[dyad] : tally->groups[dyad].n_possible > 0;
}

static void finish_segment(const bm_tally *tally, uint32_t index, const struct bm_pair *pairs, size_t n_pairs,
                           bm_segment_stats *out)
{
    const struct bm_segment_tally *from = &tally->segments[index];
    const bm_segment *segment = &tally->frame.segments[index];
    double len_km = (segment->to_m - segment->from_m) / 1000;
    *out = (bm_segment_stats){
        .segment = index,
        .n_inc = from->n_inc,
        .n_lo = from->n_lo,
        .n_hi = from->n_hi,
        .n_exp = (double)from->exp_nano / BM_SHARE_UNIT,
        .n_a = from->people.n_a,
        .n_b = from->people.n_b,
        .killed = bm_people_sum(from->people.killed, from->people.n_killed),
        .injured = bm_people_sum(from->people.injured, from->people.n_injured),
        .rate100 = len_km > 0 ? (double)from->n_inc / len_km * 100 : NAN,
        .d_first = from->people.d_first,
        .d_last = from->people.d_last,
        .med_m = bm_quantile(pairs, n_pairs, from->n_inc, 0.5),
    };
    for (int k = 0; k < BM_SEGMENT_BANDS; k++)
        out->n_band[k] = bm_segment_bands_m[k] <= tally->max_m ? from->n_band[k] : UINT64_MAX;
}

/* The pairs of one group: a run in the sorted list. *at moves behind it. */
static size_t run_of(const struct bm_pair *pairs, size_t n_pairs, uint32_t group, size_t *at)
{
    size_t n = 0;
    while (*at < n_pairs && pairs[*at].group < group) ++*at;
    while (*at + n < n_pairs && pairs[*at + n].group == group) n++;
    return n;
}

static bm_status finish_segments(bm_ctx *ctx, const bm_tally *tally, const struct bm_pair *pairs,
                                 size_t n_pairs, bm_stats *stats)
{
    void *listed = NULL, *rows = NULL;
    size_t at = 0, n = 0;
    bm_status st;
    if ((st = bm_calloc(ctx, tally->frame.n_dyads, sizeof(bool), &listed)) != BM_OK) return st;
    bool *has_rows = listed;
    for (uint32_t i = 0; i < tally->frame.n_segments; i++)
        if (tally->segments[i].n_hi) has_rows[tally->frame.segments[i].dyad] = true;
    for (uint32_t i = 0; i < tally->frame.n_segments; i++)
        if (dyad_listed(tally, (uint32_t)tally->frame.segments[i].dyad, true, has_rows)) n++;
    if ((st = bm_calloc(ctx, n, sizeof(bm_segment_stats), &rows)) == BM_OK) {
        stats->segments = rows;
        for (uint32_t i = 0; i < tally->frame.n_segments; i++) {
            if (!dyad_listed(tally, (uint32_t)tally->frame.segments[i].dyad, true, has_rows)) continue;
            size_t run = run_of(pairs, n_pairs, i, &at);
            finish_segment(tally, i, run ? pairs + at : NULL, run, &stats->segments[stats->n_segments++]);
            at += run;
        }
    }
    bm_free(ctx, listed);
    return st;
}

static void finish_group(const bm_tally *tally, uint32_t index, const struct bm_pair *pairs, size_t n_pairs,
                         bm_stats *stats)
{
    struct bm_stats_group *group = &stats->groups[stats->n_groups];
    group->bands = stats->bands + stats->n_groups++ * stats->n_bands;
    group->counts = tally->groups[index];
    group->len_m = NAN;
    bm_summarise(pairs, n_pairs, &group->distance);
    if (stats->n_bands)
        memcpy(group->bands, tally->bands + index * tally->n_bands, stats->n_bands * sizeof *group->bands);
    if (index == tally->frame.n_dyads) {
        memcpy(group->name, "all", 4);
    } else {
        const bm_dyad *dyad = &tally->frame.dyads[index];
        memcpy(group->name, dyad->name, sizeof group->name);
        memcpy(group->iso_a, dyad->iso_a, sizeof group->iso_a);
        memcpy(group->iso_b, dyad->iso_b, sizeof group->iso_b);
        group->len_m = dyad->len_m;
    }
    for (uint32_t i = 0; i < tally->frame.n_segments; i++) {
        const bm_segment *segment = &tally->frame.segments[i];
        if (index != tally->frame.n_dyads && segment->dyad != (int32_t)index) continue;
        if (tally->segments[i].n_inc <= group->top_n) continue;
        group->top_n = tally->segments[i].n_inc;
        memcpy(group->top_seg, segment->seg_id, sizeof group->top_seg);
    }
}

/* pairs become those of dyads: sorted by dyad, then metres; then, for the whole, by metres. */
static void finish_groups(const bm_tally *tally, struct bm_pair *pairs, size_t n_pairs, bm_stats *stats)
{
    uint32_t n_dyads = tally->frame.n_dyads, n_segments = tally->frame.n_segments;
    size_t at = 0;
    for (size_t i = 0; i < n_pairs; i++) {
        uint32_t group = pairs[i].group;
        pairs[i].group =
            group < n_segments ? (uint32_t)tally->frame.segments[group].dyad : group - n_segments;
    }
    bm_pairs_sort(pairs, n_pairs);
    stats->n_groups = 1; /* the whole comes first and is made last */
    for (uint32_t i = 0; i < n_dyads; i++) {
        size_t run = run_of(pairs, n_pairs, i, &at);
        if (dyad_listed(tally, i, false, NULL)) finish_group(tally, i, run ? pairs + at : NULL, run, stats);
        at += run;
    }
    for (size_t i = 0; i < n_pairs; i++) pairs[i].group = 0;
    bm_pairs_sort(pairs, n_pairs);
    size_t n_groups = stats->n_groups;
    stats->n_groups = 0;
    finish_group(tally, n_dyads, pairs, n_pairs, stats);
    stats->n_groups = n_groups;
}

static bm_status allocate(bm_ctx *ctx, const bm_tally *tally, bm_stats **out)
{
    size_t n_groups = 1;
    void *p, *groups = NULL, *bands = NULL, *bands_m = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_stats), &p);
    *out = p;
    if (st != BM_OK) return st;
    bm_stats *stats = p;
    *stats = (bm_stats){.ctx = ctx, .scope = tally->scope, .max_m = tally->max_m, .n_bands = tally->n_bands};
    for (uint32_t i = 0; i < tally->frame.n_dyads; i++) n_groups += dyad_listed(tally, i, false, NULL);
    if ((st = bm_calloc(ctx, n_groups, sizeof(struct bm_stats_group), &groups)) == BM_OK &&
        (st = bm_calloc(ctx, n_groups * tally->n_bands, sizeof(struct bm_band_tally), &bands)) == BM_OK)
        st = bm_calloc(ctx, tally->n_bands, sizeof(double), &bands_m);
    stats->groups = groups;
    stats->bands = bands;
    stats->bands_m = bands_m;
    if (st == BM_OK && tally->n_bands) memcpy(bands_m, tally->bands_m, tally->n_bands * sizeof(double));
    return st;
}

bm_status bm_stats_finish(bm_ctx *ctx, const bm_tally *tally, bm_stats **out)
{
    struct bm_pair *pairs = NULL;
    bm_stats *stats = NULL;
    size_t n_pairs = 0;
    bm_status st;

    *out = NULL;
    if ((st = bm_pairs_sorted(ctx, &tally->pairs, &pairs, &n_pairs)) != BM_OK) goto done;
    if ((st = allocate(ctx, tally, &stats)) != BM_OK) goto done;
    if ((st = finish_segments(ctx, tally, pairs, n_pairs, stats)) != BM_OK) goto done;
    finish_groups(tally, pairs, n_pairs, stats);
    *out = stats;
    stats = NULL;
done:
    bm_stats_destroy(stats);
    bm_free(ctx, pairs);
    return st;
}

void bm_stats_destroy(bm_stats *stats)
{
    if (!stats) return;
    bm_ctx *ctx = stats->ctx;
    bm_free(ctx, stats->groups);
    bm_free(ctx, stats->bands);
    bm_free(ctx, stats->bands_m);
    bm_free(ctx, stats->segments);
    bm_free(ctx, stats);
}

const bm_segment_stats *bm_stats_segments(const bm_stats *stats, size_t *n)
{
    *n = stats->n_segments;
    return stats->segments;
}

double bm_stats_median_m(const bm_stats *stats)
{
    return stats->groups[0].distance.q_m[BM_QUANTILE_MEDIAN];
}

uint64_t bm_stats_n_near(const bm_stats *stats)
{
    return stats->groups[0].counts.n_near;
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
