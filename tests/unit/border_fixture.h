/* Border models made by hand or by a seed, and a border file made of them. */
#ifndef BORDER_FIXTURE_H
#define BORDER_FIXTURE_H

#include "testing.h"

#include "base/mem.h"
#include "border/model.h"
#include "bordermap/incident.h"
#include "border/segments.h"

#include <math.h>

struct fixture {
    bm_ctx *ctx;
    struct bm_border_model model;
    char dir[64], path[128];
    bm_border *border;
    bm_segments *segments;
    bm_tagger *tagger;
    bm_arena *arena;
    bm_tag_options options;
};

static inline void fx_init(struct fixture *fx)
{
    void *p = NULL;

    memset(fx, 0, sizeof *fx);
    fx->ctx = test_ctx();
    test_folder(fx->dir);
    snprintf(fx->path, sizeof fx->path, "%s/borders.bmb", fx->dir);
    assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &fx->model.cap_rings, 1, sizeof *fx->model.rings));
    fx->model.rings = p;
    fx->model.rings[0] = 0;
    fx->options = (bm_tag_options){.segment_m = 50000, .max_m = 100000};
}

/* Own lines to cut by: GeoJSON features, read from a file in the fixture's folder. */
static inline bm_own_lines *fx_lines(struct fixture *fx, const char *features)
{
    char path[128];
    bm_own_lines *lines;
    FILE *file;

    snprintf(path, sizeof path, "%s/own.geojson", fx->dir);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
    assert_int_equal(fclose(file), 0);
    assert_ok(fx->ctx, bm_own_lines_read(fx->ctx, path, &lines));
    return lines;
}
/* One such feature. */
#define FX_LINE(id, coordinates)                                                                             \
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"" id "\"},\"geometry\":{\"type\":\"LineString\","      \
    "\"coordinates\":[" coordinates "]}}"

/* A chain of n points; BM_NO_DAY on both ends. */
static inline void fx_chain(struct fixture *fx, const char *left, const char *right, bm_border_status status,
                            const bm_ll *pts, size_t n)
{
    struct bm_border_model *m = &fx->model;
    void *p = m->chains;
    struct bm_chain *chain;

    assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &m->cap_chains, m->n_chains + 1, sizeof *m->chains));
    m->chains = p;
    p = m->pts;
    assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &m->cap_pts, m->n_pts + n, sizeof *m->pts));
    m->pts = p;
    chain = &m->chains[m->n_chains++];
    memset(chain, 0, sizeof *chain);
    snprintf(chain->left, 4, "%s", left);
    snprintf(chain->right, 4, "%s", right);
    chain->status = status;
    chain->first = (uint32_t)m->n_pts;
    chain->n = (uint32_t)n;
    chain->valid_from = chain->valid_to = BM_NO_DAY;
    chain->acc_first = (uint32_t)m->n_acc;
    memcpy(m->pts + m->n_pts, pts, n * sizeof *pts);
    m->n_pts += n;
    for (size_t i = 0; i < (n - 2) / BM_ACC_RUN + 1; i++) {
        p = m->acc;
        assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &m->cap_acc, m->n_acc + 1, sizeof *m->acc));
        m->acc = p;
        m->acc[m->n_acc] = (uint16_t)(10 + m->n_acc % 7);
        m->n_acc++;
    }
}

/* A ring of a country; rings of one country follow each other. */
static inline void fx_ring(struct fixture *fx, const char *iso, const bm_ll *pts, size_t n)
{
    struct bm_border_model *m = &fx->model;
    void *p = m->outlines;

    if (m->n_outlines == 0 || strcmp(m->outlines[m->n_outlines - 1].iso, iso) != 0) {
        assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &m->cap_outlines, m->n_outlines + 1, sizeof *m->outlines));
        m->outlines = p;
        memset(&m->outlines[m->n_outlines], 0, sizeof *m->outlines);
        snprintf(m->outlines[m->n_outlines].iso, 4, "%s", iso);
        m->outlines[m->n_outlines].valid_from = m->outlines[m->n_outlines].valid_to = BM_NO_DAY;
        m->outlines[m->n_outlines++].ring_first = (uint32_t)m->n_rings;
    }
    m->outlines[m->n_outlines - 1].n_rings++;
    p = m->rings;
    assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &m->cap_rings, m->n_rings + 2, sizeof *m->rings));
    m->rings = p;
    p = m->ring_pts;
    assert_ok(fx->ctx, bm_grow(fx->ctx, &p, &m->cap_ring_pts, m->n_ring_pts + n, sizeof *m->ring_pts));
    m->ring_pts = p;
    memcpy(m->ring_pts + m->n_ring_pts, pts, n * sizeof *pts);
    m->n_ring_pts += n;
    m->rings[++m->n_rings] = (uint32_t)m->n_ring_pts;
}

static inline void fx_close_run(struct fixture *fx)
{
    bm_tagger_destroy(fx->tagger);
    bm_segments_destroy(fx->segments);
    fx->tagger = NULL;
    fx->segments = NULL;
}

/* Segments and a tagger by fx->options. */
static inline void fx_run(struct fixture *fx)
{
    fx_close_run(fx);
    assert_ok(fx->ctx, bm_segments_cut(fx->ctx, fx->border, &fx->options, &fx->segments));
    assert_ok(fx->ctx, bm_tagger_create(fx->ctx, fx->border, fx->segments, &fx->options, &fx->tagger));
}

/* Writes and opens the file, cuts segments, makes a tagger. */
static inline void fx_open(struct fixture *fx)
{
    assert_ok(fx->ctx, bm_border_write(fx->ctx, &fx->model, fx->path));
    assert_ok(fx->ctx, bm_border_open(fx->ctx, fx->path, &fx->border));
    assert_ok(fx->ctx, bm_arena_create(fx->ctx, &fx->arena));
    fx_run(fx);
}

/* The built-in borders in place of made ones; false, out loud, when they have not been built. */
static inline bool fx_open_world(struct fixture *fx)
{
    const char *dir = getenv("BORDERMAP_DATA");
    char path[512];

    snprintf(path, sizeof path, "%s/borders.bmb", dir ? dir : ".");
    if (bm_border_open(fx->ctx, path, &fx->border) != BM_OK) {
        print_message("skipped: no world borders at '%s'\n", path);
        return false;
    }
    assert_ok(fx->ctx, bm_arena_create(fx->ctx, &fx->arena));
    fx_run(fx);
    return true;
}

static inline void fx_free(struct fixture *fx)
{
    fx_close_run(fx);
    bm_border_close(fx->border);
    bm_arena_destroy(fx->arena);
    bm_free(fx->ctx, fx->model.chains);
    bm_free(fx->ctx, fx->model.pts);
    bm_free(fx->ctx, fx->model.acc);
    bm_free(fx->ctx, fx->model.outlines);
    bm_free(fx->ctx, fx->model.rings);
    bm_free(fx->ctx, fx->model.ring_pts);
    test_remove(fx->dir);
    bm_ctx_destroy(fx->ctx);
}

static inline bm_tag fx_tag(struct fixture *fx, double lon_deg, double lat_deg, double rad_m)
{
    bm_where where = {.has_point = true, .point = {lon_deg, lat_deg}, .rad_m = rad_m};
    bm_tag tag;

    assert_ok(fx->ctx, bm_tag_place(fx->ctx, fx->tagger, &where, fx->arena, &tag));
    return tag;
}

static inline double fx_wrap(double lon_deg)
{
    return lon_deg > 180 ? lon_deg - 360 : lon_deg < -180 ? lon_deg + 360 : lon_deg;
}

/* Random walks between random countries: short and long edges, shared ends, poles, 180 degrees. */
static inline void fx_random_borders(struct fixture *fx, uint64_t seed, int n_chains)
{
    bm_ll last = {0, 0};

    for (int c = 0; c < n_chains; c++) {
        char left[4] = "AAA", right[4] = "AAA";
        bm_ll pts[64];
        int n = 2 + (int)(test_random(&seed) % 60);
        double step_deg = pow(10, -2.5 + 3.2 * test_uniform(&seed));

        left[2] = (char)('A' + test_random(&seed) % 8);
        do right[2] = (char)('A' + test_random(&seed) % 8);
        while (right[2] == left[2]);
        pts[0] =
            (bm_ll){-180 + 360 * test_uniform(&seed), asin(-1 + 2 * test_uniform(&seed)) * 57.29577951308232};
        if (c % 3 == 1) pts[0] = last;                           /* meets the line before */
        if (c % 7 == 2) pts[0] = (bm_ll){179.9, pts[0].lat_deg}; /* will cross 180 degrees */
        if (c % 11 == 3) pts[0] = (bm_ll){0, c % 2 ? 90 : -90};  /* begins at a pole */
        for (int i = 1; i < n; i++) {
            pts[i].lon_deg = fx_wrap(pts[i - 1].lon_deg + step_deg * (test_uniform(&seed) - 0.3));
            pts[i].lat_deg = fmin(90, fmax(-90, pts[i - 1].lat_deg + step_deg * (test_uniform(&seed) - 0.5)));
        }
        last = pts[n - 1];
        fx_chain(fx, left, right, (bm_border_status)(1 + c % 4), pts, (size_t)n);
    }
}

#endif
