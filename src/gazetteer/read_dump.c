/* Reads GeoNames text files: dumps (19 columns), alternate names (8 or 10 columns), admin code tables (4
 * columns). Which it is comes from the first row. Format:
 * https://download.geonames.org/export/dump/readme.txt */
#include "gazetteer/model.h"

#include "base/num.h"
#include "base/str.h"
#include "gazetteer/country.h"
#include "text/fold.h"

#include <math.h>
#include <string.h>

#define MAX_COLUMNS 19
#define MAX_LINE    (1u << 20)
#define MAX_ID      60

enum dump_kind { DUMP_UNKNOWN, DUMP_PLACES, DUMP_NAMES, DUMP_CODES };

struct dump {
    struct gz_model *model;
    const char *path;
    const char *p, *end;
    uint64_t line, n_rows, n_used;
    char first_day[11], last_day[11]; /* of the dump's column of modification dates */
    bm_str column[MAX_COLUMNS];
    uint32_t n_columns;
    bool more_columns; /* than any GeoNames file has: perhaps line ends are missing */
    bm_str whole; /* the line */
};

/* The next line that is not empty, cut at tabs; false at the end. */
static bool next_line(struct dump *dump)
{
    while (dump->p < dump->end) {
        const char *line = dump->p;
        const char *stop = memchr(line, '\n', (size_t)(dump->end - line));
        if (!stop) stop = dump->end;
        dump->p = stop < dump->end ? stop + 1 : stop;
        dump->line++;
        if (stop > line && stop[-1] == '\r') stop--;
        if (stop == line || *line == '#') continue;
        dump->whole = bm_str_of(line, (size_t)(stop - line));
        dump->n_columns = 0;
        dump->more_columns = false;
        for (const char *from = line; dump->n_columns < MAX_COLUMNS;) {
            const char *tab = memchr(from, '\t', (size_t)(stop - from));
            const char *to = tab ? tab : stop;
            dump->column[dump->n_columns++] = bm_str_of(from, (size_t)(to - from));
            if (!tab) break;
            from = tab + 1;
            dump->more_columns = dump->n_columns == MAX_COLUMNS;
        }
        return true;
    }
    return false;
}

static enum dump_kind kind_of(const struct dump *dump)
{
    int64_t number;
    double degrees;

    if (dump->n_columns == 4 && memchr(dump->column[0].p, '.', dump->column[0].len)) return DUMP_CODES;
    if (dump->n_columns >= 18 && bm_parse_double(dump->column[4], &degrees)) return DUMP_PLACES;
    if (!bm_parse_i64(dump->column[0], &number)) return DUMP_UNKNOWN;
    if (dump->n_columns >= 4 && dump->n_columns <= 10 && bm_parse_i64(dump->column[1], &number))
        return DUMP_NAMES;
    return DUMP_UNKNOWN;
}

static bool number_in(bm_str text, double low, double high, double *out)
{
    return bm_parse_double(text, out) && *out >= low && *out <= high;
}

static void copy_code(char *out, size_t size, bm_str code)
{
    memset(out, 0, size);
    memcpy(out, code.p, code.len < size ? code.len : size - 1);
}

static uint32_t population_of(bm_str text)
{
    int64_t value;

    if (!bm_parse_i64(text, &value) || value < 0) return 0;
    return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static bool is_defunct(bm_str code)
{
    static const char *const codes[] = {"PPLH",  "PPLQ",  "PPLW",  "PPLCH", "ADM1H", "ADM2H",
                                        "ADM3H", "ADM4H", "ADMDH", "PCLH",  "RGNH"};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (bm_str_eq(code, bm_str_z(codes[i]))) return true;
    }
    return false;
}

static bm_status add_alternates(struct gz_model *model, uint32_t place, bm_str list)
{
    size_t from = 0;

    for (size_t i = 0; i <= list.len; i++) {
        if (i < list.len && list.p[i] != ',') continue;
        bm_status st = gz_add_name(model, place, bm_str_of(list.p + from, i - from), GZ_NAME_ALTERNATE);
        if (st != BM_OK) return st;
        from = i + 1;
    }
    return BM_OK;
}

/* column counts from 1; 0: the whole line. */
static bm_status leave_out(struct dump *dump, uint32_t column, const char *expected)
{
    static const char *const names[] = {NULL,       "column 1", "column 2",  "column 3",
                                        "column 4", "latitude", "longitude", "column 7"};

    return gz_leave_out(dump->model, dump->path, dump->line, names[column],
                        column ? dump->column[column - 1] : bm_str_cut(dump->whole, 100), expected);
}

/* "2018-05-08": the earliest and the latest one are kept. */
static void note_day(struct dump *dump, bm_str day)
{
    char text[11] = {0};

    if (day.len != 10 || day.p[4] != '-' || day.p[7] != '-') return;
    memcpy(text, day.p, 10);
    if (strspn(text, "0123456789-") != 10) return;
    if (!dump->first_day[0] || strcmp(text, dump->first_day) < 0) memcpy(dump->first_day, text, 11);
    if (strcmp(text, dump->last_day) > 0) memcpy(dump->last_day, text, 11);
}

static bm_status read_place(struct dump *dump)
{
    struct gz_place place = {0};
    const bm_str *column = dump->column;
    uint32_t index;
    bool added;
    bm_status st;

    if (dump->n_columns < 18 || dump->more_columns)
        return leave_out(dump, 0, "a GeoNames row of 19 tab-separated columns");
    if (column[0].len == 0 || column[0].len > MAX_ID)
        return leave_out(dump, 1, "an id in column 1 (geonameid)");
    if (!number_in(column[4], -90, 90, &place.lat))
        return leave_out(dump, 5, "a latitude of -90 to 90 in column 5");
    if (!number_in(column[5], -180, 180, &place.lon))
        return leave_out(dump, 6, "a longitude of -180 to 180 in column 6");
    if (column[1].len == 0 || column[1].len > BM_NAME_MAX)
        return leave_out(dump, 2, "a name of 1 to 240 bytes in column 2");
    copy_code(place.feat, sizeof place.feat, column[7]);
    place.feat_class = (char)(column[6].len == 1 ? column[6].p[0] : 0);
    place.flags = is_defunct(column[7]) ? GZ_DEFUNCT : 0;
    (void)bm_country_from_code(column[8], place.iso3);
    place.population = population_of(column[14]);
    if ((st = gz_intern(dump->model, column[10], &place.adm1_code)) != BM_OK ||
        (st = gz_intern(dump->model, column[11], &place.adm2_code)) != BM_OK ||
        (st = gz_add_place(dump->model, &place, column[0], column[1], &index, &added)) != BM_OK)
        return st;
    if (!added) return leave_out(dump, 1, "an id that no row before has");
    dump->n_used++;
    if (dump->n_columns > 18) note_day(dump, column[18]);
    if ((st = gz_add_name(dump->model, index, column[2], GZ_NAME_ASCII)) != BM_OK) return st;
    return add_alternates(dump->model, index, column[3]);
}

/* Codes and links are no names. */
static bool is_no_language(bm_str language)
{
    static const char *const codes[] = {"link", "post", "iata", "icao", "faac",
                                        "tcid", "unlc", "wkdt", "phon", "piny"};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (bm_str_eq(language, bm_str_z(codes[i]))) return true;
    }
    return false;
}

static bool is_one(const struct dump *dump, uint32_t column)
{
    return dump->n_columns > column && bm_str_eq(dump->column[column], BM_LIT("1"));
}

static bm_status read_name(struct dump *dump)
{
    enum gz_name_kind kind = GZ_NAME_ALTERNATE;
    uint64_t *place;

    if (dump->n_columns < 4)
        return leave_out(dump, 0, "an alternate name row of at least 4 tab-separated columns");
    if (is_no_language(dump->column[2])) return BM_OK;
    if (dump->column[3].len > BM_NAME_MAX)
        return leave_out(dump, 4, "a name of at most 240 bytes in column 4");
    place = bm_map_find(&dump->model->by_id, dump->column[1]);
    if (!place) return leave_out(dump, 2, "the id of a place in one of the dumps");
    if (is_one(dump, 6) || is_one(dump, 7))
        kind = GZ_NAME_HISTORIC;
    else if (is_one(dump, 4))
        kind = GZ_NAME_PREFERRED;
    dump->n_used++;
    return gz_add_name(dump->model, (uint32_t)*place, dump->column[3], kind);
}

/* "PK.02<tab>Balochistan<tab>Balochistan<tab>1183606": gives rows of class A the code they lack. */
static bm_status read_code(struct dump *dump)
{
    bm_str code = dump->column[0];
    struct gz_place *place;
    uint64_t *index;
    bm_status st = BM_OK;
    const char *dot, *dot2;

    if (dump->n_columns < 4) return leave_out(dump, 0, "an admin code row of 4 tab-separated columns");
    index = bm_map_find(&dump->model->by_id, dump->column[3]);
    dot = memchr(code.p, '.', code.len);
    if (!dot) return leave_out(dump, 1, "a code like PK.02 or PK.02.1234");
    if (!index) return leave_out(dump, 4, "the id of a place in one of the dumps");
    place = &dump->model->places[*index];
    code = bm_str_of(dot + 1, code.len - (size_t)(dot + 1 - code.p));
    dot2 = memchr(code.p, '.', code.len);
    dump->n_used++;
    if (dot2 && place->adm2_code == 0)
        st = gz_intern(dump->model, bm_str_of(dot2 + 1, code.len - (size_t)(dot2 + 1 - code.p)),
                       &place->adm2_code);
    if (st == BM_OK && place->adm1_code == 0)
        st = gz_intern(dump->model, dot2 ? bm_str_of(code.p, (size_t)(dot2 - code.p)) : code,
                       &place->adm1_code);
    if (st != BM_OK) return st;
    return gz_add_name(dump->model, (uint32_t)*index, dump->column[1], GZ_NAME_ALTERNATE);
}

static bm_status read_rows(struct dump *dump, enum dump_kind kind)
{
    bm_status st;

    do {
        dump->n_rows++;
        if (dump->whole.len > MAX_LINE)
            st = leave_out(dump, 0, "a line of at most 1 MB");
        else if (!bm_utf8_valid(dump->whole) || memchr(dump->whole.p, 0, dump->whole.len))
            st = leave_out(dump, 0, "text in UTF-8 without NULs");
        else if (kind == DUMP_PLACES)
            st = read_place(dump);
        else if (kind == DUMP_NAMES)
            st = read_name(dump);
        else
            st = read_code(dump);
        if (st != BM_OK) return st;
    } while (next_line(dump));
    return BM_OK;
}

static bm_status report(struct dump *dump, enum dump_kind kind)
{
    static const char *const kinds[] = {"", "GeoNames dump", "GeoNames alternate names",
                                        "GeoNames admin codes"};
    struct gz_model *model = dump->model;
    struct gz_input input = {
        .path = dump->path, .kind = kinds[kind], .rows = dump->n_rows, .used = dump->n_used};
    bm_status st;

    memcpy(input.first_day, dump->first_day, sizeof input.first_day);
    memcpy(input.last_day, dump->last_day, sizeof input.last_day);
    if ((st = bm_grow(model->ctx, (void **)&model->inputs, &model->cap_inputs, model->n_inputs + 1,
                      sizeof *model->inputs)) != BM_OK)
        return st;
    model->inputs[model->n_inputs++] = input;
    return gz_sum_up(model, dump->path);
}

/* names_pass false: places; true: the files that refer to places. */
bm_status gz_read_dump(struct gz_model *model, const char *path, bool names_pass)
{
    struct dump dump = {.model = model, .path = path};
    enum dump_kind kind;
    bm_mapping map;
    bm_status st;

    if ((st = bm_grow(model->ctx, (void **)&model->maps, &model->cap_maps, model->n_maps + 1,
                      sizeof *model->maps)) != BM_OK ||
        (st = bm_map_file(model->ctx, path, &map)) != BM_OK)
        return st;
    model->maps[model->n_maps++] = map;
    dump.p = (const char *)map.p;
    dump.end = dump.p + map.len;
    if (map.len >= 3 && memcmp(dump.p, "\xef\xbb\xbf", 3) == 0) dump.p += 3;
    if (map.len == 0 || !next_line(&dump)) return bm_fail(model->ctx, BM_EFORMAT, "'%s' is empty", path);
    kind = kind_of(&dump);
    if (kind == DUMP_UNKNOWN)
        return bm_fail(
            model->ctx, BM_EFORMAT,
            "'%s' is no GeoNames file: line %llu has neither 19 columns of a dump nor the columns of "
            "alternateNamesV2 or admin codes",
            path, (unsigned long long)dump.line);
    if ((kind != DUMP_PLACES) != names_pass) return BM_OK;
    if ((st = read_rows(&dump, kind)) != BM_OK) return st;
    return report(&dump, kind);
}
