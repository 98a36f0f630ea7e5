/* Neighbours that do not share vertices: an edge that one country uses alone is a border when another
 * country's single edge runs the opposite way within the tolerance, all along it. The line of the
 * alphabetically first of the two is kept, for the days on which both hold. The direction tells a border from
 * two coasts that meet at a river's mouth: those run the same way. */
#include "border/making.h"

#include "base/mem.h"
#include "bordermap/incident.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct matcher {
    const struct bm_rings *rings;
    struct bm_edge *edges; /* singles */
    size_t n;
    struct bm_near_piece *pieces;
    struct bm_near *near;
    struct bm_edge_list cuts; /* the same, cut where the days of a near one begin or end; sorted */
    uint16_t *partner;        /* of each cut, or BM_NOBODY */
    double tolerance_m;
    const struct bm_overlaps *table; /* names gaps; may be NULL */
    bool gaps_only;                  /* only the pairs of named gaps, else all others */
};

static int compare_singles(const void *pa, const void *pb)
{
    const struct bm_edge *a = pa, *b = pb;

    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    if (a->valid_from != b->valid_from) return a->valid_from < b->valid_from ? -1 : 1;
    return a->valid_to < b->valid_to ? -1 : a->valid_to > b->valid_to;
}

struct candidate {
    const struct matcher *matcher;
    const struct bm_edge *edge;
    uint16_t wanted; /* a country, or BM_NOBODY for any */
    uint16_t found;
    double distance_m;
};

static int32_t last_day(const struct bm_edge *edge)
{
    return edge->valid_to == BM_NO_DAY ? INT32_MAX : edge->valid_to;
}

/* Whether an edge holds on all days of a cut. */
static bool holds_on(const struct bm_edge *edge, const struct bm_edge *cut)
{
    return edge->valid_from <= cut->valid_from && last_day(cut) <= last_day(edge);
}

static const struct bm_overlap *gap_between(const struct matcher *matcher, uint16_t a, uint16_t b)
{
    const struct bm_overlap *row =
        matcher->table ? bm_overlaps_find(matcher->table, matcher->rings->isos[a], matcher->rings->isos[b])
                       : NULL;

    return row && row->kind == BM_OVERLAP_GAP ? row : NULL;
}

static bool is_wanted(const struct matcher *matcher, uint16_t a, uint16_t b)
{
    return matcher->gaps_only == (gap_between(matcher, a, b) != NULL);
}

/* Whether two edges run in opposite directions, by the plane at the first one. */
static bool is_against(const struct bm_edge *edge, const struct bm_near_piece *piece)
{
    bm_pt a = bm_pt_from_key(edge->a), b = bm_pt_from_key(edge->b);
    double cos_lat = cos((double)a.y / BM_GRID * (3.14159265358979323846 / 180));

    return ((double)b.x - a.x) * ((double)piece->b.x - piece->a.x) * cos_lat * cos_lat +
               ((double)b.y - a.y) * ((double)piece->b.y - piece->a.y) <
           0;
}

static void consider(void *user, const struct bm_near_piece *piece, double distance_m)
{
    struct candidate *candidate = user;
    const struct bm_edge *edge = candidate->edge, *other = &candidate->matcher->edges[piece->tag];

    if (other->left == edge->left || !is_wanted(candidate->matcher, edge->left, other->left) ||
        !is_against(edge, piece) || distance_m > candidate->distance_m)
        return;
    if (candidate->wanted != BM_NOBODY && other->left != candidate->wanted) return;
    if (!holds_on(other, edge)) return;
    if (distance_m == candidate->distance_m && candidate->found != BM_NOBODY &&
        other->left > candidate->found)
        return;
    candidate->found = other->left;
    candidate->distance_m = distance_m;
}

static bm_pt point_on(const struct bm_edge *edge, double share)
{
    bm_pt a = bm_pt_from_key(edge->a), b = bm_pt_from_key(edge->b);

    return (bm_pt){(int32_t)(a.x + ((double)b.x - a.x) * share),
                   (int32_t)(a.y + ((double)b.y - a.y) * share)};
}

/* In how many steps an edge is walked. */
static int n_steps(const struct matcher *matcher, const struct bm_edge *edge)
{
    double length_m = bm_pt_metres(bm_pt_from_key(edge->a), bm_pt_from_key(edge->b));

    return length_m < 32 * matcher->tolerance_m ? 1 + (int)(length_m / matcher->tolerance_m) : 32;
}

static uint16_t country_beside(const struct matcher *matcher, const struct bm_edge *edge, double share,
                               uint16_t wanted)
{
    bm_pt at = point_on(edge, share);
    struct candidate candidate = {matcher, edge, wanted, BM_NOBODY, matcher->tolerance_m};

    bm_near_within(matcher->near, at, matcher->tolerance_m, consider, &candidate);
    return candidate.found;
}

static uint16_t find_partner(const struct matcher *matcher, const struct bm_edge *edge)
{
    uint16_t country = country_beside(matcher, edge, 0.5, BM_NOBODY);
    int steps = n_steps(matcher, edge);

    if (country == BM_NOBODY) return BM_NOBODY;
    for (int i = 0; i <= steps; i++)
        if (country_beside(matcher, edge, (double)i / steps, country) == BM_NOBODY) return BM_NOBODY;
    return country;
}

/* The cut of the same country that goes on from the end of cut i on its first day; n if there is none. */
static size_t successor(const struct matcher *matcher, size_t i)
{
    const struct bm_edge *cuts = matcher->cuts.items;
    uint64_t node = cuts[i].b;
    uint16_t country = cuts[i].left;
    size_t n = matcher->cuts.n, low = 0, high = n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        const struct bm_edge *edge = &cuts[mid];
        if (edge->left < country || (edge->left == country && edge->a < node))
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < n && cuts[low].left == country && cuts[low].a == node; low++)
        if (cuts[low].valid_from <= cuts[i].valid_from && cuts[i].valid_from <= last_day(&cuts[low]))
            return low;
    return n;
}

/* A short stretch between two matched ones belongs to the same border: a bend where the lines differ. */
static void close_bends(struct matcher *matcher)
{
    const struct bm_edge *cuts = matcher->cuts.items;
    size_t n = matcher->cuts.n;

    for (size_t i = 0; i < n; i++) {
        uint16_t partner = matcher->partner[i];
        double length_m = 0;
        size_t next = successor(matcher, i);
        if (partner == BM_NOBODY) continue;
        while (next < n && matcher->partner[next] == BM_NOBODY && length_m <= 4 * matcher->tolerance_m) {
            length_m += bm_pt_metres(bm_pt_from_key(cuts[next].a), bm_pt_from_key(cuts[next].b));
            next = successor(matcher, next);
        }
        if (next == n || length_m > 4 * matcher->tolerance_m || matcher->partner[next] != partner) continue;
        for (size_t k = successor(matcher, i); k != next; k = successor(matcher, k))
            matcher->partner[k] = partner;
    }
}

/* Of the two lines only one is kept. */
static bool is_kept(const struct matcher *matcher, const struct bm_edge *edge)
{
    const char *left = matcher->rings->isos[edge->left], *right = matcher->rings->isos[edge->right];
    const struct bm_overlap *gap = gap_between(matcher, edge->left, edge->right);

    return gap ? strcmp(gap->ground, left) == 0 : strcmp(left, right) < 0;
}

/* Takes the cuts from i on that are one edge with one partner on days that go on. Returns the next. */
static size_t take_whole(const struct matcher *matcher, size_t i, struct bm_edge *edge)
{
    const struct bm_edge *cuts = matcher->cuts.items;
    size_t k = i + 1;

    *edge = cuts[i];
    edge->right = matcher->partner[i];
    for (; k < matcher->cuts.n; k++) {
        if (matcher->partner[k] != edge->right || cuts[k].left != edge->left || cuts[k].a != edge->a ||
            cuts[k].b != edge->b || cuts[k].status != edge->status || edge->valid_to == BM_NO_DAY ||
            cuts[k].valid_from != edge->valid_to + 1)
            break;
        edge->valid_to = cuts[k].valid_to;
    }
    return k;
}

static bm_status take_matched(bm_ctx *ctx, struct matcher *matcher, struct bm_edge_list *singles,
                              struct bm_edge_list *borders)
{
    bm_status st = BM_OK;

    singles->n = 0;
    for (size_t i = 0; i < matcher->cuts.n && st == BM_OK;) {
        struct bm_edge edge;
        i = take_whole(matcher, i, &edge);
        if (edge.right == BM_NOBODY)
            st = bm_edges_add(ctx, singles, edge);
        else if (is_kept(matcher, &edge))
            st = bm_edges_add(ctx, borders, edge);
    }
    return st;
}

/* Days on which an edge near another one begins to hold, or has just ceased to. */
struct changes {
    bm_ctx *ctx;
    const struct matcher *matcher;
    const struct bm_edge *edge;
    int32_t *days;
    size_t n, cap;
    bm_status st;
};

static void add_change(struct changes *changes, int32_t day)
{
    size_t i = 0;

    if (day <= changes->edge->valid_from || day > last_day(changes->edge)) return;
    while (i < changes->n && changes->days[i] < day) i++;
    if (changes->st != BM_OK || (i < changes->n && changes->days[i] == day)) return;
    changes->st = bm_grow(changes->ctx, (void **)&changes->days, &changes->cap, changes->n + 1, sizeof day);
    if (changes->st != BM_OK) return;
    memmove(changes->days + i + 1, changes->days + i, (changes->n - i) * sizeof day);
    changes->days[i] = day;
    changes->n++;
}

static void note_changes(void *user, const struct bm_near_piece *piece, double distance_m)
{
    struct changes *changes = user;
    const struct bm_edge *other = &changes->matcher->edges[piece->tag];

    (void)distance_m;
    if (other->left == changes->edge->left || !is_against(changes->edge, piece)) return;
    if (other->valid_from != BM_NO_DAY) add_change(changes, other->valid_from);
    if (last_day(other) != INT32_MAX) add_change(changes, other->valid_to + 1);
}

/* Cuts an edge so that each that it may be matched with holds on all days of a cut, or on none. */
static bm_status cut_edge(bm_ctx *ctx, struct matcher *matcher, const struct bm_edge *edge,
                          struct changes *changes)
{
    struct bm_edge cut = *edge;
    int steps = n_steps(matcher, edge);
    bm_status st;

    changes->edge = edge;
    changes->n = 0;
    for (int i = 0; i <= steps; i++)
        bm_near_within(matcher->near, point_on(edge, (double)i / steps), matcher->tolerance_m, note_changes,
                       changes);
    if (changes->st != BM_OK) return changes->st;
    for (size_t i = 0; i < changes->n; i++) {
        cut.valid_to = changes->days[i] - 1;
        if ((st = bm_edges_add(ctx, &matcher->cuts, cut)) != BM_OK) return st;
        cut.valid_from = changes->days[i];
    }
    cut.valid_to = edge->valid_to;
    return bm_edges_add(ctx, &matcher->cuts, cut);
}

static bm_status cut_edges(bm_ctx *ctx, struct matcher *matcher)
{
    struct changes changes = {.ctx = ctx, .matcher = matcher};
    bm_status st = BM_OK;

    for (size_t i = 0; i < matcher->n && st == BM_OK; i++)
        st = cut_edge(ctx, matcher, &matcher->edges[i], &changes);
    bm_free(ctx, changes.days);
    return st;
}

static bool is_dated(const struct bm_edge_list *edges)
{
    for (size_t i = 0; i < edges->n; i++)
        if (edges->items[i].valid_from != BM_NO_DAY || last_day(&edges->items[i]) != INT32_MAX) return true;
    return false;
}

static bm_status copy_edges(bm_ctx *ctx, struct matcher *matcher)
{
    bm_status st = BM_OK;

    for (size_t i = 0; i < matcher->n && st == BM_OK; i++)
        st = bm_edges_add(ctx, &matcher->cuts, matcher->edges[i]);
    return st;
}

static bm_status match(bm_ctx *ctx, struct matcher *matcher, bool dated)
{
    bm_status st;

    st = bm_calloc(ctx, matcher->n, sizeof *matcher->pieces, (void **)&matcher->pieces);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < matcher->n; i++)
        matcher->pieces[i] = (struct bm_near_piece){bm_pt_from_key(matcher->edges[i].a),
                                                    bm_pt_from_key(matcher->edges[i].b), (uint32_t)i};
    if ((st = bm_near_build(ctx, matcher->pieces, matcher->n, 0.1, &matcher->near)) != BM_OK) return st;
    if ((st = dated ? cut_edges(ctx, matcher) : copy_edges(ctx, matcher)) != BM_OK) return st;
    st = bm_calloc(ctx, matcher->cuts.n, sizeof *matcher->partner, (void **)&matcher->partner);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < matcher->cuts.n; i++)
        matcher->partner[i] = find_partner(matcher, &matcher->cuts.items[i]);
    close_bends(matcher);
    return BM_OK;
}

bm_status bm_edges_match(bm_ctx *ctx, const struct bm_rings *rings, double tolerance_m,
                         const struct bm_overlaps *table, bool gaps_only, struct bm_edge_list *singles,
                         struct bm_edge_list *borders)
{
    struct matcher matcher = {.rings = rings,
                              .edges = singles->items,
                              .n = singles->n,
                              .tolerance_m = tolerance_m,
                              .table = table,
                              .gaps_only = gaps_only};
    bm_status st;

    if (singles->n == 0 || !(tolerance_m > 0)) return BM_OK;
    qsort(singles->items, singles->n, sizeof *singles->items, compare_singles);
    st = match(ctx, &matcher, is_dated(singles));
    if (st == BM_OK) st = take_matched(ctx, &matcher, singles, borders);
    bm_near_free(ctx, matcher.near);
    bm_free(ctx, matcher.pieces);
    bm_free(ctx, matcher.partner);
    bm_edges_free(ctx, &matcher.cuts);
    return st;
}
