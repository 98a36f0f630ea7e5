/* The end of a run: what could not be written row by row, the manifest, and the files into their places. */
#include "adapt/sha256.h"
#include "base/file.h"
#include "base/mem.h"
#include "layer/countries.h"
#include "layer/text.h"
#include "layer/writer.h"

#include <string.h>
#include <sys/stat.h>

static bm_status write_unresolved(bm_ctx *ctx, struct bm_writer *writer)
{
    struct bm_stream stream;
    bm_status st = bm_stream_open(ctx, writer, "unresolved.csv", &stream);
    stream.rows = writer->unresolved.n;
    if (st == BM_OK) st = bm_unresolved_write(ctx, &writer->unresolved, &stream.buf);
    if (st == BM_OK) return bm_stream_finish(ctx, writer, &stream, true);
    bm_stream_close(&stream);
    return st;
}

static bm_status seal(bm_ctx *ctx, struct bm_writer *writer)
{
    char path[PATH_MAX];
    bm_status st;
    for (size_t i = 0; i < writer->n_made; i++) {
        struct bm_made *made = &writer->made[i];
        st = bm_path_join(ctx, writer->staging.path, made->name, path, sizeof path);
        if (st == BM_OK && !made->sha256[0]) st = bm_sha256_file(ctx, path, made->sha256, &made->bytes);
        if (st != BM_OK || (st = bm_staging_sync(ctx, &writer->staging, made->name)) != BM_OK) return st;
    }
    return BM_OK;
}

static bm_status write_manifest(bm_ctx *ctx, struct bm_writer *writer, const bm_manifest_facts *facts,
                                const struct bm_digest *digests)
{
    struct bm_stream stream;
    bm_status st = bm_stream_open(ctx, writer, "manifest.json", &stream);
    if (st == BM_OK) st = bm_manifest_write(ctx, writer, facts, digests, &stream.buf);
    if (st == BM_OK) st = bm_stream_finish(ctx, writer, &stream, false);
    bm_stream_close(&stream);
    return st == BM_OK ? bm_staging_sync(ctx, &writer->staging, "manifest.json") : st;
}

/* An input is never replaced, and the manifest's sums are those of what was read. */
static bm_status check_inputs(bm_ctx *ctx, const struct bm_writer *writer, const bm_manifest_facts *facts)
{
    struct stat input, output;
    for (size_t i = 0; i < facts->n_sources; i++) {
        const bm_source *source = &facts->sources[i];
        if (source->sign && bm_file_sign(source->path) != source->sign)
            return bm_fail(ctx, BM_EIO, "'%s' changed during the run: run again once it is at rest", source->path);
        if (stat(source->path, &input) != 0) continue;
        for (size_t k = 0; k < writer->n_made; k++) {
            if (fstatat(writer->staging.dir_fd, writer->made[k].name, &output, 0) == 0 &&
                output.st_dev == input.st_dev && output.st_ino == input.st_ino)
                return bm_fail(ctx, BM_EUSAGE, "'%s' is an input and would be replaced: give another folder",
                               source->path);
        }
    }
    return BM_OK;
}

/* The manifest is the last of writer->made. */
static bm_status publish(bm_ctx *ctx, struct bm_writer *writer)
{
    enum { STALE_MAX = 4 * BM_SINKS };
    const char *names[BM_MADE_MAX], *stale[STALE_MAX];
    size_t n_stale = 0;
    for (size_t i = 0; i < writer->n_made; i++) names[i] = writer->made[i].name;
    for (size_t k = 0; k < BM_SINKS; k++)
        for (size_t i = 0; writer->sinks[k].type && writer->sinks[k].type->stale[i]; i++)
            stale[n_stale++] = writer->sinks[k].type->stale[i];
    return bm_staging_publish(ctx, &writer->staging, names, writer->n_made, stale, n_stale);
}

bm_status bm_writer_compare(bm_ctx *ctx, bm_writer *writer, const bm_buf *text, uint64_t rows)
{
    bm_status st;
    if (!writer->compare.name && (st = bm_stream_open(ctx, writer, "compare.csv", &writer->compare)) != BM_OK)
        return st;
    bm_buf_put(&writer->compare.buf, text->p, text->len);
    writer->compare.rows += rows;
    return bm_stream_flush(ctx, &writer->compare, 1 << 16);
}

static bm_status append(bm_ctx *ctx, bm_writer *writer, const char *name, const bm_buf *text,
                        struct bm_stream *stream)
{
    bm_status st;
    if (!stream->name && (st = bm_stream_open(ctx, writer, name, stream)) != BM_OK) return st;
    bm_buf_put(&stream->buf, text->p, text->len);
    return bm_stream_flush(ctx, stream, 1 << 16);
}

bm_status bm_writer_changes(bm_ctx *ctx, bm_writer *writer, const bm_buf *changes, const bm_buf *state)
{
    bm_status st = append(ctx, writer, "changes.csv", changes, &writer->changes);
    return st == BM_OK ? append(ctx, writer, ".bordermap-state", state, &writer->state) : st;
}

static bm_status finish_changes(bm_ctx *ctx, bm_writer *writer)
{
    size_t first = writer->n_made;
    bm_status st = BM_OK;
    if (!writer->changes.name) return BM_OK;
    st = bm_stream_finish(ctx, writer, &writer->changes, true);
    if (st == BM_OK) st = bm_stream_finish(ctx, writer, &writer->state, true);
    for (size_t i = first; i < writer->n_made; i++) writer->made[i].unlisted = true;
    return st;
}

/* All files but the manifest, on the disk. */
static bm_status make_files(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats,
                            const bm_manifest_facts *facts)
{
    const unsigned drawn = BM_OUTPUT_HTML | BM_OUTPUT_PNG | BM_OUTPUT_SVG;
    bm_status st = bm_writer_rest(ctx, writer);
    if (st != BM_OK) return st;
    if (writer->incidents.name) {
        bm_buf_puts(&writer->incidents.buf, BM_GEOJSON_END);
        bm_bbox_put(&writer->bbox, &writer->incidents.buf);
        bm_buf_puts(&writer->incidents.buf, BM_GEOJSON_TAIL);
        if ((st = bm_stream_finish(ctx, writer, &writer->incidents, true)) != BM_OK) return st;
    }
    if (writer->table.name && (st = bm_stream_finish(ctx, writer, &writer->table, true)) != BM_OK) return st;
    if ((st = bm_writer_segments(ctx, writer, stats)) != BM_OK) return st;
    if (writer->has_scene && (st = bm_scene_finish(ctx, &writer->scene, stats, &writer->lines)) != BM_OK)
        return st;
    if (writer->outputs & drawn && (st = bm_country_labels(ctx, &writer->scene)) != BM_OK) return st;
    if ((st = bm_writer_complete(ctx, writer, stats, facts)) != BM_OK) return st;
    if ((st = write_unresolved(ctx, writer)) != BM_OK) return st;
    if ((st = bm_stream_finish(ctx, writer, &writer->rejected, true)) != BM_OK) return st;
    if (writer->compare.name && (st = bm_stream_finish(ctx, writer, &writer->compare, true)) != BM_OK)
        return st;
    if ((st = finish_changes(ctx, writer)) != BM_OK) return st;
    return seal(ctx, writer);
}

bm_status bm_writer_commit(bm_ctx *ctx, bm_writer *writer, const bm_stats *stats,
                           const bm_manifest_facts *facts)
{
    struct bm_digests digests;
    bool beside = writer->n_threads > 1;
    bm_status st = bm_digests_start(ctx, facts->sources, facts->n_sources, beside, &digests);
    if (st != BM_OK) return st;
    st = make_files(ctx, writer, stats, facts);
    if (st == BM_OK) st = bm_digests_wait(ctx, &digests);
    if (st == BM_OK) st = write_manifest(ctx, writer, facts, digests.items);
    bm_digests_close(ctx, &digests);
    if (st != BM_OK) return st;
    if (bm_ctx_interrupted(ctx)) return bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
    if ((st = check_inputs(ctx, writer, facts)) != BM_OK) return st;
    return publish(ctx, writer);
}
