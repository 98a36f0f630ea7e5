/* Drawings: the same strokes have the same bytes, however many were drawn before in this process. */
#include "testing.h"

#include "adapt/canvas.h"

#include <string.h>

static void draw(bm_ctx *ctx, bm_canvas_format format, bm_buf *out)
{
    bm_canvas *canvas;

    bm_buf_init(out, ctx);
    assert_ok(ctx, bm_canvas_create(ctx, format, 100, 50, 1, &canvas));
    bm_canvas_rectangle(canvas, 10, 10, 30, 20);
    bm_canvas_fill(canvas, (struct bm_color){0x336699, 1}, false);
    assert_ok(ctx, bm_canvas_finish(ctx, canvas, out));
    bm_canvas_destroy(canvas);
}

static void same_strokes_same_bytes(void **state)
{
    const bm_canvas_format formats[] = {BM_CANVAS_SVG, BM_CANVAS_PNG};
    bm_ctx *ctx;

    (void)state;
    assert_int_equal(bm_ctx_create(NULL, &ctx), BM_OK);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        bm_buf first, second;
        draw(ctx, formats[i], &first);
        draw(ctx, formats[i], &second);
        assert_true(first.len > 100);
        assert_int_equal(first.len, second.len);
        assert_memory_equal(first.p, second.p, first.len);
        if (formats[i] == BM_CANVAS_SVG) assert_non_null(memmem(first.p, first.len, "</svg>", 6));
        bm_buf_free(&first);
        bm_buf_free(&second);
    }
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_strokes_same_bytes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
