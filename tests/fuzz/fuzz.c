#include "fuzz.h"

#include "base/map.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

_Noreturn void fuzz_broken(const char *file, int line, const char *promise)
{
    fprintf(stderr, "%s:%d: a promise is broken: %s\n", file, line, promise);
    abort();
}

void fuzz_begin_with(struct fuzz *fuzz, const char *data_dir)
{
    bm_ctx_options options = {.data_dir = data_dir};

    FUZZ_CHECK(bm_ctx_create(&options, &fuzz->ctx) == BM_OK);
    FUZZ_CHECK(bm_arena_create(fuzz->ctx, &fuzz->arena) == BM_OK);
    fuzz->issues = (bm_issue_list){.arena = fuzz->arena};
    fuzz->n_own = 0;
}

void fuzz_begin(struct fuzz *fuzz)
{
    fuzz_begin_with(fuzz, NULL);
}

/* --- files --- */

/* "" until it is asked for; removed when the process ends. */
static char folder[64];

static void empty_folder(void)
{
    DIR *dir = folder[0] ? opendir(folder) : NULL;
    struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.') unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir) closedir(dir);
}

static void remove_folder(void)
{
    empty_folder();
    rmdir(folder);
}

const char *fuzz_out(const char *name)
{
    static char path[128];

    if (!folder[0]) {
        strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/bordermap-fuzz-XXXXXX"
                                                     : "/tmp/bordermap-fuzz-XXXXXX");
        FUZZ_CHECK(mkdtemp(folder));
        atexit(remove_folder);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *fuzz_file(int slot, const void *p, size_t n)
{
    static struct {
        int fd;
        bool made;
        char path[32];
    } files[4];

    if (!files[slot].made) {
        files[slot].fd = memfd_create("fuzz", MFD_CLOEXEC);
        FUZZ_CHECK(files[slot].fd >= 0);
        snprintf(files[slot].path, sizeof files[slot].path, "/proc/self/fd/%d", files[slot].fd);
        files[slot].made = true;
    }
    FUZZ_CHECK(ftruncate(files[slot].fd, 0) == 0);
    FUZZ_CHECK(pwrite(files[slot].fd, p, n, 0) == (ssize_t)n);
    return files[slot].path;
}

const char *fuzz_source(const char *name, char path[512])
{
    const char *source = getenv("BORDERMAP_SOURCE");

    snprintf(path, 512, "%s/%s", source ? source : FUZZ_SOURCE, name);
    return path;
}

void fuzz_end(struct fuzz *fuzz)
{
    empty_folder();
    for (size_t i = 0; i < fuzz->n_own; i++) free(fuzz->own[i]);
    bm_arena_destroy(fuzz->arena);
    bm_ctx_destroy(fuzz->ctx);
}

void fuzz_status(const struct fuzz *fuzz, bm_status status)
{
    FUZZ_CHECK(status != BM_ENOMEM && status != BM_EINTERRUPTED);
    FUZZ_CHECK(status == BM_OK || bm_ctx_error(fuzz->ctx)[0]);
}

/* --- the input --- */

uint8_t fuzz_byte(struct fuzz_in *in)
{
    if (in->n == 0) return 0;
    in->n--;
    return *in->p++;
}

uint16_t fuzz_u16(struct fuzz_in *in)
{
    unsigned low = fuzz_byte(in);

    return (uint16_t)(low | (unsigned)fuzz_byte(in) << 8);
}

uint32_t fuzz_u32(struct fuzz_in *in)
{
    uint32_t low = fuzz_u16(in);

    return low | (uint32_t)fuzz_u16(in) << 16;
}

bm_str fuzz_part(struct fuzz_in *in, char mark)
{
    const uint8_t *end = in->n ? memchr(in->p, mark, in->n) : NULL;
    bm_str part = {(const char *)in->p, end ? (size_t)(end - in->p) : in->n};

    in->p += part.len + (end != NULL);
    in->n -= part.len + (end != NULL);
    return part;
}

bm_str fuzz_rest(struct fuzz_in *in)
{
    bm_str rest = {(const char *)in->p, in->n};

    in->p += in->n;
    in->n = 0;
    return rest;
}

bm_str fuzz_own(struct fuzz *fuzz, bm_str text)
{
    char *p;

    if (text.len == 0) return (bm_str){0};
    p = malloc(text.len);
    FUZZ_CHECK(p && fuzz->n_own < sizeof fuzz->own / sizeof *fuzz->own);
    fuzz->own[fuzz->n_own++] = p;
    memcpy(p, text.p, text.len);
    return bm_str_of(p, text.len);
}

uint64_t fuzz_mix(uint64_t sum, const void *p, size_t n)
{
    uint64_t both[2] = {sum, n ? bm_hash(p, n) : n};

    return bm_hash(both, sizeof both);
}

uint64_t fuzz_mix_text(uint64_t sum, bm_str text)
{
    return fuzz_mix(sum + (text.p != NULL), text.p, text.len);
}
