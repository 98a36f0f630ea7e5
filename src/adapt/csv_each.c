/* Whole files of delimited text, record by record. */
#include "adapt/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bm_status read_fd(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n)
{
    ssize_t got;
    do {
        got = read(*(const int *)user, p, size);
    } while (got < 0 && errno == EINTR);
    *n = got > 0 ? (size_t)got : 0;
    if (got < 0) return bm_fail(ctx, BM_EIO, "cannot read: %s", strerror(errno));
    if (got > 0 && memchr(p, '\0', (size_t)got))
        return bm_fail(ctx, BM_EFORMAT,
                       "it has NUL bytes, as UTF-16 and files that are no text have; a table in "
                       "UTF-8 was expected");
    return BM_OK;
}

bm_status bm_csv_each(bm_ctx *ctx, const char *path, const bm_csv_options *options, bm_csv_row_fn row,
                      void *user)
{
    bm_csv *csv = NULL;
    bm_csv_record record;
    bool more = true;
    bm_status st;

    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bm_fail(ctx, errno == ENOENT ? BM_ENOTFOUND : BM_EIO, "cannot open '%s': %s", path,
                       strerror(errno));
    if ((st = bm_csv_open(ctx, read_fd, &fd, options, &csv)) != BM_OK) {
        st = bm_fail_within(ctx, st, "'%s'", path);
        goto done;
    }
    for (;;) {
        if (bm_ctx_interrupted(ctx)) {
            st = bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
            goto done;
        }
        if ((st = bm_csv_next(ctx, csv, &record, &more)) != BM_OK) {
            st = bm_fail_within(ctx, st, "'%s'", path);
            goto done;
        }
        if (!more) break;
        if ((st = row(ctx, user, &record)) != BM_OK) goto done;
    }
done:
    bm_csv_close(csv);
    close(fd);
    return st;
}
