/* QGIS 3.22 and newer. What is left out of a style has QGIS's default. */
#include "layer/qgis_style.h"
#include "base/str.h"
#include "layer/classes.h"
#include "layer/gpkg.h"
#include "layer/template.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qgis_styles.inc"

const struct bm_style bm_styles[BM_STYLES] = {
    {BM_LAYER_INCIDENTS, true, false, "default", "by how sure the place is; size: killed", incidents_xml,
     NULL},
    {BM_LAYER_INCIDENTS, false, false, "heat", "how dense the incidents are", incidents_heat_xml, NULL},
    {BM_LAYER_SEGMENTS, true, false, "default", "incidents per 100 km; dashed: disputed or not settled",
     segments_xml, "rate100"},
    {BM_LAYER_SEGMENTS, false, false, "by count", "incidents; dashed: disputed or not settled", segments_xml,
     "n_inc"},
    {BM_LAYER_NEAR_LINES, true, false, "default", "from each point to its nearest border point",
     near_lines_xml, NULL},
    {BM_LAYER_AREAS, true, false, "default", "incidents of which only the area is known", areas_xml, NULL},
    {BM_LAYER_BANDS, true, false, "default", "the nearer to the border, the darker", bands_xml, NULL},
    {BM_LAYER_LAND, true, true, "default", "countries", land_xml, NULL},
};

/* In an expression inside XML: what text needs to stay text in the HTML of a map tip. */
static const char html_map[] = "map('&amp;','&amp;amp;','&lt;','&amp;lt;','&gt;','&amp;gt;')";

static bool by_count(const struct bm_style *style)
{
    return style->attr && strcmp(style->attr, "n_inc") == 0;
}

static void make_classes(const struct bm_style *style, const bm_stats *stats, struct bm_classes *out)
{
    size_t n;
    const bm_segment_stats *segments = bm_stats_segments(stats, &n);
    double most = 0;

    if (!by_count(style)) {
        bm_classes_make(segments, n, out);
        return;
    }
    for (size_t i = 0; i < n; i++) most = fmax(most, (double)segments[i].n_inc);
    bm_classes_upto(most, out);
    size_t kept = 1; /* no class between 0 and 1 incident */
    for (size_t i = 1; i < out->n; i++) {
        if (out->items[i].upto < 1) continue;
        out->items[kept] = out->items[i];
        if (kept == 1) out->items[kept].above = 0;
        kept++;
    }
    out->n = kept;
}

static void put_range(const struct bm_class *item, size_t index, bm_buf *out)
{
    char label[64];

    bm_class_label(item, label);
    bm_buf_printf(out, "      <range symbol=\"%zu\" render=\"true\" lower=\"", index);
    bm_buf_double(out, item->above);
    bm_buf_puts(out, "\" upper=\"");
    bm_buf_double(out, item->upto);
    bm_buf_printf(out, "\" label=\"%s\"/>\n", label);
}

static bm_status put_symbol(bm_ctx *ctx, const struct bm_class *item, size_t index, bm_buf *out)
{
    char number[8], rgb[16];
    bm_buf width;
    bm_status st;

    bm_buf_init(&width, ctx);
    bm_buf_fixed(&width, item->width_mm, 1);
    snprintf(number, sizeof number, "%zu", index);
    snprintf(rgb, sizeof rgb, "%u,%u,%u", (unsigned)item->rgb >> 16 & 0xFF, (unsigned)item->rgb >> 8 & 0xFF,
             (unsigned)item->rgb & 0xFF);
    const struct bm_blank blanks[] = {
        {"index", bm_str_z(number)}, {"rgb", bm_str_z(rgb)}, {"width", bm_buf_text(&width)}};
    st = bm_fill(ctx, line_symbol_xml, blanks, sizeof blanks / sizeof *blanks, out);
    bm_buf_free(&width);
    return st;
}

static void put_aliases(enum bm_layer_kind kind, bm_buf *out)
{
    size_t n;
    const bm_column *columns = bm_gpkg_columns(kind, &n);

    for (size_t i = 0; i < n; i++) {
        bm_buf_printf(out, "    <alias index=\"%zu\" field=\"%s\" name=\"", i + 1, columns[i].name);
        bm_buf_xml(out, bm_str_z(columns[i].title));
        if (columns[i].unit[0]) bm_buf_printf(out, " (%s)", columns[i].unit);
        bm_buf_puts(out, "\"/>\n");
    }
}

bm_status bm_style_parts(bm_ctx *ctx, const struct bm_style *style, const bm_stats *stats, bm_buf *out)
{
    struct bm_classes classes = {.n = 0};
    bm_buf ranges, symbols, aliases;
    bm_status st = BM_OK;

    bm_buf_init(&ranges, ctx);
    bm_buf_init(&symbols, ctx);
    bm_buf_init(&aliases, ctx);
    put_aliases(style->kind, &aliases);
    if (style->attr) make_classes(style, stats, &classes);
    for (size_t i = 0; st == BM_OK && i < classes.n; i++) {
        put_range(&classes.items[i], i, &ranges);
        st = put_symbol(ctx, &classes.items[i], i, &symbols);
    }
    const struct bm_blank blanks[] = {{"attr", bm_str_z(style->attr)},    {"ranges", bm_buf_text(&ranges)},
                                      {"symbols", bm_buf_text(&symbols)}, {"size", bm_str_z(size_xml)},
                                      {"map", bm_str_z(html_map)},        {"aliases", bm_buf_text(&aliases)}};
    if (st == BM_OK) st = bm_fill(ctx, style->form, blanks, sizeof blanks / sizeof *blanks, out);
    bm_buf_free(&ranges);
    bm_buf_free(&symbols);
    bm_buf_free(&aliases);
    return st;
}

bm_status bm_style_qml(bm_ctx *ctx, const struct bm_style *style, const bm_stats *stats, bm_buf *out)
{
    bm_buf_printf(out,
                  "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                  "<qgis version=\"3.22.16\" styleCategories=\"Symbology|Labeling|Fields|MapTips\" "
                  "labelsEnabled=\"%d\">\n",
                  style->has_labels);
    bm_status st = bm_style_parts(ctx, style, stats, out);
    bm_buf_puts(out, "</qgis>\n");
    return st;
}
