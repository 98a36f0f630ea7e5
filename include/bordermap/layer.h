/* bordermap: the outputs. One schema, declared once; one writer for each format.
 *
 * A run writes all its files into a staging folder inside the output folder and renames them into place at
 * the end, the manifest last: an output is the old one or the new one, never a part. */
#ifndef BORDERMAP_LAYER_H
#define BORDERMAP_LAYER_H

#include "border.h"
#include "ctx.h"
#include "stats.h"
#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What rows refer to by index. Borrowed by every writer of a run. */
typedef struct bm_naming {
    const bm_dyad *dyads;
    uint32_t n_dyads;
    const bm_segment *segments;
    uint32_t n_segments;
    const int32_t *asked; /* the dyads that distances are to; NULL: all */
    size_t n_asked;
    const double *bands_m; /* limits of the bands, rising */
    size_t n_bands;
    const char *const *extra; /* columns that feed no field; written as x_NAME, not in shapefiles */
    size_t n_extra;
} bm_naming;

/* The fields of the contract, in its order, without the extra columns. Static. */
const bm_column *bm_incident_columns(size_t *n);
const bm_column *bm_segment_columns(size_t *n);
/* How many of bm_incident_columns `geocode` writes (inc_id to lat). */
size_t bm_geocode_column_count(void);
/* out has as many values as there are columns; text is borrowed from the row. */
void bm_incident_values(const bm_row *row, const bm_naming *naming, bm_value *out);
void bm_segment_values(const bm_segment_stats *stats, const bm_naming *naming, bm_value *out);

/* Rows as text, for standard output and for files. */
typedef enum bm_text_format {
    BM_FORMAT_CSV,
    BM_FORMAT_NDJSON,
    BM_FORMAT_GEOJSON,
    BM_FORMAT_JSON
} bm_text_format;

struct bm_buf; /* base/buf.h */
/* Appends the opening, one row, the closing of such a text. n_columns: bm_incident_columns' first n only.
 * first: no row was written before. All three are pure: any thread, any order of calls, as long as the pieces
 * are joined in order. */
BM_CHECKED bm_status bm_text_begin(bm_ctx *ctx, bm_text_format format, const bm_naming *naming,
                                   size_t n_columns, struct bm_buf *out);
BM_CHECKED bm_status bm_text_row(bm_ctx *ctx, bm_text_format format, const bm_naming *naming,
                                 size_t n_columns, const bm_row *row, bool first, struct bm_buf *out);
/* What stands between two rows, for those who join pieces that each began with first = true. Static. */
const char *bm_text_between(bm_text_format format);
BM_CHECKED bm_status bm_text_end(bm_ctx *ctx, bm_text_format format, struct bm_buf *out);

/* The files of `map`. */
typedef enum bm_output {
    BM_OUTPUT_GEOJSON = 1 << 0,
    BM_OUTPUT_SHP = 1 << 1,
    BM_OUTPUT_GPKG = 1 << 2,
    BM_OUTPUT_FGB = 1 << 3,
    BM_OUTPUT_STATS = 1 << 4,
    BM_OUTPUT_PNG = 1 << 5,
    BM_OUTPUT_SVG = 1 << 6,
    BM_OUTPUT_HTML = 1 << 7,
    BM_OUTPUT_QGZ = 1 << 8, /* with it always BM_OUTPUT_GPKG, which it shows */
    BM_OUTPUT_REPORT = 1 << 9,
    BM_OUTPUT_TABLE = 1 << 10 /* incidents_table.csv, for models */
} bm_output;
#define BM_OUTPUT_DEFAULT                                                                                    \
    (BM_OUTPUT_GEOJSON | BM_OUTPUT_SHP | BM_OUTPUT_GPKG | BM_OUTPUT_STATS | BM_OUTPUT_PNG | BM_OUTPUT_SVG |  \
     BM_OUTPUT_HTML | BM_OUTPUT_QGZ | BM_OUTPUT_REPORT)
/* "geojson", ... to one bit; 0 if there is no such output. */
unsigned bm_output_from_name(const char *name);
/* All names, comma-separated; static. */
const char *bm_output_names(void);

/* What the manifest says beyond what the writers know; strings borrowed. */
typedef struct bm_manifest_facts {
    const bm_source *sources;
    size_t n_sources;
    const bm_counts *counts;
    const char *options_json;  /* the options of the run as a JSON object */
    const char *data_json;     /* gazetteers, borders, aliases used: path, sha256, vintage; a JSON array */
    const char *versions_json; /* program, libraries; a JSON object */
    const char *compare_json;  /* how rows come out with a second border file; NULL: there is none */
} bm_manifest_facts;

/* Removes what dead runs left in the folder (a publication that was cut off is undone), unless a run is writing there. */
void bm_folder_tidy(const char *dir);

typedef struct bm_writer bm_writer; /* all outputs of one run into one folder */
/* Makes the folder and its staging folder. Only one run at a time may write into a folder: a second one gets
 * BM_EIO with a message that says so. Staging folders of dead runs are removed. */
BM_CHECKED bm_status bm_writer_open(bm_ctx *ctx, const char *dir, unsigned outputs,
                                    const bm_segments *segments, const bm_naming *naming, bm_writer **out);
/* How the bands of a border are drawn: as bm_border_bands, and with the same result for any thread. */
typedef bm_status (*bm_bands_fn)(bm_ctx *ctx, const void *user, const int32_t *dyads, size_t n_dyads, int32_t dyad,
                                 const double *bands_m, size_t n, bm_arena *arena, bm_band *out);
/* From now on fn draws them instead of bm_border_bands; user is borrowed. Before bm_writer_commit. */
void bm_writer_use_bands(bm_writer *writer, bm_bands_fn fn, const void *user);
/* When path is the folder's own unresolved.csv, given back as decisions: its filled-in rows go on into the
 * new one. Any other file is left alone. Before the first batch. */
BM_CHECKED bm_status bm_writer_keep_decisions(bm_ctx *ctx, bm_writer *writer, const char *path);
/* Turns rows into the text that bm_writer_append wants. Pure: any thread (with its own ctx). */
BM_CHECKED bm_status bm_writer_encode(bm_ctx *ctx, const bm_writer *writer, const bm_row *rows, size_t n,
                                      struct bm_buf *out);
/* From now on each file of rows is written on a thread of its own: the rows of a batch must stay as they are
 * until the next bm_writer_append or bm_writer_rest; and the files made at the end are made on up to n threads
 * (at least 1). The bytes are the same. Before the first batch. */
BM_CHECKED bm_status bm_writer_use_threads(bm_ctx *ctx, bm_writer *writer, unsigned n);
/* Waits until no rows are in use any more. */
BM_CHECKED bm_status bm_writer_rest(bm_ctx *ctx, bm_writer *writer);
/* Appends a batch, in order, from one thread. encoded: what bm_writer_encode made of the same rows. issues:
 * those of the batch, for rejected.csv. */
BM_CHECKED bm_status bm_writer_append(bm_ctx *ctx, bm_writer *writer, const bm_row *rows, size_t n,
                                      const struct bm_buf *encoded, const bm_issue_list *issues);
/* Appends rows to compare.csv, which the first call makes; its text begins with the header. */
BM_CHECKED bm_status bm_writer_compare(bm_ctx *ctx, bm_writer *writer, const struct bm_buf *text,
                                       uint64_t rows);
/* Appends to changes.csv and to the state that the next build compares with; the first call makes them.
 * Neither is in the manifest: they depend on the build before. */
BM_CHECKED bm_status bm_writer_changes(bm_ctx *ctx, bm_writer *writer, const struct bm_buf *changes,
                                       const struct bm_buf *state);
/* Writes segments, statistics, unresolved.csv, rejected.csv, then renames all and the manifest last. */
BM_CHECKED bm_status bm_writer_commit(bm_ctx *ctx, bm_writer *writer, const bm_stats *stats,
                                      const bm_manifest_facts *facts);
/* Frees; what was not committed is removed. */
void bm_writer_close(bm_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
