#include "layer/template.h"
#include "base/str.h"

#include <string.h>

static const struct bm_blank *find(const struct bm_blank *blanks, size_t n, bm_str name)
{
    for (size_t i = 0; i < n; i++)
        if (bm_str_eq(bm_str_z(blanks[i].name), name)) return &blanks[i];
    return NULL;
}

bm_status bm_fill(bm_ctx *ctx, const char *form, const struct bm_blank *blanks, size_t n, bm_buf *out)
{
    const char *at = form, *open, *close;

    while ((open = strstr(at, "{{")) && (close = strstr(open, "}}"))) {
        bm_str name = {open + 2, (size_t)(close - open) - 2};
        const struct bm_blank *blank = find(blanks, n, name);

        if (!blank) return bm_fail(ctx, BM_EFORMAT, "nothing fills the blank '%.*s'", (int)name.len, name.p);
        bm_buf_put(out, at, (size_t)(open - at));
        bm_buf_str(out, blank->text);
        at = close + 2;
    }
    bm_buf_puts(out, at);
    return bm_buf_status(ctx, out);
}

/* https://www.w3.org/TR/xml/#charsets */
static bool xml_has(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

void bm_buf_xml(bm_buf *out, bm_str text)
{
    const char *end = bm_str_end(text);
    size_t size;
    char bytes[4];

    for (const char *at = text.p; at && at < end; at += size) {
        uint32_t c = bm_utf8_next(at, end, &size);

        switch (c) {
        case '&': bm_buf_puts(out, "&amp;"); break;
        case '<': bm_buf_puts(out, "&lt;"); break;
        case '>': bm_buf_puts(out, "&gt;"); break;
        case '"': bm_buf_puts(out, "&quot;"); break;
        default: bm_buf_put(out, bytes, bm_utf8_put(xml_has(c) ? c : 0xFFFD, bytes));
        }
    }
}
