/* Cuts dyads into segments of equal geodesic length, so that their names do not change when vertices move a
 * little. */
#include "border/segments.h"

#include "base/mem.h"
#include "border/model.h"
#include "geo/arc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_SEGMENTS 9999999.0 /* in all; seg_id has room for seven digits */

static uint32_t dyad_first_point(const bm_border *border, uint32_t dyad)
{
    return border->parts[border->file_dyads[dyad].first_part].first;
}

static uint32_t dyad_last_point(const bm_border *border, uint32_t dyad)
{
    const struct bmb_dyad *d = &border->file_dyads[dyad];
    const struct bmb_part *last = &border->parts[d->first_part + d->n_parts - 1];

    return last->first + last->n - 1;
}

struct bm_station bm_border_station(const bm_border *border, uint32_t dyad, double chain_m, bool after)
{
    uint32_t first = dyad_first_point(border, dyad), low = first, high = dyad_last_point(border, dyad);
    double edge_m;

    /* The edge low-high whose chainages hold chain_m: low is the last point before it, or (`after`) not after
     * it. */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        bool go_on = after ? border->chain[middle] <= chain_m : border->chain[middle] < chain_m;

        if (go_on)
            low = middle;
        else
            high = middle;
    }
    edge_m = border->chain[low + 1] - border->chain[low];
    if (!(edge_m > 0)) return (struct bm_station){low, 0};
    return (struct bm_station){low, fmin(1, fmax(0, (chain_m - border->chain[low]) / edge_m))};
}

bm_ll bm_station_point(const bm_border *border, bool geodesic, struct bm_station station)
{
    bm_ll a = border->pts[station.edge], b = border->pts[station.edge + 1];
    struct bm_arc arc = bm_arc_of(a, b, geodesic);
    double az_deg, length_m;

    if (station.share <= 0) return a;
    if (station.share >= 1) return b;
    if (geodesic) {
        length_m = bm_geodesic_azimuth_m(a, b, &az_deg);
        return bm_geodesic_go(a, az_deg, station.share * length_m);
    }
    return bm_arc_at(NULL, &arc, bm_arc_share_to_t(&arc, station.share));
}

double bm_border_chain_m(const bm_border *border, bool geodesic, uint32_t edge, double t)
{
    struct bm_arc arc = bm_arc_of(border->pts[edge], border->pts[edge + 1], geodesic);
    double from_m = border->chain[edge], to_m = border->chain[edge + 1];

    if (t <= 0) return from_m;
    if (t >= 1) return to_m;
    return from_m + bm_arc_share(&arc, t) * (to_m - from_m);
}

uint32_t bm_segment_at(const bm_segments *segments, uint32_t dyad, double chain_m)
{
    uint32_t first = segments->dyad_first[dyad], n = segments->dyad_first[dyad + 1] - first;
    double at = chain_m / segments->border->file_dyads[dyad].len_m * n;
    uint32_t k = at > 0 ? (at < n ? (uint32_t)at : n - 1) : 0;

    while (k > 0 && chain_m <= segments->all[first + k].from_m) k--;
    while (k + 1 < n && chain_m > segments->all[first + k].to_m) k++;
    return first + k;
}

/* Status of most of a segment's length, and its mean distance to the independent source. */
static void describe(const bm_border *border, bm_segment *segment)
{
    uint32_t dyad = (uint32_t)segment->dyad, last = dyad_last_point(border, dyad);
    double by_status_m[BM_BORDER_MARITIME + 1] = {0}, acc_sum = 0, acc_len_m = 0;

    for (uint32_t e = bm_border_station(border, dyad, segment->from_m, true).edge; e < last; e++) {
        double from_m = fmax(border->chain[e], segment->from_m);
        double len_m = fmin(border->chain[e + 1], segment->to_m) - from_m;

        if (border->chain[e] >= segment->to_m && border->chain[e] > segment->from_m) break;
        if (!(len_m > 0)) continue;
        by_status_m[border->status[e]] += len_m;
        if (border->acc[e] == BM_ACC_NONE) continue;
        acc_sum += 10.0 * border->acc[e] * len_m;
        acc_len_m += len_m;
    }
    segment->status = BM_BORDER_NONE;
    for (int s = 0; s <= BM_BORDER_MARITIME; s++)
        if (by_status_m[s] > by_status_m[segment->status]) segment->status = (bm_border_status)s;
    segment->b_acc_m = acc_len_m > 0 ? acc_sum / acc_len_m : NAN;
}

uint32_t bm_segment_of(const bm_segments *segments, uint32_t run, double chain_m)
{
    const bm_border *border = segments->border;
    const struct bmb_part *part = &border->parts[border->runs[run].part];
    uint32_t segment = bm_segment_at(segments, part->dyad, chain_m);

    while (segment + 1 < segments->dyad_first[part->dyad + 1] &&
           (segments->all[segment].valid_from != part->valid_from ||
            segments->all[segment].valid_to != part->valid_to))
        segment++; /* the chainage is where they meet */
    return segment;
}

/* Neighbouring parts of a dyad that hold on the same days. */
struct span {
    uint32_t n_parts;
    double from_m, to_m;
    int32_t valid_from, valid_to;
};

/* The span that begins at the k-th part of the dyad. */
static struct span span_at(const bm_border *border, uint32_t dyad, uint32_t k)
{
    const struct bmb_dyad *d = &border->file_dyads[dyad];
    const struct bmb_part *first = &border->parts[d->first_part + k], *part = first;
    struct span span = {0, border->chain[first->first], d->len_m, first->valid_from, first->valid_to};

    for (; k + span.n_parts < d->n_parts; span.n_parts++, part++)
        if (part->valid_from != span.valid_from || part->valid_to != span.valid_to) {
            span.to_m = border->chain[part->first];
            break;
        }
    return span;
}

static double segment_count(const bm_tag_options *options, const struct span *span)
{
    return options->whole_dyads ? 1 : fmax(1, round((span->to_m - span->from_m) / options->segment_m));
}

static bm_status count_segments(bm_ctx *ctx, const bm_tag_options *options, bm_segments *segments)
{
    const bm_border *border = segments->border;
    double total = 0;

    if (!options->whole_dyads && !(options->segment_m > 0))
        return bm_fail(ctx, BM_EUSAGE, "segment length is not above 0");
    for (uint32_t d = 0; d < border->n_dyads; d++) {
        struct span span;

        for (uint32_t k = 0; k < border->file_dyads[d].n_parts; k += span.n_parts) {
            span = span_at(border, d, k);
            total += segment_count(options, &span);
        }
        if (total > MAX_SEGMENTS)
            return bm_fail(ctx, BM_EUSAGE, "segment length is too short: more than %.0f segments",
                           MAX_SEGMENTS);
        segments->dyad_first[d + 1] = (uint32_t)total;
    }
    segments->n = segments->dyad_first[border->n_dyads];
    return BM_OK;
}

/* Cuts a span into n segments, the first of them the seq-th of its dyad. */
static void fill_span(bm_segments *segments, uint32_t dyad, const struct span *span, uint32_t n, uint32_t seq)
{
    const bm_border *border = segments->border;
    double len_m = span->to_m - span->from_m;

    for (uint32_t k = 0; k < n; k++, seq++) {
        bm_segment *segment = &segments->all[segments->dyad_first[dyad] + seq - 1];

        snprintf(segment->seg_id, sizeof segment->seg_id, "%.7s-%03u", border->dyads[dyad].name,
                 (unsigned)seq % 10000000u);
        segment->dyad = (int32_t)dyad;
        segment->seq = seq;
        segment->from_m = span->from_m + len_m * k / n;
        segment->to_m = k + 1 == n ? span->to_m : span->from_m + len_m * (k + 1) / n;
        segment->valid_from = span->valid_from;
        segment->valid_to = span->valid_to;
        describe(border, segment);
    }
}

static void fill_segments(const bm_tag_options *options, bm_segments *segments)
{
    const bm_border *border = segments->border;

    for (uint32_t d = 0; d < border->n_dyads; d++) {
        struct span span;
        uint32_t seq = 1, n;

        for (uint32_t k = 0; k < border->file_dyads[d].n_parts; k += span.n_parts, seq += n) {
            span = span_at(border, d, k);
            n = (uint32_t)segment_count(options, &span);
            fill_span(segments, d, &span, n, seq);
        }
    }
}

bm_status bm_segments_cut(bm_ctx *ctx, const bm_border *border, const bm_tag_options *options,
                          bm_segments **out)
{
    bm_segments *segments;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *segments, &block)) != BM_OK) return st;
    segments = block;
    segments->ctx = ctx;
    segments->border = border;
    segments->geodesic = options->edges == BM_EDGES_GEODESIC;
    if ((st = bm_calloc(ctx, (size_t)border->n_dyads + 1, sizeof *segments->dyad_first, &block)) != BM_OK)
        goto done;
    segments->dyad_first = block;
    if ((st = count_segments(ctx, options, segments)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, segments->n, sizeof *segments->all, &block)) != BM_OK) goto done;
    segments->all = block;
    fill_segments(options, segments);
    *out = segments;
    segments = NULL;
done:
    bm_segments_destroy(segments);
    return st;
}

void bm_segments_destroy(bm_segments *segments)
{
    if (!segments) return;
    bm_free(segments->ctx, segments->all);
    bm_free(segments->ctx, segments->dyad_first);
    bm_free(segments->ctx, segments);
}

const bm_border *bm_segments_border(const bm_segments *segments)
{
    return segments->border;
}

const bm_segment *bm_segments_all(const bm_segments *segments, uint32_t *n)
{
    *n = segments->n;
    return segments->all;
}
