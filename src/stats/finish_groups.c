/* Groups of a finished tally: the whole, the dyads, the values of the dimensions. */
#include "base/mem.h"
#include "base/str.h"
#include "stats/dimension.h"
#include "stats/finish.h"

#include <math.h>
#include <stdlib.h>

static const bm_bounds no_bounds = {NAN, NAN};

static void finish_band(const struct bm_band_tally *from, double limit_m, const struct bm_group_tally *counts,
                        double len_m, bm_band_stats *out)
{
    *out = (bm_band_stats){
        .limit_m = limit_m,
        .n_lo = from->n_lo,
        .n = from->n,
        .n_hi = from->n_hi,
        .n_exp = (double)from->exp_nano / BM_SHARE_UNIT,
        .share = bm_share_of(from->n, counts->n_points),
        .share_lo = bm_share_of(from->n_lo, counts->n_possible),
        .share_hi = bm_share_of(from->n_hi, counts->n_possible),
        .rate_100km = len_m > 0 ? (double)from->n / len_m * 100e3 : NAN,
        .area_km2 = NAN,
        .people = NAN,
        .rate_1000km2 = NAN,
        .rate_100k = NAN,
        .by_place = no_bounds,
        .by_event = no_bounds,
        .null = {.exp_share = NAN,
                 .exp_range = no_bounds,
                 .ratio = NAN,
                 .ratio_range = no_bounds,
                 .p = NAN,
                 .q = NAN,
                 .p_event = NAN},
    };
    out->share_exp = counts->n_possible ? out->n_exp / (double)counts->n_possible : NAN;
}

bm_status bm_finish_group(struct bm_finish *f, const struct bm_group_tally *counts,
                          const struct bm_band_tally *bands, const struct bm_pair *pairs, size_t n_pairs,
                          unsigned shift, bm_group_stats *out, bm_band_stats **out_bands)
{
    const struct bm_people *people = &counts->people;
    size_t n_bands = f->tally->n_bands;
    bm_band_stats *rows = bm_finish_alloc(f, n_bands, sizeof *rows);
    if (!rows) return BM_ENOMEM;
    for (int s = 0; s < BM_PLACE_STATUS_COUNT; s++) out->status[s] = counts->status[s];
    out->n_points = counts->n_points;
    out->n_possible = counts->n_possible;
    out->n_no_range = counts->n_no_range;
    out->n_near = counts->n_near;
    out->n_ties = counts->n_ties;
    out->n_no_border = counts->n_no_border;
    out->n_a = people->n_a;
    out->n_b = people->n_b;
    out->killed = bm_people_sum(people->killed, people->n_killed);
    out->injured = bm_people_sum(people->injured, people->n_injured);
    out->d_first = people->d_first;
    out->d_last = people->d_last;
    bm_summarise(pairs, n_pairs, BM_BY_ROWS, &out->distance);
    bm_summarise(pairs, n_pairs, BM_BY_KILLED, &out->killed_distance);
    out->distance.step_m = out->killed_distance.step_m = UINT32_C(1) << shift;
    for (size_t i = 0; i < n_bands; i++)
        finish_band(&bands[i], f->tally->bands_m[i], counts, out->len_m, &rows[i]);
    out->bands = *out_bands = rows;
    out->n_bands = n_bands;
    return BM_OK;
}

/* --- curves --- */

static bm_status add_curve(struct bm_finish *f, const struct bm_curve_tally *tally,
                           const struct bm_group_tally *counts, bm_curve **out)
{
    enum { LIMIT, POINTS, LO, EXP, HI, LISTS };
    double(*lists)[BM_CURVE_STEPS] = bm_finish_alloc(f, LISTS, sizeof *lists);
    bm_curve *curve = bm_finish_alloc(f, 1, sizeof *curve);
    uint64_t points = 0, lo = 0, exp_nano = 0, hi = 0, n = counts->n_possible - counts->n_no_range;
    if (!lists || !curve) return BM_ENOMEM;
    for (size_t i = 0; i < BM_CURVE_STEPS; i++) {
        points += tally->points[i], lo += tally->lo[i], hi += tally->hi[i], exp_nano += tally->exp_nano[i];
        lists[LIMIT][i] = bm_curve_limit_m(i);
        lists[POINTS][i] = bm_share_of(points, counts->n_points);
        lists[LO][i] = bm_share_of(lo, n);
        lists[EXP][i] = n ? (double)exp_nano / BM_SHARE_UNIT / (double)n : NAN;
        lists[HI][i] = bm_share_of(hi, n);
    }
    *curve = (bm_curve){.n = BM_CURVE_STEPS,
                        .limit_m = lists[LIMIT],
                        .points = lists[POINTS],
                        .lo = lists[LO],
                        .exp = lists[EXP],
                        .hi = lists[HI]};
    *out = curve;
    return BM_OK;
}

/* --- the whole and the dyads --- */

static void find_top_segment(const bm_tally *tally, uint32_t group, bm_group_stats *out)
{
    for (uint32_t i = 0; i < tally->frame.n_segments; i++) {
        const bm_segment *segment = &tally->frame.segments[i];
        if (group != tally->frame.n_dyads && segment->dyad != (int32_t)group) continue;
        if (tally->segments[i].n_inc <= out->top_segment_n) continue;
        out->top_segment_n = tally->segments[i].n_inc;
        out->top_segment = segment->seg_id;
    }
}

static bm_status finish_own(struct bm_finish *f, uint32_t group, const struct bm_pair *pairs, size_t n_pairs,
                            bm_group_stats *out)
{
    const bm_tally *tally = f->tally;
    bool all = group == tally->frame.n_dyads;
    struct bm_own *own = &f->own[f->n_own++];
    bm_status st;
    *own = (struct bm_own){.stats = out, .dyad = all ? -1 : (int32_t)group};
    out->dimension = all ? "all" : "dyad";
    out->value = all ? "all" : tally->frame.dyads[group].name;
    out->len_m = all ? NAN : tally->frame.dyads[group].len_m;
    st = bm_finish_group(f, &tally->groups[group], tally->bands + group * tally->n_bands, pairs, n_pairs,
                         tally->pairs.shift, out, &own->bands);
    if (st == BM_OK) st = add_curve(f, &tally->curves[group], &tally->groups[group], &own->curve);
    out->curve = own->curve;
    find_top_segment(tally, group, out);
    return st;
}

/* The pairs of segments become those of dyads: a segment's dyad, and n_dyads where there is none. */
static bm_status renumber(struct bm_finish *f)
{
    uint32_t n_segments = f->tally->frame.n_segments;
    for (size_t i = 0; i < f->n_pairs; i++) {
        uint32_t group = f->pairs[i].group;
        f->pairs[i].group =
            group < n_segments ? (uint32_t)f->tally->frame.segments[group].dyad : group - n_segments;
    }
    return bm_pairs_sort(f->ctx, f->pairs, f->n_pairs);
}

/* A dyad is listed when it was named or a row may be nearest to it. */
static bool dyad_listed(const bm_tally *tally, uint32_t dyad)
{
    return tally->named[dyad] || tally->groups[dyad].n_possible > 0;
}

static bm_status finish_dyads(struct bm_finish *f, bm_dimension_stats *out)
{
    uint32_t n_dyads = f->tally->frame.n_dyads;
    size_t at = 0, n = 0;
    bm_status st = BM_OK;
    for (uint32_t i = 0; i < n_dyads; i++) n += dyad_listed(f->tally, i);
    bm_group_stats *groups = bm_finish_alloc(f, n, sizeof *groups);
    if (!groups) return BM_ENOMEM;
    f->own = bm_finish_alloc(f, n + 1, sizeof *f->own);
    if (!f->own) return BM_ENOMEM;
    *out = (bm_dimension_stats){.name = "dyad", .groups = groups};
    for (uint32_t i = 0; i < n_dyads && st == BM_OK; i++) {
        size_t run = bm_run_of(f->pairs, f->n_pairs, i, &at);
        if (dyad_listed(f->tally, i))
            st = finish_own(f, i, run ? f->pairs + at : NULL, run, &groups[out->n_groups++]);
        at += run;
    }
    return st;
}

bm_status bm_finish_groups(struct bm_finish *f)
{
    bm_dimension_stats *dimensions = bm_finish_alloc(f, 2 + f->tally->n_by, sizeof *dimensions);
    bm_group_stats *all = bm_finish_alloc(f, 1, sizeof *all);
    bm_status st;
    if (!dimensions || !all) return BM_ENOMEM;
    f->stats->found.dimensions = f->dimensions = dimensions;
    f->stats->found.n_dimensions = 2 + f->tally->n_by;
    dimensions[0] = (bm_dimension_stats){.name = "all", .groups = all, .n_groups = 1};
    if ((st = renumber(f)) != BM_OK) return st;
    if ((st = finish_dyads(f, &dimensions[1])) != BM_OK) return st;
    for (size_t i = 0; i < f->n_pairs; i++) f->pairs[i].group = 0;
    if ((st = bm_pairs_sort(f->ctx, f->pairs, f->n_pairs)) != BM_OK) return st;
    return finish_own(f, f->tally->frame.n_dyads, f->pairs, f->n_pairs, all);
}

/* --- the values of a dimension --- */

struct ranked {
    const struct bm_by_tally *by;
    uint32_t number;
    size_t first, n_pairs;
};

/* Rows without a value come last. */
static int compare_values(const struct ranked *a, const struct ranked *b)
{
    if (!a->number || !b->number) return (a->number == 0) - (b->number == 0);
    return bm_str_cmp(a->by->values[a->number], b->by->values[b->number]);
}

static int by_value(const void *left, const void *right)
{
    return compare_values(left, right);
}

static int by_points(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    uint64_t n_a = a->by->groups[a->number].n_points, n_b = b->by->groups[b->number].n_points;
    if (a->number && b->number && n_a != n_b) return n_a < n_b ? 1 : -1;
    return compare_values(a, b);
}

static bm_status finish_values(struct bm_finish *f, const struct bm_by_tally *by, const struct ranked *ranks,
                               const struct bm_pair *pairs, bm_dimension_stats *out)
{
    bm_group_stats *groups = bm_finish_alloc(f, by->n, sizeof *groups);
    bm_status st = groups ? BM_OK : BM_ENOMEM;
    out->groups = groups;
    for (size_t i = 0; i < by->n && st == BM_OK; i++) {
        uint32_t number = ranks[i].number;
        uint64_t rows = by->groups[number].n_possible + by->groups[number].n_no_border;
        if (number == 0 && rows + by->groups[0].status[BM_UNRESOLVED] == 0) continue;
        bm_group_stats *group = &groups[out->n_groups++];
        bm_band_stats *bands;
        bool ok = true;
        bm_str value = bm_arena_copy(f->arena, by->values[number], &ok);
        if (!ok) return bm_fail(f->ctx, BM_ENOMEM, "out of memory for the statistics");
        *group = (bm_group_stats){.dimension = out->name, .value = value.p, .len_m = NAN};
        st = bm_finish_group(f, &by->groups[number], by->bands + number * f->tally->n_bands,
                             ranks[i].n_pairs ? pairs + ranks[i].first : NULL, ranks[i].n_pairs,
                             by->pairs.shift, group, &bands);
    }
    return st;
}

static bm_status finish_dimension(struct bm_finish *f, const struct bm_by_tally *by, bm_dimension_stats *out)
{
    struct bm_pair *pairs = NULL;
    size_t n_pairs, at = 0;
    void *p = NULL;
    bm_status st;
    bm_str name = bm_arena_copy(f->arena, bm_str_z(by->what.name), NULL);
    if (!name.p) return bm_fail(f->ctx, BM_ENOMEM, "out of memory for the statistics");
    *out = (bm_dimension_stats){.name = name.p, .is_time = bm_dimension_is_time(&by->what)};
    if (by->dropped) {
        out->why = "more than 10,000 values";
        return BM_OK;
    }
    if ((st = bm_pairs_sorted(f->ctx, &by->pairs, &pairs, &n_pairs)) != BM_OK) goto done;
    if ((st = bm_calloc(f->ctx, by->n, sizeof(struct ranked), &p)) != BM_OK) goto done;
    struct ranked *ranks = p;
    for (uint32_t i = 0; i < by->n; i++) {
        size_t run = bm_run_of(pairs, n_pairs, i, &at);
        ranks[i] = (struct ranked){by, i, at, run};
        at += run;
    }
    if (by->n > 1) qsort(ranks, by->n, sizeof *ranks, bm_dimension_is_time(&by->what) ? by_value : by_points);
    st = finish_values(f, by, ranks, pairs, out);
done:
    bm_free(f->ctx, pairs);
    bm_free(f->ctx, p);
    return st;
}

bm_status bm_finish_dimensions(struct bm_finish *f)
{
    bm_status st = BM_OK;
    for (size_t i = 0; i < f->tally->n_by && st == BM_OK; i++)
        st = finish_dimension(f, &f->tally->by[i], &f->dimensions[2 + i]);
    return st;
}
