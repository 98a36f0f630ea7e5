/* bordermap: the finished statistics as plain structs, for those who show them (report, layers, stats.json).
 *
 * Everything is borrowed from the bm_stats it came from. Distances are metres. NaN: there is nothing to say;
 * a `why` beside it says in words why ("too few ..."). Shares are 0 to 1. An interval is 95 %. */
#ifndef BORDERMAP_FINDINGS_H
#define BORDERMAP_FINDINGS_H

#include "border.h"
#include "ctx.h"
#include "gazetteer.h"
#include "incident.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bm_bounds {
    double lo, hi;
} bm_bounds;

#define BM_QUANTILES       7
#define BM_QUANTILE_MEDIAN 3
extern const double bm_quantile_p[BM_QUANTILES];          /* 0.05 ... 0.95 */
extern const char *const bm_quantile_names[BM_QUANTILES]; /* "q05" ... "q95" */

/* Distances of resolved incidents, or of the people killed in them (each counts once for everyone killed). */
typedef struct bm_summary {
    uint64_t n;
    uint32_t step_m; /* tallied in steps of this: 1, or a power of two where there were too many to keep */
    double min_m, max_m, mean_m, q_m[BM_QUANTILES]; /* quantiles: type 7 of Hyndman and Fan (1996) */
} bm_summary;

/* What the null hypothesis expects of a band, and how the data differ: given its country, each place is as
 * likely to be any place of the pool in that country. */
typedef struct bm_band_null {
    uint64_t n;          /* resolved incidents on the ground of the countries compared: of a dyad its two */
    double share;        /* of them within the limit and, of a dyad, nearest to it */
    double exp_share;    /* sum over countries of their share of the incidents times the pool's share */
    bm_bounds exp_range; /* of the share in draws by place */
    double ratio;        /* share / exp_share */
    bm_bounds ratio_range;
    double p, q; /* two-sided Monte Carlo p by place; q: Benjamini and Hochberg within its family */
    double
        p_event; /* by event: as if every incident chose its place for itself; too small where they repeat */
} bm_band_null;

/* Incidents within a distance. Cumulative; the limit belongs inside. */
typedef struct bm_band_stats {
    double limit_m;
    uint64_t n_lo;             /* the whole radius or area is inside, and the place is resolved */
    uint64_t n;                /* resolved, by the point */
    uint64_t n_hi;             /* any part may be inside */
    double n_exp;              /* the sum of the shares of the places that are inside */
    double share;              /* n / n_points */
    double share_lo, share_hi; /* of n_possible */
    double share_exp;          /* n_exp / (n_possible - n_no_range) */
    double rate_100km;         /* n per 100 km of border; NaN for other than dyads */
    double area_km2, people;   /* ground and population (by the gazetteer) within the limit; NaN: no pool */
    double rate_1000km2, rate_100k; /* n per 1,000 km2 of it, n per 100,000 people in it */
    bm_bounds by_place, by_event;   /* of share: bootstrap */
    bm_band_null null;
} bm_band_stats;

/* Shares of incidents within each of a fixed list of limits. NULL: not known. */
typedef struct bm_curve {
    size_t n;
    const double *limit_m;                  /* rising */
    const double *points;                   /* of resolved incidents */
    const double *lo, *exp, *hi;            /* certain, expected, possible: of all with a known range */
    const double *null, *null_lo, *null_hi; /* the pool's, and the range of draws by place */
} bm_curve;

/* Bootstrap intervals of the distances of a group. */
typedef struct bm_resampled {
    uint32_t draws; /* 0: none */
    uint64_t n_places, n_events;
    bm_bounds mean_m, q_m[BM_QUANTILES];             /* places drawn with all their incidents */
    bm_bounds mean_event_m, q_event_m[BM_QUANTILES]; /* incidents drawn one by one */
    const char *why;
} bm_resampled;

/* A value estimated over imputed places, by Rubin's rules; lo <= estimate <= hi, distances not below 0. */
typedef struct bm_imputed {
    double estimate, se, lo, hi;
    double fraction; /* of missing information */
} bm_imputed;

/* With the vague places set to points drawn from where they may be. */
typedef struct bm_imputation {
    uint32_t n;       /* imputations; 0: none */
    uint64_t n_vague; /* rows whose place was drawn */
    uint64_t n_rows;  /* all rows in the estimates */
    bm_imputed mean_m, median_m;
    const bm_imputed *bands; /* shares, one for each band */
    const char *why;
} bm_imputation;

/* Incidents with one value of one dimension. */
typedef struct bm_group_stats {
    const char *dimension; /* "all", "dyad", "side", "country", "adm1", "etype", "actor", "year", ... */
    const char *value;     /* "IRN-PAK"; "all"; NULL: the rows that have none */
    double len_m;          /* of a dyad's border; else NaN */
    uint64_t status[BM_PLACE_STATUS_COUNT];
    uint64_t n_points;   /* resolved rows, at any distance */
    uint64_t n_possible; /* rows that may lie near its border: resolved, ambiguous and coarse */
    uint64_t n_no_range; /* of n_possible: neither radius nor outline is known */
    uint64_t n_near;     /* of n_points: within the maximum distance */
    uint64_t n_ties, n_no_border;
    uint64_t n_a, n_b;       /* of n_points, by side; of dyads */
    int64_t killed, injured; /* of n_points; BM_NO_COUNT: none says */
    bm_day d_first, d_last;  /* of n_points; BM_NO_DAY */
    bm_summary distance, killed_distance;
    const bm_band_stats *bands;
    size_t n_bands;
    const bm_curve *curve;           /* of the whole and of dyads; else NULL */
    const bm_resampled *resampled;   /* bootstrap; of the whole and of dyads; NULL: not asked for */
    const bm_imputation *imputation; /* of the whole; NULL: not asked for */
    const char *top_segment;         /* with the most incidents; NULL */
    uint64_t top_segment_n;
} bm_group_stats;

/* One dimension: where its groups are. */
typedef struct bm_dimension_stats {
    const char *name;
    const bm_group_stats *groups; /* most points first, then by value; of years and months by value */
    size_t n_groups;              /* 0 with a why */
    bool is_time;                 /* years, months */
    const char *why;              /* dropped: "more than 10,000 values" */
} bm_dimension_stats;

/* One test of a hypothesis. */
typedef struct bm_test {
    const char *name;   /* "band", "ks", "cvm", "segment", "stretch", "periods" */
    const char *group;  /* "all", "IRN-PAK", a segment's id */
    double limit_m;     /* of a band; else NaN */
    const char *unit;   /* what is drawn: "place", "event"; "" for exact tests */
    const char *family; /* the tests that q counts together */
    double statistic, expected;
    double p, q;
    uint32_t draws;  /* 0: exact */
    const char *why; /* no p; else NULL */
} bm_test;

#define BM_SEGMENT_BANDS 4 /* 10, 25, 50, 100 km */
/* The statistics of one segment: a row of the segments layer. */
typedef struct bm_segment_stats {
    uint32_t segment; /* index into bm_segments_all */
    uint64_t n_inc, n_lo, n_hi;
    double n_exp;
    uint64_t n_band[BM_SEGMENT_BANDS]; /* cumulative; null (UINT64_MAX) beyond the maximum distance */
    uint64_t n_a, n_b;                 /* by side */
    int64_t killed, injured;           /* of the incidents in n_inc; BM_NO_COUNT when none says */
    double rate100;                    /* n_inc per 100 km */
    bm_day d_first, d_last;            /* BM_NO_DAY: none */
    double med_m;                      /* median distance of the incidents in n_inc; NaN: none */
    bm_bounds rate_range;              /* of rate100: exact Poisson (Garwood 1936) */
    double rate_eb;                    /* rate100 drawn towards the dyad's: empirical Bayes, gamma-Poisson */
    double p, q;            /* as many or more at the dyad's mean rate: Poisson; q over all listed segments */
    uint32_t hot;           /* number of the hot stretch it is in, from 1; 0: none */
    uint64_t n_1, n_2;      /* before the split day, and from it on */
    double ratio2;          /* rate of the second period to that of the first */
    bm_bounds ratio2_range; /* exact, conditional on the sum */
} bm_segment_stats;

/* Neighbouring segments of a dyad with more incidents than elsewhere on it (Kulldorff's scan in one
 * dimension). */
typedef struct bm_stretch {
    const char *dyad;
    uint32_t first, last; /* indexes into bm_segments_all */
    double from_m, to_m;  /* along the dyad */
    uint64_t n;
    double expected, rate_ratio; /* at the dyad's mean rate; inside to outside */
    double llr, p, q;            /* q over the dyads */
    uint32_t number;             /* from 1, of those with q <= 0.05; 0: not hot */
} bm_stretch;

/* The data cut in two at a day. */
typedef struct bm_periods {
    bm_day first, split, last; /* BM_NO_DAY: none */
    bool chosen;               /* by the user; else the middle of the days */
    uint32_t step_days;        /* split lies on a multiple of it: 1, or a power of two */
    uint64_t n_1, n_2;         /* resolved rows within the maximum distance */
    double ratio;              /* of the rates by day */
    bm_bounds ratio_range;
    double p;
    const char *why;
} bm_periods;

/* Resolved rows of one day; those whose day is not known exactly are in no day. */
typedef struct bm_day_count {
    bm_day day;
    uint64_t n, killed;
} bm_day_count;

typedef struct bm_findings {
    bm_scope scope;
    double max_m;
    const double *bands_m;
    size_t n_bands;
    const bm_dimension_stats *dimensions; /* [0] is "all", one group; [1] "dyad" */
    size_t n_dimensions;
    const bm_segment_stats
        *segments; /* of each dyad with an incident within the maximum or named, in order */
    size_t n_segments;
    const bm_stretch *stretches; /* the most likely one of each dyad that has enough; in order of dyads */
    size_t n_stretches;
    bm_periods periods;
    const bm_day_count *days; /* rising; days without incidents are left out */
    size_t n_days;
    uint64_t n_inexact_days; /* resolved rows without an exact day */
    const bm_test *tests;
    size_t n_tests;
    /* how it was reckoned */
    uint32_t draws;
    uint64_t seed;
    const char *null_name; /* "settlements", "population", "land"; NULL: no comparison */
    const char *null_why;  /* why there is none; else NULL */
    const char *null_json; /* what the pool was made from; NULL */
    uint64_t n_places;     /* distinct places of resolved rows */
    double places_sampled; /* share of them that bootstrap and null look at; 1: all */
} bm_findings;

#ifdef __cplusplus
}
#endif
#endif
