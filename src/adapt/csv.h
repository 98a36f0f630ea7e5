/* Delimited text through libcsv: records with their fields, physical line and byte offset. Streams: memory
 * holds one block and at most one record. Quoted line breaks, CRLF, LF and CR line ends, empty lines
 * (skipped), a UTF-8 byte-order mark (skipped). Bytes are passed on as they are: no other encoding is decoded
 * here. The stream has no NUL: inputs make it U+FFFD, bm_csv_each refuses it. */
#ifndef BM_ADAPT_CSV_H
#define BM_ADAPT_CSV_H

#include "bordermap/ctx.h"

#define BM_CSV_MAX_RECORD ((size_t)16 << 20)

/* One record; valid until the next call. */
typedef struct bm_csv_record {
    const bm_str
        *fields; /* without their quotes and without white space around unquoted ones; empty: absent */
    size_t n;
    const char *text; /* all fields lie in text[0] to text[text_len - 1] */
    size_t text_len;
    bm_str raw;           /* the record's bytes without its line end; of a line that is too long its start */
    uint64_t line;        /* physical line it starts on, from 1 */
    uint64_t offset, end; /* of its first byte and of the byte behind its line end, in the stream */
    bool unclosed; /* a quote was never closed properly: only this line was taken, quotes as they are */
    bool too_long; /* more than BM_CSV_MAX_RECORD bytes: n is 0; its line was skipped, or all of its lines up
                      to the end of its quoted fields */
} bm_csv_record;

/* Reads up to size bytes into p; *n == 0 is the end. */
typedef bm_status (*bm_csv_read_fn)(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n);

typedef struct bm_csv_options {
    char delimiter;        /* ',' ';' '\t' '|'; 0: guessed from the first records */
    bool no_quotes;        /* a quote is a character like any other (GeoNames dumps, GDELT) */
    uint64_t offset, line; /* where in the stream the first byte read stands; 0, 0: at the start, line 1 */
} bm_csv_options;

typedef struct bm_csv bm_csv; /* one parser over one stream */
/* options may be NULL. The caller owns *out. */
BM_CHECKED bm_status bm_csv_open(bm_ctx *ctx, bm_csv_read_fn read, void *user, const bm_csv_options *options,
                                 bm_csv **out);
BM_CHECKED bm_status bm_csv_next(bm_ctx *ctx, bm_csv *csv, bm_csv_record *out, bool *more);
char bm_csv_delimiter(const bm_csv *csv);
/* True if the next record can (most likely) be given without reading. */
bool bm_csv_buffered(const bm_csv *csv);
void bm_csv_close(bm_csv *csv); /* NULL is fine */

/* The delimiter that splits the first records of a text most evenly; ',' if none does. */
char bm_csv_guess_delimiter(bm_str text);

/* Calls row for each record of a whole file, the header included; a status other than BM_OK ends it and comes
 * back. options may be NULL. */
typedef bm_status (*bm_csv_row_fn)(bm_ctx *ctx, void *user, const bm_csv_record *record);
BM_CHECKED bm_status bm_csv_each(bm_ctx *ctx, const char *path, const bm_csv_options *options,
                                 bm_csv_row_fn row, void *user);

#endif
