/* The order of places in a compiled file: areas first, then those whose main names have the same consonants
 * together, and with them their names and sounds, since they are candidates for the same names. Rows alike
 * keep their order among themselves. */
#include "gazetteer/keys.h"
#include "gazetteer/model.h"

#include <stdlib.h>
#include <string.h>

struct ranked {
    uint64_t first; /* consonants, the first in the highest byte */
    uint32_t place;
};

static int by_consonants(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static uint64_t consonants_of(bm_str name)
{
    struct gz_keys keys;
    uint64_t first = 0;

    if (!gz_letters_of(name, &keys)) return 0;
    bm_phones_of(&keys.words, &keys.phones);
    keys.n_skeleton = bm_skeleton(&keys.phones, keys.skeleton);
    for (size_t i = 0; i < sizeof first; i++)
        first = first << 8 | (i < keys.n_skeleton ? (unsigned char)keys.skeleton[i] : 0);
    return first;
}

static void follow(uint32_t *place, const uint32_t *new_of)
{
    if (*place != BM_GZ_NONE) *place = new_of[*place];
}

bm_status gz_order_places(struct gz_model *model)
{
    size_t n = model->n_places;
    struct ranked *ranked = NULL;
    uint32_t *new_of = NULL;
    struct gz_place *places = NULL;
    bm_status st;

    if ((st = bm_calloc(model->ctx, n + 1, sizeof *ranked, (void **)&ranked)) != BM_OK ||
        (st = bm_calloc(model->ctx, n + 1, sizeof *new_of, (void **)&new_of)) != BM_OK ||
        (st = bm_calloc(model->ctx, n + 1, sizeof *places, (void **)&places)) != BM_OK)
        goto done;
    for (uint32_t i = 0; i < n; i++) {
        bool area = model->places[i].feat_class == 'A';
        ranked[i] = (struct ranked){area ? 0 : consonants_of(gz_model_text(model, model->places[i].name)), i};
    }
    qsort(ranked, n, sizeof *ranked, by_consonants);
    for (uint32_t i = 0; i < n; i++) new_of[ranked[i].place] = i;
    for (uint32_t i = 0; i < n; i++) {
        places[i] = model->places[ranked[i].place];
        follow(&places[i].admin1, new_of);
        follow(&places[i].admin2, new_of);
    }
    memcpy(model->places, places, n * sizeof *places);
    for (size_t i = 0; i < model->n_names; i++) follow(&model->names[i].place, new_of);
    for (size_t i = 0; i < model->n_areas; i++) follow(&model->areas[i].place, new_of);
    for (size_t i = 0; i < model->n_countries; i++) follow(&model->countries[i].place, new_of);
done:
    bm_free(model->ctx, ranked);
    bm_free(model->ctx, new_of);
    bm_free(model->ctx, places);
    return st;
}
