/* Taking a place text apart: "30 km south of Zahedan", "X mausoleum in Shiraz", "A, District, Province". */
#ifndef BM_GAZETTEER_PHRASE_H
#define BM_GAZETTEER_PHRASE_H

#include "bordermap/ctx.h"

enum gz_phrase_kind {
    GZ_PLAIN,    /* a: the name */
    GZ_NEAR,     /* near a */
    GZ_DISTANCE, /* dist_m from a, towards az_deg if has_direction */
    GZ_WITHIN,   /* a, which is in, at or near b */
    GZ_BETWEEN,  /* between a and b */
    GZ_ROAD,     /* on the road between a and b */
    GZ_BORDER    /* the border of a, which is near b if b is there */
};

struct gz_phrase {
    enum gz_phrase_kind kind;
    bm_str a, b;
    double dist_m, step_m; /* step_m: the last significant unit of the distance */
    bool has_direction;
    double az_deg;
};
/* Any text gives a phrase. Slices point into text. */
void gz_phrase_of(bm_str text, struct gz_phrase *out);

/* The name in "Torkham border crossing", "Torkham gate"; all of text if it has no such words behind. */
bm_str gz_phrase_of_crossing(bm_str text);

#define GZ_MAX_PARTS 5
/* Cuts "Place, District, Province, Country" (also Arabic commas and a part in brackets) into trimmed parts.
 */
size_t gz_phrase_parts(bm_str text, bm_str parts[GZ_MAX_PARTS]);

#endif
