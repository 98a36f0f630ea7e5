/* Zip archives (PKWARE APPNOTE 6.3), deflated through zlib. */
#ifndef BM_ADAPT_ZIP_H
#define BM_ADAPT_ZIP_H

#include "base/buf.h"

struct bm_zip_file {
    const char *name; /* ASCII, relative */
    bm_str data;      /* less than 4 GB */
};
/* Appends an archive of the files; the same bytes for the same files (their time is 1980-01-01). */
BM_CHECKED bm_status bm_zip(bm_ctx *ctx, const struct bm_zip_file *files, size_t n, bm_buf *out);

#endif
