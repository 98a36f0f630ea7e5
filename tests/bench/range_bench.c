/* Certified ranges of provinces: range_bench BORDERS.bmb GAZETTEER.bmg [CHECKED [SAMPLES [check]]]. The range
 * and the whole tag of every first-level area of the gazetteer by processor time: mean, 95 in 100, greatest.
 * CHECKED areas, seeded, are held against SAMPLES points of each, on the rim and inside: exit 1 if one lies
 * outside the range by more than it is certified to. The shares of those inside within 10, 25, 50 and 100 km
 * are compared with the tag's samples. With `check` nothing is timed (the test range_samples).
 */
#include "bench/bench.h"

#include "border/tagger.h"
#include "geo/wgs84.h"
#include "bordermap/gazetteer.h"

#define MIN_GAP_M 5.0
#define MAX_GAP_M 10.0

struct figures {
    double *range_s, *tag_s;
    size_t n;
};

static void print_times(const char *what, const double *seconds, size_t n)
{
    double *sorted = bench_alloc(n, sizeof *sorted), sum = 0;

    if (n == 0) return;
    memcpy(sorted, seconds, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, bench_by_value);
    for (size_t i = 0; i < n; i++) sum += sorted[i];
    printf("%-14s mean %.3f ms, median %.3f, 95 in 100 at most %.3f, greatest %.3f\n", what,
           sum / (double)n * 1e3, sorted[n / 2] * 1e3, sorted[n * 95 / 100] * 1e3, sorted[n - 1] * 1e3);
    free(sorted);
}

static bm_status time_areas(bm_ctx *ctx, struct bench_set *s, const bm_province *provinces, size_t n,
                            struct figures *out)
{
    for (size_t i = 0; i < n; i++) {
        bm_where where = {.area = provinces[i].area};
        double at_s[3], min_m, max_m;
        bm_status st;
        bm_tag tag;

        at_s[0] = bench_cpu_s();
        if ((st = bm_tag_area_range(ctx, s->tagger, &where.area, &min_m, &max_m)) != BM_OK) return st;
        at_s[1] = bench_cpu_s();
        if ((st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag)) != BM_OK) return st;
        at_s[2] = bench_cpu_s();
        out->range_s[out->n] = at_s[1] - at_s[0];
        out->tag_s[out->n++] = at_s[2] - at_s[1];
        if (at_s[1] - at_s[0] > 0.02)
            printf("    %s %s: %.1f ms, %.3f to %.3f km\n", provinces[i].iso3, provinces[i].name,
                   (at_s[1] - at_s[0]) * 1e3, min_m / 1000, max_m / 1000);
    }
    return BM_OK;
}

static bm_ll rim_point(const bm_area *area, uint64_t *state)
{
    uint32_t ring = (uint32_t)(bench_uniform(state) * area->n_rings), first = area->ring_first[ring];
    uint32_t n = area->ring_first[ring + 1] - first, i = (uint32_t)(bench_uniform(state) * n);
    bm_ll a = area->pts[first + i], b = area->pts[first + (i + 1) % n];
    double t = bench_uniform(state);

    return (bm_ll){a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)};
}

/* Half of the samples lie on the rim, the others inside, even on a sphere. */
static bool sample(const bm_area *area, uint64_t *state, bool rim, bm_ll *p)
{
    double width_deg = area->box.east_deg - area->box.west_deg;
    double south = sin(area->box.south_deg * BM_DEG_RAD), north = sin(area->box.north_deg * BM_DEG_RAD);

    if (rim) {
        *p = rim_point(area, state);
        return true;
    }
    if (width_deg < 0) width_deg += 360;
    p->lon_deg = remainder(area->box.west_deg + width_deg * bench_uniform(state), 360);
    p->lat_deg = asin(south + (north - south) * bench_uniform(state)) / BM_DEG_RAD;
    return bm_area_contains(area, *p);
}

/* Points inside, and how many of them are within each limit. */
struct inside {
    long n, within[4];
};
static const double limits_m[4] = {10e3, 25e3, 50e3, 100e3};

/* Differences between the shares of the tag's samples and those of the points, where both can be. */
struct differences {
    double sum, most;
    long n;
};

static bm_status compare_shares(bm_ctx *ctx, struct bench_set *s, const bm_area *area,
                                const struct inside *inside, struct differences *out)
{
    bm_where where = {.area = *area};
    bm_tag tag;
    bm_status st = bm_tag_place(ctx, s->tagger, &where, s->arena, &tag);

    for (int k = 0; k < 4 && st == BM_OK; k++) {
        uint32_t n = 0;
        double apart;

        if (inside->n == 0 || tag.dmax_m <= limits_m[k] || tag.dmin_m > limits_m[k]) continue;
        while (n < tag.n_samples && tag.sample_m[n] <= limits_m[k]) n++;
        apart = fabs((double)n / tag.n_samples - (double)inside->within[k] / (double)inside->n);
        out->sum += apart, out->n++;
        out->most = fmax(out->most, apart);
    }
    return st;
}

static bm_status check(bm_ctx *ctx, struct bench_set *s, const bm_province *provinces, size_t n, long checked,
                       long samples, long *wrong)
{
    uint64_t state = 11;
    double over_m = -INFINITY, under_m = -INFINITY;
    struct differences apart = {0};

    for (long c = 0; c < checked; c++) {
        const bm_province *province = &provinces[(size_t)(bench_uniform(&state) * (double)n)];
        double min_m, max_m, least_m = INFINITY, most_m = -INFINITY;
        struct inside inside = {0};
        bm_status st = bm_tag_area_range(ctx, s->tagger, &province->area, &min_m, &max_m);

        for (long i = 0; i < samples && st == BM_OK; i++) {
            double d_m;
            bm_ll p, near;

            if (!sample(&province->area, &state, i % 2 == 0, &p)) continue;
            st = bm_tag_distance(ctx, s->tagger, p, &d_m, &near);
            least_m = fmin(least_m, d_m), most_m = fmax(most_m, d_m);
            inside.n += i % 2;
            for (int k = 0; k < 4; k++) inside.within[k] += i % 2 && d_m <= limits_m[k];
        }
        if (st == BM_OK) st = compare_shares(ctx, s, &province->area, &inside, &apart);
        if (st != BM_OK) return st;
        over_m = fmax(over_m, most_m - max_m), under_m = fmax(under_m, min_m - least_m);
        if (most_m <= max_m + MAX_GAP_M && least_m >= min_m - MIN_GAP_M) continue;
        ++*wrong;
        printf("    %s %s: sampled %.3f to %.3f m, certified %.3f to %.3f m\n", province->iso3,
               province->name, least_m, most_m, min_m, max_m);
    }
    printf("%ld areas, %ld samples each: at most %.3f m above and %.3f m below the range; wrong: %ld\n",
           checked, samples, over_m, under_m, *wrong);
    printf("shares within 10, 25, 50, 100 km that are not 0 or 1: %ld, apart by %.4f (mean), at most %.4f\n",
           apart.n, apart.n ? apart.sum / (double)apart.n : 0, apart.most);
    return BM_OK;
}

static bm_status run(bm_ctx *ctx, char **argv, long checked, long samples, bool timed, long *wrong)
{
    struct bench_set s = {0};
    struct figures figures = {0};
    bm_gazetteer *gazetteer = NULL;
    const bm_province *provinces;
    size_t n;
    bm_status st;

    if ((st = bench_open(ctx, argv[1], BM_EDGES_LONLAT, &s)) != BM_OK) goto done;
    if ((st = bm_gazetteer_open(ctx, argv[2], &gazetteer)) != BM_OK) goto done;
    if ((st = bm_gazetteer_provinces(ctx, gazetteer, s.arena, &provinces, &n)) != BM_OK) goto done;
    figures.range_s = bench_alloc(n, sizeof(double));
    figures.tag_s = bench_alloc(n, sizeof(double));
    if (timed && (st = time_areas(ctx, &s, provinces, n, &figures)) != BM_OK) goto done;
    if (timed) printf("%lu areas, processor time\n", (unsigned long)n);
    print_times("range", figures.range_s, figures.n);
    print_times("range, shares", figures.tag_s, figures.n);
    if (n > 0) st = check(ctx, &s, provinces, n, checked, samples, wrong);
done:
    free(figures.range_s);
    free(figures.tag_s);
    bm_gazetteer_close(gazetteer);
    bench_close(&s);
    return st;
}

int main(int argc, char **argv)
{
    long wrong = 0;
    bm_ctx *ctx;
    bm_status st;

    if (argc >= 3) { /* without the built data there is nothing to hold against */
        FILE *f = fopen(argv[1], "rb");

        if (!f) return 77;
        fclose(f);
    } else {
        fprintf(stderr, "usage: range_bench BORDERS.bmb GAZETTEER.bmg [CHECKED [SAMPLES [check]]]\n");
        return 2;
    }
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    bench_print_machine();
    st = run(ctx, argv, argc > 3 ? atol(argv[3]) : 200, argc > 4 ? atol(argv[4]) : 2000, argc < 6, &wrong);
    if (st != BM_OK) fprintf(stderr, "range_bench: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK && wrong == 0 ? 0 : 1;
}
