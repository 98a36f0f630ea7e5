/* libcsv is fed one physical line at a time, so that the line and offset of every record are known and a
 * record can be read again. It reads leniently, and one forgotten quote would swallow rows up to the next
 * one; so a record of several lines whose quotes do not close is taken back to its first line (see
 * is_swallowed). */
#include "adapt/csv.h"
#include "adapt/csv_quote.h"
#include "base/mem.h"
#include "base/str.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#ifdef BM_SMALL_BLOCKS /* fuzzers: short inputs meet the ends of blocks too */
enum { BLOCK = 96 };
#else
enum { BLOCK = 256 * 1024 };
#endif
/* libcsv's own field buffer grows by so much; by its 128 bytes a field of 16 MB is copied 130,000 times where
 * realloc does not grow in place. */
enum { FIELD_STEP = 64 * 1024 };
/* How far the end of a quoted field is looked for that makes its record too long. */
static const size_t CLOSE_MAX = (size_t)64 << 20;
static const char NO_QUOTE = '\0'; /* libcsv always has a quote character; this one is in no text */
/* Bytes that may be read a second time because of broken quotes, before quotes lose their meaning for a
 * window. */
static const uint64_t REREAD_LIMIT = UINT64_C(256) << 20;

struct bm_csv {
    bm_ctx *ctx;
    bm_csv_read_fn read;
    void *user;
    struct csv_parser parser;
    bool parser_ready, no_quotes, eof;
    bool plain; /* quotes mean nothing in the current record */
    char delimiter;
    char *p; /* bytes of the stream from base on */
    size_t cap, len;
    size_t start, pos; /* of the current record, of the next byte to feed */
    size_t next_cr;    /* first CR at or behind pos, or SIZE_MAX; valid below cr_known */
    size_t cr_known;
    uint64_t base; /* stream offset of p[0] */
    uint64_t line, record_line;
    unsigned record_lines; /* lines fed for the current record */
    size_t usual_n;        /* fields of the first record */
    uint64_t reread;       /* bytes read again so far */
    uint64_t plain_until;  /* stream offset up to which quotes mean nothing */
    char *text;            /* of the fields */
    size_t text_cap, text_len;
    bm_str *fields; /* p is an offset into text until the record is complete */
    size_t fields_cap, n;
    bool row_done, failed;
    char head[200]; /* of a line that was too long */
};

/* --- what libcsv calls --- */

static void on_field(void *text, size_t len, void *user)
{
    struct bm_csv *csv = user;
    if (csv->failed) return;
    if (csv->n == csv->fields_cap || csv->text_cap - csv->text_len < len) {
        void *fields = csv->fields, *room = csv->text;
        bool ok = bm_grow(csv->ctx, &fields, &csv->fields_cap, csv->n + 1, sizeof *csv->fields) == BM_OK;
        csv->fields = fields;
        ok = ok && bm_grow(csv->ctx, &room, &csv->text_cap, csv->text_len + len, 1) == BM_OK;
        csv->text = room;
        if (!ok) {
            csv->failed = true;
            return;
        }
    }
    if (len) memcpy(csv->text + csv->text_len, text, len);
    csv->fields[csv->n++] = (bm_str){NULL, len};
    csv->text_len += len;
}

static void on_row(int c, void *user)
{
    struct bm_csv *csv = user;
    (void)c;
    csv->row_done = true;
}

/* --- the buffer --- */

/* Room for one more block. */
static bm_status reserve(bm_ctx *ctx, struct bm_csv *csv)
{
    void *p = csv->p;
    if (csv->cap - csv->len >= BLOCK) return BM_OK;
    bm_status st = bm_grow(ctx, &p, &csv->cap, csv->len + BLOCK, 1);
    csv->p = p;
    return st;
}

/* Reads more of the stream behind what is held; drops what lies before the current record. */
static bm_status fill(bm_ctx *ctx, struct bm_csv *csv)
{
    bm_status st;
    size_t n = 0;

    if (csv->start > 0) {
        memmove(csv->p, csv->p + csv->start, csv->len - csv->start);
        csv->base += csv->start;
        csv->len -= csv->start;
        csv->pos -= csv->start;
        csv->start = 0;
        csv->cr_known = 0;
    }
    if ((st = reserve(ctx, csv)) != BM_OK) return st;
    if ((st = csv->read(ctx, csv->user, csv->p + csv->len, csv->cap - csv->len, &n)) != BM_OK) return st;
    if (n == 0) csv->eof = true;
    csv->len += n;
    return BM_OK;
}

static size_t find_cr(struct bm_csv *csv, size_t from)
{
    if (csv->cr_known < csv->len || csv->next_cr < from) {
        const char *cr = memchr(csv->p + from, '\r', csv->len - from);
        csv->next_cr = cr ? (size_t)(cr - csv->p) : SIZE_MAX;
        csv->cr_known = csv->len;
    }
    return csv->next_cr;
}

/* The end of the line that starts at pos (behind its LF, CRLF or CR), or 0 if more bytes are needed to tell.
 */
static size_t line_end(struct bm_csv *csv)
{
    const char *lf = memchr(csv->p + csv->pos, '\n', csv->len - csv->pos);
    size_t end = lf ? (size_t)(lf - csv->p) + 1 : SIZE_MAX;
    size_t cr = find_cr(csv, csv->pos);
    if (cr < end && cr + 2 != end) { /* a CR of its own, or the last byte held */
        if (cr + 1 < csv->len) return cr + 1;
        return csv->eof ? csv->len : 0;
    }
    if (end != SIZE_MAX) return end;
    return csv->eof ? csv->len : 0;
}

/* --- records --- */

static void forget_fields(struct bm_csv *csv)
{
    csv->n = csv->text_len = 0;
    csv->row_done = false;
}

static bm_status feed(bm_ctx *ctx, struct bm_csv *csv, size_t end)
{
    size_t n = end - csv->pos;
    if (csv_parse(&csv->parser, csv->p + csv->pos, n, on_field, on_row, csv) != n || csv->failed)
        return bm_fail(ctx, BM_ENOMEM, "out of memory for a record of delimited text");
    csv->pos = end;
    csv->line++;
    csv->record_lines++;
    return BM_OK;
}

/* Ends a record that has no line end. */
static bm_status finish_parser(bm_ctx *ctx, struct bm_csv *csv)
{
    if (csv_fini(&csv->parser, on_field, on_row, csv) != 0 || csv->failed)
        return bm_fail(ctx, BM_ENOMEM, "out of memory for a record of delimited text");
    return BM_OK;
}

/* True if a forgotten quote made several records one: the quotes do not close as they should, unless the
 * lines together have as many fields as the first record and the first line alone has fewer. */
static bool is_swallowed(const struct bm_csv *csv)
{
    const char *p = csv->p + csv->start, *end = csv->p + csv->pos, *first_end = p;
    if (csv->plain || (csv->row_done && csv->record_lines < 2)) return false;
    if (bm_csv_quotes_close(p, end, csv->delimiter)) return false;
    while (first_end < end && *first_end != '\n' && *first_end != '\r') first_end++;
    size_t alone = bm_csv_count(p, first_end, csv->delimiter) + 1;
    return !(csv->row_done && csv->n == csv->usual_n && alone < csv->usual_n);
}

/* Goes back to the start of the record and reads its first line with quotes as they are. */
static bm_status take_first_line(bm_ctx *ctx, struct bm_csv *csv)
{
    size_t end;
    csv->reread += csv->pos - csv->start;
    if (csv->reread > REREAD_LIMIT) csv->plain_until = csv->base + csv->pos;
    if (csv_fini(&csv->parser, NULL, NULL, NULL) != 0) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    forget_fields(csv);
    csv->pos = csv->start;
    csv->line = csv->record_line;
    csv->record_lines = 0;
    csv->cr_known = 0;
    csv_set_quote(&csv->parser, (unsigned char)NO_QUOTE);
    end = line_end(csv);
    bm_status st = feed(ctx, csv, end ? end : csv->len);
    if (st == BM_OK && !csv->row_done) st = finish_parser(ctx, csv);
    return st;
}

/* Drops the line that is too long, up to the start of the next one. */
static bm_status skip_line(bm_ctx *ctx, struct bm_csv *csv)
{
    bm_status st;
    size_t end;
    while ((end = line_end(csv)) == 0) {
        csv->start = csv->pos = csv->len > 0 ? csv->len - 1 : 0; /* the last byte may be a CR before its LF */
        csv->cr_known = 0;
        if ((st = fill(ctx, csv)) != BM_OK) return st;
    }
    csv->pos = end;
    csv->line++;
    return BM_OK;
}

/* Of a record that is too long with line breaks in its quotes: looks on for its end within CLOSE_MAX bytes.
 * If there is one, the record is passed over. */
static bm_status skip_quoted(bm_ctx *ctx, struct bm_csv *csv, bool *skipped)
{
    const char *behind = NULL;
    bool broken = false;
    bm_status st;

    for (size_t want = 2 * BM_CSV_MAX_RECORD; want <= CLOSE_MAX && !behind && !broken; want *= 2) {
        while (csv->len - csv->start < want && !csv->eof)
            if ((st = fill(ctx, csv)) != BM_OK) return st;
        behind = bm_csv_record_end(csv->p + csv->start, csv->p + csv->len, csv->delimiter, &broken);
    }
    if (!behind && !broken && csv->eof &&
        bm_csv_quotes_close(csv->p + csv->start, csv->p + csv->len, csv->delimiter))
        behind = csv->p + csv->len; /* a last record without line end */
    *skipped = behind != NULL;
    csv->reread += csv->len - csv->start;
    if (!behind) return BM_OK;
    if (csv_fini(&csv->parser, NULL, NULL, NULL) != 0) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    forget_fields(csv);
    size_t end = (size_t)(behind - csv->p);
    csv->cr_known = 0;
    while (csv->pos < end) {
        size_t next = line_end(csv);
        csv->pos = next ? next : end;
        csv->line++;
    }
    return BM_OK;
}

/* Feeds lines until a record is complete, the stream ends or the limit is passed. */
static bm_status feed_record(bm_ctx *ctx, struct bm_csv *csv, bool *too_big)
{
    bm_status st;
    *too_big = false;
    while (!csv->row_done) {
        size_t end = line_end(csv);
        if (end == 0 || csv->pos == csv->len) {
            *too_big = csv->len - csv->start > BM_CSV_MAX_RECORD;
            if (csv->eof || *too_big) return BM_OK;
            if ((st = fill(ctx, csv)) != BM_OK) return st;
            continue;
        }
        *too_big = end - csv->start > BM_CSV_MAX_RECORD;
        if (*too_big) return BM_OK;
        if ((st = feed(ctx, csv, end)) != BM_OK) return st;
    }
    return BM_OK;
}

/* True if there is nothing from pos to end that makes a record. */
static bool is_blank(const struct bm_csv *csv, size_t end)
{
    size_t i = csv->pos;
    while (i < end && (csv->p[i] == '\r' || csv->p[i] == '\n' || csv->p[i] == ' ' ||
                       (csv->p[i] == '\t' && csv->delimiter != '\t')))
        i++;
    return i == end;
}

/* True if the line at pos, whose end has perhaps not been read yet (0), is a record's first. A long one
 * need not be held whole for that, but for a blank one: libcsv would join it with the next. */
static bool starts_record(const struct bm_csv *csv, size_t end)
{
    size_t held = csv->len - csv->pos;
    if (end) return !is_blank(csv, end);
    return held > BM_CSV_MAX_RECORD || (held > BLOCK && !is_blank(csv, csv->len));
}

/* Moves to the first line that is not blank; *more false if there is none. */
static bm_status begin_record(bm_ctx *ctx, struct bm_csv *csv, bool *more)
{
    bm_status st;
    for (;;) {
        csv->start = csv->pos;
        if (csv->pos < csv->len) {
            size_t end = line_end(csv);
            *more = true;
            if (starts_record(csv, end)) break;
            if (end) {
                csv->pos = end;
                csv->line++;
                continue;
            }
        }
        *more = false;
        if (csv->eof) return BM_OK;
        if ((st = fill(ctx, csv)) != BM_OK) return st;
    }
    csv->record_line = csv->line;
    csv->record_lines = 0;
    forget_fields(csv);
    csv->plain = csv->no_quotes || csv->base + csv->start < csv->plain_until;
    csv_set_quote(&csv->parser, (unsigned char)(csv->plain ? NO_QUOTE : '"'));
    return BM_OK;
}

/* From the start of the record to `end`, without line ends. */
static bm_str raw_bytes(const struct bm_csv *csv, size_t end)
{
    while (end > csv->start && (csv->p[end - 1] == '\n' || csv->p[end - 1] == '\r')) end--;
    return bm_str_of(csv->p + csv->start, end - csv->start);
}

static void give_record(struct bm_csv *csv, bm_csv_record *out)
{
    size_t at = 0;
    for (size_t i = 0; i < csv->n; i++) {
        size_t len = csv->fields[i].len;
        csv->fields[i].p = len ? csv->text + at : NULL;
        at += len;
    }
    if (csv->usual_n == 0) csv->usual_n = csv->n;
    out->fields = csv->fields;
    out->n = csv->n;
    out->text = csv->text;
    out->text_len = csv->text_len;
    out->raw = raw_bytes(csv, csv->pos);
    out->line = csv->record_line;
    out->offset = csv->base + csv->start;
    out->end = csv->base + csv->pos;
}

bm_status bm_csv_next(bm_ctx *ctx, bm_csv *csv, bm_csv_record *out, bool *more)
{
    bm_status st;
    bool too_big;

    *out = (bm_csv_record){0};
    if ((st = begin_record(ctx, csv, more)) != BM_OK || !*more) return st;
    if ((st = feed_record(ctx, csv, &too_big)) != BM_OK) return st;
    if (too_big) {
        bool skipped = csv->record_lines == 0, first = skipped && csv->usual_n == 0;
        out->line = csv->record_line;
        out->offset = csv->base + csv->start;
        memcpy(csv->head, csv->p + csv->start, sizeof csv->head);
        if (first) { /* no text with a header: its end is not looked for, it may have none */
            csv->eof = true;
            csv->pos = csv->start = csv->len;
            out->too_long = true;
            out->raw = bm_str_of(csv->head, sizeof csv->head);
            return BM_OK;
        }
        if ((st = skipped ? skip_line(ctx, csv) : skip_quoted(ctx, csv, &skipped)) != BM_OK) return st;
        if (skipped) {
            out->too_long = true;
            out->raw = bm_str_of(csv->head, sizeof csv->head);
            out->end = csv->base + csv->pos;
            return BM_OK;
        }
    }
    if (too_big || is_swallowed(csv)) {
        out->unclosed = true;
        if ((st = take_first_line(ctx, csv)) != BM_OK) return st;
    } else if (!csv->row_done) {
        if ((st = finish_parser(ctx, csv)) != BM_OK) return st;
    }
    give_record(csv, out);
    return BM_OK;
}

/* --- opening --- */

bm_status bm_csv_open(bm_ctx *ctx, bm_csv_read_fn read, void *user, const bm_csv_options *options,
                      bm_csv **out)
{
    void *p = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_csv), &p);
    bm_csv *csv = p;

    *out = NULL;
    if (st != BM_OK) return st;
    csv->ctx = ctx;
    csv->read = read;
    csv->user = user;
    if (options) {
        csv->delimiter = options->delimiter;
        csv->no_quotes = options->no_quotes;
        csv->base = options->offset;
        csv->line = options->line;
    }
    if (csv->line == 0) csv->line = 1;
    if (csv_init(&csv->parser, 0) != 0) {
        bm_csv_close(csv);
        return bm_fail(ctx, BM_ENOMEM, "out of memory for delimited text");
    }
    csv->parser_ready = true;
    csv_set_blk_size(&csv->parser, FIELD_STEP);
    st = reserve(ctx, csv);
    while (st == BM_OK && !csv->eof && !memchr(csv->p, '\n', csv->len) && csv->len < BLOCK)
        st = fill(ctx, csv);
    if (st != BM_OK) {
        bm_csv_close(csv);
        return st;
    }
    if (csv->base == 0 && csv->len >= 3 && memcmp(csv->p, "\xEF\xBB\xBF", 3) == 0) csv->pos = csv->start = 3;
    if (!csv->delimiter)
        csv->delimiter = bm_csv_guess_delimiter(bm_str_of(csv->p + csv->pos, csv->len - csv->pos));
    csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
    *out = csv;
    return BM_OK;
}

char bm_csv_delimiter(const bm_csv *csv)
{
    return csv->delimiter;
}

bool bm_csv_buffered(const bm_csv *csv)
{
    return csv->eof || (csv->pos < csv->len && memchr(csv->p + csv->pos, '\n', csv->len - csv->pos));
}

void bm_csv_close(bm_csv *csv)
{
    if (!csv) return;
    if (csv->parser_ready) csv_free(&csv->parser);
    bm_free(csv->ctx, csv->p);
    bm_free(csv->ctx, csv->text);
    bm_free(csv->ctx, csv->fields);
    bm_free(csv->ctx, csv);
}
