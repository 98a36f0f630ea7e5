#include "pipeline/run.h"

#include "base/file.h"
#include "base/mem.h"
#include "pipeline/bands_cache.h"
#include "pipeline/null_pool.h"

static bm_status write_outputs(bm_ctx *ctx, struct bm_run *run, unsigned outputs, const bm_stats *stats)
{
    bm_buf options, data, versions, compare;
    bm_status st;
    bm_buf_init(&options, ctx);
    bm_buf_init(&data, ctx);
    bm_buf_init(&versions, ctx);
    bm_buf_init(&compare, ctx);
    if ((st = bm_facts_options(ctx, run->job, outputs, &options)) != BM_OK) goto done;
    if ((st = bm_facts_data(ctx, &run->setup, &data)) != BM_OK) goto done;
    if ((st = bm_facts_versions(ctx, outputs, &versions)) != BM_OK) goto done;
    bm_manifest_facts facts = {
        .counts = &run->counts,
        .options_json = options.p,
        .data_json = data.p,
        .versions_json = versions.p,
    };
    if (run->compare.by_metre) {
        bm_compare_json(&run->compare, bm_base_name(run->job->compare_borders), &compare);
        bm_buf_putc(&compare, '\0');
        if ((st = bm_buf_status(ctx, &compare)) != BM_OK) goto done;
        facts.compare_json = compare.p;
    }
    facts.sources = bm_incident_sources(run->setup.reader, &facts.n_sources);
    st = bm_writer_commit(ctx, run->writer, stats, &facts);
done:
    bm_buf_free(&options);
    bm_buf_free(&data);
    bm_buf_free(&versions);
    bm_buf_free(&compare);
    return st;
}

static bm_status start_compare(bm_ctx *ctx, struct bm_run *run)
{
    const struct bm_setup *s = &run->setup;
    struct bm_compare *compare = &run->compare;
    bm_buf header;
    *compare = (struct bm_compare){.own = s->naming, .bands_m = s->bands_m, .n_bands = run->job->n_bands};
    compare->other.dyads = bm_border_dyads(s->other, &compare->other.n_dyads);
    compare->other.segments = bm_segments_all(s->other_segments, &compare->other.n_segments);
    bm_buf_init(&header, ctx);
    bm_compare_header(&header);
    bm_status st = bm_buf_status(ctx, &header);
    if (st == BM_OK) st = bm_compare_open(ctx, compare);
    if (st == BM_OK) st = bm_writer_compare(ctx, run->writer, &header, 0);
    bm_buf_free(&header);
    return st;
}

/* The pool of the null hypothesis: the countries' settlements and ground. */
static bm_status make_pool(bm_ctx *ctx, struct bm_run *run, bm_null_pool **out)
{
    const unsigned kinds = 1u << BM_NULL_SETTLEMENTS | 1u << BM_NULL_LAND;
    const char *const *countries;
    size_t n;
    bm_arena *arena;
    bm_status st = bm_arena_create(ctx, &arena);

    *out = NULL;
    if (st != BM_OK) return st;
    st = bm_tally_countries(ctx, run->crew.workers[0].tally, arena, &countries, &n);
    if (st == BM_OK)
        st = bm_null_pool_make(ctx, &run->setup, &run->crew, countries, n, kinds, BM_NULL_LAND_POINTS, out);
    bm_arena_destroy(arena);
    return st;
}

static bm_status finish(bm_ctx *ctx, struct bm_run *run, bm_stats **out)
{
    bm_null_pool *pool = NULL;
    bm_status st = BM_OK;

    *out = NULL;
    if (run->tallied == BM_TALLY_ALL && run->job->draws > 0) st = make_pool(ctx, run, &pool);
    if (st == BM_OK) st = bm_stats_finish(ctx, run->crew.workers[0].tally, pool, out);
    bm_null_pool_destroy(pool);
    return st;
}

/* Outputs that tell of all statistics (a project always has its GeoPackage); the null hypothesis alone takes
 * the time of a few thousand rows. */
static const unsigned with_statistics = BM_OUTPUT_STATS | BM_OUTPUT_REPORT | BM_OUTPUT_GPKG | BM_OUTPUT_QGZ;

bm_vague_detail bm_vague_for(unsigned outputs)
{
    return outputs & with_statistics ? BM_VAGUE_ALL : BM_VAGUE_SHARES;
}

/* A build comes again, with most of its rows. */
static bm_status use_kept_tags(bm_ctx *ctx, struct bm_run *run)
{
    bm_status st = bm_kept_tags_open(ctx, &run->setup, &run->kept);
    if (st == BM_OK) bm_tag_cache_use(run->crew.cache, run->kept);
    return st;
}

static void keep_tags(bm_ctx *ctx, struct bm_run *run)
{
    if (!run->kept) return;
    bm_tag_cache_use(run->crew.cache, NULL);
    bm_kept_tags_save(ctx, run->kept);
    bm_kept_tags_close(ctx, run->kept);
    run->kept = NULL;
}

/* parts NULL: the inputs are read. */
static bm_status run_map(bm_ctx *ctx, bm_parts *parts, const bm_job *job, const char *dir, unsigned outputs,
                         bm_report *report)
{
    struct bm_run run;
    bm_stats *stats = NULL;
    bm_status st;

    enum bm_tallied tallied = outputs & with_statistics ? BM_TALLY_ALL : BM_TALLY_SEGMENTS;
    st = bm_run_open(ctx, job, BM_STAGE_TAG, bm_vague_for(outputs), tallied, &run);
    if (st != BM_OK) goto done;
    const struct bm_setup *s = &run.setup;
    if (parts && (st = bm_merge_open(ctx, parts, job, s, outputs, &run.merge)) != BM_OK) goto done;
    if ((st = bm_writer_open(ctx, dir, outputs, s->segments, &s->naming, &run.writer)) != BM_OK) goto done;
    bm_writer_use_bands(run.writer, bm_bands_kept, s);
    if (job->jobs > 1 && (st = bm_writer_use_threads(ctx, run.writer, job->jobs)) != BM_OK) goto done;
    if (job->changes && (st = bm_changes_open(ctx, job, &s->naming, dir, &run.changes)) != BM_OK) goto done;
    if (job->compare_borders && (st = start_compare(ctx, &run)) != BM_OK) goto done;
    for (size_t i = 0; i < job->n_aliases; i++)
        if ((st = bm_writer_keep_decisions(ctx, run.writer, job->aliases[i])) != BM_OK) goto done;
    if (job->changes && !parts && (st = use_kept_tags(ctx, &run)) != BM_OK) goto done;
    if ((st = bm_run_rows_through(ctx, &run)) != BM_OK) goto done;
    if ((st = bm_run_finish_changes(ctx, &run)) != BM_OK) goto done;
    keep_tags(ctx, &run);
    if ((st = finish(ctx, &run, &stats)) != BM_OK) goto done;
    bm_crew_destroy(ctx, &run.crew); /* what it remembers takes as much memory as what comes now */
    if ((st = write_outputs(ctx, &run, outputs, stats)) != BM_OK) goto done;
    bm_run_fill_report(&run, stats, report);
done:
    bm_stats_destroy(stats);
    bm_run_close(ctx, &run);
    return st;
}

bm_status bm_run_map(bm_ctx *ctx, const bm_job *job, const char *dir, unsigned outputs, bm_report *report)
{
    return run_map(ctx, NULL, job, dir, outputs, report);
}

bm_status bm_run_merge(bm_ctx *ctx, bm_parts *parts, const bm_job *job, const char *dir, unsigned outputs,
                       bm_report *report)
{
    return run_map(ctx, parts, job, dir, outputs, report);
}

bm_status bm_run_stats(bm_ctx *ctx, const bm_job *job, bm_stats_format format, struct bm_buf *out,
                       bm_report *report)
{
    struct bm_run run;
    bm_stats *stats = NULL;
    bm_status st;

    if ((st = bm_run_open(ctx, job, BM_STAGE_TAG, BM_VAGUE_ALL, BM_TALLY_ALL, &run)) != BM_OK) goto done;
    if ((st = bm_run_rows_through(ctx, &run)) != BM_OK) goto done;
    if ((st = finish(ctx, &run, &stats)) != BM_OK) goto done;
    if ((st = bm_stats_write(ctx, stats, &run.counts, format, out)) != BM_OK) goto done;
    bm_run_fill_report(&run, stats, report);
done:
    bm_stats_destroy(stats);
    bm_run_close(ctx, &run);
    return st;
}

bm_status bm_run_check(bm_ctx *ctx, const bm_job *job, bm_report *report)
{
    struct bm_run run;
    bm_status st = bm_run_open(ctx, job, BM_STAGE_PLACE, BM_VAGUE_RANGE, BM_TALLY_NOTHING, &run);
    if (st == BM_OK) st = bm_twins_open(ctx, &run.twins);
    if (st == BM_OK) st = bm_run_rows_through(ctx, &run);
    if (st == BM_OK) bm_run_fill_report(&run, NULL, report);
    bm_run_close(ctx, &run);
    return st;
}
