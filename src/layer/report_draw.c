/* Figures of the report: SVG in the page, with a title for those who cannot see it. */
#include "layer/report_impl.h"
#include "layer/template.h"

#include <math.h>

void bm_figure_begin(struct bm_paper *paper, const char *title, double height)
{
    unsigned number = ++paper->figures;
    bm_buf_printf(paper->out, "<figure><svg viewBox=\"0 0 %d ", BM_FIGURE_WIDTH);
    bm_buf_fixed(paper->out, height, 0);
    bm_buf_printf(paper->out,
                  "\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"figure%u\">"
                  "<title id=\"figure%u\">",
                  number, number);
    bm_buf_xml(paper->out, bm_str_z(title));
    bm_buf_puts(paper->out, "</title>\n");
}

void bm_figure_caption(struct bm_paper *paper)
{
    bm_buf_printf(paper->out, "</svg>\n<figcaption><b>Figure %u.</b> ", paper->figures);
}

void bm_figure_end(struct bm_paper *paper)
{
    bm_buf_puts(paper->out, "</figcaption></figure>\n");
}

static void put_number(bm_buf *out, const char *name, double value)
{
    bm_buf_printf(out, " %s=\"", name);
    bm_buf_fixed(out, value, 1);
    bm_buf_putc(out, '"');
}

static void open_text(bm_buf *out, double x, double y, const char *anchor, const char *classes)
{
    bm_buf_puts(out, "<text");
    put_number(out, "x", x);
    put_number(out, "y", y);
    if (anchor) bm_buf_printf(out, " text-anchor=\"%s\"", anchor);
    if (classes) bm_buf_printf(out, " class=\"%s\"", classes);
    bm_buf_putc(out, '>');
}

void bm_draw_text(bm_buf *out, double x, double y, const char *anchor, const char *classes, bm_str text)
{
    open_text(out, x, y, anchor, classes);
    bm_buf_xml(out, text);
    bm_buf_puts(out, "</text>\n");
}

void bm_draw_buf(bm_buf *out, double x, double y, const char *anchor, const char *classes, bm_buf *text)
{
    bm_draw_text(out, x, y, anchor, classes, bm_buf_text(text));
    out->failed = out->failed || text->failed;
    bm_buf_free(text);
}

void bm_draw_number(bm_buf *out, double x, double y, const char *anchor, const char *classes, double value,
                    const char *unit)
{
    open_text(out, x, y, anchor, classes);
    bm_put_value(out, value, value > floor(value) ? 1 : 0);
    bm_buf_puts(out, unit);
    bm_buf_puts(out, "</text>\n");
}

void bm_draw_line(bm_buf *out, const char *classes, double x1, double y1, double x2, double y2)
{
    bm_buf_printf(out, "<path class=\"%s\" d=\"", classes);
    bm_put_xy(out, 'M', x1, y1);
    bm_put_xy(out, 'L', x2, y2);
    bm_buf_puts(out, "\"/>\n");
}

void bm_draw_rect(bm_buf *out, const char *fill, double x, double y, double width, double height)
{
    bm_buf_printf(out, "<rect fill=\"%s\"", fill);
    put_number(out, "x", x);
    put_number(out, "y", y);
    put_number(out, "width", fmax(0, width));
    put_number(out, "height", fmax(0, height));
    bm_buf_puts(out, "/>\n");
}

void bm_put_xy(bm_buf *out, char command, double x, double y)
{
    bm_buf_putc(out, command);
    bm_buf_fixed(out, x, 1);
    bm_buf_putc(out, ' ');
    bm_buf_fixed(out, y, 1);
}

void bm_key(bm_buf *out, const char *draws, const char *says)
{
    bm_buf_puts(out, "<li><svg viewBox=\"0 0 28 12\" aria-hidden=\"true\">");
    bm_buf_puts(out, draws);
    bm_buf_puts(out, "</svg>");
    bm_buf_puts(out, says);
    bm_buf_puts(out, "</li>\n");
}

double bm_nice_step(double limit, int n)
{
    double step = pow(10, floor(log10(limit / n)));
    if (step * n < limit) step *= 2;
    if (step * n < limit) step *= 2.5;
    if (step * n < limit) step *= 2;
    return step;
}
