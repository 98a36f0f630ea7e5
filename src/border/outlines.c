/* Outlines of countries: outer rings of their land, lakes filled. */
#include "border/world.h"

#include "base/mem.h"
#include "bordermap/incident.h"

#include <stdlib.h>
#include <string.h>

/* A point of a ring is enough to tell that two countries draw one outline: rings that are drawn twice repeat
 * all. */
struct corner {
    uint64_t key;
    uint32_t ring;
};

static int compare_corners(const void *pa, const void *pb)
{
    const struct corner *a = pa, *b = pb;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->ring < b->ring ? -1 : a->ring > b->ring;
}

/* Whether the table gives the ground of ring `a` to the country of ring `b`. */
static bool gives(const struct bm_rings *land, const struct bm_overlaps *table, uint32_t a, uint32_t b)
{
    const char *iso = land->isos[land->items[a].country], *to = land->isos[land->items[b].country];
    const struct bm_overlap *row = bm_overlaps_find(table, iso, to);

    return row && row->kind != BM_OVERLAP_ENCLAVE && row->kind != BM_OVERLAP_GAP &&
           strcmp(row->ground, to) == 0;
}

/* Counts for each ring the points that it shares with a country to which the table gives the ground. */
static void count_given(const struct bm_rings *land, const struct bm_overlaps *table,
                        const struct corner *corners, size_t n, uint32_t *given)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && corners[end].key == corners[i].key;) end++;
        for (size_t k = i; k < end; k++)
            for (size_t other = i; other < end; other++)
                if (corners[k].ring != corners[other].ring &&
                    gives(land, table, corners[k].ring, corners[other].ring)) {
                    given[corners[k].ring]++;
                    break;
                }
    }
}

static bm_status find_given(bm_ctx *ctx, const struct bm_rings *land, const struct bm_overlaps *table,
                            uint32_t *given)
{
    struct corner *corners = NULL;
    size_t n = 0;
    bm_status st;

    if ((st = bm_calloc(ctx, land->n_pts, sizeof *corners, (void **)&corners)) != BM_OK) return st;
    for (size_t i = 0; i < land->n; i++)
        for (uint32_t k = 0; k < land->items[i].n && !land->items[i].hole; k++)
            corners[n++] = (struct corner){bm_pt_key(land->pts[land->items[i].first + k]), (uint32_t)i};
    if (n) qsort(corners, n, sizeof *corners, compare_corners);
    count_given(land, table, corners, n, given);
    bm_free(ctx, corners);
    return BM_OK;
}

struct maker {
    const struct bm_rings *land;
    struct bm_cover *cover;
    const struct bm_overlaps *table; /* may be NULL */
    uint32_t *given;                 /* points that a ring's ground has in common with who gets it */
    struct bm_use *uses;
    size_t n_uses;
    bm_ll *line;
    size_t cap;
};

struct days {
    int32_t from, to;
};

static bool same_days(const struct bm_ring *ring, struct days days)
{
    return ring->valid_from == days.from && ring->valid_to == days.to;
}

static bool precedes(struct days a, struct days b)
{
    return a.from != b.from ? a.from < b.from : a.to < b.to;
}

/* The least days of the country's rings, or with `after` the next ones; false if there are none. */
static bool next_days(const struct bm_rings *land, size_t country, bool after, struct days *days)
{
    struct days last = *days;
    bool found = false;

    for (size_t i = 0; i < land->n; i++) {
        struct days here = {land->items[i].valid_from, land->items[i].valid_to};

        if (land->items[i].country != country || (after && !precedes(last, here))) continue;
        if (!found || precedes(here, *days)) *days = here;
        found = true;
    }
    return found;
}

static bm_status add_rings(bm_ctx *ctx, struct maker *maker, size_t country, struct days days,
                           struct bm_border_model *model)
{
    const struct bm_rings *land = maker->land;
    bm_status st = BM_OK;

    for (size_t i = 0; i < land->n && st == BM_OK; i++) {
        const struct bm_ring *ring = &land->items[i];
        if (ring->country != country || !same_days(ring, days) || ring->hole || maker->given[i] * 2 > ring->n)
            continue;
        if ((st = bm_grow(ctx, (void **)&maker->line, &maker->cap, ring->n, sizeof *maker->line)) != BM_OK)
            break;
        for (uint32_t k = 0; k < ring->n; k++) maker->line[k] = bm_pt_ll(land->pts[ring->first + k]);
        st = bm_model_add_ring(ctx, model, maker->line, ring->n);
    }
    return st;
}

/* Rings of one country that the table adds to its ground. */
static bm_status add_claims(bm_ctx *ctx, struct maker *maker, const char *iso, struct bm_border_model *model)
{
    bm_status st = BM_OK;

    for (size_t k = 0; maker->table && k < maker->table->n && st == BM_OK; k++) {
        const struct bm_overlap *row = &maker->table->items[k];
        if (row->kind != BM_OVERLAP_DISPUTE || row->line != BM_LINE_GROUND || strcmp(row->ground, iso) != 0)
            continue;
        st = bm_model_claims(ctx, maker->land, maker->cover, maker->uses, maker->n_uses, row, model);
    }
    return st;
}

static bm_status add_country(bm_ctx *ctx, struct maker *maker, size_t country, struct bm_border_model *model)
{
    const char *iso = maker->land->isos[country];
    struct days days = {BM_NO_DAY, BM_NO_DAY};
    bm_status st;

    (void)next_days(maker->land, country, false, &days);
    do {
        if ((st = bm_model_add_outline(ctx, model, iso)) != BM_OK) return st;
        model->outlines[model->n_outlines - 1].valid_from = days.from;
        model->outlines[model->n_outlines - 1].valid_to = days.to;
        if ((st = add_rings(ctx, maker, country, days, model)) != BM_OK) return st;
        if ((st = add_claims(ctx, maker, iso, model)) != BM_OK) return st;
    } while (next_days(maker->land, country, true, &days));
    return BM_OK;
}

bm_status bm_model_outlines(bm_ctx *ctx, const struct bm_rings *land, struct bm_cover *cover,
                            const struct bm_overlaps *table, struct bm_border_model *model)
{
    struct maker maker = {.land = land, .cover = cover, .table = table};
    bm_status st;

    if ((st = bm_calloc(ctx, land->n, sizeof *maker.given, (void **)&maker.given)) != BM_OK) goto done;
    if (table && (st = find_given(ctx, land, table, maker.given)) != BM_OK) goto done;
    if (table && (st = bm_uses_collect(ctx, land, &maker.uses, &maker.n_uses)) != BM_OK) goto done;
    for (size_t i = 0; i < land->n_isos && st == BM_OK; i++) st = add_country(ctx, &maker, i, model);
done:
    bm_free(ctx, maker.given);
    bm_free(ctx, maker.uses);
    bm_free(ctx, maker.line);
    return st;
}
