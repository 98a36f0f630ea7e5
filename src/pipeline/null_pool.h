/* The pool of a null hypothesis: places of the gazetteers and points on the ground of some countries, each with
 * its distance to the nearest border. Made once, at the end of a run, by its taggers, and kept in a cache. */
#ifndef BM_PIPELINE_NULL_POOL_H
#define BM_PIPELINE_NULL_POOL_H

#include "base/buf.h"
#include "pipeline/setup.h"

#define BM_NULL_LAND_POINTS 100000 /* by default, on the ground of all countries together */

/* countries: alpha-3 codes of those on whose ground incidents lie, in any order, repeats and codes that the borders do not know
 * allowed. kinds: bits 1 << bm_null_kind; settlements and population are one. The crew must have been made for
 * BM_STAGE_TAG and be at rest. The same for any number of workers, with and without the cache. Borders with
 * dates: those of the last day. *out is to be freed with bm_null_pool_destroy; NULL if there are no countries. */
BM_CHECKED bm_status bm_null_pool_make(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                                       const char *const *countries, size_t n_countries, unsigned kinds,
                                       double n_land, bm_null_pool **out);
void bm_null_pool_destroy(bm_null_pool *pool); /* NULL is fine */

/* --- for the files that make it --- */

/* A pool while it is made. The public pool is a view of it. */
struct bm_null_make {
    bm_null_pool pool; /* must be first */
    bm_ctx *ctx;       /* of the caller: whose allocator it uses */
    bm_arena *arena;   /* all of pool's memory */
    bool wants_settlements, wants_land;
    double n_land;
};

/* Where the places of a pool go while they are found: parallel arrays, in the order of countries. */
struct bm_null_rows {
    uint32_t *metres;
    int32_t *dyad;
    float *people;     /* NULL: none */
    uint16_t *country; /* position in the pool; UINT16_MAX: none of its countries, to be left out */
    size_t n;
};
BM_CHECKED bm_status bm_null_rows_create(bm_ctx *ctx, size_t n, bool people, struct bm_null_rows *out);
void bm_null_rows_free(bm_ctx *ctx, struct bm_null_rows *rows);
/* The rows of each country together, in the order they have, into the pool's arena. */
BM_CHECKED bm_status bm_null_rows_group(bm_ctx *ctx, struct bm_null_make *make, const struct bm_null_rows *rows,
                                        bm_null_places *out);
/* Puts what the tagger says about a point into row `at`; out may be NULL. */
BM_CHECKED bm_status bm_null_tag(bm_ctx *ctx, struct bm_worker *worker, bm_ll point, const char country[4],
                                 struct bm_null_rows *rows, size_t at, bm_tag *out);
/* Position of a country in the pool, UINT16_MAX: none. */
uint16_t bm_null_country(const bm_null_pool *pool, const char iso3[4]);

/* Fill settlements and people (null_settlements.c); land_km2 and land (null_land.c). */
BM_CHECKED bm_status bm_null_settlements(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                                         struct bm_null_make *make);
BM_CHECKED bm_status bm_null_land(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                                  struct bm_null_make *make);

/* The cache (null_cache.c): a file named by the digest of pool.json. True if the pool was there and whole;
 * anything else, a damaged file among it, is no error. */
bool bm_null_cache_load(bm_ctx *ctx, struct bm_null_make *make);
/* Keeps the pool if the folder can be written; a failure is no error. */
void bm_null_cache_save(bm_ctx *ctx, const struct bm_null_make *make);

#endif
