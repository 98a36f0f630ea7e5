#include "adapt/gzip.h"

#include <limits.h>
#include <nettle/base64.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, MEMORY = 9, BLOCK = 1 << 18 };
enum { LEVEL = 7 /* of a map of 100,000 incidents 4 % larger than at 9, in half of the time */ };

bm_status bm_gzip(bm_ctx *ctx, bm_str data, bm_buf *out)
{
    z_stream stream = {0};
    size_t at = 0;
    int code = deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY, Z_DEFAULT_STRATEGY);

    if (code != Z_OK) return bm_fail(ctx, BM_ENOMEM, "out of memory for compression");
    do {
        size_t left = data.len - at;
        char *room = bm_buf_room(out, BLOCK);

        if (!room) break;
        if (stream.avail_in == 0 && left > 0) {
            stream.avail_in = left < BLOCK ? (uInt)left : BLOCK;
            stream.next_in = (const Bytef *)data.p + at;
            at += stream.avail_in;
        }
        stream.next_out = (Bytef *)room;
        stream.avail_out = BLOCK;
        code = deflate(&stream, at == data.len ? Z_FINISH : Z_NO_FLUSH);
        out->len += BLOCK - stream.avail_out;
    } while (code == Z_OK || code == Z_BUF_ERROR);
    deflateEnd(&stream);
    if (code != Z_STREAM_END && !out->failed) return bm_fail(ctx, BM_ELIBRARY, "zlib could not compress");
    return bm_buf_status(ctx, out);
}

bm_status bm_base64(bm_ctx *ctx, bm_str data, bm_buf *out)
{
    size_t n = BASE64_ENCODE_RAW_LENGTH(data.len);
    char *room = bm_buf_room(out, n);

    if (room) {
        base64_encode_raw(room, data.len, (const uint8_t *)data.p);
        out->len += n;
    }
    return bm_buf_status(ctx, out);
}
