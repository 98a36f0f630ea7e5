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

#define STEP_M   2000.0  /* between two questions; a segment is at least 100 m long, most are 50 km */
#define NEAR_M   10000.0 /* sources that mean the same border differ by less, nearly everywhere */
#define NEAR_ALL 0.9     /* of the length, both ways */

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
    size_t n, best = 0;
    bm_status st = bm_search_nearest(ctx, asked->search, at, BM_SEARCH_NEAREST, &hits, &n);

    *share = 0;
    *dist_m = INFINITY;
    if (st != BM_OK || n == 0) return st;
    for (size_t i = 1; i < n; i++)
        if (hits[i].foot.dist_m < hits[best].foot.dist_m ||
            (hits[i].foot.dist_m == hits[best].foot.dist_m && hits[i].edge < hits[best].edge))
            best = i;
    *dist_m = hits[best].foot.dist_m;
    *share = bm_border_chain_m(asked->border, asked->geodesic, hits[best].edge, hits[best].foot.t) /
             asked->border->dyads[asked->dyad].len_m;
    return BM_OK;
}

static bm_status segment_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    const struct asked *asked = user;
    double share, dist_m;
    bm_status st = nearest_share(ctx, asked, at, &share, &dist_m);
    double k = floor(share * asked->n);

    *label = k > 0 ? (k < asked->n ? (uint32_t)k : asked->n - 1) : 0;
    return st;
}

static bm_status near_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    double share, dist_m;
    bm_status st = nearest_share(ctx, user, at, &share, &dist_m);

    *label = dist_m <= NEAR_M;
    return st;
}

/* Does the dyad lie near the one asked, nearly all along? */
static bm_status lies_near(bm_ctx *ctx, const bm_border *border, uint32_t dyad, struct asked *asked,
                           bool *near)
{
    struct bm_spans spans = {
        .border = border, .geodesic = asked->geodesic, .step_m = STEP_M, .label = near_label, .user = asked};
    double len_m = border->dyads[dyad].len_m, near_m = 0;
    bm_status st = bm_spans_add(ctx, &spans, dyad, 0, len_m);

    for (size_t i = 0; i < spans.n; i++)
        if (spans.items[i].label) near_m += spans.items[i].to_m - spans.items[i].from_m;
    *near = near_m >= NEAR_ALL * len_m;
    bm_spans_free(ctx, &spans);
    return st;
}

static bm_status ask_dyad(bm_ctx *ctx, const bm_border *border, bool geodesic, int32_t dyad,
                          struct asked *out)
{
    *out = (struct asked){.border = border, .geodesic = geodesic, .dyad = (uint32_t)dyad};
    return bm_search_create(ctx, border, geodesic, &dyad, 1, &out->search);
}

static bm_status both_near(bm_ctx *ctx, const bm_segments *segments, uint32_t dyad, struct asked *reference,
                           bool *near)
{
    struct asked own;
    bm_status st = lies_near(ctx, segments->border, dyad, reference, near);

    if (st != BM_OK || !*near) return st;
    if ((st = ask_dyad(ctx, segments->border, segments->geodesic, (int32_t)dyad, &own)) != BM_OK) return st;
    st = lies_near(ctx, reference->border, reference->dyad, &own, near);
    bm_search_destroy(ctx, own.search);
    return st;
}

bm_status bm_segments_like(bm_ctx *ctx, bm_segments *segments, const struct bm_era *era, const bm_tag_options *options,
                           bool *done)
{
    const bm_border *reference = options->reference;
    int32_t named = bm_border_dyad(reference, segments->border->dyads[dyad].name);
    struct asked asked;
    struct bm_spans spans = {.border = segments->border,
                             .geodesic = segments->geodesic,
                             .step_m = fmin(STEP_M, options->segment_m / 4),
                             .label = segment_label,
                             .user = &asked};
    bm_status st;

    *done = false;
    if (named < 0 || !(reference->dyads[named].len_m > 0)) return BM_OK;
    if ((st = ask_dyad(ctx, reference, segments->geodesic, named, &asked)) != BM_OK) return st;
    asked.n = bm_segment_count(options, reference->dyads[named].len_m);
    if ((st = both_near(ctx, segments, dyad, &asked, done)) != BM_OK || !*done) goto done;
    if ((st = bm_spans_add(ctx, &spans, dyad, 0, segments->border->dyads[dyad].len_m)) != BM_OK) goto done;
    st = bm_segments_from_spans(ctx, segments, dyad, &spans, asked.n);
done:
    bm_spans_free(ctx, &spans);
    bm_search_destroy(ctx, asked.search);
    return st;
}
