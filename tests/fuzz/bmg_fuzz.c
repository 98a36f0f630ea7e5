/* A damaged compiled gazetteer: opened and asked. Of an input, each 8 bytes are a change: section, kind,
 * place (4 bytes), value (2). */
#include "worlds.h"

#include "gazetteer/format.h"
#include "gazetteer/reader.h"

enum { MAX_CHANGES = 24, FRESH = 1 };

/* A change at a multiple of 4 within a section, or in the header. */
static void change(uint8_t *p, size_t n, const struct gz_header *was, struct fuzz_in *in)
{
    uint8_t section = fuzz_byte(in), kind = fuzz_byte(in);
    uint32_t at = fuzz_u32(in), value = fuzz_u16(in);
    size_t from = 0, bytes = sizeof *was;

    if (section % (GZ_SECTIONS + 1) < GZ_SECTIONS) {
        from = was->section[section % (GZ_SECTIONS + 1)].offset;
        bytes = was->section[section % (GZ_SECTIONS + 1)].bytes;
    }
    if (bytes < 4 || from + bytes > n) return;
    p += from + at % (bytes / 4) * 4;
    if (kind % 4 == 0) memcpy(p, &value, 4);
    if (kind % 4 == 1) p[value & 3] ^= (uint8_t)(value >> 8);
    if (kind % 4 == 2) memset(p, value & 1 ? 0xFF : 0x7F, 4);
    if (kind % 4 == 3) value <<= 16, memcpy(p, &value, 4);
}

static void ask(struct fuzz *fuzz, bm_str text)
{
    static const char *const names[] = {"Kandahar", "Rasht Bagh", "20 km south of Mazar-e Sharif"};
    bm_gazetteer *gazetteer = NULL;
    bm_gazetteer_info info;
    bm_gazetteer_name name;
    bm_locator *locator;
    bm_place place;
    size_t n;
    const bm_province *provinces;

    if (bm_gazetteer_open(fuzz->ctx, fuzz_file(0, text.p, text.len), &gazetteer) != BM_OK) return;
    bm_gazetteer_get_info(gazetteer, &info);
    for (uint64_t at = 0; at < info.n_names && at < 4; at++)
        (void)bm_gazetteer_get_name(gazetteer, at, &name);
    (void)!bm_gazetteer_provinces(fuzz->ctx, gazetteer, fuzz->arena, &provinces, &n);
    const bm_gazetteer *all[] = {gazetteer};
    bm_locate_options options = {.gazetteers = all, .n_gazetteers = 1, .explain = true};
    if (bm_locator_create(fuzz->ctx, &options, &locator) == BM_OK) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            bm_incident row = fuzz_row(bm_str_z(names[i]), BM_LIT("Balkh"), (bm_str){0}, BM_LIT("AF"));
            (void)!bm_locate(fuzz->ctx, locator, &row, fuzz->arena, &fuzz->issues, &place);
        }
        bm_locator_destroy(locator);
    }
    bm_gazetteer_close(gazetteer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    size_t n;
    const uint8_t *base = fuzz_bmg(&n);
    struct gz_header header;
    struct fuzz fuzz;
    uint8_t *copy = malloc(n), how = fuzz_byte(&in);

    fuzz_begin(&fuzz);
    memcpy(&header, base, sizeof header);
    memcpy(copy, base, n);
    for (int i = 0; i < MAX_CHANGES && in.n >= 8; i++) change(copy, n, &header, &in);
    if (how & FRESH) {
        memcpy(&header, copy, sizeof header);
        header.check = gz_check(copy, n);
        memcpy(copy, &header, sizeof header);
    }
    ask(&fuzz, bm_str_of((const char *)copy, n));
    free(copy);
    fuzz_end(&fuzz);
    return 0;
}
