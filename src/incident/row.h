/* From a record of text to an incident. */
#ifndef BM_INCIDENT_ROW_H
#define BM_INCIDENT_ROW_H

#include "incident/columns.h"
#include "incident/date.h"

enum { BM_COUNTRY_MEMO = 64, BM_COUNTRY_TEXT = 44 };

/* What making rows of one source needs; lives as long as the source. */
struct bm_row_maker {
    const char *src;
    const struct bm_table *table;
    struct bm_columns columns;
    enum bm_day_order order; /* of the whole date column */
    const int *extra_of;     /* for each column, its place among the extra values, or -1 */
    size_t n_extra_of, n_extra;
    bool saw_1252; /* bytes that are no UTF-8 were met (and reported once) */
    struct {       /* countries looked up before */
        unsigned char len;
        bool known;
        char text[BM_COUNTRY_TEXT], iso3[4];
    } memo[BM_COUNTRY_MEMO];
};

/* The record on its way: its text is in the batch's arena. */
struct bm_row_work {
    bm_ctx *ctx;
    struct bm_row_maker *maker;
    const struct bm_record *record;
    bm_incident_batch *batch;
    const char *block; /* the arena's copy of record->block */
    bool utf8;
    uint64_t src_row;
    bm_status status; /* first failure, BM_OK if none */
};

/* Copies the record's text into the batch. */
BM_CHECKED bm_status bm_row_begin(bm_ctx *ctx, struct bm_row_maker *maker, const struct bm_record *record,
                                  uint64_t src_row, bm_incident_batch *batch, struct bm_row_work *out);
/* The trimmed value of a column in UTF-8, absent if there is none; column -1 is none. */
bm_str bm_row_value(struct bm_row_work *work, int column);
/* Fills *out; what is left out or doubtful becomes an issue of the batch. */
BM_CHECKED bm_status bm_row_make(struct bm_row_work *work, bm_incident *out);

/* What is expected of the first bytes in a file that are no UTF-8. */
#define BM_EXPECTED_UTF8 "UTF-8; bytes that are not are read as Windows-1252 in all of this file"

/* Parts of bm_row_make. */
void bm_row_dates(struct bm_row_work *work, bm_incident *out);
void bm_row_coordinates(struct bm_row_work *work, bm_incident *out);
void bm_row_precision(struct bm_row_work *work, bm_incident *out);
void bm_row_country(struct bm_row_work *work, bm_incident *out);

/* Adds a warning or a note about a column's value; a failure to do so stays in work->status. */
#define BM_ROW_WARN(work, column, found, ...) BM_ROW_ISSUE(BM_WARNING, work, column, found, __VA_ARGS__)
#define BM_ROW_NOTE(work, column, found, ...) BM_ROW_ISSUE(BM_NOTE, work, column, found, __VA_ARGS__)
#define BM_ROW_ISSUE(severity, work, column, found, ...)                                                     \
    do {                                                                                                     \
        bm_status row_warn_st = bm_issue_add((work)->ctx, &(work)->batch->issues, (severity),                \
                                             (work)->maker->src, (work)->src_row, (work)->record->line,      \
                                             bm_row_column_name((work), (column)), (found), __VA_ARGS__);    \
        if (row_warn_st != BM_OK && (work)->status == BM_OK) (work)->status = row_warn_st;                   \
    } while (0)
bm_str bm_row_column_name(const struct bm_row_work *work, int column);

#endif
