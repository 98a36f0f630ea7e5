/* Do the intervals and tests of src/stats keep their promises, where the truth is known because it was
 * simulated? intervals of counts and of distances cover the truth in about 95 of 100 sets; shrunk rates are
 * nearer to the truth than raw ones (mean squared error), as near as the true prior makes them; p-values are
 * even under the null (Kolmogorov-Smirnov). Usage: stats_simulation BORDERS.bmb [SETS]. Fails when a figure
 * leaves what its expectation and three standard errors of so many sets allow; what is out of reach by
 * principle is only printed. */
#include "bench.h"

#include "stats/bootstrap.h"
#include "stats/discovery.h"
#include "stats/edf.h"
#include "stats/poisson.h"
#include "stats/scan.h"
#include "stats/shrink.h"

#include <stdbool.h>

enum { DRAWS = 199, MAX_SEGMENTS = 1024, CACHED = 4096 };

static int failures;

static const char *verdict(bool fine)
{
    failures += !fine;
    return fine ? "" : "  <- OUT OF BOUNDS";
}

/* Normal numbers: polar method of Marsaglia; gamma: Marsaglia and Tsang 2000, doi:10.1145/358407.358414. */
static double draw_normal(struct bm_random *random)
{
    for (;;) {
        double u = 2 * bm_random_uniform(random) - 1, v = 2 * bm_random_uniform(random) - 1,
               s = u * u + v * v;
        if (s > 0 && s < 1) return u * sqrt(-2 * log(s) / s);
    }
}

static double draw_gamma(struct bm_random *random, double shape)
{
    if (shape < 1) return draw_gamma(random, shape + 1) * pow(1 - bm_random_uniform(random), 1 / shape);
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = draw_normal(random), v = 1 + c * z;
        v = v * v * v;
        if (v > 0 && log(1 - bm_random_uniform(random)) < z * z / 2 + d - d * v + d * log(v)) return d * v;
    }
}

/* A Poisson is the sum of two of half its mean. */
static uint64_t draw_poisson(struct bm_random *random, double mean)
{
    if (mean > 20) return draw_poisson(random, mean / 2) + draw_poisson(random, mean / 2);
    double mass = exp(-mean), u = bm_random_uniform(random);
    uint64_t k = 0;
    while (u >= mass && k < 1000) {
        u -= mass;
        mass *= mean / (double)++k;
    }
    return k;
}

/* P of a Kolmogorov-Smirnov test of n numbers against an even spread (Smirnov's limit, with the correction of
 * M. A. Stephens 1970, doi:10.1111/j.2517-6161.1970.tb00821.x). */
static double evenness_p(double *p, size_t n)
{
    double d = 0, sum = 0;
    qsort(p, n, sizeof *p, bench_by_value);
    for (size_t i = 0; i < n; i++)
        d = fmax(d, fmax((double)(i + 1) / (double)n - p[i], p[i] - (double)i / (double)n));
    double root = sqrt((double)n), x = d * (root + 0.12 + 0.11 / root);
    for (int k = 1; k < 100; k++) sum += (k % 2 ? 2 : -2) * exp(-2 * k * k * x * x);
    return fmin(1, fmax(0, sum));
}

static void show_evenness(const char *what, double *p, size_t n)
{
    double ks = evenness_p(p, n);
    printf("  %-52s %.3f%s\n", what, ks, verdict(ks > 0.01));
}

/* ---- counts ---- */

struct line { /* a border */
    const char *name;
    double km[MAX_SEGMENTS];
    size_t n;
};

static void read_line(const struct bench_set *set, const char *name, struct line *line)
{
    uint32_t n;
    const bm_segment *all = bm_segments_all(set->segments, &n);
    int32_t dyad = bm_border_dyad(set->border, name);
    *line = (struct line){.name = name};
    for (uint32_t i = 0; i < n && line->n < MAX_SEGMENTS; i++)
        if (all[i].dyad == dyad) line->km[line->n++] = (all[i].to_m - all[i].from_m) / 1000;
}

struct gain { /* sums of squared errors */
    double raw, shrunk, moments, known;
    uint64_t exact, mid, n;
};

/* The prior by moments (Marshall 1991, doi:10.2307/2347593), as the alternative. */
static struct bm_rate_prior by_moments(const uint64_t *counts, const double *km, size_t n)
{
    double total = 0, whole = 0, spread = 0;
    for (size_t i = 0; i < n; i++) total += (double)counts[i], whole += km[i];
    double mean = total / whole;
    for (size_t i = 0; i < n; i++) {
        double off = (double)counts[i] / km[i] - mean;
        spread += km[i] * off * off;
    }
    double variance = spread / whole - mean / (whole / (double)n);
    return (struct bm_rate_prior){mean, variance > 0 ? mean * mean / variance : INFINITY};
}

static double square(double x)
{
    return x * x;
}

static void simulate_rates(const struct line *line, double shape, double mean_count, long sets,
                           struct bm_interval (*limits)[2], struct gain *gain)
{
    double rate = mean_count * (double)line->n, whole = 0, truth[MAX_SEGMENTS];
    uint64_t counts[MAX_SEGMENTS];
    struct bm_random random;
    for (size_t i = 0; i < line->n; i++) whole += line->km[i];
    rate /= whole;
    bm_random_start(&random, (uint64_t)(shape * 10), (uint64_t)(mean_count * 10) * 1000 + line->n);
    for (long s = 0; s < sets; s++) {
        struct bm_rate_prior prior, moments, known = {rate, shape};
        for (size_t i = 0; i < line->n; i++) {
            truth[i] = rate * draw_gamma(&random, shape) / shape;
            counts[i] = draw_poisson(&random, truth[i] * line->km[i]);
        }
        if (!bm_rate_prior_fit(counts, line->km, line->n, &prior)) continue;
        moments = by_moments(counts, line->km, line->n);
        for (size_t i = 0; i < line->n; i++) {
            double km = line->km[i], mean = truth[i] * km;
            const struct bm_interval *of = limits[counts[i] < CACHED ? counts[i] : CACHED - 1];
            gain->raw += square((double)counts[i] / km - truth[i]);
            gain->shrunk += square(bm_shrunk_rate(&prior, counts[i], km) - truth[i]);
            gain->moments += square(bm_shrunk_rate(&moments, counts[i], km) - truth[i]);
            gain->known += square(bm_shrunk_rate(&known, counts[i], km) - truth[i]);
            gain->exact += of[0].lo <= mean && mean <= of[0].hi;
            gain->mid += of[1].lo <= mean && mean <= of[1].hi;
            gain->n++;
        }
    }
}

static void show_rates(const struct bench_set *set, long sets)
{
    static struct bm_interval limits[CACHED][2];
    static const char *const names[] = {"IRN-PAK", "AFG-PAK", "IND-PAK"};
    static const double shapes[] = {0.5, 2}, means[] = {0.5, 2, 10};
    for (uint64_t n = 0; n < CACHED; n++) {
        limits[n][0] = bm_poisson_exact(n, 0.95);
        limits[n][1] = bm_poisson_mid(n, 0.95);
    }
    printf("\nRates of segments, %ld sets each: squared error less than the raw rate's by (%%), and coverage "
           "(%%)\n"
           "  border   segments shape mean | shrunk  by moments  true prior | exact  mid-p\n",
           sets);
    for (int b = 0; b < 3; b++)
        for (int k = 0; k < 6; k++) {
            struct gain g = {0};
            struct line line;
            double shape = shapes[k / 3], mean = means[k % 3];
            read_line(set, names[b], &line);
            simulate_rates(&line, shape, mean, sets, limits, &g);
            double gain = 100 - 100 * g.shrunk / g.raw, most = 100 - 100 * g.known / g.raw, n = (double)g.n;
            /* of what the true prior gains, four parts in five at least: the rest is the price of not knowing
             * it */
            bool fine = gain >= fmin(30, 0.8 * most - 3) && (double)g.exact / n > 0.95;
            printf("  %-8s %8zu %5.1f %4.1f | %6.1f  %10.1f  %10.1f | %5.1f  %5.1f%s\n", line.name, line.n,
                   shape, mean, gain, 100 - 100 * g.moments / g.raw, most, 100 * (double)g.exact / n,
                   100 * (double)g.mid / n, verdict(fine));
        }
}

/* Coverage by the count's true mean, summed up without chance. */
static void show_poisson_coverage(void)
{
    static const double means[] = {0.5, 1, 2, 5, 10, 50, 200};
    printf("\nIntervals of one count, true coverage (%%)\n   mean  exact  mid-p  Jeffreys  score\n");
    for (size_t k = 0; k < sizeof means / sizeof *means; k++) {
        double exact = 0, mid = 0, jeffreys = 0, score = 0;
        for (uint64_t n = 0; n < 600; n++) {
            struct bm_interval a = bm_poisson_exact(n, 0.95), b = bm_poisson_mid(n, 0.95);
            double mass = bm_poisson_mass(n, means[k]), half = (double)n + 0.5;
            exact += a.lo <= means[k] && means[k] <= a.hi ? mass : 0;
            mid += b.lo <= means[k] && means[k] <= b.hi ? mass : 0;
            jeffreys += (n == 0 || bm_gamma_quantile(half, 0.025) <= means[k]) &&
                                means[k] <= bm_gamma_quantile_upper(half, 0.025)
                            ? mass
                            : 0;
            score += fabs((double)n - means[k]) <= bm_normal_quantile(0.975) * sqrt(means[k]) ? mass : 0;
        }
        printf("  %5.1f  %5.1f  %5.1f  %8.1f  %5.1f%s\n", means[k], 100 * exact, 100 * mid, 100 * jeffreys,
               100 * score, verdict(exact >= 0.95));
    }
}

/* ---- distances ---- */

enum { TRUTH = 1000000 };

/* A place: a skewed distance; near ones have more incidents. */
static struct bm_cluster draw_place(struct bm_random *random, double crowded)
{
    double m = 40000 * draw_gamma(random, 0.9), stop = m < 30000 ? 0.35 : 0.525;
    struct bm_cluster place = {(uint32_t)m, 1};
    while (bm_random_uniform(random) > stop) place.n++;
    if (bm_random_uniform(random) < crowded) place.n *= 8;
    return place;
}

static int by_metres(const void *left, const void *right)
{
    const struct bm_cluster *a = left, *b = right;
    return (a->metres > b->metres) - (a->metres < b->metres);
}

enum { ASKED_Q = 5, ASKED_S = 4, ASKED = 1 + ASKED_Q + ASKED_S };
static const double asked_q[ASKED_Q] = {0.05, 0.25, 0.5, 0.75, 0.95};
static const double asked_m[ASKED_S] = {2000, 10000, 25000, 50000};
static const char *const asked_names[ASKED] = {
    "mean",          "quantile 0.05", "quantile 0.25", "median",       "quantile 0.75",
    "quantile 0.95", "within 2 km",   "within 10 km",  "within 25 km", "within 50 km"};

/* Of a sample: mean, quantiles, shares. */
static void estimate(struct bm_cluster *places, size_t n, double *out)
{
    double total = 0, sum = 0, upto = 0;
    qsort(places, n, sizeof *places, by_metres);
    for (size_t i = 0; i < n; i++) {
        total += (double)places[i].n;
        sum += (double)places[i].n * places[i].metres;
    }
    for (int k = 0; k < ASKED; k++) out[k] = k > ASKED_Q ? 0 : NAN;
    out[0] = sum / total;
    for (size_t i = 0; i < n; i++) {
        upto += (double)places[i].n / total;
        for (int k = 0; k < ASKED_Q; k++)
            if (isnan(out[1 + k]) && upto >= asked_q[k]) out[1 + k] = places[i].metres;
        for (int k = 0; k < ASKED_S; k++)
            if (places[i].metres <= asked_m[k]) out[1 + ASKED_Q + k] = upto;
    }
}

static void cover(size_t n_places, double crowded, long sets, const double *truth, double *covered)
{
    const struct bm_bootstrap asked = {asked_q, ASKED_Q, asked_m, ASKED_S, 999, 0.95};
    struct bm_cluster *places = bench_alloc(n_places, sizeof *places);
    double *scratch = bench_alloc(bm_bootstrap_scratch(&asked, n_places), sizeof *scratch);
    for (int k = 0; k < ASKED; k++) covered[k] = 0;
    for (long s = 0; s < sets; s++) {
        struct bm_interval out[ASKED];
        struct bm_random random;
        bm_random_start(&random, 99, (uint64_t)s);
        for (size_t i = 0; i < n_places; i++) places[i] = draw_place(&random, crowded);
        qsort(places, n_places, sizeof *places, by_metres);
        bm_bootstrap(&asked, places, n_places, &random, scratch, out, out + 1, out + 1 + ASKED_Q);
        for (int k = 0; k < ASKED; k++)
            covered[k] += out[k].lo <= truth[k] && truth[k] <= out[k].hi ? 100 / (double)sets : 0;
    }
    free(scratch);
    free(places);
}

static void show_bootstrap(long sets)
{
    static const size_t sizes[] = {50, 200, 600};
    struct bm_cluster *all = bench_alloc(TRUTH, sizeof *all);
    double slack = 300 * sqrt(0.95 * 0.05 / (double)sets);
    for (int c = 0; c < 2; c++) {
        double truth[ASKED], covered[3][ASKED], crowded = c ? 0.05 : 0;
        struct bm_random random;
        bm_random_start(&random, 7, (uint64_t)c);
        for (size_t i = 0; i < TRUTH; i++) all[i] = draw_place(&random, crowded);
        estimate(all, TRUTH, truth);
        printf("\nIntervals of distances by place, %ld sets: coverage (%%)%s\n  %-14s", sets,
               c ? "; one place in twenty has eight times as many incidents" : "", "");
        for (int k = 0; k < 3; k++) printf(" %4zu places", sizes[k]);
        printf("\n");
        for (int k = 0; k < 3; k++) cover(sizes[k], crowded, sets, truth, covered[k]);
        for (int a = 0; a < ASKED; a++) {
            /* tails of few places, and crowded ones, are printed only */
            bool promised = !c && a != 1 && a != 5 && a != 6;
            double last = covered[2][a];
            printf("  %-14s %11.1f %11.1f %11.1f%s\n", asked_names[a], covered[0][a], covered[1][a], last,
                   verdict(!promised || (last > 93 - slack && last < 97 + slack)));
        }
    }
    free(all);
}

/* ---- p-values ---- */

enum { POOL = 20000, OBSERVED = 150 };

struct pool {
    struct bm_edf null;
    uint32_t at_m[POOL], metres[POOL], key[POOL];
    double below[POOL + 1], sum1[POOL + 1], sum2[POOL + 1];
};

/* Places of the null at whole kilometres, so that there are ties. */
static void make_pool(struct pool *pool, struct bm_random *random)
{
    static struct bm_cluster places[POOL];
    for (size_t i = 0; i < POOL; i++)
        places[i] = (struct bm_cluster){1000 * (uint32_t)(60 * draw_gamma(random, 1.2)), 1};
    qsort(places, POOL, sizeof *places, by_metres);
    for (size_t i = 0; i < POOL; i++) pool->metres[i] = places[i].metres;
    bm_edf_make(pool->metres, NULL, POOL, pool->at_m, pool->below, pool->sum1, pool->sum2, &pool->null);
    for (size_t i = 0; i < POOL; i++) pool->key[i] = bm_edf_key(&pool->null, pool->metres[i]);
}

/* Statistics of one draw of places with their incidents: KS, CvM, incidents within 25 km. */
static void draw_statistics(const struct pool *pool, const uint32_t *incidents, struct bm_random *random,
                            double out[3])
{
    struct bm_edf_place places[OBSERVED], scratch[OBSERVED];
    double near = 0;
    for (int i = 0; i < OBSERVED; i++) {
        uint32_t at = bm_random_below(random, POOL);
        places[i] = (struct bm_edf_place){pool->key[at], incidents[i]};
        near += pool->metres[at] <= 25000 ? incidents[i] : 0;
    }
    struct bm_edf_test test = bm_edf_test(&pool->null, places, OBSERVED, scratch);
    out[0] = test.ks;
    out[1] = test.cvm;
    out[2] = near;
}

/* Within its step of 1 / (draws + 1), a p is put somewhere by chance: then it is exactly even. */
static double spread(double p, struct bm_random *random)
{
    return p - bm_random_uniform(random) / (DRAWS + 1);
}

static void show_distance_p(long sets)
{
    static struct pool pool;
    static const char *const names[3] = {"Kolmogorov-Smirnov", "Cramer-von Mises", "incidents within 25 km"};
    double *p[3], *plain = bench_alloc((size_t)sets, sizeof *plain);
    struct bm_random random;
    bm_random_start(&random, 5, 0);
    make_pool(&pool, &random);
    for (int k = 0; k < 3; k++) p[k] = bench_alloc((size_t)sets, sizeof *p[k]);
    for (long s = 0; s < sets; s++) {
        struct bm_rank rank[3] = {{0}};
        uint32_t incidents[OBSERVED];
        double observed[3], drawn[3];
        for (int i = 0; i < OBSERVED; i++) incidents[i] = 1 + (uint32_t)draw_poisson(&random, 1.5);
        draw_statistics(&pool, incidents, &random, observed);
        for (int d = 0; d < DRAWS; d++) {
            draw_statistics(&pool, incidents, &random, drawn);
            for (int k = 0; k < 3; k++) bm_rank_add(&rank[k], drawn[k], observed[k]);
        }
        for (int k = 0; k < 3; k++) p[k][s] = spread(bm_rank_upper_even(&rank[k], &random), &random);
        plain[s] = bm_rank_upper(&rank[2]);
    }
    for (int k = 0; k < 3; k++) show_evenness(names[k], p[k], (size_t)sets);
    double below = 0;
    for (long s = 0; s < sets; s++) below += plain[s] <= 0.05;
    double most = 5 + 300 * sqrt(0.05 * 0.95 / (double)sets);
    printf("  %-52s %.1f %%%s\n", "   ... without breaking ties: p <= 0.05 in", 100 * below / (double)sets,
           verdict(100 * below / (double)sets <= most));
    for (int k = 0; k < 3; k++) free(p[k]);
    free(plain);
}

static void show_scan_p(const struct bench_set *set, long sets)
{
    double *p = bench_alloc((size_t)sets, sizeof *p);
    struct line line;
    struct bm_random random;
    uint64_t counts[MAX_SEGMENTS];
    struct bm_hot_stretch hot;
    read_line(set, "AFG-PAK", &line);
    double *scratch = bench_alloc(bm_scan_scratch(line.n, 40), sizeof *scratch);
    bm_random_start(&random, 6, 0);
    for (long s = 0; s < sets; s++) {
        bm_random_multinomial(&random, 40, line.km, line.n, counts);
        p[s] = bm_scan(counts, line.km, line.n, DRAWS, &random, scratch, &hot, 1)
                   ? spread(bm_rank_upper_even(&hot.rank, &random), &random)
                   : 1;
    }
    show_evenness("hottest stretch of AFG-PAK, 40 incidents", p, (size_t)sets);
    free(scratch);
    free(p);
}

/* The mid-p value of a discrete test is even on average only; what is promised is that p <= 0.05 is not more
 * frequent than it should be. */
static void show_count_p(long sets)
{
    double ratio = 0, ratio_mid = 0, count = 0;
    struct bm_random random;
    bm_random_start(&random, 8, 0);
    for (long s = 0; s < sets; s++) {
        uint64_t a = draw_poisson(&random, 12), b = draw_poisson(&random, 36);
        ratio += bm_poisson_ratio(a, 1, b, 3, 0.95, false).p <= 0.05;
        ratio_mid += bm_poisson_ratio(a, 1, b, 3, 0.95, true).p <= 0.05;
        count += bm_poisson_two_sided(a, 12, false) <= 0.05;
    }
    double most = 5 + 300 * sqrt(0.05 * 0.95 / (double)sets);
    printf("  %-52s %.1f %%%s\n", "ratio of two counts of 12 and 36, exact: p <= 0.05 in",
           100 * ratio / (double)sets, verdict(100 * ratio / (double)sets <= most));
    printf("  %-52s %.1f %%%s\n", "   ... mid-p", 100 * ratio_mid / (double)sets,
           verdict(100 * ratio_mid / (double)sets <= most));
    printf("  %-52s %.1f %%%s\n", "a count against a mean of 12: p <= 0.05 in", 100 * count / (double)sets,
           verdict(100 * count / (double)sets <= most));
}

/* What a Monte Carlo of the size of a large run takes. */
static void show_pace(void)
{
    enum { PLACES = 5000, N = 1000000, ALL = 999 };
    uint32_t *metres = bench_alloc(N, sizeof *metres), *at_m = bench_alloc(N, sizeof *at_m);
    double *below = bench_alloc(N + 1, sizeof *below), *sum1 = bench_alloc(N + 1, sizeof *sum1),
           *sum2 = bench_alloc(N + 1, sizeof *sum2), started, sum = 0;
    static struct bm_edf_place places[PLACES], scratch[PLACES];
    struct bm_edf null;
    struct bm_random random;
    bm_random_start(&random, 9, 0);
    for (size_t i = 1; i < N; i++) metres[i] = metres[i - 1] + bm_random_below(&random, 3);
    bm_edf_make(metres, NULL, N, at_m, below, sum1, sum2, &null);
    started = bench_cpu_s();
    for (int d = 0; d < ALL; d++) {
        for (size_t i = 0; i < PLACES; i++)
            places[i] = (struct bm_edf_place){2 * bm_random_below(&random, (uint32_t)null.n) + 1, 1};
        sum += bm_edf_test(&null, places, PLACES, scratch).ks;
    }
    printf("\n%d draws of %d places from a pool of %d, KS and CvM of each: %.2f s of processor time (mean KS "
           "%.4f)\n",
           ALL, PLACES, N, bench_cpu_s() - started, sum / ALL);
    free(metres), free(at_m), free(below), free(sum1), free(sum2);
}

int main(int argc, char **argv)
{
    long sets = argc > 2 ? atol(argv[2]) : 1000;
    bm_ctx_options options = {0};
    struct bench_set set;
    bm_ctx *ctx;
    if (argc < 2 || sets < 20 || bm_ctx_create(&options, &ctx) != BM_OK) return 2;
    bench_print_machine();
    if (bench_open(ctx, argv[1], BM_EDGES_LONLAT, &set) != BM_OK) {
        fprintf(stderr, "%s\n", bm_ctx_error(ctx));
        return 1;
    }
    show_poisson_coverage();
    show_rates(&set, sets);
    show_bootstrap(sets);
    printf("\nUnder the null, %ld sets: p of a Kolmogorov-Smirnov test that the p-values are even\n", sets);
    show_distance_p(sets);
    show_scan_p(&set, sets);
    show_count_p(sets);
    show_pace();
    bench_close(&set);
    bm_ctx_destroy(ctx);
    printf("%s\n", failures ? "OUT OF BOUNDS" : "all within bounds");
    return failures ? 1 : 0;
}
