/* Pools kept between runs (cache_file.h), by the text that describes them. The body: a head, then the pool's arrays
 * one after the other. */
#include "base/mem.h"
#include "pipeline/cache_file.h"
#include "pipeline/null_pool.h"

#include <string.h>

struct head {
    uint32_t n_countries, reserved;
    uint64_t n_settlements, n_land;
};

/* Bytes from the head's end, in the order of the file. Every array begins at a multiple of 4, doubles at one of 8. */
struct layout {
    size_t land_km2, people, settlements_first, settlements_metres, settlements_dyad, settlements_people, land_first,
        land_metres, land_dyad, end;
};

static struct layout lay_out(const struct head *head)
{
    struct layout l = {0};
    size_t countries = head->n_countries, settlements = head->n_settlements, points = head->n_land;

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

static bool is_whole(const struct bm_null_make *make, const unsigned char *body, size_t bytes, struct head *head)
{
    if (bytes < sizeof *head) return false;
    memcpy(head, body, sizeof *head);
    if (head->n_countries != make->pool.n_countries) return false;
    if (head->n_settlements > bytes || head->n_land > bytes) return false;
    return lay_out(head).end == bytes - sizeof *head;
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
    const unsigned char *body;
    struct head head;
    size_t bytes;

    if (!bm_cache_load(ctx, "null", make->pool.json, make->arena, &body, &bytes)) return false;
    if (!is_whole(make, body, bytes, &head)) return false;
    view(make, &head, body + sizeof head);
    return true;
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
    struct head head = {.n_countries = (uint32_t)pool->n_countries};
    void *body = NULL;

    head.n_settlements = pool->settlements.first ? pool->settlements.first[last] : 0;
    head.n_land = pool->land.first ? pool->land.first[last] : 0;
    size_t bytes = sizeof head + lay_out(&head).end;
    if (bm_calloc(ctx, bytes, 1, &body) != BM_OK) return;
    memcpy(body, &head, sizeof head);
    fill((unsigned char *)body + sizeof head, &head, pool);
    bm_cache_save(ctx, "null", pool->json, body, bytes);
    bm_free(ctx, body);
}
