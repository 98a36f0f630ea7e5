/* Do seg_ids survive a new drawing of the world's borders: every vertex moved by 200 m, lines simplified by
 * 500 m? Points are tagged with both drawings. Four rules of cutting:
 *   own      equal shares of each drawing's own length
 *   general  equal shares of a length that leaves out bends of less than 5 km (Douglas and Peucker)
 *   smooth   equal shares of the length of the line's running mean over 10 km
 *   like     each place of the new drawing belongs to the segment of the nearest place of the first: the rule
 *            that bordermap has (border/like.c)
 * segment_noise_bench BORDERS.bmb [POINTS [SEGMENT_KM]] */
#include "bench.h"

#include "noise.h"

#include <unistd.h>

#define GENERAL_M 5000.0
#define SMOOTH_M  10000.0

/* A length along each dyad, at each vertex, that knows nothing of small bends. */
struct measure {
    const bm_border *border;
    double *at_m;  /* for each point */
    double *len_m; /* for each dyad */
};

static struct bm_xyz smooth_at(const bm_border *border, const struct bmb_part *part, const double *sums,
                               uint32_t i)
{
    const double *chain = border->chain + part->first;
    uint32_t a = i, b = i;
    double whole_m, x[3];

    while (a > 0 && chain[i] - chain[a] < SMOOTH_M / 2) a--;
    while (b + 1 < part->n && chain[b] - chain[i] < SMOOTH_M / 2) b++;
    whole_m = chain[b] - chain[a];
    for (int k = 0; k < 3; k++) x[k] = (sums[3 * b + k] - sums[3 * a + k]) / (whole_m > 0 ? whole_m : 1);
    return (struct bm_xyz){x[0], x[1], x[2]};
}

static void measure_smooth(const struct measure *m, const struct bmb_part *part, double *at_m)
{
    const bm_border *border = m->border;
    double *sums = bench_alloc(3 * (size_t)part->n, sizeof *sums);
    struct bm_xyz last = {0, 0, 0};

    for (uint32_t i = 1; i < part->n; i++) {
        struct bm_xyz a = bm_xyz_of(border->pts[part->first + i - 1]),
                      b = bm_xyz_of(border->pts[part->first + i]);
        double step_m = border->chain[part->first + i] - border->chain[part->first + i - 1];

        sums[3 * i] = sums[3 * i - 3] + step_m * (a.x + b.x) / 2;
        sums[3 * i + 1] = sums[3 * i - 2] + step_m * (a.y + b.y) / 2;
        sums[3 * i + 2] = sums[3 * i - 1] + step_m * (a.z + b.z) / 2;
    }
    for (uint32_t i = 0; i < part->n; i++) {
        struct bm_xyz here = smooth_at(border, part, sums, i);

        if (i)
            *at_m += sqrt((here.x - last.x) * (here.x - last.x) + (here.y - last.y) * (here.y - last.y) +
                          (here.z - last.z) * (here.z - last.z));
        m->at_m[part->first + i] = *at_m;
        last = here;
    }
    free(sums);
}

static void measure_general(const struct measure *m, const struct bmb_part *part, double *at_m)
{
    const bm_ll *pts = m->border->pts + part->first;
    const double *chain = m->border->chain + part->first;
    uint8_t *keep = bench_alloc(part->n, 1);
    uint32_t from = 0;

    noise_keep(pts, 0, part->n - 1, GENERAL_M, keep);
    m->at_m[part->first] = *at_m;
    for (uint32_t to = 1; to < part->n; to++) {
        double len_m, chain_m = chain[to] - chain[from];

        if (!keep[to]) continue;
        len_m = bm_geodesic_m(pts[from], pts[to]);
        for (uint32_t i = from + 1; i <= to; i++)
            m->at_m[part->first + i] =
                *at_m + (chain_m > 0 ? len_m * (chain[i] - chain[from]) / chain_m : len_m);
        *at_m += len_m;
        from = to;
    }
    free(keep);
}

static void measure_make(struct measure *m, const bm_border *border, bool smooth)
{
    *m = (struct measure){border, bench_alloc(border->n_pts, sizeof(double)),
                          bench_alloc(border->n_dyads, sizeof(double))};
    for (uint32_t p = 0; p < border->n_parts; p++) {
        const struct bmb_part *part = &border->parts[p];

        (smooth ? measure_smooth : measure_general)(m, part, &m->len_m[part->dyad]);
    }
}

/* Number of the segment by the measure, as a seg_id. */
static void measured_id(const struct measure *m, const bm_tag *tag, double segment_m, char *id, size_t size)
{
    const bm_border *border = m->border;
    uint32_t dyad = (uint32_t)tag->dyad;
    struct bm_station s = bm_border_station(border, dyad, tag->chain_m, false);
    double at_m = m->at_m[s.edge] + s.share * (m->at_m[s.edge + 1] - m->at_m[s.edge]), len_m = m->len_m[dyad];
    double n = fmax(1, round(len_m / segment_m)), k = floor(at_m / len_m * n);

    snprintf(id, size, "%.7s-%03u", border->dyads[dyad].name, (unsigned)fmin(fmax(k, 0), n - 1) + 1);
}

static void check(bm_ctx *ctx, bm_status st)
{
    if (st == BM_OK) return;
    fprintf(stderr, "%s\n", bm_ctx_error(ctx));
    exit(1);
}

/* One drawing with a rule's segments. */
struct drawing {
    bm_border *border;
    bm_segments *own, *like;
    bm_tagger *tag_own, *tag_like;
    struct measure general, smooth;
};

static void open_drawing(bm_ctx *ctx, const char *path, const bm_border *reference, double segment_m,
                         struct drawing *out)
{
    bm_tag_options options = {.segment_m = segment_m, .max_m = 100000};

    memset(out, 0, sizeof *out);
    check(ctx, bm_border_open(ctx, path, &out->border));
    check(ctx, bm_segments_cut(ctx, out->border, &options, &out->own));
    check(ctx, bm_tagger_create(ctx, out->border, out->own, &options, &out->tag_own));
    options.reference = reference;
    if (reference) check(ctx, bm_segments_cut(ctx, out->border, &options, &out->like));
    if (reference) check(ctx, bm_tagger_create(ctx, out->border, out->like, &options, &out->tag_like));
    measure_make(&out->general, out->border, false);
    measure_make(&out->smooth, out->border, true);
}

static void show(const char *rule, const struct noise_counts *c, bool split)
{
    double rest = (double)(c->n - c->excepted);

    printf("  %-8s %8.4f %% keep their seg_id", rule, 100.0 * (double)c->kept / (double)c->n);
    if (split)
        printf("; %.4f %% are within the noise of a cut or of another border; of the rest %.4f %% keep it",
               100.0 * (double)c->excepted / (double)c->n, 100.0 * (double)c->kept / rest);
    printf("\n");
}

static void compare(bm_ctx *ctx, const struct drawing *a, const struct drawing *b, uint64_t points,
                    double segment_m, double noise_m)
{
    struct noise_counts like = {0}, own = {0}, general = {0}, smooth = {0};
    bm_arena *arena;
    uint64_t state = 42;

    check(ctx, bm_arena_create(ctx, &arena));
    for (uint64_t i = 0; i < points; i++) {
        bm_where where = {.has_point = true, .point = noise_point(&state)};
        bm_tag first, second, third;
        char ids[2][24];

        bm_arena_reset(arena);
        check(ctx, bm_tag_place(ctx, a->tag_own, &where, arena, &first));
        check(ctx, bm_tag_place(ctx, b->tag_own, &where, arena, &second));
        check(ctx, bm_tag_place(ctx, b->tag_like, &where, arena, &third));
        noise_count(a->own, (uint32_t)first.segment, b->own->all[second.segment].seg_id, where.point, noise_m,
                    &own);
        noise_count(a->own, (uint32_t)first.segment, b->like->all[third.segment].seg_id, where.point, noise_m,
                    &like);
        measured_id(&a->general, &first, segment_m, ids[0], sizeof ids[0]);
        measured_id(&b->general, &second, segment_m, ids[1], sizeof ids[1]);
        general.n++, general.kept += strcmp(ids[0], ids[1]) == 0;
        measured_id(&a->smooth, &first, segment_m, ids[0], sizeof ids[0]);
        measured_id(&b->smooth, &second, segment_m, ids[1], sizeof ids[1]);
        smooth.n++, smooth.kept += strcmp(ids[0], ids[1]) == 0;
    }
    show("own", &own, true);
    show("general", &general, false);
    show("smooth", &smooth, false);
    show("like", &like, true);
    bm_arena_destroy(arena);
}

int main(int argc, char **argv)
{
    uint64_t points = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000000;
    double segment_m = 1000 * (argc > 3 ? atof(argv[3]) : 50);
    const char *path = "noise.bmb";
    bm_ctx_options options = {0};
    struct drawing a, b;
    bm_ctx *ctx;

    if (argc < 2 || bm_ctx_create(&options, &ctx) != BM_OK) return 2;
    bench_print_machine();
    open_drawing(ctx, argv[1], NULL, segment_m, &a);
    for (int simplify = 0; simplify < 2; simplify++) {
        double noise_m = simplify ? 500 : 200;

        check(ctx, noise_write(ctx, a.border, noise_m, simplify, path));
        open_drawing(ctx, path, a.border, segment_m, &b);
        double len_m = 0, was_m = 0;
        for (uint32_t d = 0; d < a.border->n_dyads; d++) was_m += a.border->dyads[d].len_m;
        for (uint32_t d = 0; d < b.border->n_dyads; d++) len_m += b.border->dyads[d].len_m;
        printf(
            "\n%s %.0f m: %.0f km become %.0f km, %u segments become %u (own) and %u (like); %llu points\n",
            simplify ? "simplified by" : "vertices moved by", noise_m, was_m / 1000, len_m / 1000, a.own->n,
            b.own->n, b.like->n, (unsigned long long)points);
        compare(ctx, &a, &b, points, segment_m, noise_m);
        fflush(stdout);
        unlink(path);
    }
    return 0;
}
