/* Places repeat: the tag of a place already seen on this thread. */
#ifndef BM_PIPELINE_TAG_CACHE_H
#define BM_PIPELINE_TAG_CACHE_H

#include "base/map.h"
#include "bordermap/border.h"

struct bm_tag_cache {
    bm_map map;      /* from the bytes of where a place is to an index of tags */
    bm_arena *arena; /* keys, shares and samples */
    bm_tag *tags;
    size_t n, cap;
    size_t list_bytes; /* of shares and samples */
};

BM_CHECKED bm_status bm_tag_cache_init(bm_ctx *ctx, struct bm_tag_cache *cache);
void bm_tag_cache_free(bm_ctx *ctx, struct bm_tag_cache *cache);
/* bm_tag_place through the cache. */
BM_CHECKED bm_status bm_tag_cached(bm_ctx *ctx, struct bm_tag_cache *cache, bm_tagger *tagger,
                                   const bm_where *where, bm_arena *arena, bm_tag *out);

#endif
