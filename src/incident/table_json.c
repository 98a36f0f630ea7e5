/* NDJSON, JSON and GeoJSON as a table. Members of objects inside a record are columns "outer.inner"; lists
 * become text. Of a GeoJSON feature, properties are columns and a point is geometry:lon and geometry:lat.
 * Columns are found by reading a file once beforehand; in a pipe they grow as they come. */
#include "adapt/json.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "incident/json_cut.h"
#include "incident/table.h"

#include <math.h>
#include <stdio.h>

enum { MAX_DEPTH = 6, MAX_COLUMNS = 4096 };

struct span {
    size_t at, len;
};

struct json_state {
    struct bm_table *table;
    struct bm_json_cutter *cutter;
    bm_map index; /* column name -> index */
    const char **names;
    size_t n, cap_names;
    struct span *spans; /* of the current record's values; len 0: absent */
    size_t cap_spans;
    bm_str *values;
    size_t cap_values;
    size_t expected; /* the column after the last one met: records repeat their order */
    bm_buf block, path;
    char message[300];
    bool is_geojson, by_line, past_first;
    bool names_only;   /* while looking through a file: values are not wanted */
    char geometry[32]; /* kind of the current feature's when it is no point */
};

static void free_state(bm_ctx *ctx, void *state)
{
    struct json_state *s = state;
    if (!s) return;
    bm_json_cut_close(s->cutter);
    bm_map_free(&s->index);
    bm_buf_free(&s->block);
    bm_buf_free(&s->path);
    bm_free(ctx, s->names);
    bm_free(ctx, s->spans);
    bm_free(ctx, s->values);
    bm_free(ctx, s);
}

static bool buffered(const struct bm_table *table)
{
    return bm_json_cut_buffered(((const struct json_state *)table->state)->cutter);
}

/* --- columns --- */

static bm_status add_column(bm_ctx *ctx, struct json_state *s, bm_str name, size_t *out)
{
    void *names = s->names, *spans = s->spans, *values = s->values;
    uint64_t *slot;
    bool added, ok = true;
    bm_status st;

    if (s->n >= MAX_COLUMNS) return bm_fail(ctx, BM_EFORMAT, "it has more than %d columns", MAX_COLUMNS);
    st = bm_grow(ctx, &names, &s->cap_names, s->n + 1, sizeof *s->names);
    s->names = names;
    if (st == BM_OK) st = bm_grow(ctx, &spans, &s->cap_spans, s->n + 1, sizeof *s->spans);
    s->spans = spans;
    if (st == BM_OK) st = bm_grow(ctx, &values, &s->cap_values, s->n + 1, sizeof *s->values);
    s->values = values;
    if (st != BM_OK) return st;
    bm_str copy = bm_arena_copy(s->table->arena, name, &ok);
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for a column");
    if ((st = bm_map_add(&s->index, copy, &slot, &added)) != BM_OK) return st;
    *slot = s->n;
    s->spans[s->n] = (struct span){0, 0};
    s->names[s->n] = copy.p;
    *out = s->n++;
    s->table->columns = s->names;
    s->table->n_columns = s->n;
    return BM_OK;
}

static bm_status column_of(bm_ctx *ctx, struct json_state *s, bm_str name, size_t *out)
{
    uint64_t *slot;
    *out = 0;
    if (name.len == 0) name = BM_LIT("unnamed");
    if (s->expected < s->n && bm_str_eq(name, bm_str_z(s->names[s->expected]))) {
        *out = s->expected++;
        return BM_OK;
    }
    slot = bm_map_find(&s->index, name);
    if (slot)
        *out = (size_t)*slot;
    else {
        bm_status st = add_column(ctx, s, name, out);
        if (st != BM_OK) return st;
    }
    s->expected = *out + 1;
    return BM_OK;
}

/* --- values --- */

/* As the text has it, if a double does not hold it. */
static void put_number_text(bm_buf *out, const bm_json *value)
{
    bm_str digits = bm_json_digits(value);
    if (digits.p)
        bm_buf_str(out, digits);
    else
        bm_buf_double(out, bm_json_number(value));
}

/* JSON text of a value inside a list. */
static void put_json(bm_buf *out, const bm_json *value, int depth)
{
    bm_json_type kind = bm_json_kind(value);
    switch (kind) {
    case BM_JSON_STRING: bm_buf_json(out, bm_json_text(value)); return;
    case BM_JSON_NUMBER: put_number_text(out, value); return;
    case BM_JSON_TRUE: bm_buf_puts(out, "true"); return;
    case BM_JSON_FALSE: bm_buf_puts(out, "false"); return;
    case BM_JSON_NULL: bm_buf_puts(out, "null"); return;
    case BM_JSON_ARRAY:
    case BM_JSON_OBJECT: break;
    }
    bm_buf_putc(out, kind == BM_JSON_ARRAY ? '[' : '{');
    for (const bm_json *child = bm_json_first(value); child && depth < 100; child = bm_json_next(child)) {
        if (child != bm_json_first(value)) bm_buf_putc(out, ',');
        if (kind == BM_JSON_OBJECT) {
            bm_buf_json(out, bm_str_z(bm_json_key(child)));
            bm_buf_putc(out, ':');
        }
        put_json(out, child, depth + 1);
    }
    bm_buf_putc(out, kind == BM_JSON_ARRAY ? ']' : '}');
}

static bool is_plain(const bm_json *value)
{
    bm_json_type kind = bm_json_kind(value);
    return kind != BM_JSON_ARRAY && kind != BM_JSON_OBJECT;
}

static void put_plain(bm_buf *out, const bm_json *value)
{
    switch (bm_json_kind(value)) {
    case BM_JSON_STRING: bm_buf_str(out, bm_json_text(value)); break;
    case BM_JSON_NUMBER: put_number_text(out, value); break;
    case BM_JSON_TRUE: bm_buf_puts(out, "true"); break;
    case BM_JSON_FALSE: bm_buf_puts(out, "false"); break;
    default: break;
    }
}

/* A list as text: its values with "; " between, or as JSON when they are not plain. */
static void put_list(bm_buf *out, const bm_json *value)
{
    bool plain = true;
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child))
        plain = plain && is_plain(child);
    if (!plain) {
        put_json(out, value, 0);
        return;
    }
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child)) {
        if (child != bm_json_first(value)) bm_buf_puts(out, "; ");
        put_plain(out, child);
    }
}

/* A coordinate; value NULL or no number: none. */
static bm_status put_number(bm_ctx *ctx, struct json_state *s, const char *name, const bm_json *value)
{
    size_t column = 0, at = s->block.len;
    bm_status st = column_of(ctx, s, bm_str_z(name), &column);
    if (st != BM_OK) return st;
    if (bm_json_kind(value) == BM_JSON_NUMBER && !s->names_only) put_number_text(&s->block, value);
    s->spans[column] = (struct span){at, s->block.len - at};
    return BM_OK;
}

/* Adds the members of an object as columns; names start with what path holds. */
static bm_status flatten(bm_ctx *ctx, struct json_state *s, const bm_json *object, int depth)
{
    size_t prefix = s->path.len, column;
    bm_status st = BM_OK;

    for (const bm_json *child = bm_json_first(object); child && st == BM_OK; child = bm_json_next(child)) {
        s->path.len = prefix;
        if (prefix) bm_buf_putc(&s->path, '.');
        bm_buf_puts(&s->path, bm_json_key(child));
        if ((st = bm_buf_status(ctx, &s->path)) != BM_OK) break;
        if (bm_json_kind(child) == BM_JSON_OBJECT && depth < MAX_DEPTH) {
            st = flatten(ctx, s, child, depth + 1);
            continue;
        }
        if ((st = column_of(ctx, s, bm_str_of(s->path.p, s->path.len), &column)) != BM_OK) break;
        if (s->names_only) continue;
        size_t at = s->block.len;
        if (bm_json_kind(child) == BM_JSON_ARRAY)
            put_list(&s->block, child);
        else if (bm_json_kind(child) == BM_JSON_OBJECT)
            put_json(&s->block, child, 0);
        else
            put_plain(&s->block, child);
        s->spans[column] = (struct span){at, s->block.len - at};
    }
    s->path.len = prefix;
    return st;
}

static bool is_feature(const bm_json *object)
{
    return bm_str_eq(bm_json_text(bm_json_get(object, "type")), BM_LIT("Feature")) &&
           (bm_json_get(object, "geometry") || bm_json_get(object, "properties"));
}

static bool has_properties(const bm_json *feature)
{
    const bm_json *properties = bm_json_get(feature, "properties");

    return !properties || bm_json_kind(properties) == BM_JSON_OBJECT || bm_json_kind(properties) == BM_JSON_NULL;
}

static bm_status flatten_feature(bm_ctx *ctx, struct json_state *s, const bm_json *feature)
{
    const bm_json *geometry = bm_json_get(feature, "geometry"), *id = bm_json_get(feature, "id");
    const bm_json *lon = NULL, *lat = NULL;
    size_t column;
    bm_status st;

    s->is_geojson = true;
    if (bm_str_eq(bm_json_text(bm_json_get(geometry, "type")), BM_LIT("Point"))) {
        lon = bm_json_first(bm_json_get(geometry, "coordinates"));
        lat = bm_json_next(lon);
        if (lon && (bm_json_kind(lon) != BM_JSON_NUMBER || bm_json_kind(lat) != BM_JSON_NUMBER))
            snprintf(s->geometry, sizeof s->geometry, "a point without two numbers");
    } else if (bm_json_kind(geometry) == BM_JSON_OBJECT) {
        bm_str kind = bm_str_cut(bm_json_text(bm_json_get(geometry, "type")), sizeof s->geometry - 1);
        snprintf(s->geometry, sizeof s->geometry, "%.*s", (int)kind.len, kind.p ? kind.p : "");
    }
    if (id && is_plain(id) && bm_json_kind(id) != BM_JSON_NULL) {
        if ((st = column_of(ctx, s, BM_LIT("id"), &column)) != BM_OK) return st;
        size_t at = s->block.len;
        put_plain(&s->block, id);
        s->spans[column] = (struct span){at, s->block.len - at};
    }
    if ((st = put_number(ctx, s, "geometry:lon", lon)) != BM_OK) return st;
    if ((st = put_number(ctx, s, "geometry:lat", lat)) != BM_OK) return st;
    return flatten(ctx, s, bm_json_get(feature, "properties"), 0);
}

/* Reads one element into spans and block; what is no object gets out->no_record. */
static bm_status read_piece(bm_ctx *ctx, struct json_state *s, const struct bm_json_piece *piece,
                            struct bm_record *out)
{
    bm_json *root = NULL;
    bm_status st;

    out->line = piece->line;
    out->offset = piece->offset;
    out->found = bm_str_cut(piece->text, 200);
    bm_buf_clear(&s->block);
    bm_buf_clear(&s->path);
    s->expected = 0;
    s->geometry[0] = '\0';
    if (s->n) memset(s->spans, 0, s->n * sizeof *s->spans);
    if (piece->too_long) {
        out->no_record = "a JSON object of at most 16 MB";
        return BM_OK;
    }
    st = bm_json_parse(ctx, piece->text, &root);
    if (st == BM_EFORMAT) {
        snprintf(s->message, sizeof s->message, "a JSON object (%.200s of it)", bm_ctx_error(ctx));
        out->no_record = s->message;
        return BM_OK;
    }
    if (st != BM_OK) return st;
    if (bm_json_kind(root) != BM_JSON_OBJECT)
        out->no_record = "a JSON object";
    else if (!is_feature(root))
        st = flatten(ctx, s, root, 0);
    else if (!has_properties(root))
        out->no_record = "a feature whose properties are an object or null";
    else
        st = flatten_feature(ctx, s, root);
    bm_json_destroy(root);
    if (st == BM_OK) st = bm_buf_status(ctx, &s->block);
    if (!out->no_record && s->block.len == 0) out->no_record = "a JSON object with values";
    return st;
}

static bm_status next(bm_ctx *ctx, struct bm_table *table, struct bm_record *out, bool *more)
{
    struct json_state *s = table->state;
    struct bm_json_piece piece;
    bm_status st;

    *out = (struct bm_record){0};
    if ((st = bm_json_cut_next(ctx, s->cutter, &piece, more)) != BM_OK) return st;
    if (!*more) {
        table->missing_at_end = bm_json_cut_missing(s->cutter, &table->end_line);
        return BM_OK;
    }
    out->had_nul = piece.had_nul;
    out->had_half = piece.had_half;
    if ((st = read_piece(ctx, s, &piece, out)) != BM_OK) return st;
    if (out->no_record) {
        out->block = out->found.p;
        out->block_len = 0;
        return BM_OK;
    }
    for (size_t i = 0; i < s->n; i++)
        s->values[i] = bm_str_of(s->spans[i].len ? s->block.p + s->spans[i].at : NULL, s->spans[i].len);
    out->values = s->values;
    out->n = s->n;
    out->block = s->block.p;
    out->block_len = s->block.len;
    out->geometry = s->geometry[0] ? s->geometry : NULL;
    out->skip = !s->past_first && bm_is_hxl_row(s->values, s->n);
    s->past_first = true;
    return BM_OK;
}

/* Meets all columns of a file, or of what is held of a pipe. */
static bm_status look_through(bm_ctx *ctx, struct json_state *s, struct bm_input *input, size_t skip,
                              bool wrapped)
{
    struct bm_json_cutter *cutter = NULL;
    struct bm_json_piece piece;
    struct bm_record record;
    bool more = true;
    bm_status st = bm_json_cut_open(ctx, input, s->by_line, skip, wrapped, &cutter);

    while (st == BM_OK) {
        if (bm_ctx_interrupted(ctx)) st = bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
        if (st == BM_OK) st = bm_json_cut_next(ctx, cutter, &piece, &more);
        if (st != BM_OK || !more) break;
        record = (struct bm_record){0};
        st = read_piece(ctx, s, &piece, &record);
    }
    bm_json_cut_close(cutter);
    return st;
}

bm_status bm_table_open_json(bm_ctx *ctx, struct bm_table *table, const char *path, bm_str head, bool whole)
{
    struct bm_input *again = NULL;
    struct json_state *s;
    size_t skip;
    bool wrapped;
    void *p = NULL;
    bm_status st;

    if ((st = bm_calloc(ctx, 1, sizeof *s, &p)) != BM_OK) return st;
    s = table->state = p;
    s->table = table;
    bm_map_init(&s->index, ctx);
    bm_buf_init(&s->block, ctx);
    bm_buf_init(&s->path, ctx);
    table->free_state = free_state;
    table->next = next;
    table->buffered = buffered;
    table->has_offsets = true;
    bm_json_layout(head, whole, &s->by_line, &skip, &wrapped);
    if (!s->by_line && !whole && table->input) { /* one text is not answered line by line */
        if ((st = bm_input_peek(ctx, table->input, BM_TABLE_LOOK, 0, &head, &whole)) != BM_OK) return st;
        bm_json_layout(head, whole, &s->by_line, &skip, &wrapped);
    }
    st = path && bm_input_is_regular(table->input) ? bm_input_open(ctx, path, &again)
                                                   : bm_input_from_text(ctx, head, &again);
    s->names_only = true;
    if (st == BM_OK) st = look_through(ctx, s, again, skip, wrapped);
    s->names_only = false;
    bm_input_close(again);
    if (st != BM_OK) return st;
    table->format = s->is_geojson ? "geojson" : s->by_line ? "ndjson" : "json";
    return bm_json_cut_open(ctx, table->input, s->by_line, skip, wrapped, &s->cutter);
}
