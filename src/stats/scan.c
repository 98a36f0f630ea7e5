/* M. Kulldorff, "A spatial scan statistic", Communications in Statistics - Theory and Methods 26 (1997),
 * doi:10.1080/03610929708831995, in one dimension: windows are runs of neighbouring segments of at most half
 * of the length, the model is Poisson given the total, only more than expected counts. Secondary stretches
 * are held against the greatest ratio of each draw, too, which is conservative. */
#include "stats/scan.h"

#include <math.h>
#include <string.h>

/* With C incidents in all, c of them in a window that has a share q of the length, the ratio is
 *   c ln c + (C - c) ln(C - c) - C ln C - c ln q - (C - c) ln(1 - q):
 * terms of counts come from a table as long as it stays small, terms of windows are made once. */
enum { TABLE_MAX = 1 << 20 };

struct scan {
    size_t n; /* cells, each of `each` segments */
    size_t each;
    uint64_t total;
    double *counts;           /* n + 1: of the first k cells */
    double *share;            /* n + 1: of the length */
    double *weight;           /* n */
    double *x_log_x;          /* total + 1, or NULL */
    double *log_in, *log_out; /* n * n: ln q and ln(1 - q) of the window first, last; log_in 1: too long */
    uint64_t *drawn;          /* n */
    int32_t *sums;            /* n + 1: drawn, of the first k cells */
    /* For each stretch found n * n: the least count with which a window may reach its ratio. A draw that has
     * less in every window is below it, and no ratio is computed. */
    int32_t *least[BM_SCAN_STRETCHES];
    bool has_least[BM_SCAN_STRETCHES]; /* made when a draw first asks */
};

size_t bm_scan_scratch(size_t n, uint64_t total)
{
    size_t cells = n < BM_SCAN_CELLS ? n : BM_SCAN_CELLS;
    size_t table = total < TABLE_MAX ? (size_t)total + 1 : 0;
    size_t least = (BM_SCAN_STRETCHES * cells * cells + cells + 2) / 2; /* two in the room of one */
    return 2 * (cells + 1) + 2 * cells + 2 * cells * cells + table + least;
}

static void lay_out(struct scan *s, double *scratch)
{
    s->counts = scratch;
    s->share = s->counts + s->n + 1;
    s->weight = s->share + s->n + 1;
    s->log_in = s->weight + s->n;
    s->log_out = s->log_in + s->n * s->n;
    s->drawn = (uint64_t *)(void *)(s->log_out + s->n * s->n);
    double *rest = s->log_out + s->n * s->n + s->n;
    s->x_log_x = s->total < TABLE_MAX ? rest : NULL;
    s->sums = (int32_t *)(void *)(s->x_log_x ? rest + s->total + 1 : rest);
    for (size_t i = 0; i < BM_SCAN_STRETCHES; i++) s->least[i] = s->sums + s->n + 1 + i * s->n * s->n;
}

static double x_log_x(double x)
{
    return x > 0 ? x * log(x) : 0;
}

static void measure_windows(struct scan *s)
{
    const double half = 0.5 * (1 + 1e-12); /* equal lengths are not equal in their last digits */
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = i; k < s->n; k++) {
            double q = s->share[k + 1] - s->share[i];
            bool fits = q > 0 && q <= half;
            s->log_in[i * s->n + k] = fits ? log(q) : 1;
            s->log_out[i * s->n + k] = fits ? log1p(-q) : 0;
        }
    if (s->x_log_x) {
        s->x_log_x[0] = 0;
        for (uint64_t c = 1; c <= s->total; c++) s->x_log_x[c] = x_log_x((double)c);
    }
}

static bool prepare(struct scan *s, const uint64_t *counts, const double *length, size_t n, double *scratch)
{
    double whole = 0, upto = 0;
    *s = (struct scan){.each = (n + BM_SCAN_CELLS - 1) / BM_SCAN_CELLS};
    for (size_t i = 0; i < n; i++) {
        whole += length[i];
        s->total += counts[i];
    }
    if (n < 3 || s->total < 2 || !(whole > 0)) return false;
    s->n = (n + s->each - 1) / s->each;
    lay_out(s, scratch);
    memset(s->drawn, 0, s->n * sizeof *s->drawn);
    memset(s->weight, 0, s->n * sizeof *s->weight);
    for (size_t i = 0; i < n; i++) {
        s->drawn[i / s->each] += counts[i];
        s->weight[i / s->each] += length[i];
    }
    s->share[0] = 0;
    for (size_t i = 0; i < s->n; i++) s->share[i + 1] = (upto += s->weight[i]) / whole;
    measure_windows(s);
    return true;
}

/* Counts of s->drawn, summed up. */
static void sum_up(struct scan *s)
{
    uint64_t sum = 0;
    s->counts[0] = 0;
    for (size_t i = 0; i < s->n; i++) s->counts[i + 1] = (double)(sum += s->drawn[i]);
}

/* With c incidents in the window first, last. */
static double ratio(const struct scan *s, size_t first, size_t last, double c)
{
    double all = (double)s->total, rest = all - c;
    double log_in = s->log_in[first * s->n + last], log_out = s->log_out[first * s->n + last];
    if (log_in > 0 || c <= all * (s->share[last + 1] - s->share[first])) return 0;
    double of_counts = s->x_log_x ? s->x_log_x[(size_t)c] + s->x_log_x[(size_t)rest] - s->x_log_x[s->total]
                                  : x_log_x(c) + x_log_x(rest) - x_log_x(all);
    return of_counts - c * log_in - rest * log_out;
}

/* The hottest window outside of the cells taken. A best one begins and ends where there are incidents. */
static double hottest(const struct scan *s, const bool *taken, size_t *first, size_t *last)
{
    double best = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->drawn[i] == 0) continue;
        for (size_t k = i; k < s->n && !(taken && taken[k]) && s->log_in[i * s->n + k] <= 0; k++) {
            if (s->drawn[k] == 0) continue;
            double llr = ratio(s, i, k, s->counts[k + 1] - s->counts[i]);
            if (!(llr > best * (1 + 1e-12))) continue; /* ties: the first */
            best = llr;
            *first = i;
            *last = k;
        }
    }
    return best;
}

static size_t find(const struct scan *s, size_t n, struct bm_hot_stretch *out, size_t max_out)
{
    bool taken[BM_SCAN_CELLS] = {false};
    size_t found = 0, first = 0, last = 0;
    for (double llr; found < max_out && (llr = hottest(s, taken, &first, &last)) > 0; found++) {
        size_t end = (last + 1) * s->each;
        out[found] = (struct bm_hot_stretch){
            .first = (uint32_t)(first * s->each),
            .last = (uint32_t)((end < n ? end : n) - 1),
            .n = (uint64_t)(s->counts[last + 1] - s->counts[first]),
            .expected = (double)s->total * (s->share[last + 1] - s->share[first]),
            .llr = llr,
        };
        for (size_t i = first; i <= last; i++) taken[i] = true;
    }
    return found;
}

/* --- draws against what was found --- */

/* More than what rounding does to a ratio, whose terms are up to C (ln C - ln q), and to a comparison of two.
 */
static double slack(const struct scan *s, double llr)
{
    return 1e-9 * llr + 1e-13 * (x_log_x((double)s->total) + 50 * (double)s->total);
}

/* The least count of at least `from` with which the window may reach llr; INT32_MAX: none. Ratios grow with
 * the count. */
static int32_t least_count(const struct scan *s, size_t first, size_t last, double llr, int32_t from)
{
    int64_t low = from - 1, high = from, step = 1, all = (int64_t)s->total;
    while (high <= all && ratio(s, first, last, (double)high) < llr) {
        low = high;
        high = high < all && high + step > all ? all : high + step;
        step *= 2;
    }
    if (high > all) return INT32_MAX;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (ratio(s, first, last, (double)middle) < llr)
            low = middle;
        else
            high = middle;
    }
    return (int32_t)high;
}

/* Longer windows from the same cell need more. */
static void make_least(const struct scan *s, double llr, int32_t *least)
{
    for (size_t i = 0; i < s->n; i++) {
        int32_t from = 1;
        bool fits = true;
        for (size_t k = i; k < s->n; k++) {
            fits = fits && s->log_in[i * s->n + k] <= 0;
            int32_t c = fits && from < INT32_MAX ? least_count(s, i, k, llr, from) : INT32_MAX;
            least[i * s->n + k] = from = c;
        }
    }
}

/* Of n windows that begin after `before` incidents: has any as many as it needs? */
static bool any_reaches(const int32_t *sums, int32_t before, const int32_t *least, size_t n)
{
    int32_t any = 0;
    for (size_t k = 0; k < n; k++) any |= sums[k] - before >= least[k];
    return any;
}

/* True if a window of the draw surely exceeds llr, the ratio of the stretch `found`. Else *greatest is the
 * draw's greatest ratio, as hottest() gives it, or 0 if it is below llr. */
static bool exceeds(struct scan *s, size_t found, double llr, double *greatest)
{
    double margin = slack(s, llr);
    int32_t *least = s->least[found];
    if (!s->has_least[found]) make_least(s, llr - margin, least);
    s->has_least[found] = true;
    *greatest = 0;
    for (size_t i = 0; i < s->n; i++) {
        const int32_t *row = least + i * s->n;
        if (s->drawn[i] == 0 || !any_reaches(s->sums + i + 1, s->sums[i], row + i, s->n - i)) continue;
        for (size_t k = i; k < s->n; k++) {
            int32_t c = s->sums[k + 1] - s->sums[i];
            if (c < row[k] || s->drawn[k] == 0) continue;
            double drawn = ratio(s, i, k, c);
            if (drawn > llr + margin) return true;
            if (drawn > *greatest * (1 + 1e-12)) *greatest = drawn;
        }
    }
    return false;
}

/* The hottest stretch comes first: a draw that does not exceed one does not exceed those before it. */
static void rank_draw(struct scan *s, struct bm_hot_stretch *out, size_t found)
{
    size_t left = found, first, last;
    double greatest = 0;
    s->sums[0] = 0;
    if (s->total < INT32_MAX) {
        for (size_t i = 0; i < s->n; i++) s->sums[i + 1] = s->sums[i] + (int32_t)s->drawn[i];
        while (left > 0 && exceeds(s, left - 1, out[left - 1].llr, &greatest)) left--;
    } else {
        sum_up(s);
        greatest = hottest(s, NULL, &first, &last);
    }
    for (size_t i = 0; i < found; i++) bm_rank_add(&out[i].rank, i < left ? greatest : INFINITY, out[i].llr);
}

size_t bm_scan(const uint64_t *counts, const double *length, size_t n, uint32_t draws,
               struct bm_random *random, double *scratch, struct bm_hot_stretch *out, size_t max_out)
{
    struct scan s;
    size_t found;
    if (!prepare(&s, counts, length, n, scratch)) return 0;
    sum_up(&s);
    found = find(&s, n, out, max_out < BM_SCAN_STRETCHES ? max_out : BM_SCAN_STRETCHES);
    for (uint32_t d = 0; d < draws && found; d++) {
        bm_random_multinomial(random, s.total, s.weight, s.n, s.drawn);
        rank_draw(&s, out, found);
    }
    return found;
}
