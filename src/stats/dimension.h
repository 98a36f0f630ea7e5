/* By what incidents are grouped: the values of one row in a dimension. */
#ifndef BM_STATS_DIMENSION_H
#define BM_STATS_DIMENSION_H

#include "bordermap/stats.h"

enum { BM_DIMENSION_VALUES = 2, BM_DIMENSION_TEXT = 120 /* bytes of a value, cut at a character */ };

/* At most BM_DIMENSION_VALUES values of a row (two actors), each once; absent (p NULL) when the row has none.
 * Text is borrowed from the row or from scratch. Returns how many, at least 1. */
size_t bm_dimension_values(const bm_dimension *dimension, const bm_row *row, char scratch[24],
                           bm_str out[BM_DIMENSION_VALUES]);
/* Years and months: shown in their own order, not by number of incidents. */
bool bm_dimension_is_time(const bm_dimension *dimension);

#endif
