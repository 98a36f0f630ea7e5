/* bordermap: the context of a piece of work: its allocator, its messages, where its data are.
 *
 * Thread rule: a bm_ctx belongs to one thread at a time. Give each worker its own with bm_ctx_fork; loaded
 * data (bm_gazetteer, bm_border) is immutable and shared by all of them. There are no globals. */
#ifndef BORDERMAP_CTX_H
#define BORDERMAP_CTX_H

#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bm_ctx bm_ctx;

/* A piece of text: bytes in UTF-8, not NUL-terminated, borrowed from someone. p == NULL means "absent"
 * (null); len == 0 with p != NULL does not occur in fields of rows. */
typedef struct bm_str {
    const char *p;
    size_t len;
} bm_str;

/* Memory for many small things that die together. Owned by whoever created it. */
typedef struct bm_arena bm_arena;

typedef enum bm_level { BM_LEVEL_INFO, BM_LEVEL_WARNING, BM_LEVEL_ERROR } bm_level;

/* Receives one message without a line end; called on the thread of the context that reports it. */
typedef void (*bm_message_fn)(void *user, bm_level level, const char *message);

/* Like realloc: (NULL, n) allocates, (p, 0) frees and returns NULL. Must be safe to call from several
 * threads. */
typedef void *(*bm_realloc_fn)(void *user, void *p, size_t size);

typedef struct bm_ctx_options {
    bm_realloc_fn realloc_fn; /* NULL: the C library's */
    bm_message_fn message_fn; /* NULL: messages are dropped */
    void *user;               /* handed to both */
    const char *data_dir; /* where gazetteer.bmg and borders.bmb are, before all other places; may be NULL */
    const char *program;  /* argv[0]'s real path, to find ../share/bordermap; may be NULL */
    bool allow_network;   /* false: no reader may open anything but local files */
} bm_ctx_options;

/* options may be NULL. Copies what it keeps. The caller owns *out. */
BM_CHECKED bm_status bm_ctx_create(const bm_ctx_options *options, bm_ctx **out);
/* A second context with the same options, for another thread. The caller owns *out. */
BM_CHECKED bm_status bm_ctx_fork(bm_ctx *ctx, bm_ctx **out);
void bm_ctx_destroy(bm_ctx *ctx); /* NULL is fine */

/* The message of the last failure, or "" if there was none. Valid until the next failure on this context. */
const char *bm_ctx_error(const bm_ctx *ctx);
bool bm_ctx_allows_network(const bm_ctx *ctx);

/* An arena keeps its own copy of the context's allocator, so it may be used on any one thread at a time. */
BM_CHECKED bm_status bm_arena_create(bm_ctx *ctx, bm_arena **out);
void bm_arena_destroy(bm_arena *arena); /* NULL is fine */

/* Asks all work under ctx and its forks to stop: it ends with BM_EINTERRUPTED at the next batch.
 * Async-signal-safe, and the only call that may come from another thread or a signal handler. */
void bm_ctx_interrupt(bm_ctx *ctx);
bool bm_ctx_interrupted(const bm_ctx *ctx);

/* Writes the path of the data file `name` ("borders.bmb") into path (size bytes). Looks in options.data_dir,
 * $BORDERMAP_DATA, <program>/../share/bordermap, <program>'s own folder + "/share/bordermap" (the build
 * tree). BM_ENOTFOUND with a message that lists where it looked. */
BM_CHECKED bm_status bm_ctx_find_data(bm_ctx *ctx, const char *name, char *path, size_t size);

/* Records "why" (lower case, the fact first, the subject in single quotes, no full stop) and returns status,
 * so that reporting and returning are one statement: return bm_fail(ctx, BM_EFORMAT, "..."). */
bm_status bm_fail(bm_ctx *ctx, bm_status status, const char *format, ...) BM_PRINTF(3, 4);
/* Puts "prefix: " before the message already recorded and returns status. */
bm_status bm_fail_within(bm_ctx *ctx, bm_status status, const char *format, ...) BM_PRINTF(3, 4);
/* Hands a message to message_fn. */
void bm_warn(bm_ctx *ctx, const char *format, ...) BM_PRINTF(2, 3);
void bm_info(bm_ctx *ctx, const char *format, ...) BM_PRINTF(2, 3);

#ifdef __cplusplus
}
#endif
#endif
