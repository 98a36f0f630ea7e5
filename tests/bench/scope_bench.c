/* Scopes on a grid, as PRIO-GRID has it: scope_bench BORDERS.bmb [CHECKS] [STEP_DEG] [lonlat|geodesic]. The
 * centres of all cells (half a degree) that lie on land by the file's outlines, to the own border, foreign
 * ground and the own outline: time for each, and CHECKS cells, seeded, against every edge there is. Exit 1 if
 * one differs by more than a millimetre. */
#include "bench/bench.h"

#include "border/bmb.h"
#include "geo/arc.h"
#include "geo/chord.h"

struct cells {
    bm_ll *at;
    long n, cap;
};

static bm_status find_cells(bm_ctx *ctx, struct bench_set *s, double step_deg, struct cells *cells)
{
    long n_x = lround(360 / step_deg), n_y = lround(180 / step_deg);

    cells->at = bench_alloc((size_t)(n_x * n_y), sizeof *cells->at);
    for (long i = 0; i < n_x * n_y; i++) {
        bm_where where = {.has_point = true,
                          .point = {-180 + step_deg * ((double)(i % n_x) + 0.5),
                                    -90 + step_deg * ((double)(i / n_x) + 0.5)}};
        bm_tag tag;
        bm_status st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag);

        if (st != BM_OK) return st;
        if (tag.side[0]) cells->at[cells->n++] = where.point;
    }
    return BM_OK;
}

/* ---- every edge ---- */

struct every {
    const bm_border *border;
    bm_measure *measure;
    const struct bmb_run *runs; /* of shores */
    uint32_t n_runs;
    struct bm_xyz *pts, *ring_pts;
    double *sag_m, *ring_sag_m; /* of the edge that begins at each */
    bool geodesic;
};

static void place(const bm_ll *pts, uint32_t n, struct bm_xyz *xyz, double *sag_m)
{
    for (uint32_t i = 0; i < n; i++) {
        xyz[i] = bm_xyz_of(pts[i]);
        if (i == 0) continue;
        sag_m[i - 1] = bm_arc_sag_m(remainder(pts[i].lon_deg - pts[i - 1].lon_deg, 360),
                                    pts[i].lat_deg - pts[i - 1].lat_deg);
    }
}

static bm_status every_open(bm_ctx *ctx, const bm_border *border, bool geodesic, struct every *every)
{
    const struct bmb_section *runs = &border->header->section[BMB_SHORE_RUNS];

    *every = (struct every){.border = border, .geodesic = geodesic};
    every->runs = (const void *)(border->mapping.p + runs->offset);
    every->n_runs = (uint32_t)runs->n;
    every->pts = bench_alloc(border->n_pts, sizeof *every->pts);
    every->sag_m = bench_alloc(border->n_pts, sizeof *every->sag_m);
    every->ring_sag_m = bench_alloc(border->n_ring_pts, sizeof *every->ring_sag_m);
    every->ring_pts = bench_alloc(border->n_ring_pts, sizeof *every->ring_pts);
    place(border->pts, border->n_pts, every->pts, every->sag_m);
    place(border->ring_pts, border->n_ring_pts, every->ring_pts, every->ring_sag_m);
    return bm_measure_create(ctx, &every->measure);
}

/* Lowers *least_m by an edge, unless its chord says that it cannot be nearer. */
static void try_edge(struct every *every, struct bm_xyz from, bool ring, uint32_t i, double *least_m)
{
    const struct bm_xyz *xyz = ring ? every->ring_pts : every->pts;
    const bm_ll *pts = ring ? every->border->ring_pts : every->border->pts;
    double far_m = *least_m + (ring ? every->ring_sag_m : every->sag_m)[i] + 0.001, t;
    struct bm_foot foot;
    struct bm_arc arc;

    if (bm_chord_distance2(from, xyz[i], xyz[i + 1], &t) > far_m * far_m) return;
    arc = bm_arc_of(pts[i], pts[i + 1], every->geodesic);
    bm_arc_nearest(every->measure, &arc, 0, 1, t, &foot);
    *least_m = fmin(*least_m, foot.dist_m);
}

static double every_edge_m(struct every *every, bm_ll p, const char *own, bm_scope scope)
{
    const bm_border *border = every->border;
    struct bm_xyz from = bm_xyz_of(p);
    double least_m = INFINITY;

    bm_measure_from(every->measure, p);
    for (uint32_t k = 0; k < border->n_parts; k++) {
        const bm_dyad *dyad = &border->dyads[border->parts[k].dyad];

        if (strcmp(dyad->iso_a, own) != 0 && strcmp(dyad->iso_b, own) != 0) continue;
        for (uint32_t i = border->parts[k].first; i + 1 < border->parts[k].first + border->parts[k].n; i++)
            try_edge(every, from, false, i, &least_m);
    }
    for (uint32_t r = 0; r < every->n_runs && scope != BM_SCOPE_OWN; r++) {
        const struct bmb_run *run = &every->runs[r];
        bool mine = strcmp(border->countries[run->dyad].iso, own) == 0;

        for (uint32_t i = 0; i < run->n_edges && mine == (scope == BM_SCOPE_OUTLINE); i++)
            try_edge(every, from, true, run->first + i, &least_m);
    }
    return least_m;
}

static bm_status check(bm_ctx *ctx, struct bench_set *s, struct every *every, const struct cells *cells,
                       long n_checks, bm_scope scope, long *wrong)
{
    uint64_t state = 7;
    double worst_m = 0;

    for (long i = 0; i < n_checks; i++) {
        bm_where where = {.has_point = true,
                          .point = cells->at[(long)(bench_uniform(&state) * (double)cells->n)]};
        double least_m, off_m;
        bm_tag tag;
        bm_status st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag);

        if (st != BM_OK) return st;
        least_m = every_edge_m(every, where.point, tag.side, scope);
        off_m = isfinite(least_m) ? fabs(tag.dist_m - least_m) : isnan(tag.dist_m) ? 0 : INFINITY;
        if (!(off_m <= 0.001)) ++*wrong;
        worst_m = fmax(worst_m, off_m);
    }
    printf("    %ld cells against every edge: greatest difference %.2e m, wrong: %ld\n", n_checks, worst_m,
           *wrong);
    return BM_OK;
}

static bm_status run_scope(bm_ctx *ctx, struct bench_set *s, struct every *every, const struct cells *cells,
                           long n_checks, bm_scope scope, long *wrong)
{
    bm_tag_options options = {.segment_m = 50000, .max_m = 100000, .scope = scope};
    double opened_s = bench_cpu_s(), cpu_s, done_s, sum_m = 0;
    long none = 0;
    bm_status st;

    options.edges = every->geodesic ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT;
    bm_tagger_destroy(s->tagger);
    s->tagger = NULL;
    if ((st = bm_tagger_create(ctx, s->border, s->segments, &options, &s->tagger)) != BM_OK) return st;
    cpu_s = bench_cpu_s();
    for (long i = 0; i < cells->n; i++) {
        bm_where where = {.has_point = true, .point = cells->at[i]};
        bm_tag tag;

        if ((st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag)) != BM_OK) return st;
        if (isnan(tag.dist_m))
            none++;
        else
            sum_m += tag.dist_m;
    }
    done_s = bench_cpu_s();
    printf("%-8s %.2f s for %ld cells, %.1f microseconds each; opened in %.0f ms (processor time); mean %.6f "
           "km, %ld "
           "without\n",
           bm_scope_name(scope), done_s - cpu_s, cells->n, (done_s - cpu_s) / (double)cells->n * 1e6,
           (cpu_s - opened_s) * 1e3, sum_m / (double)(cells->n - none) / 1000, none);
    return check(ctx, s, every, cells, n_checks, scope, wrong);
}

static bm_status run(bm_ctx *ctx, const char *path, long n_checks, double step_deg, bool geodesic,
                     long *wrong)
{
    struct bench_set s = {0};
    struct cells cells = {0};
    struct every every = {0};
    bm_status st;

    if ((st = bench_open(ctx, path, geodesic ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT, &s)) != BM_OK) goto done;
    if ((st = find_cells(ctx, &s, step_deg, &cells)) != BM_OK) goto done;
    if ((st = every_open(ctx, s.border, geodesic, &every)) != BM_OK) goto done;
    for (int scope = BM_SCOPE_OWN; scope <= BM_SCOPE_OUTLINE && st == BM_OK; scope++)
        st = run_scope(ctx, &s, &every, &cells, n_checks, (bm_scope)scope, wrong);
done:
    free(cells.at);
    free(every.pts);
    free(every.ring_pts);
    free(every.sag_m);
    free(every.ring_sag_m);
    bm_measure_destroy(ctx, every.measure);
    bench_close(&s);
    return st;
}

int main(int argc, char **argv)
{
    bool geodesic = argc > 4 && strcmp(argv[4], "geodesic") == 0;
    long wrong = 0;
    bm_ctx *ctx;
    bm_status st;

    if (argc < 2) {
        fprintf(stderr, "usage: scope_bench BORDERS.bmb [CHECKS] [STEP_DEG] [lonlat|geodesic]\n");
        return 2;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    bench_print_machine();
    st = run(ctx, argv[1], argc > 2 ? atol(argv[2]) : 200, argc > 3 ? atof(argv[3]) : 0.5, geodesic, &wrong);
    if (st != BM_OK) fprintf(stderr, "scope_bench: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK && wrong == 0 ? 0 : 1;
}
