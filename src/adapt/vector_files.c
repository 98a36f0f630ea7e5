#include "adapt/vector_files.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "/vsibordermap/"
enum { BUFFER = 1 << 16 };
enum last { NOTHING, READ, WROTE };

/* An open file. One that could not be opened for writing takes everything and keeps nothing. */
struct handle {
    FILE *file;
    struct bm_vector_files *files; /* NULL: read only */
    uint64_t at, size;             /* size: of one that keeps nothing */
    enum last last;                /* stdio wants a seek between reading and writing */
    bool end;
    char path[512];
};

/* A name is the address of the bm_vector_files in hexadecimal, a slash, and the path. */
static const char *split(const char *name, struct bm_vector_files **files)
{
    char *slash = NULL;
    uintptr_t address = (uintptr_t)strtoull(name, &slash, 16);
    *files = NULL;
    if (!slash || *slash != '/') return NULL;
    memcpy(files, &address, sizeof address);
    return slash + 1;
}

static void note(struct bm_vector_files *files, const char *path)
{
    if (!files || files->error) return;
    files->error = errno ? errno : EIO;
    snprintf(files->path, sizeof files->path, "%s", path);
}

/* --- names --- */

static int on_stat(void *user, const char *name, VSIStatBufL *out, int flags)
{
    struct bm_vector_files *files;
    const char *path = split(name, &files);
    (void)user, (void)flags;
    memset(out, 0, sizeof *out);
    if (!*name) return 0; /* asked whether this is installed */
    return path ? stat64(path, out) : -1;
}

static int on_unlink(void *user, const char *name)
{
    struct bm_vector_files *files;
    const char *path = split(name, &files);
    (void)user;
    return path ? unlink(path) : -1;
}

static int on_mkdir(void *user, const char *name, long mode)
{
    struct bm_vector_files *files;
    const char *path = split(name, &files);
    (void)user;
    return path ? mkdir(path, (mode_t)mode) : -1;
}

static void *on_open(void *user, const char *name, const char *access)
{
    struct bm_vector_files *files;
    const char *path = split(name, &files);
    bool writes = strpbrk(access, "wa+") != NULL;
    struct handle *handle = path ? calloc(1, sizeof *handle) : NULL;
    (void)user;
    if (!handle) return NULL;
    handle->file = fopen(path, access);
    if (!handle->file &&
        (!writes || (access[0] == 'r' && errno == ENOENT))) { /* drivers look whether it is there */
        free(handle);
        return NULL;
    }
    if (writes) handle->files = files;
    snprintf(handle->path, sizeof handle->path, "%s", path);
    if (handle->file)
        setvbuf(handle->file, NULL, _IOFBF, BUFFER);
    else
        note(files, path);
    return handle;
}

/* --- an open file --- */

static vsi_l_offset on_tell(void *file)
{
    return ((const struct handle *)file)->at;
}

static void move(struct handle *handle, uint64_t to)
{
    if (handle->file && fseeko(handle->file, (off_t)to, SEEK_SET) != 0) note(handle->files, handle->path);
    handle->last = NOTHING;
    handle->at = to;
}

static int on_seek(void *file, vsi_l_offset offset, int whence)
{
    struct handle *handle = file;
    uint64_t to = offset;
    if (whence == SEEK_CUR) to = handle->at + offset;
    if (whence == SEEK_END) {
        if (handle->file && fseeko(handle->file, 0, SEEK_END) == 0)
            handle->size = (uint64_t)ftello(handle->file);
        to = handle->size + offset;
    }
    handle->end = false;
    if (to != handle->at || whence == SEEK_END) move(handle, to);
    return 0;
}

static size_t on_read(void *file, void *p, size_t size, size_t n)
{
    struct handle *handle = file;
    if (size == 0 || n == 0) return 0;
    if (!handle->file) {
        handle->end = true;
        return 0;
    }
    if (handle->last == WROTE) move(handle, handle->at);
    size_t got = fread(p, size, n, handle->file);
    handle->last = READ;
    handle->end = got < n;
    if (got < n) /* the part of an item that was read does not count */
        move(handle, handle->at + size * got);
    else
        handle->at += size * n;
    return got;
}

static size_t on_write(void *file, const void *p, size_t size, size_t n)
{
    struct handle *handle = file;
    if (size == 0 || n == 0) return n;
    if (handle->file && handle->last == READ) move(handle, handle->at);
    errno = 0;
    if (handle->file && fwrite(p, size, n, handle->file) != n) note(handle->files, handle->path);
    handle->last = WROTE;
    handle->at += size * n;
    if (handle->at > handle->size) handle->size = handle->at;
    return n;
}

static int on_eof(void *file)
{
    return ((const struct handle *)file)->end;
}

static int on_flush(void *file)
{
    struct handle *handle = file;
    errno = 0;
    if (handle->file && fflush(handle->file) != 0) note(handle->files, handle->path);
    return 0;
}

static int on_truncate(void *file, vsi_l_offset size)
{
    struct handle *handle = file;
    on_flush(file);
    handle->size = size;
    if (handle->file && ftruncate(fileno(handle->file), (off_t)size) != 0) note(handle->files, handle->path);
    return 0;
}

static int on_close(void *file)
{
    struct handle *handle = file;
    errno = 0;
    if (handle->file && fclose(handle->file) != 0) note(handle->files, handle->path);
    free(handle);
    return 0;
}

/* --- installing --- */

static bm_status install(bm_ctx *ctx, const struct bm_gdal *gdal)
{
    VSIStatBufL info;
    if (gdal->VSIStatL(PREFIX, &info) == 0) return BM_OK;
    VSIFilesystemPluginCallbacksStruct *calls = gdal->VSIAllocFilesystemPluginCallbacksStruct();
    if (!calls) return bm_fail(ctx, BM_ENOMEM, "out of memory for GDAL's files");
    calls->stat = on_stat;
    calls->unlink = on_unlink;
    calls->mkdir = on_mkdir;
    calls->open = on_open;
    calls->tell = on_tell;
    calls->seek = on_seek;
    calls->read = on_read;
    calls->write = on_write;
    calls->eof = on_eof;
    calls->flush = on_flush;
    calls->truncate = on_truncate;
    calls->close = on_close;
    int code = gdal->VSIInstallPluginHandler(PREFIX, calls);
    gdal->VSIFreeFilesystemPluginCallbacksStruct(calls);
    return code == 0 ? BM_OK : bm_fail(ctx, BM_ELIBRARY, "GDAL does not write through this program");
}

bm_status bm_vector_files_name(bm_ctx *ctx, const struct bm_gdal *gdal, struct bm_vector_files *files,
                               const char *path, char *out, size_t size)
{
    bm_status st = install(ctx, gdal);
    if (st != BM_OK) return st;
    int n = snprintf(out, size, PREFIX "%llx/%s", (unsigned long long)(uintptr_t)files, path);
    return n > 0 && (size_t)n < size ? BM_OK : bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", path);
}
