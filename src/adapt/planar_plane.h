/* What a plane is, for the files that share it. */
#ifndef BM_ADAPT_PLANAR_PLANE_H
#define BM_ADAPT_PLANAR_PLANE_H

#include "adapt/planar_figure.h"

#include <geos_c.h>

struct bm_plane {
    bm_ctx *ctx;
    GEOSContextHandle_t geos;
};

#endif
