/* Delimited text: however the bytes arrive, the records are the same, and what is written comes back. */
#include "fuzz.h"

#include "adapt/csv.h"
#include "base/buf.h"

struct stream {
    const uint8_t *p;
    size_t n, at, step; /* step: bytes at a time */
};

static bm_status read_some(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n)
{
    struct stream *stream = user;

    (void)ctx;
    *n = stream->n - stream->at;
    if (*n > size) *n = size;
    if (*n > stream->step) *n = stream->step;
    if (*n) memcpy(p, stream->p + stream->at, *n);
    stream->at += *n;
    return BM_OK;
}

static uint64_t check_record(const bm_csv_record *record, const struct stream *stream, uint64_t sum)
{
    FUZZ_CHECK(record->offset < record->end && record->end <= stream->n);
    FUZZ_CHECK(record->line >= 1 && !record->too_long && record->n >= 1);
    FUZZ_CHECK(record->raw.len <= record->end - record->offset);
    for (size_t i = 0; i < record->n; i++) {
        bm_str field = record->fields[i];
        if (!field.p) continue;
        FUZZ_CHECK(field.len > 0 && field.p >= record->text);
        FUZZ_CHECK(field.p + field.len <= record->text + record->text_len);
        sum = fuzz_mix_text(sum, field);
    }
    const uint64_t numbers[] = {record->n, record->line, record->offset, record->end, record->unclosed};
    return fuzz_mix_text(fuzz_mix(sum, numbers, sizeof numbers), record->raw);
}

static uint64_t read_all(struct fuzz *fuzz, struct stream *stream, const bm_csv_options *options)
{
    bm_csv_record record;
    bm_csv *csv;
    bool more = true;
    uint64_t sum = 0, end = 0;

    FUZZ_CHECK(bm_csv_open(fuzz->ctx, read_some, stream, options, &csv) == BM_OK);
    for (;;) {
        FUZZ_CHECK(bm_csv_next(fuzz->ctx, csv, &record, &more) == BM_OK);
        if (!more) break;
        sum = check_record(&record, stream, sum);
        FUZZ_CHECK(record.offset >= end);
        end = record.end;
    }
    sum = fuzz_mix(sum, &(char){bm_csv_delimiter(csv)}, 1);
    bm_csv_close(csv);
    return sum;
}

/* Writes the fields of a record as the second line and reads that. */
static void check_written(struct fuzz *fuzz, const bm_csv_record *record)
{
    struct stream stream = {.step = SIZE_MAX};
    bm_csv_record again;
    bm_csv *csv;
    bm_buf buf;
    bool more, any = false;

    bm_buf_init(&buf, fuzz->ctx);
    bm_buf_puts(&buf, "header\n");
    for (size_t i = 0; i < record->n; i++) {
        if (i) bm_buf_putc(&buf, ',');
        bm_buf_csv(&buf, record->fields[i]);
        any = any || record->fields[i].p;
    }
    bm_buf_putc(&buf, '\n');
    stream.p = (const uint8_t *)buf.p;
    stream.n = buf.len;
    FUZZ_CHECK(bm_csv_open(fuzz->ctx, read_some, &stream, &(bm_csv_options){.delimiter = ','}, &csv) ==
               BM_OK);
    FUZZ_CHECK(bm_csv_next(fuzz->ctx, csv, &again, &more) == BM_OK && more);
    FUZZ_CHECK(bm_csv_next(fuzz->ctx, csv, &again, &more) == BM_OK);
    if (any) {
        FUZZ_CHECK(more && again.n == record->n && !again.unclosed);
        for (size_t i = 0; i < record->n; i++) FUZZ_CHECK(bm_str_eq(record->fields[i], again.fields[i]));
    }
    bm_csv_close(csv);
    bm_buf_free(&buf);
}

/* The stream has no NUL: that is the callers' to see to. */
static void spoil_nuls(uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] == 0) p[i] = '0';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {0, ',', ';', '\t', '|', 0};
    struct fuzz_in in = {data, size};
    uint8_t how = fuzz_byte(&in), step = fuzz_byte(&in);
    bm_csv_options options = {.delimiter = delimiters[how % 6], .no_quotes = how & 0x80};
    struct stream stream = {.n = in.n, .step = SIZE_MAX};
    uint8_t *text = malloc(in.n + 1);
    struct fuzz fuzz;
    bm_csv_record record;
    bm_csv *csv;
    uint64_t whole;
    bool more = true;

    if (!text) return 0;
    memcpy(text, data + (size - in.n), in.n);
    spoil_nuls(text, in.n);
    stream.p = text;
    fuzz_begin(&fuzz);
    whole = read_all(&fuzz, &stream, &options);
    /* a guess is made from what has come by then */
    if (options.delimiter == 0) options.delimiter = ';';
    if (options.delimiter == ';') stream.at = 0, whole = read_all(&fuzz, &stream, &options);
    stream.at = 0, stream.step = 1 + step;
    FUZZ_CHECK(read_all(&fuzz, &stream, &options) == whole);
    stream.at = 0, stream.step = SIZE_MAX;
    FUZZ_CHECK(bm_csv_open(fuzz.ctx, read_some, &stream, &options, &csv) == BM_OK);
    for (int i = 0; i < 4 && more; i++) {
        FUZZ_CHECK(bm_csv_next(fuzz.ctx, csv, &record, &more) == BM_OK);
        if (more) check_written(&fuzz, &record);
    }
    bm_csv_close(csv);
    free(text);
    fuzz_end(&fuzz);
    return 0;
}
