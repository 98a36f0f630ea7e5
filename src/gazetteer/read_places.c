/* Reads a user's own places: CSV with a header; name, lon, lat, and optional id, country, admin1, admin2,
 * feat, names. */
#include "gazetteer/model.h"

#include "adapt/csv.h"
#include "base/num.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "text/fold.h"

#include <stdio.h>

enum own_field { O_NAME, O_LON, O_LAT, O_ID, O_COUNTRY, O_ADMIN1, O_ADMIN2, O_FEAT, O_NAMES, O_COUNT };
static const char *const own_names[O_COUNT] = {"name",   "lon",    "lat",  "id",   "country",
                                               "admin1", "admin2", "feat", "names"};

struct own_reader {
    struct gz_model *model;
    const char *path;
    int at[O_COUNT];
    bool has_header;
    uint64_t n_rows, n_used;
};

static bm_status read_header(bm_ctx *ctx, struct own_reader *reader, const bm_csv_record *record)
{
    for (int field = 0; field < O_COUNT; field++) {
        reader->at[field] = -1;
        for (size_t i = 0; i < record->n; i++) {
            if (bm_str_ieq(bm_str_trim(record->fields[i]), bm_str_z(own_names[field])))
                reader->at[field] = (int)i;
        }
        if (field <= O_LAT && reader->at[field] < 0)
            return bm_fail(ctx, BM_EFORMAT, "'%s' has no column '%s' (needs name, lon and lat)", reader->path,
                           own_names[field]);
    }
    reader->has_header = true;
    return BM_OK;
}

/* A field's text, copied to where it stays. */
static bm_str value_of(const struct own_reader *reader, const bm_csv_record *record, enum own_field field)
{
    int at = reader->at[field];

    if (at < 0 || (size_t)at >= record->n) return (bm_str){0};
    return bm_arena_copy(reader->model->arena, bm_str_trim(record->fields[at]), NULL);
}

/* The class of a GeoNames feature code, as far as places need it. */
static char class_of(bm_str feat)
{
    if (feat.len >= 3 && (memcmp(feat.p, "ADM", 3) == 0 || memcmp(feat.p, "PCL", 3) == 0)) return 'A';
    if (feat.len >= 3 && memcmp(feat.p, "PPL", 3) == 0) return 'P';
    return feat.len >= 2 && memcmp(feat.p, "ST", 2) == 0 ? 'S' : 'L';
}

static bm_status add_own_names(struct gz_model *model, uint32_t place, bm_str list)
{
    size_t from = 0;

    for (size_t i = 0; i <= list.len; i++) {
        if (i < list.len && list.p[i] != ';' && list.p[i] != '|') continue;
        bm_status st = gz_add_name(model, place, bm_str_of(list.p + from, i - from), GZ_NAME_ALTERNATE);
        if (st != BM_OK) return st;
        from = i + 1;
    }
    return BM_OK;
}

static bm_status leave_out(struct own_reader *reader, const bm_csv_record *record, enum own_field field,
                           bm_str found, const char *expected)
{
    return gz_leave_out(reader->model, reader->path, record->line, own_names[field], found, expected);
}

static bm_status read_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct own_reader *reader = user;
    struct gz_model *model = reader->model;
    struct gz_place place = {.flags = GZ_OWN};
    bm_str name, id, feat, lon, lat, country;
    uint32_t index;
    bool added;
    char made[80];
    bm_status st;

    if (!reader->has_header) return read_header(ctx, reader, record);
    reader->n_rows++;
    name = value_of(reader, record, O_NAME);
    lon = value_of(reader, record, O_LON);
    lat = value_of(reader, record, O_LAT);
    if (record->unclosed)
        return leave_out(reader, record, O_NAME, record->raw, "quotes that are closed");
    if (!name.len || name.len > BM_NAME_MAX || !bm_utf8_valid(name) || memchr(name.p, '\0', name.len))
        return leave_out(reader, record, O_NAME, name, "a name");
    if (!bm_parse_double(lon, &place.lon) || place.lon < -180 || place.lon > 180)
        return leave_out(reader, record, O_LON, lon, "a longitude in column 'lon'");
    if (!bm_parse_double(lat, &place.lat) || place.lat < -90 || place.lat > 90)
        return leave_out(reader, record, O_LAT, lat, "a latitude in column 'lat'");
    feat = value_of(reader, record, O_FEAT);
    if (!feat.len || feat.len > 7) feat = BM_LIT("PPL");
    memcpy(place.feat, feat.p, feat.len);
    place.feat_class = class_of(feat);
    country = value_of(reader, record, O_COUNTRY);
    if (country.len && !bm_country_from_text(country, false, place.iso3))
        return leave_out(reader, record, O_COUNTRY, country, "a country: two or three letters, or a name");
    id = value_of(reader, record, O_ID);
    if (!id.len || id.len > 60) {
        int n = snprintf(made, sizeof made, "own:%llu", (unsigned long long)reader->n_rows);
        id = bm_arena_copy(model->arena, bm_str_of(made, (size_t)n), NULL);
    }
    if ((st = gz_intern(model, value_of(reader, record, O_ADMIN1), &place.adm1_code)) != BM_OK ||
        (st = gz_intern(model, value_of(reader, record, O_ADMIN2), &place.adm2_code)) != BM_OK ||
        (st = gz_add_place(model, &place, id, name, &index, &added)) != BM_OK)
        return st;
    if (!added) return leave_out(reader, record, O_ID, id, "an id that no other row has");
    reader->n_used++;
    return add_own_names(model, index, value_of(reader, record, O_NAMES));
}

bm_status gz_read_places(struct gz_model *model, const char *path)
{
    struct own_reader reader = {.model = model, .path = path};
    bm_status st;

    if ((st = bm_csv_each(model->ctx, path, NULL, read_row, &reader)) != BM_OK ||
        (st = bm_grow(model->ctx, (void **)&model->inputs, &model->cap_inputs, model->n_inputs + 1,
                      sizeof *model->inputs)) != BM_OK)
        return st;
    if (!reader.has_header) return bm_fail(model->ctx, BM_EFORMAT, "'%s' is empty", path);
    model->inputs[model->n_inputs++] =
        (struct gz_input){.path = path, .kind = "own places", .rows = reader.n_rows, .used = reader.n_used};
    return gz_sum_up(model, path);
}
