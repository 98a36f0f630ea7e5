#include "incident/table.h"
#include "adapt/vector.h"
#include "base/mem.h"
#include "base/str.h"
#include "incident/input.h"

#include <limits.h>
#include <stdio.h>


bool bm_is_hxl_row(const bm_str *values, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        bm_str value = bm_str_trim(values[i]);
        if (!value.p) continue;
        if (value.len < 2 || value.p[0] != '#') return false;
        any = true;
    }
    return any;
}

void bm_table_close(struct bm_table *table)
{
    if (!table) return;
    if (table->free_state) table->free_state(table->ctx, table->state);
    bm_input_close(table->input);
    bm_arena_destroy(table->arena);
    bm_free(table->ctx, table);
}

static bool ends_with(const char *path, const char *ending)
{
    bm_str p = bm_str_z(path), e = bm_str_z(ending);
    return p.len > e.len && bm_str_ieq(bm_str_of(p.p + p.len - e.len, e.len), e);
}

/* Text that is none: what starts like a zip archive (xlsx, ods), gzip, SQLite (gpkg), OLE (xls), FlatGeobuf
 * or a shapefile, or where a tenth of the first characters are control characters. NULs are U+FFFD here. */
static bool is_binary(bm_str head, bool had_nuls)
{
    static const char *const magic[] = {"PK\x03\x04",       "\x1F\x8B", "SQLite format 3",
                                        "\xD0\xCF\x11\xE0", "fgb\x03",  "\xEF\xBF\xBD\xEF\xBF\xBD'\n"};
    size_t n = head.len < 4096 ? head.len : 4096, controls = 0, all = n;
    for (size_t i = 0; i < sizeof magic / sizeof magic[0]; i++)
        if (n >= strlen(magic[i]) && memcmp(head.p, magic[i], strlen(magic[i])) == 0) return true;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)head.p[i];
        controls += c < ' ' && (c < '\t' || c > '\r') && c != '\x1E';
        if (!had_nuls || n - i < 3 || memcmp(head.p + i, "\xEF\xBF\xBD", 3) != 0) continue;
        controls++;
        all -= 2;
        i += 2;
    }
    return 10 * controls > all;
}

static bool starts_with(bm_str head, const char *const *starts, size_t n)
{
    bm_str text = bm_str_trim(head);
    for (size_t i = 0; text.p && i < n; i++) {
        bm_str start = bm_str_z(starts[i]);
        if (text.len > start.len && bm_str_ieq(bm_str_of(text.p, start.len), start)) return true;
    }
    return false;
}

/* XML, some of which GDAL reads (KML, GML, GPX). */
static bool is_markup(bm_str head)
{
    static const char *const starts[] = {"<?xml", "<kml", "<gpx", "<gml", "<osm", "<OGR"};
    return starts_with(head, starts, sizeof starts / sizeof starts[0]);
}

/* What a portal sends instead of the table when nobody is signed in. */
static bool is_web_page(bm_str head)
{
    static const char *const starts[] = {"<!DOCTYPE html", "<html"};
    return starts_with(head, starts, sizeof starts / sizeof starts[0]);
}

static bool wants_vector(const char *path, const char *format)
{
    static const char *const endings[] = {".shp", ".dbf", ".gpkg", ".xlsx", ".xls", ".ods",    ".fgb",
                                          ".kml", ".kmz", ".gml",  ".gpx",  ".gdb", ".sqlite", ".tab"};
    if (format) return strcmp(format, "gdal") == 0;
    if (strncmp(path, "/vsi", 4) == 0 || bm_vector_is_address(path)) return true;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_with(path, endings[i])) return true;
    return false;
}

static bool is_json(bm_str head, const struct bm_table_wish *wish)
{
    bm_str text = bm_str_trim(head);
    if (wish->format) return strstr(wish->format, "json") != NULL;
    return text.p && (*text.p == '{' || *text.p == '[');
}

/* The old "crs" member of GeoJSON (2008) may name another coordinate system, which GDAL converts from. */
static bool names_other_crs(bm_str head)
{
    const char *crs = memmem(head.p, head.len, "\"crs\"", 5), *end = head.p + head.len, *name, *stop;
    if (!crs || !memmem(head.p, head.len, "\"FeatureCollection\"", 19)) return false;
    name = memmem(crs, (size_t)(end - crs), "\"name\"", 6); /* the type's value, then the member */
    if (name) name = memmem(name + 6, (size_t)(end - name - 6), "\"name\"", 6);
    stop = name ? memchr(name, '}', (size_t)(end - name)) : NULL;
    if (!stop) return false;
    size_t n = (size_t)(stop - name);
    return !memmem(name, n, "CRS84", 5) && !memmem(name, n, "4326", 4);
}

/* Looks at the first bytes and opens the table that they ask for. */
static bm_status open_by_content(bm_ctx *ctx, struct bm_table *table, const char *path,
                                 const struct bm_table_wish *wish)
{
    bm_status st;
    bm_str head;
    bool whole;

    if ((st = bm_input_open(ctx, path, &table->input)) != BM_OK) return st;
    if (wish->live) bm_input_set_live(table->input);
    if ((st = bm_input_peek(ctx, table->input, BM_TABLE_LOOK, 1, &head, &whole)) != BM_OK) return st;
    if (!wish->format && (is_binary(head, bm_input_nuls(table->input) > 0) || is_markup(head)) &&
        strcmp(path, "-") != 0) {
        char inside[PATH_MAX + 16];
        bool gzip = bm_input_is_packed(table->input), zip = ends_with(path, ".zip");
        snprintf(inside, sizeof inside, "%s%s", gzip ? "/vsigzip/" : zip ? "/vsizip/" : "", path);
        bm_input_close(table->input);
        table->input = NULL;
        return bm_table_open_vector(ctx, table, inside);
    }
    if (!wish->format && is_web_page(head)) return bm_fail(ctx, BM_EFORMAT, "it is a web page, no table");
    if (!wish->format && strcmp(path, "-") == 0 && is_binary(head, bm_input_nuls(table->input) > 0))
        return bm_fail(ctx, BM_EFORMAT, "it is no text; from standard input only text (or gzip of it) is read");
    if (!bm_str_trim(head).p && whole) return bm_fail(ctx, BM_EFORMAT, "it is empty");
    if (!wish->format && strcmp(path, "-") != 0 && is_json(head, wish) && names_other_crs(head)) {
        bm_input_close(table->input);
        table->input = NULL;
        return bm_table_open_vector(ctx, table, path);
    }
    return is_json(head, wish) ? bm_table_open_json(ctx, table, path, head, whole)
                               : bm_table_open_csv(ctx, table, wish);
}

static bm_status new_table(bm_ctx *ctx, struct bm_table **out)
{
    void *p = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &p);
    *out = p;
    if (st != BM_OK) return st;
    (*out)->ctx = ctx;
    bm_status made = bm_arena_create(ctx, &(*out)->arena);
    (*out)->notes.arena = (*out)->arena;
    return made;
}

bm_status bm_table_open(bm_ctx *ctx, const char *path, const struct bm_table_wish *wish,
                        struct bm_table **out)
{
    struct bm_table *table = NULL;
    bm_status st = new_table(ctx, &table);

    *out = NULL;
    if (st != BM_OK) goto done;
    st = wants_vector(path, wish->format) ? bm_table_open_vector(ctx, table, path)
                                          : open_by_content(ctx, table, path, wish);
    if (st != BM_OK) {
        if (!strstr(bm_ctx_error(ctx), path)) bm_fail_within(ctx, st, "'%s'", path);
        goto done;
    }
    *out = table;
    table = NULL;
done:
    bm_table_close(table);
    return st;
}

bm_status bm_table_open_text(bm_ctx *ctx, bm_str text, const struct bm_table_wish *wish,
                             struct bm_table **out)
{
    struct bm_table *table = NULL;
    bm_status st = new_table(ctx, &table);

    *out = NULL;
    if (st == BM_OK) st = bm_input_from_text(ctx, text, &table->input);
    if (st == BM_OK)
        st = is_json(text, wish) ? bm_table_open_json(ctx, table, NULL, text, true)
                                 : bm_table_open_csv(ctx, table, wish);
    if (st == BM_OK) {
        *out = table;
        return BM_OK;
    }
    bm_table_close(table);
    return st;
}
