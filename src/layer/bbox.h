/* The bbox member of GeoJSON (RFC 7946, 5), gathered while rows pass in any order. */
#ifndef BM_LAYER_BBOX_H
#define BM_LAYER_BBOX_H

#include "base/buf.h"
#include "bordermap/geo.h"

struct bm_bbox {
    bool any;
    bm_box box, pacific; /* longitudes from -180 to 180, and from 0 to 360 */
};
void bm_bbox_add(struct bm_bbox *bbox, bm_ll p);
/* ,"bbox":[west,south,east,north]; nothing if there was no point. Of what lies on both sides of 180 degrees,
 * west is greater than east (5.2). */
void bm_bbox_put(const struct bm_bbox *bbox, bm_buf *out);

#endif
