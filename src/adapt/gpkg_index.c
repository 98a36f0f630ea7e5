#include "adapt/gpkg_index.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 17, HEAD = 4, CELL = 8 + 4 * 4, ROOT = 1 };

/* What a cell holds: a row of the layer or a node of the level below, and its box. */
struct item {
    int64_t id;
    float box[4]; /* west, east, south, north: in the R-tree's order */
};
struct items {
    struct item *p;
    size_t n, cap;
};
/* The leaf of a row. */
struct placed {
    int64_t id, node;
};

struct bm_gpkg_index {
    bm_ctx *ctx; /* whose allocator it uses */
    sqlite3 *db;
    sqlite3_stmt *put_node, *put_row, *put_parent;
    struct items rows;     /* not written yet */
    struct items nodes;    /* of the level that was written last */
    struct placed *placed; /* the rows of a chunk */
    size_t cap_placed, per_node;
    int64_t last_node;
    unsigned char *cells; /* a node as it is written */
    int node_bytes;
};

bm_status bm_sqlite_fail(bm_ctx *ctx, sqlite3 *db)
{
    const char *file = sqlite3_db_filename(db, "main");

    return bm_fail(ctx, BM_EIO, "cannot write '%s': SQLite says: %s", file ? file : "", sqlite3_errmsg(db));
}

/* --- boxes --- */

static struct item around(const struct item *items, size_t n)
{
    struct item all = items[0];

    for (size_t i = 1; i < n; i++) {
        all.box[0] = fminf(all.box[0], items[i].box[0]), all.box[1] = fmaxf(all.box[1], items[i].box[1]);
        all.box[2] = fminf(all.box[2], items[i].box[2]), all.box[3] = fmaxf(all.box[3], items[i].box[3]);
    }
    return all;
}

static int compare(const void *a, const void *b, int side)
{
    const struct item *p = a, *q = b;
    float x = p->box[side] + p->box[side + 1], y = q->box[side] + q->box[side + 1];

    if (x != y) return x < y ? -1 : 1;
    return (p->id > q->id) - (p->id < q->id);
}

static int by_lon(const void *a, const void *b)
{
    return compare(a, b, 0);
}

static int by_lat(const void *a, const void *b)
{
    return compare(a, b, 2);
}

/* Orders items so that each node's worth of them lies close together: strips by longitude, in them by
 * latitude. */
static void order(struct item *items, size_t n, size_t per_node)
{
    size_t strips = (size_t)ceil(sqrt(ceil((double)n / (double)per_node)));
    size_t nodes = (n + per_node - 1) / per_node, per_strip = (nodes + strips - 1) / strips * per_node;

    qsort(items, n, sizeof *items, by_lon);
    for (size_t i = 0; i < n; i += per_strip)
        qsort(items + i, n - i < per_strip ? n - i : per_strip, sizeof *items, by_lat);
}

/* --- nodes --- */

static unsigned char *put_big(unsigned char *to, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--) *to++ = (unsigned char)(value >> 8 * i);
    return to;
}

static bm_status put_pair(bm_ctx *ctx, bm_gpkg_index *index, sqlite3_stmt *statement, int64_t key,
                          int64_t value)
{
    sqlite3_bind_int64(statement, 1, key);
    sqlite3_bind_int64(statement, 2, value);
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? BM_OK : bm_sqlite_fail(ctx, index->db);
}

/* depth: of the tree, in its root; 0 elsewhere. */
static bm_status put_node(bm_ctx *ctx, bm_gpkg_index *index, int64_t node, unsigned depth,
                          const struct item *items, size_t n)
{
    memset(index->cells, 0, (size_t)index->node_bytes);
    unsigned char *to = put_big(index->cells, depth, 2);

    to = put_big(to, n, 2);
    for (size_t i = 0; i < n; i++) {
        to = put_big(to, (uint64_t)items[i].id, 8);
        for (int k = 0; k < 4; k++) {
            uint32_t bits;

            memcpy(&bits, &items[i].box[k], sizeof bits);
            to = put_big(to, bits, 4);
        }
    }
    sqlite3_bind_int64(index->put_node, 1, node);
    sqlite3_bind_blob(index->put_node, 2, index->cells, index->node_bytes, SQLITE_STATIC);
    int code = sqlite3_step(index->put_node);
    sqlite3_reset(index->put_node);
    return code == SQLITE_DONE ? BM_OK : bm_sqlite_fail(ctx, index->db);
}

static bm_status push(bm_ctx *ctx, struct items *items, struct item item)
{
    bm_status st = bm_grow(ctx, (void **)&items->p, &items->cap, items->n + 1, sizeof item);

    if (st == BM_OK) items->p[items->n++] = item;
    return st;
}

/* Writes items as nodes below the root, each of which goes to out with its number. */
static bm_status put_level(bm_ctx *ctx, bm_gpkg_index *index, struct item *items, size_t n, struct items *out)
{
    bm_status st = BM_OK;

    if (n) order(items, n, index->per_node);
    for (size_t i = 0; i < n && st == BM_OK; i += index->per_node) {
        size_t k = n - i < index->per_node ? n - i : index->per_node;
        struct item node = around(items + i, k);

        node.id = ++index->last_node;
        st = put_node(ctx, index, node.id, 0, items + i, k);
        if (st == BM_OK) st = push(ctx, out, node);
    }
    return st;
}

static int by_id(const void *a, const void *b)
{
    const struct placed *p = a, *q = b;

    return (p->id > q->id) - (p->id < q->id);
}

/* The rows that wait become leaves. Where each row went is written in the order of ids: at the end of its
 * table. */
static bm_status flush(bm_ctx *ctx, bm_gpkg_index *index)
{
    size_t n = index->rows.n, first = index->nodes.n;
    bm_status st = bm_grow(ctx, (void **)&index->placed, &index->cap_placed, n, sizeof *index->placed);

    if (st == BM_OK) st = put_level(ctx, index, index->rows.p, n, &index->nodes);
    if (st != BM_OK) return st;
    for (size_t i = 0; i < n; i++)
        index->placed[i] =
            (struct placed){index->rows.p[i].id, index->nodes.p[first + i / index->per_node].id};
    qsort(index->placed, n, sizeof *index->placed, by_id);
    for (size_t i = 0; i < n && st == BM_OK; i++)
        st = put_pair(ctx, index, index->put_row, index->placed[i].id, index->placed[i].node);
    index->rows.n = 0;
    return st;
}

/* --- the whole index --- */

static bm_status prepare(bm_ctx *ctx, sqlite3 *db, const char *format, const char *layer, sqlite3_stmt **out)
{
    char *sql = sqlite3_mprintf(format, layer);

    *out = NULL;
    if (!sql) return bm_fail(ctx, BM_ENOMEM, "out of memory for an index");
    int code = sqlite3_prepare_v2(db, sql, -1, out, NULL);
    sqlite3_free(sql);
    return code == SQLITE_OK ? BM_OK : bm_sqlite_fail(ctx, db);
}

/* How large nodes are is told by the empty root. */
static bm_status measure(bm_ctx *ctx, bm_gpkg_index *index, const char *layer)
{
    sqlite3_stmt *ask = NULL;
    bm_status st = prepare(ctx, index->db, "SELECT length(data) FROM \"rtree_%w_geom_node\" WHERE nodeno = 1",
                           layer, &ask);

    if (st == BM_OK && sqlite3_step(ask) == SQLITE_ROW) index->node_bytes = sqlite3_column_int(ask, 0);
    sqlite3_finalize(ask);
    if (st != BM_OK) return st;
    if (index->node_bytes < HEAD + 2 * CELL)
        return bm_fail(ctx, BM_EFORMAT, "the spatial index of '%s' has no root", layer);
    index->per_node = (size_t)(index->node_bytes - HEAD) / CELL;
    index->last_node = ROOT;
    return bm_calloc(ctx, (size_t)index->node_bytes, 1, (void **)&index->cells);
}

bm_status bm_gpkg_index_open(bm_ctx *ctx, bm_ctx *owner, sqlite3 *db, const char *layer, bm_gpkg_index **out)
{
    static const char *const sql[] = {
        "INSERT OR REPLACE INTO \"rtree_%w_geom_node\" VALUES (?1, ?2)",
        "INSERT INTO \"rtree_%w_geom_rowid\" VALUES (?1, ?2)",
        "INSERT INTO \"rtree_%w_geom_parent\" VALUES (?1, ?2)",
    };
    void *p;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);

    *out = NULL;
    if (st != BM_OK) return st;
    bm_gpkg_index *index = p;
    index->ctx = owner;
    index->db = db;
    st = prepare(ctx, db, sql[0], layer, &index->put_node);
    if (st == BM_OK) st = prepare(ctx, db, sql[1], layer, &index->put_row);
    if (st == BM_OK) st = prepare(ctx, db, sql[2], layer, &index->put_parent);
    if (st == BM_OK) st = measure(ctx, index, layer);
    if (st == BM_OK)
        *out = index;
    else
        bm_gpkg_index_free(index);
    return st;
}

bm_status bm_gpkg_index_add(bm_ctx *ctx, bm_gpkg_index *index, int64_t fid, const bm_box *box)
{
    struct item row = {
        fid, {bm_float_below(box->west_deg), bm_float_above(box->east_deg), bm_float_below(box->south_deg),
              bm_float_above(box->north_deg)}};
    bm_status st = push(ctx, &index->rows, row);

    return st == BM_OK && index->rows.n == CHUNK ? flush(ctx, index) : st;
}

/* The level above the nodes that were written last. */
static bm_status put_above(bm_ctx *ctx, bm_gpkg_index *index)
{
    struct items upper = {0};
    bm_status st = put_level(ctx, index, index->nodes.p, index->nodes.n, &upper);

    for (size_t i = 0; i < index->nodes.n && st == BM_OK; i++)
        st = put_pair(ctx, index, index->put_parent, index->nodes.p[i].id, upper.p[i / index->per_node].id);
    bm_free(index->ctx, index->nodes.p);
    index->nodes = upper;
    return st;
}

bm_status bm_gpkg_index_finish(bm_ctx *ctx, bm_gpkg_index *index)
{
    unsigned depth = 1;
    bm_status st = BM_OK;

    if (index->nodes.n == 0 && index->rows.n <= index->per_node) { /* the root is the only leaf */
        for (size_t i = 0; i < index->rows.n && st == BM_OK; i++)
            st = put_pair(ctx, index, index->put_row, index->rows.p[i].id, ROOT);
        return st == BM_OK ? put_node(ctx, index, ROOT, 0, index->rows.p, index->rows.n) : st;
    }
    st = flush(ctx, index);
    for (; st == BM_OK && index->nodes.n > index->per_node; depth++) st = put_above(ctx, index);
    for (size_t i = 0; i < index->nodes.n && st == BM_OK; i++)
        st = put_pair(ctx, index, index->put_parent, index->nodes.p[i].id, ROOT);
    return st == BM_OK ? put_node(ctx, index, ROOT, depth, index->nodes.p, index->nodes.n) : st;
}

void bm_gpkg_index_free(bm_gpkg_index *index)
{
    if (!index) return;
    sqlite3_finalize(index->put_node);
    sqlite3_finalize(index->put_row);
    sqlite3_finalize(index->put_parent);
    bm_free(index->ctx, index->rows.p);
    bm_free(index->ctx, index->nodes.p);
    bm_free(index->ctx, index->placed);
    bm_free(index->ctx, index->cells);
    bm_free(index->ctx, index);
}
