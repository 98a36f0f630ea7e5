/* Compression through zlib, and base64 through nettle. */
#ifndef BM_ADAPT_GZIP_H
#define BM_ADAPT_GZIP_H

#include "base/buf.h"

/* Appends data as a gzip stream (RFC 1952, no time, no name: the same bytes for the same data). */
BM_CHECKED bm_status bm_gzip(bm_ctx *ctx, bm_str data, bm_buf *out);
/* Appends data in base64 (RFC 4648), without line breaks. */
BM_CHECKED bm_status bm_base64(bm_ctx *ctx, bm_str data, bm_buf *out);

#endif
