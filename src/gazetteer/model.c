#include "gazetteer/model.h"

#include "base/str.h"
#include "text/fold.h"

#include <assert.h>

#define REASON_ROWS 20

bm_status gz_model_init(bm_ctx *ctx, bm_issue_list *issues, struct gz_model *out)
{
    uint32_t zero;

    *out = (struct gz_model){.ctx = ctx, .issues = issues};
    bm_buf_init(&out->text, ctx);
    bm_buf_init(&out->sounds, ctx);
    bm_buf_putc(&out->sounds, 0);
    bm_map_init(&out->interned_sounds, ctx);
    bm_map_init(&out->interned, ctx);
    bm_map_init(&out->by_id, ctx);
    bm_status st = bm_arena_create(ctx, &out->arena);
    return st == BM_OK ? gz_intern(out, BM_LIT(""), &zero) : st;
}

void gz_model_free(struct gz_model *model)
{
    for (size_t i = 0; i < model->n_maps; i++) bm_unmap_file(&model->maps[i]);
    bm_free(model->ctx, model->maps);
    bm_free(model->ctx, model->places);
    bm_free(model->ctx, model->names);
    bm_free(model->ctx, model->areas);
    bm_free(model->ctx, model->inputs);
    bm_free(model->ctx, model->postings);
    bm_free(model->ctx, model->countries);
    bm_free(model->ctx, model->districts);
    bm_free(model->ctx, model->parts);
    bm_buf_free(&model->text);
    bm_buf_free(&model->sounds);
    bm_map_free(&model->interned_sounds);
    bm_map_free(&model->interned);
    bm_map_free(&model->by_id);
    bm_arena_destroy(model->arena);
}

bm_status gz_intern(struct gz_model *model, bm_str text, uint32_t *out)
{
    uint64_t *value;
    bool added;
    bm_status st;

    *out = 0;
    if (!text.p) text = BM_LIT("");
    text = bm_str_cut(text, 255);
    if ((st = bm_map_add(&model->interned, text, &value, &added)) != BM_OK) return st;
    if (added) {
        if (model->text.len > UINT32_MAX - 1024)
            return bm_fail(model->ctx, BM_EFORMAT, "more than 4 GB of names");
        *value = model->text.len;
        bm_buf_putc(&model->text, (char)text.len);
        bm_buf_put(&model->text, text.p, text.len);
        bm_buf_putc(&model->text, 0);
    }
    *out = (uint32_t)*value;
    return bm_buf_status(model->ctx, &model->text);
}

bm_str gz_model_text(const struct gz_model *model, uint32_t offset)
{
    return bm_str_of(model->text.p + offset + 1, (unsigned char)model->text.p[offset]);
}

bm_status gz_add_name(struct gz_model *model, uint32_t place, bm_str name, enum gz_name_kind kind)
{
    struct gz_name row = {.place = place, .kind = (uint8_t)kind};
    bm_status st;

    name = bm_str_trim(name);
    if (name.len == 0 || name.len > BM_NAME_MAX) return BM_OK;
    if ((st = bm_grow(model->ctx, (void **)&model->names, &model->cap_names, model->n_names + 1,
                      sizeof *model->names)) != BM_OK ||
        (st = gz_intern(model, name, &row.text)) != BM_OK)
        return st;
    model->names[model->n_names++] = row;
    return BM_OK;
}

bm_status gz_add_place(struct gz_model *model, const struct gz_place *place, bm_str id, bm_str name,
                       uint32_t *index, bool *added)
{
    struct gz_place row = *place;
    uint64_t *value;
    bm_status st;

    *index = BM_GZ_NONE;
    if ((st = gz_intern(model, id, &row.id)) != BM_OK || (st = gz_intern(model, name, &row.name)) != BM_OK ||
        (st = bm_grow(model->ctx, (void **)&model->places, &model->cap_places, model->n_places + 1,
                      sizeof *model->places)) != BM_OK ||
        (st = bm_map_add(&model->by_id, id, &value, added)) != BM_OK)
        return st;
    if (!*added) {
        *index = (uint32_t)*value;
        return BM_OK;
    }
    *value = model->n_places;
    *index = (uint32_t)model->n_places;
    row.admin1 = row.admin2 = row.area = BM_GZ_NONE;
    model->places[model->n_places++] = row;
    return gz_add_name(model, *index, name, GZ_NAME_MAIN);
}

bm_status gz_leave_out(struct gz_model *model, const char *path, uint64_t line, const char *column,
                       bm_str found, const char *expected)
{
    size_t at = 0;

    while (at < model->n_left && model->left[at].expected != expected) at++;
    if (at == model->n_left) {
        assert(at < GZ_MAX_REASONS);
        model->left[model->n_left++] = (struct gz_left){expected, 0};
    }
    if (++model->left[at].n > REASON_ROWS || !model->issues) return BM_OK;
    return bm_issue_add(model->ctx, model->issues, BM_WARNING, bm_base_name(path), line, line,
                        column ? bm_str_z(column) : (bm_str){0}, bm_str_cut(found, 100),
                        "%s; the row is left out", expected);
}

bm_status gz_sum_up(struct gz_model *model, const char *path)
{
    bm_status st = BM_OK;

    for (size_t i = 0; st == BM_OK && model->issues && i < model->n_left; i++)
        st = bm_issue_add(model->ctx, model->issues, BM_NOTE, bm_base_name(path), 0, 0, (bm_str){0},
                          (bm_str){0}, "%llu rows left out that lack %s",
                          (unsigned long long)model->left[i].n, model->left[i].expected);
    model->n_left = 0;
    return st;
}

bool gz_is_country(const struct gz_place *place)
{
    return place->feat_class == 'A' && memcmp(place->feat, "PCL", 3) == 0 &&
           !gz_is_feat(place, "PCLH");
}

int gz_admin_level(const struct gz_place *place)
{
    if (place->feat_class != 'A' || memcmp(place->feat, "ADM", 3) != 0 || place->feat[4] != 0) return 0;
    return place->feat[3] >= '1' && place->feat[3] <= '5' ? place->feat[3] - '0' : 0;
}
