/* Border files from whatever the user has: the packed form, polygons, or lines. */
#include "border/readers.h"

#include "adapt/vector.h"
#include "base/file.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

#include "border/packed.h"

/* What the first feature with a shape is. */
static bm_status look_at_shape(bm_ctx *ctx, const char *path, bm_shape *out)
{
    bm_vector_reader *reader = NULL;
    bm_vector_feature feature;
    bool more = true;
    bm_status st;

    *out = BM_SHAPE_NONE;
    if ((st = bm_vector_open(ctx, path, NULL, false, &reader)) != BM_OK) return st;
    while (*out == BM_SHAPE_NONE && (st = bm_vector_next(ctx, reader, &feature, &more)) == BM_OK && more)
        *out = feature.geometry.shape;
    bm_vector_close(reader);
    return st;
}

bm_status bm_border_model_read(bm_ctx *ctx, const bm_border_sources *sources, bm_issue_list *issues,
                               struct bm_border_model *out)
{
    bm_shape shape;
    bm_status st;

    *out = (struct bm_border_model){0};
    if ((st = look_at_shape(ctx, sources->path, &shape)) != BM_OK) return st;
    if (shape == BM_SHAPE_POLYGON)
        st = bm_border_from_polygons(ctx, sources, issues, out);
    else if (shape == BM_SHAPE_LINE)
        st = bm_border_from_lines(ctx, sources, issues, out);
    else
        st = bm_fail(ctx, BM_EFORMAT, "'%s' has no polygons and no lines", sources->path);
    if (st == BM_OK && out->n_chains == 0)
        st = bm_fail(ctx, BM_EFORMAT, "'%s' has no border: no two countries share a line", sources->path);
    if (st != BM_OK) bm_border_model_free(ctx, out);
    return st;
}

static bool is_packed(const char *path)
{
    const size_t magic = sizeof BM_PACK_MAGIC - 1;
    char head[sizeof BM_PACK_MAGIC] = "";
    FILE *file = fopen(path, "rb");

    /* a path that does not open may still be one that GDAL knows (/vsizip/) */
    bool packed = file && fread(head, 1, magic, file) == magic && memcmp(head, BM_PACK_MAGIC, magic) == 0;
    if (file) fclose(file);
    return packed;
}

bm_status bm_border_build(bm_ctx *ctx, const bm_border_sources *sources, const char *out_path,
                          bm_issue_list *issues)
{
    struct bm_border_model model = {0};
    bm_status st;

    st = is_packed(sources->path) ? bm_border_unpack(ctx, sources->path, &model)
                                  : bm_border_model_read(ctx, sources, issues, &model);
    if (st == BM_OK) st = bm_border_write(ctx, &model, out_path);
    bm_border_model_free(ctx, &model);
    return st;
}
