/* Opening: options, columns of every input, names that nothing knows. */
#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "incident/day_order.h"
#include "incident/input.h"
#include "incident/reader.h"

#include <stdio.h>

static const char *const formats[] = {"csv", "tsv", "ndjson", "json", "geojson", "gdal"};

/* --- options --- */

static const char *copy(bm_incident_reader *reader, const char *text, bool *ok)
{
    return bm_arena_copy(reader->arena, bm_str_z(text), ok).p;
}

static bm_status check_values(bm_ctx *ctx, const bm_read_options *o)
{
    size_t n;
    const struct bm_preset *presets = bm_presets(&n);
    bool known = !o->input_format;

    if (o->preset && !bm_preset_find(o->preset)) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            if (bm_name_distance(bm_str_z(presets[i].name), bm_str_z(o->preset)) <
                bm_name_distance(bm_str_z(presets[best].name), bm_str_z(o->preset)))
                best = i;
        return bm_fail(ctx, BM_EUSAGE,
                       "there is no preset '%s' (acled, ged, gtd, gdelt); the nearest is '%s'", o->preset,
                       presets[best].name);
    }
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        known = known || strcmp(o->input_format, formats[i]) == 0;
    if (!known)
        return bm_fail(ctx, BM_EUSAGE,
                       "there is no input format '%s' (csv, tsv, ndjson, json, geojson, gdal)",
                       o->input_format);
    if (o->shard > o->shards || (o->shards > 0 && o->shard == 0))
        return bm_fail(ctx, BM_EUSAGE, "shard %u of %u does not exist", (unsigned)o->shard,
                       (unsigned)o->shards);
    for (size_t i = 0; i < o->n_where; i++)
        if (!strchr(o->where[i], '=') || o->where[i][0] == '=')
            return bm_fail(ctx, BM_EUSAGE, "'%s' is no condition; expected FIELD=VALUE", o->where[i]);
    return BM_OK;
}

static bm_status copy_conditions(bm_incident_reader *reader, const bm_read_options *o)
{
    bool ok = true;
    reader->conditions = bm_arena_calloc(reader->arena, o->n_where + 1, sizeof *reader->conditions);
    if (!reader->conditions) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for filters");
    reader->n_conditions = o->n_where;
    for (size_t i = 0; i < o->n_where; i++) {
        struct bm_condition *c = &reader->conditions[i];
        const char *equals = strchr(o->where[i], '=');
        bm_str name = bm_str_trim(bm_str_of(o->where[i], (size_t)(equals - o->where[i])));
        c->name = name.p ? bm_arena_copy(reader->arena, name, &ok).p : "";
        c->value = bm_arena_copy(reader->arena, bm_str_trim(bm_str_z(equals + 1)), &ok);
        if (!ok) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for filters");
        c->field = bm_field_from_name(c->name, NULL);
        for (c->group = 0; strcmp(reader->conditions[c->group].name, c->name) != 0;) c->group++;
    }
    return BM_OK;
}

bm_status bm_reader_copy_options(bm_incident_reader *reader, const bm_read_options *options)
{
    bm_read_options *o = &reader->options;
    bm_field_choice *choices;
    bool ok = true;
    bm_status st;

    if (!options) {
        *o = (bm_read_options){.from = BM_NO_DAY, .to = BM_NO_DAY};
        return BM_OK;
    }
    if ((st = check_values(reader->ctx, options)) != BM_OK) return st;
    *o = *options;
    o->preset = copy(reader, options->preset, &ok);
    o->input_format = copy(reader, options->input_format, &ok);
    choices = bm_arena_calloc(reader->arena, options->n_choices + 1, sizeof *choices);
    if (!choices) ok = false;
    for (size_t i = 0; ok && i < options->n_choices; i++) {
        choices[i].field = options->choices[i].field;
        choices[i].column =
            options->choices[i].column[0] ? copy(reader, options->choices[i].column, &ok) : "";
    }
    o->choices = choices;
    if (!ok) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for options");
    o->where = NULL;
    return copy_conditions(reader, options);
}

/* --- one source --- */

static bool only_numbers(const bm_read_options *o)
{
    bool any = false;
    int64_t number;
    for (size_t i = 0; i < o->n_choices; i++) {
        if (!o->choices[i].column[0]) continue;
        if (!bm_parse_i64(bm_str_z(o->choices[i].column), &number)) return false;
        any = true;
    }
    return any;
}

static bm_status set_share(bm_incident_reader *reader, struct bm_reader_source *source)
{
    const bm_read_options *o = &reader->options;
    const struct bm_table *table = source->table;

    source->from = 0;
    source->to = UINT64_MAX;
    if (o->shards <= 1) return BM_OK;
    if (table->input && !bm_input_is_regular(table->input))
        return bm_fail(reader->ctx, BM_EUSAGE, "'%s' cannot be read in shards: it is no file", source->path);
    source->in_blocks =
        !table->has_offsets || !table->input || bm_input_is_packed(table->input) ||
        strcmp(bm_input_encoding(table->input), "UTF-8") != 0;
    if (source->in_blocks) return BM_OK;
    uint64_t bytes = bm_input_bytes(table->input);
    source->from = bytes / o->shards * (o->shard - 1) + bytes % o->shards * (o->shard - 1) / o->shards;
    if (o->shard < o->shards)
        source->to = bytes / o->shards * o->shard + bytes % o->shards * o->shard / o->shards;
    return BM_OK;
}

static bm_status note_facts(bm_incident_reader *reader, size_t i)
{
    const struct bm_reader_source *source = &reader->sources[i];
    const struct bm_table *table = source->table;
    const struct bm_columns *columns = &source->maker.columns;
    bm_source *facts = &reader->facts[i];
    bool ok = true;

    facts->format = copy(reader, table->format, &ok);
    facts->preset = columns->preset ? columns->preset->name : NULL;
    facts->encoding = table->input ? bm_input_encoding(table->input) : "UTF-8";
    facts->delimiter = table->delimiter;
    facts->bytes = table->input ? bm_input_bytes(table->input) : 0;
    for (int f = 0; f < BM_FIELD_COUNT; f++) {
        int column = columns->of[f];
        if (f == BM_FIELD_DATE && column < 0) column = columns->year;
        facts->column_of[f] = column < 0 ? NULL : copy(reader, table->columns[column], &ok);
    }
    return ok ? BM_OK : bm_fail(reader->ctx, BM_ENOMEM, "out of memory for columns");
}

/* What this input has of its own goes before what all have. */
static bm_status set_options(bm_incident_reader *reader, size_t i)
{
    const bm_read_options *all = &reader->options;
    const bm_input_options *own = all->each ? &all->each[i] : NULL;
    bm_read_options *o = &reader->sources[i].options, checked;
    bm_field_choice *choices;
    bool ok = true;
    bm_status st;

    *o = *all;
    if (!own) return BM_OK;
    checked = (bm_read_options){.preset = own->preset, .input_format = own->input_format};
    if ((st = check_values(reader->ctx, &checked)) != BM_OK) return st;
    if (own->preset) o->preset = copy(reader, own->preset, &ok);
    if (own->input_format) o->input_format = copy(reader, own->input_format, &ok);
    choices = bm_arena_calloc(reader->arena, own->n_choices + all->n_choices + 1, sizeof *choices);
    if (!choices || !ok) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for options");
    for (size_t k = 0; k < own->n_choices; k++) {
        choices[k] = own->choices[k];
        if (choices[k].column[0]) choices[k].column = copy(reader, choices[k].column, &ok);
    }
    o->choices = choices;
    o->n_choices = own->n_choices;
    for (size_t k = 0; k < all->n_choices; k++) {
        bool said = false;
        for (size_t m = 0; m < own->n_choices; m++) said = said || choices[m].field == all->choices[k].field;
        if (!said) choices[o->n_choices++] = all->choices[k];
    }
    return ok ? BM_OK : bm_fail(reader->ctx, BM_ENOMEM, "out of memory for options");
}

/* The columns that an input's own choices name must be its own. */
static bm_status check_own(const bm_incident_reader *reader, size_t i)
{
    const bm_input_options *own = reader->options.each ? &reader->options.each[i] : NULL;
    const struct bm_reader_source *source = &reader->sources[i];

    for (size_t k = 0; own && k < own->n_choices; k++) {
        const char *column = own->choices[k].column, *nearest;
        if (!column[0] || bm_column_find(source->table, column) >= 0) continue;
        nearest = bm_column_nearest(source->table, column);
        return bm_fail(reader->ctx, BM_EUSAGE, "'%s' has no column '%s' for field '%s'; the nearest is '%s'",
                       source->path, column, bm_field_name(own->choices[k].field), nearest ? nearest : "");
    }
    return BM_OK;
}

bm_status bm_reader_look_at(bm_incident_reader *reader, size_t i)
{
    struct bm_reader_source *source = &reader->sources[i];
    struct bm_row_maker *maker = &source->maker;
    size_t missing;
    bm_status st;

    source->found.arena = reader->arena;
    reader->facts[i].sign = bm_file_sign(source->path);
    if ((st = set_options(reader, i)) != BM_OK) return st;
    source->wish = (struct bm_table_wish){.format = source->options.input_format,
                                          .preset = source->options.preset,
                                          .numbers_only = only_numbers(&source->options),
                                          .live = reader->options.live};
    if ((st = bm_table_open(reader->ctx, source->path, &source->wish, &source->table)) != BM_OK) return st;
    if ((st = check_own(reader, i)) != BM_OK) return st;
    maker->src = reader->facts[i].src;
    maker->table = source->table;
    for (size_t k = 0; k < source->table->notes.n; k++) {
        const bm_issue *note = &source->table->notes.items[k];
        st = bm_issue_add(reader->ctx, &source->found, note->severity, maker->src, 0, 0, note->column,
                          note->found, "%.*s", (int)note->expected.len, note->expected.p);
        if (st != BM_OK) return st;
    }
    if ((st = bm_columns_match(reader->ctx, source->table, &source->options, maker->src, &source->found,
                               &maker->columns, &missing)) != BM_OK)
        return st;
    if ((st = bm_day_order_find(reader->ctx, source->path, &source->wish, source->table, &maker->columns,
                                maker->src, &source->found, &maker->order)) != BM_OK)
        return st;
    if ((st = set_share(reader, source)) != BM_OK) return st;
    if ((st = bm_reader_place_conditions(reader, source)) != BM_OK) return st;
    if ((st = note_facts(reader, i)) != BM_OK) return st;
    return bm_reader_number_extras(reader, i);
}

/* --- extra columns --- */

static bool is_geometry(const char *name)
{
    return strcmp(name, "geometry:lon") == 0 || strcmp(name, "geometry:lat") == 0;
}

static bm_status number_extra(bm_incident_reader *reader, const char *name, int *out)
{
    void *names = reader->extra_names;
    uint64_t *slot;
    bool added, ok = true;
    bm_status st;

    bm_str text = bm_arena_copy(reader->arena, bm_str_z(name), &ok);
    if (!ok) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for columns");
    if ((st = bm_map_add(&reader->extra_index, text, &slot, &added)) != BM_OK) return st;
    if (added) {
        *slot = reader->n_extra;
        st = bm_grow(reader->ctx, &names, &reader->cap_extra, reader->n_extra + 1,
                     sizeof *reader->extra_names);
        reader->extra_names = names;
        if (st != BM_OK) return st;
        reader->extra_names[reader->n_extra++] = text.p;
    }
    *out = (int)*slot;
    return BM_OK;
}

bm_status bm_reader_number_extras(bm_incident_reader *reader, size_t i)
{
    struct bm_reader_source *source = &reader->sources[i];
    size_t n = source->table->n_columns;
    const char **unused = bm_arena_calloc(reader->arena, n + 1, sizeof *unused);
    bm_source *facts = &reader->facts[i];
    bm_status st;

    source->extra_of = bm_arena_calloc(reader->arena, n + 1, sizeof *source->extra_of);
    if (!source->extra_of || !unused) return bm_fail(reader->ctx, BM_ENOMEM, "out of memory for columns");
    for (size_t k = 0; k < n; k++) {
        source->extra_of[k] = -1;
        if (bm_column_is_used(&source->maker.columns, k) || is_geometry(source->table->columns[k])) continue;
        if ((st = number_extra(reader, source->table->columns[k], &source->extra_of[k])) != BM_OK) return st;
        unused[facts->n_unused++] = reader->extra_names[source->extra_of[k]];
    }
    facts->unused = unused;
    source->maker.extra_of = source->extra_of;
    source->maker.n_extra_of = n;
    return BM_OK;
}

/* --- names that no input has --- */

static const char *nearest_of_all(const bm_incident_reader *reader, const char *name, size_t *distance)
{
    const char *best = NULL;
    *distance = SIZE_MAX;
    for (size_t i = 0; i < reader->n_sources; i++) {
        const struct bm_table *table = reader->sources[i].table;
        const char *nearest = table ? bm_column_nearest(table, name) : NULL;
        if (!nearest) continue;
        size_t d = bm_name_distance(bm_str_z(nearest), bm_str_z(name));
        if (d >= *distance) continue;
        *distance = d;
        best = nearest;
    }
    return best;
}

static bool any_has(const bm_incident_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->n_sources; i++)
        if (bm_column_find(reader->sources[i].table, name) >= 0) return true;
    return false;
}

bm_status bm_reader_check_names(bm_incident_reader *reader)
{
    const bm_read_options *o = &reader->options;
    size_t distance;

    for (size_t i = 0; i < o->n_choices; i++) {
        const char *column = o->choices[i].column;
        if (!column[0] || any_has(reader, column)) continue;
        const char *nearest = nearest_of_all(reader, column, &distance);
        return bm_fail(reader->ctx, BM_EUSAGE,
                       "no input has a column '%s' for field '%s'; the nearest is '%s'", column,
                       bm_field_name(o->choices[i].field), nearest ? nearest : "");
    }
    for (size_t i = 0; i < reader->n_conditions; i++) {
        const struct bm_condition *c = &reader->conditions[i];
        bool known = false;
        for (size_t k = 0; k < reader->n_sources; k++)
            known = known || reader->sources[k].condition_column[i] >= 0;
        if (known) continue;
        const char *field = NULL, *nearest = nearest_of_all(reader, c->name, &distance);
        bm_field_from_name(c->name, &field);
        if (field && bm_name_distance(bm_str_z(field), bm_str_z(c->name)) < distance &&
            c->field == BM_FIELD_COUNT)
            nearest = field;
        return bm_fail(reader->ctx, BM_EUSAGE,
                       "no input has a field or column '%s' to filter by; the nearest is '%s'", c->name,
                       nearest ? nearest : "");
    }
    return BM_OK;
}
