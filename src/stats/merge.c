/* One tally into another. */
#include "stats/tally.h"

static bm_day earlier(bm_day a, bm_day b)
{
    if (a == BM_NO_DAY || b == BM_NO_DAY) return a == BM_NO_DAY ? b : a;
    return a < b ? a : b;
}

static bm_day later(bm_day a, bm_day b)
{
    return a > b ? a : b; /* BM_NO_DAY is the least */
}

void bm_people_merge(struct bm_people *into, const struct bm_people *from)
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

void bm_group_merge(struct bm_group_tally *into, const struct bm_group_tally *from)
{
    for (int k = 0; k < BM_PLACE_STATUS_COUNT; k++) into->status[k] += from->status[k];
    into->n_points += from->n_points;
    into->n_possible += from->n_possible;
    into->n_no_range += from->n_no_range;
    into->n_near += from->n_near;
    into->n_ties += from->n_ties;
    into->n_no_border += from->n_no_border;
    bm_people_merge(&into->people, &from->people);
}

void bm_bands_merge(struct bm_band_tally *into, const struct bm_band_tally *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        into[i].n_lo += from[i].n_lo;
        into[i].n += from[i].n;
        into[i].n_hi += from[i].n_hi;
        into[i].exp_nano += from[i].exp_nano;
    }
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
        a->n_1 += b->n_1;
        a->n_2 += b->n_2;
        for (int k = 0; k < BM_SEGMENT_BANDS; k++) a->n_band[k] += b->n_band[k];
        bm_people_merge(&a->people, &b->people);
    }
}

static void merge_curves(bm_tally *into, const bm_tally *from)
{
    for (size_t i = 0; i <= into->frame.n_dyads; i++)
        for (size_t k = 0; k < BM_CURVE_STEPS; k++) {
            into->curves[i].points[k] += from->curves[i].points[k];
            into->curves[i].lo[k] += from->curves[i].lo[k];
            into->curves[i].exp_nano[k] += from->curves[i].exp_nano[k];
            into->curves[i].hi[k] += from->curves[i].hi[k];
        }
}

static bool alike(const bm_tally *a, const bm_tally *b)
{
    if (a->frame.n_dyads != b->frame.n_dyads || a->frame.n_segments != b->frame.n_segments) return false;
    if (a->n_bands != b->n_bands || a->max_m != b->max_m || a->n_by != b->n_by) return false;
    if (a->has_split != b->has_split || (a->has_split && a->split != b->split)) return false;
    for (size_t i = 0; i < a->n_by; i++)
        if (a->by[i].what.source != b->by[i].what.source || a->by[i].what.column != b->by[i].what.column)
            return false;
    return true;
}

static bm_status merge_tables(bm_ctx *ctx, bm_tally *into, const bm_tally *from)
{
    bm_status st;
    if ((st = bm_pairs_merge(ctx, &into->pairs, &from->pairs, NULL)) != BM_OK) return st;
    if ((st = bm_pairs_merge(ctx, &into->days, &from->days, NULL)) != BM_OK) return st;
    if ((st = bm_pairs_merge(ctx, &into->segment_days, &from->segment_days, NULL)) != BM_OK) return st;
    if ((st = bm_places_merge(ctx, &into->places, &from->places)) != BM_OK) return st;
    if ((st = bm_vagues_merge(ctx, &into->vagues, &from->vagues)) != BM_OK) return st;
    for (size_t i = 0; st == BM_OK && i < into->n_by; i++)
        st = bm_by_merge(ctx, &into->by[i], &from->by[i], into->n_bands);
    return st;
}

bm_status bm_tally_merge(bm_ctx *ctx, bm_tally *into, const bm_tally *from)
{
    size_t n_groups = (size_t)into->frame.n_dyads + 1;
    if (!alike(into, from))
        return bm_fail(ctx, BM_EUSAGE, "tallies of different borders or options cannot be added");
    bm_status st = merge_tables(ctx, into, from);
    if (st != BM_OK) return st;
    merge_segments(into, from);
    merge_curves(into, from);
    for (size_t i = 0; i < n_groups; i++) bm_group_merge(&into->groups[i], &from->groups[i]);
    bm_bands_merge(into->bands, from->bands, n_groups * into->n_bands);
    into->n_inexact_days += from->n_inexact_days;
    for (uint32_t i = 0; i < into->frame.n_dyads; i++) into->named[i] = into->named[i] || from->named[i];
    return BM_OK;
}
