/* What the program is made of: itself and the libraries, without loading those that are opened at need. */
#ifndef BM_ADAPT_VERSIONS_H
#define BM_ADAPT_VERSIONS_H

#include <stddef.h>

enum { BM_VERSION_BYTES = 64, BM_VERSIONS_MAX = 12 };

struct bm_version {
    const char *name;
    char text[BM_VERSION_BYTES];
};

/* Fills out, returns how many. "build": the build id of the program or shared library that holds this code, a
 * digest of its content made by the linker; the libraries' own version numbers; "gdal_build", "cairo_build":
 * the build ids of the files that dlopen would take, of which one page is read. What cannot be found out is
 * left out. */
size_t bm_versions(struct bm_version out[BM_VERSIONS_MAX]);

/* "libgdal.so.32, libcairo.so.2": what is opened at need. */
const char *bm_opened_at_need(void);

#endif
