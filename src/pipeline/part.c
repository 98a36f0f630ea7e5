#include "pipeline/part.h"
#include "base/map.h"
#include "base/str.h"
#include "pipeline/part_check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A file is MAGIC, frames, the offset of the last frame, TAIL. The number in MAGIC is the version of the
 * format; it also tells machines with another order of bytes apart. */
#define MAGIC UINT64_C(0x32305452504d4201)
#define TAIL  UINT64_C(0x54524150444e4501)

enum kind { HEAD = 1, BATCH, COUNTED };
struct frame {
    uint32_t kind, source;
    uint64_t first_row, size, hash; /* of what follows: bytes and their checksum */
};

/* --- writing --- */

static bm_status write_frame(bm_ctx *ctx, struct bm_part_writer *part, enum kind kind, size_t source,
                             uint64_t first_row)
{
    bm_status st = bm_buf_status(ctx, &part->frame);
    struct frame frame = {.kind = kind,
                          .source = (uint32_t)source,
                          .first_row = first_row,
                          .size = part->frame.len,
                          .hash = bm_hash(part->frame.p, part->frame.len)};
    if (st == BM_OK) st = bm_outfile_write(ctx, part->file, &frame, sizeof frame);
    if (st == BM_OK) st = bm_outfile_write(ctx, part->file, part->frame.p, part->frame.len);
    part->offset += sizeof frame + part->frame.len;
    return st;
}

bm_status bm_part_create(bm_ctx *ctx, const char *dir, const struct bm_part_head *head,
                         const struct bm_setup *setup, struct bm_part_writer *out)
{
    char path[PATH_MAX];
    uint64_t magic = MAGIC;
    struct bm_part_head copy = *head;
    bm_status st;

    *out = (struct bm_part_writer){.n_extra = setup->naming.n_extra, .offset = sizeof magic};
    bm_buf_init(&out->frame, ctx);
    out->coder = (struct bm_coder){.setup = setup};
    out->coder.sources = bm_incident_sources(setup->reader, &out->coder.n_sources);
    if ((st = bm_make_dir(ctx, dir)) != BM_OK) return st;
    if ((st = bm_path_join(ctx, dir, BM_PART_FILE, path, sizeof path)) != BM_OK) return st;
    if ((st = bm_outfile_open(ctx, path, &out->file)) != BM_OK) return st;
    if ((st = bm_outfile_write(ctx, out->file, &magic, sizeof magic)) != BM_OK) return st;
    out->coder.out = &out->frame;
    BM_CODE(&out->coder, copy.shard);
    BM_CODE(&out->coder, copy.shards);
    BM_CODE(&out->coder, copy.identity);
    bm_code_str(&out->coder, &copy.words);
    return write_frame(ctx, out, HEAD, 0, 0);
}

bm_status bm_part_put(bm_ctx *ctx, struct bm_part_writer *part, struct bm_slot *slot)
{
    if (slot->in.first_row == 0) return BM_OK; /* no record */
    bm_buf_clear(&part->frame);
    bm_code_slot(&part->coder, slot, part->n_extra);
    if (part->coder.foreign)
        return bm_fail(ctx, BM_ELIBRARY, "an area is in no gazetteer of the run: rows cannot be handed on");
    return write_frame(ctx, part, BATCH, slot->in.source, slot->in.first_row);
}

bm_status bm_part_commit(bm_ctx *ctx, struct bm_part_writer *part)
{
    uint64_t end[2] = {part->offset, TAIL};
    bm_buf_clear(&part->frame);
    for (size_t i = 0; i < part->coder.n_sources; i++) {
        bm_source source = part->coder.sources[i];
        bm_code_counted(&part->coder, &source);
    }
    bm_status st = write_frame(ctx, part, COUNTED, 0, 0);
    if (st == BM_OK) st = bm_outfile_write(ctx, part->file, end, sizeof end);
    if (st == BM_OK) st = bm_outfile_commit(ctx, part->file);
    if (st == BM_OK) part->file = NULL;
    return st;
}

void bm_part_abandon(struct bm_part_writer *part)
{
    bm_outfile_abandon(part->file);
    part->file = NULL;
    if (part->frame.ctx) bm_buf_free(&part->frame);
}

/* --- reading --- */

/* The frame at an offset, whole and sound; *payload is in the file. */
static bm_status get_frame(bm_ctx *ctx, const struct bm_part *part, size_t at, enum kind kind,
                           struct frame *out, const char **payload)
{
    size_t left = part->file.len > at ? part->file.len - at : 0;
    bool good = left >= sizeof *out;
    if (good) memcpy(out, part->file.p + at, sizeof *out);
    good = good && out->kind == kind && out->size <= left - sizeof *out;
    if (good) *payload = (const char *)part->file.p + at + sizeof *out;
    if (good && bm_hash(*payload, out->size) == out->hash) return BM_OK;
    return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: run its shard again", part->path);
}

/* Looks at the next batch's frame without its content. */
static bm_status look_ahead(bm_ctx *ctx, struct bm_part *part)
{
    struct frame frame = {0};
    if (part->at == part->end) return BM_OK;
    if (part->at > part->end || part->end - part->at < sizeof frame)
        return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: run its shard again", part->path);
    memcpy(&frame, part->file.p + part->at, sizeof frame);
    part->source = frame.source;
    part->first_row = frame.first_row;
    return BM_OK;
}

static bm_status read_head(bm_ctx *ctx, struct bm_part *part)
{
    struct frame frame = {0};
    const char *payload = NULL;
    bm_status st = get_frame(ctx, part, sizeof(uint64_t), HEAD, &frame, &payload);
    if (st != BM_OK) return st;
    struct bm_coder coder = {.p = payload, .end = payload + frame.size};
    uint32_t n = 0;
    BM_CODE(&coder, part->head.shard);
    BM_CODE(&coder, part->head.shards);
    BM_CODE(&coder, part->head.identity);
    BM_CODE(&coder, n);
    part->head.words = (bm_str){coder.p, n};
    if (coder.bad || coder.end - coder.p != n)
        return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: run its shard again", part->path);
    part->at = sizeof(uint64_t) + sizeof frame + (size_t)frame.size;
    return look_ahead(ctx, part);
}

bm_status bm_part_open(bm_ctx *ctx, const char *path, struct bm_part *out)
{
    struct stat info;
    uint64_t magic = 0, end[2] = {0};
    const char *payload = NULL;
    struct frame frame = {0};
    bm_status st = BM_OK;

    *out = (struct bm_part){0};
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        st = bm_path_join(ctx, path, BM_PART_FILE, out->path, sizeof out->path);
    else if (snprintf(out->path, sizeof out->path, "%s", path) >= (int)sizeof out->path)
        st = bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", path);
    if (st != BM_OK || (st = bm_map_file(ctx, out->path, &out->file)) != BM_OK) return st;
    if (out->file.len >= sizeof magic) memcpy(&magic, out->file.p, sizeof magic);
    if (magic != MAGIC) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s' is no result of a shard of this version of bordermap", out->path);
        goto failed;
    }
    if (out->file.len >= sizeof magic + sizeof end)
        memcpy(end, out->file.p + out->file.len - sizeof end, sizeof end);
    if (end[1] != TAIL) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s' is not whole: run its shard again", out->path);
        goto failed;
    }
    out->end = (size_t)end[0];
    if ((st = get_frame(ctx, out, out->end, COUNTED, &frame, &payload)) != BM_OK) goto failed;
    if ((st = read_head(ctx, out)) != BM_OK) goto failed;
    return BM_OK;
failed:
    bm_part_close(out);
    return st;
}

void bm_part_close(struct bm_part *part)
{
    bm_unmap_file(&part->file);
    *part = (struct bm_part){0};
}

/* All of a frame was read as what it should be. */
static bm_status check_read(bm_ctx *ctx, const struct bm_part *part, const struct bm_coder *coder)
{
    if (coder->no_memory) return bm_fail(ctx, BM_ENOMEM, "out of memory for rows of '%s'", part->path);
    if (!coder->bad && coder->p == coder->end) return BM_OK;
    return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: run its shard again", part->path);
}

static struct bm_coder reader_of(const struct bm_setup *setup, bm_arena *arena, const char *payload,
                                 size_t size)
{
    struct bm_coder coder = {.p = payload, .end = payload + size, .arena = arena, .setup = setup};
    if (setup) coder.sources = bm_incident_sources(setup->reader, &coder.n_sources);
    return coder;
}

bm_status bm_part_next(bm_ctx *ctx, struct bm_part *part, const struct bm_setup *setup, size_t n_extra,
                       struct bm_slot *slot)
{
    struct frame frame = {0};
    const char *payload = NULL;
    bm_status st = get_frame(ctx, part, part->at, BATCH, &frame, &payload);
    if (st != BM_OK) return st;
    struct bm_coder coder = reader_of(setup, slot->in.arena, payload, (size_t)frame.size);
    bm_code_slot(&coder, slot, n_extra);
    if ((st = check_read(ctx, part, &coder)) != BM_OK) return st;
    slot->in.source = frame.source;
    slot->in.first_row = frame.first_row;
    if (!bm_part_batch_is_sound(setup, slot))
        return bm_fail(ctx, BM_EFORMAT, "'%s' holds rows that no run writes: run its shard again",
                       part->path);
    part->at += sizeof frame + (size_t)frame.size;
    return look_ahead(ctx, part);
}

bm_status bm_part_add_counted(bm_ctx *ctx, const struct bm_part *part, bm_arena *arena, bm_source *sums,
                              size_t n)
{
    struct frame frame = {0};
    const char *payload = NULL;
    bm_status st = get_frame(ctx, part, part->end, COUNTED, &frame, &payload);
    if (st != BM_OK) return st;
    struct bm_coder coder = reader_of(NULL, arena, payload, (size_t)frame.size);
    for (size_t i = 0; i < n; i++) {
        bm_source one = {0};
        bm_code_counted(&coder, &one);
        sums[i].n_read += one.n_read;
        sums[i].n_rejected += one.n_rejected;
        sums[i].n_filtered += one.n_filtered;
        sums[i].n_repeated += one.n_repeated;
        sums[i].n_undated += one.n_undated;
        sums[i].saw_1252 = sums[i].saw_1252 || one.saw_1252;
        if (one.missing_at_end) sums[i].missing_at_end = one.missing_at_end;
        if (one.end_line > sums[i].end_line) sums[i].end_line = one.end_line;
    }
    return check_read(ctx, part, &coder);
}
