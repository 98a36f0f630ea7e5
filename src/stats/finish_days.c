/* Counts by day, and the data cut in two periods. */
#include "base/mem.h"
#include "stats/finish.h"

#include <math.h>

static bm_status finish_calendar(struct bm_finish *f)
{
    bm_findings *found = &f->stats->found;
    struct bm_pair *pairs;
    size_t n;
    bm_status st = bm_pairs_sorted(f->ctx, &f->tally->days, &pairs, &n);
    if (st != BM_OK) return st;
    bm_day_count *days = bm_finish_alloc(f, n, sizeof *days);
    if (!days) st = BM_ENOMEM;
    for (size_t i = 0; i < n && st == BM_OK; i++)
        days[i] = (bm_day_count){bm_day_of_number(pairs[i].metres), pairs[i].count, pairs[i].weight};
    found->days = days;
    found->n_days = days ? n : 0;
    found->n_inexact_days = f->tally->n_inexact_days;
    bm_free(f->ctx, pairs);
    return st;
}

bm_status bm_finish_days(struct bm_finish *f)
{
    const bm_group_stats *all = &f->stats->found.dimensions[0].groups[0];
    f->stats->found.periods = (bm_periods){.first = all->d_first,
                                           .split = f->tally->has_split ? f->tally->split : BM_NO_DAY,
                                           .last = all->d_last,
                                           .chosen = f->tally->has_split,
                                           .step_days = 1,
                                           .ratio = NAN,
                                           .ratio_range = {NAN, NAN},
                                           .p = NAN};
    return finish_calendar(f);
}
