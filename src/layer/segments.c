/* The segments layer: segments.geojson, and the segments of every sink. */
#include "base/mem.h"
#include "layer/bbox.h"
#include "layer/schema.h"
#include "layer/text.h"
#include "layer/writer.h"

enum { STREAM_BLOCK = 1 << 16 };

/* Always a MultiLineString, so that the layer has one type. */
static void put_line(const bm_geometry *line, bm_buf *out)
{
    if (line->n_parts == 0) {
        bm_buf_puts(out, "null");
        return;
    }
    bm_buf_puts(out, "{\"type\":\"MultiLineString\",\"coordinates\":[");
    for (uint32_t i = 0; i < line->n_parts; i++) {
        bm_buf_puts(out, i ? ",[" : "[");
        for (uint32_t k = line->part_first[i]; k < line->part_first[i + 1]; k++) {
            bm_buf_puts(out, k > line->part_first[i] ? ",[" : "[");
            bm_buf_fixed(out, line->pts[k].lon_deg, BM_DEGREE_DECIMALS);
            bm_buf_putc(out, ',');
            bm_buf_fixed(out, line->pts[k].lat_deg, BM_DEGREE_DECIMALS);
            bm_buf_putc(out, ']');
        }
        bm_buf_putc(out, ']');
    }
    bm_buf_puts(out, "]}");
}

static bm_status put_feature(bm_ctx *ctx, struct bm_writer *writer, struct bm_stream *stream,
                             const bm_segment_stats *stats, const bm_geometry *line)
{
    size_t n;
    bm_value values[BM_SEGMENT_COLUMNS];
    const bm_column *columns = bm_segment_columns(&n);
    bm_segment_values(stats, &writer->naming, values);
    bm_buf_puts(&stream->buf, stream->rows++ ? ",\n" : "");
    bm_buf_puts(&stream->buf, "{\"type\":\"Feature\",\"geometry\":");
    put_line(line, &stream->buf);
    bm_buf_puts(&stream->buf, ",\"properties\":{");
    bm_json_members(values, columns, n, &stream->buf);
    bm_buf_puts(&stream->buf, "}}");
    return bm_stream_flush(ctx, stream, STREAM_BLOCK);
}

/* The line with the decimals that every output has. */
static bm_status get_line(bm_ctx *ctx, struct bm_writer *writer, uint32_t segment, bm_geometry *out)
{
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n_lines;
    bm_arena_reset(writer->arena);
    *out = (bm_geometry){.shape = BM_SHAPE_LINE};
    bm_status st = writer->lines.fn(ctx, writer->lines.user, segment, writer->arena, &pts, &first, &n_lines);
    if (st != BM_OK || n_lines == 0) return st;
    uint32_t n_pts = first[n_lines];
    bm_ll *copy = bm_arena_calloc(writer->arena, n_pts, sizeof *copy);
    if (!copy) return bm_fail(ctx, BM_ENOMEM, "out of memory for the line of a segment");
    for (uint32_t i = first[0]; i < n_pts; i++) copy[i] = bm_rounded_point(pts[i]);
    *out = (bm_geometry){.shape = BM_SHAPE_LINE, .pts = copy, .part_first = first, .n_parts = n_lines};
    return BM_OK;
}

bm_status bm_writer_segments(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats)
{
    struct bm_stream stream = {.fd = -1};
    struct bm_bbox bbox = {0};
    size_t n;
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    bool geojson = writer->outputs & BM_OUTPUT_GEOJSON;
    bm_geometry line;
    bm_status st = BM_OK;

    if (geojson && (st = bm_stream_open(ctx, writer, "segments.geojson", &stream)) != BM_OK) goto done;
    if (geojson) bm_buf_puts(&stream.buf, BM_GEOJSON_HEAD("segments"));
    for (size_t i = 0; i < n; i++) {
        if ((st = get_line(ctx, writer, rows[i].segment, &line)) != BM_OK) goto done;
        for (uint32_t k = 0; line.n_parts > 0 && k < line.part_first[line.n_parts]; k++)
            bm_bbox_add(&bbox, line.pts[k]);
        if (geojson && (st = put_feature(ctx, writer, &stream, &rows[i], &line)) != BM_OK) goto done;
        for (size_t k = 0; k < BM_SINKS; k++)
            if ((st = bm_sink_segment(ctx, &writer->sinks[k], &writer->naming, &rows[i], &line)) != BM_OK)
                goto done;
    }
    bm_writer_note_skipped(ctx, writer);
    if (!geojson) goto done;
    bm_buf_puts(&stream.buf, BM_GEOJSON_END);
    bm_bbox_put(&bbox, &stream.buf);
    bm_buf_puts(&stream.buf, BM_GEOJSON_TAIL);
    st = bm_stream_finish(ctx, writer, &stream, true);
done:
    bm_stream_close(&stream);
    return st;
}
