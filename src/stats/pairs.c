#include "stats/pairs.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

enum { FIRST_CAP = 256, BYTES = 8, BYTE_VALUES = 256 };

uint32_t bm_whole_metres(double distance_m)
{
    return (uint32_t)(distance_m + 0.5);
}

static uint64_t key_of(const struct bm_pair *pair)
{
    return (uint64_t)pair->group << 32 | pair->metres;
}

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). */
static uint64_t mix(uint64_t key)
{
    key = (key ^ (key >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    key = (key ^ (key >> 27)) * UINT64_C(0x94D049BB133111EB);
    return key ^ (key >> 31);
}

static struct bm_pair *slot_of(struct bm_pair *slots, size_t cap, const struct bm_pair *pair)
{
    size_t i = (size_t)mix(key_of(pair)) & (cap - 1);
    while (slots[i].count && key_of(&slots[i]) != key_of(pair)) i = (i + 1) & (cap - 1);
    return &slots[i];
}

static void put(struct bm_pairs *pairs, const struct bm_pair *pair)
{
    struct bm_pair *slot = slot_of(pairs->slots, pairs->cap, pair);
    if (slot->count == 0) {
        *slot = *pair;
        pairs->n++;
        return;
    }
    slot->count += pair->count;
    slot->weight += pair->weight;
}

/* A new table of cap slots, with metres shifted further. */
static bm_status rehash(bm_ctx *ctx, struct bm_pairs *pairs, size_t cap, unsigned shift)
{
    struct bm_pairs old = *pairs;
    void *p;
    bm_status st = bm_calloc(ctx, cap, sizeof(struct bm_pair), &p);
    if (st != BM_OK) return st;
    *pairs = (struct bm_pairs){.slots = p, .cap = cap, .max = old.max, .shift = shift};
    for (size_t i = 0; i < old.cap; i++) {
        struct bm_pair pair = old.slots[i];
        pair.metres >>= shift - old.shift;
        if (pair.count) put(pairs, &pair);
    }
    bm_free(ctx, old.slots);
    return BM_OK;
}

void bm_pairs_free(bm_ctx *ctx, struct bm_pairs *pairs)
{
    bm_free(ctx, pairs->slots);
    *pairs = (struct bm_pairs){0};
}

bm_status bm_pairs_add(bm_ctx *ctx, struct bm_pairs *pairs, uint32_t group, uint32_t metres, uint64_t count,
                       uint64_t weight)
{
    bm_status st = BM_OK;
    if (count == 0) return BM_OK;
    if (4 * (pairs->n + 1) > 3 * pairs->cap) {
        st = rehash(ctx, pairs, pairs->cap ? pairs->cap * 2 : FIRST_CAP, pairs->shift);
        if (st != BM_OK) return st;
    }
    put(pairs, &(struct bm_pair){group, metres >> pairs->shift, count, weight});
    while (st == BM_OK && pairs->max && pairs->n > pairs->max && pairs->shift < 31)
        st = rehash(ctx, pairs, pairs->cap, pairs->shift + 1);
    return st;
}

bm_status bm_pairs_merge(bm_ctx *ctx, struct bm_pairs *into, const struct bm_pairs *from,
                         const uint32_t *group_of)
{
    bm_status st = BM_OK;
    if (from->shift > into->shift) st = rehash(ctx, into, into->cap ? into->cap : FIRST_CAP, from->shift);
    for (size_t i = 0; st == BM_OK && i < from->cap; i++) {
        const struct bm_pair *pair = &from->slots[i];
        if (pair->count == 0) continue;
        st = bm_pairs_add(ctx, into, group_of ? group_of[pair->group] : pair->group,
                          pair->metres << from->shift, pair->count, pair->weight);
    }
    return st;
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

bm_status bm_pairs_sorted(bm_ctx *ctx, const struct bm_pairs *pairs, struct bm_pair **out, size_t *n)
{
    void *p;
    size_t k = 0;
    uint32_t half = (uint32_t)((UINT64_C(1) << pairs->shift) >> 1);
    *out = NULL;
    *n = 0;
    bm_status st = bm_calloc(ctx, pairs->n, sizeof(struct bm_pair), &p);
    if (st != BM_OK) return st;
    struct bm_pair *list = p;
    for (size_t i = 0; i < pairs->cap; i++) {
        if (pairs->slots[i].count == 0) continue;
        list[k] = pairs->slots[i];
        list[k].metres = (list[k].metres << pairs->shift) + half;
        k++;
    }
    if ((st = bm_pairs_sort(ctx, list, k)) != BM_OK) {
        bm_free(ctx, list);
        return st;
    }
    *out = list;
    *n = k;
    return BM_OK;
}
