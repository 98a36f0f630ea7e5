/* Lines through GEOS. */
#include "adapt/planar.h"

#include <geos_c.h>
#include <limits.h>
#include <math.h>

bm_status bm_line_simplify(bm_ctx *ctx, bm_ll *pts, size_t *n, double tolerance_deg)
{
    GEOSContextHandle_t geos = NULL;
    GEOSCoordSequence *seq;
    const GEOSCoordSequence *kept;
    GEOSGeometry *line = NULL, *simple = NULL;
    unsigned n_kept = 0;
    bm_status st = BM_OK;

    if (*n < 3 || !(tolerance_deg > 0)) return BM_OK;
    st = bm_fail(ctx, BM_ELIBRARY, "GEOS could not simplify a line of %zu points", *n);
    if (*n > UINT_MAX || !(geos = GEOS_init_r())) goto done;
    seq = GEOSCoordSeq_copyFromBuffer_r(geos, &pts[0].lon_deg, (unsigned)*n, 0, 0);
    if (!seq || !(line = GEOSGeom_createLineString_r(geos, seq))) goto done; /* takes seq, also on failure */
    if (!(simple = GEOSSimplify_r(geos, line, tolerance_deg))) goto done;
    if (!(kept = GEOSGeom_getCoordSeq_r(geos, simple))) goto done;
    if (!GEOSCoordSeq_getSize_r(geos, kept, &n_kept)) goto done;
    if (n_kept > *n || !GEOSCoordSeq_copyToBuffer_r(geos, kept, &pts[0].lon_deg, 0, 0)) goto done;
    *n = n_kept;
    st = BM_OK;
done:
    if (simple) GEOSGeom_destroy_r(geos, simple);
    if (line) GEOSGeom_destroy_r(geos, line);
    if (geos) GEOS_finish_r(geos);
    return st;
}

/* The largest polygon of what the clip left. */
static const GEOSGeometry *largest(GEOSContextHandle_t geos, const GEOSGeometry *all)
{
    const GEOSGeometry *best = NULL;
    double most = 0;

    for (int i = 0; i < GEOSGetNumGeometries_r(geos, all); i++) {
        const GEOSGeometry *item = GEOSGetGeometryN_r(geos, all, i);
        double area = 0;

        if (GEOSGeomTypeId_r(geos, item) == GEOS_POLYGON && GEOSArea_r(geos, item, &area) && area > most)
            most = area, best = item;
    }
    return best;
}

/* circle: a line from the middle to the rim. */
static void read_circle(GEOSContextHandle_t geos, const GEOSGeometry *circle, bm_ll *middle,
                        double *radius_deg)
{
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(geos, circle);
    double rim[2];

    if (!seq || !GEOSCoordSeq_getXY_r(geos, seq, 0, &middle->lon_deg, &middle->lat_deg)) return;
    if (!GEOSCoordSeq_getXY_r(geos, seq, 1, &rim[0], &rim[1])) return;
    *radius_deg = hypot(rim[0] - middle->lon_deg, rim[1] - middle->lat_deg);
}

bm_status bm_ring_middle(bm_ctx *ctx, const bm_ll *pts, size_t n, const bm_box *box, bm_ll *middle,
                         double *radius_deg)
{
    GEOSContextHandle_t geos = n <= UINT_MAX ? GEOS_init_r() : NULL;
    GEOSGeometry *ring = NULL, *polygon = NULL, *valid = NULL, *part = NULL, *circle = NULL;
    const GEOSGeometry *best;
    GEOSCoordSequence *seq;

    *middle = (bm_ll){NAN, NAN}, *radius_deg = 0;
    if (!geos) return bm_fail(ctx, BM_ELIBRARY, "GEOS could not be started");
    seq = GEOSCoordSeq_copyFromBuffer_r(geos, &pts[0].lon_deg, (unsigned)n, 0, 0);
    if (seq) ring = GEOSGeom_createLinearRing_r(geos, seq);
    if (ring) polygon = GEOSGeom_createPolygon_r(geos, ring, NULL, 0); /* takes ring */
    if (polygon) valid = GEOSMakeValid_r(geos, polygon);
    if (valid)
        part = GEOSClipByRect_r(geos, valid, box->west_deg, box->south_deg, box->east_deg, box->north_deg);
    best = part ? largest(geos, part) : NULL;
    if (best) circle = GEOSMaximumInscribedCircle_r(geos, best, (box->east_deg - box->west_deg) / 500);
    if (circle) read_circle(geos, circle, middle, radius_deg);
    if (circle) GEOSGeom_destroy_r(geos, circle);
    if (part) GEOSGeom_destroy_r(geos, part);
    if (valid) GEOSGeom_destroy_r(geos, valid);
    if (polygon) GEOSGeom_destroy_r(geos, polygon);
    GEOS_finish_r(geos);
    return BM_OK;
}
