/* Drawing without a screen through Cairo, which is loaded when the first canvas is made. Units are points
 * from the upper left corner. Text is Latin, Greek or Cyrillic: nothing is shaped or turned. One canvas, one
 * thread. */
#ifndef BM_ADAPT_CANVAS_H
#define BM_ADAPT_CANVAS_H

#include "base/buf.h"

typedef struct bm_canvas bm_canvas;
typedef enum bm_canvas_format { BM_CANVAS_PNG, BM_CANVAS_SVG } bm_canvas_format;

struct bm_color {
    uint32_t rgb; /* 0xRRGGBB */
    double alpha; /* 0 to 1 */
};
struct bm_pen {
    struct bm_color color;
    double width;
    double dash, gap; /* 0: unbroken */
};
enum bm_anchor { BM_ANCHOR_START, BM_ANCHOR_MIDDLE, BM_ANCHOR_END };
struct bm_type_style {
    double size;
    bool bold, italic;
    struct bm_color color;
    struct bm_color halo; /* alpha 0: none */
    enum bm_anchor anchor;
};

/* pixels: of a PNG to a point. The caller owns *out. */
BM_CHECKED bm_status bm_canvas_create(bm_ctx *ctx, bm_canvas_format format, double width, double height,
                                      double pixels, bm_canvas **out);
void bm_canvas_destroy(bm_canvas *canvas); /* NULL is fine */
/* Appends the finished file; after it only bm_canvas_destroy. */
BM_CHECKED bm_status bm_canvas_finish(bm_ctx *ctx, bm_canvas *canvas, bm_buf *out);

/* A path: started by the first call after fill or stroke. */
void bm_canvas_move(bm_canvas *canvas, double x, double y);
void bm_canvas_line(bm_canvas *canvas, double x, double y);
void bm_canvas_close(bm_canvas *canvas);
void bm_canvas_rectangle(bm_canvas *canvas, double x, double y, double width, double height);
void bm_canvas_circle(bm_canvas *canvas, double x, double y, double radius);
/* By the even-odd rule. keep: the path stays for another fill or stroke. */
void bm_canvas_fill(bm_canvas *canvas, struct bm_color color, bool keep);
void bm_canvas_stroke(bm_canvas *canvas, const struct bm_pen *pen);
/* Nothing is drawn outside the rectangle until bm_canvas_unclip. */
void bm_canvas_clip(bm_canvas *canvas, double x, double y, double width, double height);
void bm_canvas_unclip(bm_canvas *canvas);

void bm_canvas_text(bm_canvas *canvas, double x, double y, const char *text,
                    const struct bm_type_style *style);
double bm_canvas_text_width(bm_canvas *canvas, const char *text, const struct bm_type_style *style);

#endif
