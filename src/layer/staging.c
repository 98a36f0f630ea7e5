#include "layer/staging.h"
#include "base/file.h"
#include "bordermap/layer.h"
#include "layer/staging_journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".bordermap-staging-"
enum { PUBLISHED_MAX = 64 };

/* Every name of a publication: those that must go, then the new ones in their order. */
struct published {
    const char *names[PUBLISHED_MAX];
    char before[PUBLISHED_MAX]; /* enum bm_before */
    size_t n;
};

/* Removes a folder of files below parent; a link is removed, not followed. */
static void remove_folder(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream) {
        if (fd >= 0) close(fd);
        unlinkat(parent, name, 0);
        return;
    }
    for (struct dirent *entry; (entry = readdir(stream));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(stream), entry->d_name, 0);
    closedir(stream);
    unlinkat(parent, name, AT_REMOVEDIR);
}

static void undo_publication(int dir_fd, const char *name)
{
    int fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return;
    bm_journal_undo(dir_fd, fd);
    close(fd);
}

/* We hold the lock, so every staging folder is a dead run's. */
static void remove_stale(int dir_fd)
{
    int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream) {
        if (fd >= 0) close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(stream));)
        if (strncmp(entry->d_name, PREFIX, sizeof PREFIX - 1) == 0) {
            undo_publication(dir_fd, entry->d_name);
            remove_folder(dir_fd, entry->d_name);
        }
    closedir(stream);
}

void bm_folder_tidy(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) remove_stale(fd);
    close(fd);
}

static bm_status lock(bm_ctx *ctx, struct bm_staging *staging)
{
    staging->dir_fd = open(staging->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (staging->dir_fd < 0)
        return bm_fail(ctx, BM_EIO, "cannot open '%s': %s", staging->dir, strerror(errno));
    if (flock(staging->dir_fd, LOCK_EX | LOCK_NB) == 0) return BM_OK;
    if (errno == EWOULDBLOCK) return bm_fail(ctx, BM_EIO, "another run is writing into '%s'", staging->dir);
    return bm_fail(ctx, BM_EIO, "cannot lock '%s': %s", staging->dir, strerror(errno));
}

bm_status bm_staging_open(bm_ctx *ctx, const char *dir, struct bm_staging *out)
{
    struct stat info;
    bm_status st;
    *out = (struct bm_staging){.dir_fd = -1, .fd = -1};
    int n = snprintf(out->dir, sizeof out->dir, "%s", dir);
    if (n >= (int)sizeof out->dir) return bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", dir);
    out->made_dir = stat(dir, &info) != 0;
    snprintf(out->name, sizeof out->name, PREFIX "%ld", (long)getpid());
    if ((st = bm_make_dir(ctx, dir)) != BM_OK || (st = lock(ctx, out)) != BM_OK ||
        (st = bm_path_join(ctx, dir, out->name, out->path, sizeof out->path)) != BM_OK)
        goto failed;
    remove_stale(out->dir_fd);
    if (mkdirat(out->dir_fd, out->name, 0700) == 0)
        out->fd = openat(out->dir_fd, out->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (out->fd >= 0) return BM_OK;
    st = bm_fail(ctx, BM_EIO, "cannot write into '%s': %s", dir, strerror(errno));
failed:
    bm_staging_close(out);
    return st;
}

bm_status bm_staging_create(bm_ctx *ctx, struct bm_staging *staging, const char *name, int *fd)
{
    *fd = openat(staging->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (*fd < 0)
        return bm_fail(ctx, BM_EIO, "cannot make '%s' in '%s': %s", name, staging->dir, strerror(errno));
    return BM_OK;
}

bm_status bm_staging_sync(bm_ctx *ctx, struct bm_staging *staging, const char *name)
{
    int fd = openat(staging->fd, name, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0) close(fd);
    return synced ? BM_OK : bm_fail(ctx, BM_EIO, "cannot bring '%s' to the disk: %s", name, strerror(error));
}

void bm_staging_remove(struct bm_staging *staging, const char *name)
{
    unlinkat(staging->fd, name, 0);
}

bool bm_staging_has(const struct bm_staging *staging, const char *name)
{
    struct stat info;
    return fstatat(staging->fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

/* --- taking places --- */

/* What would make a rename fail is better seen before the first one. */
static bm_status check_targets(bm_ctx *ctx, const struct bm_staging *staging, const char *const *names,
                               size_t n)
{
    struct stat info;
    for (size_t i = 0; i < n; i++) {
        if (fstatat(staging->dir_fd, names[i], &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode))
            return bm_fail(ctx, BM_EIO, "cannot replace '%s/%s': it is a folder", staging->dir, names[i]);
        if (!bm_staging_has(staging, names[i]))
            return bm_fail(ctx, BM_EIO, "'%s' vanished from '%s'", names[i], staging->path);
    }
    return BM_OK;
}

/* Keeps what stands under each name. A file system without hard links keeps nothing, and nothing can come
 * back. */
static bm_status keep_old(bm_ctx *ctx, struct bm_staging *staging, const char *const *names, size_t n,
                          char *before)
{
    char old[NAME_MAX + 1];
    for (size_t i = 0; i < n; i++) {
        bool kept =
            bm_journal_old_name(names[i], old) && linkat(staging->dir_fd, names[i], staging->fd, old, 0) == 0;
        before[i] = (char)(kept ? BM_BEFORE_KEPT : errno == ENOENT ? BM_BEFORE_NOTHING : BM_BEFORE_UNKNOWN);
        if (before[i] == BM_BEFORE_UNKNOWN && errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
            return bm_fail(ctx, BM_EIO, "cannot keep '%s/%s' while it is replaced: %s", staging->dir,
                           names[i], strerror(errno));
    }
    return BM_OK;
}

static bm_status place(bm_ctx *ctx, struct bm_staging *staging, const char *name)
{
    if (renameat(staging->fd, name, staging->dir_fd, name) == 0) return BM_OK;
    return bm_fail(ctx, BM_EIO, "cannot replace '%s/%s': %s", staging->dir, name, strerror(errno));
}

static void put_aside(struct bm_staging *staging, const char *name)
{
    char old[NAME_MAX + 1];
    if (bm_journal_old_name(name, old)) (void)!renameat(staging->dir_fd, name, staging->fd, old);
}

/* Puts back what stood under the names; where nothing stood, nothing stays. */
static void put_back(struct bm_staging *staging, const char *const *names, size_t n, const char *before)
{
    char old[NAME_MAX + 1];
    for (size_t i = 0; i < n; i++) {
        if (before[i] == BM_BEFORE_NOTHING)
            unlinkat(staging->dir_fd, names[i], 0);
        else if (before[i] == BM_BEFORE_KEPT && bm_journal_old_name(names[i], old))
            (void)!renameat(staging->fd, old, staging->dir_fd, names[i]);
    }
}

static bm_status sync_folder(bm_ctx *ctx, const struct bm_staging *staging)
{
    if (fsync(staging->dir_fd) == 0 || errno == EINVAL)
        return BM_OK; /* EINVAL: not a thing of this file system */
    return bm_fail(ctx, BM_EIO, "cannot bring '%s' to the disk: %s", staging->dir, strerror(errno));
}

bm_status bm_staging_publish(bm_ctx *ctx, struct bm_staging *staging, const char *const *names, size_t n,
                             const char *const *stale, size_t n_stale)
{
    struct published all = {.n = n_stale + n};
    size_t placed = 0;
    bm_status st = check_targets(ctx, staging, names, n);
    if (st != BM_OK) return st;
    if (n > PUBLISHED_MAX || n_stale > PUBLISHED_MAX - n)
        return bm_fail(ctx, BM_EUSAGE, "too many files to publish in '%s'", staging->dir);
    for (size_t i = 0; i < n_stale; i++) all.names[i] = stale[i];
    for (size_t i = 0; i < n; i++) all.names[n_stale + i] = names[i];
    memset(all.before, BM_BEFORE_KEPT, n_stale); /* they are moved aside, if they are there */
    if ((st = keep_old(ctx, staging, names, n, all.before + n_stale)) != BM_OK) return st;
    if ((st = bm_journal_write(ctx, staging, all.names, all.n, all.before)) != BM_OK) return st;
    for (size_t i = 0; i < n_stale; i++) put_aside(staging, stale[i]);
    for (; placed < n; placed++) {
        if (placed + 1 == n && (st = sync_folder(ctx, staging)) != BM_OK) break;
        if ((st = place(ctx, staging, names[placed])) != BM_OK) break;
    }
    if (st == BM_OK) {
        staging->made_dir = false;
        return sync_folder(ctx, staging);
    }
    put_back(staging, all.names, n_stale + placed, all.before);
    return st;
}

void bm_staging_close(struct bm_staging *staging)
{
    if (staging->fd >= 0) {
        close(staging->fd);
        remove_folder(staging->dir_fd, staging->name);
    }
    if (staging->made_dir) rmdir(staging->dir); /* fails, rightly, when something is in it */
    if (staging->dir_fd >= 0) close(staging->dir_fd);
    staging->fd = staging->dir_fd = -1;
}
