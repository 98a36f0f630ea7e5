/* Parts of stats.json. */
#ifndef BM_STATS_WRITE_JSON_H
#define BM_STATS_WRITE_JSON_H

#include "stats/finish.h"

/* Members of an object on one line; the comma is before all but the first. NaN, absent: null. */
void bm_member_real(bm_buf *out, const char *name, double value, int decimals);
/* A p or q: small ones with all their digits, so that none reads as 0. */
void bm_member_p(bm_buf *out, const char *name, double p);
void bm_member_count(bm_buf *out, const char *name, uint64_t value);
void bm_member_text(bm_buf *out, const char *name, const char *value);
void bm_member_day(bm_buf *out, const char *name, bm_day value);
void bm_member_bounds(bm_buf *out, const char *name, const bm_bounds *bounds, double unit);
/* "name": on a line of its own. */
void bm_member_key(bm_buf *out, int indent, const char *name);

/* All members of a group, each on a line. */
void bm_member_group(const bm_group_stats *g, int indent, bm_buf *out);
/* "dimensions": the groups of each, of long ones the first. */
void bm_member_dimensions(const bm_findings *found, bm_buf *out);
/* "segments", "stretches", "periods", "tests", "method". */
void bm_member_inference(const bm_stats *stats, bm_buf *out);

#endif
