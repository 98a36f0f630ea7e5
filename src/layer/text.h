/* The pieces of JSON that rows and segments share. */
#ifndef BM_LAYER_TEXT_H
#define BM_LAYER_TEXT_H

#include "base/buf.h"
#include "bordermap/layer.h"

#define BM_DEGREE_DECIMALS    7
#define BM_GEOJSON_HEAD(name) "{\"type\":\"FeatureCollection\",\"name\":\"" name "\",\"features\":[\n"
#define BM_GEOJSON_END        "\n]" /* of the features; members and BM_GEOJSON_TAIL follow */
#define BM_GEOJSON_TAIL       "}\n"

/* With as many decimals as the texts have, so that all outputs say the same. */
double bm_rounded(double value, int decimals);
bm_ll bm_rounded_point(bm_ll point);

void bm_json_value(const bm_value *value, const bm_column *column, bm_buf *out);
/* "name":value,... for n columns, without the braces. */
void bm_json_members(const bm_value *values, const bm_column *columns, size_t n, bm_buf *out);
/* One feature (RFC 7946), without a line end; geometry null for a row without a point. */
void bm_geojson_feature(const bm_naming *naming, size_t n_columns, const bm_row *row, bm_buf *out);

#endif
