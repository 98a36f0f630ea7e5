/* Preloaded into a program (LD_PRELOAD): one of its calls that change files fails, or the program dies at it.
 * Counted are, in the order they happen: opening for writing or making a file, writing, bringing to the disk, cutting,
 * renaming, making a folder, and closing what was open for writing. Standard error is left alone.
 *   FAIL_AT=N      the N-th of them fails (0 or unset: none)
 *   FAIL_ERRNO=E   with this errno (default ENOSPC); FAIL_ERRNO=kill: SIGKILL before the call instead
 *   FAIL_COUNT=F   at exit their number is written to file F
 * stdio's own calls do not pass through here: its functions are replaced where GDAL uses them. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_FD = 4096 };

static atomic_long calls;
static atomic_bool written[MAX_FD]; /* descriptors that are open for writing */

/* The next definition of a function, as a pointer of its type. */
#define REAL(name) __typeof__(&name) real = (__typeof__(&name))(intptr_t)dlsym(RTLD_NEXT, #name)

static bool fails(void)
{
    const char *at = getenv("FAIL_AT"), *error = getenv("FAIL_ERRNO");
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (!at || atol(at) != number) return false;
    if (error && strcmp(error, "kill") == 0) raise(SIGKILL);
    errno = error ? atoi(error) : ENOSPC;
    return true;
}

__attribute__((destructor)) static void say_count(void)
{
    const char *path = getenv("FAIL_COUNT");
    char text[32];
    if (!path) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int n = snprintf(text, sizeof text, "%ld\n", atomic_load(&calls));
    if (fd >= 0) (void)!syscall(SYS_write, fd, text, (size_t)n);
    if (fd >= 0) syscall(SYS_close, fd);
}

static int note(int fd, bool writes)
{
    if (fd >= 0 && fd < MAX_FD) atomic_store(&written[fd], writes);
    return fd;
}

static bool is_written(int fd)
{
    return fd == STDOUT_FILENO || (fd >= 0 && fd < MAX_FD && atomic_load(&written[fd]));
}

/* --- descriptors --- */

#define OPENS(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT))
#define MODE(flags, last, mode)                                                                            \
    mode_t mode = 0;                                                                                       \
    if ((flags) & O_CREAT) {                                                                               \
        va_list args;                                                                                      \
        va_start(args, last);                                                                              \
        mode = (mode_t)va_arg(args, int);                                                                  \
        va_end(args);                                                                                      \
    }

int open(const char *path, int flags, ...)
{
    REAL(open);
    MODE(flags, flags, mode)
    if (OPENS(flags) && fails()) return -1;
    return note(real(path, flags, mode), OPENS(flags));
}

int open64(const char *path, int flags, ...)
{
    REAL(open64);
    MODE(flags, flags, mode)
    if (OPENS(flags) && fails()) return -1;
    return note(real(path, flags, mode), OPENS(flags));
}

int openat(int dir, const char *path, int flags, ...)
{
    REAL(openat);
    MODE(flags, flags, mode)
    if (OPENS(flags) && fails()) return -1;
    return note(real(dir, path, flags, mode), OPENS(flags));
}

int openat64(int dir, const char *path, int flags, ...)
{
    REAL(openat64);
    MODE(flags, flags, mode)
    if (OPENS(flags) && fails()) return -1;
    return note(real(dir, path, flags, mode), OPENS(flags));
}

int mkostemp(char *path, int flags)
{
    REAL(mkostemp);
    return fails() ? -1 : note(real(path, flags), true);
}

int mkostemp64(char *path, int flags)
{
    REAL(mkostemp64);
    return fails() ? -1 : note(real(path, flags), true);
}

int close(int fd)
{
    REAL(close);
    bool failed = fd != STDOUT_FILENO && is_written(fd) && fails();
    int error = errno;
    note(fd, false);
    int code = real(fd); /* the descriptor is gone either way, as the system does it */
    if (!failed) return code;
    errno = error;
    return -1;
}

ssize_t write(int fd, const void *p, size_t n)
{
    REAL(write);
    return is_written(fd) && fails() ? -1 : real(fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    REAL(pwrite);
    return is_written(fd) && fails() ? -1 : real(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    REAL(pwrite64);
    return is_written(fd) && fails() ? -1 : real(fd, p, n, at);
}

int fsync(int fd)
{
    REAL(fsync);
    return fails() ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return fails() ? -1 : real(fd);
}

int ftruncate(int fd, off_t length)
{
    REAL(ftruncate);
    return fails() ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    REAL(ftruncate64);
    return fails() ? -1 : real(fd, length);
}

/* --- names --- */

int rename(const char *from, const char *to)
{
    REAL(rename);
    return fails() ? -1 : real(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    REAL(renameat);
    return fails() ? -1 : real(from_dir, from, to_dir, to);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    REAL(linkat);
    return fails() ? -1 : real(from_dir, from, to_dir, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return fails() ? -1 : real(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    REAL(mkdirat);
    return fails() ? -1 : real(dir, path, mode);
}

/* --- stdio, as GDAL's file access uses it --- */

FILE *fopen64(const char *path, const char *mode)
{
    REAL(fopen64);
    bool writes = strpbrk(mode, "wa+") != NULL;
    if (writes && fails()) return NULL;
    FILE *file = real(path, mode);
    if (file) note(fileno(file), writes);
    return file;
}

size_t fwrite(const void *p, size_t size, size_t n, FILE *file)
{
    REAL(fwrite);
    int fd = fileno(file);
    return fd != STDOUT_FILENO && is_written(fd) && fails() ? 0 : real(p, size, n, file);
}

int fflush(FILE *file)
{
    REAL(fflush);
    if (!file || file == stderr) return real(file);
    return is_written(fileno(file)) && fails() ? EOF : real(file);
}

int fclose(FILE *file)
{
    REAL(fclose);
    int fd = fileno(file);
    bool failed = fd != STDOUT_FILENO && is_written(fd) && fails();
    int error = errno;
    note(fd, false);
    int code = real(file);
    if (!failed) return code;
    errno = error;
    return EOF;
}
