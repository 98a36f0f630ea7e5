/* The countries that a tally's rows are to be compared with. */
#include "base/mem.h"
#include "stats/tally.h"

#include <stdlib.h>
#include <string.h>

static int by_code(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void add(const char **list, size_t *n, const char *iso3)
{
    if (!iso3[0]) return;
    for (size_t i = 0; i < *n; i++)
        if (strcmp(list[i], iso3) == 0) return;
    list[(*n)++] = iso3;
}

bm_status bm_tally_countries(bm_ctx *ctx, const bm_tally *tally, bm_arena *arena, const char *const **out,
                             size_t *n)
{
    const struct bm_tally_frame *frame = &tally->frame;
    enum { ALPHA_3 = 26 * 26 * 26 }; /* no more codes are there */
    const char **list = bm_arena_calloc(arena, ALPHA_3, sizeof *list);
    *out = list;
    *n = 0;
    if (!list) return bm_fail(ctx, BM_ENOMEM, "out of memory for the countries of the statistics");
    for (size_t i = 0; i < tally->places.n; i++) add(list, n, tally->places.items[i].country);
    for (uint32_t d = 0; d < frame->n_dyads; d++) {
        if (tally->groups[d].n_points == 0) continue;
        add(list, n, frame->dyads[d].iso_a);
        add(list, n, frame->dyads[d].iso_b);
    }
    if (*n > 1) qsort(list, *n, sizeof *list, by_code);
    return BM_OK;
}
