/* Neighbours that do not share vertices: an edge that one country uses alone is a border when another
 * country's single edge runs the opposite way within the tolerance, all along it. The line of the
 * alphabetically first of the two is kept. The direction tells a border from two coasts that meet at a
 * river's mouth: those run the same way. */
#include "border/making.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct matcher {
    const struct bm_rings *rings;
    struct bm_edge *edges; /* singles, sorted by country and start */
    size_t n;
    struct bm_near_piece *pieces;
    struct bm_near *near;
    uint16_t *partner; /* of each single edge, or BM_NOBODY */
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

static bool overlaps_in_time(const struct bm_edge *a, const struct bm_edge *b)
{
    return (b->valid_to == INT32_MIN || a->valid_from <= b->valid_to) &&
           (a->valid_to == INT32_MIN || b->valid_from <= a->valid_to);
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

static void consider(void *user, const struct bm_near_piece *piece, double distance_m)
{
    struct candidate *candidate = user;
    const struct bm_edge *edge = candidate->edge, *other = &candidate->matcher->edges[piece->tag];
    bm_pt a = bm_pt_from_key(edge->a), b = bm_pt_from_key(edge->b);
    double cos_lat = cos((double)a.y / BM_GRID * (3.14159265358979323846 / 180));
    double along = ((double)b.x - a.x) * ((double)piece->b.x - piece->a.x) * cos_lat * cos_lat +
                   ((double)b.y - a.y) * ((double)piece->b.y - piece->a.y);

    if (other->left == edge->left || !is_wanted(candidate->matcher, edge->left, other->left) || along >= 0 ||
        distance_m > candidate->distance_m)
        return;
    if (candidate->wanted != BM_NOBODY && other->left != candidate->wanted) return;
    if (!overlaps_in_time(edge, other)) return;
    if (distance_m == candidate->distance_m && candidate->found != BM_NOBODY &&
        other->left > candidate->found)
        return;
    candidate->found = other->left;
    candidate->distance_m = distance_m;
}

static uint16_t country_beside(const struct matcher *matcher, const struct bm_edge *edge, double share,
                               uint16_t wanted)
{
    bm_pt a = bm_pt_from_key(edge->a), b = bm_pt_from_key(edge->b);
    bm_pt at = {(int32_t)(a.x + ((double)b.x - a.x) * share), (int32_t)(a.y + ((double)b.y - a.y) * share)};
    struct candidate candidate = {matcher, edge, wanted, BM_NOBODY, matcher->tolerance_m};

    bm_near_within(matcher->near, at, matcher->tolerance_m, consider, &candidate);
    return candidate.found;
}

static uint16_t find_partner(const struct matcher *matcher, const struct bm_edge *edge)
{
    uint16_t country = country_beside(matcher, edge, 0.5, BM_NOBODY);
    double length_m = bm_pt_metres(bm_pt_from_key(edge->a), bm_pt_from_key(edge->b));
    int steps = length_m < 32 * matcher->tolerance_m ? 1 + (int)(length_m / matcher->tolerance_m) : 32;

    if (country == BM_NOBODY) return BM_NOBODY;
    for (int i = 0; i <= steps; i++)
        if (country_beside(matcher, edge, (double)i / steps, country) == BM_NOBODY) return BM_NOBODY;
    return country;
}

/* The single edge of the same country that goes on from the end of edge i; n if there is none. */
static size_t successor(const struct matcher *matcher, size_t i)
{
    uint64_t node = matcher->edges[i].b;
    uint16_t country = matcher->edges[i].left;
    size_t low = 0, high = matcher->n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        const struct bm_edge *edge = &matcher->edges[mid];
        if (edge->left < country || (edge->left == country && edge->a < node))
            low = mid + 1;
        else
            high = mid;
    }
    if (low < matcher->n && matcher->edges[low].left == country && matcher->edges[low].a == node) return low;
    return matcher->n;
}

/* A short stretch between two matched ones belongs to the same border: a bend where the lines differ. */
static void close_bends(struct matcher *matcher)
{
    for (size_t i = 0; i < matcher->n; i++) {
        uint16_t partner = matcher->partner[i];
        double length_m = 0;
        size_t next = successor(matcher, i);
        if (partner == BM_NOBODY) continue;
        while (next < matcher->n && matcher->partner[next] == BM_NOBODY &&
               length_m <= 4 * matcher->tolerance_m) {
            length_m +=
                bm_pt_metres(bm_pt_from_key(matcher->edges[next].a), bm_pt_from_key(matcher->edges[next].b));
            next = successor(matcher, next);
        }
        if (next == matcher->n || length_m > 4 * matcher->tolerance_m || matcher->partner[next] != partner)
            continue;
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

static bm_status take_matched(bm_ctx *ctx, struct matcher *matcher, struct bm_edge_list *singles,
                              struct bm_edge_list *borders)
{
    size_t kept = 0;
    bm_status st;

    for (size_t i = 0; i < matcher->n; i++) {
        struct bm_edge edge = matcher->edges[i];
        if (matcher->partner[i] == BM_NOBODY) {
            singles->items[kept++] = edge;
            continue;
        }
        edge.right = matcher->partner[i];
        if (!is_kept(matcher, &edge)) continue;
        if ((st = bm_edges_add(ctx, borders, edge)) != BM_OK) return st;
    }
    singles->n = kept;
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
    if ((st = bm_calloc(ctx, matcher.n, sizeof *matcher.pieces, (void **)&matcher.pieces)) != BM_OK)
        goto done;
    if ((st = bm_calloc(ctx, matcher.n, sizeof *matcher.partner, (void **)&matcher.partner)) != BM_OK)
        goto done;
    for (size_t i = 0; i < matcher.n; i++)
        matcher.pieces[i] = (struct bm_near_piece){bm_pt_from_key(matcher.edges[i].a),
                                                   bm_pt_from_key(matcher.edges[i].b), (uint32_t)i};
    if ((st = bm_near_build(ctx, matcher.pieces, matcher.n, 0.1, &matcher.near)) != BM_OK) goto done;
    for (size_t i = 0; i < matcher.n; i++) matcher.partner[i] = find_partner(&matcher, &matcher.edges[i]);
    close_bends(&matcher);
    st = take_matched(ctx, &matcher, singles, borders);
done:
    bm_near_free(ctx, matcher.near);
    bm_free(ctx, matcher.pieces);
    bm_free(ctx, matcher.partner);
    return st;
}
