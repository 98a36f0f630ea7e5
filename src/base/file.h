/* Files: reading by mapping, writing whole or not at all. */
#ifndef BM_BASE_FILE_H
#define BM_BASE_FILE_H

#include "bordermap/ctx.h"

/* A file mapped for reading. An empty file has p == NULL, len == 0. */
typedef struct bm_mapping {
    const unsigned char *p;
    size_t len;
} bm_mapping;
BM_CHECKED bm_status bm_map_file(bm_ctx *ctx, const char *path, bm_mapping *out);
void bm_unmap_file(bm_mapping *mapping);
/* Lets go of the pages that were looked at: they come back when they are needed. */
void bm_mapping_rest(const bm_mapping *mapping);

/* An output: written to a temporary name beside path, synced and renamed at commit. */
typedef struct bm_outfile bm_outfile;
BM_CHECKED bm_status bm_outfile_open(bm_ctx *ctx, const char *path, bm_outfile **out);
BM_CHECKED bm_status bm_outfile_write(bm_ctx *ctx, bm_outfile *file, const void *p, size_t n);
BM_CHECKED bm_status bm_outfile_commit(bm_ctx *ctx, bm_outfile *file); /* frees file on success */
void bm_outfile_abandon(bm_outfile *file); /* removes the temporary; NULL is fine */

/* Writes all of p to a descriptor; goes on after EINTR and short writes. name is for the message. */
BM_CHECKED bm_status bm_write_all(bm_ctx *ctx, int fd, const char *name, const void *p, size_t n);
/* A number that changes when the file is written or another file takes its name; 0: no regular file. */
uint64_t bm_file_sign(const char *path);

/* The .dbf beside a shapefile, whose attributes it holds; false if path does not end in .shp or does not fit.
 */
bool bm_shapefile_table(const char *path, char *out, size_t size);
/* path's last component; a pointer into path. */
const char *bm_base_name(const char *path);
/* "dir/name" into out. BM_EUSAGE if it does not fit. */
BM_CHECKED bm_status bm_path_join(bm_ctx *ctx, const char *dir, const char *name, char *out, size_t size);
BM_CHECKED bm_status bm_make_dir(bm_ctx *ctx, const char *path); /* with parents; fine if it exists */

#endif
