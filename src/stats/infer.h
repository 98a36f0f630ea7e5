/* From findings to what they mean: intervals, tests, rates. Runs once, at the end; every draw has a random
 * stream of its own. */
#ifndef BM_STATS_INFER_H
#define BM_STATS_INFER_H

#include "stats/distribution.h"
#include "stats/finish.h"
#include "stats/random.h"

#define BM_LEVEL 0.95 /* of every interval */
enum { BM_FEW_PLACES = 5 /* of fewer distinct places nothing is said about a distribution */ };

/* What a random stream is for; its number is (this << 48) + (group << 32) + draw. */
enum bm_stream { BM_STREAM_PLACES = 1, BM_STREAM_EVENTS, BM_STREAM_NULL, BM_STREAM_SCAN, BM_STREAM_IMPUTE };

/* A test, and where else its q belongs (NULL: nowhere). */
struct bm_inferred {
    bm_test test;
    double *q;
};

struct bm_infer {
    struct bm_finish *f;
    const bm_null_pool *pool;      /* NULL: none */
    const bm_null_places *from;    /* of the pool, by the kind asked for */
    double *chance;                /* population: cumulative people of each country's places; else NULL */
    struct bm_place_tally *places; /* sorted */
    size_t n_places;
    uint16_t *country;         /* of each place: in the pool; UINT16_MAX: none with places to draw from */
    struct bm_inferred *tests; /* all of them; they go to the findings at the end */
    size_t n_tests, cap_tests;
};

bm_status bm_infer_all(struct bm_finish *f, const bm_null_pool *pool);
/* Steps; the last two of the whole or a dyad, imputation of the whole. */
BM_CHECKED bm_status bm_infer_segments(struct bm_infer *in);
BM_CHECKED bm_status bm_infer_periods(struct bm_infer *in);
BM_CHECKED bm_status bm_infer_resample(struct bm_infer *in, struct bm_own *own);
BM_CHECKED bm_status bm_infer_null(struct bm_infer *in, struct bm_own *own);
/* Ground and people within the bands, and rates by them. */
void bm_infer_land(struct bm_infer *in, struct bm_own *own);
BM_CHECKED bm_status bm_infer_imputation(struct bm_infer *in, struct bm_own *own);

/* The countries of a group: those of a dyad that the pool has; of the whole all of the pool with incidents.
 */
bool bm_infer_has_country(const struct bm_infer *in, int32_t dyad, uint16_t country);
/* Index of a code in the pool; UINT16_MAX: none. */
uint16_t bm_pool_country(const bm_null_pool *pool, const char *iso3);
void bm_infer_stream(const struct bm_infer *in, enum bm_stream what, int32_t dyad, uint32_t draw,
                     struct bm_random *random);
/* Appends a test; its q comes when all are there, and also goes to *q unless that is NULL. */
BM_CHECKED bm_status bm_infer_test(struct bm_infer *in, const bm_test *test, double *q);
bm_bounds bm_bounds_of(struct bm_interval interval);

#endif
