#include "stats/tally.h"
#include "base/mem.h"

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
    void *named = NULL, *segments = NULL, *groups = NULL, *bands = NULL, *bands_m = NULL;
    bm_status st;
    if ((st = bm_calloc(ctx, tally->frame.n_dyads, sizeof(bool), &named)) == BM_OK &&
        (st = bm_calloc(ctx, tally->frame.n_segments, sizeof(struct bm_segment_tally), &segments)) == BM_OK &&
        (st = bm_calloc(ctx, n_groups, sizeof(struct bm_group_tally), &groups)) == BM_OK &&
        (st = bm_calloc(ctx, n_groups * tally->n_bands, sizeof(struct bm_band_tally), &bands)) == BM_OK)
        st = bm_calloc(ctx, tally->n_bands, sizeof(double), &bands_m);
    tally->named = named;
    tally->segments = segments;
    tally->groups = groups;
    tally->bands = bands;
    tally->bands_m = bands_m;
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
    tally->n_bands = options->n_bands;
    if ((st = allocate(ctx, tally)) != BM_OK) {
        bm_tally_destroy(tally);
        return st;
    }
    for (size_t i = 0; i < options->n_bands; i++) tally->bands_m[i] = options->bands_m[i];
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
    bm_pairs_free(ctx, &tally->pairs);
    bm_free(ctx, tally->named);
    bm_free(ctx, tally->segments);
    bm_free(ctx, tally->groups);
    bm_free(ctx, tally->bands);
    bm_free(ctx, tally->bands_m);
    bm_free(ctx, tally);
}

static bm_day earlier(bm_day a, bm_day b)
{
    if (a == BM_NO_DAY || b == BM_NO_DAY) return a == BM_NO_DAY ? b : a;
    return a < b ? a : b;
}

static bm_day later(bm_day a, bm_day b)
{
    return a > b ? a : b; /* BM_NO_DAY is the least */
}

static void people_merge(struct bm_people *into, const struct bm_people *from)
{
    into->killed += from->killed;
    into->injured += from->injured;
    into->n_killed += from->n_killed;
    into->n_injured += from->n_injured;
    into->d_first = earlier(into->d_first, from->d_first);
    into->d_last = later(into->d_last, from->d_last);
    into->n_a += from->n_a;
    into->n_b += from->n_b;
}

static void merge_segments(bm_tally *into, const bm_tally *from)
{
    for (uint32_t i = 0; i < into->frame.n_segments; i++) {
        struct bm_segment_tally *a = &into->segments[i];
        const struct bm_segment_tally *b = &from->segments[i];
        a->n_inc += b->n_inc;
        a->n_lo += b->n_lo;
        a->n_hi += b->n_hi;
        a->exp_nano += b->exp_nano;
        for (int k = 0; k < BM_SEGMENT_BANDS; k++) a->n_band[k] += b->n_band[k];
        people_merge(&a->people, &b->people);
    }
}

static void merge_groups(bm_tally *into, const bm_tally *from)
{
    size_t n_groups = (size_t)into->frame.n_dyads + 1;
    for (size_t i = 0; i < n_groups; i++) {
        struct bm_group_tally *a = &into->groups[i];
        const struct bm_group_tally *b = &from->groups[i];
        for (int k = 0; k < BM_PLACE_STATUS_COUNT; k++) a->status[k] += b->status[k];
        a->n_points += b->n_points;
        a->n_possible += b->n_possible;
        a->n_no_range += b->n_no_range;
        a->n_near += b->n_near;
        a->n_ties += b->n_ties;
        a->n_no_border += b->n_no_border;
        people_merge(&a->people, &b->people);
    }
    for (size_t i = 0; i < n_groups * into->n_bands; i++) {
        into->bands[i].n_lo += from->bands[i].n_lo;
        into->bands[i].n += from->bands[i].n;
        into->bands[i].n_hi += from->bands[i].n_hi;
        into->bands[i].exp_nano += from->bands[i].exp_nano;
    }
}

bm_status bm_tally_merge(bm_ctx *ctx, bm_tally *into, const bm_tally *from)
{
    bm_status st;
    if (into->frame.n_dyads != from->frame.n_dyads || into->frame.n_segments != from->frame.n_segments ||
        into->n_bands != from->n_bands || into->max_m != from->max_m)
        return bm_fail(ctx, BM_EUSAGE, "tallies of different borders or options cannot be added");
    for (size_t i = 0; i < from->pairs.cap; i++) {
        const struct bm_pair *pair = &from->pairs.slots[i];
        if ((st = bm_pairs_add(ctx, &into->pairs, pair->group, pair->metres, pair->count)) != BM_OK)
            return st;
    }
    merge_segments(into, from);
    merge_groups(into, from);
    for (uint32_t i = 0; i < into->frame.n_dyads; i++) into->named[i] = into->named[i] || from->named[i];
    return BM_OK;
}
