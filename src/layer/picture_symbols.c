/* Where the picture has symbols: one for all incidents at a point, its area in proportion to their number.
 * Where there are more points than anyone can tell apart, and than a vector file should hold, neighbours
 * become one. */
#include "base/mem.h"
#include "layer/extent.h"
#include "layer/picture.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_SYMBOLS = 5000 };
#define FIRST_CELL 1.0 /* points of the page */

static int by_place(const void *left, const void *right)
{
    const struct bm_symbol *a = left, *b = right;

    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return a->y < b->y ? -1 : a->y > b->y;
}

static int by_number(const void *left, const void *right)
{
    const struct bm_symbol *a = left, *b = right;

    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return by_place(left, right);
}

static int by_cell(const void *left, const void *right)
{
    const struct bm_symbol *a = left, *b = right;

    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return by_number(left, right);
}

/* Of the place found; as the source calls it where the source gave the point, and 30 km south of a town,
 * which is not that town. */
static uint32_t name_of(const struct bm_mark *mark)
{
    return mark->text[BM_MARK_GAZ_NAME] && mark->match != BM_MATCH_RELATIVE ? mark->text[BM_MARK_GAZ_NAME]
                                                                            : mark->text[BM_MARK_PLACE];
}

static size_t put_marks(const struct bm_picture *picture, struct bm_symbol *symbols)
{
    const struct bm_scene *scene = picture->scene;
    size_t n = 0;

    for (size_t i = 0; i < scene->n_marks; i++) {
        const struct bm_mark *mark = &scene->marks[i];

        if (!isfinite(mark->point.lon_deg) || mark->status == BM_COARSE) continue;
        double turn_deg = bm_extent_turn_deg(&scene->view, &mark->point, 1);
        symbols[n] = (struct bm_symbol){.x = bm_picture_x(picture, mark->point.lon_deg + turn_deg),
                                        .y = bm_picture_y(picture, mark->point.lat_deg),
                                        .n = 1,
                                        .name = name_of(mark)};
        n++;
    }
    return n;
}

/* Those at one point become one; returns how many are left. */
static size_t join_points(struct bm_symbol *symbols, size_t n)
{
    size_t kept = 0;

    qsort(symbols, n, sizeof *symbols, by_place);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && by_place(&symbols[kept - 1], &symbols[i]) == 0)
            symbols[kept - 1].n++;
        else
            symbols[kept++] = symbols[i];
    }
    return kept;
}

/* Those in one cell of so many points become one at their mean, named after the one with most incidents. */
static size_t join_cells(struct bm_symbol *symbols, size_t n, double cell)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        symbols[i].column = (int32_t)floor(symbols[i].x / cell);
        symbols[i].row = (int32_t)floor(symbols[i].y / cell);
    }
    qsort(symbols, n, sizeof *symbols, by_cell);
    for (size_t i = 0; i < n;) {
        struct bm_symbol all = symbols[i];
        double x = 0, y = 0;

        all.n = 0;
        for (; i < n && symbols[i].row == all.row && symbols[i].column == all.column; i++) {
            x += symbols[i].x * (double)symbols[i].n;
            y += symbols[i].y * (double)symbols[i].n;
            all.n += symbols[i].n;
        }
        all.x = x / (double)all.n;
        all.y = y / (double)all.n;
        symbols[kept++] = all;
    }
    return kept;
}

bm_status bm_picture_symbols(bm_ctx *ctx, struct bm_picture *picture)
{
    void *block;
    bm_status st = bm_calloc(ctx, picture->scene->n_marks, sizeof *picture->symbols, &block);

    if (st != BM_OK || picture->scene->n_marks == 0) return st;
    picture->symbols = block;
    size_t n = join_points(picture->symbols, put_marks(picture, picture->symbols));
    for (double cell = FIRST_CELL; n > MOST_SYMBOLS; cell *= 2) {
        n = join_cells(picture->symbols, n, cell);
        picture->symbol_cell = cell;
    }
    picture->n_symbols = n;
    qsort(picture->symbols, n, sizeof *picture->symbols, by_number);
    picture->symbol_area = n ? fmin(36, 900 / (double)picture->symbols[0].n) : 36;
    for (size_t i = 0; i < n; i++)
        picture->symbols[i].radius =
            fmax(1.6, sqrt(picture->symbol_area * (double)picture->symbols[i].n / M_PI));
    return BM_OK;
}
