#include "base/mem.h"
#include "base/ctx_impl.h"

#include <stdint.h>
#include <string.h>

enum { ARENA_BLOCK = 256 * 1024, ARENA_ALIGN = 16 };

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ARENA_ALIGN) unsigned char bytes[];
};

struct bm_arena {
    bm_realloc_fn realloc_fn;
    void *user;
    struct block *first, *current;
    size_t held;
};

static bm_status out_of_memory(bm_ctx *ctx, size_t n, size_t size)
{
    (void)bm_fail(ctx, BM_ENOMEM, "out of memory (%zu times %zu bytes)", n, size);
    return BM_ENOMEM; /* in so many words: an analyzer of this file alone then sees that it is never BM_OK */
}

bm_status bm_calloc(bm_ctx *ctx, size_t n, size_t size, void **out)
{
    *out = NULL;
    if (n == 0 || size == 0) return BM_OK;
    if (n > SIZE_MAX / size) return out_of_memory(ctx, n, size);
    void *p = ctx->realloc_fn(ctx->user, NULL, n * size);
    if (!p) return out_of_memory(ctx, n, size);
    memset(p, 0, n * size);
    *out = p;
    return BM_OK;
}

bm_status bm_resize(bm_ctx *ctx, void **block, size_t n, size_t size)
{
    if (n == 0 || size == 0) {
        bm_free(ctx, *block);
        *block = NULL;
        return BM_OK;
    }
    if (n > SIZE_MAX / size) return out_of_memory(ctx, n, size);
    void *p = ctx->realloc_fn(ctx->user, *block, n * size);
    if (!p) return out_of_memory(ctx, n, size);
    *block = p;
    return BM_OK;
}

void bm_free(bm_ctx *ctx, void *block)
{
    if (block) ctx->realloc_fn(ctx->user, block, 0);
}

bm_status bm_grow(bm_ctx *ctx, void **items, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap) return BM_OK;
    size_t n = *cap ? *cap : 16;
    while (n < need) {
        if (n > SIZE_MAX / 2) return out_of_memory(ctx, need, size);
        n *= 2;
    }
    bm_status st = bm_resize(ctx, items, n, size);
    if (st == BM_OK) *cap = n;
    return st;
}

bm_status bm_arena_create(bm_ctx *ctx, bm_arena **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_arena), &p);
    if (st != BM_OK) return st;
    bm_arena *arena = p;
    arena->realloc_fn = ctx->realloc_fn;
    arena->user = ctx->user;
    *out = arena;
    return BM_OK;
}

void bm_arena_destroy(bm_arena *arena)
{
    if (!arena) return;
    for (struct block *b = arena->first, *next; b; b = next) {
        next = b->next;
        arena->realloc_fn(arena->user, b, 0);
    }
    arena->realloc_fn(arena->user, arena, 0);
}

void bm_arena_reset(bm_arena *arena)
{
    for (struct block *b = arena->first; b; b = b->next) b->used = 0;
    arena->current = arena->first;
}

/* Appends a block with room for size bytes behind the current one. */
static struct block *add_block(bm_arena *arena, size_t size)
{
    size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;
    if (room > SIZE_MAX - sizeof(struct block)) return NULL;
    struct block *b = arena->realloc_fn(arena->user, NULL, sizeof *b + room);
    if (!b) return NULL;
    b->size = room;
    b->used = 0;
    if (arena->current) {
        b->next = arena->current->next;
        arena->current->next = b;
    } else {
        b->next = NULL;
        arena->first = b;
    }
    arena->held += sizeof *b + room;
    return b;
}

void *bm_arena_alloc(bm_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ARENA_ALIGN) return NULL;
    size_t need = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (need == 0) need = ARENA_ALIGN;
    struct block *b = arena->current;
    while (b && b->size - b->used < need) {
        b = b->next;
        if (b) arena->current = b;
    }
    if (!b) b = add_block(arena, need);
    if (!b) return NULL;
    arena->current = b;
    void *p = b->bytes + b->used;
    b->used += need;
    return p;
}

void *bm_arena_calloc(bm_arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size) return NULL;
    void *p = bm_arena_alloc(arena, n * size);
    if (p) memset(p, 0, n * size);
    return p;
}

bm_str bm_arena_copy(bm_arena *arena, bm_str text, bool *ok)
{
    if (!text.p) return text;
    char *p = bm_arena_alloc(arena, text.len + 1);
    if (!p) {
        if (ok) *ok = false;
        return (bm_str){NULL, 0};
    }
    memcpy(p, text.p, text.len);
    p[text.len] = '\0';
    return (bm_str){p, text.len};
}

size_t bm_arena_bytes(const bm_arena *arena)
{
    return arena->held;
}
