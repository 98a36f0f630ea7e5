#include "base/str.h"

static int lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool bm_str_ieq(bm_str a, bm_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower((unsigned char)a.p[i]) != lower((unsigned char)b.p[i])) return false;
    return true;
}

int bm_str_cmp(bm_str a, bm_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order) return order;
    if (!a.p || !b.p) return (a.p != NULL) - (b.p != NULL);
    return (a.len > b.len) - (a.len < b.len);
}

/* Bytes of white space at p, 0 if there is none. */
static size_t space_at(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0) return 2;
    if (end - p >= 3 && (memcmp(p, "\xE3\x80\x80", 3) == 0 || memcmp(p, "\xEF\xBB\xBF", 3) == 0)) return 3;
    return 0;
}

bm_str bm_str_trim(bm_str text)
{
    const char *p = text.p, *end = bm_str_end(text);
    size_t n;
    while (p < end && (n = space_at(p, end)) > 0) p += n;
    while (end > p) {
        if (space_at(end - 1, end) == 1)
            end -= 1;
        else if (end - p >= 2 && space_at(end - 2, end) == 2)
            end -= 2;
        else if (end - p >= 3 && space_at(end - 3, end) == 3)
            end -= 3;
        else
            break;
    }
    return p == end ? (bm_str){NULL, 0} : (bm_str){p, (size_t)(end - p)};
}

bm_str bm_str_cut(bm_str text, size_t max)
{
    if (text.len <= max) return text;
    while (max > 0 && ((unsigned char)text.p[max] & 0xC0) == 0x80) max--;
    return (bm_str){text.p, max};
}

uint32_t bm_utf8_next(const char *p, const char *end, size_t *size)
{
    const unsigned char *s = (const unsigned char *)p;
    size_t left = (size_t)(end - p);
    uint32_t c;

    *size = 1;
    if (s[0] < 0x80) return s[0];
    if (s[0] >= 0xC2 && s[0] <= 0xDF && left >= 2 && (s[1] & 0xC0) == 0x80) {
        *size = 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] >= 0xE0 && s[0] <= 0xEF && left >= 3 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
        c = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF)) return 0xFFFD;
        *size = 3;
        return c;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4 && left >= 4 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80 &&
        (s[3] & 0xC0) == 0x80) {
        c = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 |
            (s[3] & 0x3F);
        if (c < 0x10000 || c > 0x10FFFF) return 0xFFFD;
        *size = 4;
        return c;
    }
    return 0xFFFD;
}

size_t bm_utf8_put(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | c);
    return n;
}

bool bm_utf8_valid(bm_str text)
{
    const char *p = text.p, *end = bm_str_end(text);
    while (p < end) {
        size_t n;
        if ((unsigned char)*p < 0x80) {
            p++;
            continue;
        }
        if (bm_utf8_next(p, end, &n) == 0xFFFD && n == 1) return false;
        p += n;
    }
    return true;
}

size_t bm_name_distance(bm_str a, bm_str b)
{
    enum { MAX = 64 };
    size_t rows[3][MAX];
    if (a.len >= MAX || b.len >= MAX) return MAX;
    for (size_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            int x = lower((unsigned char)a.p[i - 1]), y = lower((unsigned char)b.p[j - 1]);
            size_t best = up[j - 1] + (x != y);
            if (up[j] + 1 < best) best = up[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && x == lower((unsigned char)b.p[j - 2]) &&
                y == lower((unsigned char)a.p[i - 2]) && up2[j - 2] + 1 < best)
                best = up2[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[a.len % 3][b.len];
}
