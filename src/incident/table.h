/* A table of text, whatever file it comes from: named columns and one record after another. */
#ifndef BM_INCIDENT_TABLE_H
#define BM_INCIDENT_TABLE_H

#include "bordermap/incident.h"

/* One record; valid until the next call. */
struct bm_record {
    const bm_str *values; /* value i belongs to column i; absent when empty */
    size_t n;             /* may be less or more than there are columns */
    const char *block;    /* all values lie in block[0] to block[block_len - 1] */
    size_t block_len;
    uint64_t line;         /* physical line from 1; 0: not a text format */
    uint64_t offset;       /* byte of the text it starts at */
    const char *no_record; /* what was expected, when this is no record at all; else NULL */
    bm_str found;          /* what there was instead */
    bm_str raw;            /* the bytes of the record where the format has such, for messages */
    const char *geometry;  /* kind of a geometry that gives no coordinates, else NULL */
    const char *trouble;   /* what the format's library said about it, else NULL */
    bool unclosed;         /* a quote is not closed: the line was taken as it stands */
    bool had_nul;          /* NULs of its text were replaced by U+FFFD */
    bool had_half;         /* halves of surrogate pairs were replaced by U+FFFD */
    bool skip;             /* no data (HXL tags): neither read nor counted */
};

struct bm_table {
    const char *format;         /* "csv", "tsv", "ndjson", "json", "geojson" or GDAL's driver name */
    char delimiter;             /* 0 if not delimited text */
    bool headless;              /* no header: columns may be named by number */
    bool has_offsets;           /* records know their offset */
    bool is_gdelt;              /* headless with GDELT's 61 columns */
    const char *const *columns; /* may grow at the end while JSON is read */
    size_t n_columns;
    const size_t *twin_of; /* for each column the first one whose name was the same; NULL: names differ */
    const char *missing_at_end; /* after the last record: what the text lacks at its end, NULL if nothing */
    uint64_t end_line;
    bm_issue_list notes;    /* met when it was opened; no src */
    bm_arena *arena;        /* of column names; the table's own */
    struct bm_input *input; /* owned; NULL for GDAL */
    void *state;
    bm_status (*next)(bm_ctx *ctx, struct bm_table *table, struct bm_record *out, bool *more);
    bool (*buffered)(const struct bm_table *table); /* the next record needs no reading (most likely) */
    void (*free_state)(bm_ctx *ctx, void *state);
    bm_ctx *ctx;
};

/* Bytes that tell what a text is. */
enum { BM_TABLE_LOOK = 64 * 1024 };

struct bm_table_wish {
    const char *format; /* as given by the user, or NULL */
    const char *preset; /* as given by the user, or NULL */
    bool numbers_only;  /* every column the user names is a number */
    bool live;          /* see bm_read_options */
};

/* Finds out what the file is and reads its header. The caller owns *out. */
BM_CHECKED bm_status bm_table_open(bm_ctx *ctx, const char *path, const struct bm_table_wish *wish,
                                   struct bm_table **out);
/* The same over the start of a text that is CSV or JSON. */
BM_CHECKED bm_status bm_table_open_text(bm_ctx *ctx, bm_str text, const struct bm_table_wish *wish,
                                        struct bm_table **out);
void bm_table_close(struct bm_table *table); /* NULL is fine */

/* What bm_table_open calls, one for each kind; table has its input (but for GDAL). */
BM_CHECKED bm_status bm_table_open_csv(bm_ctx *ctx, struct bm_table *table, const struct bm_table_wish *wish);
/* path NULL: there is no file to look through beforehand. */
BM_CHECKED bm_status bm_table_open_json(bm_ctx *ctx, struct bm_table *table, const char *path, bm_str head,
                                        bool whole);
BM_CHECKED bm_status bm_table_open_vector(bm_ctx *ctx, struct bm_table *table, const char *path);

/* True if every value is absent or starts with '#' and one does: a row of HXL tags (hxlstandard.org). */
bool bm_is_hxl_row(const bm_str *values, size_t n);

#endif
