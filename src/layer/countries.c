#include "layer/countries.h"
#include "adapt/planar.h"
#include "bordermap/gazetteer.h"
#include "layer/extent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct country {
    const bm_background_line *ring;
    double size; /* of the part of its box in the view, square degrees */
};

static double size_in_view(const bm_background_line *ring, const bm_box *view)
{
    bm_box box = bm_extent_of(ring->pts, ring->n);
    double turn_deg = bm_extent_turn_deg(view, ring->pts, ring->n);
    double west = fmax(box.west_deg + turn_deg, view->west_deg);
    double east = fmin(box.east_deg + turn_deg, view->east_deg);
    double south = fmax(box.south_deg, view->south_deg), north = fmin(box.north_deg, view->north_deg);

    return west < east && south < north ? (east - west) * (north - south) : 0;
}

static int by_size(const void *left, const void *right)
{
    const struct country *a = left, *b = right;

    if (a->size != b->size) return a->size > b->size ? -1 : 1;
    return strcmp(a->ring->iso3, b->ring->iso3);
}

/* Each country's largest ring, the largest country first. */
static size_t find_countries(const struct bm_scene *scene, struct country out[BM_COUNTRY_LABELS])
{
    const bm_background *back = &scene->background;
    size_t n = 0;

    for (size_t i = 0; i < back->n_rings; i++) {
        struct country item = {&back->rings[i], size_in_view(&back->rings[i], &scene->view)};
        size_t k = 0;

        if (item.size == 0) continue;
        while (k < n && strcmp(out[k].ring->iso3, item.ring->iso3) != 0) k++;
        if (k < n && out[k].size < item.size) out[k] = item;
        if (k == n && n < BM_COUNTRY_LABELS) out[n++] = item;
    }
    qsort(out, n, sizeof *out, by_size);
    return n;
}

bm_status bm_country_labels(bm_ctx *ctx, struct bm_scene *scene)
{
    struct country countries[BM_COUNTRY_LABELS] = {0};
    size_t n_countries = find_countries(scene, countries);

    scene->n_labels = 0;
    for (size_t i = 0; i < n_countries; i++) {
        const bm_background_line *ring = countries[i].ring;
        struct bm_country_label label = {.name = bm_country_name(ring->iso3)};
        double turn_deg = bm_extent_turn_deg(&scene->view, ring->pts, ring->n);
        bm_box view = scene->view;

        view.west_deg -= turn_deg, view.east_deg -= turn_deg;
        bm_status st = bm_ring_middle(ctx, ring->pts, ring->n, &view, &label.at, &label.room_deg);
        if (st != BM_OK) return st;
        label.at.lon_deg += turn_deg;
        if (label.room_deg > 0 && label.name) scene->labels[scene->n_labels++] = label;
    }
    return BM_OK;
}
