/* Where the names of the countries in the view stand: in the middle of the most room that each has. */
#ifndef BM_LAYER_COUNTRIES_H
#define BM_LAYER_COUNTRIES_H

#include "layer/scene.h"

enum { BM_COUNTRY_LABELS = 64 };
struct bm_country_label {
    const char *name; /* static */
    bm_ll at;
    double room_deg; /* radius of the largest circle around it that is in the country and the view */
};
/* The largest country first. */
BM_CHECKED bm_status bm_country_labels(bm_ctx *ctx, const struct bm_scene *scene,
                                       struct bm_country_label out[BM_COUNTRY_LABELS], size_t *n);

#endif
