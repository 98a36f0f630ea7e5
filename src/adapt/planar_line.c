/* Lines through GEOS. */
#include "adapt/planar.h"

#include <geos_c.h>
#include <limits.h>

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
