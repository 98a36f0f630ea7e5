/* The table of a view. */
#include "border/making.h"
#include "border/view.h"

#include "adapt/csv.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { WHAT, OF, AS, WEST, SOUTH, EAST, NORTH, STATUS, N_COLUMNS };
static const char *const column_names[N_COLUMNS] = {"what",  "of",   "as",    "west",
                                                    "south", "east", "north", "status"};

struct reader {
    struct bm_view *out;
    const char *path;
    bool has_header;
    int at[N_COLUMNS];
};

bm_status bm_border_find_view(bm_ctx *ctx, const char *name, char *path, size_t size)
{
    char file[80];
    FILE *there = fopen(name, "rb");

    if (there) {
        fclose(there);
        if (strlen(name) >= size) return bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", name);
        memcpy(path, name, strlen(name) + 1);
        return BM_OK;
    }
    if (!strchr(name, '/') && !strchr(name, '.') && strlen(name) < 40) {
        snprintf(file, sizeof file, "views/%s.csv", name);
        if (bm_ctx_find_data(ctx, file, path, size) == BM_OK) return BM_OK;
    }
    return bm_fail(ctx, BM_ENOTFOUND,
                   "there is no view '%s', neither as a file nor among those that come along", name);
}

void bm_view_free(bm_ctx *ctx, struct bm_view *view)
{
    bm_free(ctx, view->items);
    *view = (struct bm_view){0};
}

static bm_status read_header(bm_ctx *ctx, struct reader *reader, const bm_csv_record *record)
{
    reader->has_header = true;
    for (int c = 0; c < N_COLUMNS; c++) {
        reader->at[c] = -1;
        for (size_t i = 0; i < record->n; i++)
            if (bm_str_ieq(record->fields[i], bm_str_z(column_names[c]))) reader->at[c] = (int)i;
        if (c <= AS && reader->at[c] < 0)
            return bm_fail(
                ctx, BM_EFORMAT,
                "'%s' has no column '%s'; a view has what, of, as, west, south, east, north, status",
                reader->path, column_names[c]);
    }
    return BM_OK;
}

static bool read_dyad(bm_str text, char out[8])
{
    char a[4], b[4];

    if (text.len != 7 || text.p[3] != '-') return false;
    if (!bm_country_a3(bm_str_of(text.p, 3), a) || !bm_country_a3(bm_str_of(text.p + 4, 3), b)) return false;
    if (strcmp(a, b) == 0) return false;
    memset(out, 0, 8);
    memcpy(out, strcmp(a, b) < 0 ? a : b, 3);
    out[3] = '-';
    memcpy(out + 4, strcmp(a, b) < 0 ? b : a, 3);
    return true;
}

/* Does the dyad have the country? */
static bool has(const char dyad[8], const char *iso)
{
    return memcmp(dyad, iso, 3) == 0 || memcmp(dyad + 4, iso, 3) == 0;
}

static bool read_what(const bm_str *fields, struct bm_view_row *row)
{
    if (bm_str_ieq(fields[WHAT], BM_LIT("line"))) {
        row->what = BM_VIEW_LINE;
        if (!read_dyad(fields[OF], row->of)) return false;
        if (bm_str_ieq(fields[AS], BM_LIT("none"))) {
            memcpy(row->as, "none", 5);
            return true;
        }
        if (fields[AS].len == 0) return row->status != BM_BORDER_NONE;
        if (!read_dyad(fields[AS], row->as)) return false;
        return has(row->as, row->of) || has(row->as, row->of + 4); /* one of the two countries stays */
    }
    row->what = bm_str_ieq(fields[WHAT], BM_LIT("country")) ? BM_VIEW_COUNTRY : BM_VIEW_GROUND;
    if (row->what == BM_VIEW_GROUND && !bm_str_ieq(fields[WHAT], BM_LIT("ground"))) return false;
    return bm_country_a3(fields[OF], row->of) && bm_country_a3(fields[AS], row->as) &&
           strcmp(row->of, row->as) != 0;
}

static bool read_status(bm_str text, bm_border_status *out)
{
    *out = BM_BORDER_NONE;
    for (int s = BM_BORDER_INTERNATIONAL; text.len && s < BM_BORDER_MARITIME; s++)
        if (bm_str_ieq(text, bm_str_z(bm_border_status_name((bm_border_status)s))))
            *out = (bm_border_status)s;
    return text.len == 0 || *out != BM_BORDER_NONE;
}

static bm_status read_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct reader *reader = user;
    struct bm_view *out = reader->out;
    bm_str fields[N_COLUMNS] = {{0}};
    struct bm_view_row row = {.west = -180, .south = -90, .east = 180, .north = 90, .line = record->line};
    double *const box[] = {&row.west, &row.south, &row.east, &row.north};
    bool good;
    bm_status st;

    if (!reader->has_header) return read_header(ctx, reader, record);
    if (record->unclosed)
        return bm_fail(ctx, BM_EFORMAT, "'%s', line %llu: a quote is not closed", reader->path,
                       (unsigned long long)record->line);
    for (int c = 0; c < N_COLUMNS; c++)
        if (reader->at[c] >= 0 && (size_t)reader->at[c] < record->n)
            fields[c] = bm_str_trim(record->fields[reader->at[c]]);
    good = read_status(fields[STATUS], &row.status) && read_what(fields, &row);
    for (int i = 0; i < 4 && good; i++)
        if (fields[WEST + i].len && !bm_parse_double(fields[WEST + i], box[i]))
            return bm_fail(ctx, BM_EFORMAT, "'%s', line %llu: expected degrees for the box, found '%.*s'",
                           reader->path, (unsigned long long)record->line, (int)fields[WEST + i].len,
                           fields[WEST + i].p);
    if (good && (row.south > row.north || row.west > row.east))
        return bm_fail(ctx, BM_EFORMAT,
                       "'%s', line %llu: expected west below east and south below north (two rows for a box "
                       "across 180 degrees)",
                       reader->path, (unsigned long long)record->line);
    if (!good)
        return bm_fail(
            ctx, BM_EFORMAT,
            "'%s', line %llu: expected 'country' or 'ground' with two countries, or 'line' with a dyad "
            "and a dyad that shares a country with it, 'none', or a status",
            reader->path, (unsigned long long)record->line);
    st = bm_grow(ctx, (void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    if (st == BM_OK) out->items[out->n++] = row;
    return st;
}

bm_status bm_view_read(bm_ctx *ctx, const char *path, struct bm_view *out)
{
    struct reader reader = {.out = out, .path = path};
    bm_status st;

    *out = (struct bm_view){0};
    st = bm_csv_each(ctx, path, NULL, read_row, &reader);
    if (st == BM_OK && out->n == 0) st = bm_fail(ctx, BM_EFORMAT, "'%s' has no rows", path);
    if (st != BM_OK) bm_view_free(ctx, out);
    return st;
}
