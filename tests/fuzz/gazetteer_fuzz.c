/* Compiling a gazetteer: GeoNames dumps, alternate names, admin codes and own places, parted by bytes 0x1C;
 * then its own names are looked up in it. */
#include "worlds.h"

#include "base/file.h"

#include <unistd.h>

static void ask(struct fuzz *fuzz, const bm_gazetteer *gazetteer)
{
    bm_gazetteer_info info;
    bm_gazetteer_name name;

    bm_gazetteer_get_info(gazetteer, &info);
    for (uint64_t at = 0; at < info.n_names && at < 3; at++) {
        FUZZ_CHECK(bm_gazetteer_get_name(gazetteer, at, &name));
        bm_incident row = fuzz_row(name.name, (bm_str){0}, (bm_str){0}, bm_str_z(name.iso3));
        fuzz_locate(fuzz, gazetteer, NULL, &row);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    const char *dumps[2], *places[1];
    bm_gazetteer_sources sources = {.dumps = dumps, .places = places};
    bm_gazetteer *gazetteer = NULL;
    struct fuzz fuzz;
    bm_status st;

    fuzz_begin(&fuzz);
    for (; sources.n_dumps < 2 && in.n > 0; sources.n_dumps++) {
        bm_str part = fuzz_part(&in, '\x1c');
        dumps[sources.n_dumps] = fuzz_file((int)sources.n_dumps, part.p, part.len);
    }
    if (in.n > 0) {
        places[0] = fuzz_file(2, in.p, in.n);
        sources.n_places = 1;
    }
    const char *out = fuzz_out("fuzz.bmg");
    st = bm_gazetteer_build(fuzz.ctx, &sources, out, &fuzz.issues);
    fuzz_status(&fuzz, st);
    if (st == BM_OK) {
        FUZZ_CHECK(bm_gazetteer_open(fuzz.ctx, out, &gazetteer) == BM_OK);
        ask(&fuzz, gazetteer);
        bm_gazetteer_close(gazetteer);
    } else {
        FUZZ_CHECK(access(out, F_OK) != 0);
    }
    fuzz_end(&fuzz);
    return 0;
}
