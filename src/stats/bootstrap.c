/* Means and shares are ratios of sums over places. They get the studentised bootstrap (B. Efron and R. J.
 * Tibshirani, "An Introduction to the Bootstrap", 1993, doi:10.1201/9780429246593, section 12.5) with the
 * linearised variance of a ratio (W. G. Cochran, "Sampling Techniques", 1977, section 6.4). A share that most
 * draws do not see gets the exact binomial interval with an effective number of incidents (E. L. Korn and B.
 * I. Graubard, Survey Methodology 24, 1998); so do quantiles, whose limits are where the share's are (R. S.
 * Woodruff, JASA 47, 1952, doi:10.1080/01621459.1952.10483443). Percentile and BCa intervals cover less,
 * quantiles' far less: see tests/bench/README.md. */
#include "stats/bootstrap.h"
#include "stats/quantile.h"

#include <math.h>
#include <string.h>

/* Of the sample's, for a draw. Where one place has a tenth of all incidents, the third of draws without it
 * have next to no variance: studentised by that, the share within 100 km of UCDP GED's events in Pakistan had
 * an interval of 0 to 96 %. With the floor it covers no less often, and is half as long. */
#define LEAST_VARIANCE 0.25

/* Sums over places between two limits; x is the distance less the sample's mean. */
struct sums {
    double n, nx, nn, nnx, nnxx;
};

struct ratio {
    double value, variance;
};

struct sample {
    const struct bm_bootstrap *asked;
    const struct bm_cluster *clusters;
    size_t n_clusters, cells; /* n_limits + 1 */
    double centre;            /* mean of all */
    double total, kish;       /* incidents; effective number of places */
    double *t;                /* draws for the mean, then for each limit */
    uint32_t *used;           /* of them: those with a variance */
    uint8_t *cell;            /* of each cluster */
};

size_t bm_bootstrap_scratch(const struct bm_bootstrap *asked, size_t n_clusters)
{
    size_t lists = asked->n_limits + 1;
    return lists * asked->draws + lists + n_clusters / sizeof(double) + 1;
}

static void add(struct sums *sums, const struct bm_cluster *cluster, double centre)
{
    double n = (double)cluster->n, x = cluster->metres - centre;
    sums->n += n;
    sums->nx += n * x;
    sums->nn += n * n;
    sums->nnx += n * n * x;
    sums->nnxx += n * n * x * x;
}

/* Sum n x / sum n, and the variance k / (k - 1) sum n^2 (x - m)^2 / (sum n)^2 of k clusters. */
static struct ratio mean_of(const struct sums *all, size_t k)
{
    double m = all->nx / all->n, squares = all->nnxx - 2 * m * all->nnx + m * m * all->nn;
    return (struct ratio){m, (double)k / (double)(k - 1) * fmax(0, squares) / (all->n * all->n)};
}

/* The same of an indicator. */
static struct ratio share_of(const struct sums *all, double n, double nn, size_t k)
{
    double p = n / all->n, squares = (1 - 2 * p) * nn + p * p * all->nn;
    if (!(n > 0 && n < all->n)) return (struct ratio){p, 0};
    return (struct ratio){p, (double)k / (double)(k - 1) * fmax(0, squares) / (all->n * all->n)};
}

/* The mean, then each share, of the sums of the cells. */
static void ratios_of(const struct sums *cells, size_t n_cells, size_t k, struct ratio *out)
{
    struct sums all = {0};
    double n = 0, nn = 0;
    for (size_t i = 0; i < n_cells; i++) {
        all.n += cells[i].n;
        all.nx += cells[i].nx;
        all.nn += cells[i].nn;
        all.nnx += cells[i].nnx;
        all.nnxx += cells[i].nnxx;
    }
    out[0] = mean_of(&all, k);
    for (size_t i = 0; i + 1 < n_cells; i++)
        out[i + 1] = share_of(&all, n += cells[i].n, nn += cells[i].nn, k);
}

static void prepare(struct sample *s, double *scratch)
{
    double nx = 0, nn = 0;
    size_t lists = s->cells, limit = 0;
    s->t = scratch;
    s->used = (uint32_t *)(void *)(scratch + lists * s->asked->draws);
    s->cell = (uint8_t *)(void *)(scratch + lists * s->asked->draws + lists);
    for (size_t i = 0; i < s->n_clusters; i++) {
        double n = (double)s->clusters[i].n;
        while (limit < s->asked->n_limits && s->clusters[i].metres > s->asked->limits_m[limit]) limit++;
        s->cell[i] = (uint8_t)limit;
        s->total += n;
        nx += n * s->clusters[i].metres;
        nn += n * n;
    }
    s->centre = nx / s->total;
    s->kish = s->total * s->total / nn;
}

static void draw_all(struct sample *s, struct bm_random *random, const struct ratio *of_sample)
{
    struct ratio drawn[BM_BOOTSTRAP_LIMITS + 1];
    for (size_t list = 0; list < s->cells; list++) s->used[list] = 0;
    for (uint32_t d = 0; d < s->asked->draws; d++) {
        struct sums cells[BM_BOOTSTRAP_LIMITS + 1] = {{0}};
        for (size_t i = 0; i < s->n_clusters; i++) {
            uint32_t k = bm_random_below(random, (uint32_t)s->n_clusters);
            add(&cells[s->cell[k]], &s->clusters[k], s->centre);
        }
        ratios_of(cells, s->cells, s->n_clusters, drawn);
        for (size_t list = 0; list < s->cells; list++)
            if (drawn[list].variance > 0)
                s->t[list * s->asked->draws + s->used[list]++] =
                    (drawn[list].value - of_sample[list].value) /
                    sqrt(fmax(drawn[list].variance, LEAST_VARIANCE * of_sample[list].variance));
    }
}

/* False when too few draws have a variance. */
static bool studentised(const struct sample *s, size_t list, struct ratio ratio, struct bm_interval *out)
{
    double *t = s->t + list * s->asked->draws;
    size_t used = s->used[list];
    double tail = (1 - s->asked->level) / 2, error = sqrt(ratio.variance);
    if (used == 0 || !(error > 0) || (double)used < 0.95 * s->asked->draws) return false;
    out->lo = ratio.value - bm_quantile_of(t, used, 1 - tail) * error;
    out->hi = ratio.value - bm_quantile_of(t, used, tail) * error;
    return true;
}

/* Clopper and Pearson's interval about p, as of so many incidents as have the share's variance; fewer by the
 * ratio of the normal to Student's t for the number of places. */
static struct bm_interval effective(const struct sample *s, struct ratio share, double p)
{
    double tail = (1 - s->asked->level) / 2, t = bm_t_quantile((double)(s->n_clusters - 1), 1 - tail);
    double n = share.variance > 0 ? share.value * (1 - share.value) / share.variance : s->kish;
    double fewer = bm_normal_quantile(1 - tail) / t;
    n = fmin(n, s->total) * fewer * fewer;
    return (struct bm_interval){p > 0 ? bm_beta_quantile(p * n, n - p * n + 1, tail) : 0,
                                p < 1 ? bm_beta_quantile(p * n + 1, n - p * n, 1 - tail) : 1};
}

/* Where the limits of the share of all that lies within the quantile meet the distribution function. */
static struct bm_interval quantile(const struct sample *s, double p)
{
    struct sums all = {0};
    double n = 0, nn = 0, upto = 0;
    size_t k = 0;
    for (size_t i = 0; i < s->n_clusters; i++) add(&all, &s->clusters[i], s->centre);
    while (k < s->n_clusters && (n == 0 || n < p * all.n)) {
        n += (double)s->clusters[k].n;
        nn += (double)s->clusters[k].n * (double)s->clusters[k].n;
        k++;
    }
    struct bm_interval of_share = effective(s, share_of(&all, n, nn, s->n_clusters), p),
                       out = {NAN, INFINITY};
    for (size_t i = 0; i < s->n_clusters; i++) {
        upto += (double)s->clusters[i].n / all.n;
        if (isnan(out.lo) && upto >= of_share.lo)
            out.lo = i == 0 && of_share.lo < upto ? 0 : s->clusters[i].metres;
        if (of_share.hi < 1 && upto >= of_share.hi) {
            out.hi = s->clusters[i].metres;
            break;
        }
    }
    return out;
}

void bm_bootstrap(const struct bm_bootstrap *asked, const struct bm_cluster *clusters, size_t n_clusters,
                  struct bm_random *random, double *scratch, struct bm_interval *mean,
                  struct bm_interval *quantiles, struct bm_interval *shares)
{
    const struct bm_interval unknown = {NAN, NAN};
    struct sample s = {
        .asked = asked, .clusters = clusters, .n_clusters = n_clusters, .cells = asked->n_limits + 1};
    struct sums cells[BM_BOOTSTRAP_LIMITS + 1] = {{0}};
    struct ratio of_sample[BM_BOOTSTRAP_LIMITS + 1];
    *mean = unknown;
    for (size_t i = 0; i < asked->n_quantiles; i++) quantiles[i] = unknown;
    for (size_t i = 0; i < asked->n_limits; i++) shares[i] = unknown;
    if (n_clusters < BM_BOOTSTRAP_LEAST || asked->n_limits > BM_BOOTSTRAP_LIMITS) return;
    prepare(&s, scratch);
    for (size_t i = 0; i < n_clusters; i++) add(&cells[s.cell[i]], &clusters[i], s.centre);
    ratios_of(cells, s.cells, n_clusters, of_sample);
    draw_all(&s, random, of_sample);
    if (studentised(&s, 0, of_sample[0], mean))
        *mean = (struct bm_interval){fmax(0, mean->lo + s.centre), mean->hi + s.centre};
    for (size_t i = 0; i < asked->n_limits; i++) {
        struct ratio share = of_sample[i + 1];
        if (!studentised(&s, i + 1, share, &shares[i])) shares[i] = effective(&s, share, share.value);
        shares[i] = (struct bm_interval){fmax(0, shares[i].lo), fmin(1, shares[i].hi)};
    }
    for (size_t i = 0; i < asked->n_quantiles; i++) quantiles[i] = quantile(&s, asked->quantiles[i]);
}
