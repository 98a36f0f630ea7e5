/* Which files and drivers of GDAL may be opened: only what is on this machine, unless the user allows the
 * network. */
#ifndef BM_ADAPT_VECTOR_ACCESS_H
#define BM_ADAPT_VECTOR_ACCESS_H

#include "adapt/gdal_api.h"

/* BM_ENOTFOUND if there is no such file, BM_EUSAGE if it is somewhere else than on this machine. */
BM_CHECKED bm_status bm_vector_check_path(bm_ctx *ctx, const char *path);
/* A list for GDALOpenEx, to be freed with CSLDestroy: all vector drivers that only read local files; NULL,
 * which means every driver, when the network is allowed. */
BM_CHECKED bm_status bm_vector_drivers(bm_ctx *ctx, const struct bm_gdal *gdal, char ***out);

/* The driver that would open the file if the network were allowed, by what the file says of itself; NULL: none. */
const char *bm_vector_refused(bm_ctx *ctx, const struct bm_gdal *gdal, const char *path);

#endif
