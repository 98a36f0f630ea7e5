/* How far lines lie from another source's: the b_acc_m of segments. */
#include "border/world.h"

#include "adapt/vector.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>

#define REACH_M                                                                                              \
    50000.0 /* farther lines are no measure of accuracy: the other source draws another border               \
             */

bm_status bm_lines_read(bm_ctx *ctx, const char *path, const char *layer, struct bm_near_piece **pieces,
                        size_t *n)
{
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    size_t cap = 0;
    bool more = true;
    bm_status st;

    *pieces = NULL;
    *n = 0;
    if ((st = bm_vector_open(ctx, path, layer, false, &reader)) != BM_OK) goto done;
    while ((st = bm_vector_next(ctx, reader, &feature, &more)) == BM_OK && more) {
        const bm_geometry *shape = &feature.geometry;
        if (shape->shape != BM_SHAPE_LINE) continue;
        for (uint32_t part = 0; part < shape->n_parts; part++)
            for (uint32_t i = shape->part_first[part]; i + 1 < shape->part_first[part + 1]; i++) {
                if ((st = bm_grow(ctx, (void **)pieces, &cap, *n + 1, sizeof **pieces)) != BM_OK) goto done;
                (*pieces)[*n] = (struct bm_near_piece){bm_pt_of(shape->pts[i]), bm_pt_of(shape->pts[i + 1]),
                                                       (uint32_t)*n};
                ++*n;
            }
    }
done:
    bm_vector_close(reader);
    if (st != BM_OK) {
        bm_free(ctx, *pieces);
        *pieces = NULL;
        *n = 0;
    }
    return st;
}

/* Edges between two countries' provinces, and edges that one country uses alone. */
static bm_status outer_edges(bm_ctx *ctx, const struct bm_rings *provinces, struct bm_near_piece **pieces,
                             size_t *n)
{
    struct bm_edge_list sets[2] = {{0}};
    struct bm_rings copy =
        *provinces; /* edges_make turns rings only where it finds enclaves, and none here */
    bm_arena *arena = NULL;
    bm_issue_list issues = {0};
    struct bm_log log = {.issues = &issues, .src = "provinces"};
    bm_status st;

    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) return st;
    issues.arena = arena;
    st = bm_edges_make(ctx, &copy, &(const struct bm_overlaps){0}, &log, &sets[0], &sets[1]);
    if (st != BM_OK) goto done;
    st = bm_calloc(ctx, sets[0].n + sets[1].n, sizeof **pieces, (void **)pieces);
    for (int set = 0; set < 2 && st == BM_OK; set++)
        for (size_t i = 0; i < sets[set].n; i++)
            (*pieces)[(*n)++] = (struct bm_near_piece){bm_pt_from_key(sets[set].items[i].a),
                                                       bm_pt_from_key(sets[set].items[i].b), 0};
done:
    bm_edges_free(ctx, &sets[0]);
    bm_edges_free(ctx, &sets[1]);
    bm_log_free(ctx, &log);
    bm_arena_destroy(arena);
    return st;
}

static void grade_chain(const struct bm_near *near, const struct bm_chain *chain,
                        struct bm_border_model *model)
{
    const bm_ll *pts = model->pts + chain->first;

    for (uint32_t run = 0; run * BM_ACC_RUN + 1 < chain->n; run++) {
        uint32_t end = (run + 1) * BM_ACC_RUN < chain->n - 1 ? (run + 1) * BM_ACC_RUN : chain->n - 1;
        double sum = 0, length = 0;
        for (uint32_t i = run * BM_ACC_RUN; i < end; i++) {
            bm_pt a = bm_pt_of(pts[i]), b = bm_pt_of(pts[i + 1]);
            bm_pt mid = {(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
            double distance = bm_near_distance_m(near, mid, REACH_M), weight = bm_pt_metres(a, b);
            if (distance > REACH_M) continue;
            sum += distance * weight;
            length += weight;
        }
        double units = length > 0 ? floor(sum / length / 10 + 0.5) : BM_ACC_NONE;
        model->acc[chain->acc_first + run] = (uint16_t)(units < BM_ACC_NONE ? units : BM_ACC_NONE);
    }
}

bm_status bm_model_grade(bm_ctx *ctx, const struct bm_rings *provinces, struct bm_border_model *model)
{
    struct bm_near_piece *pieces = NULL;
    struct bm_near *near = NULL;
    size_t n = 0;
    bm_status st;

    if ((st = outer_edges(ctx, provinces, &pieces, &n)) != BM_OK) goto done;
    if ((st = bm_near_build(ctx, pieces, n, 0.1, &near)) != BM_OK) goto done;
    for (size_t i = 0; i < model->n_chains; i++)
        if (model->chains[i].status != BM_BORDER_MARITIME) grade_chain(near, &model->chains[i], model);
done:
    bm_near_free(ctx, near);
    bm_free(ctx, pieces);
    return st;
}
