/* What a run opens before its first row, shared by all workers, and what each worker has of its own. */
#ifndef BM_PIPELINE_SETUP_H
#define BM_PIPELINE_SETUP_H

#include "bordermap/pipeline.h"
#include "pipeline/tag_cache.h"

#include <limits.h>

enum { BM_MAX_DATA_FILES = 16, BM_ALL_DATA_FILES = 2 * BM_MAX_DATA_FILES + 4 };

struct bm_data_file { /* for the manifest */
    const char *role; /* "gazetteer", "aliases", "borders", "view", "segment_lines" */
    char path[PATH_MAX];
};

struct bm_setup {
    const bm_job *job;
    bm_incident_reader *reader;
    bm_gazetteer *gazetteers[BM_MAX_DATA_FILES];
    size_t n_gazetteers;
    bm_aliases *aliases[BM_MAX_DATA_FILES];
    size_t n_aliases;
    bm_border *border;
    bm_border *reference; /* the built-in borders beside the user's; NULL: none */
    bm_segments *segments;
    int32_t *dyads;
    size_t n_dyads;
    double *bands_m;
    bm_dimension *by;    /* of the statistics: the usual ones, then the job's */
    bm_arena *provinces; /* of segments by pairs of provinces */
    bm_own_lines *lines; /* of segments by the user's own lines; NULL: none */
    bm_border *other;    /* to compare with; NULL: none */
    bm_segments *other_segments;
    int32_t *other_dyads;
    bm_tag_options tag_options, other_options;
    bm_locate_options locate_options;
    bm_stats_options stats_options;
    bm_naming naming;
    struct bm_data_file files[BM_ALL_DATA_FILES];
    size_t n_files;
};

/* One thread's. Unused parts are NULL. */
struct bm_worker {
    bm_locator *locator;
    bm_tagger *tagger;
    bm_tally *tally;
    bm_counts counts;
    bm_tagger *other; /* of the second border file; NULL: none */
};

/* Opens what the stages up to `stage` need, to tag with `vague`. job is borrowed. On failure everything is
 * closed. */
BM_CHECKED bm_status bm_setup_open(bm_ctx *ctx, const bm_job *job, bm_stage stage, bm_vague_detail vague,
                                   struct bm_setup *out);
void bm_setup_close(bm_ctx *ctx, struct bm_setup *setup);

/* What is counted: nothing, what the layers of segments and the counts of a run tell, or all statistics. */
enum bm_tallied { BM_TALLY_NOTHING, BM_TALLY_SEGMENTS, BM_TALLY_ALL };

struct bm_crew {
    struct bm_worker *workers;
    bm_ctx **ctxs; /* ctxs[i] made and serves workers[i] */
    unsigned n;
    struct bm_tag_cache *cache, *other_cache; /* of all workers; NULL: not asked for */
};
BM_CHECKED bm_status bm_crew_create(bm_ctx *ctx, const struct bm_setup *setup, bm_stage stage,
                                    enum bm_tallied tallied, struct bm_crew *out);
void bm_crew_destroy(bm_ctx *ctx, struct bm_crew *crew);

#endif
