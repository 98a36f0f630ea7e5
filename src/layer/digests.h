/* Digests of a run's inputs, for its manifest. */
#ifndef BM_LAYER_DIGESTS_H
#define BM_LAYER_DIGESTS_H

#include "base/hand.h"
#include "bordermap/layer.h"

/* Of one input. */
struct bm_digest {
    bool known; /* false: standard input and pipes cannot be read again */
    uint64_t bytes;
    char sha256[65], dbf_sha256[65]; /* the second: of a shapefile's table, else "" */
};

struct bm_digests {
    const bm_source *sources; /* borrowed */
    struct bm_digest *items;  /* one for each */
    size_t n;
    struct bm_hand *hand; /* NULL: they are made when they are waited for */
};

/* beside: they are made from now on by a thread of their own, while the caller does other things. */
BM_CHECKED bm_status bm_digests_start(bm_ctx *ctx, const bm_source *sources, size_t n, bool beside,
                                      struct bm_digests *out);
/* Until all are known. */
BM_CHECKED bm_status bm_digests_wait(bm_ctx *ctx, struct bm_digests *digests);
void bm_digests_close(bm_ctx *ctx, struct bm_digests *digests);

#endif
