/* bordermap: incident records, as the source wrote them, and the reader that streams them.
 *
 * A reader turns files (CSV, TSV, NDJSON, JSON, GeoJSON, anything GDAL opens) into batches of bm_incident. It
 * fixes nothing silently: what it leaves out, repairs or doubts is an issue of the batch. One reader, one
 * thread. */
#ifndef BORDERMAP_INCIDENT_H
#define BORDERMAP_INCIDENT_H

#include "ctx.h"
#include "issue.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The input fields of the contract, in its order; used with --field NAME=COLUMN. */
typedef enum bm_field {
    BM_FIELD_ID,
    BM_FIELD_DATE,
    BM_FIELD_DATE_END,
    BM_FIELD_DATE_PREC_IN,
    BM_FIELD_PLACE,
    BM_FIELD_ADMIN1,
    BM_FIELD_ADMIN2,
    BM_FIELD_COUNTRY,
    BM_FIELD_LON,
    BM_FIELD_LAT,
    BM_FIELD_GEO_PREC_IN,
    BM_FIELD_EVENT_TYPE,
    BM_FIELD_ACTOR1,
    BM_FIELD_ACTOR2,
    BM_FIELD_KILLED,
    BM_FIELD_INJURED,
    BM_FIELD_SOURCE,
    BM_FIELD_NOTES,
    BM_FIELD_COUNT
} bm_field;
/* "id", "date", ... ; static. */
const char *bm_field_name(bm_field field);
/* The field of that name, or BM_FIELD_COUNT. *nearest (may be NULL) becomes the valid name most like it. */
bm_field bm_field_from_name(const char *name, const char **nearest);

/* Days since 1970-01-01 in the proleptic Gregorian calendar; BM_NO_DAY: absent. */
typedef int32_t bm_day;
#define BM_NO_DAY   INT32_MIN
#define BM_NO_COUNT INT64_MIN /* killed, injured: absent */

typedef enum bm_date_prec {
    BM_DATE_NONE,
    BM_DATE_DAY,
    BM_DATE_MONTH,
    BM_DATE_YEAR,
    BM_DATE_RANGE
} bm_date_prec;
/* "day", "month", "year", "range" (date and date_end differ, or the source says so), or NULL for none. */
const char *bm_date_prec_name(bm_date_prec prec);

/* How exact the source says its coordinates are. */
typedef enum bm_geo_claim {
    BM_CLAIM_NONE,  /* it does not say */
    BM_CLAIM_PLACE, /* a place or better */
    BM_CLAIM_NEAR,  /* within some 25 km of a place (GED 2, ACLED 2) */
    BM_CLAIM_COARSE /* an area, not a point (GED 4-7, ACLED 3, GTD 3-5, GDELT types 1, 2, 5): kept, but coarse
                     */
} bm_geo_claim;

/* One record. Text is UTF-8 and lives in the batch's arena; absent is p == NULL. */
typedef struct bm_incident {
    const char *src;       /* file name without folders; borrowed from the reader */
    uint64_t src_row;      /* records from 1 within its file, header and HXL row not counted */
    uint64_t line;         /* physical line its record starts on, from 1; 0 unknown */
    bm_str inc_id;         /* the source's id, else "src:src_row"; never absent */
    bool has_own_id;       /* false: inc_id was made up from src and src_row */
    bm_day d_start, d_end; /* first and last possible day */
    bm_date_prec d_prec;
    bm_str place, admin1, admin2, country; /* as written, trimmed */
    char iso3[4]; /* the country as alpha-3, "" if absent or not recognised (then an issue says so) */
    double lon_deg, lat_deg; /* both NaN unless both were given and valid */
    bm_geo_claim claim;
    int geo_prec_in;   /* the source's precision as UCDP where_prec 1-7, 0 if it does not say */
    int acled_prec_in; /* the source's precision if it is ACLED's 1-3, else 0 */
    int gtd_spec_in;   /* the source's precision if it is GTD's 1-5, else 0 */
    bm_str etype, actor1, actor2, source, notes;
    int64_t killed, injured; /* BM_NO_COUNT: absent */
    const bm_str *extra; /* values of the columns that feed no field, bm_incident_extra_names order; absent
                            when the file has no such column */
} bm_incident;

/* A few thousand records that travel together. Owned by the caller; bm_incident_read fills it. */
typedef struct bm_incident_batch {
    bm_incident *rows; /* cap of them */
    size_t n, cap;
    bm_arena *arena;      /* all text of the batch; reset by bm_incident_read */
    bm_issue_list issues; /* in row order; a BM_REJECTED issue stands for a record that is in no row */
    uint64_t n_read;      /* records seen: n + rejected + filtered */
    uint64_t n_rejected, n_filtered;
    size_t source;      /* index of the input that its first record is of */
    uint64_t first_row; /* number of that record; 0: there is none */
    bm_ctx *ctx;        /* whose allocator made it */
} bm_incident_batch;

typedef struct bm_field_choice {
    bm_field field;
    const char *column; /* name, or number from 1 for files without header; "" switches the guess off */
} bm_field_choice;

/* How one input is read, where that differs from the others: NULL and 0 are as in bm_read_options. */
typedef struct bm_input_options {
    const char *preset, *input_format;
    const bm_field_choice *choices; /* before those of bm_read_options; the columns must be in this input */
    size_t n_choices;
} bm_input_options;

typedef struct bm_read_options {
    const char *preset;       /* "acled", "ged", "gtd", "gdelt", or NULL: guessed */
    const char *input_format; /* "csv", "tsv", "ndjson", "json", "geojson", "gdal", or NULL: from content */
    const bm_field_choice *choices;
    size_t n_choices;
    const char *const
        *where; /* "FIELD=VALUE"; FIELD is an input field or an input column; exact, after trimming */
    size_t n_where;
    bm_day from, to; /* BM_NO_DAY: open; rows whose [d_start, d_end] misses it, or without a date, are
                        filtered */
    /* Of every input only the shard-th of so many parts (1 to shards; 0, 0: everything): records that begin
     * in its share of the bytes, or, where there are none to count (GDAL, UTF-16), blocks of records in turn.
     * A batch does not leave its input or block. What is to be said of an input as a whole is left to
     * bm_incident_end_source; dedup_ids must be false. */
    uint32_t shard, shards;
    /* A pipe's first record is answered before the second is there: what a pipe holds is told from its first
     * lines alone. Else from its first 64 kB, or all, however they arrive. */
    bool live;
    bool dedup_ids; /* of the rows with one id the first alone is taken; the others are filtered. Holds for
                       the first 4 million ids. */
    const bm_input_options *each; /* one for each input; NULL: all are read alike */
} bm_read_options;

typedef struct bm_source { /* what one input turned out to be; strings borrowed from the reader */
    const char *path, *src, *format, *preset /* may be NULL */, *encoding;
    char delimiter; /* 0 if not delimited text */
    uint64_t bytes; /* size of the file, 0 for a pipe */
    uint64_t sign;  /* of the file before it was read: a file that was written since has another one; 0: a pipe */
    uint64_t n_read, n_rejected, n_filtered;
    uint64_t n_repeated;                   /* of n_filtered: rows whose id came before (dedup_ids) */
    uint64_t n_before;                     /* records that earlier shards read; src_row counts them */
    const char *column_of[BM_FIELD_COUNT]; /* the column that feeds each field, NULL for none */
    const char *const *unused;             /* names of its columns that feed no field */
    size_t n_unused;
    uint64_t n_undated;         /* of n_filtered: rows that the days asked for left out for want of a date */
    bool saw_1252;              /* bytes that are no UTF-8 were met */
    const char *missing_at_end; /* what the text lacks at its end; NULL: nothing */
    uint64_t end_line;
} bm_source;

typedef struct bm_incident_reader bm_incident_reader;

/* Opens all paths ("-" is standard input) and looks at their columns, so that a missing file or a
 * contradictory option fails before any work. path strings and options are copied. The caller owns *out. */
BM_CHECKED bm_status bm_incident_open(bm_ctx *ctx, const char *const *paths, size_t n_paths,
                                      const bm_read_options *options, bm_incident_reader **out);
/* Fills the batch with up to batch->cap rows. batch->n_read == 0 and n == 0 is the end. */
BM_CHECKED bm_status bm_incident_read(bm_ctx *ctx, bm_incident_reader *reader, bm_incident_batch *batch);
/* True if the next bm_incident_read would wait for a pipe that has nothing to give at the moment. */
bool bm_incident_waits(const bm_incident_reader *reader);
/* What the inputs are; complete counts after the end. *n sources, valid until close. */
const bm_source *bm_incident_sources(const bm_incident_reader *reader, size_t *n);
/* Names of the columns that feed no field, over all inputs, first seen first; valid until close. */
const char *const *bm_incident_extra_names(const bm_incident_reader *reader, size_t *n);
/* For those who join what several readers, each of one shard, have read of the same inputs. The first adds
 * what there is to say about an input before its rows. The second takes over what the shards together counted
 * of it (n_read to n_filtered, n_repeated and n_undated to end_line) and adds what there is to say after its
 * rows. The third is true for the issue that comes once for an input, with the first bytes that are no UTF-8.
 */
BM_CHECKED bm_status bm_incident_begin_source(bm_ctx *ctx, const bm_incident_reader *reader, size_t i,
                                              bm_issue_list *issues);
BM_CHECKED bm_status bm_incident_end_source(bm_ctx *ctx, bm_incident_reader *reader, size_t i,
                                            const bm_source *counted, bm_issue_list *issues);
bool bm_incident_is_encoding_issue(const bm_issue *issue);
/* Whether an id came before; *known false: it did not, and is remembered. For dedup_ids over shards. */
BM_CHECKED bm_status bm_incident_know_id(bm_ctx *ctx, bm_incident_reader *reader, bm_str id, bool *known);
void bm_incident_close(bm_incident_reader *reader);

/* rows of batch: cap of them, and an arena of its own. */
BM_CHECKED bm_status bm_incident_batch_init(bm_ctx *ctx, size_t cap, bm_incident_batch *batch);
void bm_incident_batch_free(bm_incident_batch *batch);

/* Reads a full date the way --from and --to take it (2024-01-16, 2024-01, 2024): its first and last day.
 * False if it is none. */
bool bm_day_parse(const char *text, bm_day *first, bm_day *last);
/* Writes "YYYY-MM-DD" and a NUL. Years 0000-9999. */
void bm_day_format(bm_day day, char out[11]);

#ifdef __cplusplus
}
#endif
#endif
