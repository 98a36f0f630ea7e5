#include "incident/reader.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "incident/input.h"

#include <stdio.h>

enum { BATCH_BYTES = 64 << 20, KEEP_OPEN = 1, SHARD_BLOCK = 2048 };

bm_status bm_incident_batch_init(bm_ctx *ctx, size_t cap, bm_incident_batch *batch)
{
    void *rows = NULL;
    bm_status st;

    *batch = (bm_incident_batch){0};
    if ((st = bm_calloc(ctx, cap, sizeof *batch->rows, &rows)) != BM_OK) return st;
    if ((st = bm_arena_create(ctx, &batch->arena)) != BM_OK) {
        bm_free(ctx, rows);
        return st;
    }
    batch->rows = rows;
    batch->cap = cap;
    batch->ctx = ctx;
    batch->issues.arena = batch->arena;
    return BM_OK;
}

void bm_incident_batch_free(bm_incident_batch *batch)
{
    if (!batch) return;
    if (batch->rows) bm_free(batch->ctx, batch->rows);
    bm_arena_destroy(batch->arena);
    *batch = (bm_incident_batch){0};
}

/* --- opening and closing --- */

static bm_status allocate(bm_incident_reader *reader, const char *const *paths, size_t n)
{
    bool ok = true;
    reader->sources = bm_arena_calloc(reader->arena, n + 1, sizeof *reader->sources);
    reader->facts = bm_arena_calloc(reader->arena, n + 1, sizeof *reader->facts);
    if (!reader->sources || !reader->facts)
        return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for inputs");
    for (size_t i = 0; i < n; i++) {
        const char *path = bm_arena_copy(reader->arena, bm_str_z(paths[i]), &ok).p;
        if (!ok || !path) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for inputs");
        reader->sources[i].path = path;
        reader->facts[i].path = path;
        reader->facts[i].src = strcmp(path, "-") == 0 ? "stdin" : bm_base_name(path);
    }
    reader->n_sources = n;
    return BM_OK;
}

/* Tables that can be opened again are closed until their turn, so that a thousand files do not stay open. */
static void close_for_now(bm_incident_reader *reader)
{
    for (size_t i = KEEP_OPEN; i < reader->n_sources; i++) {
        struct bm_reader_source *source = &reader->sources[i];
        if (!source->table || (source->table->input && !bm_input_is_regular(source->table->input))) continue;
        bm_table_close(source->table);
        source->table = NULL;
        source->maker.table = NULL;
    }
}

bm_status bm_incident_open(bm_ctx *ctx, const char *const *paths, size_t n_paths,
                           const bm_read_options *options, bm_incident_reader **out)
{
    bm_incident_reader *reader;
    void *p = NULL;
    bm_status st;

    *out = NULL;
    if (n_paths == 0) return bm_fail(ctx, BM_EUSAGE, "there is no input to read");
    if ((st = bm_calloc(ctx, 1, sizeof *reader, &p)) != BM_OK) return st;
    reader = p;
    reader->ctx = ctx;
    bm_map_init(&reader->extra_index, ctx);
    if ((st = bm_arena_create(ctx, &reader->arena)) != BM_OK) goto done;
    if ((st = bm_reader_copy_options(reader, options)) != BM_OK) goto done;
    if ((st = allocate(reader, paths, n_paths)) != BM_OK) goto done;
    for (size_t i = 0; i < n_paths; i++)
        if ((st = bm_reader_look_at(reader, i)) != BM_OK) goto done;
    if ((st = bm_reader_check_names(reader)) != BM_OK) goto done;
    for (size_t i = 0; i < n_paths; i++) reader->sources[i].maker.n_extra = reader->n_extra;
    close_for_now(reader);
    *out = reader;
    reader = NULL;
done:
    bm_incident_close(reader);
    return st;
}

void bm_incident_close(bm_incident_reader *reader)
{
    if (!reader) return;
    for (size_t i = 0; i < reader->n_sources; i++) bm_table_close(reader->sources[i].table);
    bm_map_free(&reader->extra_index);
    bm_free(reader->ctx, reader->extra_names);
    bm_ids_free(reader->ctx, &reader->ids);
    bm_arena_destroy(reader->arena);
    bm_free(reader->ctx, reader);
}

const bm_source *bm_incident_sources(const bm_incident_reader *reader, size_t *n)
{
    *n = reader->n_sources;
    return reader->facts;
}

const char *const *bm_incident_extra_names(const bm_incident_reader *reader, size_t *n)
{
    *n = reader->n_extra;
    return reader->extra_names;
}

/* --- reading --- */

static bm_status begin(bm_ctx *ctx, const bm_incident_reader *reader, struct bm_reader_source *source,
                       bm_incident_batch *batch)
{
    bm_status st;
    source->begun = true;
    if (!source->table) {
        if ((st = bm_table_open(ctx, source->path, &source->wish, &source->table)) != BM_OK) return st;
        source->maker.table = source->table;
        if (source->table->n_columns < source->maker.n_extra_of)
            return bm_fail(ctx, BM_EIO, "'%s' changed while it was read", source->path);
    }
    if (reader->options.shards > 1) return BM_OK;
    return bm_incident_begin_source(ctx, reader, reader->current, &batch->issues);
}

bm_status bm_incident_begin_source(bm_ctx *ctx, const bm_incident_reader *reader, size_t i,
                                   bm_issue_list *issues)
{
    const struct bm_reader_source *source = &reader->sources[i];
    bm_status st = BM_OK;
    for (size_t k = 0; k < source->found.n && st == BM_OK; k++) {
        const bm_issue *issue = &source->found.items[k];
        st = bm_issue_add(ctx, issues, issue->severity, issue->src, 0, 0, issue->column, issue->found, "%.*s",
                          (int)issue->expected.len, issue->expected.p);
    }
    return st;
}

/* A pipe of JSON met columns that its first records did not have: they may feed fields that nothing feeds
 * yet. */
static bm_status take_new_columns(bm_ctx *ctx, bm_incident_reader *reader, struct bm_reader_source *source,
                                  const struct bm_record *record, bm_incident_batch *batch)
{
    struct bm_columns *columns = &source->maker.columns, fresh;
    size_t known = columns->n_known, missing;
    bm_issue_list none = {.arena = reader->arena};
    bm_status st =
        bm_columns_match(ctx, source->table, &source->options, source->maker.src, &none, &fresh, &missing);

    if (st != BM_OK) return st;
    for (int f = 0; f < BM_FIELD_COUNT; f++)
        if (columns->of[f] < 0 && fresh.of[f] >= (int)known) columns->of[f] = fresh.of[f];
    columns->n_known = source->table->n_columns;
    for (size_t i = known; i < columns->n_known && st == BM_OK; i++) {
        if (bm_column_is_used(columns, i)) continue;
        st = bm_issue_add(ctx, &batch->issues, BM_WARNING, source->maker.src, source->row, record->line,
                          bm_str_z(source->table->columns[i]), bm_str_z(source->table->columns[i]),
                          "the columns of the first records; of a stream, later ones are left out");
    }
    return st == BM_OK ? bm_reader_place_conditions(reader, source) : st;
}

/* Of the issues from `first` on, those about the date stay if the row has none, the others go. */
static void keep_date_issues(const struct bm_reader_source *source, bool undated, bm_issue_list *issues,
                             size_t first)
{
    const struct bm_columns *c = &source->maker.columns;
    const int columns[] = {c->of[BM_FIELD_DATE], c->of[BM_FIELD_DATE_END], c->year, c->month, c->day};
    size_t n = first;
    for (size_t i = first; undated && i < issues->n; i++) {
        bool dated = false;
        for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++)
            dated =
                dated || (columns[k] >= 0 && issues->items[i].column.p &&
                          bm_str_eq(issues->items[i].column, bm_str_z(source->table->columns[columns[k]])));
        if (dated) issues->items[n++] = issues->items[i];
    }
    issues->n = n;
}

/* Takes one record into the batch: a row, a rejected record, or a filtered one. */
static bm_status take(bm_ctx *ctx, bm_incident_reader *reader, struct bm_reader_source *source,
                      bm_source *facts, const struct bm_record *record, bm_incident_batch *batch)
{
    struct bm_row_work work;
    char found[BM_FOUND_ROOM];
    bm_incident *row = &batch->rows[batch->n];
    size_t issues = batch->issues.n;
    bool undated = false;
    bm_status st;

    batch->n_read++;
    facts->n_read++;
    if (record->no_record) {
        batch->n_rejected++;
        facts->n_rejected++;
        return bm_issue_add(ctx, &batch->issues, BM_REJECTED, source->maker.src, source->row, record->line,
                            (bm_str){NULL, 0}, bm_printable(record->found, found), "%s", record->no_record);
    }
    if (source->table->n_columns != source->maker.columns.n_known)
        if ((st = take_new_columns(ctx, reader, source, record, batch)) != BM_OK) return st;
    if ((st = bm_row_begin(ctx, &source->maker, record, source->row, batch, &work)) != BM_OK) return st;
    bool passes = bm_reader_passes(reader, source, &work);
    if (passes) {
        if ((st = bm_row_make(&work, row)) != BM_OK) return st;
        passes = bm_reader_in_days(&reader->options, row);
        undated = !passes && row->d_start == BM_NO_DAY;
        facts->n_undated += undated;
    }
    if (passes && reader->options.dedup_ids && row->has_own_id) {
        bool seen;
        if ((st = bm_ids_add(ctx, &reader->ids, row->inc_id, &seen)) != BM_OK) return st;
        facts->n_repeated += seen;
        passes = !seen;
    }
    if (passes) {
        batch->n++;
        return BM_OK;
    }
    /* A row that is left out has nothing to report, but for a date that could not be read: it may belong. */
    keep_date_issues(source, undated, &batch->issues, issues);
    batch->n_filtered++;
    facts->n_filtered++;
    return work.status;
}

static bm_status say_at_end(bm_ctx *ctx, const bm_incident_reader *reader, const bm_source *facts,
                            bm_issue_list *issues)
{
    const bm_read_options *o = &reader->options;
    const bm_str none = {NULL, 0};
    bm_status st = BM_OK;

    if (facts->missing_at_end)
        st = bm_issue_add(ctx, issues, BM_WARNING, facts->src, 0, facts->end_line, none,
                          BM_LIT("the end of the text"), "%s: the text seems to be cut off",
                          facts->missing_at_end);
    if (st == BM_OK && facts->n_undated > 0)
        st = bm_issue_add(
            ctx, issues, BM_NOTE, facts->src, 0, 0, none, none,
            "a date in every record: %llu have none and are left out by the days asked for (%s%s)",
            (unsigned long long)facts->n_undated, o->from != BM_NO_DAY ? "from" : "",
            o->to != BM_NO_DAY ? o->from != BM_NO_DAY ? ", to" : "to" : "");
    if (st == BM_OK && reader->ids.n == BM_IDS_MAX)
        st =
            bm_issue_add(ctx, issues, BM_WARNING, facts->src, 0, 0, BM_LIT("id"), none,
                         "at most %d different ids to drop repeats: those of later ids are kept", BM_IDS_MAX);
    return st;
}

/* At the end of a source: what there is to say about all of it. */
static bm_status finish(bm_ctx *ctx, const bm_incident_reader *reader, struct bm_reader_source *source,
                        bm_source *facts, bm_incident_batch *batch)
{
    const struct bm_table *table = source->table;

    facts->missing_at_end = table->missing_at_end; /* static */
    facts->end_line = table->end_line;
    facts->saw_1252 = source->maker.saw_1252;
    if (facts->saw_1252) facts->encoding = "Windows-1252";
    bm_table_close(source->table);
    source->table = NULL;
    source->maker.table = NULL;
    if (bm_file_sign(facts->path) != facts->sign)
        return bm_fail(ctx, BM_EIO, "'%s' changed while it was read: run again once it is at rest", facts->path);
    return reader->options.shards > 1 ? BM_OK : say_at_end(ctx, reader, facts, &batch->issues);
}

bm_status bm_incident_end_source(bm_ctx *ctx, bm_incident_reader *reader, size_t i, const bm_source *counted,
                                 bm_issue_list *issues)
{
    bm_source *facts = &reader->facts[i];
    bool ok = true;

    facts->n_read = counted->n_read;
    facts->n_rejected = counted->n_rejected;
    facts->n_filtered = counted->n_filtered;
    facts->n_repeated = counted->n_repeated;
    facts->n_undated = counted->n_undated;
    facts->saw_1252 = counted->saw_1252;
    if (facts->saw_1252) facts->encoding = "Windows-1252";
    facts->missing_at_end = bm_arena_copy(reader->arena, bm_str_z(counted->missing_at_end), &ok).p;
    facts->end_line = counted->end_line;
    return ok ? say_at_end(ctx, reader, facts, issues) : bm_fail(ctx, BM_ENOMEM, "out of memory");
}

bool bm_incident_is_encoding_issue(const bm_issue *issue)
{
    return bm_str_eq(issue->expected, BM_LIT(BM_EXPECTED_UTF8));
}

bm_status bm_incident_know_id(bm_ctx *ctx, bm_incident_reader *reader, bm_str id, bool *known)
{
    return bm_ids_add(ctx, &reader->ids, id, known);
}

static bool waits(const struct bm_reader_source *source)
{
    const struct bm_table *table = source->table;
    return table && table->input && !bm_input_is_regular(table->input) && !table->buffered(table) &&
           bm_input_idle(table->input);
}

bool bm_incident_waits(const bm_incident_reader *reader)
{
    return reader->current < reader->n_sources && waits(&reader->sources[reader->current]);
}

/* True if the batch should travel now: nothing is there to read, or it has grown big. */
static bool is_enough(const struct bm_reader_source *source, const bm_incident_batch *batch, uint64_t bytes)
{
    if (batch->n_read == 0) return false;
    return bytes > BATCH_BYTES || batch->n_read >= 16 * (uint64_t)batch->cap || waits(source);
}

/* Is the record just counted in the share that is to be read? */
static bool is_ours(const bm_incident_reader *reader, const struct bm_reader_source *source,
                    const struct bm_record *record)
{
    const bm_read_options *o = &reader->options;
    if (!source->in_blocks) return record->offset >= source->from;
    return (source->row - 1) / SHARD_BLOCK % o->shards == o->shard - 1;
}

bm_status bm_incident_read(bm_ctx *ctx, bm_incident_reader *reader, bm_incident_batch *batch)
{
    struct bm_record record;
    uint64_t bytes = 0;
    bool more;
    bm_status st;

    bm_arena_reset(batch->arena);
    batch->issues = (bm_issue_list){.arena = batch->arena};
    batch->n = 0;
    batch->n_read = batch->n_rejected = batch->n_filtered = 0;
    if (bm_ctx_interrupted(ctx)) return bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
    batch->source = reader->current;
    batch->first_row = 0;
    while (batch->n < batch->cap && reader->current < reader->n_sources) {
        struct bm_reader_source *source = &reader->sources[reader->current];
        bm_source *facts = &reader->facts[reader->current];
        if (!source->begun && (st = begin(ctx, reader, source, batch)) != BM_OK) return st;
        if (is_enough(source, batch, bytes)) break;
        if ((st = source->table->next(ctx, source->table, &record, &more)) != BM_OK)
            return bm_fail_within(ctx, st, "'%s'", source->path);
        if (!more || record.offset >= source->to) {
            if ((st = finish(ctx, reader, source, facts, batch)) != BM_OK) return st;
            reader->current++;
            if (reader->options.shards > 1 && batch->n_read > 0) break;
            continue;
        }
        if (record.skip) continue;
        source->row++;
        if (!is_ours(reader, source, &record)) {
            facts->n_before++;
            if (batch->n_read > 0) break; /* the next block is another shard's */
            continue;
        }
        if (batch->n_read == 0) batch->source = reader->current, batch->first_row = source->row;
        bytes += record.block_len;
        if ((st = take(ctx, reader, source, facts, &record, batch)) != BM_OK) return st;
    }
    return BM_OK;
}
