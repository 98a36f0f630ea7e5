/* All outputs of a run: opening, rows, closing. */
#include "layer/table.h"
#include "layer/writer.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "layer/schema.h"
#include "layer/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STREAM_BLOCK = 1 << 16 };

/* --- opening and closing --- */

static bm_status open_files(bm_ctx *ctx, struct bm_writer *writer, const char *dir, uint64_t limit_bytes)
{
    bm_status st;
    if ((st = bm_staging_open(ctx, dir, &writer->staging)) != BM_OK) return st;
    if ((st = bm_unresolved_init(ctx, &writer->unresolved)) != BM_OK) return st;
    if ((st = bm_stream_open(ctx, writer, "rejected.csv", &writer->rejected)) != BM_OK) return st;
    bm_buf_puts(&writer->rejected.buf, "src,src_row,line,column,found,expected\n");
    if (writer->outputs & BM_OUTPUT_GEOJSON) {
        if ((st = bm_stream_open(ctx, writer, "incidents.geojson", &writer->incidents)) != BM_OK) return st;
        bm_buf_puts(&writer->incidents.buf, BM_GEOJSON_HEAD("incidents"));
    }
    if (writer->outputs & BM_OUTPUT_TABLE) {
        if ((st = bm_stream_open(ctx, writer, "incidents_table.csv", &writer->table)) != BM_OK) return st;
        bm_model_table_header(&writer->naming, &writer->table.buf);
    }
    writer->has_scene = writer->outputs & BM_OUTPUT_GPKG;
    for (const struct bm_view *view = bm_views; view->file; view++)
        writer->has_scene = writer->has_scene || (writer->outputs & view->output);
    if (writer->has_scene && (st = bm_scene_init(ctx, &writer->naming, &writer->scene)) != BM_OK) return st;
    for (size_t i = 0; i < BM_SINKS; i++) {
        const struct bm_sink_type *type = &bm_sink_types[i];
        if (!(writer->outputs & type->output)) continue;
        st = bm_sink_open(ctx, type, writer->staging.path, &writer->naming, limit_bytes, &writer->sinks[i]);
        if (st != BM_OK) return st;
    }
    return BM_OK;
}

static void set_outlets(struct bm_writer *writer)
{
    if (writer->incidents.name) writer->outlets[BM_SINKS].stream = &writer->incidents;
    for (size_t i = 0; i < BM_SINKS; i++) {
        struct bm_sink *sink = &writer->sinks[i];
        if (sink->writer && sink->type->has[BM_LAYER_INCIDENTS])
            writer->outlets[i] = (struct bm_outlet){.sink = sink, .naming = &writer->naming};
    }
}

bm_status bm_writer_open_lines(bm_ctx *ctx, const char *dir, unsigned outputs,
                               const struct bm_line_source *lines, const bm_naming *naming,
                               uint64_t limit_bytes, bm_writer **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_writer), &p);
    if (st != BM_OK) return st;
    bm_writer *writer = p;
    if (outputs & BM_OUTPUT_QGZ) outputs |= BM_OUTPUT_GPKG; /* which it opens */
    *writer = (bm_writer){.ctx = ctx, .outputs = outputs, .naming = *naming, .lines = *lines, .n_threads = 1};
    writer->staging.fd = writer->staging.dir_fd = -1;
    bm_buf_init(&writer->messages, ctx);
    bm_buf_init(&writer->skipped, ctx);
    if ((st = open_files(ctx, writer, dir, limit_bytes)) != BM_OK) {
        bm_writer_close(writer);
        return st;
    }
    set_outlets(writer);
    *out = writer;
    return BM_OK;
}

void bm_writer_close(bm_writer *writer)
{
    if (!writer) return;
    bm_ctx *ctx = writer->ctx;
    for (size_t i = 0; i < BM_OUTLETS; i++) bm_hand_stop(writer->outlets[i].hand);
    for (size_t i = 0; i < BM_SINKS; i++) bm_sink_close(ctx, &writer->sinks[i]);
    bm_stream_close(&writer->incidents);
    bm_stream_close(&writer->table);
    bm_stream_close(&writer->rejected);
    bm_stream_close(&writer->compare);
    bm_stream_close(&writer->changes);
    bm_stream_close(&writer->state);
    bm_unresolved_free(ctx, &writer->unresolved);
    bm_scene_free(&writer->scene);
    bm_buf_free(&writer->messages);
    bm_buf_free(&writer->skipped);
    bm_staging_close(&writer->staging);
    bm_free(ctx, writer);
}

void bm_writer_use_bands(bm_writer *writer, bm_bands_fn fn, const void *user)
{
    writer->lines.bands = fn;
    writer->lines.bands_user = user;
}

/* --- rows --- */

bm_status bm_writer_encode(bm_ctx *ctx, const bm_writer *writer, const bm_row *rows, size_t n, bm_buf *out)
{
    if (!(writer->outputs & BM_OUTPUT_GEOJSON)) return BM_OK;
    for (size_t i = 0; i < n; i++) {
        bm_buf_put(out, ",\n", 2);
        bm_geojson_feature(&writer->naming, BM_INCIDENT_COLUMNS, &rows[i], out);
    }
    return bm_buf_status(ctx, out);
}

static bm_status append_features(bm_ctx *ctx, struct bm_stream *stream, const bm_buf *encoded, size_t n)
{
    size_t skip = stream->rows == 0 ? 2 : 0; /* no comma before the first feature */
    bm_status st;
    if (n == 0) return BM_OK;
    if (!encoded || encoded->len < skip) return bm_fail(ctx, BM_EUSAGE, "rows were not encoded");
    stream->rows += n;
    if ((st = bm_stream_flush(ctx, stream, 0)) != BM_OK) return st;
    return bm_stream_write(ctx, stream, encoded->p + skip, encoded->len - skip);
}

static bm_status put_batch(bm_ctx *ctx, void *user)
{
    struct bm_outlet *outlet = user;
    if (outlet->sink) return bm_sink_incidents(ctx, outlet->sink, outlet->naming, outlet->rows, outlet->n);
    return append_features(ctx, outlet->stream, outlet->encoded, outlet->n);
}

bm_status bm_writer_use_threads(bm_ctx *ctx, bm_writer *writer, unsigned n)
{
    char what[64];
    bm_status st = BM_OK;
    writer->n_threads = n;
    for (size_t i = 0; st == BM_OK && i < BM_OUTLETS; i++) {
        struct bm_outlet *outlet = &writer->outlets[i];
        if (!outlet->sink && !outlet->stream) continue;
        snprintf(what, sizeof what, "writes '%s'",
                 outlet->sink ? outlet->sink->type->file : outlet->stream->name);
        st = bm_hand_start(ctx, put_batch, outlet, what, &outlet->hand);
    }
    return st;
}

static void put_number(uint64_t number, bm_buf *out)
{
    if (number) bm_buf_printf(out, "%llu", (unsigned long long)number);
    bm_buf_putc(out, ',');
}

static bm_status append_rejected(bm_ctx *ctx, struct bm_stream *stream, const bm_issue_list *issues)
{
    bm_buf *out = &stream->buf;
    for (size_t i = 0; issues && i < issues->n; i++) {
        const bm_issue *issue = &issues->items[i];
        if (issue->severity != BM_REJECTED) continue;
        bm_buf_csv_safe(out, bm_str_z(issue->src));
        bm_buf_putc(out, ',');
        put_number(issue->src_row, out);
        put_number(issue->line, out);
        bm_buf_csv_safe(out, issue->column);
        bm_buf_putc(out, ',');
        bm_buf_csv_safe(out, issue->found);
        bm_buf_putc(out, ',');
        bm_buf_csv_safe(out, issue->expected);
        bm_buf_putc(out, '\n');
        stream->rows++;
    }
    return bm_stream_flush(ctx, stream, STREAM_BLOCK);
}

/* A shapefile that passed its limit is gone at once: its files may be large. */
void bm_writer_note_skipped(bm_ctx *ctx, struct bm_writer *writer)
{
    for (size_t k = 0; k < BM_SINKS; k++) {
        struct bm_sink *sink = &writer->sinks[k];
        unsigned long long limit_bytes = sink->limit_bytes;
        if (!sink->skipped || sink->reported) continue;
        sink->reported = true;
        for (size_t i = 0; sink->type->files[i]; i++)
            bm_staging_remove(&writer->staging, sink->type->files[i]);
        bm_writer_message(ctx, writer,
                          "'%s' would pass %llu bytes, the most a shapefile can hold: it is left out",
                          sink->type->file, limit_bytes);
        bm_buf_puts(&writer->skipped, writer->skipped.len ? ",\n    " : "\n    ");
        bm_buf_printf(&writer->skipped, "{\"name\": \"%s\", \"why\": \"it would pass %llu bytes\"}",
                      sink->type->file, limit_bytes);
    }
}

bm_status bm_writer_keep_decisions(bm_ctx *ctx, bm_writer *writer, const char *path)
{
    struct stat given, own;
    bool same = fstatat(writer->staging.dir_fd, "unresolved.csv", &own, 0) == 0 && stat(path, &given) == 0 &&
                given.st_dev == own.st_dev && given.st_ino == own.st_ino;
    return same ? bm_unresolved_keep(ctx, &writer->unresolved, path) : BM_OK;
}

static bm_status append_table(bm_ctx *ctx, bm_writer *writer, const bm_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) bm_model_table_row(&writer->naming, &rows[i], &writer->table.buf);
    writer->table.rows += n;
    return bm_stream_flush(ctx, &writer->table, STREAM_BLOCK);
}

bm_status bm_writer_append(bm_ctx *ctx, bm_writer *writer, const bm_row *rows, size_t n,
                           const bm_buf *encoded, const bm_issue_list *issues)
{
    bm_status st = append_rejected(ctx, &writer->rejected, issues);
    for (size_t i = 0; i < n; i++)
        if (rows[i].place->has_point) bm_bbox_add(&writer->bbox, rows[i].place->point);
    if (st == BM_OK && writer->table.name) st = append_table(ctx, writer, rows, n);
    for (size_t i = 0; st == BM_OK && i < n; i++)
        if (rows[i].place->status == BM_UNRESOLVED || rows[i].place->fell_back)
            st = bm_unresolved_add(ctx, &writer->unresolved, &rows[i]);
    for (size_t i = 0; st == BM_OK && writer->has_scene && i < n; i++)
        st = bm_scene_add(ctx, &writer->scene, &rows[i]);
    if (st == BM_OK) st = bm_writer_rest(ctx, writer);
    for (size_t k = 0; st == BM_OK && n && k < BM_OUTLETS; k++) {
        struct bm_outlet *outlet = &writer->outlets[k];
        if (!outlet->sink && !outlet->stream) continue;
        outlet->rows = rows, outlet->n = n, outlet->encoded = encoded;
        if (outlet->hand)
            bm_hand_give(outlet->hand);
        else
            st = put_batch(ctx, outlet);
    }
    return st;
}

bm_status bm_writer_rest(bm_ctx *ctx, bm_writer *writer)
{
    bm_status st = BM_OK;
    for (size_t k = 0; k < BM_OUTLETS; k++) {
        bm_status one = writer->outlets[k].hand ? bm_hand_wait(ctx, writer->outlets[k].hand) : BM_OK;
        if (st == BM_OK) st = one;
    }
    bm_writer_note_skipped(ctx, writer);
    return st;
}

void bm_writer_message(bm_ctx *ctx, struct bm_writer *writer, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    bm_warn(ctx, "%s", text);
    bm_buf_puts(&writer->messages, writer->messages.len ? ",\n    " : "\n    ");
    bm_buf_json(&writer->messages, bm_str_z(text));
}
