/* What an analyst writes: aliases (loaded, then asked for), and an unresolved.csv that is filled in. */
#include "worlds.h"

#include "base/buf.h"
#include "layer/unresolved.h"

#include <math.h>

static void keep(struct fuzz *fuzz, const char *path)
{
    struct bm_unresolved first, again;
    bm_buf text, same;
    bm_status st;

    bm_buf_init(&text, fuzz->ctx);
    bm_buf_init(&same, fuzz->ctx);
    FUZZ_CHECK(bm_unresolved_init(fuzz->ctx, &first) == BM_OK);
    FUZZ_CHECK(bm_unresolved_init(fuzz->ctx, &again) == BM_OK);
    st = bm_unresolved_keep(fuzz->ctx, &first, path);
    fuzz_status(fuzz, st);
    if (st == BM_OK) {
        FUZZ_CHECK(bm_unresolved_write(fuzz->ctx, &first, &text) == BM_OK);
        if (text.len && bm_utf8_valid(bm_str_of(text.p, text.len))) {
            /* what was kept is kept once more */
            FUZZ_CHECK(bm_unresolved_keep(fuzz->ctx, &again, fuzz_file(1, text.p, text.len)) == BM_OK);
            FUZZ_CHECK(bm_unresolved_write(fuzz->ctx, &again, &same) == BM_OK);
            FUZZ_CHECK(bm_str_eq(bm_str_of(text.p, text.len), bm_str_of(same.p, same.len)));
        }
    }
    bm_unresolved_free(fuzz->ctx, &first);
    bm_unresolved_free(fuzz->ctx, &again);
    bm_buf_free(&text);
    bm_buf_free(&same);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    const bm_gazetteer *gazetteer = fuzz_gazetteer();
    bm_aliases *aliases = NULL;
    struct fuzz fuzz;
    uint8_t how = fuzz_byte(&in);

    fuzz_begin(&fuzz);
    const char *path = fuzz_file(0, in.p, in.n);
    if (how & 1) {
        keep(&fuzz, path);
    } else {
        bm_status st = bm_aliases_load(fuzz.ctx, path, &fuzz.issues, &aliases);
        fuzz_status(&fuzz, st);
        if (st == BM_OK) {
            /* the second line begins with a name, most often */
            (void)fuzz_part(&in, '\n');
            bm_incident row =
                fuzz_row(fuzz_own(&fuzz, fuzz_part(&in, ',')), (bm_str){0}, (bm_str){0}, BM_LIT("AF"));
            row.inc_id = BM_LIT("r1");
            fuzz_locate(&fuzz, gazetteer, aliases, &row);
            row = fuzz_row(BM_LIT("Old Fort"), (bm_str){0}, (bm_str){0}, BM_LIT("Pakistan"));
            fuzz_locate(&fuzz, gazetteer, aliases, &row);
        }
        bm_aliases_destroy(aliases);
    }
    fuzz_end(&fuzz);
    return 0;
}
