#include "base/ctx_impl.h"
#include "base/map.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *libc_realloc(void *user, void *p, size_t size)
{
    (void)user;
    if (size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, size);
}

static bool copy_path(char *to, const char *from)
{
    size_t n = from ? strlen(from) : 0;
    if (n >= PATH_MAX) return false;
    memcpy(to, from ? from : "", n + 1);
    return true;
}

/* The folder of the program, "" if it is not known. */
static bool set_program_dir(struct bm_ctx *ctx, const char *program)
{
    if (!copy_path(ctx->program_dir, program)) return false;
    char *slash = strrchr(ctx->program_dir, '/');
    if (slash)
        *slash = '\0';
    else
        ctx->program_dir[0] = '\0';
    return true;
}

bm_status bm_ctx_create(const bm_ctx_options *options, bm_ctx **out)
{
    bm_ctx_options none = {0};
    const bm_ctx_options *o = options ? options : &none;
    bm_realloc_fn alloc = o->realloc_fn ? o->realloc_fn : libc_realloc;

    *out = NULL;
    bm_ctx *ctx = alloc(o->user, NULL, sizeof *ctx);
    struct bm_ctx_shared *shared = alloc(o->user, NULL, sizeof *shared);
    if (!ctx || !shared) {
        if (ctx) alloc(o->user, ctx, 0);
        if (shared) alloc(o->user, shared, 0);
        return BM_ENOMEM;
    }
    memset(ctx, 0, sizeof *ctx);
    ctx->realloc_fn = alloc;
    ctx->message_fn = o->message_fn;
    ctx->user = o->user;
    ctx->allow_network = o->allow_network;
    ctx->shared = shared;
    atomic_init(&shared->refs, 1);
    atomic_init(&shared->interrupted, false);
    if (!copy_path(ctx->data_dir, o->data_dir) || !set_program_dir(ctx, o->program)) {
        bm_ctx_destroy(ctx);
        return BM_EUSAGE;
    }
    *out = ctx;
    return BM_OK;
}

bm_status bm_ctx_fork(bm_ctx *ctx, bm_ctx **out)
{
    *out = NULL;
    bm_ctx *fork = ctx->realloc_fn(ctx->user, NULL, sizeof *fork);
    if (!fork) return bm_fail(ctx, BM_ENOMEM, "out of memory for a context");
    *fork = *ctx;
    fork->error[0] = '\0';
    atomic_fetch_add(&fork->shared->refs, 1);
    *out = fork;
    return BM_OK;
}

void bm_ctx_destroy(bm_ctx *ctx)
{
    if (!ctx) return;
    if (atomic_fetch_sub(&ctx->shared->refs, 1) == 1) ctx->realloc_fn(ctx->user, ctx->shared, 0);
    ctx->realloc_fn(ctx->user, ctx, 0);
}

const char *bm_ctx_error(const bm_ctx *ctx)
{
    return ctx->error;
}

bool bm_ctx_allows_network(const bm_ctx *ctx)
{
    return ctx->allow_network;
}

void bm_ctx_interrupt(bm_ctx *ctx)
{
    atomic_store(&ctx->shared->interrupted, true);
}

bool bm_ctx_interrupted(const bm_ctx *ctx)
{
    return atomic_load(&ctx->shared->interrupted);
}

bm_status bm_fail(bm_ctx *ctx, bm_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(ctx->error, sizeof ctx->error, format, args);
    va_end(args);
    return status;
}

bm_status bm_fail_within(bm_ctx *ctx, bm_status status, const char *format, ...)
{
    char text[sizeof ctx->error];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t used = n < 0 ? 0 : (size_t)n < sizeof text - 3 ? (size_t)n : sizeof text - 3;
    size_t rest = strlen(ctx->error), room = sizeof text - 3 - used;
    if (rest > room) rest = room;
    memcpy(text + used, ": ", 2);
    memcpy(text + used + 2, ctx->error, rest);
    text[used + 2 + rest] = '\0';
    memcpy(ctx->error, text, used + 3 + rest);
    return status;
}

static void BM_PRINTF(3, 0) report(bm_ctx *ctx, bm_level level, const char *format, va_list args)
{
    char text[2048];
    if (!ctx->message_fn) return;
    vsnprintf(text, sizeof text, format, args);
    uint64_t hash = bm_hash(text, strlen(text));
    if (level == BM_LEVEL_WARNING && hash == ctx->warned) return;
    ctx->warned = hash;
    ctx->message_fn(ctx->user, level, text);
}

void bm_warn(bm_ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(ctx, BM_LEVEL_WARNING, format, args);
    va_end(args);
}

void bm_info(bm_ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(ctx, BM_LEVEL_INFO, format, args);
    va_end(args);
}

bm_status bm_ctx_find_data(bm_ctx *ctx, const char *name, char *path, size_t size)
{
    const char *env = getenv("BORDERMAP_DATA");
    const struct {
        const char *dir, *below;
    } places[] = {
        {ctx->data_dir, ""},
        {env ? env : "", ""},
        {ctx->program_dir, "/../share/bordermap"},
        {ctx->program_dir, "/share/bordermap"},
    };
    char looked[1024] = "";

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!places[i].dir[0]) continue;
        int n = snprintf(path, size, "%s%s/%s", places[i].dir, places[i].below, name);
        if (n >= 0 && (size_t)n < size && access(path, R_OK) == 0) return BM_OK;
        size_t used = strlen(looked);
        snprintf(looked + used, sizeof looked - used, "%s'%.240s%s'", used ? ", " : "", places[i].dir,
                 places[i].below);
    }
    if (size) path[0] = '\0';
    return bm_fail(ctx, BM_ENOTFOUND, "data file '%s' is in none of %s; set BORDERMAP_DATA to its folder",
                   name, looked[0] ? looked : "the usual folders");
}
