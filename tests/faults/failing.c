/* Preloaded into a program (LD_PRELOAD): one of its calls that change files fails, or the program dies at it.
 * Counted are, in the order they happen: opening for writing or making a file, writing, bringing to the disk, cutting,
 * renaming, making a folder, and closing what was open for writing. Standard error is left alone.
 *   FAIL_AT=N      the N-th of them fails (0 or unset: none)
 *   FAIL_ERRNO=E   with this errno (default ENOSPC); FAIL_ERRNO=kill: SIGKILL before the call instead
 *   FAIL_COUNT=F   at exit their number is written to file F
 *   FAIL_PATH=P    only those on files with P in their path are counted
 *   FAIL_LOG=F     each counted one is a line of file F: its number, what it does, where in the file, the path
 * stdio's own calls do not pass through here: its functions are replaced where GDAL uses them. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdio_ext.h>
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

static void say_call(long number, const char *what, long long at, const char *path)
{
    const char *log = getenv("FAIL_LOG");
    char line[4600];
    if (!log) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    int n = snprintf(line, sizeof line, "%ld %s %lld %s\n", number, what, at, path);
    if (fd >= 0) (void)!syscall(SYS_write, fd, line, (size_t)n);
    if (fd >= 0) syscall(SYS_close, fd);
}

/* at: where in the file; path: NULL for that of the descriptor. */
static bool fails_at(const char *what, int fd, const char *path, long long at)
{
    const char *number_at = getenv("FAIL_AT"), *error = getenv("FAIL_ERRNO"), *only = getenv("FAIL_PATH");
    char name[4097] = "", link[40];
    if (!path) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        if (readlink(link, name, sizeof name - 1) < 0) name[0] = '\0';
        path = name;
    }
    if (only && !strstr(path, only)) return false;
    long number = atomic_fetch_add(&calls, 1) + 1;
    say_call(number, what, at, path);
    if (!number_at || atol(number_at) != number) return false;
    if (error && strcmp(error, "kill") == 0) raise(SIGKILL);
    errno = error ? atoi(error) : ENOSPC;
    return true;
}

static bool path_fails(const char *what, const char *path)
{
    return fails_at(what, -1, path, 0);
}

static bool fd_fails(const char *what, int fd)
{
    return fails_at(what, fd, NULL, (long long)lseek(fd, 0, SEEK_CUR));
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
    if (OPENS(flags) && path_fails("open", path)) return -1;
    return note(real(path, flags, mode), OPENS(flags));
}

int open64(const char *path, int flags, ...)
{
    REAL(open64);
    MODE(flags, flags, mode)
    if (OPENS(flags) && path_fails("open64", path)) return -1;
    return note(real(path, flags, mode), OPENS(flags));
}

int openat(int dir, const char *path, int flags, ...)
{
    REAL(openat);
    MODE(flags, flags, mode)
    if (OPENS(flags) && path_fails("openat", path)) return -1;
    return note(real(dir, path, flags, mode), OPENS(flags));
}

int openat64(int dir, const char *path, int flags, ...)
{
    REAL(openat64);
    MODE(flags, flags, mode)
    if (OPENS(flags) && path_fails("openat64", path)) return -1;
    return note(real(dir, path, flags, mode), OPENS(flags));
}

int mkostemp(char *path, int flags)
{
    REAL(mkostemp);
    return path_fails("mkostemp", path) ? -1 : note(real(path, flags), true);
}

int mkostemp64(char *path, int flags)
{
    REAL(mkostemp64);
    return path_fails("mkostemp64", path) ? -1 : note(real(path, flags), true);
}

int close(int fd)
{
    REAL(close);
    bool failed = fd != STDOUT_FILENO && is_written(fd) && fd_fails("close", fd);
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
    return is_written(fd) && fd_fails("write", fd) ? -1 : real(fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    REAL(pwrite);
    return is_written(fd) && fails_at("pwrite", fd, NULL, (long long)at) ? -1 : real(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    REAL(pwrite64);
    return is_written(fd) && fails_at("pwrite64", fd, NULL, (long long)at) ? -1 : real(fd, p, n, at);
}

int fsync(int fd)
{
    REAL(fsync);
    return fd_fails("fsync", fd) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return fd_fails("fdatasync", fd) ? -1 : real(fd);
}

int ftruncate(int fd, off_t length)
{
    REAL(ftruncate);
    return fd_fails("ftruncate", fd) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    REAL(ftruncate64);
    return fd_fails("ftruncate64", fd) ? -1 : real(fd, length);
}

/* --- names --- */

int rename(const char *from, const char *to)
{
    REAL(rename);
    return path_fails("rename", from) ? -1 : real(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    REAL(renameat);
    return path_fails("renameat", from) ? -1 : real(from_dir, from, to_dir, to);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    REAL(linkat);
    return path_fails("linkat", from) ? -1 : real(from_dir, from, to_dir, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return path_fails("mkdir", path) ? -1 : real(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    REAL(mkdirat);
    return path_fails("mkdirat", path) ? -1 : real(dir, path, mode);
}

/* --- stdio, as GDAL's file access uses it --- */

FILE *fopen64(const char *path, const char *mode)
{
    REAL(fopen64);
    bool writes = strpbrk(mode, "wa+") != NULL;
    if (writes && path_fails("fopen64", path)) return NULL;
    FILE *file = real(path, mode);
    if (file) note(fileno(file), writes);
    return file;
}

size_t fwrite(const void *p, size_t size, size_t n, FILE *file)
{
    REAL(fwrite);
    int fd = fileno(file);
    return fd != STDOUT_FILENO && is_written(fd) && fails_at("fwrite", fd, NULL, (long long)ftello(file)) ? 0 : real(p, size, n, file);
}

int fflush(FILE *file)
{
    REAL(fflush);
    if (!file || file == stderr) return real(file);
    return is_written(fileno(file)) && fd_fails("fflush", fileno(file)) ? EOF : real(file);
}

int fclose(FILE *file)
{
    REAL(fclose);
    int fd = fileno(file);
    bool failed = fd != STDOUT_FILENO && is_written(fd) && fd_fails("fclose", fd);
    int error = errno;
    note(fd, false);
    if (failed) __fpurge(file); /* what was still to be written is lost */
    int code = real(file);
    if (!failed) return code;
    errno = error;
    return EOF;
}
