/* Bands while they are drawn. */
#ifndef BM_BORDER_BANDS_H
#define BM_BORDER_BANDS_H

#include "adapt/planar_figure.h"
#include "border/search.h"

/* Longest piece of a border that is drawn in one projection. */
#define BM_BAND_PIECE_M 150000.0

/* Points of a dyad near to each other: some stretches of its line. */
struct bm_band_piece {
    const bm_ll *pts; /* of the border */
    struct {
        uint32_t first, n;
    } *lines;
    size_t n_lines, cap_lines;
    bm_ll centre;   /* of the projection */
    double reach_m; /* no point of the lines is farther from it */
};

/* A drawing: pieces come one after the other, each adds a figure to each band. */
struct bm_band_work {
    bm_ctx *ctx;
    const bm_border *border;
    bm_plane *plane;
    bm_search *search; /* over the dyads asked for */
    int32_t dyad;
    const double *bands_m;
    size_t n_bands;
    double lon_deg;     /* all longitudes are within 180 degrees of it, until the very end */
    bm_figure ***parts; /* of each band, in degrees */
    size_t *n_parts, *cap_parts;
    struct bm_site *sites;
    size_t n_sites, cap_sites;
    bool has_others;
    bm_ll *pts;
    struct bm_xy *xys;
    uint32_t *first;
    size_t cap_pts, cap_xys, cap_first;
};

/* Adds what lies within each limit of the piece and not nearer to another dyad (band_piece.c). */
BM_CHECKED bm_status bm_band_draw_piece(struct bm_band_work *work, const struct bm_band_piece *piece);
/* The water in a box of degrees, which may reach beyond 180 (band_land.c). */
BM_CHECKED bm_status bm_band_water(struct bm_band_work *work, const struct bm_xy_box *box, bm_figure **out);
/* Brings a figure into -180 to 180 degrees, rounds it to 1e-7 and hands it over as an area. */
BM_CHECKED bm_status bm_band_finish(struct bm_band_work *work, bm_figure **figure, bm_arena *arena,
                                    bm_band *out);

#endif
