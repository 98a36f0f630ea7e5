#include "adapt/gunzip.h"
#include "base/mem.h"

#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, PACKED = 64 * 1024 };

struct bm_gunzip {
    bm_ctx *ctx;
    bm_gunzip_read_fn read;
    void *user;
    z_stream stream;
    bool ready, eof, between; /* between: behind a member, before the next one */
    unsigned char packed[PACKED];
};

bm_status bm_gunzip_open(bm_ctx *ctx, const void *head, size_t n, bm_gunzip_read_fn read, void *user,
                         bm_gunzip **out)
{
    void *p = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_gunzip), &p);
    bm_gunzip *gunzip = p;

    *out = NULL;
    if (st != BM_OK) return st;
    gunzip->ctx = ctx;
    gunzip->read = read;
    gunzip->user = user;
    if (n > PACKED || inflateInit2(&gunzip->stream, GZIP_WINDOW) != Z_OK) {
        bm_free(ctx, gunzip);
        return bm_fail(ctx, BM_ENOMEM, "out of memory to unpack");
    }
    gunzip->ready = true;
    memcpy(gunzip->packed, head, n);
    gunzip->stream.next_in = gunzip->packed;
    gunzip->stream.avail_in = (uInt)n;
    *out = gunzip;
    return BM_OK;
}

void bm_gunzip_close(bm_gunzip *gunzip)
{
    if (!gunzip) return;
    if (gunzip->ready) inflateEnd(&gunzip->stream);
    bm_free(gunzip->ctx, gunzip);
}

static bm_status refill(bm_ctx *ctx, bm_gunzip *gunzip)
{
    size_t n = 0;
    bm_status st = gunzip->read(ctx, gunzip->user, gunzip->packed, sizeof gunzip->packed, &n);
    gunzip->stream.next_in = gunzip->packed;
    gunzip->stream.avail_in = (uInt)n;
    if (st == BM_OK && n == 0) gunzip->eof = true;
    return st;
}

/* Behind a member: zeros may fill up (tapes), another member may follow. */
static bm_status go_on(bm_ctx *ctx, bm_gunzip *gunzip)
{
    bm_status st;
    for (;;) {
        while (gunzip->stream.avail_in > 0 && *gunzip->stream.next_in == 0) {
            gunzip->stream.next_in++;
            gunzip->stream.avail_in--;
        }
        if (gunzip->stream.avail_in > 0 || gunzip->eof) break;
        if ((st = refill(ctx, gunzip)) != BM_OK) return st;
    }
    if (gunzip->stream.avail_in > 0) {
        if (*gunzip->stream.next_in != 0x1F)
            return bm_fail(ctx, BM_EFORMAT, "something that is no gzip follows the gzip data");
        gunzip->between = false;
        if (inflateReset(&gunzip->stream) != Z_OK) return bm_fail(ctx, BM_ELIBRARY, "zlib cannot go on");
    }
    return BM_OK;
}

bm_status bm_gunzip_next(bm_ctx *ctx, bm_gunzip *gunzip, void *p, size_t size, size_t *n)
{
    z_stream *stream = &gunzip->stream;
    uInt room = size > 1U << 30 ? 1U << 30 : (uInt)size;
    bm_status st;

    *n = 0;
    stream->next_out = p;
    stream->avail_out = room;
    while (stream->avail_out == room) {
        if (gunzip->between) {
            if ((st = go_on(ctx, gunzip)) != BM_OK) return st;
            if (gunzip->between) return BM_OK; /* the end */
        }
        if (stream->avail_in == 0 && !gunzip->eof && (st = refill(ctx, gunzip)) != BM_OK) return st;
        int code = inflate(stream, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            gunzip->between = true;
        } else if (code == Z_MEM_ERROR) {
            return bm_fail(ctx, BM_ENOMEM, "out of memory to unpack");
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            return bm_fail(ctx, BM_EFORMAT, "the gzip data are damaged (%s)",
                           stream->msg ? stream->msg : "no stream");
        } else if (gunzip->eof && stream->avail_out == room) {
            return bm_fail(ctx, BM_EFORMAT, "the gzip data are cut off");
        }
    }
    *n = room - stream->avail_out;
    return BM_OK;
}
