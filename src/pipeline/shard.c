/* A share of a run, and the run out of its shares. */
#include "pipeline/run.h"

bm_status bm_run_shard(bm_ctx *ctx, const bm_job *job, const char *dir, unsigned outputs, bm_str words,
                       bm_report *report)
{
    struct bm_run run;
    struct bm_part_head head = {.shard = job->read.shard, .shards = job->read.shards, .words = words};
    bm_job own = *job;
    bm_status st;

    /* A shard tells no one but the merge, which alone knows all ids. */
    own.read.dedup_ids = false;
    own.on_issue = NULL;
    own.on_row = NULL;
    st = bm_run_open(ctx, &own, BM_STAGE_TAG, bm_vague_for(outputs), BM_TALLY_NOTHING, &run);
    if (st != BM_OK) goto done;
    if ((st = bm_parts_identity(ctx, job, &run.setup, outputs, head.identity)) != BM_OK) goto done;
    if ((st = bm_part_create(ctx, dir, &head, &run.setup, &run.part)) != BM_OK) goto done;
    if ((st = bm_run_rows_through(ctx, &run)) != BM_OK) goto done;
    if ((st = bm_part_commit(ctx, &run.part)) != BM_OK) goto done;
    bm_run_fill_report(&run, NULL, report);
done:
    bm_run_close(ctx, &run);
    return st;
}
