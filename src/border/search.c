#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Of BM_SEARCH_ROUGH: what bends more is measured, but no more edges than this. */
#define ROUGH_SAG_M 0.5
#define ROUGH_EDGES 4

struct bm_arc bm_search_arc(const bm_search *search, uint32_t edge)
{
    return bm_arc_of(search->border->pts[edge], search->border->pts[edge + 1], search->geodesic);
}

bm_measure *bm_search_measure(bm_search *search)
{
    return search->measure;
}

static int by_low(const void *left, const void *right)
{
    const struct bm_candidate *a = left, *b = right;

    if (a->low_m != b->low_m) return a->low_m < b->low_m ? -1 : 1;
    return a->edge < b->edge ? -1 : a->edge > b->edge;
}

static void sort_candidates(struct bm_candidate *candidates, size_t n)
{
    if (n > 24) { /* many only where they are all equally far */
        qsort(candidates, n, sizeof *candidates, by_low);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct bm_candidate next = candidates[i];
        size_t at = i;

        for (; at > 0 && by_low(&next, &candidates[at - 1]) < 0; at--) candidates[at] = candidates[at - 1];
        candidates[at] = next;
    }
}

static double dot(struct bm_xyz a, struct bm_xyz b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* Keeps the geodesic just measured as the bound for its dyad. */
static void keep_bound(bm_search *search, int32_t dyad)
{
    struct bm_ray ray = bm_measure_last(search->measure);
    double sin_lon = sin(ray.at.lon_deg * BM_DEG_RAD), cos_lon = cos(ray.at.lon_deg * BM_DEG_RAD);
    double sin_lat = sin(ray.at.lat_deg * BM_DEG_RAD), cos_lat = cos(ray.at.lat_deg * BM_DEG_RAD);
    double e = ray.east, n = ray.north;
    struct bm_bound *bound = NULL;

    for (unsigned i = 0; i < search->n_bounds; i++)
        if (search->bounds[i].dyad == dyad) bound = &search->bounds[i];
    if (!bound && search->n_bounds == BM_BOUNDS) return;
    if (!bound)
        bound = &search->bounds[search->n_bounds++];
    else if (bound->length_m <= ray.length_m)
        return;
    bound->dyad = dyad;
    bound->length_m = ray.length_m;
    bound->bend = ray.bend;
    bound->at = bm_xyz_of(ray.at);
    bound->ahead = (struct bm_xyz){-e * sin_lon - n * sin_lat * cos_lon, e * cos_lon - n * sin_lat * sin_lon,
                                   n * cos_lat};
    bound->across = (struct bm_xyz){-n * sin_lon + e * sin_lat * cos_lon, n * cos_lon + e * sin_lat * sin_lon,
                                    -e * cos_lat};
}

/* A point on the plane of a bound: metres across and ahead of its end, and the square of how far in space. */
struct beside {
    double x, y, d2;
};

static struct beside beside(const struct bm_bound *bound, struct bm_xyz v)
{
    v = (struct bm_xyz){v.x - bound->at.x, v.y - bound->at.y, v.z - bound->at.z};
    return (struct beside){dot(v, bound->across), dot(v, bound->ahead), dot(v, v)};
}

/* Length of the geodesic to a point y metres ahead of the end of one measured and x across is length + y +
 * bend x*x/2; the third-order rest is at most 0.2 d^3 / length^2, d being the distance between the ends, and
 * seeing the surface as a plane there adds at most d^3 / 6 r^2 (here: five times each, for lengths below
 * 5,000 km and d below a tenth of them). True if this puts the whole edge out of reach. */
static bool out_of_reach(const bm_search *search, const struct bm_candidate *c)
{
    const bm_border *border = search->border;

    for (unsigned i = 0; i < search->n_bounds; i++) {
        const struct bm_bound *b = &search->bounds[i];
        struct beside from, to;
        double d_m, rest_m, t, dx, dy;

        if (b->dyad != c->dyad || b->length_m > 5e6 || !(b->bend > 0) || c->t1 - c->t0 < 1) continue;
        from = beside(b, bm_border_vertex(border, c->edge));
        to = beside(b, bm_border_vertex(border, c->edge + 1));
        d_m = sqrt(fmax(from.d2, to.d2));
        if (d_m > 0.1 * b->length_m) continue;
        rest_m =
            d_m * d_m * d_m * (1 / (b->length_m * b->length_m) + 1 / (BM_WGS84_R_MIN_M * BM_WGS84_R_MIN_M));
        dx = to.x - from.x, dy = to.y - from.y;
        t = dx != 0 ? -(dy / b->bend + from.x * dx) / (dx * dx) : dy < 0;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        from.x += t * dx, from.y += t * dy;
        if (b->length_m + from.y + b->bend * from.x * from.x / 2 - rest_m - border->sag[c->edge] - BMB_XYZ_ERR_M >
            search->upper_m[c->dyad] + BM_TIE_M)
            return true;
    }
    return false;
}

/* The geodesic to each candidate that can still matter. */
static bm_status solve(bm_ctx *ctx, bm_search *search, size_t *n_hits)
{
    void *items = search->hits;
    bm_status st;

    *n_hits = 0;
    search->n_bounds = 0;
    bm_search_drop(search);
    sort_candidates(search->candidates, search->n_candidates);
    st = bm_grow(ctx, &items, &search->cap_hits, search->n_candidates, sizeof *search->hits);
    search->hits = items;
    if (st != BM_OK) return st;
    for (size_t i = 0; i < search->n_candidates; i++) {
        const struct bm_candidate *c = &search->candidates[i];
        struct bm_hit *hit = &search->hits[*n_hits];
        struct bm_arc arc;

        if (c->low_m > bm_search_reach(search, c->dyad) || out_of_reach(search, c)) continue;
        arc = bm_search_arc(search, c->edge);
        *hit = (struct bm_hit){.edge = c->edge, .run = c->run, .dyad = c->dyad};
        bm_arc_nearest(search->measure, &arc, c->t0, c->t1, c->t, &hit->foot);
        bm_search_note(search, c->dyad, hit->foot.dist_m);
        keep_bound(search, c->dyad);
        (*n_hits)++;
    }
    return BM_OK;
}

/* The nearest of the hits goes first. */
static void nearest_first(struct bm_hit *hits, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (hits[i].foot.dist_m < hits[0].foot.dist_m) hits[0] = hits[i];
}

/* The candidate nearest by chord; exactly where it bends away from its chord. */
static bm_status take_roughest(bm_ctx *ctx, bm_search *search, size_t *n_hits)
{
    const struct bm_candidate *best = NULL;
    void *items = search->hits;
    bm_status st = bm_grow(ctx, &items, &search->cap_hits, 1, sizeof *search->hits);

    search->hits = items;
    if (st != BM_OK) return st;
    for (size_t i = 0; i < search->n_candidates; i++)
        if (!best || by_low(&search->candidates[i], best) < 0) best = &search->candidates[i];
    *n_hits = best ? 1 : 0;
    if (!best) return BM_OK;
    if (search->border->sag[best->edge] > ROUGH_SAG_M) {
        sort_candidates(search->candidates, search->n_candidates);
        if (search->n_candidates > ROUGH_EDGES) search->n_candidates = ROUGH_EDGES;
        if ((st = solve(ctx, search, n_hits)) != BM_OK) return st;
        nearest_first(search->hits, *n_hits);
        *n_hits = *n_hits > 0;
        return BM_OK;
    }
    search->hits[0] = (struct bm_hit){.edge = best->edge, .run = best->run, .dyad = best->dyad};
    search->hits[0].foot.t = best->t;
    search->hits[0].foot.dist_m = bm_chord_upper_m(fmax(0, best->low_m));
    return BM_OK;
}

bm_status bm_search_nearest(bm_ctx *ctx, bm_search *search, bm_ll point, enum bm_search_goal goal,
                            const struct bm_hit **hits, size_t *n)
{
    bm_status st;

    *hits = NULL;
    *n = 0;
    if (bm_search_is_empty(search)) return BM_OK;
    search->ctx = ctx;
    search->goal = goal;
    search->point = point;
    search->from = bm_xyz_of(point);
    search->n_candidates = 0;
    search->first = search->second = -1;
    search->status = BM_OK;
    bm_measure_from(search->measure, point);
    search->source(search, search->source_user);
    if (search->status != BM_OK)
        st = search->status;
    else if (goal == BM_SEARCH_ROUGH)
        st = take_roughest(ctx, search, n);
    else
        st = solve(ctx, search, n);
    for (size_t i = 0; i < search->n_seen; i++) {
        int32_t dyad = search->seen[i];

        search->upper_m[dyad] = search->reach_m[dyad] = search->chord_m[dyad] = INFINITY;
    }
    search->n_seen = 0;
    *hits = search->hits;
    return st;
}
