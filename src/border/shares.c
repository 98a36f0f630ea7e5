/* Shares of a vague place over segments, and its samples. A place that provably has one nearest segment gets
 * it whole; else points spread evenly over the radius or area vote. The points depend on the place only. */
#include "border/tagger.h"

#include "base/mem.h"
#include "geo/spread.h"

#include <math.h>
#include <stdlib.h>

#define RADIUS_POINTS 96
/* What only points say is never the whole: a point between them may be nearer to another segment. */
#define UNPROVEN (1 - 1e-6)
/* The rim of an area votes too, with next to no weight: no segment that the area touches is left without a
 * share. */
#define RIM_WEIGHT   1e-6
#define RIM_POINTS   4096
#define RIM_STEP_DEG 0.05

static void add_weight(bm_tagger *tagger, uint32_t segment, double weight)
{
    if (tagger->weight[segment] == 0) tagger->touched[tagger->n_touched++] = segment;
    tagger->weight[segment] += weight;
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

/* Turns the weights into the tag's shares of `total` and clears them. */
static bm_status collect(bm_ctx *ctx, bm_tagger *tagger, double total, double most, bm_arena *arena,
                         bm_tag *tag)
{
    uint32_t n = tagger->n_touched;
    bm_share *shares = bm_arena_alloc(arena, n * sizeof *shares);

    if (n > 0) qsort(tagger->touched, n, sizeof *tagger->touched, by_number);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t segment = tagger->touched[i];

        if (shares) shares[i] = (bm_share){segment, fmin(most, tagger->weight[segment] / total)};
        tagger->weight[segment] = 0;
    }
    tagger->n_touched = 0;
    if (!shares) return bm_fail(ctx, BM_ENOMEM, "out of memory for the shares of a place");
    tag->shares = shares;
    tag->n_shares = n;
    return BM_OK;
}

/* Collects the segments that come within reach. */
struct reached {
    bm_tagger *tagger;
    struct bm_xyz from;
    double reach_m; /* chord */
    uint32_t segment;
    bool any, several;
};

static void add_reached(struct reached *r, uint32_t segment)
{
    if (r->any && segment != r->segment) r->several = true;
    r->segment = segment;
    r->any = true;
}

/* Can the stretch of an edge that belongs to a piece come within reach? */
static bool stretch_reached(const struct reached *r, uint32_t edge, const struct bm_piece *piece)
{
    const bm_border *border = r->tagger->border;
    double from_m = border->chain[edge], len_m = border->chain[edge + 1] - from_m, t;
    bool geodesic = r->tagger->segments->geodesic;
    struct bm_station start = {edge, fmax(0, (piece->from_m - from_m) / len_m)};
    struct bm_station end = {edge, fmin(1, (piece->to_m - from_m) / len_m)};
    struct bm_xyz a = bm_xyz_of(bm_station_point(border, geodesic, start));
    struct bm_xyz b = bm_xyz_of(bm_station_point(border, geodesic, end));

    return sqrt(bm_chord_distance2(r->from, a, b, &t)) <= r->reach_m + border->sag[edge];
}

static void reach_edge(void *user, uint32_t edge, uint32_t dyad)
{
    struct reached *r = user;
    const bm_segments *segments = r->tagger->segments;
    const double *chain = r->tagger->border->chain;
    uint32_t from, to;

    if (r->several) return;
    from = bm_piece_at(segments, dyad, edge, chain[edge]);
    to = bm_piece_at(segments, dyad, edge, chain[edge + 1]);
    if (from == to) add_reached(r, segments->pieces[from].segment);
    for (uint32_t p = from; from != to && p <= to && !r->several; p++)
        if (stretch_reached(r, edge, &segments->pieces[p])) add_reached(r, segments->pieces[p].segment);
}

/* Is one segment nearest to all within rad_m of the point? Yes if no other comes within dist_m + 2 rad_m of
 * it. */
static bm_status one_segment(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double dist_m, double rad_m,
                             bool *one, uint32_t *segment)
{
    double reach_m = dist_m + 2 * rad_m + BM_TIE_M;
    struct reached reached = {
        .tagger = tagger, .from = bm_xyz_of(point), .reach_m = bm_chord_reach_m(reach_m)};
    double shore_m;
    bm_status st;

    bm_search_within(tagger->search, point, reach_m, reach_edge, &reached);
    *segment = reached.segment;
    *one = reached.any && !reached.several;
    if (!*one) return BM_OK;
    st = bm_scope_shore_m(ctx, tagger, point, reach_m, false, &shore_m);
    if (shore_m <= reach_m) *one = false;
    return st;
}

/* A point of the place: kept as a sample unless it is of the rim, and for the nearest segment unless its
 * weight is 0. */
static bm_status vote(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double weight, bool sample)
{
    const struct bm_hit *hit;
    size_t n;
    double line_m, chain_m, shore_m;
    bm_status st = bm_search_nearest(ctx, tagger->search, point, BM_SEARCH_ROUGH, &hit, &n);

    if (st != BM_OK) return st;
    line_m = n > 0 ? hit->foot.dist_m : INFINITY;
    if (!sample && line_m > tagger->max_m) return BM_OK;
    if ((st = bm_scope_shore_m(ctx, tagger, point, line_m, true, &shore_m)) != BM_OK) return st;
    if (sample) bm_sample_add(tagger, fmin(line_m, shore_m), shore_m < line_m || n == 0 ? -1 : hit->dyad);
    if (n == 0 || shore_m < line_m || line_m > tagger->max_m || weight == 0) return BM_OK; /* no segment's */
    chain_m = bm_border_chain_m(tagger->border, tagger->segments->geodesic, hit->edge, hit->foot.t);
    add_weight(tagger, bm_segment_at(tagger->segments, (uint32_t)hit->dyad, hit->edge, chain_m), weight);
    return BM_OK;
}

/* dist_m: of the centre. What is nearest to a point of the disc is within dist_m + 2 rad_m of the centre.
 * Points on a sunflower's spiral cover a disc evenly: Vogel 1979, doi:10.1016/0025-5564(79)90080-4. */
static bm_status vote_radius(bm_ctx *ctx, bm_tagger *tagger, bm_ll centre, double dist_m, double rad_m,
                             double weight)
{
    const double golden_deg = 137.50776405003785;
    bm_status st = BM_OK;

    bm_search_focus(tagger->search, centre, dist_m + 2 * rad_m + BM_TIE_M);
    for (int i = 0; i < RADIUS_POINTS && st == BM_OK; i++) {
        double az_deg = fmod(i * golden_deg, 360), r_m = rad_m * sqrt((i + 0.5) / RADIUS_POINTS);

        st = vote(ctx, tagger, bm_geodesic_go(centre, az_deg, r_m), weight, true);
    }
    bm_search_unfocus(tagger->search);
    return st;
}

/* Points spread over the area vote; of one without ground (a line), those of its rim. */
static bm_status vote_area(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, double *total)
{
    const bm_ll *pts = tagger->spread;
    uint32_t n;
    bm_status st = bm_spread_area(ctx, area, BM_AREA_POINTS, tagger->spread, &n);

    if (st == BM_OK && n == 0) {
        pts = area->pts + area->ring_first[0];
        n = area->ring_first[area->n_rings] - area->ring_first[0];
        if (n > BM_AREA_POINTS) n = BM_AREA_POINTS;
    }
    *total = n;
    for (uint32_t i = 0; i < n && st == BM_OK; i++) st = vote(ctx, tagger, pts[i], 1, true);
    return st;
}

/* The start of an edge of the rim, and points every RIM_STEP_DEG along it. */
static bm_status vote_rim_edge(bm_ctx *ctx, bm_tagger *tagger, bm_ll a, bm_ll b, double *total)
{
    double dlon_deg = b.lon_deg - a.lon_deg, dlat_deg = b.lat_deg - a.lat_deg;
    int n = 1 + (int)(fmax(fabs(dlon_deg), fabs(dlat_deg)) / RIM_STEP_DEG);
    bm_status st = BM_OK;

    for (int i = 0; i < n && st == BM_OK; i++) {
        bm_ll p = {a.lon_deg + dlon_deg * i / n, a.lat_deg + dlat_deg * i / n};

        *total += RIM_WEIGHT;
        st = vote(ctx, tagger, p, RIM_WEIGHT, false);
    }
    return st;
}

static bm_status vote_rim(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, double *total)
{
    uint32_t step = 1 + (area->ring_first[area->n_rings] - area->ring_first[0]) / RIM_POINTS;
    bm_status st = BM_OK;

    for (uint32_t r = 0; r < area->n_rings; r++)
        for (uint32_t i = area->ring_first[r]; i < area->ring_first[r + 1] && st == BM_OK; i += step) {
            uint32_t next = i + step < area->ring_first[r + 1] ? i + step : area->ring_first[r];

            st = vote_rim_edge(ctx, tagger, area->pts[i], area->pts[next], total);
        }
    return st;
}

static bm_status share_area(bm_ctx *ctx, bm_tagger *tagger, const bm_area *area, bm_arena *arena, bm_tag *tag)
{
    bool far = tag->dmin_m > tagger->max_m;
    bm_status st;
    double total = 0;

    if (far && tagger->vague == BM_VAGUE_SHARES) return BM_OK;
    if ((st = vote_area(ctx, tagger, area, &total)) == BM_OK && !far)
        st = vote_rim(ctx, tagger, area, &total);
    if (st == BM_OK) return collect(ctx, tagger, total > 0 ? total : 1, UNPROVEN, arena, tag);
    (void)collect(ctx, tagger, 1, 1, arena, tag); /* leaves no weights behind */
    return st;
}

/* The points of a radius are looked at when a limit of a band parts its range, or for shares when no segment
 * has it whole. */
static bm_status share_radius(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena,
                              bm_tag *tag)
{
    double total = RADIUS_POINTS, most = UNPROVEN, rad_m = where->rad_m;
    bool sampled, shared, one = false;
    uint32_t segment;
    bm_status st = BM_OK;

    if (isnan(tag->dist_m)) return BM_OK;
    shared = tag->dist_m - rad_m <= tagger->max_m;
    sampled = tagger->vague == BM_VAGUE_ALL && bm_band_within(tagger, tag->dmin_m, tag->dmax_m);
    if (shared && tag->dist_m + rad_m <= tagger->max_m)
        st = one_segment(ctx, tagger, where->point, tag->dist_m, rad_m, &one, &segment);
    if (st != BM_OK) return st;
    if (one) {
        add_weight(tagger, segment, 1);
        total = most = 1;
    }
    if (sampled || (shared && !one))
        st = vote_radius(ctx, tagger, where->point, tag->dist_m, rad_m, one ? 0 : 1);
    if (st == BM_OK) return collect(ctx, tagger, total, most, arena, tag);
    (void)collect(ctx, tagger, 1, 1, arena, tag); /* leaves no weights behind */
    return st;
}

bm_status bm_tag_shares(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena, bm_tag *tag)
{
    bm_status st;

    tagger->n_samples = 0;
    st = where->area.n_rings > 0 ? share_area(ctx, tagger, &where->area, arena, tag)
                                 : share_radius(ctx, tagger, where, arena, tag);
    return st == BM_OK ? bm_sample_collect(ctx, tagger, arena, tag) : st;
}
