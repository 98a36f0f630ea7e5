#include "adapt/planar.h"

#include "base/mem.h"

#include <geos_c.h>

struct bm_tree {
    bm_ctx *ctx;
    GEOSContextHandle_t geos;
    GEOSSTRtree *tree;
};

/* A GEOS geometry with exactly the box's envelope: its diagonal. */
static GEOSGeometry *diagonal(GEOSContextHandle_t geos, const bm_box *box)
{
    GEOSCoordSequence *seq = GEOSCoordSeq_create_r(geos, 2, 2);

    if (!seq) return NULL;
    GEOSCoordSeq_setXY_r(geos, seq, 0, box->west_deg, box->south_deg);
    GEOSCoordSeq_setXY_r(geos, seq, 1, box->east_deg, box->north_deg);
    return GEOSGeom_createLineString_r(geos, seq); /* takes seq, also on failure */
}

static void ignore(void *user, uint32_t index)
{
    (void)user;
    (void)index;
}

bm_status bm_tree_build(bm_ctx *ctx, const bm_box *boxes, size_t n, bm_tree **out)
{
    const bm_box anywhere = {0, 0, 0, 0}; /* GEOS sorts the tree at the first question */
    bm_tree *tree;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *tree, &block)) != BM_OK) return st;
    tree = block;
    tree->ctx = ctx;
    tree->geos = GEOS_init_r();
    if (tree->geos) tree->tree = GEOSSTRtree_create_r(tree->geos, 10);
    for (size_t i = 0; tree->tree && i < n; i++) {
        GEOSGeometry *item;

        if (boxes[i].west_deg > boxes[i].east_deg) continue;
        item = diagonal(tree->geos, &boxes[i]);
        if (!item) goto failed;
        GEOSSTRtree_insert_r(tree->geos, tree->tree, item,
                             (void *)(uintptr_t)(i + 1)); /* copies the envelope */
        GEOSGeom_destroy_r(tree->geos, item);
    }
    if (!tree->tree || bm_tree_query(ctx, tree, &anywhere, ignore, NULL) != BM_OK) goto failed;
    *out = tree;
    return BM_OK;
failed:
    bm_tree_destroy(tree);
    return bm_fail(ctx, BM_ELIBRARY, "GEOS could not build a tree over %zu boxes", n);
}

void bm_tree_destroy(bm_tree *tree)
{
    if (!tree) return;
    if (tree->tree) GEOSSTRtree_destroy_r(tree->geos, tree->tree);
    if (tree->geos) GEOS_finish_r(tree->geos);
    bm_free(tree->ctx, tree);
}

struct visitor {
    bm_tree_visit visit;
    void *user;
};

static void pass_on(void *item, void *user)
{
    const struct visitor *visitor = user;

    visitor->visit(visitor->user, (uint32_t)((uintptr_t)item - 1));
}

bm_status bm_tree_query(bm_ctx *ctx, bm_tree *tree, const bm_box *box, bm_tree_visit visit, void *user)
{
    struct visitor visitor = {visit, user};
    GEOSGeometry *where = diagonal(tree->geos, box);

    if (!where) return bm_fail(ctx, BM_ELIBRARY, "GEOS could not query a tree");
    GEOSSTRtree_query_r(tree->geos, tree->tree, where, pass_on, &visitor);
    GEOSGeom_destroy_r(tree->geos, where);
    return BM_OK;
}

struct bounder {
    bm_tree_bound bound;
    void *user;
};

/* One of the two items is the bounder itself. */
static int ask_bound(const void *left, const void *right, double *distance, void *user)
{
    const struct bounder *bounder = user;
    const void *item = left == user ? right : left;

    *distance = bounder->bound(bounder->user, (uint32_t)((uintptr_t)item - 1));
    return 1;
}

bm_status bm_tree_nearest(bm_ctx *ctx, bm_tree *tree, double x, double y, bm_tree_bound bound, void *user)
{
    struct bounder bounder = {bound, user};
    GEOSGeometry *where = GEOSGeom_createPointFromXY_r(tree->geos, x, y);

    if (!where) return bm_fail(ctx, BM_ELIBRARY, "GEOS could not query a tree");
    (void)GEOSSTRtree_nearest_generic_r(tree->geos, tree->tree, &bounder, where, ask_bound, &bounder);
    GEOSGeom_destroy_r(tree->geos, where);
    return BM_OK;
}

const char *bm_planar_version(void)
{
    return GEOSversion();
}
