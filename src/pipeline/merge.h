/* The parts of one run as if its inputs were read. */
#ifndef BM_PIPELINE_MERGE_H
#define BM_PIPELINE_MERGE_H

#include "pipeline/part.h"

struct bm_parts {
    bm_ctx *ctx;
    struct bm_part *items; /* in order of their shards */
    size_t n;
};

/* What the shards of one run have in common: sha256 of options, data, versions and inputs. */
BM_CHECKED bm_status bm_parts_identity(bm_ctx *ctx, const bm_job *job, const struct bm_setup *setup,
                                       unsigned outputs, char out[65]);

struct bm_merge {
    bm_parts *parts; /* borrowed; NULL: nothing is merged */
    const struct bm_setup *setup;
    bm_arena *arena;
    bm_source *counted; /* of each input, over all parts */
    size_t n_sources, source;
    uint64_t next_row; /* of the input at hand */
    bool begun, saw_1252;
    unsigned n_batches;
};
/* Checks that the parts are those of this job. */
BM_CHECKED bm_status bm_merge_open(bm_ctx *ctx, bm_parts *parts, const bm_job *job,
                                   const struct bm_setup *setup, unsigned outputs, struct bm_merge *out);
/* The next batch in the order of the whole; one without records, rows and issues is the end. */
BM_CHECKED bm_status bm_merge_read(bm_ctx *ctx, struct bm_merge *merge, struct bm_slot *slot);
void bm_merge_close(struct bm_merge *merge);

#endif
