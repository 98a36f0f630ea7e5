/* Which segment of one border file became which of another: each line is walked, and every metre of it goes
 * to the segment of the other file that is nearest there, on the last day of its own segment. Both ways, so
 * that both lengths are covered. */
#include "border/search.h"
#include "border/segments.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

#define STEP_M  2000.0 /* between two questions; a change between them is found to EXACT_M */
#define EXACT_M 0.01

/* The other file, to be asked. Labels are numbers of segments from 1; 0: nothing is near. */
struct other {
    const bm_segments *segments;
    bm_search *all, *same; /* same: the dyad of the same name only; NULL: there is none */
    double tolerance_m;
};

/* Metres of `own` that lie at `other`'s segment. */
struct met {
    uint32_t own, other; /* other: label */
    double len_m;
};

struct met_list {
    struct met *items;
    size_t n, cap;
};

static bm_status ask(bm_ctx *ctx, struct other *other, bm_search *search, bm_ll at, uint32_t *label)
{
    const bm_border *border = other->segments->border;
    const struct bm_hit *hits;
    double least_m = INFINITY;
    size_t n;
    bm_status st;

    *label = 0;
    if (!search) return BM_OK;
    if ((st = bm_search_nearest(ctx, search, at, BM_SEARCH_NEAREST, &hits, &n)) != BM_OK) return st;
    for (size_t i = 0; i < n; i++) least_m = fmin(least_m, hits[i].foot.dist_m);
    if (!(least_m <= other->tolerance_m)) return BM_OK;
    for (size_t i = 0; i < n; i++) {
        double chain_m;
        uint32_t segment;

        if (hits[i].foot.dist_m > least_m + BM_TIE_M) continue;
        chain_m = bm_border_chain_m(border, other->segments->geodesic, hits[i].edge, hits[i].foot.t);
        segment = bm_segment_at(other->segments, (uint32_t)hits[i].dyad, hits[i].edge, chain_m);
        if (*label == 0 || segment + 1 < *label) *label = segment + 1;
    }
    return BM_OK;
}

/* The dyad of the same name, where it is near; else any. */
static bm_status other_label(bm_ctx *ctx, void *user, bm_ll at, uint32_t *label)
{
    struct other *other = user;
    bm_status st = ask(ctx, other, other->same, at, label);

    return st == BM_OK && *label == 0 ? ask(ctx, other, other->all, at, label) : st;
}

/* The other file as on the last day of a segment. */
static void ask_day(struct other *other, int32_t valid_to)
{
    int32_t day = bm_border_day(other->segments->border, valid_to, NULL);

    bm_search_set_day(other->all, day);
    if (other->same) bm_search_set_day(other->same, day);
}

static bm_status add_met(bm_ctx *ctx, struct met_list *list, struct met met)
{
    bm_status st = bm_grow(ctx, (void **)&list->items, &list->cap, list->n + 1, sizeof met);

    if (st == BM_OK) list->items[list->n++] = met;
    return st;
}

static bm_status walk_dyad(bm_ctx *ctx, const bm_segments *own, uint32_t dyad, struct other *other,
                           struct met_list *out)
{
    struct bm_spans spans = {.border = own->border,
                             .geodesic = own->geodesic,
                             .step_m = STEP_M,
                             .exact_m = EXACT_M,
                             .label = other_label,
                             .user = other};
    int32_t named = bm_border_dyad(other->segments->border, own->border->dyads[dyad].name);
    bm_status st = BM_OK;

    if (named >= 0)
        st = bm_search_create(ctx, other->segments->border, other->segments->geodesic, &named, 1,
                              &other->same);
    for (uint32_t p = own->piece_first[dyad]; p < own->piece_first[dyad + 1] && st == BM_OK; p++) {
        const struct bm_piece *piece = &own->pieces[p];

        ask_day(other, own->all[piece->segment].valid_to);
        spans.n = 0;
        st = bm_spans_add(ctx, &spans, dyad, piece->from_m, piece->to_m);
        for (size_t i = 0; i < spans.n && st == BM_OK; i++) {
            double len_m = spans.items[i].to_m - spans.items[i].from_m;

            st = add_met(ctx, out, (struct met){piece->segment, spans.items[i].label, len_m});
        }
    }
    bm_spans_free(ctx, &spans);
    bm_search_destroy(ctx, other->same);
    other->same = NULL;
    return st;
}

static bm_status walk(bm_ctx *ctx, const bm_segments *own, const bm_segments *others, double tolerance_m,
                      struct met_list *out)
{
    struct other other = {.segments = others, .tolerance_m = tolerance_m};
    bm_status st = bm_search_create(ctx, others->border, others->geodesic, NULL, 0, &other.all);

    for (uint32_t d = 0; d < own->border->n_dyads && st == BM_OK; d++)
        st = walk_dyad(ctx, own, d, &other, out);
    bm_search_destroy(ctx, other.all);
    return st;
}

static int by_segments(const void *left, const void *right)
{
    const bm_crossing *a = left, *b = right;

    if (a->old_segment != b->old_segment) /* -1, nothing, comes last */
        return (uint32_t)a->old_segment < (uint32_t)b->old_segment ? -1 : 1;
    if (a->new_segment != b->new_segment) return (uint32_t)a->new_segment < (uint32_t)b->new_segment ? -1 : 1;
    return a->new_m < b->new_m   ? -1
           : a->new_m > b->new_m ? 1
           : a->old_m < b->old_m ? -1
                                 : a->old_m > b->old_m;
}

/* Sums what both walks found by pair of segments. */
static size_t add_up(bm_crossing *rows, size_t n)
{
    size_t kept = 0;

    if (n) qsort(rows, n, sizeof *rows, by_segments);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && rows[kept - 1].old_segment == rows[i].old_segment &&
            rows[kept - 1].new_segment == rows[i].new_segment) {
            rows[kept - 1].old_m += rows[i].old_m;
            rows[kept - 1].new_m += rows[i].new_m;
        } else {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

bm_status bm_border_crosswalk(bm_ctx *ctx, const bm_segments *old_segments, const bm_segments *new_segments,
                              double tolerance_m, bm_crossing **out, size_t *n)
{
    struct met_list forth = {0}, back = {0};
    bm_crossing *rows;
    void *block;
    bm_status st;

    *out = NULL;
    *n = 0;
    if ((st = walk(ctx, old_segments, new_segments, tolerance_m, &forth)) != BM_OK) goto done;
    if ((st = walk(ctx, new_segments, old_segments, tolerance_m, &back)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, forth.n + back.n + 1, sizeof *rows, &block)) != BM_OK) goto done;
    rows = block;
    for (size_t i = 0; i < forth.n; i++)
        rows[(*n)++] = (bm_crossing){(int32_t)forth.items[i].own, (int32_t)forth.items[i].other - 1,
                                     forth.items[i].len_m, 0};
    for (size_t i = 0; i < back.n; i++)
        rows[(*n)++] = (bm_crossing){(int32_t)back.items[i].other - 1, (int32_t)back.items[i].own, 0,
                                     back.items[i].len_m};
    *n = add_up(rows, *n);
    *out = rows;
done:
    bm_free(ctx, forth.items);
    bm_free(ctx, back.items);
    return st;
}

void bm_border_crosswalk_free(bm_ctx *ctx, bm_crossing *rows)
{
    bm_free(ctx, rows);
}
