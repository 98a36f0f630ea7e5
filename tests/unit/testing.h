/* What every test program needs: cmocka, a context, a seeded generator, a folder of its own. */
#ifndef BM_TESTING_H
#define BM_TESTING_H

#include "bordermap/ctx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define assert_ok(ctx, call)                                                                                 \
    do {                                                                                                     \
        bm_status status_ = (call);                                                                          \
        if (status_ != BM_OK) fail_msg("%s: %s: %s", #call, bm_status_name(status_), bm_ctx_error(ctx));     \
    } while (0)

static inline bm_ctx *test_ctx(void)
{
    bm_ctx *ctx;
    assert_int_equal(bm_ctx_create(NULL, &ctx), BM_OK);
    return ctx;
}

/* SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). */
static inline uint64_t test_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
/* In [0, 1). */
static inline double test_uniform(uint64_t *state)
{
    return (double)(test_random(state) >> 11) * 0x1p-53;
}

/* A new empty folder in path (64 bytes at least). */
static inline void test_folder(char *path)
{
    strcpy(path, "/tmp/bordermap-test-XXXXXX");
    assert_non_null(mkdtemp(path));
}
static inline void test_remove(const char *path)
{
    char command[512];
    snprintf(command, sizeof command, "rm -rf '%s'", path);
    if (system(command) != 0) fail_msg("cannot remove %s", path);
}

/* The path of a file of the data folder; skips the test, out loud, when it is not there. */
#define test_data(path, size, name)                                                                          \
    do {                                                                                                     \
        const char *dir_ = getenv("BORDERMAP_TEST_DATA");                                                    \
        FILE *file_ = NULL;                                                                                  \
        if (dir_) {                                                                                          \
            snprintf(path, size, "%s/%s", dir_, name);                                                       \
            file_ = fopen(path, "rb");                                                                       \
        }                                                                                                    \
        if (!file_) {                                                                                        \
            print_message("skipped: no %s in BORDERMAP_TEST_DATA\n", name);                                  \
            skip();                                                                                          \
        }                                                                                                    \
        fclose(file_);                                                                                       \
    } while (0)

#endif
