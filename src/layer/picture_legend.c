/* What stands around the picture: title, legend, scale bar, north, sources. */
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "layer/caption.h"
#include "layer/picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct bm_color ink = {0x22303C, 1}, faint = {0x5B6670, 1};

static struct bm_type_style type(double size, bool bold, struct bm_color color)
{
    return (struct bm_type_style){.size = size, .bold = bold, .color = color};
}

/* Writes text in lines of at most width points; returns the y below the last. */
static double put_lines(struct bm_picture *picture, double x, double y, double width, bm_str text,
                        const struct bm_type_style *style)
{
    char line[512] = "";
    size_t at = 0;

    while (at < text.len) {
        char longer[512];
        size_t word = at;

        while (word < text.len && text.p[word] != ' ') word++;
        int n = snprintf(longer, sizeof longer, "%s%s%.*s", line, line[0] ? " " : "", (int)(word - at),
                         text.p + at);
        bool fits = n > 0 && (size_t)n < sizeof longer &&
                    bm_canvas_text_width(picture->canvas, longer, style) <= width;
        if (!fits && line[0]) {
            bm_canvas_text(picture->canvas, x, y, line, style);
            y += style->size * 1.35;
            line[0] = '\0';
            continue;
        }
        snprintf(line, sizeof line, "%s", longer);
        at = word + 1;
    }
    if (line[0]) bm_canvas_text(picture->canvas, x, y, line, style);
    return y + style->size * 1.35;
}

static double put_text(struct bm_picture *picture, double x, double y, double width, const char *text,
                       double size, bool bold)
{
    struct bm_type_style style = type(size, bold, bold ? ink : faint);

    return put_lines(picture, x, y, width, bm_str_z(text), &style);
}

/* --- title --- */

static bm_status put_title(bm_ctx *ctx, struct bm_picture *picture)
{
    struct bm_type_style title = type(24, true, ink), below = type(13, false, faint);
    bm_buf text;

    bm_canvas_text(picture->canvas, BM_MAP_LEFT, 36, BM_MAP_TITLE, &title);
    bm_buf_init(&text, ctx);
    bm_caption(picture->scene, picture->facts->counts, &text);
    bm_buf_putc(&text, '\0');
    bm_status st = bm_buf_status(ctx, &text);
    if (st == BM_OK) bm_canvas_text(picture->canvas, BM_MAP_LEFT, 58, text.p, &below);
    bm_buf_free(&text);
    return st;
}

/* --- legend --- */

static double put_classes(struct bm_picture *picture, double y)
{
    struct bm_type_style style = type(12, false, ink);
    char text[64];

    y = put_text(picture, BM_LEGEND_LEFT, y, BM_LEGEND_WIDTH, "Incidents per 100 km of border", 13, true) + 4;
    for (size_t i = 0; i < picture->classes.n; i++) {
        const struct bm_class *c = &picture->classes.items[i];
        struct bm_pen pen = {{c->rgb, 1}, c->width_mm * BM_POINTS_PER_MM, 0, 0};

        bm_class_label(c, text);
        bm_canvas_move(picture->canvas, BM_LEGEND_LEFT + 4, y - 4);
        bm_canvas_line(picture->canvas, BM_LEGEND_LEFT + 44, y - 4);
        bm_canvas_stroke(picture->canvas, &pen);
        bm_canvas_text(picture->canvas, BM_LEGEND_LEFT + 56, y, text, &style);
        y += 19;
    }
    const struct bm_pen dashed = {faint, 2, 7, 3};
    bm_canvas_move(picture->canvas, BM_LEGEND_LEFT + 4, y - 4);
    bm_canvas_line(picture->canvas, BM_LEGEND_LEFT + 44, y - 4);
    bm_canvas_stroke(picture->canvas, &dashed);
    bm_canvas_text(picture->canvas, BM_LEGEND_LEFT + 56, y, "dashed: disputed or not settled", &style);
    return y + 34;
}

/* At the middle of the map, from west to east. */
static double points_per_km(const struct bm_picture *picture)
{
    const bm_box *view = &picture->scene->view;
    double lat = (view->south_deg + view->north_deg) / 2, lon = (view->west_deg + view->east_deg) / 2;
    return picture->per_lon / (bm_geodesic_m((bm_ll){lon - 0.5, lat}, (bm_ll){lon + 0.5, lat}) / 1000);
}

static double put_symbols(struct bm_picture *picture, double y)
{
    struct bm_type_style style = type(12, false, ink);
    const struct bm_color fill = {0x1F4E79, 0.62};
    uint64_t most = picture->n_symbols ? picture->symbols[0].n : 1;
    uint64_t sizes[3] = {1, (uint64_t)ceil(sqrt((double)most)), most};
    char text[80];

    y = put_text(picture, BM_LEGEND_LEFT, y, BM_LEGEND_WIDTH, "Incidents at a place", 13, true) + 2;
    for (int i = 0; i < 3; i++) {
        double r = fmax(1.6, sqrt(picture->symbol_area * (double)sizes[i] / M_PI));

        if (i > 0 && sizes[i] == sizes[i - 1]) continue;
        y += fmax(0, r - 8);
        bm_canvas_circle(picture->canvas, BM_LEGEND_LEFT + 24, y - 4, r);
        bm_canvas_fill(picture->canvas, fill, false);
        bm_canvas_text(picture->canvas, BM_LEGEND_LEFT + 56, y, bm_format_grouped(sizes[i], text), &style);
        y += fmax(20, r + 12);
    }
    if (picture->symbol_cell > 0) {
        snprintf(text, sizeof text, "places in a square of %.2g km are drawn as one",
                 picture->symbol_cell / points_per_km(picture));
        y = put_text(picture, BM_LEGEND_LEFT, y, BM_LEGEND_WIDTH, text, 12, false);
    }
    return y + 14;
}

static double put_vague(struct bm_picture *picture, double y)
{
    const struct bm_color fill = {0x6A4C93, 0.13};
    const struct bm_pen rim = {{0x6A4C93, 0.8}, 0.9, 2, 2};

    if (picture->scene->n_areas == 0) return y;
    bm_canvas_rectangle(picture->canvas, BM_LEGEND_LEFT + 4, y - 13, 40, 18);
    bm_canvas_fill(picture->canvas, fill, true);
    bm_canvas_stroke(picture->canvas, &rim);
    return put_text(picture, BM_LEGEND_LEFT + 56, y, BM_LEGEND_WIDTH - 56,
                    "area of incidents of which only the province or district is known; they are not drawn "
                    "as points",
                    12, false) +
           14;
}

/* --- scale and north --- */

static void put_scale(struct bm_picture *picture, double y)
{
    static const double steps_km[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000};
    double per_km = points_per_km(picture);
    struct bm_type_style style = type(12, false, ink);
    const struct bm_pen pen = {ink, 2, 0, 0};
    double km = steps_km[0], x = BM_LEGEND_LEFT + 4;
    char text[32];

    for (size_t i = 0; i < sizeof steps_km / sizeof *steps_km; i++)
        if (steps_km[i] * per_km <= 180) km = steps_km[i];
    bm_canvas_move(picture->canvas, x, y - 5);
    bm_canvas_line(picture->canvas, x, y);
    bm_canvas_line(picture->canvas, x + km * per_km, y);
    bm_canvas_line(picture->canvas, x + km * per_km, y - 5);
    bm_canvas_stroke(picture->canvas, &pen);
    snprintf(text, sizeof text, "%d km", (int)km);
    bm_canvas_text(picture->canvas, x + km * per_km + 6, y, text, &style);
    put_text(picture, BM_LEGEND_LEFT, y + 18, BM_LEGEND_WIDTH - 40,
             "at the middle of the map, from west to east", 10, false);
    x = BM_LEGEND_LEFT + BM_LEGEND_WIDTH - 18;
    bm_canvas_move(picture->canvas, x, y - 26);
    bm_canvas_line(picture->canvas, x + 7, y);
    bm_canvas_line(picture->canvas, x, y - 5);
    bm_canvas_line(picture->canvas, x - 7, y);
    bm_canvas_close(picture->canvas);
    bm_canvas_fill(picture->canvas, ink, false);
    style.anchor = BM_ANCHOR_MIDDLE;
    bm_canvas_text(picture->canvas, x, y + 14, "N", &style);
}

static bm_status put_credits(bm_ctx *ctx, struct bm_picture *picture)
{
    struct bm_type_style style = type(10, false, faint);
    struct bm_credits credits;
    double y = BM_MAP_TOP + BM_MAP_HEIGHT + 18, width = BM_PAGE_WIDTH - 2 * BM_MAP_LEFT;

    bm_credits_init(ctx, &credits);
    bm_status st = bm_credits_read(ctx, picture->facts, &credits);
    if (st == BM_OK) {
        const bm_buf *parts[] = {&credits.sources, &credits.policy, &credits.accuracy};

        for (size_t i = 0; i < 3; i++)
            if (parts[i]->len)
                y = put_lines(picture, BM_MAP_LEFT, y, width, (bm_str){parts[i]->p, parts[i]->len}, &style);
        if (picture->scene->n_marks < picture->scene->n_rows)
            put_text(picture, BM_MAP_LEFT, y, width,
                     "Points are a sample of 100,000 incidents; segments count all of them.", 10, false);
    }
    bm_credits_free(&credits);
    return st;
}

bm_status bm_picture_legend(bm_ctx *ctx, struct bm_picture *picture)
{
    bm_status st = put_title(ctx, picture);
    double y = put_classes(picture, BM_MAP_TOP + 14);

    y = put_symbols(picture, y);
    put_vague(picture, y);
    put_scale(picture, BM_MAP_TOP + BM_MAP_HEIGHT - 26);
    return st == BM_OK ? put_credits(ctx, picture) : st;
}
