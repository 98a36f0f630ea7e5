#include "stats/pairs.h"
#include "base/mem.h"

#include <string.h>

enum { MOST_PENDING = 1 << 15, BYTES = 8, BYTE_VALUES = 256 };

uint32_t bm_whole_metres(double distance_m)
{
    return (uint32_t)(distance_m + 0.5);
}

static uint64_t key_of(const struct bm_pair *pair)
{
    return (uint64_t)pair->group << 32 | pair->metres;
}

/* One pass of a radix sort: by the byte at `shift` of the keys. */
static void sort_pass(const struct bm_pair *from, struct bm_pair *to, size_t n, unsigned shift,
                      const size_t *counts)
{
    size_t at[BYTE_VALUES], sum = 0;
    for (int v = 0; v < BYTE_VALUES; v++) {
        at[v] = sum;
        sum += counts[v];
    }
    for (size_t i = 0; i < n; i++) to[at[(key_of(&from[i]) >> shift) & 0xFF]++] = from[i];
}

bm_status bm_pairs_sort(bm_ctx *ctx, struct bm_pair *pairs, size_t n)
{
    static const size_t zero[BYTE_VALUES] = {0};
    size_t counts[BYTES][BYTE_VALUES];
    struct bm_pair *from = pairs, *to;
    void *p;
    bm_status st;
    if (n < 2) return BM_OK;
    if ((st = bm_calloc(ctx, n, sizeof *pairs, &p)) != BM_OK) return st;
    to = p;
    for (int b = 0; b < BYTES; b++) memcpy(counts[b], zero, sizeof zero);
    for (size_t i = 0; i < n; i++)
        for (int b = 0; b < BYTES; b++) counts[b][(key_of(&pairs[i]) >> (8 * b)) & 0xFF]++;
    for (unsigned b = 0; b < BYTES; b++) {
        if (counts[b][(key_of(&pairs[0]) >> (8 * b)) & 0xFF] == n) continue; /* all alike */
        sort_pass(from, to, n, 8 * b, counts[b]);
        struct bm_pair *swap = from;
        from = to, to = swap;
    }
    if (from != pairs) memcpy(pairs, from, n * sizeof *pairs);
    bm_free(ctx, p);
    return BM_OK;
}

void bm_pairs_free(bm_ctx *ctx, struct bm_pairs *pairs)
{
    bm_free(ctx, pairs->items);
    bm_free(ctx, pairs->pending);
    *pairs = (struct bm_pairs){0};
}

/* Neighbours with the same key become one; returns how many are left. */
static size_t combine(struct bm_pair *pairs, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (k > 0 && key_of(&pairs[k - 1]) == key_of(&pairs[i])) {
            pairs[k - 1].count += pairs[i].count;
            pairs[k - 1].weight += pairs[i].weight;
        } else {
            pairs[k++] = pairs[i];
        }
    }
    return k;
}

/* Merges n sorted pairs into the items, from the back; the list has room for all. */
static void merge_sorted(struct bm_pairs *pairs, const struct bm_pair *from, size_t n)
{
    size_t i = pairs->n, end = pairs->n + n, to = end;
    struct bm_pair *items = pairs->items;
    while (n > 0) {
        if (i > 0 && key_of(&items[i - 1]) > key_of(&from[n - 1])) {
            items[--to] = items[--i];
            continue;
        }
        struct bm_pair pair = from[--n];
        if (i > 0 && key_of(&items[i - 1]) == key_of(&pair)) {
            i--;
            pair.count += items[i].count;
            pair.weight += items[i].weight;
        }
        items[--to] = pair;
    }
    if (to > i) memmove(items + i, items + to, (end - to) * sizeof *items);
    pairs->n = i + (end - to);
}

/* Steps twice as long. */
static void coarsen(struct bm_pairs *pairs)
{
    pairs->shift++;
    for (size_t i = 0; i < pairs->n; i++) pairs->items[i].metres >>= 1;
    pairs->n = combine(pairs->items, pairs->n);
}

bm_status bm_pairs_settle(bm_ctx *ctx, struct bm_pairs *pairs)
{
    size_t n = pairs->n_pending;
    bm_status st;
    if (n == 0) return BM_OK;
    for (size_t i = 0; i < n; i++) pairs->pending[i].metres >>= pairs->shift;
    if ((st = bm_pairs_sort(ctx, pairs->pending, n)) != BM_OK) return st;
    n = combine(pairs->pending, n);
    if ((st = bm_grow(ctx, (void **)&pairs->items, &pairs->cap, pairs->n + n, sizeof *pairs->items)) != BM_OK)
        return st;
    merge_sorted(pairs, pairs->pending, n);
    pairs->n_pending = 0;
    while (pairs->max && pairs->n > pairs->max && pairs->shift < 31) coarsen(pairs);
    return BM_OK;
}

bm_status bm_pairs_add(bm_ctx *ctx, struct bm_pairs *pairs, uint32_t group, uint32_t metres, uint64_t count,
                       uint64_t weight)
{
    bm_status st = BM_OK;
    if (count == 0) return BM_OK;
    if (pairs->n_pending == MOST_PENDING) st = bm_pairs_settle(ctx, pairs);
    if (st == BM_OK && pairs->n_pending == pairs->cap_pending)
        st = bm_grow(ctx, (void **)&pairs->pending, &pairs->cap_pending, pairs->n_pending + 1,
                     sizeof *pairs->pending);
    if (st == BM_OK) pairs->pending[pairs->n_pending++] = (struct bm_pair){group, metres, count, weight};
    return st;
}

static bm_status add_all(bm_ctx *ctx, struct bm_pairs *into, const struct bm_pair *from, size_t n,
                         unsigned shift, const uint32_t *group_of)
{
    bm_status st = BM_OK;
    for (size_t i = 0; st == BM_OK && i < n; i++)
        st = bm_pairs_add(ctx, into, group_of ? group_of[from[i].group] : from[i].group,
                          from[i].metres << shift, from[i].count, from[i].weight);
    return st;
}

bm_status bm_pairs_merge(bm_ctx *ctx, struct bm_pairs *into, const struct bm_pairs *from,
                         const uint32_t *group_of)
{
    bm_status st = bm_pairs_settle(ctx, into);
    if (st != BM_OK) return st;
    while (into->shift < from->shift) coarsen(into);
    st = add_all(ctx, into, from->items, from->n, from->shift, group_of);
    if (st == BM_OK) st = add_all(ctx, into, from->pending, from->n_pending, 0, group_of);
    return st;
}

bm_status bm_pairs_sorted(bm_ctx *ctx, const struct bm_pairs *pairs, struct bm_pair **out, size_t *n)
{
    uint32_t half = (uint32_t)((UINT64_C(1) << pairs->shift) >> 1);
    void *p;
    bm_status st = bm_calloc(ctx, pairs->n, sizeof(struct bm_pair), &p);
    *out = p;
    *n = 0;
    if (st != BM_OK) return st;
    for (size_t i = 0; i < pairs->n; i++) {
        (*out)[i] = pairs->items[i];
        (*out)[i].metres = ((*out)[i].metres << pairs->shift) + half;
    }
    *n = pairs->n;
    return BM_OK;
}
