/* A file of the run's own making, written as it comes: its bytes, its digest, its way to the disk. */
#include "base/file.h"
#include "layer/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Bytes that are sent to the disk at a time; those sent that may be under way. */
enum { TO_DISK = 1 << 23, BEHIND = 1 << 25 };

bm_status bm_stream_open(bm_ctx *ctx, struct bm_writer *writer, const char *name, struct bm_stream *out)
{
    *out = (struct bm_stream){.name = name, .fd = -1};
    bm_buf_init(&out->buf, writer->ctx);
    bm_sha256_begin(&out->sha);
    return bm_staging_create(ctx, &writer->staging, name, &out->fd);
}

/* On its way to the disk already, so that the end need not wait for all of it, and out of the system's memory
 * once it is there: what comes next takes the pages that it leaves, while fresh ones for every byte of a big
 * file cost more than writing into them, and push out what others read. Hints alone: fsync tells. */
static void send_on(struct bm_stream *stream)
{
    off_t sent = (off_t)stream->sent, arrived = sent - BEHIND;

    sync_file_range(stream->fd, sent, (off_t)stream->bytes - sent, SYNC_FILE_RANGE_WRITE);
    stream->sent = stream->bytes;
    if (arrived <= (off_t)stream->dropped) return;
    off_t from = (off_t)stream->dropped, n = arrived - from;
    sync_file_range(stream->fd, from, n,
                    SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
    posix_fadvise(stream->fd, from, n, POSIX_FADV_DONTNEED);
    stream->dropped = (uint64_t)arrived;
}

bm_status bm_stream_write(bm_ctx *ctx, struct bm_stream *stream, const void *p, size_t n)
{
    bm_status st = bm_write_all(ctx, stream->fd, stream->name, p, n);
    bm_sha256_add(&stream->sha, p, n);
    stream->bytes += n;
    if (st == BM_OK && stream->bytes - stream->sent >= TO_DISK) send_on(stream);
    return st;
}

bm_status bm_stream_flush(bm_ctx *ctx, struct bm_stream *stream, size_t least)
{
    bm_status st = bm_buf_status(ctx, &stream->buf);
    if (st != BM_OK || stream->buf.len < least) return st;
    st = bm_stream_write(ctx, stream, stream->buf.p, stream->buf.len);
    bm_buf_clear(&stream->buf);
    return st;
}

bm_status bm_stream_finish(bm_ctx *ctx, struct bm_writer *writer, struct bm_stream *stream, bool has_rows)
{
    bm_status st = bm_stream_flush(ctx, stream, 0);
    int closed = close(stream->fd);
    stream->fd = -1;
    if (st == BM_OK && closed != 0)
        st = bm_fail(ctx, BM_EIO, "cannot finish '%s': %s", stream->name, strerror(errno));
    struct bm_made *made = &writer->made[writer->n_made++];
    *made = (struct bm_made){
        .name = stream->name, .rows = stream->rows, .bytes = stream->bytes, .has_rows = has_rows};
    bm_sha256_end(&stream->sha, made->sha256);
    bm_stream_close(stream);
    return st;
}

void bm_stream_close(struct bm_stream *stream)
{
    if (!stream->name) return;
    if (stream->fd >= 0) close(stream->fd);
    bm_buf_free(&stream->buf);
    *stream = (struct bm_stream){.fd = -1};
}
