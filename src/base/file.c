#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bm_status bm_map_file(bm_ctx *ctx, const char *path, bm_mapping *out)
{
    struct stat info;
    bm_status st = BM_OK;
    *out = (bm_mapping){0};

    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bm_fail(ctx, errno == ENOENT ? BM_ENOTFOUND : BM_EIO, "cannot open '%s': %s", path,
                       strerror(errno));
    if (fstat(fd, &info) != 0) {
        st = bm_fail(ctx, BM_EIO, "cannot look at '%s': %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s' is not a regular file", path);
    } else if (info.st_size > 0) {
        void *p = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED)
            st = bm_fail(ctx, BM_EIO, "cannot map '%s': %s", path, strerror(errno));
        else
            *out = (bm_mapping){p, (size_t)info.st_size};
    }
    close(fd);
    return st;
}

union mapped { /* the system's calls want it without const */
    const unsigned char *in;
    void *out;
};

void bm_unmap_file(bm_mapping *mapping)
{
    union mapped bytes = {.in = mapping->p};
    if (bytes.in) munmap(bytes.out, mapping->len);
    *mapping = (bm_mapping){0};
}

void bm_mapping_rest(const bm_mapping *mapping)
{
    union mapped bytes = {.in = mapping->p};
    if (bytes.in) (void)madvise(bytes.out, mapping->len, MADV_DONTNEED);
}

struct bm_outfile {
    bm_ctx *ctx; /* whose allocator made it */
    int fd;
    size_t used;
    char path[PATH_MAX], temporary[PATH_MAX];
    unsigned char buffer[1 << 16];
};

bm_status bm_outfile_open(bm_ctx *ctx, const char *path, bm_outfile **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_outfile), &p);
    if (st != BM_OK) return st;
    bm_outfile *file = p;
    file->ctx = ctx;
    file->fd = -1;
    int n = snprintf(file->path, sizeof file->path, "%s", path);
    int m = snprintf(file->temporary, sizeof file->temporary, "%s.XXXXXX", path);
    if (n >= (int)sizeof file->path || m >= (int)sizeof file->temporary) {
        bm_free(ctx, file);
        return bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", path);
    }
    file->fd = mkostemp(file->temporary, O_CLOEXEC);
    if (file->fd < 0 || fchmod(file->fd, 0644) != 0) {
        st = bm_fail(ctx, BM_EIO, "cannot write beside '%s': %s", path, strerror(errno));
        if (file->fd < 0) file->temporary[0] = '\0';
        bm_outfile_abandon(file);
        return st;
    }
    *out = file;
    return BM_OK;
}

bm_status bm_write_all(bm_ctx *ctx, int fd, const char *name, const void *p, size_t n)
{
    const unsigned char *from = p;
    while (n > 0) {
        ssize_t done = write(fd, from, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return bm_fail(ctx, BM_EIO, "cannot write '%s': %s", name, strerror(errno));
        from += done;
        n -= (size_t)done;
    }
    return BM_OK;
}

static bm_status flush(bm_ctx *ctx, bm_outfile *file)
{
    bm_status st = bm_write_all(ctx, file->fd, file->path, file->buffer, file->used);
    file->used = 0;
    return st;
}

bm_status bm_outfile_write(bm_ctx *ctx, bm_outfile *file, const void *p, size_t n)
{
    bm_status st;
    if (n > sizeof file->buffer - file->used && (st = flush(ctx, file)) != BM_OK) return st;
    if (n >= sizeof file->buffer) return bm_write_all(ctx, file->fd, file->path, p, n);
    if (n) memcpy(file->buffer + file->used, p, n);
    file->used += n;
    return BM_OK;
}

bm_status bm_outfile_commit(bm_ctx *ctx, bm_outfile *file)
{
    bm_status st = flush(ctx, file);
    if (st != BM_OK) return st;
    if (fsync(file->fd) != 0)
        return bm_fail(ctx, BM_EIO, "cannot bring '%s' to the disk: %s", file->path, strerror(errno));
    int closed = close(file->fd);
    file->fd = -1;
    if (closed != 0) return bm_fail(ctx, BM_EIO, "cannot finish '%s': %s", file->path, strerror(errno));
    if (rename(file->temporary, file->path) != 0)
        return bm_fail(ctx, BM_EIO, "cannot rename to '%s': %s", file->path, strerror(errno));
    bm_free(file->ctx, file);
    return BM_OK;
}

void bm_outfile_abandon(bm_outfile *file)
{
    if (!file) return;
    if (file->fd >= 0) close(file->fd);
    if (file->temporary[0]) unlink(file->temporary);
    bm_free(file->ctx, file);
}

uint64_t bm_file_sign(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return 0;
    const uint64_t facts[] = {(uint64_t)info.st_dev, (uint64_t)info.st_ino, (uint64_t)info.st_size,
                              (uint64_t)info.st_mtim.tv_sec, (uint64_t)info.st_mtim.tv_nsec};
    uint64_t sign = bm_hash(facts, sizeof facts);
    return sign ? sign : 1;
}

bool bm_shapefile_table(const char *path, char *out, size_t size)
{
    size_t n = strlen(path);
    bool upper = n > 4 && strcmp(path + n - 4, ".SHP") == 0;
    if (n <= 4 || n >= size || !(upper || strcmp(path + n - 4, ".shp") == 0)) return false;
    memcpy(out, path, n - 3);
    memcpy(out + n - 3, upper ? "DBF" : "dbf", 4);
    return true;
}

const char *bm_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bm_status bm_path_join(bm_ctx *ctx, const char *dir, const char *name, char *out, size_t size)
{
    int n = snprintf(out, size, "%s/%s", dir, name);
    if (n < 0 || (size_t)n >= size)
        return bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s/%.200s'", dir, name);
    return BM_OK;
}

bm_status bm_make_dir(bm_ctx *ctx, const char *path)
{
    char part[PATH_MAX];
    struct stat info;
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof part)
        return bm_fail(ctx, BM_EUSAGE, "not a usable folder name: '%.200s'", path);
    memcpy(part, path, n + 1);
    for (char *p = part + 1;; p++) {
        if (*p != '/' && *p != '\0') continue;
        char was = *p;
        *p = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return bm_fail(ctx, BM_EIO, "cannot make folder '%s': %s", part, strerror(errno));
        *p = was;
        if (was == '\0') break;
    }
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return bm_fail(ctx, BM_EIO, "'%s' is not a folder", path);
    return BM_OK;
}
