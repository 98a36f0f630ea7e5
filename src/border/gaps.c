/* Gaps in the border of two countries: where the outline of one leaves their line and comes back to it before
 * long. A lake that belongs to neither polygon, a river's water, neighbours drawn apart. */
#include "border/readers.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_M 100000.0 /* a longer way along an outline is a coast between two borders */

struct joint { /* a vertex where a border edge ends or begins, as `country` goes along it */
    uint16_t country, other;
    uint64_t node;
};
struct pair {
    uint16_t country, other;
    int n;
    double sum_m, longest_m;
    bm_ll at; /* of the longest */
};
struct finder {
    const struct bm_rings *rings;
    const struct bm_edge *singles; /* sorted by country and start */
    size_t n_singles;
    struct joint *ends, *starts; /* sorted */
    size_t n_ends, n_starts;
    struct pair *pairs;
    size_t n_pairs, cap_pairs;
};

static int compare_joints(const void *pa, const void *pb)
{
    const struct joint *a = pa, *b = pb;

    if (a->country != b->country) return a->country < b->country ? -1 : 1;
    if (a->other != b->other) return a->other < b->other ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

static int compare_singles(const void *pa, const void *pb)
{
    const struct bm_edge *a = pa, *b = pb;

    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static size_t single_from(const struct finder *finder, uint16_t country, uint64_t node)
{
    size_t low = 0, high = finder->n_singles;

    while (low < high) {
        size_t mid = (low + high) / 2;
        const struct bm_edge *edge = &finder->singles[mid];
        if (edge->left < country || (edge->left == country && edge->a < node))
            low = mid + 1;
        else
            high = mid;
    }
    if (low < finder->n_singles && finder->singles[low].left == country && finder->singles[low].a == node)
        return low;
    return finder->n_singles;
}

static bool is_joint(const struct joint *joints, size_t n, struct joint joint)
{
    return n && bsearch(&joint, joints, n, sizeof *joints, compare_joints);
}

static bm_status collect(bm_ctx *ctx, const struct bm_edge_list *borders, struct finder *finder)
{
    bm_status st;

    st = bm_calloc(ctx, borders->n * 2 + 1, sizeof *finder->ends, (void **)&finder->ends);
    if (st != BM_OK) return st;
    st = bm_calloc(ctx, borders->n * 2 + 1, sizeof *finder->starts, (void **)&finder->starts);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < borders->n; i++) {
        struct bm_edge e = borders->items[i];
        finder->ends[finder->n_ends++] = (struct joint){e.left, e.right, e.b};
        finder->ends[finder->n_ends++] = (struct joint){e.right, e.left, e.a};
        finder->starts[finder->n_starts++] = (struct joint){e.left, e.right, e.a};
        finder->starts[finder->n_starts++] = (struct joint){e.right, e.left, e.b};
    }
    qsort(finder->ends, finder->n_ends, sizeof *finder->ends, compare_joints);
    qsort(finder->starts, finder->n_starts, sizeof *finder->starts, compare_joints);
    return BM_OK;
}

static bm_status note(bm_ctx *ctx, struct finder *finder, const struct joint *from, double length_m)
{
    bool straight = strcmp(finder->rings->isos[from->country], finder->rings->isos[from->other]) < 0;
    uint16_t a = straight ? from->country : from->other, b = straight ? from->other : from->country;
    size_t i = 0;
    bm_status st;

    while (i < finder->n_pairs && (finder->pairs[i].country != a || finder->pairs[i].other != b)) i++;
    if (i == finder->n_pairs) {
        st = bm_grow(ctx, (void **)&finder->pairs, &finder->cap_pairs, i + 1, sizeof *finder->pairs);
        if (st != BM_OK) return st;
        finder->pairs[finder->n_pairs++] = (struct pair){.country = a, .other = b};
    }
    struct pair *pair = &finder->pairs[i];
    pair->n++;
    pair->sum_m += length_m;
    if (length_m > pair->longest_m) {
        pair->longest_m = length_m;
        pair->at = bm_pt_ll(bm_pt_from_key(from->node));
    }
    return BM_OK;
}

static bm_status follow(bm_ctx *ctx, struct finder *finder, const struct joint *from)
{
    size_t i = single_from(finder, from->country, from->node);
    double length_m = 0;

    while (i < finder->n_singles && length_m < LONGEST_M) {
        const struct bm_edge *edge = &finder->singles[i];
        length_m += bm_pt_metres(bm_pt_from_key(edge->a), bm_pt_from_key(edge->b));
        if (is_joint(finder->starts, finder->n_starts, (struct joint){from->country, from->other, edge->b}))
            return length_m < LONGEST_M ? note(ctx, finder, from, length_m) : BM_OK;
        i = single_from(finder, from->country, edge->b);
    }
    return BM_OK;
}

static bm_status report(bm_ctx *ctx, const struct finder *finder, struct bm_log *log)
{
    bm_status st = BM_OK;

    for (size_t i = 0; i < finder->n_pairs && st == BM_OK; i++) {
        const struct pair *pair = &finder->pairs[i];
        struct bm_pair_report *found;
        st = bm_log_pair(ctx, log, finder->rings->isos[pair->country], finder->rings->isos[pair->other],
                         &found);
        if (st != BM_OK) return st;
        found->n_gaps = (uint32_t)pair->n;
        found->gap_m = pair->sum_m;
        st = bm_issue_add(
            ctx, log->issues, BM_WARNING, log->src, 0, 0, BM_LIT("geometry"), bm_str_z(found->dyad),
            "a border without gaps; %d where only one of the two has a line, %lld m along outlines, the "
            "longest at longitude %lld.%02d, latitude %lld.%02d",
            pair->n, (long long)(pair->sum_m + 0.5), (long long)pair->at.lon_deg,
            abs((int)(pair->at.lon_deg * 100) % 100), (long long)pair->at.lat_deg,
            abs((int)(pair->at.lat_deg * 100) % 100));
    }
    return st;
}

bm_status bm_border_gaps(bm_ctx *ctx, const struct bm_rings *rings, const struct bm_edge_list *borders,
                         struct bm_edge_list *singles, struct bm_log *log)
{
    struct finder finder = {.rings = rings, .singles = singles->items, .n_singles = singles->n};
    bm_status st;

    if (borders->n == 0 || singles->n == 0) return BM_OK;
    qsort(singles->items, singles->n, sizeof *singles->items, compare_singles);
    if ((st = collect(ctx, borders, &finder)) != BM_OK) goto done;
    for (size_t i = 0; i < finder.n_ends; i++) {
        const struct joint *end = &finder.ends[i];
        if (is_joint(finder.starts, finder.n_starts, *end)) continue;
        if ((st = follow(ctx, &finder, end)) != BM_OK) goto done;
    }
    st = report(ctx, &finder, log);
done:
    bm_free(ctx, finder.ends);
    bm_free(ctx, finder.starts);
    bm_free(ctx, finder.pairs);
    return st;
}
