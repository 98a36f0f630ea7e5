/* Places of districts, for those who sum them up and those who look them up. */
#ifndef BM_GAZETTEER_DISTRICTS_H
#define BM_GAZETTEER_DISTRICTS_H

#include "gazetteer/format.h"

#define GZ_PART_MIN 5u /* bytes of a name at L2 that may be a part of another one */

/* The middle of at least one place, on a plane. */
bm_ll gz_mean_of(const struct gz_place *places, const uint32_t *which, size_t n);

#endif
