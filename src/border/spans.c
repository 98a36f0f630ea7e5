/* A border line cut where a label changes: by the province at its side, by the segment of another drawing. */
#include "border/segments.h"

#include "base/mem.h"

#include <math.h>

/* Where one has got to on a part. */
struct walk {
    uint32_t dyad, part;
    double start_m; /* of the span that goes on */
};

static bm_status ask(bm_ctx *ctx, struct bm_spans *spans, uint32_t dyad, double at_m, uint32_t *label)
{
    struct bm_station station = bm_border_station(spans->border, dyad, at_m, false);

    bm_ll at = spans->rough ? bm_station_rough_point(spans->border, station)
                            : bm_station_point(spans->border, spans->geodesic, station);

    return spans->label(ctx, spans->user, at, label);
}

static bm_status end_span(bm_ctx *ctx, struct bm_spans *spans, struct walk *walk, double to_m, uint32_t label)
{
    bm_status st = bm_grow(ctx, (void **)&spans->items, &spans->cap, spans->n + 1, sizeof *spans->items);

    if (st != BM_OK) return st;
    spans->items[spans->n++] = (struct bm_span){walk->start_m, to_m, walk->part, label};
    walk->start_m = to_m;
    return BM_OK;
}

/* Ends spans between two places with different labels, by halving. */
static bm_status find_changes(bm_ctx *ctx, struct bm_spans *spans, struct walk *walk, double from_m,
                              uint32_t from, double to_m, uint32_t to)
{
    double middle_m = (from_m + to_m) / 2;
    uint32_t middle;
    bm_status st;

    if (from == to) return BM_OK;
    if (to_m - from_m <= spans->exact_m) return end_span(ctx, spans, walk, middle_m, from);
    if ((st = ask(ctx, spans, walk->dyad, middle_m, &middle)) != BM_OK) return st;
    if ((st = find_changes(ctx, spans, walk, from_m, from, middle_m, middle)) != BM_OK) return st;
    return find_changes(ctx, spans, walk, middle_m, middle, to_m, to);
}

/* The first and the last question stand a little inside: at an end two labels may be equally right. */
static bm_status walk_part(bm_ctx *ctx, struct bm_spans *spans, struct walk *walk, double end_m)
{
    double from_m = walk->start_m, len_m = end_m - from_m, in_m = fmin(1, len_m / 4), at_m = from_m + in_m;
    uint32_t n = (uint32_t)ceil(len_m / spans->step_m), here, next;
    bm_status st;

    if ((st = ask(ctx, spans, walk->dyad, at_m, &here)) != BM_OK) return st;
    for (uint32_t i = 1; i <= n; i++) {
        double next_m = i == n ? end_m - in_m : from_m + len_m * i / n;

        if (next_m <= at_m) continue;
        if ((st = ask(ctx, spans, walk->dyad, next_m, &next)) != BM_OK) return st;
        if ((st = find_changes(ctx, spans, walk, at_m, here, next_m, next)) != BM_OK) return st;
        at_m = next_m;
        here = next;
    }
    return end_span(ctx, spans, walk, end_m, here);
}

bm_status bm_spans_add(bm_ctx *ctx, struct bm_spans *spans, uint32_t dyad, double from_m, double to_m)
{
    const bm_border *border = spans->border;
    const struct bmb_dyad *d = &border->file_dyads[dyad];

    for (uint32_t p = d->first_part; p < d->first_part + d->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];
        double end_m = fmin(to_m, border->chain[part->first + part->n - 1]);
        struct walk walk = {dyad, p, fmax(from_m, border->chain[part->first])};
        bm_status st;

        if (!(end_m > walk.start_m)) continue;
        if ((st = walk_part(ctx, spans, &walk, end_m)) != BM_OK) return st;
    }
    return BM_OK;
}

static double span_length_m(const struct bm_span *span)
{
    return span->to_m - span->from_m;
}

/* Joins span i to the one behind it, under the label given. */
static void join_next(struct bm_spans *spans, size_t i, uint32_t label)
{
    spans->items[i].to_m = spans->items[i + 1].to_m;
    spans->items[i].label = label;
    for (size_t k = i + 1; k + 1 < spans->n; k++) spans->items[k] = spans->items[k + 1];
    spans->n--;
}

static bool same_part(const struct bm_spans *spans, size_t i, size_t k)
{
    return i < spans->n && k < spans->n && spans->items[i].part == spans->items[k].part;
}

void bm_spans_absorb(struct bm_spans *spans, double least_m)
{
    for (;;) {
        size_t shortest = spans->n;
        bool before, after;

        for (size_t i = 0; i < spans->n; i++) {
            double len_m = span_length_m(&spans->items[i]);

            if (len_m >= least_m || (!same_part(spans, i, i + 1) && !(i > 0 && same_part(spans, i, i - 1))))
                continue;
            if (shortest == spans->n || len_m < span_length_m(&spans->items[shortest])) shortest = i;
        }
        if (shortest == spans->n) return;
        before = shortest > 0 && same_part(spans, shortest, shortest - 1);
        after = same_part(spans, shortest, shortest + 1);
        if (before && after &&
            span_length_m(&spans->items[shortest + 1]) > span_length_m(&spans->items[shortest - 1]))
            before = false;
        if (!before) {
            join_next(spans, shortest, spans->items[shortest + 1].label);
            before = shortest > 0 && same_part(spans, shortest, shortest - 1);
        } else {
            shortest--;
            join_next(spans, shortest, spans->items[shortest].label);
            before = false;
            if (same_part(spans, shortest, shortest + 1) &&
                spans->items[shortest].label == spans->items[shortest + 1].label)
                join_next(spans, shortest, spans->items[shortest].label);
        }
        if (before && spans->items[shortest - 1].label == spans->items[shortest].label)
            join_next(spans, shortest - 1, spans->items[shortest].label);
    }
}

uint32_t bm_spans_number(struct bm_spans *spans, uint32_t *labels)
{
    uint32_t n = 0;

    for (size_t i = 0; i < spans->n; i++) {
        uint32_t k = 0;

        while (k < n && labels[k] != spans->items[i].label) k++;
        if (k == n) labels[n++] = spans->items[i].label;
        spans->items[i].label = k;
    }
    return n;
}

void bm_spans_free(bm_ctx *ctx, struct bm_spans *spans)
{
    bm_free(ctx, spans->items);
    spans->items = NULL;
    spans->n = spans->cap = 0;
}

static bm_status add_segments(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                              const double *len_m, uint32_t *index, uint32_t n_labels)
{
    double at_m = era->from_m;

    for (uint32_t k = 0; k < n_labels; k++) {
        bm_status st;

        if (!(len_m[k] > 0)) continue;
        index[k] = segments->n;
        if ((st = bm_segment_add(ctx, segments, era, k + 1, at_m, at_m + len_m[k])) != BM_OK) return st;
        at_m += len_m[k];
    }
    return BM_OK;
}

bm_status bm_segments_from_spans(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                                 const struct bm_spans *spans, uint32_t n_labels)
{
    void *len_m = NULL, *index = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, n_labels, sizeof(double), &len_m)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, n_labels, sizeof(uint32_t), &index)) != BM_OK) goto done;
    for (size_t i = 0; i < spans->n; i++)
        ((double *)len_m)[spans->items[i].label] += span_length_m(&spans->items[i]);
    if ((st = add_segments(ctx, segments, era, len_m, index, n_labels)) != BM_OK) goto done;
    for (size_t i = 0; i < spans->n && st == BM_OK; i++) {
        const struct bm_span *span = &spans->items[i];
        struct bm_piece piece = {
            .from_m = span->from_m,
            .to_m = span->to_m,
            .first_edge = bm_border_station(segments->border, era->dyad, span->from_m, true).edge,
            .last_edge = bm_border_station(segments->border, era->dyad, span->to_m, false).edge,
            .segment = ((uint32_t *)index)[span->label]};

        st = bm_piece_add(ctx, segments, &piece);
    }
done:
    bm_free(ctx, len_m);
    bm_free(ctx, index);
    return st;
}
