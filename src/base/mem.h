/* Memory through the context's allocator: single blocks, and arenas for what dies together. */
#ifndef BM_BASE_MEM_H
#define BM_BASE_MEM_H

#include "bordermap/ctx.h"

/* *out becomes n * size zeroed bytes (NULL for 0). BM_ENOMEM on overflow too. Free with bm_free. */
BM_CHECKED bm_status bm_calloc(bm_ctx *ctx, size_t n, size_t size, void **out);
/* Resizes *block to n * size bytes; the old block stands on failure. */
BM_CHECKED bm_status bm_resize(bm_ctx *ctx, void **block, size_t n, size_t size);
void bm_free(bm_ctx *ctx, void *block); /* NULL is fine */

/* Makes room for at least need items in a growing array: doubles *cap. items is the address of the pointer.
 */
BM_CHECKED bm_status bm_grow(bm_ctx *ctx, void **items, size_t *cap, size_t need, size_t size);

/* Arenas are created and destroyed with the calls in bordermap/ctx.h. This: forgets everything, keeps the memory. */
void bm_arena_reset(bm_arena *arena);
/* 16-byte aligned, not zeroed; NULL when out of memory. Valid until reset. size 0 gives a valid pointer. */
void *bm_arena_alloc(bm_arena *arena, size_t size);
/* The same with zeroed n * size bytes. */
void *bm_arena_calloc(bm_arena *arena, size_t n, size_t size);
/* A copy with a NUL behind it; absent stays absent. *ok turns false when out of memory (ok may be NULL). */
bm_str bm_arena_copy(bm_arena *arena, bm_str text, bool *ok);
/* Bytes held from the allocator. */
size_t bm_arena_bytes(const bm_arena *arena);

#endif
