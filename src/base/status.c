#include "bordermap/status.h"

const char *bm_status_name(bm_status status)
{
    switch (status) {
    case BM_OK: return "done";
    case BM_ENOMEM: return "out of memory";
    case BM_EIO: return "input or output failed";
    case BM_EFORMAT: return "bad format";
    case BM_EUSAGE: return "wrong usage";
    case BM_ENOTFOUND: return "not found";
    case BM_ELIBRARY: return "a library failed";
    case BM_EINTERRUPTED: return "interrupted";
    }
    return "unknown status";
}
