/* Is every tag right? exact_bench BORDERS.bmb [N_RANDOM [N_HARD [N_ALL [geodesic]]]] (1,000,000, 100,000 and
 * 2,000 if nothing is said). Random points, even over the earth, and hard ones: about tri-points, at 180
 * degrees, above 80 degrees of latitude, equidistant from two dyads. Each is tagged and searched for again by
 * code that shares nothing with the product's search but the library's geodesic:
 *
 * - every block of 64 neighbouring points of a part is looked at: the chord to its middle less its radius is
 * no longer than the geodesic to any of its edges, so a block beyond the nearest found holds nothing nearer;
 * the edges of the others are measured by their ends' distances less half their length, then by golden
 * section;
 * - for N_ALL of the points nothing is left out but by each single edge's own bound.
 *
 * Prints wrong dyads, the largest error of the distances, ties; fails if a dyad is wrong or an error passes
 * 1 mm. */
#include "bench/bench.h"

#include "border/bmb.h"

#include <geodesic.h>
#include <pthread.h>
#include <unistd.h>

enum { BLOCK = 64, THREADS = 2, MOST_DYADS = 1024 };
#define TIE_M 0.001

struct block {
    double x, y, z, radius_m; /* holds every edge that begins in it */
    uint32_t first, n, dyad;  /* points at which its edges begin */
};

struct oracle {
    const bm_border *border;
    struct geod_geodesic wgs84;
    bool geodesic;               /* edges */
    double (*xyz)[3], *length_m; /* of each point, and at most of the edge that begins there */
    struct block *blocks;
    size_t n_blocks;
};

struct job {
    bm_ctx *ctx;
    struct bench_set set;
    const struct oracle *oracle;
    const bm_ll *points;
    long n;
    bool all;
    long wrong, wrong2, ties, ends; /* ends: of the ties, those at a common end, by the program */
    double worst_m, worst2_m;
    bm_status status;
};

static double geodesic_m(const struct oracle *o, bm_ll a, bm_ll b)
{
    double s_m;

    geod_inverse(&o->wgs84, a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, &s_m, NULL, NULL);
    return s_m;
}

static void to_xyz(bm_ll p, double xyz[3])
{
    const double a = 6378137, e2 = 0.0066943799901413165, rad = 0.017453292519943295;
    double n = a / sqrt(1 - e2 * sin(p.lat_deg * rad) * sin(p.lat_deg * rad));

    xyz[0] = n * cos(p.lat_deg * rad) * cos(p.lon_deg * rad);
    xyz[1] = n * cos(p.lat_deg * rad) * sin(p.lon_deg * rad);
    xyz[2] = n * (1 - e2) * sin(p.lat_deg * rad);
}

static double chord_m(const double a[3], const double b[3])
{
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                (a[2] - b[2]) * (a[2] - b[2]));
}

/* No longer than this: a path along a meridian, then along the parallel nearer to the equator. */
static double length_bound_m(bm_ll a, bm_ll b)
{
    double lat = fmin(fabs(a.lat_deg), fabs(b.lat_deg)) * 0.017453292519943295;

    if (a.lat_deg * b.lat_deg < 0) lat = 0;
    return 6400000 * 0.017453292519943295 *
           (fabs(b.lat_deg - a.lat_deg) + cos(lat) * fabs(remainder(b.lon_deg - a.lon_deg, 360)));
}

static void add_block(struct oracle *o, const struct bmb_part *part, uint32_t first, uint32_t n)
{
    struct block *block = &o->blocks[o->n_blocks++];
    double middle[3] = {0, 0, 0};

    *block = (struct block){.first = first, .n = n, .dyad = part->dyad};
    for (uint32_t i = first; i <= first + n; i++)
        for (int k = 0; k < 3; k++) middle[k] += o->xyz[i][k] / (n + 1);
    for (uint32_t i = first; i < first + n; i++) /* a point of the edge is within half of it from an end */
        block->radius_m =
            fmax(block->radius_m,
                 fmax(chord_m(middle, o->xyz[i]), chord_m(middle, o->xyz[i + 1])) + o->length_m[i] / 2);
    block->radius_m += 1e-3;
    block->x = middle[0], block->y = middle[1], block->z = middle[2];
}

static void oracle_init(struct oracle *o, const bm_border *border, bool geodesic)
{
    *o = (struct oracle){.border = border, .geodesic = geodesic};
    geod_init(&o->wgs84, 6378137, 1 / 298.257223563);
    o->xyz = bench_alloc(border->n_pts, sizeof *o->xyz);
    o->length_m = bench_alloc(border->n_pts, sizeof(double));
    o->blocks = bench_alloc(border->n_pts / BLOCK + 2 * (size_t)border->n_parts, sizeof *o->blocks);
    for (uint32_t i = 0; i < border->n_pts; i++) to_xyz(border->pts[i], o->xyz[i]);
    for (uint32_t p = 0; p < border->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];

        for (uint32_t i = part->first; i + 1 < part->first + part->n; i++)
            o->length_m[i] = length_bound_m(border->pts[i], border->pts[i + 1]);
        for (uint32_t i = 0; i + 1 < part->n; i += BLOCK)
            add_block(o, part, part->first + i, part->n - 1 - i < BLOCK ? part->n - 1 - i : BLOCK);
    }
}

static bm_ll on_edge(bm_ll a, bm_ll b, double t)
{
    bm_ll p = {a.lon_deg + t * remainder(b.lon_deg - a.lon_deg, 360),
               a.lat_deg + t * (b.lat_deg - a.lat_deg)};

    p.lon_deg = remainder(p.lon_deg, 360);
    return p;
}

struct edge {
    bm_ll a, b;
    struct geod_geodesicline line; /* of a geodesic edge */
};

static double at_edge_m(const struct oracle *o, bm_ll p, const struct edge *edge, double t)
{
    bm_ll at;

    if (!o->geodesic) return geodesic_m(o, p, on_edge(edge->a, edge->b, t));
    geod_position(&edge->line, t * edge->line.s13, &at.lat_deg, &at.lon_deg, NULL);
    return geodesic_m(o, p, at);
}

/* Golden section from each dip of a sampling; short edges have one. */
static double edge_m(const struct oracle *o, bm_ll p, uint32_t i)
{
    const double ratio = 0.6180339887498949;
    struct edge edge = {.a = o->border->pts[i], .b = o->border->pts[i + 1]};
    int n = o->length_m[i] < 2000 ? 2 : 12;
    double d[13], best_m = INFINITY;

    if (o->geodesic)
        geod_inverseline(&edge.line, &o->wgs84, edge.a.lat_deg, edge.a.lon_deg, edge.b.lat_deg,
                         edge.b.lon_deg, GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
    for (int k = 0; k <= n; k++) d[k] = at_edge_m(o, p, &edge, (double)k / n);
    for (int k = 0; k <= n; k++) {
        double low = fmax(0, (k - 1.0) / n), high = fmin(1, (k + 1.0) / n);
        double t1 = high - ratio * (high - low), t2 = low + ratio * (high - low), d1, d2;

        best_m = fmin(best_m, d[k]);
        if ((k > 0 && d[k - 1] < d[k]) || (k < n && d[k + 1] < d[k])) continue;
        d1 = at_edge_m(o, p, &edge, t1), d2 = at_edge_m(o, p, &edge, t2);
        while ((high - low) * o->length_m[i] > 1e-3) {
            best_m = fmin(best_m, fmin(d1, d2));
            if (d1 < d2) {
                high = t2, t2 = t1, d2 = d1;
                t1 = high - ratio * (high - low), d1 = at_edge_m(o, p, &edge, t1);
            } else {
                low = t1, t1 = t2, d1 = d2;
                t2 = low + ratio * (high - low), d2 = at_edge_m(o, p, &edge, t2);
            }
        }
    }
    return best_m;
}

/* The two least values of different dyads. */
static double second_of(const double *least_m, uint32_t n)
{
    double first = INFINITY, second = INFINITY;

    for (uint32_t d = 0; d < n; d++)
        if (least_m[d] < first)
            second = first, first = least_m[d];
        else
            second = fmin(second, least_m[d]);
    return second;
}

/* A geodesic over a chord c is no shorter than the arc of the earth's greatest radius of curvature over it.
 */
static double arc_bound_m(double chord)
{
    const double r = 6399593.6258;

    return 2 * r * asin(fmin(1, chord / (2 * r)));
}

static void look_at_edges(const struct oracle *o, bm_ll p, const double from[3], const struct block *block,
                          double *least_m, double *second_m)
{
    for (uint32_t i = block->first; i < block->first + block->n; i++) {
        double low = (arc_bound_m(chord_m(from, o->xyz[i])) + arc_bound_m(chord_m(from, o->xyz[i + 1]))) / 2 -
                     o->length_m[i] / 2,
               d_m;

        if (low > fmin(*second_m, least_m[block->dyad]) + TIE_M) continue;
        d_m = edge_m(o, p, i);
        if (d_m >= least_m[block->dyad]) continue;
        least_m[block->dyad] = d_m;
        *second_m = second_of(least_m, o->border->n_dyads);
    }
}

/* The geodesic to the nearest point by chord of a dyad's blocks first to end, where it can be below bound_m.
 */
static double vertex_m(const struct oracle *o, bm_ll p, const double from[3], const double *low_m,
                       size_t first, size_t end, double bound_m)
{
    double best_m = INFINITY;
    size_t nearest = first;
    uint32_t vertex = UINT32_MAX;

    for (size_t b = first; b < end; b++)
        if (low_m[b] < low_m[nearest]) nearest = b;
    for (size_t k = first; k <= end; k++) { /* the nearest block, then all */
        size_t b = k == first ? nearest : k - 1;

        if (low_m[b] > fmin(best_m, bound_m)) continue;
        for (uint32_t i = o->blocks[b].first; i <= o->blocks[b].first + o->blocks[b].n; i++) {
            double d_m = chord_m(from, o->xyz[i]);

            if (d_m < best_m) best_m = d_m, vertex = i;
        }
    }
    return vertex == UINT32_MAX ? INFINITY : geodesic_m(o, p, o->border->pts[vertex]);
}

/* Least distance for each dyad, where it can be among the two nearest. */
static void search_again(const struct oracle *o, bm_ll p, bool all, double *least_m)
{
    const bm_border *border = o->border;
    double from[3], second_m = INFINITY, *low_m = bench_alloc(o->n_blocks, sizeof *low_m);

    to_xyz(p, from);
    for (size_t b = 0; b < o->n_blocks; b++) {
        double middle[3] = {o->blocks[b].x, o->blocks[b].y, o->blocks[b].z};

        low_m[b] = chord_m(from, middle) - o->blocks[b].radius_m;
    }
    for (uint32_t d = 0; d < border->n_dyads; d++) least_m[d] = INFINITY;
    for (size_t b = 0, end; b < o->n_blocks; b = end) {
        for (end = b; end < o->n_blocks && o->blocks[end].dyad == o->blocks[b].dyad;) end++;
        least_m[o->blocks[b].dyad] = vertex_m(o, p, from, low_m, b, end, second_m);
        second_m = second_of(least_m, border->n_dyads);
    }
    for (size_t b = 0; b < o->n_blocks; b++)
        if (all || low_m[b] <= fmin(second_m, least_m[o->blocks[b].dyad]) + TIE_M)
            look_at_edges(o, p, from, &o->blocks[b], least_m, &second_m);
    free(low_m);
}

/* The smallest dyad within the tie of the least, leaving one out; n: how many there are within it. */
static int32_t smallest(const double *least_m, uint32_t n_dyads, int32_t without, double *best_m, int *n)
{
    int32_t found = -1;

    *best_m = INFINITY;
    *n = 0;
    for (uint32_t d = 0; d < n_dyads; d++)
        if ((int32_t)d != without) *best_m = fmin(*best_m, least_m[d]);
    for (uint32_t d = n_dyads; d-- > 0;)
        if ((int32_t)d != without && least_m[d] <= *best_m + TIE_M) found = (int32_t)d, (*n)++;
    return found;
}

/* Dyads that differ where the difference from the tie is below what golden section leaves are not wrong. */
static bool close_to(const double *least_m, int32_t dyad, double best_m)
{
    return dyad >= 0 && fabs(least_m[dyad] - best_m - TIE_M) < 1e-6;
}

static void compare(struct job *job, bm_ll p)
{
    double least_m[MOST_DYADS], best_m, second_m;
    uint32_t n = job->oracle->border->n_dyads;
    bm_where where = {.has_point = true, .point = p};
    int32_t first, second;
    int ties, more;
    bm_tag tag;

    if ((job->status = bm_tag_place(job->ctx, job->set.tagger, &where, job->set.arena, &tag)) != BM_OK)
        return;
    search_again(job->oracle, p, job->all, least_m);
    first = smallest(least_m, n, -1, &best_m, &ties);
    second = smallest(least_m, n, tag.dyad, &second_m, &more);
    job->ties += ties > 1;
    job->ends += ties > 1 && tag.tie_at_end;
    if (tag.dyad != first && !close_to(least_m, tag.dyad, best_m) && !close_to(least_m, first, best_m)) {
        job->wrong++;
        printf("wrong: %.9f %.9f: dyad %d %.6f m; all edges say %d %.6f m\n", p.lon_deg, p.lat_deg,
               (int)tag.dyad, tag.dist_m, (int)first, best_m);
    }
    job->wrong2 += tag.dyad2 != second && !close_to(least_m, tag.dyad2, second_m);
    job->worst_m = fmax(job->worst_m, fabs(tag.dist_m - least_m[tag.dyad]));
    job->worst2_m = fmax(job->worst2_m, fabs(tag.dist2_m - least_m[tag.dyad2]));
}

static void *compare_all(void *arg)
{
    struct job *job = arg;

    for (long i = 0; i < job->n && job->status == BM_OK; i++) compare(job, job->points[i]);
    return NULL;
}

static bm_ll beside(bm_ll v, double most_m, uint64_t *state)
{
    double az_deg = 360 * bench_uniform(state);

    return bm_geodesic_go(v, az_deg, most_m * pow(10, -6 * bench_uniform(state)));
}

/* Somewhere between two points of different dyads that are near to each other, where both are as far. */
static bm_ll equidistant(struct bench_set *set, bm_ctx *ctx, bm_ll p, uint64_t *state)
{
    bm_ll q = beside(p, 500e3, state);
    double low = 0, high, az_deg, length_m = bm_geodesic_azimuth_m(p, q, &az_deg);
    int32_t at = -2;

    high = length_m;
    for (int i = 0; i < 45; i++) { /* between where one dyad is nearest and where another is */
        double middle = i == 0 ? 0 : i == 1 ? length_m : (low + high) / 2;
        bm_where where = {.has_point = true, .point = bm_geodesic_go(p, az_deg, middle)};
        bm_tag tag;

        if (bm_tag_place(ctx, set->tagger, &where, set->arena, &tag) != BM_OK) return p;
        if (i == 0) at = tag.dyad;
        if (i == 1 && tag.dyad == at) return q;
        if (i < 2) continue;
        if (tag.dyad == at)
            low = middle;
        else
            high = middle;
    }
    return bm_geodesic_go(p, az_deg, low);
}

static bm_ll hard_point(struct bench_set *set, bm_ctx *ctx, long i, uint64_t *state)
{
    const bm_border *b = set->border;
    const struct bmb_part *part = &b->parts[(uint32_t)(bench_uniform(state) * b->n_parts)];
    bm_ll v = b->pts[(uint32_t)(bench_uniform(state) * b->n_pts)];

    if (i % 5 == 0) /* tri-points are ends of parts */
        return beside(b->pts[i % 2 ? part->first : part->first + part->n - 1], 1e6, state);
    if (i % 5 == 1) {
        double lat_deg = -90 + 180 * bench_uniform(state);

        return (bm_ll){i % 2 ? 180 : i % 4 ? -180 : 180 - 1e-7 * bench_uniform(state), lat_deg};
    }
    if (i % 5 == 2)
        return (bm_ll){-180 + 360 * bench_uniform(state),
                       (i % 2 ? 1 : -1) * (80 + 10 * bench_uniform(state))};
    if (i % 5 == 3) return beside(v, 300e3, state);
    return equidistant(set, ctx, beside(v, 300e3, state), state);
}

static bm_status run_set(struct job *jobs, const char *name, const bm_ll *points, long n, bool all, long *bad)
{
    pthread_t threads[THREADS];
    double t0 = bench_now_s(), worst_m = 0, worst2_m = 0;
    long wrong = 0, wrong2 = 0, ties = 0, ends = 0;

    for (int k = 0; k < THREADS; k++) {
        long from = n * k / THREADS, to = n * (k + 1) / THREADS;

        jobs[k].points = points + from, jobs[k].n = to - from, jobs[k].all = all;
        jobs[k].wrong = jobs[k].wrong2 = jobs[k].ties = jobs[k].ends = 0;
        jobs[k].worst_m = jobs[k].worst2_m = 0;
        if (pthread_create(&threads[k], NULL, compare_all, &jobs[k]) != 0) return BM_ELIBRARY;
    }
    for (int k = 0; k < THREADS; k++) {
        pthread_join(threads[k], NULL);
        wrong += jobs[k].wrong, wrong2 += jobs[k].wrong2, ties += jobs[k].ties, ends += jobs[k].ends;
        worst_m = fmax(worst_m, jobs[k].worst_m), worst2_m = fmax(worst2_m, jobs[k].worst2_m);
        if (jobs[k].status != BM_OK) return jobs[k].status;
    }
    printf(
        "%ld %s points: %ld wrong dyads, %ld wrong next dyads, distances off by at most %.3g mm (next %.3g), "
        "%ld ties (%ld of them at a common end); %.0f s\n",
        n, name, wrong, wrong2, worst_m * 1e3, worst2_m * 1e3, ties, ends, bench_now_s() - t0);
    *bad += wrong + wrong2 + (worst_m > TIE_M) + (worst2_m > TIE_M);
    return BM_OK;
}

static bm_status run(bm_ctx *ctx, const char *path, const long counts[3], bool geodesic, long *bad)
{
    struct job jobs[THREADS] = {0};
    struct oracle oracle;
    bm_ll *random = bench_alloc((size_t)counts[0], sizeof *random);
    bm_ll *hard = bench_alloc((size_t)counts[1], sizeof *hard);
    uint64_t state = 4;
    bm_status st = BM_OK;

    for (int k = 0; k < THREADS; k++) {
        jobs[k].oracle = &oracle;
        if ((st = bm_ctx_fork(ctx, &jobs[k].ctx)) != BM_OK) return st;
        if ((st = bench_open(jobs[k].ctx, path, geodesic ? BM_EDGES_GEODESIC : BM_EDGES_LONLAT,
                             &jobs[k].set)) != BM_OK)
            return st;
    }
    oracle_init(&oracle, jobs[0].set.border, geodesic);
    if (oracle.border->n_dyads < 2 || oracle.border->n_dyads > MOST_DYADS)
        return bm_fail(ctx, BM_EUSAGE, "a file of 2 to %d dyads is needed", (int)MOST_DYADS);
    for (long i = 0; i < counts[0]; i++) random[i] = bench_point(&state);
    for (long i = 0; i < counts[1]; i++) hard[i] = hard_point(&jobs[0].set, jobs[0].ctx, i, &state);
    if ((st = run_set(jobs, "random", random, counts[0], false, bad)) != BM_OK) return st;
    if ((st = run_set(jobs, "hard", hard, counts[1], false, bad)) != BM_OK) return st;
    for (long i = 0; i < counts[2] && counts[1] > 0; i++)
        random[i % counts[0]] = i % 2 ? hard[i % counts[1]] : random[i % counts[0]];
    st = run_set(jobs, "of these, every edge,", random, counts[2] < counts[0] ? counts[2] : counts[0], true,
                 bad);
    return st;
}

int main(int argc, char **argv)
{
    long counts[3] = {1000000, 100000, 2000}, bad = 0;
    bool geodesic;
    bm_ctx *ctx;
    bm_status st;

    if (argc < 2) {
        fprintf(stderr, "usage: exact_bench BORDERS.bmb [N_RANDOM [N_HARD [N_ALL [geodesic]]]]\n");
        return 2;
    }
    if (access(argv[1], R_OK) != 0) {
        printf("skipped: '%s' has not been built\n", argv[1]);
        return 77;
    }
    geodesic = argc > 5 && strcmp(argv[5], "geodesic") == 0;
    for (int k = 0; k < 3 && k + 2 < argc; k++) counts[k] = atol(argv[k + 2]);
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return 1;
    bench_print_machine();
    st = run(ctx, argv[1], counts, geodesic, &bad);
    if (st != BM_OK) fprintf(stderr, "exact_bench: %s\n", bm_ctx_error(ctx));
    bm_ctx_destroy(ctx);
    return st == BM_OK && bad == 0 ? 0 : 1;
}
