/* The keys under which a name is stored and looked up: one function for both. */
#ifndef BM_GAZETTEER_KEYS_H
#define BM_GAZETTEER_KEYS_H

#include "text/fold.h"
#include "text/generic.h"
#include "text/skeleton.h"

struct gz_keys {
    bm_tokens words;                       /* L1, particles off, generic words off (L2) */
    char l1[BM_FOLD_MAX], l2[BM_FOLD_MAX]; /* joined without spaces */
    size_t n_l1, n_l2;
    unsigned votes;     /* of the generic words taken off */
    bool parts_dropped; /* words that are parts of names were taken off too: L2 is only a likeness */
    bm_phones full;     /* sounds of the L1 words */
    bm_phones phones;
    char skeleton[BM_PHONES_MAX];
    size_t n_skeleton;
    uint64_t hash_l1, hash_l2;
    uint64_t hash_set;      /* of the words in order of bytes; 0 for one word */
    uint64_t hash_skeleton; /* 0: too short to say anything */
};
/* False if nothing is left of the name. */
bool gz_keys_of(bm_str name, struct gz_keys *out);
/* Parts of the same, for names whose other keys nobody asks for: words, l1, l2, votes and parts_dropped; the
 * hash of the words; the full sounds, of a name whose letters (and, unless parts were dropped, sounds) are
 * there. */
bool gz_letters_of(bm_str name, struct gz_keys *out);
uint64_t gz_set_hash(const bm_tokens *words);
void gz_full_sounds_of(bm_str name, struct gz_keys *out);
/* Of a key at L1 or L2. */
uint64_t gz_name_hash(const char *key, size_t n);
/* Of some words of a name at L2, joined, of a place in this district. */
uint32_t gz_part_hash(uint32_t district, const char *part, size_t n);
uint64_t gz_skeleton_hash(const char *skeleton, size_t n);

#endif
