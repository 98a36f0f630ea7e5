/* Text slices. */
#ifndef BM_BASE_STR_H
#define BM_BASE_STR_H

#include "bordermap/ctx.h"

#include <string.h>

#define BM_LIT(s) ((bm_str){(s), sizeof(s) - 1})

static inline bm_str bm_str_of(const char *p, size_t len)
{
    return (bm_str){p, len};
}
/* NULL gives absent. */
static inline bm_str bm_str_z(const char *z)
{
    return (bm_str){z, z ? strlen(z) : 0};
}
/* Behind its last byte; NULL for absent text, to which nothing may be added. */
static inline const char *bm_str_end(bm_str text)
{
    return text.len ? text.p + text.len : text.p;
}
static inline bool bm_str_eq(bm_str a, bm_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}
/* ASCII letters compare without case, other bytes as they are. */
bool bm_str_ieq(bm_str a, bm_str b);
/* Byte order: <0, 0, >0; absent sorts first. */
int bm_str_cmp(bm_str a, bm_str b);
/* Without white space at both ends: ASCII spaces, no-break space, ideographic space, byte-order mark. Nothing
 * left: absent. */
bm_str bm_str_trim(bm_str text);
/* At most max bytes, cut between characters. */
bm_str bm_str_cut(bm_str text, size_t max);

/* Decodes one character at p (p < end): its code point and *size. Malformed bytes give U+FFFD and size 1. */
uint32_t bm_utf8_next(const char *p, const char *end, size_t *size);
/* Writes code point c (at most 4 bytes) and returns how many; U+FFFD for what is no character. */
size_t bm_utf8_put(uint32_t c, char out[4]);
/* True if all bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool bm_utf8_valid(bm_str text);

/* How far two short texts are apart in single-character edits and swaps of neighbours (bytes, ASCII case
 * ignored); for "did you mean". Texts over 63 bytes count as far apart. */
size_t bm_name_distance(bm_str a, bm_str b);

#endif
