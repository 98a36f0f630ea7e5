/* Where three borders meet: the ends of lines of three dyads, or more, in one place on the same days. */
#include "border/bmb.h"

#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>

struct end {
    int64_t x, y; /* about a centimetre */
    bm_ll at;
    int32_t dyad, valid_from, valid_to; /* open: INT32_MIN, INT32_MAX */
};

static int compare_ends(const void *pa, const void *pb)
{
    const struct end *a = pa, *b = pb;

    if (a->y != b->y) return a->y < b->y ? -1 : 1;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    if (a->dyad != b->dyad) return a->dyad < b->dyad ? -1 : 1;
    if (a->valid_from != b->valid_from) return a->valid_from < b->valid_from ? -1 : 1;
    return a->valid_to < b->valid_to ? -1 : a->valid_to > b->valid_to;
}

/* edge: the one that the end is of; at sea nothing ends. */
static size_t add_end(const bm_border *border, const struct bmb_part *part, uint32_t point, uint32_t edge,
                      struct end *out)
{
    bm_ll at = border->pts[point];

    if (border->status[edge] == BM_BORDER_MARITIME) return 0;
    *out = (struct end){.x = llrint((fabs(at.lon_deg) == 180 ? 180 : at.lon_deg) * 1e7),
                        .y = llrint(at.lat_deg * 1e7),
                        .at = at,
                        .dyad = (int32_t)part->dyad,
                        .valid_from = part->valid_from,
                        .valid_to = part->valid_to == BM_NO_DAY ? INT32_MAX : part->valid_to};
    return 1;
}

struct finder {
    const struct end *ends; /* in one place */
    size_t n;
    bm_tripoint *items;
    size_t n_items;
    int32_t *dyads; /* room for those of all that is found */
    size_t n_dyads;
};

/* The dyads that end here on a day; notes them if they are three or more and not those of the day before. */
static void look_at_day(struct finder *finder, int32_t day)
{
    bm_tripoint found = {.at = finder->ends[0].at,
                         .dyads = finder->dyads + finder->n_dyads,
                         .valid_from = BM_NO_DAY,
                         .valid_to = INT32_MAX};
    int32_t *dyads = finder->dyads + finder->n_dyads;

    for (size_t i = 0; i < finder->n; i++) {
        const struct end *end = &finder->ends[i];
        if (day < end->valid_from || day > end->valid_to) continue;
        if (found.n_dyads && dyads[found.n_dyads - 1] == end->dyad) continue;
        dyads[found.n_dyads++] = end->dyad;
        if (end->valid_from > found.valid_from) found.valid_from = end->valid_from;
        if (end->valid_to < found.valid_to) found.valid_to = end->valid_to;
    }
    /* each set is found on its first day */
    if (found.n_dyads < 3 || found.valid_from != day) return;
    if (found.valid_to == INT32_MAX) found.valid_to = BM_NO_DAY;
    finder->items[finder->n_items++] = found;
    finder->n_dyads += found.n_dyads;
}

static void look_at_place(struct finder *finder)
{
    for (size_t i = 0; i < finder->n; i++) {
        bool known = false;
        for (size_t k = 0; k < i; k++) known |= finder->ends[k].valid_from == finder->ends[i].valid_from;
        if (!known) look_at_day(finder, finder->ends[i].valid_from);
    }
}

/* A place with n ends has at most n sets of n dyads: count the room by places. */
static size_t room_for(const struct end *ends, size_t n)
{
    size_t room = 0;

    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && ends[end].x == ends[i].x && ends[end].y == ends[i].y;) end++;
        room += (end - i) * (end - i);
    }
    return room;
}

bm_status bm_border_tripoints(bm_ctx *ctx, const bm_border *border, bm_arena *arena, const bm_tripoint **out,
                              size_t *n)
{
    struct finder finder = {0};
    void *block = NULL;
    struct end *ends;
    size_t n_ends = 0;
    bm_status st;

    *out = NULL;
    *n = 0;
    if ((st = bm_calloc(ctx, 2 * (size_t)border->n_parts, sizeof *ends, &block)) != BM_OK) return st;
    ends = block;
    for (uint32_t p = 0; p < border->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];
        if (part->closed || part->n < 2) continue;
        uint32_t last = part->first + part->n - 1;
        n_ends += add_end(border, part, part->first, part->first, ends + n_ends);
        n_ends += add_end(border, part, last, last - 1, ends + n_ends);
    }
    if (n_ends) qsort(ends, n_ends, sizeof *ends, compare_ends);
    finder.items = bm_arena_alloc(arena, (n_ends + 1) * sizeof *finder.items);
    finder.dyads = bm_arena_alloc(arena, (room_for(ends, n_ends) + 1) * sizeof *finder.dyads);
    if (!finder.items || !finder.dyads) {
        st = bm_fail(ctx, BM_ENOMEM, "out of memory for the meetings of borders");
        goto done;
    }
    for (size_t i = 0; i < n_ends; i += finder.n) {
        finder.ends = ends + i;
        finder.n = 1;
        while (i + finder.n < n_ends && ends[i + finder.n].x == ends[i].x &&
               ends[i + finder.n].y == ends[i].y)
            finder.n++;
        look_at_place(&finder);
    }
    *out = finder.items;
    *n = finder.n_items;
done:
    bm_free(ctx, block);
    return st;
}
