/* Groups by the values of one dimension. */
#include "base/mem.h"
#include "base/str.h"
#include "stats/dimension.h"
#include "stats/tally.h"

bm_status bm_by_init(bm_ctx *ctx, const bm_dimension *what, struct bm_by_tally *by)
{
    *by = (struct bm_by_tally){.what = *what, .pairs = {.max = BM_PAIRS_KEPT}};
    bm_map_init(&by->index, ctx);
    return bm_arena_create(ctx, &by->arena);
}

void bm_by_free(bm_ctx *ctx, struct bm_by_tally *by)
{
    bm_map_free(&by->index);
    bm_arena_destroy(by->arena);
    bm_free(ctx, by->values);
    bm_free(ctx, by->groups);
    bm_free(ctx, by->bands);
    bm_pairs_free(ctx, &by->pairs);
    by->arena = NULL;
    by->values = NULL;
    by->groups = NULL;
    by->bands = NULL;
    by->n = by->cap_values = by->cap_groups = by->cap_bands = 0;
}

/* Room for one more value, all zero. */
static bm_status push(bm_ctx *ctx, struct bm_by_tally *by, size_t n_bands, bm_str value)
{
    size_t n = by->n + 1;
    bm_status st = bm_grow(ctx, (void **)&by->values, &by->cap_values, n, sizeof *by->values);
    if (st == BM_OK) st = bm_grow(ctx, (void **)&by->groups, &by->cap_groups, n, sizeof *by->groups);
    if (st == BM_OK) st = bm_grow(ctx, (void **)&by->bands, &by->cap_bands, n * n_bands, sizeof *by->bands);
    if (st != BM_OK) return st;
    by->values[by->n] = value;
    by->groups[by->n] = (struct bm_group_tally){0};
    bm_people_init(&by->groups[by->n].people);
    for (size_t k = 0; k < n_bands; k++) by->bands[by->n * n_bands + k] = (struct bm_band_tally){0};
    by->n = n;
    return BM_OK;
}

/* The number of a value; the dimension is dropped when there are too many. */
static bm_status number_of(bm_ctx *ctx, struct bm_by_tally *by, size_t n_bands, bm_str value, uint32_t *out)
{
    uint64_t *at;
    bool added, ok = true;
    bm_status st = BM_OK;
    *out = 0;
    if (by->n == 0 && (st = push(ctx, by, n_bands, (bm_str){0})) != BM_OK) return st;
    if (!value.p) return BM_OK;
    if ((at = bm_map_find(&by->index, value))) {
        *out = (uint32_t)*at;
        return BM_OK;
    }
    if (by->n > BM_VALUES_KEPT) {
        bm_by_free(ctx, by);
        by->dropped = true;
        return BM_OK;
    }
    bm_str copy = bm_arena_copy(by->arena, value, &ok);
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for the values of '%s'", by->what.name);
    if ((st = bm_map_add(&by->index, copy, &at, &added)) != BM_OK) return st;
    *at = *out = (uint32_t)by->n;
    return push(ctx, by, n_bands, copy);
}

bm_status bm_by_add(bm_ctx *ctx, const bm_tally *tally, struct bm_by_tally *by,
                    const struct bm_measure *measure)
{
    char scratch[24];
    bm_str values[BM_DIMENSION_VALUES];
    bm_status st = BM_OK;
    if (by->dropped) return BM_OK;
    size_t n = bm_dimension_values(&by->what, measure->row, scratch, values);
    for (size_t i = 0; i < n && st == BM_OK; i++) {
        uint32_t number;
        st = number_of(ctx, by, tally->n_bands, values[i], &number);
        if (st != BM_OK || by->dropped) return st;
        bm_group_add(tally, &by->groups[number], by->bands + number * tally->n_bands, measure);
        if (measure->point) st = bm_pairs_add(ctx, &by->pairs, number, measure->metres, 1, measure->killed);
    }
    return st;
}

bm_status bm_by_merge(bm_ctx *ctx, struct bm_by_tally *into, const struct bm_by_tally *from, size_t n_bands)
{
    void *p;
    bm_status st = bm_calloc(ctx, from->n, sizeof(uint32_t), &p);
    uint32_t *number = p;
    if (st != BM_OK) return st;
    if (from->dropped && !into->dropped) {
        bm_by_free(ctx, into);
        into->dropped = true;
    }
    for (size_t i = 0; i < from->n && st == BM_OK && !into->dropped; i++) {
        st = number_of(ctx, into, n_bands, from->values[i], &number[i]);
        if (st != BM_OK || into->dropped) break;
        bm_group_merge(&into->groups[number[i]], &from->groups[i]);
        bm_bands_merge(into->bands + number[i] * n_bands, from->bands + i * n_bands, n_bands);
    }
    if (st == BM_OK && !into->dropped) st = bm_pairs_merge(ctx, &into->pairs, &from->pairs, number);
    bm_free(ctx, number);
    return st;
}
