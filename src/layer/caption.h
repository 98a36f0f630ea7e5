/* What stands over a map. */
#ifndef BM_LAYER_CAPTION_H
#define BM_LAYER_CAPTION_H

#include "base/buf.h"
#include "layer/scene.h"

#define BM_MAP_TITLE "Incidents along international borders"
/* "1,234 records, 2001-01-01 to 2002-03-04: 1,000 at a point, 200 in an area only, 34 not placed" */
void bm_caption(const struct bm_scene *scene, const bm_counts *counts, bm_buf *out);
/* First and last possible day of the incidents; false: none is dated. */
bool bm_scene_days(const struct bm_scene *scene, bm_day *first, bm_day *last);

#endif
