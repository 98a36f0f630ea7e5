#include "pipeline/null_pool.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/version.h"
#include "pipeline/bands_cache.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- rows --- */

bm_status bm_null_rows_create(bm_ctx *ctx, size_t n, bool people, struct bm_null_rows *out)
{
    bm_status st;

    *out = (struct bm_null_rows){.n = n};
    if ((st = bm_calloc(ctx, n, sizeof *out->metres, (void **)&out->metres)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, n, sizeof *out->dyad, (void **)&out->dyad)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, n, sizeof *out->country, (void **)&out->country)) != BM_OK) return st;
    return people ? bm_calloc(ctx, n, sizeof *out->people, (void **)&out->people) : BM_OK;
}

void bm_null_rows_free(bm_ctx *ctx, struct bm_null_rows *rows)
{
    bm_free(ctx, rows->metres);
    bm_free(ctx, rows->dyad);
    bm_free(ctx, rows->country);
    bm_free(ctx, rows->people);
    *rows = (struct bm_null_rows){0};
}

static bm_status make_room(bm_ctx *ctx, bm_arena *arena, size_t n, size_t size, void **out)
{
    *out = bm_arena_calloc(arena, n, size);
    return *out ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for the places of a null hypothesis");
}

bm_status bm_null_rows_group(bm_ctx *ctx, struct bm_null_make *make, const struct bm_null_rows *rows,
                             bm_null_places *out)
{
    size_t n_countries = make->pool.n_countries;
    uint32_t *first = NULL, *metres = NULL, *next = NULL, n = 0;
    int32_t *dyad = NULL;
    float *people = NULL;
    bm_status st;

    *out = (bm_null_places){0};
    if ((st = make_room(ctx, make->arena, n_countries + 1, sizeof *first, (void **)&first)) != BM_OK) return st;
    if ((st = make_room(ctx, make->arena, n_countries + 1, sizeof *next, (void **)&next)) != BM_OK) return st;
    for (size_t i = 0; i < rows->n; i++)
        if (rows->country[i] < n_countries) first[rows->country[i] + 1]++, n++;
    for (size_t c = 0; c < n_countries; c++) next[c] = first[c], first[c + 1] += first[c];
    if ((st = make_room(ctx, make->arena, n, sizeof *metres, (void **)&metres)) != BM_OK) return st;
    if ((st = make_room(ctx, make->arena, n, sizeof *dyad, (void **)&dyad)) != BM_OK) return st;
    if (rows->people && (st = make_room(ctx, make->arena, n, sizeof *people, (void **)&people)) != BM_OK)
        return st;
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->country[i] >= n_countries) continue;
        uint32_t to = next[rows->country[i]]++;

        metres[to] = rows->metres[i];
        dyad[to] = rows->dyad[i];
        if (people) people[to] = rows->people[i];
    }
    *out = (bm_null_places){first, metres, dyad, people};
    return BM_OK;
}

bm_status bm_null_tag(bm_ctx *ctx, struct bm_worker *worker, bm_ll point, const char country[4],
                      struct bm_null_rows *rows, size_t at, bm_tag *out)
{
    bm_where where = {.has_point = true, .point = point};
    bm_tag tag;
    bm_status st;

    memcpy(where.country, country, sizeof where.country);
    /* A certain point has no shares or samples: nothing comes out of the arena. */
    if ((st = bm_tag_place(ctx, worker->tagger, &where, NULL, &tag)) != BM_OK) return st;
    rows->dyad[at] = tag.dyad;
    rows->metres[at] = isnan(tag.dist_m) ? UINT32_MAX : (uint32_t)llround(tag.dist_m);
    if (out) *out = tag;
    return BM_OK;
}

uint16_t bm_null_country(const bm_null_pool *pool, const char iso3[4])
{
    size_t low = 0, high = pool->n_countries;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(pool->iso3[middle], iso3, 3);

        if (order == 0) return (uint16_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT16_MAX;
}

/* --- the pool --- */

static int compare_iso3(const void *a, const void *b)
{
    return memcmp(a, b, 3);
}

/* Each country once, in alphabetical order. */
static bm_status set_countries(bm_ctx *ctx, struct bm_null_make *make, const char *const *countries, size_t n)
{
    char(*iso3)[4];
    size_t kept = 0;
    void *room;
    bm_status st = make_room(ctx, make->arena, n, sizeof *iso3, &room);

    if (st != BM_OK || !room) return st;
    iso3 = room;
    for (size_t i = 0; i < n; i++)
        if (countries[i][0]) memcpy(iso3[kept++], countries[i], 3);
    qsort(iso3, kept, sizeof *iso3, compare_iso3);
    for (size_t i = 0; i < kept; i++)
        if (make->pool.n_countries == 0 || memcmp(iso3[i], iso3[make->pool.n_countries - 1], 3) != 0)
            memcpy(iso3[make->pool.n_countries++], iso3[i], 4);
    make->pool.iso3 = (const char(*)[4])iso3;
    if (make->pool.n_countries >= UINT16_MAX) return bm_fail(ctx, BM_EUSAGE, "too many countries");
    return BM_OK;
}

static void put_options(const struct bm_setup *setup, const struct bm_null_make *make, bm_buf *out)
{
    const bm_job *job = setup->job;

    bm_buf_printf(out, ",\"scope\":\"%s\",\"edges\":\"%s\",\"dyads\":[", bm_scope_name(job->scope),
                  job->edges == BM_EDGES_GEODESIC ? "geodesic" : "lonlat");
    for (size_t i = 0; i < job->n_dyads; i++) {
        if (i) bm_buf_putc(out, ',');
        bm_buf_json(out, bm_str_z(job->dyads[i]));
    }
    bm_buf_puts(out, "],\"countries\":[");
    for (size_t i = 0; i < make->pool.n_countries; i++)
        bm_buf_printf(out, "%s\"%s\"", i ? "," : "", make->pool.iso3[i]);
    bm_buf_puts(out, "],\"land_points\":");
    bm_buf_double(out, make->wants_land ? make->n_land : 0);
}

/* Everything that the pool depends on: the key of the cache, and what the manifest tells. */
static bm_status describe(bm_ctx *ctx, const struct bm_setup *setup, struct bm_null_make *make)
{
    bm_buf out;
    bm_str json;
    bool ok = true;

    bm_buf_init(&out, ctx);
    bm_buf_printf(&out, "{\"version\":\"%s\",", BM_VERSION);
    bm_status st = bm_borders_digests(ctx, setup, &out);
    bm_buf_puts(&out, ",\"gazetteers_sha256\":[");
    for (size_t i = 0, n = 0; make->wants_settlements && st == BM_OK && i < setup->n_files; i++) {
        char hex[65];
        uint64_t bytes;

        if (strcmp(setup->files[i].role, "gazetteer") != 0) continue;
        st = bm_gazetteer_sha256(ctx, setup->files[i].path, hex, &bytes);
        bm_buf_printf(&out, "%s\"%s\"", n++ ? "," : "", hex);
    }
    bm_buf_putc(&out, ']');
    put_options(setup, make, &out);
    bm_buf_putc(&out, '}');
    if (st == BM_OK) st = bm_buf_status(ctx, &out);
    if (st == BM_OK) {
        json = bm_arena_copy(make->arena, bm_str_of(out.p, out.len), &ok);
        make->pool.json = json.p;
        if (!ok) st = bm_fail(ctx, BM_ENOMEM, "out of memory for the places of a null hypothesis");
    }
    bm_buf_free(&out);
    return st;
}

static bm_status make_all(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                          struct bm_null_make *make)
{
    bm_status st = BM_OK;

    if (make->wants_settlements) st = bm_null_settlements(ctx, setup, crew, make);
    return st == BM_OK ? bm_null_land(ctx, setup, crew, make) : st;
}

bm_status bm_null_pool_make(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                            const char *const *countries, size_t n_countries, unsigned kinds, double n_land,
                            bm_null_pool **out)
{
    struct bm_null_make *make = NULL;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *make, &block)) != BM_OK) return st;
    make = block;
    make->ctx = ctx;
    make->n_land = n_land;
    make->wants_land = (kinds & 1u << BM_NULL_LAND) != 0;
    make->wants_settlements = (kinds & (1u << BM_NULL_SETTLEMENTS | 1u << BM_NULL_POPULATION)) != 0;
    if ((st = bm_arena_create(ctx, &make->arena)) != BM_OK) goto done;
    if ((st = set_countries(ctx, make, countries, n_countries)) != BM_OK) goto done;
    if (make->pool.n_countries == 0) goto done;
    if ((st = describe(ctx, setup, make)) != BM_OK) goto done;
    if (!bm_null_cache_load(ctx, make)) {
        if ((st = make_all(ctx, setup, crew, make)) != BM_OK) goto done;
        bm_null_cache_save(ctx, make);
    }
    *out = &make->pool;
    make = NULL;
done:
    if (make) bm_null_pool_destroy(&make->pool);
    return st;
}

void bm_null_pool_destroy(bm_null_pool *pool)
{
    struct bm_null_make *make = (struct bm_null_make *)(void *)pool; /* pool is its first member */

    if (!make) return;
    bm_arena_destroy(make->arena);
    bm_free(make->ctx, make);
}
