/* The last check of a build: each country and province is found under its own name, by the search that
 * everybody uses. */
#include "gazetteer/locator.h"
#include "gazetteer/model.h"

#include "base/str.h"

static bm_status find_row(bm_ctx *ctx, bm_locator *locator, const bm_gazetteer *gazetteer, uint32_t row)
{
    const struct gz_place *place = &gazetteer->places[row];
    bm_str name = gz_text(gazetteer, place->name), id = gz_text(gazetteer, place->id);
    struct gz_hints hints = {0};
    bm_status st;

    memcpy(hints.iso3, place->iso3, sizeof hints.iso3);
    locator->n_hits = 0;
    if ((st = gz_resolve(ctx, locator, name, &hints, GZ_TOKENS)) != BM_OK) return st;
    for (size_t i = 0; i < locator->n_hits; i++) {
        if (locator->hits[i].place == row) return BM_OK;
    }
    return bm_fail(ctx, BM_EFORMAT, "'%.*s' (id %.*s, %.7s, %.3s) cannot be found by its name", (int)name.len,
                   name.p, (int)id.len, id.p, place->feat, place->iso3);
}

bm_status gz_check_findable(struct gz_model *model, const void *file, size_t size)
{
    bm_gazetteer view;
    const bm_gazetteer *gazetteer = &view;
    bm_locate_options options = {.gazetteers = &gazetteer, .n_gazetteers = 1};
    bm_locator *locator = NULL;
    bm_status st;

    if (!gz_view(file, size, &view))
        return bm_fail(model->ctx, BM_EFORMAT, "the compiled tables do not fit together");
    if ((st = bm_locator_create(model->ctx, &options, &locator)) != BM_OK) return st;
    for (uint32_t i = 0; st == BM_OK && i < view.n_places; i++) {
        if (gz_is_country(&view.places[i]) || gz_admin_level(&view.places[i]) == 1)
            st = find_row(model->ctx, locator, gazetteer, i);
    }
    bm_locator_destroy(locator);
    return st;
}
