#include "stats/tally.h"

bm_status bm_tally_create(bm_ctx *ctx, const bm_border *border, const bm_segments *segments,
                          const bm_stats_options *options, bm_tally **out)
{
    struct bm_tally_frame frame;
    frame.dyads = bm_border_dyads(border, &frame.n_dyads);
    frame.segments = bm_segments_all(segments, &frame.n_segments);
    return bm_tally_create_frame(ctx, &frame, options, out);
}
