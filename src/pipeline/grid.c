/* The half-degree grid of PRIO-GRID (Tollefsen, Strand, Buhaug 2012, doi:10.1177/0022343311431287): cells that
 * lie on land, and how far each is from its own border, from foreign ground and from its own outline. */
#include "base/buf.h"
#include "base/mem.h"
#include "bordermap/pipeline.h"
#include "pipeline/each.h"

#include <math.h>
#include <string.h>

enum { ROWS = 360, COLS = 720, CELLS = ROWS * COLS, SCOPES = 3 };
#define CELL_DEG 0.5

static const bm_scope scopes[SCOPES] = {BM_SCOPE_OWN, BM_SCOPE_FOREIGN, BM_SCOPE_OUTLINE};

struct cell {
    char iso3[4]; /* "": at sea, or not asked for */
    double dist_m[SCOPES];
    int32_t dyad;  /* of the own border; -1: none */
    char pair[8];  /* of the nearest foreign ground */
};

struct grid {
    const bm_border *border;
    bm_segments *segments;
    const char *const *countries; /* NULL: all */
    size_t n_countries;
    uint8_t *rows; /* 0: no ground of the countries asked for is near the row */
    bm_tagger *(*taggers)[SCOPES]; /* of each worker */
    struct bm_worker *workers;
    struct cell *cells;
};

static bm_ll centre(size_t row, size_t col)
{
    return (bm_ll){-180 + CELL_DEG * ((double)col + 0.5), -90 + CELL_DEG * ((double)row + 0.5)};
}

/* PRIO-GRID leaves Antarctica out, and so does a list of all. */
static bool is_asked(const struct grid *grid, const char *iso3)
{
    for (size_t i = 0; i < grid->n_countries; i++)
        if (strcmp(grid->countries[i], iso3) == 0) return true;
    return grid->n_countries == 0 && strcmp(iso3, "ATA") != 0;
}

static bm_status fill_cell(bm_ctx *ctx, const struct grid *grid, bm_tagger *const *taggers, bm_ll at,
                           struct cell *cell)
{
    bm_where where = {.has_point = true, .point = at};

    for (int s = 0; s < SCOPES; s++) {
        bm_tag tag;
        bm_status st = bm_tag_place(ctx, taggers[s], &where, NULL, &tag);

        if (st != BM_OK) return st;
        if (s == 0 && (!tag.side[0] || !is_asked(grid, tag.side))) return BM_OK;
        memcpy(cell->iso3, tag.side, sizeof cell->iso3);
        cell->dist_m[s] = tag.dist_m;
        if (scopes[s] == BM_SCOPE_OWN) cell->dyad = tag.dyad;
        if (scopes[s] != BM_SCOPE_FOREIGN) continue;
        memcpy(cell->pair, tag.dyad >= 0 ? bm_border_dyads(grid->border, &(uint32_t){0})[tag.dyad].name : tag.pair,
               sizeof cell->pair);
    }
    return BM_OK;
}

/* A row of cells; tags of certain points need no arena. */
static bm_status fill_row(bm_ctx *ctx, void *user, struct bm_worker *worker, size_t row)
{
    struct grid *grid = user;
    bm_tagger *const *taggers = grid->taggers[worker - grid->workers];
    bm_status st = BM_OK;

    for (size_t col = 0; col < COLS && st == BM_OK && grid->rows[row]; col++)
        st = fill_cell(ctx, grid, taggers, centre(row, col), &grid->cells[row * COLS + col]);
    return st;
}

/* A shore town lies up to 2 km outside of its country's outline and is still on its side. */
static bm_status mark_rows(bm_ctx *ctx, struct grid *grid)
{
    const double shore_deg = 0.03;
    bm_arena *arena;
    bm_status st = bm_arena_create(ctx, &arena);

    for (size_t i = 0; st == BM_OK && i < grid->n_countries; i++) {
        const bm_box *boxes;
        size_t n;

        st = bm_border_ground_boxes(ctx, grid->border, grid->countries[i], BM_NO_DAY, arena, &boxes, &n);
        for (size_t b = 0; st == BM_OK && b < n; b++)
            for (size_t row = 0; row < ROWS; row++)
                grid->rows[row] |= centre(row, 0).lat_deg >= boxes[b].south_deg - shore_deg &&
                                   centre(row, 0).lat_deg <= boxes[b].north_deg + shore_deg;
    }
    if (grid->n_countries == 0) memset(grid->rows, 1, ROWS);
    bm_arena_destroy(arena);
    return st;
}

static void put_km(double dist_m, bm_buf *out)
{
    bm_buf_putc(out, ',');
    if (isfinite(dist_m)) bm_buf_fixed(out, dist_m / 1000, 6);
}

static void put_cell(const struct grid *grid, size_t row, size_t col, bm_buf *out)
{
    const struct cell *cell = &grid->cells[row * COLS + col];
    bm_ll at = centre(row, col);
    uint32_t n;
    const bm_dyad *dyads = bm_border_dyads(grid->border, &n);

    if (!cell->iso3[0]) return;
    bm_buf_printf(out, "%zu,%zu,%zu,", row * COLS + col + 1, row + 1, col + 1);
    bm_buf_fixed(out, at.lon_deg, 2);
    bm_buf_putc(out, ',');
    bm_buf_fixed(out, at.lat_deg, 2);
    bm_buf_printf(out, ",%s", cell->iso3);
    for (int s = 0; s < SCOPES; s++) put_km(cell->dist_m[s], out);
    bm_buf_printf(out, ",%s,%s\n", cell->dyad >= 0 && (uint32_t)cell->dyad < n ? dyads[cell->dyad].name : "",
                  cell->pair);
}

static bm_status make_taggers(bm_ctx *ctx, struct grid *grid, struct bm_crew *crew, const bm_job *job)
{
    for (unsigned i = 0; i < crew->n; i++)
        for (int s = 0; s < SCOPES; s++) {
            bm_tag_options options = {.segment_m = job->segment_km * 1000,
                                      .max_m = job->max_km * 1000,
                                      .edges = job->edges,
                                      .scope = scopes[s]};
            bm_status st = bm_tagger_create(crew->ctxs[i], grid->border, grid->segments, &options,
                                            &grid->taggers[i][s]);

            if (st != BM_OK) return bm_fail(ctx, st, "%s", bm_ctx_error(crew->ctxs[i]));
        }
    return BM_OK;
}

static bm_status make_crew(bm_ctx *ctx, unsigned n, struct bm_crew *crew)
{
    bm_status st;

    *crew = (struct bm_crew){0};
    if ((st = bm_calloc(ctx, n, sizeof *crew->workers, (void **)&crew->workers)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, n, sizeof *crew->ctxs, (void **)&crew->ctxs)) != BM_OK) return st;
    for (; crew->n < n; crew->n++)
        if ((st = bm_ctx_fork(ctx, &crew->ctxs[crew->n])) != BM_OK)
            return bm_fail(ctx, st, "out of memory for worker %u of %u", crew->n + 1, n);
    return BM_OK;
}

bm_status bm_run_grid(bm_ctx *ctx, const bm_job *job, const bm_border *border, const char *const *countries,
                      size_t n_countries, bm_buf *out)
{
    struct grid grid = {.border = border, .countries = countries, .n_countries = n_countries};
    const bm_tag_options options = {.segment_m = job->segment_km * 1000, .max_m = job->max_km * 1000};
    struct bm_crew crew;
    void *block;
    bm_status st = make_crew(ctx, job->jobs ? job->jobs : 1, &crew);

    grid.workers = crew.workers;
    if (st == BM_OK) st = bm_segments_cut(ctx, border, &options, &grid.segments);
    if (st == BM_OK) st = bm_calloc(ctx, crew.n, sizeof *grid.taggers, &block);
    if (st == BM_OK) grid.taggers = block;
    if (st == BM_OK) st = bm_calloc(ctx, CELLS, sizeof *grid.cells, (void **)&grid.cells);
    if (st == BM_OK) st = bm_calloc(ctx, ROWS, 1, (void **)&grid.rows);
    if (st == BM_OK) st = mark_rows(ctx, &grid);
    if (st == BM_OK) st = make_taggers(ctx, &grid, &crew, job);
    if (st == BM_OK) st = bm_crew_each(ctx, &crew, ROWS, fill_row, &grid);
    if (st == BM_OK) {
        bm_buf_puts(out, "gid,row,col,xcoord,ycoord,iso3,own_km,foreign_km,outline_km,own_dyad,for_dyad\n");
        for (size_t i = 0; i < CELLS; i++) put_cell(&grid, i / COLS, i % COLS, out);
        st = bm_buf_status(ctx, out);
    }
    for (unsigned i = 0; grid.taggers && i < crew.n; i++)
        for (int s = 0; s < SCOPES; s++) bm_tagger_destroy(grid.taggers[i][s]);
    bm_free(ctx, grid.taggers);
    bm_free(ctx, grid.cells);
    bm_free(ctx, grid.rows);
    bm_segments_destroy(grid.segments);
    bm_crew_destroy(ctx, &crew);
    return st;
}
