#include "adapt/planar_plane.h"

#include "base/mem.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* A figure is a GEOS geometry under another name. */
static GEOSGeometry *to_geos(bm_figure *figure)
{
    return (GEOSGeometry *)figure;
}

static const GEOSGeometry *as_geos(const bm_figure *figure)
{
    return (const GEOSGeometry *)figure;
}

static bm_status made(bm_plane *plane, GEOSGeometry *geometry, const char *what, bm_figure **out)
{
    *out = (bm_figure *)geometry;
    return geometry ? BM_OK : bm_fail(plane->ctx, BM_ELIBRARY, "GEOS could not %s", what);
}

/* Puts the result in the place of what it was made from. */
static bm_status replaced(bm_plane *plane, GEOSGeometry *geometry, const char *what, bm_figure **figure)
{
    GEOSGeom_destroy_r(plane->geos, to_geos(*figure));
    return made(plane, geometry, what, figure);
}

bm_status bm_plane_create(bm_ctx *ctx, bm_plane **out)
{
    void *block;
    bm_status st = bm_calloc(ctx, 1, sizeof **out, &block);

    *out = NULL;
    if (st != BM_OK) return st;
    bm_plane *plane = block;
    plane->ctx = ctx;
    plane->geos = GEOS_init_r();
    if (!plane->geos) {
        bm_free(ctx, plane);
        return bm_fail(ctx, BM_ELIBRARY, "GEOS could not be started");
    }
    *out = plane;
    return BM_OK;
}

void bm_plane_destroy(bm_plane *plane)
{
    if (!plane) return;
    GEOS_finish_r(plane->geos);
    bm_free(plane->ctx, plane);
}

void bm_figure_drop(bm_plane *plane, bm_figure *figure)
{
    if (figure) GEOSGeom_destroy_r(plane->geos, to_geos(figure));
}

static GEOSCoordSequence *sequence(bm_plane *plane, const struct bm_xy *pts, size_t n)
{
    return n > 0 && n < UINT_MAX ? GEOSCoordSeq_copyFromBuffer_r(plane->geos, &pts[0].x, (unsigned)n, 0, 0)
                                 : NULL;
}

static GEOSGeometry *collect(bm_plane *plane, int type, GEOSGeometry **parts, size_t n)
{
    return n < UINT_MAX ? GEOSGeom_createCollection_r(plane->geos, type, parts, (unsigned)n) : NULL;
}

bm_status bm_figure_lines(bm_plane *plane, const struct bm_xy *pts, const uint32_t *first, size_t n,
                          bm_figure **out)
{
    GEOSGeometry **parts;
    void *block;
    size_t n_parts = 0;
    bm_status st = bm_calloc(plane->ctx, n, sizeof *parts, &block);

    *out = NULL;
    parts = block;
    for (size_t i = 0; i < n && st == BM_OK; i++) {
        GEOSCoordSequence *seq;

        if (first[i + 1] - first[i] < 2) continue;
        seq = sequence(plane, pts + first[i], first[i + 1] - first[i]);
        parts[n_parts] = seq ? GEOSGeom_createLineString_r(plane->geos, seq) : NULL; /* takes seq */
        if (!parts[n_parts++]) st = bm_fail(plane->ctx, BM_ELIBRARY, "GEOS could not make a line");
    }
    if (st == BM_OK) /* takes the parts */
        st = made(plane, collect(plane, GEOS_MULTILINESTRING, parts, n_parts), "make lines", out);
    bm_free(plane->ctx, parts);
    return st;
}

bm_status bm_figure_frame(bm_plane *plane, const struct bm_xy_box *box, bm_figure **out)
{
    return made(plane,
                GEOSGeom_createRectangle_r(plane->geos, box->low_x, box->low_y, box->high_x, box->high_y),
                "make a box", out);
}

static GEOSGeometry *polygon_of(bm_plane *plane, const struct bm_xy *pts, size_t n)
{
    bool closed = n > 1 && pts[0].x == pts[n - 1].x && pts[0].y == pts[n - 1].y;
    GEOSCoordSequence *seq =
        n > 2 && n < UINT_MAX - 1 ? GEOSCoordSeq_create_r(plane->geos, (unsigned)n + !closed, 2) : NULL;
    GEOSGeometry *ring;

    for (size_t i = 0; seq && i < n + !closed; i++)
        GEOSCoordSeq_setXY_r(plane->geos, seq, (unsigned)i, pts[i < n ? i : 0].x, pts[i < n ? i : 0].y);
    ring = seq ? GEOSGeom_createLinearRing_r(plane->geos, seq) : NULL;           /* takes seq */
    return ring ? GEOSGeom_createPolygon_r(plane->geos, ring, NULL, 0) : NULL; /* takes ring */
}

/* What of a polygon is in a box, the slow way: the polygon is mended first. */
static GEOSGeometry *meet_box(bm_plane *plane, const GEOSGeometry *polygon, const struct bm_xy_box *box)
{
    GEOSGeometry *valid = GEOSMakeValid_r(plane->geos, polygon), *part = NULL;
    GEOSGeometry *frame = GEOSGeom_createRectangle_r(plane->geos, box->low_x, box->low_y, box->high_x, box->high_y);

    if (valid && frame) part = GEOSIntersection_r(plane->geos, valid, frame);
    if (frame) GEOSGeom_destroy_r(plane->geos, frame);
    if (valid) GEOSGeom_destroy_r(plane->geos, valid);
    return part;
}

/* Clipping first: the rest of the ring need not be looked at. GEOS 3.11 does not clip some rings that cross
 * themselves at the box's side ("Invalid number of points in LinearRing found 3": an islet of GNB-SEN). */
bm_status bm_figure_ring_in_box(bm_plane *plane, const struct bm_xy *pts, size_t n, const struct bm_xy_box *box,
                                bm_figure **out)
{
    GEOSGeometry *polygon = polygon_of(plane, pts, n), *part = NULL;
    bm_status st;

    *out = NULL;
    if (polygon) part = GEOSClipByRect_r(plane->geos, polygon, box->low_x, box->low_y, box->high_x, box->high_y);
    if (polygon && !part) part = meet_box(plane, polygon, box);
    if (polygon) GEOSGeom_destroy_r(plane->geos, polygon);
    if ((st = made(plane, part, "cut a ring at a box", out)) != BM_OK) return st;
    if (GEOSisValid_r(plane->geos, part) == 1) return BM_OK;
    return replaced(plane, GEOSMakeValid_r(plane->geos, part), "mend a polygon", out);
}

bm_status bm_figure_widen(bm_plane *plane, const bm_figure *figure, double distance, int arc_steps,
                          bm_figure **out)
{
    *out = NULL;
    if (!figure) return BM_OK;
    return made(plane, GEOSBuffer_r(plane->geos, as_geos(figure), distance, arc_steps), "widen a line", out);
}

bm_status bm_figure_simplify(bm_plane *plane, bm_figure **figure, double tolerance)
{
    if (!*figure || !(tolerance > 0)) return BM_OK;
    return replaced(plane, GEOSSimplify_r(plane->geos, as_geos(*figure), tolerance), "simplify a figure", figure);
}

bm_status bm_figure_copy(bm_plane *plane, const bm_figure *figure, bm_figure **out)
{
    *out = NULL;
    return figure ? made(plane, GEOSGeom_clone_r(plane->geos, as_geos(figure)), "copy a polygon", out) : BM_OK;
}

bm_status bm_figure_join(bm_plane *plane, bm_figure **parts, size_t n, bm_figure **out)
{
    GEOSGeometry **kept, *all, *joined = NULL;
    void *block;
    size_t n_kept = 0;
    bm_status st = bm_calloc(plane->ctx, n, sizeof *kept, &block);

    *out = NULL;
    kept = block;
    for (size_t i = 0; i < n; i++) {
        if (st != BM_OK)
            bm_figure_drop(plane, parts[i]);
        else if (parts[i])
            kept[n_kept++] = to_geos(parts[i]);
        parts[i] = NULL;
    }
    if (st != BM_OK || n_kept == 0) goto done;
    all = collect(plane, GEOS_GEOMETRYCOLLECTION, kept, n_kept); /* takes the parts */
    if (all) joined = GEOSUnaryUnion_r(plane->geos, all);
    if (all) GEOSGeom_destroy_r(plane->geos, all);
    st = made(plane, joined, "join polygons", out);
done:
    bm_free(plane->ctx, kept);
    return st;
}

bm_status bm_figure_cut(bm_plane *plane, bm_figure **figure, const bm_figure *without)
{
    if (!*figure || !without) return BM_OK;
    return replaced(plane, GEOSDifference_r(plane->geos, as_geos(*figure), as_geos(without)), "cut polygons",
                    figure);
}

bm_status bm_figure_keep_box(bm_plane *plane, bm_figure **figure, const struct bm_xy_box *box)
{
    GEOSGeometry *frame, *part = NULL;

    if (!*figure) return BM_OK;
    frame = GEOSGeom_createRectangle_r(plane->geos, box->low_x, box->low_y, box->high_x, box->high_y);
    if (frame) part = GEOSIntersection_r(plane->geos, as_geos(*figure), frame);
    if (frame) GEOSGeom_destroy_r(plane->geos, frame);
    return replaced(plane, part, "cut a polygon at a box", figure);
}

struct mover {
    bm_xy_move move;
    void *user;
};

static int move_xy(double *x, double *y, void *user)
{
    const struct mover *mover = user;
    struct bm_xy to = mover->move(mover->user, (struct bm_xy){*x, *y});

    *x = to.x, *y = to.y;
    return 1;
}

bm_status bm_figure_move(bm_plane *plane, bm_figure **figure, bm_xy_move move, void *user)
{
    struct mover mover = {move, user};

    if (!*figure) return BM_OK;
    return replaced(plane, GEOSGeom_transformXY_r(plane->geos, as_geos(*figure), move_xy, &mover),
                    "move a polygon", figure);
}

bm_status bm_figure_snap(bm_plane *plane, bm_figure **figure, double step)
{
    if (!*figure) return BM_OK;
    if (GEOSisValid_r(plane->geos, as_geos(*figure)) != 1) {
        bm_status st = replaced(plane, GEOSMakeValid_r(plane->geos, as_geos(*figure)), "mend a polygon", figure);

        if (st != BM_OK) return st;
    }
    return replaced(plane, GEOSGeom_setPrecision_r(plane->geos, as_geos(*figure), step, 0), "round a polygon",
                    figure);
}

bool bm_figure_box(bm_plane *plane, const bm_figure *figure, struct bm_xy_box *out)
{
    const GEOSGeometry *g = as_geos(figure);

    return g && GEOSisEmpty_r(plane->geos, g) == 0 && GEOSGeom_getXMin_r(plane->geos, g, &out->low_x) &&
           GEOSGeom_getYMin_r(plane->geos, g, &out->low_y) && GEOSGeom_getXMax_r(plane->geos, g, &out->high_x) &&
           GEOSGeom_getYMax_r(plane->geos, g, &out->high_y);
}

/* --- rings --- */

/* Twice the area that a ring goes around counter-clockwise, about its first point. */
static double turn(const struct bm_xy *pts, size_t n)
{
    double sum = 0;

    for (size_t i = 1; i + 1 < n; i++)
        sum += (pts[i].x - pts[0].x) * (pts[i + 1].y - pts[0].y) -
               (pts[i + 1].x - pts[0].x) * (pts[i].y - pts[0].y);
    return sum;
}

static void reverse(struct bm_xy *pts, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct bm_xy swap = pts[i];

        pts[i] = pts[n - 1 - i];
        pts[n - 1 - i] = swap;
    }
}

static bm_status visit_ring(bm_ctx *ctx, bm_plane *plane, const GEOSGeometry *ring, bool hole,
                            bm_figure_visit visit, void *user)
{
    const GEOSCoordSequence *seq = ring ? GEOSGeom_getCoordSeq_r(plane->geos, ring) : NULL;
    struct bm_xy *pts;
    void *block = NULL;
    unsigned n = 0;
    bm_status st;

    if (!seq || !GEOSCoordSeq_getSize_r(plane->geos, seq, &n))
        return bm_fail(ctx, BM_ELIBRARY, "GEOS could not give the points of a ring");
    if ((st = bm_calloc(ctx, n, sizeof *pts, &block)) != BM_OK) return st;
    pts = block;
    if (GEOSCoordSeq_copyToBuffer_r(plane->geos, seq, &pts[0].x, 0, 0)) {
        if ((turn(pts, n) > 0) == hole) reverse(pts, n);
        st = visit(ctx, user, pts, n, hole);
    } else {
        st = bm_fail(ctx, BM_ELIBRARY, "GEOS could not give the points of a ring");
    }
    bm_free(ctx, pts);
    return st;
}

static bm_status visit_polygon(bm_ctx *ctx, bm_plane *plane, const GEOSGeometry *polygon, bm_figure_visit visit,
                               void *user)
{
    bm_status st =
        visit_ring(ctx, plane, GEOSGetExteriorRing_r(plane->geos, polygon), false, visit, user);

    for (int i = 0, n = GEOSGetNumInteriorRings_r(plane->geos, polygon); i < n && st == BM_OK; i++)
        st = visit_ring(ctx, plane, GEOSGetInteriorRingN_r(plane->geos, polygon, i), true, visit, user);
    return st;
}

/* Lines and points, where polygons only touched, are passed over. */
static bm_status visit_all(bm_ctx *ctx, bm_plane *plane, const GEOSGeometry *all, bm_figure_visit visit,
                           void *user)
{
    int type = GEOSGeomTypeId_r(plane->geos, all);
    bm_status st = BM_OK;

    if (type == GEOS_POLYGON)
        return GEOSisEmpty_r(plane->geos, all) ? BM_OK : visit_polygon(ctx, plane, all, visit, user);
    if (type < GEOS_MULTIPOINT) return BM_OK;
    for (int i = 0; i < GEOSGetNumGeometries_r(plane->geos, all) && st == BM_OK; i++)
        st = visit_all(ctx, plane, GEOSGetGeometryN_r(plane->geos, all, i), visit, user);
    return st;
}

bm_status bm_figure_rings(bm_ctx *ctx, bm_plane *plane, const bm_figure *figure, bm_figure_visit visit,
                          void *user)
{
    return figure ? visit_all(ctx, plane, as_geos(figure), visit, user) : BM_OK;
}
