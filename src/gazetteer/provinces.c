#include "base/mem.h"
#include "gazetteer/reader.h"

bm_status bm_gazetteer_provinces(bm_ctx *ctx, const bm_gazetteer *gazetteer, bm_arena *arena,
                                 const bm_province **out, size_t *n)
{
    bm_province *provinces;

    *out = NULL;
    *n = 0;
    provinces = bm_arena_calloc(arena, gazetteer->n_areas, sizeof *provinces);
    if (!provinces) return bm_fail(ctx, BM_ENOMEM, "out of memory for the provinces of a gazetteer");
    for (uint32_t i = 0; i < gazetteer->n_places && *n < gazetteer->n_areas; i++) {
        const struct gz_place *place = &gazetteer->places[i];
        bm_province *province = &provinces[*n];

        if (gz_row_level(place) != 1 || !gz_area_of_place(gazetteer, i, &province->area)) continue;
        for (int k = 0; k < 3; k++) province->iso3[k] = place->iso3[k];
        province->name = gz_text(gazetteer, place->name).p;
        (*n)++;
    }
    *out = provinces;
    return BM_OK;
}
