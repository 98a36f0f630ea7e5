/* Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical
 * Society B 57 (1995), doi:10.1111/j.2517-6161.1995.tb02031.x. Monte Carlo p: B. Phipson and G. K. Smyth,
 * "Permutation p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9
 * (2010), doi:10.2202/1544-6115.1585; ties at random: M. Dwass, Annals of Mathematical Statistics 28 (1957),
 * doi:10.1214/aoms/1177707045. */
#include "stats/discovery.h"

#include <math.h>
#include <stdlib.h>

static int by_p(const void *left, const void *right)
{
    const struct bm_ranked *a = left, *b = right;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

void bm_false_discovery(const double *p, size_t n, struct bm_ranked *scratch, double *q)
{
    size_t tests = 0;
    double least = 1;
    for (size_t i = 0; i < n; i++)
        if (!isnan(p[i])) scratch[tests++] = (struct bm_ranked){p[i], i};
    if (tests) qsort(scratch, tests, sizeof *scratch, by_p);
    for (size_t i = 0; i < n; i++) q[i] = NAN;
    for (size_t i = tests; i-- > 0;) {
        least = fmin(least, (double)tests / (double)(i + 1) * scratch[i].p);
        q[scratch[i].index] = least;
    }
}

void bm_rank_add(struct bm_rank *rank, double drawn, double observed)
{
    rank->draws++;
    rank->greater += drawn > observed;
    rank->equal += drawn == observed;
}

void bm_rank_merge(struct bm_rank *into, const struct bm_rank *from)
{
    into->greater += from->greater;
    into->equal += from->equal;
    into->draws += from->draws;
}

double bm_rank_upper(const struct bm_rank *rank)
{
    return rank->draws ? (1.0 + rank->greater + rank->equal) / (1.0 + rank->draws) : NAN;
}

double bm_rank_lower(const struct bm_rank *rank)
{
    return rank->draws ? (1.0 + (rank->draws - rank->greater)) / (1.0 + rank->draws) : NAN;
}

double bm_rank_two_sided(const struct bm_rank *rank)
{
    return rank->draws ? fmin(1, 2 * fmin(bm_rank_upper(rank), bm_rank_lower(rank))) : NAN;
}

double bm_rank_upper_even(const struct bm_rank *rank, struct bm_random *random)
{
    if (!rank->draws) return NAN;
    return (1.0 + rank->greater + bm_random_below(random, rank->equal + 1)) / (1.0 + rank->draws);
}
