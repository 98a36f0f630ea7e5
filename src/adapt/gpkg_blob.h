/* Geometries as a GeoPackage keeps them: a head with the envelope, then well-known binary, both little-endian
 * (OGC 12-128r15, 2.1.3). The same bytes as GDAL's. */
#ifndef BM_ADAPT_GPKG_BLOB_H
#define BM_ADAPT_GPKG_BLOB_H

#include "adapt/vector.h"
#include "base/buf.h"

/* Replaces what is in out. Points, multiple lines and multiple polygons, in EPSG:4326. *about: the envelope,
 * degrees. */
void bm_gpkg_blob(const bm_geometry *geometry, bm_buf *out, bm_box *about);

#endif
