/* Shares of a vague place over segments, and its samples. A place that provably has one nearest segment gets
 * it whole; else points spread evenly over the radius or area vote. The points depend on the place only. */
#include "border/disc.h"
#include "border/tagger.h"

#include "base/mem.h"
#include "geo/spread.h"

#include <math.h>
#include <stdlib.h>

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

/* What is nearest to a point of the place: a border's segment, or nothing (dyad -1). */
struct nearest_line {
    double dist_m;
    int32_t dyad;
    uint32_t segment;
};

/* A point of the place: kept as a sample unless it is of the rim, and for the nearest segment unless its
 * weight is 0. */
static bm_status count_point(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, const struct nearest_line *line,
                             double weight, bool sample)
{
    double shore_m;
    bm_status st = bm_scope_shore_m(ctx, tagger, point, line->dist_m, true, &shore_m);
    bool at_shore = shore_m < line->dist_m;

    if (st != BM_OK) return st;
    if (sample) bm_sample_add(tagger, fmin(line->dist_m, shore_m), at_shore ? -1 : line->dyad);
    if (line->dyad < 0 || at_shore || line->dist_m > tagger->max_m || weight == 0) return BM_OK;
    add_weight(tagger, line->segment, weight);
    return BM_OK;
}

static bm_status vote(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double weight, bool sample)
{
    struct nearest_line line = {INFINITY, -1, 0};
    const struct bm_hit *hit;
    size_t n;
    double chain_m;
    bm_status st = bm_search_nearest(ctx, tagger->search, point, BM_SEARCH_ROUGH, &hit, &n);

    if (st != BM_OK) return st;
    if (n > 0) {
        line.dist_m = hit->foot.dist_m;
        line.dyad = hit->dyad;
    }
    if (!sample && line.dist_m > tagger->max_m) return BM_OK;
    if (n > 0 && weight > 0 && line.dist_m <= tagger->max_m) {
        chain_m = bm_border_chain_m(tagger->border, tagger->segments->geodesic, hit->edge, hit->foot.t);
        line.segment = bm_segment_at(tagger->segments, (uint32_t)hit->dyad, hit->edge, chain_m);
    }
    return count_point(ctx, tagger, point, &line, weight, sample);
}

/* dist_m: of the centre. The points of the disc one by one: what is nearest to one is within dist_m + 2 rad_m
 * of the centre. */
static bm_status vote_one_by_one(bm_ctx *ctx, bm_tagger *tagger, double dist_m, double weight)
{
    const struct bm_disc *disc = tagger->disc;
    bm_status st = BM_OK;

    bm_search_focus(tagger->search, disc->centre, dist_m + 2 * disc->rad_m + BM_TIE_M);
    for (int i = 0; i < BM_DISC_POINTS && st == BM_OK; i++)
        st = vote(ctx, tagger, bm_disc_point(disc, i), weight, true);
    bm_search_unfocus(tagger->search);
    return st;
}

/* The points of the disc that was looked about. */
static bm_status vote_disc(bm_ctx *ctx, bm_tagger *tagger, double dist_m, double weight)
{
    struct bm_disc *disc = tagger->disc;
    struct bm_disc_hit hits[BM_DISC_POINTS];
    bool sure = tagger->vague == BM_VAGUE_SHARES && !tagger->shores;
    bm_status st = BM_OK;

    if (disc->full || disc->lines.n == 0) return vote_one_by_one(ctx, tagger, dist_m, weight);
    bm_disc_ask(disc, sure ? tagger->max_m : 0, hits);
    for (int i = 0; i < BM_DISC_POINTS && st == BM_OK; i++) {
        struct nearest_line line = {hits[i].dist_m, hits[i].dyad, hits[i].segment};
        bm_ll point = tagger->shores ? bm_disc_point(disc, i) : disc->centre;

        st = count_point(ctx, tagger, point, &line, weight, true);
    }
    return st;
}

/* Looks at the borders about the place, whose centre is tagged. one: a segment is nearest to all of it; its points
 * can be asked all the same if `sampled`. */
static bm_status look_about(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, const bm_tag *tag, bool sampled,
                            bool *one)
{
    const struct bm_hit *hit;
    double shore_m, reach_m = tag->dist_m + 2 * where->rad_m + BM_TIE_M;
    bm_ll near = tag->near;
    size_t n;
    bm_status st;

    *one = false;
    if (tag->segment < 0) { /* it is a shore that is nearest */
        st = bm_search_nearest(ctx, tagger->search, where->point, BM_SEARCH_NEAREST, &hit, &n);
        if (st != BM_OK) return st;
        near = n > 0 ? hit->foot.at : (bm_ll){NAN, NAN};
    }
    bm_disc_look(tagger->disc, tagger->search, tagger->segments, where->point, where->rad_m, near,
                 sampled || tagger->shores || tag->dist_m + where->rad_m > tagger->max_m);
    if (!tagger->disc->one) return BM_OK;
    st = bm_scope_shore_m(ctx, tagger, where->point, reach_m, false, &shore_m);
    *one = shore_m > reach_m;
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
    double total = BM_DISC_POINTS, most = UNPROVEN;
    bool sampled, shared, one;
    bm_status st;

    if (isnan(tag->dist_m)) return BM_OK;
    shared = tag->dist_m - where->rad_m <= tagger->max_m;
    sampled = tagger->vague == BM_VAGUE_ALL && bm_band_within(tagger, tag->dmin_m, tag->dmax_m);
    if (!shared && !sampled) return BM_OK;
    if ((st = look_about(ctx, tagger, where, tag, sampled, &one)) != BM_OK) return st;
    one = one && tag->dist_m + where->rad_m <= tagger->max_m;
    if (one) {
        add_weight(tagger, tagger->disc->segment, 1);
        total = most = 1;
    }
    if (sampled || !one) st = vote_disc(ctx, tagger, tag->dist_m, one || !shared ? 0 : 1);
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
