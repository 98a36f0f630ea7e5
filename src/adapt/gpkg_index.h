/* The spatial index of a layer of a GeoPackage: an R-tree of SQLite, written as whole nodes. Rows come in the
 * order of their ids; every hundred thousand or so are put into full leaves that lie close together
 * (sort-tile-recursive: Leutenegger, Lopez and Edgington 1997, doi:10.1109/ICDE.1997.582015), and so, at the
 * end, are the nodes above. An insert into the R-tree for each row took as long as all else. Shadow tables
 * and nodes: https://www.sqlite.org/rtree.html, "Shadow Tables", and the head of SQLite's rtree.c. */
#ifndef BM_ADAPT_GPKG_INDEX_H
#define BM_ADAPT_GPKG_INDEX_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

#include <sqlite3.h>

typedef struct bm_gpkg_index bm_gpkg_index;
/* Of a layer whose R-tree is there and empty. db is borrowed and must be in a transaction. The caller owns
 * *out, its memory is owner's. */
BM_CHECKED bm_status bm_gpkg_index_open(bm_ctx *ctx, bm_ctx *owner, sqlite3 *db, const char *layer,
                                        bm_gpkg_index **out);
/* fid: greater than the one before. */
BM_CHECKED bm_status bm_gpkg_index_add(bm_ctx *ctx, bm_gpkg_index *index, int64_t fid, const bm_box *box);
/* Writes what is left and the nodes above the leaves. */
BM_CHECKED bm_status bm_gpkg_index_finish(bm_ctx *ctx, bm_gpkg_index *index);
void bm_gpkg_index_free(bm_gpkg_index *index); /* NULL is fine */

/* BM_EIO: "cannot write 'FILE': SQLite says ...". */
bm_status bm_sqlite_fail(bm_ctx *ctx, sqlite3 *db);

#endif
