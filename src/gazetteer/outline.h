/* Distances of a point to an area's outline. */
#ifndef BM_GAZETTEER_OUTLINE_H
#define BM_GAZETTEER_OUTLINE_H

#include "bordermap/geo.h"

/* Metres to the nearest edge, 0 inside; at most some metres too much. The area has an outline. */
double gz_outline_distance_m(const bm_area *area, bm_ll point);
/* Metres within which the whole area lies. */
double gz_outline_reach_m(const bm_area *area, bm_ll point);

#endif
