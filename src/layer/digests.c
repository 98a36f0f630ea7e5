/* Inputs are read once more for them, a fifth of a second for 270 MB: beside the segments and the rest of the
 * end of a run it takes no time. */
#include "layer/digests.h"
#include "adapt/sha256.h"
#include "base/file.h"
#include "base/mem.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static bm_status make(bm_ctx *ctx, const char *path, struct bm_digest *out)
{
    struct stat info;
    char table[PATH_MAX];
    uint64_t table_bytes;
    if (strcmp(path, "-") == 0 || stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return BM_OK;
    bm_status st = bm_sha256_file(ctx, path, out->sha256, &out->bytes);
    if (st == BM_OK && bm_shapefile_table(path, table, sizeof table) && stat(table, &info) == 0)
        st = bm_sha256_file(ctx, table, out->dbf_sha256, &table_bytes);
    out->known = st == BM_OK;
    return st;
}

/* A bm_hand_fn. */
static bm_status make_all(bm_ctx *ctx, void *user)
{
    struct bm_digests *digests = user;
    bm_status st = BM_OK;
    for (size_t i = 0; i < digests->n && st == BM_OK; i++)
        st = make(ctx, digests->sources[i].path, &digests->items[i]);
    return st;
}

bm_status bm_digests_start(bm_ctx *ctx, const bm_source *sources, size_t n, bool beside,
                           struct bm_digests *out)
{
    void *p;
    *out = (struct bm_digests){.sources = sources, .n = n};
    bm_status st = bm_calloc(ctx, n, sizeof *out->items, &p);
    if (st != BM_OK) return st;
    out->items = p;
    if (!beside) return BM_OK;
    st = bm_hand_start(ctx, make_all, out, "reads the inputs for their digests", &out->hand);
    if (st == BM_OK)
        bm_hand_give(out->hand);
    else
        bm_digests_close(ctx, out);
    return st;
}

bm_status bm_digests_wait(bm_ctx *ctx, struct bm_digests *digests)
{
    return digests->hand ? bm_hand_wait(ctx, digests->hand) : make_all(ctx, digests);
}

void bm_digests_close(bm_ctx *ctx, struct bm_digests *digests)
{
    bm_hand_stop(digests->hand);
    bm_free(ctx, digests->items);
    *digests = (struct bm_digests){0};
}
