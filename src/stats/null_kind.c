#include "bordermap/stats.h"

#include <string.h>

const char *bm_null_kind_name(bm_null_kind kind)
{
    static const char *const names[BM_NULL_KINDS] = {"settlements", "population", "land"};

    return names[kind];
}

bool bm_null_kind_from_name(const char *name, bm_null_kind *out)
{
    for (int i = 0; i < BM_NULL_KINDS; i++)
        if (strcmp(name, bm_null_kind_name((bm_null_kind)i)) == 0) {
            *out = (bm_null_kind)i;
            return true;
        }
    return false;
}
