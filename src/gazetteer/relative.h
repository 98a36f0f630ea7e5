/* Outcomes for places named by other places. */
#ifndef BM_GAZETTEER_RELATIVE_H
#define BM_GAZETTEER_RELATIVE_H

#include "gazetteer/locator.h"
#include "gazetteer/phrase.h"

void gz_relative_in(const struct gz_hit *hit, bm_place *out);   /* something unknown in the place */
void gz_relative_near(const struct gz_hit *hit, bm_place *out); /* near it */
void gz_relative_distance(const struct gz_hit *hit, const struct gz_phrase *phrase, bm_place *out);
/* Half way. False if the two are too far apart to be meant. */
bool gz_relative_between(const struct gz_hit *a, const struct gz_hit *b, bm_place *out);

#endif
