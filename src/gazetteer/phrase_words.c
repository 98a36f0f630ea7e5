#include "gazetteer/phrase_words.h"

#include "base/num.h"
#include "base/str.h"
#include "gazetteer/country.h"
#include "text/fold.h"

#include <math.h>
#include <string.h>

struct meaning {
    const char *word; /* folded */
    enum gz_word kind;
    const char *value;
};
#include "phrase_words.inc"

#define N_MEANINGS (sizeof meanings / sizeof *meanings)
#define WORD_MAX   48u /* bytes of a folded word that may be in the table */
#define LENGTH_MAX 5000.0

/* Folds a word without its inner spaces ("south-east"); 0 if it is too long for the table. */
static size_t fold_word(bm_str word, char out[BM_FOLD_MAX])
{
    bm_tokens tokens;
    size_t n;

    if (word.len > WORD_MAX) return 0;
    bm_tokenize(word, &tokens);
    n = bm_tokens_key(&tokens, out);
    return n < WORD_MAX ? n : 0;
}

/* The first meaning of a folded word; N_MEANINGS if it has none. */
static size_t first_meaning(bm_str folded)
{
    size_t low = 0, high = N_MEANINGS;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (bm_str_cmp(bm_str_z(meanings[middle].word), folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < N_MEANINGS && bm_str_eq(bm_str_z(meanings[low].word), folded) ? low : N_MEANINGS;
}

/* The value of a word in one of its meanings; NULL if it does not have it. */
static const char *value_as(bm_str word, enum gz_word kind)
{
    char folded[BM_FOLD_MAX];
    size_t n = fold_word(word, folded);

    for (size_t i = n ? first_meaning(bm_str_of(folded, n)) : N_MEANINGS;
         i < N_MEANINGS && bm_str_eq(bm_str_z(meanings[i].word), bm_str_of(folded, n)); i++) {
        if (meanings[i].kind == kind) return meanings[i].value;
    }
    return NULL;
}

static double number_as(bm_str word, enum gz_word kind)
{
    const char *text = value_as(word, kind);
    double value;

    return text && bm_parse_double(bm_str_z(text), &value) ? value : 0;
}

static unsigned kinds_of(bm_str word)
{
    char folded[BM_FOLD_MAX];
    size_t n = fold_word(word, folded);
    unsigned kinds = 0;

    for (size_t i = n ? first_meaning(bm_str_of(folded, n)) : N_MEANINGS;
         i < N_MEANINGS && bm_str_eq(bm_str_z(meanings[i].word), bm_str_of(folded, n)); i++)
        kinds |= meanings[i].kind;
    return kinds;
}

void gz_words_of(bm_str text, struct gz_words *out)
{
    size_t from = 0;

    out->n = 0;
    out->text = text;
    for (size_t i = 0; i <= text.len && out->n < GZ_MAX_WORDS; i++) {
        if (i < text.len && text.p[i] != ' ' && text.p[i] != '\t') continue;
        if (i > from) {
            out->word[out->n] = bm_str_of(text.p + from, i - from);
            out->is[out->n] = kinds_of(out->word[out->n]);
            out->n++;
        }
        from = i + 1;
    }
}

bm_str gz_words_span(const struct gz_words *words, uint32_t i, uint32_t j)
{
    const char *from, *to;

    if (i >= j || i >= words->n) return (bm_str){0};
    from = words->word[i].p;
    to = words->word[j - 1].p + words->word[j - 1].len;
    while (from < to && strchr(" ,;:-", *from)) from++;
    while (to > from && strchr(" ,;:-", to[-1])) to--;
    return bm_str_trim(bm_str_of(from, (size_t)(to - from)));
}

uint32_t gz_words_find(const struct gz_words *words, uint32_t i, unsigned kinds)
{
    while (i < words->n && !(words->is[i] & kinds)) i++;
    return i;
}

bool gz_word_nation(bm_str word, char iso3[4])
{
    const char *value = value_as(word, GZ_W_NATION);

    if (!value) return bm_country_from_name(word, iso3);
    memcpy(iso3, value, 4);
    return true;
}

/* "SW" and the like, in capitals or small letters with dots. */
static bool compass_letters(bm_str word, char out[4])
{
    size_t n = 0;

    for (size_t i = 0; i < word.len; i++) {
        char c = word.p[i];
        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        if (strchr(".,-", c) && c) continue;
        if (n == 3 || !c || !strchr("NESW", c)) return false;
        out[n++] = c;
    }
    out[n] = 0;
    return n > 0;
}

static double azimuth_of(const char *letters)
{
    static const char *const points[16] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                           "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};

    for (int i = 0; i < 16; i++) {
        if (strcmp(points[i], letters) == 0) return i * 22.5;
    }
    return NAN;
}

uint32_t gz_words_compass(const struct gz_words *words, uint32_t i, double *az_deg, double *half_deg)
{
    char letters[8] = "", one[4];
    uint32_t n = 0;

    for (uint32_t at = i; at < words->n && n < 3; at++) {
        const char *value = words->is[at] & GZ_W_COMPASS ? value_as(words->word[at], GZ_W_COMPASS) : NULL;
        if (!value && compass_letters(words->word[at], one)) value = one;
        if (!value || strlen(letters) + strlen(value) > 3) break;
        memcpy(letters + strlen(letters), value, strlen(value) + 1);
        if (isnan(azimuth_of(letters))) { /* "west south": the first word alone */
            letters[strlen(letters) - strlen(value)] = 0;
            break;
        }
        n++;
    }
    if (n == 0) return 0;
    *az_deg = azimuth_of(letters);
    *half_deg = strlen(letters) == 3 ? 11.25 : 22.5;
    return n;
}

/* A number of digits in any of the region's scripts at p; its last significant unit; *p moves behind it. */
static bool digits_at(const char **p, const char *end, double *value, double *step)
{
    char plain[32];
    size_t n = 0, point = 0;
    const char *q = *p;

    while (q < end && n + 1 < sizeof plain) {
        size_t size;
        uint32_t c = bm_utf8_next(q, end, &size);
        if (c >= 0x6f0 && c <= 0x6f9) c = c - 0x6f0 + '0';
        if (c >= 0x660 && c <= 0x669) c = c - 0x660 + '0';
        if (c == 0x66b) c = '.';
        bool digit = c >= '0' && c <= '9';
        if (c == ',' && n > 0 && end - q > 3 && (q + 4 == end || q[4] < '0' || q[4] > '9') && q[3] >= '0' &&
            q[3] <= '9') { /* 1,200 */
            q++;
            continue;
        }
        if (!digit && !(c == '.' && n > 0 && !point && q + 1 < end)) break;
        if (c == '.') point = n + 1;
        plain[n++] = (char)c;
        q += size;
    }
    if (n > 0 && plain[n - 1] == '.') { /* "30." ends a sentence */
        n--;
        point = 0;
    }
    if (n == 0 || !bm_parse_double(bm_str_of(plain, n), value)) return false;
    *step = point ? pow(10, -(double)(n - point)) : 1;
    while (!point && n > 1 && plain[--n] == '0') *step *= 10;
    *p = q;
    return true;
}

/* Digits or a number word at word i, perhaps with the unit glued on: then *glued is the rest. */
static bool number_at(const struct gz_words *words, uint32_t i, double *value, double *step, bm_str *glued)
{
    const char *p, *end;

    *glued = (bm_str){0};
    if (i >= words->n) return false;
    p = words->word[i].p;
    end = p + words->word[i].len;
    if (*p == '~') p++;
    if (digits_at(&p, end, value, step)) {
        if (p < end) *glued = bm_str_of(p, (size_t)(end - p));
        return true;
    }
    if (!(words->is[i] & GZ_W_NUMBER)) return false;
    *value = number_as(words->word[i], GZ_W_NUMBER);
    *step = fmod(*value, 10) == 0 ? 10 : 1;
    return true;
}

/* Metres of the unit at word i ("nautical miles": two words); *n how many words. */
static double unit_at(const struct gz_words *words, uint32_t i, uint32_t *n, bool *rough)
{
    *n = 1;
    *rough = false;
    if (i >= words->n) return 0;
    if ((words->is[i] & GZ_W_NAUTICAL) && i + 1 < words->n && (words->is[i + 1] & GZ_W_UNIT)) {
        *n = 2;
        return 1852;
    }
    if (words->is[i] & GZ_W_UNIT) return number_as(words->word[i], GZ_W_UNIT);
    if (!(words->is[i] & GZ_W_TIME)) return 0;
    *rough = true;
    while (i + *n < words->n && (words->is[i + *n] & GZ_W_DRIVE)) ++*n;
    return number_as(words->word[i], GZ_W_TIME);
}

/* The dash of "10-15", of two bytes more when it is an en dash; 0 if text does not begin with one. */
static size_t dash_at(bm_str text)
{
    if (text.len > 0 && text.p[0] == '-') return 1;
    return text.len > 2 && memcmp(text.p, "–", 3) == 0 ? 3 : 0;
}

/* The other end of a range, behind word i: "-15km", "- 15", "to 15", "and 15". Returns words taken. */
static uint32_t range_at(const struct gz_words *words, uint32_t i, double *value, double *step, bm_str *glued)
{
    size_t dash = dash_at(*glued);
    uint32_t next = i + 1;

    if (dash) {
        const char *p = glued->p + dash, *end = glued->p + glued->len;
        if (!digits_at(&p, end, value, step)) return 0;
        *glued = p < end ? bm_str_of(p, (size_t)(end - p)) : (bm_str){0};
        return 1;
    }
    if (glued->len || next + 1 >= words->n) return 0;
    if (!(words->is[next] & GZ_W_AND) && dash_at(words->word[next]) != words->word[next].len) return 0;
    return number_at(words, next + 1, value, step, glued) ? 3 : 0;
}

uint32_t gz_words_measure(const struct gz_words *words, uint32_t i, struct gz_measure *out)
{
    double low, high, step, unit = 0;
    uint32_t n = 1, taken = 1;
    bm_str glued;

    *out = (struct gz_measure){0};
    if (!number_at(words, i, &low, &step, &glued)) return 0;
    high = low;
    if ((n = range_at(words, i, &high, &step, &glued)) == 0) n = 1;
    if (glued.len) {
        unit = kinds_of(glued) & GZ_W_UNIT ? number_as(glued, GZ_W_UNIT) : 0;
    } else {
        unit = unit_at(words, i + n, &taken, &out->rough);
        n += taken;
    }
    if (low < 0) { /* "a few" */
        low = 2;
        high = 5;
        out->rough = true;
    }
    if (unit <= 0 || high < low || high > LENGTH_MAX) return 0;
    out->low_m = low * unit;
    out->high_m = high * unit;
    out->step_m = step * unit;
    return n;
}
