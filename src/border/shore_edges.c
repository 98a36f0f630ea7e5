/* Which edges of outlines are shores. Countries that meet mostly use the same edge, in opposite directions.
 * Where they do not, one outline runs along a river's bank and the border in its middle, or they were drawn
 * apart; the border line is then near and runs along. An edge that countries use in the same direction, by
 * claims that overlap, is the shore of the one whose ring is the smallest, as the ground is
 * (bm_border_country_at). */
#include "border/groups.h"
#include "border/making.h"
#include "border/search_impl.h"
#include "border/shores.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A bank so near to a border line is the border: outlines are no better than that. */
#define ALONG_M 300.0

struct use {
    uint64_t a, b; /* bm_pt_key, a < b */
    uint32_t edge, ring;
    bool forward;
};

struct sorter {
    const bm_border *lines;
    const struct bm_outline_index *outlines;
    struct use *uses;
    size_t n;
    uint8_t *meet; /* n_countries squared: they have a border line */
    uint8_t *shore;
    bm_search *search; /* of the lines */
    bm_tree *groups;   /* over the lines' groups */
};

static int by_place(const void *left, const void *right)
{
    const struct use *x = left, *y = right;

    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    if (x->b != y->b) return x->b < y->b ? -1 : 1;
    return x->edge < y->edge ? -1 : x->edge > y->edge;
}

/* One for each place: rings are cut at 180 degrees and along a pole, and no shore is there. */
static uint64_t key_of(bm_ll p)
{
    bm_pt at = bm_pt_of(p);

    if (p.lon_deg <= -180) at.x = bm_pt_of((bm_ll){180, 0}).x;
    if (fabs(p.lat_deg) >= 90) at.x = 0;
    return bm_pt_key(at);
}

static bm_status collect(bm_ctx *ctx, struct sorter *s)
{
    const struct bm_outline_index *o = s->outlines;
    void *block;
    bm_status st = bm_calloc(ctx, o->n_pts, sizeof *s->uses, &block);

    if (st != BM_OK) return st;
    s->uses = block;
    for (size_t r = 0; r < o->n_rings; r++)
        for (uint32_t i = o->rings[r].first; i < o->rings[r].first + o->rings[r].n; i++) {
            uint64_t a = key_of(o->pts[i]), b = key_of(o->pts[i + 1]);

            if (a == b) continue;
            s->uses[s->n++] = (struct use){a < b ? a : b, a < b ? b : a, i, (uint32_t)r, a < b};
        }
    if (s->n > 0) qsort(s->uses, s->n, sizeof *s->uses, by_place);
    return BM_OK;
}

static int country_index(const struct bm_outline_index *o, const char iso[4])
{
    for (size_t c = 0; c < o->n_countries; c++)
        if (memcmp(o->countries[c].iso, iso, 4) == 0) return (int)c;
    return -1;
}

static bm_status find_neighbours(bm_ctx *ctx, struct sorter *s)
{
    size_t n = s->outlines->n_countries;
    void *block;
    bm_status st = bm_calloc(ctx, n * n, 1, &block);

    if (st != BM_OK) return st;
    s->meet = block;
    for (uint32_t d = 0; d < s->lines->n_dyads; d++) {
        int a = country_index(s->outlines, s->lines->file_dyads[d].iso_a);
        int b = country_index(s->outlines, s->lines->file_dyads[d].iso_b);

        if (a < 0 || b < 0) continue;
        s->meet[(size_t)a * n + (size_t)b] = s->meet[(size_t)b * n + (size_t)a] = 1;
    }
    return BM_OK;
}

static bool overlap(int32_t from_a, int32_t to_a, int32_t from_b, int32_t to_b)
{
    return (to_a == BM_NO_DAY || from_b <= to_a) && (to_b == BM_NO_DAY || from_a <= to_b);
}

/* Does another user take the edge from u: the owner of the ground on the same side, a neighbour on the other?
 */
static bool takes(const struct sorter *s, const struct use *u, const struct use *other)
{
    const struct bm_outline_index *o = s->outlines;
    const struct bmb_ring *ring = &o->rings[u->ring], *by = &o->rings[other->ring];

    if (!overlap(ring->valid_from, ring->valid_to, by->valid_from, by->valid_to)) return false;
    if (u->forward == other->forward)
        return by->area < ring->area || (by->area == ring->area && other->edge < u->edge);
    return by->country == ring->country || s->meet[by->country * o->n_countries + ring->country];
}

/* The users of one edge: uses i to end. */
static void settle(const struct sorter *s, size_t i, size_t end)
{
    for (size_t u = i; u < end; u++) {
        bool taken = false;

        for (size_t k = i; k < end && !taken; k++) taken = k != u && takes(s, &s->uses[u], &s->uses[k]);
        if (!taken) s->shore[s->uses[u].edge] = 1;
    }
}

/* Does a border line of the country run by the point? Not if the point lies off the line's end. */
struct by {
    const struct sorter *sorter;
    const char *iso;
    const struct bmb_ring *ring;
    bm_ll at;
    struct bm_xyz from; /* the same */
    bool found;
};

static const struct bmb_part *part_of(const bm_border *lines, uint32_t pt)
{
    uint32_t low = 0, high = lines->n_parts;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (lines->parts[middle].first <= pt)
            low = middle;
        else
            high = middle;
    }
    return &lines->parts[low];
}

static void look_at_line(void *user, uint32_t edge, uint32_t dyad)
{
    struct by *by = user;
    const bm_border *lines = by->sorter->lines;
    const struct bmb_dyad *d = &lines->file_dyads[dyad];
    const struct bmb_part *part;
    struct bm_arc arc = bm_search_arc(by->sorter->search, edge);
    struct bm_foot foot;
    double t;

    if (by->found || (memcmp(d->iso_a, by->iso, 4) != 0 && memcmp(d->iso_b, by->iso, 4) != 0)) return;
    (void)bm_chord_distance2(by->from, bm_border_vertex(lines, edge), bm_border_vertex(lines, edge + 1), &t);
    bm_measure_from(bm_search_measure(by->sorter->search), by->at);
    bm_arc_nearest(bm_search_measure(by->sorter->search), &arc, 0, 1, t, &foot);
    if (foot.dist_m > ALONG_M) return;
    part = part_of(lines, edge);
    by->found = overlap(part->valid_from, part->valid_to, by->ring->valid_from, by->ring->valid_to) &&
                (part->closed || !((foot.t <= 0 && edge == part->first) ||
                                   (foot.t >= 1 && edge + 2 == part->first + part->n)));
}

static bool runs_by(const struct sorter *s, const struct bmb_ring *ring, bm_ll p)
{
    struct by by = {s, s->outlines->countries[ring->country].iso, ring, p, bm_xyz_of(p), false};

    bm_search_within(s->search, p, ALONG_M, look_at_line, &by);
    return by.found;
}

static void drop_along(const struct sorter *s, const struct bmb_ring *ring, uint32_t edge)
{
    bm_ll a = s->outlines->pts[edge], b = s->outlines->pts[edge + 1];
    bm_ll pts[3] = {a, {(a.lon_deg + b.lon_deg) / 2, (a.lat_deg + b.lat_deg) / 2}, b};
    bool found = true;

    for (int k = 0; k < 3 && found; k++) found = runs_by(s, ring, pts[k]);
    if (found) s->shore[edge] = 0;
}

static void note_any(void *user, uint32_t item)
{
    (void)item;
    *(bool *)user = true;
}

/* A stretch of a ring, if lines are anywhere near. */
static bm_status sift(bm_ctx *ctx, const struct sorter *s, const struct bmb_ring *ring, uint32_t from,
                      uint32_t to)
{
    bm_box box = {180, 90, -180, -90};
    double margin_deg = 1.01 * ALONG_M / (BM_WGS84_R_MIN_M * BM_DEG_RAD), wide_deg;
    bool any = false;
    bm_status st;

    for (uint32_t i = from; i <= to; i++) {
        bm_ll p = s->outlines->pts[i];

        box.west_deg = fmin(box.west_deg, p.lon_deg), box.east_deg = fmax(box.east_deg, p.lon_deg);
        box.south_deg = fmin(box.south_deg, p.lat_deg), box.north_deg = fmax(box.north_deg, p.lat_deg);
    }
    wide_deg =
        margin_deg / fmax(1e-3, cos(fmin(89.9, fmax(-box.south_deg, box.north_deg) + 0.1) * BM_DEG_RAD));
    box.west_deg -= wide_deg, box.east_deg += wide_deg;
    box.south_deg -= margin_deg, box.north_deg += margin_deg;
    if ((st = bm_tree_query(ctx, s->groups, &box, note_any, &any)) != BM_OK || !any) return st;
    for (uint32_t i = from; i < to; i++)
        if (s->shore[i]) drop_along(s, ring, i);
    return BM_OK;
}

static bm_status sift_all(bm_ctx *ctx, const struct sorter *s)
{
    const struct bm_outline_index *o = s->outlines;
    bm_status st = BM_OK;

    for (size_t r = 0; r < o->n_rings; r++)
        for (uint32_t i = 0; i < o->rings[r].n && st == BM_OK; i += BMB_RING_RUN) {
            uint32_t from = o->rings[r].first + i;
            uint32_t to =
                i + BMB_RING_RUN < o->rings[r].n ? from + BMB_RING_RUN : o->rings[r].first + o->rings[r].n;

            st = sift(ctx, s, &o->rings[r], from, to);
        }
    return st;
}

bm_status bm_shore_edges(bm_ctx *ctx, const bm_border *lines, const struct bm_outline_index *outlines,
                         uint8_t **shore)
{
    struct sorter s = {.lines = lines, .outlines = outlines};
    bm_box *areas = NULL;
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, outlines->n_pts, 1, &block)) != BM_OK) return st;
    *shore = s.shore = block;
    if ((st = collect(ctx, &s)) != BM_OK) goto done;
    if ((st = find_neighbours(ctx, &s)) != BM_OK) goto done;
    for (size_t i = 0, end; i < s.n; i = end) {
        for (end = i + 1; end < s.n && s.uses[end].a == s.uses[i].a && s.uses[end].b == s.uses[i].b;) end++;
        settle(&s, i, end);
    }
    if ((st = bm_shore_seam(ctx, outlines, s.shore)) != BM_OK) goto done;
    if (lines->n_groups == 0) goto done;
    if ((st = bm_search_create(ctx, lines, false, NULL, 0, &s.search)) != BM_OK) goto done;
    if ((st = bm_group_areas(ctx, lines, &areas)) != BM_OK) goto done;
    if ((st = bm_tree_build(ctx, areas, lines->n_groups, &s.groups)) != BM_OK) goto done;
    st = sift_all(ctx, &s);
done:
    bm_search_destroy(ctx, s.search);
    bm_tree_destroy(s.groups);
    bm_free(ctx, areas);
    bm_free(ctx, s.uses);
    bm_free(ctx, s.meet);
    return st;
}
