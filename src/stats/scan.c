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
};

size_t bm_scan_scratch(size_t n, uint64_t total)
{
    size_t cells = n < BM_SCAN_CELLS ? n : BM_SCAN_CELLS;
    size_t table = total < TABLE_MAX ? (size_t)total + 1 : 0;
    return 2 * (cells + 1) + 2 * cells + 2 * cells * cells + table;
}

static void lay_out(struct scan *s, double *scratch)
{
    s->counts = scratch;
    s->share = s->counts + s->n + 1;
    s->weight = s->share + s->n + 1;
    s->log_in = s->weight + s->n;
    s->log_out = s->log_in + s->n * s->n;
    s->drawn = (uint64_t *)(void *)(s->log_out + s->n * s->n);
    s->x_log_x = s->total < TABLE_MAX ? s->log_out + s->n * s->n + s->n : NULL;
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

static double ratio(const struct scan *s, size_t first, size_t last)
{
    double all = (double)s->total, c = s->counts[last + 1] - s->counts[first], rest = all - c;
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
            double llr = ratio(s, i, k);
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

size_t bm_scan(const uint64_t *counts, const double *length, size_t n, uint32_t draws,
               struct bm_random *random, double *scratch, struct bm_hot_stretch *out, size_t max_out)
{
    struct scan s;
    size_t found, first, last;
    if (!prepare(&s, counts, length, n, scratch)) return 0;
    sum_up(&s);
    found = find(&s, n, out, max_out);
    for (uint32_t d = 0; d < draws && found; d++) {
        bm_random_multinomial(random, s.total, s.weight, s.n, s.drawn);
        sum_up(&s);
        double drawn = hottest(&s, NULL, &first, &last);
        for (size_t i = 0; i < found; i++) bm_rank_add(&out[i].rank, drawn, out[i].llr);
    }
    return found;
}
