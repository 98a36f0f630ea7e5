/* What is worth keeping between runs: a file for each in $XDG_CACHE_HOME/bordermap (else ~/.cache/bordermap), named
 * by its kind and the digest of its key, a text that tells everything it depends on. A file holds, in the machine's
 * byte order, a head, the key, and the body. It is taken only if all of it is as it was written. */
#ifndef BM_PIPELINE_CACHE_FILE_H
#define BM_PIPELINE_CACHE_FILE_H

#include "base/mem.h"

/* True if it was there and whole; anything else, a damaged file among it, is no error. The body begins at a multiple
 * of 8 and is the arena's. */
bool bm_cache_load(bm_ctx *ctx, const char *kind, const char *key, bm_arena *arena, const unsigned char **body,
                   size_t *bytes);
/* Keeps it if the folder can be written; a failure is no error. */
void bm_cache_save(bm_ctx *ctx, const char *kind, const char *key, const void *body, size_t bytes);
/* Removes from the folder `dir`, of files that bm_cache_save has written, those that no run has read or written for 30
 * days and, the longest unused first, what is beyond 512 MB; never the file `latest`, nor what has another name or is no
 * regular file. bm_cache_save calls it; a failure is no error. */
void bm_cache_prune(bm_ctx *ctx, const char *dir, const char *latest);

#endif
