#include "gazetteer/phrase.h"

#include "base/str.h"
#include "gazetteer/phrase_words.h"

#include <string.h>

/* The words [i, j) without those of the kinds at its ends. */
static void strip(const struct gz_words *words, uint32_t *i, uint32_t *j, unsigned front, unsigned back)
{
    while (*i < *j && (words->is[*i] & front)) ++*i;
    while (*j > *i && (words->is[*j - 1] & back)) --*j;
}

/* Compass words in [i, j) into the phrase; how many. */
static uint32_t take_direction(const struct gz_words *words, uint32_t i, uint32_t j, struct gz_phrase *out)
{
    double az_deg, half_deg;
    uint32_t n = i < j ? gz_words_compass(words, i, &az_deg, &half_deg) : 0;

    if (n == 0 || i + n > j) return 0;
    out->has_direction = true;
    out->az_deg = az_deg;
    out->half_deg = half_deg;
    return n;
}

/* "[about] 30 km [to the] [south] [of] X": what follows the measure. */
static bm_str name_behind(const struct gz_words *words, uint32_t i, struct gz_phrase *out, bool *linked)
{
    *linked = false;
    while (i < words->n) {
        uint32_t n = *linked ? 0 : take_direction(words, i, words->n, out);
        if (n > 0) {
            i += n;
        } else if (words->is[i] & (GZ_W_LINK | GZ_W_POST | GZ_W_LEAD)) {
            *linked = *linked || (words->is[i] & GZ_W_OF);
            i++;
        } else {
            break;
        }
    }
    return gz_words_span(words, i, words->n);
}

/* "X [سے] 30 km", "X کے جنوب میں 30 km", "X, about 30 km": what stands before the measure. */
static bm_str name_before(const struct gz_words *words, uint32_t j, struct gz_phrase *out, bool *linked)
{
    uint32_t i = 0, k;

    strip(words, &i, &j, 0, GZ_W_ABOUT | GZ_W_POST);
    for (k = i + 1; k < j; k++) { /* a direction at the end */
        struct gz_phrase found = *out;
        uint32_t n = take_direction(words, k, j, &found);
        if (n > 0 && k + n == j && (words->is[k] & GZ_W_COMPASS)) {
            if (!out->has_direction) *out = found;
            j = k;
        }
    }
    k = j;
    strip(words, &i, &j, 0, GZ_W_LINK | GZ_W_ABOUT | GZ_W_POST);
    *linked = j < k;
    strip(words, &i, &j, GZ_W_LINK | GZ_W_LEAD, 0);
    return gz_words_span(words, i, j);
}

static bool distance_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    struct gz_measure measure;
    uint32_t i = 0, n = 0, first = 0, last;
    bool linked_before, linked_behind;
    bm_str before, behind;

    while (i < words->n && (n = gz_words_measure(words, i, &measure)) == 0) i++;
    if (n == 0) return false;
    out->kind = GZ_DISTANCE;
    out->low_m = measure.low_m;
    out->high_m = measure.high_m;
    out->step_m = measure.step_m;
    out->rough = measure.rough;
    last = i;
    strip(words, &first, &last, 0, GZ_W_ABOUT | GZ_W_BETWEEN | GZ_W_LEAD | GZ_W_LINK);
    for (uint32_t k = last; k < i; k++) {
        if ((words->is[k] & GZ_W_ABOUT) && !(words->is[k] & GZ_W_LEAD)) out->step_m = 2 * measure.step_m;
    }
    behind = name_behind(words, i + n, out, &linked_behind);
    if (behind.len) {
        out->a = behind; /* "a post 30 km south of X": the post is what happened to be there */
        return last == 0 || linked_behind;
    }
    before = name_before(words, i, out, &linked_before);
    out->a = before;
    return before.len > 0 && (linked_before || out->has_direction);
}

/* "near X", "on the outskirts of X", "north of X", "X کے قریب", "X suburbs" */
static bool near_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    const unsigned small = GZ_W_LEAD | GZ_W_LINK;
    uint32_t i = 0, j = words->n, n;
    bool found = false;

    out->kind = GZ_NEAR;
    while (i < j && (words->is[i] & small) && !(words->is[i] & GZ_W_NEAR)) i++;
    if (i < j && (words->is[i] & GZ_W_NEAR)) {
        found = true;
        i++;
    } else if ((n = take_direction(words, i, j, out)) > 0 && i + n < j) {
        bool arabic = (unsigned char)words->word[i].p[0] >= 0xd8;
        bool of = (words->is[i + n] & GZ_W_OF) != 0;
        bool part =
            words->word[i].len > 5 && memcmp(words->word[i].p + words->word[i].len - 3, "ern", 3) == 0;
        found = of || part || arabic;
        i += n;
    }
    if (found) {
        while (i < j && (words->is[i] & small)) i++;
        out->a = gz_words_span(words, i, j);
        return out->a.len > 0;
    }
    i = 0;
    strip(words, &i, &j, small, GZ_W_POST);
    if (j > i + 1 && (words->is[j - 1] & GZ_W_AFTER)) {
        j--;
        strip(words, &i, &j, 0, GZ_W_LINK | GZ_W_AND);
        out->a = gz_words_span(words, i, j);
        return out->a.len > 0;
    }
    for (uint32_t k = i + 2; k < j; k++) { /* "X کے شمال" */
        n = words->is[k - 1] & GZ_W_OF ? take_direction(words, k, j, out) : 0;
        if (n == 0 || k + n != j) continue;
        out->a = gz_words_span(words, i, k - 1);
        return out->a.len > 0;
    }
    return false;
}

/* a and b around the first of the words at or behind i that joins two names. */
static bool pair(const struct gz_words *words, uint32_t i, uint32_t n, unsigned joins, struct gz_phrase *out)
{
    uint32_t j;

    strip(words, &i, &n, GZ_W_LEAD | GZ_W_LINK, GZ_W_LINK | GZ_W_POST | GZ_W_BETWEEN | GZ_W_ROAD);
    j = gz_words_find(words, i, joins);
    if (j >= n) return false;
    out->a = gz_words_span(words, i, j);
    out->b = gz_words_span(words, j + 1, n);
    return out->a.len > 0 && out->b.len > 0;
}

/* "[midway] between X and Y", "X اور Y کے درمیان" */
static bool between_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    uint32_t i = gz_words_find(words, 0, GZ_W_BETWEEN), n = words->n, first = 0;

    out->kind = GZ_BETWEEN;
    if (i == n) return false;
    while (i + 1 < n && (words->is[i + 1] & GZ_W_BETWEEN)) i++;
    if (i + 1 < n && pair(words, i + 1, n, GZ_W_AND, out)) return true;
    strip(words, &first, &n, 0, GZ_W_POST | GZ_W_ROAD);
    return n == i + 1 && pair(words, 0, i, GZ_W_AND, out);
}

/* The first dash in a text; its bytes in *size, 0 if there is none. */
static const char *dash_in(bm_str text, size_t *size)
{
    for (size_t i = 1; i + 1 < text.len; i++) {
        *size = text.p[i] == '-' ? 1 : 0;
        if (i + 3 < text.len && (memcmp(text.p + i, "–", 3) == 0 || memcmp(text.p + i, "—", 3) == 0))
            *size = 3;
        if (*size) return text.p + i;
    }
    *size = 0;
    return NULL;
}

static bool dashed_pair(bm_str text, struct gz_phrase *out)
{
    size_t size;
    const char *dash = dash_in(text, &size);

    if (!dash) return false;
    out->a = bm_str_trim(bm_str_of(text.p, (size_t)(dash - text.p)));
    out->b = bm_str_trim(bm_str_of(dash + size, text.len - size - (size_t)(dash - text.p)));
    return out->a.len > 0 && out->b.len > 0;
}

/* "X-Y road", "X to Y highway", "on the road from X to Y", "جاده X - Y" */
static bool road_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    uint32_t i = 0, n = words->n;

    out->kind = GZ_ROAD;
    strip(words, &i, &n, GZ_W_LEAD | GZ_W_LINK, GZ_W_POST | GZ_W_AREA);
    if (n < i + 2) return false;
    if (words->is[n - 1] & GZ_W_ROAD) {
        n--;
        while (n > i + 1 && (words->is[n - 1] & GZ_W_ROAD)) n--;
    } else if (words->is[i] & GZ_W_ROAD) {
        i++;
        while (i + 1 < n && (words->is[i] & (GZ_W_ROAD | GZ_W_LINK))) i++;
    } else {
        return false;
    }
    return dashed_pair(gz_words_span(words, i, n), out) || pair(words, i, n, GZ_W_TO, out);
}

/* "border with C near X", "Pakistan-Afghanistan border", "along the Iran border", "Torkham border" */
static bool border_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    uint32_t i = gz_words_find(words, 0, GZ_W_BORDER), near, with, first = 0, end = i;

    if (i == words->n) return false;
    out->kind = GZ_BORDER;
    near = gz_words_find(words, i + 1, GZ_W_NEAR | GZ_W_IN);
    with = gz_words_find(words, i + 1, GZ_W_WITH);
    out->b = gz_words_span(words, near + 1, words->n);
    strip(words, &first, &end, GZ_W_LEAD | GZ_W_LINK | GZ_W_NEAR, GZ_W_LINK);
    if (with < near) {
        out->a = gz_words_span(words, with + 1, near);
        if (!out->b.len) { /* "X on the border with C" */
            strip(words, &first, &end, 0, GZ_W_LEAD | GZ_W_LINK | GZ_W_NEAR);
            out->b = gz_words_span(words, first, end);
        }
    } else if (first < end) {
        out->a = gz_words_span(words, first, end);
    } else { /* "the border of C" */
        i++;
        strip(words, &i, &near, GZ_W_LINK | GZ_W_AREA, GZ_W_AREA);
        out->a = gz_words_span(words, i, near);
    }
    return words->n > 1;
}

/* "off the coast of X", "off X", "X territorial waters", "X airspace" */
static bool offshore_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    const unsigned small = GZ_W_LEAD | GZ_W_LINK | GZ_W_COAST | GZ_W_WATER;
    uint32_t i = 0, n = words->n, water = gz_words_find(words, 0, GZ_W_WATER);
    bool off;

    while (i < n && (words->is[i] & small) && !(words->is[i] & GZ_W_OFF)) i++;
    off = i < n && (words->is[i] & GZ_W_OFF);
    if (off) i++;
    if (!off && water == n) return false;
    while (i < n && (words->is[i] & small)) i++;
    while (n > i && ((words->is[n - 1] & (GZ_W_COAST | GZ_W_WATER)) ||
                     bm_str_ieq(words->word[n - 1], BM_LIT("territorial"))))
        n--;
    out->kind = GZ_OFFSHORE;
    out->a = gz_words_span(words, i, n);
    return out->a.len > 0;
}

bm_str gz_phrase_of_crossing(bm_str text)
{
    struct gz_words words;
    uint32_t n;
    bool found = false;

    gz_words_of(text, &words);
    for (n = words.n; n > 1; n--) {
        bool crossing = (words.is[n - 1] & GZ_W_CROSSING) != 0;
        if (!crossing && !(words.is[n - 1] & GZ_W_CROSSING_POST)) break;
        found = found || crossing;
    }
    return found ? gz_words_span(&words, 0, n) : text;
}

/* "Torkham crossing", "Torkham gate" */
static bool crossing_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    out->a = words->text;
    out->kind = GZ_BORDER;
    return gz_phrase_of_crossing(words->text).len < words->text.len;
}

/* "A in B", "A near B", "A at B" */
static bool within_phrase(const struct gz_words *words, struct gz_phrase *out)
{
    for (uint32_t i = words->n; i-- > 1;) {
        uint32_t from = i + 1;
        if (!(words->is[i] & GZ_W_IN) || from >= words->n) continue;
        while (from < words->n && bm_str_ieq(words->word[from], BM_LIT("the"))) from++;
        out->a = gz_words_span(words, 0, i);
        out->b = gz_words_span(words, from, words->n);
        out->kind = GZ_WITHIN;
        return out->a.len > 0 && out->b.len > 0;
    }
    return false;
}

void gz_phrase_of(bm_str text, struct gz_phrase *out)
{
    static bool (*const patterns[])(const struct gz_words *, struct gz_phrase *) = {
        distance_phrase, between_phrase, road_phrase,   offshore_phrase,
        border_phrase,   near_phrase,    within_phrase, crossing_phrase};
    struct gz_words words;

    gz_words_of(text, &words);
    for (size_t i = 0; words.n > 1 && i < sizeof patterns / sizeof *patterns; i++) {
        *out = (struct gz_phrase){.kind = GZ_PLAIN};
        if (patterns[i](&words, out)) return;
    }
    *out = (struct gz_phrase){.kind = GZ_PLAIN, .a = text};
}

bool gz_phrase_is_offset(bm_str text)
{
    struct gz_phrase phrase = {0};
    struct gz_measure measure;
    struct gz_words words;
    uint32_t i = 0, n = 0;
    bool linked;

    gz_words_of(text, &words);
    while (i < words.n && (words.is[i] & (GZ_W_ABOUT | GZ_W_LEAD))) i++;
    n = gz_words_measure(&words, i, &measure);
    return n > 0 && name_behind(&words, i + n, &phrase, &linked).len == 0 && phrase.has_direction;
}

bool gz_phrase_border_country(bm_str text, const char *other, char iso3[4])
{
    struct gz_words words;
    size_t from = 0;

    iso3[0] = 0;
    if (!text.len) return true;
    if (gz_word_nation(text, iso3)) return true;
    for (size_t i = 0; i <= text.len; i++) { /* words and what dashes join */
        char found[4];
        bool dash = i + 3 <= text.len && memcmp(text.p + i, "–", 3) == 0;
        if (i < text.len && text.p[i] != ' ' && text.p[i] != '-' && !dash) continue;
        gz_words_of(bm_str_of(text.p + from, i - from), &words);
        from = i + (dash ? 3 : 1);
        if (words.n == 0 || (words.is[0] & (GZ_W_AND | GZ_W_LINK | GZ_W_AREA | GZ_W_LEAD | GZ_W_WITH)))
            continue;
        if (!gz_word_nation(words.word[0], found)) return false;
        if (!iso3[0] || strcmp(iso3, other) == 0) memcpy(iso3, found, 4);
    }
    return true;
}
/* The length of a part separator at p: comma (also the Arabic and the wide one), semicolon, slash, bar,
 * bracket, line break; 0 if none. */
static size_t separator(const char *p, const char *end)
{
    if (strchr(",;/|()[]\n", *p) && *p) return 1;
    if (end - p >= 2 && (memcmp(p, "،", 2) == 0 || memcmp(p, "؛", 2) == 0)) return 2;
    if (end - p >= 3 && (memcmp(p, "，", 3) == 0 || memcmp(p, "、", 3) == 0)) return 3;
    return 0;
}

/* "1,200 m" */
static bool between_digits(bm_str text, const char *p)
{
    return p > text.p && p + 1 < bm_str_end(text) && p[-1] >= '0' && p[-1] <= '9' && p[1] >= '0' &&
           p[1] <= '9';
}

size_t gz_phrase_parts(bm_str text, bm_str parts[GZ_MAX_PARTS])
{
    const char *p = text.p, *end = bm_str_end(text), *from = text.p;
    size_t n = 0;

    for (; p <= end && n < GZ_MAX_PARTS; p++) {
        size_t size = p == end ? 1 : separator(p, end);
        if (size == 0 || (p < end && *p == ',' && between_digits(text, p))) continue;
        bm_str part = bm_str_trim(bm_str_of(from, (size_t)(p - from)));
        if (part.len) parts[n++] = part;
        p += size - 1;
        from = p + 1;
    }
    return n;
}
