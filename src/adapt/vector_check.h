/* Looks at files that GDAL wrote, where its driver overlooks failed writes. For adapt/vector_write.c only. */
#ifndef BM_ADAPT_VECTOR_CHECK_H
#define BM_ADAPT_VECTOR_CHECK_H

#include "bordermap/ctx.h"

/* BM_EIO unless the FlatGeobuf file (without index) is whole: its features follow each other to its very end and are n
 * (https://github.com/flatgeobuf/flatgeobuf: magic, size and header, then size and bytes of each feature). */
BM_CHECKED bm_status bm_vector_check_fgb(bm_ctx *ctx, const char *path, uint64_t n);

#endif
