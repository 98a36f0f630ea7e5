/* Edges joined into chains: from a vertex where lines of one dyad, status and validity end, fork or meet, to
 * the next such vertex; closed lines start at their southernmost vertex. */
#include "border/making.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct joiner {
    struct bm_edge *edges; /* of one group, sorted by a, then b */
    size_t n;
    uint64_t *ends; /* their b, sorted */
    uint8_t *used;
    bm_ll *line;
    size_t cap_line;
};

static int compare_kinds(const struct bm_edge *a, const struct bm_edge *b)
{
    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    if (a->right != b->right) return a->right < b->right ? -1 : 1;
    if (a->status != b->status) return a->status < b->status ? -1 : 1;
    if (a->valid_from != b->valid_from) return a->valid_from < b->valid_from ? -1 : 1;
    if (a->valid_to != b->valid_to) return a->valid_to < b->valid_to ? -1 : 1;
    return 0;
}

static int compare_edges(const void *pa, const void *pb)
{
    const struct bm_edge *a = pa, *b = pb;
    int kind = compare_kinds(a, b);

    if (kind) return kind;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int compare_keys(const void *pa, const void *pb)
{
    uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

    return a < b ? -1 : a > b;
}

/* First edge that starts at node, or after it. */
static size_t first_from(const struct joiner *joiner, uint64_t node)
{
    size_t low = 0, high = joiner->n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (joiner->edges[mid].a < node)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static size_t n_from(const struct joiner *joiner, uint64_t node)
{
    size_t i = first_from(joiner, node), n = 0;

    while (i + n < joiner->n && joiner->edges[i + n].a == node) n++;
    return n;
}

static size_t n_to(const struct joiner *joiner, uint64_t node)
{
    size_t low = 0, high = joiner->n, n = 0;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (joiner->ends[mid] < node)
            low = mid + 1;
        else
            high = mid;
    }
    while (low + n < joiner->n && joiner->ends[low + n] == node) n++;
    return n;
}

static bool is_through(const struct joiner *joiner, uint64_t node)
{
    return n_from(joiner, node) == 1 && n_to(joiner, node) == 1;
}

static bm_status walk(bm_ctx *ctx, const struct bm_rings *rings, struct joiner *joiner, size_t start,
                      struct bm_border_model *model)
{
    const struct bm_edge *edge = &joiner->edges[start];
    struct bm_chain like = {
        .status = (bm_border_status)edge->status, .valid_from = edge->valid_from, .valid_to = edge->valid_to};
    size_t n = 0, at = start;
    bm_status st;

    memcpy(like.left, rings->isos[edge->left], 4);
    memcpy(like.right, rings->isos[edge->right], 4);
    for (;;) {
        st = bm_grow(ctx, (void **)&joiner->line, &joiner->cap_line, n + 2, sizeof *joiner->line);
        if (st != BM_OK) return st;
        joiner->used[at] = 1;
        joiner->line[n++] = bm_pt_ll(bm_pt_from_key(joiner->edges[at].a));
        uint64_t node = joiner->edges[at].b;
        size_t next = first_from(joiner, node);
        if (!is_through(joiner, node) || joiner->used[next]) {
            joiner->line[n++] = bm_pt_ll(bm_pt_from_key(node));
            return bm_model_add_chain(ctx, model, &like, joiner->line, (uint32_t)n);
        }
        at = next;
    }
}

static bm_status join_group(bm_ctx *ctx, const struct bm_rings *rings, struct joiner *joiner,
                            struct bm_border_model *model)
{
    bm_status st;

    for (size_t i = 0; i < joiner->n; i++) joiner->ends[i] = joiner->edges[i].b;
    qsort(joiner->ends, joiner->n, sizeof *joiner->ends, compare_keys);
    memset(joiner->used, 0, joiner->n);
    for (size_t i = 0; i < joiner->n; i++)
        if (!is_through(joiner, joiner->edges[i].a) && (st = walk(ctx, rings, joiner, i, model)) != BM_OK)
            return st;
    for (size_t i = 0; i < joiner->n; i++) /* what is left are rings; keys order by latitude first */
        if (!joiner->used[i] && (st = walk(ctx, rings, joiner, i, model)) != BM_OK) return st;
    return BM_OK;
}

/* The alphabetically first country to the left, so that lines of one dyad compare. */
static void turn_edges(const struct bm_rings *rings, struct bm_edge_list *borders)
{
    for (size_t i = 0; i < borders->n; i++) {
        struct bm_edge e = borders->items[i];
        if (strcmp(rings->isos[e.left], rings->isos[e.right]) < 0) continue;
        borders->items[i] = (struct bm_edge){e.b, e.a, e.right, e.left, e.status, e.valid_from, e.valid_to};
    }
}

static void drop_repeats(struct bm_edge_list *borders)
{
    size_t kept = 0;

    for (size_t i = 0; i < borders->n; i++)
        if (kept == 0 || compare_edges(&borders->items[kept - 1], &borders->items[i]) != 0)
            borders->items[kept++] = borders->items[i];
    borders->n = kept;
}

bm_status bm_edges_chain(bm_ctx *ctx, const struct bm_rings *rings, struct bm_edge_list *borders,
                         struct bm_border_model *model)
{
    struct joiner joiner = {0};
    bm_status st;

    turn_edges(rings, borders);
    if (borders->n) qsort(borders->items, borders->n, sizeof *borders->items, compare_edges);
    drop_repeats(borders);
    if ((st = bm_calloc(ctx, borders->n, sizeof *joiner.ends, (void **)&joiner.ends)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, borders->n, sizeof *joiner.used, (void **)&joiner.used)) != BM_OK) goto done;
    for (size_t i = 0; i < borders->n; i += joiner.n) {
        joiner.edges = borders->items + i;
        for (joiner.n = 1; i + joiner.n < borders->n; joiner.n++)
            if (compare_kinds(joiner.edges, joiner.edges + joiner.n) != 0) break;
        if ((st = join_group(ctx, rings, &joiner, model)) != BM_OK) goto done;
    }
done:
    bm_free(ctx, joiner.ends);
    bm_free(ctx, joiner.used);
    bm_free(ctx, joiner.line);
    return st;
}
