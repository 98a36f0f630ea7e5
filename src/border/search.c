#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An edge that bends more is cut into pieces that bend less than PIECE_SAG_M. */
#define WHOLE_SAG_M 25.0
#define PIECE_SAG_M 4.0
/* Boxes are compared in single precision, whose step at the earth's radius is half a metre. */
#define FLOAT_ERR_M 4.0

struct bm_arc bm_search_arc(const bm_search *search, uint32_t edge)
{
    return bm_arc_of(search->border->pts[edge], search->border->pts[edge + 1], search->geodesic);
}

bm_measure *bm_search_measure(bm_search *search)
{
    return search->measure;
}

static struct bm_xyz vertex(const bm_border *border, uint32_t i)
{
    const int32_t *xyz = border->xyz[i].at;

    return (struct bm_xyz){xyz[0] * BMB_XYZ_UNIT, xyz[1] * BMB_XYZ_UNIT, xyz[2] * BMB_XYZ_UNIT};
}

/* Chord beyond which nothing of the dyad (of any dyad: -1) matters. */
static inline double reach_of(const bm_search *search, int32_t dyad)
{
    int32_t limit = search->goal == BM_SEARCH_TWO_DYADS ? search->second : search->first;
    double any_m = limit >= 0 ? search->reach_m[limit] : INFINITY;

    return dyad >= 0 && search->reach_m[dyad] < any_m ? search->reach_m[dyad] : any_m;
}

/* An edge of the dyad is at most upper_m away. */
static void note_upper(bm_search *search, int32_t dyad, double upper_m)
{
    if (search->upper_m[dyad] == INFINITY) search->seen[search->n_seen++] = dyad;
    if (!(upper_m < search->upper_m[dyad])) return;
    search->upper_m[dyad] = upper_m;
    search->reach_m[dyad] = bm_chord_reach_m(upper_m + 1.01 * BM_TIE_M);
    if (dyad == search->first) return;
    if (search->first < 0 || upper_m < search->upper_m[search->first]) {
        search->second = search->first;
        search->first = dyad;
    } else if (dyad != search->second && (search->second < 0 || upper_m < search->upper_m[search->second])) {
        search->second = dyad;
    }
}

static void drop_stale(bm_search *search)
{
    size_t n = 0;

    for (size_t i = 0; i < search->n_candidates; i++)
        if (search->candidates[i].low_m <= reach_of(search, search->candidates[i].dyad))
            search->candidates[n++] = search->candidates[i];
    search->n_candidates = n;
}

static void add_candidate(bm_search *search, const struct bm_candidate *candidate, double chord_m,
                          double sag_m)
{
    double high_m = chord_m + sag_m;

    if (high_m < search->chord_m[candidate->dyad]) {
        search->chord_m[candidate->dyad] = high_m;
        note_upper(search, candidate->dyad, bm_chord_upper_m(high_m));
    }
    if (search->n_candidates == search->cap_candidates) {
        void *items = search->candidates;
        bm_status st = BM_OK;

        drop_stale(search);
        if (search->n_candidates * 2 >= search->cap_candidates)
            st = bm_grow(search->ctx, &items, &search->cap_candidates, search->n_candidates + 64,
                         sizeof *candidate);
        search->candidates = items;
        if (st != BM_OK) {
            search->no_memory = true;
            return;
        }
    }
    search->candidates[search->n_candidates++] = *candidate;
}

/* A long edge piece by piece. */
static void add_pieces(bm_search *search, const struct bm_candidate *whole, double sag_m)
{
    struct bm_arc arc = bm_search_arc(search, whole->edge);
    int n = (int)ceil(sqrt(sag_m / PIECE_SAG_M));
    double piece_sag_m = sag_m / n / n + BMB_XYZ_ERR_M;
    struct bm_xyz a = vertex(search->border, whole->edge), b;

    for (int i = 0; i < n; i++, a = b) {
        struct bm_candidate piece = *whole;
        double t, chord_m;

        piece.t0 = (double)i / n;
        piece.t1 = (double)(i + 1) / n;
        b = bm_xyz_of(bm_arc_at(search->measure, &arc, piece.t1));
        chord_m = sqrt(bm_chord_distance2(search->from, a, b, &t));
        piece.low_m = chord_m - piece_sag_m;
        if (piece.low_m > reach_of(search, piece.dyad)) continue;
        piece.t = piece.t0 + t * (piece.t1 - piece.t0);
        add_candidate(search, &piece, chord_m, piece_sag_m);
    }
}

/* bm_chord_distance2 for each edge of a run, in a form that compilers turn into vector code. */
static void chords_of_run(const bm_search *search, const struct bmb_run *run, double *chord2, double *t)
{
    const struct bmb_xyz *xyz = search->border->xyz + run->first;
    double x[BMB_RUN_EDGES + 1], y[BMB_RUN_EDGES + 1], z[BMB_RUN_EDGES + 1];
    uint32_t n = run->n_edges;

    for (uint32_t i = 0; i <= n; i++) {
        x[i] = xyz[i].at[0] * BMB_XYZ_UNIT - search->from.x;
        y[i] = xyz[i].at[1] * BMB_XYZ_UNIT - search->from.y;
        z[i] = xyz[i].at[2] * BMB_XYZ_UNIT - search->from.z;
    }
    for (uint32_t i = 0; i < n; i++) {
        double dx = x[i + 1] - x[i], dy = y[i + 1] - y[i], dz = z[i + 1] - z[i];
        double len2 = dx * dx + dy * dy + dz * dz;
        double at = -(x[i] * dx + y[i] * dy + z[i] * dz) / (len2 > 0 ? len2 : 1);
        double px, py, pz;

        at = at > 0 ? at : 0;
        at = at < 1 ? at : 1;
        px = x[i] + at * dx, py = y[i] + at * dy, pz = z[i] + at * dz;
        t[i] = at;
        chord2[i] = px * px + py * py + pz * pz;
    }
}

static void scan_run(bm_search *search, uint32_t index)
{
    const bm_border *border = search->border;
    const struct bmb_run *run = &search->runs[index];
    double chord2[BMB_RUN_EDGES], t[BMB_RUN_EDGES];
    int32_t dyad = (int32_t)run->dyad;

    chords_of_run(search, run, chord2, t);
    for (uint32_t i = 0; i < run->n_edges; i++) {
        double sag_m = border->sag[run->first + i] + BMB_XYZ_ERR_M;
        double far_m = reach_of(search, dyad) + sag_m, chord_m;
        struct bm_candidate candidate;

        if (chord2[i] > far_m * far_m) continue;
        chord_m = sqrt(chord2[i]);
        candidate = (struct bm_candidate){chord_m - sag_m, 0, 1, t[i], run->first + i, index, dyad};
        if (sag_m > WHOLE_SAG_M)
            add_pieces(search, &candidate, sag_m);
        else
            add_candidate(search, &candidate, chord_m, sag_m);
    }
}

/* Visits the items of a block, nearest first, as long as they can matter. */
static void descend(bm_search *search, uint32_t level, uint32_t index)
{
    const struct bm_pack *pack = &search->pack;
    const struct bm_pack_block *block = &pack->blocks[pack->level_first[level] + index];
    float distance2[BM_PACK_FAN];
    int order[BM_PACK_FAN], n = 0;
    float far_m = (float)(reach_of(search, search->only[pack->level_first[level] + index]) + FLOAT_ERR_M);

    bm_pack_distances2(block, (float)search->from.x, (float)search->from.y, (float)search->from.z, distance2);
    for (int i = 0; i < BM_PACK_FAN; i++) {
        int at = n;

        if (distance2[i] > far_m * far_m || distance2[i] > 1e20f) continue;
        while (at > 0 && distance2[order[at - 1]] > distance2[i]) order[at] = order[at - 1], at--;
        order[at] = i;
        n++;
    }
    for (int k = 0; k < n; k++) {
        uint32_t item = index * BM_PACK_FAN + (uint32_t)order[k];
        int32_t dyad =
            level > 0 ? search->only[pack->level_first[level - 1] + item] : (int32_t)search->runs[item].dyad;
        double reach_m = reach_of(search, dyad) + FLOAT_ERR_M;

        if (distance2[order[k]] > reach_m * reach_m) continue;
        if (level > 0)
            descend(search, level - 1, item);
        else
            scan_run(search, item);
    }
}

static int by_low(const void *left, const void *right)
{
    const struct bm_candidate *a = left, *b = right;

    if (a->low_m != b->low_m) return a->low_m < b->low_m ? -1 : 1;
    return a->edge < b->edge ? -1 : a->edge > b->edge;
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

/* Length of the geodesic to a point y metres ahead of the end of one measured and x across is length + y +
 * bend x*x/2; the third-order rest is at most 0.2 d^3 / length^2, d being the distance between the ends, and
 * seeing the surface as a plane there adds at most d^3 / 6 r^2 (here: five times each, for lengths below
 * 5,000 km and d below a tenth of them). True if this puts the whole edge out of reach. */
static bool out_of_reach(const bm_search *search, const struct bm_candidate *c)
{
    const bm_border *border = search->border;

    for (unsigned i = 0; i < search->n_bounds; i++) {
        const struct bm_bound *b = &search->bounds[i];
        struct bm_xyz v[2] = {vertex(border, c->edge), vertex(border, c->edge + 1)};
        double x[2], y[2], d2[2], d_m, rest_m, t, dx, dy;

        if (b->dyad != c->dyad || b->length_m > 5e6 || !(b->bend > 0) || c->t1 - c->t0 < 1) continue;
        for (int k = 0; k < 2; k++) {
            v[k] = (struct bm_xyz){v[k].x - b->at.x, v[k].y - b->at.y, v[k].z - b->at.z};
            x[k] = dot(v[k], b->across), y[k] = dot(v[k], b->ahead), d2[k] = dot(v[k], v[k]);
        }
        d_m = sqrt(fmax(d2[0], d2[1]));
        if (d_m > 0.1 * b->length_m) continue;
        rest_m =
            d_m * d_m * d_m * (1 / (b->length_m * b->length_m) + 1 / (BM_WGS84_R_MIN_M * BM_WGS84_R_MIN_M));
        dx = x[1] - x[0], dy = y[1] - y[0];
        t = dx != 0 ? -(dy / b->bend + x[0] * dx) / (dx * dx) : dy < 0;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        x[0] += t * dx, y[0] += t * dy;
        if (b->length_m + y[0] + b->bend * x[0] * x[0] / 2 - rest_m - border->sag[c->edge] - BMB_XYZ_ERR_M >
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
    drop_stale(search);
    qsort(search->candidates, search->n_candidates, sizeof *search->candidates, by_low);
    st = bm_grow(ctx, &items, &search->cap_hits, search->n_candidates, sizeof *search->hits);
    search->hits = items;
    if (st != BM_OK) return st;
    for (size_t i = 0; i < search->n_candidates; i++) {
        const struct bm_candidate *c = &search->candidates[i];
        struct bm_arc arc = bm_search_arc(search, c->edge);
        struct bm_hit *hit = &search->hits[*n_hits];

        if (c->low_m > reach_of(search, c->dyad) || out_of_reach(search, c)) continue;
        *hit = (struct bm_hit){.edge = c->edge, .run = c->run, .dyad = c->dyad};
        bm_arc_nearest(search->measure, &arc, c->t0, c->t1, c->t, &hit->foot);
        note_upper(search, c->dyad, hit->foot.dist_m);
        keep_bound(search, c->dyad);
        (*n_hits)++;
    }
    return BM_OK;
}

/* The candidate nearest by chord. */
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
    if (search->pack.n_items == 0) return BM_OK;
    search->ctx = ctx;
    search->goal = goal;
    search->from = bm_xyz_of(point);
    search->n_candidates = 0;
    search->first = search->second = -1;
    search->no_memory = false;
    bm_measure_from(search->measure, point);
    descend(search, search->pack.n_levels - 1, 0);
    if (search->no_memory)
        st = bm_fail(ctx, BM_ENOMEM, "out of memory in the search for the nearest border");
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

struct within {
    const bm_search *search;
    struct bm_xyz from;
    double reach_m;
    bm_search_visit visit;
    void *user;
};

static void within_block(const struct within *w, uint32_t level, uint32_t index)
{
    const struct bm_pack *pack = &w->search->pack;
    const bm_border *border = w->search->border;
    float distance2[BM_PACK_FAN];
    double far_m = w->reach_m + FLOAT_ERR_M, t;

    bm_pack_distances2(&pack->blocks[pack->level_first[level] + index], (float)w->from.x, (float)w->from.y,
                       (float)w->from.z, distance2);
    for (uint32_t i = 0; i < BM_PACK_FAN; i++) {
        const struct bmb_run *run;

        if (distance2[i] > far_m * far_m || distance2[i] > 1e20f) continue;
        if (level > 0) {
            within_block(w, level - 1, index * BM_PACK_FAN + i);
            continue;
        }
        run = &w->search->runs[index * BM_PACK_FAN + i];
        for (uint32_t e = run->first; e < run->first + run->n_edges; e++)
            if (sqrt(bm_chord_distance2(w->from, vertex(border, e), vertex(border, e + 1), &t)) <=
                w->reach_m + border->sag[e] + BMB_XYZ_ERR_M)
                w->visit(w->user, e, run->dyad);
    }
}

void bm_search_within(const bm_search *search, bm_ll point, double reach_m, bm_search_visit visit, void *user)
{
    struct within w = {search, bm_xyz_of(point), bm_chord_reach_m(reach_m), visit, user};

    if (search->pack.n_items > 0) within_block(&w, search->pack.n_levels - 1, 0);
}
