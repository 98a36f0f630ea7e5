/* Places repeat: the tag of a place that some thread has seen already. One cache serves all workers; it is
 * cut into parts with a lock each, so that they hardly ever wait for each other. */
#ifndef BM_PIPELINE_TAG_CACHE_H
#define BM_PIPELINE_TAG_CACHE_H

#include "bordermap/border.h"

struct bm_tag_cache;

/* The caller owns *out. */
struct bm_kept_tags;
BM_CHECKED bm_status bm_tag_cache_create(bm_ctx *ctx, struct bm_tag_cache **out);
/* From now on also what earlier builds kept is looked up, and what they did not have is added to it. Borrowed.
 * Before the first tag. */
void bm_tag_cache_use(struct bm_tag_cache *cache, struct bm_kept_tags *kept);
void bm_tag_cache_destroy(struct bm_tag_cache *cache); /* NULL is fine */
/* bm_tag_place through the cache, from any thread with its own ctx, tagger and arena. All taggers of a cache
 * have the same options. */
BM_CHECKED bm_status bm_tag_cached(bm_ctx *ctx, struct bm_tag_cache *cache, bm_tagger *tagger,
                                   const bm_where *where, bm_arena *arena, bm_tag *out);

#endif
