/* Quantiles of counted whole metres. */
#ifndef BM_STATS_QUANTILE_H
#define BM_STATS_QUANTILE_H

#include "bordermap/findings.h"
#include "stats/pairs.h"

/* What a pair stands for: its rows, or the people killed in them. */
enum bm_counted { BM_BY_ROWS, BM_BY_KILLED };

/* pairs sorted by metres, groups ignored; n of what is counted in them. */
double bm_quantile(const struct bm_pair *pairs, size_t n_pairs, enum bm_counted what, uint64_t n, double p);
/* All members but step_m, which becomes 1. */
void bm_summarise(const struct bm_pair *pairs, size_t n_pairs, enum bm_counted what, bm_summary *out);

/* Type 7 of Hyndman and Fan, of n numbers that are not NaN; x gets another order. NaN of nothing. */
double bm_quantile_of(double *x, size_t n, double p);

#endif
