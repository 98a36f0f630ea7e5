/* The data of the page: dictionaries, columns of small numbers and lines as differences, which compress well.
 */
#include "adapt/json.h"
#include "adapt/planar.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "bordermap/version.h"
#include "layer/classes.h"
#include "layer/countries.h"
#include "layer/credits.h"
#include "layer/extent.h"
#include "layer/page_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LINE_UNIT     1e4 /* to a degree: 11 m */
#define LINE_FINE_DEG 5e-4
#define AREA_FINE_DEG 5e-3

/* --- lines --- */

static void put_points(struct bm_page *page, const bm_ll *pts, size_t n)
{
    const double turn_deg = bm_extent_turn_deg(&page->scene->view, pts, n);
    long long x = 0, y = 0;

    bm_buf_putc(page->out, '[');
    for (size_t i = 0; i < n; i++) {
        long long to_x = llround((pts[i].lon_deg + turn_deg) * LINE_UNIT),
                  to_y = llround(pts[i].lat_deg * LINE_UNIT);

        bm_buf_puts(page->out, i ? "," : "");
        bm_buf_i64(page->out, to_x - x);
        bm_buf_putc(page->out, ',');
        bm_buf_i64(page->out, to_y - y);
        x = to_x, y = to_y;
    }
    bm_buf_putc(page->out, ']');
}

static bm_status put_line(struct bm_page *page, const bm_ll *pts, size_t n, double fine_deg)
{
    bm_arena_reset(page->arena);
    bm_ll *copy = bm_arena_alloc(page->arena, n * sizeof *copy);
    if (!copy) return bm_fail(page->ctx, BM_ENOMEM, "out of memory for a line of the page");
    if (n) memcpy(copy, pts, n * sizeof *copy);
    bm_status st = bm_line_simplify(page->ctx, copy, &n, fine_deg);
    if (st == BM_OK) put_points(page, copy, n);
    return st;
}

static bool is_near(const struct bm_scene *scene, const char *iso3)
{
    for (size_t i = 0; i < scene->background.n_rings; i++)
        if (strcmp(scene->background.rings[i].iso3, iso3) == 0) return true;
    return false;
}

static void put_background(struct bm_page *page)
{
    const bm_background *near = &page->scene->background, *world = &page->scene->world;
    bool any = false;

    bm_buf_puts(page->out, ",\n\"rings\":[");
    for (size_t i = 0; i < world->n_rings; i++) {
        if (is_near(page->scene, world->rings[i].iso3)) continue;
        bm_buf_puts(page->out, any ? "," : "");
        put_points(page, world->rings[i].pts, world->rings[i].n);
        any = true;
    }
    for (size_t i = 0; i < near->n_rings; i++, any = true) {
        bm_buf_puts(page->out, any ? "," : "");
        put_points(page, near->rings[i].pts, near->rings[i].n);
    }
    bm_buf_puts(page->out, "],\n\"lines\":[");
    any = false;
    for (size_t i = 0; i < near->n_lines; i++) {
        if (near->lines[i].status == BM_BORDER_MARITIME) continue;
        bm_buf_puts(page->out, any ? ",{\"line\":" : "{\"line\":");
        put_points(page, near->lines[i].pts, near->lines[i].n);
        if (near->lines[i].status != BM_BORDER_INTERNATIONAL) bm_buf_puts(page->out, ",\"dashed\":true");
        bm_buf_putc(page->out, '}');
        any = true;
    }
    bm_buf_putc(page->out, ']');
}

/* --- dictionaries --- */

uint32_t bm_page_text(struct bm_page *page, uint32_t text)
{
    if (text == 0) return 0;
    if (page->text_at[text] == 0) {
        page->text_at[text] = page->n_texts;
        page->texts[page->n_texts++] = page->scene->texts[text];
    }
    return page->text_at[text];
}

/* "Afghanistan – Pakistan", for people who do not have the codes by heart. */
static void put_dyad_title(struct bm_page *page, const bm_dyad *dyad)
{
    const char *a = bm_country_name(dyad->iso_a), *b = bm_country_name(dyad->iso_b);
    char title[200];

    snprintf(title, sizeof title, "%s – %s", a ? a : dyad->iso_a, b ? b : dyad->iso_b);
    bm_buf_json(page->out, bm_str_z(title));
}

static void put_names(struct bm_page *page)
{
    const bm_naming *naming = page->scene->naming;

    bm_buf_puts(page->out, ",\n\"dyads\":[");
    for (uint32_t i = 0; i < naming->n_dyads; i++) {
        bm_buf_puts(page->out, i ? "," : "");
        bm_buf_json(page->out, bm_str_z(naming->dyads[i].name));
    }
    bm_buf_puts(page->out, "],\n\"dyad_titles\":[");
    for (uint32_t i = 0; i < naming->n_dyads; i++) {
        bm_buf_puts(page->out, i ? "," : "");
        put_dyad_title(page, &naming->dyads[i]);
    }
    bm_buf_puts(page->out, "],\n\"texts\":[\"\"");
    for (uint32_t i = 1; i < page->n_texts; i++) {
        bm_buf_putc(page->out, ',');
        bm_buf_json(page->out, page->texts[i]);
    }
    bm_buf_puts(page->out, "],\n\"countries\":[");
    for (size_t i = 0; i < page->n_codes; i++) {
        const char *name = bm_country_name(page->codes[i]);
        bm_buf_puts(page->out, i ? "," : "");
        bm_buf_json(page->out, bm_str_z(name ? name : page->codes[i]));
    }
    bm_buf_puts(page->out, "],\n\"statuses\":[\"unresolved\",\"coarse\",\"ambiguous\",\"resolved\"],"
                           "\"status_titles\":[\"not placed\",\"only an area is known\",\"two places remain, "
                           "the likelier is shown\","
                           "\"placed\"],\"match_titles\":[");
    for (int i = BM_MATCH_NONE; i <= BM_MATCH_AREA; i++) {
        static const char *const titles[] = {
            [BM_MATCH_NONE] = "",
            [BM_MATCH_GIVEN] = "coordinates given by the source",
            [BM_MATCH_EXACT] = "found by its name",
            [BM_MATCH_ALIAS] = "found by a list of names made by hand",
            [BM_MATCH_FOLDED] = "found by its name, other letters or generic words",
            [BM_MATCH_SKELETON] = "found by its sound",
            [BM_MATCH_FUZZY] = "found by a name that is spelt almost alike",
            [BM_MATCH_RELATIVE] = "reckoned from another place",
            [BM_MATCH_AREA] = "an area",
        };
        bm_buf_puts(page->out, i ? "," : "");
        bm_buf_json(page->out, bm_str_z(titles[i]));
    }
    bm_buf_putc(page->out, ']');
}

/* --- segments and areas --- */

static bm_status put_segments(struct bm_page *page)
{
    const struct bm_scene *scene = page->scene;
    bm_status st = BM_OK;

    bm_buf_puts(page->out, ",\n\"segments\":[");
    for (size_t i = 0; i < scene->n_segments; i++) {
        const struct bm_scene_segment *s = &scene->segments[i];
        const char *status = bm_border_status_name(s->segment->status);

        bm_buf_puts(page->out, i ? ",\n{\"id\":" : "\n{\"id\":");
        bm_buf_json(page->out, bm_str_z(s->segment->seg_id));
        bm_buf_printf(page->out, ",\"dyad\":%u,\"dashed\":%s,\"status\":", s->segment->dyad,
                      s->segment->status == BM_BORDER_INTERNATIONAL ? "false" : "true");
        bm_buf_json(page->out, bm_str_z(status ? status : ""));
        bm_buf_puts(page->out, ",\"len_km\":");
        bm_buf_fixed(page->out, fmax(0.001, (s->segment->to_m - s->segment->from_m) / 1000), 3);
        bm_buf_printf(page->out, ",\"n\":%llu,\"n_lo\":%llu,\"n_hi\":%llu,\"lines\":[",
                      (unsigned long long)s->stats->n_inc, (unsigned long long)s->stats->n_lo,
                      (unsigned long long)s->stats->n_hi);
        for (uint32_t k = 0; k < s->n_lines; k++) {
            bm_buf_puts(page->out, k ? "," : "");
            st = put_line(page, s->pts + s->first[k], s->first[k + 1] - s->first[k], LINE_FINE_DEG);
            if (st != BM_OK) return st;
        }
        bm_buf_puts(page->out, "]}");
    }
    bm_buf_putc(page->out, ']');
    return st;
}

static bm_status put_areas(struct bm_page *page)
{
    bm_status st;

    bm_buf_puts(page->out, ",\n\"areas\":[");
    for (size_t i = 0; i < page->scene->n_areas; i++) {
        const struct bm_scene_area *area = &page->scene->areas[i];

        bm_buf_printf(page->out, "%s{\"name\":%u,\"rings\":[", i ? "," : "", bm_page_text(page, area->name));
        for (uint32_t r = 0; r < area->area.n_rings; r++) {
            uint32_t first = area->area.ring_first[r];

            bm_buf_puts(page->out, r ? "," : "");
            st = put_line(page, area->area.pts + first, area->area.ring_first[r + 1] - first, AREA_FINE_DEG);
            if (st != BM_OK) return st;
        }
        bm_buf_puts(page->out, "]}");
    }
    bm_buf_putc(page->out, ']');
    return BM_OK;
}

/* --- the head --- */

static void put_classes(struct bm_page *page, const bm_stats *stats)
{
    struct bm_classes classes;
    size_t n;
    const bm_segment_stats *segments = bm_stats_segments(stats, &n);

    bm_classes_make(segments, n, &classes);
    bm_buf_puts(page->out, ",\n\"classes\":[");
    for (size_t i = 0; i < classes.n; i++) {
        bm_buf_printf(page->out, "%s{\"color\":\"#%06X\",\"above\":", i ? "," : "", classes.items[i].rgb);
        bm_buf_double(page->out, classes.items[i].above);
        bm_buf_puts(page->out, ",\"upto\":");
        bm_buf_double(page->out, classes.items[i].upto);
        bm_buf_puts(page->out, ",\"width_mm\":");
        bm_buf_fixed(page->out, classes.items[i].width_mm, 1);
        bm_buf_putc(page->out, '}');
    }
    bm_buf_putc(page->out, ']');
}

static void put_labels(struct bm_page *page)
{
    const struct bm_country_label *labels = page->scene->labels;

    bm_buf_puts(page->out, ",\n\"labels\":[");
    for (size_t i = 0; i < page->scene->n_labels; i++) {
        bm_buf_puts(page->out, i ? ",[" : "[");
        bm_buf_json(page->out, bm_str_z(labels[i].name));
        bm_buf_putc(page->out, ',');
        bm_buf_fixed(page->out, labels[i].at.lat_deg, 3);
        bm_buf_putc(page->out, ',');
        bm_buf_fixed(page->out, labels[i].at.lon_deg, 3);
        bm_buf_putc(page->out, ',');
        bm_buf_fixed(page->out, labels[i].room_deg, 3);
        bm_buf_putc(page->out, ']');
    }
    bm_buf_putc(page->out, ']');
}

static bm_status put_credits(struct bm_page *page, const bm_manifest_facts *facts)
{
    struct bm_credits credits;

    bm_credits_init(page->ctx, &credits);
    bm_status st = bm_credits_read(page->ctx, facts, &credits);
    if (st == BM_OK) {
        bm_buf_puts(page->out, ",\n\"credits\":{\"sources\":");
        bm_buf_json(page->out, (bm_str){credits.sources.len ? credits.sources.p : "", credits.sources.len});
        bm_buf_puts(page->out, ",\"policy\":");
        bm_buf_json(page->out, (bm_str){credits.policy.len ? credits.policy.p : "", credits.policy.len});
        bm_buf_puts(page->out, ",\"accuracy\":");
        bm_buf_json(page->out,
                    (bm_str){credits.accuracy.len ? credits.accuracy.p : "", credits.accuracy.len});
        bm_buf_puts(page->out, "},\"made_by\":\"Made with bordermap " BM_VERSION
                               ". Map library: Leaflet 1.9.4 (BSD-2-Clause).\"");
    }
    bm_credits_free(&credits);
    return st;
}

static bm_status put_head(struct bm_page *page, const bm_stats *stats, const bm_manifest_facts *facts)
{
    const bm_box *view = &page->scene->view;
    const double edges[] = {view->west_deg, view->south_deg, view->east_deg, view->north_deg};
    bm_json *options = NULL;
    double max_km = NAN;
    bm_status st =
        facts->options_json ? bm_json_parse(page->ctx, bm_str_z(facts->options_json), &options) : BM_OK;

    if (st != BM_OK) return st;
    if (options) max_km = bm_json_number(bm_json_get(options, "max_distance_km"));
    bm_json_destroy(options);
    bm_buf_puts(page->out, "{\"unit\":");
    bm_buf_double(page->out, LINE_UNIT);
    bm_buf_printf(page->out,
                  ",\"n_rows\":%llu,\"relative\":%d,\"max_m\":", (unsigned long long)page->scene->n_rows,
                  BM_MATCH_RELATIVE);
    bm_buf_double(page->out, isfinite(max_km) ? max_km * 1000 : 100000);
    bm_buf_puts(page->out, ",\"view\":[");
    for (int i = 0; i < 4; i++) {
        bm_buf_puts(page->out, i ? "," : "");
        bm_buf_fixed(page->out, edges[i], 4);
    }
    bm_buf_putc(page->out, ']');
    put_classes(page, stats);
    put_labels(page);
    return put_credits(page, facts);
}

static bm_status prepare(bm_ctx *ctx, struct bm_page *page)
{
    const struct bm_scene *scene = page->scene;
    void *block;
    bm_status st;

    if ((st = bm_arena_create(ctx, &page->arena)) != BM_OK) return st;
    if ((st = bm_calloc(ctx, scene->n_texts, sizeof *page->text_at, &block)) != BM_OK) return st;
    page->text_at = block;
    if ((st = bm_calloc(ctx, scene->n_texts, sizeof *page->texts, &block)) != BM_OK) return st;
    page->texts = block;
    if ((st = bm_calloc(ctx, scene->naming->n_segments, sizeof *page->segment_at, &block)) != BM_OK)
        return st;
    page->segment_at = block;
    for (uint32_t i = 0; i < scene->naming->n_segments; i++) page->segment_at[i] = -1;
    for (size_t i = 0; i < scene->n_segments; i++)
        page->segment_at[scene->segments[i].stats->segment] = (int32_t)i;
    return BM_OK;
}

bm_status bm_page_data(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                       const bm_manifest_facts *facts, bm_buf *out)
{
    struct bm_page page = {.ctx = ctx, .scene = scene, .out = out, .n_texts = 1, .n_codes = 1};
    bm_status st = prepare(ctx, &page);

    if (st == BM_OK) st = put_head(&page, stats, facts);
    if (st == BM_OK) put_background(&page);
    if (st == BM_OK) st = put_segments(&page);
    if (st == BM_OK) st = put_areas(&page);
    if (st == BM_OK) {
        bm_page_rows(&page);
        put_names(&page);
        bm_buf_puts(out, "}\n");
        st = bm_buf_status(ctx, out);
    }
    bm_arena_destroy(page.arena);
    bm_free(ctx, page.text_at);
    bm_free(ctx, page.texts);
    bm_free(ctx, page.segment_at);
    return st;
}
