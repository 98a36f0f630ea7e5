/* incidents_table.csv: one row an incident, ready for a regression. */
#ifndef BM_LAYER_TABLE_H
#define BM_LAYER_TABLE_H

#include "base/buf.h"
#include "bordermap/layer.h"

void bm_model_table_header(const bm_naming *naming, bm_buf *out);
void bm_model_table_row(const bm_naming *naming, const bm_row *row, bm_buf *out);

#endif
