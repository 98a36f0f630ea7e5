/* What the fuzzers share: a context for each input, a file that holds it, cutting it up, checks that must
 * hold.
 *
 * A fuzzer is NAME_fuzz.c with one LLVMFuzzerTestOneInput. Nothing of one input may live on into the next but
 * what fuzz.h and a fuzzer's own set-up (made once, never changed) keep. */
#ifndef BM_FUZZ_H
#define BM_FUZZ_H

#include "base/mem.h"
#include "base/str.h"
#include "bordermap/ctx.h"
#include "bordermap/issue.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise of the program that an input has broken. */
#define FUZZ_CHECK(promise)                                                                                  \
    do {                                                                                                     \
        if (!(promise)) fuzz_broken(__FILE__, __LINE__, #promise);                                           \
    } while (0)
_Noreturn void fuzz_broken(const char *file, int line, const char *promise);

/* A context, an arena and a list of issues for one input. */
struct fuzz {
    bm_ctx *ctx;
    bm_arena *arena;
    bm_issue_list issues;
    void *own[16]; /* blocks of fuzz_own */
    size_t n_own;
};
void fuzz_begin(struct fuzz *fuzz);
void fuzz_begin_with(struct fuzz *fuzz, const char *data_dir); /* where the program's own data are */
void fuzz_end(struct fuzz *fuzz);
/* A failure has a message, and never for want of memory: inputs are small. */
void fuzz_status(const struct fuzz *fuzz, bm_status status);

/* A file in memory with these bytes; the path is good until the next call with the same slot (0 to 3). */
const char *fuzz_file(int slot, const void *p, size_t n);
/* A path in a folder of this process, in memory where the system has such; fuzz_end removes the files. */
const char *fuzz_out(const char *name);
/* "path" of a file of this project. */
const char *fuzz_source(const char *name, char path[512]);

/* The input as it is cut up from its front. */
struct fuzz_in {
    const uint8_t *p;
    size_t n;
};
uint8_t fuzz_byte(struct fuzz_in *in); /* 0 behind the end */
uint16_t fuzz_u16(struct fuzz_in *in);
uint32_t fuzz_u32(struct fuzz_in *in);
/* Up to the next mark, which is taken off; all that is left if there is none. */
bm_str fuzz_part(struct fuzz_in *in, char mark);
bm_str fuzz_rest(struct fuzz_in *in);
/* A block of its own with exactly these bytes, so that a read behind them is seen; absent for none. At
 * most 16 for an input; fuzz_end frees them. */
bm_str fuzz_own(struct fuzz *fuzz, bm_str text);

/* A number that two runs over the same things share. */
uint64_t fuzz_mix(uint64_t sum, const void *p, size_t n);
uint64_t fuzz_mix_text(uint64_t sum, bm_str text);

#endif
