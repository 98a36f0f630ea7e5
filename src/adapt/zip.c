#include "adapt/zip.h"

#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    LOCAL = 0x04034b50,
    CENTRAL = 0x02014b50,
    END = 0x06054b50,
    VERSION = 20,
    DEFLATED = 8,
    DAY_ONE = 1 << 5 | 1, /* 1980-01-01, the first that a zip can say */
    RAW_WINDOW = -15,
    MEMORY = 8
};

struct entry {
    uint32_t crc, packed, size, offset;
};

static void put16(bm_buf *out, uint32_t value)
{
    bm_buf_putc(out, (char)(value & 0xFF));
    bm_buf_putc(out, (char)(value >> 8 & 0xFF));
}

static void put32(bm_buf *out, uint32_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

static bm_status deflate_all(bm_ctx *ctx, bm_str data, bm_buf *out, uint32_t *packed)
{
    z_stream stream = {0};

    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, RAW_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return bm_fail(ctx, BM_ENOMEM, "out of memory for compression");
    uLong bound = deflateBound(&stream, (uLong)data.len);
    char *room = bm_buf_room(out, bound);
    int code = Z_MEM_ERROR;

    if (room) {
        stream.next_in = (const Bytef *)data.p, stream.avail_in = (uInt)data.len;
        stream.next_out = (Bytef *)room, stream.avail_out = (uInt)bound;
        code = deflate(&stream, Z_FINISH);
        *packed = (uint32_t)(bound - stream.avail_out);
        out->len += *packed;
    }
    deflateEnd(&stream);
    if (room && code != Z_STREAM_END) return bm_fail(ctx, BM_ELIBRARY, "zlib could not compress");
    return bm_buf_status(ctx, out);
}

/* What the local header and the directory share. */
static void put_facts(const struct entry *e, const char *name, bm_buf *out)
{
    put16(out, VERSION);
    put16(out, 0); /* flags */
    put16(out, DEFLATED);
    put16(out, 0); /* time */
    put16(out, DAY_ONE);
    put32(out, e->crc);
    put32(out, e->packed);
    put32(out, e->size);
    put16(out, (uint32_t)strlen(name));
    put16(out, 0); /* extra field */
}

static bm_status put_file(bm_ctx *ctx, const struct bm_zip_file *file, uint32_t offset, bm_buf *out,
                          struct entry *entry)
{
    bm_buf packed;
    const Bytef *bytes = (const Bytef *)file->data.p;

    bm_buf_init(&packed, ctx);
    *entry = (struct entry){.size = (uint32_t)file->data.len, .offset = offset};
    entry->crc = (uint32_t)crc32(crc32(0, NULL, 0), bytes, (uInt)file->data.len);
    bm_status st = deflate_all(ctx, file->data, &packed, &entry->packed);
    put32(out, LOCAL);
    put_facts(entry, file->name, out);
    bm_buf_puts(out, file->name);
    bm_buf_put(out, packed.p, packed.len);
    bm_buf_free(&packed);
    return st;
}

static void put_central(const struct bm_zip_file *file, const struct entry *entry, bm_buf *out)
{
    put32(out, CENTRAL);
    put16(out, VERSION);
    put_facts(entry, file->name, out);
    put16(out, 0); /* comment */
    put16(out, 0); /* disk */
    put16(out, 0); /* internal attributes */
    put32(out, 0); /* external attributes */
    put32(out, entry->offset);
    bm_buf_puts(out, file->name);
}

bm_status bm_zip(bm_ctx *ctx, const struct bm_zip_file *files, size_t n, bm_buf *out)
{
    size_t start = out->len;
    bm_buf directory;
    bm_status st = BM_OK;

    bm_buf_init(&directory, ctx);
    for (size_t i = 0; st == BM_OK && i < n; i++) {
        struct entry entry;

        if (files[i].data.len > UINT32_MAX / 2) {
            st = bm_fail(ctx, BM_ELIBRARY, "'%s' is too large for a zip archive", files[i].name);
            break;
        }
        st = put_file(ctx, &files[i], (uint32_t)(out->len - start), out, &entry);
        put_central(&files[i], &entry, &directory);
    }
    uint32_t at = (uint32_t)(out->len - start);
    bm_buf_put(out, directory.p, directory.len);
    put32(out, END);
    put32(out, 0); /* disks */
    put16(out, (uint32_t)n);
    put16(out, (uint32_t)n);
    put32(out, (uint32_t)directory.len);
    put32(out, at);
    put16(out, 0); /* comment */
    bm_buf_free(&directory);
    return st == BM_OK ? bm_buf_status(ctx, out) : st;
}
