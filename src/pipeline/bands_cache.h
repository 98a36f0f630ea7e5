/* Bands of borders, kept between runs: the world's take half a minute to draw. */
#ifndef BM_PIPELINE_BANDS_CACHE_H
#define BM_PIPELINE_BANDS_CACHE_H

#include "base/buf.h"
#include "pipeline/setup.h"

/* As bm_border_bands of the set-up's border, for bm_writer_use_bands: from the cache if they are there, else drawn
 * and put there. user: the struct bm_setup. The same with and without a cache. */
BM_CHECKED bm_status bm_bands_kept(bm_ctx *ctx, const void *user, const int32_t *dyads, size_t n_dyads, int32_t dyad,
                                   const double *bands_m, size_t n, bm_arena *arena, bm_band *out);
/* Members of a JSON object that tell which borders these are: "borders_sha256", and "view_sha256" if there is one. */
BM_CHECKED bm_status bm_borders_digests(bm_ctx *ctx, const struct bm_setup *setup, bm_buf *out);
/* Of each data file of the role: ,"ROLE_sha256":"...". */
BM_CHECKED bm_status bm_role_digests(bm_ctx *ctx, const struct bm_setup *setup, const char *role, bm_buf *out);

#endif
