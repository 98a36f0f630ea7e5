/* Reads admin polygons: countries, provinces, districts. Each one is joined to its place row (by GeoNames id,
 * by code, by name within its country) or becomes a row of its own. */
#include "gazetteer/model.h"

#include "adapt/vector.h"
#include "base/str.h"
#include "gazetteer/admin_index.h"
#include "gazetteer/country.h"
#include "gazetteer/polygon.h"
#include "text/fold.h"

enum admin_field { F_NAME, F_NAMES, F_ID, F_OWN_ID, F_COUNTRY, F_ADMIN1, F_ADMIN2, F_LEVEL, F_COUNT };

/* Column names in the order they are tried. */
static const char *const field_names[F_COUNT][9] = {
    [F_NAME] = {"name", "NAME", "name_en", "gn_name", "shapeName", "NAME_2", "NAME_1", "ADMIN"},
    [F_NAMES] = {"names", "name_alt", "alt_name", "alternate"},
    [F_ID] = {"gn_id", "geonameid", "gns_id"},
    [F_OWN_ID] = {"wof_id", "id", "shapeID", "osm_id", "adm1_code"},
    [F_COUNTRY] = {"iso3", "ISO_A3", "A3", "adm0_a3", "shapeGroup", "iso2", "iso_a2", "country", "GID_0"},
    [F_ADMIN1] = {"admin1", "gn_a1_code"},
    [F_ADMIN2] = {"admin2"},
    [F_LEVEL] = {"level", "placetype", "admin_level", "feat", "fcode", "shapeType", "type_en"},
};

struct admin_reader {
    struct gz_model *model;
    const char *path;
    bm_vector_reader *vector;
    int at[F_COUNT]; /* -1: no such column */
    uint64_t n_rows, n_used;
    const struct gz_admin_index *index;
};

static void find_columns(struct admin_reader *reader)
{
    size_t n;
    const char *const *names = bm_vector_fields(reader->vector, &n);

    for (int field = 0; field < F_COUNT; field++) {
        reader->at[field] = -1;
        for (size_t try = 0; try < 9 && field_names[field][try] && reader->at[field] < 0; try++) {
            for (size_t i = 0; i < n; i++) {
                if (bm_str_ieq(bm_str_z(names[i]), bm_str_z(field_names[field][try])))
                    reader->at[field] = (int)i;
            }
        }
    }
}

static bm_str value_of(const struct admin_reader *reader, const bm_vector_feature *feature,
                       enum admin_field field)
{
    if (reader->at[field] < 0) return (bm_str){0};
    return bm_str_trim(feature->values[reader->at[field]]);
}

/* 0 country, 1 province, 2 district; -1 unknown. */
static int level_of(bm_str text)
{
    static const struct {
        const char *text;
        int level;
    } levels[] = {{"0", 0},        {"1", 1},        {"2", 2},     {"country", 0},     {"dependency", 0},
                  {"region", 1},   {"province", 1}, {"state", 1}, {"macroregion", 1}, {"county", 2},
                  {"district", 2}, {"ADM0", 0},     {"ADM1", 1},  {"ADM2", 2},        {"PCLI", 0},
                  {"4", 1},        {"6", 2},        {"5", 2}};

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (bm_str_ieq(text, bm_str_z(levels[i].text))) return levels[i].level;
    }
    return -1;
}

static uint32_t row_of(const struct admin_reader *reader, const bm_vector_feature *feature, const char *iso3,
                       int level)
{
    bm_str id = value_of(reader, feature, F_ID);
    bm_str code1 = value_of(reader, feature, F_ADMIN1), code2 = value_of(reader, feature, F_ADMIN2);
    uint64_t *by_id = id.len ? bm_map_find(&reader->model->by_id, id) : NULL;
    uint32_t place;

    if (by_id) return (uint32_t)*by_id;
    if (level == 0 || code1.len) {
        place = gz_admin_by_code(reader->index, iso3, level, code1, code2);
        if (place != BM_GZ_NONE) return place;
    }
    return gz_admin_by_name(reader->index, iso3, level, value_of(reader, feature, F_NAME));
}

/* An id for a polygon without row: its GeoNames id, else its own, else country and name. */
static bm_str made_id(const struct admin_reader *reader, const bm_vector_feature *feature, const char *iso3,
                      int level)
{
    bm_str id = value_of(reader, feature, F_ID), name = value_of(reader, feature, F_NAME);
    const char *prefix = "";
    bm_buf text;
    bm_str out;

    if (!id.len) {
        id = value_of(reader, feature, F_OWN_ID);
        prefix = reader->at[F_OWN_ID] < 0
                     ? ""
                     : bm_vector_fields(reader->vector, &(size_t){0})[reader->at[F_OWN_ID]];
    }
    bm_buf_init(&text, reader->model->ctx);
    if (id.len)
        bm_buf_printf(&text, "%.*s%s%.*s", (int)strcspn(prefix, "_"), prefix, *prefix ? ":" : "", (int)id.len,
                      id.p);
    else
        bm_buf_printf(&text, "%s-%d-%.*s", iso3, level, (int)bm_str_cut(name, 40).len, name.p);
    out = bm_arena_copy(reader->model->arena, bm_str_of(text.p, text.len), NULL);
    bm_buf_free(&text);
    return out;
}

static bm_status add_row(struct admin_reader *reader, const bm_vector_feature *feature, const char *iso3,
                         int level, const bm_area *area, uint32_t *out)
{
    static const char *const feats[] = {"PCLI", "ADM1", "ADM2"};
    struct gz_model *model = reader->model;
    struct gz_place place = {.feat_class = 'A'};
    bm_ll point = gz_point_inside(area);
    bm_str code1 = bm_arena_copy(model->arena, value_of(reader, feature, F_ADMIN1), NULL);
    bm_str code2 = bm_arena_copy(model->arena, value_of(reader, feature, F_ADMIN2), NULL);
    bm_str name = bm_arena_copy(model->arena, value_of(reader, feature, F_NAME), NULL);
    bm_str id = made_id(reader, feature, iso3, level);
    bool added;
    bm_status st;

    if (!name.p || !id.p) return bm_fail(model->ctx, BM_ENOMEM, "out of memory");
    memcpy(place.feat, feats[level], 5);
    memcpy(place.iso3, iso3, 4);
    place.lon = point.lon_deg;
    place.lat = point.lat_deg;
    if ((st = gz_intern(model, code1, &place.adm1_code)) != BM_OK ||
        (st = gz_intern(model, code2, &place.adm2_code)) != BM_OK)
        return st;
    return gz_add_place(model, &place, id, name, out, &added);
}

static bm_status add_names(struct gz_model *model, uint32_t place, bm_str list)
{
    size_t from = 0;

    for (size_t i = 0; i <= list.len; i++) {
        if (i < list.len && list.p[i] != ';' && list.p[i] != '|') continue;
        bm_str name = bm_arena_copy(model->arena, bm_str_trim(bm_str_of(list.p + from, i - from)), NULL);
        bm_status st = gz_add_name(model, place, name, GZ_NAME_ALTERNATE);
        if (st != BM_OK) return st;
        from = i + 1;
    }
    return BM_OK;
}

static bm_status add_area(struct gz_model *model, const bm_area *area, uint32_t place, int level)
{
    bm_status st = bm_grow(model->ctx, (void **)&model->areas, &model->cap_areas, model->n_areas + 1,
                           sizeof *model->areas);

    if (st != BM_OK) return st;
    model->places[place].area = (uint32_t)model->n_areas;
    model->areas[model->n_areas++] = (struct gz_model_area){.pts = area->pts,
                                                            .ring_first = area->ring_first,
                                                            .n_rings = area->n_rings,
                                                            .box = area->box,
                                                            .place = place,
                                                            .level = level};
    return BM_OK;
}

static bm_status leave_out(struct admin_reader *reader, enum admin_field field, bm_str found,
                           const char *expected)
{
    int at = field < F_COUNT ? reader->at[field] : -1;
    const char *column = at < 0 ? NULL : bm_vector_fields(reader->vector, &(size_t){0})[at];

    return gz_leave_out(reader->model, reader->path, reader->n_rows, column, found, expected);
}

static bool is_on_earth(const bm_geometry *geometry)
{
    uint32_t n = geometry->n_parts ? geometry->part_first[geometry->n_parts] : 0;
    for (uint32_t i = 0; i < n; i++) {
        bm_ll p = geometry->pts[i];
        if (!(p.lon_deg >= -180 && p.lon_deg <= 180 && p.lat_deg >= -90 && p.lat_deg <= 90)) return false;
    }
    return true;
}

static bm_status read_feature(struct admin_reader *reader, const bm_vector_feature *feature)
{
    struct gz_model *model = reader->model;
    bm_str name = value_of(reader, feature, F_NAME);
    int level = level_of(value_of(reader, feature, F_LEVEL));
    char iso3[4];
    bm_area area;
    uint32_t place;
    bm_status st;

    if (!name.len || name.len > BM_NAME_MAX) return leave_out(reader, F_NAME, name, "a name");
    if (!bm_country_from_code(value_of(reader, feature, F_COUNTRY), iso3))
        return leave_out(reader, F_COUNTRY, name, "a country code");
    if (level < 0)
        return leave_out(reader, F_LEVEL, name, "a level (0-2, country, region, county, ADM1, ADM2)");
    if (feature->geometry.shape != BM_SHAPE_POLYGON) return leave_out(reader, F_COUNT, name, "a polygon");
    if (!is_on_earth(&feature->geometry))
        return leave_out(reader, F_COUNT, name, "longitude within 180 and latitude within 90 degrees");
    if ((st = gz_area_of(model->ctx, &feature->geometry, model->arena, &area)) != BM_OK) return st;
    if (area.n_rings == 0) return leave_out(reader, F_COUNT, name, "a ring of three points or more");
    place = row_of(reader, feature, iso3, level);
    if (place == BM_GZ_NONE && (st = add_row(reader, feature, iso3, level, &area, &place)) != BM_OK)
        return st;
    reader->n_used++;
    if ((st = add_names(model, place, name)) != BM_OK ||
        (st = add_names(model, place, value_of(reader, feature, F_NAMES))) != BM_OK)
        return st;
    return model->places[place].area == BM_GZ_NONE ? add_area(model, &area, place, level) : BM_OK;
}

static bm_status read_features(struct admin_reader *reader)
{
    struct gz_model *model = reader->model;
    bm_vector_feature feature;
    bool more;
    bm_status st;

    find_columns(reader);
    if (reader->at[F_NAME] < 0 || reader->at[F_COUNTRY] < 0 || reader->at[F_LEVEL] < 0)
        return bm_fail(model->ctx, BM_EFORMAT,
                       "'%s' has no columns for name, country and level (like name, iso3, level 0-2)",
                       reader->path);
    for (;;) {
        if ((st = bm_vector_next(model->ctx, reader->vector, &feature, &more)) != BM_OK) return st;
        if (!more) break;
        reader->n_rows++;
        if ((st = read_feature(reader, &feature)) != BM_OK) return st;
    }
    if ((st = bm_grow(model->ctx, (void **)&model->inputs, &model->cap_inputs, model->n_inputs + 1,
                      sizeof *model->inputs)) != BM_OK)
        return st;
    model->inputs[model->n_inputs++] = (struct gz_input){
        .path = reader->path, .kind = "admin polygons", .rows = reader->n_rows, .used = reader->n_used};
    return gz_sum_up(model, reader->path);
}

bm_status gz_read_admin(struct gz_model *model, const char *path)
{
    struct gz_admin_index index = {0};
    struct admin_reader reader = {.model = model, .path = path, .index = &index};
    bm_status st;

    if ((st = gz_admin_index_build(model, &index)) == BM_OK &&
        (st = bm_vector_open(model->ctx, path, NULL, false, &reader.vector)) == BM_OK)
        st = read_features(&reader);
    bm_vector_close(reader.vector);
    gz_admin_index_free(&index);
    return st;
}
