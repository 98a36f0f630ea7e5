/* How fast places are tagged: tag_bench BORDERS.bmb [N] [lonlat|geodesic] [all]. N seeded points, even over
 * the land by the file's outlines (`all`: even over the earth, seas included), in rounds; prints the time to
 * open, points a second on one core and on two, by processor time of the threads and by the clock, and what
 * it ran on. Asserts nothing. */
#include "bench/bench.h"

#include <pthread.h>

enum { ROUNDS = 5, MOST_THREADS = 2 };

/* One thread's share of the points. */
struct job {
    bm_ctx *ctx;
    struct bench_set *set; /* border and segments are shared, tagger and arena are its own */
    const bm_ll *points;
    long n;
    double sum_m, cpu_s;
    bm_status status;
};

static void *tag_all(void *arg)
{
    struct job *job = arg;
    double from_s = bench_clock_s(CLOCK_THREAD_CPUTIME_ID);

    job->sum_m = 0;
    job->status = BM_OK;
    for (long i = 0; i < job->n && job->status == BM_OK; i++) {
        bm_where where = {.has_point = true, .point = job->points[i]};
        bm_tag tag;

        job->status = bm_tag_place(job->ctx, job->set->tagger, &where, job->set->arena, &tag);
        job->sum_m += tag.dist_m;
    }
    job->cpu_s = bench_clock_s(CLOCK_THREAD_CPUTIME_ID) - from_s;
    return NULL;
}

/* Median of the rounds: seconds by the clock, and of processor time of all threads together. */
static bm_status time_rounds(struct job *jobs, int n_jobs, double *wall_s, double *cpu_s)
{
    double wall[ROUNDS], cpu[ROUNDS];

    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[MOST_THREADS];
        double from_s = bench_now_s();

        for (int k = 1; k < n_jobs; k++)
            if (pthread_create(&threads[k], NULL, tag_all, &jobs[k]) != 0) return BM_ELIBRARY;
        tag_all(&jobs[0]);
        for (int k = 1; k < n_jobs; k++) pthread_join(threads[k], NULL);
        wall[round] = bench_now_s() - from_s;
        cpu[round] = 0;
        for (int k = 0; k < n_jobs; k++) cpu[round] += jobs[k].cpu_s;
        for (int k = 0; k < n_jobs; k++)
            if (jobs[k].status != BM_OK) return jobs[k].status;
    }
    *wall_s = bench_median(wall, ROUNDS);
    *cpu_s = bench_median(cpu, ROUNDS);
    return BM_OK;
}

static bm_status run(bm_ctx *ctx, const char *path, long n, bm_edges edges, bool land)
{
    struct bench_set sets[MOST_THREADS] = {0};
    bm_ll *points = bench_alloc((size_t)n, sizeof *points);
    uint64_t state = 42;
    bm_status st;

    for (int k = 0; k < MOST_THREADS; k++)
        if ((st = bench_open(ctx, path, edges, &sets[k])) != BM_OK) goto done;
    if (land && (st = bench_land_points(ctx, &sets[0], n, points)) != BM_OK) goto done;
    for (long i = 0; !land && i < n; i++) points[i] = bench_point(&state);
    printf("%ld %spoints, %s edges, median of %d rounds\n", n, land ? "land " : "",
           edges == BM_EDGES_LONLAT ? "lonlat" : "geodesic", ROUNDS);
    for (int n_jobs = 1; n_jobs <= MOST_THREADS; n_jobs++) {
        struct job jobs[MOST_THREADS];
        double wall_s, cpu_s, sum_m = 0;

        for (int k = 0; k < n_jobs; k++) {
            long from = n * k / n_jobs, to = n * (k + 1) / n_jobs;

            jobs[k] = (struct job){.ctx = ctx, .set = &sets[k], .points = points + from, .n = to - from};
        }
        if ((st = time_rounds(jobs, n_jobs, &wall_s, &cpu_s)) != BM_OK) goto done;
        for (int k = 0; k < n_jobs; k++) sum_m += jobs[k].sum_m;
        printf("%d thread%s: %.0f points/s by processor time (%.2f microseconds each), %.0f by the clock; "
               "mean distance %.6f km\n",
               n_jobs, n_jobs > 1 ? "s" : "", (double)n * n_jobs / cpu_s, cpu_s / (double)n * 1e6,
               (double)n / wall_s, sum_m / (double)n / 1000);
    }
done:
    free(points);
    for (int k = 0; k < MOST_THREADS; k++) bench_close(&sets[k]);
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
