/* What the statistics cost beside reading, placing and tagging: tally_bench BORDERS.bmb [ROWS]. Rows are made
 * at random, each at a place of its own (the worst case for every table), half with a radius of 96 samples or
 * none; then 5,000 incidents against a pool of a million places, 999 draws. One thread. */
#include "bench/bench.h"

#include "bordermap/layer.h"
#include "base/str.h"

enum { VALUES = 300, POOL = 1000000, FEW = 5000, DRAWS = 999 };

struct made {
    bm_incident incident;
    bm_place place;
    bm_tag tag;
};

static char names[VALUES][16];

static void make_row(uint64_t *seed, const bm_segment *segments, uint32_t n_segments, const bm_dyad *dyads,
                     struct made *row)
{
    uint32_t segment = (uint32_t)(bench_uniform(seed) * n_segments);
    *row = (struct made){.incident = {.killed = (int64_t)(bench_uniform(seed) * 9), .injured = BM_NO_COUNT},
                         .place = {.status = BM_RESOLVED, .has_point = true}};
    row->place.point = (bm_ll){bench_uniform(seed) * 360 - 180, bench_uniform(seed) * 180 - 90};
    row->place.adm1 = bm_str_z(names[(size_t)(bench_uniform(seed) * 50)]);
    row->incident.etype = bm_str_z(names[(size_t)(bench_uniform(seed) * 10)]);
    row->incident.actor1 = bm_str_z(names[(size_t)(bench_uniform(seed) * VALUES)]);
    row->incident.actor2 = bm_str_z(names[(size_t)(bench_uniform(seed) * VALUES)]);
    row->incident.d_start = row->incident.d_end = (bm_day)(bench_uniform(seed) * 11000);
    row->tag.dyad = segments[segment].dyad;
    row->tag.segment = (int32_t)segment;
    row->tag.dist_m = row->tag.dmin_m = row->tag.dmax_m = bench_uniform(seed) * 400e3;
    memcpy(row->tag.side, bench_uniform(seed) < 0.5 ? dyads[row->tag.dyad].iso_a : dyads[row->tag.dyad].iso_b,
           4);
}

static bm_status add_rows(bm_ctx *ctx, bm_tally *tally, const bm_naming *n, size_t rows, double *cpu_s)
{
    enum { BATCH = 2048 };
    struct made *made = bench_alloc(BATCH, sizeof *made);
    uint64_t seed = 1;
    bm_status st = BM_OK;
    *cpu_s = 0;
    for (size_t done = 0; done < rows && st == BM_OK; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++) make_row(&seed, n->segments, n->n_segments, n->dyads, &made[i]);
        double from = bench_cpu_s();
        for (size_t i = 0; i < BATCH && done + i < rows && st == BM_OK; i++) {
            bm_row row = {&made[i].incident, &made[i].place, &made[i].tag};
            st = bm_tally_add(ctx, tally, &row);
        }
        *cpu_s += bench_cpu_s() - from;
    }
    free(made);
    return st;
}

static bm_status make_tally(bm_ctx *ctx, const bm_border *border, const bm_segments *segments, uint32_t draws,
                            bm_tally **out)
{
    static const double bands_m[] = {10e3, 25e3, 50e3, 100e3};
    bm_stats_options options = {.max_m = 100e3, .bands_m = bands_m, .n_bands = 4, .draws = draws, .seed = 1};
    options.by = bm_dimension_defaults(&options.n_by);
    return bm_tally_create(ctx, border, segments, &options, out);
}

/* Two tallies, as two threads make them, then one. */
static bm_status many(bm_ctx *ctx, const bm_border *border, const bm_segments *segments, const bm_naming *n,
                      size_t rows)
{
    bm_tally *a, *b;
    bm_stats *stats;
    double add_a, add_b;
    bm_status st = make_tally(ctx, border, segments, 0, &a);
    if (st == BM_OK) st = make_tally(ctx, border, segments, 0, &b);
    if (st == BM_OK) st = add_rows(ctx, a, n, rows / 2, &add_a);
    if (st == BM_OK) st = add_rows(ctx, b, n, rows - rows / 2, &add_b);
    double from = bench_cpu_s();
    if (st == BM_OK) st = bm_tally_merge(ctx, a, b);
    double merged = bench_cpu_s();
    if (st == BM_OK) st = bm_stats_finish(ctx, a, NULL, &stats);
    if (st != BM_OK) return st;
    printf("%zu rows: adding %.2f s (%.2f us a row), merging two %.2f s, finishing %.2f s of processor time; "
           "by two "
           "threads about %.2f s\n",
           rows, add_a + add_b, (add_a + add_b) / (double)rows * 1e6, merged - from, bench_cpu_s() - merged,
           (add_a + add_b) / 2 + bench_cpu_s() - from);
    bm_stats_destroy(stats);
    bm_tally_destroy(a);
    bm_tally_destroy(b);
    return BM_OK;
}

/* A pool with the two countries of each row's border: as many places for each country. */
static bm_status against_pool(bm_ctx *ctx, const bm_border *border, const bm_segments *segments,
                              const bm_naming *n)
{
    bm_tally *tally;
    bm_stats *stats;
    bm_arena *arena;
    const char *const *codes;
    size_t n_codes;
    double cpu_s;
    uint64_t seed = 2;
    bm_status st = make_tally(ctx, border, segments, DRAWS, &tally);
    if (st == BM_OK) st = add_rows(ctx, tally, n, FEW, &cpu_s);
    if (st == BM_OK) st = bm_arena_create(ctx, &arena);
    if (st == BM_OK) st = bm_tally_countries(ctx, tally, arena, &codes, &n_codes);
    if (st != BM_OK) return st;
    char(*iso3)[4] = bench_alloc(n_codes, 4);
    uint32_t *first = bench_alloc(n_codes + 1, sizeof *first), *metres = bench_alloc(POOL, sizeof *metres);
    int32_t *dyad = bench_alloc(POOL, sizeof *dyad);
    float *people = bench_alloc(POOL, sizeof *people);
    double *km2 = bench_alloc(n_codes, sizeof *km2), *total = bench_alloc(n_codes, sizeof *total);
    for (size_t c = 0; c < n_codes; c++) memcpy(iso3[c], codes[c], 4), km2[c] = 1e6;
    for (size_t c = 0; c <= n_codes; c++) first[c] = (uint32_t)(POOL * c / n_codes);
    for (size_t i = 0; i < POOL; i++) {
        metres[i] = (uint32_t)(bench_uniform(&seed) * 600e3);
        dyad[i] = (int32_t)(bench_uniform(&seed) * n->n_dyads);
        people[i] = 1;
    }
    bm_null_pool pool = {n_codes, (const char(*)[4])iso3,        km2,
                         total,   {first, metres, dyad, people}, {first, metres, dyad, NULL},
                         "{}"};
    double from = bench_cpu_s();
    if ((st = bm_stats_finish(ctx, tally, &pool, &stats)) != BM_OK) return st;
    printf("%d incidents at as many places, %d draws, a pool of %d places in %zu countries, %zu borders: "
           "%.2f s of processor "
           "time\n",
           FEW, DRAWS, POOL, n_codes, bm_stats_findings(stats)->dimensions[1].n_groups, bench_cpu_s() - from);
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_arena_destroy(arena);
    return BM_OK;
}

int main(int argc, char **argv)
{
    bm_ctx *ctx;
    bm_border *border;
    bm_segments *segments;
    bm_tag_options options = {.segment_m = 50e3, .max_m = 100e3};
    bm_naming n = {0};
    if (argc < 2 || bm_ctx_create(NULL, &ctx) != BM_OK) return 2;
    for (int i = 0; i < VALUES; i++) snprintf(names[i], sizeof names[i], "value %d", i);
    bm_status st = bm_border_open(ctx, argv[1], &border);
    if (st == BM_OK) st = bm_segments_cut(ctx, border, &options, &segments);
    if (st == BM_OK) {
        n.dyads = bm_border_dyads(border, &n.n_dyads);
        n.segments = bm_segments_all(segments, &n.n_segments);
        if (argc > 3) n.n_segments = (uint32_t)atoi(argv[3]); /* only the first borders */
        st = many(ctx, border, segments, &n, argc > 2 ? (size_t)atol(argv[2]) : 1000000);
    }
    if (st == BM_OK) st = against_pool(ctx, border, segments, &n);
    if (st != BM_OK) fprintf(stderr, "%s\n", bm_ctx_error(ctx));
    return st == BM_OK ? 0 : 1;
}
