#include "adapt/vector_check.h"
#include "base/file.h"

enum { MAGIC = 8, SIZE = 4, REST_BYTES = 1 << 23 };

/* Behind what starts with its size at `at`; 0 if it does not end within the file. */
static size_t behind(const bm_mapping *file, size_t at)
{
    if (file->len - at < SIZE) return 0;
    const unsigned char *p = file->p + at;
    size_t size = (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
    return size > 0 && size <= file->len - at - SIZE ? at + SIZE + size : 0;
}

bm_status bm_vector_check_fgb(bm_ctx *ctx, const char *path, uint64_t n)
{
    bm_mapping file = {0};
    uint64_t found = 0;
    bm_status st = bm_map_file(ctx, path, &file);
    if (st != BM_OK) return st;
    size_t at = file.len > MAGIC ? behind(&file, MAGIC) : 0, seen = 0;
    for (; at > 0 && at < file.len; found++) {
        at = behind(&file, at);
        if (at < seen + REST_BYTES) continue;
        bm_mapping_rest(&file); /* a file of any size takes no more memory than this */
        seen = at;
    }
    if (at == 0 || found != n)
        st = bm_fail(ctx, BM_EIO, "cannot write '%s': a part of it did not reach the file", path);
    bm_unmap_file(&file);
    return st;
}
