/* What part of the earth a map shows. It may lie across 180 degrees: then longitudes go on beyond it, and
 * what lies on the other side is turned once around the earth to be seen. Layers keep their own longitudes.
 */
#ifndef BM_LAYER_EXTENT_H
#define BM_LAYER_EXTENT_H

#include "layer/scene.h"

/* Sets scene->view: the incidents, the segments that have some, and a margin. */
BM_CHECKED bm_status bm_extent_settle(bm_ctx *ctx, struct bm_scene *scene);
bm_box bm_extent_of(const bm_ll *pts, size_t n);
/* 360, 0 or -360: what to add to the longitudes of a line that does not cross 180 degrees, so that it comes
 * as near to the view's middle as it can. 0 in a view on one side of 180 degrees. */
double bm_extent_turn_deg(const bm_box *view, const bm_ll *pts, size_t n);
/* Does the view lie across 180 degrees? */
bool bm_extent_crosses(const bm_box *view);

#endif
