/* Where the names of the countries in the view stand: in the middle of the most room that each has. */
#ifndef BM_LAYER_COUNTRIES_H
#define BM_LAYER_COUNTRIES_H

#include "layer/scene.h"

/* Fills scene->labels; the view and the background are settled. */
BM_CHECKED bm_status bm_country_labels(bm_ctx *ctx, struct bm_scene *scene);

#endif
