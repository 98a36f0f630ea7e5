#include "gazetteer/model.h"

/* Places first, whatever the order of the files: names and polygons refer to them. */
static bm_status read_all(struct gz_model *model, const bm_gazetteer_sources *sources)
{
    bm_status st = BM_OK;

    for (size_t i = 0; st == BM_OK && i < sources->n_dumps; i++)
        st = gz_read_dump(model, sources->dumps[i], false);
    for (size_t i = 0; st == BM_OK && i < sources->n_places; i++)
        st = gz_read_places(model, sources->places[i]);
    for (size_t i = 0; st == BM_OK && i < sources->n_dumps; i++)
        st = gz_read_dump(model, sources->dumps[i], true);
    for (size_t i = 0; st == BM_OK && i < sources->n_admins; i++)
        st = gz_read_admin(model, sources->admins[i]);
    return st;
}

bm_status bm_gazetteer_build(bm_ctx *ctx, const bm_gazetteer_sources *sources, const char *out_path,
                             bm_issue_list *issues)
{
    struct gz_model model;
    bm_status st;

    if (sources->n_dumps + sources->n_admins + sources->n_places == 0)
        return bm_fail(ctx, BM_EUSAGE, "a gazetteer needs at least one input");
    if ((st = gz_model_init(ctx, issues, &model)) != BM_OK || (st = read_all(&model, sources)) != BM_OK)
        goto done;
    if (model.n_places == 0) {
        st = bm_fail(ctx, BM_EFORMAT, "no place in any of the inputs");
        goto done;
    }
    if ((st = gz_link_parents(&model)) != BM_OK || (st = gz_order_places(&model)) != BM_OK ||
        (st = gz_list_districts(&model)) != BM_OK || (st = gz_index_names(&model)) != BM_OK)
        goto done;
    st = gz_write(&model, sources->vintage, out_path);
done:
    gz_model_free(&model);
    return st;
}
