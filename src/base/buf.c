#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void bm_buf_init(bm_buf *buf, bm_ctx *ctx)
{
    *buf = (bm_buf){.ctx = ctx};
}

void bm_buf_free(bm_buf *buf)
{
    bm_free(buf->ctx, buf->p);
    bm_buf_init(buf, buf->ctx);
}

void bm_buf_clear(bm_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

bm_status bm_buf_status(bm_ctx *ctx, const bm_buf *buf)
{
    return buf->failed ? bm_fail(ctx, BM_ENOMEM, "out of memory for %zu bytes of output", buf->len) : BM_OK;
}

char *bm_buf_enlarge(bm_buf *buf, size_t n)
{
    void *p = buf->p;
    if (buf->failed) return NULL;
    if (n > SIZE_MAX - buf->len || bm_grow(buf->ctx, &p, &buf->cap, buf->len + n, 1) != BM_OK) {
        buf->failed = true;
        return NULL;
    }
    buf->p = p;
    return buf->p + buf->len;
}

void bm_buf_puts(bm_buf *buf, const char *z)
{
    bm_buf_put(buf, z, strlen(z));
}

void bm_buf_str(bm_buf *buf, bm_str text)
{
    bm_buf_put(buf, text.p, text.len);
}

void bm_buf_printf(bm_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *to = n >= 0 ? bm_buf_room(buf, (size_t)n + 1) : NULL;
    if (to) {
        vsnprintf(to, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    } else {
        buf->failed = true;
    }
    va_end(again);
    va_end(args);
}

void bm_buf_i64(bm_buf *buf, int64_t value)
{
    char digits[24];
    size_t n = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) digits[--n] = '-';
    bm_buf_put(buf, digits + n, sizeof digits - n);
}

void bm_buf_fixed(bm_buf *buf, double value, int decimals)
{
    if (!isfinite(value)) {
        bm_buf_put(buf, "null", 4);
        return;
    }
    char *to = bm_buf_room(buf, 352);
    if (to) buf->len += bm_format_fixed(to, value, decimals);
}

void bm_buf_double(bm_buf *buf, double value)
{
    char text[40];
    if (!isfinite(value)) {
        bm_buf_puts(buf, "null");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        double back;
        snprintf(text, sizeof text, "%.*g", digits, value);
        for (char *p = text; *p; p++)
            if (*p == ',') *p = '.';
        if (bm_parse_double(bm_str_z(text), &back) && back == value) break;
    }
    bm_buf_puts(buf, text);
}

void bm_buf_day(bm_buf *buf, bm_day day)
{
    char text[11];
    if (day == BM_NO_DAY) return;
    bm_day_format(day, text);
    bm_buf_put(buf, text, 10);
}

/* One character that may not stand in JSON as it is. Returns the bytes used. */
static size_t json_escape(bm_buf *buf, const char *p, const char *end)
{
    size_t n = 1;
    unsigned char c = (unsigned char)*p;
    switch (c) {
    case '"': bm_buf_put(buf, "\\\"", 2); return 1;
    case '\\': bm_buf_put(buf, "\\\\", 2); return 1;
    case '\n': bm_buf_put(buf, "\\n", 2); return 1;
    case '\r': bm_buf_put(buf, "\\r", 2); return 1;
    case '\t': bm_buf_put(buf, "\\t", 2); return 1;
    default: break;
    }
    if (c < 0x20 || c == 0x7F) {
        bm_buf_printf(buf, "\\u%04x", c);
    } else if (bm_utf8_next(p, end, &n) == 0xFFFD && n == 1) {
        bm_buf_put(buf, "\xEF\xBF\xBD", 3);
    } else {
        bm_buf_put(buf, p, n);
    }
    return n;
}

/* Sixteen bytes, which compilers take at once. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* Does one of them not stand in JSON as it is: control characters, quote, backslash, DEL, all beyond ASCII? */
static bool json_any_mark(const char *p)
{
    bytes16 c;
    uint64_t marks[2];
    memcpy(&c, p, sizeof c);
    c = (bytes16)((c < 0x20) | (c >= 0x7F) | (c == '"') | (c == '\\'));
    memcpy(marks, &c, sizeof marks);
    return (marks[0] | marks[1]) != 0;
}

/* The first byte from p on that does not stand in JSON as it is. */
static const char *json_plain_end(const char *p, const char *end)
{
    if (end - p >= 16) {
        while (end - p >= 16 && !json_any_mark(p)) p += 16;
        if (end - p < 16 && !json_any_mark(end - 16)) return end;
    }
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\') break;
    }
    return p;
}

void bm_buf_json(bm_buf *buf, bm_str text)
{
    if (!text.p) {
        bm_buf_put(buf, "null", 4);
        return;
    }
    const char *p = text.p, *end = bm_str_end(text);
    bm_buf_putc(buf, '"');
    while (p < end) {
        const char *plain = json_plain_end(p, end);
        bm_buf_put(buf, p, (size_t)(plain - p));
        p = plain;
        if (p < end) p += json_escape(buf, p, end);
    }
    bm_buf_putc(buf, '"');
}

/* What readers of CSV take off an unquoted field. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool needs_quotes(bm_str text)
{
    if (text.len == 0) return false;
    if (is_blank(text.p[0]) || is_blank(text.p[text.len - 1])) return true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c == ',' || c == '"' || c == '\n' || c == '\r') return true;
    }
    return false;
}

static void csv_field(bm_buf *buf, bm_str text, bool guard)
{
    if (!guard && !needs_quotes(text)) {
        bm_buf_str(buf, text);
        return;
    }
    bm_buf_putc(buf, '"');
    if (guard) bm_buf_putc(buf, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '"') bm_buf_putc(buf, '"');
        bm_buf_putc(buf, text.p[i]);
    }
    bm_buf_putc(buf, '"');
}

void bm_buf_csv(bm_buf *buf, bm_str text)
{
    csv_field(buf, text, false);
}

void bm_buf_csv_safe(bm_buf *buf, bm_str text)
{
    bool formula = text.len && strchr("=+-@\t\r", text.p[0]) != NULL;
    double number;
    if (formula && bm_parse_double(text, &number)) formula = false; /* -3.5 is a number */
    csv_field(buf, text, formula);
}
