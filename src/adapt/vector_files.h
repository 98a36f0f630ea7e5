/* Files that GDAL writes through us, so that no failed write is lost: its driver for shapefiles looks at few of its
 * writes and crashes when a file cannot be made (GDAL 3.6). GDAL is told that all went well;
 * the owner asks here before it believes so. For adapt/vector_write.c only. */
#ifndef BM_ADAPT_VECTOR_FILES_H
#define BM_ADAPT_VECTOR_FILES_H

#include "adapt/gdal_api.h"

struct bm_vector_files {
    int error;      /* errno of the first failure, 0: none */
    char path[512]; /* where */
};

/* The name under which GDAL writes `path` through `files`, which must stay where it is until GDAL has closed it. */
BM_CHECKED bm_status bm_vector_files_name(bm_ctx *ctx, const struct bm_gdal *gdal, struct bm_vector_files *files,
                                          const char *path, char *out, size_t size);

#endif
