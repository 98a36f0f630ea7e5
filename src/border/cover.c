/* Whose ground a point is on: even-odd by country, over rows of latitude. */
#include "border/making.h"

#include "base/mem.h"

#include <math.h>

enum { ROWS = 9000 }; /* of 0.02 degrees */

struct side_of_ring {
    bm_pt a, b; /* a.y < b.y */
    uint16_t country;
};
struct bm_cover {
    struct side_of_ring *items;
    uint32_t *row_first; /* ROWS + 2 values; a side is in every row it meets */
    uint8_t *odd;        /* by country; all zero between calls */
    uint16_t *touched;
    size_t n_countries;
};

static int row_of(int32_t y)
{
    int row = (int)floor(((double)y / BM_GRID + 90) / 180 * ROWS);

    return row < 0 ? 0 : row >= ROWS ? ROWS - 1 : row;
}

typedef void (*side_fn)(struct bm_cover *cover, const struct side_of_ring *side);

static void count_side(struct bm_cover *cover, const struct side_of_ring *side)
{
    for (int row = row_of(side->a.y); row <= row_of(side->b.y); row++) cover->row_first[row + 1]++;
}

static void fill_side(struct bm_cover *cover, const struct side_of_ring *side)
{
    for (int row = row_of(side->a.y); row <= row_of(side->b.y); row++)
        cover->items[cover->row_first[row]++] = *side;
}

static void each_side(struct bm_cover *cover, const struct bm_rings *rings, bool outer_only, side_fn fn)
{
    for (size_t i = 0; i < rings->n; i++) {
        const struct bm_ring *ring = &rings->items[i];
        const bm_pt *pts = rings->pts + ring->first;
        if (outer_only && ring->hole) continue;
        for (uint32_t k = 0; k < ring->n; k++) {
            bm_pt a = pts[k], b = pts[k + 1 == ring->n ? 0 : k + 1];
            if (a.y == b.y) continue;
            struct side_of_ring side = {a.y < b.y ? a : b, a.y < b.y ? b : a, ring->country};
            fn(cover, &side);
        }
    }
}

bm_status bm_cover_build(bm_ctx *ctx, const struct bm_rings *rings, bool outer_only, struct bm_cover **out)
{
    struct bm_cover *cover = NULL;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *cover, (void **)&cover)) != BM_OK) return st;
    cover->n_countries = rings->n_isos;
    if ((st = bm_calloc(ctx, ROWS + 2, sizeof *cover->row_first, (void **)&cover->row_first)) != BM_OK)
        goto done;
    if ((st = bm_calloc(ctx, rings->n_isos + 1, sizeof *cover->odd, (void **)&cover->odd)) != BM_OK)
        goto done;
    st = bm_calloc(ctx, rings->n_isos + 1, sizeof *cover->touched, (void **)&cover->touched);
    if (st != BM_OK) goto done;
    each_side(cover, rings, outer_only, count_side);
    for (int row = 0; row < ROWS; row++) cover->row_first[row + 1] += cover->row_first[row];
    st = bm_calloc(ctx, cover->row_first[ROWS] + (size_t)1, sizeof *cover->items, (void **)&cover->items);
    if (st != BM_OK) goto done;
    each_side(cover, rings, outer_only, fill_side);
    for (int row = ROWS; row > 0; row--) cover->row_first[row] = cover->row_first[row - 1];
    cover->row_first[0] = 0;
    *out = cover;
    cover = NULL;
done:
    bm_cover_free(ctx, cover);
    return st;
}

void bm_cover_free(bm_ctx *ctx, struct bm_cover *cover)
{
    if (!cover) return;
    bm_free(ctx, cover->items);
    bm_free(ctx, cover->row_first);
    bm_free(ctx, cover->odd);
    bm_free(ctx, cover->touched);
    bm_free(ctx, cover);
}

/* Whether the ray from `at` to the west crosses the side; the lower end counts, the upper does not. */
static bool crosses(const struct side_of_ring *side, bm_pt at)
{
    if (at.y < side->a.y || at.y >= side->b.y) return false;
    double turn = ((double)side->b.x - side->a.x) * ((double)at.y - side->a.y) -
                  ((double)at.x - side->a.x) * ((double)side->b.y - side->a.y);
    return turn < 0; /* the point lies to the east of the side */
}

/* The least country whose ground the point is on, `own` left out; BM_NOBODY if there is none. */
uint16_t bm_cover_other(struct bm_cover *cover, bm_pt at, uint16_t own)
{
    int row = row_of(at.y);
    size_t n = 0;
    uint16_t found = BM_NOBODY;

    for (uint32_t i = cover->row_first[row]; i < cover->row_first[row + 1]; i++) {
        const struct side_of_ring *side = &cover->items[i];
        if (!crosses(side, at)) continue;
        if (!(cover->odd[side->country] & 2)) cover->touched[n++] = side->country;
        cover->odd[side->country] = (uint8_t)((cover->odd[side->country] ^ 1) | 2);
    }
    for (size_t i = 0; i < n; i++) {
        uint16_t country = cover->touched[i];
        if ((cover->odd[country] & 1) && country != own && country < found) found = country;
        cover->odd[country] = 0;
    }
    return found;
}

bool bm_cover_any(struct bm_cover *cover, bm_pt at)
{
    return bm_cover_other(cover, at, BM_NOBODY) != BM_NOBODY;
}

bool bm_cover_country(struct bm_cover *cover, bm_pt at, uint16_t country)
{
    int row = row_of(at.y);
    bool inside = false;

    for (uint32_t i = cover->row_first[row]; i < cover->row_first[row + 1]; i++)
        if (cover->items[i].country == country && crosses(&cover->items[i], at)) inside = !inside;
    return inside;
}
