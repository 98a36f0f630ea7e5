#include "pipeline/run.h"
#include "pipeline/round.h"
#include "pipeline/tag_order.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bm_status read_batch(bm_ctx *ctx, void *user, struct bm_slot *slot, bool *end)
{
    struct bm_run *run = user;
    slot->others = NULL;
    bm_status st = run->merge.parts ? bm_merge_read(ctx, &run->merge, slot)
                                    : bm_incident_read(ctx, run->setup.reader, &slot->in);
    *end = st == BM_OK && slot->in.n_read == 0 && slot->in.n == 0 && slot->in.issues.n == 0;
    return st;
}

/* Where a row is, and when, if the borders ask for it. */
static void where_of(const bm_border *border, const bm_incident *incident, const bm_place *place,
                     bm_where *where, bool *off_day)
{
    int32_t day = bm_border_day(border, incident->d_start, off_day);

    *where = (bm_where){.has_point = place->has_point, .point = place->point, .rad_m = place->rad_m};
    if (place->status == BM_COARSE || place->fell_back) where->area = place->area; /* a centre is no bound */
    where->has_day = day != BM_NO_DAY;
    where->day = day;
    memcpy(where->country, place->iso3[0] ? place->iso3 : incident->iso3, sizeof where->country);
}

static bm_status tag_row(bm_ctx *ctx, const struct bm_run *run, struct bm_worker *w, struct bm_slot *slot,
                         size_t i)
{
    bm_where where;
    bool off_day;
    where_of(run->setup.border, &slot->in.rows[i], &slot->places[i], &where, &off_day);
    bm_status st = bm_tag_cached(ctx, run->crew.cache, w->tagger, &where, slot->in.arena, &slot->tags[i]);
    if (st != BM_OK) return st;
    slot->tags[i].off_day = off_day;
    if (w->other) {
        st = bm_tag_cached(ctx, run->crew.other_cache, w->other, &where, slot->in.arena, &slot->others[i]);
        if (st != BM_OK) return st;
    }
    return BM_OK;
}

static bm_status encode(bm_ctx *ctx, const struct bm_run *run, struct bm_slot *slot)
{
    if (run->writer) return bm_writer_encode(ctx, run->writer, slot->rows, slot->in.n, &slot->encoded);
    if (!run->to_fd) return BM_OK;
    for (size_t i = 0; i < slot->in.n; i++) {
        /* The very first row's comma is the writer's to drop: only it knows whether a batch before had rows.
         */
        bm_status st = bm_text_row(ctx, run->format, &run->setup.naming, run->n_columns, &slot->rows[i],
                                   i == 0, &slot->encoded);
        if (st != BM_OK) return st;
    }
    return bm_buf_status(ctx, &slot->encoded);
}

static bm_status tag_batch(bm_ctx *ctx, const struct bm_run *run, struct bm_worker *w, struct bm_slot *slot)
{
    const uint64_t *order;
    bm_status st = bm_tag_order(ctx, slot, &order);
    if (st != BM_OK) return st;
    if (w->other && !(slot->others = bm_arena_calloc(slot->in.arena, slot->in.n, sizeof *slot->others)))
        return bm_fail(ctx, BM_ENOMEM, "out of memory for the tags of a batch");
    for (size_t k = 0; k < slot->in.n; k++)
        if ((st = tag_row(ctx, run, w, slot, (uint32_t)order[k])) != BM_OK) return st;
    return BM_OK;
}

static bm_status place_and_tag(bm_ctx *ctx, const struct bm_run *run, struct bm_worker *w,
                               struct bm_slot *slot)
{
    bm_status st;
    for (size_t i = 0; i < slot->in.n && run->stage >= BM_STAGE_PLACE; i++) {
        st = bm_locate(ctx, w->locator, &slot->in.rows[i], slot->in.arena, &slot->placed, &slot->places[i]);
        if (st != BM_OK) return st;
        if (run->job->round_km > 0) bm_round_row(run->job->round_km, &slot->in.rows[i], &slot->places[i]);
    }
    return run->stage >= BM_STAGE_TAG ? tag_batch(ctx, run, w, slot) : BM_OK;
}

static bm_status work_batch(bm_ctx *ctx, void *user, unsigned worker, struct bm_slot *slot)
{
    struct bm_run *run = user;
    struct bm_worker *w = &run->crew.workers[worker];
    bm_status st;
    if (!run->merge.parts && (st = place_and_tag(ctx, run, w, slot)) != BM_OK) return st;
    for (size_t i = 0; i < slot->in.n && run->stage >= BM_STAGE_PLACE; i++) {
        if (w->tally && (st = bm_tally_add(ctx, w->tally, &slot->rows[i])) != BM_OK) return st;
        bm_counts_add_row(&w->counts, &slot->rows[i]);
    }
    return run->stage >= BM_STAGE_PLACE ? encode(ctx, run, slot) : BM_OK;
}

/* Position of a source in the input, for the order of issues. */
static size_t source_rank(const struct bm_run *run, const char *src)
{
    size_t n;
    const bm_source *sources = bm_incident_sources(run->setup.reader, &n);
    for (size_t i = 0; i < n; i++)
        if (sources[i].src == src) return i;
    return n;
}

static bool comes_first(const struct bm_run *run, const bm_issue *a, const bm_issue *b)
{
    size_t ra = source_rank(run, a->src), rb = source_rank(run, b->src);
    return ra != rb ? ra < rb : a->src_row <= b->src_row;
}

static void report_issue(struct bm_run *run, const bm_issue *issue)
{
    run->n_issues[issue->severity]++;
    if (run->job->on_issue) run->job->on_issue(run->job->user, issue);
}

/* Issues of reading and of placing are each in row order: merges them. */
static void report_issues(struct bm_run *run, const struct bm_slot *slot)
{
    const bm_issue_list *a = &slot->in.issues, *b = &slot->placed;
    size_t i = 0, j = 0;
    while (i < a->n || j < b->n) {
        bool take_a = j == b->n || (i < a->n && comes_first(run, &a->items[i], &b->items[j]));
        report_issue(run, take_a ? &a->items[i++] : &b->items[j++]);
    }
}

/* Keeps row order: rows before the last ones of the list are rare, so one step back is cheap. */
static void move_in_order(const struct bm_run *run, bm_issue_list *issues)
{
    bm_issue *items = issues->items, last = items[issues->n - 1];
    size_t at = issues->n - 1;
    while (at > 0 && !comes_first(run, &items[at - 1], &last)) {
        items[at] = items[at - 1];
        at--;
    }
    items[at] = last;
}

/* For check: rows that tell what an earlier row tells. */
static bm_status watch_twins(bm_ctx *ctx, struct bm_run *run, struct bm_slot *slot)
{
    for (size_t i = 0; run->twins.ctx && i < slot->in.n; i++) {
        const bm_incident *row = &slot->in.rows[i];
        struct bm_twin twin;
        bm_status st = bm_twins_add(&run->twins, row, &slot->places[i], &twin);
        if (st != BM_OK) return st;
        if (!twin.src) continue;
        st = bm_issue_add(
            ctx, &slot->in.issues, BM_NOTE, row->src, row->src_row, row->line, (bm_str){NULL, 0}, row->inc_id,
            "one record for each incident: row %llu of %s has the same day and type, %lld m away",
            (unsigned long long)twin.src_row, twin.src, llround(twin.dist_m));
        if (st != BM_OK) return st;
        move_in_order(run, &slot->in.issues);
    }
    return BM_OK;
}

static bm_status watch_ids(bm_ctx *ctx, struct bm_run *run, struct bm_slot *slot)
{
    for (size_t i = 0; i < slot->in.n; i++) {
        const bm_incident *row = &slot->in.rows[i];
        bool seen;
        if (!row->has_own_id) continue;
        bm_status st = bm_ids_add(ctx, &run->ids, row->inc_id, &seen);
        if (st != BM_OK) return st;
        if (!seen) continue;
        run->n_repeated_ids++;
        st = bm_issue_add(ctx, &slot->in.issues, BM_WARNING, row->src, row->src_row, row->line, BM_LIT("id"),
                          row->inc_id, "an id that no earlier row has; the row is kept");
        if (st != BM_OK) return st;
        move_in_order(run, &slot->in.issues);
    }
    return BM_OK;
}

static bm_status write_text(bm_ctx *ctx, struct bm_run *run, const struct bm_slot *slot)
{
    const char *p = slot->encoded.p;
    size_t n = slot->encoded.len;
    const char *between = bm_text_between(run->format);
    if (n == 0) return BM_OK;
    if (run->wrote_row) {
        bm_status st = bm_write_all(ctx, run->fd, "standard output", between, strlen(between));
        if (st != BM_OK) return st;
    }
    run->wrote_row = true;
    return bm_write_all(ctx, run->fd, "standard output", p, n);
}

/* Which rows come out differently with the second border file. */
static bm_status compare_batch(bm_ctx *ctx, struct bm_run *run, const struct bm_slot *slot)
{
    uint64_t n_rows = 0;
    bm_buf text;
    bm_buf_init(&text, ctx);
    for (size_t i = 0; i < slot->in.n; i++)
        bm_compare_add(&run->compare, &slot->rows[i], &slot->others[i], &text, &n_rows);
    bm_status st = bm_buf_status(ctx, &text);
    if (st == BM_OK && n_rows) st = bm_writer_compare(ctx, run->writer, &text, n_rows);
    bm_buf_free(&text);
    return st;
}

static bm_status put_changes(bm_ctx *ctx, struct bm_run *run)
{
    struct bm_changes *c = &run->changes;
    bm_status st = bm_writer_changes(ctx, run->writer, &c->changes, &c->state);
    bm_buf_clear(&c->changes);
    bm_buf_clear(&c->state);
    return st;
}

static bm_status watch_changes(bm_ctx *ctx, struct bm_run *run, const struct bm_slot *slot)
{
    bm_status st = BM_OK;
    for (size_t i = 0; st == BM_OK && i < slot->in.n; i++) st = bm_changes_add(&run->changes, &slot->rows[i]);
    return st == BM_OK ? put_changes(ctx, run) : st;
}

bm_status bm_run_finish_changes(bm_ctx *ctx, struct bm_run *run)
{
    if (!run->changes.ctx) return BM_OK;
    bm_status st = bm_changes_finish(&run->changes);
    return st == BM_OK ? put_changes(ctx, run) : st;
}

static bm_status write_batch(bm_ctx *ctx, void *user, struct bm_slot *slot)
{
    struct bm_run *run = user;
    bm_status st = run->part.file ? bm_part_put(ctx, &run->part, slot) : watch_ids(ctx, run, slot);
    if (st == BM_OK) st = watch_twins(ctx, run, slot);
    if (st != BM_OK) return st;
    report_issues(run, slot);
    run->counts.read += slot->in.n_read;
    run->counts.rejected += slot->in.n_rejected;
    run->counts.filtered += slot->in.n_filtered;
    run->n_rows += slot->in.n;
    for (size_t i = 0; run->job->on_row && run->stage >= BM_STAGE_PLACE && i < slot->in.n; i++)
        run->job->on_row(run->job->user, &slot->rows[i]);
    if (run->writer)
        st = bm_writer_append(ctx, run->writer, slot->rows, slot->in.n, &slot->encoded, &slot->in.issues);
    else if (run->to_fd)
        st = write_text(ctx, run, slot);
    if (st == BM_OK && run->compare.by_metre && slot->others) st = compare_batch(ctx, run, slot);
    if (st == BM_OK && run->changes.ctx) st = watch_changes(ctx, run, slot);
    if (st == BM_OK && run->job->progress) run->job->progress(run->job->user, run->n_rows);
    return st;
}

static bool input_waits(void *user)
{
    const struct bm_run *run = user;
    return !run->merge.parts && bm_incident_waits(run->setup.reader);
}

static bm_status rest(bm_ctx *ctx, void *user)
{
    struct bm_run *run = user;
    return run->writer ? bm_writer_rest(ctx, run->writer) : BM_OK;
}

bm_status bm_run_open(bm_ctx *ctx, const bm_job *job, bm_stage stage, bm_vague_detail vague,
                      enum bm_tallied tallied, struct bm_run *run)
{
    *run = (struct bm_run){.job = job, .stage = stage, .tallied = tallied, .fd = -1};
    bm_status st = bm_setup_open(ctx, job, stage, vague, &run->setup);
    return st == BM_OK ? bm_crew_create(ctx, &run->setup, stage, tallied, &run->crew) : st;
}

static bm_status give_tally(bm_ctx *ctx, struct bm_worker *into, struct bm_worker *from)
{
    bm_status st = bm_tally_merge(ctx, into->tally, from->tally);
    bm_tally_destroy(from->tally);
    from->tally = NULL;
    return st;
}

bm_status bm_run_rows_through(bm_ctx *ctx, struct bm_run *run)
{
    static const struct bm_engine_ops ops = {read_batch, work_batch, write_batch, input_waits, rest};
    bm_status st = bm_engine_run(ctx, run->crew.ctxs, run->crew.n, &ops, run);
    for (unsigned i = 0; st == BM_OK && i < run->crew.n; i++) {
        bm_counts_merge(&run->counts, &run->crew.workers[i].counts);
        if (i > 0 && run->tallied != BM_TALLY_NOTHING)
            st = give_tally(ctx, &run->crew.workers[0], &run->crew.workers[i]);
    }
    return st;
}

/* Returns how many rows were dropped as repeats. */
static uint64_t report_sources(const struct bm_run *run)
{
    size_t n;
    uint64_t n_dropped = 0;
    const bm_source *sources = bm_incident_sources(run->setup.reader, &n);
    for (size_t i = 0; run->job->on_source && i < n; i++) run->job->on_source(run->job->user, &sources[i]);
    for (size_t i = 0; i < n; i++) n_dropped += sources[i].n_repeated;
    return n_dropped;
}

void bm_run_fill_report(const struct bm_run *run, const bm_stats *stats, bm_report *report)
{
    uint64_t n_dropped = report_sources(run);
    if (!report) return;
    *report = (bm_report){.counts = run->counts, .n_repeated_ids = run->n_repeated_ids, .med_km = NAN};
    memcpy(report->n_issues, run->n_issues, sizeof report->n_issues);
    if (run->setup.border) {
        bm_border_info info;
        bm_border_get_info(run->setup.border, &info);
        report->border_first = info.first_day;
        report->border_last = info.last_day;
        snprintf(report->view, sizeof report->view, "%s", info.view);
    }
    report->n_dropped = n_dropped;
    report->n_twins = run->twins.n_found;
    report->n_changed = run->changes.n_changed;
    if (!stats) return;
    report->compared = run->compare.counts;
    report->n_near = bm_stats_n_near(stats);
    report->med_km = bm_stats_median_m(stats) / 1000;
    size_t n;
    const bm_segment_stats *rows = bm_stats_segments(stats, &n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].n_inc <= report->nearest_seg_n) continue;
        report->nearest_seg_n = rows[i].n_inc;
        const char *id = run->setup.naming.segments[rows[i].segment].seg_id;
        snprintf(report->nearest_seg, sizeof report->nearest_seg, "%s", id);
    }
}

void bm_run_close(bm_ctx *ctx, struct bm_run *run)
{
    bm_writer_close(run->writer);
    bm_part_abandon(&run->part);
    bm_merge_close(&run->merge);
    bm_crew_destroy(ctx, &run->crew);
    bm_setup_close(ctx, &run->setup);
    bm_ids_free(ctx, &run->ids);
    bm_compare_close(ctx, &run->compare);
    bm_changes_close(&run->changes);
    bm_twins_close(&run->twins);
    bm_kept_tags_close(ctx, run->kept);
}
