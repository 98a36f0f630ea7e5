/* The outputs that GDAL writes: shapefiles, GeoPackage, FlatGeobuf. A sink is one data set. */
#ifndef BM_LAYER_SINK_H
#define BM_LAYER_SINK_H

#include "adapt/vector.h"
#include "bordermap/layer.h"

/* The last four are in the GeoPackage only. */
enum bm_layer_kind {
    BM_LAYER_INCIDENTS,
    BM_LAYER_SEGMENTS,
    BM_LAYER_NEAR_LINES, /* from each point to its nearest border point */
    BM_LAYER_AREAS,      /* of coarse rows */
    BM_LAYER_BANDS,      /* land within some distance of a border */
    BM_LAYER_LAND,       /* the countries behind the map */
    BM_LAYER_KINDS
};
extern const char *const bm_layer_names[BM_LAYER_KINDS];
enum { BM_SINKS = 5 };

struct bm_sink_type {
    unsigned output;           /* a bit of bm_output */
    const char *driver, *file; /* file: what GDAL is told to make */
    bool has[BM_LAYER_KINDS];
    bool is_shapefile, needs_geometry;
    size_t max_columns; /* of its incidents; 0: it has no extra ones */
    const char *files[6]; /* what it consists of, then NULL */
    const char *stale[4]; /* what earlier programs may have left beside it, then NULL */
};
extern const struct bm_sink_type bm_sink_types[BM_SINKS];

struct bm_sink {
    const struct bm_sink_type *type; /* NULL: not wanted */
    bm_vector_writer *writer;        /* NULL: closed, or skipped */
    bool skipped, reported;          /* over limit_bytes; the user knows */
    size_t layer[BM_LAYER_KINDS];
    uint64_t rows[BM_LAYER_KINDS], left_out;
    uint64_t dbf_bytes, shp_bytes, record_bytes; /* of a shapefile, as it will be */
    uint64_t limit_bytes;                        /* of each of its files */
    size_t n_no_room;                            /* extra columns over max_columns */
    size_t n_columns, n_own;                     /* with and without the extra ones */
    bm_column *columns;                          /* of the incidents */
    char *names;                                 /* of the extra columns */
    bm_value *values;                            /* room for a row */
    uint64_t *n_cut; /* one for each column of its layer: texts cut to its width */
};

BM_CHECKED bm_status bm_sink_open(bm_ctx *ctx, const struct bm_sink_type *type, const char *folder,
                                  const bm_naming *naming, uint64_t limit_bytes, struct bm_sink *out);
/* Not wanted, skipped or closed sinks do nothing. */
BM_CHECKED bm_status bm_sink_incident(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                                      const bm_row *row);
/* All rows of a batch. */
BM_CHECKED bm_status bm_sink_incidents(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                                       const bm_row *rows, size_t n);
BM_CHECKED bm_status bm_sink_segment(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                                     const bm_segment_stats *stats, const bm_geometry *line);
/* A row as it is, of a layer whose columns are the caller's. */
BM_CHECKED bm_status bm_sink_add(bm_ctx *ctx, struct bm_sink *sink, enum bm_layer_kind kind,
                                 const bm_value *values, const bm_geometry *geometry);
/* Flushes and closes the data set. */
BM_CHECKED bm_status bm_sink_finish(bm_ctx *ctx, struct bm_sink *sink);
/* Closes what is open and frees. */
void bm_sink_close(bm_ctx *ctx, struct bm_sink *sink);

#endif
