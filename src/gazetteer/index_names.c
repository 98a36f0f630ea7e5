/* Names into postings: sorted by place, repeated ones dropped, hashed under each of their keys. */
#include "gazetteer/keys.h"
#include "base/str.h"
#include "gazetteer/model.h"

#include <stdlib.h>
#include <string.h>

struct long_posting {
    uint64_t hash;
    uint32_t name, place;
};

static int by_hash(const void *a, const void *b)
{
    const struct long_posting *x = a, *y = b;

    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

static int by_place(const void *a, const void *b)
{
    const struct gz_name *x = a, *y = b;

    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    if (x->text != y->text) return x->text < y->text ? -1 : 1;
    return x->kind - y->kind;
}

static int by_kind(const void *a, const void *b)
{
    const struct gz_name *x = a, *y = b;

    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    if (x->kind != y->kind) return x->kind - y->kind;
    return x->text < y->text ? -1 : x->text > y->text;
}

/* Each text once a place, under its best kind; then the main name first. */
static void sort_names(struct gz_model *model)
{
    size_t n = 0;

    if (model->n_names == 0) return;
    qsort(model->names, model->n_names, sizeof *model->names, by_place);
    for (size_t i = 0; i < model->n_names; i++) {
        const struct gz_name *last = n > 0 ? &model->names[n - 1] : NULL;
        if (last && last->place == model->names[i].place && last->text == model->names[i].text) continue;
        model->names[n++] = model->names[i];
    }
    model->n_names = n;
    qsort(model->names, n, sizeof *model->names, by_kind);
}

/* The sounds are asked for by the thousand, whenever a spelling is not known. */
static bm_status put_sounds(struct gz_model *model, const bm_phones *phones, uint32_t *out)
{
    char record[1 + BM_PHONES_MAX];
    uint64_t *value;
    bool added, ok = true;
    bm_status st;

    *out = 0;
    if (phones->n == 0) return BM_OK;
    record[0] = (char)(phones->n | (phones->vowelless ? 128u : 0));
    memcpy(record + 1, phones->p, phones->n);
    bm_str key = bm_str_of(record, 1 + phones->n);
    uint64_t *known = bm_map_find(&model->interned_sounds, key);
    if (known) {
        *out = (uint32_t)*known;
        return BM_OK;
    }
    key = bm_arena_copy(model->arena, key, &ok);
    if (!ok) return bm_fail(model->ctx, BM_ENOMEM, "out of memory");
    if ((st = bm_map_add(&model->interned_sounds, key, &value, &added)) != BM_OK) return st;
    if (model->sounds.len > UINT32_MAX - 1024)
        return bm_fail(model->ctx, BM_EFORMAT, "more than 4 GB of names");
    *out = (uint32_t)(*value = model->sounds.len);
    bm_buf_put(&model->sounds, key.p, key.len);
    return bm_buf_status(model->ctx, &model->sounds);
}

static uint16_t country_of(const struct gz_model *model, const struct gz_place *place)
{
    size_t low = 0, high = model->n_countries;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(model->countries[middle].iso3, place->iso3) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < model->n_countries && low < UINT16_MAX &&
                   strcmp(model->countries[low].iso3, place->iso3) == 0
               ? (uint16_t)(low + 1)
               : 0;
}

/* The keys of all names; at most four a name. Countries and provinces must have one. */
static bm_status make_keys(struct gz_model *model, struct long_posting *out, size_t *n)
{
    struct gz_keys keys;
    bm_str text;

    *n = 0;
    for (size_t i = 0; i < model->n_names; i++) {
        struct gz_name *name = &model->names[i];
        const struct gz_place *place = &model->places[name->place];
        text = gz_model_text(model, name->text);
        name->country = country_of(model, place);
        if (!gz_keys_of(text, &keys)) {
            if (name->kind == GZ_NAME_MAIN && (gz_is_country(place) || gz_admin_level(place) == 1))
                return bm_fail(model->ctx, BM_EFORMAT,
                               "'%.*s' cannot be found by its name: it has no letters", (int)text.len,
                               text.p);
            continue;
        }
        bm_status st = put_sounds(model, &keys.phones, &name->sounds);
        if (st != BM_OK || (st = gz_add_parts(model, name->place, &keys)) != BM_OK) return st;
        const uint64_t hashes[] = {keys.hash_l1, keys.hash_l2 == keys.hash_l1 ? 0 : keys.hash_l2,
                                   keys.hash_set, keys.hash_skeleton};
        for (size_t level = 0; level < sizeof hashes / sizeof *hashes; level++) {
            if (hashes[level]) out[(*n)++] = (struct long_posting){hashes[level], (uint32_t)i, name->place};
        }
    }
    return BM_OK;
}

/* One posting for each key and place: its first name, which is the best one. */
static void keep_first(struct gz_model *model, const struct long_posting *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool repeated = i > 0 && all[i - 1].hash == all[i].hash && all[i - 1].place == all[i].place;
        if (repeated) continue; /* names stand by place */
        model->postings[model->n_postings++] =
            (struct gz_posting){(uint32_t)(all[i].hash >> 32), all[i].name};
    }
}

bm_status gz_index_names(struct gz_model *model)
{
    struct long_posting *all = NULL;
    size_t n;
    bm_status st;

    sort_names(model);
    if ((st = bm_calloc(model->ctx, model->n_names * 4 + 1, sizeof *all, (void **)&all)) != BM_OK ||
        (st = make_keys(model, all, &n)) != BM_OK)
        goto done;
    qsort(all, n, sizeof *all, by_hash);
    if ((st = bm_calloc(model->ctx, n + 1, sizeof *model->postings, (void **)&model->postings)) != BM_OK)
        goto done;
    keep_first(model, all, n);
    gz_sort_parts(model);
done:
    bm_free(model->ctx, all);
    return st;
}
