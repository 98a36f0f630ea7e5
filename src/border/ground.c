/* How much ground a country has: its outlines cut by scan lines along parallels, without what smaller outlines
 * take away. */
#include "border/ground.h"

#include "base/mem.h"
#include "geo/equal_area.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lines are at most this far apart. What a jagged outline does between two of them cancels out: of Iran's
 * ground some 30 km2, 2e-5, are missed. */
#define LINE_DEG  0.01
#define MIN_LINES 64

struct crossing { /* of a scan line and an outline */
    double lon_deg;
    uint32_t line, ring; /* ring: position in scan.rings */
};
struct scan {
    const bm_border *border;
    uint32_t *rings; /* the one that is measured, then the smaller ones that may lie in it */
    size_t n_rings, cap_rings;
    struct crossing *crossings;
    size_t n, cap;
    bool *inside; /* of each ring, while a line is walked along */
    size_t cap_inside;
    double south_deg, step_deg; /* line k lies in the middle of its strip */
    double *strip_m2;           /* of each line, for each radian of longitude */
    size_t cap_strips;
    uint32_t n_lines;
};

int32_t bm_ground_country(const bm_border *border, const char iso3[4])
{
    for (uint32_t c = 0; c < border->n_countries; c++)
        if (strncmp(border->countries[c].iso, iso3, 4) == 0) return (int32_t)c;
    return -1;
}

bool bm_ground_holds(const bm_border *border, uint32_t ring, int32_t country, int32_t day)
{
    const struct bmb_ring *r = &border->rings[ring];

    return (int32_t)r->country == country &&
           (border->n_changes == 0 || bm_holds(r->valid_from, r->valid_to, day));
}

static bool meets(const bm_box *a, const bm_box *b)
{
    return a->west_deg <= b->east_deg && b->west_deg <= a->east_deg && a->south_deg <= b->north_deg &&
           b->south_deg <= a->north_deg;
}

static bm_status add_ring(bm_ctx *ctx, struct scan *scan, uint32_t ring)
{
    bm_status st =
        bm_grow(ctx, (void **)&scan->rings, &scan->cap_rings, scan->n_rings + 1, sizeof *scan->rings);

    if (st == BM_OK) scan->rings[scan->n_rings++] = ring;
    return st;
}

static bm_status find_rings(bm_ctx *ctx, struct scan *scan, uint32_t ring, int32_t day)
{
    const bm_border *border = scan->border;
    const bm_box *box = &border->ring_areas[ring];
    bm_status st;

    scan->n_rings = 0;
    st = add_ring(ctx, scan, ring);
    for (uint32_t set = 0; set < border->n_ring_sets; set++) {
        if (!meets(box, &border->ring_set_areas[set])) continue;
        for (uint32_t r = set * BMB_RING_SET; r < (set + 1) * BMB_RING_SET && r < border->n_rings; r++) {
            if (r == ring || !meets(box, &border->ring_areas[r])) continue;
            if (!bmb_ring_goes_before(border, r, ring)) continue;
            if (!bm_ground_holds(border, r, (int32_t)border->rings[r].country, day)) continue;
            if (st == BM_OK) st = add_ring(ctx, scan, r);
        }
    }
    return st;
}

/* The first scan line at or north of a latitude. */
static uint32_t line_from(const struct scan *scan, double lat_deg)
{
    double k = ceil((lat_deg - scan->south_deg) / scan->step_deg - 0.5);

    return k <= 0 ? 0 : k >= scan->n_lines ? scan->n_lines : (uint32_t)k;
}

static bm_status cut_ring(bm_ctx *ctx, struct scan *scan, uint32_t at)
{
    const struct bmb_ring *ring = &scan->border->rings[scan->rings[at]];
    const bm_ll *pts = scan->border->ring_pts + ring->first;
    uint32_t line_b = line_from(scan, pts[0].lat_deg);
    bm_status st;

    for (uint32_t i = 0; i < ring->n; i++) {
        bm_ll a = pts[i], b = pts[i + 1]; /* the first again after the last */
        uint32_t line_a = line_b, from, to;

        line_b = line_from(scan, b.lat_deg);
        from = line_a < line_b ? line_a : line_b, to = line_a < line_b ? line_b : line_a;
        st = bm_grow(ctx, (void **)&scan->crossings, &scan->cap, scan->n + to - from, sizeof *scan->crossings);
        if (st != BM_OK) return st;
        for (uint32_t k = from; k < to; k++) {
            double lat_deg = scan->south_deg + (k + 0.5) * scan->step_deg;
            double t = (lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg);

            t = fmin(1, fmax(0, t)); /* a line as good as on a vertex */
            scan->crossings[scan->n++] =
                (struct crossing){a.lon_deg + t * (b.lon_deg - a.lon_deg), k, at};
        }
    }
    return BM_OK;
}

static int compare(const void *pa, const void *pb)
{
    const struct crossing *a = pa, *b = pb;

    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->lon_deg != b->lon_deg) return a->lon_deg < b->lon_deg ? -1 : 1;
    return a->ring < b->ring ? -1 : a->ring > b->ring;
}

/* Square metres about all lines that are inside of the first ring and of no other. */
static double walk(struct scan *scan)
{
    double sum_m2 = 0;
    size_t n_others = 0;

    memset(scan->inside, 0, scan->n_rings * sizeof *scan->inside);
    for (size_t i = 0; i < scan->n; i++) { /* every line ends outside of all rings: each crosses it evenly */
        const struct crossing *c = &scan->crossings[i];

        if (i > 0 && scan->inside[0] && n_others == 0 && scan->crossings[i - 1].line == c->line)
            sum_m2 += (c->lon_deg - scan->crossings[i - 1].lon_deg) * BM_DEG_RAD * scan->strip_m2[c->line];
        scan->inside[c->ring] = !scan->inside[c->ring];
        if (c->ring > 0) n_others = scan->inside[c->ring] ? n_others + 1 : n_others - 1;
    }
    return sum_m2;
}

static bm_status set_lines(bm_ctx *ctx, struct scan *scan, const bm_box *box)
{
    double lines = ceil((box->north_deg - box->south_deg) / LINE_DEG), below;
    bm_status st;

    scan->n_lines = lines < MIN_LINES ? MIN_LINES : (uint32_t)lines;
    scan->south_deg = box->south_deg;
    scan->step_deg = (box->north_deg - box->south_deg) / scan->n_lines;
    st = bm_grow(ctx, (void **)&scan->strip_m2, &scan->cap_strips, scan->n_lines, sizeof *scan->strip_m2);
    if (st != BM_OK) return st;
    below = bm_lat_to_area(scan->south_deg);
    for (uint32_t k = 0; k < scan->n_lines; k++) {
        double above = bm_lat_to_area(scan->south_deg + (k + 1) * scan->step_deg);

        scan->strip_m2[k] = above - below;
        below = above;
    }
    return BM_OK;
}

static bm_status measure_ring(bm_ctx *ctx, struct scan *scan, uint32_t ring, int32_t day, double *m2)
{
    bm_status st;

    if ((st = set_lines(ctx, scan, &scan->border->ring_areas[ring])) != BM_OK) return st;
    if ((st = find_rings(ctx, scan, ring, day)) != BM_OK) return st;
    scan->n = 0;
    for (uint32_t i = 0; i < scan->n_rings && st == BM_OK; i++) st = cut_ring(ctx, scan, i);
    if (st != BM_OK) return st;
    st = bm_grow(ctx, (void **)&scan->inside, &scan->cap_inside, scan->n_rings, sizeof *scan->inside);
    if (st != BM_OK) return st;
    if (scan->n) qsort(scan->crossings, scan->n, sizeof *scan->crossings, compare);
    *m2 = walk(scan);
    return BM_OK;
}

bm_status bm_border_ground_km2(bm_ctx *ctx, const bm_border *border, const char iso3[4], int32_t day,
                               double *km2)
{
    struct scan scan = {.border = border};
    int32_t country = bm_ground_country(border, iso3);
    double sum_m2 = 0;
    bm_status st = BM_OK;

    *km2 = 0;
    day = bm_border_day(border, day, NULL);
    for (uint32_t r = 0; r < border->n_rings && st == BM_OK; r++) {
        double m2 = 0;

        if (!bm_ground_holds(border, r, country, day)) continue;
        st = measure_ring(ctx, &scan, r, day, &m2);
        sum_m2 += m2;
    }
    if (st == BM_OK) *km2 = sum_m2 / 1e6;
    bm_free(ctx, scan.strip_m2);
    bm_free(ctx, scan.rings);
    bm_free(ctx, scan.crossings);
    bm_free(ctx, scan.inside);
    return st;
}
