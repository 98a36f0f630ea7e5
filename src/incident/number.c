#include "incident/number.h"
#include "base/num.h"
#include "base/str.h"

enum { NUMBER_MAX = 96 };

/* The ASCII character that stands for c in numbers and dates, or 0. */
static char plain_of(uint32_t c)
{
    if (c >= 0x06F0 && c <= 0x06F9) return (char)('0' + (c - 0x06F0)); /* Persian, Urdu */
    if (c >= 0x0660 && c <= 0x0669) return (char)('0' + (c - 0x0660)); /* Arabic */
    if (c >= 0xFF10 && c <= 0xFF19) return (char)('0' + (c - 0xFF10)); /* full width */
    switch (c) {
    case 0x066B: return '.';
    case 0x060C: return ',';
    case 0x2212:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013: return '-';
    case 0x00A0:
    case 0x2009:
    case 0x202F: return ' ';
    default: return 0;
    }
}

bm_str bm_plain_digits(bm_str text, char *buf, size_t size)
{
    size_t n = 0, i = 0, step;
    while (i < text.len && (unsigned char)text.p[i] < 0x80) i++;
    if (i == text.len) return text;
    for (i = 0; i < text.len; i += step) {
        uint32_t c = bm_utf8_next(text.p + i, text.p + text.len, &step);
        char plain = (char)(c < 0x80 ? (char)c : plain_of(c));
        if (n + 4 > size) return text;
        if (plain)
            buf[n++] = plain;
        else if (c >= 0x200B && c <= 0x200F)
            continue; /* invisible marks of direction and joining */
        else
            n += bm_utf8_put(c, buf + n);
    }
    return bm_str_of(buf, n);
}

/* --- degrees --- */

/* Takes "12.5" or "12,5" off the front of *text. */
static bool take_number(bm_str *text, double *out)
{
    char digits[NUMBER_MAX];
    size_t n = 0;
    bool point = false;
    while (n < text->len && n < sizeof digits) {
        char c = text->p[n];
        bool is_point = (c == '.' || c == ',') && !point;
        if (!(c >= '0' && c <= '9') && !is_point) break;
        point = point || is_point;
        digits[n++] = (char)(c == ',' ? '.' : c);
    }
    if (n == 0 || !bm_parse_double(bm_str_of(digits, n), out)) return false;
    *text = bm_str_of(text->p + n, text->len - n);
    return true;
}

static bool starts(bm_str text, const char *z, size_t *n)
{
    *n = strlen(z);
    return text.len >= *n && memcmp(text.p, z, *n) == 0;
}

/* Skips spaces and at most one of the marks behind a part of a degree: part 0 degrees, 1 minutes, 2 seconds.
 */
static void skip_mark(bm_str *text, int part)
{
    static const char *const marks[3][7] = {
        {"\xC2\xB0", "\xC2\xBA", "\xCB\x9A", "deg", "d", "D", ":"},
        {"\xE2\x80\xB2", "\xE2\x80\x99", "'", "min", "m", ":", "\xC2\xB4"},
        {"\xE2\x80\xB3", "\xE2\x80\x9D", "\"", "''", "sec", "s", "\xE2\x80\x9C"},
    };
    size_t n;
    while (text->len && *text->p == ' ') *text = bm_str_of(text->p + 1, text->len - 1);
    for (int i = 0; i < 7; i++) {
        if (starts(*text, marks[part][i], &n)) {
            *text = bm_str_of(text->p + n, text->len - n);
            break;
        }
    }
    while (text->len && *text->p == ' ') *text = bm_str_of(text->p + 1, text->len - 1);
}

/* +1 or -1 for a letter of the axis, 0 for anything else. */
static int hemisphere(char c, bool is_lon)
{
    switch (c) {
    case 'E':
    case 'e': return is_lon ? 1 : 0;
    case 'W':
    case 'w': return is_lon ? -1 : 0;
    case 'N':
    case 'n': return is_lon ? 0 : 1;
    case 'S':
    case 's': return is_lon ? 0 : -1;
    default: return 0;
    }
}

static bool parse_dms(bm_str text, bool is_lon, double *out)
{
    static const double scale[3] = {1, 60, 3600};
    int side = 0;
    double sign = 1, value = 0, part;

    text = bm_str_trim(text);
    if (text.len && (side = hemisphere(text.p[0], is_lon)) != 0)
        text = bm_str_trim(bm_str_of(text.p + 1, text.len - 1));
    /* In 30d11m15s the last letter is that of the seconds. */
    bool seconds = text.len && text.p[text.len - 1] == 's' && memchr(text.p, 'm', text.len);
    if (!side && !seconds && text.len && (side = hemisphere(text.p[text.len - 1], is_lon)) != 0)
        text = bm_str_trim(bm_str_of(text.p, text.len - 1));
    if (text.len && (*text.p == '-' || *text.p == '+')) {
        sign = *text.p == '-' ? -1 : 1;
        text = bm_str_of(text.p + 1, text.len - 1);
    }
    if (text.len == 0 || (side && sign < 0)) return false;
    for (int i = 0; i < 3 && text.len; i++) {
        if (!take_number(&text, &part) || (i > 0 && part >= 60)) return false;
        value += part / scale[i];
        size_t before = text.len;
        skip_mark(&text, i);
        if (text.len && text.len == before) return false;
    }
    if (text.len) return false;
    *out = (side ? side : sign) * value;
    return true;
}

bool bm_parse_degrees(bm_str text, bool is_lon, double *out)
{
    char buf[NUMBER_MAX];
    if (bm_parse_double(text, out)) return true;
    if (text.len == 0 || text.len >= NUMBER_MAX) return false;
    return parse_dms(bm_plain_digits(text, buf, sizeof buf), is_lon, out);
}

bool bm_parse_count(bm_str text, int64_t *out)
{
    char buf[NUMBER_MAX];
    size_t n;

    if (bm_parse_i64(text, out)) return true;
    text = bm_plain_digits(text, buf, sizeof buf);
    if (bm_parse_i64(text, out)) return true;
    for (n = text.len; n > 0 && text.p[n - 1] == '0'; n--) {
    }
    if (n == text.len || n < 2 || text.p[n - 1] != '.') return false;
    return bm_parse_i64(bm_str_of(text.p, n - 1), out);
}
