/* Kolmogorov-Smirnov for a discrete null: W. J. Conover, JASA 67 (1972), doi:10.1080/01621459.1972.10481254.
 * Cramer-von Mises for one: V. Choulakian, R. A. Lockhart, M. A. Stephens, Canadian Journal of Statistics 22
 * (1994), doi:10.2307/3315828. Between two observations F_n stands still, so sums over the null's values
 * between them come from prefix sums. */
#include "stats/edf.h"

#include <math.h>
#include <string.h>

void bm_edf_make(const uint32_t *metres, const double *weight, size_t n, uint32_t *at_m, double *below,
                 double *sum1, double *sum2, struct bm_edf *out)
{
    double total = 0, upto = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) total += weight ? weight[i] : 1;
    below[0] = sum1[0] = sum2[0] = 0;
    for (size_t i = 0; i < n;) {
        uint32_t here = metres[i];
        for (; i < n && metres[i] == here; i++) upto += weight ? weight[i] : 1;
        at_m[k] = here;
        below[k + 1] = i == n ? 1 : upto / total;
        double p = below[k + 1] - below[k], f = below[k + 1];
        sum1[k + 1] = sum1[k] + f * p;
        sum2[k + 1] = sum2[k] + f * f * p;
        k++;
    }
    *out = (struct bm_edf){k, at_m, below, sum1, sum2};
}

/* Values <= metres. */
static size_t count_upto(const struct bm_edf *null, uint32_t metres)
{
    size_t lo = 0, hi = null->n;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (null->at_m[middle] <= metres)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

double bm_edf_share(const struct bm_edf *null, uint32_t metres)
{
    return null->below[count_upto(null, metres)];
}

uint32_t bm_edf_quantile(const struct bm_edf *null, double share)
{
    size_t lo = 0, hi = null->n - 1;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (null->below[middle + 1] >= share)
            hi = middle;
        else
            lo = middle + 1;
    }
    return null->at_m[lo];
}

uint32_t bm_edf_key(const struct bm_edf *null, uint32_t metres)
{
    size_t upto = count_upto(null, metres);
    bool hit = upto > 0 && null->at_m[upto - 1] == metres;
    return (uint32_t)(hit ? 2 * upto - 1 : 2 * upto);
}

/* One pass of a radix sort by 11 bits of the key. */
static void pass(const struct bm_edf_place *from, struct bm_edf_place *to, size_t n, int shift)
{
    enum { BITS = 11, CELLS = 1 << BITS };
    uint32_t first[CELLS] = {0}, at = 0;
    for (size_t i = 0; i < n; i++) first[from[i].key >> shift & (CELLS - 1)]++;
    for (int i = 0; i < CELLS; i++) {
        uint32_t count = first[i];
        first[i] = at;
        at += count;
    }
    for (size_t i = 0; i < n; i++) to[first[from[i].key >> shift & (CELLS - 1)]++] = from[i];
}

static void insertion_sort(struct bm_edf_place *places, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct bm_edf_place place = places[i];
        size_t k = i;
        for (; k > 0 && places[k - 1].key > place.key; k--) places[k] = places[k - 1];
        places[k] = place;
    }
}

/* n_values: of the null; keys are at most twice as great. */
static void sort(struct bm_edf_place *places, size_t n, size_t n_values, struct bm_edf_place *scratch)
{
    if (n < 64) {
        insertion_sort(places, n);
        return;
    }
    pass(places, scratch, n, 0);
    pass(scratch, places, n, 11);
    if (n_values < 1u << 21) return;
    pass(places, scratch, n, 22);
    memcpy(places, scratch, n * sizeof *places);
}

/* Sum of (f - F)^2 p over the null's values from ... to - 1. */
static double squares(const struct bm_edf *null, double f, size_t from, size_t to)
{
    return f * f * (null->below[to] - null->below[from]) - 2 * f * (null->sum1[to] - null->sum1[from]) +
           (null->sum2[to] - null->sum2[from]);
}

struct bm_edf_test bm_edf_test(const struct bm_edf *null, struct bm_edf_place *places, size_t n_places,
                               struct bm_edf_place *scratch)
{
    struct bm_edf_test out = {NAN, NAN};
    uint64_t total = 0, upto = 0;
    double f = 0, ks = 0, sum = 0;
    size_t from = 0;
    for (size_t i = 0; i < n_places; i++) total += places[i].n;
    if (total == 0) return out;
    sort(places, n_places, null->n, scratch);
    for (size_t i = 0; i < n_places;) {
        uint32_t key = places[i].key;
        size_t before = key / 2, with = key / 2 + key % 2;
        ks = fmax(ks, fabs(f - null->below[before]));
        sum += squares(null, f, from, before);
        for (; i < n_places && places[i].key == key; i++) upto += places[i].n;
        f = (double)upto / (double)total;
        ks = fmax(ks, fabs(f - null->below[with]));
        from = before;
    }
    out.ks = ks;
    out.cvm = (double)total * (sum + squares(null, f, from, null->n));
    return out;
}
