/* What a name sounds like, whatever the script: for spellings that no folding brings together. */
#ifndef BM_TEXT_SKELETON_H
#define BM_TEXT_SKELETON_H

#include "text/fold.h"

#define BM_PHONES_MAX 96u

/* A name as sounds, one letter each: consonants b p t j c(ch) x(kh) d r z Z(zh) s S(sh) k q G(gh) g f l m n,
 * C (a Latin c, whatever it stands for), weak ones h w y, vowels a e i o u. Short vowels are missing from
 * Arabic writing. */
typedef struct bm_phones {
    char p[BM_PHONES_MAX];
    uint32_t n;
    bool vowelless; /* from Arabic writing */
} bm_phones;
/* tokens: folded words, generic words already off. */
void bm_phones_of(const bm_tokens *tokens, bm_phones *out);

/* L3: consonant classes (q gh k as one; zh z as one), vowels and h w y dropped, doubles collapsed, with the
 * first sound in front when it is a vowel or weak. Returns the length; out has BM_PHONES_MAX bytes. */
size_t bm_skeleton(const bm_phones *phones, char *out);
/* The skeletons of other readings of the spelling, without the first one; returns how many. */
#define BM_READINGS_MAX 24u
size_t bm_skeleton_readings(const bm_phones *phones, char text[BM_READINGS_MAX][BM_PHONES_MAX],
                            size_t len[BM_READINGS_MAX]);
/* The letters that occur in skeletons after the first. */
#define BM_SKELETON_LETTERS "bptjcxdrzsSkgflmn"

/* Likeness of two names by their sounds, 1 the same, 0 nothing in common. A weighted edit distance: vowels
 * and weak sounds cost little, sounds of one class less than strange ones; swaps of neighbours count once.
 * After Damerau (1964), doi:10.1145/363958.363994, in the restricted form (optimal string alignment). */
double bm_phones_likeness(const bm_phones *a, const bm_phones *b);
/* A name that many others are compared with. */
typedef struct bm_phones_wanted {
    bm_phones phones;
    unsigned char cost[BM_PHONES_MAX][64]; /* of each of its sounds against each letter */
} bm_phones_wanted;
void bm_phones_want(const bm_phones *phones, bm_phones_wanted *out);
/* The same as bm_phones_likeness as long as it is least or more; what is less may come back as 0, which is
 * faster. */
double bm_phones_likeness_to(const bm_phones_wanted *wanted, const bm_phones *b, double least);
/* Likeness of two folded keys when one letter makes the difference (left out, put in, replaced, swapped with
 * its neighbour): 1 less the share of that letter in the longer key. 0 if they are farther apart. */
double bm_typo_likeness(bm_str a, bm_str b);

#endif
