/* The nearest border edges to a point, exactly: candidates out of boxes in earth-centred
 * coordinates, then by straight lines through the earth (geo/chord.h), then the geodesic to each that can
 * still be the nearest. One search, one thread. */
#ifndef BM_BORDER_SEARCH_H
#define BM_BORDER_SEARCH_H

#include "border/bmb.h"
#include "geo/chord.h"
#include "geo/arc.h"

/* Distances that differ by less are equal. */
#define BM_TIE_M 0.001

/* The nearest point of one edge. */
struct bm_hit {
    uint32_t edge, run; /* edge: the point it begins at */
    int32_t dyad;
    struct bm_foot foot;
};

enum bm_search_goal {
    BM_SEARCH_NEAREST,   /* the nearest dyad */
    BM_SEARCH_TWO_DYADS, /* the nearest and the next nearest */
    BM_SEARCH_ROUGH      /* the nearest edge within a metre, for samples */
};

typedef struct bm_search bm_search;
/* Over the given dyads; NULL: all. */
BM_CHECKED bm_status bm_search_create(bm_ctx *ctx, const bm_border *border, bool geodesic,
                                      const int32_t *dyads, size_t n_dyads, bm_search **out);
void bm_search_destroy(bm_ctx *ctx, bm_search *search); /* NULL is fine */
/* From now on only parts that hold on the day, which is one of bm_border_day's; without dates all hold. */
void bm_search_set_day(bm_search *search, int32_t day);
bool bm_search_has_dyad(const bm_search *search, uint32_t dyad);
/* A search over whatever bm_search_choose last chose of those dyads; nothing at first. */
BM_CHECKED bm_status bm_search_create_choosing(bm_ctx *ctx, const bm_border *border, bool geodesic,
                                               const int32_t *dyads, size_t n_dyads, bm_search **out);
typedef bool (*bm_search_wants)(void *user, uint32_t dyad);
bool bm_search_is_empty(const bm_search *search);
void bm_search_choose(bm_search *search, bm_search_wants wants, void *user);
/* From now on without the dyad; -1: without none. */
void bm_search_skip(bm_search *search, int32_t dyad);
/* From now on only what is at most so far is looked for; INFINITY: anything. */
void bm_search_limit(bm_search *search, double length_m);

/* From now on only borders that come within reach_m of the centre are looked at (and some that do not), until
 * bm_search_unfocus: for many points about one. Day and dyads stay as they are meanwhile. */
void bm_search_focus(bm_search *search, bm_ll centre, double reach_m);
void bm_search_unfocus(bm_search *search);

/* *hits: every edge that may be the answer, in no set order: all within BM_TIE_M of the nearest, and (for two
 * dyads) of the nearest of another dyad. Valid until the next call. None if there is no border. */
BM_CHECKED bm_status bm_search_nearest(bm_ctx *ctx, bm_search *search, bm_ll point, enum bm_search_goal goal,
                                       const struct bm_hit **hits, size_t *n);
/* Calls visit with each edge that may come within reach_m of the point (and some that do not). */
typedef void (*bm_search_visit)(void *user, uint32_t edge, uint32_t dyad);
void bm_search_within(bm_search *search, bm_ll point, double reach_m, bm_search_visit visit, void *user);

/* The edge that begins at a point, in the search's edge model. */
struct bm_arc bm_search_arc(const bm_search *search, uint32_t edge);
bm_measure *bm_search_measure(bm_search *search);

#endif
