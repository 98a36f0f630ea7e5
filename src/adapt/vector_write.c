#include "adapt/gdal_api.h"
#include "adapt/gpkg_rows.h"
#include "adapt/vector.h"
#include "adapt/vector_check.h"
#include "adapt/vector_files.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct layer {
    OGRLayerH handle;
    OGRFeatureH feature; /* used again for each row */
    bm_shape shape;
    size_t n_columns;
    char name[64];
};

struct bm_vector_writer {
    bm_ctx *ctx;
    struct bm_gdal gdal;
    GDALDatasetH dataset;
    OGRSpatialReferenceH wgs84;
    struct layer *layers;
    size_t n_layers, cap_layers;
    bm_buf text;        /* a NUL-terminated copy of the value at hand */
    bm_buf notes;       /* of a GeoPackage: names and texts, each with its NUL */
    bm_gpkg_rows *rows; /* of a GeoPackage, from the first row on; then dataset is NULL */
    bool shapefile, flatgeobuf, geopackage;
    bool in_rows; /* between bm_vector_begin_rows and bm_vector_end_rows */
    uint64_t n_rows;
    struct bm_vector_files files; /* of a shapefile, a FlatGeobuf */
    struct bm_gdal_said said;     /* during the call at hand */
    char name[512];
};

/* Hold while GDAL works for us, on this thread only: bytes must not depend on the day, and files are synced
 * by their owner once they are whole. */
static const struct bm_gdal_setting settings[] = {
    {"OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z"},
    {"OGR_SQLITE_SYNCHRONOUS", "OFF"},
    {"OGR_SQLITE_JOURNAL", "OFF"},
};
enum { N_SETTINGS = sizeof settings / sizeof settings[0] };

/* Begins and ends GDAL's work. Some of its functions go on after a failure that they only talk about: st is what they
 * said otherwise. */
static void begin(bm_vector_writer *writer)
{
    bm_gdal_listen(&writer->gdal, settings, N_SETTINGS, &writer->said);
}

static bm_status end(bm_ctx *ctx, bm_vector_writer *writer, bm_status st)
{
    bm_gdal_end(&writer->gdal, settings, N_SETTINGS);
    if (writer->files.error)
        return bm_fail(ctx, BM_EIO, "cannot write '%s': %s", writer->files.path, strerror(writer->files.error));
    if (st == BM_OK && writer->said.failures)
        return bm_fail(ctx, BM_ELIBRARY, "cannot write '%s': GDAL says: %s", writer->name, writer->said.failure);
    return st;
}

static bm_status open_dataset(bm_ctx *ctx, bm_vector_writer *writer, const char *driver_name,
                              const char *path)
{
    const struct bm_gdal *gdal = &writer->gdal;
    char through[PATH_MAX + 64];
    GDALDriverH driver = gdal->GDALGetDriverByName(driver_name);
    if (!driver) return bm_fail(ctx, BM_ELIBRARY, "this GDAL has no driver '%s'", driver_name);
    /* Neither driver looks at what writing says (FlatGeobuf: when its header is written last). */
    if (writer->shapefile || writer->flatgeobuf) {
        bm_status st = bm_vector_files_name(ctx, gdal, &writer->files, path, through, sizeof through);
        if (st != BM_OK) return st;
        path = through;
    }
    writer->dataset = gdal->GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    if (!writer->dataset) return bm_gdal_fail(ctx, gdal, "cannot make '%s'", writer->name);
    writer->wgs84 = gdal->OSRNewSpatialReference(NULL);
    if (!writer->wgs84 || gdal->OSRImportFromEPSG(writer->wgs84, 4326) != OGRERR_NONE)
        return bm_gdal_fail(ctx, gdal, "GDAL does not know WGS 84");
    gdal->OSRSetAxisMappingStrategy(writer->wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    return BM_OK;
}

bm_status bm_vector_create(bm_ctx *ctx, const char *driver, const char *path, bm_vector_writer **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_vector_writer), &p);
    if (st != BM_OK) return st;
    bm_vector_writer *writer = p;
    writer->ctx = ctx;
    bm_buf_init(&writer->text, ctx);
    bm_buf_init(&writer->notes, ctx);
    writer->shapefile = strcmp(driver, "ESRI Shapefile") == 0;
    writer->flatgeobuf = strcmp(driver, "FlatGeobuf") == 0;
    writer->geopackage = strcmp(driver, "GPKG") == 0;
    snprintf(writer->name, sizeof writer->name, "%s", path);
    if ((st = bm_gdal_load(ctx, &writer->gdal)) != BM_OK) {
        bm_free(ctx, writer);
        return st;
    }
    begin(writer);
    st = end(ctx, writer, open_dataset(ctx, writer, driver, path));
    if (st != BM_OK) {
        bm_vector_abandon(writer);
        return st;
    }
    *out = writer;
    return BM_OK;
}

/* --- layers --- */

/* Lines and polygons are always multiple, so that a layer has one type. */
static OGRwkbGeometryType geometry_type(bm_shape shape)
{
    switch (shape) {
    case BM_SHAPE_POINT: return wkbPoint;
    case BM_SHAPE_LINE: return wkbMultiLineString;
    case BM_SHAPE_POLYGON: return wkbMultiPolygon;
    case BM_SHAPE_NONE: break;
    }
    return wkbNone;
}

static OGRFieldType field_type(const bm_column *column)
{
    switch (column->type) {
    case BM_TEXT: return OFTString;
    case BM_INTEGER: return column->width < 10 ? OFTInteger : OFTInteger64;
    case BM_REAL: return OFTReal;
    case BM_DATE: return OFTDate;
    }
    return OFTString;
}

static bm_status add_field(bm_ctx *ctx, bm_vector_writer *writer, OGRLayerH layer, const bm_column *column)
{
    const struct bm_gdal *gdal = &writer->gdal;
    OGRFieldDefnH field = gdal->OGR_Fld_Create(column->name, field_type(column));
    if (!field) return bm_gdal_fail(ctx, gdal, "cannot make field '%s'", column->name);
    if (writer->shapefile && column->type != BM_DATE) gdal->OGR_Fld_SetWidth(field, column->width);
    if (writer->shapefile && column->type == BM_REAL) gdal->OGR_Fld_SetPrecision(field, column->decimals);
    OGRErr error = gdal->OGR_L_CreateField(layer, field, FALSE);
    gdal->OGR_Fld_Destroy(field);
    if (error == OGRERR_NONE) return BM_OK;
    return bm_gdal_fail(ctx, gdal, "cannot add field '%s' to '%s'", column->name, writer->name);
}

/* Without its index a FlatGeobuf file is streamed: memory does not grow with the rows. */
static char **layer_options(const bm_vector_writer *writer)
{
    const struct bm_gdal *gdal = &writer->gdal;
    char **options = NULL;
    const char *driver = gdal->GDALGetDriverShortName(gdal->GDALGetDatasetDriver(writer->dataset));
    if (writer->shapefile) {
        options = gdal->CSLSetNameValue(options, "ENCODING", "UTF-8");
        options = gdal->CSLSetNameValue(options, "DBF_DATE_LAST_UPDATE", "2000-01-01");
    } else if (strcmp(driver, "FlatGeobuf") == 0) {
        options = gdal->CSLSetNameValue(options, "SPATIAL_INDEX", "NO");
    }
    return options;
}

static bm_status make_layer(bm_ctx *ctx, bm_vector_writer *writer, const char *name, bm_shape shape,
                            const bm_column *columns, size_t n)
{
    const struct bm_gdal *gdal = &writer->gdal;
    bm_status st = BM_OK;
    char **options = layer_options(writer);
    struct layer *layer = &writer->layers[writer->n_layers];
    *layer = (struct layer){.shape = shape, .n_columns = n};
    snprintf(layer->name, sizeof layer->name, "%s", name);
    layer->handle =
        gdal->GDALDatasetCreateLayer(writer->dataset, name, writer->wgs84, geometry_type(shape), options);
    gdal->CSLDestroy(options);
    if (!layer->handle) return bm_gdal_fail(ctx, gdal, "cannot make layer '%s' in '%s'", name, writer->name);
    for (size_t i = 0; st == BM_OK && i < n; i++) st = add_field(ctx, writer, layer->handle, &columns[i]);
    if (st != BM_OK) return st;
    layer->feature = gdal->OGR_F_Create(gdal->OGR_L_GetLayerDefn(layer->handle));
    if (!layer->feature) return bm_gdal_fail(ctx, gdal, "cannot make a row of '%s'", name);
    writer->n_layers++;
    return BM_OK;
}

bm_status bm_vector_add_layer(bm_ctx *ctx, bm_vector_writer *writer, const char *name, bm_shape shape,
                              const bm_column *columns, size_t n, size_t *layer)
{
    void *layers = writer->layers;
    *layer = 0;
    bm_status st = bm_grow(ctx, &layers, &writer->cap_layers, writer->n_layers + 1, sizeof(struct layer));
    if (st != BM_OK) return st;
    writer->layers = layers;
    begin(writer);
    st = make_layer(ctx, writer, name, shape, columns, n);
    st = end(ctx, writer, st);
    if (st == BM_OK) *layer = writer->n_layers - 1;
    return st;
}

/* --- rows --- */

/* Nothing of GDAL's is open any more; what was not written yet is. */
static void close_dataset(bm_vector_writer *writer)
{
    const struct bm_gdal *gdal = &writer->gdal;
    for (size_t i = 0; i < writer->n_layers; i++) {
        if (writer->layers[i].feature) gdal->OGR_F_Destroy(writer->layers[i].feature);
        writer->layers[i].feature = NULL;
    }
    if (writer->dataset) gdal->GDALClose(writer->dataset);
    writer->dataset = NULL;
}

/* The first row of a GeoPackage: GDAL has made its layers, rows go through SQLite. */
static bm_status start_rows(bm_ctx *ctx, bm_vector_writer *writer)
{
    bm_status st;
    if (writer->rows) return BM_OK;
    begin(writer);
    close_dataset(writer);
    if ((st = end(ctx, writer, BM_OK)) != BM_OK) return st;
    st = bm_gpkg_rows_open(ctx, writer->ctx, writer->name, &writer->rows);
    for (size_t i = 0; i < writer->n_layers && st == BM_OK; i++)
        st = bm_gpkg_rows_layer(ctx, writer->rows, writer->layers[i].name, writer->layers[i].n_columns);
    return st;
}

static void set_value(bm_vector_writer *writer, OGRFeatureH feature, int i, const bm_value *value)
{
    const struct bm_gdal *gdal = &writer->gdal;
    int year, month, day;
    if (value->null) {
        gdal->OGR_F_SetFieldNull(feature, i);
        return;
    }
    switch (value->type) {
    case BM_TEXT:
        bm_buf_clear(&writer->text);
        bm_buf_str(&writer->text, value->as.text);
        bm_buf_putc(&writer->text, '\0');
        if (!writer->text.failed) gdal->OGR_F_SetFieldString(feature, i, writer->text.p);
        break;
    case BM_INTEGER: gdal->OGR_F_SetFieldInteger64(feature, i, value->as.integer); break;
    case BM_REAL: gdal->OGR_F_SetFieldDouble(feature, i, value->as.real); break;
    case BM_DATE:
        bm_day_to_civil(value->as.day, &year, &month, &day);
        gdal->OGR_F_SetFieldDateTime(feature, i, year, month, day, 0, 0, 0, 0);
        break;
    }
}

static OGRGeometryH line_of(const struct bm_gdal *gdal, const bm_geometry *from, uint32_t part,
                            OGRwkbGeometryType type)
{
    uint32_t first = from->part_first[part], n = from->part_first[part + 1] - first;
    OGRGeometryH line = gdal->OGR_G_CreateGeometry(type);
    if (line && n)
        gdal->OGR_G_SetPoints(line, (int)n, &from->pts[first].lon_deg, sizeof(bm_ll),
                              &from->pts[first].lat_deg, sizeof(bm_ll), NULL, 0);
    return line;
}

static OGRGeometryH lines_of(const struct bm_gdal *gdal, const bm_geometry *from)
{
    OGRGeometryH lines = gdal->OGR_G_CreateGeometry(wkbMultiLineString);
    for (uint32_t i = 0; lines && i < from->n_parts; i++)
        gdal->OGR_G_AddGeometryDirectly(lines, line_of(gdal, from, i, wkbLineString));
    return lines;
}

static OGRGeometryH polygons_of(const struct bm_gdal *gdal, const bm_geometry *from)
{
    OGRGeometryH polygons = gdal->OGR_G_CreateGeometry(wkbMultiPolygon);
    for (uint32_t i = 0; polygons && i < from->n_polygons; i++) {
        OGRGeometryH polygon = gdal->OGR_G_CreateGeometry(wkbPolygon);
        for (uint32_t ring = from->polygon_first[i]; ring < from->polygon_first[i + 1]; ring++)
            gdal->OGR_G_AddGeometryDirectly(polygon, line_of(gdal, from, ring, wkbLinearRing));
        gdal->OGR_G_AddGeometryDirectly(polygons, polygon);
    }
    return polygons;
}

static OGRGeometryH geometry_of(const struct bm_gdal *gdal, const bm_geometry *from)
{
    if (from->shape == BM_SHAPE_LINE) return lines_of(gdal, from);
    if (from->shape == BM_SHAPE_POLYGON) return polygons_of(gdal, from);
    OGRGeometryH point = gdal->OGR_G_CreateGeometry(wkbPoint);
    if (point) gdal->OGR_G_SetPoint_2D(point, 0, from->pts[0].lon_deg, from->pts[0].lat_deg);
    return point;
}

static bm_status add_row(bm_ctx *ctx, bm_vector_writer *writer, const struct layer *layer,
                         const bm_value *values, const bm_geometry *geometry)
{
    const struct bm_gdal *gdal = &writer->gdal;
    OGRGeometryH shape = NULL;
    gdal->OGR_F_SetFID(layer->feature, OGRNullFID);
    for (size_t i = 0; i < layer->n_columns; i++) set_value(writer, layer->feature, (int)i, &values[i]);
    if (writer->text.failed) return bm_buf_status(ctx, &writer->text);
    if (geometry && geometry->shape != BM_SHAPE_NONE) {
        shape = geometry_of(gdal, geometry);
        if (!shape) return bm_fail(ctx, BM_ENOMEM, "out of memory for a geometry");
    }
    gdal->OGR_F_SetGeometryDirectly(layer->feature, shape);
    if (gdal->OGR_L_CreateFeature(layer->handle, layer->feature) != OGRERR_NONE)
        return bm_gdal_fail(ctx, gdal, "cannot write a row of '%s'", writer->name);
    writer->n_rows++;
    return BM_OK;
}

void bm_vector_begin_rows(bm_vector_writer *writer)
{
    if (!writer->geopackage) begin(writer);
    writer->in_rows = true;
}

bm_status bm_vector_end_rows(bm_ctx *ctx, bm_vector_writer *writer, bm_status st)
{
    writer->in_rows = false;
    return writer->geopackage ? st : end(ctx, writer, st);
}

bm_status bm_vector_add(bm_ctx *ctx, bm_vector_writer *writer, size_t layer, const bm_value *values,
                        const bm_geometry *geometry)
{
    bool alone = !writer->in_rows && !writer->geopackage;
    bm_status st;
    if (layer >= writer->n_layers)
        return bm_fail(ctx, BM_EUSAGE, "'%s' has no layer %zu", writer->name, layer);
    if (geometry && geometry->shape == BM_SHAPE_NONE) geometry = NULL;
    if (writer->geopackage) {
        st = start_rows(ctx, writer);
        return st == BM_OK ? bm_gpkg_rows_add(ctx, writer->rows, layer, values, geometry) : st;
    }
    if (alone) begin(writer);
    st = add_row(ctx, writer, &writer->layers[layer], values, geometry);
    return alone ? end(ctx, writer, st) : st;
}

bm_status bm_vector_sql(bm_ctx *ctx, bm_vector_writer *writer, const char *sql)
{
    if (!writer->geopackage) return bm_fail(ctx, BM_EUSAGE, "'%s' takes no SQL", writer->name);
    bm_status st = start_rows(ctx, writer);
    return st == BM_OK ? bm_gpkg_rows_sql(ctx, writer->rows, sql) : st;
}

bm_status bm_vector_note(bm_ctx *ctx, bm_vector_writer *writer, const char *name, const char *text)
{
    if (!writer->geopackage) return BM_OK;
    bm_buf_put(&writer->notes, name, strlen(name) + 1);
    bm_buf_put(&writer->notes, text, strlen(text) + 1);
    return bm_buf_status(ctx, &writer->notes);
}

/* --- the end --- */

static void release(bm_vector_writer *writer)
{
    close_dataset(writer);
    if (writer->wgs84) writer->gdal.OSRDestroySpatialReference(writer->wgs84);
    writer->wgs84 = NULL;
}

static void destroy(bm_vector_writer *writer)
{
    bm_gpkg_rows_abandon(writer->rows);
    bm_buf_free(&writer->text);
    bm_buf_free(&writer->notes);
    bm_free(writer->ctx, writer->layers);
    bm_free(writer->ctx, writer);
}

/* GDAL 3.6 writes the head of a FlatGeobuf file without index with its first row, so one of no rows would be
 * empty. With an index it writes the head in any case: the file is made again so. */
static bm_status write_head(bm_ctx *ctx, bm_vector_writer *writer)
{
    const struct bm_gdal *gdal = &writer->gdal;
    const struct layer *from = &writer->layers[0];
    OGRFeatureDefnH fields = gdal->OGR_L_GetLayerDefn(from->handle);
    bool ok = false;
    if (unlink(writer->name) != 0)
        return bm_fail(ctx, BM_EIO, "cannot replace '%s': %s", writer->name, strerror(errno));
    GDALDatasetH dataset = gdal->GDALCreate(gdal->GDALGetDatasetDriver(writer->dataset), writer->name, 0, 0, 0,
                                            GDT_Unknown, NULL);
    OGRLayerH layer = dataset ? gdal->GDALDatasetCreateLayer(dataset, gdal->OGR_L_GetName(from->handle),
                                                             writer->wgs84, geometry_type(from->shape), NULL)
                              : NULL;
    if (layer) {
        ok = true;
        for (int i = 0; ok && i < gdal->OGR_FD_GetFieldCount(fields); i++)
            ok = gdal->OGR_L_CreateField(layer, gdal->OGR_FD_GetFieldDefn(fields, i), FALSE) == OGRERR_NONE;
    }
    if (dataset) gdal->GDALClose(dataset);
    return ok ? BM_OK : bm_gdal_fail(ctx, gdal, "cannot write the head of '%s'", writer->name);
}

/* The rows of a GeoPackage are written: GDAL opens it once more for its notes. */
static bm_status write_notes(bm_ctx *ctx, bm_vector_writer *writer)
{
    const struct bm_gdal *gdal = &writer->gdal;
    bool ok = true;
    if (writer->notes.len == 0) return BM_OK;
    if (!writer->dataset)
        writer->dataset = gdal->GDALOpenEx(writer->name, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    if (!writer->dataset) return bm_gdal_fail(ctx, gdal, "cannot open '%s' again", writer->name);
    for (const char *p = writer->notes.p, *last = p + writer->notes.len; ok && p < last;) {
        const char *text = p + strlen(p) + 1;
        ok = gdal->GDALSetMetadataItem(writer->dataset, p, text, NULL) == CE_None;
        p = text + strlen(text) + 1;
    }
    return ok ? BM_OK : bm_gdal_fail(ctx, gdal, "cannot note what '%s' was made from", writer->name);
}

static bm_status finish_rows(bm_ctx *ctx, bm_vector_writer *writer)
{
    bm_gpkg_rows *rows = writer->rows;
    writer->rows = NULL;
    return rows ? bm_gpkg_rows_finish(ctx, rows) : BM_OK;
}

bm_status bm_vector_finish(bm_ctx *ctx, bm_vector_writer *writer)
{
    bool headless = writer->flatgeobuf && writer->n_layers == 1 && writer->n_rows == 0;
    bm_status st = finish_rows(ctx, writer);
    begin(writer);
    if (headless) st = write_head(ctx, writer);
    if (st == BM_OK) st = write_notes(ctx, writer);
    release(writer);
    st = end(ctx, writer, st);
    if (st == BM_OK && writer->flatgeobuf) st = bm_vector_check_fgb(ctx, writer->name, writer->n_rows);
    destroy(writer);
    return st;
}

void bm_vector_abandon(bm_vector_writer *writer)
{
    if (!writer) return;
    if (!writer->in_rows || writer->geopackage) begin(writer);
    release(writer);
    bm_gdal_end(&writer->gdal, settings, N_SETTINGS);
    destroy(writer);
}
