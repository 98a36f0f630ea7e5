/* Tags of points that the last build of the same project has made, between builds: a row that came again
 * needs no search. In the cache of the user (cache_file.h), under everything that a tag depends on. */
#ifndef BM_PIPELINE_TAGS_KEPT_H
#define BM_PIPELINE_TAGS_KEPT_H

#include "bordermap/border.h"

struct bm_kept_tags;

struct bm_setup;
/* Those of the set-up's borders and segments. The caller owns *out. What was kept and is damaged is no error:
 * then there is nothing. */
BM_CHECKED bm_status bm_kept_tags_open(bm_ctx *ctx, const struct bm_setup *setup, struct bm_kept_tags **out);
/* From any thread, with its own ctx and arena. key: all that tells the place apart, n bytes, always as many.
 */
BM_CHECKED bm_status bm_kept_tags_find(bm_ctx *ctx, struct bm_kept_tags *kept, const void *key, size_t n,
                                       bm_arena *arena, bool *known, bm_tag *out);
BM_CHECKED bm_status bm_kept_tags_add(bm_ctx *ctx, struct bm_kept_tags *kept, const void *key, size_t n,
                                      const bm_tag *tag);
/* Keeps what was found or added; leaves the file alone if nothing was added and most of it was found. */
void bm_kept_tags_save(bm_ctx *ctx, struct bm_kept_tags *kept);
void bm_kept_tags_close(bm_ctx *ctx, struct bm_kept_tags *kept); /* NULL is fine */

#endif
