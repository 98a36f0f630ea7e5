/* What is nearest to some of many points: their cells in the Voronoi diagram, joined. */
#include "adapt/planar_plane.h"

#include "base/mem.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

static int by_x(const void *pa, const void *pb)
{
    const struct bm_site *a = pa, *b = pb;

    if (a->at.x != b->at.x) return a->at.x < b->at.x ? -1 : 1;
    if (a->at.y != b->at.y) return a->at.y < b->at.y ? -1 : 1;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* Leaves the lowest of those in one place; in order of x. Returns how many are left. */
static size_t drop_twins(struct bm_site *sites, size_t n, double same)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        bool twin = false;

        for (size_t k = kept; k-- > 0 && !twin && sites[i].at.x - sites[k].at.x <= same;) {
            if (fabs(sites[i].at.y - sites[k].at.y) > same) continue;
            twin = true;
            if (sites[i].rank < sites[k].rank)
                sites[k].wanted = sites[i].wanted, sites[k].rank = sites[i].rank;
        }
        if (!twin) sites[kept++] = sites[i];
    }
    return kept;
}

/* Cells are convex: a point is inside if it is on one side of all edges. */
static bool is_inside(const struct bm_xy *pts, unsigned n, struct bm_xy at)
{
    bool left = true, right = true;

    for (unsigned i = 0; i + 1 < n; i++) {
        double cross =
            (pts[i + 1].x - pts[i].x) * (at.y - pts[i].y) - (pts[i + 1].y - pts[i].y) * (at.x - pts[i].x);

        left &= cross >= 0;
        right &= cross <= 0;
    }
    return left || right;
}

/* The site of a cell: GEOS does not say which it is. NULL: the cell is damaged. */
static const struct bm_site *site_of(const struct bm_site *sites, size_t n, const struct bm_xy *pts, unsigned n_pts)
{
    double west = INFINITY, east = -INFINITY;
    size_t low = 0, high = n;

    for (unsigned i = 0; i < n_pts; i++) west = fmin(west, pts[i].x), east = fmax(east, pts[i].x);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sites[middle].at.x < west)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n && sites[low].at.x <= east; low++)
        if (is_inside(pts, n_pts, sites[low].at)) return &sites[low];
    return NULL;
}

static bool is_wanted(GEOSContextHandle_t geos, const GEOSGeometry *cell, const struct bm_site *sites, size_t n,
                      struct bm_xy *room, unsigned cap)
{
    const GEOSGeometry *ring = GEOSGetExteriorRing_r(geos, cell);
    const GEOSCoordSequence *seq = ring ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    const struct bm_site *site;
    unsigned n_pts = 0;

    if (!seq || !GEOSCoordSeq_getSize_r(geos, seq, &n_pts) || n_pts > cap) return false;
    if (!GEOSCoordSeq_copyToBuffer_r(geos, seq, &room[0].x, 0, 0)) return false;
    site = site_of(sites, n, room, n_pts);
    return site && site->wanted;
}

/* The sites as a geometry. */
static GEOSGeometry *points_of(GEOSContextHandle_t geos, const struct bm_site *sites, size_t n)
{
    GEOSCoordSequence *seq = n < UINT_MAX ? GEOSCoordSeq_create_r(geos, (unsigned)n, 2) : NULL;

    for (size_t i = 0; seq && i < n; i++)
        GEOSCoordSeq_setXY_r(geos, seq, (unsigned)i, sites[i].at.x, sites[i].at.y);
    return seq ? GEOSGeom_createLineString_r(geos, seq) : NULL; /* takes seq */
}

static GEOSGeometry *join_wanted(GEOSContextHandle_t geos, const GEOSGeometry *cells, const struct bm_site *sites,
                                 size_t n, GEOSGeometry **parts)
{
    enum { ROOM = 1024 };
    struct bm_xy room[ROOM];
    GEOSGeometry *all, *joined = NULL;
    int n_cells = GEOSGetNumGeometries_r(geos, cells);
    unsigned n_parts = 0;

    for (int i = 0; i < n_cells; i++) {
        const GEOSGeometry *cell = GEOSGetGeometryN_r(geos, cells, i);

        if (!is_wanted(geos, cell, sites, n, room, ROOM)) continue;
        parts[n_parts] = GEOSGeom_clone_r(geos, cell);
        if (parts[n_parts]) n_parts++;
    }
    all = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, n_parts); /* takes the parts */
    if (!all) return NULL;
    joined = GEOSCoverageUnion_r(geos, all);
    if (joined && GEOSisValid_r(geos, joined) != 1) GEOSGeom_destroy_r(geos, joined), joined = NULL;
    if (!joined) joined = GEOSUnaryUnion_r(geos, all); /* slower, and does not mind cells that overlap a hair */
    GEOSGeom_destroy_r(geos, all);
    return joined;
}

bm_status bm_figure_nearest(bm_plane *plane, struct bm_site *sites, size_t n, double same,
                            const struct bm_xy_box *box, bm_figure **out)
{
    GEOSContextHandle_t geos = plane->geos;
    GEOSGeometry *points = NULL, *frame = NULL, *cells = NULL, *joined = NULL;
    void *parts = NULL;
    bm_status st;

    *out = NULL;
    if (n < 2) return BM_OK;
    qsort(sites, n, sizeof *sites, by_x);
    n = drop_twins(sites, n, same);
    points = points_of(geos, sites, n);
    frame = GEOSGeom_createRectangle_r(geos, box->low_x, box->low_y, box->high_x, box->high_y);
    if (points && frame) cells = GEOSVoronoiDiagram_r(geos, points, frame, 0, 0);
    st = cells ? bm_calloc(plane->ctx, (size_t)GEOSGetNumGeometries_r(geos, cells), sizeof(GEOSGeometry *), &parts) : BM_OK;
    if (st == BM_OK && cells) joined = join_wanted(geos, cells, sites, n, parts);
    if (points) GEOSGeom_destroy_r(geos, points);
    if (frame) GEOSGeom_destroy_r(geos, frame);
    if (cells) GEOSGeom_destroy_r(geos, cells);
    bm_free(plane->ctx, parts);
    if (st != BM_OK) return st;
    if (!joined) return bm_fail(plane->ctx, BM_ELIBRARY, "GEOS could not tell what is nearest");
    *out = (bm_figure *)joined;
    return BM_OK;
}
