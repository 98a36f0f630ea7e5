/* Which data files a job uses, told without opening them. */
#include "pipeline/run.h"

#include <stdio.h>

static bm_status add(bm_ctx *ctx, const char *role, const char *path, struct bm_data_file *out, size_t *n)
{
    if (*n == BM_ALL_DATA_FILES) return bm_fail(ctx, BM_EUSAGE, "too many data files");
    out[*n].role = role;
    int length = snprintf(out[*n].path, sizeof out[*n].path, "%s", path);
    if (length < 0 || (size_t)length >= sizeof out[*n].path)
        return bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", path);
    ++*n;
    return BM_OK;
}

bm_status bm_list_data_files(bm_ctx *ctx, const bm_job *job, struct bm_data_file *out, size_t *n)
{
    char path[PATH_MAX];
    bm_status st = BM_OK;
    *n = 0;
    for (size_t i = 0; i < job->n_gazetteers && st == BM_OK; i++)
        st = add(ctx, "gazetteer", job->gazetteers[i], out, n);
    if (st == BM_OK) st = bm_ctx_find_data(ctx, "gazetteer.bmg", path, sizeof path);
    if (st == BM_OK) st = add(ctx, "gazetteer", path, out, n);
    for (size_t i = 0; i < job->n_aliases && st == BM_OK; i++)
        st = add(ctx, "aliases", job->aliases[i], out, n);
    if (st == BM_OK && bm_ctx_find_data(ctx, "aliases.csv", path, sizeof path) == BM_OK)
        st = add(ctx, "aliases", path, out, n);
    if (st == BM_OK && !job->borders) st = bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path);
    if (st == BM_OK) st = add(ctx, "borders", job->borders ? job->borders : path, out, n);
    if (st == BM_OK && job->view) st = bm_border_find_view(ctx, job->view, path, sizeof path);
    if (st == BM_OK && job->view) st = add(ctx, "view", path, out, n);
    if (st == BM_OK && job->segment_lines) st = add(ctx, "segment_lines", job->segment_lines, out, n);
    if (st == BM_OK && job->compare_borders) st = add(ctx, "compare_borders", job->compare_borders, out, n);
    return st;
}
