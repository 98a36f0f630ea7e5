/* What is made when all rows are known: the rest of GDAL's files, and the files that people look at. None
 * needs another, so they are made side by side. */
#include "base/each.h"
#include "layer/gpkg.h"
#include "layer/writer.h"

enum { VIEWS_MAX = 8, TASKS_MAX = BM_SINKS + VIEWS_MAX };

struct text {
    const struct bm_view *view;
    bm_buf buf;
};

struct task {
    struct bm_sink *sink; /* NULL: views */
    struct text *texts;
    size_t n;
};

struct completion {
    struct bm_writer *writer;
    const bm_stats *stats;
    const bm_manifest_facts *facts;
    struct task tasks[TASKS_MAX];
    struct text texts[VIEWS_MAX];
    size_t n, n_texts;
};

static bm_status do_task(bm_ctx *ctx, void *user, unsigned hand, size_t item)
{
    struct completion *c = user;
    struct task *task = &c->tasks[item];
    struct bm_writer *writer = c->writer;
    bm_status st = BM_OK;
    (void)hand;
    for (size_t i = 0; i < task->n && st == BM_OK; i++)
        st = task->texts[i].view->write(ctx, &writer->scene, c->stats, c->facts, &task->texts[i].buf);
    if (!task->sink) return st;
    if (task->sink->type->output == BM_OUTPUT_GPKG)
        st = bm_gpkg_complete(ctx, task->sink, &writer->scene, &writer->lines, c->stats, c->facts);
    return st == BM_OK ? bm_sink_finish(ctx, task->sink) : st;
}

/* The GeoPackage comes before the small ones: it takes longest. */
static void list_tasks(struct completion *c)
{
    struct bm_writer *writer = c->writer;
    for (size_t k = 0; k < BM_SINKS; k++)
        if (writer->sinks[k].writer) c->tasks[c->n++].sink = &writer->sinks[k];
    for (const struct bm_view *view = bm_views; view->file; view++) {
        if (!(writer->outputs & view->output)) continue;
        struct text *text = &c->texts[c->n_texts++];
        text->view = view;
        bm_buf_init(&text->buf, writer->ctx);
        bool joins = view->follows && c->n_texts > 1 && text[-1].view == view - 1;
        if (!joins) c->tasks[c->n++].texts = text;
        c->tasks[c->n - 1].n++;
    }
}

static void report_cuts(bm_ctx *ctx, struct bm_writer *writer, const struct bm_sink *sink)
{
    size_t n;
    const bm_column *columns =
        sink->type->has[BM_LAYER_INCIDENTS] ? bm_incident_columns(&n) : bm_segment_columns(&n);
    for (size_t i = 0; i < n && i < sink->n_columns; i++)
        if (sink->n_cut[i])
            bm_writer_message(ctx, writer, "'%s' was cut to %d bytes in %llu row%s of '%s'", columns[i].name,
                              columns[i].width, (unsigned long long)sink->n_cut[i],
                              sink->n_cut[i] == 1 ? "" : "s", sink->type->file);
    if (sink->n_no_room)
        bm_writer_message(ctx, writer,
                          "the last %zu columns of the input are not in '%s', which cannot hold so many",
                          sink->n_no_room, sink->type->file);
    if (sink->left_out)
        bm_writer_message(ctx, writer, "rows without geometry are not in '%s', which cannot hold them: %llu",
                          sink->type->file, (unsigned long long)sink->left_out);
}

static void keep_sink(bm_ctx *ctx, struct bm_writer *writer, const struct bm_sink *sink)
{
    report_cuts(ctx, writer, sink);
    for (size_t i = 0; sink->type->files[i]; i++) {
        struct bm_made *made = &writer->made[writer->n_made++];
        *made = (struct bm_made){.name = sink->type->files[i], .has_rows = i == 0};
        for (int kind = 0; kind < BM_LAYER_KINDS; kind++) made->rows += sink->rows[kind];
        if (sink->type->output == BM_OUTPUT_GPKG) made->layer_rows = sink->rows;
    }
}

static bm_status write_stats(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats,
                             const bm_manifest_facts *facts)
{
    struct bm_stream stream;
    if (!(writer->outputs & BM_OUTPUT_STATS)) return BM_OK;
    bm_status st = bm_stream_open(ctx, writer, "stats.json", &stream);
    if (st == BM_OK) st = bm_stats_write(ctx, stats, facts->counts, BM_STATS_JSON, &stream.buf);
    if (st == BM_OK && facts->compare_json) {
        stream.buf.len -= sizeof "\n}\n" - 1; /* one more member */
        bm_buf_printf(&stream.buf, ",\n  \"compare\": %s\n}\n", facts->compare_json);
    }
    if (st == BM_OK) return bm_stream_finish(ctx, writer, &stream, false);
    bm_stream_close(&stream);
    return st;
}

static bm_status write_view(bm_ctx *ctx, struct bm_writer *writer, struct text *text)
{
    struct bm_stream stream;
    bm_status st = bm_stream_open(ctx, writer, text->view->file, &stream);
    if (st == BM_OK) {
        bm_buf_free(&stream.buf);
        stream.buf = text->buf;
        bm_buf_init(&text->buf, writer->ctx);
        st = bm_stream_finish(ctx, writer, &stream, false);
    }
    bm_stream_close(&stream);
    return st;
}

bm_status bm_writer_complete(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats,
                             const bm_manifest_facts *facts)
{
    struct completion c = {.writer = writer, .stats = stats, .facts = facts};
    list_tasks(&c);
    bm_status st = bm_each(ctx, writer->n_threads, c.n, do_task, &c);
    for (size_t i = 0; i < c.n && st == BM_OK; i++)
        if (c.tasks[i].sink) keep_sink(ctx, writer, c.tasks[i].sink);
    if (st == BM_OK) st = write_stats(ctx, writer, stats, facts);
    for (size_t i = 0; i < c.n_texts && st == BM_OK; i++) st = write_view(ctx, writer, &c.texts[i]);
    for (size_t i = 0; i < c.n_texts; i++) bm_buf_free(&c.texts[i].buf);
    return st;
}
