/* Cuts dyads into segments: equal geodesic lengths, whole dyads, or what another file says. */
#include "border/own_lines.h"

#include "base/mem.h"
#include "border/model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_SEGMENTS 9999999.0 /* in all; seg_id has room for seven digits */

uint32_t bm_piece_at(const bm_segments *segments, uint32_t dyad, uint32_t edge, double chain_m)
{
    uint32_t low = segments->piece_first[dyad], last = segments->piece_first[dyad + 1] - 1, high = last;

    while (low < high) { /* the first piece that reaches chain_m */
        uint32_t middle = low + (high - low) / 2;

        if (segments->pieces[middle].to_m < chain_m)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < last && segments->pieces[low].last_edge < edge &&
           segments->pieces[low + 1].from_m <= chain_m)
        low++; /* behind a gap between parts */
    return low;
}

uint32_t bm_segment_at(const bm_segments *segments, uint32_t dyad, uint32_t edge, double chain_m)
{
    return segments->pieces[bm_piece_at(segments, dyad, edge, chain_m)].segment;
}

bm_status bm_segment_add(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era, uint32_t seq,
                         double from_m, double to_m)
{
    void *all = segments->all;
    bm_status st = bm_grow(ctx, &all, &segments->cap, (size_t)segments->n + 1, sizeof *segments->all);
    bm_segment *segment;

    segments->all = all;
    if (st != BM_OK) return st;
    segment = &segments->all[segments->n++];
    *segment = (bm_segment){.dyad = (int32_t)era->dyad,
                            .seq = seq,
                            .from_m = from_m,
                            .to_m = to_m,
                            .valid_from = era->valid_from,
                            .valid_to = era->valid_to};
    snprintf(segment->seg_id, sizeof segment->seg_id, "%.7s-%03u", segments->border->dyads[era->dyad].name,
             (unsigned)seq % 10000000u);
    return BM_OK;
}

bm_status bm_piece_add(bm_ctx *ctx, bm_segments *segments, const struct bm_piece *piece)
{
    void *pieces = segments->pieces;
    bm_status st =
        bm_grow(ctx, &pieces, &segments->cap_pieces, segments->n_pieces + 1, sizeof *segments->pieces);

    segments->pieces = pieces;
    if (st == BM_OK) segments->pieces[segments->n_pieces++] = *piece;
    return st;
}

/* What describes a segment, summed over its pieces. */
struct description {
    double by_status_m[BM_BORDER_MARITIME + 1], acc_sum, acc_len_m;
};

static void describe_piece(const bm_border *border, const struct bm_piece *piece, struct description *sum)
{
    for (uint32_t e = piece->first_edge; e <= piece->last_edge; e++) {
        double from_m = fmax(border->chain[e], piece->from_m);
        double len_m = fmin(border->chain[e + 1], piece->to_m) - from_m;

        if (!(len_m > 0)) continue;
        sum->by_status_m[border->status[e]] += len_m;
        if (border->acc[e] == BM_ACC_NONE) continue;
        sum->acc_sum += 10.0 * border->acc[e] * len_m;
        sum->acc_len_m += len_m;
    }
}

/* Status of most of its length, and its mean distance to the independent source, for each segment. */
static bm_status describe(bm_ctx *ctx, bm_segments *segments)
{
    void *block;
    bm_status st = bm_calloc(ctx, segments->n, sizeof(struct description), &block);
    struct description *sums = block;

    if (st != BM_OK) return st;
    for (size_t p = 0; p < segments->n_pieces; p++)
        describe_piece(segments->border, &segments->pieces[p], &sums[segments->pieces[p].segment]);
    for (uint32_t i = 0; i < segments->n; i++) {
        bm_segment *segment = &segments->all[i];

        segment->status = BM_BORDER_NONE;
        for (int s = 0; s <= BM_BORDER_MARITIME; s++)
            if (sums[i].by_status_m[s] > sums[i].by_status_m[segment->status])
                segment->status = (bm_border_status)s;
        segment->b_acc_m = sums[i].acc_len_m > 0 ? sums[i].acc_sum / sums[i].acc_len_m : NAN;
    }
    bm_free(ctx, sums);
    return BM_OK;
}

uint32_t bm_segment_count(const bm_tag_options *options, double len_m)
{
    double n = options->whole_dyads ? 1 : round(len_m / options->segment_m);

    return n < 1 ? 1 : (uint32_t)fmin(n, 2 * MAX_SEGMENTS);
}

/* The era that begins at the k-th part of the dyad. */
static struct bm_era era_at(const bm_border *border, uint32_t dyad, uint32_t k)
{
    const struct bmb_dyad *d = &border->file_dyads[dyad];
    const struct bmb_part *first = &border->parts[d->first_part + k], *part = first;
    struct bm_era era = {
        dyad,           d->first_part + k, 0, border->chain[first->first], d->len_m, first->valid_from,
        first->valid_to};

    for (; k + era.n_parts < d->n_parts; era.n_parts++, part++)
        if (part->valid_from != era.valid_from || part->valid_to != era.valid_to) {
            era.to_m = border->chain[part->first];
            break;
        }
    return era;
}

static bm_status check_count(bm_ctx *ctx, const bm_tag_options *options, const bm_border *border)
{
    double total = 0;

    if (options->whole_dyads || options->lines) return BM_OK;
    if (!(options->segment_m > 0)) return bm_fail(ctx, BM_EUSAGE, "segment length is not above 0");
    for (uint32_t d = 0; d < border->n_dyads; d++) {
        struct bm_era era;

        for (uint32_t k = 0; k < border->file_dyads[d].n_parts; k += era.n_parts) {
            era = era_at(border, d, k);
            total += bm_segment_count(options, era.to_m - era.from_m);
        }
        if (total > MAX_SEGMENTS) break;
    }
    if (total <= MAX_SEGMENTS) return BM_OK;
    return bm_fail(ctx, BM_EUSAGE, "segment length is too short: more than %.0f segments", MAX_SEGMENTS);
}

static bm_status cut_equal(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era, uint32_t n,
                           uint32_t seq)
{
    const bm_border *border = segments->border;
    double len_m = era->to_m - era->from_m;

    for (uint32_t k = 0; k < n; k++) {
        double from_m = era->from_m + len_m * k / n;
        double to_m = k + 1 == n ? era->to_m : era->from_m + len_m * (k + 1) / n;
        struct bm_piece piece = {.from_m = from_m,
                                 .to_m = to_m,
                                 .first_edge = bm_border_station(border, era->dyad, from_m, true).edge,
                                 .last_edge = bm_border_station(border, era->dyad, to_m, false).edge,
                                 .segment = segments->n};
        bm_status st;

        if ((st = bm_segment_add(ctx, segments, era, seq + k, from_m, to_m)) != BM_OK) return st;
        if ((st = bm_piece_add(ctx, segments, &piece)) != BM_OK) return st;
    }
    return BM_OK;
}

static bm_status cut_dyad(bm_ctx *ctx, bm_segments *segments, uint32_t dyad, const bm_tag_options *options,
                          const struct bm_province_set *provinces, struct bm_line_set *lines)
{
    uint32_t n_parts = segments->border->file_dyads[dyad].n_parts, seq = 1;
    struct bm_era era = era_at(segments->border, dyad, 0);
    bool done = false;
    bm_status st = BM_OK;

    if (options->reference && !options->whole_dyads && !provinces && !lines && era.n_parts == n_parts)
        st = bm_segments_like(ctx, segments, &era, options, &done);
    for (uint32_t k = 0; k < n_parts && st == BM_OK && !done; k += era.n_parts) {
        uint32_t n;

        era = era_at(segments->border, dyad, k);
        n = bm_segment_count(options, era.to_m - era.from_m);
        st = provinces ? bm_segments_by_province(ctx, segments, &era, provinces, seq, &n)
             : lines   ? bm_segments_by_line(ctx, segments, &era, lines, seq, &n)
                       : cut_equal(ctx, segments, &era, n, seq);
        seq += n;
    }
    return st;
}

bm_status bm_segments_cut(bm_ctx *ctx, const bm_border *border, const bm_tag_options *options,
                          bm_segments **out)
{
    struct bm_province_set *provinces = NULL;
    struct bm_line_set *lines = NULL;
    bm_segments *segments;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = check_count(ctx, options, border)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, 1, sizeof *segments, &block)) != BM_OK) return st;
    segments = block;
    segments->ctx = ctx;
    segments->border = border;
    segments->geodesic = options->edges == BM_EDGES_GEODESIC;
    if ((st = bm_calloc(ctx, (size_t)border->n_dyads + 1, sizeof(uint32_t), &block)) != BM_OK) goto done;
    segments->piece_first = block;
    if ((st = bm_arena_create(ctx, &segments->texts)) != BM_OK) goto done;
    if (options->provinces)
        st = bm_province_set_create(ctx, options->provinces, options->n_provinces, &provinces);
    if (st == BM_OK && options->lines) st = bm_line_set_create(ctx, options->lines, segments, &lines);
    for (uint32_t d = 0; d < border->n_dyads && st == BM_OK; d++) {
        st = cut_dyad(ctx, segments, d, options, provinces, lines);
        segments->piece_first[d + 1] = (uint32_t)segments->n_pieces;
    }
    if (st != BM_OK || (st = describe(ctx, segments)) != BM_OK) goto done;
    if (lines && options->issues) st = bm_line_set_report(ctx, lines, segments, options);
    if (st != BM_OK) goto done;
    *out = segments;
    segments = NULL;
done:
    bm_province_set_destroy(ctx, provinces);
    bm_line_set_destroy(ctx, lines);
    bm_segments_destroy(segments);
    return st;
}

void bm_segments_destroy(bm_segments *segments)
{
    if (!segments) return;
    bm_free(segments->ctx, segments->all);
    bm_free(segments->ctx, segments->pieces);
    bm_free(segments->ctx, segments->piece_first);
    bm_arena_destroy(segments->texts);
    bm_free(segments->ctx, segments);
}

const bm_segment *bm_segments_all(const bm_segments *segments, uint32_t *n)
{
    *n = segments->n;
    return segments->all;
}

const bm_border *bm_segments_border(const bm_segments *segments)
{
    return segments->border;
}
