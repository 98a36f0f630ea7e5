#include "adapt/vector.h"
#include "adapt/vector_access.h"
#include "adapt/vector_shape.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct bm_vector_reader {
    bm_ctx *ctx;
    struct bm_gdal gdal;
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRCoordinateTransformationH to_wgs84; /* NULL: coordinates are WGS 84 already, or nobody knows */
    bool columns_only, unknown_crs, warned_crs, warned_transform;
    size_t n_fields;
    const char **fields;
    OGRFieldType *types;
    bool *as_text; /* GDAL's own text of the value is the best there is */
    bm_str *values;
    bm_arena *arena;       /* of the current feature */
    bm_buf number, unread; /* unread: names of what is not read, with a NUL, or empty */
    bool unread_files;
    bool row_trouble; /* what GDAL says about a row is for the caller, and no warning */
    bool warned;
    struct bm_gdal_said said;
    int64_t n_read;
    struct bm_shape_room room;
    char driver[64], path[512], crs[128];
};

/* Options that hold while GDAL works for us, on this thread only. */
static const struct bm_gdal_setting settings[] = {
    {"OGR_GEOJSON_MAX_OBJ_SIZE", "0"}, /* features of any size (the borders of Canada) */
    {"OGR_XLSX_HEADERS", "FORCE"},     /* a sheet of text cells has a header too */
    {"OGR_ODS_HEADERS", "FORCE"},      {"OGR_XLS_HEADERS", "FORCE"}, {"GML_DOWNLOAD_SCHEMA", "NO"},
};
enum { N_SETTINGS = sizeof settings / sizeof settings[0] };

/* --- opening --- */

static void add_unread(bm_vector_reader *reader, const char *name)
{
    if (reader->unread.len) bm_buf_puts(&reader->unread, ", ");
    bm_buf_puts(&reader->unread, name);
}

/* An archive or folder that is not one set of layers: says which files it has. */
static bm_status fail_to_open(bm_ctx *ctx, bm_vector_reader *reader, const char *path)
{
    const struct bm_gdal *gdal = &reader->gdal;
    char **files = strncmp(path, "/vsi", 4) == 0 ? gdal->VSIReadDir(path) : NULL;

    if (!files) {
        const char *needs = bm_vector_refused(ctx, gdal, path);
        if (needs)
            return bm_fail(ctx, BM_EFORMAT,
                           "cannot open '%s': GDAL would read it with its driver '%s', which may leave this "
                           "machine; --allow-network would let it",
                           path, needs);
        return bm_fail(ctx, BM_EFORMAT, "cannot open '%s': GDAL says: %s", path,
                       reader->said.failures ? reader->said.failure : "nothing");
    }
    for (char **file = files; *file; file++) add_unread(reader, *file);
    gdal->CSLDestroy(files);
    bm_buf_putc(&reader->unread, '\0');
    if (bm_buf_status(ctx, &reader->unread) != BM_OK) return BM_ENOMEM;
    return bm_fail(ctx, BM_EFORMAT, "cannot open '%s' as a whole; give one of its files, as %s/NAME: %.300s",
                   path, path, reader->unread.p);
}

static bm_status open_dataset(bm_ctx *ctx, bm_vector_reader *reader, const char *path)
{
    const struct bm_gdal *gdal = &reader->gdal;
    static const char *const no_gfs[] = {"WRITE_GFS=NO", NULL}; /* a file that GML's driver would leave beside it */
    char **drivers = NULL;
    bm_status st = bm_vector_drivers(ctx, gdal, &drivers);

    if (st != BM_OK) return st;
    GDALDriverH driver = gdal->GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, (const char *const *)drivers, NULL);
    bool is_gml = driver && strcmp(gdal->GDALGetDriverShortName(driver), "GML") == 0;
    reader->dataset = gdal->GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                       (const char *const *)drivers, is_gml ? no_gfs : NULL, NULL);
    gdal->CSLDestroy(drivers);
    if (!reader->dataset) return fail_to_open(ctx, reader, path);
    snprintf(reader->driver, sizeof reader->driver, "%s",
             gdal->GDALGetDriverShortName(gdal->GDALGetDatasetDriver(reader->dataset)));
    return BM_OK;
}

/* Drivers that make layers of the files of a folder or an archive: there may be others that are no layers. */
static bool list_files(bm_vector_reader *reader, const char *path)
{
    const struct bm_gdal *gdal = &reader->gdal;
    bool of_files = strcmp(reader->driver, "CSV") == 0 || strcmp(reader->driver, "ESRI Shapefile") == 0;
    char **files = of_files ? gdal->VSIReadDir(path) : NULL;
    const char *layer = gdal->OGR_L_GetName(reader->layer);

    for (char **file = files; file && *file; file++) {
        const char *dot = strrchr(*file, '.');
        size_t stem = dot ? (size_t)(dot - *file) : strlen(*file);
        if (**file == '.' || (stem == strlen(layer) && strncmp(*file, layer, stem) == 0)) continue;
        add_unread(reader, *file);
    }
    gdal->CSLDestroy(files);
    reader->unread_files = files != NULL;
    return files != NULL;
}

/* Notes what a reader of one layer leaves unread. */
static bm_status look_for_others(bm_ctx *ctx, bm_vector_reader *reader, const char *path)
{
    const struct bm_gdal *gdal = &reader->gdal;
    int n = gdal->GDALDatasetGetLayerCount(reader->dataset);

    if (!list_files(reader, path)) {
        for (int i = 0; n > 1 && i < n; i++) {
            OGRLayerH layer = gdal->GDALDatasetGetLayer(reader->dataset, i);
            if (layer != reader->layer && gdal->OGR_L_GetFeatureCount(layer, 1) > 0)
                add_unread(reader, gdal->OGR_L_GetName(layer));
        }
    }
    if (reader->unread.len) bm_buf_putc(&reader->unread, '\0');
    return bm_buf_status(ctx, &reader->unread);
}

static bm_status choose_layer(bm_ctx *ctx, bm_vector_reader *reader, const char *path, const char *name)
{
    const struct bm_gdal *gdal = &reader->gdal;
    int n = gdal->GDALDatasetGetLayerCount(reader->dataset);

    if (name) {
        reader->layer = gdal->GDALDatasetGetLayerByName(reader->dataset, name);
        if (!reader->layer) return bm_fail(ctx, BM_ENOTFOUND, "'%s' has no layer '%s'", path, name);
        return BM_OK;
    }
    if (n == 0)
        return bm_fail(ctx, BM_EFORMAT, "'%s' has no layer%s%s", path,
                       reader->said.failures ? ": GDAL says: " : "", reader->said.failure);
    reader->layer = gdal->GDALDatasetGetLayer(reader->dataset, 0);
    for (int i = 0; n > 1 && i < n; i++) {
        OGRLayerH layer = gdal->GDALDatasetGetLayer(reader->dataset, i);
        if (gdal->OGR_L_GetFeatureCount(layer, 1) > 0) {
            reader->layer = layer;
            break;
        }
    }
    return look_for_others(ctx, reader, path);
}

/* What is encrypted or packed can pass for delimited text; its names show it. */
static bool is_binary_name(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' && (*name < '\t' || *name > '\r')) return true;
    return false;
}

static bm_status look_at_fields(bm_ctx *ctx, bm_vector_reader *reader)
{
    const struct bm_gdal *gdal = &reader->gdal;
    OGRFeatureDefnH definition = gdal->OGR_L_GetLayerDefn(reader->layer);
    size_t n = (size_t)gdal->OGR_FD_GetFieldCount(definition);
    void *fields = NULL, *types = NULL, *values = NULL, *as_text = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, n, sizeof *reader->fields, &fields)) == BM_OK &&
        (st = bm_calloc(ctx, n, sizeof *reader->types, &types)) == BM_OK &&
        (st = bm_calloc(ctx, n, sizeof *reader->values, &values)) == BM_OK)
        st = bm_calloc(ctx, n, sizeof *reader->as_text, &as_text);
    reader->fields = fields;
    reader->types = types;
    reader->values = values;
    reader->as_text = as_text;
    if (st != BM_OK) return st;
    for (size_t i = 0; i < n; i++) {
        OGRFieldDefnH field = gdal->OGR_FD_GetFieldDefn(definition, (int)i);
        reader->fields[i] = gdal->OGR_Fld_GetNameRef(field);
        if (is_binary_name(reader->fields[i]))
            return bm_fail(ctx, BM_EFORMAT,
                           "'%s' has control characters in the name of column %zu: it is encrypted, packed "
                           "or no text",
                           reader->path, i + 1);
        reader->types[i] = gdal->OGR_Fld_GetType(field);
        reader->as_text[i] =
            gdal->OGR_Fld_GetSubType(field) == OFSTFloat32 ||
            (reader->types[i] != OFTReal && reader->types[i] != OFTDate && reader->types[i] != OFTDateTime);
    }
    reader->n_fields = n;
    return BM_OK;
}

static bm_status look_at_crs(bm_ctx *ctx, bm_vector_reader *reader, const char *path)
{
    const struct bm_gdal *gdal = &reader->gdal;
    OGRSpatialReferenceH from = gdal->OGR_L_GetSpatialRef(reader->layer);
    OGRSpatialReferenceH to;
    bm_status st = BM_OK;

    reader->unknown_crs = !from;
    if (!from) return BM_OK;
    to = gdal->OSRNewSpatialReference(NULL);
    if (!to || gdal->OSRImportFromEPSG(to, 4326) != OGRERR_NONE) {
        st = bm_gdal_fail(ctx, gdal, "cannot set up WGS 84 for '%s'", path);
        goto done;
    }
    gdal->OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
    if (gdal->OSRIsSame(from, to)) goto done;
    reader->to_wgs84 = gdal->OCTNewCoordinateTransformation(from, to);
    const char *name = gdal->OSRGetName(from);
    bool heights_only = name && strcmp(name, "WGS 84") == 0 && gdal->OSRIsGeographic(from);
    if (!heights_only)
        snprintf(reader->crs, sizeof reader->crs, "%s", name && name[0] ? name : "without a name");
    if (!reader->to_wgs84) {
        bm_gdal_fail(ctx, gdal, "cannot bring the coordinates of '%s' to WGS 84", path);
        st = BM_EFORMAT;
    }
done:
    if (to) gdal->OSRDestroySpatialReference(to);
    return st;
}

static bm_status open_all(bm_ctx *ctx, bm_vector_reader *reader, const char *path, const char *layer)
{
    const struct bm_gdal *gdal = &reader->gdal;
    const char *ignored[] = {"OGR_GEOMETRY", NULL};
    bm_status st;

    if ((st = open_dataset(ctx, reader, path)) != BM_OK) return st;
    if ((st = choose_layer(ctx, reader, path, layer)) != BM_OK) return st;
    if ((st = look_at_fields(ctx, reader)) != BM_OK) return st;
    if (!reader->columns_only) return look_at_crs(ctx, reader, path);
    gdal->OGR_L_SetIgnoredFields(reader->layer, ignored); /* a driver may decline: no harm */
    return BM_OK;
}

bm_status bm_vector_open(bm_ctx *ctx, const char *path, const char *layer, bool columns_only,
                         bm_vector_reader **out)
{
    void *p = NULL;
    bm_vector_reader *reader;
    bm_status st;

    *out = NULL;
    if ((st = bm_vector_check_path(ctx, path)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, 1, sizeof *reader, &p)) != BM_OK) return st;
    reader = p;
    reader->ctx = ctx;
    reader->columns_only = columns_only;
    snprintf(reader->path, sizeof reader->path, "%s", path);
    bm_buf_init(&reader->number, ctx);
    bm_buf_init(&reader->unread, ctx);
    if ((st = bm_arena_create(ctx, &reader->arena)) != BM_OK) goto done;
    if ((st = bm_gdal_load(ctx, &reader->gdal)) != BM_OK) goto done;
    bm_gdal_listen(&reader->gdal, settings, N_SETTINGS, &reader->said);
    st = open_all(ctx, reader, path, layer);
    bm_gdal_end(&reader->gdal, settings, N_SETTINGS);
    if (st == BM_OK && reader->said.failures)
        st = bm_fail(ctx, BM_EFORMAT, "cannot read '%s' whole: GDAL says: %s", path, reader->said.failure);
    if (st == BM_OK && reader->said.warnings)
        bm_warn(ctx, "'%s': GDAL says: %s", path, reader->said.warning);
    if (st != BM_OK) goto done;
    *out = reader;
    reader = NULL;
done:
    bm_vector_close(reader);
    return st;
}

const char *const *bm_vector_fields(const bm_vector_reader *reader, size_t *n)
{
    *n = reader->n_fields;
    return reader->fields;
}

bool bm_vector_field_is_text(const bm_vector_reader *reader, size_t field)
{
    return reader->types[field] == OFTString;
}

const char *bm_vector_driver(const bm_vector_reader *reader)
{
    return reader->driver;
}

const char *bm_vector_layer(const bm_vector_reader *reader)
{
    return reader->gdal.OGR_L_GetName(reader->layer);
}

const char *bm_vector_converts(const bm_vector_reader *reader)
{
    return reader->to_wgs84 && reader->crs[0] ? reader->crs : NULL;
}

const char *bm_vector_unread(const bm_vector_reader *reader, bool *files)
{
    *files = reader->unread_files;
    return reader->unread.len ? reader->unread.p : NULL;
}

void bm_vector_close(bm_vector_reader *reader)
{
    if (!reader) return;
    if (reader->dataset) {
        bm_gdal_begin(&reader->gdal, settings, N_SETTINGS);
        if (reader->to_wgs84) reader->gdal.OCTDestroyCoordinateTransformation(reader->to_wgs84);
        reader->gdal.GDALClose(reader->dataset);
        bm_gdal_end(&reader->gdal, settings, N_SETTINGS);
    }
    bm_shape_room_free(reader->ctx, &reader->room);
    bm_buf_free(&reader->number);
    bm_buf_free(&reader->unread);
    bm_arena_destroy(reader->arena);
    bm_free(reader->ctx, reader->fields);
    bm_free(reader->ctx, reader->types);
    bm_free(reader->ctx, reader->as_text);
    bm_free(reader->ctx, reader->values);
    bm_free(reader->ctx, reader);
}

/* --- features --- */

/* A date as YYYY-MM-DD, with THH:MM:SS if it has a time. */
static void put_date(bm_vector_reader *reader, OGRFeatureH feature, int i)
{
    int year, month, day, hour, minute, zone;
    float second;
    if (!reader->gdal.OGR_F_GetFieldAsDateTimeEx(feature, i, &year, &month, &day, &hour, &minute, &second,
                                                 &zone))
        return;
    bm_buf_printf(&reader->number, "%04d-%02d-%02d", year, month, day);
    if (reader->types[i] == OFTDateTime)
        bm_buf_printf(&reader->number, "T%02d:%02d:%02d", hour, minute, (int)second);
}

/* What is no number keeps its name, so that a message can show it. */
static void put_real(bm_vector_reader *reader, double value)
{
    if (isfinite(value))
        bm_buf_double(&reader->number, value);
    else
        bm_buf_puts(&reader->number, isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
}

static bm_status read_value(bm_ctx *ctx, bm_vector_reader *reader, OGRFeatureH feature, size_t i)
{
    const struct bm_gdal *gdal = &reader->gdal;
    bm_str text = {NULL, 0};
    bool ok = true;
    bm_status st;

    if (gdal->OGR_F_IsFieldSetAndNotNull(feature, (int)i)) {
        if (reader->as_text[i]) {
            text = bm_str_z(gdal->OGR_F_GetFieldAsString(feature, (int)i));
        } else {
            bm_buf_clear(&reader->number);
            if (reader->types[i] == OFTReal)
                put_real(reader, gdal->OGR_F_GetFieldAsDouble(feature, (int)i));
            else
                put_date(reader, feature, (int)i);
            if ((st = bm_buf_status(ctx, &reader->number)) != BM_OK) return st;
            text = bm_str_of(reader->number.p, reader->number.len);
        }
    }
    if (text.len == 0) text.p = NULL;
    reader->values[i] = bm_arena_copy(reader->arena, text, &ok);
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for a feature of '%s'", reader->path);
}

static bool in_degrees(const bm_geometry *geometry)
{
    uint32_t n = geometry->n_parts ? geometry->part_first[geometry->n_parts] : 0;
    for (uint32_t i = 0; i < n; i++) {
        bm_ll p = geometry->pts[i];
        if (!(p.lon_deg >= -360 && p.lon_deg <= 360 && p.lat_deg >= -90 && p.lat_deg <= 90)) return false;
    }
    return true;
}

static bm_status read_geometry(bm_ctx *ctx, bm_vector_reader *reader, OGRFeatureH feature, bm_geometry *out)
{
    const struct bm_gdal *gdal = &reader->gdal;
    OGRGeometryH geometry = reader->columns_only ? NULL : gdal->OGR_F_GetGeometryRef(feature);
    bm_status st;

    *out = (bm_geometry){0};
    if (!geometry || gdal->OGR_G_IsEmpty(geometry)) return BM_OK;
    if (reader->to_wgs84 && gdal->OGR_G_Transform(geometry, reader->to_wgs84) != OGRERR_NONE) {
        if (!reader->warned_transform)
            bm_warn(ctx, "'%s': a geometry has no place on WGS 84 and is left out", reader->path);
        reader->warned_transform = true;
        reader->said = (struct bm_gdal_said){0};
        return BM_OK;
    }
    if ((st = bm_shape_from_ogr(ctx, gdal, geometry, &reader->room, out)) != BM_OK) return st;
    if (reader->unknown_crs && !reader->warned_crs) {
        reader->warned_crs = true;
        bm_warn(ctx, "'%s' does not name its coordinate system: %s", reader->path,
                in_degrees(out) ? "taken as WGS 84 longitude and latitude"
                                : "its coordinates are not longitude and latitude; give it one (a .prj file, "
                                  "ogr2ogr -a_srs)");
    }
    return BM_OK;
}

static bm_status read_feature(bm_ctx *ctx, bm_vector_reader *reader, OGRFeatureH feature,
                              bm_vector_feature *out)
{
    bm_status st;
    for (size_t i = 0; i < reader->n_fields; i++)
        if ((st = read_value(ctx, reader, feature, i)) != BM_OK) return st;
    out->values = reader->values;
    out->fid = reader->gdal.OGR_F_GetFID(feature);
    return read_geometry(ctx, reader, feature, &out->geometry);
}

/* After the last row: the file may claim to have more. A shapefile also counts its deleted rows. */
static bm_status look_at_end(bm_ctx *ctx, bm_vector_reader *reader)
{
    const struct bm_gdal *gdal = &reader->gdal;
    int64_t claimed = gdal->OGR_L_GetFeatureCount(reader->layer, 0);
    if (reader->said.failures)
        return bm_fail(ctx, BM_EFORMAT, "cannot read '%s' to its end: GDAL says: %s", reader->path,
                       reader->said.failure);
    if (claimed <= reader->n_read || strcmp(reader->driver, "ESRI Shapefile") == 0) return BM_OK;
    if (strcmp(reader->driver, "FlatGeobuf") == 0) /* where the rows are follows from their number */
        return bm_fail(ctx, BM_EFORMAT, "'%s' is damaged: it says that it has %lld rows; there are %lld",
                       reader->path, (long long)claimed, (long long)reader->n_read);
    bm_warn(ctx, "'%s' says that it has %lld rows; there are %lld", reader->path, (long long)claimed,
                (long long)reader->n_read);
    return BM_OK;
}

/* What GDAL said about the row that was just read. */
static void tell_trouble(bm_ctx *ctx, bm_vector_reader *reader, bm_vector_feature *out)
{
    const struct bm_gdal_said *said = &reader->said;
    if (said->failures + said->warnings == 0) return;
    out->trouble = said->failures ? said->failure : said->warning;
    if (reader->row_trouble || reader->warned) return;
    reader->warned = true;
    bm_warn(ctx, "'%s', row %lld: GDAL says: %s", reader->path, (long long)reader->n_read, out->trouble);
}

void bm_vector_keep_trouble(bm_vector_reader *reader)
{
    reader->row_trouble = true;
}

bm_status bm_vector_next(bm_ctx *ctx, bm_vector_reader *reader, bm_vector_feature *out, bool *more)
{
    const struct bm_gdal *gdal = &reader->gdal;
    bm_status st;

    *out = (bm_vector_feature){0};
    *more = false;
    bm_arena_reset(reader->arena);
    bm_gdal_listen(gdal, settings, N_SETTINGS, &reader->said);
    OGRFeatureH feature = gdal->OGR_L_GetNextFeature(reader->layer);
    if (feature) {
        reader->n_read++;
        st = read_feature(ctx, reader, feature, out);
        gdal->OGR_F_Destroy(feature);
        *more = st == BM_OK;
        tell_trouble(ctx, reader, out);
    } else {
        st = look_at_end(ctx, reader);
    }
    bm_gdal_end(gdal, settings, N_SETTINGS);
    return st;
}

void bm_vector_version(char out[16])
{
    bm_ctx *ctx = NULL;
    struct bm_gdal gdal;

    out[0] = '\0';
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return;
    if (bm_gdal_load(ctx, &gdal) == BM_OK) snprintf(out, 16, "%s", gdal.GDALVersionInfo("RELEASE_NAME"));
    bm_ctx_destroy(ctx);
}
