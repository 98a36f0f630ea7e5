/* bordermap: the stages in order: read, place, tag, count, write. A command is the pipeline stopped early. */
#ifndef BORDERMAP_PIPELINE_H
#define BORDERMAP_PIPELINE_H

#include "border.h"
#include "ctx.h"
#include "gazetteer.h"
#include "incident.h"
#include "layer.h"
#include "stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why a folder is not what a job would make. */
typedef struct bm_reason {
    const char *kind;    /* "folder", "input", "option", "data", "program", "output" */
    const char *subject; /* the option's name in the manifest, the role of the data file; else NULL */
    const char *text;    /* "input 'a.csv' has changed" */
} bm_reason;

/* Everything a run needs to know; bm_job_defaults fills it. All strings and arrays are borrowed. */
typedef struct bm_job {
    const char *const *inputs;
    size_t n_inputs;
    bm_read_options read;
    const char *const *gazetteers; /* none: the built-in one */
    size_t n_gazetteers;
    const char *const *aliases; /* before the built-in ones */
    size_t n_aliases;
    const char *borders;         /* NULL: the built-in ones */
    const char *view;            /* whose claims are drawn: bm_border_find_view; NULL: as the borders are */
    const char *compare_borders; /* map: a second border file to tag every row with; NULL: none */
    const char *country;         /* bias; alpha-2, alpha-3 or a name; NULL: none */
    const char *const *dyads;    /* names; none: all */
    size_t n_dyads;
    double segment_km, max_km;
    bool whole_dyads, by_province; /* one segment for each border, or for each pair of provinces that meets */
    const char *segment_lines;     /* a file of lines, one segment for each; NULL: none */
    const double *bands_km;        /* rising */
    size_t n_bands;
    bm_edges edges;
    bm_scope scope;
    const char *const *by; /* dimensions of the statistics beside the usual ones: bm_dimension_find */
    size_t n_by;
    bool has_split; /* false: two periods are cut in the middle of the days */
    bm_day split;   /* first day of the second one */
    bm_null_kind null; /* what incidents are compared with */
    uint32_t draws; /* of bootstrap and Monte Carlo; 0: none */
    uint64_t seed;
    unsigned jobs; /* worker threads, at least 1 */
    bool explain;
    double round_km; /* points are moved to the centre of their cell of such a grid, for victims' safety; 0: not */
    /* map: changes.csv says what became of each incident since the last run with this set, and why: one of
     * the reasons. The folder keeps a state for the next one. */
    bool changes;
    const bm_reason *reasons;
    size_t n_reasons;
    /* Progress: called now and then on the calling thread with the rows written so far; may be NULL. */
    void (*progress)(void *user, uint64_t rows);
    /* Every issue, in input order; may be NULL. */
    void (*on_issue)(void *user, const bm_issue *issue);
    /* Every placed row, in input order, on the calling thread; may be NULL. */
    void (*on_row)(void *user, const bm_row *row);
    /* Each input with its final counts, at the end; may be NULL. */
    void (*on_source)(void *user, const bm_source *source);
    void *user;
} bm_job;
void bm_job_defaults(bm_job *job);
/* How borders are cut into segments: "length", "dyad", "admin1", else a file of lines (borrowed). */
void bm_job_segment_by(bm_job *job, const char *value);

/* The points of a run by a second border file: how many come out alike. */
typedef struct bm_compared {
    uint64_t n, same_dyad, same_segment, same_side, same_band;
    double median_km, q95_km; /* of the differences in distance, signs left out; NaN: no points */
} bm_compared;

/* What a run found, for the summary. */
typedef struct bm_report {
    bm_counts counts;
    uint64_t n_issues[BM_REJECTED + 1]; /* by severity */
    uint64_t n_near;                    /* resolved points within max_km of a border; 0 without statistics */
    uint64_t n_repeated_ids;
    uint64_t n_dropped;                    /* of the filtered: repeats of an id (dedup_ids) */
    uint64_t n_twins;                      /* check: rows that are probably the incident of an earlier row */
    uint64_t n_changed;                    /* incidents in changes.csv */
    char view[64];                         /* whose claims are drawn; "": default */
    bm_day border_first, border_last;      /* days that the borders hold on; BM_NO_DAY: open */
    char nearest_seg[BM_SEG_ID_BYTES + 8]; /* segment with the most incidents, "" if none */
    uint64_t nearest_seg_n;
    double med_km;        /* median distance of points; NaN: none */
    bm_compared compared; /* all 0 without job->compare_borders */
} bm_report;

typedef enum bm_stage { BM_STAGE_READ, BM_STAGE_PLACE, BM_STAGE_TAG } bm_stage;

/* The main job: every output into dir. Nothing in dir changes unless it succeeds. report may be NULL. */
BM_CHECKED bm_status bm_run_map(bm_ctx *ctx, const bm_job *job, const char *dir, unsigned outputs,
                                bm_report *report);
/* A share of bm_run_map, that of job->read.shard: dir gets a file of tagged rows, written whole or not at
 * all. words: kept for the caller, who makes the job for bm_run_merge out of them. */
BM_CHECKED bm_status bm_run_shard(bm_ctx *ctx, const bm_job *job, const char *dir, unsigned outputs,
                                  bm_str words, bm_report *report);
/* The results of all shards of a run (files or their folders), in any order. BM_EUSAGE when one is missing,
 * there twice or of another run. The caller owns *out. */
typedef struct bm_parts bm_parts;
BM_CHECKED bm_status bm_parts_open(bm_ctx *ctx, const char *const *paths, size_t n, bm_parts **out);
bm_str bm_parts_words(const bm_parts *parts); /* of the first shard; borrowed */
void bm_parts_close(bm_parts *parts);         /* NULL is fine */
/* Into dir what bm_run_map would write: the same bytes. job: that of the shards, without a shard. The inputs
 * are looked at again, not read. Parts are used up. */
BM_CHECKED bm_status bm_run_merge(bm_ctx *ctx, bm_parts *parts, const bm_job *job, const char *dir,
                                  unsigned outputs, bm_report *report);
/* Writes rows as text to the file descriptor fd: the geocode columns (BM_STAGE_PLACE) or all (BM_STAGE_TAG).
 * With NDJSON each line is flushed as soon as its input line is done. */
BM_CHECKED bm_status bm_run_rows(bm_ctx *ctx, const bm_job *job, bm_stage stage, bm_text_format format,
                                 int fd, bm_report *report);
/* Reads and places, writes nothing, hands every issue to job->on_issue. */
BM_CHECKED bm_status bm_run_check(bm_ctx *ctx, const bm_job *job, bm_report *report);
/* Counts only, and appends the statistics to out. */
BM_CHECKED bm_status bm_run_stats(bm_ctx *ctx, const bm_job *job, bm_stats_format format, struct bm_buf *out,
                                  bm_report *report);

/* Appends what the program is made of, as the manifest tells it: a line each of a name, a space and a
 * version, without loading what is opened at need; of that the file's name. */
void bm_describe_versions(struct bm_buf *out);

/* The half-degree cells of PRIO-GRID on whose centre a country has ground, as CSV: number, place, country, and
 * the distances of the centre in the scopes own, foreign and outline. countries: alpha-3, only theirs; none: all
 * but Antarctica.
 * Of the job only edges and jobs count. */
BM_CHECKED bm_status bm_run_grid(bm_ctx *ctx, const bm_job *job, const bm_border *border,
                                 const char *const *countries, size_t n_countries, struct bm_buf *out);

/* --- projects: everything that `map` is told, in one JSON file --- */

typedef struct bm_project bm_project;
/* Reads a project file. Relative paths in it start at its folder. BM_EUSAGE for a key, a type or a value that
 * is wrong, with the file, the JSON path and the nearest valid one. The caller owns *out. */
BM_CHECKED bm_status bm_project_open(bm_ctx *ctx, const char *path, bm_project **out);
void bm_project_close(bm_project *project); /* NULL is fine */
/* The job it describes; borrowed. Threads and callbacks are the caller's to add to a copy. */
const bm_job *bm_project_job(const bm_project *project);
const char *bm_project_output(const bm_project *project); /* the folder to write to */
unsigned bm_project_outputs(const bm_project *project);   /* bits of bm_output */
/* Appends the JSON Schema of project files. */
BM_CHECKED bm_status bm_project_schema(bm_ctx *ctx, struct bm_buf *out);

/* Compares the folder's manifest with the job, by content: inputs, options, data files, versions, and whether
 * every output is there. Reads inputs and headers of data files, nothing else. *n == 0: it is up to date. The
 * reasons live in the arena. */
BM_CHECKED bm_status bm_find_stale(bm_ctx *ctx, const bm_job *job, const char *dir, unsigned outputs,
                                   bm_arena *arena, const bm_reason **out, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
