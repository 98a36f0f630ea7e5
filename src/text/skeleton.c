#include "text/skeleton.h"

#include "base/str.h"

#include <string.h>

/* Longest first within one initial letter. "" sounds nothing. */
struct sound {
    const char *text, *phones;
};
static const struct sound latin_sounds[] = {
    {"dsch", "j"}, {"tsch", "c"}, {"tch", "c"}, {"tsh", "c"}, {"tsj", "c"}, {"sch", "S"}, {"dzh", "j"},
    {"dzj", "j"},  {"aa", "a"},   {"bh", "b"},  {"ch", "c"},  {"ck", "k"},  {"cz", "c"},  {"dj", "j"},
    {"dh", "d"},   {"dz", "z"},   {"ee", "i"},  {"gh", "G"},  {"jh", "j"},  {"kh", "x"},  {"oo", "u"},
    {"ou", "u"},   {"ph", "f"},   {"rh", "r"},  {"sh", "S"},  {"sj", "S"},  {"sz", "S"},  {"th", "t"},
    {"ts", "s"},   {"zh", "Z"},   {"v", "w"},   {"c", "C"},
};

/* Arabic letters after L1, from U+0600; 0: silent, ayn among them. */
static const char arabic_sounds[256] = {
    [0x27] = 'a', [0x28] = 'b', [0x2a] = 't', [0x2b] = 's', [0x2c] = 'j', [0x2d] = 'h', [0x2e] = 'x',
    [0x2f] = 'd', [0x30] = 'z', [0x31] = 'r', [0x32] = 'z', [0x33] = 's', [0x34] = 'S', [0x35] = 's',
    [0x36] = 'z', [0x37] = 't', [0x38] = 'z', [0x3a] = 'G', [0x41] = 'f', [0x42] = 'q', [0x44] = 'l',
    [0x45] = 'm', [0x46] = 'n', [0x47] = 'h', [0x48] = 'w', [0x79] = 't', [0x7c] = 't', [0x7e] = 'p',
    [0x81] = 'z', [0x85] = 's', [0x86] = 'c', [0x88] = 'd', [0x89] = 'd', [0x91] = 'r', [0x93] = 'r',
    [0x96] = 'Z', [0x98] = 'Z', [0x9a] = 'S', [0xa4] = 'w', [0xa9] = 'k', [0xaf] = 'g', [0xbc] = 'n',
    [0xcc] = 'y', [0xc6] = 'o', [0xc7] = 'u', [0xcb] = 'w', [0xb5] = 'l', [0x95] = 'r'};
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

/* True if text starts with the sound; *len becomes its length. */
static bool starts_with(bm_str text, const char *sound, size_t *len)
{
    size_t n = 0;

    while (n < text.len && sound[n] && sound[n] == text.p[n]) n++;
    *len = n;
    return sound[n] == 0;
}

/* The first sound of the table at the start of text; 0 if none fits. */
static size_t add_from(const struct sound *sounds, size_t n, bm_str text, bm_phones *out)
{
    size_t len;

    for (size_t i = 0; i < n; i++) {
        if (!starts_with(text, sounds[i].text, &len)) continue;
        for (const char *p = sounds[i].phones; *p; p++) add(out, *p);
        return len;
    }
    return 0;
}

static void add_arabic(uint32_t c, bool first, bm_phones *out)
{
    if (c < 0x600 || c > 0x6ff) return;
    if (c == 0x639 && first) add(out, 'a'); /* ayn before the vowel that is not written */
    add(out, arabic_sounds[c - 0x600]);
    out->vowelless = true;
}

static void add_word(bm_str word, bm_phones *out)
{
    size_t at = 0;

    while (at < word.len) {
        bm_str rest = bm_str_of(word.p + at, word.len - at);
        size_t size = 1;
        uint32_t c = bm_utf8_next(rest.p, bm_str_end(rest), &size);

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
    case 'C':
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
        out[n++] = (char)(phones->p[0] == 'h' ? 'H' : phones->p[0] == 'w' ? 'W' : 'A');
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
    COST_VOWEL_UNWRITTEN = 1,
    COST_NASAL = 8, /* a final n in Arabic writing: folded from the nun that only nasalises */
    COST_SWAP = 14
}; /* COST: one sound */

/* The cost of leaving out sound i of a name. */
static int gap_cost(const bm_phones *name, uint32_t i, bool other_vowelless)
{
    char c = name->p[i];

    if (is_vowel(c)) return other_vowelless ? COST_VOWEL_UNWRITTEN : COST_VOWEL;
    if (c == 'n' && name->vowelless && !other_vowelless && i + 1 == name->n) return COST_NASAL;
    return is_weak(c) ? COST_WEAK : COST;
}

#define AT(c)            ((c) - 'A')
#define NEAR(a, b, cost) [AT(a)][AT(b)] = (cost), [AT(b)][AT(a)] = (cost)
/* Sounds that are mistaken for each other; 0: not listed. */
static const unsigned char near_cost[64][64] = {
    NEAR('k', 'q', 2),  NEAR('q', 'G', 2),  NEAR('k', 'G', 4),  NEAR('g', 'G', 5),  NEAR('k', 'x', 8),
    NEAR('x', 'h', 5),  NEAR('z', 'Z', 2),  NEAR('j', 'Z', 4),  NEAR('j', 'z', 6),  NEAR('s', 'S', 5),
    NEAR('c', 'S', 6),  NEAR('s', 'z', 9),  NEAR('b', 'p', 9),  NEAR('b', 'w', 9),  NEAR('d', 't', 9),
    NEAR('k', 'g', 7),  NEAR('f', 'p', 12), NEAR('m', 'n', 12), NEAR('w', 'u', 1),  NEAR('w', 'o', 1),
    NEAR('y', 'i', 1),  NEAR('y', 'e', 1),  NEAR('y', 'a', 4),  NEAR('w', 'a', 5),  NEAR('e', 'i', 2),
    NEAR('o', 'u', 2),  NEAR('a', 'e', 3),  NEAR('h', 'a', 3),  NEAR('h', 'e', 3),  NEAR('r', 'd', 13),
    NEAR('l', 'r', 14), NEAR('G', 'x', 10), NEAR('c', 'j', 9),  NEAR('n', 'l', 14), NEAR('C', 'k', 1),
    NEAR('C', 'j', 3),  NEAR('C', 'c', 3),  NEAR('C', 's', 4),  NEAR('C', 'S', 6),  NEAR('c', 'x', 6),
    NEAR('j', 'y', 6),  NEAR('j', 'i', 8),  NEAR('g', 'j', 10), NEAR('C', 'q', 3),  NEAR('C', 'z', 6),
    NEAR('S', 'x', 8),
};

/* Vowels and weak sounds that are not listed; 0: as strange as any. */
static const unsigned char vowel_cost[64] = {
    [AT('a')] = 5, [AT('e')] = 5, [AT('i')] = 5, [AT('o')] = 5,
    [AT('u')] = 5, [AT('h')] = 8, [AT('w')] = 8, [AT('y')] = 8,
};
static const unsigned char weak_cost[64] = {
    [AT('a')] = 8, [AT('e')] = 8, [AT('i')] = 8, [AT('o')] = 8,
    [AT('u')] = 8, [AT('h')] = 8, [AT('w')] = 8, [AT('y')] = 8,
};
static const unsigned char no_cost[64];

/* The cost of each letter in the place of c. */
static void cost_row(char c, unsigned char row[64])
{
    const unsigned char *near = near_cost[AT(c) & 63];
    const unsigned char *soft = is_vowel(c) ? vowel_cost : is_weak(c) ? weak_cost : no_cost;

    for (int i = 0; i < 64; i++) {
        unsigned char cost = near[i] ? near[i] : soft[i];
        row[i] = cost ? cost : COST;
    }
    row[AT(c) & 63] = 0;
}

static int min2(int a, int b)
{
    return a < b ? a : b;
}

void bm_phones_want(const bm_phones *phones, bm_phones_wanted *out)
{
    memcpy(out->phones.p, phones->p, phones->n);
    out->phones.n = phones->n;
    out->phones.vowelless = phones->vowelless;
    for (uint32_t i = 0; i < phones->n; i++) cost_row(phones->p[i], out->cost[i]);
}

double bm_phones_likeness_to(const bm_phones_wanted *wanted, const bm_phones *b, double least)
{
    const bm_phones *a = &wanted->phones;
    int rows[3][BM_PHONES_MAX + 1], gap_b[BM_PHONES_MAX];
    int *before = rows[0], *above = rows[1], *here = rows[2];
    uint32_t longest = a->n > b->n ? a->n : b->n;
    double room = COST * (longest < 4 ? 2.4 : 0.6 * longest); /* about 6 in 10 sounds are consonants */
    int limit = (int)(room * (1 - least)) + 1, least_above = 0, least_here;

    if (a->n == 0 || b->n == 0) return 0;
    above[0] = 0;
    for (uint32_t j = 0; j < b->n; j++) {
        gap_b[j] = gap_cost(b, j, a->vowelless);
        above[j + 1] = above[j] + gap_b[j];
    }
    for (uint32_t i = 0; i < a->n; i++) {
        int gap_a = gap_cost(a, i, b->vowelless);
        const unsigned char *cost = wanted->cost[i];
        int *spare = before;
        here[0] = least_here = above[0] + gap_a;
        for (uint32_t j = 0; j < b->n; j++) {
            int best = above[j] + cost[AT(b->p[j]) & 63];
            best = min2(best, above[j + 1] + gap_a);
            best = min2(best, here[j] + gap_b[j]);
            if (i > 0 && j > 0 && a->p[i] == b->p[j - 1] && a->p[i - 1] == b->p[j])
                best = min2(best, before[j - 1] + COST_SWAP);
            here[j + 1] = best;
            least_here = min2(least_here, best);
        }
        if (least_here > limit && least_above > limit) return 0; /* rows only grow */
        least_above = least_here;
        before = above;
        above = here;
        here = spare;
    }
    return above[b->n] >= room ? 0 : 1 - above[b->n] / room;
}

/* How many bytes both have in common from the front, whole characters only. */
static size_t common_start(bm_str a, bm_str b)
{
    size_t n = 0;

    while (n < a.len && n < b.len && a.p[n] == b.p[n]) n++;
    while (n > 0 && n < a.len && ((unsigned char)a.p[n] & 0xc0) == 0x80) n--;
    return n;
}

static size_t letters_in(bm_str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

static bool same_end(bm_str a, size_t from_a, bm_str b, size_t from_b)
{
    return bm_str_eq(bm_str_of(a.p + from_a, a.len - from_a), bm_str_of(b.p + from_b, b.len - from_b));
}

double bm_typo_likeness(bm_str a, bm_str b)
{
    size_t at = common_start(a, b), size_a = 0, size_b = 0, next_a = 0, next_b = 0;
    size_t longer = letters_in(a) > letters_in(b) ? letters_in(a) : letters_in(b);
    uint32_t first_a = 0, first_b = 0, second_a = 0, second_b = 0;
    bool one;

    if (longer == 0) return 0;
    if (at < a.len) first_a = bm_utf8_next(a.p + at, bm_str_end(a), &size_a);
    if (at < b.len) first_b = bm_utf8_next(b.p + at, bm_str_end(b), &size_b);
    if (at + size_a < a.len) second_a = bm_utf8_next(a.p + at + size_a, bm_str_end(a), &next_a);
    if (at + size_b < b.len) second_b = bm_utf8_next(b.p + at + size_b, bm_str_end(b), &next_b);
    one = same_end(a, at + size_a, b, at) || same_end(a, at, b, at + size_b) ||
          same_end(a, at + size_a, b, at + size_b) ||
          (first_a == second_b && first_b == second_a &&
           same_end(a, at + size_a + next_a, b, at + size_b + next_b));
    return one ? 1 - 1 / (double)longer : 0;
}

double bm_phones_likeness(const bm_phones *a, const bm_phones *b)
{
    bm_phones_wanted wanted;

    bm_phones_want(a, &wanted);
    return bm_phones_likeness_to(&wanted, b, 0);
}
