#include "bordermap/gazetteer.h"

const char *bm_match_name(bm_match match)
{
    static const char *const names[] = {"none",     "given", "exact",    "alias", "folded",
                                        "skeleton", "fuzzy", "relative", "area"};

    return match <= BM_MATCH_AREA ? names[match] : "none";
}

const char *bm_place_status_name(bm_place_status status)
{
    static const char *const names[] = {"unresolved", "coarse", "ambiguous", "resolved"};

    return status < BM_PLACE_STATUS_COUNT ? names[status] : "unresolved";
}
