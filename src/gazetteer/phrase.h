/* Taking a place text apart: "30 km south of Zahedan", "X mausoleum in Shiraz", "A, District, Province". The
 * words are in geodata/phrase_words.txt. */
#ifndef BM_GAZETTEER_PHRASE_H
#define BM_GAZETTEER_PHRASE_H

#include "bordermap/ctx.h"

enum gz_phrase_kind {
    GZ_PLAIN,    /* a: the name */
    GZ_NEAR,     /* near a, or in a direction from it */
    GZ_DISTANCE, /* low_m to high_m from a, towards az_deg if has_direction */
    GZ_WITHIN,   /* a, which is in, at or near b */
    GZ_BETWEEN,  /* between a and b */
    GZ_ROAD,     /* on the road between a and b */
    GZ_BORDER,   /* the border of a, which is near b if b is there; a may be absent */
    GZ_OFFSHORE  /* at sea or in the air off a */
};

struct gz_phrase {
    enum gz_phrase_kind kind;
    bm_str a, b;
    double low_m, high_m; /* the distance; the same for a single number */
    double step_m;        /* its last significant unit */
    bool rough;           /* the distance is a time or "a few" */
    bool has_direction;
    double az_deg,
        half_deg; /* half_deg: half the angle between the compass points that the words tell apart */
};
/* Any text gives a phrase. Slices point into text. */
void gz_phrase_of(bm_str text, struct gz_phrase *out);

/* True for a part that says only how far from the part before it: "30 km S", "15 km to the north". */
bool gz_phrase_is_offset(bm_str text);

/* The name in "Torkham border crossing", "Torkham gate"; all of text if it has no such words behind. */
bm_str gz_phrase_of_crossing(bm_str text);

/* The country of a border that is named by countries alone: "Pak-Afghan", "Iran", "with Afghanistan"; any of
 * them, but rather not `other`. False if the text names something else. */
bool gz_phrase_border_country(bm_str text, const char *other, char iso3[4]);

#define GZ_MAX_PARTS 8
/* Cuts "Place, District, Province, Country" (also Arabic commas, slashes, bars, line breaks and a part in
 * brackets) into trimmed parts. */
size_t gz_phrase_parts(bm_str text, bm_str parts[GZ_MAX_PARTS]);

#endif
