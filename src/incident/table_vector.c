/* Whatever GDAL opens, as a table. A point geometry is two more columns, geometry:lon and geometry:lat. */
#include "adapt/vector.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "incident/table.h"

struct vector_state {
    bm_vector_reader *reader;
    bm_buf block;
    bm_str *values;
    size_t n_fields;
    bool past_first;
    const char *geometry; /* kind of the current feature's when it is no point */
};

static void free_state(bm_ctx *ctx, void *state)
{
    struct vector_state *s = state;
    if (!s) return;
    bm_vector_close(s->reader);
    bm_buf_free(&s->block);
    bm_free(ctx, s->values);
    bm_free(ctx, s);
}

static bool buffered(const struct bm_table *table)
{
    (void)table;
    return true;
}

/* Appends a value to the block; only its length is known until the block is complete. */
static void put(struct vector_state *s, size_t i, size_t before)
{
    s->values[i] = (bm_str){NULL, s->block.len - before};
}

static bm_status fill_block(bm_ctx *ctx, struct vector_state *s, const bm_vector_feature *feature)
{
    const bm_geometry *g = &feature->geometry;
    bool point = g->shape == BM_SHAPE_POINT && g->part_first[g->n_parts] == 1;
    bm_status st;
    size_t at = 0;

    bm_buf_clear(&s->block);
    s->geometry = g->shape == BM_SHAPE_NONE || point ? NULL
                  : g->shape == BM_SHAPE_POINT       ? "several points"
                  : g->shape == BM_SHAPE_LINE        ? "line"
                                                     : "polygon";
    for (size_t i = 0; i < s->n_fields; i++) {
        size_t before = s->block.len;
        bm_buf_str(&s->block, feature->values[i]);
        put(s, i, before);
    }
    for (size_t k = 0; k < 2; k++) {
        size_t before = s->block.len;
        if (point) bm_buf_double(&s->block, k ? g->pts[0].lat_deg : g->pts[0].lon_deg);
        put(s, s->n_fields + k, before);
    }
    if ((st = bm_buf_status(ctx, &s->block)) != BM_OK) return st;
    for (size_t i = 0; i < s->n_fields + 2; i++) {
        s->values[i].p = s->values[i].len ? s->block.p + at : NULL;
        at += s->values[i].len;
    }
    return BM_OK;
}

static bm_status next(bm_ctx *ctx, struct bm_table *table, struct bm_record *out, bool *more)
{
    struct vector_state *s = table->state;
    bm_vector_feature feature;
    bm_status st;

    *out = (struct bm_record){0};
    if ((st = bm_vector_next(ctx, s->reader, &feature, more)) != BM_OK || !*more) return st;
    if ((st = fill_block(ctx, s, &feature)) != BM_OK) return st;
    out->values = s->values;
    out->n = s->n_fields + 2;
    out->block = s->block.p;
    out->block_len = s->block.len;
    out->geometry = s->geometry;
    out->trouble = feature.trouble;
    if (s->block.len == 0) out->no_record = "a record: every field of this one is empty";
    out->skip = !s->past_first && bm_is_hxl_row(s->values, out->n);
    s->past_first = true;
    return BM_OK;
}

/* Only one layer is read: what is not, and how to get it. */
static bm_status warn_unread(bm_ctx *ctx, struct bm_table *table, const bm_vector_reader *reader,
                             const char *path)
{
    bool files;
    const char *unread = bm_vector_unread(reader, &files), *layer = bm_vector_layer(reader);
    const bm_str none = {NULL, 0};

    if (!unread) return BM_OK;
    if (files)
        return bm_issue_add(
            ctx, &table->notes, BM_WARNING, NULL, 0, 0, none, bm_str_z(unread),
            "one file: only '%s' is read; give each of the others as an input of its own, %s/NAME", layer,
            path);
    return bm_issue_add(ctx, &table->notes, BM_WARNING, NULL, 0, 0, none, bm_str_z(unread),
                        "one layer: only '%s' is read; make a file of each of the others, for example with "
                        "ogr2ogr -f CSV OUT.csv FILE LAYER",
                        layer);
}

bm_status bm_table_open_vector(bm_ctx *ctx, struct bm_table *table, const char *path)
{
    struct vector_state *s;
    const char *const *fields;
    const char **names;
    void *p = NULL;
    bool ok = true;
    bm_status st;

    if ((st = bm_calloc(ctx, 1, sizeof *s, &p)) != BM_OK) return st;
    s = table->state = p;
    bm_buf_init(&s->block, ctx);
    table->free_state = free_state;
    table->next = next;
    table->buffered = buffered;
    if ((st = bm_vector_open(ctx, strcmp(path, "-") == 0 ? "/vsistdin/" : path, NULL, false, &s->reader)) !=
        BM_OK)
        return st;
    bm_vector_keep_trouble(s->reader);
    if ((st = warn_unread(ctx, table, s->reader, path)) != BM_OK) return st;
    fields = bm_vector_fields(s->reader, &s->n_fields);
    if ((st = bm_calloc(ctx, s->n_fields + 2, sizeof *s->values, &p)) != BM_OK) return st;
    s->values = p;
    names = bm_arena_calloc(table->arena, s->n_fields + 2, sizeof *names);
    if (!names) return bm_fail(ctx, BM_ENOMEM, "out of memory for a header");
    for (size_t i = 0; i < s->n_fields; i++)
        names[i] = bm_arena_copy(table->arena, bm_str_z(fields[i]), &ok).p;
    for (size_t i = 0; ok && i < s->n_fields; i++)
        if (!names[i]) names[i] = "unnamed";
    names[s->n_fields] = "geometry:lon";
    names[s->n_fields + 1] = "geometry:lat";
    table->columns = names;
    table->n_columns = s->n_fields + 2;
    table->format = bm_vector_driver(s->reader);
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for a header");
}
