#include "pipeline/merge.h"
#include "adapt/sha256.h"
#include "base/mem.h"
#include "base/str.h"
#include "pipeline/run.h"

#include <string.h>

enum { REST_EVERY = 64 }; /* batches, after which pages of the parts are let go */

/* --- the parts --- */

static int by_shard(const struct bm_part *a, const struct bm_part *b)
{
    return a->head.shard < b->head.shard ? -1 : a->head.shard > b->head.shard;
}

static void sort_parts(bm_parts *parts)
{
    for (size_t i = 1; i < parts->n; i++) {
        struct bm_part next = parts->items[i];
        size_t at = i;
        for (; at > 0 && by_shard(&next, &parts->items[at - 1]) < 0; at--)
            parts->items[at] = parts->items[at - 1];
        parts->items[at] = next;
    }
}

/* One of each shard, all of one run. */
static bm_status check_parts(bm_ctx *ctx, const bm_parts *parts)
{
    const struct bm_part *first = &parts->items[0];
    for (size_t i = 0; i < parts->n; i++) {
        const struct bm_part *part = &parts->items[i];
        if (part->head.shards != first->head.shards)
            return bm_fail(ctx, BM_EUSAGE, "'%s' is of %u shards, '%s' of %u", first->path,
                           first->head.shards, part->path, part->head.shards);
        if (strcmp(part->head.identity, first->head.identity) != 0)
            return bm_fail(ctx, BM_EUSAGE,
                           "'%s' and '%s' are of different runs: inputs, options, data or program differ",
                           first->path, part->path);
        if (i > 0 && part->head.shard == parts->items[i - 1].head.shard)
            return bm_fail(ctx, BM_EUSAGE, "'%s' and '%s' are both of shard %u", parts->items[i - 1].path,
                           part->path, part->head.shard);
    }
    for (uint32_t shard = 1; shard <= first->head.shards; shard++)
        if (shard > parts->n || parts->items[shard - 1].head.shard != shard)
            return bm_fail(ctx, BM_EUSAGE, "shard %u of %u is missing", shard, first->head.shards);
    return BM_OK;
}

bm_status bm_parts_open(bm_ctx *ctx, const char *const *paths, size_t n, bm_parts **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_parts), &p);
    if (st != BM_OK) return st;
    bm_parts *parts = p;
    parts->ctx = ctx;
    st = bm_calloc(ctx, n, sizeof *parts->items, &p);
    parts->items = p;
    for (size_t i = 0; st == BM_OK && i < n; i++)
        if ((st = bm_part_open(ctx, paths[i], &parts->items[i])) == BM_OK) parts->n++;
    if (st == BM_OK && n == 0) st = bm_fail(ctx, BM_EUSAGE, "there are no parts to merge");
    if (st == BM_OK) sort_parts(parts);
    if (st == BM_OK) st = check_parts(ctx, parts);
    if (st == BM_OK)
        *out = parts;
    else
        bm_parts_close(parts);
    return st;
}

bm_str bm_parts_words(const bm_parts *parts)
{
    return parts->items[0].head.words;
}

void bm_parts_close(bm_parts *parts)
{
    if (!parts) return;
    for (size_t i = 0; i < parts->n; i++) bm_part_close(&parts->items[i]);
    bm_free(parts->ctx, parts->items);
    bm_free(parts->ctx, parts);
}

bm_status bm_parts_identity(bm_ctx *ctx, const bm_job *job, const struct bm_setup *setup, unsigned outputs,
                            char out[65])
{
    size_t n;
    const bm_source *sources = bm_incident_sources(setup->reader, &n);
    bm_buf text;
    bm_buf_init(&text, ctx);
    bm_status st = bm_facts_options(ctx, job, outputs, &text);
    if (st == BM_OK) st = bm_facts_data(ctx, setup, &text);
    if (st == BM_OK) st = bm_facts_versions(ctx, 0, &text);
    for (size_t i = 0; i < n; i++) {
        bm_buf_json(&text, bm_str_z(sources[i].src));
        bm_buf_i64(&text, (int64_t)sources[i].bytes);
    }
    if (st == BM_OK) st = bm_buf_status(ctx, &text);
    if (st == BM_OK) bm_sha256(text.p, text.len, out);
    bm_buf_free(&text);
    return st;
}

/* --- reading them --- */

bm_status bm_merge_open(bm_ctx *ctx, bm_parts *parts, const bm_job *job, const struct bm_setup *setup,
                        unsigned outputs, struct bm_merge *out)
{
    char identity[65];
    bm_status st;

    *out = (struct bm_merge){.parts = parts, .setup = setup};
    if ((st = bm_parts_identity(ctx, job, setup, outputs, identity)) != BM_OK) return st;
    if (strcmp(identity, parts->items[0].head.identity) != 0)
        return bm_fail(ctx, BM_EUSAGE,
                       "inputs, data or program are not those that the shards had: run the shards again");
    if ((st = bm_arena_create(ctx, &out->arena)) != BM_OK) return st;
    (void)bm_incident_sources(setup->reader, &out->n_sources);
    out->counted = bm_arena_calloc(out->arena, out->n_sources + 1, sizeof *out->counted);
    if (!out->counted) return bm_fail(ctx, BM_ENOMEM, "out of memory for inputs");
    for (size_t i = 0; i < parts->n && st == BM_OK; i++)
        st = bm_part_add_counted(ctx, &parts->items[i], out->arena, out->counted, out->n_sources);
    return st;
}

void bm_merge_close(struct bm_merge *merge)
{
    bm_arena_destroy(merge->arena);
    *merge = (struct bm_merge){0};
}

/* The part whose next batch comes first of the input at hand; NULL: none has more of it. */
static struct bm_part *next_part(const struct bm_merge *merge)
{
    struct bm_part *best = NULL;
    for (size_t i = 0; i < merge->parts->n; i++) {
        struct bm_part *part = &merge->parts->items[i];
        if (bm_part_is_done(part) || part->source != merge->source) continue;
        if (!best || part->first_row < best->first_row) best = part;
    }
    return best;
}

/* Issues of one row that is dropped are dropped with it: a repeat has nothing to report. */
static void drop_issues(bm_issue_list *issues, const bm_incident *row)
{
    size_t n = 0;
    for (size_t i = 0; i < issues->n; i++)
        if (issues->items[i].src != row->src || issues->items[i].src_row != row->src_row)
            issues->items[n++] = issues->items[i];
    issues->n = n;
}

/* What dedup_ids leaves of a batch: a shard does not know the ids of the others. */
static bm_status drop_repeats(bm_ctx *ctx, struct bm_merge *merge, struct bm_slot *slot)
{
    bm_incident_batch *in = &slot->in;
    bm_source *counted = &merge->counted[merge->source];
    size_t n = 0;
    for (size_t i = 0; i < in->n; i++) {
        bool known = false;
        bm_status st = BM_OK;
        if (in->rows[i].has_own_id)
            st = bm_incident_know_id(ctx, merge->setup->reader, in->rows[i].inc_id, &known);
        if (st != BM_OK) return st;
        if (known) {
            drop_issues(&in->issues, &in->rows[i]);
            drop_issues(&slot->placed, &in->rows[i]);
            in->n_filtered++;
            counted->n_filtered++;
            counted->n_repeated++;
            continue;
        }
        in->rows[n] = in->rows[i];
        slot->places[n] = slot->places[i];
        slot->tags[n] = slot->tags[i];
        if (slot->others) slot->others[n] = slot->others[i];
        n++;
    }
    in->n = n;
    return BM_OK;
}

/* Every part tells of the first bytes in its share that are no UTF-8: once is enough for an input. */
static void tell_encoding_once(struct bm_merge *merge, bm_issue_list *issues)
{
    size_t n = 0;
    for (size_t i = 0; i < issues->n; i++) {
        bool encoding = bm_incident_is_encoding_issue(&issues->items[i]);
        if (!encoding || !merge->saw_1252) issues->items[n++] = issues->items[i];
        merge->saw_1252 = merge->saw_1252 || encoding;
    }
    issues->n = n;
}

static bm_status take_batch(bm_ctx *ctx, struct bm_merge *merge, struct bm_part *part, struct bm_slot *slot)
{
    size_t n;
    const bm_source *sources = bm_incident_sources(merge->setup->reader, &n);
    if (part->first_row != merge->next_row)
        return bm_fail(ctx, BM_EFORMAT, "record %llu of '%s' is in no part or in two: run the shards again",
                       (unsigned long long)merge->next_row, sources[merge->source].src);
    bm_status st = bm_part_next(ctx, part, merge->setup, merge->setup->naming.n_extra, slot);
    if (st != BM_OK) return st;
    merge->next_row += slot->in.n_read;
    tell_encoding_once(merge, &slot->in.issues);
    if (++merge->n_batches % REST_EVERY == 0)
        for (size_t i = 0; i < merge->parts->n; i++) bm_mapping_rest(&merge->parts->items[i].file);
    return merge->setup->job->read.dedup_ids ? drop_repeats(ctx, merge, slot) : BM_OK;
}

/* What there is to say before and after the rows of an input travels in batches without rows. */
bm_status bm_merge_read(bm_ctx *ctx, struct bm_merge *merge, struct bm_slot *slot)
{
    bm_incident_batch *in = &slot->in;
    bm_incident_reader *reader = merge->setup->reader;
    bm_status st = BM_OK;

    bm_arena_reset(in->arena);
    in->n = in->n_read = in->n_rejected = in->n_filtered = 0;
    in->issues = slot->placed = (bm_issue_list){.arena = in->arena};
    while (st == BM_OK && in->n_read == 0 && in->issues.n == 0 && merge->source < merge->n_sources) {
        struct bm_part *part = next_part(merge);
        if (!merge->begun) {
            merge->begun = true;
            merge->next_row = 1;
            merge->saw_1252 = false;
            st = bm_incident_begin_source(ctx, reader, merge->source, &in->issues);
        } else if (part) {
            st = take_batch(ctx, merge, part, slot);
        } else {
            st = bm_incident_end_source(ctx, reader, merge->source, &merge->counted[merge->source],
                                        &in->issues);
            merge->source++;
            merge->begun = false;
        }
    }
    return st;
}
