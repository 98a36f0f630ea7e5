#include "border/outline.h"

#include "base/mem.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t bmb_ring_box_count(uint32_t n)
{
    size_t boxes = (n + BMB_RING_RUN - 1) / BMB_RING_RUN, total = boxes;

    while (boxes > BMB_RING_GROUP) {
        boxes = (boxes + BMB_RING_GROUP - 1) / BMB_RING_GROUP;
        total += boxes;
    }
    return total;
}

/* Rounded outwards. */
static struct bmb_ring_box box_around(double west, double south, double east, double north)
{
    struct bmb_ring_box box = {(float)west, (float)south, (float)east, (float)north};

    if (box.west > west) box.west = nextafterf(box.west, -INFINITY);
    if (box.south > south) box.south = nextafterf(box.south, -INFINITY);
    if (box.east < east) box.east = nextafterf(box.east, INFINITY);
    if (box.north < north) box.north = nextafterf(box.north, INFINITY);
    return box;
}

/* Boxes of a ring's stretches on all levels. */
static void fill_boxes(const bm_ll *pts, uint32_t n, struct bmb_ring_box *boxes)
{
    size_t n_level = (n + BMB_RING_RUN - 1) / BMB_RING_RUN;
    struct bmb_ring_box *level = boxes;

    for (size_t i = 0; i < n_level; i++) {
        double w = INFINITY, s = INFINITY, e = -INFINITY, m = -INFINITY;

        for (size_t k = i * BMB_RING_RUN; k <= (i + 1) * BMB_RING_RUN && k <= n; k++) {
            bm_ll p = pts[k % n];

            w = fmin(w, p.lon_deg), e = fmax(e, p.lon_deg);
            s = fmin(s, p.lat_deg), m = fmax(m, p.lat_deg);
        }
        level[i] = box_around(w, s, e, m);
    }
    while (n_level > BMB_RING_GROUP) {
        size_t n_next = (n_level + BMB_RING_GROUP - 1) / BMB_RING_GROUP;
        struct bmb_ring_box *next = level + n_level;

        for (size_t i = 0; i < n_next; i++) {
            next[i] = level[i * BMB_RING_GROUP];
            for (size_t k = i * BMB_RING_GROUP + 1; k < (i + 1) * BMB_RING_GROUP && k < n_level; k++) {
                next[i].west = fminf(next[i].west, level[k].west);
                next[i].south = fminf(next[i].south, level[k].south);
                next[i].east = fmaxf(next[i].east, level[k].east);
                next[i].north = fmaxf(next[i].north, level[k].north);
            }
        }
        level = next;
        n_level = n_next;
    }
}

/* In proportion to the area on the ground, good enough to compare. */
static double ring_area(const bm_ll *pts, uint32_t n)
{
    double sum = 0;

    for (uint32_t i = 0, before = n - 1; i < n; before = i++)
        sum += (pts[i].lon_deg - pts[before].lon_deg) *
               (sin(pts[i].lat_deg * BM_DEG_RAD) + sin(pts[before].lat_deg * BM_DEG_RAD));
    return fabs(sum) / 2 / BM_DEG_RAD;
}

static bm_box ring_box(const bm_ll *pts, uint32_t n)
{
    bm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

    for (uint32_t i = 0; i < n; i++) {
        box.west_deg = fmin(box.west_deg, pts[i].lon_deg), box.east_deg = fmax(box.east_deg, pts[i].lon_deg);
        box.south_deg = fmin(box.south_deg, pts[i].lat_deg),
        box.north_deg = fmax(box.north_deg, pts[i].lat_deg);
    }
    return box;
}

static bm_status allocate(bm_ctx *ctx, const struct bm_border_model *model, struct bm_outline_index *out)
{
    void *block;
    bm_status st;

    for (size_t o = 0; o < model->n_outlines; o++) {
        const struct bm_outline *outline = &model->outlines[o];

        for (uint32_t r = outline->ring_first; r < outline->ring_first + outline->n_rings; r++) {
            uint32_t n = model->rings[r + 1] - model->rings[r];

            if (n < 3) continue;
            out->n_rings++;
            out->n_pts += (size_t)n + 1;
            out->n_boxes += bmb_ring_box_count(n);
        }
    }
    if ((st = bm_calloc(ctx, model->n_outlines, sizeof *out->countries, &block)) != BM_OK) return st;
    out->countries = block;
    if ((st = bm_calloc(ctx, out->n_rings, sizeof *out->rings, &block)) != BM_OK) return st;
    out->rings = block;
    if ((st = bm_calloc(ctx, out->n_pts, sizeof *out->pts, &block)) != BM_OK) return st;
    out->pts = block;
    if ((st = bm_calloc(ctx, out->n_boxes, sizeof *out->boxes, &block)) != BM_OK) return st;
    out->boxes = block;
    if ((st = bm_calloc(ctx, out->n_rings, sizeof *out->areas, &block)) != BM_OK) return st;
    out->areas = block;
    out->n_sets = (out->n_rings + BMB_RING_SET - 1) / BMB_RING_SET;
    if ((st = bm_calloc(ctx, out->n_sets, sizeof *out->set_areas, &block)) != BM_OK) return st;
    out->set_areas = block;
    return BM_OK;
}

/* A ring of the model, and where it is. */
struct place {
    uint32_t code, ring, outline, country;
};

/* Half-degree cells along Morton's curve (1966), so that near rings come together. */
static uint32_t code_of(const bm_box *box)
{
    uint32_t x = (uint32_t)fmax(0, (box->west_deg + box->east_deg) + 360);
    uint32_t y = (uint32_t)fmax(0, (box->south_deg + box->north_deg) + 180), code = 0;

    for (int bit = 0; bit < 10; bit++)
        code |= (x >> bit & 1u) << (2 * bit) | (y >> bit & 1u) << (2 * bit + 1);
    return code;
}

static int by_code(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    return a->ring < b->ring ? -1 : a->ring > b->ring;
}

/* Index of a country; added if it is new. */
static uint32_t country_of(struct bm_outline_index *index, const char iso[4])
{
    struct bmb_country country = {""};

    for (int i = 0; i < 3 && iso[i]; i++) country.iso[i] = iso[i];
    for (size_t c = 0; c < index->n_countries; c++)
        if (memcmp(index->countries[c].iso, country.iso, 4) == 0) return (uint32_t)c;
    index->countries[index->n_countries] = country;
    return (uint32_t)index->n_countries++;
}

static bm_status place_rings(bm_ctx *ctx, const struct bm_border_model *model, struct bm_outline_index *index,
                             struct place **places)
{
    size_t n = 0;
    void *block;
    bm_status st = bm_calloc(ctx, index->n_rings, sizeof **places, &block);

    *places = block;
    if (st != BM_OK) return st;
    for (size_t o = 0; o < model->n_outlines; o++) {
        const struct bm_outline *outline = &model->outlines[o];
        uint32_t country = country_of(index, outline->iso);

        for (uint32_t r = outline->ring_first; r < outline->ring_first + outline->n_rings; r++) {
            uint32_t n_pts = model->rings[r + 1] - model->rings[r];
            bm_box box;

            if (n_pts < 3) continue;
            box = ring_box(model->ring_pts + model->rings[r], n_pts);
            (*places)[n++] = (struct place){code_of(&box), r, (uint32_t)o, country};
        }
    }
    if (n > 1) qsort(*places, n, sizeof **places, by_code);
    return BM_OK;
}

/* No sea reaches so far south, and maps in Mercator's projection end about there (OpenStreetMap's land too):
 * the ground goes on to the pole. */
#define LAND_FROM_DEG (-84.9999)

static bm_ll to_the_pole(bm_ll p)
{
    if (p.lat_deg < LAND_FROM_DEG) p.lat_deg = -90;
    return p;
}

/* Copies the rings in the order of their places and fills all boxes. */
static void copy_rings(const struct bm_border_model *model, const struct place *places,
                       struct bm_outline_index *out)
{
    uint32_t n_pts = 0, n_boxes = 0;

    for (size_t i = 0; i < out->n_rings; i++) {
        const bm_ll *from = model->ring_pts + model->rings[places[i].ring];
        bm_ll *pts = out->pts + n_pts;
        uint32_t n = model->rings[places[i].ring + 1] - model->rings[places[i].ring];
        const struct bm_outline *outline = &model->outlines[places[i].outline];
        bm_box *set = &out->set_areas[i / BMB_RING_SET], box;

        for (uint32_t k = 0; k <= n; k++) pts[k] = to_the_pole(from[k % n]);
        box = ring_box(pts, n);

        out->rings[i] = (struct bmb_ring){.first = n_pts,
                                          .n = n,
                                          .country = places[i].country,
                                          .box_first = n_boxes,
                                          .area = ring_area(pts, n),
                                          .valid_from = outline->valid_from,
                                          .valid_to = outline->valid_to};
        out->areas[i] = box;
        if (i % BMB_RING_SET == 0) *set = box;
        set->west_deg = fmin(set->west_deg, box.west_deg), set->east_deg = fmax(set->east_deg, box.east_deg);
        set->south_deg = fmin(set->south_deg, box.south_deg);
        set->north_deg = fmax(set->north_deg, box.north_deg);
        fill_boxes(pts, n, out->boxes + n_boxes);
        n_pts += n + 1;
        n_boxes += (uint32_t)bmb_ring_box_count(n);
    }
}

bm_status bm_outline_index_make(bm_ctx *ctx, const struct bm_border_model *model,
                                struct bm_outline_index *out)
{
    struct place *places = NULL;
    bm_status st;

    *out = (struct bm_outline_index){0};
    if ((st = allocate(ctx, model, out)) != BM_OK) goto done;
    if ((st = place_rings(ctx, model, out, &places)) == BM_OK) copy_rings(model, places, out);
done:
    bm_free(ctx, places);
    if (st != BM_OK) bm_outline_index_free(ctx, out);
    return st;
}

void bm_outline_index_free(bm_ctx *ctx, struct bm_outline_index *index)
{
    bm_free(ctx, index->countries);
    bm_free(ctx, index->rings);
    bm_free(ctx, index->pts);
    bm_free(ctx, index->boxes);
    bm_free(ctx, index->areas);
    bm_free(ctx, index->set_areas);
    *index = (struct bm_outline_index){0};
}
