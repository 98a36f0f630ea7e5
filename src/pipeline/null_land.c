/* Ground as a place where an incident could as well have been: points that stand for equal areas of each
 * country. Large countries get points in proportion to their ground, small ones enough to tell a share by. */
#include "base/mem.h"
#include "pipeline/each.h"
#include "pipeline/null_pool.h"

#include <math.h>
#include <string.h>

/* A share told by 1,000 low-discrepancy points is good to about half a per cent. */
#define LEAST_POINTS 1000.0

struct land {
    const struct bm_setup *setup;
    struct bm_null_make *make;
    double *km2;
    bm_ground_piece *pieces;
    uint16_t *country_of; /* of each piece */
    size_t n_pieces, cap_pieces, cap_country;
    bm_ll **points; /* of each piece */
    size_t *n_points, *first;
    struct bm_null_rows rows;
};

static bm_status measure(bm_ctx *ctx, void *user, struct bm_worker *worker, size_t country)
{
    struct land *land = user;

    (void)worker;
    return bm_border_ground_km2(ctx, land->setup->border, land->make->pool.iso3[country], BM_NO_DAY,
                                &land->km2[country]);
}

static bm_status plan(bm_ctx *ctx, struct land *land, bm_arena *arena)
{
    const bm_null_pool *pool = &land->make->pool;
    double sum_km2 = 0;
    bm_status st = BM_OK;

    for (size_t c = 0; c < pool->n_countries; c++) sum_km2 += land->km2[c];
    for (size_t c = 0; c < pool->n_countries && st == BM_OK; c++) {
        double wanted = fmax(land->make->n_land * land->km2[c] / sum_km2, LEAST_POINTS);
        const bm_ground_piece *pieces;
        size_t n;

        st = bm_border_ground_pieces(ctx, land->setup->border, pool->iso3[c], BM_NO_DAY, land->km2[c], wanted,
                                     arena, &pieces, &n);
        if (st != BM_OK || n == 0) continue;
        st =
            bm_grow(ctx, (void **)&land->pieces, &land->cap_pieces, land->n_pieces + n, sizeof *land->pieces);
        if (st != BM_OK) continue;
        st = bm_grow(ctx, (void **)&land->country_of, &land->cap_country, land->n_pieces + n,
                     sizeof *land->country_of);
        if (st != BM_OK) continue;
        memcpy(land->pieces + land->n_pieces, pieces, n * sizeof *pieces);
        for (size_t i = 0; i < n; i++) land->country_of[land->n_pieces++] = (uint16_t)c;
    }
    return st;
}

static bm_status find_points(bm_ctx *ctx, void *user, struct bm_worker *worker, size_t piece)
{
    struct land *land = user;
    void *points;
    bm_status st = bm_calloc(ctx, land->pieces[piece].n, sizeof(bm_ll), &points);

    if (st != BM_OK) return st;
    land->points[piece] = points;
    return bm_ground_points(ctx, worker->tagger, &land->pieces[piece], points, &land->n_points[piece]);
}

static bm_status tag_points(bm_ctx *ctx, void *user, struct bm_worker *worker, size_t piece)
{
    struct land *land = user;
    uint16_t country = land->country_of[piece];
    bm_status st = BM_OK;

    for (size_t i = 0; i < land->n_points[piece] && st == BM_OK; i++) {
        size_t at = land->first[piece] + i;

        land->rows.country[at] = country;
        st = bm_null_tag(ctx, worker, land->points[piece][i], land->make->pool.iso3[country], &land->rows, at,
                         NULL);
    }
    return st;
}

static bm_status spread(bm_ctx *ctx, struct bm_crew *crew, struct land *land)
{
    size_t n = land->n_pieces, total = 0;
    bm_status st;

    if ((st = bm_calloc(ctx, n, sizeof *land->points, (void **)&land->points)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, n, sizeof *land->n_points, (void **)&land->n_points)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, n, sizeof *land->first, (void **)&land->first)) != BM_OK) return st;
    if ((st = bm_crew_each(ctx, crew, n, find_points, land)) != BM_OK) return st;
    for (size_t i = 0; i < n; i++) land->first[i] = total, total += land->n_points[i];
    if ((st = bm_null_rows_create(ctx, total, false, &land->rows)) != BM_OK) return st;
    if ((st = bm_crew_each(ctx, crew, n, tag_points, land)) != BM_OK) return st;
    return bm_null_rows_group(ctx, land->make, &land->rows, &land->make->pool.land);
}

static void land_free(bm_ctx *ctx, struct land *land)
{
    for (size_t i = 0; land->points && i < land->n_pieces; i++) bm_free(ctx, land->points[i]);
    bm_free(ctx, land->points);
    bm_free(ctx, land->n_points);
    bm_free(ctx, land->first);
    bm_free(ctx, land->pieces);
    bm_free(ctx, land->country_of);
    bm_null_rows_free(ctx, &land->rows);
}

bm_status bm_null_land(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                       struct bm_null_make *make)
{
    struct land land = {.setup = setup, .make = make};
    bm_arena *arena = NULL;
    bm_status st;

    land.km2 = bm_arena_calloc(make->arena, make->pool.n_countries, sizeof *land.km2);
    if (!land.km2) return bm_fail(ctx, BM_ENOMEM, "out of memory for the ground of countries");
    make->pool.land_km2 = land.km2;
    if ((st = bm_crew_each(ctx, crew, make->pool.n_countries, measure, &land)) != BM_OK || !make->wants_land)
        return st;
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) return st;
    st = plan(ctx, &land, arena);
    if (st == BM_OK) st = spread(ctx, crew, &land);
    land_free(ctx, &land);
    bm_arena_destroy(arena);
    return st;
}
