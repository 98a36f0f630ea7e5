/* Rates of segments, hot stretches of borders, and the change between two periods. Methods are named where
 * the functions are: poisson.c, shrink.c, scan.c, discovery.c. */
#include "base/each.h"
#include "base/mem.h"
#include "stats/infer.h"
#include "stats/poisson.h"
#include "stats/scan.h"
#include "stats/shrink.h"

#include <math.h>

/* --- two periods --- */

/* The middle of the days that have incidents, on a step of the table of days. */
static void choose_split(const bm_tally *tally, bm_periods *p)
{
    uint32_t first = bm_day_number(p->first), last = bm_day_number(p->last);
    uint32_t middle = first + (last - first + 1) / 2;
    p->step_days = UINT32_C(1) << tally->segment_days.shift;
    p->split = bm_day_of_number(middle >> tally->segment_days.shift << tally->segment_days.shift);
}

/* Counts of each segment before and after the split; of a day that the user chose they were tallied. */
static void count_periods(struct bm_infer *in, uint64_t *n_1, uint64_t *n_2)
{
    const bm_tally *tally = in->f->tally;
    const bm_periods *p = &in->f->stats->found.periods;
    uint32_t split = bm_day_number(p->split) >> tally->segment_days.shift;
    for (uint32_t i = 0; i < tally->frame.n_segments && p->chosen; i++) {
        n_1[i] = tally->segments[i].n_1;
        n_2[i] = tally->segments[i].n_2;
    }
    for (size_t i = 0; i < tally->segment_days.n && !p->chosen; i++) {
        const struct bm_pair *pair = &tally->segment_days.items[i];
        uint64_t *n = pair->metres < split ? n_1 : n_2;
        n[pair->group] += pair->count;
    }
}

static void compare_periods(bm_periods *p, double days_1, double days_2)
{
    struct bm_rate_ratio r = bm_poisson_ratio(p->n_2, days_2, p->n_1, days_1, BM_LEVEL, false);
    p->ratio = r.ratio;
    p->ratio_range = bm_bounds_of(r.interval);
    p->p = r.p;
}

bm_status bm_infer_periods(struct bm_infer *in)
{
    const bm_tally *tally = in->f->tally;
    bm_findings *found = &in->f->stats->found;
    bm_periods *p = &found->periods;
    bm_segment_stats *segments = in->f->segments;
    if (p->first == BM_NO_DAY || p->last <= p->first) {
        p->why = p->first == BM_NO_DAY ? "no incident has a day" : "all incidents have the same day";
        return BM_OK;
    }
    if (!p->chosen) choose_split(tally, p);
    if (p->split <= p->first || p->split > p->last) {
        p->why = "the day lies outside of the data";
        return BM_OK;
    }
    uint64_t *n_1 = bm_finish_alloc(in->f, tally->frame.n_segments, sizeof *n_1);
    uint64_t *n_2 = bm_finish_alloc(in->f, tally->frame.n_segments, sizeof *n_2);
    if (!n_1 || !n_2) return BM_ENOMEM;
    double days_1 = p->split - p->first, days_2 = p->last - p->split + 1;
    count_periods(in, n_1, n_2);
    for (size_t i = 0; i < found->n_segments; i++) {
        bm_segment_stats *s = &segments[i];
        s->n_1 = n_1[s->segment], s->n_2 = n_2[s->segment];
        p->n_1 += s->n_1, p->n_2 += s->n_2;
        if (s->n_1 + s->n_2 == 0) continue;
        struct bm_rate_ratio r = bm_poisson_ratio(s->n_2, days_2, s->n_1, days_1, BM_LEVEL, false);
        s->ratio2 = r.ratio;
        s->ratio2_range = bm_bounds_of(r.interval);
    }
    if (p->n_1 + p->n_2)
        compare_periods(p, days_1, days_2);
    else
        p->why = "no incident with a day counts to a segment";
    return BM_OK;
}

/* --- rates --- */

static double length_m(const struct bm_infer *in, const bm_segment_stats *s)
{
    const bm_segment *segment = &in->f->tally->frame.segments[s->segment];
    return segment->to_m - segment->from_m;
}

/* Rates in incidents per 100 km. */
static void set_rates(bm_segment_stats *s, double exposure, double mean_rate,
                      const struct bm_rate_prior *prior)
{
    if (!(exposure > 0)) return;
    struct bm_interval range = bm_poisson_exact(s->n_inc, BM_LEVEL);
    s->rate_range = (bm_bounds){range.lo / exposure, range.hi / exposure};
    if (prior) s->rate_eb = bm_shrunk_rate(prior, s->n_inc, exposure);
    if (mean_rate > 0) s->p = bm_poisson_upper(s->n_inc, mean_rate * exposure);
}

/* The segments of one border: neighbours in the list. */
struct border {
    bm_segment_stats *segments;
    size_t n;
    int32_t dyad;
    uint64_t *counts, total;
    double *exposure;      /* 100 km */
    double length;         /* of all, in 100 km */
    bm_stretch *stretches; /* n_stretches, at most BM_SCAN_STRETCHES */
    size_t n_stretches;
};

static bm_status add_test(struct bm_infer *in, const char *name, const char *group, double statistic,
                          double expected, double p, uint32_t draws, const char *family)
{
    return bm_infer_test(in,
                         &(bm_test){.name = name,
                                    .group = group,
                                    .limit_m = NAN,
                                    .unit = draws ? "event" : "",
                                    .family = family,
                                    .statistic = statistic,
                                    .expected = expected,
                                    .p = p,
                                    .q = NAN,
                                    .draws = draws},
                         NULL);
}

static void infer_rates(struct border *b)
{
    struct bm_rate_prior prior;
    bool known = bm_rate_prior_fit(b->counts, b->exposure, b->n, &prior);
    double mean_rate = b->n > 1 && b->length > 0 ? (double)b->total / b->length : 0;
    for (size_t i = 0; i < b->n; i++)
        set_rates(&b->segments[i], b->exposure[i], mean_rate, known ? &prior : NULL);
}

/* --- hot stretches --- */

static void keep_stretch(struct bm_infer *in, const struct border *b, const struct bm_hot_stretch *hot,
                         bm_stretch *out)
{
    const struct bm_tally_frame *frame = &in->f->tally->frame;
    uint32_t first = b->segments[hot->first].segment, last = b->segments[hot->last].segment;
    double n = (double)hot->n, rest = (double)b->total - n, rest_expected = (double)b->total - hot->expected;
    *out = (bm_stretch){.dyad = frame->dyads[b->dyad].name,
                        .first = first,
                        .last = last,
                        .from_m = frame->segments[first].from_m,
                        .to_m = frame->segments[last].to_m,
                        .n = hot->n,
                        .expected = hot->expected,
                        .rate_ratio = rest > 0 ? n / hot->expected / (rest / rest_expected) : NAN,
                        .llr = hot->llr,
                        .p = bm_rank_upper(&hot->rank),
                        .q = NAN};
}

static bm_status infer_stretches(bm_ctx *ctx, struct bm_infer *in, struct border *b)
{
    struct bm_hot_stretch hot[BM_SCAN_STRETCHES];
    struct bm_random random;
    uint32_t draws = in->f->tally->draws;
    void *scratch;
    if (draws == 0) return BM_OK;
    bm_status st = bm_calloc(ctx, bm_scan_scratch(b->n, b->total), sizeof(double), &scratch);
    if (st != BM_OK) return st;
    bm_infer_stream(in, BM_STREAM_SCAN, b->dyad, 0, &random);
    b->n_stretches = bm_scan(b->counts, b->exposure, b->n, draws, &random, scratch, hot, BM_SCAN_STRETCHES);
    for (size_t i = 0; i < b->n_stretches; i++) keep_stretch(in, b, &hot[i], &b->stretches[i]);
    bm_free(ctx, scratch);
    return BM_OK;
}

/* Numbers the hot ones and marks their segments. */
static void mark_hot(struct bm_infer *in, bm_stretch *stretches, size_t n)
{
    uint32_t number = 0;
    bm_segment_stats *segments = in->f->segments;
    size_t n_segments = in->f->stats->found.n_segments;
    for (size_t i = 0; i < n; i++) {
        if (!(stretches[i].q <= 1 - BM_LEVEL)) continue;
        stretches[i].number = ++number;
        for (size_t k = 0; k < n_segments; k++)
            if (segments[k].segment >= stretches[i].first && segments[k].segment <= stretches[i].last)
                segments[k].hot = number;
    }
}

/* --- all borders --- */

struct borders {
    struct bm_infer *in;
    struct border *items;
    size_t n;
};

static void look_at_border(const struct bm_infer *in, size_t first, struct border *b)
{
    const bm_segment *all = in->f->tally->frame.segments;
    size_t n = in->f->stats->found.n_segments;
    b->segments = in->f->segments + first;
    b->dyad = all[b->segments->segment].dyad;
    for (size_t i = first; i < n && all[in->f->segments[i].segment].dyad == b->dyad; i++, b->n++) {
        b->counts[b->n] = in->f->segments[i].n_inc;
        b->exposure[b->n] = length_m(in, &in->f->segments[i]) / 100e3;
        b->total += b->counts[b->n];
        b->length += b->exposure[b->n];
    }
}

static bm_status list_borders(struct bm_infer *in, struct borders *out)
{
    size_t n = in->f->stats->found.n_segments;
    uint64_t *counts = bm_finish_alloc(in->f, n, sizeof *counts);
    double *exposure = bm_finish_alloc(in->f, n, sizeof *exposure);
    struct border *items = bm_finish_alloc(in->f, n, sizeof *items);
    if (!counts || !exposure || !items) return BM_ENOMEM;
    *out = (struct borders){in, items, 0};
    for (size_t at = 0; at < n; at += items[out->n++].n) {
        items[out->n] = (struct border){.counts = counts + at, .exposure = exposure + at};
        look_at_border(in, at, &items[out->n]);
    }
    bm_stretch *stretches = bm_finish_alloc(in->f, out->n * BM_SCAN_STRETCHES, sizeof *stretches);
    if (!stretches) return BM_ENOMEM;
    for (size_t i = 0; i < out->n; i++) items[i].stretches = stretches + i * BM_SCAN_STRETCHES;
    return BM_OK;
}

static bm_status infer_border(bm_ctx *ctx, void *user, unsigned hand, size_t item)
{
    const struct borders *borders = user;
    (void)hand;
    infer_rates(&borders->items[item]);
    return infer_stretches(ctx, borders->in, &borders->items[item]);
}

/* The stretches of all borders in one list, in place; returns how many. */
static size_t close_ranks(const struct borders *borders)
{
    size_t n = 0;
    for (size_t i = 0; i < borders->n; i++)
        for (size_t k = 0; k < borders->items[i].n_stretches; k++)
            borders->items[0].stretches[n++] = borders->items[i].stretches[k];
    return n;
}

/* q over all segments with a p, and over all stretches. */
static bm_status correct(struct bm_infer *in, bm_stretch *stretches, size_t n_stretches)
{
    const bm_findings *found = &in->f->stats->found;
    bm_segment_stats *segments = in->f->segments;
    size_t n = found->n_segments > n_stretches ? found->n_segments : n_stretches;
    double *p = bm_finish_alloc(in->f, n, sizeof *p);
    struct bm_ranked *scratch = bm_finish_alloc(in->f, n, sizeof *scratch);
    bm_status st = BM_OK;
    if (!p || !scratch) return BM_ENOMEM;
    for (size_t i = 0; i < found->n_segments; i++) p[i] = segments[i].p;
    bm_false_discovery(p, found->n_segments, scratch, p);
    for (size_t i = 0; i < found->n_segments; i++) segments[i].q = p[i];
    for (size_t i = 0; i < n_stretches; i++) p[i] = stretches[i].p;
    bm_false_discovery(p, n_stretches, scratch, p);
    for (size_t i = 0; i < n_stretches; i++) stretches[i].q = p[i];
    for (size_t i = 0; i < n_stretches && st == BM_OK; i++)
        st = add_test(in, "stretch", stretches[i].dyad, stretches[i].llr, NAN, stretches[i].p,
                      in->f->tally->draws, "stretches");
    return st;
}

bm_status bm_infer_segments(struct bm_infer *in)
{
    bm_findings *found = &in->f->stats->found;
    struct borders borders;
    bm_status st = list_borders(in, &borders);
    if (st != BM_OK || borders.n == 0) return st;
    st = bm_each(in->f->ctx, in->f->tally->jobs, borders.n, infer_border, &borders);
    if (st != BM_OK) return st;
    bm_stretch *stretches = borders.items[0].stretches;
    size_t n = close_ranks(&borders);
    if ((st = correct(in, stretches, n)) != BM_OK) return st;
    mark_hot(in, stretches, n);
    found->stretches = stretches;
    found->n_stretches = n;
    return BM_OK;
}
