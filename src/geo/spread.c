/* Systematic sampling of an area. As many parallels as points are drawn, equal ground apart (the sine of the
 * latitude, Lambert 1772) within the latitudes that the rings cover, and what lies inside is laid end to end:
 * points are taken from it at equal steps. On each parallel they are moved round by another fraction of the
 * golden ratio, so that no two stand on one meridian: over a rectangle they are the lattice of Fibonacci. */
#include "geo/spread.h"

#include "base/mem.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>

#define GOLDEN 0.61803398874989484820

struct interval {
    double low, high; /* sines of latitudes */
};

struct spread {
    bm_ctx *ctx;
    const bm_area *area;
    uint32_t n;                 /* parallels, and points to be made */
    struct interval *intervals; /* what the rings cover, apart from each other, rising */
    uint32_t n_intervals;
    double *lat_deg;  /* of each parallel, rising */
    uint32_t *first;  /* n + 1: where each parallel's crossings begin */
    double *lon_deg;  /* of the crossings, rising on each parallel */
    double whole_deg; /* length of all that is inside */
};

static int by_low(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;

    return (a->low > b->low) - (a->low < b->low);
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* The latitudes that rings cover. */
static bm_status cover(struct spread *s)
{
    const bm_area *area = s->area;
    void *block;
    bm_status st = bm_calloc(s->ctx, area->n_rings, sizeof *s->intervals, &block);

    if (st != BM_OK) return st;
    s->intervals = block;
    for (uint32_t r = 0; r < area->n_rings; r++) {
        struct interval covered = {INFINITY, -INFINITY};

        for (uint32_t i = area->ring_first[r]; i < area->ring_first[r + 1]; i++) {
            covered.low = fmin(covered.low, area->pts[i].lat_deg);
            covered.high = fmax(covered.high, area->pts[i].lat_deg);
        }
        if (!(covered.low < covered.high)) continue;
        s->intervals[s->n_intervals++] =
            (struct interval){sin(covered.low * BM_DEG_RAD), sin(covered.high * BM_DEG_RAD)};
    }
    if (s->n_intervals == 0) return BM_OK;
    qsort(s->intervals, s->n_intervals, sizeof *s->intervals, by_low);
    block = s->intervals;
    for (uint32_t i = 1, n = 0; i <= s->n_intervals; i++) {
        struct interval *last = &s->intervals[n];

        if (i == s->n_intervals)
            s->n_intervals = n + 1;
        else if (s->intervals[i].low <= last->high)
            last->high = fmax(last->high, s->intervals[i].high);
        else
            s->intervals[++n] = s->intervals[i];
    }
    return BM_OK;
}

/* Parallels in the middle of equal shares of what is covered. */
static bm_status draw_parallels(struct spread *s)
{
    double sum = 0, before = 0;
    uint32_t at = 0;
    void *block;
    bm_status st = bm_calloc(s->ctx, s->n, sizeof *s->lat_deg, &block);

    if (st != BM_OK) return st;
    s->lat_deg = block;
    for (uint32_t i = 0; i < s->n_intervals; i++) sum += s->intervals[i].high - s->intervals[i].low;
    for (uint32_t k = 0; k < s->n; k++) {
        double target = sum * (k + 0.5) / s->n;

        for (; at + 1 < s->n_intervals; at++) {
            double width = s->intervals[at].high - s->intervals[at].low;

            if (target < before + width) break;
            before += width;
        }
        s->lat_deg[k] = asin(fmin(1, s->intervals[at].low + (target - before))) / BM_DEG_RAD;
    }
    return BM_OK;
}

/* The first parallel at or north of a latitude. */
static uint32_t parallel_from(const struct spread *s, double lat_deg)
{
    uint32_t low = 0, high = s->n;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (s->lat_deg[middle] < lat_deg)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Counts the crossings of an edge with parallels into first[k + 1], or (filled not NULL) writes them. */
static void cross(struct spread *s, bm_ll a, bm_ll b, uint32_t *filled)
{
    bm_ll south = a.lat_deg < b.lat_deg ? a : b, north = a.lat_deg < b.lat_deg ? b : a;
    uint32_t from = parallel_from(s, south.lat_deg), to = parallel_from(s, north.lat_deg);

    for (uint32_t k = from; k < to; k++) {
        double t = (s->lat_deg[k] - south.lat_deg) / (north.lat_deg - south.lat_deg);

        if (filled)
            s->lon_deg[s->first[k] + filled[k]++] = south.lon_deg + t * (north.lon_deg - south.lon_deg);
        else
            s->first[k + 1]++;
    }
}

static void cross_all(struct spread *s, uint32_t *filled)
{
    const bm_area *area = s->area;

    for (uint32_t r = 0; r < area->n_rings; r++) {
        uint32_t from = area->ring_first[r], end = area->ring_first[r + 1];

        for (uint32_t i = from, before = end - 1; i < end; before = i++)
            cross(s, area->pts[before], area->pts[i], filled);
    }
}

/* Between the first and the second crossing of a parallel is inside, and so on. */
static bm_status find_crossings(struct spread *s)
{
    void *block, *filled = NULL;
    bm_status st;

    if ((st = bm_calloc(s->ctx, s->n + 1, sizeof *s->first, &block)) != BM_OK) return st;
    s->first = block;
    cross_all(s, NULL);
    for (uint32_t k = 0; k < s->n; k++) s->first[k + 1] += s->first[k];
    if ((st = bm_calloc(s->ctx, s->first[s->n] + 1, sizeof *s->lon_deg, &block)) != BM_OK) return st;
    s->lon_deg = block;
    if ((st = bm_calloc(s->ctx, s->n, sizeof(uint32_t), &filled)) != BM_OK) return st;
    cross_all(s, filled);
    bm_free(s->ctx, filled);
    for (uint32_t k = 0; k < s->n; k++) {
        double *lon_deg = s->lon_deg + s->first[k];
        uint32_t n = s->first[k + 1] - s->first[k];

        qsort(lon_deg, n, sizeof *lon_deg, by_value);
        for (uint32_t i = 0; i + 1 < n; i += 2) s->whole_deg += lon_deg[i + 1] - lon_deg[i];
    }
    return BM_OK;
}

/* The longitude that lies x degrees into what is inside on a parallel. */
static double lon_after(const struct spread *s, uint32_t k, double x_deg)
{
    uint32_t i = s->first[k], end = s->first[k + 1];

    for (; i + 3 < end && x_deg > s->lon_deg[i + 1] - s->lon_deg[i]; i += 2)
        x_deg -= s->lon_deg[i + 1] - s->lon_deg[i];
    return fmin(s->lon_deg[i] + x_deg, s->lon_deg[i + 1]);
}

/* The points at equal steps of what is inside. */
static uint32_t take(const struct spread *s, bm_ll *out)
{
    double step_deg = s->whole_deg / s->n, before_deg = 0;
    uint32_t n = 0;

    for (uint32_t k = 0; k < s->n; k++) {
        double width_deg = 0, turn = fmod(k * GOLDEN, 1);

        for (uint32_t i = s->first[k]; i + 1 < s->first[k + 1]; i += 2)
            width_deg += s->lon_deg[i + 1] - s->lon_deg[i];
        for (; n < s->n && (n + 0.5) * step_deg < before_deg + width_deg; n++) {
            double x_deg = (n + 0.5) * step_deg - before_deg + turn * width_deg;

            out[n] = (bm_ll){lon_after(s, k, x_deg < width_deg ? x_deg : x_deg - width_deg), s->lat_deg[k]};
        }
        before_deg += width_deg;
    }
    return n;
}

bm_status bm_spread_area(bm_ctx *ctx, const bm_area *area, uint32_t n, bm_ll *out, uint32_t *n_out)
{
    struct spread s = {.ctx = ctx, .area = area, .n = n};
    bm_status st;

    *n_out = 0;
    if ((st = cover(&s)) != BM_OK || s.n_intervals == 0) goto done;
    if ((st = draw_parallels(&s)) != BM_OK) goto done;
    if ((st = find_crossings(&s)) != BM_OK) goto done;
    if (s.whole_deg > 0) *n_out = take(&s, out);
done:
    bm_free(ctx, s.intervals);
    bm_free(ctx, s.lat_deg);
    bm_free(ctx, s.first);
    bm_free(ctx, s.lon_deg);
    return st;
}
