/* Whether a date column writes the day or the month first, decided for the column as a whole. */
#ifndef BM_INCIDENT_DAY_ORDER_H
#define BM_INCIDENT_DAY_ORDER_H

#include "incident/columns.h"
#include "incident/date.h"

/* Looks at the start of the table, and at all of it when dates like 05/06/1990 are there (of a pipe: at its
 * first 1 MB). What cannot be decided is reported to issues and read day first. table has not been read yet.
 */
BM_CHECKED bm_status bm_day_order_find(bm_ctx *ctx, const char *path, const struct bm_table_wish *wish,
                                       struct bm_table *table, const struct bm_columns *columns,
                                       const char *src, bm_issue_list *issues, enum bm_day_order *out);

#endif
