/* Outcomes for places named by other places. */
#ifndef BM_GAZETTEER_RELATIVE_H
#define BM_GAZETTEER_RELATIVE_H

#include "gazetteer/locator.h"
#include "gazetteer/phrase.h"

/* The place that a phrase leans on. */
struct gz_anchor {
    bm_place place;    /* what it would be by itself: a point, or an area (status coarse) */
    double extent_m;   /* how far it reaches around its point */
    bool has_hit;      /* not a place that only an alias file has */
    struct gz_hit hit; /* of the gazetteer */
};

void gz_relative_in(const struct gz_anchor *anchor, bm_place *out);   /* something unknown in the place */
void gz_relative_near(const struct gz_anchor *anchor, bm_place *out); /* near it */
void gz_relative_distance(const struct gz_anchor *anchor, const struct gz_phrase *phrase, bm_place *out);
/* Half way. False if the two are too far apart to be meant. */
bool gz_relative_between(const struct gz_anchor *a, const struct gz_anchor *b, bm_place *out);
/* At sea or in the air off it. */
void gz_relative_offshore(const struct gz_anchor *anchor, bm_place *out);
/* Near an area, or some way from it: the area, or nothing when it is surely outside. */
void gz_relative_area(const struct gz_anchor *anchor, const struct gz_phrase *phrase, bm_place *out);

#endif
