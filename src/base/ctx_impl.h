/* What a context is made of; for src/base only. */
#ifndef BM_BASE_CTX_IMPL_H
#define BM_BASE_CTX_IMPL_H

#include "bordermap/ctx.h"

#include <limits.h>
#include <stdatomic.h>

/* Shared by a context and its forks. */
struct bm_ctx_shared {
    atomic_int refs;
    atomic_bool interrupted;
};

struct bm_ctx {
    bm_realloc_fn realloc_fn;
    bm_message_fn message_fn;
    void *user;
    bool allow_network;
    struct bm_ctx_shared *shared;
    char data_dir[PATH_MAX];
    char program_dir[PATH_MAX];
    uint64_t warned; /* hash of the last warning: a file that is opened twice says things once */
    char error[2048];
};

#endif
