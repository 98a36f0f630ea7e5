/* What the benches share: a clock, seeded points, the machine. */
#ifndef BENCH_H
#define BENCH_H

#include "bordermap/border.h"
#include "bordermap/version.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline double bench_clock_s(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline double bench_now_s(void)
{
    return bench_clock_s(CLOCK_MONOTONIC);
}

/* What others on the machine disturb less. */
static inline double bench_cpu_s(void)
{
    return bench_clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

/* splitmix64 */
static inline double bench_uniform(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static inline void *bench_alloc(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);

    if (!p) abort();
    return p;
}

static inline int bench_by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

static inline double bench_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, bench_by_value);
    return values[n / 2];
}

static inline void bench_print_machine(void)
{
    FILE *f = fopen("/proc/cpuinfo", "r");
    char line[256];

    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "model name", 10) == 0) {
            printf("machine: %s", strchr(line, ':') + 2);
            break;
        }
    if (f) fclose(f);
    printf("compiler: %s\n", __VERSION__);
#ifdef BM_COMMIT
    printf("commit: %s\n", BM_COMMIT);
#endif
}

struct bench_set {
    bm_border *border;
    bm_segments *segments;
    bm_tagger *tagger;
    bm_arena *arena;
};

static inline bm_status bench_open(bm_ctx *ctx, const char *path, bm_edges edges, struct bench_set *s)
{
    bm_tag_options options = {.segment_m = 50000, .max_m = 100000, .edges = edges};
    bm_border_info info;
    double t0 = bench_now_s(), t1, t2;
    bm_status st;

    if ((st = bm_border_open(ctx, path, &s->border)) != BM_OK) return st;
    t1 = bench_now_s();
    bm_border_get_info(s->border, &info);
    if ((st = bm_segments_cut(ctx, s->border, &options, &s->segments)) != BM_OK) return st;
    if ((st = bm_tagger_create(ctx, s->border, s->segments, &options, &s->tagger)) != BM_OK) return st;
    if ((st = bm_arena_create(ctx, &s->arena)) != BM_OK) return st;
    t2 = bench_now_s();
    printf("%u dyads, %u parts, %.0f points, %.1f MB; opened in %.1f ms, segments and tagger in %.1f ms\n",
           (unsigned)info.n_dyads, (unsigned)info.n_parts, (double)info.n_points, (double)info.bytes / 1e6,
           (t1 - t0) * 1e3, (t2 - t1) * 1e3);
    return BM_OK;
}

static inline void bench_close(struct bench_set *s)
{
    bm_arena_destroy(s->arena);
    bm_tagger_destroy(s->tagger);
    bm_segments_destroy(s->segments);
    bm_border_close(s->border);
}

/* A seeded point, even over the earth. */
static inline bm_ll bench_point(uint64_t *state)
{
    bm_ll p;

    p.lon_deg = -180 + 360 * bench_uniform(state);
    p.lat_deg = asin(-1 + 2 * bench_uniform(state)) * 57.29577951308232;
    return p;
}

/* n points even over the land by the file's outlines. */
static inline bm_status bench_land_points(bm_ctx *ctx, struct bench_set *s, long n, bm_ll *points)
{
    uint64_t state = 42;

    for (long i = 0; i < n;) {
        bm_where where = {.has_point = true, .point = bench_point(&state)};
        bm_tag tag;
        bm_status st;

        if (where.point.lat_deg < -60) continue;
        if ((st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag)) != BM_OK) return st;
        if (tag.side[0]) points[i++] = where.point;
    }
    return BM_OK;
}

#endif
