/* Named stretches of borders and their status: geodata/border_status.csv, columns dyad, west, south, east,
 * north, status; more columns are for readers. The first row that fits wins. */
#include "border/world.h"

#include "adapt/csv.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

enum { DYAD, WEST, SOUTH, EAST, NORTH, STATUS, PARALLEL, N_COLUMNS };
static const char *const column_names[N_COLUMNS] = {"dyad",  "west",   "south",   "east",
                                                    "north", "status", "parallel"};

struct reader {
    struct bm_stretches *out;
    const char *path;
    bool has_header;
    int at[N_COLUMNS];
};

void bm_stretches_free(bm_ctx *ctx, struct bm_stretches *table)
{
    bm_free(ctx, table->items);
    *table = (struct bm_stretches){0};
}

static bm_status read_header(bm_ctx *ctx, struct reader *reader, const bm_csv_record *record)
{
    reader->has_header = true;
    for (int c = 0; c < N_COLUMNS; c++) {
        reader->at[c] = -1;
        for (size_t i = 0; i < record->n; i++)
            if (bm_str_eq(record->fields[i], bm_str_z(column_names[c]))) reader->at[c] = (int)i;
        if (reader->at[c] < 0)
            return bm_fail(ctx, BM_EFORMAT, "'%s' has no column '%s'", reader->path, column_names[c]);
    }
    return BM_OK;
}

static bool status_from(bm_str text, bm_border_status *out)
{
    static const char *const names[] = {"international", "disputed", "line_of_control", "indefinite",
                                        "maritime"};

    for (int i = 0; i < 5; i++)
        if (bm_str_eq(text, bm_str_z(names[i]))) {
            *out = (bm_border_status)(BM_BORDER_INTERNATIONAL + i);
            return true;
        }
    return false;
}

static bm_status read_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct reader *reader = user;
    struct bm_stretches *out = reader->out;
    bm_str fields[N_COLUMNS] = {{0}};
    struct bm_stretch row = {.west = -180, .south = -90, .east = 180, .north = 90, .parallel_deg = NAN};
    double *const box[] = {&row.west, &row.south, &row.east, &row.north};
    bool good;
    bm_status st;

    if (!reader->has_header) return read_header(ctx, reader, record);
    for (int c = 0; c < N_COLUMNS; c++)
        if ((size_t)reader->at[c] < record->n) fields[c] = record->fields[reader->at[c]];
    good = fields[DYAD].len == 7 && status_from(fields[STATUS], &row.status);
    for (int i = 0; i < 4 && good; i++)
        if (fields[WEST + i].len) good = bm_parse_double(fields[WEST + i], box[i]);
    if (good && fields[PARALLEL].len) good = bm_parse_double(fields[PARALLEL], &row.parallel_deg);
    if (!good)
        return bm_fail(ctx, BM_EFORMAT, "'%s', line %llu: expected a dyad, a box (or nothing) and a status",
                       reader->path, (unsigned long long)record->line);
    memcpy(row.dyad, fields[DYAD].p, 7);
    st = bm_grow(ctx, (void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    if (st != BM_OK) return st;
    out->items[out->n++] = row;
    return BM_OK;
}

bm_status bm_stretches_read(bm_ctx *ctx, const char *path, struct bm_stretches *out)
{
    struct reader reader = {.out = out, .path = path};
    bm_status st;

    *out = (struct bm_stretches){0};
    st = bm_csv_each(ctx, path, NULL, read_row, &reader);
    if (st != BM_OK) bm_stretches_free(ctx, out);
    return st;
}

static const struct bm_stretch *find(const struct bm_stretches *table, const char *left, const char *right,
                                     bm_ll at)
{
    bool swap = strcmp(left, right) > 0;

    for (size_t i = 0; i < table->n; i++) {
        const struct bm_stretch *row = &table->items[i];
        if (memcmp(row->dyad, swap ? right : left, 3) != 0 ||
            memcmp(row->dyad + 4, swap ? left : right, 3) != 0)
            continue;
        if (at.lon_deg >= row->west && at.lon_deg <= row->east && at.lat_deg >= row->south &&
            at.lat_deg <= row->north)
            return row;
    }
    return NULL;
}

bm_border_status bm_stretches_find(const struct bm_stretches *table, const char *left, const char *right,
                                   bm_ll at)
{
    const struct bm_stretch *row = find(table, left, right, at);

    return row ? row->status : BM_BORDER_NONE;
}

void bm_stretches_align(const struct bm_stretches *table, struct bm_border_model *model)
{
    for (size_t i = 0; i < model->n_chains; i++) {
        const struct bm_chain *chain = &model->chains[i];
        for (uint32_t k = chain->first; k < chain->first + chain->n; k++) {
            const struct bm_stretch *row = find(table, chain->left, chain->right, model->pts[k]);
            if (row && !isnan(row->parallel_deg)) model->pts[k].lat_deg = row->parallel_deg;
        }
    }
}
