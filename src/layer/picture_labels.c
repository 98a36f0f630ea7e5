/* Names on the picture: countries where they have most room, the places with most incidents; none over
 * another. */
#include "base/mem.h"
#include "base/str.h"
#include "layer/countries.h"
#include "layer/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_MAX = 24, BOXES_MAX = 128 };

struct box {
    double left, top, right, bottom;
};
struct labels {
    struct box boxes[BOXES_MAX];
    size_t n;
};

static bool is_free(const struct labels *labels, const struct box *box)
{
    if (box->left < BM_MAP_LEFT + 3 || box->right > BM_MAP_LEFT + BM_MAP_WIDTH - 3 ||
        box->top < BM_MAP_TOP + 3 || box->bottom > BM_MAP_TOP + BM_MAP_HEIGHT - 3 || labels->n == BOXES_MAX)
        return false;
    for (size_t i = 0; i < labels->n; i++)
        if (box->left < labels->boxes[i].right && box->right > labels->boxes[i].left &&
            box->top < labels->boxes[i].bottom && box->bottom > labels->boxes[i].top)
            return false;
    return true;
}

/* Writes the text with its baseline's anchor at (x, y) if there is room. */
static bool put(struct bm_picture *picture, struct labels *labels, double x, double y, const char *text,
                const struct bm_type_style *style)
{
    double width = bm_canvas_text_width(picture->canvas, text, style);
    double left = style->anchor == BM_ANCHOR_START ? x
                  : style->anchor == BM_ANCHOR_END ? x - width
                                                   : x - width / 2;
    struct box box = {left - 2, y - style->size, left + width + 2, y + style->size / 4 + 1};

    if (!is_free(labels, &box)) return false;
    labels->boxes[labels->n++] = box;
    bm_canvas_text(picture->canvas, x, y, text, style);
    return true;
}

/* --- places --- */

/* Symbols that no label should hide. */
static void reserve_symbols(const struct bm_picture *picture, struct labels *labels)
{
    for (size_t i = 0; i < picture->n_symbols && i < PLACES_MAX; i++) {
        const struct bm_symbol *s = &picture->symbols[i];
        double r = s->radius * 0.7;

        labels->boxes[labels->n++] = (struct box){s->x - r, s->y - r, s->x + r, s->y + r};
    }
}

static void put_place(struct bm_picture *picture, struct labels *labels, const struct bm_symbol *s,
                      const char *name)
{
    struct bm_type_style style = {.size = 11, .color = {0x22303C, 1}, .halo = {0xFFFFFF, 0.85}};
    const double dx[] = {1, -1, 0, 0}, dy[] = {0.35, 0.35, -1, 1.9};
    static const enum bm_anchor anchors[] = {BM_ANCHOR_START, BM_ANCHOR_END, BM_ANCHOR_MIDDLE,
                                             BM_ANCHOR_MIDDLE};

    for (int k = 0; k < 4; k++) {
        double x = s->x + dx[k] * (s->radius + 3);
        double y = s->y + (k < 2 ? dy[k] * style.size : k == 2 ? -s->radius - 4 : s->radius + style.size);

        style.anchor = anchors[k];
        if (put(picture, labels, x, y, name, &style)) return;
    }
}

/* The drawing shapes no script: only names in letters that stand side by side. */
static bool is_plain(bm_str name)
{
    const char *p = name.p, *end = bm_str_end(name);

    while (p < end) {
        size_t size;
        uint32_t c = bm_utf8_next(p, end, &size);

        if (c >= 0x590 || c < 0x20) return false;
        p += size;
    }
    return name.len > 0;
}

static void put_places(struct bm_picture *picture, struct labels *labels)
{
    uint32_t done[PLACES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < picture->n_symbols && n < PLACES_MAX; i++) {
        const struct bm_symbol *s = &picture->symbols[i];
        bm_str name = picture->scene->texts[s->name];
        bool again = false;

        for (size_t k = 0; k < n; k++) again = again || done[k] == s->name;
        if (again || !is_plain(name)) continue;
        done[n++] = s->name;
        put_place(picture, labels, s, name.p);
    }
}

/* --- countries --- */

static void put_countries(struct bm_picture *picture, struct labels *labels)
{
    struct bm_type_style style = {.size = 16,
                                  .bold = true,
                                  .color = {0x6B7680, 1},
                                  .halo = {0xF7F5F0, 0.8},
                                  .anchor = BM_ANCHOR_MIDDLE};
    const struct bm_country_label *items = picture->scene->labels;

    for (size_t i = 0; i < picture->scene->n_labels; i++) {
        double room = 2.4 * items[i].room_deg * picture->per_lon;

        style.size = 16;
        while (style.size > 9 && bm_canvas_text_width(picture->canvas, items[i].name, &style) > room)
            style.size--;
        if (style.size <= 9) continue;
        double x = bm_picture_x(picture, items[i].at.lon_deg), y = bm_picture_y(picture, items[i].at.lat_deg);
        for (int k = 0; k < 5; k++) { /* a little up or down if a place is in the way */
            int rows = (k + 1) / 2;
            double shift = rows * (k % 2 ? -1.5 : 1.5) * style.size;
            if (put(picture, labels, x, y + shift, items[i].name, &style)) break;
        }
    }
}

void bm_picture_labels(struct bm_picture *picture)
{
    struct labels labels = {.n = 0};

    reserve_symbols(picture, &labels);
    put_countries(picture, &labels);
    put_places(picture, &labels);
}
