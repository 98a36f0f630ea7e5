#include "layer/gpkg.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "layer/credits.h"
#include "layer/qgis_style.h"
#include "layer/shapes.h"
#include "layer/template.h"
#include "layer/text.h"

#include <math.h>
#include <string.h>

static bm_value text_value(bm_str text)
{
    return (bm_value){.null = text.len == 0, .type = BM_TEXT, .as.text = text};
}

static bm_value day_value(bm_day day)
{
    return (bm_value){.null = day == BM_NO_DAY, .type = BM_DATE, .as.day = day};
}

bm_status bm_gpkg_near_line(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming, const bm_row *row)
{
    const bm_tag *tag = row->tag;
    struct bm_near_line room;
    bm_geometry line;

    if (!row->place->has_point || !isfinite(tag->dist_m) || !isfinite(tag->near.lon_deg)) return BM_OK;
    bool has_segment = tag->segment >= 0 && (uint32_t)tag->segment < naming->n_segments;
    const bm_value values[] = {
        text_value(row->incident->inc_id),
        text_value(bm_str_z(has_segment ? naming->segments[tag->segment].seg_id : NULL)),
        {.type = BM_REAL, .as.real = bm_rounded(tag->dist_m / 1000, 6)},
    };
    bm_shape_near_line(row->place->point, tag->near, &room, &line);
    return bm_sink_add(ctx, sink, BM_LAYER_NEAR_LINES, values, line.n_parts ? &line : NULL);
}

/* --- areas and land --- */

static bm_status add_areas(bm_ctx *ctx, struct bm_sink *sink, const struct bm_scene *scene, bm_arena *arena)
{
    bm_status st = BM_OK;
    bm_geometry shape;

    for (size_t i = 0; st == BM_OK && i < scene->n_areas; i++) {
        const struct bm_scene_area *item = &scene->areas[i];
        const bm_value values[] = {
            text_value(scene->texts[item->gaz_id]),
            text_value(scene->texts[item->name]),
            text_value(scene->texts[item->feat]),
            text_value(bm_str_z(item->iso3)),
            {.type = BM_INTEGER, .as.integer = (int64_t)item->n_incidents},
            day_value(item->d_first),
            day_value(item->d_last),
        };

        bm_arena_reset(arena);
        st = bm_shape_area(ctx, &item->area, arena, &shape);
        if (st == BM_OK) st = bm_sink_add(ctx, sink, BM_LAYER_AREAS, values, &shape);
    }
    return st;
}

/* All rings of a country in one row, the countries in the order of their first ring. */
static bm_status add_country(bm_ctx *ctx, struct bm_sink *sink, const bm_background *land, size_t from,
                             bm_arena *arena)
{
    const char *iso3 = land->rings[from].iso3;
    size_t n_pts = 0, n_rings = 0;

    for (size_t i = from; i < land->n_rings; i++)
        if (strcmp(land->rings[i].iso3, iso3) == 0) n_pts += land->rings[i].n, n_rings++;
    bm_ll *pts = bm_arena_calloc(arena, n_pts, sizeof *pts);
    uint32_t *first = bm_arena_calloc(arena, n_rings + 1, sizeof *first);
    uint32_t *polygon = bm_arena_calloc(arena, n_rings + 1, sizeof *polygon);
    if (!pts || !first || !polygon) return bm_fail(ctx, BM_ENOMEM, "out of memory for a country");
    n_pts = n_rings = 0;
    for (size_t i = from; i < land->n_rings; i++) {
        if (strcmp(land->rings[i].iso3, iso3) != 0 || land->rings[i].n < 4) continue;
        for (uint32_t k = 0; k < land->rings[i].n; k++)
            pts[n_pts++] = bm_rounded_point(land->rings[i].pts[k]);
        first[++n_rings] = (uint32_t)n_pts;
        polygon[n_rings] = (uint32_t)n_rings;
    }
    const bm_geometry shape = {.shape = BM_SHAPE_POLYGON,
                               .pts = pts,
                               .part_first = first,
                               .n_parts = (uint32_t)n_rings,
                               .polygon_first = polygon,
                               .n_polygons = (uint32_t)n_rings};
    const bm_value values[] = {text_value(bm_str_z(iso3)), text_value(bm_str_z(bm_country_name(iso3)))};
    return bm_sink_add(ctx, sink, BM_LAYER_LAND, values, n_rings ? &shape : NULL);
}

static bm_status add_land(bm_ctx *ctx, struct bm_sink *sink, const bm_background *land, bm_arena *arena)
{
    bm_status st = BM_OK;

    for (size_t i = 0; st == BM_OK && i < land->n_rings; i++) {
        size_t k = 0;

        while (strcmp(land->rings[k].iso3, land->rings[i].iso3) != 0) k++;
        if (k < i) continue; /* it was added with its first ring */
        bm_arena_reset(arena);
        st = add_country(ctx, sink, land, i, arena);
    }
    return st;
}

/* --- tables beside the layers --- */

static void put_sql_text(bm_buf *sql, bm_str text)
{
    bm_buf_putc(sql, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '\'') bm_buf_putc(sql, '\'');
        bm_buf_putc(sql, text.p[i]);
    }
    bm_buf_putc(sql, '\'');
}

static bm_status run(bm_ctx *ctx, struct bm_sink *sink, bm_buf *sql)
{
    bm_buf_putc(sql, '\0');
    bm_status st = bm_buf_status(ctx, sql);
    if (st == BM_OK) st = bm_vector_sql(ctx, sink->writer, sql->p);
    bm_buf_clear(sql);
    return st;
}

/* The table that QGIS makes for styles. */
static const char *const make_styles[] = {
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), "
    "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), "
    "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
    "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))",
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES "
    "('layer_styles', 'attributes', 'layer_styles', 'how QGIS shows the layers', '2000-01-01T00:00:00.000Z')",
};

static bm_status add_styles(bm_ctx *ctx, struct bm_sink *sink, const bm_stats *stats, bm_buf *sql)
{
    bm_buf qml;
    bm_status st = BM_OK;

    bm_buf_init(&qml, ctx);
    for (size_t i = 0; st == BM_OK && i < sizeof make_styles / sizeof *make_styles; i++)
        st = bm_vector_sql(ctx, sink->writer, make_styles[i]);
    for (size_t i = 0; st == BM_OK && i < BM_STYLES; i++) {
        const struct bm_style *style = &bm_styles[i];

        bm_buf_clear(&qml);
        if ((st = bm_style_qml(ctx, style, stats, &qml)) != BM_OK) break;
        bm_buf_puts(sql,
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                    "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
                    "update_time) VALUES ('', '', ");
        put_sql_text(sql, bm_str_z(bm_layer_names[style->kind]));
        bm_buf_puts(sql, ", 'geom', ");
        put_sql_text(sql, bm_str_z(style->name));
        bm_buf_puts(sql, ", ");
        put_sql_text(sql, bm_buf_text(&qml));
        bm_buf_printf(sql, ", '', %d, ", style->is_default);
        put_sql_text(sql, bm_str_z(style->about));
        bm_buf_puts(sql, ", '', '', '2000-01-01T00:00:00.000Z')");
        st = run(ctx, sink, sql);
    }
    bm_buf_free(&qml);
    return st;
}

static const char *const layer_titles[BM_LAYER_KINDS][2] = {
    {"incidents", "one row for each record; no geometry when only an area is known"},
    {"border segments", "every segment of the borders concerned, with its counts"},
    {"lines to the border", "the geodesic from each point to its nearest border point"},
    {"areas of coarse incidents",
     "areas of incidents of which only the province, district or country is known"},
    {"bands", "land within some kilometres of a border and not nearer to another, with its incidents"},
    {"land", "countries behind the map, generalised to its scale"},
};

/* GeoPackage 1.2.1, annex F.9 (schema extension); GDAL 3.6 reads it and does not write it. */
static const char *const make_titles[] = {
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title "
    "TEXT, "
    "description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, "
    "column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT "
    "NULL, value "
    "TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT "
    "NULL, "
    "definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, "
    "extension_name))",
    "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) VALUES "
    "('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', "
    "'read-write'), ('gpkg_data_column_constraints', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')",
};

static bm_status describe(bm_ctx *ctx, struct bm_sink *sink, bm_buf *sql)
{
    size_t n;
    bm_status st = BM_OK;

    for (size_t i = 0; st == BM_OK && i < sizeof make_titles / sizeof *make_titles; i++)
        st = bm_vector_sql(ctx, sink->writer, make_titles[i]);
    for (int kind = 0; st == BM_OK && kind < BM_LAYER_KINDS; kind++) {
        const bm_column *columns = bm_gpkg_columns((enum bm_layer_kind)kind, &n);

        bm_buf_printf(sql, "UPDATE gpkg_contents SET description = '%s: %s' WHERE table_name = '%s'",
                      layer_titles[kind][0], layer_titles[kind][1], bm_layer_names[kind]);
        st = run(ctx, sink, sql);
        for (size_t i = 0; st == BM_OK && i < n; i++) {
            bm_buf_printf(sql,
                          "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) "
                          "VALUES ('%s', '%s', '%s', '%s', ",
                          bm_layer_names[kind], columns[i].name, columns[i].title, columns[i].title);
            if (columns[i].unit[0])
                bm_buf_printf(sql, "'unit: %s')", columns[i].unit);
            else
                bm_buf_puts(sql, "NULL)");
            st = run(ctx, sink, sql);
        }
    }
    return st;
}

/* --- what it was made from --- */

static bm_status note(bm_ctx *ctx, struct bm_sink *sink, const char *name, bm_str value, bm_buf *text)
{
    if (value.len == 0) return BM_OK;
    bm_buf_clear(text);
    bm_buf_str(text, value);
    bm_buf_putc(text, '\0');
    bm_status st = bm_buf_status(ctx, text);
    return st == BM_OK ? bm_vector_note(ctx, sink->writer, name, text->p) : st;
}

static bm_status add_notes(bm_ctx *ctx, struct bm_sink *sink, const bm_manifest_facts *facts, bm_buf *text)
{
    struct bm_credits credits;

    bm_credits_init(ctx, &credits);
    bm_status st = bm_credits_read(ctx, facts, &credits);
    const struct bm_blank notes[] = {
        {"SOURCES", bm_buf_text(&credits.sources)},          {"BORDER_POLICY", bm_buf_text(&credits.policy)},
        {"BORDER_ACCURACY", bm_buf_text(&credits.accuracy)}, {"DATA", bm_str_z(facts->data_json)},
        {"OPTIONS", bm_str_z(facts->options_json)},          {"VERSIONS", bm_str_z(facts->versions_json)},
    };
    for (size_t i = 0; st == BM_OK && i < sizeof notes / sizeof *notes; i++)
        st = note(ctx, sink, notes[i].name, notes[i].text, text);
    bm_credits_free(&credits);
    return st;
}

bm_status bm_gpkg_complete(bm_ctx *ctx, struct bm_sink *sink, const struct bm_scene *scene,
                           const struct bm_line_source *lines, const bm_stats *stats,
                           const bm_manifest_facts *facts)
{
    bm_arena *arena = NULL;
    bm_buf text;
    bm_status st;

    bm_buf_init(&text, ctx);
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) goto done;
    if ((st = add_areas(ctx, sink, scene, arena)) != BM_OK) goto done;
    if ((st = bm_gpkg_bands(ctx, sink, scene->naming, lines, stats)) != BM_OK) goto done;
    if ((st = add_land(ctx, sink, &scene->background, arena)) != BM_OK) goto done;
    if ((st = add_styles(ctx, sink, stats, &text)) != BM_OK) goto done;
    if ((st = describe(ctx, sink, &text)) != BM_OK) goto done;
    st = add_notes(ctx, sink, facts, &text);
done:
    bm_arena_destroy(arena);
    bm_buf_free(&text);
    return st;
}
