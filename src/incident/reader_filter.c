#include "base/mem.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "incident/reader.h"

bm_status bm_reader_place_conditions(bm_incident_reader *reader, struct bm_reader_source *source)
{
    int *columns = bm_arena_calloc(reader->arena, reader->n_conditions + 1, sizeof *columns);
    if (!columns) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for filters");
    for (size_t i = 0; i < reader->n_conditions; i++) {
        const struct bm_condition *c = &reader->conditions[i];
        columns[i] = c->field < BM_FIELD_COUNT ? source->maker.columns.of[c->field] : -1;
        if (columns[i] < 0) columns[i] = bm_column_find(source->table, c->name);
    }
    source->condition_column = columns;
    return BM_OK;
}

/* A country also matches by any of its names and codes. */
static bool same_country(const struct bm_row_work *work, bm_str a, bm_str b)
{
    bool fips = work->maker->columns.preset && work->maker->columns.preset->fips;
    char x[4], y[4];
    return bm_country_from_text(a, fips, x) && bm_country_from_text(b, false, y) && memcmp(x, y, 4) == 0;
}

bool bm_reader_passes(const bm_incident_reader *reader, const struct bm_reader_source *source,
                      struct bm_row_work *work)
{
    for (size_t i = 0; i < reader->n_conditions; i++) {
        bool passes = false;
        if (reader->conditions[i].group != i) continue;
        for (size_t k = i; k < reader->n_conditions && !passes; k++) {
            const struct bm_condition *c = &reader->conditions[k];
            if (c->group != i) continue;
            bm_str value = bm_row_value(work, source->condition_column[k]);
            passes = bm_str_eq(value, c->value);
            if (!passes && value.p && c->field == BM_FIELD_COUNTRY)
                passes = same_country(work, value, c->value);
        }
        if (!passes) return false;
    }
    return true;
}

bool bm_reader_in_days(const bm_read_options *options, const bm_incident *row)
{
    if (options->from == BM_NO_DAY && options->to == BM_NO_DAY) return true;
    if (row->d_start == BM_NO_DAY) return false;
    if (options->from != BM_NO_DAY && row->d_end < options->from) return false;
    return options->to == BM_NO_DAY || row->d_start <= options->to;
}
