/* Border files from whatever the user has: the packed form, polygons, or lines. */
#include "border/readers.h"

#include "adapt/vector.h"
#include "base/file.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

#include "border/packed.h"
#include "border/view.h"

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

enum { MAGIC = 8 };
_Static_assert(sizeof BM_PACK_MAGIC == MAGIC + 1 && sizeof BMB_MAGIC == MAGIC + 1, "both have eight bytes");

static bool begins_with(const char *path, const char *magic)
{
    char head[MAGIC] = "";
    FILE *file = fopen(path, "rb");

    /* a path that does not open may still be one that GDAL knows (/vsizip/) */
    bool same = file && fread(head, 1, MAGIC, file) == MAGIC && memcmp(head, magic, MAGIC) == 0;
    if (file) fclose(file);
    return same;
}

static bm_status read_built(bm_ctx *ctx, const char *path, struct bm_border_model *out)
{
    bm_border *border = NULL;
    bm_status st;

    *out = (struct bm_border_model){0};
    if ((st = bm_border_open(ctx, path, &border)) != BM_OK) return st;
    st = bm_border_remodel(ctx, border, out);
    bm_border_close(border);
    return st;
}

bm_status bm_border_build(bm_ctx *ctx, const bm_border_sources *sources, const char *out_path,
                          bm_issue_list *issues)
{
    struct bm_border_model model = {0};
    bm_status st;

    if (begins_with(sources->path, BM_PACK_MAGIC))
        st = bm_border_unpack(ctx, sources->path, &model);
    else if (begins_with(sources->path, BMB_MAGIC))
        st = read_built(ctx, sources->path, &model);
    else
        st = bm_border_model_read(ctx, sources, issues, &model);
    if (st == BM_OK && sources->view) st = bm_view_apply(ctx, sources->view, issues, &model);
    if (st == BM_OK) st = bm_border_write(ctx, &model, out_path);
    bm_border_model_free(ctx, &model);
    return st;
}
