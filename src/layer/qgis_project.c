#include "layer/qgis_project.h"
#include "adapt/zip.h"
#include "base/str.h"
#include "layer/caption.h"
#include "layer/credits.h"
#include "layer/extent.h"
#include "layer/qgis_style.h"
#include "layer/template.h"

#include <math.h>
#include <stdio.h>

#include "qgis_project.inc"

/* The map of the print layout, as in page/qgis/layout.qgs. */
#define MAP_WIDTH_MM  206.0
#define MAP_HEIGHT_MM 165.0

/* QGIS takes no id of less than 17 letters. */
#define ID_END "_of_bordermap"

/* From the top of the map down. */
static const struct shown {
    enum bm_layer_kind kind;
    bool is_checked, is_land, in_legend;
    const char *title, *geometry, *wkb;
    const char *start, *end;      /* fields of its days; NULL: none */
    const char *property, *value; /* of its legend; NULL: none */
} shown[BM_LAYER_KINDS] = {
    {BM_LAYER_INCIDENTS, true, false, true, "Incidents (size: killed)", "Point", "Point", "d_start", "d_end",
     "legend/node-order", "0,1"},
    {BM_LAYER_NEAR_LINES, false, false, false, "Lines to the border", "Line", "MultiLineString", NULL, NULL,
     NULL, NULL},
    {BM_LAYER_SEGMENTS, true, false, true, "Incidents per 100 km of border", "Line", "MultiLineString", NULL,
     NULL, "legend/title-label", "Incidents per 100 km of border|(dashed: disputed or not settled)"},
    {BM_LAYER_AREAS, true, false, true, "Only the area is known", "Polygon", "MultiPolygon", "d_first",
     "d_last", NULL, NULL},
    {BM_LAYER_BANDS, false, false, false, "Bands about the borders", "Polygon", "MultiPolygon", NULL, NULL, NULL,
     NULL},
    {BM_LAYER_LAND, true, true, false, "Land", "Polygon", "MultiPolygon", NULL, NULL, NULL, NULL},
};

enum part {
    TREE,
    LAYERS,
    LEGEND,
    CONTROLLER,
    TIME,
    LAYOUT,
    TITLE,
    CAPTION,
    SOURCES,
    POLICY,
    ACCURACY,
    CREDITS,
    DATA,
    OPTIONS,
    VERSIONS,
    XMIN,
    YMIN,
    XMAX,
    YMAX,
    START,
    END,
    PARTS
};
static const char *const part_names[PARTS] = {
    [TREE] = "tree",       [LAYERS] = "layers",   [LEGEND] = "legend",     [CONTROLLER] = "controller",
    [TIME] = "time",       [LAYOUT] = "layout",   [TITLE] = "title",       [CAPTION] = "caption",
    [SOURCES] = "sources", [POLICY] = "policy",   [ACCURACY] = "accuracy", [CREDITS] = "credits",
    [DATA] = "data",       [OPTIONS] = "options", [VERSIONS] = "versions", [XMIN] = "xmin",
    [YMIN] = "ymin",       [XMAX] = "xmax",       [YMAX] = "ymax",         [START] = "start",
    [END] = "end",
};

struct project {
    bm_ctx *ctx;
    const struct bm_scene *scene;
    const bm_stats *stats;
    const bm_manifest_facts *facts;
    bm_buf parts[PARTS];
};

enum { BLANKS_MAX = 40 };

/* Fills a template with the project's parts, and with others before them. */
static bm_status fill(struct project *p, const char *form, const struct bm_blank *others, size_t n,
                      bm_buf *out)
{
    struct bm_blank blanks[BLANKS_MAX];

    for (size_t i = 0; i < n; i++) blanks[i] = others[i];
    for (size_t i = 0; i < PARTS; i++)
        blanks[n++] = (struct bm_blank){part_names[i], bm_buf_text(&p->parts[i])};
    blanks[n++] = (struct bm_blank){"wgs84", bm_str_z(wgs84_crs_qgs)};
    blanks[n++] = (struct bm_blank){
        "mercator", bm_str_z(bm_extent_crosses(&p->scene->view) ? pacific_crs_qgs : mercator_crs_qgs)};
    return bm_fill(p->ctx, form, blanks, n, out);
}

/* --- words and days --- */

static bm_status put_words(struct project *p)
{
    struct bm_credits credits;
    bm_buf caption;

    bm_credits_init(p->ctx, &credits);
    bm_buf_init(&caption, p->ctx);
    bm_status st = bm_credits_read(p->ctx, p->facts, &credits);
    bm_caption(p->scene, p->facts->counts, &caption);
    bm_buf_xml(&p->parts[TITLE], bm_str_z(BM_MAP_TITLE));
    bm_buf_xml(&p->parts[CAPTION], bm_buf_text(&caption));
    bm_buf_xml(&p->parts[SOURCES], bm_buf_text(&credits.sources));
    bm_buf_xml(&p->parts[POLICY], bm_buf_text(&credits.policy));
    bm_buf_xml(&p->parts[ACCURACY], bm_buf_text(&credits.accuracy));
    for (int part = SOURCES; part <= ACCURACY; part++) {
        if (part > SOURCES && p->parts[part].len) bm_buf_puts(&p->parts[CREDITS], "&#10;");
        bm_buf_str(&p->parts[CREDITS], bm_buf_text(&p->parts[part]));
    }
    bm_buf_xml(&p->parts[DATA], bm_str_z(p->facts->data_json));
    bm_buf_xml(&p->parts[OPTIONS], bm_str_z(p->facts->options_json));
    bm_buf_xml(&p->parts[VERSIONS], bm_str_z(p->facts->versions_json));
    bm_buf_free(&caption);
    bm_credits_free(&credits);
    return st;
}

static const char *step_of(int64_t days)
{
    if (days <= 100) return "d";
    if (days <= (int64_t)3 * 366) return "w";
    return days <= (int64_t)30 * 366 ? "mon" : "y";
}

static bm_status put_days(struct project *p)
{
    bm_day first, last;

    if (!bm_scene_days(p->scene, &first, &last)) return BM_OK;
    bm_buf_day(&p->parts[START], first);
    bm_buf_day(&p->parts[END], last);
    const struct bm_blank unit = {"unit", bm_str_z(step_of((int64_t)last - first))};
    bm_status st = fill(p, time_qgs, &unit, 1, &p->parts[TIME]);
    return st == BM_OK ? fill(p, controller_qgs, NULL, 0, &p->parts[CONTROLLER]) : st;
}

/* --- the view, in metres: EPSG:3857, or EPSG:3832, which is not cut at 180 degrees but at 30 west --- */

/* Isometric latitude times the radius; excentricity: 0 on the sphere of EPSG:3857 (Snyder 1987,
 * doi:10.3133/pp1395, equation 7-7). */
static double mercator_m(double lat_deg, double excentricity)
{
    double lat = fmax(-85, fmin(85, lat_deg)) * (M_PI / 180);

    return 6378137 * (asinh(tan(lat)) - excentricity * atanh(excentricity * sin(lat)));
}

static void put_view(struct project *p)
{
    const bm_box *view = &p->scene->view;
    const bool pacific = bm_extent_crosses(view);
    const double excentricity = pacific ? 0.0818191908426 : 0, middle_deg = pacific ? 150 : 0;
    double lon_deg = remainder((view->west_deg + view->east_deg) / 2 - middle_deg, 360);
    double south_m = mercator_m(view->south_deg, excentricity),
           north_m = mercator_m(view->north_deg, excentricity);
    double x = 6378137 * lon_deg * (M_PI / 180), y = (south_m + north_m) / 2;
    double wide = 6378137 * (view->east_deg - view->west_deg) * (M_PI / 180);
    double high = north_m - south_m;

    if (wide < high * MAP_WIDTH_MM / MAP_HEIGHT_MM)
        wide = high * MAP_WIDTH_MM / MAP_HEIGHT_MM;
    else
        high = wide * MAP_HEIGHT_MM / MAP_WIDTH_MM;
    bm_buf_fixed(&p->parts[XMIN], x - wide / 2, 3);
    bm_buf_fixed(&p->parts[YMIN], y - high / 2, 3);
    bm_buf_fixed(&p->parts[XMAX], x + wide / 2, 3);
    bm_buf_fixed(&p->parts[YMAX], y + high / 2, 3);
}

/* --- layers --- */

static void put_tree_layer(const struct shown *layer, bool legend, bm_buf *out)
{
    const char *table = bm_layer_names[layer->kind];

    bm_buf_printf(
        out,
        "    <layer-tree-layer id=\"%s" ID_END "\" name=\"%s\" source=\"./bordermap.gpkg|layername=%s\" "
        "providerKey=\"ogr\" checked=\"%s\" expanded=\"%d\">\n",
        table, layer->title, table, layer->is_checked ? "Qt::Checked" : "Qt::Unchecked", layer->in_legend);
    if (legend && layer->property)
        bm_buf_printf(out,
                      "      <customproperties>\n        <Option type=\"Map\">\n"
                      "          <Option name=\"%s\" value=\"%s\" type=\"QString\"/>\n"
                      "        </Option>\n      </customproperties>\n",
                      layer->property, layer->value);
    else
        bm_buf_puts(out, "      <customproperties/>\n");
    bm_buf_puts(out, "    </layer-tree-layer>\n");
}

static bm_status put_styles(struct project *p, const struct shown *layer, bm_buf *style, bm_buf *others,
                            bool *has_labels)
{
    bm_status st = BM_OK;

    for (size_t i = 0; st == BM_OK && i < BM_STYLES; i++) {
        const struct bm_style *s = &bm_styles[i];

        if (s->kind != layer->kind) continue;
        if (s->is_default) {
            *has_labels = s->has_labels;
            st = bm_style_parts(p->ctx, s, p->stats, style);
            continue;
        }
        bm_buf_printf(others,
                      "        <map-layer-style name=\"%s\">\n          <qgis version=\"3.22.16\" "
                      "styleCategories=\"Symbology|Labeling|Fields|MapTips\">\n",
                      s->name);
        st = bm_style_parts(p->ctx, s, p->stats, others);
        bm_buf_puts(others, "          </qgis>\n        </map-layer-style>\n");
    }
    return st;
}

static bm_status put_layer(struct project *p, const struct shown *layer)
{
    bool has_labels = false;
    bm_buf style, others;

    bm_buf_init(&style, p->ctx);
    bm_buf_init(&others, p->ctx);
    bm_status st = put_styles(p, layer, &style, &others, &has_labels);
    const char *table = bm_layer_names[layer->kind];
    char id[64];
    snprintf(id, sizeof id, "%s" ID_END, table);
    const struct bm_blank blanks[] = {
        {"id", bm_str_z(id)},
        {"table", bm_str_z(table)},
        {"name", bm_str_z(layer->title)},
        {"geometry", bm_str_z(layer->geometry)},
        {"wkb", bm_str_z(layer->wkb)},
        {"labels", bm_str_z(has_labels ? "1" : "0")},
        {"identifiable", bm_str_z(layer->is_land ? "0" : "1")},
        {"temporal", bm_str_z(layer->start && p->parts[START].len ? "1" : "0")},
        {"start", bm_str_z(layer->start)},
        {"end", bm_str_z(layer->end)},
        {"style", bm_buf_text(&style)},
        {"others", bm_buf_text(&others)},
    };
    if (st == BM_OK) st = fill(p, layer_qgs, blanks, sizeof blanks / sizeof *blanks, &p->parts[LAYERS]);
    bm_buf_free(&style);
    bm_buf_free(&others);
    return st;
}

static bm_status put_layers(struct project *p)
{
    bm_status st = BM_OK;

    for (size_t i = 0; st == BM_OK && i < BM_LAYER_KINDS; i++) {
        put_tree_layer(&shown[i], false, &p->parts[TREE]);
        if (shown[i].in_legend) put_tree_layer(&shown[i], true, &p->parts[LEGEND]);
        st = put_layer(p, &shown[i]);
    }
    return st;
}

static bm_status put_project(struct project *p, bm_buf *out)
{
    bm_status st;

    if ((st = put_words(p)) != BM_OK) return st;
    if ((st = put_days(p)) != BM_OK) return st;
    put_view(p);
    if ((st = put_layers(p)) != BM_OK) return st;
    if ((st = fill(p, layout_qgs, NULL, 0, &p->parts[LAYOUT])) != BM_OK) return st;
    return fill(p, project_qgs, NULL, 0, out);
}

bm_status bm_project_write(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                           const bm_manifest_facts *facts, bm_buf *out)
{
    struct project project = {.ctx = ctx, .scene = scene, .stats = stats, .facts = facts};
    bm_buf xml;

    bm_buf_init(&xml, ctx);
    for (size_t i = 0; i < PARTS; i++) bm_buf_init(&project.parts[i], ctx);
    bm_status st = put_project(&project, &xml);
    const struct bm_zip_file file = {"bordermap.qgs", bm_buf_text(&xml)};
    if (st == BM_OK) st = bm_zip(ctx, &file, 1, out);
    for (size_t i = 0; i < PARTS; i++) bm_buf_free(&project.parts[i]);
    bm_buf_free(&xml);
    return st;
}
