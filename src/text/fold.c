#include "text/fold.h"

#include "base/str.h"
#include "fold_table.inc" /* fold_page, fold_l0, fold_l1, fold_entry, fold_pool */

#include <string.h>

static const uint16_t *page_of(const uint16_t (*level)[256], uint32_t c)
{
    return c < 0x110000 ? level[fold_page[c >> 8]] : level[0];
}

static size_t fold(bm_str text, const uint16_t (*level)[256], char *out)
{
    if (text.len == 0) return 0;
    const char *p = text.p;
    const char *end = text.p + (text.len < BM_NAME_MAX ? text.len : BM_NAME_MAX);
    size_t len = 0;

    while (p < end && len + 32 < BM_FOLD_MAX) {
        size_t size = 1;
        uint32_t c = (unsigned char)*p < 0x80 ? (unsigned char)*p : bm_utf8_next(p, end, &size);
        uint16_t entry = page_of(level, c)[c & 255];
        const unsigned char *from = (const unsigned char *)p;
        size_t n = size;
        if (entry != 0) { /* else it stays as it is */
            from = fold_pool + (fold_entry[entry] >> 5);
            n = fold_entry[entry] & 31;
        }
        for (size_t i = 0; i < n; i++) out[len++] = (char)from[i]; /* mostly one byte: no call */
        p += size;
    }
    return len;
}

size_t bm_fold_l0(bm_str text, char *out)
{
    return fold(bm_str_trim(text), fold_l0, out);
}

/* Runs of spaces become one, none at the ends. In place. */
static size_t squeeze(char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] != ' ')
            text[n++] = text[i];
        else if (n > 0 && text[n - 1] != ' ')
            text[n++] = ' ';
    }
    return n > 0 && text[n - 1] == ' ' ? n - 1 : n;
}

size_t bm_fold_l1(bm_str text, char *out)
{
    return squeeze(out, fold(text, fold_l1, out));
}

void bm_tokenize(bm_str text, bm_tokens *out)
{
    size_t len = bm_fold_l1(text, out->text);
    size_t from = 0;

    out->n = 0;
    for (size_t i = 0; i <= len && out->n < BM_MAX_TOKENS; i++) {
        if (i < len && out->text[i] != ' ') continue;
        if (i > from) out->word[out->n++] = bm_str_of(out->text + from, i - from);
        from = i + 1;
    }
}

static bool is_particle(bm_str word)
{
    static const char *const particles[] = {"e", "i", "ye", "yi", "al", "ol", "ul", "el", "د"};

    if (word.len > 2) return false;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        if (bm_str_eq(word, bm_str_z(particles[i]))) return true;
    }
    return false;
}

void bm_tokens_drop_particles(bm_tokens *tokens)
{
    uint32_t n = 0, kept = 0;

    for (uint32_t i = 0; i < tokens->n; i++) kept += !is_particle(tokens->word[i]);
    if (kept == 0) return;
    for (uint32_t i = 0; i < tokens->n; i++) {
        if (!is_particle(tokens->word[i])) tokens->word[n++] = tokens->word[i];
    }
    tokens->n = n;
}

size_t bm_tokens_key(const bm_tokens *tokens, char *out)
{
    size_t len = 0;

    for (uint32_t i = 0; i < tokens->n; i++) {
        memcpy(out + len, tokens->word[i].p, tokens->word[i].len);
        len += tokens->word[i].len;
    }
    return len;
}

size_t bm_tokens_set_key(const bm_tokens *tokens, char *out)
{
    bm_tokens sorted;
    size_t len;

    sorted.n = tokens->n;
    for (uint32_t i = 0; i < tokens->n; i++) {
        uint32_t at = i;
        while (at > 0 && bm_str_cmp(sorted.word[at - 1], tokens->word[i]) > 0) {
            sorted.word[at] = sorted.word[at - 1];
            at--;
        }
        sorted.word[at] = tokens->word[i];
    }
    len = bm_tokens_key(&sorted, out);
    return len;
}

bm_script bm_script_of(bm_str text)
{
    uint32_t latin = 0, arabic = 0, cyrillic = 0, other = 0;
    const char *p = text.p, *end = bm_str_end(text);

    while (p < end) {
        size_t size;
        uint32_t c = bm_utf8_next(p, end, &size);
        p += size;
        if (c < 0x41 || (c >= 0x2000 && c < 0x2070)) continue;
        if (c < 0x370 || (c >= 0x1e00 && c < 0x1f00))
            latin++;
        else if ((c >= 0x600 && c < 0x780) || (c >= 0xfb50 && c < 0xff00))
            arabic++;
        else if (c >= 0x400 && c < 0x530)
            cyrillic++;
        else
            other++;
    }
    if (latin + arabic + cyrillic + other == 0) return BM_SCRIPT_NONE;
    if (arabic >= latin && arabic >= cyrillic && arabic >= other) return BM_SCRIPT_ARABIC;
    if (latin >= cyrillic && latin >= other) return BM_SCRIPT_LATIN;
    return cyrillic >= other ? BM_SCRIPT_CYRILLIC : BM_SCRIPT_OTHER;
}
