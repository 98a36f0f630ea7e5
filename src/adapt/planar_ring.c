/* Rings through GEOS. */
#include "adapt/planar.h"

#include "base/mem.h"

#include <geos_c.h>
#include <limits.h>

/* The polygon of a ring, closed if it is not; NULL: GEOS could not. */
static GEOSGeometry *polygon_of(GEOSContextHandle_t geos, const bm_ll *pts, size_t n)
{
    bool closed = pts[0].lon_deg == pts[n - 1].lon_deg && pts[0].lat_deg == pts[n - 1].lat_deg;
    unsigned size = (unsigned)n + !closed;
    GEOSCoordSequence *seq = GEOSCoordSeq_create_r(geos, size, 2);
    GEOSGeometry *ring = NULL;

    if (!seq) return NULL;
    for (unsigned i = 0; i < size; i++)
        GEOSCoordSeq_setXY_r(geos, seq, i, pts[i < n ? i : 0].lon_deg, pts[i < n ? i : 0].lat_deg);
    ring = GEOSGeom_createLinearRing_r(geos, seq);                      /* takes seq, also on failure */
    return ring ? GEOSGeom_createPolygon_r(geos, ring, NULL, 0) : NULL; /* takes ring */
}

bm_status bm_ring_is_simple(bm_ctx *ctx, const bm_ll *pts, size_t n, bool *out)
{
    GEOSContextHandle_t geos = n > 2 && n < UINT_MAX ? GEOS_init_r() : NULL;
    GEOSGeometry *polygon = geos ? polygon_of(geos, pts, n) : NULL;
    int valid = polygon ? GEOSisValid_r(geos, polygon) : 2; /* 2: it failed */

    *out = valid == 1;
    if (polygon) GEOSGeom_destroy_r(geos, polygon);
    if (geos) GEOS_finish_r(geos);
    return valid == 2 ? bm_fail(ctx, BM_ELIBRARY, "GEOS could not look at a ring of %zu points", n) : BM_OK;
}

static bm_status visit_ring(bm_ctx *ctx, GEOSContextHandle_t geos, const GEOSGeometry *ring, bool hole,
                            bm_ring_visit visit, void *user)
{
    const GEOSCoordSequence *seq = ring ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    void *pts = NULL;
    unsigned n = 0;
    bm_status st;

    if (!seq || !GEOSCoordSeq_getSize_r(geos, seq, &n))
        return bm_fail(ctx, BM_ELIBRARY, "GEOS could not give the points of a ring");
    if ((st = bm_calloc(ctx, n, sizeof(bm_ll), &pts)) != BM_OK) return st;
    if (GEOSCoordSeq_copyToBuffer_r(geos, seq, pts, 0, 0))
        st = visit(ctx, user, pts, n, hole);
    else
        st = bm_fail(ctx, BM_ELIBRARY, "GEOS could not give the points of a ring");
    bm_free(ctx, pts);
    return st;
}

static bm_status visit_polygon(bm_ctx *ctx, GEOSContextHandle_t geos, const GEOSGeometry *polygon,
                               bm_ring_visit visit, void *user)
{
    bm_status st = visit_ring(ctx, geos, GEOSGetExteriorRing_r(geos, polygon), false, visit, user);

    for (int i = 0, n = GEOSGetNumInteriorRings_r(geos, polygon); i < n && st == BM_OK; i++)
        st = visit_ring(ctx, geos, GEOSGetInteriorRingN_r(geos, polygon, i), true, visit, user);
    return st;
}

/* Lines and points, what is left of spikes, are passed over. */
static bm_status visit_all(bm_ctx *ctx, GEOSContextHandle_t geos, const GEOSGeometry *all,
                           bm_ring_visit visit, void *user)
{
    bm_status st = BM_OK;

    if (GEOSGeomTypeId_r(geos, all) == GEOS_POLYGON)
        return GEOSisEmpty_r(geos, all) ? BM_OK : visit_polygon(ctx, geos, all, visit, user);
    if (GEOSGeomTypeId_r(geos, all) < GEOS_MULTIPOINT) return BM_OK;
    for (int i = 0, n = GEOSGetNumGeometries_r(geos, all); i < n && st == BM_OK; i++)
        st = visit_all(ctx, geos, GEOSGetGeometryN_r(geos, all, i), visit, user);
    return st;
}

static GEOSGeometry *box_polygon(GEOSContextHandle_t geos, const bm_box *box)
{
    const bm_ll corners[] = {{box->west_deg, box->south_deg},
                             {box->east_deg, box->south_deg},
                             {box->east_deg, box->north_deg},
                             {box->west_deg, box->north_deg}};

    return polygon_of(geos, corners, 4);
}

bm_status bm_ring_pieces(bm_ctx *ctx, const bm_ll *pts, size_t n, const bm_box *box, bm_ring_visit visit,
                         void *user)
{
    GEOSContextHandle_t geos = n > 2 && n < UINT_MAX ? GEOS_init_r() : NULL;
    GEOSGeometry *polygon = NULL, *valid = NULL, *frame = NULL, *part = NULL;
    bm_status st = bm_fail(ctx, BM_ELIBRARY, "GEOS could not take a ring of %zu points apart", n);

    if (!geos || !(polygon = polygon_of(geos, pts, n))) goto done;
    if (!(valid = GEOSMakeValid_r(geos, polygon))) goto done;
    if (box && !(frame = box_polygon(geos, box))) goto done;
    if (frame && !(part = GEOSIntersection_r(geos, valid, frame))) goto done;
    st = visit_all(ctx, geos, part ? part : valid, visit, user);
done:
    if (part) GEOSGeom_destroy_r(geos, part);
    if (frame) GEOSGeom_destroy_r(geos, frame);
    if (valid) GEOSGeom_destroy_r(geos, valid);
    if (polygon) GEOSGeom_destroy_r(geos, polygon);
    if (geos) GEOS_finish_r(geos);
    return st;
}
