/* One spelling, several sounds: what a letter stands for depends on who wrote it. Turkish and Azerbaijani c
 * is j, German and Polish ch is kh, French ch is sh, Catalan x is sh, Russian puts kh for h, Arabic has no p,
 * g, ch or v; and folding takes the marks off that tell s from sh. The index holds one reading of each name,
 * the query is tried in all of them, so the index does not grow. */
#include "text/skeleton.h"

#include <string.h>

struct reading {
    char from, to; /* sounds; to 0: none */
};
/* The most frequent first: only BM_READINGS_MAX are tried. */
static const struct reading of_latin[] = {
    {'C', 'j'}, {'s', 'S'}, {'S', 's'}, {'C', 'c'}, {'x', 'h'}, {'c', 'x'}, {'c', 'S'},
    {'h', 'x'}, {'x', 'k'}, {'j', 'y'}, {'g', 'k'}, {'j', 'z'}, {'k', 'g'}, {'G', 'g'},
    {'q', 'g'}, {'k', 'x'}, {'C', 's'}, {'x', 'S'}, {'z', 's'}, {'s', 'z'}, {'w', 'b'},
    {'b', 'w'}, {'z', 'j'}, {'d', 't'}, {'t', 'd'}, {'g', 'j'}};
static const struct reading of_arabic[] = {{'j', 'g'}, {'b', 'p'}, {'G', 'g'}, {'k', 'g'}, {'j', 'c'},
                                           {'f', 'p'}, {'f', 'w'}, {'s', 'c'}, {'w', 'b'}, {'x', 'k'},
                                           {'h', 'x'}, {'t', 'd'}, {'d', 't'}};

struct readings {
    char (*text)[BM_PHONES_MAX];
    size_t *len, n;
    char own[BM_PHONES_MAX]; /* the first reading, not repeated */
    size_t n_own;
};

static void add(struct readings *out, const char *text, size_t len)
{
    if (out->n == BM_READINGS_MAX || (len == out->n_own && memcmp(text, out->own, len) == 0)) return;
    for (size_t i = 0; i < out->n; i++) {
        if (out->len[i] == len && memcmp(out->text[i], text, len) == 0) return;
    }
    memcpy(out->text[out->n], text, len);
    out->len[out->n++] = len;
}

static bool apply(const bm_phones *phones, struct reading reading, bm_phones *out)
{
    bool changed = false;

    *out = *phones;
    for (uint32_t i = 0; i < out->n; i++) {
        if (out->p[i] != reading.from) continue;
        out->p[i] = reading.to;
        changed = true;
    }
    return changed;
}

static void add_phones(struct readings *out, const bm_phones *phones)
{
    char text[BM_PHONES_MAX];

    add(out, text, bm_skeleton(phones, text));
}

/* The sound in front: a vowel, h, w or nothing. */
static void add_starts(struct readings *out)
{
    static const char starts[] = "HAW";
    char text[BM_PHONES_MAX];

    if (out->n_own == 0 || !strchr(starts, out->own[0])) return;
    memcpy(text, out->own, out->n_own);
    for (const char *start = starts; *start; start++) {
        text[0] = *start;
        add(out, text, out->n_own);
    }
}

/* Arabic writes ch as t and sh, and says t for a teh marbuta, which folding makes an h. */
static void add_arabic_pairs(struct readings *out, const bm_phones *phones)
{
    bm_phones other = {.vowelless = true};

    for (uint32_t i = 0; i < phones->n; i++) {
        bool pair = i + 1 < phones->n && phones->p[i] == 't' && phones->p[i + 1] == 'S';
        other.p[other.n++] = (char)(pair ? 'c' : phones->p[i]);
        i += pair;
    }
    add_phones(out, &other);
    other = *phones;
    if (other.n > 0 && other.p[other.n - 1] == 'h') other.p[other.n - 1] = 't';
    add_phones(out, &other);
}

size_t bm_skeleton_readings(const bm_phones *phones, char text[BM_READINGS_MAX][BM_PHONES_MAX],
                            size_t len[BM_READINGS_MAX])
{
    const struct reading *table = phones->vowelless ? of_arabic : of_latin;
    size_t n = phones->vowelless ? sizeof of_arabic / sizeof *table : sizeof of_latin / sizeof *table;
    struct readings out = {.text = text, .len = len};
    bm_phones once, twice;

    out.n_own = bm_skeleton(phones, out.own);
    if (phones->vowelless) add_arabic_pairs(&out, phones);
    for (size_t i = 0; i < n; i++) {
        if (apply(phones, table[i], &once)) add_phones(&out, &once);
    }
    add_starts(&out);
    for (size_t i = 0; i < n; i++) {
        if (!apply(phones, table[i], &once)) continue;
        for (size_t k = i + 1; k < n; k++) {
            if (table[k].from != table[i].from && apply(&once, table[k], &twice)) add_phones(&out, &twice);
        }
    }
    return out.n;
}
