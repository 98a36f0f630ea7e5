#include "layer/sink.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "layer/gpkg.h"
#include "layer/schema.h"
#include "layer/text.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

const char *const bm_layer_names[BM_LAYER_KINDS] = {
    [BM_LAYER_INCIDENTS] = "incidents",
    [BM_LAYER_SEGMENTS] = "segments",
    [BM_LAYER_NEAR_LINES] = "near_lines",
    [BM_LAYER_AREAS] = "areas",
    [BM_LAYER_BANDS] = "bands",
    [BM_LAYER_LAND] = "land",
};

/* SQLite as it is built takes 2,000 columns (https://www.sqlite.org/limits.html), two of them GDAL's own; FlatGeobuf
 * counts them in 16 bits. */
enum { GPKG_COLUMNS = 1998, FGB_COLUMNS = 65535 };

const struct bm_sink_type bm_sink_types[BM_SINKS] = {
    {BM_OUTPUT_SHP,
     "ESRI Shapefile",
     "incidents.shp",
     {true, false},
     true,
     false,
     0,
     {"incidents.shp", "incidents.shx", "incidents.dbf", "incidents.prj", "incidents.cpg"},
     {"incidents.qix", "incidents.sbn", "incidents.sbx"}},
    {BM_OUTPUT_SHP,
     "ESRI Shapefile",
     "segments.shp",
     {false, true},
     true,
     false,
     0,
     {"segments.shp", "segments.shx", "segments.dbf", "segments.prj", "segments.cpg"},
     {"segments.qix", "segments.sbn", "segments.sbx"}},
    {BM_OUTPUT_GPKG,
     "GPKG",
     "bordermap.gpkg",
     {true, true, true, true, true, true},
     false,
     false,
     GPKG_COLUMNS,
     {"bordermap.gpkg"},
     {"bordermap.gpkg-wal", "bordermap.gpkg-shm", "bordermap.gpkg-journal"}},
    {BM_OUTPUT_FGB, "FlatGeobuf", "incidents.fgb", {true, false}, false, true, FGB_COLUMNS, {"incidents.fgb"}, {NULL}},
    {BM_OUTPUT_FGB, "FlatGeobuf", "segments.fgb", {false, true}, false, true, FGB_COLUMNS, {"segments.fgb"}, {NULL}},
};

/* Sizes of the parts of a shapefile: ESRI, "ESRI Shapefile Technical Description", 1998; dBASE III+. */
enum {
    SHP_HEADER = 100,
    SHP_RECORD = 8 + 4,
    SHP_POINT = 16,
    SHP_LINE = 32 + 4 + 4,
    SHP_PART = 4,
    DBF_HEADER = 33,
    DBF_FIELD = 32
};

/* --- opening --- */

/* Adds a name to those that are taken, without case, since SQLite holds them for equal. */
static bm_status take_name(bm_ctx *ctx, bm_arena *arena, bm_map *taken, const char *name, bool *added)
{
    bm_str text = bm_str_z(name);
    char *lower = bm_arena_alloc(arena, text.len + 1);
    uint64_t *slot;
    *added = false;
    if (!lower) return bm_fail(ctx, BM_ENOMEM, "out of memory for the names of columns");
    memcpy(lower, name, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (name[i] >= 'A' && name[i] <= 'Z') lower[i] = (char)(name[i] + 'a' - 'A');
    return bm_map_add(taken, bm_str_of(lower, text.len), &slot, added);
}

/* x_NAME; a name that differs from an earlier one in case only gets a number. */
static bm_status name_extra(bm_ctx *ctx, bm_arena *arena, bm_map *taken, const char *name, char *out,
                            size_t size)
{
    int length = snprintf(out, size, "x_%s", name);
    bool added;
    bm_status st = take_name(ctx, arena, taken, out, &added);
    for (unsigned number = 2; st == BM_OK && !added; number++) {
        snprintf(out + length, size - (size_t)length, "_%u", number);
        st = take_name(ctx, arena, taken, out, &added);
    }
    return st;
}

/* Makes the columns behind the program's own from the input's names; names has room for them. */
static bm_status add_extras(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming, size_t n_own,
                            size_t suffix)
{
    char *name = sink->names;
    bm_arena *arena = NULL;
    bm_map taken;
    bool added;
    bm_map_init(&taken, ctx);
    bm_status st = bm_arena_create(ctx, &arena);
    for (size_t i = 0; st == BM_OK && i < n_own; i++)
        st = take_name(ctx, arena, &taken, sink->columns[i].name, &added);
    for (size_t i = n_own; st == BM_OK && i < sink->n_columns; i++) {
        const char *title = naming->extra[i - n_own];
        size_t size = strlen(title) + suffix;
        st = name_extra(ctx, arena, &taken, title, name, size);
        sink->columns[i] = (bm_column){.name = name, .title = title, .unit = "", .type = BM_TEXT};
        name += size;
    }
    bm_map_free(&taken);
    bm_arena_destroy(arena);
    return st;
}

static bm_status make_columns(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming)
{
    enum { SUFFIX = 16 };
    size_t n, bytes = 0, n_extra = sink->type->is_shapefile ? 0 : naming->n_extra;
    const bm_column *own = bm_incident_columns(&n);
    if (n_extra && n + n_extra > sink->type->max_columns) {
        sink->n_no_room = n + n_extra - sink->type->max_columns;
        n_extra -= sink->n_no_room;
    }
    void *columns = NULL, *names = NULL;
    bm_status st;
    for (size_t i = 0; i < n_extra; i++) bytes += strlen(naming->extra[i]) + SUFFIX;
    if ((st = bm_calloc(ctx, n + n_extra, sizeof(bm_column), &columns)) == BM_OK)
        st = bm_calloc(ctx, bytes, 1, &names);
    sink->columns = columns;
    sink->names = names;
    if (st != BM_OK) return st;
    memcpy(sink->columns, own, n * sizeof *own);
    sink->n_columns = n + n_extra;
    return add_extras(ctx, sink, naming, n, SUFFIX);
}

static void start_sizes(struct bm_sink *sink, const bm_column *columns, size_t n)
{
    sink->record_bytes = 1;
    for (size_t i = 0; i < n; i++) sink->record_bytes += (uint64_t)columns[i].width;
    sink->dbf_bytes = DBF_HEADER + DBF_FIELD * (uint64_t)n + 1;
    sink->shp_bytes = SHP_HEADER;
}

static bm_status add_layers(bm_ctx *ctx, struct bm_sink *sink)
{
    size_t n;
    const bm_column *segments = bm_segment_columns(&n);
    bm_status st = BM_OK;
    if (sink->type->has[BM_LAYER_INCIDENTS]) {
        start_sizes(sink, sink->columns, sink->n_columns);
        st = bm_vector_add_layer(ctx, sink->writer, "incidents", BM_SHAPE_POINT, sink->columns,
                                 sink->n_columns, &sink->layer[BM_LAYER_INCIDENTS]);
    }
    if (st == BM_OK && sink->type->has[BM_LAYER_SEGMENTS]) {
        if (sink->type->is_shapefile) start_sizes(sink, segments, n);
        st = bm_vector_add_layer(ctx, sink->writer, "segments", BM_SHAPE_LINE, segments, n,
                                 &sink->layer[BM_LAYER_SEGMENTS]);
    }
    for (int kind = BM_LAYER_NEAR_LINES; st == BM_OK && kind < BM_LAYER_KINDS; kind++) {
        if (!sink->type->has[kind]) continue;
        const bm_column *columns = bm_gpkg_columns((enum bm_layer_kind)kind, &n);
        st = bm_vector_add_layer(ctx, sink->writer, bm_layer_names[kind],
                                 kind == BM_LAYER_NEAR_LINES ? BM_SHAPE_LINE : BM_SHAPE_POLYGON, columns, n,
                                 &sink->layer[kind]);
    }
    return st;
}

bm_status bm_sink_open(bm_ctx *ctx, const struct bm_sink_type *type, const char *folder,
                       const bm_naming *naming, uint64_t limit_bytes, struct bm_sink *out)
{
    char path[PATH_MAX];
    void *values = NULL, *cut = NULL;
    bm_status st;
    *out = (struct bm_sink){.type = type, .limit_bytes = limit_bytes, .n_own = BM_INCIDENT_COLUMNS};
    if ((st = bm_path_join(ctx, folder, type->file, path, sizeof path)) != BM_OK) goto done;
    if ((st = make_columns(ctx, out, naming)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, out->n_columns, sizeof(bm_value), &values)) != BM_OK) goto done;
    out->values = values;
    if ((st = bm_calloc(ctx, out->n_columns, sizeof(uint64_t), &cut)) != BM_OK) goto done;
    out->n_cut = cut;
    if ((st = bm_vector_create(ctx, type->driver, path, &out->writer)) != BM_OK) goto done;
    st = add_layers(ctx, out);
done:
    if (st != BM_OK) bm_sink_close(ctx, out);
    return st;
}

/* --- rows --- */

static void prepare(struct bm_sink *sink, const bm_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bm_value *value = &sink->values[i];
        if (value->null) continue;
        if (value->type == BM_REAL) value->as.real = bm_rounded(value->as.real, columns[i].decimals);
        if (value->type != BM_TEXT || !sink->type->is_shapefile) continue;
        if (value->as.text.len <= (size_t)columns[i].width) continue;
        value->as.text = bm_str_cut(value->as.text, (size_t)columns[i].width);
        sink->n_cut[i]++;
    }
}

/* True when the row fits a shapefile; else the sink is given up. */
static bool has_room(struct bm_sink *sink, uint64_t shp_bytes)
{
    if (!sink->type->is_shapefile) return true;
    sink->dbf_bytes += sink->record_bytes;
    sink->shp_bytes += shp_bytes;
    if (sink->dbf_bytes <= sink->limit_bytes && sink->shp_bytes <= sink->limit_bytes) return true;
    bm_vector_abandon(sink->writer);
    sink->writer = NULL;
    sink->skipped = true;
    return false;
}

static bool takes(const struct bm_sink *sink, enum bm_layer_kind kind)
{
    return sink->type && sink->writer && sink->type->has[kind];
}

bm_status bm_sink_incident(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming, const bm_row *row)
{
    static const uint32_t one_part[2] = {0, 1};
    if (!takes(sink, BM_LAYER_INCIDENTS)) return BM_OK;
    if (sink->type->needs_geometry && !row->place->has_point) {
        sink->left_out++;
        return BM_OK;
    }
    if (!has_room(sink, row->place->has_point ? SHP_RECORD + SHP_POINT : SHP_RECORD)) return BM_OK;
    bm_incident_values(row, naming, sink->values);
    for (size_t i = sink->n_own; i < sink->n_columns; i++) {
        bm_str text = row->incident->extra ? row->incident->extra[i - sink->n_own] : (bm_str){0};
        sink->values[i] = (bm_value){.null = text.len == 0, .type = BM_TEXT, .as.text = text};
    }
    prepare(sink, sink->columns, sink->n_columns);
    bm_ll point = row->place->has_point ? bm_rounded_point(row->place->point) : (bm_ll){0, 0};
    bm_geometry geometry = {.shape = BM_SHAPE_POINT, .pts = &point, .part_first = one_part, .n_parts = 1};
    sink->rows[BM_LAYER_INCIDENTS]++;
    bm_status st = bm_vector_add(ctx, sink->writer, sink->layer[BM_LAYER_INCIDENTS], sink->values,
                                 row->place->has_point ? &geometry : NULL);
    if (st == BM_OK && sink->type->has[BM_LAYER_NEAR_LINES]) st = bm_gpkg_near_line(ctx, sink, naming, row);
    return st;
}

bm_status bm_sink_incidents(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming, const bm_row *rows,
                            size_t n)
{
    bm_status st = BM_OK;
    if (!sink->writer) return BM_OK;
    bm_vector_begin_rows(sink->writer);
    for (size_t i = 0; st == BM_OK && sink->writer && i < n; i++) st = bm_sink_incident(ctx, sink, naming, &rows[i]);
    return sink->writer ? bm_vector_end_rows(ctx, sink->writer, st) : st;
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
    uint64_t n_points = line->n_parts ? line->part_first[line->n_parts] - line->part_first[0] : 0;
    if (!has_room(sink, SHP_RECORD + SHP_LINE + SHP_PART * (uint64_t)line->n_parts + SHP_POINT * n_points))
        return BM_OK;
    bm_segment_values(stats, naming, sink->values);
    prepare(sink, columns, n);
    sink->rows[BM_LAYER_SEGMENTS]++;
    return bm_vector_add(ctx, sink->writer, sink->layer[BM_LAYER_SEGMENTS], sink->values,
                         line->n_parts ? line : NULL);
}

bm_status bm_sink_add(bm_ctx *ctx, struct bm_sink *sink, enum bm_layer_kind kind, const bm_value *values,
                      const bm_geometry *geometry)
{
    sink->rows[kind]++;
    return bm_vector_add(ctx, sink->writer, sink->layer[kind], values, geometry);
}

bm_status bm_sink_finish(bm_ctx *ctx, struct bm_sink *sink)
{
    bm_vector_writer *writer = sink->writer;
    sink->writer = NULL;
    return writer ? bm_vector_finish(ctx, writer) : BM_OK;
}

void bm_sink_close(bm_ctx *ctx, struct bm_sink *sink)
{
    bm_vector_abandon(sink->writer);
    bm_free(ctx, sink->columns);
    bm_free(ctx, sink->names);
    bm_free(ctx, sink->values);
    bm_free(ctx, sink->n_cut);
    *sink = (struct bm_sink){0};
}
