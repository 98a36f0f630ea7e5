/* Which outlines are a country's ground. */
#ifndef BM_BORDER_GROUND_H
#define BM_BORDER_GROUND_H

#include "border/bmb.h"

/* -1: the file does not know it. */
int32_t bm_ground_country(const bm_border *border, const char iso3[4]);
/* Whether a ring is ground of the country on a day, which is one of bm_border_day's. */
bool bm_ground_holds(const bm_border *border, uint32_t ring, int32_t country, int32_t day);

#endif
