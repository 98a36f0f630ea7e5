/* One row into a tally. */
#include "stats/tally.h"

#include <math.h>
#include <string.h>

static bm_day first_day(const bm_incident *incident)
{
    return incident->d_start != BM_NO_DAY ? incident->d_start : incident->d_end;
}

static bm_day last_day(const bm_incident *incident)
{
    return incident->d_end != BM_NO_DAY ? incident->d_end : incident->d_start;
}

static void add_people(struct bm_people *people, const bm_row *row, const bm_dyad *dyad)
{
    const bm_incident *incident = row->incident;
    bm_day first = first_day(incident), last = last_day(incident);
    if (incident->killed != BM_NO_COUNT) {
        people->killed += (uint64_t)incident->killed;
        people->n_killed++;
    }
    if (incident->injured != BM_NO_COUNT) {
        people->injured += (uint64_t)incident->injured;
        people->n_injured++;
    }
    if (first != BM_NO_DAY && (people->d_first == BM_NO_DAY || first < people->d_first))
        people->d_first = first;
    if (last > people->d_last) people->d_last = last;
    if (dyad && strcmp(row->tag->side, dyad->iso_a) == 0) people->n_a++;
    if (dyad && strcmp(row->tag->side, dyad->iso_b) == 0) people->n_b++;
}

/* A vague place without outline or radius may be anywhere: its least distance is 0. */
static bool range_unknown(const bm_tag *tag)
{
    return isnan(tag->dmin_m) && isnan(tag->dist_m);
}

static double least_m(const bm_tag *tag)
{
    if (range_unknown(tag)) return 0;
    return isnan(tag->dmin_m) ? tag->dist_m : tag->dmin_m;
}

static double greatest_m(const bm_tag *tag)
{
    return isnan(tag->dmax_m) ? tag->dist_m : tag->dmax_m;
}

/* The place is within max_m of the segment it counts to, whatever its radius. */
static bool is_certain(const bm_tally *tally, const bm_tag *tag)
{
    if (!(greatest_m(tag) <= tally->max_m)) return false;
    if (tag->n_shares == 0) return true;
    for (uint32_t i = 0; i < tag->n_shares; i++)
        if ((int32_t)tag->shares[i].segment == tag->segment) return tag->shares[i].share >= 1;
    return false;
}

static void add_shares(bm_tally *tally, const bm_row *row, bool counted)
{
    const bm_tag *tag = row->tag;
    bool nearest_seen = false;
    for (uint32_t i = 0; i < tag->n_shares; i++) {
        if (!(tag->shares[i].share > 0) || tag->shares[i].segment >= tally->frame.n_segments) continue;
        struct bm_segment_tally *segment = &tally->segments[tag->shares[i].segment];
        segment->n_hi++;
        segment->exp_nano += (uint64_t)(tag->shares[i].share * BM_SHARE_UNIT + 0.5);
        if ((int32_t)tag->shares[i].segment == tag->segment) nearest_seen = true;
    }
    if (nearest_seen || tag->segment < 0) return;
    if (counted || least_m(tag) <= tally->max_m) tally->segments[tag->segment].n_hi++;
    if (counted && tag->n_shares == 0) tally->segments[tag->segment].exp_nano += (uint64_t)BM_SHARE_UNIT;
}

static void add_to_segment(bm_tally *tally, const bm_row *row)
{
    const bm_tag *tag = row->tag;
    struct bm_segment_tally *segment = &tally->segments[tag->segment];
    segment->n_inc++;
    if (is_certain(tally, tag)) segment->n_lo++;
    for (int k = 0; k < BM_SEGMENT_BANDS; k++)
        if (tag->dist_m <= bm_segment_bands_m[k]) segment->n_band[k]++;
    add_people(&segment->people, row, &tally->frame.dyads[tag->dyad]);
}

/* How much of the place is nearest to the dyad (-1: whatever it is nearest to) and within the limit. own: the
 * dyad is the tag's, which has all of a place without samples. */
static double share_within(const bm_tag *tag, int32_t dyad, bool own, double limit_m)
{
    uint32_t n = 0;

    if (tag->n_samples == 0) return own && tag->dist_m <= limit_m ? 1 : 0;
    for (uint32_t i = 0; i < tag->n_samples && tag->sample_m[i] <= limit_m; i++)
        n += dyad < 0 || tag->sample_dyad[i] == dyad;
    return (double)n / tag->n_samples;
}

/* whole: no part of the place belongs to another group. */
static void add_to_group(bm_tally *tally, size_t group, const bm_row *row, bool own, bool whole)
{
    const bm_tag *tag = row->tag;
    struct bm_group_tally *g = &tally->groups[group];
    struct bm_band_tally *bands = tally->bands + group * tally->n_bands;
    bool point = own && row->place->status == BM_RESOLVED && !isnan(tag->dist_m);
    int32_t dyad = group < tally->frame.n_dyads ? (int32_t)group : -1;

    g->n_possible++;
    g->n_no_range += range_unknown(tag);
    if (own) g->status[row->place->status]++;
    if (point) {
        g->n_points++;
        g->n_ties += tag->tie;
        if (tag->dist_m <= tally->max_m) g->n_near++;
        add_people(&g->people, row, group < tally->frame.n_dyads ? &tally->frame.dyads[group] : NULL);
    }
    for (size_t i = 0; i < tally->n_bands; i++) {
        double band_m = tally->bands_m[i], share;

        if (point && tag->dist_m <= band_m) bands[i].n++;
        if (point && whole && greatest_m(tag) <= band_m) bands[i].n_lo++;
        if (!(least_m(tag) <= band_m)) continue;
        bands[i].n_hi++;
        share = whole && greatest_m(tag) <= band_m ? 1 : share_within(tag, dyad, own, band_m);
        bands[i].exp_nano += (uint64_t)(share * BM_SHARE_UNIT + 0.5);
    }
}

static int32_t share_dyad(const bm_tally *tally, const bm_share *share)
{
    bool counts = share->share > 0 && share->segment < tally->frame.n_segments;
    return counts ? tally->frame.segments[share->segment].dyad : -1;
}

/* The row's own dyad, and each other one to which a part of the place is nearest (shares are in segment
 * order, so those of a dyad are neighbours). */
static void add_to_dyads(bm_tally *tally, const bm_row *row)
{
    const bm_tag *tag = row->tag;
    int32_t last = -1;
    bool whole = true;
    for (uint32_t i = 0; i < tag->n_shares; i++) {
        int32_t dyad = share_dyad(tally, &tag->shares[i]);
        if (dyad < 0 || dyad == tag->dyad) continue;
        whole = false;
        if (dyad != last) add_to_group(tally, (size_t)dyad, row, false, false);
        last = dyad;
    }
    if (tag->dyad >= 0) add_to_group(tally, (size_t)tag->dyad, row, true, whole);
}

bm_status bm_tally_add(bm_ctx *ctx, bm_tally *tally, const bm_row *row)
{
    const bm_tag *tag = row->tag;
    const struct bm_tally_frame *frame = &tally->frame;
    bool resolved = row->place->status == BM_RESOLVED;
    bool has_distance = isfinite(tag->dist_m);
    bool counted = has_distance && tag->segment >= 0 && tag->dist_m <= tally->max_m;

    if (tag->dyad >= (int32_t)frame->n_dyads || tag->segment >= (int32_t)frame->n_segments)
        return bm_fail(ctx, BM_EUSAGE, "a row is tagged with another border than the tally's");
    if (row->place->status == BM_UNRESOLVED) {
        tally->groups[frame->n_dyads].status[BM_UNRESOLVED]++;
        return BM_OK;
    }
    if (tag->no_border) {
        tally->groups[frame->n_dyads].status[row->place->status]++;
        tally->groups[frame->n_dyads].n_no_border++;
        return BM_OK;
    }
    add_to_group(tally, frame->n_dyads, row, true, true);
    add_to_dyads(tally, row);
    add_shares(tally, row, counted);
    if (!resolved || !has_distance) return BM_OK;
    if (counted) add_to_segment(tally, row);
    uint32_t dyad = tag->dyad >= 0 ? (uint32_t)tag->dyad : frame->n_dyads;
    uint32_t group = counted ? (uint32_t)tag->segment : frame->n_segments + dyad;
    return bm_pairs_add(ctx, &tally->pairs, group, bm_whole_metres(tag->dist_m), 1);
}
