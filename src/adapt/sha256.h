/* SHA-256 through nettle. */
#ifndef BM_ADAPT_SHA256_H
#define BM_ADAPT_SHA256_H

#include "bordermap/ctx.h"

/* 64 hex digits and a NUL. */
void bm_sha256(const void *p, size_t n, char hex[65]);
/* Piece by piece; plain data that needs no clean-up. */
struct bm_sha256 {
    uint64_t room[16]; /* of the library's state */
};
void bm_sha256_begin(struct bm_sha256 *state);
void bm_sha256_add(struct bm_sha256 *state, const void *p, size_t n);
void bm_sha256_end(struct bm_sha256 *state, char hex[65]);
/* Of a file's content, read in pieces; BM_EINTERRUPTED when the run is to end. */
BM_CHECKED bm_status bm_sha256_file(bm_ctx *ctx, const char *path, char hex[65], uint64_t *bytes);

#endif
