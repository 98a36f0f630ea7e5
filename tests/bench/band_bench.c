/* Bands of borders: band_bench BORDERS.bmb DYAD[,DYAD...] [POINTS]. Time to draw the bands of 10, 25, 50 and 100 km
 * of each, and POINTS land points within twice the widest against their exact distance: how many are in the wrong
 * band, and by how much. Exit 1 if one is farther off than the bands say. */
#include "bench/bench.h"

#include "border/tagger.h"

static const double bands_m[] = {10000, 25000, 50000, 100000};
enum { BANDS = 4 };

struct off {
    long n, wrong[BANDS], drawn[BANDS], within[BANDS];
    double worst[BANDS]; /* share of the limit */
    long far;
};

static void check(const bm_tag *tag, const bm_band *bands, int32_t dyad, bm_ll at, struct off *off)
{
    off->n++;
    for (int i = 0; i < BANDS; i++) {
        bool drawn = bm_area_contains(&bands[i].area, at);
        bool within = tag->side[0] && tag->dyad == dyad && tag->dist_m <= bands_m[i];
        double by_limit = fabs(tag->dist_m - bands_m[i]) / bands_m[i];
        double by_dyad = (tag->dyad == dyad || tag->dyad2 == dyad) ? fabs(tag->dist2_m - tag->dist_m) / 2 : INFINITY;

        off->drawn[i] += drawn;
        off->within[i] += within;
        if (drawn == within) continue;
        off->wrong[i]++;
        if (by_dyad <= BM_BAND_PART_M) continue;
        if (by_limit > off->worst[i]) off->worst[i] = by_limit;
        if (by_limit > BM_BAND_ERROR) {
            off->far++;
            printf("  %.4f %.4f: %.1f m to %d, %.1f m to %d, side '%s', drawn %d in %g km\n", at.lon_deg,
                   at.lat_deg, tag->dist_m, (int)tag->dyad, tag->dist2_m, (int)tag->dyad2, tag->side, drawn,
                   bands_m[i] / 1000);
        }
    }
}

static bm_status run(bm_ctx *ctx, struct bench_set *s, const char *name, long n_points, bool *bad)
{
    int32_t dyad = bm_border_dyad(s->border, name);
    double cpu_s = bench_cpu_s();
    struct off off = {0};
    bm_band bands[BANDS];
    uint64_t state = 5;
    bm_status st = bm_border_bands(ctx, s->border, NULL, 0, dyad, bands_m, BANDS, s->arena, bands);

    if (st != BM_OK) return st;
    printf("%s: %.1f ms of processor time;", name, (bench_cpu_s() - cpu_s) * 1e3);
    for (int i = 0; i < BANDS; i++)
        printf(" %g km: %.0f km2, %u rings, %u points;", bands_m[i] / 1000, bands[i].area_km2, bands[i].area.n_rings,
               bands[i].area.n_rings ? bands[i].area.ring_first[bands[i].area.n_rings] : 0);
    printf("\n");
    const bm_box *box = &bands[BANDS - 1].area.box;

    while (off.n < n_points) {
        bm_where where = {.has_point = true,
                          .point = {box->west_deg - 0.5 + bench_uniform(&state) * (box->east_deg - box->west_deg + 1),
                                    box->south_deg - 0.5 + bench_uniform(&state) * (box->north_deg - box->south_deg + 1)}};
        bm_tag tag;

        if ((st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag)) != BM_OK) return st;
        int32_t ground;

        st = bm_border_country_at(ctx, s->border, s->tagger->ring_sets, where.point, s->tagger->day, &ground);
        if (st != BM_OK) return st;
        if (ground < 0) tag.side[0] = '\0'; /* a shore town's side is no ground */
        if (ground < 0 && tag.dist_m < 500) continue; /* a gap between two outlines */
        if ((tag.dyad != dyad && tag.dyad2 != dyad) || tag.dist_m > 2 * bands_m[BANDS - 1]) continue;
        check(&tag, bands, dyad, where.point, &off);
    }
    for (int i = 0; i < BANDS && off.n; i++)
        printf("  %g km: %ld points drawn, %ld within, %ld of %ld wrong, farthest by %.3f %% of the limit\n",
               bands_m[i] / 1000, off.drawn[i], off.within[i], off.wrong[i], off.n, off.worst[i] * 100);
    *bad |= off.far > 0;
    return BM_OK;
}

int main(int argc, char **argv)
{
    struct bench_set s = {0};
    bool bad = false;
    bm_ctx *ctx;
    bm_status st;

    if (argc < 3 || bm_ctx_create(NULL, &ctx) != BM_OK) return 2;
    bench_print_machine();
    st = bench_open(ctx, argv[1], BM_EDGES_LONLAT, &s);
    for (const char *p = argv[2]; st == BM_OK && strlen(p) >= 7; p += p[7] == ',' ? 8 : 7) {
        char name[8];

        snprintf(name, sizeof name, "%s", p);
        st = run(ctx, &s, name, argc > 3 ? atol(argv[3]) : 0, &bad);
    }
    if (st != BM_OK) fprintf(stderr, "%s\n", bm_ctx_error(ctx));
    bench_close(&s);
    bm_ctx_destroy(ctx);
    return st != BM_OK || bad;
}
