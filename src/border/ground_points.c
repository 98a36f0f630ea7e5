/* Points spread evenly over a country's ground: a low-discrepancy sequence over the box of each outline, of
 * which those count that lie in it. The sequence is R2 (Roberts 2018, "The unreasonable effectiveness of
 * quasirandom sequences", extremelearning.com.au): multiples of 1/p and 1/p^2 without their whole part, p the
 * real root of p^3 = p + 1. Any stretch of it is spread evenly too, so that one sequence goes on from outline to
 * outline and an island of less than a point's share gets one now and then. */
#include "border/ground.h"
#include "border/tagger.h"

#include "base/mem.h"
#include "geo/equal_area.h"
#include "geo/wgs84.h"

#include <math.h>

/* 2^64 / p and 2^64 / p^2. */
#define R2_X UINT64_C(0xC13FA9A902A6328F)
#define R2_Y UINT64_C(0x91E10DA5C79E7B1C)

bm_status bm_border_ground_boxes(bm_ctx *ctx, const bm_border *border, const char iso3[4], int32_t day,
                                 bm_arena *arena, const bm_box **out, size_t *n)
{
    int32_t country = bm_ground_country(border, iso3);
    size_t n_boxes = 0;
    bm_box *boxes;

    *out = NULL;
    *n = 0;
    day = bm_border_day(border, day, NULL);
    for (uint32_t r = 0; r < border->n_rings; r++) n_boxes += bm_ground_holds(border, r, country, day);
    if (!(boxes = bm_arena_calloc(arena, n_boxes, sizeof *boxes)))
        return bm_fail(ctx, BM_ENOMEM, "out of memory for the ground of a country");
    for (uint32_t r = 0; r < border->n_rings; r++)
        if (bm_ground_holds(border, r, country, day)) boxes[(*n)++] = border->ring_areas[r];
    *out = boxes;
    return BM_OK;
}

static double box_km2(const bm_box *box)
{
    return (box->east_deg - box->west_deg) * BM_DEG_RAD *
           (bm_lat_to_area(box->north_deg) - bm_lat_to_area(box->south_deg)) / 1e6;
}

/* Adds the work on one outline, items first to end of the sequence; counts only if pieces is NULL. */
static void cut(uint32_t outline, uint64_t first, uint64_t end, int32_t day, bm_ground_piece *pieces, size_t *n)
{
    for (; first < end; first += BM_GROUND_PIECE, ++*n)
        if (pieces)
            pieces[*n] = (bm_ground_piece){
                outline, first, (uint32_t)(end - first < BM_GROUND_PIECE ? end - first : BM_GROUND_PIECE), day};
}

static void cut_all(const bm_border *border, int32_t country, int32_t day, double per_km2,
                    bm_ground_piece *pieces, size_t *n)
{
    double sum = 0;

    *n = 0;
    for (uint32_t r = 0; r < border->n_rings; r++) {
        uint64_t first = (uint64_t)sum;

        if (!bm_ground_holds(border, r, country, day)) continue;
        sum += per_km2 * box_km2(&border->ring_areas[r]);
        cut(r, first, (uint64_t)sum, day, pieces, n);
    }
}

bm_status bm_border_ground_pieces(bm_ctx *ctx, const bm_border *border, const char iso3[4], int32_t day,
                                  double km2, double n_points, bm_arena *arena, const bm_ground_piece **out,
                                  size_t *n)
{
    int32_t country = bm_ground_country(border, iso3);
    bm_ground_piece *pieces;

    *out = NULL;
    *n = 0;
    if (!(km2 > 0)) return BM_OK;
    day = bm_border_day(border, day, NULL);
    cut_all(border, country, day, n_points / km2, NULL, n);
    if (!(pieces = bm_arena_calloc(arena, *n, sizeof *pieces))) {
        *n = 0;
        return bm_fail(ctx, BM_ENOMEM, "out of memory for points on the ground of a country");
    }
    cut_all(border, country, day, n_points / km2, pieces, n);
    *out = pieces;
    return BM_OK;
}

/* The fraction of item * step / 2^64, shifted by a half. */
static double part(uint64_t item, uint64_t step)
{
    return (double)((item * step + (UINT64_C(1) << 63)) >> 11) * 0x1p-53;
}

bm_status bm_ground_points(bm_ctx *ctx, bm_tagger *tagger, const bm_ground_piece *piece, bm_ll *out, size_t *n)
{
    const bm_border *border = tagger->border;
    const bm_box *box = &border->ring_areas[piece->outline];
    double south = bm_lat_to_area(box->south_deg), north = bm_lat_to_area(box->north_deg);
    bm_status st = BM_OK;

    *n = 0;
    for (uint64_t i = piece->first; i < piece->first + piece->n && st == BM_OK; i++) {
        bm_ll p = {box->west_deg + part(i, R2_X) * (box->east_deg - box->west_deg),
                   bm_area_to_lat(south + part(i, R2_Y) * (north - south))};
        int32_t ring;

        st = bm_border_ring_at(ctx, border, tagger->ring_sets, p, piece->day, &ring);
        if (st == BM_OK && ring == (int32_t)piece->outline) out[(*n)++] = p;
    }
    return st;
}
