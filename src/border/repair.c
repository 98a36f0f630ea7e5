/* Rings that are not what a ring should be: across themselves, across 180 degrees, with spikes. */
#include "border/making.h"

#include "adapt/planar.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>

/* On its way round, one ring becomes rings of pieces. */
struct piece_adder {
    struct bm_rings *rings;
    struct bm_ring like;
    double shift_deg;
};

static bm_status add_piece(bm_ctx *ctx, void *user, const bm_ll *pts, size_t n, bool hole)
{
    struct piece_adder *adder = user;
    struct bm_ring like = adder->like;
    void *moved = NULL;
    bm_status st;

    like.hole = like.hole != hole;
    if (adder->shift_deg == 0) return bm_rings_add(ctx, adder->rings, &like, pts, (uint32_t)n);
    if ((st = bm_calloc(ctx, n, sizeof(bm_ll), &moved)) != BM_OK) return st;
    for (size_t i = 0; i < n; i++)
        ((bm_ll *)moved)[i] = (bm_ll){pts[i].lon_deg + adder->shift_deg, pts[i].lat_deg};
    st = bm_rings_add(ctx, adder->rings, &like, moved, (uint32_t)n);
    bm_free(ctx, moved);
    return st;
}

static bool is_pole(bm_ll p)
{
    return fabs(p.lat_deg) == 90;
}

static bool is_turn(bm_ll a, bm_ll b)
{
    return fabs(b.lon_deg - a.lon_deg) == 360 && fabs(a.lon_deg) == 180 && !(is_pole(a) && is_pole(b));
}

/* Whether the ring lies beyond 180 degrees, or has an edge that seems to go more than half around the earth.
 * Along a pole such an edge is no way at all. */
bool bm_ring_is_over(const bm_ll *pts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (fabs(pts[i].lon_deg) > 180) return true;
        if (i && fabs(pts[i].lon_deg - pts[i - 1].lon_deg) > 180 && !(is_pole(pts[i]) && is_pole(pts[i - 1])))
            return true;
    }
    return false;
}

/* Points with longitudes that go on where a ring crosses 180 degrees. False if it does not come back to its
 * first: it goes around a pole. */
static bool unroll(const bm_ll *pts, uint32_t n, bm_ll *out)
{
    double turns = 0;

    out[0] = pts[0];
    for (uint32_t i = 1; i < n; i++) {
        double step = pts[i].lon_deg - pts[i - 1].lon_deg;
        if (fabs(step) > 180 && !(is_pole(pts[i]) && is_pole(pts[i - 1]))) turns -= 360 * round(step / 360);
        out[i] = (bm_ll){pts[i].lon_deg + turns, pts[i].lat_deg};
    }
    return turns == 0 || out[n - 1].lon_deg == out[0].lon_deg;
}

/* Cuts at 180 degrees, and wherever else a turn around the earth ends. */
static bm_status add_windows(bm_ctx *ctx, struct piece_adder *adder, const bm_ll *pts, uint32_t n)
{
    double west = INFINITY, east = -INFINITY;
    bm_status st = BM_OK;

    for (uint32_t i = 0; i < n; i++) {
        west = fmin(west, pts[i].lon_deg);
        east = fmax(east, pts[i].lon_deg);
    }
    for (double turn = floor((west + 180) / 360); turn * 360 - 180 < east && st == BM_OK; turn++) {
        bm_box box = {turn * 360 - 180, -90, turn * 360 + 180, 90};
        adder->shift_deg = -360 * turn;
        st = bm_ring_pieces(ctx, pts, n, &box, add_piece, adder);
    }
    return st;
}

static bm_status cut_over(bm_ctx *ctx, struct piece_adder *adder, const bm_ll *pts, uint32_t n)
{
    void *line = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, n, sizeof(bm_ll), &line)) != BM_OK) return st;
    if (unroll(pts, n, line)) st = add_windows(ctx, adder, line, n);
    bm_free(ctx, line);
    return st;
}

/* Whether all that seems to go more than half around the earth goes round it once, from 180 to 180 degrees. */
static bool goes_round(const bm_ll *pts, uint32_t n, size_t *n_turns)
{
    for (uint32_t i = 1; i < n; i++)
        if (is_turn(pts[i - 1], pts[i]))
            ++*n_turns;
        else if (bm_ring_is_over(pts + i - 1, 2))
            return false;
    return true;
}

/* A ring about a pole, or a belt, that is closed by edges once round the earth: straight in longitude and latitude,
 * they are parallels (RFC 7946, 3.1.1). By steps of a degree, for the border file's edges go the short way and are as
 * long as their geodesics, here 1e-5 less than the parallel. */
static bm_status add_round(bm_ctx *ctx, struct bm_rings *rings, const struct bm_ring *like, const bm_ll *pts,
                           uint32_t n)
{
    size_t n_turns = 0;
    uint32_t kept = 0;
    bool simple = false;
    void *block;
    bm_status st;

    if (!goes_round(pts, n, &n_turns)) return BM_OK;
    if ((st = bm_ring_is_simple(ctx, pts, n, &simple)) != BM_OK || !simple) return st;
    if ((st = bm_calloc(ctx, n + 359 * n_turns, sizeof(bm_ll), &block)) != BM_OK) return st;
    for (uint32_t i = 0; i < n; i++) {
        for (int k = 1; k < 360 && i > 0 && is_turn(pts[i - 1], pts[i]); k++)
            ((bm_ll *)block)[kept++] = (bm_ll){pts[i - 1].lon_deg + k * (pts[i].lon_deg - pts[i - 1].lon_deg) / 360,
                                               pts[i - 1].lat_deg + k * (pts[i].lat_deg - pts[i - 1].lat_deg) / 360};
        ((bm_ll *)block)[kept++] = pts[i];
    }
    st = bm_rings_add(ctx, rings, like, block, kept);
    bm_free(ctx, block);
    return st;
}

/* By the short way round where that leaves ground, else as it stands. */
static bm_status add_over(bm_ctx *ctx, struct piece_adder *adder, const bm_ll *pts, uint32_t n,
                          struct bm_log *log, uint64_t row)
{
    size_t before = adder->rings->n;
    bm_status st = cut_over(ctx, adder, pts, n);

    if (st != BM_OK) return st;
    if (adder->rings->n == before) return add_round(ctx, adder->rings, &adder->like, pts, n);
    log->n_cut++;
    return bm_issue_add(ctx, log->issues, BM_NOTE, log->src, row, 0, BM_LIT("geometry"),
                        BM_LIT("a ring across 180 degrees"),
                        "rings cut at 180 degrees (RFC 7946, 3.1.9); cut, the edges across it taken to go the "
                        "short way round");
}

/* A ring that only touches itself comes apart into rings with the same edges: that is counted, no more. */
static bm_status add_untangled(bm_ctx *ctx, struct piece_adder *adder, const bm_ll *pts, uint32_t n,
                               struct bm_log *log, uint64_t row)
{
    const struct bm_rings *rings = adder->rings;
    size_t before = rings->n, edges = 0;
    bm_status st = bm_ring_pieces(ctx, pts, n, NULL, add_piece, adder);

    if (st != BM_OK || rings->n == before) return st;
    for (size_t i = before; i < rings->n; i++) edges += rings->items[i].n;
    if (edges == n - 1) {
        log->n_touching++;
        if (!log->first_touching) log->first_touching = row;
        return BM_OK;
    }
    log->n_repaired++;
    return bm_issue_add(ctx, log->issues, BM_WARNING, log->src, row, 0, BM_LIT("geometry"),
                        BM_LIT("a ring that crosses itself or has spikes"),
                        "a simple ring; taken as the %zu rings around the ground inside, spikes left out",
                        rings->n - before);
}

bm_status bm_rings_add_repaired(bm_ctx *ctx, struct bm_rings *rings, const struct bm_ring *like,
                                const bm_ll *pts, uint32_t n, struct bm_log *log, uint64_t row, size_t *added)
{
    struct piece_adder adder = {rings, *like, 0};
    size_t before = rings->n;
    bool simple;
    bm_status st;

    *added = 0;
    if (n < 4 || bm_first_no_place(pts, n) < n) return BM_OK; /* the first point is repeated */
    if (bm_ring_is_over(pts, n)) {
        st = add_over(ctx, &adder, pts, n, log, row);
    } else {
        if ((st = bm_ring_is_simple(ctx, pts, n, &simple)) != BM_OK) return st;
        st = simple ? bm_rings_add(ctx, rings, like, pts, n) : add_untangled(ctx, &adder, pts, n, log, row);
    }
    *added = rings->n - before;
    return st;
}
