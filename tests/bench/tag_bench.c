/* How fast places are tagged: tag_bench BORDERS.bmb [N] [lonlat|geodesic] [all]. N seeded points, even over
 * the land by the file's outlines (`all`: even over the earth, seas included). Prints the time to open,
 * points a second on one core, and what it ran on. Asserts nothing. */
#include "bordermap/border.h"
#include "bordermap/version.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* splitmix64 */
static double uniform(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static void print_machine(void)
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

struct set_up {
    bm_border *border;
    bm_segments *segments;
    bm_tagger *tagger;
    bm_arena *arena;
};

static bm_status open_all(bm_ctx *ctx, const char *path, bm_edges edges, struct set_up *s)
{
    bm_tag_options options = {.segment_m = 50000, .max_m = 100000, .edges = edges};
    bm_border_info info;
    double t0 = now_s(), t1, t2;
    bm_status st;

    if ((st = bm_border_open(ctx, path, &s->border)) != BM_OK) return st;
    t1 = now_s();
    bm_border_get_info(s->border, &info);
    if ((st = bm_segments_cut(ctx, s->border, &options, &s->segments)) != BM_OK) return st;
    if ((st = bm_tagger_create(ctx, s->border, s->segments, &options, &s->tagger)) != BM_OK) return st;
    if ((st = bm_arena_create(ctx, &s->arena)) != BM_OK) return st;
    t2 = now_s();
    printf("%u dyads, %u parts, %.0f points, %.1f MB; opened in %.1f ms, segments and tagger in %.1f ms\n",
           (unsigned)info.n_dyads, (unsigned)info.n_parts, (double)info.n_points, (double)info.bytes / 1e6,
           (t1 - t0) * 1e3, (t2 - t1) * 1e3);
    return BM_OK;
}

/* Fills points with n points; `land`: only such as have a side. */
static bm_status make_points(bm_ctx *ctx, struct set_up *s, bool land, long n, bm_ll *points)
{
    uint64_t state = 42;

    for (long i = 0; i < n;) {
        bm_where where = {.has_point = true};
        bm_tag tag;
        bm_status st;

        where.point.lon_deg = -180 + 360 * uniform(&state);
        where.point.lat_deg = asin(-1 + 2 * uniform(&state)) * 57.29577951308232;
        if (land && where.point.lat_deg < -60) continue;
        if ((st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag)) != BM_OK) return st;
        if (!land || tag.side[0]) points[i++] = where.point;
    }
    return BM_OK;
}

static bm_status run(bm_ctx *ctx, const char *path, long n, bm_edges edges, bool land)
{
    struct set_up s = {0};
    bm_ll *points = calloc((size_t)n, sizeof *points);
    double t0, t1, sum_m = 0;
    bm_status st;

    if (!points) return BM_ENOMEM;
    if ((st = open_all(ctx, path, edges, &s)) != BM_OK) goto done;
    if ((st = make_points(ctx, &s, land, n, points)) != BM_OK) goto done;
    t0 = now_s();
    for (long i = 0; i < n; i++) {
        bm_where where = {.has_point = true, .point = points[i]};
        bm_tag tag;

        if ((st = bm_tag_place(ctx, s.tagger, &where, s.arena, &tag)) != BM_OK) goto done;
        sum_m += tag.dist_m;
    }
    t1 = now_s();
    printf("%ld %spoints, %s edges: %.0f points/s, %.2f microseconds each; mean distance %.6f km\n", n,
           land ? "land " : "", edges == BM_EDGES_LONLAT ? "lonlat" : "geodesic", (double)n / (t1 - t0),
           (t1 - t0) / (double)n * 1e6, sum_m / (double)n / 1000);
done:
    free(points);
    bm_arena_destroy(s.arena);
    bm_tagger_destroy(s.tagger);
    bm_segments_destroy(s.segments);
    bm_border_close(s.border);
    return st;
}

int main(int argc, char **argv)
{
    bm_ctx *ctx;
    bm_edges edges = argc > 3 && strcmp(argv[3], "geodesic") == 0 ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
    bm_status st;

    if (argc < 2) {
        fprintf(stderr, "usage: tag_bench BORDERS.bmb [N] [lonlat|geodesic] [all]\n");
        return 2;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    print_machine();
    st = run(ctx, argv[1], argc > 2 ? atol(argv[2]) : 200000, edges, argc < 5 || strcmp(argv[4], "all") != 0);
    if (st != BM_OK) fprintf(stderr, "tag_bench: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
