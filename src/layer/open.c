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

bm_status bm_writer_open(bm_ctx *ctx, const char *dir, unsigned outputs, const bm_segments *segments,
                         const bm_naming *naming, bm_writer **out)
{
    struct bm_line_source lines = {lines_of, background_of, segments};
    return bm_writer_open_lines(ctx, dir, outputs, &lines, naming, BM_SHAPEFILE_LIMIT, out);
}
