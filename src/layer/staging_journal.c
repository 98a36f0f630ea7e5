#include "layer/staging_journal.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOURNAL "publishing"
enum { JOURNAL_MAX = 8192 };

bool bm_journal_old_name(const char *name, char out[NAME_MAX + 1])
{
    return snprintf(out, NAME_MAX + 1, "old-%s", name) <= NAME_MAX;
}

bm_status bm_journal_write(bm_ctx *ctx, struct bm_staging *staging, const char *const *names, size_t n,
                           const char *before)
{
    char text[JOURNAL_MAX];
    size_t used = 0;
    int fd;
    bm_status st;

    for (size_t i = 0; i < n; i++) {
        int length = snprintf(text + used, sizeof text - used, "%c%s\n", before[i], names[i]);
        if (length < 0 || (size_t)length >= sizeof text - used)
            return bm_fail(ctx, BM_EUSAGE, "too many files to publish in '%s'", staging->dir);
        used += (size_t)length;
    }
    if ((st = bm_staging_create(ctx, staging, JOURNAL, &fd)) != BM_OK) return st;
    st = bm_write_all(ctx, fd, JOURNAL, text, used);
    if (st == BM_OK && fsync(fd) != 0)
        st = bm_fail(ctx, BM_EIO, "cannot bring '%s' to the disk: %s", staging->path, strerror(errno));
    if (close(fd) != 0 && st == BM_OK)
        st = bm_fail(ctx, BM_EIO, "cannot finish '%s': %s", JOURNAL, strerror(errno));
    if (st == BM_OK && fsync(staging->fd) != 0 && errno != EINVAL)
        st = bm_fail(ctx, BM_EIO, "cannot bring '%s' to the disk: %s", staging->path, strerror(errno));
    return st;
}

/* The whole list; 0 bytes if there is none. */
static size_t read_journal(int fd, char text[JOURNAL_MAX])
{
    size_t n = 0;
    ssize_t got;
    int journal = openat(fd, JOURNAL, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (journal < 0) return 0;
    while (n < JOURNAL_MAX && (got = read(journal, text + n, JOURNAL_MAX - n)) > 0) n += (size_t)got;
    close(journal);
    return n;
}

static bool has(int fd, const char *name)
{
    struct stat info;
    return fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A name that was still to come has its new file in staging yet. */
static void undo(int dir_fd, int fd, char before, const char *name)
{
    char old[NAME_MAX + 1];
    if (has(fd, name) || strchr(name, '/') || !bm_journal_old_name(name, old)) return;
    if (before == BM_BEFORE_KEPT)
        (void)!renameat(fd, old, dir_fd, name);
    else if (before == BM_BEFORE_NOTHING)
        unlinkat(dir_fd, name, 0);
}

void bm_journal_undo(int dir_fd, int fd)
{
    char text[JOURNAL_MAX], *last = NULL;
    size_t n = read_journal(fd, text);

    if (n == 0 || text[n - 1] != '\n') return;
    for (size_t i = 0; i < n; i++) { /* lines become texts */
        if (i == 0 || text[i - 1] == '\0') last = text + i + 1;
        if (text[i] == '\n') text[i] = '\0';
    }
    if (!last || !has(fd, last)) return;
    for (char *line = text; line < text + n; line += strlen(line) + 1) undo(dir_fd, fd, line[0], line + 1);
    fsync(dir_fd);
}
