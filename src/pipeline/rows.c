#include "base/file.h"
#include "pipeline/run.h"

static bm_status put(bm_ctx *ctx, struct bm_run *run, bm_buf *text)
{
    bm_status st = bm_buf_status(ctx, text);
    if (st == BM_OK) st = bm_write_all(ctx, run->fd, "standard output", text->p, text->len);
    bm_buf_clear(text);
    return st;
}

bm_status bm_run_rows(bm_ctx *ctx, const bm_job *job, bm_stage stage, bm_text_format format, int fd,
                      bm_report *report)
{
    bm_job own = *job;
    struct bm_run run;
    bm_buf text;
    bm_status st;

    own.read.live = format == BM_FORMAT_NDJSON;
    bm_buf_init(&text, ctx);
    if ((st = bm_run_open(ctx, &own, stage, BM_VAGUE_RANGE, BM_TALLY_NOTHING, &run)) != BM_OK) goto done;
    run.to_fd = true;
    run.fd = fd;
    run.format = format;
    bm_incident_columns(&run.n_columns);
    if (stage == BM_STAGE_PLACE) run.n_columns = bm_geocode_column_count();
    if ((st = bm_text_begin(ctx, format, &run.setup.naming, run.n_columns, &text)) != BM_OK) goto done;
    if ((st = put(ctx, &run, &text)) != BM_OK) goto done;
    if ((st = bm_run_rows_through(ctx, &run)) != BM_OK) goto done;
    if ((st = bm_text_end(ctx, format, &text)) != BM_OK) goto done;
    if ((st = put(ctx, &run, &text)) != BM_OK) goto done;
    bm_run_fill_report(&run, NULL, report);
done:
    bm_buf_free(&text);
    bm_run_close(ctx, &run);
    return st;
}
