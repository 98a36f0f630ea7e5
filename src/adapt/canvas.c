#include "adapt/canvas.h"

#include "base/mem.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <dlfcn.h>
#include <math.h>
#include <string.h>

#define FUNCTIONS(X)                                                                                         \
    X(cairo_image_surface_create)                                                                            \
    X(cairo_svg_surface_create_for_stream) X(cairo_surface_destroy) X(cairo_surface_finish)                  \
        X(cairo_surface_status) X(cairo_surface_write_to_png_stream) X(cairo_create) X(cairo_destroy)        \
            X(cairo_status) X(cairo_scale) X(cairo_move_to) X(cairo_line_to) X(cairo_close_path)             \
                X(cairo_rectangle) X(cairo_arc) X(cairo_new_sub_path) X(cairo_new_path)                      \
                    X(cairo_set_source_rgba) X(cairo_fill) X(cairo_fill_preserve) X(cairo_set_fill_rule)     \
                        X(cairo_stroke) X(cairo_set_line_width) X(cairo_set_dash) X(cairo_set_line_cap)      \
                            X(cairo_set_line_join) X(cairo_save) X(cairo_restore) X(cairo_clip)              \
                                X(cairo_select_font_face) X(cairo_set_font_size) X(cairo_show_text)          \
                                    X(cairo_text_path) X(cairo_text_extents) X(cairo_status_to_string)

struct cairo {
#define MEMBER(name) __typeof__(name) *(name);
    FUNCTIONS(MEMBER)
#undef MEMBER
};
static const struct {
    const char *name;
    size_t offset;
} entries[] = {
#define ENTRY(name) {#name, offsetof(struct cairo, name)},
    FUNCTIONS(ENTRY)
#undef ENTRY
};

struct bm_canvas {
    bm_ctx *ctx;
    struct cairo lib;
    bm_canvas_format format;
    cairo_surface_t *surface;
    cairo_t *cairo;
    bm_buf svg;
};

static bm_status load(bm_ctx *ctx, struct cairo *out)
{
    /* Never unloaded: its fonts outlive a canvas. */
    void *library = dlopen(BM_CAIRO_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE), *symbol;

    if (!library) return bm_fail(ctx, BM_ELIBRARY, "Cairo cannot be loaded: %s", dlerror());
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        if (!(symbol = dlsym(library, entries[i].name)))
            return bm_fail(ctx, BM_ELIBRARY, "'%s' has no function '%s'", BM_CAIRO_SONAME, entries[i].name);
        memcpy((char *)out + entries[i].offset, &symbol,
               sizeof symbol); /* POSIX: code and data pointers agree */
    }
    dlclose(library);
    return BM_OK;
}

static cairo_status_t append(void *user, const unsigned char *data, unsigned n)
{
    bm_buf *out = user;

    bm_buf_put(out, data, n);
    return out->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static bm_status fail(bm_ctx *ctx, const bm_canvas *canvas, cairo_status_t status)
{
    return bm_fail(ctx, status == CAIRO_STATUS_NO_MEMORY ? BM_ENOMEM : BM_ELIBRARY,
                   "a map cannot be drawn: %s", canvas->lib.cairo_status_to_string(status));
}

bm_status bm_canvas_create(bm_ctx *ctx, bm_canvas_format format, double width, double height, double pixels,
                           bm_canvas **out)
{
    void *block;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_canvas), &block);
    bm_canvas *canvas = block;

    *out = NULL;
    if (st != BM_OK) return st;
    canvas->ctx = ctx, canvas->format = format;
    bm_buf_init(&canvas->svg, ctx);
    if ((st = load(ctx, &canvas->lib)) != BM_OK) goto done;
    if (format == BM_CANVAS_SVG)
        canvas->surface =
            canvas->lib.cairo_svg_surface_create_for_stream(append, &canvas->svg, width, height);
    else
        canvas->surface = canvas->lib.cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, (int)ceil(width * pixels), (int)ceil(height * pixels));
    canvas->cairo = canvas->lib.cairo_create(canvas->surface);
    if (canvas->lib.cairo_status(canvas->cairo) != CAIRO_STATUS_SUCCESS) {
        st = fail(ctx, canvas, canvas->lib.cairo_status(canvas->cairo));
        goto done;
    }
    if (format == BM_CANVAS_PNG) canvas->lib.cairo_scale(canvas->cairo, pixels, pixels);
    canvas->lib.cairo_set_fill_rule(canvas->cairo, CAIRO_FILL_RULE_EVEN_ODD);
    canvas->lib.cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
    *out = canvas;
done:
    if (st != BM_OK) bm_canvas_destroy(canvas);
    return st;
}

void bm_canvas_destroy(bm_canvas *canvas)
{
    if (!canvas) return;
    if (canvas->cairo) canvas->lib.cairo_destroy(canvas->cairo);
    if (canvas->surface) canvas->lib.cairo_surface_destroy(canvas->surface);
    bm_buf_free(&canvas->svg);
    bm_free(canvas->ctx, canvas);
}

/* Cairo numbers its surfaces over the whole process, and a drawing says which one it was: without the number,
 * so that the second map of a process has the bytes of the first. */
static void put_svg(const bm_buf *svg, bm_buf *out)
{
    static const char name[] = "<g id=\"surface";
    const char *p = svg->p, *end = p + svg->len, *at;

    while (p < end && (at = memmem(p, (size_t)(end - p), name, sizeof name - 1))) {
        at += sizeof name - 1;
        bm_buf_put(out, p, (size_t)(at - p));
        for (p = at; p < end && *p >= '0' && *p <= '9';) p++;
    }
    bm_buf_put(out, p, (size_t)(end - p));
}

bm_status bm_canvas_finish(bm_ctx *ctx, bm_canvas *canvas, bm_buf *out)
{
    cairo_status_t status = canvas->lib.cairo_status(canvas->cairo);

    if (status == CAIRO_STATUS_SUCCESS && canvas->format == BM_CANVAS_PNG)
        status = canvas->lib.cairo_surface_write_to_png_stream(canvas->surface, append, out);
    if (status == CAIRO_STATUS_SUCCESS) {
        canvas->lib.cairo_surface_finish(canvas->surface);
        status = canvas->lib.cairo_surface_status(canvas->surface);
    }
    if (status != CAIRO_STATUS_SUCCESS) return fail(ctx, canvas, status);
    if (canvas->format == BM_CANVAS_SVG) put_svg(&canvas->svg, out);
    return bm_buf_status(ctx, out);
}

/* --- paths --- */

void bm_canvas_move(bm_canvas *canvas, double x, double y)
{
    canvas->lib.cairo_move_to(canvas->cairo, x, y);
}

void bm_canvas_line(bm_canvas *canvas, double x, double y)
{
    canvas->lib.cairo_line_to(canvas->cairo, x, y);
}

void bm_canvas_close(bm_canvas *canvas)
{
    canvas->lib.cairo_close_path(canvas->cairo);
}

void bm_canvas_rectangle(bm_canvas *canvas, double x, double y, double width, double height)
{
    canvas->lib.cairo_rectangle(canvas->cairo, x, y, width, height);
}

void bm_canvas_circle(bm_canvas *canvas, double x, double y, double radius)
{
    canvas->lib.cairo_new_sub_path(canvas->cairo);
    canvas->lib.cairo_arc(canvas->cairo, x, y, radius, 0, 2 * M_PI);
    canvas->lib.cairo_close_path(canvas->cairo);
}

static void use_color(bm_canvas *canvas, struct bm_color color)
{
    canvas->lib.cairo_set_source_rgba(canvas->cairo, (color.rgb >> 16 & 255) / 255.0,
                                      (color.rgb >> 8 & 255) / 255.0, (color.rgb & 255) / 255.0, color.alpha);
}

void bm_canvas_fill(bm_canvas *canvas, struct bm_color color, bool keep)
{
    use_color(canvas, color);
    if (keep)
        canvas->lib.cairo_fill_preserve(canvas->cairo);
    else
        canvas->lib.cairo_fill(canvas->cairo);
}

void bm_canvas_stroke(bm_canvas *canvas, const struct bm_pen *pen)
{
    const double dashes[] = {pen->dash, pen->gap};

    use_color(canvas, pen->color);
    canvas->lib.cairo_set_line_width(canvas->cairo, pen->width);
    canvas->lib.cairo_set_dash(canvas->cairo, dashes, pen->dash > 0 ? 2 : 0, 0);
    canvas->lib.cairo_set_line_cap(canvas->cairo, pen->dash > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
    canvas->lib.cairo_stroke(canvas->cairo);
}

void bm_canvas_clip(bm_canvas *canvas, double x, double y, double width, double height)
{
    canvas->lib.cairo_save(canvas->cairo);
    canvas->lib.cairo_new_path(canvas->cairo);
    canvas->lib.cairo_rectangle(canvas->cairo, x, y, width, height);
    canvas->lib.cairo_clip(canvas->cairo);
}

void bm_canvas_unclip(bm_canvas *canvas)
{
    canvas->lib.cairo_restore(canvas->cairo);
}

/* --- text --- */

static void use_type(bm_canvas *canvas, const struct bm_type_style *style)
{
    canvas->lib.cairo_select_font_face(canvas->cairo, "DejaVu Sans",
                                       style->italic ? CAIRO_FONT_SLANT_ITALIC : CAIRO_FONT_SLANT_NORMAL,
                                       style->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    canvas->lib.cairo_set_font_size(canvas->cairo, style->size);
}

double bm_canvas_text_width(bm_canvas *canvas, const char *text, const struct bm_type_style *style)
{
    cairo_text_extents_t extents;

    use_type(canvas, style);
    canvas->lib.cairo_text_extents(canvas->cairo, text, &extents);
    return extents.x_advance;
}

void bm_canvas_text(bm_canvas *canvas, double x, double y, const char *text,
                    const struct bm_type_style *style)
{
    if (style->anchor != BM_ANCHOR_START)
        x -= bm_canvas_text_width(canvas, text, style) * (style->anchor == BM_ANCHOR_END ? 1 : 0.5);
    use_type(canvas, style);
    if (style->halo.alpha > 0) {
        const struct bm_pen pen = {style->halo, style->size / 4, 0, 0};

        canvas->lib.cairo_move_to(canvas->cairo, x, y);
        canvas->lib.cairo_text_path(canvas->cairo, text);
        bm_canvas_stroke(canvas, &pen);
    }
    use_color(canvas, style->color);
    canvas->lib.cairo_move_to(canvas->cairo, x, y);
    canvas->lib.cairo_show_text(canvas->cairo, text);
}
