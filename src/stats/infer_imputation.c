/* Vague places set to points drawn from where they may be, several times: D. B. Rubin, "Multiple Imputation
 * for Nonresponse in Surveys" (1987), doi:10.1002/9780470316696. Within each completed data set places (and
 * vague areas) are the units: the variance of a mean is that of a ratio over clusters (Cochran 1977).
 *
 * Distances are skewed and never below 0. Means are combined as logarithms. Of the median, the share of rows within it is
 * combined, and its limits are where 0.5 and that share's half interval either way fall in each set (Woodruff 1952,
 * doi:10.1080/01621459.1952.10483443), on average over the sets. Of 3,000 samples of 13 places with log-normal distances
 * (tests/bench/imputation_intervals.R) 99.3 % of the medians' intervals hold the truth and 92.8 % of the means'; by the
 * distances as they are 99.2 %, 42 % of them beginning below 0, and 89.9 %. */
#include "base/mem.h"
#include "stats/imputation.h"
#include "stats/infer.h"

#include <math.h>

enum { IMPUTATIONS = 20, MOST_ROWS = 2000000 };

/* A row or rows at a distance, of one place or vague area. */
struct unit {
    double dist_m;
    uint64_t n;
    uint32_t cluster;
};

struct imputing {
    struct bm_infer *in;
    const bm_group_stats *group;
    struct bm_vague *vagues;
    size_t n_vagues;
    struct unit *units; /* certain places first, then the drawn rows, until quantile() */
    size_t n_units;
    uint32_t n_clusters; /* certain places; vague areas follow */
    double *n_cluster, *sum_cluster; /* rows; sums of what is averaged */
    uint64_t n_vague, n_rows;
};

static bm_status prepare(struct imputing *s)
{
    struct bm_infer *in = s->in;
    const struct bm_vagues *vagues = &in->f->tally->vagues;
    void *p = NULL;
    bm_status st = bm_vagues_sorted(in->f->ctx, vagues, &s->vagues);
    if (st != BM_OK) return st;
    s->n_vagues = vagues->n;
    for (size_t i = 0; i < s->n_vagues; i++) s->n_vague += s->vagues[i].n;
    if (s->n_vague > MOST_ROWS) return BM_OK;
    size_t most = in->n_places + s->n_vague;
    if ((st = bm_calloc(in->f->ctx, most, sizeof *s->units, &p)) != BM_OK) return st;
    s->units = p;
    size_t clusters = in->n_places + s->n_vagues;
    if ((st = bm_calloc(in->f->ctx, 2 * clusters, sizeof(double), &p)) != BM_OK) return st;
    s->n_cluster = p;
    s->sum_cluster = s->n_cluster + clusters;
    for (size_t i = 0; i < in->n_places; i++) {
        s->n_clusters += in->places[i].n_certain > 0;
        s->n_rows += in->places[i].n_certain;
    }
    s->n_rows += s->n_vague;
    return BM_OK;
}

static void put_certain(struct imputing *s)
{
    const struct bm_infer *in = s->in;
    s->n_units = 0;
    for (size_t i = 0; i < in->n_places; i++) {
        const struct bm_place_tally *place = &in->places[i];
        uint32_t cluster = (uint32_t)s->n_units;
        if (place->n_certain) s->units[s->n_units++] = (struct unit){place->dist_m, place->n_certain, cluster};
    }
}

/* Each row of a vague area gets a point of its own. All units are put anew: quantile() moves them. */
static void draw(struct imputing *s, struct bm_random *random)
{
    const float *samples = s->in->f->tally->vagues.samples;
    put_certain(s);
    for (size_t i = 0; i < s->n_vagues; i++) {
        const struct bm_vague *v = &s->vagues[i];
        for (uint64_t k = 0; k < v->n; k++) {
            double dist_m = (double)samples[v->first + bm_random_below(random, v->n_samples)];
            s->units[s->n_units++] = (struct unit){dist_m, 1, s->n_clusters + (uint32_t)i};
        }
    }
}

/* The mean over rows of x(distance), and its variance between clusters. limit_m NaN: of the distance itself.
 */
static double mean_of(struct imputing *s, double limit_m, double *variance)
{
    size_t clusters = s->n_clusters + s->n_vagues, used = 0;
    double n = 0, sum = 0, squares = 0;
    for (size_t i = 0; i < clusters; i++) s->n_cluster[i] = s->sum_cluster[i] = 0;
    for (size_t i = 0; i < s->n_units; i++) {
        const struct unit *u = &s->units[i];
        double x = isnan(limit_m) ? u->dist_m : u->dist_m <= limit_m;
        s->n_cluster[u->cluster] += (double)u->n;
        s->sum_cluster[u->cluster] += (double)u->n * x;
    }
    for (size_t i = 0; i < clusters; i++) n += s->n_cluster[i], sum += s->sum_cluster[i];
    for (size_t i = 0; i < clusters; i++) {
        double d = s->sum_cluster[i] - sum / n * s->n_cluster[i];
        squares += d * d;
        used += s->n_cluster[i] > 0;
    }
    *variance = used > 1 ? (double)used / (double)(used - 1) * squares / (n * n) : NAN;
    return sum / n;
}

/* Units from `from` to `to` by distance: less than the pivot, as much, more. Sets where the latter two begin, and the rows
 * of the former two. */
static void part_at(struct unit *units, size_t from, size_t to, double pivot_m, size_t begin[2], double rows[2])
{
    size_t less = from, more = to;
    rows[0] = rows[1] = 0;
    for (size_t i = from; i < more;) {
        struct unit u = units[i];
        if (u.dist_m == pivot_m) {
            rows[1] += (double)u.n;
            i++;
            continue;
        }
        size_t at = u.dist_m < pivot_m ? less++ : --more;
        if (u.dist_m < pivot_m) rows[0] += (double)u.n;
        units[i] = units[at];
        units[at] = u;
        i += u.dist_m < pivot_m;
    }
    begin[0] = less, begin[1] = more;
}

/* The least distance within which a share of the rows lies. By halves, of which one goes on: units change places. */
static double quantile(struct imputing *s, double share)
{
    double before = 0, wanted = share * (double)s->n_rows, pivot_m = NAN, rows[2];
    size_t from = 0, to = s->n_units, begin[2];
    while (from < to) {
        pivot_m = s->units[from + (to - from) * 618 / 1000].dist_m;
        part_at(s->units, from, to, pivot_m, begin, rows);
        if (begin[0] > from && before + rows[0] >= wanted) {
            to = begin[0];
        } else if (before + rows[0] + rows[1] >= wanted) {
            return pivot_m;
        } else {
            before += rows[0] + rows[1];
            from = begin[1];
        }
    }
    return pivot_m;
}

static bm_imputed imputed_of(struct bm_combined c)
{
    return (bm_imputed){c.estimate, sqrt(c.variance), c.interval.lo, c.interval.hi, c.missing};
}

/* The m-th completed data set; the same one each time. */
static void complete(struct imputing *s, uint32_t m)
{
    struct bm_random random;
    bm_infer_stream(s->in, BM_STREAM_IMPUTE, -1, m, &random);
    draw(s, &random);
}

/* share, variance: room for a number a set. */
static bm_imputed combine_medians(struct imputing *s, double middle_m, double *share, double *variance)
{
    bm_imputed out = {.estimate = middle_m};
    for (uint32_t m = 0; m < IMPUTATIONS; m++) {
        complete(s, m);
        share[m] = mean_of(s, middle_m, &variance[m]);
    }
    struct bm_combined within = bm_combine(share, variance, IMPUTATIONS, BM_LEVEL);
    double half = (within.interval.hi - within.interval.lo) / 2;
    for (uint32_t m = 0; m < IMPUTATIONS; m++) {
        complete(s, m);
        out.lo += quantile(s, fmax(0, 0.5 - half)) / IMPUTATIONS;
        out.hi += quantile(s, fmin(1, 0.5 + half)) / IMPUTATIONS;
    }
    out.se = half > 0 ? (out.hi - out.lo) / 2 * sqrt(within.variance) / half : 0;
    out.fraction = within.missing;
    return out;
}

static bm_status impute(struct imputing *s, bm_imputation *out)
{
    size_t n_bands = s->group->n_bands;
    double *estimate = bm_finish_alloc(s->in->f, (n_bands + 1) * IMPUTATIONS, sizeof *estimate);
    double *variance = bm_finish_alloc(s->in->f, (n_bands + 1) * IMPUTATIONS, sizeof *variance);
    bm_imputed *bands = bm_finish_alloc(s->in->f, n_bands, sizeof *bands);
    double middle_m = 0;
    if (!estimate || !variance || !bands) return BM_ENOMEM;
    for (uint32_t m = 0; m < IMPUTATIONS; m++) {
        complete(s, m);
        for (size_t b = 0; b <= n_bands; b++) {
            double limit_m = b < n_bands ? s->group->bands[b].limit_m : NAN;
            estimate[b * IMPUTATIONS + m] = mean_of(s, limit_m, &variance[b * IMPUTATIONS + m]);
        }
        middle_m += quantile(s, 0.5) / IMPUTATIONS;
    }
    for (size_t b = 0; b < n_bands; b++) {
        bands[b] = imputed_of(
            bm_combine(estimate + b * IMPUTATIONS, variance + b * IMPUTATIONS, IMPUTATIONS, BM_LEVEL));
        bands[b].lo = fmax(0, bands[b].lo), bands[b].hi = fmin(1, bands[b].hi);
    }
    out->bands = bands;
    out->mean_m = imputed_of(bm_combine_positive(estimate + n_bands * IMPUTATIONS, variance + n_bands * IMPUTATIONS,
                                                 IMPUTATIONS, BM_LEVEL));
    out->median_m = combine_medians(s, middle_m, estimate, variance);
    out->n = IMPUTATIONS;
    return BM_OK;
}

bm_status bm_infer_imputation(struct bm_infer *in, struct bm_own *own)
{
    struct imputing s = {.in = in, .group = own->stats};
    bm_imputation *out = bm_finish_alloc(in->f, 1, sizeof *out);
    if (!out) return BM_ENOMEM;
    own->stats->imputation = out;
    bm_status st = prepare(&s);
    out->n_vague = s.n_vague;
    out->n_rows = s.n_rows;
    if (st != BM_OK) goto done;
    if (s.n_vague == 0)
        out->why = "no place is vague: nothing to impute";
    else if (in->f->tally->places.bits || in->f->tally->vagues.bits || s.n_vague > MOST_ROWS)
        out->why = "too many places: only a sample of them is kept";
    else if (s.n_clusters + s.n_vagues < BM_FEW_PLACES)
        out->why = "too few places: at least 5 are needed";
    else
        st = impute(&s, out);
done:
    bm_free(in->f->ctx, s.vagues);
    bm_free(in->f->ctx, s.units);
    bm_free(in->f->ctx, s.n_cluster);
    return st;
}
