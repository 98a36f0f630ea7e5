#include "bordermap/stats.h"

const char *bm_null_kind_name(bm_null_kind kind)
{
    static const char *const names[BM_NULL_KINDS] = {"settlements", "population", "land"};

    return names[kind];
}
