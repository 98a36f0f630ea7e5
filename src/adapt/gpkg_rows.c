#include "adapt/gpkg_rows.h"
#include "adapt/gpkg_blob.h"
#include "adapt/gpkg_index.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A date as text. */
struct day {
    char text[11];
};

struct layer {
    char name[64];
    size_t n_columns;
    sqlite3_stmt *insert;
    bm_gpkg_index *index;
    struct day *days; /* of the row at hand, one for each column */
    int64_t n_rows;
    bm_box extent;
};

struct bm_gpkg_rows {
    bm_ctx *ctx; /* whose allocator it uses */
    sqlite3 *db;
    struct layer *layers;
    size_t n_layers, cap_layers;
    bm_buf blob; /* of the row at hand */
};

/* Nobody else sees the file yet, and a run that fails throws it away: no journal, no waiting for the disk.
 * Triggers would keep indexes and counts up to date row by row. */
static bm_status set_up(bm_ctx *ctx, bm_gpkg_rows *rows)
{
    static const char *const pragmas = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                                       "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32768; BEGIN";
    if (sqlite3_db_config(rows->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) != SQLITE_OK)
        return bm_sqlite_fail(ctx, rows->db);
    return bm_gpkg_rows_sql(ctx, rows, pragmas);
}

bm_status bm_gpkg_rows_open(bm_ctx *ctx, bm_ctx *owner, const char *path, bm_gpkg_rows **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);
    if (st != BM_OK) return st;
    bm_gpkg_rows *rows = p;
    rows->ctx = owner;
    bm_buf_init(&rows->blob, owner);
    if (sqlite3_open_v2(path, &rows->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        st = bm_fail(ctx, BM_EIO, "cannot open '%s': SQLite says: %s", path,
                     rows->db ? sqlite3_errmsg(rows->db) : "out of memory");
    if (st == BM_OK) st = set_up(ctx, rows);
    if (st == BM_OK)
        *out = rows;
    else
        bm_gpkg_rows_abandon(rows);
    return st;
}

static bm_status prepare_insert(bm_ctx *ctx, bm_gpkg_rows *rows, struct layer *layer)
{
    bm_buf sql;
    bm_buf_init(&sql, ctx);
    bm_buf_printf(&sql, "INSERT INTO \"%s\" VALUES (?", layer->name);
    for (size_t i = 0; i <= layer->n_columns; i++) bm_buf_puts(&sql, ", ?");
    bm_buf_putc(&sql, ')');
    bm_status st = bm_buf_status(ctx, &sql);
    if (st == BM_OK &&
        sqlite3_prepare_v3(rows->db, sql.p, (int)sql.len, SQLITE_PREPARE_PERSISTENT, &layer->insert, NULL))
        st = bm_sqlite_fail(ctx, rows->db);
    bm_buf_free(&sql);
    return st;
}

bm_status bm_gpkg_rows_layer(bm_ctx *ctx, bm_gpkg_rows *rows, const char *name, size_t n_columns)
{
    bm_status st =
        bm_grow(ctx, (void **)&rows->layers, &rows->cap_layers, rows->n_layers + 1, sizeof *rows->layers);
    if (st != BM_OK) return st;
    struct layer *layer = &rows->layers[rows->n_layers++];
    *layer = (struct layer){.n_columns = n_columns, .extent = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    snprintf(layer->name, sizeof layer->name, "%s", name);
    st = bm_calloc(ctx, n_columns, sizeof *layer->days, (void **)&layer->days);
    if (st == BM_OK) st = prepare_insert(ctx, rows, layer);
    return st == BM_OK ? bm_gpkg_index_open(ctx, rows->ctx, rows->db, name, &layer->index) : st;
}

/* --- rows --- */

/* What is bound stays where it is until the step. */
static int bind_value(sqlite3_stmt *insert, int at, const bm_value *value, struct day *day)
{
    if (value->null) return sqlite3_bind_null(insert, at);
    switch (value->type) {
    case BM_TEXT:
        return sqlite3_bind_text64(insert, at, value->as.text.p,
                                   strnlen(value->as.text.p, value->as.text.len), SQLITE_STATIC, SQLITE_UTF8);
    case BM_INTEGER: return sqlite3_bind_int64(insert, at, value->as.integer);
    case BM_REAL: return sqlite3_bind_double(insert, at, value->as.real);
    case BM_DATE:
        bm_day_format(value->as.day, day->text);
        return sqlite3_bind_text(insert, at, day->text, -1, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static void extend(bm_box *extent, const bm_box *by)
{
    extent->west_deg = fmin(extent->west_deg, by->west_deg),
    extent->east_deg = fmax(extent->east_deg, by->east_deg);
    extent->south_deg = fmin(extent->south_deg, by->south_deg),
    extent->north_deg = fmax(extent->north_deg, by->north_deg);
}

static bm_status bind_row(bm_ctx *ctx, bm_gpkg_rows *rows, struct layer *layer, const bm_value *values,
                          const bm_geometry *geometry, bm_box *about)
{
    int code = sqlite3_bind_int64(layer->insert, 1, layer->n_rows + 1);
    if (geometry) bm_gpkg_blob(geometry, &rows->blob, about);
    if (rows->blob.failed) return bm_buf_status(ctx, &rows->blob);
    if (code == SQLITE_OK)
        code = geometry ? sqlite3_bind_blob64(layer->insert, 2, rows->blob.p, rows->blob.len, SQLITE_STATIC)
                        : sqlite3_bind_null(layer->insert, 2);
    for (size_t i = 0; i < layer->n_columns && code == SQLITE_OK; i++)
        code = bind_value(layer->insert, (int)i + 3, &values[i], &layer->days[i]);
    return code == SQLITE_OK ? BM_OK : bm_sqlite_fail(ctx, rows->db);
}

bm_status bm_gpkg_rows_add(bm_ctx *ctx, bm_gpkg_rows *rows, size_t number, const bm_value *values,
                           const bm_geometry *geometry)
{
    struct layer *layer = &rows->layers[number];
    bm_box about;
    bm_status st = bind_row(ctx, rows, layer, values, geometry, &about);
    if (st != BM_OK) return st;
    int code = sqlite3_step(layer->insert);
    sqlite3_reset(layer->insert);
    if (code != SQLITE_DONE) return bm_sqlite_fail(ctx, rows->db);
    layer->n_rows++;
    if (!geometry) return BM_OK;
    extend(&layer->extent, &about);
    return bm_gpkg_index_add(ctx, layer->index, layer->n_rows, &about);
}

bm_status bm_gpkg_rows_sql(bm_ctx *ctx, bm_gpkg_rows *rows, const char *sql)
{
    return sqlite3_exec(rows->db, sql, NULL, NULL, NULL) == SQLITE_OK ? BM_OK : bm_sqlite_fail(ctx, rows->db);
}

/* --- the end --- */

static bm_status describe(bm_ctx *ctx, bm_gpkg_rows *rows, const struct layer *layer)
{
    const bm_box *box = &layer->extent;
    bm_status st = BM_OK;
    char *sql = sqlite3_mprintf("UPDATE gpkg_ogr_contents SET feature_count = %lld WHERE table_name = %Q",
                                (long long)layer->n_rows, layer->name);
    st = sql ? bm_gpkg_rows_sql(ctx, rows, sql) : bm_fail(ctx, BM_ENOMEM, "out of memory for a layer");
    sqlite3_free(sql);
    if (st != BM_OK || !(box->west_deg <= box->east_deg)) return st;
    sql = sqlite3_mprintf(
        "UPDATE gpkg_contents SET min_x = %!.17g, min_y = %!.17g, max_x = %!.17g, max_y = %!.17g "
        "WHERE table_name = %Q",
        box->west_deg, box->south_deg, box->east_deg, box->north_deg, layer->name);
    st = sql ? bm_gpkg_rows_sql(ctx, rows, sql) : bm_fail(ctx, BM_ENOMEM, "out of memory for a layer");
    sqlite3_free(sql);
    return st;
}

/* Statements and indexes, then the file. */
static int release(bm_gpkg_rows *rows)
{
    for (size_t i = 0; i < rows->n_layers; i++) {
        sqlite3_finalize(rows->layers[i].insert);
        bm_gpkg_index_free(rows->layers[i].index);
        bm_free(rows->ctx, rows->layers[i].days);
    }
    int code = sqlite3_close(rows->db);
    bm_buf_free(&rows->blob);
    bm_free(rows->ctx, rows->layers);
    bm_free(rows->ctx, rows);
    return code;
}

bm_status bm_gpkg_rows_finish(bm_ctx *ctx, bm_gpkg_rows *rows)
{
    bm_status st = BM_OK;
    for (size_t i = 0; i < rows->n_layers && st == BM_OK; i++) {
        st = bm_gpkg_index_finish(ctx, rows->layers[i].index);
        if (st == BM_OK) st = describe(ctx, rows, &rows->layers[i]);
    }
    if (st == BM_OK) st = bm_gpkg_rows_sql(ctx, rows, "COMMIT");
    int code = release(rows);
    return st == BM_OK && code != SQLITE_OK ? bm_fail(ctx, BM_EIO, "SQLite cannot close a GeoPackage") : st;
}

void bm_gpkg_rows_abandon(bm_gpkg_rows *rows)
{
    if (rows) (void)release(rows);
}
