/* The pure functions of src/stats against R: tests/data/stats/expected.R makes expected.txt. */
#include "testing.h"

#include "stats/discovery.h"
#include "stats/distribution.h"
#include "stats/edf.h"
#include "stats/imputation.h"
#include "stats/poisson.h"
#include "stats/scan.h"
#include "stats/shrink.h"

#include <math.h>

enum { LISTS = 5, MAX = 1024 };

struct list {
    size_t n;
    double x[MAX];
};

/* A line of expected.txt: what is given, and what comes out (the last list). */
struct line {
    char name[32];
    struct list in[LISTS], out;
};

static const char *read_list(const char *at, struct list *list)
{
    char *end;
    list->n = 0;
    for (; list->n < MAX; at = end) {
        double x = strtod(at, &end);
        if (end == at) break;
        list->x[list->n++] = x;
    }
    while (*at == ' ') at++;
    return at;
}

static void read_line(const char *text, struct line *line)
{
    int used = 0, k = 0;
    memset(line, 0, sizeof *line);
    assert_int_equal(sscanf(text, "%31s ;%n", line->name, &used), 1);
    const char *at = text + used;
    do {
        assert_true(k < LISTS);
        at = read_list(at, &line->in[k++]);
    } while (*at++ == ',');
    read_list(at, &line->out);
}

/* Within 1e-9, relative for large numbers; tails may be asked for closer. */
static void near(const struct line *line, double got, size_t k, double relative)
{
    double want = line->out.x[k];
    assert_true(k < line->out.n);
    if (got == want || fabs(got - want) <= relative * fabs(want)) return;
    fail_msg("%s %.17g %.17g ...: number %zu is %.17g, R has %.17g", line->name, line->in[0].x[0],
             line->in[0].x[1], k, got, want);
}

static void check_distribution(const struct line *l, int *hits)
{
    const double *x = l->in[0].x;
    const double close = 1e-12;
#define GIVES(which, k, call)                                                                                \
    if (strcmp(l->name, which) == 0) near(l, call, k, close), ++*hits
    GIVES("gamma_pq", 0, bm_gamma_p(x[0], x[1]));
    GIVES("gamma_pq", 1, bm_gamma_q(x[0], x[1]));
    GIVES("gamma_quantile", 0, bm_gamma_quantile(x[0], x[1]));
    GIVES("gamma_quantile", 1, bm_gamma_quantile_upper(x[0], x[1]));
    GIVES("beta_p", 0, bm_beta_p(x[0], x[1], x[2], 1 - x[2]));
    GIVES("beta_quantile", 0, bm_beta_quantile(x[0], x[1], x[2]));
    GIVES("normal_p", 0, bm_normal_p(x[0]));
    GIVES("normal_quantile", 0, bm_normal_quantile(x[0]));
    GIVES("t_p", 0, bm_t_p(x[0], x[1]));
    GIVES("t_quantile", 0, bm_t_quantile(x[0], x[1]));
    GIVES("poisson", 0, bm_poisson_mass((uint64_t)x[0], x[1]));
    GIVES("poisson", 1, bm_poisson_upper((uint64_t)x[0], x[1]));
    GIVES("poisson", 2, bm_poisson_lower((uint64_t)x[0], x[1]));
    GIVES("binomial", 0, bm_binomial_mass((uint64_t)x[0], (uint64_t)x[1], x[2]));
    GIVES("binomial", 1, bm_binomial_upper((uint64_t)x[0], (uint64_t)x[1], x[2]));
    GIVES("binomial", 2, bm_binomial_lower((uint64_t)x[0], (uint64_t)x[1], x[2]));
#undef GIVES
}

static void check_interval(const struct line *l, struct bm_interval got, size_t k)
{
    near(l, got.lo, k, 1e-9);
    near(l, got.hi, k + 1, 1e-9);
}

static void check_poisson(const struct line *l, int *hits)
{
    const double *x = l->in[0].x;
    bool mid = strstr(l->name, "_mid") != NULL;
    uint64_t n = (uint64_t)x[0];
    if (strcmp(l->name, "poisson_exact") == 0) {
        check_interval(l, bm_poisson_exact(n, x[1]), 0), ++*hits;
    } else if (strcmp(l->name, "poisson_mid") == 0) {
        check_interval(l, bm_poisson_mid(n, x[1]), 0), ++*hits;
    } else if (strcmp(l->name, "poisson_two_sided") == 0) {
        near(l, bm_poisson_two_sided(n, x[1], false), 0, 1e-9);
        near(l, bm_poisson_two_sided(n, x[1], true), 1, 1e-9), ++*hits;
    } else if (strncmp(l->name, "poisson_ratio", 13) == 0) {
        struct bm_rate_ratio got = bm_poisson_ratio(n, x[1], (uint64_t)x[2], x[3], x[4], mid);
        near(l, got.ratio, 0, 1e-9);
        check_interval(l, got.interval, 1);
        near(l, got.p, 3, 1e-9), ++*hits;
    }
}

static void whole(const struct list *list, uint64_t *out)
{
    for (size_t i = 0; i < list->n; i++) out[i] = (uint64_t)list->x[i];
}

static void check_rates(const struct line *l, int *hits)
{
    uint64_t counts[MAX];
    if (strcmp(l->name, "rate_prior") == 0) {
        struct bm_rate_prior prior;
        whole(&l->in[0], counts);
        assert_true(bm_rate_prior_fit(counts, l->in[1].x, l->in[0].n, &prior));
        near(l, prior.mean, 0, 1e-9);
        near(l, prior.shape, 1, 1e-9), ++*hits;
    } else if (strcmp(l->name, "shrunk") == 0) {
        const double *x = l->in[0].x;
        struct bm_rate_prior prior = {x[0], x[1]};
        near(l, bm_shrunk_rate(&prior, (uint64_t)x[2], x[3]), 0, 1e-9), ++*hits;
    } else if (strncmp(l->name, "combine", 7) == 0) {
        struct list q = l->in[0], u = l->in[1];
        struct bm_combined got = strcmp(l->name, "combine") == 0 ? bm_combine(q.x, u.x, q.n, 0.95)
                                                                : bm_combine_positive(q.x, u.x, q.n, 0.95);
        near(l, got.estimate, 0, 1e-9);
        near(l, got.variance, 1, 1e-9);
        near(l, got.df, 2, 1e-9);
        check_interval(l, got.interval, 3), ++*hits;
    } else if (strcmp(l->name, "false_discovery") == 0) {
        struct bm_ranked scratch[MAX];
        double q[MAX];
        bm_false_discovery(l->in[0].x, l->in[0].n, scratch, q);
        for (size_t i = 0; i < l->in[0].n; i++) near(l, q[i], i, 1e-9);
        ++*hits;
    }
}

static void check_edf(const struct line *l, int *hits)
{
    static uint32_t metres[MAX], at_m[MAX];
    static double below[MAX + 1], sum1[MAX + 1], sum2[MAX + 1];
    static struct bm_edf_place places[MAX], scratch[MAX];
    struct bm_edf null;
    if (strcmp(l->name, "edf") != 0) return;
    for (size_t i = 0; i < l->in[0].n; i++) metres[i] = (uint32_t)l->in[0].x[i];
    bm_edf_make(metres, l->in[1].x, l->in[0].n, at_m, below, sum1, sum2, &null);
    for (size_t i = 0; i < l->in[2].n; i++)
        places[i] =
            (struct bm_edf_place){bm_edf_key(&null, (uint32_t)l->in[2].x[i]), (uint32_t)l->in[3].x[i]};
    struct bm_edf_test got = bm_edf_test(&null, places, l->in[2].n, scratch);
    near(l, got.ks, 0, 1e-9);
    near(l, got.cvm, 1, 1e-9), ++*hits;
}

static void check_scan(const struct line *l, int *hits)
{
    uint64_t counts[MAX];
    struct bm_hot_stretch found[3];
    struct bm_random random;
    if (strcmp(l->name, "scan") != 0) return;
    whole(&l->in[0], counts);
    bm_random_start(&random, 1, 0);
    uint64_t total = 0;
    for (size_t i = 0; i < l->in[0].n; i++) total += counts[i];
    double *room = calloc(bm_scan_scratch(l->in[0].n, total), sizeof *room);
    size_t n = bm_scan(counts, l->in[1].x, l->in[0].n, 0, &random, room, found, 3);
    free(room);
    assert_int_equal(5 * n, l->out.n);
    for (size_t i = 0; i < n; i++) {
        near(l, found[i].first, 5 * i, 0);
        near(l, found[i].last, 5 * i + 1, 0);
        near(l, (double)found[i].n, 5 * i + 2, 0);
        near(l, found[i].expected, 5 * i + 3, 1e-9);
        near(l, found[i].llr, 5 * i + 4, 1e-9);
    }
    ++*hits;
}

static void numbers_are_those_of_r(void **state)
{
    (void)state;
    static char path[512], text[1 << 16];
    static struct line line;
    int lines = 0;
    snprintf(path, sizeof path, "%s/tests/data/stats/expected.txt", getenv("BORDERMAP_SOURCE"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(text, sizeof text, file)) {
        int hits = 0;
        read_line(text, &line);
        check_distribution(&line, &hits);
        check_poisson(&line, &hits);
        check_rates(&line, &hits);
        check_edf(&line, &hits);
        check_scan(&line, &hits);
        if (hits == 0) fail_msg("nothing answers to '%s'", line.name);
        lines++;
    }
    assert_true(lines > 600);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_those_of_r)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
