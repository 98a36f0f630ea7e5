/* Who lies in whom: links of places to their province and district. */
#include "gazetteer/admin_index.h"

#include "base/str.h"

#include <stdlib.h>

static int by_iso3(const void *a, const void *b)
{
    return strcmp(((const struct gz_country *)a)->iso3, ((const struct gz_country *)b)->iso3);
}

static bool contains(const struct gz_model_area *area, const struct gz_place *place)
{
    bm_area view = {area->pts, area->ring_first, area->n_rings, area->box};

    if (place->lon < area->box.west_deg || place->lon > area->box.east_deg ||
        place->lat < area->box.south_deg || place->lat > area->box.north_deg)
        return false;
    return bm_area_contains(&view, (bm_ll){place->lon, place->lat});
}

/* The row of the area of this level, in the place's country, that holds it. */
static uint32_t by_point(const struct gz_model *model, const struct gz_place *place, int level)
{
    for (size_t i = 0; i < model->n_areas; i++) {
        const struct gz_model_area *area = &model->areas[i];
        if (area->level == level && contains(area, place) &&
            memcmp(model->places[area->place].iso3, place->iso3, 4) == 0)
            return area->place;
    }
    return BM_GZ_NONE;
}

static void link_place(const struct gz_model *model, const struct gz_admin_index *index,
                       struct gz_place *place)
{
    bm_str code1 = gz_model_text(model, place->adm1_code), code2 = gz_model_text(model, place->adm2_code);
    uint32_t self = (uint32_t)(place - model->places);
    int level = gz_admin_level(place);

    if (gz_is_country(place)) return;
    if (level != 1) {
        place->admin1 = gz_admin_by_code(index, place->iso3, 1, code1, (bm_str){0});
        if (place->admin1 == BM_GZ_NONE) place->admin1 = by_point(model, place, 1);
    }
    if (level != 1 && level != 2) {
        place->admin2 = gz_admin_by_code(index, place->iso3, 2, code1, code2);
        if (place->admin2 == BM_GZ_NONE) place->admin2 = by_point(model, place, 2);
    }
    if (place->admin1 == self) place->admin1 = BM_GZ_NONE;
    if (place->admin2 == self) place->admin2 = BM_GZ_NONE;
    if (place->adm1_code == 0 && place->admin1 != BM_GZ_NONE)
        place->adm1_code = model->places[place->admin1].adm1_code;
}

static bm_status list_countries(struct gz_model *model)
{
    bm_status st;

    for (uint32_t i = 0; i < model->n_places; i++) {
        const struct gz_place *place = &model->places[i];
        size_t at = model->n_countries;
        if (!place->iso3[0]) continue;
        /* rows of one country stand together in dumps: try the last one first */
        while (at > 0 && memcmp(model->countries[at - 1].iso3, place->iso3, 4) != 0) at--;
        if (at == 0) {
            if ((st = bm_grow(model->ctx, (void **)&model->countries, &model->cap_countries,
                              model->n_countries + 1, sizeof *model->countries)) != BM_OK)
                return st;
            at = ++model->n_countries;
            model->countries[at - 1] = (struct gz_country){.place = BM_GZ_NONE};
            memcpy(model->countries[at - 1].iso3, place->iso3, 4);
        }
        struct gz_country *country = &model->countries[at - 1];
        country->n_places++;
        if (!gz_is_country(place)) continue;
        if (country->place == BM_GZ_NONE ||
            (model->places[country->place].area == BM_GZ_NONE && place->area != BM_GZ_NONE))
            country->place = i;
    }
    if (model->n_countries > 0)
        qsort(model->countries, model->n_countries, sizeof *model->countries, by_iso3);
    return BM_OK;
}

bm_status gz_link_parents(struct gz_model *model)
{
    struct gz_admin_index index;
    bm_status st = gz_admin_index_build(model, &index);

    if (st != BM_OK) return st;
    for (size_t i = 0; i < model->n_places; i++) link_place(model, &index, &model->places[i]);
    gz_admin_index_free(&index);
    return list_countries(model);
}
