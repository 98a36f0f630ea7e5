#include "adapt/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <string.h>
#include <unistd.h>

static void finish(struct sha256_ctx *state, char hex[65])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(state, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[64] = '\0';
}

/* The library's state inside ours. */
static struct sha256_ctx *inner(struct bm_sha256 *state)
{
    _Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct bm_sha256), "room for the state");
    return (struct sha256_ctx *)(void *)state->room;
}

void bm_sha256_begin(struct bm_sha256 *state)
{
    sha256_init(inner(state));
}

void bm_sha256_add(struct bm_sha256 *state, const void *p, size_t n)
{
    if (n) sha256_update(inner(state), n, p);
}

void bm_sha256_end(struct bm_sha256 *state, char hex[65])
{
    finish(inner(state), hex);
}

void bm_sha256(const void *p, size_t n, char hex[65])
{
    struct sha256_ctx state;
    sha256_init(&state);
    if (n) sha256_update(&state, n, p);
    finish(&state, hex);
}

bm_status bm_sha256_file(bm_ctx *ctx, const char *path, char hex[65], uint64_t *bytes)
{
    uint8_t block[1 << 16];
    struct sha256_ctx state;
    bm_status st = BM_OK;
    hex[0] = '\0';
    *bytes = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bm_fail(ctx, errno == ENOENT ? BM_ENOTFOUND : BM_EIO, "cannot open '%s': %s", path,
                       strerror(errno));
    sha256_init(&state);
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) st = bm_fail(ctx, BM_EIO, "cannot read '%s': %s", path, strerror(errno));
        if (n > 0 && bm_ctx_interrupted(ctx)) st = bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
        if (n <= 0 || st != BM_OK) break;
        sha256_update(&state, (size_t)n, block);
        *bytes += (uint64_t)n;
    }
    close(fd);
    if (st != BM_OK) {
        *bytes = 0;
        return st;
    }
    finish(&state, hex);
    return BM_OK;
}
