/* Numbers as people write them: decimal commas, degrees with minutes and seconds, Persian and Arabic digits.
 */
#ifndef BM_INCIDENT_NUMBER_H
#define BM_INCIDENT_NUMBER_H

#include "bordermap/ctx.h"

/* Persian, Arabic and full-width digits as ASCII, the Arabic decimal separator as '.', dashes and the minus
 * sign as
 * '-', other spaces as ' '. Text that is ASCII already, or does not fit into buf, comes back as it is. */
bm_str bm_plain_digits(bm_str text, char *buf, size_t size);

/* A longitude or latitude in degrees: 67.01, "67,01", 67°00'36"E, "67 0 36 E", E67.01. Letters must be of the
 * right axis. Any finite value: the caller checks the range. False if it is no such number. */
bool bm_parse_degrees(bm_str text, bool is_lon, double *out);

/* A count: digits, perhaps with ".0" behind them. False for anything else. */
bool bm_parse_count(bm_str text, int64_t *out);

#endif
