/* Segments that keep their names when a border is drawn anew.
 *
 * Equal shares of a line's length do not stay where they are when its vertices move: noise of 200 m makes a
 * line of 300 m steps half as long again, and more where vertices are dense, so that cuts wander by tens of
 * kilometres and the count of segments changes. So another drawing of a border takes its segments from a
 * reference, the built-in borders: each of its places belongs to the segment of the nearest place of the
 * reference's line. A cut then moves no farther than the drawings differ. tests/bench/README.md has the
 * figures, and those of the rules that were tried instead. */
#include "border/search.h"
#include "border/segments.h"

#include <math.h>

#define STEP_M       5000.0 /* between two questions, at most; a change between them is found to CUT_EXACT_M */
#define CUT_EXACT_M  1.0
#define NEAR_EXACT_M 500.0
#define NEAR_M       10000.0 /* sources that mean the same border differ by less, nearly everywhere */
#define NEAR_ALL     0.9     /* of the length, both ways */

/* One dyad's line to be asked for its nearest place. */
struct asked {
    const bm_border *border;
    bm_search *search;
    bool geodesic;
    uint32_t dyad, n; /* n: segments of equal length */
};

/* A position of 0 (the start) to 1, and how far away. */
static bm_status nearest_share(bm_ctx *ctx, const struct asked *asked, bm_ll at, double *share,
                               double *dist_m)
{
    const struct bm_hit *hits;
    const double *chain;
    uint32_t edge;
    size_t n, best = 0;
    bm_status st = bm_search_nearest(ctx, asked->search, at, BM_SEARCH_ROUGH, &hits, &n);

    *share = 0;
    *dist_m = INFINITY;
    if (st != BM_OK || n == 0) return st;
    for (size_t i = 1; i < n; i++)
        if (hits[i].foot.dist_m < hits[best].foot.dist_m ||
            (hits[i].foot.dist_m == hits[best].foot.dist_m && hits[i].edge < hits[best].edge))
            best = i;
    *dist_m = hits[best].foot.dist_m;
    edge = hits[best].edge;
    chain = &asked->border->chain[edge];
    *share = (chain[0] + hits[best].foot.t * (chain[1] - chain[0])) / asked->border->dyads[asked->dyad].len_m;
    return BM_OK;
}

/* The segment; n more where it is not near. */
static bm_status segment_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    const struct asked *asked = user;
    double share, dist_m;
    bm_status st = nearest_share(ctx, asked, at, &share, &dist_m);
    double k = floor(share * asked->n);

    *label = k > 0 ? (k < asked->n ? (uint32_t)k : asked->n - 1) : 0;
    if (dist_m > NEAR_M) *label += asked->n;
    return st;
}

static bm_status near_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    double share, dist_m;
    bm_status st = nearest_share(ctx, user, at, &share, &dist_m);

    *label = dist_m <= NEAR_M ? 0 : 1;
    return st;
}

/* Spans of a dyad and whether those with a label below n are nearly all of it. */
static bm_status lies_near(bm_ctx *ctx, struct bm_spans *spans, uint32_t dyad, uint32_t n, bool *near)
{
    double len_m = spans->border->dyads[dyad].len_m, near_m = 0;
    bm_status st = bm_spans_add(ctx, spans, dyad, 0, len_m);

    for (size_t i = 0; i < spans->n; i++)
        if (spans->items[i].label < n) near_m += spans->items[i].to_m - spans->items[i].from_m;
    *near = near_m >= NEAR_ALL * len_m;
    return st;
}

static bm_status ask_dyad(bm_ctx *ctx, const bm_border *border, bool geodesic, int32_t dyad,
                          struct asked *out)
{
    *out = (struct asked){.border = border, .geodesic = geodesic, .dyad = (uint32_t)dyad};
    return bm_search_create(ctx, border, geodesic, &dyad, 1, &out->search);
}

/* Does the reference's dyad lie near the segments' own? */
static bm_status reference_near(bm_ctx *ctx, const bm_segments *segments, const struct bm_era *era,
                                const struct asked *reference, bool *near)
{
    struct asked own;
    struct bm_spans spans = {.border = reference->border,
                             .geodesic = reference->geodesic,
                             .step_m = STEP_M,
                             .rough = true,
                             .exact_m = NEAR_EXACT_M,
                             .label = near_label,
                             .user = &own};
    bm_status st = ask_dyad(ctx, segments->border, segments->geodesic, (int32_t)era->dyad, &own);

    if (st != BM_OK) return st;
    bm_search_set_day(own.search, bm_border_day(segments->border, era->valid_to, NULL));
    st = lies_near(ctx, &spans, reference->dyad, 1, near);
    bm_spans_free(ctx, &spans);
    bm_search_destroy(ctx, own.search);
    return st;
}

bm_status bm_segments_like(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era,
                           const bm_tag_options *options, bool *done)
{
    const bm_border *reference = options->reference;
    int32_t named = bm_border_dyad(reference, segments->border->dyads[era->dyad].name);
    struct asked asked;
    struct bm_spans spans = {.border = segments->border,
                             .geodesic = segments->geodesic,
                             .step_m = fmin(STEP_M, options->segment_m / 4),
                             .rough = true,
                             .exact_m = CUT_EXACT_M,
                             .label = segment_label,
                             .user = &asked};
    bm_status st;

    *done = false;
    if (named < 0 || !(reference->dyads[named].len_m > 0)) return BM_OK;
    if ((st = ask_dyad(ctx, reference, segments->geodesic, named, &asked)) != BM_OK) return st;
    asked.n = bm_segment_count(options, reference->dyads[named].len_m);
    if ((st = lies_near(ctx, &spans, era->dyad, asked.n, done)) != BM_OK || !*done) goto done;
    if ((st = reference_near(ctx, segments, era, &asked, done)) != BM_OK || !*done) goto done;
    for (size_t i = 0; i < spans.n; i++) spans.items[i].label %= asked.n;
    st = bm_segments_from_spans(ctx, segments, era, &spans, asked.n);
done:
    bm_spans_free(ctx, &spans);
    bm_search_destroy(ctx, asked.search);
    return st;
}
