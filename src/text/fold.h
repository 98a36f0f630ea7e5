/* Folding of names: the same code for index and query, so that spellings of one name meet.
 *
 * L0: Unicode NFKC and case folding, character by character.
 * L1: marks, joiners and direction controls off, digits to 0-9, Perso-Arabic letter variants to one letter,
 * Latin diacritics off, punctuation to single spaces. The tables are generated at build time (gen/fold_gen.c,
 * from utf8proc and a short list of own folds). */
#ifndef BM_TEXT_FOLD_H
#define BM_TEXT_FOLD_H

#include "bordermap/ctx.h"

#define BM_NAME_MAX   240u              /* bytes of a name that are looked at; longer names are no names */
#define BM_FOLD_MAX   ((size_t)4 * BM_NAME_MAX) /* room that any folded name needs */
#define BM_MAX_TOKENS 24u

/* Writes the folded text to out (BM_FOLD_MAX bytes) and returns its length. Input beyond BM_NAME_MAX is
 * ignored. */
size_t bm_fold_l0(bm_str text, char *out);
size_t bm_fold_l1(bm_str text, char *out);

/* A name cut into words at L1. */
typedef struct bm_tokens {
    bm_str word[BM_MAX_TOKENS]; /* into text */
    uint32_t n;
    char text[BM_FOLD_MAX];
} bm_tokens;
void bm_tokenize(bm_str text, bm_tokens *out);
/* The same without the linking words that are written or not: -e -i -ye, al- ol- ul- el-. Something always
 * stays. */
void bm_tokens_drop_particles(bm_tokens *tokens);
/* All words joined without spaces: "Kot Addu" and "Kotaddu" are one key. out has BM_FOLD_MAX bytes. */
size_t bm_tokens_key(const bm_tokens *tokens, char *out);
/* The words in byte order, joined: "Shahr Kohneh" and "Kohneh Shahr" are one key. */
size_t bm_tokens_set_key(const bm_tokens *tokens, char *out);

/* What kind of letters a text is mostly written in. */
typedef enum bm_script {
    BM_SCRIPT_NONE,
    BM_SCRIPT_LATIN,
    BM_SCRIPT_ARABIC,
    BM_SCRIPT_CYRILLIC,
    BM_SCRIPT_OTHER
} bm_script;
bm_script bm_script_of(bm_str text);

#endif
