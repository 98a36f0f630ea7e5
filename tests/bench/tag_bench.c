/* How fast places are tagged: tag_bench BORDERS.bmb [N] [lonlat|geodesic] [all]. N seeded points, even over
 * the land by the file's outlines (`all`: even over the earth, seas included). Prints the time to open,
 * points a second on one core, and what it ran on. Asserts nothing. */
#include "bench/bench.h"

static bm_status run(bm_ctx *ctx, const char *path, long n, bm_edges edges, bool land)
{
    struct bench_set s = {0};
    bm_ll *points = calloc((size_t)n, sizeof *points);
    uint64_t state = 42;
    double t0, t1, cpu0, cpu1, sum_m = 0;
    bm_status st;

    if (!points) return BM_ENOMEM;
    if ((st = bench_open(ctx, path, edges, &s)) != BM_OK) goto done;
    if (land && (st = bench_land_points(ctx, &s, n, points)) != BM_OK) goto done;
    for (long i = 0; !land && i < n; i++) points[i] = bench_point(&state);
    cpu0 = bench_cpu_s();
    t0 = bench_now_s();
    for (long i = 0; i < n; i++) {
        bm_where where = {.has_point = true, .point = points[i]};
        bm_tag tag;

        if ((st = bm_tag_place(ctx, s.tagger, &where, s.arena, &tag)) != BM_OK) goto done;
        sum_m += tag.dist_m;
    }
    t1 = bench_now_s();
    cpu1 = bench_cpu_s();
    printf("%ld %spoints, %s edges: %.0f points/s, %.2f microseconds each (%.0f and %.2f by processor time); "
           "mean distance %.6f km\n",
           n, land ? "land " : "", edges == BM_EDGES_LONLAT ? "lonlat" : "geodesic", (double)n / (t1 - t0),
           (t1 - t0) / (double)n * 1e6, (double)n / (cpu1 - cpu0), (cpu1 - cpu0) / (double)n * 1e6,
           sum_m / (double)n / 1000);
done:
    free(points);
    bench_close(&s);
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
    bench_print_machine();
    st = run(ctx, argv[1], argc > 2 ? atol(argv[2]) : 200000, edges, argc < 5 || strcmp(argv[4], "all") != 0);
    if (st != BM_OK) fprintf(stderr, "tag_bench: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
