#include "stats/pairs.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 256 };

uint32_t bm_whole_metres(double distance_m)
{
    return (uint32_t)(distance_m + 0.5);
}

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). */
static uint64_t mix(uint64_t key)
{
    key = (key ^ (key >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    key = (key ^ (key >> 27)) * UINT64_C(0x94D049BB133111EB);
    return key ^ (key >> 31);
}

static struct bm_pair *slot_of(struct bm_pair *slots, size_t cap, uint32_t group, uint32_t metres)
{
    size_t i = (size_t)mix((uint64_t)group << 32 | metres) & (cap - 1);
    while (slots[i].count && (slots[i].group != group || slots[i].metres != metres)) i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bm_status grow(bm_ctx *ctx, struct bm_pairs *pairs)
{
    size_t cap = pairs->cap ? pairs->cap * 2 : FIRST_CAP;
    void *p;
    bm_status st = bm_calloc(ctx, cap, sizeof(struct bm_pair), &p);
    if (st != BM_OK) return st;
    struct bm_pair *slots = p;
    for (size_t i = 0; i < pairs->cap; i++) {
        const struct bm_pair *old = &pairs->slots[i];
        if (old->count) *slot_of(slots, cap, old->group, old->metres) = *old;
    }
    bm_free(ctx, pairs->slots);
    pairs->slots = slots;
    pairs->cap = cap;
    return BM_OK;
}

void bm_pairs_free(bm_ctx *ctx, struct bm_pairs *pairs)
{
    bm_free(ctx, pairs->slots);
    *pairs = (struct bm_pairs){0};
}

bm_status bm_pairs_add(bm_ctx *ctx, struct bm_pairs *pairs, uint32_t group, uint32_t metres, uint64_t count)
{
    bm_status st;
    if (count == 0) return BM_OK;
    if (4 * (pairs->n + 1) > 3 * pairs->cap && (st = grow(ctx, pairs)) != BM_OK) return st;
    struct bm_pair *slot = slot_of(pairs->slots, pairs->cap, group, metres);
    if (slot->count == 0) {
        slot->group = group;
        slot->metres = metres;
        pairs->n++;
    }
    slot->count += count;
    return BM_OK;
}

static int compare(const void *a, const void *b)
{
    const struct bm_pair *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return (x->metres > y->metres) - (x->metres < y->metres);
}

void bm_pairs_sort(struct bm_pair *pairs, size_t n)
{
    if (n > 1) qsort(pairs, n, sizeof *pairs, compare);
}

bm_status bm_pairs_sorted(bm_ctx *ctx, const struct bm_pairs *pairs, struct bm_pair **out, size_t *n)
{
    void *p;
    size_t k = 0;
    *out = NULL;
    *n = 0;
    bm_status st = bm_calloc(ctx, pairs->n, sizeof(struct bm_pair), &p);
    if (st != BM_OK) return st;
    struct bm_pair *list = p;
    for (size_t i = 0; i < pairs->cap; i++)
        if (pairs->slots[i].count) list[k++] = pairs->slots[i];
    bm_pairs_sort(list, k);
    *out = list;
    *n = k;
    return BM_OK;
}
