/* Generic words in names (province, district, village, mountain ... in both scripts): taken off the name at
 * L2 and kept as a vote on the kind of place. */
#ifndef BM_TEXT_GENERIC_H
#define BM_TEXT_GENERIC_H

#include "text/fold.h"

/* Bits: kinds of place that a word speaks for. */
enum {
    BM_VOTE_TOWN = 1 << 0,   /* populated place */
    BM_VOTE_ADM1 = 1 << 1,   /* province */
    BM_VOTE_ADM2 = 1 << 2,   /* district */
    BM_VOTE_ADM3 = 1 << 3,   /* tehsil, subdistrict */
    BM_VOTE_VALLEY = 1 << 4, /* valley, and other landforms that are areas */
    BM_VOTE_MOUNTAIN = 1 << 5,
    BM_VOTE_WATER = 1 << 6,
    BM_VOTE_SITE = 1 << 7, /* a building or works: mosque, camp, mine, airport */
    BM_VOTE_AREA = 1 << 8, /* vague: area, region, sector */
    BM_VOTE_ROAD = 1 << 9
};

/* Takes generic words off, as long as one other word stays, and returns the votes of those taken. Words that
 * are also parts of names (deh, qala, bandar, koh) are taken off but do not vote; *parts_dropped says that it
 * happened. */
unsigned bm_tokens_drop_generic(bm_tokens *tokens, bool *parts_dropped);
/* The votes of one folded word, 0 if it is not generic. */
unsigned bm_generic_vote(bm_str word);

#endif
