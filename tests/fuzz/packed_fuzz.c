/* The packed form of borders: unpacked, made into a border file and asked; packed again it is the same model.
 */
#include "worlds.h"

#include "border/packed.h"

static void pack_again(struct fuzz *fuzz, const struct bm_border_model *model)
{
    struct bm_border_model again = {0};
    const char *out = fuzz_out("again.bmp");

    FUZZ_CHECK(bm_border_pack(fuzz->ctx, model, out) == BM_OK);
    FUZZ_CHECK(bm_border_unpack(fuzz->ctx, out, &again) == BM_OK);
    FUZZ_CHECK(again.n_chains == model->n_chains && again.n_pts == model->n_pts);
    FUZZ_CHECK(again.n_acc == model->n_acc && again.n_ring_pts == model->n_ring_pts);
    for (size_t i = 0; i < model->n_pts; i++)
        FUZZ_CHECK(memcmp(&model->pts[i], &again.pts[i], sizeof *again.pts) == 0);
    for (size_t i = 0; i < model->n_chains; i++) {
        FUZZ_CHECK(memcmp(model->chains[i].left, again.chains[i].left, 4) == 0);
        FUZZ_CHECK(model->chains[i].valid_from == again.chains[i].valid_from);
    }
    bm_border_model_free(fuzz->ctx, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct bm_border_model model = {0};
    bm_border *border = NULL;
    struct fuzz fuzz;
    uint8_t how = fuzz_byte(&in);
    bm_status st;

    fuzz_begin(&fuzz);
    st = bm_border_unpack(fuzz.ctx, fuzz_file(0, in.p, in.n), &model);
    fuzz_status(&fuzz, st);
    if (st == BM_OK) {
        pack_again(&fuzz, &model);
        st = bm_border_of_model(fuzz.ctx, &model, "fuzz", &border);
        fuzz_status(&fuzz, st);
        if (st == BM_OK) fuzz_tag(&fuzz, border, how, true);
        bm_border_close(border);
    }
    bm_border_model_free(fuzz.ctx, &model);
    fuzz_end(&fuzz);
    return 0;
}
