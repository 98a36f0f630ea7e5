/* A growing buffer of bytes. Appending never fails on the spot: the buffer remembers that memory ran out, and
 * bm_buf_status says so once at the end. */
#ifndef BM_BASE_BUF_H
#define BM_BASE_BUF_H

#include "bordermap/ctx.h"
#include "bordermap/incident.h"

#include <string.h>

typedef struct bm_buf {
    char *p;
    size_t len, cap;
    bm_ctx *ctx; /* whose allocator it uses; borrowed */
    bool failed;
} bm_buf;

void bm_buf_init(bm_buf *buf, bm_ctx *ctx);
void bm_buf_free(bm_buf *buf);
void bm_buf_clear(bm_buf *buf);
/* BM_ENOMEM with a message if any append failed. */
BM_CHECKED bm_status bm_buf_status(bm_ctx *ctx, const bm_buf *buf);
/* bm_buf_room when the buffer has to grow. */
char *bm_buf_enlarge(bm_buf *buf, size_t n);
/* Room for n more bytes to write at buf->p + buf->len; NULL when out of memory. Add to len what was written.
 */
static inline char *bm_buf_room(bm_buf *buf, size_t n)
{
    if (buf->failed || buf->cap - buf->len < n) return bm_buf_enlarge(buf, n);
    return buf->p ? buf->p + buf->len : NULL;
}

static inline void bm_buf_putc(bm_buf *buf, char c)
{
    char *to = bm_buf_room(buf, 1);
    if (!to) return;
    *to = c;
    buf->len++;
}

static inline void bm_buf_put(bm_buf *buf, const void *p, size_t n)
{
    char *to = n ? bm_buf_room(buf, n) : NULL;
    if (!to) return;
    memcpy(to, p, n);
    buf->len += n;
}

void bm_buf_puts(bm_buf *buf, const char *z);
void bm_buf_str(bm_buf *buf, bm_str text);
void bm_buf_printf(bm_buf *buf, const char *format, ...)
    BM_PRINTF(2, 3); /* no locale-dependent directives: no %f */
void bm_buf_i64(bm_buf *buf, int64_t value);
/* Fixed decimals (0-9), correctly rounded, without locale; "-0" never appears. NaN and infinities: "null". */
void bm_buf_fixed(bm_buf *buf, double value, int decimals);
/* The shortest text that reads back as the same double. NaN and infinities: "null". */
void bm_buf_double(bm_buf *buf, double value);
/* A day as YYYY-MM-DD; BM_NO_DAY appends nothing. */
void bm_buf_day(bm_buf *buf, bm_day day);
/* With quotes and escapes; malformed UTF-8 becomes U+FFFD; absent: null. */
void bm_buf_json(bm_buf *buf, bm_str text);
/* Quoted when it must be (comma, quote, line break, leading or trailing space); absent: nothing. */
void bm_buf_csv(bm_buf *buf, bm_str text);
/* The same for files that people open in spreadsheets: text that starts like a formula gets a ' in front. */
void bm_buf_csv_safe(bm_buf *buf, bm_str text);

#endif
