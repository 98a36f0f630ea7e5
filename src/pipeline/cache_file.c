#include "pipeline/cache_file.h"
#include "adapt/sha256.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAGIC "BMKEPT1\n"

struct head {
    char magic[8];
    uint32_t byte_order, reserved;
    uint64_t key_bytes, body_bytes; /* the key with its NUL, filled up to whole 8 bytes */
    uint64_t hash;                  /* of both */
};

/* The file of a key; false if there is nowhere to keep it. */
static bool file_of(bm_ctx *ctx, const char *kind, const char *key, char *dir, size_t dir_size, char *path,
                    size_t size)
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
    bm_sha256(key, strlen(key), hex);
    snprintf(name, sizeof name, "%s-%.32s.bin", kind, hex);
    return bm_path_join(ctx, dir, name, path, size) == BM_OK;
}

static size_t key_bytes(const char *key)
{
    return (strlen(key) + 8) / 8 * 8;
}

static bool is_whole(const bm_mapping *file, const char *key, struct head *head)
{
    if (file->len < sizeof *head) return false;
    memcpy(head, file->p, sizeof *head);
    size_t rest = file->len - sizeof *head;
    const unsigned char *behind = file->p + sizeof *head;

    if (memcmp(head->magic, MAGIC, sizeof head->magic) != 0 || head->byte_order != 0x01020304) return false;
    if (head->key_bytes != key_bytes(key) || head->key_bytes > rest) return false;
    if (head->body_bytes != rest - head->key_bytes) return false;
    return bm_hash(behind, rest) == head->hash && strcmp((const char *)behind, key) == 0;
}

bool bm_cache_load(bm_ctx *ctx, const char *kind, const char *key, bm_arena *arena, const unsigned char **body,
                   size_t *bytes)
{
    char dir[PATH_MAX], path[PATH_MAX];
    unsigned char *copy = NULL;
    bm_mapping file;
    struct head head;

    *body = NULL;
    *bytes = 0;
    if (!file_of(ctx, kind, key, dir, sizeof dir, path, sizeof path)) return false;
    if (bm_map_file(ctx, path, &file) != BM_OK) return false;
    if (is_whole(&file, key, &head)) copy = bm_arena_alloc(arena, (size_t)head.body_bytes);
    if (copy) {
        (void)!utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW); /* it was used: bm_cache_prune */
        memcpy(copy, file.p + sizeof head + head.key_bytes, (size_t)head.body_bytes);
        *body = copy;
        *bytes = (size_t)head.body_bytes;
    }
    bm_unmap_file(&file);
    return copy != NULL;
}

void bm_cache_save(bm_ctx *ctx, const char *kind, const char *key, const void *body, size_t bytes)
{
    size_t n_key = key_bytes(key);
    struct head head = {.byte_order = 0x01020304, .key_bytes = n_key, .body_bytes = bytes};
    char dir[PATH_MAX], path[PATH_MAX];
    bm_outfile *file = NULL;
    void *all = NULL;

    if (!file_of(ctx, kind, key, dir, sizeof dir, path, sizeof path)) return;
    if (bm_make_dir(ctx, dir) != BM_OK || bm_calloc(ctx, n_key + bytes, 1, &all) != BM_OK) return;
    memcpy(all, key, strlen(key));
    if (bytes) memcpy((unsigned char *)all + n_key, body, bytes);
    memcpy(head.magic, MAGIC, sizeof head.magic);
    head.hash = bm_hash(all, n_key + bytes);
    if (bm_outfile_open(ctx, path, &file) != BM_OK) goto done;
    if (bm_outfile_write(ctx, file, &head, sizeof head) != BM_OK) goto done;
    if (bm_outfile_write(ctx, file, all, n_key + bytes) != BM_OK) goto done;
    if (bm_outfile_commit(ctx, file) != BM_OK) goto done;
    file = NULL;
    bm_cache_prune(ctx, dir, bm_base_name(path));
done:
    bm_outfile_abandon(file);
    bm_free(ctx, all);
}
