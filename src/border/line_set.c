/* Where the user's own lines lie along the borders of a file: which border each stands for, which of its ends
 * are free. by_line.c has the rules. */
#include "border/own_lines.h"
#include "border/search.h"

#include "base/mem.h"
#include "geo/chord.h"

#include <math.h>
#include <string.h>

#define WALK_M  1000.0 /* between two questions along a line */
#define JOINT_M 1000.0
#define RING_M  1.0
#define RUN     32 /* edges */

static void look_at_run(const struct bm_line_set *set, const struct bm_line_run *run, struct bm_xyz from,
                        struct bm_nearest_line *best)
{
    const uint32_t *first = &set->lines->part_first[run->part];

    for (uint32_t i = run->first; i < run->first + run->n; i++) {
        double t, dist_m = sqrt(bm_chord_distance2(from, set->pts[i], set->pts[i + 1], &t));

        if (!(dist_m < best->dist_m)) continue;
        *best = (struct bm_nearest_line){dist_m, run->line, run->part, 0};
        if (t <= 0 && i == first[0]) best->end = 1;
        if (t >= 1 && i + 2 == first[1]) best->end = 2;
    }
}

void bm_line_nearest(const struct bm_line_set *set, int32_t dyad, struct bm_xyz from, uint32_t without,
                     double reach_m, struct bm_nearest_line *out)
{
    *out = (struct bm_nearest_line){reach_m, 0, 0, 0};
    for (size_t i = 0; i < set->n_runs; i++) {
        const struct bm_line_run *run = &set->runs[i];
        double dx = run->middle.x - from.x, dy = run->middle.y - from.y, dz = run->middle.z - from.z;
        double far_m = out->dist_m + run->radius_m;

        if (run->part == without || set->along[run->line].dyad != dyad ||
            dx * dx + dy * dy + dz * dz > far_m * far_m)
            continue;
        look_at_run(set, run, from, out);
    }
}

/* ---- which border a line lies along ---- */

static bm_status nearest_dyad(bm_ctx *ctx, bm_search *search, bm_ll at, int32_t *dyad)
{
    const struct bm_hit *hits;
    double least_m = INFINITY;
    size_t n;
    bm_status st = bm_search_nearest(ctx, search, at, BM_SEARCH_NEAREST, &hits, &n);

    *dyad = -1;
    for (size_t i = 0; i < n; i++) least_m = fmin(least_m, hits[i].foot.dist_m);
    if (st != BM_OK || !(least_m <= BM_LINE_NEAR_M)) return st;
    for (size_t i = 0; i < n; i++)
        if (hits[i].foot.dist_m <= least_m + BM_TIE_M && (*dyad < 0 || hits[i].dyad < *dyad))
            *dyad = hits[i].dyad;
    return BM_OK;
}

/* Adds the lengths of a part by dyad to len_m, whose first item is for none. */
static bm_status walk_part(bm_ctx *ctx, const bm_own_lines *lines, uint32_t part, bm_search *search,
                           double *len_m)
{
    uint32_t first = lines->part_first[part], end = lines->part_first[part + 1];
    double since_m = 0;

    for (uint32_t i = first; i + 1 < end; i++) {
        bm_ll a = lines->pts[i], b = lines->pts[i + 1];
        int32_t dyad;
        bm_status st;

        since_m += bm_geodesic_m(a, b);
        if (since_m < WALK_M && i + 2 < end) continue;
        if (fabs(a.lon_deg - b.lon_deg) < 180) a.lon_deg = (a.lon_deg + b.lon_deg) / 2;
        a.lat_deg = (a.lat_deg + b.lat_deg) / 2;
        if ((st = nearest_dyad(ctx, search, a, &dyad)) != BM_OK) return st;
        len_m[dyad + 1] += since_m;
        since_m = 0;
    }
    return BM_OK;
}

/* len_m: room for all dyads and none. */
static bm_status walk_line(bm_ctx *ctx, struct bm_line_set *set, size_t line, bm_search *search,
                           double *len_m, uint32_t n_dyads)
{
    const struct bm_own_line *own = &set->lines->all[line];
    struct bm_along *along = &set->along[line];
    bm_status st = BM_OK;

    memset(len_m, 0, (n_dyads + 1) * sizeof *len_m);
    for (uint32_t k = 0; k < own->n_parts && st == BM_OK; k++)
        st = walk_part(ctx, set->lines, own->first_part + k, search, len_m);
    *along = (struct bm_along){.dyad = -1, .far_m = len_m[0]};
    for (uint32_t d = 0; d < n_dyads; d++) {
        along->other_m += len_m[d + 1];
        if (!(len_m[d + 1] > along->dyad_m)) continue;
        along->dyad_m = len_m[d + 1];
        along->dyad = (int32_t)d;
    }
    along->other_m -= along->dyad_m;
    if (along->dyad >= 0) set->any[along->dyad] = true;
    return st;
}

static bm_status walk_lines(bm_ctx *ctx, struct bm_line_set *set, const bm_segments *segments)
{
    uint32_t n_dyads = segments->border->n_dyads;
    bm_search *search = NULL;
    void *len_m = NULL;
    bm_status st = bm_calloc(ctx, (size_t)n_dyads + 1, sizeof(double), &len_m);

    if (st == BM_OK) st = bm_search_create(ctx, segments->border, segments->geodesic, NULL, 0, &search);
    for (size_t i = 0; i < set->lines->n && st == BM_OK; i++)
        st = walk_line(ctx, set, i, search, len_m, n_dyads);
    bm_search_destroy(ctx, search);
    bm_free(ctx, len_m);
    return st;
}

/* ---- setting up ---- */

static struct bm_line_run make_run(const struct bm_line_set *set, uint32_t first, uint32_t n)
{
    struct bm_line_run run = {.first = first, .n = n};

    for (uint32_t i = first; i <= first + n; i++) {
        run.middle.x += set->pts[i].x / (n + 1);
        run.middle.y += set->pts[i].y / (n + 1);
        run.middle.z += set->pts[i].z / (n + 1);
    }
    for (uint32_t i = first; i <= first + n; i++)
        run.radius_m =
            fmax(run.radius_m, hypot(hypot(set->pts[i].x - run.middle.x, set->pts[i].y - run.middle.y),
                                     set->pts[i].z - run.middle.z));
    return run;
}

static bm_status make_runs(bm_ctx *ctx, struct bm_line_set *set)
{
    const bm_own_lines *lines = set->lines;
    void *block;
    bm_status st = bm_calloc(ctx, lines->n_pts / RUN + lines->n_parts, sizeof *set->runs, &block);

    if (st != BM_OK) return st;
    set->runs = block;
    if ((st = bm_calloc(ctx, lines->n_pts, sizeof *set->pts, &block)) != BM_OK) return st;
    set->pts = block;
    for (size_t i = 0; i < lines->n_pts; i++) set->pts[i] = bm_xyz_of(lines->pts[i]);
    for (size_t line = 0; line < lines->n; line++)
        for (uint32_t k = 0; k < lines->all[line].n_parts; k++) {
            uint32_t part = lines->all[line].first_part + k, last = lines->part_first[part + 1] - 1;

            for (uint32_t i = lines->part_first[part]; i < last; i += RUN) {
                struct bm_line_run *run = &set->runs[set->n_runs++];

                *run = make_run(set, i, last - i < RUN ? last - i : RUN);
                run->line = (uint32_t)line;
                run->part = part;
            }
        }
    return BM_OK;
}

/* An end is open unless another line or part of that border is at it, or the other end of a ring. */
static void find_open_ends(struct bm_line_set *set)
{
    for (size_t i = 0; i < set->n_runs; i++) {
        const struct bm_line_run *run = &set->runs[i];
        uint32_t start = set->lines->part_first[run->part], end = set->lines->part_first[run->part + 1] - 1;
        bool ring = bm_geodesic_m(set->lines->pts[start], set->lines->pts[end]) < RING_M;
        struct bm_nearest_line nearest;

        for (uint32_t k = 0; k < 2; k++) {
            if (k ? run->first + run->n != end : run->first != start) continue;
            bm_line_nearest(set, set->along[run->line].dyad, set->pts[k ? end : start], run->part, JOINT_M,
                            &nearest);
            set->open[2 * run->part + k] = !ring && !(nearest.dist_m < JOINT_M);
        }
    }
}

bm_status bm_line_set_create(bm_ctx *ctx, const bm_own_lines *lines, const bm_segments *segments,
                             struct bm_line_set **out)
{
    uint32_t n_dyads = segments->border->n_dyads;
    struct bm_line_set *set;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *set, &block)) != BM_OK) return st;
    set = block;
    *set = (struct bm_line_set){.lines = lines, .asked_dyad = -1};
    if ((st = bm_calloc(ctx, 2 * lines->n_parts, sizeof *set->open, &block)) != BM_OK) goto done;
    set->open = block;
    if ((st = bm_calloc(ctx, lines->n, sizeof *set->along, &block)) != BM_OK) goto done;
    set->along = block;
    if ((st = bm_calloc(ctx, n_dyads, sizeof *set->rest_m, &block)) != BM_OK) goto done;
    set->rest_m = block;
    if ((st = bm_calloc(ctx, n_dyads, sizeof *set->any, &block)) != BM_OK) goto done;
    set->any = block;
    if ((st = make_runs(ctx, set)) != BM_OK) goto done;
    if ((st = walk_lines(ctx, set, segments)) != BM_OK) goto done;
    find_open_ends(set);
    *out = set;
    set = NULL;
done:
    bm_line_set_destroy(ctx, set);
    return st;
}

void bm_line_set_destroy(bm_ctx *ctx, struct bm_line_set *set)
{
    if (!set) return;
    bm_free(ctx, set->pts);
    bm_free(ctx, set->runs);
    bm_free(ctx, set->open);
    bm_free(ctx, set->along);
    bm_free(ctx, set->rest_m);
    bm_free(ctx, set->any);
    bm_free(ctx, set);
}
