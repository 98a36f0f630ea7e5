/* Gives other programs what the tag has, and its answers: peer_points BORDERS.bmb N EDGES.csv POINTS.csv.
 * EDGES: dyad,x1,y1,x2,y2 of every edge. POINTS: N land points, even over the land, with the tag by both edge
 * models: id,lon,lat,dyad,dist_m,near_lon,near_lat,dyad_geodesic,dist_geodesic_m. Prints the seconds that the
 * tags of either model took on one core, by the clock, as the others are timed. */
#include "bench/bench.h"

#include "border/bmb.h"

static FILE *open_text(const char *path)
{
    FILE *f = fopen(path, "w");

    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

static void write_edges(const bm_border *border, const char *path)
{
    FILE *f = open_text(path);

    for (uint32_t p = 0; p < border->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];

        for (uint32_t i = part->first; i + 1 < part->first + part->n; i++)
            fprintf(f, "%s,%.7f,%.7f,%.7f,%.7f\n", border->dyads[part->dyad].name, border->pts[i].lon_deg,
                    border->pts[i].lat_deg, border->pts[i + 1].lon_deg, border->pts[i + 1].lat_deg);
    }
    if (fclose(f) != 0) perror(path), exit(1);
}

static bm_status tag_all(bm_ctx *ctx, struct bench_set *set, const char *model, const bm_ll *points, long n,
                         bm_tag *tags)
{
    double from_s = bench_now_s();
    bm_status st = BM_OK;

    for (long i = 0; i < n && st == BM_OK; i++) {
        bm_where where = {.has_point = true, .point = points[i]};

        st = bm_tag_place(ctx, set->tagger, &where, set->arena, &tags[i]);
    }
    printf("bordermap_%s_s,%.6f\n", model, bench_now_s() - from_s);
    return st;
}

static bm_status run(bm_ctx *ctx, char **argv)
{
    long n = atol(argv[2]);
    bm_ll *points = bench_alloc((size_t)n, sizeof *points);
    bm_tag *tags[2] = {bench_alloc((size_t)n, sizeof(bm_tag)), bench_alloc((size_t)n, sizeof(bm_tag))};
    struct bench_set sets[2] = {0};
    FILE *f;
    bm_status st;

    for (int k = 0; k < 2; k++)
        if ((st = bench_open(ctx, argv[1], k == 0 ? BM_EDGES_LONLAT : BM_EDGES_GEODESIC, &sets[k])) != BM_OK)
            return st;
    if ((st = bench_land_points(ctx, &sets[0], n, points)) != BM_OK) return st;
    for (long i = 0; i < n; i++) { /* what the others read */
        points[i].lon_deg = round(points[i].lon_deg * 1e7) / 1e7;
        points[i].lat_deg = round(points[i].lat_deg * 1e7) / 1e7;
    }
    for (int k = 0; k < 2; k++)
        if ((st = tag_all(ctx, &sets[k], k == 0 ? "lonlat" : "geodesic", points, n, tags[k])) != BM_OK)
            return st;
    write_edges(sets[0].border, argv[3]);
    f = open_text(argv[4]);
    for (long i = 0; i < n; i++)
        fprintf(f, "%ld,%.7f,%.7f,%s,%.6f,%.12f,%.12f,%s,%.6f\n", i, points[i].lon_deg, points[i].lat_deg,
                sets[0].border->dyads[tags[0][i].dyad].name, tags[0][i].dist_m, tags[0][i].near.lon_deg,
                tags[0][i].near.lat_deg, sets[0].border->dyads[tags[1][i].dyad].name, tags[1][i].dist_m);
    if (fclose(f) != 0) perror(argv[4]), exit(1);
    for (int k = 0; k < 2; k++) bench_close(&sets[k]);
    return BM_OK;
}

int main(int argc, char **argv)
{
    bm_ctx *ctx;
    bm_status st;

    if (argc != 5) {
        fprintf(stderr, "usage: peer_points BORDERS.bmb N EDGES.csv POINTS.csv\n");
        return 2;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    st = run(ctx, argv);
    if (st != BM_OK) fprintf(stderr, "peer_points: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : 1;
}
