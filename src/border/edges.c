/* Shared edges of polygons. An edge that exactly two countries use, in opposite directions, is a border; an
 * edge that several use in the same direction is an overlap and goes by the table. Polygons that are valid
 * for a time are compared for each stretch of days on which the same ones hold. */
#include "border/making.h"

#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <string.h>

/* Countries that overlap without an entry in the table. */
struct unsettled {
    uint16_t a, b;
    double length_m;
};
struct edge_maker {
    struct bm_rings *rings;
    const struct bm_overlaps *table;
    struct bm_use *uses;
    size_t n_uses;
    struct unsettled *unsettled;
    size_t n_unsettled, cap_unsettled;
    struct bm_edge_list *borders, *singles;
};

bm_status bm_edges_add(bm_ctx *ctx, struct bm_edge_list *edges, struct bm_edge edge)
{
    bm_status st = bm_grow(ctx, (void **)&edges->items, &edges->cap, edges->n + 1, sizeof *edges->items);

    if (st != BM_OK) return st;
    edges->items[edges->n++] = edge;
    return BM_OK;
}

void bm_edges_free(bm_ctx *ctx, struct bm_edge_list *edges)
{
    bm_free(ctx, edges->items);
    *edges = (struct bm_edge_list){0};
}

/* ---- borders ---- */

static bm_status note_unsettled(bm_ctx *ctx, struct edge_maker *maker, uint16_t a, uint16_t b,
                                const struct bm_use *use)
{
    struct unsettled *item;
    size_t i = 0;
    bm_status st;

    if (strcmp(maker->rings->isos[a], maker->rings->isos[b]) > 0) {
        uint16_t other = a;
        a = b;
        b = other;
    }
    while (i < maker->n_unsettled && (maker->unsettled[i].a != a || maker->unsettled[i].b != b)) i++;
    if (i == maker->n_unsettled) {
        st = bm_grow(ctx, (void **)&maker->unsettled, &maker->cap_unsettled, i + 1, sizeof *item);
        if (st != BM_OK) return st;
        maker->unsettled[maker->n_unsettled++] = (struct unsettled){a, b, 0};
    }
    item = &maker->unsettled[i];
    item->length_m += bm_pt_metres(bm_pt_from_key(use->a), bm_pt_from_key(use->b));
    return BM_OK;
}

/* The countries of one direction among uses that hold on a day, each once. At most max. */
static int one_side(const struct edge_maker *maker, size_t i, size_t end, bool forward, int32_t day,
                    uint16_t *countries, int max)
{
    int n = 0;

    for (; i < end; i++) {
        const struct bm_ring *ring = &maker->rings->items[maker->uses[i].ring];
        bool known = maker->uses[i].forward != forward || day < ring->valid_from ||
                     (ring->valid_to != BM_NO_DAY && day > ring->valid_to);
        for (int k = 0; k < n && !known; k++) known = countries[k] == ring->country;
        if (!known && n < max) countries[n++] = ring->country;
    }
    return n;
}

/* Countries on both sides are at home there: the edge is inner to them. */
static void drop_common(uint16_t *left, int *n_left, uint16_t *right, int *n_right)
{
    for (int i = 0; i < *n_left; i++)
        for (int k = 0; k < *n_right; k++)
            if (left[i] == right[k]) {
                left[i--] = left[--*n_left];
                right[k] = right[--*n_right];
                break;
            }
}

/* Adds a border edge, or lengthens the validity of the last one if it goes on. */
static bm_status add_border(bm_ctx *ctx, struct bm_edge_list *borders, struct bm_edge edge)
{
    struct bm_edge *last = borders->n ? &borders->items[borders->n - 1] : NULL;

    if (last && last->a == edge.a && last->b == edge.b && last->left == edge.left &&
        last->right == edge.right && last->status == edge.status && last->valid_to != BM_NO_DAY &&
        last->valid_to + 1 == edge.valid_from) {
        last->valid_to = edge.valid_to;
        return BM_OK;
    }
    return bm_edges_add(ctx, borders, edge);
}

enum { MAX_SIDE = 16 };

static bm_status classify(bm_ctx *ctx, struct edge_maker *maker, size_t i, size_t end, int32_t from,
                          int32_t to)
{
    const struct bm_use *use = &maker->uses[i];
    static const struct bm_overlaps none;
    const struct bm_overlaps *table = maker->table ? maker->table : &none;
    uint16_t left[MAX_SIDE], right[MAX_SIDE];
    bool contested = false;
    int n_left = one_side(maker, i, end, true, from, left, MAX_SIDE);
    int n_right = one_side(maker, i, end, false, from, right, MAX_SIDE);
    struct bm_edge edge = {use->a, use->b, BM_NOBODY, BM_NOBODY, BM_BORDER_INTERNATIONAL, from, to};

    drop_common(left, &n_left, right, &n_right);
    n_left = bm_overlaps_settle(table, maker->rings, left, n_left, &contested);
    n_right = bm_overlaps_settle(table, maker->rings, right, n_right, &contested);
    if (n_left > 1) return note_unsettled(ctx, maker, left[0], left[1], use);
    if (n_right > 1) return note_unsettled(ctx, maker, right[0], right[1], use);
    if (n_left + n_right == 0) return BM_OK;
    if (contested) edge.status = BM_BORDER_DISPUTED;
    if (n_left) edge.left = left[0];
    if (n_right) edge.right = right[0];
    if (n_left && n_right) {
        const struct bm_overlap *row =
            bm_overlaps_find(table, maker->rings->isos[left[0]], maker->rings->isos[right[0]]);
        if (row && row->kind == BM_OVERLAP_DEPENDENCY) return BM_OK;
        return add_border(ctx, maker->borders, edge);
    }
    if (!n_left) { /* a single edge has its country on the left */
        edge = (struct bm_edge){use->b, use->a, right[0], BM_NOBODY, edge.status, from, to};
    }
    return bm_edges_add(ctx, maker->singles, edge);
}

/* The next day after `day` on which a use begins to hold, or has just ceased to; BM_NO_DAY: none. */
static int32_t next_change(const struct edge_maker *maker, size_t i, size_t end, int32_t day)
{
    int32_t next = BM_NO_DAY;

    for (; i < end; i++) {
        const struct bm_ring *ring = &maker->rings->items[maker->uses[i].ring];
        int32_t starts = ring->valid_from;
        int32_t ends =
            ring->valid_to == BM_NO_DAY || ring->valid_to == INT32_MAX ? BM_NO_DAY : ring->valid_to + 1;
        if (starts > day && (next == BM_NO_DAY || starts < next)) next = starts;
        if (ends > day && (next == BM_NO_DAY || ends < next)) next = ends;
    }
    return next;
}

static bm_status classify_all(bm_ctx *ctx, struct edge_maker *maker)
{
    bm_status st;

    for (size_t i = 0, end; i < maker->n_uses; i = end) {
        int32_t day = BM_NO_DAY; /* the least day: before all others */
        end = bm_uses_end(maker->uses, maker->n_uses, i);
        for (;;) {
            int32_t next = next_change(maker, i, end, day);
            st = classify(ctx, maker, i, end, day, next == BM_NO_DAY ? BM_NO_DAY : next - 1);
            if (st != BM_OK) return st;
            if (next == BM_NO_DAY) break;
            day = next;
        }
    }
    return BM_OK;
}

enum { NO_DISPUTE = -2, NOT_DRAWN = -1 };

/* Whose ground a single edge of a country divides from its own: the other country's index where the table has
 * this line drawn, NOT_DRAWN where it is a mere claim, NO_DISPUTE where it lies in nobody's ground. */
static int dispute_at(const struct edge_maker *maker, struct bm_cover *cover, uint16_t country, bm_pt at,
                      bool *disputed)
{
    const char *iso = maker->rings->isos[country];

    for (size_t k = 0; k < maker->table->n; k++) {
        const struct bm_overlap *row = &maker->table->items[k];
        bool holds = strcmp(row->ground, iso) == 0, claims = strcmp(row->other, iso) == 0;
        int other = holds || claims ? bm_rings_find(maker->rings, holds ? row->other : row->ground) : -1;
        if (row->kind == BM_OVERLAP_ENCLAVE || row->kind == BM_OVERLAP_GAP || other < 0) continue;
        if (!bm_cover_country(cover, at, (uint16_t)other)) continue;
        if (row->kind == BM_OVERLAP_DEPENDENCY) return NOT_DRAWN;
        if (row->line == BM_LINE_NONE) continue;
        if ((row->line == BM_LINE_OTHER) != claims) return NOT_DRAWN;
        *disputed = row->kind == BM_OVERLAP_DISPUTE;
        return other;
    }
    return NO_DISPUTE;
}

/* A single edge of a country that runs through the ground of another is a border in dispute, or a mere claim.
 */
static bm_status draw_disputes(bm_ctx *ctx, struct edge_maker *maker)
{
    const struct bm_overlaps *table = maker->table;
    struct bm_cover *cover = NULL;
    size_t kept = 0;
    bm_status st;

    if (!table || table->n == 0) return BM_OK;
    if ((st = bm_cover_build(ctx, maker->rings, false, &cover)) != BM_OK) return st;
    for (size_t i = 0; i < maker->singles->n; i++) {
        struct bm_edge edge = maker->singles->items[i];
        bm_pt a = bm_pt_from_key(edge.a), b = bm_pt_from_key(edge.b);
        bm_pt mid = {(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
        bool disputed = false;
        int drawn = dispute_at(maker, cover, edge.left, mid, &disputed);
        if (drawn == NO_DISPUTE) maker->singles->items[kept++] = edge;
        if (drawn < 0) continue;
        edge.right = (uint16_t)drawn;
        if (disputed) edge.status = BM_BORDER_DISPUTED;
        if ((st = bm_edges_add(ctx, maker->borders, edge)) != BM_OK) goto done;
    }
    maker->singles->n = kept;
done:
    bm_cover_free(ctx, cover);
    return st;
}

static bm_status report_unsettled(bm_ctx *ctx, const struct edge_maker *maker, struct bm_log *log)
{
    for (size_t i = 0; i < maker->n_unsettled; i++) {
        const struct unsettled *item = &maker->unsettled[i];
        struct bm_pair_report *pair;
        bm_status st = bm_log_pair(ctx, log, maker->rings->isos[item->a], maker->rings->isos[item->b], &pair);
        if (st != BM_OK) return st;
        pair->overlap_m += item->length_m;
        st = bm_issue_add(ctx, log->issues, BM_WARNING, log->src, 0, 0, BM_LIT("geometry"),
                          bm_str_z(pair->dyad),
                          "polygons that do not overlap; %lld m of outline lie on the same side and are no "
                          "border",
                          (long long)(item->length_m + 0.5));
        if (st != BM_OK) return st;
    }
    return BM_OK;
}

bm_status bm_edges_make(bm_ctx *ctx, struct bm_rings *rings, const struct bm_overlaps *table,
                        struct bm_log *log, struct bm_edge_list *borders, struct bm_edge_list *singles)
{
    struct edge_maker maker = {.rings = rings, .table = table, .borders = borders, .singles = singles};
    bm_status st;

    if ((st = bm_rings_turn_enclaves(ctx, rings, table)) != BM_OK) goto done;
    if ((st = bm_uses_collect(ctx, rings, &maker.uses, &maker.n_uses)) != BM_OK) goto done;
    if ((st = classify_all(ctx, &maker)) != BM_OK) goto done;
    if ((st = draw_disputes(ctx, &maker)) != BM_OK) goto done;
    st = report_unsettled(ctx, &maker, log);
done:
    bm_free(ctx, maker.uses);
    bm_free(ctx, maker.unsettled);
    return st;
}
