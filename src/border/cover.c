/* Whose ground a point is on: even-odd by country, over rows of latitude. In a row the sides of one ring lie
 * together as a run. The rays of points beyond a run's reach to the west or east cross it an even number of
 * times or not at all, as a ring is closed: most runs are passed over by their reach alone. */
#include "border/making.h"

#include "base/mem.h"

#include <math.h>

enum { ROWS = 9000 }; /* of 0.02 degrees */

struct side_of_ring {
    bm_pt a, b; /* a.y < b.y */
    uint32_t ring;
    uint16_t country;
};
struct run { /* the sides of one ring in one row: up to the first of the next run */
    uint32_t first;
    int32_t west, east;
    uint16_t country;
};
struct bm_cover {
    struct side_of_ring *items;
    uint32_t *row_first; /* ROWS + 2 values; a side is in every row it meets */
    struct run *runs;    /* with one behind the last, for its first */
    uint32_t *run_first; /* ROWS + 1 values */
    size_t n_runs;
    uint8_t *odd; /* by country; all zero between calls */
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
            struct side_of_ring side = {a.y < b.y ? a : b, a.y < b.y ? b : a, (uint32_t)i, ring->country};
            fn(cover, &side);
        }
    }
}

/* Walks the runs of all rows; fills them when there is room. Returns their number. */
static size_t make_runs(struct bm_cover *cover, bool fill)
{
    size_t n = 0;

    for (int row = 0; row < ROWS; row++) {
        if (fill) cover->run_first[row] = (uint32_t)n;
        for (uint32_t i = cover->row_first[row]; i < cover->row_first[row + 1]; i++) {
            const struct side_of_ring *side = &cover->items[i];
            int32_t west = side->a.x < side->b.x ? side->a.x : side->b.x;
            int32_t east = side->a.x < side->b.x ? side->b.x : side->a.x;
            bool begins = i == cover->row_first[row] || cover->items[i - 1].ring != side->ring;

            n += begins;
            if (!fill) continue;
            struct run *run = &cover->runs[n - 1];
            if (begins) *run = (struct run){i, west, east, side->country};
            if (west < run->west) run->west = west;
            if (east > run->east) run->east = east;
        }
    }
    if (fill) {
        cover->run_first[ROWS] = (uint32_t)n;
        cover->runs[n].first = cover->row_first[ROWS];
    }
    return n;
}

static bm_status add_runs(bm_ctx *ctx, struct bm_cover *cover)
{
    bm_status st;

    st = bm_calloc(ctx, ROWS + 1, sizeof *cover->run_first, (void **)&cover->run_first);
    if (st != BM_OK) return st;
    cover->n_runs = make_runs(cover, false);
    if ((st = bm_calloc(ctx, cover->n_runs + 1, sizeof *cover->runs, (void **)&cover->runs)) != BM_OK)
        return st;
    (void)make_runs(cover, true);
    return BM_OK;
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
    if ((st = add_runs(ctx, cover)) != BM_OK) goto done;
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
    bm_free(ctx, cover->runs);
    bm_free(ctx, cover->run_first);
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

/* Whether the ray crosses the run an odd number of times. */
static bool is_odd(const struct bm_cover *cover, const struct run *run, bm_pt at)
{
    bool odd = false;

    if (at.x < run->west || at.x > run->east) return false;
    for (uint32_t i = run->first; i < run[1].first; i++) odd ^= crosses(&cover->items[i], at);
    return odd;
}

/* The least country whose ground the point is on, `own` left out; BM_NOBODY if there is none. */
uint16_t bm_cover_other(struct bm_cover *cover, bm_pt at, uint16_t own)
{
    int row = row_of(at.y);
    size_t n = 0;
    uint16_t found = BM_NOBODY;

    for (uint32_t i = cover->run_first[row]; i < cover->run_first[row + 1]; i++) {
        const struct run *run = &cover->runs[i];
        if (run->country == own || !is_odd(cover, run, at)) continue;
        if (!(cover->odd[run->country] & 2)) cover->touched[n++] = run->country;
        cover->odd[run->country] = (uint8_t)((cover->odd[run->country] ^ 1) | 2);
    }
    for (size_t i = 0; i < n; i++) {
        uint16_t country = cover->touched[i];
        if (country < found && (cover->odd[country] & 1)) found = country;
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

    for (uint32_t i = cover->run_first[row]; i < cover->run_first[row + 1]; i++)
        if (cover->runs[i].country == country) inside ^= is_odd(cover, &cover->runs[i], at);
    return inside;
}
