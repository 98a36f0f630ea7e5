#include "layer/sink.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "layer/schema.h"
#include "layer/text.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

const struct bm_sink_type bm_sink_types[BM_SINKS] = {
    {BM_OUTPUT_SHP,
     NULL,
     "incidents.shp",
     {true, false},
     true,
     false,
     {"incidents.shp", "incidents.shx", "incidents.dbf", "incidents.prj", "incidents.cpg"},
     {"incidents.qix", "incidents.sbn", "incidents.sbx"}},
    {BM_OUTPUT_SHP,
     NULL,
     "segments.shp",
     {false, true},
     true,
     false,
     {"segments.shp", "segments.shx", "segments.dbf", "segments.prj", "segments.cpg"},
     {"segments.qix", "segments.sbn", "segments.sbx"}},
    {BM_OUTPUT_GPKG,
     "GPKG",
     "bordermap.gpkg",
     {true, true},
     false,
     false,
     {"bordermap.gpkg"},
     {"bordermap.gpkg-wal", "bordermap.gpkg-shm", "bordermap.gpkg-journal"}},
    {BM_OUTPUT_FGB, "FlatGeobuf", "incidents.fgb", {true, false}, false, true, {"incidents.fgb"}, {NULL}},
    {BM_OUTPUT_FGB, "FlatGeobuf", "segments.fgb", {false, true}, false, true, {"segments.fgb"}, {NULL}},
};

/* --- opening --- */

/* x_NAME; a name that differs from an earlier one in case only gets a number, since SQLite holds them for
 * equal. */
static void name_extra(const bm_column *columns, size_t n, const char *name, char *out, size_t size)
{
    int length = snprintf(out, size, "x_%s", name);
    for (unsigned number = 2;; number++) {
        bool taken = false;
        for (size_t i = 0; !taken && i < n; i++) taken = bm_str_ieq(bm_str_z(columns[i].name), bm_str_z(out));
        if (!taken) return;
        snprintf(out + length, size - (size_t)length, "_%u", number);
    }
}

static bm_status make_columns(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming)
{
    enum { SUFFIX = 16 };
    size_t n, bytes = 0, n_extra = sink->type->is_shapefile ? 0 : naming->n_extra;
    const bm_column *own = bm_incident_columns(&n);
    void *columns = NULL, *names = NULL;
    bm_status st;
    for (size_t i = 0; i < n_extra; i++) bytes += strlen(naming->extra[i]) + SUFFIX;
    if ((st = bm_calloc(ctx, n + n_extra, sizeof(bm_column), &columns)) == BM_OK)
        st = bm_calloc(ctx, bytes, 1, &names);
    sink->columns = columns;
    sink->names = names;
    if (st != BM_OK) return st;
    memcpy(sink->columns, own, n * sizeof *own);
    char *name = names;
    for (size_t i = 0; i < n_extra; i++) {
        size_t size = strlen(naming->extra[i]) + SUFFIX;
        name_extra(sink->columns, n + i, naming->extra[i], name, size);
        sink->columns[n + i] =
            (bm_column){.name = name, .title = naming->extra[i], .unit = "", .type = BM_TEXT};
        name += size;
    }
    sink->n_columns = n + n_extra;
    return BM_OK;
}

static bm_status open_shapefile(bm_ctx *ctx, struct bm_sink *sink, struct bm_staging *staging)
{
    size_t n;
    const bm_column *segments = bm_segment_columns(&n);
    if (sink->type->has[BM_LAYER_SEGMENTS])
        return bm_shapefile_open(ctx, staging, "segments", BM_SHAPE_LINE, segments, n, &sink->shapefile);
    return bm_shapefile_open(ctx, staging, "incidents", BM_SHAPE_POINT, sink->columns, sink->n_columns,
                             &sink->shapefile);
}

static bm_status open_vector(bm_ctx *ctx, struct bm_sink *sink, const struct bm_staging *staging)
{
    char path[PATH_MAX];
    size_t n;
    const bm_column *segments = bm_segment_columns(&n);
    bm_status st = bm_path_join(ctx, staging->path, sink->type->file, path, sizeof path);
    if (st == BM_OK) st = bm_vector_create(ctx, sink->type->driver, path, &sink->writer);
    if (st == BM_OK && sink->type->has[BM_LAYER_INCIDENTS])
        st = bm_vector_add_layer(ctx, sink->writer, "incidents", BM_SHAPE_POINT, sink->columns,
                                 sink->n_columns, &sink->layer[BM_LAYER_INCIDENTS]);
    if (st == BM_OK && sink->type->has[BM_LAYER_SEGMENTS])
        st = bm_vector_add_layer(ctx, sink->writer, "segments", BM_SHAPE_LINE, segments, n,
                                 &sink->layer[BM_LAYER_SEGMENTS]);
    return st;
}

bm_status bm_sink_open(bm_ctx *ctx, const struct bm_sink_type *type, struct bm_staging *staging,
                       const bm_naming *naming, uint64_t limit_bytes, struct bm_sink *out)
{
    void *values = NULL, *cut = NULL;
    bm_status st;
    *out = (struct bm_sink){.type = type, .limit_bytes = limit_bytes, .n_own = BM_INCIDENT_COLUMNS};
    if ((st = make_columns(ctx, out, naming)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, out->n_columns, sizeof(bm_value), &values)) != BM_OK) goto done;
    out->values = values;
    if ((st = bm_calloc(ctx, out->n_columns, sizeof(uint64_t), &cut)) != BM_OK) goto done;
    out->n_cut = cut;
    st = type->is_shapefile ? open_shapefile(ctx, out, staging) : open_vector(ctx, out, staging);
done:
    if (st != BM_OK) bm_sink_close(ctx, out);
    return st;
}

bool bm_sink_is_open(const struct bm_sink *sink)
{
    return sink->writer || sink->shapefile;
}

/* --- rows --- */

/* A .dbf writes its own decimals and cuts texts; a GeoPackage gets the same decimals and all of the text. */
static void prepare(struct bm_sink *sink, const bm_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bm_value *value = &sink->values[i];
        if (value->null) continue;
        if (!sink->type->is_shapefile) {
            if (value->type == BM_REAL) value->as.real = bm_rounded(value->as.real, columns[i].decimals);
            continue;
        }
        if (value->type != BM_TEXT || value->as.text.len <= (size_t)columns[i].width) continue;
        value->as.text = bm_str_cut(value->as.text, (size_t)columns[i].width);
        sink->n_cut[i]++;
    }
}

/* The values of a row are in sink->values; geometry NULL: none. */
static bm_status put_row(bm_ctx *ctx, struct bm_sink *sink, enum bm_layer_kind kind, const bm_column *columns,
                         size_t n, const bm_geometry *geometry)
{
    prepare(sink, columns, n);
    sink->rows[kind]++;
    if (!sink->shapefile) return bm_vector_add(ctx, sink->writer, sink->layer[kind], sink->values, geometry);
    if (bm_shapefile_next_size(sink->shapefile, geometry) <= sink->limit_bytes)
        return bm_shapefile_add(ctx, sink->shapefile, sink->values, geometry);
    bm_shapefile_abandon(sink->shapefile);
    sink->shapefile = NULL;
    sink->skipped = true;
    return BM_OK;
}

static bool takes(const struct bm_sink *sink, enum bm_layer_kind kind)
{
    return sink->type && bm_sink_is_open(sink) && sink->type->has[kind];
}

bm_status bm_sink_incident(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming, const bm_row *row)
{
    static const uint32_t one_part[2] = {0, 1};
    if (!takes(sink, BM_LAYER_INCIDENTS)) return BM_OK;
    if (sink->type->needs_geometry && !row->place->has_point) {
        sink->left_out++;
        return BM_OK;
    }
    bm_incident_values(row, naming, sink->values);
    for (size_t i = sink->n_own; i < sink->n_columns; i++) {
        bm_str text = row->incident->extra ? row->incident->extra[i - sink->n_own] : (bm_str){0};
        sink->values[i] = (bm_value){.null = text.len == 0, .type = BM_TEXT, .as.text = text};
    }
    bm_ll point = row->place->has_point ? bm_rounded_point(row->place->point) : (bm_ll){0, 0};
    bm_geometry geometry = {.shape = BM_SHAPE_POINT, .pts = &point, .part_first = one_part, .n_parts = 1};
    return put_row(ctx, sink, BM_LAYER_INCIDENTS, sink->columns, sink->n_columns,
                   row->place->has_point ? &geometry : NULL);
}

bm_status bm_sink_segment(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                          const bm_segment_stats *stats, const bm_geometry *line)
{
    size_t n;
    const bm_column *columns = bm_segment_columns(&n);
    if (!takes(sink, BM_LAYER_SEGMENTS)) return BM_OK;
    if (sink->type->needs_geometry && line->n_parts == 0) {
        sink->left_out++;
        return BM_OK;
    }
    bm_segment_values(stats, naming, sink->values);
    return put_row(ctx, sink, BM_LAYER_SEGMENTS, columns, n, line->n_parts ? line : NULL);
}

bm_status bm_sink_finish(bm_ctx *ctx, struct bm_sink *sink)
{
    bm_vector_writer *writer = sink->writer;
    bm_shapefile *shapefile = sink->shapefile;
    sink->writer = NULL;
    sink->shapefile = NULL;
    if (shapefile) return bm_shapefile_finish(ctx, shapefile);
    return writer ? bm_vector_finish(ctx, writer) : BM_OK;
}

void bm_sink_close(bm_ctx *ctx, struct bm_sink *sink)
{
    bm_vector_abandon(sink->writer);
    bm_shapefile_abandon(sink->shapefile);
    bm_free(ctx, sink->columns);
    bm_free(ctx, sink->names);
    bm_free(ctx, sink->values);
    bm_free(ctx, sink->n_cut);
    *sink = (struct bm_sink){0};
}
