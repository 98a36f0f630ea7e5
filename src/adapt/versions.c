#include "adapt/versions.h"

#include "adapt/json.h"
#include "adapt/planar.h"

#include <csv.h>
#include <dlfcn.h>
#include <elf.h>
#include <gnu/libc-version.h>
#include <limits.h>
#include <link.h>
#include <nettle/version.h>
#include <sqlite3.h>
#include <proj.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PAGE = 4096 };

/* Finds the build id among notes (p, n bytes; aligned to 4) and writes it as hex digits. */
static bool id_in_notes(const unsigned char *p, size_t n, char out[BM_VERSION_BYTES])
{
    while (n >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, p, sizeof note);
        size_t name = ((size_t)note.n_namesz + 3) & ~(size_t)3,
               desc = ((size_t)note.n_descsz + 3) & ~(size_t)3;
        if (name > n || desc > n || sizeof note + name + desc > n) return false;
        const unsigned char *id = p + sizeof note + name;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(p + sizeof note, "GNU", 4) == 0 &&
            note.n_descsz * 2 < BM_VERSION_BYTES) {
            for (size_t i = 0; i < note.n_descsz; i++) snprintf(out + 2 * i, 3, "%02x", id[i]);
            return true;
        }
        p += sizeof note + name + desc;
        n -= sizeof note + name + desc;
    }
    return false;
}

/* Of the file's first page, where linkers put the notes. */
static bool id_of_file(const char *path, char out[BM_VERSION_BYTES])
{
    _Alignas(8) unsigned char page[PAGE];
    ElfW(Ehdr) head;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t n = fread(page, 1, sizeof page, file);
    fclose(file);
    if (n < sizeof head || memcmp(page, ELFMAG, SELFMAG) != 0) return false;
    memcpy(&head, page, sizeof head);
    for (size_t i = 0; i < head.e_phnum; i++) {
        ElfW(Phdr) part;
        size_t at = head.e_phoff + i * head.e_phentsize;
        if (at > n || n - at < sizeof part) return false;
        memcpy(&part, page + at, sizeof part);
        if (part.p_type == PT_NOTE && part.p_offset < n && part.p_filesz <= n - part.p_offset &&
            id_in_notes(page + part.p_offset, part.p_filesz, out))
            return true;
    }
    return false;
}

struct own {
    char *out;
    bool found;
};

/* For each loaded object: the one that holds this function is asked for its notes. */
static int look_at_object(struct dl_phdr_info *object, size_t size, void *user)
{
    struct own *own = user;
    uintptr_t here = (uintptr_t)&look_at_object;
    bool ours = false;
    (void)size;
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t start = object->dlpi_addr + part->p_vaddr;
        ours |= part->p_type == PT_LOAD && here >= start && here - start < part->p_memsz;
    }
    if (!ours) return 0;
    for (size_t i = 0; i < object->dlpi_phnum && !own->found; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type == PT_NOTE)
            own->found = id_in_notes((const unsigned char *)(object->dlpi_addr + part->p_vaddr),
                                     part->p_memsz, own->out);
    }
    return 1;
}

/* Where the loader would take soname from: LD_LIBRARY_PATH, then PROJ's folder (GDAL links with it), then the
 * usual ones. A cache that names other folders is not asked: then it is not found. */
static bool id_of_library(const char *soname, char out[BM_VERSION_BYTES])
{
    static const char *const usual[] = {"/usr/local/lib", "/usr/lib", "/lib"};
    const char *list = getenv("LD_LIBRARY_PATH");
    char path[PATH_MAX];
    Dl_info proj;
    for (const char *p = list; p && *p;) {
        size_t n = strcspn(p, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)n, p, soname);
        if (n && n < PATH_MAX && id_of_file(path, out)) return true;
        p += n + (p[n] == ':');
    }
    PJ_INFO (*of_proj)(void) = proj_info;
    void *symbol;
    memcpy(&symbol, &of_proj, sizeof symbol); /* POSIX: code and data pointers agree */
    if (dladdr(symbol, &proj) && proj.dli_fname) {
        const char *slash = strrchr(proj.dli_fname, '/');
        snprintf(path, sizeof path, "%.*s/%s", slash ? (int)(slash - proj.dli_fname) : 0, proj.dli_fname,
                 soname);
        if (slash && id_of_file(path, out)) return true;
    }
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", usual[i], soname);
        if (id_of_file(path, out)) return true;
    }
    return false;
}

static void add(struct bm_version *out, size_t *n, const char *name, const char *text)
{
    out[*n].name = name;
    snprintf(out[(*n)++].text, sizeof out->text, "%s", text);
}

size_t bm_versions(struct bm_version out[BM_VERSIONS_MAX])
{
    char nettle[24], csv[24];
    size_t n = 0;
    struct own own = {out[n].text, false};
    dl_iterate_phdr(look_at_object, &own);
    if (own.found) out[n++].name = "build";
    snprintf(nettle, sizeof nettle, "%d.%d", nettle_version_major(), nettle_version_minor());
    snprintf(csv, sizeof csv, "%d.%d", CSV_MAJOR, CSV_MINOR);
    add(out, &n, "geos", bm_planar_version());
    add(out, &n, "cjson", bm_json_version());
    add(out, &n, "proj", proj_info().version);
    add(out, &n, "zlib", zlibVersion());
    add(out, &n, "nettle", nettle);
    add(out, &n, "sqlite", sqlite3_libversion());
    add(out, &n, "libcsv", csv);
    add(out, &n, "libc", gnu_get_libc_version());
    if (id_of_library(BM_GDAL_SONAME, out[n].text)) out[n++].name = "gdal_build";
    if (id_of_library(BM_CAIRO_SONAME, out[n].text)) out[n++].name = "cairo_build";
    return n;
}

const char *bm_opened_at_need(void)
{
    return BM_GDAL_SONAME ", " BM_CAIRO_SONAME;
}
