/* Texts with blanks: {{name}} is replaced by what belongs there. */
#ifndef BM_LAYER_TEMPLATE_H
#define BM_LAYER_TEMPLATE_H

#include "base/buf.h"

struct bm_blank {
    const char *name;
    bm_str text; /* goes in as it is */
};
/* Appends the template with its blanks filled in. BM_EFORMAT for a blank that is not in the list. */
BM_CHECKED bm_status bm_fill(bm_ctx *ctx, const char *form, const struct bm_blank *blanks, size_t n,
                             bm_buf *out);

/* Appends text for XML, in an element or an attribute; what XML 1.0 cannot hold becomes U+FFFD. */
void bm_buf_xml(bm_buf *out, bm_str text);
static inline bm_str bm_buf_text(const bm_buf *buf)
{
    return (bm_str){buf->p, buf->len};
}

#endif
