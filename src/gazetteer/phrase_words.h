/* The words of phrases, read one by one: geodata/phrase_words.txt. */
#ifndef BM_GAZETTEER_PHRASE_WORDS_H
#define BM_GAZETTEER_PHRASE_WORDS_H

#include "bordermap/ctx.h"

#define GZ_MAX_WORDS 32u

/* What a word may mean, bits. */
enum gz_word {
    GZ_W_UNIT = 1 << 0,
    GZ_W_NAUTICAL = 1 << 1,
    GZ_W_TIME = 1 << 2,
    GZ_W_DRIVE = 1 << 3,
    GZ_W_ABOUT = 1 << 4,
    GZ_W_LINK = 1 << 5,
    GZ_W_OF = 1 << 6,
    GZ_W_LEAD = 1 << 7,
    GZ_W_POST = 1 << 8,
    GZ_W_NEAR = 1 << 9,
    GZ_W_AFTER = 1 << 10,
    GZ_W_BETWEEN = 1 << 11,
    GZ_W_AND = 1 << 12,
    GZ_W_TO = 1 << 13,
    GZ_W_ROAD = 1 << 14,
    GZ_W_BORDER = 1 << 15,
    GZ_W_WITH = 1 << 16,
    GZ_W_IN = 1 << 17,
    GZ_W_AREA = 1 << 18,
    GZ_W_OFF = 1 << 19,
    GZ_W_WATER = 1 << 20,
    GZ_W_COAST = 1 << 21,
    GZ_W_CROSSING = 1 << 22,
    GZ_W_CROSSING_POST = 1 << 23,
    GZ_W_NUMBER = 1 << 24,
    GZ_W_COMPASS = 1 << 25,
    GZ_W_NATION = 1 << 26
};

struct gz_words {
    bm_str text;
    bm_str word[GZ_MAX_WORDS]; /* slices of text, cut at spaces */
    unsigned is[GZ_MAX_WORDS]; /* bits of gz_word */
    uint32_t n;
};
void gz_words_of(bm_str text, struct gz_words *out);
/* The text from word i up to word j (not included), without punctuation at its ends; absent if empty. */
bm_str gz_words_span(const struct gz_words *words, uint32_t i, uint32_t j);
/* The first word of a kind in [i, n), else n. */
uint32_t gz_words_find(const struct gz_words *words, uint32_t i, unsigned kinds);

/* The country that a word for a people or a country stands for. */
bool gz_word_nation(bm_str word, char iso3[4]);

/* Compass words from word i on: "south", "SSE", "جنوب غربی"; returns how many (0: none). *half_deg is half
 * the angle to the neighbouring points that such words tell apart: 22.5 of eight points, 11.25 of sixteen. */
uint32_t gz_words_compass(const struct gz_words *words, uint32_t i, double *az_deg, double *half_deg);

/* A length in words: "30 km", "10-15km", "five nautical miles", "۳۰ کیلومتر", "20 minutes' drive". */
struct gz_measure {
    double low_m, high_m; /* the same for a single number */
    double step_m;        /* the last significant unit of the number */
    bool rough;           /* a time, "a few" */
};
/* Returns how many words from i on; 0: none. */
uint32_t gz_words_measure(const struct gz_words *words, uint32_t i, struct gz_measure *out);

#endif
