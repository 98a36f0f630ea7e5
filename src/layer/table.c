/* Fields of the incidents layer, and what designs that compare both sides of a border need besides: the signed
 * distance (Keele and Titiunik 2015, doi:10.1093/pan/mpu014), the side as a treatment, a name for the place to
 * cluster errors by. Text is neutralised as in every CSV that a spreadsheet may open. */
#include "layer/table.h"
#include "base/str.h"
#include "layer/schema.h"
#include "layer/text.h"

#include <math.h>
#include <string.h>

/* Of the incidents layer, in this order. */
static const char *const fields[] = {
    "inc_id", "src",    "src_row",  "d_start", "d_end", "d_prec",  "etype",   "actor1",  "actor2",    "killed",
    "injured", "iso3",  "adm1",     "adm2",    "gaz_id", "status", "score",   "geo_prec", "rad_km",   "lon",
    "lat",    "dyad",   "seg_id",   "dist_km", "dmin_km", "dmax_km", "chain_km", "side",  "side_sure", "b_status",
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static size_t column_of(const char *name)
{
    size_t n, i = 0;
    const bm_column *columns = bm_incident_columns(&n);

    while (i + 1 < n && strcmp(columns[i].name, name) != 0) i++;
    return i;
}

void bm_model_table_header(const bm_naming *naming, bm_buf *out)
{
    for (size_t i = 0; i < FIELDS; i++) {
        bm_buf_puts(out, fields[i]);
        bm_buf_putc(out, ',');
    }
    bm_buf_puts(out, "sdist_km,treated,place_key");
    for (size_t i = 0; i < naming->n_bands; i++) {
        bm_buf_puts(out, ",in_");
        bm_buf_double(out, naming->bands_m[i] / 1000);
        bm_buf_puts(out, "km");
    }
    bm_buf_putc(out, '\n');
}

static void put_value(const bm_value *value, const bm_column *column, bm_buf *out)
{
    if (value->null) return;
    switch (value->type) {
    case BM_TEXT: bm_buf_csv_safe(out, value->as.text); break;
    case BM_INTEGER: bm_buf_i64(out, value->as.integer); break;
    case BM_REAL: bm_buf_fixed(out, value->as.real, column->decimals); break;
    case BM_DATE: bm_buf_day(out, value->as.day); break;
    }
}

/* 1 on the ground of the border's second country, -1 of its first, 0: neither is known. */
static int side_of(const bm_naming *naming, const bm_tag *tag)
{
    if (tag->dyad < 0 || (uint32_t)tag->dyad >= naming->n_dyads || !tag->side[0]) return 0;
    if (strcmp(tag->side, naming->dyads[tag->dyad].iso_b) == 0) return 1;
    return strcmp(tag->side, naming->dyads[tag->dyad].iso_a) == 0 ? -1 : 0;
}

/* Incidents with equal coordinates are one place. */
static void put_place(const bm_row *row, bm_buf *out)
{
    if (!row->place->has_point) return;
    bm_buf_putc(out, 'p');
    bm_buf_fixed(out, row->place->point.lon_deg, 5);
    bm_buf_putc(out, '_');
    bm_buf_fixed(out, row->place->point.lat_deg, 5);
}

void bm_model_table_row(const bm_naming *naming, const bm_row *row, bm_buf *out)
{
    bm_value values[BM_INCIDENT_COLUMNS];
    size_t n;
    const bm_column *columns = bm_incident_columns(&n);
    const bm_tag *tag = row->tag;
    int side = side_of(naming, tag);
    bool has_distance = isfinite(tag->dist_m);

    bm_incident_values(row, naming, values);
    for (size_t i = 0; i < FIELDS; i++) {
        size_t at = column_of(fields[i]);

        put_value(&values[at], &columns[at], out);
        bm_buf_putc(out, ',');
    }
    if (has_distance && side) bm_buf_fixed(out, side * tag->dist_m / 1000, 6);
    bm_buf_putc(out, ',');
    if (has_distance && side) bm_buf_putc(out, side > 0 ? '1' : '0');
    bm_buf_putc(out, ',');
    put_place(row, out);
    for (size_t i = 0; i < naming->n_bands; i++) {
        bm_buf_putc(out, ',');
        if (has_distance) bm_buf_putc(out, tag->dist_m <= naming->bands_m[i] ? '1' : '0');
    }
    bm_buf_putc(out, '\n');
}
