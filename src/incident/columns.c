#include "incident/columns.h"
#include "base/num.h"
#include "base/str.h"

static int find_named(const struct bm_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i], name) == 0) return (int)i;
    for (size_t i = 0; i < table->n_columns; i++)
        if (bm_same_name(bm_str_z(table->columns[i]), bm_str_z(name))) return (int)i;
    return -1;
}

int bm_column_find(const struct bm_table *table, const char *name)
{
    int64_t number;
    int found = find_named(table, name);
    if (found >= 0) return found;
    if (bm_parse_i64(bm_str_z(name), &number) && number >= 1 && (uint64_t)number <= table->n_columns)
        return (int)number - 1;
    return -1;
}

const char *bm_column_nearest(const struct bm_table *table, const char *name)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < table->n_columns; i++) {
        size_t distance = bm_name_distance(bm_str_z(table->columns[i]), bm_str_z(name));
        if (distance < best) {
            best = distance;
            nearest = table->columns[i];
        }
    }
    return nearest;
}

bool bm_column_is_used(const struct bm_columns *columns, size_t column)
{
    for (int f = 0; f < BM_FIELD_COUNT; f++)
        if (columns->of[f] == (int)column) return true;
    return columns->of[BM_FIELD_DATE] < 0 && columns->year >= 0 &&
           (columns->year == (int)column || columns->month == (int)column || columns->day == (int)column);
}

static const struct bm_preset *guess_preset(const struct bm_table *table)
{
    size_t n;
    const struct bm_preset *presets = bm_presets(&n);
    for (size_t i = 0; i < n; i++) {
        const char *const *mark = presets[i].marks;
        if (presets[i].headless && table->is_gdelt) return &presets[i];
        while (mark && *mark && find_named(table, *mark) >= 0) mark++;
        if (mark && !*mark) return &presets[i];
    }
    return NULL;
}

/* --- one field after the other --- */

struct matching {
    bm_ctx *ctx;
    const struct bm_table *table;
    const char *src;
    bm_issue_list *issues;
    struct bm_columns *out;
    bool chosen[BM_FIELD_COUNT]; /* by the user, be it "none" */
};

static void apply_choices(struct matching *m, const bm_read_options *options, size_t *missing)
{
    for (size_t i = 0; i < options->n_choices; i++) {
        const bm_field_choice *choice = &options->choices[i];
        int column = choice->column[0] ? bm_column_find(m->table, choice->column) : -1;
        if (choice->column[0] && column < 0) {
            ++*missing;
            continue;
        }
        m->chosen[choice->field] = true;
        m->out->of[choice->field] = column;
    }
}

static void apply_preset(struct matching *m)
{
    const struct bm_preset *preset = m->out->preset;
    for (int f = 0; preset && f < BM_FIELD_COUNT; f++) {
        if (m->chosen[f] || !preset->column[f]) continue;
        int column = find_named(m->table, preset->column[f]);
        if (column < 0 || bm_column_is_used(m->out, (size_t)column)) continue;
        m->out->of[f] = column;
        m->chosen[f] = true;
    }
}

/* A column that the lists give to another field first is left to that field; lists do not overlap but in
 * geometry. */
static bm_status guess_field(struct matching *m, bm_field field)
{
    int best = -1;
    for (const char *const *name = bm_usual_names(field); *name; name++) {
        int column = find_named(m->table, *name);
        if (column < 0 || column == best || bm_column_is_used(m->out, (size_t)column)) continue;
        if (best < 0) {
            best = column;
            continue;
        }
        bm_status st =
            bm_issue_add(m->ctx, m->issues, BM_NOTE, m->src, 0, 0, bm_str_z(m->table->columns[column]),
                         bm_str_z(m->table->columns[column]), "one column for %s; '%s' is used",
                         bm_field_name(field), m->table->columns[best]);
        if (st != BM_OK) return st;
    }
    m->out->of[field] = best;
    return BM_OK;
}

/* Of columns with one name, the first that fits is taken: a note says so, but where the user named it. */
static bm_status note_twins(struct matching *m, const bm_read_options *options)
{
    const struct bm_table *table = m->table;
    bm_status st = BM_OK;

    for (int f = 0; f < BM_FIELD_COUNT; f++) {
        int used = m->out->of[f];
        for (size_t i = 0; i < options->n_choices; i++)
            if (options->choices[i].field == (bm_field)f) used = -1;
        for (size_t i = 0; used >= 0 && i < table->n_columns && st == BM_OK; i++) {
            if (bm_column_is_used(m->out, i)) continue;
            if (!(table->twin_of && table->twin_of[i] == (size_t)used) &&
                !bm_same_name(bm_str_z(table->columns[i]), bm_str_z(table->columns[used])))
                continue;
            st = bm_issue_add(m->ctx, m->issues, BM_NOTE, m->src, 0, 0, bm_str_z(table->columns[i]),
                              bm_str_z(table->columns[used]),
                              "one column of this name; column %d is used for %s, not %zu", used + 1,
                              bm_field_name((bm_field)f), i + 1);
        }
    }
    return st;
}

/* A preset that the user named and whose columns this file does not have. */
static bm_status warn_wrong_preset(struct matching *m, const bm_read_options *options)
{
    const struct bm_preset *preset = m->out->preset;
    const char *example = NULL;

    if (!options->preset || !preset) return BM_OK;
    for (const char *const *mark = preset->marks; mark && *mark; mark++) {
        if (find_named(m->table, *mark) >= 0) return BM_OK;
        if (!example) example = *mark;
    }
    for (int f = 0; f < BM_FIELD_COUNT && !preset->marks; f++) {
        if (!preset->column[f]) continue;
        if (find_named(m->table, preset->column[f]) >= 0) return BM_OK;
        if (!example) example = preset->column[f];
    }
    return bm_issue_add(
        m->ctx, m->issues, BM_WARNING, m->src, 0, 0, (bm_str){NULL, 0}, bm_str_z(preset->name),
        "columns of this preset such as '%s'; this file has none of them", example ? example : "");
}

static int find_any(const struct bm_table *table, const char *a, const char *b)
{
    int column = find_named(table, a);
    return column >= 0 ? column : find_named(table, b);
}

/* iyear, imonth and iday of GTD; year, month and day elsewhere. */
static void match_date_parts(struct matching *m)
{
    struct bm_columns *out = m->out;
    out->year = out->month = out->day = -1;
    if (out->of[BM_FIELD_DATE] >= 0 || m->chosen[BM_FIELD_DATE]) return;
    out->year = find_any(m->table, "iyear", "year");
    out->month = find_any(m->table, "imonth", "month");
    out->day = find_any(m->table, "iday", "day");
    if (out->month < 0) out->day = -1;
}

/* What the numbers of a column mean is in its name; its preset tells for gdelt. */
static void match_scales(struct bm_columns *out, const struct bm_table *table)
{
    int precision = out->of[BM_FIELD_GEO_PREC_IN], date = out->of[BM_FIELD_DATE_PREC_IN];
    out->scale = out->preset ? out->preset->scale : BM_SCALE_GED;
    if (precision >= 0) {
        bm_str name = bm_str_z(table->columns[precision]);
        if (bm_same_name(name, BM_LIT("where_prec"))) out->scale = BM_SCALE_GED;
        if (bm_same_name(name, BM_LIT("geo_precision"))) out->scale = BM_SCALE_ACLED;
        if (bm_same_name(name, BM_LIT("specificity"))) out->scale = BM_SCALE_GTD;
        if (bm_same_name(name, BM_LIT("ActionGeo_Type"))) out->scale = BM_SCALE_GDELT;
    }
    int type = out->of[BM_FIELD_EVENT_TYPE];
    out->violence_types =
        type >= 0 && bm_same_name(bm_str_z(table->columns[type]), BM_LIT("type_of_violence"));
    out->date_scale = BM_DATE_SCALE_WORDS;
    if (date >= 0) {
        bm_str name = bm_str_z(table->columns[date]);
        if (bm_same_name(name, BM_LIT("date_prec"))) out->date_scale = BM_DATE_SCALE_GED;
        if (bm_same_name(name, BM_LIT("time_precision"))) out->date_scale = BM_DATE_SCALE_ACLED;
    }
}

/* A table that says nowhere where its rows are was most likely not understood. */
static bm_status warn_without_place(struct matching *m)
{
    static const bm_field fields[] = {BM_FIELD_PLACE, BM_FIELD_ADMIN1, BM_FIELD_ADMIN2, BM_FIELD_COUNTRY,
                                      BM_FIELD_LON};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (m->out->of[fields[i]] >= 0) return BM_OK;
    return bm_issue_add(m->ctx, m->issues, BM_WARNING, m->src, 0, 0, (bm_str){NULL, 0}, (bm_str){NULL, 0},
                        "a column for place, admin1, country or coordinates; --field can name one");
}

bm_status bm_columns_match(bm_ctx *ctx, const struct bm_table *table, const bm_read_options *options,
                           const char *src, bm_issue_list *issues, struct bm_columns *out, size_t *missing)
{
    struct matching m = {.ctx = ctx, .table = table, .src = src, .issues = issues, .out = out};
    bm_status st;

    *missing = 0;
    *out = (struct bm_columns){.year = -1, .month = -1, .day = -1, .n_known = table->n_columns};
    for (int f = 0; f < BM_FIELD_COUNT; f++) out->of[f] = -1;
    out->preset = options->preset ? bm_preset_find(options->preset) : guess_preset(table);
    apply_choices(&m, options, missing);
    apply_preset(&m);
    /* In a known layout the parts are the date; elsewhere they are what is left when there is no date column.
     */
    if (out->preset && out->preset->scale == BM_SCALE_GTD && find_named(table, "iyear") >= 0) {
        match_date_parts(&m);
        m.chosen[BM_FIELD_DATE] = true;
    }
    for (int f = 0; f < BM_FIELD_COUNT; f++)
        if (!m.chosen[f] && (st = guess_field(&m, (bm_field)f)) != BM_OK) return st;
    if (!m.chosen[BM_FIELD_DATE]) match_date_parts(&m);
    match_scales(out, table);
    if ((st = note_twins(&m, options)) != BM_OK) return st;
    if ((st = warn_wrong_preset(&m, options)) != BM_OK) return st;
    return warn_without_place(&m);
}
