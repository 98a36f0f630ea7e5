/* Which incident ids were seen before. Remembers the first BM_IDS_MAX distinct ones (as 64-bit hashes, at
 * most 42 MB), so that memory stays flat; repeats of later ones are not noticed. */
#ifndef BM_BASE_IDS_H
#define BM_BASE_IDS_H

#include "bordermap/ctx.h"

enum { BM_IDS_MAX = 4 * 1024 * 1024 };

struct bm_ids {
    uint64_t *hashes; /* 0: empty */
    size_t n, cap;
};

/* *seen: the id came before. */
BM_CHECKED bm_status bm_ids_add(bm_ctx *ctx, struct bm_ids *ids, bm_str id, bool *seen);
void bm_ids_free(bm_ctx *ctx, struct bm_ids *ids);

#endif
