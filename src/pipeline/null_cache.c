/* Pools kept between runs: a file for each in $XDG_CACHE_HOME/bordermap (else ~/.cache/bordermap), named by
 * the digest of what the pool was made from. A file holds, in the machine's byte order, a head, that text, and
 * the pool's arrays one after the other. It is taken only if all of it is as it was written. */
#include "adapt/sha256.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "pipeline/null_pool.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "BMNULL1\n"

struct head {
    char magic[8];
    uint32_t byte_order, n_countries;
    uint64_t n_settlements, n_land, json_bytes; /* the text with its NUL, filled up to whole 8 bytes */
    uint64_t body_hash;
};

/* Bytes of the body in the order of the file. Every array begins at a multiple of 4, doubles at one of 8. */
struct layout {
    size_t json, land_km2, people, settlements_first, settlements_metres, settlements_dyad, settlements_people,
        land_first, land_metres, land_dyad, end;
};

static struct layout lay_out(const struct head *head)
{
    struct layout l = {0};
    size_t countries = head->n_countries, settlements = head->n_settlements, points = head->n_land;

    l.land_km2 = l.json + head->json_bytes;
    l.people = l.land_km2 + countries * 8;
    l.settlements_first = l.people + countries * 8;
    l.settlements_metres = l.settlements_first + (countries + 1) * 4;
    l.settlements_dyad = l.settlements_metres + settlements * 4;
    l.settlements_people = l.settlements_dyad + settlements * 4;
    l.land_first = l.settlements_people + settlements * 4;
    l.land_metres = l.land_first + (countries + 1) * 4;
    l.land_dyad = l.land_metres + points * 4;
    l.end = l.land_dyad + points * 4;
    return l;
}

/* The pool's file; false if there is nowhere to keep it. */
static bool file_of(bm_ctx *ctx, const bm_null_pool *pool, char *dir, size_t dir_size, char *path, size_t size)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char hex[65], name[64];
    int n;

    if (cache && cache[0] == '/')
        n = snprintf(dir, dir_size, "%s/bordermap", cache);
    else if (home && home[0] == '/')
        n = snprintf(dir, dir_size, "%s/.cache/bordermap", home);
    else
        return false;
    if (n < 0 || (size_t)n >= dir_size) return false;
    bm_sha256(pool->json, strlen(pool->json), hex);
    snprintf(name, sizeof name, "null-%.32s.bin", hex);
    return bm_path_join(ctx, dir, name, path, size) == BM_OK;
}

static size_t json_bytes(const bm_null_pool *pool)
{
    return (strlen(pool->json) + 8) / 8 * 8;
}

static bool is_whole(const struct bm_null_make *make, const bm_mapping *file, struct head *head)
{
    const bm_null_pool *pool = &make->pool;
    const unsigned char *body = file->p + sizeof *head;

    if (file->len < sizeof *head) return false;
    memcpy(head, file->p, sizeof *head);
    if (memcmp(head->magic, MAGIC, sizeof head->magic) != 0 || head->byte_order != 0x01020304) return false;
    if (head->n_countries != pool->n_countries || head->json_bytes != json_bytes(pool)) return false;
    if (head->n_settlements > file->len || head->n_land > file->len) return false;
    if (lay_out(head).end != file->len - sizeof *head) return false;
    return bm_hash(body, file->len - sizeof *head) == head->body_hash &&
           strcmp((const char *)body, pool->json) == 0;
}

static void view(struct bm_null_make *make, const struct head *head, const unsigned char *body)
{
    struct layout l = lay_out(head);
    bm_null_pool *pool = &make->pool;

    pool->land_km2 = (const void *)(body + l.land_km2);
    if (make->wants_settlements) {
        pool->people = (const void *)(body + l.people);
        pool->settlements = (bm_null_places){
            (const void *)(body + l.settlements_first), (const void *)(body + l.settlements_metres),
            (const void *)(body + l.settlements_dyad), (const void *)(body + l.settlements_people)};
    }
    if (make->wants_land)
        pool->land = (bm_null_places){(const void *)(body + l.land_first),
                                      (const void *)(body + l.land_metres),
                                      (const void *)(body + l.land_dyad), NULL};
}

bool bm_null_cache_load(bm_ctx *ctx, struct bm_null_make *make)
{
    char dir[PATH_MAX], path[PATH_MAX];
    bm_mapping file;
    struct head head;
    unsigned char *body = NULL;

    if (!file_of(ctx, &make->pool, dir, sizeof dir, path, sizeof path)) return false;
    if (bm_map_file(ctx, path, &file) != BM_OK) return false;
    if (is_whole(make, &file, &head)) body = bm_arena_alloc(make->arena, file.len - sizeof head);
    if (body) {
        memcpy(body, file.p + sizeof head, file.len - sizeof head);
        view(make, &head, body);
    }
    bm_unmap_file(&file);
    return body != NULL;
}

/* Zeros where the pool has nothing. */
static void copy(unsigned char *to, const void *from, size_t bytes)
{
    if (from && bytes) memcpy(to, from, bytes);
}

static void fill(unsigned char *body, const struct head *head, const bm_null_pool *pool)
{
    struct layout l = lay_out(head);
    size_t countries = head->n_countries;

    copy(body + l.json, pool->json, strlen(pool->json));
    copy(body + l.land_km2, pool->land_km2, countries * 8);
    copy(body + l.people, pool->people, countries * 8);
    copy(body + l.settlements_first, pool->settlements.first, (countries + 1) * 4);
    copy(body + l.settlements_metres, pool->settlements.metres, head->n_settlements * 4);
    copy(body + l.settlements_dyad, pool->settlements.dyad, head->n_settlements * 4);
    copy(body + l.settlements_people, pool->settlements.people, head->n_settlements * 4);
    copy(body + l.land_first, pool->land.first, (countries + 1) * 4);
    copy(body + l.land_metres, pool->land.metres, head->n_land * 4);
    copy(body + l.land_dyad, pool->land.dyad, head->n_land * 4);
}

void bm_null_cache_save(bm_ctx *ctx, const struct bm_null_make *make)
{
    const bm_null_pool *pool = &make->pool;
    size_t last = pool->n_countries;
    struct head head = {.byte_order = 0x01020304, .n_countries = (uint32_t)pool->n_countries};
    char dir[PATH_MAX], path[PATH_MAX];
    bm_outfile *file = NULL;
    void *body = NULL;
    size_t bytes;

    memcpy(head.magic, MAGIC, sizeof head.magic);
    head.n_settlements = pool->settlements.first ? pool->settlements.first[last] : 0;
    head.n_land = pool->land.first ? pool->land.first[last] : 0;
    head.json_bytes = json_bytes(pool);
    bytes = lay_out(&head).end;
    if (!file_of(ctx, pool, dir, sizeof dir, path, sizeof path)) return;
    if (bm_make_dir(ctx, dir) != BM_OK || bm_calloc(ctx, bytes, 1, &body) != BM_OK) return;
    fill(body, &head, pool);
    head.body_hash = bm_hash(body, bytes);
    if (bm_outfile_open(ctx, path, &file) != BM_OK) goto done;
    if (bm_outfile_write(ctx, file, &head, sizeof head) != BM_OK) goto done;
    if (bm_outfile_write(ctx, file, body, bytes) != BM_OK) goto done;
    if (bm_outfile_commit(ctx, file) == BM_OK) file = NULL;
done:
    bm_outfile_abandon(file);
    bm_free(ctx, body);
}
