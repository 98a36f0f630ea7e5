/* From JSON to values. A mistake names the file, the JSON path, what was found and the nearest that is right.
 */
#include "base/mem.h"
#include "base/str.h"
#include "pipeline/project.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct reading {
    bm_ctx *ctx;
    struct bm_project *project;
    char at[512]; /* JSON path */
};

static bm_status fail_at(struct reading *r, const char *format, ...) BM_PRINTF(2, 3);
static bm_status fail_at(struct reading *r, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return bm_fail(r->ctx, BM_EUSAGE, "'%s': %s: %s", r->project->path, r->at, text);
}

static bool is_plain(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!(*p == '_' || (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')))
            return false;
    return name[0] != '\0';
}

/* Goes into a member; returns what at_out wants. */
static size_t at_member(struct reading *r, const char *name)
{
    size_t before = strlen(r->at);
    snprintf(r->at + before, sizeof r->at - before, is_plain(name) ? ".%s" : "['%s']", name);
    return before;
}

static size_t at_element(struct reading *r, size_t i)
{
    size_t before = strlen(r->at);
    snprintf(r->at + before, sizeof r->at - before, "[%zu]", i);
    return before;
}

static void at_out(struct reading *r, size_t before)
{
    r->at[before] = '\0';
}

static const char *kind_name(const bm_json *value)
{
    static const char *const names[] = {"null", "false", "true", "a number", "a text", "a list", "an object"};
    return names[bm_json_kind(value)];
}

static bm_status out_of_memory(struct reading *r)
{
    return bm_fail(r->ctx, BM_ENOMEM, "out of memory for '%s'", r->project->path);
}

static bm_status read_text(struct reading *r, const bm_json *value, const char **out)
{
    bm_str text = bm_json_text(value);
    bool ok = true;
    *out = "";
    if (bm_json_kind(value) != BM_JSON_STRING)
        return fail_at(r, "expected a text in quotes, found %s", kind_name(value));
    if (text.len == 0) return fail_at(r, "expected a text, found an empty one");
    *out = bm_arena_copy(r->project->arena, text, &ok).p;
    return ok ? BM_OK : out_of_memory(r);
}

/* Relative paths start at the project's folder. */
static bm_status resolve(struct reading *r, const char **path)
{
    size_t folder = strlen(r->project->folder), n = strlen(*path);
    if ((*path)[0] == '/' || folder == 0) return BM_OK;
    char *joined = bm_arena_alloc(r->project->arena, folder + n + 1);
    if (!joined) return out_of_memory(r);
    memcpy(joined, r->project->folder, folder);
    memcpy(joined + folder, *path, n + 1);
    *path = joined;
    return BM_OK;
}

static bm_status read_path(struct reading *r, const bm_json *value, const char **out)
{
    bm_status st = read_text(r, value, out);
    if (st != BM_OK) return st;
    if (strcmp(*out, "-") == 0) return fail_at(r, "expected a file: standard input cannot be read again");
    return resolve(r, out);
}

/* The choice at *p, which moves behind its bar; absent at the end. */
static bm_str next_choice(const char **p)
{
    const char *start = *p, *bar = start ? strchr(start, '|') : NULL;
    if (!start) return (bm_str){NULL, 0};
    *p = bar ? bar + 1 : NULL;
    return bm_str_of(start, bar ? (size_t)(bar - start) : strlen(start));
}

static bm_status find_choice(struct reading *r, const char *choices, char bar, bm_str text, int *index)
{
    char list[256];
    bm_str nearest = {NULL, 0}, choice;
    size_t best = SIZE_MAX;
    snprintf(list, sizeof list, "%s", choices);
    for (char *p = list; *p; p++)
        if (*p == bar) *p = '|';
    const char *at = list;
    for (*index = 1; (choice = next_choice(&at)).p; ++*index) {
        size_t distance = bm_name_distance(choice, text);
        if (bm_str_eq(choice, text)) return BM_OK;
        if (distance < best) nearest = choice;
        if (distance < best) best = distance;
    }
    for (char *p = list; *p; p++)
        if (*p == '|') *p = ' ';
    return fail_at(r, "expected one of %s, found '%.*s'; the nearest is '%.*s'", list, (int)text.len, text.p,
                   (int)nearest.len, nearest.p);
}

static bm_status read_name(struct reading *r, const struct bm_key *key, const bm_json *value,
                           const char **out)
{
    int index;
    bm_status st = read_text(r, value, out);
    return st == BM_OK ? find_choice(r, key->choices, '|', bm_str_z(*out), &index) : st;
}

static bm_status read_choice(struct reading *r, const struct bm_key *key, const bm_json *value, int *out)
{
    const char *text;
    bm_status st = read_text(r, value, &text);
    return st == BM_OK ? find_choice(r, key->choices, '|', bm_str_z(text), out) : st;
}

static bm_status read_day(struct reading *r, const struct bm_key *key, const bm_json *value, bm_day *out)
{
    const char *text;
    bm_day days[2];
    bm_status st = read_text(r, value, &text);
    if (st != BM_OK) return st;
    if (!bm_day_parse(text, &days[0], &days[1]))
        return fail_at(r, "expected a date such as 2024-01-16, 2024-01 or 2024, found '%s'", text);
    *out = days[key->kind == BM_KEY_LAST_DAY];
    return BM_OK;
}

static bm_status read_country(struct reading *r, const bm_json *value, const char **out)
{
    char iso3[4];
    bm_status st = read_text(r, value, out);
    if (st == BM_OK && !bm_country_from_text(bm_str_z(*out), false, iso3))
        return fail_at(r, "expected a country such as PAK, PK or Pakistan, found '%s'", *out);
    return st;
}

static bm_status read_number(struct reading *r, const struct bm_key *key, const bm_json *value, double *out)
{
    if (bm_json_kind(value) != BM_JSON_NUMBER)
        return fail_at(r, "expected a number, found %s", kind_name(value));
    *out = bm_json_number(value);
    if (*out >= key->min && *out <= key->max) return BM_OK;
    return fail_at(r, "expected a number from %g to %g, found %g", key->min, key->max, *out);
}

static size_t count(const bm_json *container)
{
    size_t n = 0;
    for (const bm_json *child = bm_json_first(container); child; child = bm_json_next(child)) n++;
    return n;
}

static bm_status read_numbers(struct reading *r, const struct bm_key *key, const bm_json *value,
                              struct bm_numbers *out)
{
    if (bm_json_kind(value) != BM_JSON_ARRAY)
        return fail_at(r, "expected a list of numbers, found %s", kind_name(value));
    double *items = bm_arena_calloc(r->project->arena, count(value) + 1, sizeof *items);
    size_t n = 0;
    if (!items) return out_of_memory(r);
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child), n++) {
        size_t before = at_element(r, n);
        bm_status st = read_number(r, key, child, &items[n]);
        if (st == BM_OK && n > 0 && items[n] <= items[n - 1])
            st = fail_at(r, "expected a number above %g, found %g: they must rise", items[n - 1], items[n]);
        if (st != BM_OK) return st;
        at_out(r, before);
    }
    *out = (struct bm_numbers){items, n};
    return BM_OK;
}

/* --- one text or a list of them --- */

static bool is_dyad(const char *z)
{
    for (int i = 0; i < 7; i++)
        if (i == 3 ? z[i] != '-' : !(z[i] >= 'A' && z[i] <= 'Z')) return false;
    return z[7] == '\0';
}

static bm_status read_item(struct reading *r, const struct bm_key *key, const bm_json *value,
                           const char **out)
{
    if (key->kind == BM_KEY_PATHS) return read_path(r, value, out);
    bm_status st = read_text(r, value, out);
    if (st != BM_OK) return st;
    if (key->kind == BM_KEY_DYADS && !is_dyad(*out))
        return fail_at(r, "expected a border such as IRN-PAK, found '%s'", *out);
    if (key->kind == BM_KEY_CONDITIONS && (!strchr(*out, '=') || (*out)[0] == '='))
        return fail_at(r, "expected FIELD=VALUE, found '%s'", *out);
    return BM_OK;
}

static bm_status read_list(struct reading *r, const struct bm_key *key, const bm_json *value,
                           struct bm_texts *out)
{
    bool list = bm_json_kind(value) == BM_JSON_ARRAY;
    const char **items = bm_arena_calloc(r->project->arena, (list ? count(value) : 1) + 1, sizeof *items);
    size_t n = 0;
    bm_status st;
    if (!items) return out_of_memory(r);
    if (!list && (st = read_item(r, key, value, &items[n++])) != BM_OK) return st;
    for (const bm_json *child = list ? bm_json_first(value) : NULL; child; child = bm_json_next(child)) {
        size_t before = at_element(r, n);
        if ((st = read_item(r, key, child, &items[n++])) != BM_OK) return st;
        at_out(r, before);
    }
    *out = (struct bm_texts){items, n};
    return BM_OK;
}

static bm_status read_outputs(struct reading *r, const bm_json *value, unsigned *out)
{
    static const struct bm_key any = {.kind = BM_KEY_TEXT};
    struct bm_texts names = {0};
    int index;
    bm_status st = read_list(r, &any, value, &names);
    for (size_t i = 0; st == BM_OK && i < names.n; i++) {
        size_t before = strlen(r->at);
        if (bm_json_kind(value) == BM_JSON_ARRAY) at_element(r, i);
        st = find_choice(r, bm_output_names(), ',', bm_str_z(names.items[i]), &index);
        if (st != BM_OK) return st;
        *out |= bm_output_from_name(names.items[i]);
        at_out(r, before);
    }
    return st;
}

/* --- objects --- */

static bm_status read_fields(struct reading *r, const bm_json *value, struct bm_fields *out)
{
    if (bm_json_kind(value) != BM_JSON_OBJECT)
        return fail_at(r, "expected an object such as {\"place\": \"Ort\"}, found %s", kind_name(value));
    bm_field_choice *items = bm_arena_calloc(r->project->arena, count(value) + 1, sizeof *items);
    size_t n = 0;
    bool ok = true;
    if (!items) return out_of_memory(r);
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child)) {
        const char *nearest = NULL, *name = bm_json_key(child);
        if (name[0] == '_') continue;
        size_t before = at_member(r, name);
        items[n].field = bm_field_from_name(name, &nearest);
        if (items[n].field == BM_FIELD_COUNT)
            return fail_at(r, "there is no input field '%s'; the nearest is '%s'", name,
                           nearest ? nearest : "place");
        if (bm_json_kind(child) != BM_JSON_STRING)
            return fail_at(r, "expected a column's name in quotes, found %s", kind_name(child));
        bm_str column = bm_json_text(child);
        items[n++].column = column.len ? bm_arena_copy(r->project->arena, column, &ok).p : "";
        if (!ok) return out_of_memory(r);
        at_out(r, before);
    }
    *out = (struct bm_fields){items, n};
    return BM_OK;
}

static bm_status read_object(struct reading *r, const bm_json *object, const struct bm_key *keys, size_t n,
                             void *values);

static bm_status read_inputs(struct reading *r, const bm_json *value, struct bm_project_inputs *out)
{
    size_t n_keys, n = 0;
    const struct bm_key *keys = bm_project_input_keys(&n_keys);
    if (bm_json_kind(value) != BM_JSON_ARRAY || !bm_json_first(value))
        return fail_at(r, "expected a list of files, found %s",
                       bm_json_kind(value) == BM_JSON_ARRAY ? "an empty one" : kind_name(value));
    struct bm_project_input *items = bm_arena_calloc(r->project->arena, count(value), sizeof *items);
    if (!items) return out_of_memory(r);
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child), n++) {
        size_t before = at_element(r, n);
        bm_status st = bm_json_kind(child) == BM_JSON_OBJECT ? read_object(r, child, keys, n_keys, &items[n])
                                                             : read_path(r, child, &items[n].path);
        if (st != BM_OK) return st;
        at_out(r, before);
    }
    *out = (struct bm_project_inputs){items, n};
    return BM_OK;
}

/* A file of the project's folder if there is one, else a name. */
static bm_status read_file_or(struct reading *r, const bm_json *value, const char **out)
{
    const char *name;
    bm_status st = read_text(r, value, out);
    name = *out;
    if (st == BM_OK) st = resolve(r, out);
    if (st == BM_OK && !strchr(name, '/') && access(*out, F_OK) != 0) *out = name;
    return st;
}

static bm_status read_value(struct reading *r, const struct bm_key *key, const bm_json *value, void *out)
{
    switch (key->kind) {
    case BM_KEY_TEXT: return read_text(r, value, out);
    case BM_KEY_PATH: return read_path(r, value, out);
    case BM_KEY_FILE_OR: return read_file_or(r, value, out);
    case BM_KEY_PATHS:
    case BM_KEY_TEXTS:
    case BM_KEY_DYADS:
    case BM_KEY_CONDITIONS: return read_list(r, key, value, out);
    case BM_KEY_FIRST_DAY:
    case BM_KEY_LAST_DAY: return read_day(r, key, value, out);
    case BM_KEY_COUNTRY: return read_country(r, value, out);
    case BM_KEY_NUMBER: return read_number(r, key, value, out);
    case BM_KEY_NUMBERS: return read_numbers(r, key, value, out);
    case BM_KEY_CHOICE: return read_choice(r, key, value, out);
    case BM_KEY_NAME: return read_name(r, key, value, out);
    case BM_KEY_OUTPUTS: return read_outputs(r, value, out);
    case BM_KEY_FIELDS: return read_fields(r, value, out);
    case BM_KEY_INPUTS: return read_inputs(r, value, out);
    }
    return BM_OK;
}

static bm_status unknown_key(struct reading *r, const char *name, const struct bm_key *keys, size_t n)
{
    size_t best = SIZE_MAX;
    const char *nearest = "";
    for (size_t i = 0; i < n; i++) {
        size_t distance = bm_name_distance(bm_str_z(keys[i].name), bm_str_z(name));
        if (distance >= best) continue;
        best = distance;
        nearest = keys[i].name;
    }
    at_member(r, name);
    return fail_at(r, "there is no such key; the nearest is '%s' (keys that begin with _ are comments)",
                   nearest);
}

static bm_status read_object(struct reading *r, const bm_json *object, const struct bm_key *keys, size_t n,
                             void *values)
{
    uint64_t seen = 0; /* bit i: keys[i] */
    for (const bm_json *child = bm_json_first(object); child; child = bm_json_next(child)) {
        const char *name = bm_json_key(child);
        size_t i = 0, before;
        if (name[0] == '_') continue;
        while (i < n && strcmp(keys[i].name, name) != 0) i++;
        if (i == n) return unknown_key(r, name, keys, n);
        before = at_member(r, name);
        if (seen >> i & 1) return fail_at(r, "the key is given twice");
        seen |= (uint64_t)1 << i;
        bm_status st = read_value(r, &keys[i], child, (char *)values + keys[i].offset);
        if (st != BM_OK) return st;
        at_out(r, before);
    }
    for (size_t i = 0; i < n; i++)
        if (keys[i].needed && !(seen >> i & 1))
            return fail_at(r, "the key '%s' is missing: %s", keys[i].name, keys[i].help);
    return BM_OK;
}

bm_status bm_project_read(bm_ctx *ctx, struct bm_project *project, const bm_json *root)
{
    struct reading r = {.ctx = ctx, .project = project, .at = "$"};
    size_t n;
    const struct bm_key *keys = bm_project_keys(&n);
    if (bm_json_kind(root) != BM_JSON_OBJECT)
        return fail_at(&r, "expected an object, found %s", kind_name(root));
    return read_object(&r, root, keys, n, &project->values);
}
