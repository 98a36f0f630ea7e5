/* On which days a border file's lines and grounds change. */
#include "border/bmb.h"

#include "base/mem.h"

#include <stdlib.h>

struct days {
    int32_t *items;
    size_t n;
};

static void add_days(struct days *days, int32_t valid_from, int32_t valid_to)
{
    if (valid_from != BM_NO_DAY) days->items[days->n++] = valid_from;
    if (valid_to != BM_NO_DAY && valid_to != INT32_MAX) days->items[days->n++] = valid_to + 1;
}

static int by_day(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

    return a < b ? -1 : a > b;
}

bm_status bm_border_find_changes(bm_ctx *ctx, bm_border *border)
{
    struct days days = {0};
    size_t room = 0, kept = 0;
    void *block;
    bm_status st;

    border->first_day = INT32_MAX, border->last_day = BM_NO_DAY;
    for (uint32_t p = 0; p < border->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];
        int32_t to = part->valid_to == BM_NO_DAY ? INT32_MAX : part->valid_to;

        if (part->valid_from != BM_NO_DAY || part->valid_to != BM_NO_DAY) room += 2;
        if (part->valid_from < border->first_day) border->first_day = part->valid_from;
        if (to > border->last_day) border->last_day = to;
    }
    for (uint32_t r = 0; r < border->n_rings; r++)
        if (border->rings[r].valid_from != BM_NO_DAY || border->rings[r].valid_to != BM_NO_DAY) room += 2;
    if (room == 0) return BM_OK;
    if ((st = bm_calloc(ctx, room, sizeof *days.items, &block)) != BM_OK) return st;
    border->changes = days.items = block;
    for (uint32_t p = 0; p < border->n_parts; p++)
        add_days(&days, border->parts[p].valid_from, border->parts[p].valid_to);
    for (uint32_t r = 0; r < border->n_rings; r++)
        add_days(&days, border->rings[r].valid_from, border->rings[r].valid_to);
    qsort(days.items, days.n, sizeof *days.items, by_day);
    for (size_t i = 0; i < days.n; i++)
        if (kept == 0 || days.items[i] != days.items[kept - 1]) days.items[kept++] = days.items[i];
    border->n_changes = (uint32_t)kept;
    return BM_OK;
}

int32_t bm_border_day(const bm_border *border, int32_t day, bool *outside)
{
    uint32_t low = 0, high = border->n_changes;
    bool early = day != BM_NO_DAY && day<border->first_day, late = day> border->last_day;

    if (outside) *outside = border->n_changes > 0 && (early || late);
    if (border->n_changes == 0) return BM_NO_DAY;
    if (early) day = border->first_day;
    if (late || day == BM_NO_DAY) day = border->last_day;
    while (low < high) { /* the last change that is not after the day */
        uint32_t middle = (low + high) / 2;

        if (border->changes[middle] <= day)
            low = middle + 1;
        else
            high = middle;
    }
    /* before all changes any day does; no day is as early as BM_NO_DAY */
    return low > 0 ? border->changes[low - 1] : border->changes[0] - 1;
}
