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

void bm_people_add(struct bm_people *people, const bm_row *row, const bm_dyad *dyad)
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

/* What a row adds to a group. own: it is (or may be) the group's by its point; whole: no part of the place
 * belongs to another group. */
static void measure_bands(const bm_tally *tally, const struct bm_measure *m, int32_t dyad, bool own,
                          bool whole, struct bm_band_tally *bands)
{
    const bm_tag *tag = m->row->tag;
    for (size_t i = 0; i < tally->n_bands; i++) {
        double band_m = tally->bands_m[i], share = 0;
        bool point = own && m->point;
        bands[i] = (struct bm_band_tally){
            .n = point && tag->dist_m <= band_m,
            .n_lo = point && whole && m->greatest_m <= band_m,
            .n_hi = m->least_m <= band_m,
        };
        if (bands[i].n_hi)
            share = whole && m->greatest_m <= band_m ? 1 : share_within(tag, dyad, own, band_m);
        bands[i].exp_nano = (uint64_t)(share * BM_SHARE_UNIT + 0.5);
    }
}

static void measure_row(bm_tally *tally, const bm_row *row, struct bm_measure *out)
{
    const bm_tag *tag = row->tag;
    bool vague_anywhere = range_unknown(tag);
    *out = (struct bm_measure){
        .row = row,
        .point = row->place->status == BM_RESOLVED && isfinite(tag->dist_m),
        .counted = isfinite(tag->dist_m) && tag->segment >= 0 && tag->dist_m <= tally->max_m,
        .no_range = vague_anywhere,
        .least_m = vague_anywhere       ? 0
                   : isnan(tag->dmin_m) ? tag->dist_m
                                        : tag->dmin_m,
        .greatest_m = isnan(tag->dmax_m) ? tag->dist_m : tag->dmax_m,
        .killed = row->incident->killed > 0 ? (uint64_t)row->incident->killed : 0,
        .bands = tally->bands + ((size_t)tally->frame.n_dyads + 1) * tally->n_bands,
    };
    if (out->point) out->metres = bm_whole_metres(tag->dist_m);
    measure_bands(tally, out, -1, true, true, out->bands);
}

static void add_counts(const bm_tally *tally, struct bm_group_tally *g, const struct bm_measure *m, bool own,
                       const bm_dyad *dyad)
{
    const bm_row *row = m->row;
    g->n_possible++;
    g->n_no_range += m->no_range;
    if (own) g->status[row->place->status]++;
    if (!own || !m->point) return;
    g->n_points++;
    g->n_ties += row->tag->tie;
    if (row->tag->dist_m <= tally->max_m) g->n_near++;
    bm_people_add(&g->people, row, dyad);
}

void bm_group_add(const bm_tally *tally, struct bm_group_tally *group, struct bm_band_tally *bands,
                  const struct bm_measure *m)
{
    if (m->row->place->status == BM_UNRESOLVED || m->row->tag->no_border) {
        group->status[m->row->place->status]++;
        group->n_no_border += m->row->place->status != BM_UNRESOLVED;
        return;
    }
    add_counts(tally, group, m, true, NULL);
    bm_bands_merge(bands, m->bands, tally->n_bands);
}

/* --- curves --- */

/* As the bands, for every limit: the step at which the row comes in. */
static void add_to_curve(struct bm_curve_tally *curve, const struct bm_measure *m, int32_t dyad, bool own,
                         bool whole)
{
    const bm_tag *tag = m->row->tag;
    uint64_t left = (uint64_t)BM_SHARE_UNIT;
    if (m->no_range) return;
    curve->hi[bm_curve_step(m->least_m)]++;
    if (own && m->point) curve->points[bm_curve_step(tag->dist_m)]++;
    if (own && whole && m->point && !isnan(m->greatest_m)) curve->lo[bm_curve_step(m->greatest_m)]++;
    if (tag->n_samples == 0) {
        if (own && isfinite(tag->dist_m)) curve->exp_nano[bm_curve_step(tag->dist_m)] += left;
        return;
    }
    uint64_t each = left / tag->n_samples;
    for (uint32_t i = 0; i < tag->n_samples; i++) {
        if (i + 1 == tag->n_samples) each = left; /* what the division leaves over */
        left -= each;
        if (isfinite(tag->sample_m[i]) && (dyad < 0 || tag->sample_dyad[i] == dyad))
            curve->exp_nano[bm_curve_step(tag->sample_m[i])] += each;
    }
}

/* --- segments and dyads --- */

/* The place is within max_m of the segment it counts to, whatever its radius. */
static bool is_certain(const bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    if (!(m->greatest_m <= tally->max_m)) return false;
    if (tag->n_shares == 0) return true;
    for (uint32_t i = 0; i < tag->n_shares; i++)
        if ((int32_t)tag->shares[i].segment == tag->segment) return tag->shares[i].share >= 1;
    return false;
}

static void add_shares(bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    bool nearest_seen = false;
    for (uint32_t i = 0; i < tag->n_shares; i++) {
        if (!(tag->shares[i].share > 0) || tag->shares[i].segment >= tally->frame.n_segments) continue;
        struct bm_segment_tally *segment = &tally->segments[tag->shares[i].segment];
        segment->n_hi++;
        segment->exp_nano += (uint64_t)(tag->shares[i].share * BM_SHARE_UNIT + 0.5);
        if ((int32_t)tag->shares[i].segment == tag->segment) nearest_seen = true;
    }
    if (nearest_seen || tag->segment < 0) return;
    if (m->counted || m->least_m <= tally->max_m) tally->segments[tag->segment].n_hi++;
    if (m->counted && tag->n_shares == 0) tally->segments[tag->segment].exp_nano += (uint64_t)BM_SHARE_UNIT;
}

static void add_to_segment(bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    const bm_incident *incident = m->row->incident;
    struct bm_segment_tally *segment = &tally->segments[tag->segment];
    segment->n_inc++;
    if (is_certain(tally, m)) segment->n_lo++;
    for (int k = 0; k < BM_SEGMENT_BANDS; k++)
        if (tag->dist_m <= bm_segment_bands_m[k]) segment->n_band[k]++;
    bm_people_add(&segment->people, m->row, &tally->frame.dyads[tag->dyad]);
    if (!tally->has_split || first_day(incident) == BM_NO_DAY) return;
    segment->n_1 += last_day(incident) < tally->split;
    segment->n_2 += first_day(incident) >= tally->split;
}

static void add_to_group(bm_tally *tally, size_t group, const struct bm_measure *m, bool own, bool whole)
{
    struct bm_band_tally *bands = tally->bands + group * tally->n_bands;
    bool all = group == tally->frame.n_dyads;
    int32_t dyad = all ? -1 : (int32_t)group;
    add_counts(tally, &tally->groups[group], m, own, all ? NULL : &tally->frame.dyads[group]);
    add_to_curve(&tally->curves[group], m, dyad, own, whole);
    if (all || (whole && m->row->tag->n_samples == 0)) {
        bm_bands_merge(bands, m->bands, tally->n_bands);
        return;
    }
    struct bm_band_tally *mine = m->bands + tally->n_bands;
    measure_bands(tally, m, dyad, own, whole, mine);
    bm_bands_merge(bands, mine, tally->n_bands);
}

static int32_t share_dyad(const bm_tally *tally, const bm_share *share)
{
    bool counts = share->share > 0 && share->segment < tally->frame.n_segments;
    return counts ? tally->frame.segments[share->segment].dyad : -1;
}

/* The row's own dyad, and each other one to which a part of the place is nearest (shares are in segment
 * order, so those of a dyad are neighbours). */
static void add_to_dyads(bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    int32_t last = -1;
    bool whole = true;
    for (uint32_t i = 0; i < tag->n_shares; i++) {
        int32_t dyad = share_dyad(tally, &tag->shares[i]);
        if (dyad < 0 || dyad == tag->dyad) continue;
        whole = false;
        if (dyad != last) add_to_group(tally, (size_t)dyad, m, false, false);
        last = dyad;
    }
    if (tag->dyad >= 0) add_to_group(tally, (size_t)tag->dyad, m, true, whole);
}

/* --- places and days --- */

static bm_status add_place(bm_ctx *ctx, bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    struct bm_place_tally place = {
        .point = m->row->place->point,
        .dist_m = tag->dist_m,
        .dyad = tag->dyad,
        .segment = m->counted ? tag->segment : -1,
        .n = 1,
        .killed = m->killed,
        .n_certain = tag->n_samples == 0,
    };
    memcpy(place.country, tag->side[0] ? tag->side : m->row->place->iso3, sizeof place.country);
    return bm_places_add(ctx, &tally->places, &place);
}

static bm_status add_day(bm_ctx *ctx, bm_tally *tally, const struct bm_measure *m)
{
    bm_day first = first_day(m->row->incident);
    if (first != BM_NO_DAY && first == last_day(m->row->incident))
        return bm_pairs_add(ctx, &tally->days, 0, bm_day_number(first), 1, m->killed);
    tally->n_inexact_days++;
    return BM_OK;
}

/* By the middle of its days. */
static bm_status add_segment_day(bm_ctx *ctx, bm_tally *tally, const struct bm_measure *m)
{
    bm_day first = first_day(m->row->incident), last = last_day(m->row->incident);
    if (!m->counted || first == BM_NO_DAY) return BM_OK;
    bm_day middle = first + (last - first) / 2;
    return bm_pairs_add(ctx, &tally->segment_days, (uint32_t)m->row->tag->segment, bm_day_number(middle), 1,
                        m->killed);
}

static bm_status add_point(bm_ctx *ctx, bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    bm_status st;
    if (m->counted) add_to_segment(tally, m);
    uint32_t dyad = tag->dyad >= 0 ? (uint32_t)tag->dyad : tally->frame.n_dyads;
    uint32_t group = m->counted ? (uint32_t)tag->segment : tally->frame.n_segments + dyad;
    if ((st = bm_pairs_add(ctx, &tally->pairs, group, m->metres, 1, m->killed)) != BM_OK) return st;
    if ((st = add_segment_day(ctx, tally, m)) != BM_OK || tally->segments_only) return st;
    if ((st = add_day(ctx, tally, m)) != BM_OK) return st;
    return add_place(ctx, tally, m);
}

static bm_status add_vague(bm_ctx *ctx, bm_tally *tally, const struct bm_measure *m)
{
    const bm_tag *tag = m->row->tag;
    struct bm_vague rows = {.n = 1, .n_points = m->point, .n_samples = tag->n_samples};
    if (m->point) rows.dist_m = tag->dist_m;
    return bm_vagues_add(ctx, &tally->vagues, &rows, tag->sample_m);
}

/* What is told of all rows and of each dyad. */
static bm_status add_to_groups(bm_ctx *ctx, bm_tally *tally, const struct bm_measure *m)
{
    size_t all = tally->frame.n_dyads;
    if (tally->segments_only) {
        add_counts(tally, &tally->groups[all], m, true, NULL);
        return BM_OK;
    }
    add_to_group(tally, all, m, true, true);
    add_to_dyads(tally, m);
    return m->row->tag->n_samples ? add_vague(ctx, tally, m) : BM_OK;
}

bm_status bm_tally_add(bm_ctx *ctx, bm_tally *tally, const bm_row *row)
{
    const bm_tag *tag = row->tag;
    const struct bm_tally_frame *frame = &tally->frame;
    struct bm_group_tally *all = &tally->groups[frame->n_dyads];
    struct bm_measure m;
    bm_status st = BM_OK;

    if (tag->dyad >= (int32_t)frame->n_dyads || tag->segment >= (int32_t)frame->n_segments)
        return bm_fail(ctx, BM_EUSAGE, "a row is tagged with another border than the tally's");
    measure_row(tally, row, &m);
    for (size_t i = 0; i < tally->n_by && st == BM_OK; i++) st = bm_by_add(ctx, tally, &tally->by[i], &m);
    if (st != BM_OK) return st;
    if (row->place->status == BM_UNRESOLVED || tag->no_border) {
        bm_group_add(tally, all, NULL, &m);
        return BM_OK;
    }
    if ((st = add_to_groups(ctx, tally, &m)) != BM_OK) return st;
    add_shares(tally, &m);
    return m.point ? add_point(ctx, tally, &m) : BM_OK;
}
