/* Bands of a border: pieces of its line widened, each in a projection of its own, joined, without the water. */
#include "border/bands.h"

#include "base/mem.h"

#include <math.h>

/* --- pieces --- */

static double apart_m(const bm_border *border, uint32_t a, uint32_t b)
{
    const int32_t *p = border->xyz[a].at, *q = border->xyz[b].at;
    double x = (p[0] - (double)q[0]) * BMB_XYZ_UNIT, y = (p[1] - (double)q[1]) * BMB_XYZ_UNIT,
           z = (p[2] - (double)q[2]) * BMB_XYZ_UNIT;

    return sqrt(x * x + y * y + z * z);
}

static bm_status add_line(bm_ctx *ctx, struct bm_band_piece *piece, uint32_t first, uint32_t n)
{
    bm_status st;

    if (n < 2) return BM_OK;
    st = bm_grow(ctx, (void **)&piece->lines, &piece->cap_lines, piece->n_lines + 1, sizeof *piece->lines);
    if (st != BM_OK) return st;
    piece->lines[piece->n_lines].first = first;
    piece->lines[piece->n_lines++].n = n;
    return BM_OK;
}

/* Centre: half way between the first point and the last of all lines. */
static bm_status draw(struct bm_band_work *work, struct bm_band_piece *piece)
{
    const bm_border *border = work->border;
    bm_ll a, b;
    double az_deg, length_m;
    bm_status st;

    if (piece->n_lines == 0) return BM_OK;
    a = border->pts[piece->lines[0].first];
    b = border->pts[piece->lines[piece->n_lines - 1].first + piece->lines[piece->n_lines - 1].n - 1];
    length_m = bm_geodesic_azimuth_m(a, b, &az_deg);
    piece->pts = border->pts;
    piece->centre = bm_geodesic_go(a, az_deg, length_m / 2);
    piece->reach_m = BM_BAND_PIECE_M + length_m / 2;
    st = bm_band_draw_piece(work, piece);
    piece->n_lines = 0;
    return st;
}

/* Goes along all parts; a piece ends where the line is too far from its first point. */
static bm_status draw_pieces(struct bm_band_work *work)
{
    const bm_border *border = work->border;
    const struct bmb_dyad *dyad = &border->file_dyads[work->dyad];
    int32_t day = bm_border_day(border, BM_NO_DAY, NULL);
    struct bm_band_piece piece = {0};
    uint32_t start = 0;
    bm_status st = BM_OK;

    for (uint32_t p = dyad->first_part; p < dyad->first_part + dyad->n_parts && st == BM_OK; p++) {
        const struct bmb_part *part = &border->parts[p];
        uint32_t from = part->first, end = part->first + part->n;

        if (!bm_part_holds(border, p, day)) continue;
        for (uint32_t i = from; i < end && st == BM_OK; i++) {
            bool begins = piece.n_lines == 0 && i == from;

            if (begins) start = i;
            if (begins || apart_m(border, start, i) <= BM_BAND_PIECE_M) continue;
            st = add_line(work->ctx, &piece, from, i - from + 1);
            if (st == BM_OK) st = draw(work, &piece);
            from = start = i;
        }
        if (st == BM_OK) st = add_line(work->ctx, &piece, from, end - from);
    }
    if (st == BM_OK) st = draw(work, &piece);
    bm_free(work->ctx, piece.lines);
    return st;
}

/* --- bands --- */

static bm_status open_work(struct bm_band_work *work, const int32_t *dyads, size_t n_dyads)
{
    bm_ctx *ctx = work->ctx;
    bm_status st;

    if ((st = bm_calloc(ctx, work->n_bands, sizeof *work->parts, (void **)&work->parts)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, work->n_bands, sizeof *work->n_parts, (void **)&work->n_parts)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, work->n_bands, sizeof *work->cap_parts, (void **)&work->cap_parts)) != BM_OK)
        return st;
    if ((st = bm_plane_create(ctx, &work->plane)) != BM_OK) return st;
    return bm_search_create(ctx, work->border, false, dyads, n_dyads, &work->search);
}

static void close_work(struct bm_band_work *work)
{
    for (size_t i = 0; work->parts && work->n_parts && i < work->n_bands; i++) {
        for (size_t k = 0; k < work->n_parts[i]; k++) bm_figure_drop(work->plane, work->parts[i][k]);
        bm_free(work->ctx, work->parts[i]);
    }
    bm_free(work->ctx, work->parts);
    bm_free(work->ctx, work->n_parts);
    bm_free(work->ctx, work->cap_parts);
    bm_free(work->ctx, work->sites);
    bm_free(work->ctx, work->pts);
    bm_free(work->ctx, work->xys);
    bm_free(work->ctx, work->first);
    bm_search_destroy(work->ctx, work->search);
    bm_plane_destroy(work->plane);
}

/* From the widest to the narrowest, so that the water is found once. */
static bm_status join_bands(struct bm_band_work *work, bm_arena *arena, bm_band *out)
{
    bm_figure *water = NULL, *band = NULL;
    struct bm_xy_box box;
    bm_status st = BM_OK;

    for (size_t i = work->n_bands; i-- > 0 && st == BM_OK;) {
        bool first = i + 1 == work->n_bands;

        st = bm_figure_join(work->plane, work->parts[i], work->n_parts[i], &band);
        work->n_parts[i] = 0;
        if (st == BM_OK && first && work->border->n_rings > 0 && bm_figure_box(work->plane, band, &box))
            st = bm_band_water(work, &box, &water);
        if (st == BM_OK) st = bm_figure_cut(work->plane, &band, water);
        if (st == BM_OK) st = bm_band_finish(work, &band, arena, &out[i]);
        bm_figure_drop(work->plane, band);
        band = NULL;
    }
    bm_figure_drop(work->plane, water);
    return st;
}

bm_status bm_border_bands(bm_ctx *ctx, const bm_border *border, const int32_t *dyads, size_t n_dyads,
                          int32_t dyad, const double *bands_m, size_t n, bm_arena *arena, bm_band *out)
{
    struct bm_band_work work = {.ctx = ctx, .border = border, .dyad = dyad, .bands_m = bands_m};
    bm_status st;

    for (size_t i = 0; i < n; i++) {
        out[i] = (bm_band){.area_km2 = NAN};
        if (bands_m[i] <= BM_BAND_MAX_M) work.n_bands = i + 1;
    }
    if (dyad < 0 || (uint32_t)dyad >= border->n_dyads)
        return bm_fail(ctx, BM_EUSAGE, "dyad number %ld is not in the border file", (long)dyad);
    if (work.n_bands == 0) return BM_OK;
    work.lon_deg = border->pts[border->parts[border->file_dyads[dyad].first_part].first].lon_deg;
    if ((st = open_work(&work, dyads, n_dyads)) == BM_OK) st = draw_pieces(&work);
    if (st == BM_OK) st = join_bands(&work, arena, out);
    close_work(&work);
    return st;
}
