#include "layer/writer.h"

static bm_status lines_of(bm_ctx *ctx, const void *user, uint32_t segment, bm_arena *arena, const bm_ll **pts,
                          const uint32_t **first, uint32_t *n_lines)
{
    return bm_segment_lines(ctx, user, segment, arena, pts, first, n_lines);
}

static bm_status background_of(bm_ctx *ctx, const void *user, const bm_box *box, double tolerance_deg,
                               bm_arena *arena, bm_background *out)
{
    return bm_border_background(ctx, bm_segments_border(user), box, tolerance_deg, arena, out);
}

static bm_status bands_of(bm_ctx *ctx, const void *user, const int32_t *dyads, size_t n_dyads, int32_t dyad,
                          const double *bands_m, size_t n, bm_arena *arena, bm_band *out)
{
    return bm_border_bands(ctx, bm_segments_border(user), dyads, n_dyads, dyad, bands_m, n, arena, out);
}

bm_status bm_writer_open(bm_ctx *ctx, const char *dir, unsigned outputs, const bm_segments *segments,
                         const bm_naming *naming, bm_writer **out)
{
    struct bm_line_source lines = {lines_of, background_of, bands_of, segments, segments};
    return bm_writer_open_lines(ctx, dir, outputs, &lines, naming, BM_SHAPEFILE_LIMIT, out);
}
