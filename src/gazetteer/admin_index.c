#include "gazetteer/admin_index.h"

#include "base/str.h"
#include "gazetteer/keys.h"

#define SEVERAL UINT64_MAX
#define MAX_KEY (8 + 2 * 256)

static bm_str name_key(char *out, const char *iso3, int level, bm_str name)
{
    struct gz_keys keys;

    if (!gz_keys_of(name, &keys)) return (bm_str){0};
    memcpy(out, iso3, 4);
    out[4] = (char)('0' + level);
    memcpy(out + 5, &keys.hash_l2, sizeof keys.hash_l2);
    return bm_str_of(out, 5 + sizeof keys.hash_l2);
}

static bm_str code_key(char *out, const char *iso3, int level, bm_str code1, bm_str code2)
{
    size_t n = 5;

    memcpy(out, iso3, 4);
    out[4] = (char)('a' + level);
    if (level > 0) {
        memcpy(out + n, code1.p, code1.len);
        n += code1.len;
        out[n++] = '.';
    }
    if (level > 1) {
        memcpy(out + n, code2.p, code2.len);
        n += code2.len;
    }
    return bm_str_of(out, n);
}

static bm_status add(struct gz_admin_index *index, bm_str key, uint32_t place)
{
    uint64_t *value;
    bool added, ok = true;
    bm_status st;

    if (!key.p) return BM_OK;
    key = bm_arena_copy(index->arena, key, &ok);
    if (!ok) return bm_fail(index->map.ctx, BM_ENOMEM, "out of memory");
    if ((st = bm_map_add(&index->map, key, &value, &added)) != BM_OK) return st;
    if (added)
        *value = place;
    else if (*value != place)
        *value = SEVERAL;
    return BM_OK;
}

static int level_of(const struct gz_place *place)
{
    int level = gz_is_country(place) ? 0 : gz_admin_level(place);

    return level == 0 && !gz_is_country(place) ? -1 : level;
}

static bm_status fill(const struct gz_model *model, struct gz_admin_index *index)
{
    char key[MAX_KEY];
    bm_status st = BM_OK;

    for (uint32_t i = 0; st == BM_OK && i < model->n_places; i++) {
        const struct gz_place *place = &model->places[i];
        bm_str code1 = gz_model_text(model, place->adm1_code), code2 = gz_model_text(model, place->adm2_code);
        int level = level_of(place);
        if (level < 0 || level > 2 || (level > 0 && code1.len == 0) || (level > 1 && code2.len == 0))
            continue;
        st = add(index, code_key(key, place->iso3, level, code1, code2), i);
    }
    for (size_t i = 0; st == BM_OK && i < model->n_names; i++) {
        const struct gz_place *place = &model->places[model->names[i].place];
        int level = level_of(place);
        if (level < 0 || level > 2) continue;
        st = add(index, name_key(key, place->iso3, level, gz_model_text(model, model->names[i].text)),
                 model->names[i].place);
    }
    return st;
}

bm_status gz_admin_index_build(const struct gz_model *model, struct gz_admin_index *out)
{
    bm_status st;

    *out = (struct gz_admin_index){0};
    bm_map_init(&out->map, model->ctx);
    if ((st = bm_arena_create(model->ctx, &out->arena)) == BM_OK) st = fill(model, out);
    if (st != BM_OK) gz_admin_index_free(out);
    return st;
}

void gz_admin_index_free(struct gz_admin_index *index)
{
    bm_map_free(&index->map);
    bm_arena_destroy(index->arena);
    index->arena = NULL;
}

static uint32_t found(const struct gz_admin_index *index, bm_str key)
{
    uint64_t *value = key.p ? bm_map_find(&index->map, key) : NULL;

    return !value || *value == SEVERAL ? BM_GZ_NONE : (uint32_t)*value;
}

uint32_t gz_admin_by_name(const struct gz_admin_index *index, const char *iso3, int level, bm_str name)
{
    char key[MAX_KEY];

    return found(index, name_key(key, iso3, level, name));
}

uint32_t gz_admin_by_code(const struct gz_admin_index *index, const char *iso3, int level, bm_str code1,
                          bm_str code2)
{
    char key[MAX_KEY];

    if (code1.len > 255 || code2.len > 255 || (level > 0 && code1.len == 0) || (level > 1 && code2.len == 0))
        return BM_GZ_NONE;
    return found(index, code_key(key, iso3, level, code1, code2));
}
