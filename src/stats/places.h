/* The distinct places of resolved rows, each with how often it occurs: what the bootstrap, the imputation and
 * the null hypothesis draw from.
 *
 * Above BM_PLACES_KEPT of them a sample is kept: those whose hash begins with enough zero bits, the least
 * number of bits at which they fit. A place's hash depends on the place alone, so the sample is the same in
 * any order and grouping of rows, and every kept place has all its rows. */
#ifndef BM_STATS_PLACES_H
#define BM_STATS_PLACES_H

#include "bordermap/ctx.h"
#include "bordermap/geo.h"

enum { BM_PLACES_KEPT = 1 << 16 };

struct bm_place_tally {
    uint64_t hash; /* of the members up to country */
    bm_ll point;
    double dist_m;
    int32_t dyad, segment; /* segment: -1 beyond the maximum distance */
    char country[4];       /* the ground it is on, else the gazetteer's; "": not known */
    uint64_t n, killed;    /* rows */
    uint64_t n_certain;    /* rows for which the point alone stands, without samples */
};

struct bm_places {
    struct bm_place_tally *items;
    size_t n, cap;
    uint32_t *slots; /* number of the item + 1; 0: empty */
    size_t n_slots;  /* a power of two, or 0 */
    size_t max;      /* places to keep; 0: BM_PLACES_KEPT */
    unsigned bits;   /* zero bits that a hash must begin with */
};

/* Adds the rows of place, whose hash is set here. */
BM_CHECKED bm_status bm_places_add(bm_ctx *ctx, struct bm_places *places, const struct bm_place_tally *place);
BM_CHECKED bm_status bm_places_merge(bm_ctx *ctx, struct bm_places *into, const struct bm_places *from);
/* A copy in an order that depends on the places alone: by hash. Free with bm_free. */
BM_CHECKED bm_status bm_places_sorted(bm_ctx *ctx, const struct bm_places *places,
                                      struct bm_place_tally **out);
void bm_places_free(bm_ctx *ctx, struct bm_places *places);

#endif
