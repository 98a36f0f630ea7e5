#include "stats/tally.h"
#include "base/mem.h"
#include "base/num.h"

#include <math.h>
#include <string.h>

const double bm_segment_bands_m[BM_SEGMENT_BANDS] = {10e3, 25e3, 50e3, 100e3};

void bm_people_init(struct bm_people *people)
{
    *people = (struct bm_people){.d_first = BM_NO_DAY, .d_last = BM_NO_DAY};
}

static bm_status check_options(bm_ctx *ctx, const struct bm_tally_frame *frame,
                               const bm_stats_options *options)
{
    if (!(options->max_m >= 0)) return bm_fail(ctx, BM_EUSAGE, "the maximum distance must not be negative");
    for (size_t i = 0; i < options->n_bands; i++)
        if (!(options->bands_m[i] >= 0) || (i && !(options->bands_m[i] > options->bands_m[i - 1])))
            return bm_fail(ctx, BM_EUSAGE, "bands must be distances that rise");
    for (size_t i = 0; i < options->n_dyads; i++)
        if (options->dyads[i] < 0 || (uint32_t)options->dyads[i] >= frame->n_dyads)
            return bm_fail(ctx, BM_EUSAGE, "dyad number %d does not exist", (int)options->dyads[i]);
    return BM_OK;
}

static bm_status allocate(bm_ctx *ctx, bm_tally *tally)
{
    size_t n_groups = (size_t)tally->frame.n_dyads + 1;
    void *p = NULL;
    bm_status st = bm_calloc(ctx, tally->frame.n_dyads, sizeof(bool), &p);
    tally->named = p, p = NULL;
    if (st == BM_OK) st = bm_calloc(ctx, tally->frame.n_segments, sizeof(struct bm_segment_tally), &p);
    tally->segments = p, p = NULL;
    if (st == BM_OK) st = bm_calloc(ctx, n_groups, sizeof(struct bm_group_tally), &p);
    tally->groups = p, p = NULL;
    if (st == BM_OK) st = bm_calloc(ctx, (n_groups + 2) * tally->n_bands, sizeof(struct bm_band_tally), &p);
    tally->bands = p, p = NULL;
    if (st == BM_OK) st = bm_calloc(ctx, n_groups, sizeof(struct bm_curve_tally), &p);
    tally->curves = p, p = NULL;
    if (st == BM_OK) st = bm_calloc(ctx, tally->n_bands, sizeof(double), &p);
    tally->bands_m = p;
    return st;
}

static bm_status init_dimensions(bm_ctx *ctx, bm_tally *tally, const bm_stats_options *options)
{
    void *p;
    size_t n_by = options->segments_only ? 0 : options->n_by;
    bm_status st = bm_calloc(ctx, n_by, sizeof *tally->by, &p);
    tally->by = p;
    for (size_t i = 0; i < n_by && st == BM_OK; i++) {
        st = bm_by_init(ctx, &options->by[i], &tally->by[i]);
        tally->n_by++;
    }
    return st;
}

bm_status bm_tally_create_frame(bm_ctx *ctx, const struct bm_tally_frame *frame,
                                const bm_stats_options *options, bm_tally **out)
{
    void *p;
    *out = NULL;
    bm_status st = check_options(ctx, frame, options);
    if (st != BM_OK || (st = bm_calloc(ctx, 1, sizeof(bm_tally), &p)) != BM_OK) return st;
    bm_tally *tally = p;
    tally->ctx = ctx;
    tally->frame = *frame;
    tally->scope = options->scope;
    tally->max_m = options->max_m;
    tally->n_bands = options->segments_only ? 0 : options->n_bands;
    tally->has_split = options->has_split;
    tally->split = options->split;
    tally->draws = options->draws;
    tally->null = options->null;
    tally->seed = options->seed;
    tally->jobs = options->jobs ? options->jobs : 1;
    tally->segments_only = options->segments_only;
    tally->pairs.max = BM_MAIN_PAIRS_KEPT;
    tally->segment_days.max = BM_PAIRS_KEPT;
    st = allocate(ctx, tally);
    if (st == BM_OK) st = init_dimensions(ctx, tally, options);
    if (st != BM_OK) {
        bm_tally_destroy(tally);
        return st;
    }
    for (size_t i = 0; i < tally->n_bands; i++) tally->bands_m[i] = options->bands_m[i];
    for (size_t i = 0; i < options->n_dyads; i++) tally->named[options->dyads[i]] = true;
    for (uint32_t i = 0; i < frame->n_segments; i++) bm_people_init(&tally->segments[i].people);
    for (uint32_t i = 0; i <= frame->n_dyads; i++) bm_people_init(&tally->groups[i].people);
    *out = tally;
    return BM_OK;
}

void bm_tally_destroy(bm_tally *tally)
{
    if (!tally) return;
    bm_ctx *ctx = tally->ctx;
    for (size_t i = 0; i < tally->n_by; i++) bm_by_free(ctx, &tally->by[i]);
    bm_free(ctx, tally->by);
    bm_pairs_free(ctx, &tally->pairs);
    bm_pairs_free(ctx, &tally->days);
    bm_pairs_free(ctx, &tally->segment_days);
    bm_places_free(ctx, &tally->places);
    bm_vagues_free(ctx, &tally->vagues);
    bm_free(ctx, tally->named);
    bm_free(ctx, tally->segments);
    bm_free(ctx, tally->groups);
    bm_free(ctx, tally->bands);
    bm_free(ctx, tally->curves);
    bm_free(ctx, tally->bands_m);
    bm_free(ctx, tally);
}

uint32_t bm_day_number(bm_day day)
{
    return (uint32_t)(day - bm_day_from_civil(0, 1, 1));
}

bm_day bm_day_of_number(uint32_t number)
{
    return (bm_day)number + bm_day_from_civil(0, 1, 1);
}
