/* Where the candidates for the nearest border come from: GEOS's STRtree in several designs, or a packed tree
 * of earth-centred boxes. All feed the same exact search and must give the same tags.
 *
 * strtree_bench BORDERS.bmb [N_POINTS [ROUNDS]]: seeded land points, the designs by turns in each round;
 * processor time, the median of the rounds. Fails only if a design gives a wrong answer. */
#include "bench/designs.h"

#include "border/tagger.h"

static const struct design {
    const char *name, *what;
    bm_search_source source;
} designs[] = {
    {"program", "blocks of 16 groups of 8 runs in earth-centred boxes, 1-degree grid", bm_search_groups},
    {"packed", "packed tree of earth-centred boxes", design_packed},
    {"A", "lon/lat STRtree of runs: nearest_generic, then growing caps", design_growing_caps},
    {"B", "lon/lat STRtree of runs: 1-degree grid, one cap", design_grid_and_cap},
    {"C", "the same over groups of 8 runs", design_grid_and_cap_of_groups},
    {"D", "STRtrees of runs in 3 planes: nearest_generic to the reach", design_planes},
    {"E", "the same over groups of 8 runs", design_planes_of_groups},
    {"F", "the same after the grid's two groups", design_grid_and_planes},
};
enum { N_DESIGNS = sizeof designs / sizeof *designs };

static void use(struct bench_set *set, const struct design *design, struct plan *plan)
{
    set->tagger->search->source = design->source;
    set->tagger->search->source_user = plan;
}

/* Microseconds a point of the search alone, and of the whole tag. */
static bm_status time_design(bm_ctx *ctx, struct bench_set *set, const bm_ll *points, long n, double us[2])
{
    double t[3];
    bm_tag tag;
    bm_status st;

    t[0] = bench_cpu_s();
    for (long i = 0; i < n; i++) {
        const struct bm_hit *hits;
        size_t n_hits;

        st = bm_search_nearest(ctx, set->tagger->search, points[i], BM_SEARCH_TWO_DYADS, &hits, &n_hits);
        if (st != BM_OK) return st;
    }
    t[1] = bench_cpu_s();
    for (long i = 0; i < n; i++) {
        bm_where where = {.has_point = true, .point = points[i]};

        if ((st = bm_tag_place(ctx, set->tagger, &where, set->arena, &tag)) != BM_OK) return st;
    }
    t[2] = bench_cpu_s();
    for (int k = 0; k < 2; k++) us[k] = (t[k + 1] - t[k]) / (double)n * 1e6;
    return BM_OK;
}

static bool same(const bm_tag *a, const bm_tag *b)
{
    return a->dyad == b->dyad && a->dyad2 == b->dyad2 && a->segment == b->segment &&
           fabs(a->dist_m - b->dist_m) <= 1e-6 && fabs(a->dist2_m - b->dist2_m) <= 1e-6;
}

/* How many tags are not the program's. */
static bm_status compare(bm_ctx *ctx, struct bench_set *set, bool first, const bm_ll *points, long n,
                         bm_tag *expected, long *wrong)
{
    *wrong = 0;
    for (long i = 0; i < n; i++) {
        bm_where where = {.has_point = true, .point = points[i]};
        bm_tag tag;
        bm_status st = bm_tag_place(ctx, set->tagger, &where, set->arena, &tag);

        if (st != BM_OK) return st;
        if (first) expected[i] = tag;
        if (!same(&tag, &expected[i])) (*wrong)++;
    }
    return BM_OK;
}

static void print_table(double *us[N_DESIGNS][2], const long *wrong, int rounds)
{
    double median_us[N_DESIGNS][2];

    for (int d = 0; d < N_DESIGNS; d++)
        for (int k = 0; k < 2; k++) median_us[d][k] = bench_median(us[d][k], (size_t)rounds);
    printf("%-8s %9s %9s %8s %9s %6s\n", "design", "us search", "us tag", "tags/s", "% packed", "wrong");
    for (int d = 0; d < N_DESIGNS; d++)
        printf("%-8s %9.2f %9.2f %8.0f %9.0f %6ld  %s\n", designs[d].name, median_us[d][0], median_us[d][1],
               1e6 / median_us[d][1], 100 * median_us[1][1] / median_us[d][1], wrong[d], designs[d].what);
}

static bm_status run(bm_ctx *ctx, const char *path, long n, int rounds)
{
    struct bench_set set = {0};
    struct plan *plan = bench_alloc(1, sizeof *plan);
    bm_ll *points = bench_alloc((size_t)n, sizeof *points);
    bm_tag *expected = bench_alloc((size_t)n, sizeof *expected);
    double *us[N_DESIGNS][2];
    long wrong[N_DESIGNS], all_wrong = 0;
    bm_status st;

    if ((st = bench_open(ctx, path, BM_EDGES_LONLAT, &set)) != BM_OK) return st;
    if ((st = bench_land_points(ctx, &set, n, points)) != BM_OK) return st;
    if ((st = plan_make(ctx, set.border, plan)) != BM_OK) return st;
    for (int d = 0; d < N_DESIGNS; d++) {
        for (int k = 0; k < 2; k++) us[d][k] = bench_alloc((size_t)rounds, sizeof(double));
        use(&set, &designs[d], plan);
        if ((st = compare(ctx, &set, d == 0, points, n, expected, &wrong[d])) != BM_OK) return st;
        all_wrong += wrong[d];
    }
    for (int r = 0; r < rounds; r++)
        for (int d = 0; d < N_DESIGNS; d++) {
            double once[2];

            use(&set, &designs[d], plan);
            if ((st = time_design(ctx, &set, points, n, once)) != BM_OK) return st;
            us[d][0][r] = once[0], us[d][1][r] = once[1];
        }
    printf("%ld land points, median of %d rounds by turns, processor time\n", n, rounds);
    print_table(us, wrong, rounds);
    bench_close(&set);
    return all_wrong + plan->failed == 0 ? BM_OK
                                         : bm_fail(ctx, BM_EFORMAT, "%ld answers are wrong", all_wrong);
}

int main(int argc, char **argv)
{
    bm_ctx *ctx;
    bm_status st;

    if (argc < 2) {
        fprintf(stderr, "usage: strtree_bench BORDERS.bmb [N_POINTS [ROUNDS]]\n");
        return 2;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    bench_print_machine();
    st = run(ctx, argv[1], argc > 2 ? atol(argv[2]) : 20000, argc > 3 ? atoi(argv[3]) : 5);
    if (st != BM_OK) fprintf(stderr, "strtree_bench: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
