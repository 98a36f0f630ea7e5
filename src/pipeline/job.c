#include "bordermap/pipeline.h"

#include <string.h>

void bm_job_defaults(bm_job *job)
{
    static const double bands_km[] = {10, 25, 50, 100};
    *job = (bm_job){
        .read = {.from = BM_NO_DAY, .to = BM_NO_DAY},
        .segment_km = 50,
        .max_km = 100,
        .bands_km = bands_km,
        .n_bands = sizeof bands_km / sizeof bands_km[0],
        .draws = 999,
        .seed = 1,
        .jobs = 1,
    };
}

void bm_job_segment_by(bm_job *job, const char *value)
{
    job->whole_dyads = strcmp(value, "dyad") == 0;
    job->by_province = strcmp(value, "admin1") == 0;
    job->segment_lines = job->whole_dyads || job->by_province || strcmp(value, "length") == 0 ? NULL : value;
}
