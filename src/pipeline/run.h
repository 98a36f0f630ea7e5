/* One run: the set-up, the crew and what to do with finished batches. The commands are small variations of
 * it. */
#ifndef BM_PIPELINE_RUN_H
#define BM_PIPELINE_RUN_H

#include "pipeline/changes.h"
#include "pipeline/compare.h"
#include "pipeline/engine.h"
#include "pipeline/merge.h"
#include "base/ids.h"
#include "pipeline/setup.h"
#include "pipeline/tags_kept.h"
#include "pipeline/twins.h"

struct bm_run {
    const bm_job *job;
    struct bm_setup setup;
    struct bm_crew crew;
    bm_stage stage;
    enum bm_tallied tallied;
    bm_writer *writer;          /* map, merge */
    struct bm_part_writer part; /* file NULL: this is no shard */
    struct bm_merge merge;      /* parts NULL: rows come from the inputs */
    bool to_fd;                 /* geocode, tag */
    int fd;
    bm_text_format format;
    size_t n_columns;
    bool wrote_row;
    struct bm_compare compare; /* by_metre NULL: not asked for */
    struct bm_changes changes; /* ctx NULL: not asked for */
    struct bm_twins twins;     /* ctx NULL: not asked for */
    struct bm_kept_tags *kept; /* NULL: not asked for */
    struct bm_ids ids;
    bm_counts counts; /* rejected, filtered and read; the rest is counted by the workers */
    uint64_t n_rows, n_repeated_ids;
    uint64_t n_issues[BM_REJECTED + 1];
};

/* Opens everything for job up to stage; vague: what is asked of vague places. The caller ends with
 * bm_run_close whatever happens. */
BM_CHECKED bm_status bm_run_open(bm_ctx *ctx, const bm_job *job, bm_stage stage, bm_vague_detail vague,
                                 enum bm_tallied tallied, struct bm_run *run);
/* What the outputs of a map ask of them. */
bm_vague_detail bm_vague_for(unsigned outputs);
/* Passes all rows through. Afterwards run->counts is complete and crew.workers[0].tally holds all tallies. */
BM_CHECKED bm_status bm_run_rows_through(bm_ctx *ctx, struct bm_run *run);
/* The incidents that did not come again, when all rows went through. */
BM_CHECKED bm_status bm_run_finish_changes(bm_ctx *ctx, struct bm_run *run);
void bm_run_fill_report(const struct bm_run *run, const bm_stats *stats, bm_report *report);
void bm_run_close(bm_ctx *ctx, struct bm_run *run);

/* What the manifest tells about options, data files and versions, as JSON (facts.c). */
BM_CHECKED bm_status bm_facts_options(bm_ctx *ctx, const bm_job *job, unsigned outputs, bm_buf *out);
/* Members of a data file: role, file, bytes, and content_sha256 (that a compiled file carries) or sha256. */
BM_CHECKED bm_status bm_facts_file(bm_ctx *ctx, const struct bm_data_file *file, bm_buf *out);
/* The data files that bm_setup_open would open for BM_STAGE_TAG, in its order; out has room for all. */
BM_CHECKED bm_status bm_list_data_files(bm_ctx *ctx, const bm_job *job, struct bm_data_file *out, size_t *n);
BM_CHECKED bm_status bm_facts_data(bm_ctx *ctx, const struct bm_setup *setup, bm_buf *out);
BM_CHECKED bm_status bm_facts_versions(bm_ctx *ctx, unsigned outputs, bm_buf *out);

#endif
