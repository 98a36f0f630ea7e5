/* Rows as text: CSV, NDJSON, GeoJSON and a JSON array. */
#include "layer/text.h"
#include "base/num.h"
#include "base/str.h"
#include "bordermap/layer.h"
#include "layer/schema.h"

#include <string.h>

#define PUT(out, literal) bm_buf_put(out, literal, sizeof(literal) - 1)

double bm_rounded(double value, int decimals)
{
    return bm_round_fixed(value, decimals);
}

bm_ll bm_rounded_point(bm_ll point)
{
    return (bm_ll){bm_rounded(point.lon_deg, BM_DEGREE_DECIMALS),
                   bm_rounded(point.lat_deg, BM_DEGREE_DECIMALS)};
}

static void put_number(const bm_value *value, const bm_column *column, bm_buf *out)
{
    if (column->type == BM_INTEGER)
        bm_buf_i64(out, value->as.integer);
    else
        bm_buf_fixed(out, value->as.real, column->decimals);
}

void bm_json_value(const bm_value *value, const bm_column *column, bm_buf *out)
{
    if (value->null) {
        bm_buf_put(out, "null", 4);
    } else if (column->type == BM_TEXT) {
        bm_buf_json(out, value->as.text);
    } else if (column->type == BM_DATE) {
        bm_buf_putc(out, '"');
        bm_buf_day(out, value->as.day);
        bm_buf_putc(out, '"');
    } else {
        put_number(value, column, out);
    }
}

void bm_json_members(const bm_value *values, const bm_column *columns, size_t n, bm_buf *out)
{
    for (size_t i = 0; i < n; i++) {
        bm_str name = bm_str_z(columns[i].name);
        char *to = bm_buf_room(out, name.len + 4);
        if (!to) return;
        if (i) *to++ = ',';
        *to++ = '"';
        memcpy(to, name.p, name.len);
        to[name.len] = '"';
        to[name.len + 1] = ':';
        out->len += name.len + (i ? 4 : 3);
        bm_json_value(&values[i], &columns[i], out);
    }
}

/* ,"x_NAME":"..." for each extra column. */
static void put_json_extra(const bm_incident *incident, const bm_naming *naming, bm_buf *out)
{
    for (size_t i = 0; i < naming->n_extra; i++) {
        bm_str value = incident->extra ? incident->extra[i] : (bm_str){0};
        bm_buf_puts(out, ",\"x_");
        size_t at = out->len;
        bm_buf_json(out, bm_str_z(naming->extra[i]));
        if (!out->failed)
            memmove(out->p + at, out->p + at + 1, out->len - at - 1); /* the opening quote is there */
        if (!out->failed) out->len--;
        bm_buf_putc(out, ':');
        bm_buf_json(out, value.len ? value : (bm_str){0});
    }
}

static void put_object(const bm_naming *naming, size_t n_columns, const bm_row *row, bm_buf *out)
{
    size_t n;
    bm_value values[BM_INCIDENT_COLUMNS];
    const bm_column *columns = bm_incident_columns(&n);
    bm_incident_values(row, naming, values);
    bm_buf_putc(out, '{');
    bm_json_members(values, columns, n_columns, out);
    put_json_extra(row->incident, naming, out);
    bm_buf_putc(out, '}');
}

void bm_geojson_feature(const bm_naming *naming, size_t n_columns, const bm_row *row, bm_buf *out)
{
    PUT(out, "{\"type\":\"Feature\",\"geometry\":");
    if (row->place->has_point) {
        PUT(out, "{\"type\":\"Point\",\"coordinates\":[");
        bm_buf_fixed(out, row->place->point.lon_deg, BM_DEGREE_DECIMALS);
        bm_buf_putc(out, ',');
        bm_buf_fixed(out, row->place->point.lat_deg, BM_DEGREE_DECIMALS);
        PUT(out, "]}");
    } else {
        PUT(out, "null");
    }
    PUT(out, ",\"properties\":");
    put_object(naming, n_columns, row, out);
    bm_buf_putc(out, '}');
}

static void put_csv_header(const bm_naming *naming, size_t n_columns, bm_buf *out)
{
    size_t n;
    const bm_column *columns = bm_incident_columns(&n);
    for (size_t i = 0; i < n_columns; i++) {
        if (i) bm_buf_putc(out, ',');
        bm_buf_puts(out, columns[i].name);
    }
    for (size_t i = 0; i < naming->n_extra; i++) {
        bm_buf name;
        bm_buf_init(&name, out->ctx);
        bm_buf_puts(&name, "x_");
        bm_buf_puts(&name, naming->extra[i]);
        bm_buf_putc(out, ',');
        bm_buf_csv(out, (bm_str){name.p, name.len});
        out->failed = out->failed || name.failed;
        bm_buf_free(&name);
    }
    bm_buf_putc(out, '\n');
}

static void put_csv_row(const bm_naming *naming, size_t n_columns, const bm_row *row, bm_buf *out)
{
    size_t n;
    bm_value values[BM_INCIDENT_COLUMNS];
    const bm_column *columns = bm_incident_columns(&n);
    bm_incident_values(row, naming, values);
    for (size_t i = 0; i < n_columns; i++) {
        if (i) bm_buf_putc(out, ',');
        if (values[i].null) continue;
        if (columns[i].type == BM_TEXT)
            bm_buf_csv(out, values[i].as.text);
        else if (columns[i].type == BM_DATE)
            bm_buf_day(out, values[i].as.day);
        else
            put_number(&values[i], &columns[i], out);
    }
    for (size_t i = 0; i < naming->n_extra; i++) {
        bm_buf_putc(out, ',');
        if (row->incident->extra) bm_buf_csv(out, row->incident->extra[i]);
    }
    bm_buf_putc(out, '\n');
}

bm_status bm_text_begin(bm_ctx *ctx, bm_text_format format, const bm_naming *naming, size_t n_columns,
                        bm_buf *out)
{
    switch (format) {
    case BM_FORMAT_CSV: put_csv_header(naming, n_columns, out); break;
    case BM_FORMAT_NDJSON: break;
    case BM_FORMAT_GEOJSON: bm_buf_puts(out, BM_GEOJSON_HEAD("incidents")); break;
    case BM_FORMAT_JSON: bm_buf_puts(out, "[\n"); break;
    }
    return bm_buf_status(ctx, out);
}

const char *bm_text_between(bm_text_format format)
{
    return format == BM_FORMAT_GEOJSON || format == BM_FORMAT_JSON ? ",\n" : "";
}

bm_status bm_text_row(bm_ctx *ctx, bm_text_format format, const bm_naming *naming, size_t n_columns,
                      const bm_row *row, bool first, bm_buf *out)
{
    if (!first) bm_buf_puts(out, bm_text_between(format));
    switch (format) {
    case BM_FORMAT_CSV: put_csv_row(naming, n_columns, row, out); break;
    case BM_FORMAT_NDJSON:
        put_object(naming, n_columns, row, out);
        bm_buf_putc(out, '\n');
        break;
    case BM_FORMAT_GEOJSON: bm_geojson_feature(naming, n_columns, row, out); break;
    case BM_FORMAT_JSON: put_object(naming, n_columns, row, out); break;
    }
    return bm_buf_status(ctx, out);
}

bm_status bm_text_end(bm_ctx *ctx, bm_text_format format, bm_buf *out)
{
    if (format == BM_FORMAT_GEOJSON) bm_buf_puts(out, BM_GEOJSON_END BM_GEOJSON_TAIL);
    if (format == BM_FORMAT_JSON) bm_buf_puts(out, "\n]\n");
    return bm_buf_status(ctx, out);
}
