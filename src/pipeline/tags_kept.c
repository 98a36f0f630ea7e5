#include "pipeline/tags_kept.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "pipeline/bands_cache.h"
#include "pipeline/cache_file.h"
#include "pipeline/part_code.h"
#include "pipeline/run.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* Of the file: more is not kept. 100,000 places are some 20 MB, with samples 70. */
enum { MOST_BYTES = 1 << 25 };

/* In the file each entry is a head, the key, the coded tag. */
struct head {
    uint32_t n_key, n_tag;
};
struct entry {
    bm_str bytes; /* all of it */
    bm_str tag;
    atomic_bool used;
};

struct bm_kept_tags {
    bm_ctx *ctx;
    const char *name; /* under which it is kept */
    bm_arena *arena;
    bm_map map; /* key to entry */
    struct entry *entries;
    size_t n, bytes;       /* of all entries */
    pthread_mutex_t mutex; /* over what is added */
    bm_buf added;
};

static void put_numbers(bm_buf *out, const char *name, const double *x, size_t n)
{
    bm_buf_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < n; i++) {
        if (i) bm_buf_putc(out, ',');
        bm_buf_double(out, x[i]);
    }
    bm_buf_putc(out, ']');
}

/* Facts end with one. */
static void drop_nul(bm_buf *out)
{
    if (out->len && out->p[out->len - 1] == '\0') out->len--;
}

/* Everything that a tag depends on beside its key: borders, segments, how it is measured, the program. */
static bm_status describe(bm_ctx *ctx, const struct bm_setup *setup, bm_buf *out)
{
    const bm_job *job = setup->job;
    const bm_tag_options *o = &setup->tag_options;
    bm_status st;
    bm_buf_putc(out, '{');
    if ((st = bm_borders_digests(ctx, setup, out)) != BM_OK) return st;
    if ((st = bm_role_digests(ctx, setup, "segment_lines", out)) != BM_OK) return st;
    if (o->reference) {
        bm_border_info info;
        bm_border_get_info(o->reference, &info);
        bm_buf_printf(out, ",\"reference_sha256\":\"%s\"", info.sha256);
    }
    if (job->by_province) { /* of the gazetteers */
        bm_buf_puts(out, ",\"data\":");
        if ((st = bm_facts_data(ctx, setup, out)) != BM_OK) return st;
        drop_nul(out);
    }
    bm_buf_puts(out, ",\"versions\":");
    if ((st = bm_facts_versions(ctx, 0, out)) != BM_OK) return st;
    drop_nul(out);
    bm_buf_printf(out, ",\"tag\":[%zu,%d,%d,%d]", sizeof(bm_tag), (int)o->vague, (int)o->scope,
                  (int)o->edges);
    bm_buf_printf(out, ",\"segments\":[%d,%d,%d]", job->by_province, job->whole_dyads,
                  job->segment_lines != NULL);
    put_numbers(out, "segment_km", &job->segment_km, 1);
    put_numbers(out, "max_m", &o->max_m, 1);
    put_numbers(out, "bands_m", o->bands_m, o->n_bands);
    bm_buf_puts(out, ",\"dyads\":[");
    for (size_t i = 0; i < setup->n_dyads; i++)
        bm_buf_printf(out, "%s%ld", i ? "," : "", (long)setup->dyads[i]);
    bm_buf_puts(out, "]}");
    return bm_buf_status(ctx, out);
}

static bm_status make_name(bm_ctx *ctx, const struct bm_setup *setup, bm_arena *arena, const char **out)
{
    bool ok = true;
    bm_buf text;
    bm_buf_init(&text, ctx);
    bm_status st = describe(ctx, setup, &text);
    *out = bm_arena_copy(arena, (bm_str){text.p, text.len}, &ok).p;
    bm_buf_free(&text);
    if (st == BM_OK && !ok) st = bm_fail(ctx, BM_ENOMEM, "out of memory for the places of the last build");
    return st;
}

/* The next entry; false at the end, and where the bytes are none. */
static bool take_entry(const unsigned char **p, size_t *left, bm_str *key, struct entry *out)
{
    struct head head;
    if (*left < sizeof head) return false;
    memcpy(&head, *p, sizeof head);
    if (head.n_key > *left - sizeof head || head.n_tag > *left - sizeof head - head.n_key) return false;
    const char *at = (const char *)*p;
    size_t n = sizeof head + head.n_key + head.n_tag;
    *key = (bm_str){at + sizeof head, head.n_key};
    out->bytes = (bm_str){at, n};
    out->tag = (bm_str){at + sizeof head + head.n_key, head.n_tag};
    *p += n;
    *left -= n;
    return true;
}

static bm_status load(bm_ctx *ctx, struct bm_kept_tags *kept)
{
    const unsigned char *body, *p;
    struct entry entry;
    bm_str key;
    size_t bytes, left, n = 0;
    void *entries;
    if (!bm_cache_load(ctx, "tags", kept->name, kept->arena, &body, &bytes)) return BM_OK;
    for (p = body, left = bytes; take_entry(&p, &left, &key, &entry);) n++;
    bm_status st = bm_calloc(ctx, n, sizeof *kept->entries, &entries);
    kept->entries = entries;
    for (p = body, left = bytes; st == BM_OK && kept->n < n; kept->n++) {
        uint64_t *slot;
        bool added;
        take_entry(&p, &left, &key, &kept->entries[kept->n]);
        st = bm_map_add(&kept->map, key, &slot, &added);
        if (st == BM_OK) *slot = kept->n;
        kept->bytes += kept->entries[kept->n].bytes.len;
    }
    return st;
}

bm_status bm_kept_tags_open(bm_ctx *ctx, const struct bm_setup *setup, struct bm_kept_tags **out)
{
    void *p;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);
    *out = p;
    if (st != BM_OK) return st;
    struct bm_kept_tags *kept = p;
    kept->ctx = ctx;
    bm_map_init(&kept->map, ctx);
    bm_buf_init(&kept->added, ctx);
    pthread_mutex_init(&kept->mutex, NULL);
    if ((st = bm_arena_create(ctx, &kept->arena)) != BM_OK) return st;
    if ((st = make_name(ctx, setup, kept->arena, &kept->name)) != BM_OK) return st;
    return load(ctx, kept);
}

bm_status bm_kept_tags_find(bm_ctx *ctx, struct bm_kept_tags *kept, const void *key, size_t n,
                            bm_arena *arena, bool *known, bm_tag *out)
{
    const uint64_t *at = bm_map_find(&kept->map, (bm_str){key, n});
    *known = at != NULL;
    if (!at) return BM_OK;
    struct entry *entry = &kept->entries[*at];
    struct bm_coder coder = {.p = entry->tag.p, .end = entry->tag.p + entry->tag.len, .arena = arena};
    bm_tag tag = {0};
    bm_code_tag(&coder, &tag);
    if (coder.no_memory) return bm_fail(ctx, BM_ENOMEM, "out of memory for the shares of a place");
    *known = !coder.bad;
    if (!*known) return BM_OK;
    *out = tag;
    atomic_store_explicit(&entry->used, true, memory_order_relaxed);
    return BM_OK;
}

static void put_entry(bm_buf *out, const void *key, size_t n, const bm_tag *tag)
{
    struct head head = {.n_key = (uint32_t)n};
    size_t begin = out->len;
    struct bm_coder coder = {.out = out};
    bm_tag copy = *tag;
    bm_buf_put(out, (const char *)&head, sizeof head);
    bm_buf_put(out, key, n);
    bm_code_tag(&coder, &copy);
    if (out->failed) return;
    head.n_tag = (uint32_t)(out->len - begin - sizeof head - n);
    memcpy(out->p + begin, &head, sizeof head);
}

bm_status bm_kept_tags_add(bm_ctx *ctx, struct bm_kept_tags *kept, const void *key, size_t n,
                           const bm_tag *tag)
{
    pthread_mutex_lock(&kept->mutex);
    if (kept->bytes + kept->added.len < MOST_BYTES) put_entry(&kept->added, key, n, tag);
    bm_status st = bm_buf_status(ctx, &kept->added);
    pthread_mutex_unlock(&kept->mutex);
    return st;
}

static bool is_used(const struct bm_kept_tags *kept, size_t i)
{
    return atomic_load_explicit(&kept->entries[i].used, memory_order_relaxed);
}

void bm_kept_tags_save(bm_ctx *ctx, struct bm_kept_tags *kept)
{
    size_t used = 0;
    for (size_t i = 0; i < kept->n; i++) used += is_used(kept, i) ? kept->entries[i].bytes.len : 0;
    if (kept->added.len == 0 && used >= kept->bytes / 2) return;
    for (size_t i = 0; i < kept->n; i++)
        if (is_used(kept, i)) bm_buf_str(&kept->added, kept->entries[i].bytes);
    if (bm_buf_status(ctx, &kept->added) == BM_OK)
        bm_cache_save(ctx, "tags", kept->name, kept->added.p, kept->added.len);
    bm_buf_clear(&kept->added);
}

void bm_kept_tags_close(bm_ctx *ctx, struct bm_kept_tags *kept)
{
    if (!kept) return;
    bm_buf_free(&kept->added);
    bm_map_free(&kept->map);
    bm_free(ctx, kept->entries);
    bm_arena_destroy(kept->arena);
    pthread_mutex_destroy(&kept->mutex);
    bm_free(ctx, kept);
}
