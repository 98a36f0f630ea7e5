/* Comparison of packed borders with other sources, for geodata/border_check.csv (check.c). */
#ifndef BM_BORDER_CHECK_H
#define BM_BORDER_CHECK_H

#include "base/buf.h"
#include "border/world.h"

/* One row a dyad: kilometres inland and at sea; kilometres that the land polygons share (opposite edges), and
 * the per cent of them farther than 100 m from the line of that dyad; kilometres of `lines` (with left and
 * right countries; NULL: none) and the per cent farther than 5 km from that dyad's line, and from any line.
 */
BM_CHECKED bm_status bm_border_check(bm_ctx *ctx, const char *packed, const char *land, const char *overlaps,
                                     const char *lines, bm_issue_list *issues, bm_buf *table);

#endif
