#include "text/skeleton.h"

#include "base/str.h"

#include <string.h>

/* Longest first within one initial letter. "" sounds nothing. */
struct sound {
    const char *text, *phones;
};
static const struct sound latin_sounds[] = {
    {"tsch", "c"}, {"tch", "c"}, {"sch", "S"}, {"aa", "a"}, {"bh", "b"}, {"ch", "c"},
    {"ck", "k"},   {"dj", "j"},  {"dh", "d"},  {"dz", "z"}, {"ee", "i"}, {"gh", "G"},
    {"jh", "j"},   {"kh", "x"},  {"oo", "u"},  {"ou", "u"}, {"ph", "f"}, {"rh", "r"},
    {"sh", "S"},   {"th", "t"},  {"ts", "s"},  {"zh", "Z"}, {"v", "w"},  {"c", "k"},
};

/* Arabic letters after L1. */
static const struct {
    uint16_t code;
    char phone; /* 0: nothing */
} arabic_sounds[] = {
    {0x627, 'a'}, {0x628, 'b'}, {0x62a, 't'}, {0x62b, 's'}, {0x62c, 'j'}, {0x62d, 'h'}, {0x62e, 'x'},
    {0x62f, 'd'}, {0x630, 'z'}, {0x631, 'r'}, {0x632, 'z'}, {0x633, 's'}, {0x634, 'S'}, {0x635, 's'},
    {0x636, 'z'}, {0x637, 't'}, {0x638, 'z'}, {0x639, 0},   {0x63a, 'G'}, {0x641, 'f'}, {0x642, 'q'},
    {0x644, 'l'}, {0x645, 'm'}, {0x646, 'n'}, {0x647, 'h'}, {0x648, 'w'}, {0x679, 't'}, {0x67c, 't'},
    {0x67e, 'p'}, {0x681, 'z'}, {0x685, 's'}, {0x686, 'c'}, {0x688, 'd'}, {0x689, 'd'}, {0x691, 'r'},
    {0x693, 'r'}, {0x696, 'Z'}, {0x698, 'Z'}, {0x69a, 'S'}, {0x6a4, 'w'}, {0x6a9, 'k'}, {0x6af, 'g'},
    {0x6bc, 'n'}, {0x6cc, 'y'}, {0x6c6, 'o'}, {0x6c7, 'u'}, {0x6cb, 'w'}, {0x6b5, 'l'}, {0x695, 'r'},
};
static const struct sound cyrillic_sounds[] = {
    {"а", "a"},  {"б", "b"}, {"в", "w"}, {"г", "g"}, {"д", "d"}, {"е", "e"}, {"ж", "j"},
    {"з", "z"},  {"и", "i"}, {"к", "k"}, {"л", "l"}, {"м", "m"}, {"н", "n"}, {"о", "o"},
    {"п", "p"},  {"р", "r"}, {"с", "s"}, {"т", "t"}, {"у", "u"}, {"ф", "f"}, {"х", "x"},
    {"ц", "s"},  {"ч", "c"}, {"ш", "S"}, {"щ", "S"}, {"ы", "i"}, {"э", "e"}, {"ю", "yu"},
    {"я", "ya"}, {"ъ", ""},  {"ь", ""},  {"ҳ", "h"}, {"қ", "q"}, {"ғ", "G"}, {"ӣ", "i"},
    {"ӯ", "u"},  {"ҷ", "j"}, {"і", "i"}, {"ў", "w"}, {"ө", "o"}, {"ү", "u"}, {"ң", "n"},
};

static void add(bm_phones *out, char phone)
{
    bool double_sound = out->n > 0 && out->p[out->n - 1] == phone;

    if (phone && !double_sound && out->n < BM_PHONES_MAX - 2) out->p[out->n++] = phone;
}

/* The longest sound of the table at the start of text; 0 if none fits. */
static size_t add_from(const struct sound *sounds, size_t n, bm_str text, bm_phones *out)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(sounds[i].text);
        if (sounds[i].text[0] != text.p[0] || len > text.len || memcmp(text.p, sounds[i].text, len) != 0)
            continue;
        for (const char *p = sounds[i].phones; *p; p++) add(out, *p);
        return len;
    }
    return 0;
}

static void add_arabic(uint32_t c, bool first, bm_phones *out)
{
    for (size_t i = 0; i < sizeof arabic_sounds / sizeof *arabic_sounds; i++) {
        if (arabic_sounds[i].code != c) continue;
        if (c == 0x639 && first) add(out, 'a'); /* ayn before the vowel that is not written */
        add(out, arabic_sounds[i].phone);
        out->vowelless = true;
        return;
    }
}

static void add_word(bm_str word, bm_phones *out)
{
    size_t at = 0;

    while (at < word.len) {
        bm_str rest = bm_str_of(word.p + at, word.len - at);
        size_t size = 1;
        uint32_t c = bm_utf8_next(rest.p, rest.p + rest.len, &size);

        if (c < 0x80) {
            size_t used = add_from(latin_sounds, sizeof latin_sounds / sizeof *latin_sounds, rest, out);
            if (used == 0 && c >= 'a' && c <= 'z') add(out, (char)c);
            if (used > 0) size = used;
        } else if (c >= 0x400 && c < 0x530) {
            (void)add_from(cyrillic_sounds, sizeof cyrillic_sounds / sizeof *cyrillic_sounds, rest, out);
        } else {
            add_arabic(c, at == 0, out);
        }
        at += size;
    }
}

void bm_phones_of(const bm_tokens *tokens, bm_phones *out)
{
    out->n = 0;
    out->vowelless = false;
    for (uint32_t i = 0; i < tokens->n; i++) add_word(tokens->word[i], out);
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool is_weak(char c)
{
    return c == 'h' || c == 'w' || c == 'y';
}

static char class_of(char c)
{
    switch (c) {
    case 'q':
    case 'G': return 'k';
    case 'Z': return 'z';
    default: return c;
    }
}

size_t bm_skeleton(const bm_phones *phones, char *out)
{
    size_t n = 0;

    if (phones->n > 0 && (is_vowel(phones->p[0]) || is_weak(phones->p[0]))) {
        /* w, y and vowels at the start swap between scripts and spellings (Urumiyeh, Wazir/Vazir,
         * Yusuf/Iusuf) */
        out[n++] = phones->p[0] == 'h' ? 'H' : phones->p[0] == 'w' ? 'W' : 'A';
    }
    for (uint32_t i = 0; i < phones->n; i++) {
        char c = class_of(phones->p[i]);
        if (is_vowel(c) || is_weak(c)) continue;
        if (n > 0 && out[n - 1] == c) continue;
        out[n++] = c;
    }
    return n;
}

enum {
    COST = 20,
    COST_WEAK = 6,
    COST_VOWEL = 6,
    COST_VOWEL_UNWRITTEN = 2,
    COST_SWAP = 14
}; /* COST: one sound */

static int gap_cost(char c, bool other_vowelless)
{
    if (is_vowel(c)) return other_vowelless ? COST_VOWEL_UNWRITTEN : COST_VOWEL;
    return is_weak(c) ? COST_WEAK : COST;
}

static int pair_cost(char a, char b)
{
    static const struct {
        char a, b;
        int cost;
    } near[] = {{'k', 'q', 2},  {'q', 'G', 2},  {'k', 'G', 4}, {'g', 'G', 5},  {'k', 'x', 8},  {'x', 'h', 7},
                {'z', 'Z', 2},  {'j', 'Z', 4},  {'j', 'z', 9}, {'s', 'S', 9},  {'c', 'S', 9},  {'s', 'z', 9},
                {'b', 'p', 9},  {'b', 'w', 9},  {'d', 't', 9}, {'k', 'g', 9},  {'f', 'p', 12}, {'m', 'n', 12},
                {'w', 'u', 1},  {'w', 'o', 1},  {'y', 'i', 1}, {'y', 'e', 1},  {'y', 'a', 4},  {'w', 'a', 5},
                {'e', 'i', 2},  {'o', 'u', 2},  {'a', 'e', 3}, {'h', 'a', 3},  {'h', 'e', 3},  {'r', 'd', 13},
                {'l', 'r', 14}, {'G', 'x', 10}, {'c', 'j', 9}, {'n', 'l', 14}, {'S', 'x', 10}};

    if (a == b) return 0;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        if ((near[i].a == a && near[i].b == b) || (near[i].a == b && near[i].b == a)) return near[i].cost;
    }
    if (is_vowel(a) && is_vowel(b)) return 5;
    if ((is_vowel(a) || is_weak(a)) && (is_vowel(b) || is_weak(b))) return 8;
    return COST;
}

static int min2(int a, int b)
{
    return a < b ? a : b;
}

double bm_phones_likeness(const bm_phones *a, const bm_phones *b)
{
    int rows[3][BM_PHONES_MAX + 1];
    int *before = rows[0], *above = rows[1], *here = rows[2];
    uint32_t longest = a->n > b->n ? a->n : b->n;
    double room;

    if (a->n == 0 || b->n == 0) return 0;
    above[0] = 0;
    for (uint32_t j = 0; j < b->n; j++) above[j + 1] = above[j] + gap_cost(b->p[j], a->vowelless);
    for (uint32_t i = 0; i < a->n; i++) {
        int gap_a = gap_cost(a->p[i], b->vowelless);
        int *spare = before;
        here[0] = above[0] + gap_a;
        for (uint32_t j = 0; j < b->n; j++) {
            int best = above[j] + pair_cost(a->p[i], b->p[j]);
            best = min2(best, above[j + 1] + gap_a);
            best = min2(best, here[j] + gap_cost(b->p[j], a->vowelless));
            if (i > 0 && j > 0 && a->p[i] == b->p[j - 1] && a->p[i - 1] == b->p[j])
                best = min2(best, before[j - 1] + COST_SWAP);
            here[j + 1] = best;
        }
        before = above;
        above = here;
        here = spare;
    }
    room = COST * (longest < 4 ? 2.4 : 0.6 * longest); /* about 6 in 10 sounds are consonants */
    return above[b->n] >= room ? 0 : 1 - above[b->n] / room;
}
