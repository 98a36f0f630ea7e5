/* A cell knows the rings whose edges come near it, and, of those about all of it, the one whose word counts. Most
 * cells have none or two of the former; where many islands are, nothing is kept. */
#include "border/outline_cells.h"

#include "base/mem.h"
#include "border/outline.h"
#include "geo/area.h"
#include "geo/wgs84.h"

#include <math.h>

enum { CELLS_A_DEG = 1, SLOTS = 1 << 14, MOST_RINGS = 16 };

#define NEAR_DEG 0.02 /* of latitude: more than BM_OUTLINE_NEAR_M (110,574 m to a degree, at least) */
#define POLE_DEG 84.0 /* nothing is kept beyond: degrees of longitude become too short */

enum { TOO_MANY = -1, ASKED_ONCE = -2 };
struct cell {
    uint32_t number; /* from 1; 0: an empty slot */
    int32_t day;     /* of outlines that have days */
    int32_t about;   /* the ring about all of the cell; -1: none */
    int32_t n;       /* TOO_MANY; ASKED_ONCE: the rest is found when it is asked for again */
    uint32_t ring[MOST_RINGS]; /* whose edges may come near, and whose word counts before that of `about` */
};

struct bm_outline_cells {
    const bm_border *border;
    bm_tree *ring_sets;
    struct cell slots[SLOTS];
};

bm_status bm_outline_cells_create(bm_ctx *ctx, const bm_border *border, bm_tree *ring_sets,
                                  struct bm_outline_cells **out)
{
    void *block;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &block);

    *out = block;
    if (st != BM_OK) return st;
    (*out)->border = border;
    (*out)->ring_sets = ring_sets;
    return BM_OK;
}

void bm_outline_cells_destroy(bm_ctx *ctx, struct bm_outline_cells *cells)
{
    bm_free(ctx, cells);
}

/* Degrees of longitude that NEAR_DEG of latitude are at least as long as, in this row of cells. */
static double near_lon_deg(uint32_t row)
{
    double south_deg = -90 + (double)row / CELLS_A_DEG, north_deg = south_deg + 1.0 / CELLS_A_DEG;

    return NEAR_DEG / cos((fmax(fabs(south_deg), fabs(north_deg)) + NEAR_DEG) * BM_DEG_RAD);
}

struct filling {
    const bm_border *border;
    int32_t day;
    bm_box box; /* the cell and what is near it */
    bm_ll middle;
    struct cell *cell;
};

static void take_ring(struct filling *f, uint32_t r)
{
    const struct bmb_ring *ring = &f->border->rings[r];
    struct cell *cell = f->cell;

    if (f->border->n_changes > 0 && !bm_holds(ring->valid_from, ring->valid_to, f->day)) return;
    if (!bm_outline_ring_may_meet(f->border, r, &f->box)) {
        if ((cell->about < 0 || bmb_ring_goes_before(f->border, r, (uint32_t)cell->about)) &&
            bm_outline_ring_has(f->border, r, f->middle))
            cell->about = (int32_t)r;
    } else if (cell->n == MOST_RINGS) {
        cell->n = TOO_MANY;
    } else {
        cell->ring[cell->n++] = r;
    }
}

static void take_set(void *user, uint32_t set)
{
    struct filling *f = user;
    const bm_border *border = f->border;

    for (uint32_t r = set * BMB_RING_SET; r < (set + 1) * BMB_RING_SET && r < border->n_rings; r++) {
        const bm_box *box = &border->ring_areas[r];

        if (f->cell->n < 0) return;
        if (box->west_deg <= f->box.east_deg && f->box.west_deg <= box->east_deg &&
            box->south_deg <= f->box.north_deg && f->box.south_deg <= box->north_deg)
            take_ring(f, r);
    }
}

static bm_status fill(bm_ctx *ctx, struct bm_outline_cells *cells, uint32_t x, uint32_t y, struct cell *cell)
{
    double west_deg = -180 + (double)x / CELLS_A_DEG, south_deg = -90 + (double)y / CELLS_A_DEG;
    double size_deg = 1.0 / CELLS_A_DEG, near_deg = near_lon_deg(y);
    struct filling f = {cells->border,
                        cell->day,
                        {west_deg - near_deg, south_deg - NEAR_DEG, west_deg + size_deg + near_deg,
                         south_deg + size_deg + NEAR_DEG},
                        {west_deg + size_deg / 2, south_deg + size_deg / 2},
                        cell};
    int32_t n = 0;
    bm_status st = bm_tree_query(ctx, cells->ring_sets, &f.box, take_set, &f);

    for (int32_t i = 0; i < cell->n; i++)
        if (cell->about < 0 || bmb_ring_goes_before(cells->border, cell->ring[i], (uint32_t)cell->about))
            cell->ring[n++] = cell->ring[i];
    if (cell->n >= 0) cell->n = n;
    return st;
}

/* The cell of a point, or NULL where none is kept. */
static bm_status cell_of(bm_ctx *ctx, struct bm_outline_cells *cells, bm_ll point, int32_t day,
                         const struct cell **out)
{
    uint32_t x, y, number;
    struct cell *cell;
    bm_status st = BM_OK;

    *out = NULL;
    if (!(fabs(point.lat_deg) < POLE_DEG && point.lon_deg > -180 && point.lon_deg < 180)) return BM_OK;
    x = (uint32_t)((point.lon_deg + 180) * CELLS_A_DEG);
    y = (uint32_t)((point.lat_deg + 90) * CELLS_A_DEG);
    if (x == 0 || x >= 360 * CELLS_A_DEG - 1) return BM_OK; /* what is near may lie beyond 180 degrees */
    number = y * 360 * CELLS_A_DEG + x + 1;
    if (cells->border->n_changes == 0) day = 0;
    cell = &cells->slots[(number * 2654435769u >> 16) % SLOTS];
    if (cell->number != number || cell->day != day) {
        *cell = (struct cell){.number = number, .day = day, .about = -1, .n = ASKED_ONCE};
        return BM_OK;
    }
    if (cell->n == ASKED_ONCE) {
        cell->n = 0;
        if ((st = fill(ctx, cells, x, y, cell)) != BM_OK) cell->number = 0;
    }
    if (st == BM_OK && cell->n >= 0) *out = cell;
    return st;
}

bm_status bm_outline_cells_country(bm_ctx *ctx, struct bm_outline_cells *cells, bm_ll point, int32_t day,
                                   int32_t *country)
{
    const bm_border *border = cells->border;
    const struct cell *cell;
    int32_t ring;
    bm_status st = cell_of(ctx, cells, point, day, &cell);

    *country = -1;
    if (st != BM_OK) return st;
    if (!cell) return bm_border_country_at(ctx, border, cells->ring_sets, point, day, country);
    ring = cell->about;
    for (int32_t i = 0; i < cell->n; i++) {
        uint32_t r = cell->ring[i];

        if (bm_box_contains(&border->ring_areas[r], point) &&
            (ring < 0 || bmb_ring_goes_before(border, r, (uint32_t)ring)) &&
            bm_outline_ring_has(border, r, point))
            ring = (int32_t)r;
    }
    if (ring >= 0) *country = (int32_t)border->rings[ring].country;
    return BM_OK;
}

bm_status bm_outline_cells_alone(bm_ctx *ctx, struct bm_outline_cells *cells, bm_ll point, int32_t day,
                                 bool *alone)
{
    const struct cell *cell;
    bm_status st = cell_of(ctx, cells, point, day, &cell);
    double near_deg;
    bm_box box;

    *alone = false;
    if (st != BM_OK || !cell || cell->about >= 0) return st;
    near_deg = near_lon_deg((uint32_t)((point.lat_deg + 90) * CELLS_A_DEG));
    box = (bm_box){point.lon_deg - near_deg, point.lat_deg - NEAR_DEG, point.lon_deg + near_deg,
                   point.lat_deg + NEAR_DEG};
    for (int32_t i = 0; i < cell->n; i++)
        if (bm_outline_ring_may_meet(cells->border, cell->ring[i], &box)) return BM_OK;
    *alone = true;
    return BM_OK;
}
