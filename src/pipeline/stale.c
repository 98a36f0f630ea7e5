/* Is a folder what a job would make? Its manifest says what it was made from. Compared are contents (SHA-256
 * of inputs, the digests that compiled data carry), options and versions; never times, and never the outputs'
 * bytes, which QGIS changes by opening a GeoPackage. */
#include "adapt/json.h"
#include "adapt/sha256.h"
#include "adapt/versions.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/version.h"
#include "pipeline/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REASONS_MAX = 64 };

struct finding {
    bm_ctx *ctx;
    const bm_job *job;
    const char *dir;
    unsigned outputs;
    bm_arena *arena;
    bm_reason *reasons;
    size_t n;
};

static void because(struct finding *f, const char *kind, const char *subject, const char *format, ...)
    BM_PRINTF(4, 5);
static void because(struct finding *f, const char *kind, const char *subject, const char *format, ...)
{
    char text[600];
    bool ok = true;
    va_list args;
    if (f->n == REASONS_MAX) return; /* one is enough; so many are for people */
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    bm_str copy = bm_arena_copy(f->arena, bm_str_z(text), &ok);
    bm_str name = bm_arena_copy(f->arena, bm_str_z(subject), &ok);
    f->reasons[f->n++] = (bm_reason){kind, ok ? name.p : NULL, ok ? copy.p : kind};
}

/* Compact JSON, the same for the same value. */
static void put(const bm_json *value, bm_buf *out)
{
    bm_json_type kind = bm_json_kind(value);
    const char *comma = "";
    switch (kind) {
    case BM_JSON_NULL: bm_buf_puts(out, "null"); return;
    case BM_JSON_FALSE: bm_buf_puts(out, "false"); return;
    case BM_JSON_TRUE: bm_buf_puts(out, "true"); return;
    case BM_JSON_NUMBER: bm_buf_double(out, bm_json_number(value)); return;
    case BM_JSON_STRING: bm_buf_json(out, bm_json_text(value)); return;
    case BM_JSON_ARRAY:
    case BM_JSON_OBJECT: break;
    }
    bm_buf_putc(out, kind == BM_JSON_ARRAY ? '[' : '{');
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child)) {
        bm_buf_puts(out, comma);
        if (kind == BM_JSON_OBJECT) bm_buf_json(out, bm_str_z(bm_json_key(child)));
        if (kind == BM_JSON_OBJECT) bm_buf_putc(out, ':');
        put(child, out);
        comma = ",";
    }
    bm_buf_putc(out, kind == BM_JSON_ARRAY ? ']' : '}');
}

/* As text with a NUL, in the arena; "" for nothing. */
static const char *text_of(struct finding *f, const bm_json *value)
{
    bm_buf text;
    bool ok = true;
    bm_str copy = {"", 0};
    if (!value) return "";
    bm_buf_init(&text, f->ctx);
    put(value, &text);
    if (!text.failed) copy = bm_arena_copy(f->arena, bm_str_of(text.p, text.len), &ok);
    bm_buf_free(&text);
    return ok && copy.p ? copy.p : "";
}

static bool same_text(const bm_json *object, const char *key, const char *value)
{
    return bm_str_eq(bm_json_text(bm_json_get(object, key)), bm_str_z(value));
}

/* --- inputs --- */

static bm_status look_at_input(struct finding *f, const char *path, const bm_json *was)
{
    const char *name = bm_base_name(path);
    struct stat info;
    char hex[65], table[PATH_MAX];
    uint64_t bytes;
    if (!was || !same_text(was, "name", name)) {
        because(f, "input", NULL, "input '%s' is new", name);
        return BM_OK;
    }
    memset(&info, 0, sizeof info); /* of what GDAL finds (/vsizip/...): no file of the system */
    if (strncmp(path, "/vsi", 4) != 0 && stat(path, &info) != 0)
        return bm_fail(f->ctx, BM_ENOTFOUND, "there is no input '%s'", path);
    if (!S_ISREG(info.st_mode)) {
        because(f, "input", NULL, "input '%s' is no file whose content can be compared", name);
        return BM_OK;
    }
    bm_status st = bm_sha256_file(f->ctx, path, hex, &bytes);
    bool same = st == BM_OK && same_text(was, "sha256", hex);
    if (same && bm_shapefile_table(path, table, sizeof table)) {
        st = bm_sha256_file(f->ctx, table, hex, &bytes);
        same = st == BM_OK && same_text(was, "dbf_sha256", hex);
    }
    if (st == BM_OK && !same) because(f, "input", NULL, "input '%s' has changed", name);
    return st;
}

static bm_status look_at_inputs(struct finding *f, const bm_json *were)
{
    const bm_json *was = bm_json_first(were);
    for (size_t i = 0; i < f->job->n_inputs; i++) {
        bm_status st = look_at_input(f, f->job->inputs[i], was);
        if (st != BM_OK) return st;
        if (was) was = bm_json_next(was);
    }
    for (; was; was = bm_json_next(was)) {
        bm_str name = bm_json_text(bm_json_get(was, "name"));
        because(f, "input", NULL, "input '%.*s' is no longer one", (int)name.len, name.p ? name.p : "");
    }
    return BM_OK;
}

/* --- options --- */

static bool lists(const bm_json *array, bm_str name)
{
    for (const bm_json *child = bm_json_first(array); child; child = bm_json_next(child))
        if (bm_str_eq(bm_json_text(child), name)) return true;
    return false;
}

/* More outputs than are wanted do no harm. */
static bool has_outputs(const bm_json *had, const bm_json *wanted)
{
    for (const bm_json *child = bm_json_first(wanted); child; child = bm_json_next(child))
        if (!lists(had, bm_json_text(child))) return false;
    return true;
}

static void look_at_option(struct finding *f, const char *name, const bm_json *was, const bm_json *is)
{
    const char *before = text_of(f, was), *now = text_of(f, is);
    if (strcmp(before, now) == 0) return;
    if (strcmp(name, "outputs") == 0 && was && has_outputs(was, is)) return;
    because(f, "option", name, "option %s: %s, before %s", name, now[0] ? now : "not given",
            before[0] ? before : "not given");
}

static bm_status look_at_options(struct finding *f, const bm_json *were)
{
    bm_buf text;
    bm_json *root = NULL;
    bm_buf_init(&text, f->ctx);
    bm_status st = bm_facts_options(f->ctx, f->job, f->outputs, &text);
    if (st == BM_OK) st = bm_json_parse(f->ctx, bm_str_z(text.p), &root);
    for (const bm_json *is = bm_json_first(root); is; is = bm_json_next(is))
        look_at_option(f, bm_json_key(is), bm_json_get(were, bm_json_key(is)), is);
    for (const bm_json *was = root ? bm_json_first(were) : NULL; was; was = bm_json_next(was)) {
        const char *key = bm_json_key(was); /* NULL: options that are a list, in a manifest of someone else's */
        if (key && !bm_json_get(root, key)) look_at_option(f, key, was, NULL);
    }
    bm_json_destroy(root);
    bm_buf_free(&text);
    return st;
}

/* --- data and versions --- */

static bm_status look_at_file(struct finding *f, const struct bm_data_file *file, const bm_json *was)
{
    static const char *const members[] = {"role", "file", "bytes", "content_sha256", "sha256"};
    bm_buf text;
    bm_json *is = NULL;
    bool same = was != NULL;
    bm_buf_init(&text, f->ctx);
    bm_buf_putc(&text, '{');
    bm_status st = bm_facts_file(f->ctx, file, &text);
    bm_buf_putc(&text, '}');
    if (st == BM_OK) st = bm_buf_status(f->ctx, &text);
    if (st == BM_OK) st = bm_json_parse(f->ctx, bm_str_of(text.p, text.len), &is);
    for (size_t i = 0; st == BM_OK && i < sizeof members / sizeof members[0]; i++)
        same = same &&
               strcmp(text_of(f, bm_json_get(is, members[i])), text_of(f, bm_json_get(was, members[i]))) == 0;
    if (st == BM_OK && !same) {
        bool other = !was || !same_text(was, "file", bm_base_name(file->path));
        because(f, "data", file->role, "%s '%s' %s", file->role, bm_base_name(file->path),
                other ? "is new" : "has changed");
    }
    bm_json_destroy(is);
    bm_buf_free(&text);
    return st;
}

/* The i-th file of a role. */
static const bm_json *nth_of_role(const bm_json *files, const char *role, size_t i)
{
    const bm_json *file = bm_json_first(files);
    for (; file; file = bm_json_next(file))
        if (same_text(file, "role", role) && i-- == 0) break;
    return file;
}

static size_t count_of_role(const struct bm_data_file *files, size_t n, const char *role)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += strcmp(files[i].role, role) == 0;
    return count;
}

static void look_for_unused(struct finding *f, const struct bm_data_file *files, size_t n,
                            const bm_json *were)
{
    for (const bm_json *was = bm_json_first(were); was; was = bm_json_next(was)) {
        const char *role = bm_json_text(bm_json_get(was, "role")).p;
        bm_str name = bm_json_text(bm_json_get(was, "file"));
        size_t before = 0;
        if (!role) continue;
        for (const bm_json *p = bm_json_first(were); p != was; p = bm_json_next(p))
            before += same_text(p, "role", role);
        if (before >= count_of_role(files, n, role))
            because(f, "data", role, "%s '%.*s' is no longer used", role, (int)name.len,
                    name.p ? name.p : "");
    }
}

static bm_status look_at_data(struct finding *f, const bm_json *were)
{
    void *block;
    size_t n;
    bm_status st = bm_calloc(f->ctx, BM_ALL_DATA_FILES, sizeof(struct bm_data_file), &block);
    if (st != BM_OK) return st;
    struct bm_data_file *files = block;
    st = bm_list_data_files(f->ctx, f->job, files, &n);
    for (size_t i = 0; st == BM_OK && i < n; i++) {
        size_t before = count_of_role(files, i, files[i].role);
        st = look_at_file(f, &files[i], nth_of_role(were, files[i].role, before));
    }
    if (st == BM_OK) look_for_unused(f, files, n, were);
    bm_free(f->ctx, block);
    return st;
}

static void look_at_version(struct finding *f, const bm_json *were, const char *name, const char *now)
{
    bm_str was = bm_json_text(bm_json_get(were, name));
    if (bm_str_eq(was, bm_str_z(now))) return;
    because(f, "program", NULL, "%s %s, before %.*s", name, now, was.p ? (int)was.len : 4,
            was.p ? was.p : "none");
}

/* GDAL is not loaded for it. A library that is not found any more is left to who needs it. */
static void look_at_versions(struct finding *f, const bm_json *were)
{
    struct bm_version now[BM_VERSIONS_MAX];
    size_t n = bm_versions(now);
    look_at_version(f, were, "bordermap", BM_VERSION);
    for (size_t i = 0; i < n; i++) look_at_version(f, were, now[i].name, now[i].text);
}

/* --- outputs --- */

static bm_status look_at_outputs(struct finding *f, const bm_json *manifest)
{
    const bm_json *made = bm_json_first(bm_json_get(manifest, "outputs"));
    char path[PATH_MAX];
    for (; made; made = bm_json_next(made)) {
        bm_str name = bm_json_text(bm_json_get(made, "name"));
        char z[NAME_MAX + 1];
        snprintf(z, sizeof z, "%.*s", (int)name.len, name.p ? name.p : "");
        bm_status st = bm_path_join(f->ctx, f->dir, z, path, sizeof path);
        if (st != BM_OK) return st;
        if (access(path, F_OK) != 0) because(f, "output", NULL, "output '%s' is missing", z);
    }
    return BM_OK;
}

/* *root NULL: the folder has no manifest that can be read; a reason says so. */
static bm_status read_manifest(struct finding *f, bm_json **root)
{
    char path[PATH_MAX];
    bm_mapping file;
    *root = NULL;
    bm_status st = bm_path_join(f->ctx, f->dir, "manifest.json", path, sizeof path);
    if (st != BM_OK) return st;
    if (access(path, F_OK) != 0) {
        because(f, "folder", NULL, "'%s' was not built yet", f->dir);
        return BM_OK;
    }
    if ((st = bm_map_file(f->ctx, path, &file)) != BM_OK) return st;
    if (bm_json_parse(f->ctx, bm_str_of((const char *)file.p, file.len), root) != BM_OK)
        because(f, "folder", NULL, "'%s' is damaged", path);
    bm_unmap_file(&file);
    return BM_OK;
}

bm_status bm_find_stale(bm_ctx *ctx, const bm_job *job, const char *dir, unsigned outputs, bm_arena *arena,
                        const bm_reason **out, size_t *n)
{
    struct finding f = {.ctx = ctx, .job = job, .dir = dir, .outputs = outputs, .arena = arena};
    bm_json *manifest = NULL;
    bm_status st;

    *out = NULL;
    *n = 0;
    bm_folder_tidy(dir);
    f.reasons = bm_arena_calloc(arena, REASONS_MAX, sizeof *f.reasons);
    if (!f.reasons) return bm_fail(ctx, BM_ENOMEM, "out of memory");
    if ((st = read_manifest(&f, &manifest)) != BM_OK) goto done;
    if (manifest) {
        if ((st = look_at_inputs(&f, bm_json_get(manifest, "inputs"))) != BM_OK) goto done;
        if ((st = look_at_options(&f, bm_json_get(manifest, "options"))) != BM_OK) goto done;
        if ((st = look_at_data(&f, bm_json_get(manifest, "data"))) != BM_OK) goto done;
        look_at_versions(&f, bm_json_get(manifest, "versions"));
        if ((st = look_at_outputs(&f, manifest)) != BM_OK) goto done;
    }
    *out = f.reasons;
    *n = f.n;
done:
    bm_json_destroy(manifest);
    return st;
}
