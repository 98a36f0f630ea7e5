/* Rows of class A by country, level and name or code, while a gazetteer is compiled. */
#ifndef BM_GAZETTEER_ADMIN_INDEX_H
#define BM_GAZETTEER_ADMIN_INDEX_H

#include "gazetteer/model.h"

struct gz_admin_index {
    bm_map map;
    bm_arena *arena;
};
BM_CHECKED bm_status gz_admin_index_build(const struct gz_model *model, struct gz_admin_index *out);
void gz_admin_index_free(struct gz_admin_index *index);
/* level: 0 country, 1, 2. BM_GZ_NONE: none, or several. Names meet at L2. */
uint32_t gz_admin_by_name(const struct gz_admin_index *index, const char *iso3, int level, bm_str name);
/* code2 absent for level 1; both for level 0. */
uint32_t gz_admin_by_code(const struct gz_admin_index *index, const char *iso3, int level, bm_str code1,
                          bm_str code2);

#endif
