/* Placing one row by its names: what place_text.c (one text) and place_row.c (the whole row) share. */
#ifndef BM_GAZETTEER_PLACE_WORK_H
#define BM_GAZETTEER_PLACE_WORK_H

#include "gazetteer/locator.h"
#include "gazetteer/phrase.h"

/* One row's work. */
struct gz_work {
    bm_ctx *ctx;
    bm_locator *locator;
    const bm_incident *incident;
    struct gz_hints hints;
    bm_place *out;
    unsigned notes;              /* bits of gz_note */
    bool border_only;            /* the text names a border and no place on it */
    const struct gz_alias *lost; /* see gz_memo_entry */
    bm_arena *arena;             /* of what the answer says */
    const char *reading;         /* see bm_place; NULL */
};

/* --- reading.c: for --explain --- */
BM_CHECKED bm_status gz_read_phrase(struct gz_work *work, const struct gz_phrase *phrase);
/* What the score of the answer was taken from. */
BM_CHECKED bm_status gz_read_evidence(struct gz_work *work);
BM_CHECKED bm_status gz_read_alias(struct gz_work *work, const struct gz_alias *alias);

/* True if the best hit is good enough to be an answer. */
bool gz_convinces(const struct gz_work *work);
/* True if the best hit has the very name asked for and no rival to speak of. */
bool gz_known_whole(const struct gz_work *work);
/* The best hit becomes the answer. */
void gz_take_best(struct gz_work *work);
void gz_fill_alias(struct gz_work *work, const struct gz_alias *alias);
/* A text that may be a phrase or a plain name. out stays unresolved, with a reason, if nothing is found. */
BM_CHECKED bm_status gz_place_text(struct gz_work *work, bm_str text);
/* "A in B": A itself if it is known there, else somewhere in B; out untouched if B is not known. */
BM_CHECKED bm_status gz_place_within(struct gz_work *work, bm_str a, bm_str b);

/* --- district.c --- */
/* A name that is nowhere as it stands, in the district that the row names: out becomes ambiguous, or stays.
 */
BM_CHECKED bm_status gz_place_in_district(struct gz_work *work, bm_str name);
/* The centre of a district so small that a place in it is most likely near; false if it is not. */
bool gz_centre_of_district(const struct gz_work *work, bm_place *out);

#endif
