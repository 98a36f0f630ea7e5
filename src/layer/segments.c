/* The segments layer: segments.geojson, and the segments of every sink. Lines and their text are made by all
 * threads, a round of segments at a time; then they are written in their order. */
#include "base/each.h"
#include "base/mem.h"
#include "layer/bbox.h"
#include "layer/schema.h"
#include "layer/text.h"
#include "layer/writer.h"

enum { STREAM_BLOCK = 1 << 16, ROUND = 128 };

/* One segment of a round. */
struct piece {
    bm_arena *arena; /* of the line */
    bm_geometry line;
    bm_buf text; /* its feature, if there is a stream */
};

struct round {
    const struct bm_writer *writer;
    const bm_segment_stats *rows;
    struct piece *pieces;
    size_t room;
};

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

static bm_status put_feature(bm_ctx *ctx, const struct bm_writer *writer, const bm_segment_stats *stats,
                             struct piece *piece)
{
    size_t n;
    bm_value values[BM_SEGMENT_COLUMNS];
    const bm_column *columns = bm_segment_columns(&n);
    bm_segment_values(stats, &writer->naming, values);
    bm_buf_clear(&piece->text);
    bm_buf_puts(&piece->text, "{\"type\":\"Feature\",\"geometry\":");
    put_line(&piece->line, &piece->text);
    bm_buf_puts(&piece->text, ",\"properties\":{");
    bm_json_members(values, columns, n, &piece->text);
    bm_buf_puts(&piece->text, "}}");
    return bm_buf_status(ctx, &piece->text);
}

/* The line with the decimals that every output has. */
static bm_status get_line(bm_ctx *ctx, const struct bm_writer *writer, uint32_t segment, struct piece *piece)
{
    const bm_ll *pts;
    const uint32_t *first;
    uint32_t n_lines;
    bm_arena_reset(piece->arena);
    piece->line = (bm_geometry){.shape = BM_SHAPE_LINE};
    bm_status st = writer->lines.fn(ctx, writer->lines.user, segment, piece->arena, &pts, &first, &n_lines);
    if (st != BM_OK || n_lines == 0) return st;
    uint32_t n_pts = first[n_lines];
    bm_ll *copy = bm_arena_calloc(piece->arena, n_pts, sizeof *copy);
    if (!copy) return bm_fail(ctx, BM_ENOMEM, "out of memory for the line of a segment");
    for (uint32_t i = first[0]; i < n_pts; i++) copy[i] = bm_rounded_point(pts[i]);
    piece->line = (bm_geometry){.shape = BM_SHAPE_LINE, .pts = copy, .part_first = first, .n_parts = n_lines};
    return BM_OK;
}

/* A bm_each_fn. */
static bm_status make_piece(bm_ctx *ctx, void *user, unsigned hand, size_t item)
{
    const struct round *round = user;
    struct piece *piece = &round->pieces[item];
    (void)hand;
    bm_status st = get_line(ctx, round->writer, round->rows[item].segment, piece);
    if (st != BM_OK || !(round->writer->outputs & BM_OUTPUT_GEOJSON)) return st;
    return put_feature(ctx, round->writer, &round->rows[item], piece);
}

static bm_status put_piece(bm_ctx *ctx, struct bm_writer *writer, const bm_segment_stats *row,
                           const struct piece *piece, struct bm_bbox *bbox, struct bm_stream *stream)
{
    const bm_geometry *line = &piece->line;
    bm_status st = BM_OK;
    for (uint32_t k = 0; line->n_parts > 0 && k < line->part_first[line->n_parts]; k++)
        bm_bbox_add(bbox, line->pts[k]);
    if (stream->name) {
        bm_buf_puts(&stream->buf, stream->rows++ ? ",\n" : "");
        bm_buf_put(&stream->buf, piece->text.p, piece->text.len);
        st = bm_stream_flush(ctx, stream, STREAM_BLOCK);
    }
    for (size_t k = 0; k < BM_SINKS && st == BM_OK; k++)
        st = bm_sink_segment(ctx, &writer->sinks[k], &writer->naming, row, line);
    return st;
}

static bm_status round_open(bm_ctx *ctx, const struct bm_writer *writer, size_t n, struct round *out)
{
    void *pieces;
    bm_status st = bm_calloc(ctx, n < ROUND ? n : ROUND, sizeof(struct piece), &pieces);
    *out = (struct round){.writer = writer, .pieces = pieces};
    for (size_t i = 0; pieces && i < ROUND && i < n && st == BM_OK; i++) {
        bm_buf_init(&out->pieces[i].text, ctx);
        st = bm_arena_create(ctx, &out->pieces[i].arena);
        out->room++;
    }
    return st;
}

static void round_close(bm_ctx *ctx, struct round *round)
{
    for (size_t i = 0; i < round->room; i++) {
        bm_buf_free(&round->pieces[i].text);
        bm_arena_destroy(round->pieces[i].arena);
    }
    bm_free(ctx, round->pieces);
}

/* All segments, to the stream, if it is open, and the sinks. */
static bm_status put_all(bm_ctx *ctx, struct bm_writer *writer, const bm_segment_stats *rows, size_t n,
                         struct bm_bbox *bbox, struct bm_stream *stream)
{
    struct round round;
    bm_status st = round_open(ctx, writer, n, &round);
    for (size_t at = 0; at < n && st == BM_OK; at += round.room) {
        size_t here = n - at < round.room ? n - at : round.room;
        round.rows = rows + at;
        st = bm_each(ctx, writer->n_threads, here, make_piece, &round);
        for (size_t i = 0; i < here && st == BM_OK; i++)
            st = put_piece(ctx, writer, &rows[at + i], &round.pieces[i], bbox, stream);
    }
    round_close(ctx, &round);
    return st;
}

bm_status bm_writer_segments(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats)
{
    struct bm_stream stream = {.fd = -1};
    struct bm_bbox bbox = {0};
    size_t n;
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    bool geojson = writer->outputs & BM_OUTPUT_GEOJSON;
    bm_status st = BM_OK;

    if (geojson && (st = bm_stream_open(ctx, writer, "segments.geojson", &stream)) != BM_OK) goto done;
    if (geojson) bm_buf_puts(&stream.buf, BM_GEOJSON_HEAD("segments"));
    if ((st = put_all(ctx, writer, rows, n, &bbox, &stream)) != BM_OK) goto done;
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
