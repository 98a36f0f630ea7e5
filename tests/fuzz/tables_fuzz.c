/* The small tables about borders: views (applied to borders too), overlaps, stretches. */
#include "worlds.h"

#include "border/view.h"
#include "border/world.h"

static void read_view(struct fuzz *fuzz, const char *path, uint8_t how)
{
    size_t n;
    const uint8_t *p = fuzz_bmb(&n);
    bm_border *border = NULL;
    bm_status st = bm_border_open_view(fuzz->ctx, fuzz_file(1, p, n), path, &fuzz->issues, &border);

    fuzz_status(fuzz, st);
    if (st == BM_OK) fuzz_tag(fuzz, border, how >> 2, true);
    bm_border_close(border);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct bm_overlaps overlaps = {0};
    struct bm_stretches stretches = {0};
    struct fuzz fuzz;
    uint8_t how = fuzz_byte(&in);

    fuzz_begin(&fuzz);
    const char *path = fuzz_file(0, in.p, in.n);
    switch (how & 3) {
    case 0: fuzz_status(&fuzz, bm_overlaps_read(fuzz.ctx, path, &overlaps)); break;
    case 1: fuzz_status(&fuzz, bm_stretches_read(fuzz.ctx, path, &stretches)); break;
    default: read_view(&fuzz, path, how); break;
    }
    bm_overlaps_free(fuzz.ctx, &overlaps);
    bm_stretches_free(fuzz.ctx, &stretches);
    fuzz_end(&fuzz);
    return 0;
}
