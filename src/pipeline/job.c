#include "bordermap/pipeline.h"

void bm_job_defaults(bm_job *job)
{
    static const double bands_km[] = {10, 25, 50, 100};
    *job = (bm_job){
        .read = {.from = BM_NO_DAY, .to = BM_NO_DAY},
        .segment_km = 50,
        .max_km = 100,
        .bands_km = bands_km,
        .n_bands = sizeof bands_km / sizeof bands_km[0],
        .jobs = 1,
    };
}
