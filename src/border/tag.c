/* The tag of a place: the nearest border segment, exactly. */
#include "border/disc.h"
#include "border/outline_cells.h"
#include "border/shores.h"
#include "border/tagger.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* Lines of several dyads end in one place: as bm_tripoint. */
#define SAME_PLACE_M 0.01

bm_status bm_tagger_create(bm_ctx *ctx, const bm_border *border, const bm_segments *segments,
                           const bm_tag_options *options, bm_tagger **out)
{
    bm_tagger *tagger;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *tagger, &block)) != BM_OK) return st;
    tagger = block;
    *tagger = (bm_tagger){.ctx = ctx,
                          .border = border,
                          .segments = segments,
                          .max_m = options->max_m,
                          .bands_m = options->bands_m,
                          .n_bands = options->n_bands,
                          .vague = options->vague};
    if ((st = bm_calloc(ctx, segments->n, sizeof *tagger->weight, &block)) != BM_OK) goto done;
    tagger->weight = block;
    if ((st = bm_calloc(ctx, segments->n, sizeof *tagger->touched, &block)) != BM_OK) goto done;
    tagger->touched = block;
    if ((st = bm_disc_create(ctx, &tagger->disc)) != BM_OK) goto done;
    if ((st = bm_scope_create(ctx, options, tagger)) != BM_OK) goto done;
    if ((st = bm_tree_build(ctx, border->ring_set_areas, border->n_ring_sets, &tagger->ring_sets)) != BM_OK)
        goto done;
    if ((st = bm_outline_cells_create(ctx, border, tagger->ring_sets, &tagger->outlines)) != BM_OK) goto done;
    *out = tagger;
    tagger = NULL;
done:
    bm_tagger_destroy(tagger);
    return st;
}

void bm_tagger_destroy(bm_tagger *tagger)
{
    if (!tagger) return;
    bm_scope_destroy(tagger->ctx, tagger);
    bm_outline_cells_destroy(tagger->ctx, tagger->outlines);
    bm_tree_destroy(tagger->ring_sets);
    bm_free(tagger->ctx, tagger->weight);
    bm_free(tagger->ctx, tagger->touched);
    bm_free(tagger->ctx, tagger->disc);
    bm_free(tagger->ctx, tagger);
}

/* A point just inside a piece may tie with the piece before: its end is hardly farther. */
static uint32_t segment_of(const bm_tagger *tagger, bm_ll point, const struct bm_hit *hit, double chain_m)
{
    const bm_segments *segments = tagger->segments;
    uint32_t dyad = (uint32_t)hit->dyad, piece = bm_piece_at(segments, dyad, hit->edge, chain_m);
    uint32_t segment = segments->pieces[piece].segment;
    double from_m = segments->pieces[piece].from_m, into_m = chain_m - from_m, dist_m = hit->foot.dist_m;
    bm_ll end;

    /* Where the line is straight, the end is within the tie only if into^2 <= 2 dist tie + tie^2; allow for
     * bends. */
    if (piece == segments->piece_first[dyad] || segments->pieces[piece - 1].segment >= segment ||
        !bm_same_days(segments, segment, segments->pieces[piece - 1].segment) ||
        into_m > 10 + 4 * sqrt(2 * dist_m * BM_TIE_M))
        return segment;
    end = bm_station_point(tagger->border, segments->geodesic,
                           bm_border_station(tagger->border, dyad, from_m, false));
    return bm_geodesic_m(point, end) <= dist_m + BM_TIE_M ? segments->pieces[piece - 1].segment : segment;
}

/* Of the hits within the tie, the smallest dyad, then the smallest segment. Says whether it had a choice. */
static void settle(const bm_tagger *tagger, bm_ll point, const struct bm_hit *hits, size_t n, double least_m,
                   struct bm_nearest *out)
{
    bool geodesic = tagger->segments->geodesic;

    for (size_t i = 0; i < n; i++) {
        const struct bm_hit *hit = &hits[i];
        double chain_m;
        uint32_t segment, its_own;

        if (hit->foot.dist_m > least_m + BM_TIE_M) continue;
        out->tie |= out->dyad >= 0 && hit->dyad != out->dyad;
        if (out->dyad >= 0 && hit->dyad > out->dyad) continue;
        chain_m = bm_border_chain_m(tagger->border, geodesic, hit->edge, hit->foot.t);
        its_own = bm_segment_at(tagger->segments, (uint32_t)hit->dyad, hit->edge, chain_m);
        segment = segment_of(tagger, point, hit, chain_m);
        out->tie |= segment != its_own || (out->dyad == hit->dyad && (int32_t)segment != out->segment);
        if (out->dyad == hit->dyad && ((int32_t)segment > out->segment ||
                                       ((int32_t)segment == out->segment && hit->edge > out->hit.edge)))
            continue;
        out->hit = *hit;
        out->dyad = hit->dyad;
        out->segment = (int32_t)segment;
        out->chain_m = chain_m;
        out->dist_m = hit->foot.dist_m;
    }
}

/* Do all that tie reach the point from one place, where they end? Straight lines that end x metres aside are
 * farther by x*x / 2 dist: as far aside as the tie allows is the same place. A cut that segment_of takes is
 * one too. */
static bool ties_at_end(const bm_tagger *tagger, const struct bm_hit *hits, size_t n, double least_m,
                        const struct bm_nearest *nearest)
{
    bool geodesic = tagger->segments->geodesic;
    double aside_m = SAME_PLACE_M + 2 * sqrt(2 * least_m * BM_TIE_M);

    for (size_t i = 0; i < n; i++) {
        const struct bm_hit *hit = &hits[i];
        double chain_m;

        if (hit->foot.dist_m > least_m + BM_TIE_M) continue;
        if (bm_geodesic_m(hit->foot.at, nearest->hit.foot.at) <= aside_m) continue;
        if (hit->dyad != nearest->dyad) return false;
        chain_m = bm_border_chain_m(tagger->border, geodesic, hit->edge, hit->foot.t);
        if (nearest->segment !=
            (int32_t)bm_segment_at(tagger->segments, (uint32_t)hit->dyad, hit->edge, chain_m))
            return false;
    }
    return true;
}

bm_status bm_tag_nearest(bm_ctx *ctx, const bm_tagger *tagger, bm_search *search, bm_ll point,
                         struct bm_nearest *out, const struct bm_hit **hits, size_t *n_hits)
{
    double least_m = INFINITY, least2_m = INFINITY;
    bm_status st;

    *out = (struct bm_nearest){
        .dyad = -1, .segment = -1, .dyad2 = -1, .dist_m = NAN, .chain_m = NAN, .dist2_m = NAN};
    st = bm_search_nearest(ctx, search, point, BM_SEARCH_TWO_DYADS, hits, n_hits);
    if (st != BM_OK || *n_hits == 0) return st;
    for (size_t i = 0; i < *n_hits; i++) least_m = fmin(least_m, (*hits)[i].foot.dist_m);
    settle(tagger, point, *hits, *n_hits, least_m, out);
    out->tie_at_end = out->tie && ties_at_end(tagger, *hits, *n_hits, least_m, out);
    for (size_t i = 0; i < *n_hits; i++)
        if ((*hits)[i].dyad != out->dyad) least2_m = fmin(least2_m, (*hits)[i].foot.dist_m);
    for (size_t i = 0; i < *n_hits; i++) {
        const struct bm_hit *hit = &(*hits)[i];

        if (hit->dyad == out->dyad || hit->foot.dist_m > least2_m + BM_TIE_M) continue;
        if (out->dyad2 >= 0 &&
            (hit->dyad > out->dyad2 || (hit->dyad == out->dyad2 && hit->foot.dist_m > out->dist2_m)))
            continue;
        out->dyad2 = hit->dyad;
        out->dist2_m = hit->foot.dist_m;
    }
    return BM_OK;
}

bm_status bm_tag_distance(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double *dist_m, bm_ll *near)
{
    const struct bm_hit *hits;
    double shore_m;
    size_t n;
    bm_status st = bm_search_nearest(ctx, tagger->search, point, BM_SEARCH_NEAREST, &hits, &n);

    *dist_m = INFINITY;
    *near = (bm_ll){NAN, NAN};
    for (size_t i = 0; i < n; i++)
        if (hits[i].foot.dist_m < *dist_m) *dist_m = hits[i].foot.dist_m, *near = hits[i].foot.at;
    if (st != BM_OK || !tagger->shores) return st;
    st = bm_scope_shore_m(ctx, tagger, point, *dist_m, false, &shore_m);
    if (shore_m < *dist_m) *dist_m = shore_m, *near = (bm_ll){NAN, NAN};
    return st;
}

/* What the point has from the border, or the shore, that is nearest to it. */
static void put_nearest(const bm_tagger *tagger, const struct bm_scope_find *find, bm_tag *tag)
{
    const struct bm_nearest *line = &find->line;
    bm_measure *measure =
        find->at_shore ? bm_shore_measure(tagger->shores) : bm_search_measure(tagger->search);
    double back_deg;

    if (isnan(find->dist_m)) return;
    tag->near = find->near;
    tag->dist_m = bm_measure_to(measure, tag->near, &tag->az_deg, &back_deg);
    tag->dyad = find->dyad;
    memcpy(tag->pair, find->pair, sizeof tag->pair);
    tag->dyad2 = find->dyad2;
    memcpy(tag->pair2, find->pair2, sizeof tag->pair2);
    tag->dist2_m = find->dist2_m;
    tag->tie = find->tie;
    tag->tie_at_end = find->tie_at_end;
    if (find->at_shore) return;
    tag->segment = line->segment;
    tag->chain_m = line->chain_m;
    tag->status = (bm_border_status)tagger->border->status[line->hit.edge];
}

/* The side, by the nearest border of all whatever the scope. */
static bm_status side_of_point(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double rad_m,
                               struct bm_nearest *nearest, bm_tag *tag)
{
    const struct bm_hit *hits;
    double az_deg, back_deg = 0;
    size_t n_hits;
    bm_status st = bm_tag_nearest(ctx, tagger, tagger->all, point, nearest, &hits, &n_hits);

    if (st != BM_OK) return st;
    if (nearest->dyad >= 0)
        (void)bm_measure_to(bm_search_measure(tagger->all), nearest->hit.foot.at, &az_deg, &back_deg);
    return bm_tag_side(ctx, tagger, point, rad_m, nearest, back_deg, hits, n_hits, tag);
}

static bm_status measure_point(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_tag *tag)
{
    struct bm_nearest line;
    struct bm_scope_find find;
    double rad_m = where->rad_m > 0 ? where->rad_m : 0;
    const struct bm_hit *hits;
    size_t n_hits;
    bm_status st;

    if ((st = side_of_point(ctx, tagger, where->point, rad_m, &line, tag)) != BM_OK) return st;
    bm_scope_aim(tagger, tag->side[0] ? tag->side : where->country);
    if (tagger->search != tagger->all) {
        st = bm_tag_nearest(ctx, tagger, tagger->search, where->point, &line, &hits, &n_hits);
        if (st != BM_OK) return st;
    }
    if ((st = bm_scope_nearest(ctx, tagger, where->point, &line, &find)) != BM_OK) return st;
    put_nearest(tagger, &find, tag);
    if (isnan(tag->dist_m)) return BM_OK;
    tag->dmin_m = fmax(0, tag->dist_m - rad_m);
    tag->dmax_m = tag->dist_m + rad_m;
    return BM_OK;
}

static bool has_point(const bm_where *where)
{
    return where->has_point && isfinite(where->point.lon_deg) && isfinite(where->point.lat_deg);
}

bm_status bm_tag_point(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_tag *out)
{
    bm_status st;

    *out = (bm_tag){.dyad = -1,
                    .segment = -1,
                    .dist_m = NAN,
                    .dmin_m = NAN,
                    .dmax_m = NAN,
                    .side_sure = -1,
                    .near = {NAN, NAN},
                    .az_deg = NAN,
                    .chain_m = NAN,
                    .dyad2 = -1,
                    .dist2_m = NAN};
    tagger->day = bm_border_day(tagger->border, where->has_day ? where->day : BM_NO_DAY, &out->off_day);
    bm_scope_set_day(tagger);
    if (has_point(where)) {
        if ((st = measure_point(ctx, tagger, where, out)) != BM_OK) return st;
    } else {
        bm_scope_aim(tagger, where->country);
    }
    out->no_border = (has_point(where) || tagger->own[0]) && bm_scope_is_empty(tagger);
    return BM_OK;
}

bm_status bm_tag_extent(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena, bm_tag *tag)
{
    bm_status st;

    if (bm_scope_is_empty(tagger)) return BM_OK;
    if (where->area.n_rings > 0) {
        st = bm_tag_area_range(ctx, tagger, &where->area, &tag->dmin_m, &tag->dmax_m);
        if (st != BM_OK) return st;
    } else if (!has_point(where) || !(where->rad_m > 0)) {
        return BM_OK;
    }
    return tagger->vague == BM_VAGUE_RANGE ? BM_OK : bm_tag_shares(ctx, tagger, where, arena, tag);
}

bm_status bm_tag_place(bm_ctx *ctx, bm_tagger *tagger, const bm_where *where, bm_arena *arena, bm_tag *out)
{
    bm_status st = bm_tag_point(ctx, tagger, where, out);

    return st == BM_OK ? bm_tag_extent(ctx, tagger, where, arena, out) : st;
}
