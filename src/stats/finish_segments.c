/* Segments of a finished tally: counts and medians. */
#include "stats/finish.h"

#include <math.h>

static const bm_bounds no_bounds = {NAN, NAN};

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
        .med_m = bm_quantile(pairs, n_pairs, BM_BY_ROWS, from->n_inc, 0.5),
        .rate_range = no_bounds,
        .rate_eb = NAN,
        .p = NAN,
        .q = NAN,
        .ratio2 = NAN,
        .ratio2_range = no_bounds,
    };
    for (int k = 0; k < BM_SEGMENT_BANDS; k++)
        out->n_band[k] = bm_segment_bands_m[k] <= tally->max_m ? from->n_band[k] : UINT64_MAX;
}

bm_status bm_finish_segments(struct bm_finish *f)
{
    const bm_tally *tally = f->tally;
    const struct bm_tally_frame *frame = &tally->frame;
    size_t at = 0, n = 0;
    if (!(f->has_rows = bm_finish_alloc(f, frame->n_dyads, sizeof *f->has_rows))) return BM_ENOMEM;
    for (uint32_t i = 0; i < frame->n_segments; i++)
        if (tally->segments[i].n_hi) f->has_rows[frame->segments[i].dyad] = true;
    for (uint32_t i = 0; i < frame->n_dyads; i++) f->has_rows[i] = f->has_rows[i] || tally->named[i];
    for (uint32_t i = 0; i < frame->n_segments; i++) n += f->has_rows[frame->segments[i].dyad];
    bm_segment_stats *rows = bm_finish_alloc(f, n, sizeof *rows);
    if (!rows) return BM_ENOMEM;
    f->stats->found.segments = f->segments = rows;
    for (uint32_t i = 0; i < frame->n_segments; i++) {
        if (!f->has_rows[frame->segments[i].dyad]) continue;
        size_t run = bm_run_of(f->pairs, f->n_pairs, i, &at);
        finish_segment(tally, i, run ? f->pairs + at : NULL, run, &rows[f->stats->found.n_segments++]);
        at += run;
    }
    return BM_OK;
}
