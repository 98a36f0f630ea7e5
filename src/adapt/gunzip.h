/* Reading a gzip stream (RFC 1952) through zlib, checksums included: what is cut off or damaged is an error, never a
 * shorter text. */
#ifndef BM_ADAPT_GUNZIP_H
#define BM_ADAPT_GUNZIP_H

#include "bordermap/ctx.h"

/* Appends more packed bytes: at most size, *n of them; *n 0 at the end of the file. */
typedef bm_status (*bm_gunzip_read_fn)(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n);

typedef struct bm_gunzip bm_gunzip;
/* head: packed bytes that were read already; copied. read and user are borrowed. The caller owns *out. */
BM_CHECKED bm_status bm_gunzip_open(bm_ctx *ctx, const void *head, size_t n, bm_gunzip_read_fn read, void *user,
                                    bm_gunzip **out);
/* Fills p with at most size unpacked bytes (size > 0); *n 0 behind the last member. BM_EFORMAT if the stream is
 * damaged, ends too early, or something else follows it (zeros may). */
BM_CHECKED bm_status bm_gunzip_next(bm_ctx *ctx, bm_gunzip *gunzip, void *p, size_t size, size_t *n);
void bm_gunzip_close(bm_gunzip *gunzip); /* NULL is fine */

#endif
