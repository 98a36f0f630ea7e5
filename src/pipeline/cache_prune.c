/* Keeps the folder of what is kept between runs small. Other runs may read, write and prune it meanwhile: a file that is
 * mapped stays readable after it has lost its name, and one that is gone is made anew. */
#include "base/mem.h"
#include "pipeline/cache_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define UNUSED_S   (30 * 86400)  /* what no run has used for so long goes */
#define UNDONE_S   86400         /* so does what a run that was killed began to write */
#define MOST_BYTES (512ll << 20) /* what is beyond goes, the longest unused first */

struct kept {
    char name[64];
    int64_t used_s, bytes; /* used_s: when it was written or read last, seconds since 1970 */
    bool undone;
};

/* Whether bm_cache_save names files so: kind-32 hex digits.bin, and behind that, while it writes, .XXXXXX. */
static bool is_ours(const char *name, bool *undone)
{
    size_t at = strspn(name, "abcdefghijklmnopqrstuvwxyz");

    if (at == 0 || name[at] != '-' || strspn(name + at + 1, "0123456789abcdef") != 32) return false;
    at += 1 + 32;
    if (strncmp(name + at, ".bin", 4) != 0 || strlen(name) >= sizeof((struct kept *)0)->name) return false;
    *undone = name[at + 4] == '.' && strlen(name + at + 5) == 6;
    return *undone || name[at + 4] == '\0';
}

/* By use; those used at the same time by name. */
static int longest_unused_first(const void *left, const void *right)
{
    const struct kept *a = left, *b = right;

    if (a->used_s != b->used_s) return a->used_s < b->used_s ? -1 : 1;
    return strcmp(a->name, b->name);
}

static bm_status list(bm_ctx *ctx, DIR *folder, struct kept **files, size_t *n)
{
    size_t cap = 0;
    void *items = NULL;
    struct stat about;
    bm_status st = BM_OK;
    bool undone;

    for (struct dirent *entry; st == BM_OK && (entry = readdir(folder));) {
        if (!is_ours(entry->d_name, &undone)) continue;
        if (fstatat(dirfd(folder), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (!S_ISREG(about.st_mode)) continue;
        if ((st = bm_grow(ctx, &items, &cap, *n + 1, sizeof **files)) != BM_OK) break;
        *files = items;
        (*files)[*n] = (struct kept){.used_s = about.st_mtime, .bytes = about.st_size, .undone = undone};
        memcpy((*files)[(*n)++].name, entry->d_name, strlen(entry->d_name) + 1);
    }
    return st;
}

void bm_cache_prune(bm_ctx *ctx, const char *dir, const char *latest)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    struct kept *files = NULL;
    size_t n = 0;
    int64_t all = 0, now_s = time(NULL);

    if (!folder) {
        if (fd >= 0) close(fd);
        return;
    }
    if (list(ctx, folder, &files, &n) == BM_OK) {
        if (n > 1) qsort(files, n, sizeof *files, longest_unused_first);
        for (size_t i = 0; i < n; i++) all += files[i].bytes;
        for (size_t i = 0; i < n; i++) {
            bool old = now_s - files[i].used_s > (files[i].undone ? UNDONE_S : UNUSED_S);

            if (strcmp(files[i].name, latest) == 0 || (!old && (files[i].undone || all <= MOST_BYTES))) continue;
            if (unlinkat(fd, files[i].name, 0) == 0) all -= files[i].bytes;
        }
    }
    bm_free(ctx, files);
    closedir(folder);
}
