/* bordermap: counts and distance statistics.
 *
 * A bm_tally takes rows one by one and tallies can be added to each other, in any order and grouping, with
 * the same result: distances are kept in whole metres as (distance, count) pairs, shares in units of 1e-9, so
 * nothing depends on the order of floating-point sums. One tally, one thread. */
#ifndef BORDERMAP_STATS_H
#define BORDERMAP_STATS_H

#include "border.h"
#include "ctx.h"
#include "findings.h"
#include "gazetteer.h"
#include "incident.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One incident with all its columns. Borrowed, valid while its batch is. */
typedef struct bm_row {
    const bm_incident *incident;
    const bm_place *place;
    const bm_tag *tag;
} bm_row;

/* Where an incident could as well have been, given its country. */
typedef enum bm_null_kind {
    BM_NULL_SETTLEMENTS, /* at a populated place, each as likely as the other */
    BM_NULL_POPULATION,  /* the same in proportion to their people */
    BM_NULL_LAND         /* anywhere on the country's ground */
} bm_null_kind;
#define BM_NULL_KINDS 3
const char *bm_null_kind_name(bm_null_kind kind); /* "settlements", "population", "land" */

/* Places of one pool, those of a country together. */
typedef struct bm_null_places {
    const uint32_t *first;  /* n_countries + 1: where each country's places begin */
    const uint32_t *metres; /* to the nearest border of the run's scope, rounded; UINT32_MAX: none */
    const int32_t *dyad;    /* of the nearest border, as bm_tag.dyad; -1: none */
    const float *people;    /* who live there; NULL: not known (land) */
} bm_null_places;

/* The places of the null hypotheses, in countries in alphabetical order. Immutable: any thread. */
typedef struct bm_null_pool {
    size_t n_countries;
    const char (*iso3)[4];
    const double *land_km2;     /* ground of each country, lakes filled; 0: the border file has no outlines */
    const double *people;       /* in its settlements, together */
    bm_null_places settlements; /* populated places of the gazetteers; first NULL: not asked for */
    bm_null_places land; /* points that stand for equal areas of each country; first NULL: not asked for */
    const char *json;    /* what it was made from, a JSON object, for the manifest */
} bm_null_pool;

/* By what incidents are grouped: a text that each has. */
typedef struct bm_dimension {
    const char *name; /* borrowed */
    uint32_t source;  /* the library's number of it */
    size_t column;    /* of an input column: into bm_incident_extra_names */
} bm_dimension;
/* country, side, adm1, etype, actor, year, month; static. The border ("dyad") is always there and none of
 * them. Country: the ground a place is on, else the gazetteer's; actor: both actors of a row. */
const bm_dimension *bm_dimension_defaults(size_t *n);
/* One of them, actor1, actor2, adm2, b_status, geo_prec, match, place, source, or an input column that feeds
 * no field (its name, or x_NAME). name is borrowed. BM_EUSAGE when there is none. */
BM_CHECKED bm_status bm_dimension_find(bm_ctx *ctx, const char *name, const char *const *extra,
                                       size_t n_extra, bm_dimension *out);

typedef struct bm_stats_options {
    double max_m;          /* farther incidents are not counted to a segment */
    const double *bands_m; /* rising; ≤ belongs inside */
    size_t n_bands;
    const int32_t *dyads; /* dyads named by the user: listed even without incidents */
    size_t n_dyads;
    bm_scope scope;         /* of the tags, to be named in the results */
    const bm_dimension *by; /* dimensions; copied, their names are borrowed */
    size_t n_by;
    bm_null_kind null; /* what a pool is taken as */
    bool has_split;    /* false: the data are cut in the middle of their days */
    bm_day split;      /* first day of the second period */
    uint32_t draws;    /* of bootstrap and Monte Carlo; 0: none of either */
    uint64_t seed;
    unsigned jobs;      /* threads that finishing takes; the results do not depend on it. 0: one */
    bool segments_only; /* only segments, periods and the counts of all rows are asked for: nothing by place,
                         * day, border, band or dimension is counted, drawn or tested */
} bm_stats_options;

typedef struct bm_tally bm_tally; /* borrows border and segments; options are copied */
BM_CHECKED bm_status bm_tally_create(bm_ctx *ctx, const bm_border *border, const bm_segments *segments,
                                     const bm_stats_options *options, bm_tally **out);
void bm_tally_destroy(bm_tally *tally);
BM_CHECKED bm_status bm_tally_add(bm_ctx *ctx, bm_tally *tally, const bm_row *row);
/* into += from; both of the same border, segments and options. */
BM_CHECKED bm_status bm_tally_merge(bm_ctx *ctx, bm_tally *into, const bm_tally *from);

/* How many rows ended how; read = resolved + ambiguous + coarse + unresolved + rejected + filtered. */
typedef struct bm_counts {
    uint64_t read, status[BM_PLACE_STATUS_COUNT], rejected, filtered;
    uint64_t by_match[BM_MATCH_AREA + 1];
    uint64_t fell_back; /* rows whose place was not found, but its area was */
    uint64_t off_day;   /* rows whose day lies outside of all days of the border file */
} bm_counts;
/* Counts status and match; read, rejected and filtered are the reader's to count. */
void bm_counts_add_row(bm_counts *counts, const bm_row *row);
void bm_counts_merge(bm_counts *into, const bm_counts *from);

typedef struct bm_stats bm_stats; /* the finished result; immutable, owns its memory */
/* The countries of a pool that the tally's rows are to be compared with: those on whose ground resolved rows
 * lie, and both countries of the borders nearest to them; alphabetical, in the arena. */
BM_CHECKED bm_status bm_tally_countries(bm_ctx *ctx, const bm_tally *tally, bm_arena *arena,
                                        const char *const **out, size_t *n);
/* pool: NULL for no comparison with a null hypothesis. Borrowed for the call. Rows may be added to the tally
 * afterwards. */
BM_CHECKED bm_status bm_stats_finish(bm_ctx *ctx, bm_tally *tally, const bm_null_pool *pool, bm_stats **out);
void bm_stats_destroy(bm_stats *stats);
/* Everything that was found. */
const bm_findings *bm_stats_findings(const bm_stats *stats);
/* Every segment of each dyad that has an incident within the maximum distance or was named, in segment order.
 */
const bm_segment_stats *bm_stats_segments(const bm_stats *stats, size_t *n);
/* Median distance in metres of all resolved rows, whatever their distance; NaN: none. */
double bm_stats_median_m(const bm_stats *stats);
/* Resolved rows whose point is within the maximum distance of a border. */
uint64_t bm_stats_n_near(const bm_stats *stats);
/* Appends the statistics as text: a JSON object (stats.json), CSV, or a table for a terminal. */
typedef enum bm_stats_format { BM_STATS_JSON, BM_STATS_CSV, BM_STATS_TABLE } bm_stats_format;
struct bm_buf;
BM_CHECKED bm_status bm_stats_write(bm_ctx *ctx, const bm_stats *stats, const bm_counts *counts,
                                    bm_stats_format format, struct bm_buf *out);

#ifdef __cplusplus
}
#endif
#endif
